//! Why a request is refused: nothing allows it, or a statement denies it.

use ssm_check_iam::{Decision, Effect, Layer, Outcome};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nothing allows it; the layer that lacks it.
    Implicit(Option<Layer>),
    /// A statement denies it; the layer that has it.
    Explicit(Option<Layer>),
}

/// Why a request that no choice lets through is refused. Without a choice of what is free the decision may be open: then a
/// statement that may deny is the reason where everything else allows.
pub(super) fn reason(outcome: &Outcome) -> Reason {
    match outcome.decision {
        Decision::ExplicitDeny => Reason::Explicit(outcome.by),
        Decision::ImplicitDeny | Decision::Allowed => Reason::Implicit(outcome.by),
        Decision::Unknown => match outcome.matching().find(|found| found.effect == Effect::Deny) {
            Some(found) => Reason::Explicit(Some(found.layer)),
            None => Reason::Implicit(outcome.by),
        },
    }
}
