//! Somebody may end or resume sessions of others, or cannot even do so with their own.

use crate::declare::declare_check;
use crate::repairs::{self, Advice, Statement};
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, AuthorizedResource, Caller, CallerKind, KnownStatement, Shown, known_statements};
use ssm_check_aws::Arn;
use ssm_check_iam::{Base, Condition, Operator, Text, Truth, Value, Version};
use ssm_check_message::{Span, say};

const ACTIONS: [&str; 2] = ["ssm:TerminateSession", "ssm:ResumeSession"];

/// The tag of a session that says whose it is:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html#restrict-access-example-user-sessions>.
const OWNER: &str = "ssm:resourceTag/aws:ssmmessages:session-id";
/// The same, by the key for tags of whatever service.
const OWNER_OF_ANY: &str = "aws:ResourceTag/aws:ssmmessages:session-id";

declare_check!(
    SSM413,
    "sessions-of-others",
    Warning,
    r#"## What it checks
Principals may end and resume their own sessions only, and by a pattern that can match them.

## Why it matters
Whoever can resume another's session takes it over. `${aws:username}` has no value for a role or a permission set, so a statement with
it never matches there, and people cannot end their own sessions. Nor can they in a policy of `Version` 2008-10-17, or of none, where
variables are plain text.

## Example
```hcl
{ Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/*" }
```

## How to fix
Deny what is on the sessions of others, whatever else is allowed:
```hcl
{ Effect = "Deny", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "*",
  Condition = { StringNotLike = { "ssm:resourceTag/aws:ssmmessages:session-id" = "$${aws:userid}" } } }
```
Or allow them under `StringLike` on that key only; beside a statement that allows all sessions, another allowance changes nothing.

## When it does not fail
When an AWS-managed policy grants it. When people may end and resume their own sessions by another resource or statement. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html#restrict-access-example-user-sessions>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let mut unclear = false;
        for action in ACTIONS {
            let asked = asking.about(action);
            if let Some(report) = without_value(&asked, action) {
                return Some(report);
            }
            if !asked.may_grant() {
                continue;
            }
            let region = asked.regions().into_iter().next()?;
            let arn = asked.arn("ssm", region.as_deref(), "session/someone-else-0123456789abcdef0");
            let known = [
                ("aws:userid", Value::One(Text::lit("AROA0EXAMPLE0EXAMPLE:the-caller"))),
                (OWNER, Value::One(Text::lit("AROA0EXAMPLE0EXAMPLE:someone-else"))),
                (OWNER_OF_ANY, Value::One(Text::lit("AROA0EXAMPLE0EXAMPLE:someone-else"))),
            ];
            let username = match asking.caller.kind {
                CallerKind::Group | CallerKind::Policy => vec![("aws:username", Value::One(Text::lit("the-caller")))],
                _ => Vec::new(),
            };
            let answer = asked.on_with(
                &AuthorizedResource::new(arn.clone(), "a session"),
                region.as_deref(),
                &known.into_iter().chain(username).collect::<Vec<_>>(),
            );
            unclear |= answer.truth() == Truth::Unknown && asked.is_spoken_of();
            let by_aws = answer.outcome().matching().any(|found| found.policy.contains(":aws:policy/"));
            if answer.truth() == Truth::True && !by_aws {
                let message = say!("{} can call {} on the sessions of others", name_of(asking.caller), Span::value(action));
                let evidence = Shown(&asked).grant(answer.outcome(), action, &arn).into_iter().collect();
                let closing = Statement::deny(ACTIONS, ["*"]).when("StringNotLike", OWNER, ["${aws:userid}"]);
                return Some(Report::by_statement(access, asking.caller, message, evidence, &closing));
            }
        }
        unclear.then(|| {
            Report::unknown(
                asking,
                say!("cannot determine from this plan whether {} can end the sessions of others", name_of(asking.caller)),
            )
        })
    });
}

