//! `ssm-check.toml`: what a project decides once. Found in the working directory or above it, as far as the
//! repository reaches, or named with `--config` or `SSM_CHECK_CONFIG`.

mod allowance;
mod error;
mod path;
mod statement;
mod tunnels;
mod waiver;

pub use allowance::Allowance;
pub use error::ConfigError;
pub use path::ConfigPath;
pub use statement::Statement;
pub(crate) use waiver::today;
pub use waiver::{State, Waiver, WaiverUse};

use crate::FailOn;
use crate::cli::{KindOfTarget, Need};
use crate::selectors::no_such_check;
use allowance::AllowanceEntry;
use serde::Deserialize;
use ssm_check_checks::{CHECKS, Check, Finding, ReachedDestination, Severity, TargetKind};
use ssm_check_message::{Message, Span, list, say};
use statement::StatementEntry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use tunnels::{ReachedEntry, TunnelsEntry};
use waiver::WaiverEntry;
pub(crate) use waiver::is_over;

/// What the file is called.
pub(crate) const NAME: &str = "ssm-check.toml";

/// What of a configuration does something in a run, by its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct InUse {
    /// Of [`Config::allowed`].
    pub(crate) allowed: BTreeSet<usize>,
    /// Of [`Config::statements`].
    pub(crate) statements: BTreeSet<usize>,
}

/// A project's decisions.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, as messages name it; empty without one.
    pub shown: String,
    /// A file that would have been read, and was not, for `--locked-config`.
    pub left_aside: Option<String>,
    /// Is the `ec2messages` service needed?
    pub ec2messages: Option<Need>,
    /// Lowest severity that fails the run.
    pub fail_on: Option<FailOn>,
    /// A run without an instance to judge does not exit with 0.
    pub require_targets: bool,
    /// Checks that run, and no others, unless there are none.
    pub only: Vec<String>,
    /// Checks that do not run.
    pub skip: Vec<String>,
    /// Default host management is on in the account, although no plan shows it.
    pub default_host_management: bool,
    /// What reaches the services although no plan shows it, today.
    pub statements: Vec<Statement>,
    /// What did until some day before today.
    pub statements_over: Vec<Statement>,
    /// The default VPCs are as AWS makes them.
    pub default_vpc: bool,
    /// Kinds of targets that are judged, unless there are none: then all.
    pub targets: Vec<KindOfTarget>,
    /// Destinations that make a tunnel an error.
    pub error_when_reaching: Vec<ReachedDestination>,
    /// A custom policy for the agent is an error (SSM108).
    pub require_managed_policy: bool,
    /// How many ports a session document may open before it is unrestricted (SSM501).
    pub max_ports: Option<usize>,
    /// Severities of checks by selector, the less specific first.
    severity: Vec<(String, Severity)>,
    /// Findings that are accepted.
    pub waivers: Vec<Waiver>,
    /// Port forwarding that is meant to be open, today.
    pub allowed: Vec<Allowance>,
    /// Port forwarding that was meant to be open until some day before today.
    pub no_longer_allowed: Vec<Allowance>,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(title = "ssm-check.toml"))]
struct ConfigFile {
    /// Is the `ec2messages` service needed? Agents from 3.3.40.0 on do without
    ec2messages: Option<Need>,
    /// Lowest severity that fails the run; each level includes those before it
    fail_on: Option<FailOn>,
    /// Exit with 3 where nothing failed and there is no instance to judge
    require_targets: bool,
    /// Run these checks only: ids, beginnings of ids, names, groups
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    only: Vec<Spanned<String>>,
    /// Leave these checks out: ids, beginnings of ids, names, groups
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    skip: Vec<Spanned<String>>,
    /// A custom policy for the agent is an error (SSM108)
    require_managed_policy: bool,
    /// How many ports a session document may open before it is unrestricted (SSM501) [default: 128]
    max_ports: Option<usize>,
    /// Which targets are judged
    targets: TargetsEntry,
    /// How much tunnels matter
    tunnels: TunnelsEntry,
    /// What is so in the account although no plan shows it
    assume: AssumeEntry,
    /// Severities of checks by id, beginning of an id, or name
    #[cfg_attr(test, schemars(with = "BTreeMap<String, SeverityEntry>"))]
    severity: BTreeMap<String, Spanned<SeverityEntry>>,
    /// Findings that are accepted
    waiver: Vec<WaiverEntry>,
    /// Port forwarding that is meant to be open
    allow_port_forwarding: Vec<AllowanceEntry>,
}

