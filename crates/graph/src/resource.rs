//! One resource instance as the rest of the program sees it.

use crate::made_along::adopted_by;
use crate::schema::SchemaBlock;
use crate::shared_lists;
use crate::source_value::SourceValue;
use crate::{Existence, Gap, Graph, Kind, Link, ResourceId};
use ssm_check_aws::Location;
use ssm_check_plan::{Attr, Expression, Json, Mode, Reference, ResourceAddress, Subject, Value};

/// One resource instance of a graph: a position, and the graph to ask.
#[derive(Clone, Copy)]
pub struct Resource<'g> {
    pub(crate) graph: &'g Graph<'g>,
    pub(crate) id: ResourceId,
}

/// The nested blocks of one type.
#[derive(Clone, Debug)]
pub struct Blocks<'g> {
    /// Those that the plan shows, in its order.
    pub items: Vec<Value<'g, 'g>>,
    /// There may be others: the plan does not show how many there will be.
    pub is_unknown: bool,
}

impl<'g> Resource<'g> {
    /// Its position in the graph.
    pub fn id(self) -> ResourceId {
        self.id
    }

    /// The `.tf` files of its input were read: what is not known, they do not tell either.
    pub fn has_sources(self) -> bool {
        self.graph.sources.get(self.input()).is_some_and(Option::is_some)
    }

    /// The graph that it belongs to.
    pub fn graph(self) -> &'g Graph<'g> {
        self.graph
    }

