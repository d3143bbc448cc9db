//! One part of user data: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html>.

use crate::system::{LaunchAgent, System};

/// One part of user data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its text.
    pub text: String,
    /// When it runs.
    pub when: When,
    /// What runs it.
    pub system: System,
}

/// When a part runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// When the instance first starts.
    #[default]
    FirstBoot,
    /// Whenever it starts.
    EveryBoot,
    /// When an instance starts again that has run other user data.
    Later,
}

impl Part {
    pub(crate) fn new(kind: PartKind, text: String, content_type: Option<&str>) -> Self {
        // https://cloudinit.readthedocs.io/en/latest/explanation/format.html#cloud-boothook
        let by_type = matches!(content_type, Some("text/cloud-boothook" | "text/x-shellscript-per-boot"));
        let every_boot = kind == PartKind::Shell && (by_type || !text.starts_with("#!"));
        Self { kind, text, when: if every_boot { When::EveryBoot } else { When::FirstBoot }, system: System::Unknown }
    }
}

impl Part {
    pub(crate) fn on(self, system: System) -> Self {
        Self { system, ..self }
    }

    /// The program of Windows that runs it.
    pub(crate) fn launch_agent(&self) -> Option<LaunchAgent> {
        matches!(self.kind, PartKind::PowerShell | PartKind::Batch).then(|| self.system.launch_agent())
    }
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A script of a Unix shell.
    Shell,
    /// A configuration of cloud-init.
    CloudConfig,
    /// A script of PowerShell.
    PowerShell,
    /// A Windows batch script.
    Batch,
    /// Text that cloud-init does nothing with, left out: no script, for its first line is not `#!`, and nothing else that it knows.
    Nothing,
    /// Anything else: another interpreter, a list of addresses, nothing that runs.
    Other,
}
