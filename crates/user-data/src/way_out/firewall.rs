//! Firewalls of the host: what they may keep from getting out, and answers from getting in.

use crate::shell::{Command, bare, program};

/// What the rules of a script come to.
#[derive(Debug, Default)]
pub(super) struct Rules {
    blocks: bool,
    /// Nothing gets in that is not let in.
    closed: bool,
    /// Answers get in.
    lets_answers_in: bool,
    /// The command before prints the rules that there are.
    printed: bool,
}

impl Rules {
    pub(super) fn may_block(&self) -> bool {
        self.blocks || (self.closed && !self.lets_answers_in)
    }

    pub(super) fn take(&mut self, command: &Command) {
        let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
        let Some((first, rest)) = words.split_first() else { return };
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        let text = rest.join(" ");
        match program(first).as_str() {
            name if name.starts_with("iptables") || name.starts_with("ip6tables") => {
                if name.contains("restore") {
                    self.restored(command.heredoc.as_deref());
                } else {
                    self.rule(&rest);
                }
            }
            "nft" if !prints_rules("nft", &rest) => self.nft(&format!("{text} {}", command.heredoc.as_deref().unwrap_or_default())),
            "ufw" => self.blocks |= ufw(&rest),
            "firewall-cmd" => self.blocks |= firewall_cmd(&text),
            "netsh" | "netsh.exe" => {
                self.blocks |= text.contains("blockoutbound") || (text.contains("dir=out") && text.contains("action=block"));
            }
            "new-netfirewallrule" | "set-netfirewallrule" => self.blocks |= text.contains("outbound") && text.contains("block"),
            "set-netfirewallprofile" => self.blocks |= text.contains("defaultoutboundaction") && text.contains("block"),
            _ => {}
        }
        // What is written then are the rules that the script made, which are known, and those of the image, which are not seen.
        let prints = prints_rules(&program(first), &rest) || (command.piped && self.printed);
        self.printed = prints;
        for (path, content) in command.files().into_iter().filter(|_| !prints) {
            match path.as_str() {
                "/etc/iptables/rules.v4" | "/etc/iptables/rules.v6" | "/etc/sysconfig/iptables" | "/etc/sysconfig/ip6tables" => {
                    self.restored(content.as_deref());
                }
                path if path.starts_with("/etc/nftables") || path.starts_with("/etc/sysconfig/nftables") || path.contains("/nftables/") => {
                    self.nft(&content.unwrap_or_else(|| "output drop".to_owned()).to_ascii_lowercase());
                }
                _ => {}
            }
        }
    }

    /// Rules as `iptables-save` writes them; those of a file that is not shown may be any.
    fn restored(&mut self, rules: Option<&str>) {
        let Some(rules) = rules else {
            self.blocks = true;
            return;
        };
        for line in rules.to_ascii_lowercase().lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [":output", policy, ..] => self.blocks |= *policy == "drop",
                [":input", policy, ..] => self.closed |= *policy == "drop",
                words => self.rule(words),
            }
        }
    }

    /// One rule: <https://man7.org/linux/man-pages/man8/iptables.8.html>.
    fn rule(&mut self, words: &[&str]) {
        let after = |names: &[&str]| words.iter().position(|word| names.contains(word)).and_then(|place| words.get(place + 1)).copied();
        let chain = after(&["-p", "--policy", "-a", "--append", "-i", "--insert"]);
        // `-P` and `-p`, `-I` and `-i` are one in lower case: the chain comes first.
        let first = words.iter().position(|word| matches!(*word, "output" | "input"));
        let (Some(_), Some(place)) = (chain, first) else { return };
        let is_output = words.get(place) == Some(&"output");
        let target = after(&["-j", "--jump", "-g", "--goto"]);
        let is_policy = target.is_none() && words.get(place + 1) == Some(&"drop");
        let removes =
            words.iter().any(|word| matches!(*word, "-d" | "--delete")) && words.iter().position(|word| *word == "-d") < Some(place);
        if removes {
            return;
        }
        let refuses = is_policy
            || target
                .is_some_and(|target| !matches!(target, "accept" | "log" | "nflog" | "return" | "mark" | "connmark" | "ct" | "tcpmss"));
        let answers = words.iter().any(|word| word.contains("established"));
        match (is_output, refuses) {
            (true, true) => self.blocks |= is_policy || concerns_the_agent(words, place),
            (false, true) => self.closed |= is_policy || words.len() <= place + 3 || target == Some("reject"),
            (false, false) => self.lets_answers_in |= answers && target == Some("accept"),
            (true, false) => {}
        }
    }

    /// <https://wiki.nftables.org/wiki-nftables/index.php/Quick_reference-nftables_in_10_minutes>
    fn nft(&mut self, text: &str) {
        let text = text.to_ascii_lowercase();
        let refuses = text.contains("drop") || text.contains("reject");
        // A chain of the output, with something that refuses in it.
        if let Some((_, output)) = text.split_once("output") {
            let own = output.split("chain ").next().unwrap_or_default();
            self.blocks |= own.contains("drop") || own.contains("reject");
        }
        self.closed |= refuses && text.contains("hook input") && text.contains("policy drop");
        self.lets_answers_in |= text.contains("established");
    }
}

