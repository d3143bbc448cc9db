//! Targets of one block, in one row.

use super::pattern::{general, pattern};
use ssm_check_checks::{TargetReport, Verdict};
use ssm_check_message::natural;
use std::collections::BTreeMap;

/// Targets of one block with equal verdicts.
#[derive(Clone, Debug)]
pub(crate) struct TargetRow<'a> {
    /// Of the target, its identity and its network.
    pub(crate) verdicts: [Verdict; 3],
    /// Its host alone may be why it fails.
    pub(crate) host_fails: bool,
    /// In natural order.
    pub(crate) addresses: Vec<&'a str>,
}

impl<'a> TargetRow<'a> {
    /// Of one target.
    pub(crate) fn of(target: &'a TargetReport) -> Self {
        Self {
            verdicts: [target.verdict, target.identity.verdict, target.network.verdict],
            host_fails: target.host == Verdict::Fail,
            addresses: vec![&target.address],
        }
    }

    /// What a table calls them.
    pub(crate) fn title(&self) -> String {
        match pattern(&self.addresses).filter(|_| self.addresses.len() > 1) {
            Some(pattern) => format!("{pattern} ({} instances)", self.addresses.len()),
            None => self.addresses.join(", "),
        }
    }

    /// The verdict of all.
    pub(crate) fn verdict(&self) -> Verdict {
        let [verdict, ..] = self.verdicts;
        verdict
    }
}

/// Targets with equal verdicts that are instances of one block, the worst first.
pub(crate) fn target_rows(targets: &[TargetReport]) -> Vec<TargetRow<'_>> {
    let worst = |verdict: Verdict| match verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    };
    let mut rows: BTreeMap<(usize, String), TargetRow<'_>> = BTreeMap::new();
    for target in targets {
        let one = TargetRow::of(target);
        let rank = one.verdicts.iter().fold(0, |rank, verdict| rank * 3 + worst(*verdict));
        let rank = rank * 2 + usize::from(!one.host_fails);
        let key = (rank, general(&target.address).into_owned());
        match rows.get_mut(&key) {
            Some(row) => row.addresses.push(&target.address),
            None => {
                rows.insert(key, one);
            }
        }
    }
    let mut rows: Vec<_> = rows.into_iter().map(|((rank, _), row)| (rank, row)).collect();
    for (_, row) in &mut rows {
        row.addresses.sort_by_cached_key(|address| natural(address));
    }
    rows.sort_by_cached_key(|(rank, row)| (*rank, row.addresses.first().map(|address| natural(address))));
    rows.into_iter().map(|(_, row)| row).collect()
}
