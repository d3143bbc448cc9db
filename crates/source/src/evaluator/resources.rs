//! What is written of resources, and what of that is not understood.

use super::{Evaluator, Name, SENSITIVE};
use crate::ast::Span;
use crate::body::Body;
use crate::scope::Scope;
use crate::value::why_unknown;
use ssm_check_plan::ResourceAddress;
use std::collections::BTreeMap;

impl<'s, 'p> Evaluator<'s, 'p> {
    /// The written arguments of a resource instance or data source; `None` where the sources do not have it.
    pub fn resource(&self, address: &ResourceAddress) -> Option<Body<'_, 's, 'p>> {
        let name = (address.mode, address.resource_type.clone(), address.name.clone());
        let block = self.config(&address.module)?.resources.get(&name)?;
        self.begin();
        let repetition = self.repetition(Name::Resource(address.module.clone(), name), block);
        if block.is_repeated() != address.key.is_some() {
            return None;
        }
        let scope = Scope::instance(address.module.clone(), &repetition, address.key.as_ref(), Some(address.clone()));
        Some(Body::written(self, block, scope))
    }

    /// The arguments of what the plan makes or keeps whose value neither the plan nor the sources tell, for another reason than that
    /// something is made at apply, by place: calls and files that are not understood.
    pub fn unevaluated(&self) -> BTreeMap<Span, String> {
        let mut found = BTreeMap::new();
        for change in self.plan.changes.iter().filter(|change| change.deposed.is_none() && !change.change.actions.removes()) {
            let Some(body) = self.resource(&change.parsed) else { continue };
            let shown = change.change.after().ok().flatten();
            // What the plan tells needs no sources.
            let is_told = |name: &str| shown.as_ref().is_some_and(|values| !values.root().get(name).has_unknown());
            for name in body.attribute_names().into_iter().filter(|name| !is_told(name)) {
                if let Some(argument) = body.attribute(name)
                    && let Some(why) = why_unknown(&argument.value).filter(|why| *why != SENSITIVE)
                {
                    found.entry(argument.span).or_insert_with(|| why.to_owned());
                }
            }
        }
        found
    }
}
