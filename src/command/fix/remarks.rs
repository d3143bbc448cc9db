//! What `fix` says of findings. What is so of several checks at one address is said once: they have one cause.

use ssm_check_checks::Finding;
use std::collections::HashMap;

/// Sentences about findings, in the order in which they were first said.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<Remark>,
    /// The place of each in `all`, by address and text.
    known: HashMap<(String, String), usize>,
}

#[derive(Debug)]
struct Remark {
    checks: Vec<&'static str>,
    address: String,
    text: String,
}

impl Remarks {
    /// Says something of a finding.
    pub(super) fn say(&mut self, finding: &Finding, text: impl Into<String>) {
        let (text, check, next) = (text.into(), finding.check.id, self.all.len());
        let at = *self.known.entry((finding.address.clone(), text.clone())).or_insert(next);
        match self.all.get_mut(at) {
            Some(remark) if remark.checks.contains(&check) => {}
            Some(remark) => remark.checks.push(check),
            None => self.all.push(Remark { checks: vec![check], address: finding.address.clone(), text }),
        }
    }

    /// One line each: "SSM401, SSM402 `aws_iam_role.ops`: …", without the backticks.
    pub(super) fn sentences(&self) -> impl Iterator<Item = String> + '_ {
        self.all.iter().map(|remark| format!("{} {}: {}", remark.checks.join(", "), remark.address, remark.text))
    }
}
