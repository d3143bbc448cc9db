//! Findings that a project accepts, with a reason, and for how long.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use ssm_check_checks::{Finding, matches_wildcard};
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// A waiver as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WaiverEntry {
    /// Which checks: an id, the beginning of one, or a name
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) check: Spanned<String>,
    /// Which addresses; `*` stands for any text
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) address: Spanned<String>,
    /// Why this is accepted
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) reason: Spanned<String>,
    /// The last day that it is accepted on
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) expires: Option<Spanned<Datetime>>,
}

/// Findings that are accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it is written, from 1.
    pub line: usize,
    /// Which checks: an id, the beginning of one, or a name.
    pub check: String,
    /// Which addresses; `*` stands for any text.
    pub address: String,
    /// Why.
    pub reason: String,
    /// The last day that it holds on.
    pub expires: Option<Date>,
}

/// What became of a waiver in a run.
#[derive(Clone, Debug)]
pub struct WaiverUse<'a> {
    /// The waiver.
    pub waiver: &'a Waiver,
    /// How it stands.
    pub state: State,
    /// How many findings it accepts, or would accept if it had not expired.
    pub findings: usize,
}

/// How a waiver stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It accepts findings.
    Used,
    /// There is nothing that it accepts.
    Unused,
    /// Its last day is over: it accepts nothing.
    Expired,
}

impl Waiver {
    /// Errors: what is wrong, and where.
    pub(super) fn new(entry: &WaiverEntry, line: usize) -> Result<Self, (Range<usize>, String)> {
        let reason = reason(&entry.reason, "a waiver needs a reason")?;
        if entry.address.get_ref().trim().is_empty() {
            return Err((entry.address.span(), "a waiver needs an address; `*` is any".to_owned()));
        }
        Ok(Self {
            line,
            check: entry.check.get_ref().clone(),
            address: entry.address.get_ref().clone(),
            reason,
            expires: last_day(entry.expires.as_ref())?,
        })
    }

    /// Is it about this finding?
    pub fn matches(&self, finding: &Finding) -> bool {
        finding.check.is_selected_by(&self.check) && matches_wildcard(&self.address, &finding.address)
    }

    /// Is its last day over? Days are those of UTC.
    pub fn is_expired(&self, today: Date) -> bool {
        is_over(self.expires, today)
    }
}

/// A reason, which must be there.
pub(super) fn reason(written: &Spanned<String>, missing: &str) -> Result<String, (Range<usize>, String)> {
    match written.get_ref().trim() {
        "" => Err((written.span(), missing.to_owned())),
        reason => Ok(reason.to_owned()),
    }
}

/// The last day of something, if it has one.
pub(super) fn last_day(written: Option<&Spanned<Datetime>>) -> Result<Option<Date>, (Range<usize>, String)> {
    let date = |written: &Spanned<Datetime>| {
        let wrong = || (written.span(), "`expires` is a date such as 2026-12-31".to_owned());
        let Datetime { date: Some(date), time: None, offset: None } = written.get_ref() else { return Err(wrong()) };
        written.get_ref().to_string().parse().map_err(|_| (written.span(), format!("there is no {date}")))
    };
    written.map(date).transpose()
}

/// Is the last day of something over?
pub(crate) fn is_over(last: Option<Date>, today: Date) -> bool {
    last.is_some_and(|last| last < today)
}

/// The day in UTC.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

impl State {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Expired => "expired",
        }
    }
}
