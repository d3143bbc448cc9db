//! What `fix` says of findings. What is so of several checks at one address is said once: they have one cause. Without `--verbose` only what
//! is left is told, and what is done is counted: the difference shows it.

use crate::format::words::count;
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
    kind: Kind,
    text: String,
}

/// What a remark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    pub(super) fn say(&mut self, finding: &Finding, kind: Kind, text: impl Into<String>) {
        let (text, check, next) = (text.into(), finding.check.id, self.all.len());
        let at = *self.known.entry((finding.address.clone(), text.clone())).or_insert(next);
        match self.all.get_mut(at) {
            Some(remark) if remark.checks.contains(&check) => {}
            Some(remark) => remark.checks.push(check),
            None => self.all.push(Remark { checks: vec![check], address: finding.address.clone(), kind, text }),
        }
    }

    /// Everything, one line each: "SSM401, SSM402 `aws_iam_role.ops`: …", without the backticks; or a summary.
    pub(super) fn sentences(&self, verbose: bool) -> Vec<String> {
        if verbose {
            return self.all.iter().map(Remark::sentence).collect();
        }
        let mut kinds: Vec<&Kind> = Vec::new();
        for remark in &self.all {
            if !kinds.contains(&&remark.kind) && remark.kind != Kind::Edit {
                kinds.push(&remark.kind);
            }
        }
        let outlooks = |kind: &&&Kind| !matches!(kind, Kind::Outlook(_));
        kinds.sort_by_key(|kind| outlooks(&kind));
        let mut sentences: Vec<String> = kinds.iter().flat_map(|kind| self.summary(kind)).collect();
        if self.all.iter().any(|remark| matches!(remark.kind, Kind::Edit | Kind::ByHand | Kind::Left(_))) {
            sentences.push("`--verbose` tells each edit, what could be done instead, and how to fix the rest by hand".to_owned());
        }
        sentences
    }

    fn summary(&self, kind: &Kind) -> Vec<String> {
        let of_kind: Vec<&Remark> = self.all.iter().filter(|remark| remark.kind == *kind).collect();
        let what = match kind {
            Kind::Edit => return Vec::new(),
            Kind::Needed => return of_kind.into_iter().map(Remark::sentence).collect(),
            Kind::ByHand => "fix by hand".to_owned(),
            Kind::Left(why) => format!("left ({why})"),
            Kind::Outlook(what) => (*what).to_owned(),
        };
        let mut places: Vec<(&str, Vec<&str>)> = Vec::new();
        for remark in of_kind {
            let at = places.iter().position(|(address, _)| *address == remark.address).unwrap_or_else(|| {
                places.push((&remark.address, Vec::new()));
                places.len() - 1
            });
            if let Some((_, checks)) = places.get_mut(at) {
                checks.extend(remark.checks.iter().filter(|check| !checks.contains(*check)).copied().collect::<Vec<_>>());
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

impl Remark {
    fn sentence(&self) -> String {
        format!("{} {}: {}", self.checks.join(", "), self.address, self.text)
    }
}
