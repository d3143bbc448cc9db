//! Port forwarding that a project allows somebody on purpose, with a reason, and for how long.

use super::waiver::{last_day, reason};
use crate::near;
use jiff::civil::Date;
use serde::Deserialize;
use ssm_check_checks::{AllowedForwarding, matches_wildcard};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// An exception as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct AllowanceEntry {
    /// Who: an address, in which `*` stands for any text
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) principal: Spanned<String>,
    /// By which session documents: names, in which `*` stands for any text
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) documents: Spanned<Vec<String>>,
    /// On which targets: those with all of these tags; left out, on every target
    #[serde(default)]
    pub(super) target_tags: BTreeMap<String, String>,
    /// To which destinations: addresses, in which `*` stands for any text; left out, wherever they lead
    #[serde(default)]
    pub(super) destinations: Vec<String>,
    /// Why this is allowed
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) reason: Spanned<String>,
    /// The last day that it is allowed on
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) expires: Option<Spanned<Datetime>>,
}

/// Port forwarding that is meant to be open.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// Where it is written, from 1.
    pub line: usize,
    /// What is allowed, and why.
    pub allowed: AllowedForwarding,
    /// The last day that it holds on.
    pub expires: Option<Date>,
}

impl Allowance {
    /// Errors: what is wrong, and where.
    pub(super) fn new(entry: &AllowanceEntry, line: usize) -> Result<Self, (Range<usize>, String)> {
        let reason = reason(&entry.reason, "an exception needs a reason")?;
        if entry.principal.get_ref().trim().is_empty() {
            return Err((entry.principal.span(), "an exception needs a principal, an address; `*` is any".to_owned()));
        }
        if entry.documents.get_ref().is_empty() {
            return Err((entry.documents.span(), "an exception needs documents, names; `*` is any".to_owned()));
        }
        let allowed = AllowedForwarding {
            principal: entry.principal.get_ref().clone(),
            documents: entry.documents.get_ref().clone(),
            target_tags: entry.target_tags.clone(),
            destinations: entry.destinations.clone(),
            reason,
        };
        Ok(Self { line, allowed, expires: last_day(entry.expires.as_ref())? })
    }

    /// That it covers nothing because no principal has its address, with what may have been meant; none where one has it.
    pub(crate) fn is_of_nobody(&self, principals: &[String]) -> Option<String> {
        let wanted = &self.allowed.principal;
        let is_of_somebody = principals.iter().any(|principal| matches_wildcard(wanted, principal));
        let meant = || near::suggestion(wanted, principals.iter().map(String::as_str));
        (!is_of_somebody).then(|| format!("covers nothing: no principal has the address `{wanted}`{}", meant()))
    }

    /// As a complaint names it.
    pub(crate) fn title(&self) -> String {
        format!("the exception of `{}` from port forwarding checks", self.allowed.principal)
    }
}
