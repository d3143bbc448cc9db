//! Changes of the sources that would put findings right, for formats in which a reader can take one over.

use crate::edits::{Editable, price};
use crate::kept::Kept;
use crate::lines::private_lines;
use crate::places::in_repository;
use crate::{Accepted, Reported};
use ssm_check_checks::{Analysis, Inputs, Repair, Verdict};
use ssm_check_fix::{Changed, Replaced};
use ssm_check_message::{Message, say};

/// As many findings get suggestions: whoever has more begins with those.
const FINDINGS: usize = 200;
/// As many bytes of files are edited for all of them, each file counted once for each edit: every edit reads its file anew.
const BYTES: usize = 16 << 20;
/// As many ways of one finding are suggested.
const WAYS: usize = 3;

/// One way to put a finding right: all of its causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is done.
    pub description: Message,
    /// What it costs or opens, in words.
    pub price: Option<&'static str>,
    /// The files, and what is replaced in each.
    pub files: Vec<SuggestedFile>,
}

impl Suggestion {
    /// What is done, and what it costs or opens.
    pub fn with_price(&self) -> Message {
        let price = self.price.map(|price| say!(" ({})", price));
        self.description.clone().then(price.unwrap_or_default())
    }
}

/// What is replaced in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedFile {
    /// Relative to the repository, with forward slashes.
    pub in_repository: String,
    /// From the top, none touching another.
    pub replaced: Vec<Replaced>,
}

impl Accepted<'_> {
    /// The same, with suggestions for what fails. `hidden` tells whether a line holds what must not be printed.
    #[must_use]
    pub fn suggesting(mut self, inputs: &Inputs<'_, '_>, analysis: &Analysis, hidden: impl Fn(&str) -> bool) -> Self {
        let mut editable = Editable::all(inputs);
        let kept = Kept::new(self.accepted(), analysis);
        let failing = self.findings.iter_mut().filter(|reported| {
            reported.waived.is_none() && reported.finding.verdict == Verdict::Fail && !reported.finding.repairs.iter().all(Vec::is_empty)
        });
        let mut left = BYTES;
        for reported in failing.take(FINDINGS) {
            reported.suggestions = suggestions(reported, &kept, &mut editable, &hidden, &mut left);
        }
        self
    }
}

fn suggestions(
    reported: &Reported<'_>,
    kept: &Kept<'_>,
    editable: &mut [Editable<'_, '_>],
    hidden: &impl Fn(&str) -> bool,
    left: &mut usize,
) -> Vec<Suggestion> {
    let causes = &reported.finding.repairs;
    let origin = kept.origin(reported.finding);
    let most = causes.iter().map(Vec::len).max().unwrap_or_default().min(WAYS);
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for way in 0..most {
        let ways: Option<Vec<&Repair>> = causes.iter().map(|cause| cause.get(way).or(cause.first())).collect();
        let ways = ways.filter(|ways| ways.iter().all(|repair| kept.protects(reported.finding, repair, editable).is_none()));
        let suggestion = ways.filter(|_| *left > 0).and_then(|ways| suggestion(&ways, origin, editable, hidden, left));
        if let Some(suggestion) = suggestion.filter(|one| suggestions.iter().all(|other| other.files != one.files)) {
            suggestions.push(suggestion);
        }
    }
    suggestions
}

/// One repair for each cause; none where one of them cannot be written, or what would be shown must not be.
fn suggestion(
    ways: &[&Repair],
    origin: Option<usize>,
    editable: &mut [Editable<'_, '_>],
    hidden: &impl Fn(&str) -> bool,
    left: &mut usize,
) -> Option<Suggestion> {
    let one = editable.iter_mut().find(|one| ways.iter().all(|repair| one.has(repair, origin)))?;
    let mut description = Message::default();
    let mut is_whole = true;
    for (number, repair) in ways.iter().enumerate() {
        let Ok(applied) = one.fixer.apply(repair) else {
            is_whole = false;
            break;
        };
        if applied.changed {
            let and = if number > 0 && !description.is_empty() { say!("; ") } else { Message::default() };
            description = description.then(and).then(repair.describe());
        }
    }
    let changed = one.fixer.changed();
    one.fixer.revert();
    let edits: usize = ways.iter().map(|repair| repair.edits.len()).sum();
    *left = left.saturating_sub(edits * changed.iter().map(|changed| changed.after.len()).sum::<usize>());
    if !is_whole || changed.is_empty() {
        return None;
    }
    let price = price(ways);
    let files: Option<Vec<_>> = changed.iter().map(|changed| file(changed, hidden)).collect();
    Some(Suggestion { description, price, files: files? })
}

fn file(changed: &Changed, hidden: &impl Fn(&str) -> bool) -> Option<SuggestedFile> {
    let replaced = changed.replaced();
    let private = private_lines(&changed.before);
    // What is added is ours; what is there already may hold anything.
    let is_fit = replaced.iter().all(|replaced| {
        let old = private.iter().skip(replaced.line - 1).take(replaced.lines);
        !old.clone().any(|private| *private) && !replaced.text.lines().any(hidden)
    });
    is_fit.then_some(SuggestedFile { in_repository: in_repository(&changed.path)?, replaced })
}
