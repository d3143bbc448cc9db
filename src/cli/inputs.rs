//! Arguments that mean the same for every command.

use crate::ColorChoice;
use clap::{Args, ValueEnum};
use ssm_check_checks::TargetKind;
use std::path::PathBuf;

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: ColorChoice,

    /// Configuration file, instead of the nearest `ssm-check.toml` in the repository; `off` reads none [env: `SSM_CHECK_CONFIG`]
    #[arg(long, short, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Ignore an `ssm-check.toml` that is found, unless --config or `SSM_CHECK_CONFIG` names it: for sources that are not trusted
    #[arg(long, global = true)]
    pub(crate) locked_config: bool,
}

/// What a command looks at, and what it takes for granted.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Plans or states: JSON, `terraform.tfstate`, directories, or patterns of these; several are analysed together. Standard input
    /// (`-`) is the default
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Plan, state or AWS CLI output that is used for references, but not reported on; takes what FILE takes; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub(crate) context: Vec<PathBuf>,

    /// Directory of the .tf files behind the plan, which supply values that the plan leaves open: `auto` tries the directory
    /// of FILE, then the working directory; `off` reads none
    #[arg(long, value_name = "DIR", default_value = "auto", help_heading = "Inputs")]
    pub(crate) source: PathBuf,

    /// Also accept plans that stopped with errors; such a plan cannot be applied, and every report says so
    #[arg(long, help_heading = "Inputs")]
    pub(crate) allow_errored: bool,

    /// Judge only these kinds of targets; comma-separated or repeated [default: all]
    #[arg(long, value_enum, value_name = "KINDS", value_delimiter = ',', help_heading = "Inputs")]
    pub(crate) targets: Vec<KindOfTarget>,

    /// Assume that default host management is on in the account, although the plan does not show it
    #[arg(long, help_heading = "Assumptions")]
    pub(crate) assume_default_host_management: bool,

    /// Assume that the default VPCs are as AWS creates them, although the plan does not show it
    #[arg(long, help_heading = "Assumptions")]
    pub(crate) assume_default_vpc: bool,

    /// Assume that whatever is in a VPC, `vpc=vpc-0abc*`, or `subnet=`, `security-group=`, `target=`, reaches the services; may be
    /// repeated
    #[arg(long, value_name = "WHAT=PATTERN", help_heading = "Assumptions")]
    pub(crate) assume_reaches: Vec<String>,

    /// Assume nothing: what a verdict would otherwise take for granted is unknown, such as the agent's settings where the plan has
    /// no user data, or that an AWS answer lists all of a kind
    #[arg(long, help_heading = "Assumptions")]
    pub(crate) strict: bool,

    /// Whether the `ec2messages` service is needed: agents from 3.3.40.0 on do without it [default: required]
    #[arg(long, value_enum, value_name = "NEED", help_heading = "Assumptions")]
    pub(crate) ec2messages: Option<Need>,
}

/// A kind of target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, schemars(rename = "Kind"))]
pub enum KindOfTarget {
    /// EC2 instances, and what launches some.
    Instances,
    /// Tasks of ECS that ask for ECS Exec.
    Containers,
    /// Machines that register with an activation.
    Hybrid,
}

impl From<KindOfTarget> for TargetKind {
    fn from(kind: KindOfTarget) -> Self {
        match kind {
            KindOfTarget::Instances => Self::Instance,
            KindOfTarget::Containers => Self::Task,
            KindOfTarget::Hybrid => Self::HybridNode,
        }
    }
}

/// Where an answer goes.
#[derive(Args, Debug, Default)]
pub(crate) struct OutputArgs {
    /// File to write the answer to, `-` for standard output; written completely or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Is something needed?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Its absence is an error.
    #[default]
    Required,
    /// Not needed.
    Optional,
}
