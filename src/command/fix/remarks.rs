//! What `fix` says of findings. What is so of several checks at one address is said once: they have one cause. Without `--verbose` only what
//! is left is told, and what is done is counted: the difference shows it.

use crate::format::words::count;
use ssm_check_checks::{Finding, Severity};
use std::collections::HashMap;

/// Sentences about findings, in the order in which they were first said.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<FixRemark>,
    /// The place of each in `all`, by address and text.
    known: HashMap<(String, String), usize>,
}

#[derive(Debug)]
struct FixRemark {
    checks: Vec<&'static str>,
    address: String,
    severity: Severity,
    kind: RemarkKind,
    text: String,
}

/// What a remark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RemarkKind {
    /// An edit, and what could be done instead.
    Edit,
    /// What has to be known, whatever else is told.
    Needed,
    /// No edit is known for it.
    ByHand,
    /// It was not edited, for this reason.
    Left(String),
    /// What will come of an edit.
    Outlook(&'static str),
}

/// As many addresses are named in a summary.
const NAMED: usize = 3;

impl Remarks {
    /// Says something of a finding.
    pub(super) fn say(&mut self, finding: &Finding, kind: RemarkKind, text: impl Into<String>) {
        let (text, check, next) = (text.into(), finding.check.id, self.all.len());
        let at = *self.known.entry((finding.address.clone(), text.clone())).or_insert(next);
        match self.all.get_mut(at) {
            Some(remark) if remark.checks.contains(&check) => {}
            Some(remark) => remark.checks.push(check),
            None => {
                self.all.push(FixRemark { checks: vec![check], address: finding.address.clone(), severity: finding.severity, kind, text });
            }
        }
    }

    /// Everything, one line each: "SSM401, SSM402 `aws_iam_role.ops`: …", without the backticks; or a summary.
    pub(super) fn sentences(&self, verbose: bool) -> Vec<String> {
        if verbose {
            return self.all.iter().map(FixRemark::sentence).collect();
        }
        let mut kinds: Vec<&RemarkKind> = Vec::new();
        for remark in &self.all {
            if !kinds.contains(&&remark.kind) {
                kinds.push(&remark.kind);
            }
        }
        kinds.sort_by_key(|kind| !matches!(kind, RemarkKind::Outlook(_)));
        let mut sentences: Vec<String> = kinds.iter().flat_map(|kind| self.summary(kind)).collect();
        if self.all.iter().any(|remark| matches!(remark.kind, RemarkKind::Edit | RemarkKind::ByHand | RemarkKind::Left(_))) {
            sentences.push("`--verbose` tells each edit, what could be done instead, and how to fix the rest by hand".to_owned());
        }
        sentences
    }

    fn summary(&self, kind: &RemarkKind) -> Vec<String> {
        let mut of_kind: Vec<&FixRemark> = self.all.iter().filter(|remark| remark.kind == *kind).collect();
        // The worst are named.
        of_kind.sort_by_key(|remark| std::cmp::Reverse(remark.severity));
        let what = match kind {
            RemarkKind::Edit => return Vec::new(),
            RemarkKind::Needed => return of_kind.into_iter().map(FixRemark::sentence).collect(),
            RemarkKind::ByHand => "fix by hand".to_owned(),
            RemarkKind::Left(why) => format!("left ({why})"),
            RemarkKind::Outlook(what) => (*what).to_owned(),
        };
        let mut places: Vec<(&str, Vec<&str>)> = Vec::new();
        for remark in of_kind {
            let at = places.iter().position(|(address, _)| *address == remark.address).unwrap_or_else(|| {
                places.push((&remark.address, Vec::new()));
                places.len() - 1
            });
            if let Some((_, checks)) = places.get_mut(at) {
                for check in &remark.checks {
                    if !checks.contains(check) {
                        checks.push(check);
                    }
                }
            }
        }
        let place = |(address, checks): &(&str, Vec<&str>)| format!("{} {address}", checks.join(", "));
        let mut named: Vec<String> = places.iter().take(NAMED).map(place).collect();
        if let Some(more) = places.len().checked_sub(NAMED).filter(|more| *more > 0) {
            named.push(format!("and {}", count(more, "more resource")));
        }
        vec![format!("{what}: {}", named.join("; "))]
    }
}

impl FixRemark {
    fn sentence(&self) -> String {
        format!("{} {}: {}", self.checks.join(", "), self.address, self.text)
    }
}
