//! Proxies that the agent is told: <https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent.html>.

use crate::events::{names_agent, service};
use crate::manifest::NetworkSettings;
use crate::part::Part;
use crate::runs;
use crate::shell::{Command, bare, program};
use crate::system::System;
use ssm_check_aws::Partition;

/// A command of a script writes a proxy where the agent's service takes it from.
pub(super) fn is_told(command: &Command, script: &str) -> bool {
    let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
    let text = words.join(" ");
    let name = words.first().map(|word| program(word)).unwrap_or_default();
    let is_of_service = |path: &str| {
        names_agent(path)
            || path.starts_with("/etc/systemd/system.conf")
            || path.contains("/systemd/system/service.d/")
            || path == "/etc/launchd.conf"
    };
    let by_file = || {
        let written = command.files().into_iter().filter(|(path, _)| is_of_service(path));
        written.into_iter().any(|(_, content)| names_proxy(&content.unwrap_or_else(|| text.clone())))
    };
    match name.as_str() {
        "netsh" | "netsh.exe" => {
            text.contains("winhttp") && (text.contains("set") || text.contains("import")) && text.contains("proxy") && !bypasses(&text)
        }
        "bitsadmin" | "bitsadmin.exe" => text.contains("setieproxy") && !text.contains("no_proxy"),
        // https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/setx
        "setx" | "setx.exe" => words.iter().any(|word| matches!(word.as_str(), "/m" | "-m")) && names_proxy(&text),
        // https://learn.microsoft.com/en-us/dotnet/api/system.environment.setenvironmentvariable
        name if name.ends_with("::setenvironmentvariable") => {
            let is_variable = words.get(1).is_some_and(|name| name.starts_with('$'));
            !is_of_less(&words) && (names_proxy(&text) || is_variable && names_proxy(script))
        }
        "systemctl" if text.contains("import-environment") => names_proxy(&text) || words.len() == 2,
        "systemctl" => text.contains("set-environment") && names_proxy(&text),
        _ => by_file(),
    }
}

/// An environment that is not of the whole machine: of a user, or of the process, which it is where nothing is said.
fn is_of_less(words: &[String]) -> bool {
    let target = words.iter().skip(3).map(|word| word.rsplit("::").next().unwrap_or_default().trim_end_matches(']'));
    let named: Vec<&str> = target.collect();
    named.is_empty() || named.iter().any(|word| matches!(*word, "user" | "process"))
}

/// The agent's unit reads a file, and some file is given a proxy. That of a snap reads `/etc/environment`:
/// <https://github.com/canonical/snapd/blob/master/wrappers/internal/service_unit_gen.go>.
pub(super) fn is_told_by_file(parts: &[Part]) -> bool {
    let commands: Vec<Command> = parts.iter().filter_map(runs::of_part).flatten().collect();
    let may_have_snap = parts.iter().any(|part| matches!(part.system, System::LinuxWithSnap | System::Unknown));
    let written = || commands.iter().flat_map(|command| command.files().into_iter().map(move |(path, content)| (path, content, command)));
    let is_read = |content: &str| content.to_ascii_lowercase().contains("environmentfile=");
    let unit_reads = written().any(|(path, content, _)| names_agent(&path) && content.is_none_or(|content| is_read(&content)));
    let edits = |path: &str| {
        commands.iter().any(|command| {
            let words = bare(&command.words);
            words.first().is_some_and(|first| program(first) == "sed")
                && words.iter().any(|word| word == path)
                && names_proxy(&words.join(" "))
        })
    };
    let gives = |is_wanted: &dyn Fn(&str) -> bool| {
        written().any(|(path, content, command)| is_wanted(&path) && names_proxy(&content.unwrap_or_else(|| command.words.join(" "))))
    };
    let of_all = "/etc/environment";
    unit_reads && gives(&|_| true) || (unit_reads || may_have_snap) && (gives(&|path| path == of_all) || edits(of_all))
}

/// A proxy by which the names of the services go.
fn names_proxy(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    (text.contains("http_proxy") || text.contains("https_proxy")) && !bypasses(&text)
}

/// The services' names are among those that go without the proxy.
fn bypasses(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut lists = ["no_proxy", "bypass-list", "proxyoverride"].into_iter().flat_map(|list| text.split(list).skip(1));
    lists.any(|list| list.lines().next().is_some_and(names_services))
}

/// A list has the domain of the services.
fn names_services(list: &str) -> bool {
    let domain = Partition::Aws.dns_suffix();
    !domain.is_empty() && list.match_indices(domain).any(|(at, _)| list.get(..at).is_some_and(|before| before.ends_with(['.', ','])))
}

/// Places of the registry that the agent's service has its environment or its proxy from:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent-windows.html>.
const PLACES: [&str; 3] = ["session manager\\environment", "s-1-5-18\\environment", ".default\\environment"];

/// The environment of the service, or of the machine, in the registry of Windows, or the proxy of browsers.
pub(super) fn is_told_by_registry(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let of_service = format!("services\\{}", service().to_ascii_lowercase());
    let environment = PLACES.into_iter().chain([of_service.as_str()]).any(|place| text.contains(place)) && names_proxy(&text);
    let of_browser = text.contains("internet settings") && (text.contains("proxyserver") || text.contains("autoconfigurl"));
    environment || of_browser && !bypasses(&text)
}

/// Settings of Bottlerocket: <https://bottlerocket.dev/en/os/latest/#/api/settings/network/>.
pub(super) fn is_told_by_settings(settings: &NetworkSettings) -> bool {
    settings.has_proxy && !settings.without_proxy.iter().any(|name| names_services(&format!(",{name}")))
}
