//! Arguments, as they are written.

use crate::{ColorChoice, FailOn, Format};
use clap::{Args, Parser, Subcommand, ValueEnum};
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
  0  nothing found at or above the level of --fail-on
  1  something found
  2  could not analyse: wrong usage, unreadable input, internal error
  3  nothing failed; with --fail-on unknown: something could not be decided; with --require-targets: there is no instance
With --format atlantis, which tells the verdict in its text, 1 and 3 are 0.";

const IAM_EXAMPLE: &str = r#"Example of FILE:
  {
    "request": { "action": "ssm:StartSession", "resource": "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession" },
    "identity_policies": [{ "Statement": [{ "Effect": "Allow", "Action": "ssm:*", "Resource": "*" }] }]
  }
All keys: https://github.com/ssm-check/ssm-check/blob/main/docs/iam.md"#;

/// Proves from a Terraform plan that every EC2 instance is reachable by Session Manager and that port forwarding is guarded.
///
/// Reads the output of `terraform show -json PLANFILE` (or `tofu show -json PLANFILE`). Nothing is looked up: no network, no
/// credentials, no Terraform.
#[derive(Debug, Parser)]
#[command(name = "ssm-check", version, after_long_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do, if not to analyse.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to analyse.
    #[command(flatten)]
    pub analyse: AnalyseArgs,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: ColorChoice,
}

/// How to analyse.
#[derive(Args, Debug)]
pub struct AnalyseArgs {
    /// Plans or states: JSON, `terraform.tfstate`, directories or patterns of these; several are one picture; `-` is standard input, the default
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Plan, state or answers of the AWS CLI on what surrounds the FILEs, given like them: looked at, not judged; may be repeated
    #[arg(long, value_name = "FILE")]
    pub context: Vec<PathBuf>,

    /// Report format; may be repeated, each with an --output of its own
    #[arg(long, value_enum)]
    pub format: Vec<Format>,

    /// Where the report goes, `-` for standard output; written whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Vec<PathBuf>,

    /// The least that makes the exit status differ from 0; each level includes those before it [default: error]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,

    /// Fail for what this plan introduces only, not for what was there before
    #[arg(long)]
    pub fail_on_new: bool,

    /// Exit with 3 where nothing failed and there is no instance to judge
    #[arg(long)]
    pub require_targets: bool,

    /// Look at plans that stopped with errors too; they cannot be applied, and every report says so
    #[arg(long)]
    pub allow_errored: bool,

    /// Also list what is only counted otherwise; may be repeated
    #[arg(long, value_enum, value_name = "WHAT")]
    pub show: Vec<Show>,

    /// Run these checks only: ids, beginnings of ids, names; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    pub only: Vec<String>,

    /// Leave these checks out: ids, beginnings of ids, names; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    pub skip: Vec<String>,

    /// Accept the findings of this file, which `--write-baseline` wrote
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write the findings to this file, to be accepted from now on; the exit status is 0 then
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,

    /// Print the summary only (text format)
    #[arg(long, short)]
    pub quiet: bool,

    /// Directory of the .tf files behind the plan, which decide what the plan leaves open; `auto` is the working directory, or that of FILE, where it is the plan's; `off` reads none
    #[arg(long, value_name = "DIR", default_value = "auto")]
    pub source: PathBuf,

    /// Assume that default host management is on in the account, although the plan does not show it
    #[arg(long)]
    pub assume_default_host_management: bool,

    /// Assume that the default VPCs are as AWS makes them, although the plan does not show it
    #[arg(long)]
    pub assume_default_vpc: bool,

    /// Assume that what is in a VPC, `vpc=vpc-0abc*`, or `subnet=`, `security-group=`, `target=`, reaches the services; may be repeated
    #[arg(long, value_name = "WHAT=PATTERN")]
    pub assume_reaches: Vec<String>,

    /// Assume nothing: what a verdict would take for granted, such as the agent's own settings where user data is not in the plan, or that AWS lists all of a kind, is unknown
    #[arg(long)]
    pub strict: bool,

    /// Is the `ec2messages` service needed? Agents from 3.3.40.0 on do without [default: required]
    #[arg(long, value_enum, value_name = "NEED")]
    pub ec2messages: Option<Need>,

    /// Configuration file, instead of the nearest `ssm-check.toml` of the repository; `off` reads none [env: `SSM_CHECK_CONFIG`]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Read no `ssm-check.toml` that --config or `SSM_CHECK_CONFIG` does not name: whoever writes the sources does not decide
    #[arg(long)]
    pub locked_config: bool,
}

/// What is counted only, unless it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// Findings that this plan does away with.
    Fixed,
    /// Notes that the text report counts only.
    Notes,
}

/// What a question is asked of.
#[derive(Args, Debug)]
pub struct InputArgs {
    /// Plans or states: JSON, `terraform.tfstate`, directories or patterns of these; several are one picture; `-` is standard input, the default
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Plan, state or answers of the AWS CLI on what surrounds the FILEs, given like them: looked at, not judged; may be repeated
    #[arg(long, value_name = "FILE")]
    pub context: Vec<PathBuf>,

    /// Directory of the .tf files behind the plan, `auto` or `off`
    #[arg(long, value_name = "DIR", default_value = "auto")]
    pub source: PathBuf,

    /// Take no answer of AWS for all that there is of its kind
    #[arg(long)]
    pub strict: bool,

    /// Look at plans that stopped with errors too; they cannot be applied, and every report says so
    #[arg(long)]
    pub allow_errored: bool,

