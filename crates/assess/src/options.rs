//! What the caller assumes or wants.

use crate::target::TargetKind;
use std::collections::BTreeMap;

/// What the caller assumes or wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// Checks to run, by id, the beginning of one, or name; none means all.
    pub only: Vec<String>,
    /// Checks to leave out, by id, the beginning of one, or name.
    pub skip: Vec<String>,
    /// The kinds of targets that are judged.
    pub targets: Vec<TargetKind>,
    /// Default host management is on in the account, although the inputs do not show it.
    pub default_host_management: bool,
    /// Is the `ec2messages` service needed?
    pub ec2messages: Ec2Messages,
    /// A custom policy for the agent is an error.
    pub require_managed_policy: bool,
    /// How many ports a session document may open before it is unrestricted.
    pub max_ports: usize,
    /// Destinations that make a tunnel an error; without any, each check has the severity that it has.
    pub error_when_reaching: Vec<ReachedDestination>,
    /// Port forwarding that is meant to be open.
    pub allowed: Vec<AllowedForwarding>,
    /// What reaches the services, although the inputs do not show it.
    pub reaches: Vec<AssumedReach>,
    /// The default VPCs are as AWS makes them.
    pub default_vpc: bool,
    /// Nothing is assumed: where a verdict would rest on what is only most likely, it is unknown.
    pub strict: bool,
}

/// What reaches services, as the project states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumedReach {
    /// What is named.
    pub subject: ReachSubject,
    /// Its id or address, in which `*` stands for any text.
    pub pattern: String,
    /// `ssm`, `ssmmessages` and `ec2messages`, or some of them.
    pub services: Vec<String>,
    /// Why.
    pub reason: String,
}

/// What a statement on reachability names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachSubject {
    /// Whatever is in a VPC.
    Vpc,
    /// Whatever is in a subnet.
    Subnet,
    /// Whatever has a security group.
    SecurityGroup,
    /// A target.
    Target,
}

impl ReachSubject {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Vpc => "what is in VPC",
            Self::Subnet => "what is in subnet",
            Self::SecurityGroup => "what has security group",
            Self::Target => "target",
        }
    }
}

/// Destinations of tunnels, as the project names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReachedDestination {
    /// The address, in which `*` stands for any text.
    pub address: String,
    /// Those with all of these tags.
    pub tags: BTreeMap<String, String>,
}

/// Port forwarding that is meant to be open. A finding is still made, and tells which of these covers everything that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedForwarding {
    /// Who: an address, in which `*` stands for any text.
    pub principal: String,
    /// By which documents: names, in which `*` stands for any text.
    pub documents: Vec<String>,
    /// On which targets: those with all of these tags; without any, on every target.
    pub target_tags: BTreeMap<String, String>,
    /// To which destinations of the inputs: addresses, in which `*` stands for any text; without any, wherever they lead.
    pub destinations: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Is the `ec2messages` service needed? Agents from 3.3.40.0 on do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ec2Messages {
    /// By agents of any version.
    Required,
    /// All agents are new enough.
    Optional,
}

/// What a verdict may rest on that no input shows and nobody stated. `docs/assumptions.md` has one line for each, and says why it is sound
/// enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presumption {
    /// User data that is not in the plan leaves the agent's settings alone.
    AgentSettings,
    /// An image that is not told has the agent.
    AgentInImage,
    /// An image whose system is not told runs the form that its user data is in.
    UserDataForm,
    /// The agent is new enough for what needs a newer one.
    AgentVersion,
    /// Image and account leave the metadata service on.
    ImageDefaults,
}

impl Presumption {
    /// Each of them, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::AgentSettings, Self::AgentInImage, Self::UserDataForm, Self::AgentVersion, Self::ImageDefaults];

    /// As the documentation says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::AgentSettings => "The agent has its own settings.",
            Self::AgentInImage => "The agent is in the image.",
            Self::UserDataForm => "The image runs its user data.",
            Self::AgentVersion => "The agent is new enough.",
            Self::ImageDefaults => "The image's defaults are those that AWS documents.",
        }
    }
}

impl Options {
    /// May a verdict rest on this?
    pub fn assumes(&self, what: Presumption) -> bool {
        !self.strict && Presumption::ALL.contains(&what)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            skip: Vec::new(),
            targets: TargetKind::ALL.to_vec(),
            default_host_management: false,
            ec2messages: Ec2Messages::Required,
            require_managed_policy: false,
            max_ports: 128,
            allowed: Vec::new(),
            error_when_reaching: Vec::new(),
            reaches: Vec::new(),
            default_vpc: false,
            strict: false,
        }
    }
}