/// What is so in the account although no plan shows it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AssumeEntry {
    /// Default host management is on
    default_host_management: bool,
    /// The default VPCs are as AWS makes them: public subnets, an internet gateway, the default group and network ACL
    default_vpc: bool,
    /// What reaches the services of Systems Manager
    reaches: Vec<StatementEntry>,
}

/// Which targets are judged.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TargetsEntry {
    /// These kinds only, unless there are none: then all
    kinds: Vec<KindOfTarget>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
enum SeverityEntry {
    /// Worth knowing
    Note,
    /// Works today, and will bite
    Warning,
    /// Does not work, or stands open
    Error,
}

impl Config {
    /// Reads the text of a file that messages name so.
    ///
    /// Errors: what is wrong, and where.
    pub fn parse(shown: &str, text: &str) -> Result<Self, ConfigError> {
        let at = |span: Range<usize>, message: &str| ConfigError::at(shown, text, span, message);
        let file = read(text).map_err(|(error, path)| {
            let message = error::in_words(&error.message().replace('\n', ", "), &path);
            error.span().map_or_else(|| ConfigError::whole(shown, &message), |span| at(span, &message))
        })?;
        let known = |selector: &str, span: Range<usize>| {
            let check = CHECKS.iter().find(|check| check.is_selected_by(selector));
            let unknown = || at(span, &no_such_check(selector));
            check.map(|_| selector.to_owned()).ok_or_else(unknown)
        };
        let selectors = |all: &[Spanned<String>]| all.iter().map(|each| known(each.get_ref(), each.span())).collect::<Result<Vec<_>, _>>();
        let severity = |(selector, severity): (&String, &Spanned<SeverityEntry>)| {
            // The key stands right before its value.
            let key = text.get(..severity.span().start).and_then(|before| before.rfind(selector.as_str()));
            let key = key.map_or_else(|| severity.span(), |start| start..start + selector.len());
            let value = match severity.get_ref() {
                SeverityEntry::Note => Severity::Note,
                SeverityEntry::Warning => Severity::Warning,
                SeverityEntry::Error => Severity::Error,
            };
            Ok((known(selector, key)?, value))
        };
        let waiver = |entry: &WaiverEntry| {
            known(entry.check.get_ref(), entry.check.span())?;
            Waiver::new(entry, line(text, entry.check.span().start)).map_err(|(span, message)| at(span, &message))
        };
        let allowance = |entry: &AllowanceEntry| {
            let line = line(text, entry.principal.span().start);
            Allowance::new(entry, line).map_err(|(span, message)| at(span, &message))
        };
        let allowances = file.allow_port_forwarding.iter().map(allowance).collect::<Result<Vec<_>, ConfigError>>()?;
        let today = today();
        let (no_longer_allowed, allowed) = allowances.into_iter().partition(|allowance| is_over(allowance.expires, today));
        let statement = |entry: &StatementEntry| {
            let line = line(text, entry.reason.span().start);
            Statement::new(entry, line).map_err(|(span, message)| at(span, &message))
        };
        let statements = file.assume.reaches.iter().map(statement).collect::<Result<Vec<_>, ConfigError>>()?;
        let (statements_over, statements) = statements.into_iter().partition(|statement| is_over(statement.expires, today));
        Ok(Self {
            shown: shown.to_owned(),
            left_aside: None,
            ec2messages: file.ec2messages,
            fail_on: file.fail_on,
            require_targets: file.require_targets,
            only: selectors(&file.only)?,
            skip: selectors(&file.skip)?,
            targets: file.targets.kinds,
            error_when_reaching: file.tunnels.error_when_reaching.iter().map(ReachedEntry::destination).collect(),
            require_managed_policy: file.require_managed_policy,
            max_ports: file.max_ports,
            default_host_management: file.assume.default_host_management,
            default_vpc: file.assume.default_vpc,
            statements,
            statements_over,
            severity: file.severity.iter().map(severity).collect::<Result<_, ConfigError>>()?,
            waivers: file.waiver.iter().map(waiver).collect::<Result<_, ConfigError>>()?,
            allowed,
            no_longer_allowed,
        })
    }