    /// Configuration file, instead of the nearest `ssm-check.toml` of the repository; `off` reads none [env: `SSM_CHECK_CONFIG`]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Read no `ssm-check.toml` that --config or `SSM_CHECK_CONFIG` does not name: whoever writes the sources does not decide
    #[arg(long)]
    pub locked_config: bool,
}

/// What is missing.
#[derive(Args, Debug)]
pub struct NeedsArgs {
    /// Where the script puts the answers
    #[arg(long, value_name = "DIR", default_value = "ssm-check-context")]
    pub dir: PathBuf,

    /// What it is missing in.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What is to be put right.
#[derive(Args, Debug)]
pub struct FixArgs {
    /// Put the findings of these checks right only: ids, beginnings of ids, names; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    pub only: Vec<String>,

    /// Where services may come into the VPC or packets go out of it, do this
    #[arg(long, value_enum, value_name = "WAY")]
    pub prefer: Option<Prefer>,

    /// Also do what AWS charges for by the hour, or what opens something; comma-separated or repeated
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub allow: Vec<Allow>,

    /// Edit the .tf files in place instead of printing the difference
    #[arg(long)]
    pub write: bool,

    /// What is to be put right.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// Ways to the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Prefer {
    /// Interface endpoints in the VPC.
    Endpoints,
    /// A route to a NAT gateway.
    Nat,
}

/// What an edit may bring about only where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Allow {
    /// What AWS charges for by the hour, such as an endpoint.
    Cost,
    /// What lets somebody or something do or reach more, such as a rule of a security group.
    Access,
}

/// What is to be derived.
#[derive(Args, Debug)]
pub struct WhyArgs {
    /// The address of a target, a principal or any other resource
    #[arg(value_name = "ADDRESS")]
    pub address: String,

    /// What it is derived from.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What a drawing shows.
#[derive(Args, Debug)]
pub struct GraphArgs {
    /// Language of the drawing
    #[arg(long, value_enum, default_value_t)]
    pub format: Drawing,

    /// Only what is near this resource
    #[arg(long, value_name = "ADDRESS")]
    pub around: Option<String>,

    /// How many links away from it
    #[arg(long, value_name = "N", default_value_t = 2, requires = "around")]
    pub depth: usize,

    /// What it is drawn of.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// A language for drawings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Drawing {
    /// Graphviz.
    #[default]
    Dot,
    /// Mermaid, which Markdown viewers draw.
    Mermaid,
}

/// A call of `aws ssm start-session`.
#[derive(Args, Debug)]
pub struct SessionArgs {
    /// Who calls: the address of a role, user, group, permission set or policy
    #[arg(long = "as", value_name = "ADDRESS")]
    pub principal: String,

    /// On what: the address of a target, an instance id, or `*` for any other instance
    #[arg(long, value_name = "ADDRESS")]
    pub target: String,

    /// With which document: its name or address; left out, a shell
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,

    /// A parameter of the document; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub parameter: Vec<String>,

    /// Format of the answer: `text` or `json`
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,

    /// What it is asked of.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// Which part of the matrix.
#[derive(Args, Debug)]
pub struct AccessArgs {
    /// This principal only
    #[arg(long, value_name = "ADDRESS")]
    pub principal: Option<String>,

    /// This target only; `*` is any other instance
    #[arg(long, value_name = "ADDRESS")]
    pub target: Option<String>,

    /// This document only
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,

    /// Format of the matrix
    #[arg(long, value_enum, default_value_t)]
    pub format: MatrixFormat,

    /// What it is asked of.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// Which tunnels.
#[derive(Args, Debug)]
pub struct TunnelsArgs {
    /// From this principal only
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,

    /// Through this target only
    #[arg(long, value_name = "ADDRESS")]
    pub through: Option<String>,

    /// To this destination only
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,

    /// What the text is grouped by
    #[arg(long, value_enum, default_value_t)]
    pub by: TunnelOrder,

    /// Also list tunnels that are closed, with what closes them
    #[arg(long)]
    pub closed: bool,

    /// Format of the list
    #[arg(long, value_enum, default_value_t)]
    pub format: MatrixFormat,

    /// What it is asked of.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What tunnels are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TunnelOrder {
    /// Who opens them.
    #[default]
    Principal,
    /// What they lead to.
    Destination,
}

/// What a matrix looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MatrixFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For wikis and pull requests.
    Markdown,
}

/// What the answer to a question looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Is something needed?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Its absence is an error.
    #[default]
    Required,
    /// All goes well without.
    Optional,
}

/// What to do, if not to analyse.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented `ssm-check.toml` into the working directory
    Init,
    /// List the checks
    List {
        /// Format of the list
        #[arg(long, value_enum, default_value_t)]
        format: AnswerFormat,
    },
    /// Explain a check: what, why, how to fix
    Explain {
        /// Id or name
        check: String,
    },
    /// Simulate `aws ssm start-session`: what AWS would answer
    Session(SessionArgs),
    /// Who may start which session: principal, target, document and ports
    Access(AccessArgs),
    /// What tunnels lead to: principal, target and data store
    Tunnels(TunnelsArgs),
    /// Put findings right: print the change of the .tf files, or make it
    Fix(FixArgs),
    /// Derive everything about one address, as a tree
    Why(WhyArgs),
    /// Print what the inputs lack as a script of read-only calls of the AWS CLI, which judges again at its end
    Needs(NeedsArgs),
    /// Draw the resource graph, with how each link was found
    Graph(GraphArgs),
    /// Evaluate IAM requests offline, from JSON
    #[command(after_help = IAM_EXAMPLE)]
    Iam {
        /// One request or an array of them with their policies, `-` for standard input
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
    },
    /// Print a completion script
    Completions {
        /// For this shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}
