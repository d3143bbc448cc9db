//! What an expression comes to: a value, a symbol, or something in between.

use crate::number::Number;
use ssm_check_plan::{Key, Mode, ResourceAddress};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization as _;

/// A value that may hold symbols anywhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Sym {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, all of it known.
    String(Arc<str>),
    /// A string with something inside that is not known: at least one piece is no literal.
    Template(Arc<Vec<Piece>>),
    /// A tuple, list or set. A set that holds symbols keeps the order of the source, and may hold one value twice.
    Sequence(Sequence, Arc<Vec<Sym>>),
    /// An object or map.
    Mapping(Mapping, Arc<BTreeMap<String, Sym>>),
    /// The value that an attribute will have, or a whole resource instance.
    Symbol(Arc<Symbol>),
    /// One of several values: a condition is not known.
    OneOf(Arc<Vec<Sym>>),
    /// Not known, with what it depends on.
    Unknown(Arc<Unknown>),
}

/// Which kind of sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// `[a, b]`
    Tuple,
    /// `tolist([a, b])`
    List,
    /// `toset([a, b])`
    Set,
}

/// Which kind of mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapping {
    /// `{ a = b }`
    Object,
    /// `tomap({ a = b })`
    Map,
}

/// A part of a string that is not wholly known.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// The text of an attribute that is known after apply.
    Symbol(Arc<Symbol>),
    /// Text that is not known.
    Unknown(Arc<Unknown>),
}

/// An attribute that the plan does not know yet: `aws_subnet.private["a"].id`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The resource instance.
    pub address: ResourceAddress,
    /// The path of the attribute; empty is the whole instance.
    pub path: Vec<Step>,
}

/// One step of a symbol's path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// `.name`
    Attribute(String),
    /// `[0]` or `["key"]`
    Index(Key),
}

/// Why a value is not known, and which symbols it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// One clause, lowercase.
    pub reason: String,
    /// Every symbol that it depends on.
    pub symbols: BTreeSet<Symbol>,
    /// It may depend on more than `symbols` tells: a module, file or variable is out of sight.
    pub open: bool,
}

/// Attributes that name a resource: never null once the resource exists, and text.
const IDENTITY: [&str; 9] = ["id", "arn", "name", "unique_id", "json", "key_id", "invoke_arn", "dns_name", "owner_id"];

/// What AWS gives each resource of a type under another attribute.
const ALWAYS: [(&str, &[&str]); 10] = [
    ("aws_db_instance", &["address", "endpoint", "resource_id"]),
    ("aws_eip", &["allocation_id", "public_ip"]),
    ("aws_eks_cluster", &["endpoint"]),
    ("aws_instance", &["primary_network_interface_id", "private_ip"]),
    ("aws_lb", &["zone_id"]),
    ("aws_network_interface", &["private_ip"]),
    ("aws_rds_cluster", &["cluster_resource_id", "endpoint"]),
    ("aws_route53_zone", &["zone_id"]),
    ("aws_s3_bucket", &["bucket", "bucket_domain_name", "bucket_regional_domain_name"]),
    ("aws_vpc", &["default_network_acl_id", "default_route_table_id", "default_security_group_id", "main_route_table_id"]),
];

/// Resource types whose ARN has six fields, and ends in a slash and what this attribute holds.
const NAMED_BY_ARN: [(&str, &str); 11] = [
    ("aws_ecs_cluster", "name"),
    ("aws_iam_group", "name"),
    ("aws_iam_instance_profile", "name"),
    ("aws_iam_policy", "name"),
    ("aws_iam_role", "name"),
    ("aws_iam_user", "name"),
    ("aws_instance", "id"),
    ("aws_kms_key", "key_id"),
    ("aws_security_group", "id"),
    ("aws_ssm_document", "name"),
    ("aws_vpc", "id"),
];

/// Resource types whose `id` is one word.
const ONE_WORD: [&str; 13] = [
    "aws_iam_instance_profile",
    "aws_iam_role",
    "aws_instance",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_route_table",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "terraform_data",
];

impl Symbol {
    /// The name of the attribute, where the symbol is an attribute of a resource itself.
    pub fn attribute(&self) -> Option<&str> {
        match self.path.as_slice() {
            [Step::Attribute(name)] => Some(name),
            _ => None,
        }
    }

    /// An identity attribute, or the instance itself: not null after apply.
    pub fn is_never_null(&self) -> bool {
        let always = |name: &str| {
            let of_type = ALWAYS.iter().find(|(resource_type, _)| *resource_type == self.address.resource_type);
            self.address.mode == Mode::Managed && of_type.is_some_and(|(_, names)| names.contains(&name))
        };
        self.path.is_empty() || self.attribute().is_some_and(|name| IDENTITY.contains(&name) || always(name))
    }

    /// An identifier without commas. The `id` of many resources joins several parts with commas (`aws_ssoadmin_account_assignment`,
    /// `aws_quicksight_data_set`), so that it counts for types whose identifier is known to be one word.
    pub fn is_one_word(&self) -> bool {
        self.is_identifier() && (self.attribute() != Some("id") || ONE_WORD.contains(&self.address.resource_type.as_str()))
    }

