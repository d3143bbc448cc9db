//! One node: a resource instance in one picture.

use crate::source_value::FromSources;
use crate::{Kind, Link, LinkSpec};
use ssm_check_aws::Location;
use ssm_check_plan::{ResourceAddress, ResourceChange, Values};
use std::borrow::Cow;

/// How a resource instance comes to be in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Existence {
    /// The plan makes it; its arguments that are left out take their defaults.
    Created,
    /// The plan destroys it and makes it anew.
    Replaced,
    /// The plan makes it anew and then destroys the old one: `create_before_destroy`.
    ReplacedNewFirst,
    /// It exists, and the plan changes it in place.
    Updated,
    /// It exists, and stays as it is.
    Unchanged,
    /// It exists, and stays as it is, but Terraform no longer manages it: `removed` without `destroy`.
    Forgotten,
    /// A data source: it exists outside, and its values are what was read.
    Read,
    /// A data source that is read at apply.
    ReadAtApply,
}

/// One resource instance. What few have is small where it is empty: a graph has thousands.
#[derive(Debug)]
pub struct Node<'p> {
    /// The input that it comes from, by its position.
    pub(crate) input: usize,
    /// The address as the input writes it.
    pub(crate) address: Cow<'p, str>,
    /// The address with the input's name beside it, where several inputs have that address.
    pub(crate) label: Option<Box<str>>,
    /// The address, parsed.
    pub(crate) parsed: &'p ResourceAddress,
    /// The key of an object that a failed replacement left behind, beside the one of this address.
    pub(crate) deposed: Option<&'p str>,
    /// A template as it is before the plan changes it, beside what it is then: its earlier version. Only who asks for it finds it, and who
    /// is known to keep it.
    pub(crate) is_earlier: bool,
    /// `None` of a type that is not modelled.
    pub(crate) kind: Option<Kind>,
    /// How it comes to be in the picture.
    pub(crate) existence: Existence,
    /// Another change may undo it: whether it is in the picture is not certain.
    pub(crate) doubtful: bool,
    /// Arguments of which another change may undo a part, whatever the sources say.
    pub(crate) unsettled: Box<[&'static str]>,
    /// Keys of tags that resources of their own take away.
    pub(crate) lost_tags: Box<[String]>,
    /// Its plan does not know what another input tells of it, as it adopts what that shows.
    pub(crate) adopts: bool,
    /// Its attributes; of types that are not modelled, none.
    pub(crate) values: Values<'p>,
    /// Where it is.
    pub(crate) location: Location,
    /// Its block in the configuration, by position.
    pub(crate) config: Option<usize>,
    /// Its links, in the order of the declaration and of the blocks.
    pub(crate) links: Box<[(&'static LinkSpec, Link)]>,
    /// Texts that the plan does not know; none where there are no sources, or they tell nothing of any.
    pub(crate) from_sources: Option<Box<FromSources>>,
}

impl Node<'_> {
    /// An attribute as text, where it is known.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.root().get(name).text().value()
    }
}

impl Existence {
    /// Made by this plan: an argument that is left out takes its default, and a computed attribute is of something new.
    pub fn is_new(self) -> bool {
        matches!(self, Self::Created | Self::Replaced | Self::ReplacedNewFirst)
    }

    /// A data source.
    pub fn is_data(self) -> bool {
        matches!(self, Self::Read | Self::ReadAtApply)
    }
}

/// What a change is of, as nodes call it.
pub(crate) fn address_of<'p>(change: &'p ResourceChange<'_>) -> Cow<'p, str> {
    match &change.deposed {
        Some(key) => deposed_address(&change.address, key).into(),
        None => change.address.as_str().into(),
    }
}

/// As Terraform names it: <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy>.
pub(crate) fn deposed_address(address: &str, key: &str) -> String {
    format!("{address} (deposed object {key})")
}
