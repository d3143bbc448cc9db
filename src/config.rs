//! `ssm-check.toml`: what a project decides once. Found in the working directory or above it, as far as the
//! repository reaches, or named with `--config` or `SSM_CHECK_CONFIG`.

mod allowance;
mod path;
mod statement;
mod waiver;

pub use allowance::Allowance;
pub use path::ConfigPath;
pub(crate) use path::VARIABLE;
pub use statement::Statement;
pub(crate) use waiver::today;
pub use waiver::{State, Waiver, WaiverUse};

use crate::FailOn;
use crate::cli::Need;
use allowance::AllowanceEntry;
use serde::Deserialize;
use ssm_check_checks::{CHECKS, Finding, Severity};
use ssm_check_message::{Message, Span, say};
use statement::StatementEntry;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use waiver::{WaiverEntry, is_over};

/// What the file is called.
pub(crate) const NAME: &str = "ssm-check.toml";

/// A project's decisions.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, as messages name it; empty without one.
    pub shown: String,
    /// A file that would have been read, and was not, for `--locked-config`.
    pub left_aside: Option<String>,
    /// Is the `ec2messages` service needed?
    pub ec2messages: Option<Need>,
    /// The least that makes the exit status differ from 0.
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
    /// The least that makes the exit status differ from 0; each level includes those before it
    fail_on: Option<FailOn>,
    /// Exit with 3 where nothing failed and there is no instance to judge
    require_targets: bool,
    /// Run these checks only: ids, beginnings of ids, names
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    only: Vec<Spanned<String>>,
    /// Leave these checks out: ids, beginnings of ids, names
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    skip: Vec<Spanned<String>>,
    /// A custom policy for the agent is an error (SSM108)
    require_managed_policy: bool,
    /// How many ports a session document may open before it is unrestricted (SSM501) [default: 128]
    max_ports: Option<usize>,
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
    /// Errors: one sentence that says where what is wrong.
    pub fn parse(shown: &str, text: &str) -> Result<Self, String> {
        let at = |span: Range<usize>, message: &str| format!("{shown}:{}: {message}", line(text, span.start));
        let file: ConfigFile = toml::from_str(text).map_err(|error| {
            let message = without_values(&error.message().replace('\n', ", "));
            error.span().map_or_else(|| format!("{shown}: {message}"), |span| at(span, &message))
        })?;
        let known = |selector: &str, span: Range<usize>| {
            let check = CHECKS.iter().find(|check| check.is_selected_by(selector));
            let unknown = || at(span, "no check is called so; `ssm-check list` shows all");
            check.map(|_| selector.to_owned()).ok_or_else(unknown)
        };
        let selectors = |all: &[Spanned<String>]| all.iter().map(|each| known(each.get_ref(), each.span())).collect::<Result<Vec<_>, _>>();
        let severity = |(selector, severity): (&String, &Spanned<SeverityEntry>)| {
            let value = match severity.get_ref() {
                SeverityEntry::Note => Severity::Note,
                SeverityEntry::Warning => Severity::Warning,
                SeverityEntry::Error => Severity::Error,
            };
            Ok((known(selector, severity.span())?, value))
        };
        let waiver = |entry: &WaiverEntry| {
            known(entry.check.get_ref(), entry.check.span())?;
            Waiver::new(entry, line(text, entry.check.span().start)).map_err(|(span, message)| at(span, &message))
        };
        let allowance = |entry: &AllowanceEntry| {
            let line = line(text, entry.principal.span().start);
            Allowance::new(entry, line).map_err(|(span, message)| at(span, &message))
        };
        let allowances = file.allow_port_forwarding.iter().map(allowance).collect::<Result<Vec<_>, String>>()?;
        let today = today();
        let (no_longer_allowed, allowed) = allowances.into_iter().partition(|allowance| is_over(allowance.expires, today));
        let statement = |entry: &StatementEntry| {
            let line = line(text, entry.reason.span().start);
            Statement::new(entry, line).map_err(|(span, message)| at(span, &message))
        };
        let statements = file.assume.reaches.iter().map(statement).collect::<Result<Vec<_>, String>>()?;
        let (statements_over, statements) = statements.into_iter().partition(|statement| is_over(statement.expires, today));
        Ok(Self {
            shown: shown.to_owned(),
            left_aside: None,
            ec2messages: file.ec2messages,
            fail_on: file.fail_on,
            require_targets: file.require_targets,
            only: selectors(&file.only)?,
            skip: selectors(&file.skip)?,
            require_managed_policy: file.require_managed_policy,
            max_ports: file.max_ports,
            default_host_management: file.assume.default_host_management,
            default_vpc: file.assume.default_vpc,
            statements,
            statements_over,
            severity: file.severity.iter().map(severity).collect::<Result<_, String>>()?,
            waivers: file.waiver.iter().map(waiver).collect::<Result<_, String>>()?,
            allowed,
            no_longer_allowed,
        })
    }

    /// What it decides that a reader of the report must know: what it leaves out, accepts or takes for granted.
    pub(crate) fn decisions(&self) -> Vec<Message> {
        let mut decisions: Vec<Message> = Vec::new();
        for (what, selectors) in [("runs only", &self.only), ("skips", &self.skip)] {
            if !selectors.is_empty() {
                decisions.push(say!("{} {}", what, Span::Plain(selectors.join(", "))));
            }
        }
        decisions.extend(
            self.severity
                .iter()
                .map(|(selector, severity)| say!("makes {} a matter of {}", Span::Plain(selector.clone()), severity.as_str())),
        );
        if let Some(level) = self.fail_on.and_then(|level| clap::ValueEnum::to_possible_value(&level)) {
            decisions.push(say!("sets `fail-on` to {}", Span::value(level.get_name())));
        }
        let number = |number: usize, one: &'static str, many: &'static str| match number {
            0 => None,
            1 => Some(say!("has 1 {}", one)),
            number => Some(say!("has {} {}", number, many)),
        };
        decisions.extend(number(self.waivers.len(), "waiver", "waivers"));
        decisions.extend(number(self.allowed.len(), "exception for port forwarding", "exceptions for port forwarding"));
        let assumed = [
            (self.default_host_management, "assumes that default host management is on"),
            (self.ec2messages == Some(Need::Optional), "takes `ec2messages` for optional"),
        ];
        decisions.extend(assumed.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what.into()));
        decisions.extend(self.max_ports.map(|ports| say!("takes up to {} ports for restricted", ports)));
        decisions
    }

    /// The severity of a finding: the most specific of the file, else its own.
    pub fn severity(&self, finding: &Finding) -> Severity {
        let selected = self.severity.iter().rev().find(|(selector, _)| finding.check.is_selected_by(selector));
        selected.map_or(finding.severity, |(_, severity)| *severity)
    }
}