    /// What it decides that a reader of the report must know: what it leaves out, accepts or takes for granted. Of waivers, exceptions and
    /// statements, those that did something in this run: `waivers` are their uses, and `in_use` tells of the others by their place.
    pub(crate) fn decisions(&self, waivers: &[WaiverUse<'_>], in_use: &InUse) -> Vec<Message> {
        let mut decisions: Vec<Message> = Vec::new();
        for (what, selectors) in [("runs only", &self.only), ("skips", &self.skip)] {
            if !selectors.is_empty() {
                decisions.push(say!("{} {}", what, Span::Plain(selectors.join(", "))));
            }
        }
        if !self.targets.is_empty() {
            let kinds = self.targets.iter().map(|kind| TargetKind::from(*kind).as_str());
            decisions.push(say!("judges only {}", list(kinds)));
        }
        if !self.error_when_reaching.is_empty() {
            decisions.push("makes a tunnel a matter of what it reaches".into());
        }
        decisions.extend(
            self.severity
                .iter()
                .map(|(selector, severity)| say!("makes {} a matter of {}", Span::Plain(selector.clone()), severity.as_str())),
        );
        if let Some(level) = self.fail_on.and_then(|level| clap::ValueEnum::to_possible_value(&level)) {
            decisions.push(say!("sets `fail-on` to {}", Span::value(level.get_name())));
        }
        let waiving = waivers.iter().filter(|used| used.state == State::Used).map(|used| used.waiver);
        let waived = waiving.map(|waiver| say!("waives {} at {}", Span::Plain(waiver.check.clone()), Span::value(&waiver.address)));
        decisions.extend(few(waived.collect(), "waivers"));
        let allowing = self.allowed.iter().enumerate().filter(|(position, _)| in_use.allowed.contains(position));
        let allowed = allowing.map(|(_, allowance)| say!("lets {} forward ports", Span::value(&allowance.allowed.principal)));
        decisions.extend(few(allowed.collect(), "exceptions for port forwarding"));
        let statements = self.statements.iter().enumerate().filter(|(position, _)| in_use.statements.contains(position));
        let reaches = statements.map(|(_, statement)| statement).filter(|statement| statement.line.is_some());
        let reaches = reaches.map(|statement| &statement.reaches);
        let stated = reaches.map(|of| say!("states that {} {} reaches the services", of.subject.words(), Span::value(&of.pattern)));
        decisions.extend(few(stated.collect(), "statements of what reaches the services"));
        let assumed = [
            (self.default_host_management, "assumes that default host management is on"),
            (self.default_vpc, "assumes that default VPCs are as AWS makes them"),
            (self.ec2messages == Some(Need::Optional), "takes `ec2messages` for optional"),
        ];
        decisions.extend(assumed.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what.into()));
        decisions.extend(self.max_ports.map(|ports| say!("takes up to {} ports for restricted", ports)));
        decisions
    }

    /// The severity of a finding: the most specific of the file, else its own.
    pub fn severity(&self, finding: &Finding) -> Severity {
        self.chosen_severity(finding.check).unwrap_or(finding.severity)
    }

    /// The severity of a check's findings, unless one has another of its own.
    pub(crate) fn severity_of(&self, check: &Check) -> Severity {
        self.chosen_severity(check).unwrap_or(check.severity)
    }

    /// Does the file leave the check in?
    pub(crate) fn runs(&self, check: &Check) -> bool {
        let selected = |selectors: &[String]| selectors.iter().any(|selector| check.is_selected_by(selector));
        (self.only.is_empty() || selected(&self.only)) && !selected(&self.skip)
    }

    fn chosen_severity(&self, check: &Check) -> Option<Severity> {
        self.severity.iter().rev().find(|(selector, _)| check.is_selected_by(selector)).map(|(_, severity)| *severity)
    }
}

/// All of them, or how many there are.
fn few(all: Vec<Message>, nouns: &'static str) -> Vec<Message> {
    const MOST: usize = 3;
    if all.len() > MOST { vec![say!("has {} {}", all.len(), nouns)] } else { all }
}

/// The file, or what the parser says and the key that it is about.
fn read(text: &str) -> Result<ConfigFile, (toml::de::Error, String)> {
    let parser = toml::Deserializer::parse(text).map_err(|error| (error, String::new()))?;
    serde_path_to_error::deserialize(parser).map_err(|error| {
        // What has a span is a table of its own to the parser.
        let path = error.path().to_string().replace(".$__serde_spanned_private_value", "");
        (error.into_inner(), if path == "." { String::new() } else { path })
    })
}

