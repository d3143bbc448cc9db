//! How the host resolves names: its list of hosts, and its name servers.

use super::Change;
use crate::manifest::NetworkSettings;
use crate::shell::{Command, bare, program};
use ssm_check_aws::{Partition, domains_of_amazon, is_resolver, is_stub};

/// What a command changes of it.
pub(super) fn change(command: &Command) -> Option<Change> {
    let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
    let (first, rest) = words.split_first()?;
    let name = program(first);
    let text = rest.join(" ");
    let given = command.heredoc.as_deref().unwrap_or_default();
    for (path, content) in command.files() {
        let content = content.map(|content| content.to_ascii_lowercase());
        if is_hosts_file(&path) {
            // Nothing is known of what is copied into it.
            let concerned = content.as_deref().is_none_or(names_a_service);
            return concerned.then_some(Change::Hosts);
        }
        if is_resolver_file(&path) {
            let concerned = content.as_deref().is_none_or(|content| sets_servers(content, path == "/etc/resolv.conf" && !command.adds()));
            return concerned.then_some(Change::NameServers);
        }
    }
    let hosts_of_windows = text.contains("drivers\\etc\\hosts") || text.contains("drivers/etc/hosts");
    let writes = ["add-content", "set-content", "out-file", "copy-item", "copy", "xcopy", "move-item", "move"].contains(&name.as_str());
    match name.as_str() {
        "sed" if text.contains("/etc/hosts") && (names_a_service(&text)) => Some(Change::Hosts),
        "sed" if rest.iter().any(|word| is_resolver_file(word)) && sets_servers(&text, false) => Some(Change::NameServers),
        "cp" | "mv" | "install" if rest.last().is_some_and(|to| to == "/etc/hosts") => Some(Change::Hosts),
        "cp" | "mv" | "install" if rest.last().is_some_and(|to| to == "/etc/resolv.conf") => Some(Change::NameServers),
        _ if writes && hosts_of_windows && !name.ends_with("content") && name != "out-file" => Some(Change::Hosts),
        _ if (writes || name.contains("::write") || name.contains("::append")) && hosts_of_windows => {
            (names_a_service(&text) || names_a_service(given)).then_some(Change::Hosts)
        }
        "add-dnsclientnrptrule" => Some(Change::NameServers),
        "resolvectl" if rest.first().is_some_and(|word| word == "dns") && rest.len() > 2 => servers(&text),
        "systemd-resolve" if text.contains("--set-dns") => servers(&text),
        "nmcli" if text.contains(".dns ") => servers(&text),
        "resolvconf" if rest.first().is_some_and(|word| word == "-a") => servers(given),
        "set-dnsclientserveraddress" if !text.contains("reset") => servers(&text),
        "netsh" | "netsh.exe" if text.contains(" dns") && text.contains("interface") && !text.contains("dhcp") => servers(&text),
        _ => None,
    }
}

/// The list of hosts, by its path or by a variable that is not known.
fn is_hosts_file(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let is_variable = !path.contains(['/', '\\']) && path.trim_start_matches('$').starts_with("host");
    path == "/etc/hosts" || path.ends_with("drivers\\etc\\hosts") || path.ends_with("drivers/etc/hosts") || is_variable
}

fn servers(text: &str) -> Option<Change> {
    (!only_amazons(text)).then_some(Change::NameServers)
}

/// A name of AWS, or one that is not known.
fn names_a_service(content: &str) -> bool {
    let lines = content.lines().map(|line| line.split('#').next().unwrap_or_default());
    // What follows the last dot may be a variable.
    let of_services =
        || Partition::ALL.into_iter().filter_map(|partition| partition.dns_suffix().rsplit_once('.')).map(|(domain, _)| domain);
    let dual_stack = Partition::ALL.into_iter().map(Partition::dual_stack_suffix).filter(|domain| !domain.is_empty());
    let domains: Vec<&str> = of_services().chain(dual_stack).chain(domains_of_amazon()).collect();
    let is_service = |name: &str| domains.iter().any(|domain| name.contains(domain)) || name.starts_with(['$', '`']);
    lines.flat_map(|line| line.split_whitespace().skip(1)).any(is_service) || of_services().any(|domain| content.contains(domain))
}

/// Where resolvers have their settings.
fn is_resolver_file(path: &str) -> bool {
    let directories = [
        "/etc/systemd/resolved.conf",
        "/etc/netplan/",
        "/etc/resolvconf/",
        "/etc/dhcp/",
        "/etc/sysconfig/network-scripts/ifcfg",
        "/etc/systemd/network/",
    ];
    path == "/etc/resolv.conf" || directories.iter().any(|directory| path.starts_with(directory))
}

/// It has name servers other than Amazon's, or takes all away.
fn sets_servers(content: &str, is_whole: bool) -> bool {
    let lines = || content.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let is_server = |line: &&str| {
        let line = line.to_ascii_lowercase();
        let keys = ["nameserver", "dns=", "dns1", "dns2", "supersede domain-name-servers", "prepend domain-name-servers", "addresses"];
        keys.iter().any(|key| line.starts_with(key))
            || line.contains("nameserver ")
            || line.contains("nameservers:")
            || line.contains("/dns=")
    };
    let set: Vec<&str> = lines().filter(is_server).collect();
    if set.is_empty() {
        return is_whole;
    }
    !set.iter().all(|line| only_amazons(line) || ["dns=", "nameservers:"].contains(line))
}

/// The addresses of a text, of which there are some, are of Amazon's resolver or of the host's own, which asks that:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>.
fn only_amazons(text: &str) -> bool {
    let words =
        text.split([' ', ',', '"', '\'', '=', '[', ']', '(', ')', ';', '#']).filter(|word| word.parse::<std::net::IpAddr>().is_ok());
    let all: Vec<&str> = words.collect();
    !text.contains(['$', '`']) && !all.is_empty() && all.iter().all(|word| is_resolver(word) || is_stub(word))
}

/// A method of an adapter of Windows: <https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/setdnsserversearchorder-method-in-class-win32-networkadapterconfiguration>.
pub(super) fn by_method(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.split("setdnsserversearchorder").skip(1).any(|given| !only_amazons(given.lines().next().unwrap_or_default()))
}

/// Settings of Bottlerocket: <https://bottlerocket.dev/en/os/latest/#/api/settings/dns/>,
/// <https://bottlerocket.dev/en/os/latest/#/api/settings/network/>.
pub(super) fn by_settings(settings: &NetworkSettings) -> impl Iterator<Item = Change> {
    let hosts = settings.hosts.iter().any(|name| names_a_service(&format!("address {name}"))).then_some(Change::Hosts);
    let others = !settings.name_servers.is_empty() && !only_amazons(&settings.name_servers.join(" "));
    hosts.into_iter().chain(others.then_some(Change::NameServers))
}

/// Modules of cloud-init: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#resolv-conf>.
pub(super) fn by_module(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("manage_resolv_conf:") && line.contains("true"))
}
