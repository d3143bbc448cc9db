//! What one run may spend on the sources of a plan, counted and not timed: the same files give the same values on any machine.

use crate::limits;
use ssm_check_plan::Plan;
use std::sync::atomic::{AtomicU64, Ordering};

/// The steps that are left to all evaluations of one plan's sources.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU64,
}

impl Budget {
    /// More for a plan of more resources, each of which asks.
    pub(crate) fn for_plan(plan: &Plan<'_>) -> Self {
        let resources = u64::try_from(plan.changes.len()).unwrap_or(u64::MAX);
        Self { left: AtomicU64::new(resources.saturating_mul(limits::STEPS_OF_RESOURCE).saturating_add(limits::STEPS_OF_RUN)) }
    }

    /// Spends steps; `false` where so many are not left, and then none is.
    pub(crate) fn spend(&self, steps: u64) -> bool {
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(steps), Ordering::Relaxed);
        steps <= left
    }

    /// Nothing is left: what was asked since is not known.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

#[cfg(test)]
mod tests {
    use crate::{Evaluator, Sources, Sym, why_unknown};
    use ssm_check_plan::{ModuleAddress, Plan};
    use std::sync::atomic::Ordering;

    const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.8.0", "planned_values": {}, "resource_changes": [{"address": "t_a.x", "mode": "managed", "provider_name": "registry.opentofu.org/a/t", "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}}], "configuration": {"root_module": {"resources": [{"address": "t_a.x", "mode": "managed", "type": "t_a", "name": "x", "expressions": {}}]}}}"#;

    /// Evaluates with few steps, on top of those that a plan has: the value, and how many it took.
    fn spent(name: &str, files: &[(&str, &str)], expression: &str) -> (Sym, u64) {
        let dir = std::env::temp_dir().join(format!("ssm-check-budget-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        for (file, text) in files.iter().chain([&("main.tf", "resource \"t_a\" \"x\" {\n}\n")]) {
            std::fs::write(dir.join(file), text).unwrap();
        }
        let plan = Plan::parse(PLAN).unwrap();
        let sources = Sources::load(&dir, &plan).unwrap();
        let left = || sources.budget.left.load(Ordering::Relaxed);
        let before = left();
        let value = Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, expression);
        (value, before - left())
    }

    #[test]
    fn templates_that_call_themselves_are_left_open() {
        let files =
            [("a.tpl", r#"${templatefile("b.tpl", {})}${templatefile("b.tpl", {})}"#), ("b.tpl", r#"${templatefile("a.tpl", {})}"#)];
        let (value, steps) = spent("templates", &files, r#"templatefile("a.tpl", {})"#);
        assert_eq!(why_unknown(&value), Some("the evaluation is too large"));
        assert!(steps < 1_100_000, "{steps}");
    }
}