/// A statement on the caller's own sessions that matches none, where nothing else lets the caller do it with them.
fn without_value(asked: &Asking<'_, '_>, action: &str) -> Option<Report> {
    let region = asked.regions().into_iter().next()?;
    let own = AuthorizedResource::own_session(asked.caller, |rest| asked.arn("ssm", region.as_deref(), rest));
    let all = known_statements(asked, action).into_iter().filter(|known| allows(known.statement));
    let (statement, variable) = all.into_iter().find_map(|known| {
        let variable = variable_of(asked.caller, &known, &own.arn)?;
        Some((known, variable))
    })?;
    let owner = [OWNER, OWNER_OF_ANY].map(|key| (key, Value::One(Text::lit(AuthorizedResource::OWNER))));
    if asked.on_with(&own, region.as_deref(), &owner).truth() != Truth::False {
        return None;
    }
    let DeadVariable { name, why, written } = variable;
    let graph = asked.caller.resource.graph();
    let shows = match &written {
        WrittenIn::Resource(written) => say!("{} allows {} on {}", statement.name.clone(), Span::value(action), Span::value(written)),
        WrittenIn::Tag(written) => {
            say!("{} allows {} where {} is {}", statement.name.clone(), Span::value(action), Span::code(OWNER), Span::value(written))
        }
    };
    let (repair, help) = match (why, &written) {
        (WithoutValue::OldVersion, _) => {
            (None, say!("set `Version` to `2012-10-17` in {}, from which on variables have values", Span::attribute(&statement.at)))
        }
        (WithoutValue::NoUser, WrittenIn::Resource(written)) => {
            let meant = of_systems_manager(&written.replace(USERNAME, "${aws:userid}"));
            // Of another case it is found, and nothing is written in its place.
            let repair = repairs::access::rewritten(graph, &statement, written, &meant).filter(|_| meant != *written);
            (repair, say!("use `${aws:userid}` or a condition on {} in {}", Span::code(OWNER), Span::attribute(&statement.at)))
        }
        (WithoutValue::NoUser, WrittenIn::Tag(written)) => {
            let repair = repairs::access::rewritten(graph, &statement, written, "${aws:userid}").filter(|_| written == USERNAME);
            (repair, say!("use `${aws:userid}` in {}", Span::attribute(&statement.at)))
        }
    };
    let why = match why {
        WithoutValue::NoUser => "which has no value there",
        WithoutValue::OldVersion => "which is plain text before `Version` `2012-10-17`",
    };
    let message = say!(
        "{} of {} limits sessions by {}, {}, so it never matches",
        statement.name.clone(),
        name_of(asked.caller),
        Span::value(name),
        why
    );
    Some(Report::fail(message, vec![Evidence::Fact { at: statement.at, shows }], Advice::of(repair, help)))
}

/// The variable that has a value for users only:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>.
const USERNAME: &str = "${aws:username}";

/// A variable by which a statement limits sessions, and that never has a value there.
struct DeadVariable {
    /// `${aws:username}`
    name: String,
    why: WithoutValue,
    written: WrittenIn,
}

#[derive(Clone, Copy)]
enum WithoutValue {
    /// It is the name of a user, and the caller is none.
    NoUser,
    /// Before the version 2012-10-17 of the policy language there were no variables.
    OldVersion,
}

/// Where a statement limits sessions.
enum WrittenIn {
    /// In this resource.
    Resource(String),
    /// In this value of the tag that says whose a session is.
    Tag(String),
}

/// All that a statement says of the caller's sessions is said by a variable without a value.
fn variable_of(caller: &Caller<'_>, known: &KnownStatement<'_>, own: &Text) -> Option<DeadVariable> {
    let statement = known.statement;
    let why = match (known.version, caller.kind) {
        (Version::V2008, _) => WithoutValue::OldVersion,
        (_, CallerKind::Role | CallerKind::PermissionSet) => WithoutValue::NoUser,
        _ => return None,
    };
    let variable = |text: &str| {
        let at = match why {
            WithoutValue::NoUser => text.to_lowercase().find(USERNAME)?,
            WithoutValue::OldVersion => text.find("${")?,
        };
        let (name, _) = text.get(at..)?.split_once('}')?;
        Some(format!("{name}}}"))
    };
    let of_session = |text: &str| variable(text.get(text.to_lowercase().find(":session/$")?..)?);
    let resources: Vec<&Text> =
        statement.resources.iter().filter(|resources| !resources.negated).flat_map(|resources| &resources.list).collect();
    let limited = resources.iter().find_map(|text| {
        let written = text.literal()?;
        Some((of_session(written)?, written.to_owned()))
    });
    if let Some((name, written)) = limited
        && statement.resources.as_ref().is_some_and(|resources| resources.complete)
        // What else may be a session of the caller's matches without the variable.
        && resources.iter().zip(statement.matching_resources(known.version, own)).all(|(text, matches)| {
            matches == Truth::False || text.literal().is_some_and(|text| of_session(text).is_some())
        })
    {
        return Some(DeadVariable { name, why, written: WrittenIn::Resource(written) });
    }
    let limits = |condition: &&Condition| {
        let Operator { base, quantifier, .. } = condition.operator;
        let is_owner = [OWNER, OWNER_OF_ANY].iter().any(|key| condition.key.eq_ignore_ascii_case(key));
        // Of several values another may match.
        let by_name = condition.complete && condition.values.iter().all(|value| value.literal().and_then(variable).is_some());
        is_owner && by_name && quantifier.is_none() && matches!(base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike)
    };
    let written = statement.conditions.iter().find(limits)?.values.first()?.to_string();
    Some(DeadVariable { name: variable(&written)?, why, written: WrittenIn::Tag(written) })
}

/// Sessions are resources of Systems Manager, also where a statement names them as another service's:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>.
fn of_systems_manager(arn: &str) -> String {
    match Arn::parse(arn).filter(|arn| !arn.service.contains(['*', '?'])) {
        Some(of_other) => Arn { service: "ssm", ..of_other }.to_string(),
        None => arn.to_owned(),
    }
}
