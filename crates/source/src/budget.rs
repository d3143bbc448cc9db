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
        let steps = resources.saturating_mul(limits::STEPS_OF_RESOURCE).saturating_add(limits::STEPS_OF_RUN);
        Self { left: AtomicU64::new(steps.min(limits::MOST_STEPS)) }
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

    /// Each kind of work is charged for: no question takes more than its steps, and what takes more is left open.
    #[test]
    fn what_takes_too_much_is_left_open() {
        let big = "abcdefg\n".repeat(1 << 17);
        let words = "a".repeat(1 << 20);
        let files = [("big.txt", big.as_str()), ("words.txt", words.as_str()), ("call.tpl", "${upper(t)}")];
        let loops = |of: &str| format!("[for i in range(1000) : {of}]");
        let cases = [
            ("file", loops(r#"length("${i}${file("big.txt")}")"#), "too large"),
            ("hash", loops(r#"filesha256("big.txt")"#), "too large"),
            ("template", loops(r#"templatefile("call.tpl", {t = file("big.txt")})"#), "too large"),
            ("regexall", r#"regexall(".*[^a]|a", substr(file("words.txt"), 0, 90000))"#.to_owned(), "too large"),
            ("patterns", loops(r#"regexall("${i}[a-z]{1,40}", "x")"#), "too large"),
            ("replaced", r#"replace(file("words.txt"), "a", file("big.txt"))"#.to_owned(), "too large"),
            (
                "replaced-pattern",
                r#"replace(file("words.txt"), "/a/", substr(file("big.txt"), 0, 1000))"#.to_owned(),
                "the evaluation is too large",
            ),
            ("joined", r#"join(file("words.txt"), range(1000))"#.to_owned(), "too large"),
            ("padded", r#"format(join("", [for i in range(1000) : "%9999[1]d"]), 1)"#.to_owned(), "too large"),
            ("yaml", r#"yamldecode(join("", [for i in range(1000) : "["]))"#.to_owned(), "too deep"),
            ("csv", r#"csvdecode("${file("words.txt")}\n${file("big.txt")}")"#.to_owned(), "too large"),
            (
                "sets",
                "setsubtract([for i in range(1000) : [for j in range(4) : i]], [for i in range(1000) : [for j in range(4) : i + 5000]])"
                    .to_owned(),
                "",
            ),
        ];
        for (name, expression, why) in cases {
            let (value, steps) = spent(name, &files, &expression);
            assert!(steps < 2_000_000, "{name}: {steps}");
            assert!(
                why_unknown(&value).map_or(why.is_empty(), |open| !why.is_empty() && open.contains(why)),
                "{name}: {:?}",
                why_unknown(&value)
            );
        }
    }

    /// One question that takes too much does not take the others with it, and all of them end.
    #[test]
    fn questions_share_what_there_is() {
        let dir = std::env::temp_dir().join(format!("ssm-check-budget-{}-shared", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("main.tf"), "resource \"t_a\" \"x\" {\n}\n").unwrap();
        let plan = Plan::parse(PLAN).unwrap();
        let sources = Sources::load(&dir, &plan).unwrap();
        let ask = |expression: &str| Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, expression);
        let endless = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]";
        assert!(why_unknown(&ask(endless)).is_some());
        assert_eq!(ask("1 + 1").to_string(), "2");
        assert!(why_unknown(&ask(endless)).is_some() && why_unknown(&ask(endless)).is_some());
        assert!(sources.budget.is_spent());
        assert_eq!(why_unknown(&ask("1 + 1")), Some("the evaluation is too large"));
    }
}
