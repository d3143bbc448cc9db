//! The commands that user data runs, whatever language it is written in and whatever script they are in.

use super::{batch, cloud_config, powershell};
use crate::part::{Part, PartKind};
use crate::shell::{Command, commands};

/// The commands of a part; `None` where it is not understood.
pub(crate) fn of_part(part: &Part) -> Option<Vec<Command>> {
    match part.kind {
        PartKind::Shell => Some(commands(&part.text)),
        PartKind::CloudConfig => cloud_config::commands(&part.text),
        PartKind::PowerShell => Some(powershell::commands(&part.text)),
        PartKind::Batch => Some(batch::commands(&part.text)),
        PartKind::Nothing => Some(Vec::new()),
        PartKind::Other => None,
    }
}