/// A command that prints the rules that there are, to keep them over a restart: <https://man7.org/linux/man-pages/man8/iptables-save.8.html>.
fn prints_rules(program: &str, rest: &[&str]) -> bool {
    let is_iptables = program.starts_with("iptables") || program.starts_with("ip6tables");
    (is_iptables && program.ends_with("-save")) || (program == "nft" && rest.contains(&"list"))
}

/// A rule that may be about what the agent sends: over TCP to port 443 or names, as root, through an interface of the network.
fn concerns_the_agent(words: &[&str], place: usize) -> bool {
    let rest = words.get(place + 1..).unwrap_or_default();
    let after = |names: &[&str]| {
        let at = rest.iter().position(|word| names.contains(word))?;
        Some((at, *rest.get(at + 1)?))
    };
    let ports = after(&["--dport", "--dports", "--destination-port", "--destination-ports"]).map(|(_, ports)| ports);
    let other_ports =
        ports.is_some_and(|ports| ports.split(',').all(|port| port.parse::<u16>().is_ok_and(|port| !matches!(port, 53 | 80 | 443))));
    let other_protocol = after(&["-p", "--protocol"]).is_some_and(|(_, protocol)| protocol.contains("icmp"));
    let other_interface = after(&["-o", "--out-interface"])
        .is_some_and(|(_, name)| ["lo", "docker", "br-", "veth", "cni"].iter().any(|known| name.starts_with(known)));
    let is_root = |user: &str| matches!(user, "0" | "root");
    let other_user = after(&["--uid-owner"]).is_some_and(|(at, user)| {
        let negated = at > 0 && rest.get(at - 1) == Some(&"!");
        !user.contains('$') && is_root(user) == negated
    });
    let broken = rest.iter().any(|word| word.contains("invalid"));
    !(other_ports || other_protocol || other_interface || other_user || broken)
}

/// <https://manpages.ubuntu.com/manpages/noble/man8/ufw.8.html>
fn ufw(rest: &[&str]) -> bool {
    let refuses = rest.iter().any(|word| matches!(*word, "deny" | "reject"));
    let is_out = rest.iter().any(|word| matches!(*word, "outgoing" | "out"));
    let other_port = rest.iter().any(|word| {
        let port = word.split('/').next().unwrap_or_default();
        port.parse::<u16>().is_ok_and(|port| !matches!(port, 53 | 80 | 443))
    });
    refuses && is_out && !other_port
}

/// <https://firewalld.org/documentation/man-pages/firewall-cmd.html>
fn firewall_cmd(text: &str) -> bool {
    let refuses = text.contains("drop") || text.contains("reject");
    text.contains("--panic-on") || (refuses && (text.contains(" output") || text.contains("--policy")))
}