    /// An identifier: not empty, and without spaces, quotes or line ends.
    pub fn is_identifier(&self) -> bool {
        matches!(self.attribute(), Some("id" | "arn" | "unique_id" | "key_id" | "invoke_arn" | "owner_id"))
    }

    /// The attribute that an ARN ends in, after its last slash: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
    pub fn named_by_arn(&self) -> Option<Self> {
        let (_, attribute) = NAMED_BY_ARN.iter().find(|(kind, _)| *kind == self.address.resource_type)?;
        let is_arn = self.attribute() == Some("arn");
        is_arn.then(|| Self { address: self.address.clone(), path: vec![Step::Attribute((*attribute).to_owned())] })
    }

    /// An ARN of exactly six fields.
    pub fn is_arn_of_six(&self) -> bool {
        self.named_by_arn().is_some()
    }

    /// Identifiers of two managed resources of one type.
    pub fn surely_differs(&self, other: &Self) -> bool {
        let managed = |symbol: &Self| symbol.address.mode == Mode::Managed && symbol.is_identifier();
        managed(self)
            && managed(other)
            && self.path == other.path
            && self.address.resource_type == other.address.resource_type
            && self.address != other.address
    }

    /// Surely a string.
    pub fn is_text(&self) -> bool {
        match self.path.last() {
            Some(Step::Attribute(name)) => {
                IDENTITY.contains(&name.as_str()) || ["_id", "_arn", "_name", "_url", "_prefix"].iter().any(|suffix| name.ends_with(suffix))
            }
            _ => false,
        }
    }

    /// One step deeper.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { address: self.address.clone(), path }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address)?;
        self.path.iter().try_for_each(|step| match step {
            Step::Attribute(name) => write!(f, ".{name}"),
            Step::Index(key) => write!(f, "{key}"),
        })
    }
}

impl Sym {
    /// Text, in the normal form C of Unicode, as Terraform keeps all text.
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_ascii() || unicode_normalization::is_nfc(text) {
            return Self::String(Arc::from(text));
        }
        Self::String(text.nfc().collect::<String>().into())
    }

    /// A whole number.
    pub fn int(value: usize) -> Self {
        Self::Number(Number::from(value))
    }

    /// `[a, b]`
    pub fn tuple(elements: Vec<Self>) -> Self {
        Self::Sequence(Sequence::Tuple, Arc::new(elements))
    }

    /// `tolist([a, b])`
    pub fn list(elements: Vec<Self>) -> Self {
        Self::Sequence(Sequence::List, Arc::new(elements))
    }

    /// `{ a = b }`
    pub fn object(members: BTreeMap<String, Self>) -> Self {
        Self::Mapping(Mapping::Object, Arc::new(members))
    }

    /// `tomap({ a = b })`
    pub fn map(members: BTreeMap<String, Self>) -> Self {
        Self::Mapping(Mapping::Map, Arc::new(members))
    }

    /// Not known, for a reason outside the configuration: more than the symbols may be behind it.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown(Arc::new(Unknown { reason: reason.into(), symbols: BTreeSet::new(), open: true }))
    }

    /// Not known, as it depends on what these values leave open.
    pub fn depends<'s>(what: &str, on: impl IntoIterator<Item = &'s Self>) -> Self {
        let on: Vec<&Self> = on.into_iter().collect();
        // What depends on one gap is that gap.
        if let [only @ Self::Unknown(unknown)] = on.as_slice()
            && (unknown.open || !unknown.symbols.is_empty())
        {
            return (*only).clone();
        }
        let mut gaps = Gaps::default();
        for value in on {
            gaps.visit(value);
        }
        let reason = match (gaps.symbols.first(), gaps.reason) {
            (_, Some(reason)) => reason,
            (Some(symbol), None) if gaps.symbols.len() == 1 => format!("{what} depends on `{symbol}`"),
            (Some(symbol), None) => format!("{what} depends on `{symbol}` and {} more", gaps.symbols.len() - 1),
            (None, None) => format!("{what} cannot be computed"),
        };
        let open = gaps.open || gaps.symbols.is_empty();
        Self::Unknown(Arc::new(Unknown { reason, symbols: gaps.symbols, open }))
    }

    /// One of these; equal alternatives count once.
    pub fn one_of(alternatives: Vec<Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for alternative in alternatives {
            let parts = match alternative {
                Self::OneOf(parts) => parts.to_vec(),
                single => vec![single],
            };
            for part in parts {
                if !flat.contains(&part) {
                    flat.push(part);
                }
            }
        }
        if flat.len() > crate::limits::ALTERNATIVES {
            return Self::depends("the choice", &flat);
        }
        match (flat.len(), flat.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                flat.push(last);
                Self::OneOf(Arc::new(flat))
            }
            (_, None) => Self::unknown("there is nothing to choose from"),
        }
    }

    /// Text of pieces: neighbouring literals are joined, and it is a [`Sym::String`] where all are literals.
    pub fn template(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut merged: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (merged.last_mut(), piece) {
                (Some(Piece::Literal(before)), Piece::Literal(text)) => before.push_str(&text),
                (_, Piece::Literal(text)) if text.is_empty() => {}
                (_, piece) => merged.push(piece),
            }
        }
        match merged.as_slice() {
            [] => Self::text(""),
            [Piece::Literal(text)] => Self::text(text),
            [Piece::Symbol(symbol)] if symbol.is_text() => Self::Symbol(Arc::clone(symbol)),
            _ => Self::Template(Arc::new(merged)),
        }
    }

    /// The text, where all of it is known.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a tuple, list or set.
    pub fn elements(&self) -> Option<&[Self]> {
        match self {
            Self::Sequence(_, elements) => Some(elements),
            _ => None,
        }
    }

    /// The members of an object or map.
    pub fn members(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Mapping(_, members) => Some(members),
            _ => None,
        }
    }

    /// All of it is known, at every depth.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Null | Self::Bool(_) | Self::String(_) => true,
            Self::Number(number) => number.is_exact(),
            Self::Sequence(_, elements) => elements.iter().all(Self::is_known),
            Self::Mapping(_, members) => members.values().all(Self::is_known),
            Self::Template(_) | Self::Symbol(_) | Self::OneOf(_) | Self::Unknown(_) => false,
        }
    }

    /// How many values it holds, itself included, counted up to a limit; long text counts as several.
    pub(crate) fn weight(&self, limit: usize) -> usize {
        let add = |total: usize, value: &Self| if total < limit { total + value.weight(limit - total) } else { total };
        match self {
            Self::Sequence(_, items) | Self::OneOf(items) => items.iter().fold(1, add),
            Self::Mapping(_, members) => members.values().fold(1, add),
            Self::Template(pieces) => pieces
                .iter()
                .map(|piece| if let Piece::Literal(text) = piece { 1 + text.len() / crate::limits::BYTES_OF_STEP } else { 1 })
                .sum(),
            Self::String(text) => 1 + text.len() / crate::limits::BYTES_OF_STEP,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Symbol(_) | Self::Unknown(_) => 1,
        }
    }

    /// Not even the kind of value is certain.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Symbol(_) | Self::OneOf(_) | Self::Unknown(_))
    }
}

