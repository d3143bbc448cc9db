//! How a finding is put right, as data: edits of resources by their address, with values made of references and literals.
//!
//! A check says what is to be written; who writes it, `crates/fix`, says where and how: in which file, with which names, in which style.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod added;
mod describe;
mod shown;
mod value;
mod words;

pub use describe::describe;
pub use shown::{quoted, template};
use ssm_check_plan::ResourceAddress;
pub use value::{Body, Item, Value};

/// One way to put something right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Which way it is, where there are several.
    pub way: Way,
    /// What is edited, in order.
    pub edits: Vec<Edit>,
    /// It makes something that AWS charges for by the hour.
    pub costs: bool,
    /// Somebody or something may do or reach what it may not now.
    pub widens: bool,
    /// What exists afterwards that another repair may be for too, such as the endpoint of a service in a VPC.
    pub provides: Vec<String>,
    /// A block and the name of nested ones: it is nothing for a block that makes such blocks by `dynamic`, which may come to others
    /// wherever else it stands.
    pub unless_dynamic: Option<(ResourceAddress, String)>,
}

/// Ways among which a project decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The service comes into the VPC.
    Endpoints,
    /// The packets go out through a NAT.
    Nat,
    /// Any other.
    Other,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// An argument gets a value, whether it has one or not. The path leads through nested blocks, which are made where they are missing.
    Set {
        /// The resource.
        block: ResourceAddress,
        /// Such as `["metadata_options", "http_endpoint"]`.
        path: Vec<String>,
        /// The value.
        value: Value,
    },
    /// An argument is taken out.
    Unset {
        /// The resource.
        block: ResourceAddress,
        /// The argument.
        path: Vec<String>,
    },
    /// A list gets another element, if it has not got it.
    Append {
        /// The resource.
        block: ResourceAddress,
        /// The argument.
        path: Vec<String>,
        /// The element.
        value: Value,
    },
    /// A nested block is added.
    AddBlock {
        /// The resource.
        block: ResourceAddress,
        /// Such as `ingress`.
        name: String,
        /// What is in it.
        body: Body,
    },
    /// Nested blocks that hold these values are taken out. Of a resource that exists, an empty list stands in the place of the last: without
    /// either, the provider leaves what is there as it is.
    RemoveBlock {
        /// The resource.
        block: ResourceAddress,
        /// Such as `ingress`.
        name: String,
        /// What the block says; literals only.
        with: Vec<(String, Value)>,
        /// The resource exists.
        exists: bool,
    },
    /// A resource is added, next to another one.
    AddResource {
        /// What it is written after, and in whose module.
        beside: ResourceAddress,
        /// The Terraform type.
        kind: String,
        /// The name, or how it begins where that is taken.
        name: String,
        /// What is in it.
        body: Body,
    },
    /// A resource is taken out.
    RemoveResource {
        /// The resource.
        block: ResourceAddress,
    },
    /// Another instance of a `for_each` over names.
    AddKey {
        /// An instance of the resource.
        block: ResourceAddress,
        /// The key.
        key: String,
    },
    /// A resource like another one, in which a word is replaced wherever a text holds it.
    Copy {
        /// The resource that is copied.
        of: ResourceAddress,
        /// The name, or how it begins where that is taken.
        name: String,
        /// The word.
        word: String,
        /// What stands in its place.
        by: String,
    },
    /// A policy gets another statement, in the policy's own style.
    AddStatement {
        /// The resource that holds the policy.
        block: ResourceAddress,
        /// The argument.
        path: Vec<String>,
        /// The statement.
        statement: Statement,
    },
    /// A text in a policy gives way to another one, wherever the policy is written.
    ReplaceText {
        /// The resource that holds the policy, or the data source that makes it.
        block: ResourceAddress,
        /// The argument; not read for a data source.
        path: Vec<String>,
        /// The whole text, such as the ARN of a resource.
        from: String,
        /// What stands in its place.
        to: String,
    },
    /// A statement of a policy gets other resources.
    ChangeResources {
        /// The resource that holds the policy, or the data source that makes it.
        block: ResourceAddress,
        /// The argument; not read for a data source.
        path: Vec<String>,
        /// The statement.
        statement: Which,
        /// What goes.
        remove: Vec<String>,
        /// What comes.
        add: Vec<String>,
    },
    /// Some resources of a statement get a statement of their own, with the same actions and without conditions.
    SplitStatement {
        /// The resource that holds the policy, or the data source that makes it.
        block: ResourceAddress,
        /// The argument; not read for a data source.
        path: Vec<String>,
        /// The statement.
        statement: Which,
        /// The documents, which get the other statement.
        apart: Vec<String>,
    },
    /// A member of an object in `jsonencode` is set: of the only one, where the argument holds a list.
    SetMember {
        /// The resource.
        block: ResourceAddress,
        /// The argument.
        argument: String,
        /// The names of members that lead there.
        member: Vec<String>,
        /// The value, a literal.
        value: Value,
    },
    /// A line is added at the end of a script.
    AddLine {
        /// The resource.
        block: ResourceAddress,
        /// The argument that holds the script.
        argument: String,
        /// The line.
        line: String,
    },
    /// Lines of a script that hold a text are taken out.
    RemoveLine {
        /// The resource.
        block: ResourceAddress,
        /// The argument that holds the script.
        argument: String,
        /// What the line says.
        line: String,
    },
}