    /// The address as the plan writes it, with the input's name beside it where several inputs have it.
    pub fn address(self) -> &'g str {
        let node = self.graph.node(self.id);
        node.label.as_deref().unwrap_or(&node.address)
    }

    /// The address as the plan writes it.
    pub fn address_in_input(self) -> &'g str {
        &self.graph.node(self.id).address
    }

    /// The input that it comes from, by position.
    pub fn input(self) -> usize {
        self.graph.node(self.id).input
    }

    /// The address, parsed.
    pub fn parsed(self) -> &'g ResourceAddress {
        self.graph.node(self.id).parsed
    }

    /// The Terraform type.
    pub fn resource_type(self) -> &'g str {
        &self.parsed().resource_type
    }

    /// `None` of a type that is not modelled.
    pub fn kind(self) -> Option<Kind> {
        self.graph.node(self.id).kind
    }

    /// How it comes to be in the picture.
    pub fn existence(self) -> Existence {
        self.graph.node(self.id).existence
    }

    /// What a failed replacement left behind, beside the object of that address.
    pub fn is_deposed(self) -> bool {
        self.graph.node(self.id).deposed.is_some()
    }

    /// A template or an instance as it is before the plan changes it.
    pub fn is_earlier(self) -> bool {
        self.graph.node(self.id).is_earlier
    }

    /// It adopts what AWS makes along with something, and does not make it.
    pub fn is_adopter(self) -> bool {
        adopted_by(self.resource_type()).is_some()
    }

    /// The keys of tags that the plan takes from it by a resource of their own, though its values still show them.
    pub fn lost_tags(self) -> &'g [String] {
        &self.graph.node(self.id).lost_tags
    }

    /// A resource, not a data source.
    pub fn is_managed(self) -> bool {
        self.parsed().mode == Mode::Managed
    }

    /// It belongs to an input that is judged, not one that is only looked at.
    pub fn is_judged(self) -> bool {
        self.graph.is_judged(self.id)
    }

    /// Region and account, as far as the inputs tell.
    pub fn location(self) -> &'g Location {
        &self.graph.node(self.id).location
    }

    /// The whole of its attributes.
    pub fn values(self) -> Value<'g, 'g> {
        self.graph.node(self.id).values.root()
    }

    /// An attribute. One that is left out of something new is absent, although the plan shows "(known after apply)": unknown
    /// does not mean set.
    pub fn value(self, name: &str) -> Value<'g, 'g> {
        let value = self.values().get(name);
        let written = || self.graph.config_of(self.id).and_then(|config| config.block.get(name));
        let left_out = || !self.is_written(name) || (self.existence().is_new() && written().is_some_and(Expression::is_nothing));
        if value.is_unknown() && left_out() { Value::ABSENT } else { value }
    }

    /// An attribute as text.
    pub fn text(self, name: &str) -> Attr<&'g str> {
        self.value(name).text()
    }

    /// An attribute as a boolean.
    pub fn boolean(self, name: &str) -> Attr<bool> {
        self.value(name).boolean()
    }

    /// An attribute as a whole number.
    pub fn integer(self, name: &str) -> Attr<i64> {
        self.value(name).integer()
    }

    /// The configuration sets the attribute, or may: of something that exists, or where there is no configuration to look at,
    /// the answer is yes.
    pub fn is_written(self, name: &str) -> bool {
        if !self.existence().is_new() {
            return true;
        }
        self.graph.config_of(self.id).is_none_or(|config| config.block.get(name).is_some())
    }

    /// The configuration that the input shows sets the attribute.
    pub fn is_configured(self, name: &str) -> bool {
        self.graph.config_of(self.id).is_some_and(|config| config.block.get(name).is_some())
    }

    /// The input shows the configuration, which does not set the attribute: what exists keeps what it has, of a computed one.
    pub fn is_left_out(self, name: &str) -> bool {
        self.graph.config_of(self.id).is_some_and(|config| config.block.get(name).is_none())
    }

    /// An argument that the configuration writes and no version of the provider in the table has: what it does is not known.
    pub fn newer_argument(self) -> Option<&'g str> {
        let (mode, resource_type) = (self.parsed().mode, self.resource_type());
        let written = self.graph.config_of(self.id)?.block.iter().map(|(name, _)| name);
        written.filter(|name| crate::schema::has_argument(mode, resource_type, name) == Some(false)).min()
    }

    /// AWS makes the attribute up: an id, an address.
    pub fn is_made_up(self, attribute: &str) -> bool {
        ssm_check_source::is_made_up(self.resource_type(), attribute)
    }

    /// Nothing in the attribute ends a line or a quoted text: an id, a name, an address.
    pub fn is_word(self, attribute: &str) -> bool {
        ssm_check_source::is_word(self.resource_type(), attribute)
    }

    /// The attribute is known to have a value once the resource exists.
    pub fn is_never_null(self, attribute: &str) -> bool {
        ssm_check_source::is_plain(attribute) || self.is_managed() && ssm_check_source::is_always_there(self.resource_type(), attribute)
    }

    /// The type is newer than the table of the provider's types, as it is neither declared nor one that the table has.
    pub fn is_of_newer_type(self) -> bool {
        self.kind().is_none_or(|kind| kind == Kind::Alteration) && !crate::schema::names_others(self.resource_type())
    }

    /// The configuration that the input shows sets the attribute, to something other than null whatever variables say.
    pub fn is_configured_for_certain(self, name: &str) -> bool {
        let expression = self.graph.config_of(self.id).and_then(|config| config.block.get(name));
        expression
            .is_some_and(|expression| expression.references().iter().all(|reference| matches!(reference.subject, Subject::Resource { .. })))
    }

    /// The resources that the expression of an attribute names by themselves, each with the attribute that it takes of them. Of a block
    /// with several instances all are told: which one is meant the plan may not keep.
    pub fn named_in(self, attribute: &str) -> Vec<(Resource<'g>, &'g str)> {
        let expression = self.graph.config_of(self.id).and_then(|config| config.block.get(attribute));
        let named = |reference: &'g Reference| {
            let Subject::Resource { mode, resource_type, name, .. } = &reference.subject else { return Vec::new() };
            let Some(taken) = reference.attribute() else { return Vec::new() };
            let ids = self.graph.instances(self.input(), &self.parsed().module, (*mode, resource_type, name));
            ids.iter().map(|id| (self.graph.resource(*id), taken)).collect()
        };
        match expression {
            Some(Expression::References(references) | Expression::Templates(_, references)) => references.iter().flat_map(named).collect(),
            _ => Vec::new(),
        }
    }

    /// This list of a resource holds what the other resource makes: the same rule, route, entry or policy for certain.
    pub fn names_element_of(self, attribute: &str, part: Self) -> bool {
        shared_lists::names(self.resource_type(), self.values(), attribute, part.resource_type(), part.values())
    }

    /// A module, by its path without keys in this resource's input, is written by whoever writes the root module: neither it nor one on
    /// the way to it is downloaded. So too where the input does not tell.
    pub fn is_own_module(self, path: &[&str]) -> bool {
        (0..path.len()).all(|depth| {
            let (Some(caller), Some(name)) = (path.get(..depth), path.get(depth)) else { return true };
            let module = self.graph.configs().module_at(self.input(), &caller.join("."));
            let source = module.and_then(|module| module.module_calls.get(*name)?.source.as_deref());
            source.is_none_or(|source| ["./", "../", "/"].iter().any(|beginning| source.starts_with(beginning)))
        })
    }

    /// An attribute of a nested block that stands at most once. One that the written block leaves out of something new is absent.
    pub fn nested(self, block: &str, name: &str) -> Value<'g, 'g> {
        let value = self.values().get(block).first().get(name);
        let left_out = || match self.graph.config_of(self.id)?.block.get(block)? {
            Expression::Blocks(blocks) => Some(blocks.iter().all(|block| block.get(name).is_none())),
            _ => None,
        };
        if value.is_unknown() && self.existence().is_new() && left_out() == Some(true) { Value::ABSENT } else { value }
    }

    /// A text that the plan does not know, in the parts that the sources tell.
    pub fn source_texts_of(self, name: &str) -> Option<&'g SourceValue> {
        self.graph.node(self.id).from_sources.as_ref()?.told.iter().find_map(|(attribute, value)| (attribute == name).then_some(value))
    }

    /// Why the sources, which are at hand, do not tell a text that the plan does not know, or all of it.
    pub fn why_untold(self, name: &str) -> Option<&'g str> {
        self.graph
            .node(self.id)
            .from_sources
            .as_ref()?
            .untold
            .iter()
            .find_map(|(attribute, why)| (attribute == name).then_some(why.as_str()))
    }

    /// The literal that the configuration writes, or the text of a template in JSON syntax. It is for the plan to say which of both.
    pub fn constant(self, name: &str) -> Option<&'g Json<'g>> {
        match self.graph.config_of(self.id)?.block.get(name)? {
            Expression::Constant(value) | Expression::Template(value) => Some(value),
            _ => None,
        }
    }

    /// The nested blocks of a type, or the elements of an attribute that may be written as blocks.
    ///
    /// A dynamic block over a collection that is not known yet shows as one block of which nothing is known, or as unknown as a
    /// whole. So do blocks that the provider computes where they are left out: those are taken for left out.
    pub fn blocks(self, name: &str) -> Blocks<'g> {
        let value = self.values().get(name);
        let computed = self.is_computed(name);
        let is_unknown = value.is_unknown() && (self.is_written(name) || !computed);
        Blocks { items: value.elements().collect(), is_unknown }
    }

    /// Blocks that the provider computes where they are left out.
    fn is_computed(self, name: &str) -> bool {
        self.kind().is_some_and(|kind| kind.spec().computed.contains(&name))
            || SchemaBlock::of(self.parsed().mode, self.resource_type()).is_some_and(|schema| schema.is_computed_where_left_out(name))
    }

    /// A text of which the plan of something new may not know all, and the sources the parts.
    pub(crate) fn source_text(self, name: &str) -> Attr<&'g str> {
        self.text(name)
    }

    /// The link of a top-level attribute.
    pub fn link(self, path: &[&str]) -> &'g Link {
        self.links(path).into_iter().next().unwrap_or(Link::ABSENT)
    }

    /// The links of an attribute of nested blocks, one for each block that the plan shows, in its order.
    pub fn links(self, path: &[&str]) -> Vec<&'g Link> {
        self.graph.node(self.id).links.iter().filter(|(spec, _)| spec.path == path).map(|(_, link)| link).collect()
    }

    /// It names something that AWS does not find from where it is to be made.
    pub fn apart(self) -> Option<&'g Gap> {
        self.all_links().find_map(|(_, link)| link.apart())
    }

    /// Every link with its attribute.
    pub fn all_links(self) -> impl Iterator<Item = (&'static [&'static str], &'g Link)> {
        self.graph.node(self.id).links.iter().map(|(spec, link)| (spec.path, link))
    }
}

impl std::fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.address())
    }
}

impl PartialEq for Resource<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Resource<'_> {}

impl PartialOrd for Resource<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Resource<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(&other.id)
    }
}
