//! References that lead into a module or out of it: outputs, variables, and the value of `each`.

use super::super::{Found, Resolver};
use super::context::Context;
use crate::{Gap, Kind};
use ssm_check_plan::{Key, Reference, Subject};

impl<'p> Resolver<'_, 'p> {
    /// A module output; without the output's name, any of them.
    pub(crate) fn by_output(
        &self,
        context: &Context<'_, 'p>,
        (name, key): (&str, Option<&Key>),
        output: Option<&str>,
        wanted: &[Kind],
        found: &mut Found,
    ) {
        let all = self.index.children(context.input, &context.module, name);
        let of_key = key.and_then(|key| all.iter().find(|child| child.last().and_then(|step| step.key.as_ref()) == Some(key)));
        let children = match of_key {
            Some(one) => vec![one.clone()],
            None if all.is_empty() => vec![context.module.child(name, None)],
            None => all.to_vec(),
        };
        for child in children {
            let Some(module) = self.configs.module(context.input, &child) else {
                found.leave_open(Gap::Computed(format!("module.{name}")));
                continue;
            };
            let inside = context.moved(child, None, None);
            let outputs = module.outputs.iter().filter(|(name, _)| output.is_none_or(|wanted| wanted == name.as_str()));
            for (_, output) in outputs {
                if let Some(expression) = output.expression() {
                    self.by_expression(&inside, &expression, wanted, found);
                }
            }
        }
    }

    /// Any output of a call.
    pub(crate) fn by_call(&self, context: &Context<'_, 'p>, name: &str, wanted: &[Kind], found: &mut Found) {
        self.by_output(context, (name, None), None, wanted, found);
    }

    /// A variable: its argument in the caller; without a name, any argument.
    pub(crate) fn by_variable(&self, context: &Context<'_, 'p>, name: Option<&str>, wanted: &[Kind], found: &mut Found) {
        // A root variable has a value, which an unknown attribute cannot come from.
        let (Some(parent), Some(step)) = (context.module.parent(), context.module.last()) else { return };
        let Some(call) = self.configs.module(context.input, &parent).and_then(|module| module.module_calls.get(step.name.as_str())) else {
            found.leave_open(Gap::Untraceable);
            return;
        };
        let caller = context.moved(parent, self.own_of_call(context), call.repetition());
        for (argument, expression) in call.expressions().iter() {
            if name.is_none_or(|name| name == argument) {
                self.by_expression(&caller, expression, wanted, found);
            }
        }
    }

    /// `each.value`: an element of the collection; chained to another resource's instances, the one with the same key.
    pub(crate) fn by_each_value(&self, context: &Context<'_, 'p>, wanted: &[Kind], found: &mut Found) {
        let Some(repetition) = &context.repetition else {
            found.leave_open(Gap::Untraceable);
            return;
        };
        let references: Vec<Reference> = repetition.references().into_iter().cloned().collect();
        if context.is_chained() {
            let with_key: Vec<_> = references.iter().cloned().chain([Reference { subject: Subject::EachKey, path: Vec::new() }]).collect();
            self.by_references(context, &with_key, wanted, found);
        } else {
            // The collection was written outside of the block: `each` and `count` mean nothing there.
            self.by_references(&context.moved(context.module.clone(), None, None), &references, wanted, found);
        }
    }
}
