//! Resolution: what a linking attribute denotes.
//!
//! A known value is matched against the keys of the resources; an unknown one must come from something that the plan makes,
//! so its references are walked, breadth first and type-directed. Each step is sound: the true target is among the candidates,
//! or the link has a gap.

mod alignment;
mod apart;
mod blocks;
mod elements;
mod forward;
mod left_out;
mod reference;
mod revision;
mod scope;
mod source;
mod statements;
mod value;

use crate::config::Configs;
use crate::index::Index;
use crate::link::are_by_same_key;
use crate::relevant_attributes::Relevant;
use crate::{Candidate, Gap, How, Kind, Link, LinkSpec, LinkTarget, Node, ResourceId, Slot};
use blocks::Written;
use reference::{Context, Visited};
use ssm_check_plan::{Attr, Expression, Mode, ModuleAddress, Reference, Subject, Value};
use ssm_check_source::Evaluator;
use std::cell::Cell;

/// Everything that resolution reads; the links themselves are not made yet.
pub(crate) struct Resolver<'a, 'p> {
    pub(crate) nodes: &'a [Node<'p>],
    pub(crate) index: &'a Index<'p>,
    pub(crate) configs: &'a Configs<'p>,
    pub(crate) relevant: &'a Relevant,
    /// The sources of each input, where there are any.
    pub(crate) sources: &'a [Option<Evaluator<'a, 'p>>],
    /// Nothing is taken for something that the inputs do not tell.
    pub(crate) strict: bool,
    /// An ambiguous value is being told apart by its references: those met on the way stay ambiguous.
    pub(crate) narrowing: Cell<bool>,
}

/// What is wanted is a text, which may be another than the one that a resource puts together.
fn are_texts(wanted: &[Kind]) -> bool {
    wanted.iter().any(|kind| kind.spec().is_text)
}

/// What was found so far for one unknown value.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) open: Option<Gap>,
    /// A step was left out, as the same walk takes it elsewhere.
    pub(crate) met: bool,
    /// A reference is to a block without instances, `count = 0`.
    pub(crate) vanished: bool,
    /// An expression on the way also names something that may decide whether it is null.
    pub(crate) decided: bool,
}

impl Found {
    fn add(&mut self, target: LinkTarget, how: How) {
        self.candidates.push(Candidate { target, how });
    }

    fn leave_open(&mut self, gap: Gap) {
        self.open.get_or_insert(gap);
    }

    /// Sorts the candidates, keeps the surest way to each, and never leaves nothing found without a gap, unless the walk that
    /// this is a part of finds it elsewhere.
    fn finish(mut self, is_part: bool) -> (Vec<Candidate>, Option<Gap>) {
        self.candidates.sort_unstable();
        self.candidates.dedup_by_key(|candidate| candidate.target);
        if self.candidates.is_empty() && !(is_part && self.met) {
            self.leave_open(Gap::Untraceable);
        }
        (self.candidates, self.open)
    }
}

