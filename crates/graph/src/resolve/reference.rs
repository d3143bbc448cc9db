//! By reference: walking what is left of an expression, through variables into the caller, through outputs into the module,
//! through `each.value` into the collection, and through attributes that are links themselves.

mod context;
mod modules;

pub(crate) use context::Context;
pub(super) use context::{Own, Visited};

use super::forward::holds_anything;
use super::{Found, Resolver, are_texts, left_out};
use crate::made_along::default_named;
use crate::relevant_attributes::is_stranger;
use crate::{Candidate, Existence, Gap, How, Kind, LinkTarget, Node, ResourceId};
use ssm_check_plan::{Expression, Key, Mode, Reference, Subject};

/// Types whose values are random or time: part of names, never the key of anything.
const NAMELESS: [&str; 4] = ["random_", "time_", "null_", "tls_"];

/// How many steps a walk takes; what is further away stays open.
const MAX_STEPS: usize = 4_000;

impl<'p> Resolver<'_, 'p> {
    /// Walks on from references. Modules that call modules make long ways, so the stack grows where it must.
    pub(super) fn by_references(&self, context: &Context<'_, 'p>, references: &[Reference], wanted: &[Kind], found: &mut Found) {
        stacker::maybe_grow(128 * 1024, 4 * 1024 * 1024, || self.walk(context, references, wanted, found));
    }

    fn walk(&self, context: &Context<'_, 'p>, references: &[Reference], wanted: &[Kind], found: &mut Found) {
        if context.visited.borrow().len() > MAX_STEPS {
            found.leave_open(Gap::Untraceable);
            return;
        }
        let own = same_key(references).then_some(context.own.as_ref()).flatten();
        let mut nameless = None;
        for reference in references {
            if !context.visit(&(reference, wanted)) {
                found.met = true;
                continue;
            }
            let (before, decided) = (found.candidates.len(), found.decided);
            match &reference.subject {
                Subject::Resource { mode, resource_type, name, key } => {
                    let holds_anything = holds_anything(resource_type, reference.attribute());
                    if !holds_anything && NAMELESS.iter().any(|prefix| resource_type.starts_with(prefix)) {
                        nameless.get_or_insert_with(|| Gap::Computed(format!("{resource_type}.{name}")));
                        continue;
                    }
                    let ids = self.instances(context, *mode, resource_type, name, key.as_ref(), own);
                    if ids.is_empty() && self.instances_of(context.input, &context.module, (*mode, resource_type, name)).is_empty() {
                        found.vanished = true;
                    }
                    self.by_resource(context, reference, &ids, wanted, found);
                }
                Subject::Module { name, key, output } => {
                    let others = || self.index.children(context.input, &context.module, name).len();
                    let key = key.as_ref().or_else(|| own?.key_among(others()));
                    self.by_output(context, (name, key), output.as_deref(), wanted, found);
                }
                Subject::Variable(name) => self.by_variable(context, Some(name), wanted, found),
                Subject::Local(_) => self.by_scope(context, wanted, found),
                Subject::EachValue => self.by_each_value(context, wanted, found),
                Subject::EachKey | Subject::CountIndex | Subject::Meta(_) => {}
                Subject::Other(text) => found.leave_open(Gap::Computed(text.clone())),
            }
            found.decided = match &reference.subject {
                // What a local is made of is not shown: it may be a conditional.
                Subject::Local(_) => true,
                // An index is not null.
                Subject::EachValue if left_out::is_indexed(references) => decided,
                // Null may be among the elements of a collection.
                Subject::EachValue => found.decided || !context.is_chained(),
                _ => found.decided || found.candidates.len() == before && left_out::may_decide(reference, references),
            };
        }
        if let (Some(gap), true) = (nameless, found.candidates.is_empty()) {
            found.leave_open(gap);
        }
    }

    /// The one resource instance and attribute that an expression names, through variables and outputs.
    pub(super) fn sole_referent(&self, context: &Context<'_, 'p>, expression: &Expression<'p>) -> Option<(ResourceId, String)> {
        let references: Vec<Reference> = expression.references().into_iter().cloned().collect();
        let own = same_key(&references).then_some(context.own.as_ref()).flatten();
        let mut open = references.iter().filter(|reference| {
            !matches!(reference.subject, Subject::EachKey | Subject::CountIndex | Subject::Meta(_)) && !self.is_settled(context, reference)
        });
        let (Some(reference), None) = (open.next(), open.next()) else { return None };
        match &reference.subject {
            Subject::Resource { mode, resource_type, name, key } => {
                match self.instances(context, *mode, resource_type, name, key.as_ref(), own).as_slice() {
                    [(id, _)] => Some((*id, reference.attribute()?.to_owned())),
                    _ => None,
                }
            }
            Subject::Variable(name) => {
                let (parent, step) = (context.module.parent()?, context.module.last()?);
                let call = self.configs.module(context.input, &parent)?.module_calls.get(step.name.as_str())?;
                let caller = context.moved(parent, self.own_of_call(context), call.repetition());
                self.sole_referent(&caller, call.expressions().get(name)?)
            }
            Subject::Module { name, key, output: Some(output) } => {
                let children = self.index.children(context.input, &context.module, name);
                let child = match (children, key.as_ref().or_else(|| own?.key_among(children.len()))) {
                    ([one], _) => one.clone(),
                    (several, Some(key)) => {
                        several.iter().find(|child| child.last().and_then(|step| step.key.as_ref()) == Some(key))?.clone()
                    }
                    _ => return None,
                };
                let expression = self.configs.module(context.input, &child)?.outputs.get(output.as_str())?.expression()?;
                self.sole_referent(&context.moved(child, None, None), &expression)
            }
            _ => None,
        }
    }

    /// The key of the module instance that the walk is in.
    pub(super) fn own_of_call(&self, context: &Context<'_, 'p>) -> Option<Own> {
        let (parent, step) = (context.module.parent()?, context.module.last()?);
        Some(Own { key: step.key.clone()?, of: self.index.children(context.input, &parent, &step.name).len() })
    }

    /// Refers to a data source that was read or to a root variable: a known value, of which nothing unknown is made alone.
    fn is_settled(&self, context: &Context<'_, 'p>, reference: &Reference) -> bool {
        match &reference.subject {
            Subject::Resource { mode: Mode::Data, resource_type, name, .. } => {
                let ids = self.instances_of(context.input, &context.module, (Mode::Data, resource_type, name));
                !ids.is_empty() && ids.iter().all(|id| self.node(*id).is_some_and(|node| node.existence == Existence::Read))
            }
            Subject::Variable(_) => context.module.0.is_empty(),
            _ => false,
        }
    }

    /// The instances that a reference can mean, and how surely.
    pub(super) fn instances(
        &self,
        context: &Context<'_, 'p>,
        mode: Mode,
        resource_type: &str,
        name: &str,
        key: Option<&Key>,
        own: Option<&Own>,
    ) -> Vec<(ResourceId, How)> {
        let all = self.instances_of(context.input, &context.module, (mode, resource_type, name));
        let with_key = |key: &Key| all.iter().copied().find(|id| self.node(*id).is_some_and(|node| node.parsed.key.as_ref() == Some(key)));
        if let Some(key) = key {
            return with_key(key).map(|id| (id, How::Reference)).into_iter().collect();
        }
        if let Some(id) = own.and_then(|own| own.key_among(all.len())).and_then(with_key) {
            return vec![(id, How::SameKey)];
        }
        all.iter().map(|id| (*id, How::Reference)).collect()
    }

    fn by_resource(&self, context: &Context<'_, 'p>, reference: &Reference, ids: &[(ResourceId, How)], wanted: &[Kind], found: &mut Found) {
        for (id, how) in ids {
            let Some(node) = self.node(*id) else { continue };
            let how = context.how.max(*how);
            let context = context.at_most(how);
            // What carries any text is of its own kind only where that is wanted.
            let Some(kind) = node.kind.filter(|kind| !kind.spec().holds_anything || wanted.contains(kind)) else {
                // What exists already has known values, which an unknown one does not come from.
                let settled = matches!(node.existence, Existence::Read | Existence::Unchanged | Existence::Forgotten);
                if (!settled || context.known_values)
                    && let Some(expression) = self.handed_on(node, reference)
                {
                    self.by_expression(&context.at(self, node), expression, wanted, found);
                    continue;
                }
                let walked_past = context.how >= How::Scope
                    && !is_stranger(&node.parsed.resource_type, reference.attribute().unwrap_or_default(), wanted);
                if !settled && !walked_past {
                    found.leave_open(Gap::Computed(node.address.to_string()));
                }
                continue;
            };
            let attribute = reference.attribute();
            if wanted.contains(&kind) && attribute.is_none_or(|attribute| kind.spec().keys.contains(&attribute)) {
                self.by_key(&context, node, *id, kind, attribute, wanted, found);
            } else if let Some(default) = default_named(kind, reference.attributes(), wanted) {
                let (owners, open) = self.looked_up(&context, node, *id, kind, &[kind]);
                for owner in owners {
                    if let LinkTarget::Resource(id) = owner.target {
                        found.add(self.adopted(default, id), owner.how);
                    }
                }
                if let Some(gap) = open {
                    found.leave_open(gap);
                }
            } else {
                self.by_link_of(&context, node, kind, attribute, wanted, found);
            }
        }
    }

    /// A resource of a wanted kind, by its key. One that is known is not where an unknown value comes from; a data source that
    /// is read at apply stands for what its own arguments lead to.
    #[expect(clippy::too_many_arguments, reason = "one step of a walk")]
    fn by_key(
        &self,
        context: &Context<'_, 'p>,
        node: &Node<'p>,
        id: ResourceId,
        kind: Kind,
        attribute: Option<&str>,
        wanted: &[Kind],
        found: &mut Found,
    ) {
        let unknown = |key: &str| node.adopts || node.values.root().get(key).is_unknown();
        if !context.known_values && !attribute.map_or_else(|| kind.spec().keys.iter().any(|key| unknown(key)), unknown) {
            return;
        }
        let (targets, open) = self.looked_up(context, node, id, kind, wanted);
        for candidate in targets {
            found.add(candidate.target, candidate.how);
        }
        if let Some(gap) = open {
            found.leave_open(gap);
        }
    }

    /// What a resource stands for: itself, or, of a data source that is read at apply, what its own arguments lead to. Where they lead to
    /// nothing, it may find any of its kind that the input makes.
    fn looked_up(
        &self,
        context: &Context<'_, 'p>,
        node: &Node<'p>,
        id: ResourceId,
        kind: Kind,
        wanted: &[Kind],
    ) -> (Vec<Candidate>, Option<Gap>) {
        let itself = vec![Candidate { target: LinkTarget::Resource(id), how: context.how }];
        if !is_looked_up_at_apply(node, kind) {
            return (itself, None);
        }
        if let Some(target) = self.table_of_subnet(node, kind) {
            return (vec![Candidate { target, how: context.how }], None);
        }
        let mut found = Found::default();
        if let Some(entry) = node.config.and_then(|config| self.configs.get(config)) {
            let there = context.at(self, node).of_known_values();
            for (_, expression) in entry.block.iter() {
                self.by_expression(&there, expression, wanted, &mut found);
            }
        }
        if !found.candidates.is_empty() {
            return (found.candidates, found.open);
        }
        let is_other = |other: &Node<'p>, key: &str| node.text(key).zip(other.text(key)).is_some_and(|(wanted, has)| wanted != has);
        let may_find = |other: &Node<'p>| {
            let made = other.input == node.input && other.parsed.mode == Mode::Managed;
            made && !["id", "arn", "name"].iter().any(|key| is_other(other, key))
        };
        let may_be_made_here = self.index.of_kind(kind).iter().any(|other| self.node(*other).is_some_and(may_find));
        (itself, found.open.or_else(|| may_be_made_here.then(|| Gap::Computed(node.address.clone().into_owned()))))
    }

    /// The route table that a data source finds by a subnet which has it already, and keeps it.
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/route_table>
    fn table_of_subnet(&self, node: &Node<'p>, kind: Kind) -> Option<LinkTarget> {
        let subnet = node.text("subnet_id").filter(|subnet| kind == Kind::RouteTable && !subnet.is_empty())?;
        let keeps = |other: &&Node<'p>| {
            other.existence == Existence::Unchanged
                && !other.doubtful
                && other.parsed.mode == Mode::Managed
                && other.text("subnet_id") == Some(subnet)
        };
        let mut all = self.index.of_kind(Kind::RouteTableAssociation).iter().filter_map(|id| self.node(*id)).filter(keeps);
        let (association, None) = (all.next()?, all.next()) else { return None };
        self.by_value(association, &[kind], association.text("route_table_id")?, &["route_table_id"], &[]).only()
    }

    /// A resource of another kind: its attribute may itself link to what is wanted.
    fn by_link_of(
        &self,
        context: &Context<'_, 'p>,
        node: &Node<'p>,
        kind: Kind,
        attribute: Option<&str>,
        wanted: &[Kind],
        found: &mut Found,
    ) {
        let mut followed = false;
        for spec in kind.spec().links {
            let leads = spec.targets.iter().any(|target| wanted.contains(target));
            if !leads || attribute.is_some_and(|attribute| spec.path.first() != Some(&attribute)) {
                continue;
            }
            followed = true;
            if !context.visit(&(&node.address, spec.path)) {
                found.met = true;
                continue;
            }
            let mut links = Vec::new();
            self.resolve_into(node, spec, &context.visited, &mut links);
            for (_, link) in links {
                for candidate in link.candidates() {
                    found.add(candidate.target, context.how.max(candidate.how));
                }
                if let Some(gap) = link.gap() {
                    found.leave_open(gap.clone());
                }
                for outside in link.outside() {
                    found.leave_open(Gap::Computed(outside.to_owned()));
                }
            }
        }
        // An attribute that names nothing of this kind, such as an availability zone that picks from a map, adds no candidate, but may be
        // a part of a text. Where nothing else does, the link is left open by `Found::finish`.
        if !followed && context.how < How::Scope && (attribute.is_none() || are_texts(wanted)) {
            found.leave_open(Gap::Computed(node.address.to_string()));
        }
    }
}

/// A data source that finds what its arguments lead to. A policy document is no look-up, it is made of its arguments; an image is
/// described by them.
pub(super) fn is_looked_up_at_apply(node: &Node<'_>, kind: Kind) -> bool {
    node.existence == Existence::ReadAtApply && !matches!(kind, Kind::PolicyDocument | Kind::Ami | Kind::SsmParameter | Kind::Rendered)
}

/// The references are to one thing of several instances and to the block's own key, with nothing else that could make an index.
fn same_key(references: &[Reference]) -> bool {
    let keyed = references.iter().any(|reference| matches!(reference.subject, Subject::EachKey | Subject::CountIndex));
    let cut = references.iter().filter(|reference| match &reference.subject {
        Subject::Resource { key: None, .. } => reference.path.is_empty(),
        Subject::Module { key: None, output: None, .. } => true,
        _ => false,
    });
    let computing = |reference: &Reference| {
        matches!(reference.subject, Subject::Variable(_) | Subject::Local(_) | Subject::EachValue | Subject::Other(_))
    };
    keyed && cut.count() == 1 && !references.iter().any(computing)
}
