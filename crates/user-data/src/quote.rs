//! User data is often where passwords are, marked as sensitive or not: of a command, only words that are known to tell nothing
//! are quoted, and of an address what leads to the file.

use crate::events::names_process;

/// Stands for what is not quoted.
const LEFT_OUT: &str = "…";

/// Words of commands that start, stop, install and remove services and packages.
const WORDS: [&str; 89] = [
    "--force",
    "--now",
    "--purge",
    "-Force",
    "-Name",
    "-StartupType",
    "-Status",
    "-e",
    "-f",
    "-fr",
    "-q",
    "-r",
    "-rf",
    "-y",
    "/bin/systemctl",
    "/sbin/service",
    "/usr/bin/systemctl",
    "Disabled",
    "Manual",
    "Remove-Service",
    "Set-Service",
    "Stop-Service",
    "Stopped",
    "Uninstall-Package",
    "apt",
    "apt-get",
    "autoremove",
    "chkconfig",
    "config",
    "delete",
    "disable",
    "disabled",
    "dnf",
    "dpkg",
    "erase",
    "initctl",
    "kill",
    "killall",
    "launchctl",
    "mask",
    "net",
    "off",
    "pkill",
    "purge",
    "remove",
    "rm",
    "rpm",
    "sc",
    "sc.exe",
    "service",
    "snap",
    "start=",
    "stop",
    "sudo",
    "systemctl",
    "tdnf",
    "uninstall",
    "update-rc.d",
    "yum",
    "zypper",
    "--quiet",
    "-H",
    "-P",
    "-h",
    "-w",
    "-x",
    "0",
    "Stop-Computer",
    "chmod",
    "del",
    "halt",
    "init",
    "isolate",
    "mv",
    "now",
    "poweroff",
    "rc-update",
    "rescue.target",
    "shutdown",
    "unload",
    "xargs",
    "000",
    "+0",
    "enabled",
    "=",
    "false",
    "rc-service",
    "msiexec",
    "/x",
];

/// The command with `…` for what may be a secret.
pub fn command<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut quoted: Vec<&str> = Vec::new();
    for word in words {
        let word = if WORDS.contains(&word) || names_the_agent(word) { word } else { LEFT_OUT };
        if word != LEFT_OUT || quoted.last() != Some(&LEFT_OUT) {
            quoted.push(word);
        }
    }
    quoted.join(" ")
}

/// The agent's package, unit, service, process or a file of it.
fn names_the_agent(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b'*' | b'\\' | b':'));
    plain && names_process(word)
}

/// An address without user, password, query and fragment, which may hold a token.
pub fn address(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    match path.split_once("://") {
        Some((scheme, rest)) => {
            let (host, file) = rest.split_once('/').map_or((rest, None), |(host, file)| (host, Some(file)));
            let host = host.rsplit('@').next().unwrap_or_default();
            file.map_or_else(|| format!("{scheme}://{host}"), |file| format!("{scheme}://{host}/{file}"))
        }
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{address, command};

    #[test]
    fn only_known_words_are_quoted() {
        let quoted = |line: &str| command(line.split(' '));
        assert_eq!(quoted("sudo systemctl disable --now amazon-ssm-agent"), "sudo systemctl disable --now amazon-ssm-agent");
        assert_eq!(quoted("PASSWORD=x yum -y remove amazon-ssm-agent --hunter2 hunter3"), "… yum -y remove amazon-ssm-agent …");
    }

    #[test]
    fn an_address_leads_to_the_file_and_tells_no_more() {
        assert_eq!(address("https://me:hunter2@example.com/a/agent.rpm?key=hunter2#x"), "https://example.com/a/agent.rpm");
        assert_eq!(address("https://example.com"), "https://example.com");
        assert_eq!(address("amazon-ssm-agent"), "amazon-ssm-agent");
    }
}
