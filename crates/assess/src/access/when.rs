//! When a session may be started, where policies turn on the time.

use super::{Asking, DocumentResource, TargetResource};
use ssm_check_iam::{Instant, Truth};

/// From when on, and until when; `None` of what is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first instant; none where it is now.
    pub from: Option<Instant>,
    /// The first instant after it at which it ends.
    pub until: Option<Instant>,
}

impl Period {
    /// The next period in which the caller may start the document on the target; `None` where the policies do not turn on the time, or the
    /// inputs do not tell when they were made.
    pub(super) fn of(asking: &Asking<'_, '_>, target: &TargetResource, document: &DocumentResource<'_>, named: bool) -> Option<Self> {
        let now = asking.now()?;
        let mut instants = asking.layers().instants(now);
        if instants.len() < 2 {
            return None;
        }
        instants.sort();
        let mut period: Option<Self> = None;
        for at in instants {
            let open = asking.at(at).start(target, document, named).is_some_and(|decision| decision.truth == Truth::True);
            match (&mut period, open) {
                (None, true) => period = Some(Self { from: (at > now).then_some(at), until: None }),
                (Some(period), false) => {
                    period.until = Some(at);
                    return Some(*period);
                }
                (None, false) | (Some(_), true) => {}
            }
        }
        period.filter(|period| *period != Self::default())
    }

    /// "from 2027-01-01T00:00:00Z until 2027-02-01T00:00:00Z"
    pub fn in_words(self) -> String {
        let from = self.from.map(|at| format!("from {at}"));
        let until = self.until.map(|at| format!("until {at}"));
        [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
