//! Arguments of commands that ask something of the inputs.

use super::{InputArgs, OutputArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How checks are listed.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// Only these checks: ids, prefixes of ids, names, groups
    #[arg(value_name = "CHECK", value_delimiter = ',')]
    pub(crate) checks: Vec<String>,

    /// Format of the list
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: MatrixFormat,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,
}

/// What is missing.
#[derive(Args, Debug)]
pub(crate) struct NeedsArgs {
    /// Directory that the script writes the answers to
    #[arg(long, value_name = "DIR", default_value = "ssm-check-context")]
    pub(crate) dir: PathBuf,

    /// Where the script goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,

    /// What it is missing in.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// What is to be put right.
#[derive(Args, Debug)]
pub(crate) struct FixArgs {
    /// Put the findings of these checks right only: ids, beginnings of ids, names, groups; comma-separated or repeated
    #[arg(long, value_name = "CHECKS", value_delimiter = ',', value_parser = super::analyse::trimmed)]
    pub(crate) only: Vec<String>,

    /// Where services may come into the VPC or packets go out of it, do this
    #[arg(long, value_enum, value_name = "WAY")]
    pub(crate) prefer: Option<Prefer>,

    /// Also do what AWS charges for by the hour, or what opens something; comma-separated or repeated
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) allow: Vec<Allow>,

    /// Edit the .tf files in place instead of printing the difference
    #[arg(long)]
    pub(crate) write: bool,

    /// Tell each edit, what could be done instead, and how to fix the rest by hand
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// What is to be put right.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// Ways to the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Prefer {
    /// Interface endpoints in the VPC.
    Endpoints,
    /// A route to a NAT gateway.
    Nat,
}

/// What an edit may bring about only where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Allow {
    /// What AWS charges for by the hour, such as an endpoint.
    Cost,
    /// What lets somebody or something do or reach more, such as a rule of a security group.
    Access,
}

/// What is to be explained.
#[derive(Args, Debug)]
pub(crate) struct WhyArgs {
    /// The address of a target, a principal or any other resource; without its key, all of its instances
    #[arg(value_name = "ADDRESS")]
    pub(crate) address: String,

    /// Format of the answer
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,

    /// What it is derived from.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// What a drawing shows.
#[derive(Args, Debug)]
pub(crate) struct GraphArgs {
    /// Language of the drawing
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: Drawing,

    /// Draw only what is near this resource
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) around: Option<String>,

    /// How many links away from it
    #[arg(long, value_name = "N", default_value_t = 2, requires = "around")]
    pub(crate) depth: usize,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,

    /// What it is drawn of.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// A language for drawings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    /// Graphviz.
    #[default]
    Dot,
    /// Mermaid, which Markdown viewers draw.
    Mermaid,
}

/// A call of `aws ssm start-session`.
#[derive(Args, Debug)]
pub(crate) struct SessionArgs {
    /// Who calls: a role, user, group, permission set or policy, by its address, ARN or name, or the end of its address
    #[arg(long = "as", value_name = "PRINCIPAL", aliases = ["principal", "from"])]
    pub(crate) principal: String,

    /// On what: a target by its address, the end of it or its Name tag, an instance id, or `*` for any other instance
    #[arg(long, value_name = "TARGET", alias = "through")]
    pub(crate) target: String,

    /// With which document: its name or address; a shell where left out
    #[arg(long, value_name = "NAME")]
    pub(crate) document: Option<String>,

    /// A parameter of the document; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) parameter: Vec<String>,

    /// Ask what comes of a request by just-in-time node access instead
    #[arg(long, conflicts_with_all = ["document", "parameter"])]
    pub(crate) just_in_time: bool,

    /// Something of who calls; may be repeated: `user=ID`, `group=ID`, `costCenter=VALUE`, `tag:KEY=VALUE`; `group=` is "in no other
    /// group", `costCenter=` is "has none". What is left out stays open
    #[arg(long, value_name = "NAME=VALUE", requires = "just_in_time")]
    pub(crate) caller: Vec<String>,

    /// Format of the answer
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: AnswerFormat,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,

    /// What it is asked of.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// Which part of the matrix.
#[derive(Args, Debug)]
pub(crate) struct AccessArgs {
    /// Only this principal, by its address, ARN or name, or the end of its address
    #[arg(long, value_name = "PRINCIPAL", aliases = ["as", "from"])]
    pub(crate) principal: Option<String>,

    /// Only this target, by its address, the end of it, its Name tag or id; `*` is any other instance
    #[arg(long, value_name = "TARGET", alias = "through")]
    pub(crate) target: Option<String>,

    /// Only this document
    #[arg(long, value_name = "NAME")]
    pub(crate) document: Option<String>,

    /// Also list what is denied
    #[arg(long)]
    pub(crate) denied: bool,

    /// Format of the matrix; JSON holds what is denied, too, and every decision unless it says `access_is_cut`
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: MatrixFormat,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) to: OutputArgs,

    /// What it is asked of.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// Which tunnels.
#[derive(Args, Debug)]
pub(crate) struct TunnelsArgs {
    /// Only from this principal, by its address, ARN or name, or the end of its address
    #[arg(long, value_name = "PRINCIPAL", aliases = ["as", "principal"])]
    pub(crate) from: Option<String>,

    /// Only through this target, by its address, the end of it, its Name tag or id
    #[arg(long, value_name = "TARGET", alias = "target")]
    pub(crate) through: Option<String>,

    /// Only to this destination, by its address, the end of it or its Name tag
    #[arg(long, value_name = "DESTINATION")]
    pub(crate) to: Option<String>,

    /// What the text is grouped by
    #[arg(long, value_enum, default_value_t)]
    pub(crate) by: TunnelOrder,

    /// Also list tunnels that are closed, with what closes them
    #[arg(long)]
    pub(crate) closed: bool,

    /// Format of the list
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: MatrixFormat,

    /// Where it goes.
    #[command(flatten)]
    pub(crate) output: OutputArgs,

    /// What it is asked of.
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// What tunnels are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TunnelOrder {
    /// Who opens them.
    #[default]
    Principal,
    /// What they lead to.
    Destination,
}

/// What a table looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
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
pub(crate) enum AnswerFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}
