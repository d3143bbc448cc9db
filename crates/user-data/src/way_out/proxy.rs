//! Proxies that the agent is told: <https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent.html>.

use crate::events::{names_agent, service};
use crate::shell::{Command, bare, program};
use ssm_check_aws::Partition;

/// A command writes a proxy where the agent's service takes it from.
pub(super) fn is_told(command: &Command) -> bool {
    let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
    let text = words.join(" ");
    let name = words.first().map(|word| program(word)).unwrap_or_default();
    let is_of_service = |path: &str| names_agent(path) || path.starts_with("/etc/systemd/system.conf") || path == "/etc/launchd.conf";
    let by_file = || {
        let written = command.files().into_iter().filter(|(path, _)| is_of_service(path));
        written.into_iter().any(|(_, content)| names_proxy(&content.unwrap_or_else(|| text.clone())))
    };
    match name.as_str() {
        "netsh" | "netsh.exe" => text.contains("winhttp") && text.contains("set") && text.contains("proxy") && !bypasses(&text),
        "systemctl" => text.contains("set-environment") && names_proxy(&text),
        _ => by_file(),
    }
}

/// A proxy by which the names of the services go.
fn names_proxy(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    (text.contains("http_proxy") || text.contains("https_proxy")) && !bypasses(&text)
}

/// The services' names are among those that go without the proxy.
fn bypasses(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut lists = text.split("no_proxy").skip(1).chain(text.split("bypass-list").skip(1));
    lists.any(|list| list.lines().next().is_some_and(names_services))
}

/// A list has the domain of the services.
fn names_services(list: &str) -> bool {
    let domain = Partition::Aws.dns_suffix();
    !domain.is_empty() && list.match_indices(domain).any(|(at, _)| list.get(..at).is_some_and(|before| before.ends_with(['.', ','])))
}

/// The environment of the service in the registry of Windows.
pub(super) fn is_told_by_registry(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains(&format!("services\\{}", service().to_ascii_lowercase())) && names_proxy(&text)
}

/// Settings of Bottlerocket: <https://bottlerocket.dev/en/os/latest/api/settings/network/>.
pub(super) fn is_told_by_settings(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    let is_set = |line: &str| line.starts_with("https-proxy") || line.starts_with("settings.network.https-proxy");
    let leaves_out = |line: &str| line.contains("no-proxy") && names_services(line);
    lines().any(is_set) && !lines().any(leaves_out)
}