/// A statement of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// A deny, not an allow.
    pub denies: bool,
    /// Services as principals; none in policies of identities.
    pub services: Vec<String>,
    /// Anybody as principal, as policies of endpoints have it.
    pub anybody: bool,
    /// ARNs of principals, as policies of keys have them.
    pub principals: Vec<Value>,
    /// The actions.
    pub actions: Vec<String>,
    /// The resources, texts or attributes; none in trust policies.
    pub resources: Vec<Value>,
    /// When it counts; always, where there is none.
    pub condition: Option<Condition>,
}

/// The condition of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Such as `ForAnyValue:StringEquals`.
    pub operator: String,
    /// Such as `aws:TagKeys`.
    pub key: String,
    /// What the key is compared with.
    pub values: Vec<String>,
}

/// Which statement of a policy is meant, whatever else the policy says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Its place among the statements.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// A deny, not an allow.
    pub denies: bool,
    /// It has `NotResource`.
    pub negated: bool,
}

impl Statement {
    /// Allows actions on resources.
    pub fn allow<A: Into<String>>(actions: impl IntoIterator<Item = A>, resources: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        let (actions, resources) = (actions.into_iter().map(Into::into), resources.into_iter().map(Into::into));
        Self { actions: actions.collect(), resources: resources.collect(), ..Self::default() }
    }

    /// Denies actions on resources.
    pub fn deny<A: Into<String>>(actions: impl IntoIterator<Item = A>, resources: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self { denies: true, ..Self::allow(actions, resources) }
    }

    /// Lets a service assume a role.
    pub fn trust(service: &str) -> Self {
        Self { services: vec![service.to_owned()], ..Self::allow(["sts:AssumeRole"], std::iter::empty::<Value>()) }
    }

    /// Only under a condition.
    #[must_use]
    pub fn when(self, operator: &str, key: impl Into<String>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self { condition: Some(Condition { operator: operator.to_owned(), key: key.into(), values }), ..self }
    }
}

impl Repair {
    /// One that costs nothing, widens nothing and has no alternatives of a name.
    pub fn new(edits: impl IntoIterator<Item = Edit>) -> Self {
        Self {
            way: Way::Other,
            edits: edits.into_iter().collect(),
            costs: false,
            widens: false,
            provides: Vec::new(),
            unless_dynamic: None,
        }
    }

    /// One argument.
    pub fn set(block: &ResourceAddress, path: &[&str], value: impl Into<Value>) -> Self {
        Self::new([Edit::set(block, path, value)])
    }

    /// It is one of several.
    #[must_use]
    pub fn way(self, way: Way) -> Self {
        Self { way, ..self }
    }

    /// It makes something that AWS charges for by the hour.
    #[must_use]
    pub fn costs(self) -> Self {
        Self { costs: true, ..self }
    }

    /// It lets something do or reach more.
    #[must_use]
    pub fn widens(self) -> Self {
        Self { widens: true, ..self }
    }

    /// It is nothing for a block that makes nested ones of this name by `dynamic`.
    #[must_use]
    pub fn unless_dynamic(self, block: &ResourceAddress, name: &str) -> Self {
        Self { unless_dynamic: Some((block.clone(), name.to_owned())), ..self }
    }

    /// What exists afterwards.
    #[must_use]
    pub fn provides(self, provides: impl IntoIterator<Item = String>) -> Self {
        Self { provides: provides.into_iter().collect(), ..self }
    }
}

impl Edit {
    /// An argument gets a value.
    pub fn set(block: &ResourceAddress, path: &[&str], value: impl Into<Value>) -> Self {
        Self::Set { block: block.clone(), path: path.iter().map(|step| (*step).to_owned()).collect(), value: value.into() }
    }

    /// A resource is added.
    pub fn add(beside: &ResourceAddress, kind: &str, name: &str, mut body: Body) -> Self {
        // Nothing is added from here on, and what a body has is large.
        body.0.shrink_to_fit();
        Self::AddResource { beside: beside.clone(), kind: kind.to_owned(), name: name.to_owned(), body }
    }

    /// A policy gets another statement.
    pub fn add_statement(holder: &ResourceAddress, path: &[&str], statement: Statement) -> Self {
        Self::AddStatement { block: holder.clone(), path: path.iter().map(|step| (*step).to_owned()).collect(), statement }
    }

    /// The argument of its resource that it changes, or the name of the blocks.
    pub fn argument(&self) -> Option<&str> {
        match self {
            Self::Set { path, .. }
            | Self::Unset { path, .. }
            | Self::Append { path, .. }
            | Self::AddStatement { path, .. }
            | Self::ReplaceText { path, .. }
            | Self::ChangeResources { path, .. }
            | Self::SplitStatement { path, .. } => path.first().map(String::as_str),
            Self::AddBlock { name, .. } | Self::RemoveBlock { name, .. } => Some(name),
            Self::SetMember { argument, .. } | Self::AddLine { argument, .. } | Self::RemoveLine { argument, .. } => Some(argument),
            Self::AddResource { .. } | Self::RemoveResource { .. } | Self::AddKey { .. } | Self::Copy { .. } => None,
        }
    }

    /// The resource that it is about.
    pub fn block(&self) -> &ResourceAddress {
        match self {
            Self::Set { block, .. }
            | Self::Unset { block, .. }
            | Self::Append { block, .. }
            | Self::AddBlock { block, .. }
            | Self::RemoveBlock { block, .. }
            | Self::RemoveResource { block }
            | Self::AddKey { block, .. }
            | Self::AddStatement { block, .. }
            | Self::ReplaceText { block, .. }
            | Self::ChangeResources { block, .. }
            | Self::SplitStatement { block, .. }
            | Self::SetMember { block, .. }
            | Self::AddLine { block, .. }
            | Self::RemoveLine { block, .. } => block,
            Self::AddResource { beside, .. } => beside,
            Self::Copy { of, .. } => of,
        }
    }
}