impl<'p> Resolver<'_, 'p> {
    pub(crate) fn node(&self, id: ResourceId) -> Option<&Node<'p>> {
        self.nodes.get(id.index())
    }

    /// The instances of a block in a module instance.
    fn instances_of(&self, input: usize, module: &ModuleAddress, block: (Mode, &str, &str)) -> Vec<ResourceId> {
        self.index.instances(self.nodes, input, module, block)
    }

    /// Resolves every linking attribute of a node.
    pub(crate) fn links(&self, id: ResourceId) -> Box<[(&'static LinkSpec, Link)]> {
        let Some(node) = self.node(id) else { return Box::default() };
        let Some(kind) = node.kind else { return Box::default() };
        let mut links = Vec::new();
        for spec in kind.spec().links {
            self.resolve_into(node, spec, &Visited::default(), &mut links);
        }
        self.hold_to_place(node, &mut links);
        links.into()
    }

    fn resolve_into(&self, node: &Node<'p>, spec: &'static LinkSpec, visited: &Visited, links: &mut Vec<(&'static LinkSpec, Link)>) {
        let Some((attribute, blocks)) = spec.path.split_last() else { return };
        // The blocks on the way, each with its position below the one above.
        let mut places: Vec<(Value<'_, 'p>, Vec<usize>)> = vec![(node.values.root(), Vec::new())];
        for name in blocks {
            places = places
                .iter()
                .flat_map(|(value, position)| {
                    value.get(name).elements().enumerate().map(move |(index, block)| (block, [position.as_slice(), &[index]].concat()))
                })
                .collect();
        }
        let is_part = !visited.borrow().is_empty();
        for (block, position) in places {
            let value = block.get(attribute);
            // Blocks of one resource are walks of their own.
            let fresh = Visited::default();
            let link = self.resolve(node, spec, value, &position, if is_part { visited } else { &fresh });
            links.push((spec, link));
        }
    }

    /// The value of a linking attribute: what is known, then what the sources say, then what the references lead to.
    fn resolve(&self, node: &Node<'p>, spec: &'static LinkSpec, value: Value<'_, 'p>, position: &[usize], visited: &Visited) -> Link {
        if (value.is_unknown() || (spec.many && value.has_unknown()))
            && let Some(slots) = self.by_source(node, spec, position, visited)
        {
            return Link { slots };
        }
        if spec.many && !value.is_unknown() {
            let mut slots = Vec::new();
            let mut unknown_elements = 0;
            for element in value.elements() {
                match element.json() {
                    Attr::Unknown(_) => unknown_elements += 1,
                    _ => slots.extend(self.known(node, spec, element, position)),
                }
            }
            if unknown_elements > 0 {
                let taken: Vec<LinkTarget> = slots.iter().flat_map(Slot::candidates).map(|candidate| candidate.target).collect();
                slots.extend(self.unknown(node, spec, position, unknown_elements == 1, &taken, visited));
            }
            return Link { slots };
        }
        if value.is_unknown() {
            return Link { slots: self.unknown(node, spec, position, !spec.many, &[], visited).into_iter().collect() };
        }
        Link { slots: self.known(node, spec, value, position).into_iter().collect() }
    }

    /// A known value: what has it as its key.
    fn known(&self, node: &Node<'p>, spec: &LinkSpec, value: Value<'_, 'p>, position: &[usize]) -> Option<Slot> {
        match value.text() {
            Attr::Unknown(_) | Attr::Sensitive(None) => Some(Slot::open(Gap::Unreadable)),
            Attr::Absent => None,
            // The provider treats the empty string as not set, and shows `unknown` for the id of a template that is named.
            Attr::Known("") | Attr::Sensitive(Some("")) => None,
            Attr::Known("unknown") if spec.targets == [Kind::LaunchTemplate] => None,
            Attr::Known(text) => Some(self.by_value(node, spec.targets, text, spec.path, position)),
            Attr::Sensitive(Some(text)) => Some(self.by_value(node, spec.targets, text, spec.path, position).without_text()),
        }
    }

    /// An unknown value: what its expression can lead to.
    fn unknown(
        &self,
        node: &Node<'p>,
        spec: &LinkSpec,
        position: &[usize],
        single: bool,
        taken: &[LinkTarget],
        visited: &Visited,
    ) -> Option<Slot> {
        let mut found = Found::default();
        let is_part = !visited.borrow().is_empty();
        let mut chains = 0;
        if spec.path.first().is_some_and(|name| node.unsettled.contains(name)) {
            found.leave_open(Gap::Unsettled);
        }
        let context = Context::of(self, node, visited);
        match self.written(node, spec.path, position) {
            Written::No if node.existence.is_new() => return None,
            Written::No | Written::NoConfiguration => found.leave_open(Gap::Untraceable),
            Written::Hidden => {
                chains = 2;
                self.by_scope(&context, spec.targets, &mut found);
            }
            Written::At { expressions, .. } if node.existence.is_new() && expressions.iter().all(|expression| expression.is_nothing()) => {
                return None;
            }
            Written::At { expressions, in_all } => {
                if !in_all {
                    found.leave_open(Gap::Untraceable);
                }
                for expression in expressions {
                    chains += expression.references().iter().filter(|reference| !matches!(reference.subject, Subject::Meta(_))).count();
                    self.by_expression(&context, expression, spec.targets, &mut found);
                }
            }
        }
        if found.candidates.is_empty() && !found.met {
            self.by_shared_name(node, spec, position, &mut found);
        }
        // All that the expression names has no instances: the value is null, which for a computed attribute shows as unknown.
        if found.vanished && found.candidates.is_empty() && found.open.is_none() && !found.met {
            return None;
        }
        if found.decided && left_out::is_for_provider(node, spec.path) {
            found.leave_open(Gap::MayBeLeftOut);
        }
        let (mut candidates, mut open) = found.finish(is_part);
        // That the keys are the same is assumed, but where sources are read and do not tell.
        let is_assumed = open.is_none() && are_by_same_key(&candidates);
        if is_assumed && self.strict {
            open = Some(Gap::Untraceable);
        }
        // A text that the sources cannot tell may be another than the one that is named.
        let may_be_other = open.is_none() && are_texts(spec.targets);
        if (matches!(open, Some(Gap::Untraceable | Gap::MayBeLeftOut)) || is_assumed || may_be_other)
            && let Some(why) = self.why_not_by_source(node, spec, position)
        {
            open = Some(Gap::Sources(why));
        }
        candidates.retain(|candidate| !taken.contains(&candidate.target));
        if single {
            return Some(Slot::one(candidates, open));
        }
        // One reference to one resource is that resource; otherwise the plan cannot tell which of them.
        if chains == 1 && candidates.len() == 1 && open.is_none() {
            return Some(Slot::one(candidates, open));
        }
        Some(Slot::Some { candidates: candidates.into(), open: open.map(Box::new) })
    }

    /// The resources of wanted kinds that an attribute's expression refers to, known or not.
    fn referred(&self, node: &Node<'p>, wanted: &[Kind], path: &[&str], position: &[usize]) -> Vec<LinkTarget> {
        let Written::At { expressions, .. } = self.written(node, path, position) else { return Vec::new() };
        if self.narrowing.replace(true) {
            return Vec::new();
        }
        let mut found = Found::default();
        let context = Context::of(self, node, &Visited::default()).of_known_values();
        for expression in expressions {
            self.by_expression(&context, expression, wanted, &mut found);
        }
        self.narrowing.set(false);
        found.candidates.into_iter().map(|candidate| candidate.target).collect()
    }

    /// The one resource and attribute that an expression refers to, where it refers to nothing else that is not known.
    pub(crate) fn sole_source(&self, node: &Node<'p>, path: &[&str], position: &[usize]) -> Option<(ResourceId, String)> {
        let Written::At { expressions, .. } = self.written(node, path, position) else { return None };
        let [expression] = expressions.as_slice() else { return None };
        self.sole_referent(&Context::of(self, node, &Visited::default()), expression)
    }

    fn by_expression(&self, context: &Context<'_, 'p>, expression: &Expression<'p>, wanted: &[Kind], found: &mut Found) {
        let references: Vec<Reference> = expression.references().into_iter().cloned().collect();
        self.by_references(context, &references, wanted, found);
    }
}
