//! What accepts findings: waivers and comments.

use super::finding::LocationEntry;
use crate::config::WaiverUse;
use crate::ignores::IgnoreUse;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct CommentEntry<'a> {
    location: LocationEntry<'a>,
    checks: &'a [String],
    reason: &'a str,
    expires: Option<String>,
    state: &'static str,
    findings: usize,
}

impl<'a> CommentEntry<'a> {
    pub(super) fn new(used: &IgnoreUse<'a>) -> Self {
        let ignore = used.ignore;
        Self {
            location: LocationEntry::new(&ignore.place),
            checks: &ignore.checks,
            reason: &ignore.reason,
            expires: ignore.until.map(|day| day.to_string()),
            state: used.state.as_str(),
            findings: used.findings,
        }
    }
}

#[derive(Serialize)]
pub(super) struct WaiverEntry<'a> {
    check: &'a str,
    address: &'a str,
    reason: &'a str,
    expires: Option<String>,
    state: &'static str,
    findings: usize,
}

impl<'a> WaiverEntry<'a> {
    pub(super) fn new(used: &WaiverUse<'a>) -> Self {
        let waiver = used.waiver;
        Self {
            check: &waiver.check,
            address: &waiver.address,
            reason: &waiver.reason,
            expires: waiver.expires.map(|day| day.to_string()),
            state: used.state.as_str(),
            findings: used.findings,
        }
    }
}
