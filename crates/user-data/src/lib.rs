//! User data of EC2 instances: what it runs when an instance first starts, and what that does to the SSM Agent.
//!
//! Shell, PowerShell, cloud-init and MIME, plain, compressed or in base64. Knows no plan; only definite final states count.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod agent;
mod batch;
mod cloud_config;
pub mod decode;
mod ec2launch;
mod encoding;
mod events;
mod manifest;
mod part;
mod parts;
mod powershell;
mod programs;
pub mod quote;
mod registration;
mod runs;
mod settings;
mod shell;
mod state;
mod system;
mod way_out;

pub use agent::{Agent, Installs};
pub use events::{SNAP, unit};
pub use part::{Part, PartKind, When};
pub use parts::run_again;
pub use registration::Registration;
pub use settings::{Settings, Told};
pub use state::{Off, State};
pub use system::System;
pub use way_out::{Change, changes};

/// The tables of the agent's names and of programs.
pub fn tables() -> [ssm_check_aws::Table; 2] {
    [events::table(), programs::table()]
}
