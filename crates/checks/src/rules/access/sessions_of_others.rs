//! Somebody may end or resume sessions of others, or cannot even do so with their own.

use crate::declare::declare_check;
use crate::repairs::{self, Advice, Statement};
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, AuthorizedResource, CallerKind, Shown, known_statements};
use ssm_check_aws::Arn;
use ssm_check_iam::{Base, Condition, Operator, Text, Truth, Value};
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
it never matches there, and people cannot end their own sessions.

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
When an AWS-managed policy grants it. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html#restrict-access-example-user-sessions>"#
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

/// `aws:username` has a value for users only:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>.
fn without_value(asked: &Asking<'_, '_>, action: &str) -> Option<Report> {
    if !matches!(asked.caller.kind, CallerKind::Role | CallerKind::PermissionSet) {
        return None;
    }
    let all = known_statements(asked, action).into_iter().filter(|known| allows(known.statement));
    let (statement, by) = all.into_iter().find_map(|known| by_username(known.statement).map(|by| (known, by)))?;
    let graph = asked.caller.resource.graph();
    let (repair, shows) = match &by {
        ByUsername::Resource(written) => {
            let meant = of_systems_manager(&written.replace(USERNAME, "${aws:userid}"));
            // Of another case it is found, and nothing is written in its place.
            let repair = repairs::access::rewritten(graph, &statement, written, &meant).filter(|_| meant != *written);
            (repair, say!("{} allows {} on {}", statement.name.clone(), Span::value(action), Span::value(written)))
        }
        ByUsername::Tag(written) => {
            let repair = repairs::access::rewritten(graph, &statement, written, "${aws:userid}").filter(|_| written == USERNAME);
            (
                repair,
                say!("{} allows {} where {} is {}", statement.name.clone(), Span::value(action), Span::code(OWNER), Span::value(written)),
            )
        }
    };
    let message = say!(
        "{} of {} limits sessions by `${aws:username}`, which has no value there, so it never matches",
        statement.name.clone(),
        name_of(asked.caller)
    );
    let help = match by {
        ByUsername::Resource(_) => {
            say!("use `${aws:userid}` or a condition on {} in {}", Span::code(OWNER), Span::attribute(&statement.at))
        }
        ByUsername::Tag(_) => say!("use `${aws:userid}` in {}", Span::attribute(&statement.at)),
    };
    Some(Report::fail(message, vec![Evidence::Fact { at: statement.at, shows }], Advice::of(repair, help)))
}

/// The variable that has a value for users only.
const USERNAME: &str = "${aws:username}";

/// Where a statement limits sessions by the name of a user.
enum ByUsername {
    /// In this resource.
    Resource(String),
    /// In this value of the tag that says whose a session is.
    Tag(String),
}

fn by_username(statement: &ssm_check_iam::Statement) -> Option<ByUsername> {
    let has = |text: &str, what: &str| text.to_lowercase().contains(what);
    let resources = statement.resources.iter().flat_map(|resources| &resources.list).map(ToString::to_string);
    if let Some(written) = resources.into_iter().find(|text| has(text, "session/${aws:username}")) {
        return Some(ByUsername::Resource(written));
    }
    let limits = |condition: &&Condition| {
        let Operator { base, quantifier, .. } = condition.operator;
        let is_owner = [OWNER, OWNER_OF_ANY].iter().any(|key| condition.key.eq_ignore_ascii_case(key));
        // Of several values another may match.
        let by_name = condition.complete && condition.values.iter().all(|value| has(&value.to_string(), USERNAME));
        is_owner && by_name && quantifier.is_none() && matches!(base, Base::StringEquals | Base::StringEqualsIgnoreCase | Base::StringLike)
    };
    let condition = statement.conditions.iter().find(limits)?;
    Some(ByUsername::Tag(condition.values.first()?.to_string()))
}

/// Sessions are resources of Systems Manager, also where a statement names them as another service's:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>.
fn of_systems_manager(arn: &str) -> String {
    match Arn::parse(arn).filter(|arn| !arn.service.contains(['*', '?'])) {
        Some(of_other) => Arn { service: "ssm", ..of_other }.to_string(),
        None => arn.to_owned(),
    }
}
