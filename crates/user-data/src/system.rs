//! Which system an image has, and so what it makes of user data.

use serde::Deserialize;

/// The system of an image: it runs some forms of user data, and leaves the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Not recognised: the form of user data tells who runs it.
    #[default]
    Unknown,
    /// Linux with cloud-init: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html>.
    Linux,
    /// The same, where the agent is a snap, as on Ubuntu: <https://docs.aws.amazon.com/systems-manager/latest/userguide/agent-install-ubuntu-64-snap.html>.
    LinuxWithSnap,
    /// Windows with EC2Launch v1.
    WindowsV1,
    /// Windows with EC2Launch v2.
    WindowsV2,
    /// Windows, with either.
    Windows,
    /// macOS, which executes a script and nothing else: <https://github.com/aws/ec2-macos-init/blob/main/lib/ec2macosinit/userdata.go>.
    MacOs,
    /// Bottlerocket, which takes settings in TOML: <https://bottlerocket.dev/en/os/latest/#/concepts/api-driven/>.
    Bottlerocket,
}

/// The program that runs user data on Windows, and starts the agent when that has run, both of them after scripts in XML:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2launch-v2-task-configuration.html> (change log of user data).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LaunchAgent {
    /// `InitializeInstance.ps1` sets the service to start with the instance, runs user data, and starts the service, once.
    V1,
    /// The task `startSsm` of the stage `postReady`, whenever the instance starts:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2launch-v2-task-definitions.html>.
    V2,
    /// One of them, perhaps with settings of one's own; or the agent is started while user data runs.
    Unknown,
}

impl System {
    /// It has Windows.
    pub fn is_windows(self) -> bool {
        matches!(self, Self::WindowsV1 | Self::WindowsV2 | Self::Windows)
    }

    /// What both may be.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match () {
            () if self == other => self,
            () if self.is_windows() && other.is_windows() => Self::Windows,
            () if self.has_cloud_init() && other.has_cloud_init() => Self::LinuxWithSnap,
            () => Self::Unknown,
        }
    }

    /// It runs cloud-init, and nothing else takes user data.
    pub(crate) fn has_cloud_init(self) -> bool {
        matches!(self, Self::Linux | Self::LinuxWithSnap)
    }

    pub(crate) fn launch_agent(self) -> LaunchAgent {
        match self {
            Self::WindowsV1 => LaunchAgent::V1,
            Self::WindowsV2 => LaunchAgent::V2,
            _ => LaunchAgent::Unknown,
        }
    }
}
