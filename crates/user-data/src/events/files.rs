//! Where a file is that user data writes, and whether something runs it by itself.

use super::names::{are_known, names_unit};
use crate::programs::Programs;

/// What a place of a file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileRole {
    /// cloud-init runs it: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#scripts-per-boot>.
    OwnScript,
    /// The system reads or runs what is there, at a time of its choice.
    System,
    /// Settings of the agent's unit: <https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html>.
    Unit,
    /// Nothing runs it unless a command says so.
    Elsewhere,
}

/// Where a file is.
pub(crate) fn place(path: &str) -> FileRole {
    let is_agents = (path.contains("/systemd/") || path.starts_with("/etc/init")) && (names_unit(path) || !are_known());
    let name = path.rsplit('/').next().unwrap_or_default();
    match () {
        () if path.contains("/var/lib/cloud/scripts/per-") => FileRole::OwnScript,
        () if is_agents => FileRole::Unit,
        () if Programs::ReadByTheSystem.may_begin(path) => FileRole::System,
        () if matches!(name, ".bashrc" | ".profile" | ".bash_profile" | "bashrc") || path.starts_with('$') => FileRole::System,
        () => FileRole::Elsewhere,
    }
}
