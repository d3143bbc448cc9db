//! The command line of `ssm-check`: arguments become [`Settings`], inputs become plans, and the analysis of
//! [`ssm_check_checks`] is rendered by one module for each report format.
//!
//! No domain knowledge is here: what is right or wrong about a plan is decided in the crates.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod baseline;
mod cli;
mod color;
mod command;
mod config;
mod edits;
mod exit;
mod exit_policy;
mod failure;
mod format;
mod groups;
mod ignores;
mod inert;
mod input;
mod kept;
mod lines;
mod matrix;
mod near;
mod places;
mod progress;
mod read;
mod reported;
mod run;
mod selectors;
mod settings;
mod source;
mod suggestions;
mod summary;

pub use baseline::Baseline;
pub use cli::Cli;
pub use color::{ColorChoice, Terminal};
pub use config::{Allowance, Config, ConfigError, ConfigPath, State, Statement, Waiver, WaiverUse};
pub use exit::Exit;
pub use exit_policy::ExitPolicy;
pub use failure::Failure;
pub use format::{Format, Report, atlantis, github, gitlab, html, json, junit, markdown, ndjson, sarif, spacelift, text};
pub use groups::Group;
pub use ignores::{Ignore, IgnoreUse, Ignores};
pub use input::{Input, InputInfo, PartialInfo, Role};
pub use lines::Lines;
pub use places::{FilePosition, Places};
pub use reported::{Acceptance, Accepted, Reported, Waived};
pub use run::main;
pub use settings::{Destination, FailOn, Output, Settings, Shown};
pub use source::SourceDir;
pub use suggestions::{SuggestedFile, Suggestion};
pub use summary::Summary;
