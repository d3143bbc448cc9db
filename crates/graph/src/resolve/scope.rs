//! By scope: a local value or a dynamic block cuts the trail, and the candidates are what the module could name.

use super::reference::Context;
use super::{Found, Resolver, are_texts};
use crate::made_along::made_along;
use crate::{Gap, How, Kind, LinkTarget};

impl<'p> Resolver<'_, 'p> {
    /// Every resource of a wanted kind that the module could name and that is not known: its own, those that its arguments
    /// lead to, and those that the outputs of its calls lead to. An unknown value comes from something that the plan makes, so
    /// one candidate is a fact, but of texts, which can be put together of anything.
    pub(super) fn by_scope(&self, context: &Context<'_, 'p>, wanted: &[Kind], found: &mut Found) {
        if !context.visit(&("scope", wanted)) {
            found.met = true;
            return;
        }
        let mut scoped = Found::default();
        for kind in wanted {
            for id in self.index.of_kind(*kind) {
                let Some(node) = self.node(*id) else { continue };
                let here = node.input == context.input && node.parsed.module == context.module;
                if here && kind.spec().keys.iter().any(|key| node.values.root().get(key).is_unknown()) {
                    scoped.add(LinkTarget::Resource(*id), How::Scope);
                }
            }
        }
        self.defaults_in_scope(context, wanted, &mut scoped);
        let context = context.at_most(How::Scope);
        self.by_variable(&context, None, wanted, &mut scoped);
        if let Some(module) = self.configs.module(context.input, &context.module) {
            for name in module.module_calls.keys() {
                self.by_call(&context, name, wanted, &mut scoped);
            }
        }
        self.relevant_only(&mut scoped);
        if are_texts(wanted) {
            scoped.leave_open(Gap::Untraceable);
        }
        if let Some(stranger) = self.relevant.stranger(context.input, &context.module, wanted) {
            found.leave_open(Gap::Computed(stranger.to_owned()));
        }
        found.candidates.append(&mut scoped.candidates);
        if let Some(gap) = scoped.open {
            found.leave_open(gap);
        }
    }

    /// `aws_vpc.x.default_security_group_id` in a local, where the plan's relevant attributes have it.
    fn defaults_in_scope(&self, context: &Context<'_, 'p>, wanted: &[Kind], scoped: &mut Found) {
        for (kind, made) in made_along().filter(|(_, made)| wanted.contains(&made.kind())) {
            for owner in self.index.of_kind(kind) {
                let Some(node) = self.node(*owner) else { continue };
                let named = self.relevant.has(node.input, node.parsed, made.attribute());
                if node.input == context.input && named {
                    scoped.add(self.adopted(made.default, *owner), How::Scope);
                }
            }
        }
    }

    /// Drops what no change of the plan depends on, by the plan's own list.
    fn relevant_only(&self, scoped: &mut Found) {
        let relevant = |target: &LinkTarget| match target {
            LinkTarget::Default(..) => true,
            LinkTarget::Resource(id) => self.node(*id).is_some_and(|node| {
                let keys = node.kind.map_or(&[] as &[_], |kind| kind.spec().keys);
                keys.iter().any(|key| self.relevant.has(node.input, node.parsed, key))
            }),
        };
        let kept: Vec<_> = scoped.candidates.iter().copied().filter(|candidate| relevant(&candidate.target)).collect();
        if !kept.is_empty() {
            scoped.candidates = kept;
        }
    }
}
