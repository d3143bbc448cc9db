//! What a project states of its network that no plan shows, with a reason, and for how long.

use super::waiver::{last_day, reason};
use jiff::civil::Date;
use serde::Deserialize;
use ssm_check_checks::{AssumedReach, ReachSubject};
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// The services of the agent.
const SERVICES: [&str; 3] = ["ssm", "ssmmessages", "ec2messages"];

/// A statement as it is written; one of the first four is there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct StatementEntry {
    /// Whatever is in this VPC, by id or address; `*` stands for any text
    vpc: Option<String>,
    /// Whatever is in this subnet
    subnet: Option<String>,
    /// Whatever has this security group
    security_group: Option<String>,
    /// This target, by address
    target: Option<String>,
    /// Which services it reaches: all where left out
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    services: Vec<Spanned<String>>,
    /// Why this is so
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) reason: Spanned<String>,
    /// The last day that it is taken for so
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date")))]
    expires: Option<Spanned<Datetime>>,
}

/// What reaches the services although no plan shows it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it is written, from 1; `None` on the command line.
    pub line: Option<usize>,
    /// What reaches which services, and why.
    pub reaches: AssumedReach,
    /// The last day that it holds on.
    pub expires: Option<Date>,
}

impl Statement {
    /// Errors: what is wrong, and where.
    pub(super) fn new(entry: &StatementEntry, line: usize) -> Result<Self, (Range<usize>, String)> {
        let reason = reason(&entry.reason, "a statement needs a reason")?;
        let subjects = [
            (ReachSubject::Vpc, &entry.vpc),
            (ReachSubject::Subnet, &entry.subnet),
            (ReachSubject::SecurityGroup, &entry.security_group),
            (ReachSubject::Target, &entry.target),
        ];
        let mut named = subjects.into_iter().filter_map(|(subject, pattern)| Some((subject, pattern.clone()?)));
        let (Some((subject, pattern)), None) = (named.next(), named.next()) else {
            return Err((entry.reason.span(), "a statement names one of `vpc`, `subnet`, `security-group` and `target`".to_owned()));
        };
        if let Some(other) = entry.services.iter().find(|service| !SERVICES.contains(&service.get_ref().as_str())) {
            return Err((other.span(), format!("`{}` is none of `ssm`, `ssmmessages` and `ec2messages`", other.get_ref())));
        }
        let services = if entry.services.is_empty() {
            all_services()
        } else {
            entry.services.iter().map(|service| service.get_ref().clone()).collect()
        };
        let reaches = AssumedReach { subject, pattern, services, reason };
        Ok(Self { line: Some(line), reaches, expires: last_day(entry.expires.as_ref())? })
    }

    /// `vpc=vpc-0abc*` of the command line.
    ///
    /// Errors: it names nothing of the kind.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "expected `vpc=PATTERN`, `subnet=PATTERN`, `security-group=PATTERN` or `target=PATTERN`, such as `vpc=vpc-0abc*`, and found `{text}`"
            )
        };
        let (subject, pattern) = text.split_once('=').filter(|(_, pattern)| !pattern.is_empty()).ok_or_else(wrong)?;
        let subject = match subject {
            "vpc" => ReachSubject::Vpc,
            "subnet" => ReachSubject::Subnet,
            "security-group" => ReachSubject::SecurityGroup,
            "target" => ReachSubject::Target,
            _ => return Err(wrong()),
        };
        let reason = "stated on the command line".to_owned();
        let reaches = AssumedReach { subject, pattern: pattern.to_owned(), services: all_services(), reason };
        Ok(Self { line: None, reaches, expires: None })
    }

    /// As a complaint names it.
    pub(crate) fn title(&self) -> String {
        format!("the statement that {} `{}` reaches the services", self.reaches.subject.words(), self.reaches.pattern)
    }
}

fn all_services() -> Vec<String> {
    SERVICES.map(str::to_owned).to_vec()
}
