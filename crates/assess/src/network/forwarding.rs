//! NAT instances whose host drops packets of others: a system forwards and translates nothing until it is told to.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html>

use crate::image::{Carries, Image};
use crate::restart::is_restarted;
use crate::target::Source;
use crate::user_data::{Content, UserData};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Message, Reason, Span, say};

/// What in user data may tell a host to forward, or fetch what does; in lower case. More than that is left to the script.
const MAY_TELL: [&str; 11] = ["forward", "masquerade", "nat", "nft", "iptables", "firewall", "ufw", "http", "s3:", "ansible", "#include"];

/// Why it is not known whether a launch forwards packets of others. An image that is not told is taken for one that is made for it.
///
/// Somebody may still turn it on by hand, or by State Manager, so that this is never known for certain.
pub(super) fn untold(source: Source<'_>, user_data: &UserData) -> Option<Gap> {
    let texts: Vec<&str> = match &user_data.content {
        Content::None => Vec::new(),
        Content::Parts(parts) => parts.iter().map(|part| part.text.as_str()).collect(),
        Content::InPart(_) | Content::Unknown => return None,
    };
    let is = Span::address(source.own.address());
    if texts.iter().any(|text| refuses_to_forward(text)) {
        return Some(at_run_time(say!(
            "whether {} forwards packets of others, which the first rules of {} refuse",
            is,
            Span::code(SERVICE)
        )));
    }
    let is_told = |text: &&str| MAY_TELL.iter().any(|word| text.to_ascii_lowercase().contains(word));
    if is_restarted(source.own) != Truth::False && texts.iter().any(|text| is_set_until_restart(text)) {
        return Some(at_run_time(say!(
            "whether {} forwards packets of others when this plan has stopped and started it, as its user data sets that at its first start alone",
            is
        )));
    }
    if texts.iter().any(is_told) || Image::of(source).carries == Carries::Unknown {
        return None;
    }
    Some(at_run_time(say!("whether {} forwards packets of others, to which neither its image nor its user data sets it", is)))
}

/// What of a script outlives a restart, or runs at each; in lower case.
const LASTING: [&str; 14] = [
    "save",
    "persistent",
    "sysctl.d",
    "sysctl.conf",
    "/etc/iptables",
    "/etc/sysconfig",
    "/etc/nftables",
    "boothook",
    "bootcmd",
    "per-boot",
    "rc.local",
    "reboot",
    "/etc/systemd",
    "systemctl enable",
];

/// The kernel is told to forward or to translate, and nothing is written down: <https://man7.org/linux/man-pages/man8/sysctl.8.html>,
/// <https://man7.org/linux/man-pages/man8/iptables.8.html>.
fn is_set_until_restart(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let sets = ["sysctl -w", "/proc/sys/net", "iptables -", "nft add"].iter().any(|word| text.contains(word));
    sets && !LASTING.iter().any(|word| text.contains(word))
}

fn at_run_time(what: Message) -> Gap {
    Gap::because(what, Reason::RunTime("whoever sets the host up"))
}

/// The package whose rules are loaded when its service starts.
const SERVICE: &str = "iptables-services";

/// The rules of the package end the chain `FORWARD` with a reject, and nothing in the script says anything of that chain.
fn refuses_to_forward(text: &str) -> bool {
    let starts = |line: &str| {
        let is_service = line.contains("systemctl") || line.contains("service ");
        let names_it = line.split(|c: char| c.is_whitespace() || c == ';').any(|word| word.trim_end_matches(".service") == "iptables");
        is_service && names_it && ["start", "--now"].iter().any(|verb| line.contains(verb))
    };
    let speaks_of_it = ["FORWARD", "iptables -F", "--flush", "-restore", "/etc/sysconfig/iptables"].iter().any(|word| text.contains(word));
    text.contains(SERVICE) && text.lines().any(starts) && !speaks_of_it
}

#[cfg(test)]
mod tests {
    use super::{is_set_until_restart, refuses_to_forward};

    #[test]
    fn what_is_written_nowhere_is_set_until_a_restart() {
        let script = "sysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE\n";
        assert!(is_set_until_restart(script));
        for lasting in ["service iptables save", "echo net.ipv4.ip_forward=1 > /etc/sysctl.d/nat.conf", "#cloud-boothook"] {
            assert!(!is_set_until_restart(&format!("{lasting}\n{script}")), "{lasting}");
        }
        assert!(!is_set_until_restart("yum install -y fck-nat"));
    }

    #[test]
    fn rules_of_the_package_refuse_until_they_are_flushed() {
        let steps =
            "yum install iptables-services -y\nsystemctl enable iptables\nsystemctl start iptables\nsysctl -w net.ipv4.ip_forward=1\n";
        assert!(refuses_to_forward(steps));
        assert!(refuses_to_forward("dnf -y install iptables-services\nsystemctl enable --now iptables.service"));
        assert!(!refuses_to_forward(&format!("{steps}/sbin/iptables -F FORWARD\nservice iptables save")));
        assert!(!refuses_to_forward(
            "yum install iptables-services -y\niptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE\nservice iptables save"
        ));
        assert!(!refuses_to_forward("yum install -y nftables"));
    }
}