/// Every symbol inside a value, sorted.
pub fn symbols(value: &Sym) -> BTreeSet<Symbol> {
    let mut gaps = Gaps::default();
    gaps.visit(value);
    gaps.symbols
}

/// Whether a value may depend on something that [`symbols`] does not name.
pub fn is_open_ended(value: &Sym) -> bool {
    let mut gaps = Gaps::default();
    gaps.visit(value);
    gaps.open
}

/// Why a value is not known where that is not for want of an apply: a function that is not evaluated, a file that is not there.
pub fn why_unknown(value: &Sym) -> Option<&str> {
    match value {
        Sym::Unknown(unknown) => unknown.open.then_some(unknown.reason.as_str()),
        Sym::Template(pieces) => pieces.iter().find_map(|piece| match piece {
            Piece::Unknown(unknown) => unknown.open.then_some(unknown.reason.as_str()),
            Piece::Literal(_) | Piece::Symbol(_) => None,
        }),
        Sym::Sequence(_, items) | Sym::OneOf(items) => items.iter().find_map(why_unknown),
        Sym::Mapping(_, members) => members.values().find_map(why_unknown),
        Sym::Null | Sym::Bool(_) | Sym::Number(_) | Sym::String(_) | Sym::Symbol(_) => None,
    }
}

#[derive(Default)]
struct Gaps {
    symbols: BTreeSet<Symbol>,
    reason: Option<String>,
    open: bool,
}

impl Gaps {
    fn visit(&mut self, value: &Sym) {
        match value {
            Sym::Number(number) if !number.is_exact() => {
                self.open = true;
                self.reason.get_or_insert_with(|| "the digits of a fraction are not computed".to_owned());
            }
            Sym::Null | Sym::Bool(_) | Sym::String(_) | Sym::Number(_) => {}
            Sym::Template(pieces) => pieces.iter().for_each(|piece| match piece {
                Piece::Literal(_) => {}
                Piece::Symbol(symbol) => self.symbol(symbol),
                Piece::Unknown(unknown) => self.unknown(unknown),
            }),
            Sym::Sequence(_, elements) | Sym::OneOf(elements) => elements.iter().for_each(|element| self.visit(element)),
            Sym::Mapping(_, members) => members.values().for_each(|member| self.visit(member)),
            Sym::Symbol(symbol) => self.symbol(symbol),
            Sym::Unknown(unknown) => self.unknown(unknown),
        }
    }

    /// Beyond the limit they are not named one by one.
    fn symbol(&mut self, symbol: &Symbol) {
        if self.symbols.len() < crate::limits::SYMBOLS {
            self.symbols.insert(symbol.clone());
        } else {
            self.open |= !self.symbols.contains(symbol);
        }
    }

    fn unknown(&mut self, unknown: &Unknown) {
        unknown.symbols.iter().for_each(|symbol| self.symbol(symbol));
        self.open |= unknown.open;
        self.reason.get_or_insert_with(|| unknown.reason.clone());
    }
}
