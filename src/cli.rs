//! Arguments, as they are written.

mod analyse;
mod inputs;
mod order;
mod questions;

pub(crate) use analyse::{AnalyseArgs, Show};
pub(crate) use inputs::{GlobalArgs, InputArgs, KindOfTarget, Need, OutputArgs};
pub(crate) use order::in_order;
pub(crate) use questions::{
    AccessArgs, Allow, AnswerFormat, Drawing, FixArgs, GraphArgs, ListArgs, MatrixFormat, NeedsArgs, Prefer, SessionArgs, TunnelOrder,
    TunnelsArgs, WhyArgs,
};

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  terraform show -json plan.bin | ssm-check
  ssm-check --fail-on warning network.json compute.json
  ssm-check --context network/terraform.tfstate plan.json
  ssm-check plans/
  ssm-check --format text --format json --output report.json plan.json
  ssm-check explain instance-without-profile

Exit status:
  0  no finding at or above the level of --fail-on
  1  at least one such finding
  2  could not analyse: wrong usage, unreadable input, internal error
  3  nothing failed; with --fail-on unknown: something could not be decided; with --require-targets: there is no instance
     (--fail-on unknown fails for warnings and notes too, with 1; --min-severity error leaves those out)
With --format atlantis, which states the verdict in its text, 1 and 3 become 0.";

const SESSION_EXITS: &str = "\
Exit status:
  0  the session would start
  1  AWS would refuse it: no access, wrong parameters, no such document
  2  could not analyse: wrong usage, unreadable input, internal error
  3  not known: whether AWS would allow it, or whether Session Manager reaches the node
  4  the policies allow it, and Session Manager does not reach the node
  5  AWS starts the session, and it ends before anybody can type: the node cannot use the key or check the logs of the preferences
With --just-in-time, 0 is access, at once or after approval, 1 is never, and 3 is not known.";

const FIX_EXITS: &str = "\
Exit status:
  0  there is nothing to put right, or all of it was written
  1  there is something to put right that was not written: the difference, or what is left for a person
  2  wrong usage, unreadable input, no sources";

const IAM_EXAMPLE: &str = r#"Example of FILE:
  {
    "request": { "action": "ssm:StartSession", "resource": "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession" },
    "identity_policies": [{ "Statement": [{ "Effect": "Allow", "Action": "ssm:*", "Resource": "*" }] }]
  }
All keys: https://github.com/ssm-check/ssm-check/blob/main/docs/iam.md"#;

/// Proves from a Terraform plan that every EC2 instance is reachable by Session Manager and that port forwarding is guarded.
///
/// Reads the output of `terraform show -json PLANFILE` (or `tofu show -json PLANFILE`). It needs no network, no credentials and no
/// Terraform.
#[derive(Debug, Parser)]
#[command(name = "ssm-check", disable_version_flag = true, after_long_help = AFTER_HELP)]
pub struct Cli {
    /// What to do, if not to analyse.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// How to analyse.
    #[command(flatten)]
    pub(crate) analyse: AnalyseArgs,
    /// Print the version; with --verbose also the commit, the target and the dates of the AWS tables
    #[arg(long, short = 'V')]
    pub(crate) version: bool,
    /// What every command takes.
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
}

/// What to do, if not to analyse.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a commented `ssm-check.toml` into the working directory
    Init,
    /// List the checks
    List(ListArgs),
    /// Explain checks: what each looks at, why it matters, how to fix it
    Explain {
        /// Ids, prefixes of ids, names
        #[arg(value_name = "CHECK", required = true, value_delimiter = ',')]
        checks: Vec<String>,
        /// Where it goes.
        #[command(flatten)]
        to: OutputArgs,
    },
    /// Simulate `aws ssm start-session`: what AWS would answer
    #[command(after_help = SESSION_EXITS)]
    Session(SessionArgs),
    /// Show who may start which session: principal, target, document and ports
    Access(AccessArgs),
    /// Show what tunnels lead to: principal, target and data store
    Tunnels(TunnelsArgs),
    /// Fix findings: print the changes to the .tf files, or make them
    #[command(after_help = FIX_EXITS)]
    Fix(FixArgs),
    /// Show everything known about one address, and why, as a tree
    Why(WhyArgs),
    /// Print a script of read-only AWS CLI calls that fetch what the inputs lack, then analyse again
    Needs(NeedsArgs),
    /// Draw the resource graph, with how each link was found
    Graph(GraphArgs),
    /// Evaluate IAM requests offline, from JSON
    #[command(after_help = IAM_EXAMPLE)]
    Iam {
        /// One request or an array of requests with their policies; `-` is standard input
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
        /// Where it goes.
        #[command(flatten)]
        to: OutputArgs,
    },
    /// Print a completion script
    Completions {
        /// For this shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}