/// What the parser says, without the values that it quotes: a file that is none of ours may be read by mistake. Keys are told, and
/// what it expects, which are words of our own.
fn without_values(message: &str) -> String {
    let (said, expected) = message.find(", expected ").map_or((message, ""), |at| message.split_at(at));
    let is_key = |word: &str| word.len() <= 40 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let told = match said.split_once(" field `") {
        Some((what, rest)) => match rest.strip_suffix('`').filter(|key| is_key(key)) {
            Some(key) => format!("{what} field `{key}`"),
            None => format!("{what} field"),
        },
        None => said.split(['`', '"']).next().unwrap_or_default().trim_end().to_owned(),
    };
    format!("{told}{expected}")
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
        let error = |text: &str| Config::parse("ssm-check.toml", text).unwrap_err();
        assert_eq!(
            error("fail-on = \"error\"\n\n[assume]\ndhmc = true\n"),
            "ssm-check.toml:4: unknown field `dhmc`, expected one of `default-host-management`, `default-vpc`, `reaches`"
        );
        assert_eq!(error("skip = [\n  \"SSM999\",\n]\n"), "ssm-check.toml:2: no check is called so; `ssm-check list` shows all");
        assert_eq!(
            error("\n[severity]\nSSM401 = \"high\"\n"),
            "ssm-check.toml:3: unknown variant, expected one of `note`, `warning`, `error`"
        );
        assert_eq!(error("[[waiver]]\ncheck = \"SSM401\"\naddress = \"*\"\n"), "ssm-check.toml:1: missing field `reason`");
        let waiver = |more: &str| format!("[[waiver]]\ncheck = \"SSM401\"\naddress = \"aws_iam_role.dba\"\n{more}\n");
        assert_eq!(error(&waiver("reason = \" \"")), "ssm-check.toml:4: a waiver needs a reason");
        assert_eq!(
            error(&waiver("reason = \"x\"\nexpires = 2026-12-31T10:00:00Z")),
            "ssm-check.toml:5: `expires` is a date such as 2026-12-31"
        );
        assert!(error("fail-on = ").starts_with("ssm-check.toml:1: "));
        for text in
            ["\"se cret\" = 1", "skip = \"secret\"", "fail-on = \"secret\"", "max-ports = \"secret\"", "secret", "[[waiver]]\nsecret: s"]
        {
            assert!(!error(text).contains("cret"), "{}", error(text));
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