/// The number of the line that an offset is in, from 1.
fn line(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let error = |text: &str| Config::parse("ssm-check.toml", text).unwrap_err().to_string();
        let waiver = |more: &str| format!("[[waiver]]\ncheck = \"SSM401\"\naddress = \"aws_iam_role.dba\"\n{more}\n");
        for (text, expected) in [
            ("[assume]\ndefault-vcp = true", "2:1: there is no key `default-vcp` in `assume`; did you mean `default-vpc`?"),
            (
                "[assume]\ndhmc = true",
                "2:1: there is no key `dhmc` in `assume`; the keys are `default-host-management`, `default-vpc`, `reaches`",
            ),
            ("skip = [\n  \"SSM999\",\n]", "2:3: `SSM999` matches no check; `ssm-check list` shows all"),
            ("\n[severity]\nSSM401 = \"high\"", "3:10: `SSM401` must be `note`, `warning` or `error`"),
            ("[severity]\nSSM2011 = \"note\"", "2:1: `SSM2011` matches no check; did you mean `SSM201`?"),
            (
                "[[assume.reaches]]\nvpc = \"vpc-1\"\nreason = \"x\"\nservices = [\"ssm\", \"s3\"]",
                "4:20: `s3` is none of `ssm`, `ssmmessages` and `ec2messages`",
            ),
            ("[[waiver]]\ncheck = \"SSM401\"\naddress = \"*\"", "1:1: the key `reason` is missing in `waiver`"),
            (&waiver("reason = \" \""), "4:10: a waiver needs a reason"),
            (&waiver("reason = \"x\"\nexpires = 2026-12-31T10:00:00Z"), "5:11: `expires` is a date such as 2026-12-31"),
            (&waiver("reason = \"x\"\nexpires = \"2026-12-31\""), "5:11: `expires` must be a date such as 2026-12-31, found text"),
            ("max-ports = \"many\"", "1:13: `max-ports` must be a whole number, found text"),
            ("max-ports = -1", "1:13: `max-ports` must be a whole number, found a number out of range"),
            ("skip = \"SSM1\"", "1:8: `skip` must be a list, found text"),
            ("require-targets = 1", "1:19: `require-targets` must be `true` or `false`, found a number"),
            ("fail-on = \"erorr\"", "1:11: `fail-on` must be `error`, `warning`, `note`, `unknown` or `never`"),
        ] {
            assert_eq!(error(text), format!("ssm-check.toml:{expected}"), "{text}");
        }
        assert!(error("fail-on = ").starts_with("ssm-check.toml:1:11: this is not TOML"));
    }

    #[test]
    fn a_line_is_shown_where_it_is_one_of_ours() {
        let shown = |text: &str| {
            let (sentence, lines) = Config::parse("ssm-check.toml", text).unwrap_err().into_parts();
            (sentence, lines.unwrap_or_default())
        };
        let (_, lines) = shown("max-ports = \"many\"");
        assert_eq!(lines, "  |\n1 | max-ports = \"many\"\n  |             ^^^^^^");
        // A file that is none of ours may be read by mistake.
        for text in ["\"se cret\" = 1", "secret", "token = \"secret\"", "[[waiver]]\nsecret: s", "a b = \"secret\"", "[\"secret\"]"] {
            let (sentence, lines) = shown(text);
            let told = format!("{sentence}\n{lines}");
            assert!(!told.contains("cret") || told.contains("no key"), "{told}");
        }
    }

    #[test]
    fn the_more_specific_severity_holds() {
        let config = Config::parse("", "[severity]\nSSM1 = \"note\"\nSSM101 = \"warning\"\n").unwrap();
        let of = |id: &str| {
            let check = *CHECKS.iter().find(|check| check.id == id).unwrap();
            config.severity.iter().rev().find(|(selector, _)| check.is_selected_by(selector)).map(|(_, severity)| *severity)
        };
        assert_eq!((of("SSM101"), of("SSM102"), of("SSM201")), (Some(Severity::Warning), Some(Severity::Note), None));
    }

    #[test]
    fn the_schema_is_current() {
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(ConfigFile)).unwrap() + "\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.schema.json");
        if std::env::var_os("UPDATE").is_some_and(|value| value != "0") {
            fs::write(&path, &schema).unwrap();
        }
        assert_eq!(fs::read_to_string(path).unwrap_or_default(), schema, "UPDATE=1 cargo test writes what is stale");
    }
}
