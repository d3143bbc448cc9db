//! Where a file is that user data writes, and whether something runs it by itself.

/// What a place of a file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// cloud-init runs it: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#scripts-per-boot>.
    OwnScript,
    /// The system reads or runs what is there, at a time of its choice.
    System,
    /// Settings of the agent's unit: <https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html>.
    Unit,
    /// Nothing runs it unless a command says so.
    Elsewhere,
}

/// Directories of which the system runs or reads what is in them, and files that shells read.
const SYSTEM: [&str; 13] = [
    "/etc/cron",
    "/var/spool/cron",
    "/var/spool/at",
    "/etc/rc",
    "/etc/init",
    "/etc/local.d",
    "/etc/profile",
    "/etc/systemd/",
    "/lib/systemd/",
    "/usr/lib/systemd/",
    "/etc/network/if-",
    "/etc/NetworkManager/dispatcher.d",
    "/etc/anacrontab",
];

/// Where a file is.
pub(crate) fn place(path: &str) -> Place {
    let is_agents = (path.contains("/systemd/") || path.starts_with("/etc/init")) && path.contains("amazon-ssm-agent");
    let name = path.rsplit('/').next().unwrap_or_default();
    match () {
        () if path.contains("/var/lib/cloud/scripts/per-") => Place::OwnScript,
        () if is_agents => Place::Unit,
        () if SYSTEM.iter().any(|directory| path.starts_with(directory)) => Place::System,
        () if matches!(name, ".bashrc" | ".profile" | ".bash_profile" | "bashrc") || path.starts_with('$') => Place::System,
        () => Place::Elsewhere,
    }
}
