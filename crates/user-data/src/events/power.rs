//! Commands that restart or shut down the instance:
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingInstanceInitiatedShutdownBehavior.html>.

use crate::shell::{Command, bare, program};

/// What becomes of the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    /// It starts again, and with it what starts at boot.
    Restart,
    /// It is off, or without services.
    Off,
    /// It, or its metadata or its profile, goes off later, or may.
    Later,
}

/// What a command makes of the instance.
pub(crate) fn power(command: &Command) -> Option<Power> {
    let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
    let (first, rest) = words.split_first()?;
    let has = |wanted: &[&str]| rest.iter().any(|word| wanted.contains(&word.as_str()));
    match program(first).as_str() {
        "reboot" | "restart-computer" => Some(Power::Restart),
        "poweroff" | "halt" | "stop-computer" => Some(if has(&["--reboot"]) { Power::Restart } else { Power::Off }),
        "shutdown" | "shutdown.exe" => shutdown(rest, &has),
        "init" | "telinit" => match rest.first().map(String::as_str) {
            Some("6") => Some(Power::Restart),
            Some("0" | "1" | "s") => Some(Power::Off),
            _ => None,
        },
        "systemctl" => match rest.iter().find(|word| !word.starts_with('-')).map(String::as_str) {
            Some("reboot" | "kexec" | "soft-reboot") => Some(Power::Restart),
            Some("poweroff" | "halt" | "rescue" | "emergency" | "suspend" | "hibernate") => Some(Power::Off),
            Some("isolate") if has(&["rescue.target", "emergency.target", "poweroff.target", "halt.target", "rescue", "emergency"]) => {
                Some(Power::Off)
            }
            // What starts with the next start only.
            Some("set-default") if has(&["rescue.target", "emergency.target", "poweroff.target"]) => Some(Power::Later),
            _ => None,
        },
        // It may be of itself: https://docs.aws.amazon.com/cli/latest/reference/ec2/
        "aws" => {
            let disables = has(&["modify-instance-metadata-options"]) && has(&["disabled"]);
            let calls = ["stop-instances", "terminate-instances", "disassociate-iam-instance-profile", "deregister-managed-instance"];
            (disables || has(&calls)).then_some(Power::Later)
        }
        _ => None,
    }
}

fn shutdown(rest: &[String], has: &impl Fn(&[&str]) -> bool) -> Option<Power> {
    if has(&["-c", "/a", "-k", "/l"]) {
        return None;
    }
    if has(&["-r", "/r", "-fr", "-rf", "-rn", "/g"]) {
        return Some(Power::Restart);
    }
    if rest.iter().any(|word| word.starts_with('/')) {
        return has(&["/s", "/p"]).then_some(Power::Off);
    }
    // Without a time it is in a minute: https://www.freedesktop.org/software/systemd/man/latest/shutdown.html
    let time = rest.iter().find(|word| !word.starts_with('-')).map_or("+1", String::as_str);
    Some(if matches!(time, "now" | "+0" | "0" | "+1" | "1") { Power::Off } else { Power::Later })
}
