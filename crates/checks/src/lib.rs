//! The checks: what the graph of a plan says about sessions and tunnels.
//!
//! One file for each check under `rules`; the questions that several checks share are answered once, in `identity`, `network`
//! and `access`. No IO, no printing, no serialisation: [`analyse`] takes plans and returns plain data.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod arn;
mod check;
mod context;
mod finding;
mod identity;
mod network;
mod policies;
mod reachability;
mod removed;
mod report;
mod rules;
mod target;
mod user_data;

pub use check::{Check, HEADINGS};
pub use context::{Context, Ec2Messages, Options};
pub use finding::{AttrRef, Change, Evidence, Finding, Severity, Verdict, Witness};
pub use report::{AccessRow, Analysis, IdentityReport, NetworkReport, PathReport, TargetReport};
pub use rules::CHECKS;

use ssm_check_graph::{Graph, GraphError, Picture};
use removed::Removed;
use ssm_check_plan::Plan;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Analyses plans as one picture.
///
/// A check that panics becomes an entry of [`Analysis::internal_errors`], and the others still report.
///
/// Errors: a resource whose values cannot be decoded.
pub fn analyse(plans: &[&Plan<'_>], options: &Options) -> Result<Analysis, GraphError> {
    let graph = Graph::build(plans, Picture::Planned)?;
    let prior = Graph::build(plans, Picture::Prior)?;
    let removed = Removed::new(&prior, &graph);
    let context = Context::new(&graph, options, &removed);
    let mut analysis = Analysis { targets: context.target_reports(), ..Analysis::default() };
    for check in CHECKS.iter().filter(|check| options.runs(check)) {
        let mut findings = Vec::new();
        match catch_unwind(AssertUnwindSafe(|| (check.run)(&context, &mut findings))) {
            Ok(()) => analysis.findings.append(&mut findings),
            Err(panic) => analysis.internal_errors.push(format!("{} failed internally: {}", check.id, panic_message(panic.as_ref()))),
        }
    }
    analysis.findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    Ok(analysis)
}

fn sort_key(finding: &Finding) -> (&str, &str, Option<&str>, &str) {
    (&finding.address, finding.check.id, finding.attribute.as_deref(), &finding.message)
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
