//! What Terraform would plan of edited sources, as far as the plan of the sources before tells it.
//!
//! The values that an edit may change are forgotten: they become unknown, as if they were known after apply. What the edited sources
//! tell of them for certain is filled in as for any other plan, and what they do not tell stays unknown. So nothing is told that the
//! edited sources do not say; what the provider would answer, or refuse, is not told.

mod configuration;
mod differences;

use crate::evaluator::Evaluator;
use crate::load::Config;
use crate::modules::Sources;
use crate::scope::Scope;
use serde_json::{Map, Value, json};
use ssm_check_plan::{ModuleAddress, Plan};
use std::collections::BTreeSet;

/// A value that changes may change others, each time one step further.
const MOST_ROUNDS: usize = 6;

/// A plan as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicted {
    /// The JSON of the plan.
    pub text: String,
    /// Blocks whose instances the edited sources do not tell: how many there are may be another number than the plan has.
    pub open: BTreeSet<String>,
}

impl Sources {
    /// What a plan of the edited sources would show; `self` is what `plan` was made of. `None` where too much follows from the edits.
    pub fn predict(&self, plan: &Plan<'_>, edited: &Self) -> Option<Predicted> {
        let mut document = plan.document()?;
        // Every value in it has a change as well, which is what is read.
        document.insert("planned_values".to_owned(), json!({}));
        let root = document.get_mut("configuration")?.get_mut("root_module")?;
        configuration::rewrite(root, self, edited, &mut Vec::new());
        let before = Evaluator::new(self, plan);
        forget_defaults(&mut document, &before, edited);
        let mut open = BTreeSet::new();
        for _ in 0..MOST_ROUNDS {
            let text = serde_json::to_string(&document).ok()?;
            let now = Plan::parse(&text).ok()?;
            let after = Evaluator::new(edited, &now);
            if !differences::forget(&mut document, &before, &after, &mut open) {
                return Some(Predicted { text, open });
            }
        }
        None
    }
}

/// A variable of the root that has its default, by all the plan tells, has the other one where that is edited.
fn forget_defaults(document: &mut Map<String, Value>, before: &Evaluator<'_, '_>, edited: &Sources) {
    let root = ModuleAddress::default();
    let (Some(Value::Object(variables)), Some(was)) = (document.get_mut("variables"), before.config(&root)) else { return };
    let Some(is) = Evaluator::new(edited, before.plan).config(&root) else { return };
    variables.retain(|name, _| {
        let default = |config: &Config| config.variables.get(name).and_then(|block| block.attribute("default").cloned());
        let (old, new) = (default(was), default(is));
        let value = |expr| before.value(expr, &Scope::constant());
        let is_default = || before.given(&root, name).zip(old.as_ref().map(value)).is_some_and(|(given, old)| given.is_alike(&old));
        old == new || new.is_none() || !is_default()
    });
}
