//! Somebody may write the documents that they may start.

use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Finding};
use ssm_check_assess::access::{Asking, CallerKind, DocumentResource, START, Shown, known_statements};
use ssm_check_assess::document::DEFAULT_DOCUMENT;
use ssm_check_assess::pages::Listed;
use ssm_check_iam::{Text, Truth, Value, in_both};
use ssm_check_message::{Span, say};
use std::collections::BTreeSet;

const TYPE: &str = "ssm:DocumentType";
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html#API_CreateDocument_Errors>
const CREATE: &str = "ssm:CreateDocument";

declare_check!(
    SSM411,
    "document-authoring-bypass",
    Warning,
    r#"## What it checks
Whoever may start a session document may not create or update it.

## Why it matters
Whoever may write a document of type `Port` and start it can open any tunnel. The default document counts: it can be rewritten.

## Example
```hcl
{ Effect = "Allow", Action = ["ssm:CreateDocument", "ssm:UpdateDocument"], Resource = "*" }
```

## How to fix
Deny authoring of session documents, whatever else is allowed:
```hcl
{ Effect = "Deny", Action = ["ssm:CreateDocument", "ssm:UpdateDocument"], Resource = "*", Condition = { StringEquals = { "ssm:DocumentType" = "Session" } } }
```
Or narrow the statement that allows it, to other types or to other names than may be started; another allowance beside it changes nothing.

## When it does not fail
When the documents that may be written are not among those that may be started, or may be made only and are there already. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let mut unclear = None;
        let authoring: Vec<_> =
            Listed::ActionsThatWriteDocuments.texts().map(|action| asking.about(action)).filter(|asked| asked.may_grant()).collect();
        let written = authoring.iter().flat_map(|asked| patterns(asked, asked.action()));
        let mut names = names(&patterns(asking, START), &written.take(MOST).collect::<Vec<_>>());
        // A document that is there may have the tags that a statement asks for.
        let own = access.documents.iter().filter(|document| !authoring.is_empty() && document.own.is_some());
        names.extend(own.map(|document| document.name.clone()));
        for name in names {
            let custom = DocumentResource::custom(name.clone());
            let document = access.document(&name).unwrap_or(&custom);
            let started = asking.starts_anywhere(document);
            // One that is there already can be written anew, and not made: AWS refuses that.
            let made = |asked: &&Asking<'_, '_>| document.own.is_none() || asked.action() != CREATE;
            for asked in authoring.iter().filter(|asked| started != Truth::False && made(asked)) {
                let Some(resource) = asked.document_resource(document, asked.regions().first()?.as_deref()) else { continue };
                let answer = asked.on_with(&resource, asked.regions().first()?.as_deref(), &[(TYPE, Value::One(Text::lit("Session")))]);
                match started.and(answer.truth()) {
                    Truth::True => {
                        let action = asked.action();
                        let what = if name == "Any-Document" { "any document".into() } else { say!("document {}", Span::address(name)) };
                        let message = say!("{} can write {} and start it, and so open any tunnel", name_of(asking.caller), what);
                        let evidence = Shown(asked).grant(answer.outcome(), action, &resource.arn).into_iter().collect();
                        let closing =
                            Statement::deny(Listed::ActionsThatWriteDocuments.texts(), ["*"]).when("StringEquals", TYPE, ["Session"]);
                        return Some(Report::by_statement(access, asking.caller, message, evidence, &closing));
                    }
                    Truth::Unknown if asked.is_spoken_of() || asking.is_spoken_of() => unclear = Some(()),
                    _ => {}
                }
            }
        }
        unclear.map(|()| {
            Report::unknown(asking, say!("cannot determine from this plan whether {} can write what it can start", name_of(asking.caller)))
        })
    });
}

/// So many patterns are put together with so many.
const MOST: usize = 20;

/// How allowances of an action name documents, with what policy variables stand for.
fn patterns(asking: &Asking<'_, '_>, action: &str) -> Vec<String> {
    let user = asking.caller.resource.text("name").value().filter(|_| asking.caller.kind == CallerKind::User);
    let allowed = known_statements(asking, action).into_iter().filter(|known| allows(known.statement));
    let resources = allowed.flat_map(|known| known.statement.resources.iter().filter(|resources| !resources.negated));
    let named = resources.flat_map(|resources| &resources.list).filter_map(|text| {
        let name = text.to_string().rsplit_once(":document/")?.1.to_owned();
        // What is not known of a name is shown like a variable.
        (text.is_known() || !name.contains('$')).then(|| without_variables(&name, user))
    });
    named.take(MOST).collect()
}

/// A pattern with the name of a user, or any other, in the place of policy variables.
fn without_variables(pattern: &str, user: Option<&str>) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, (variable, after))) = rest.split_once("${").and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        filled.push_str(before);
        filled.push_str(user.filter(|_| variable.eq_ignore_ascii_case("aws:username")).unwrap_or("x"));
        rest = after;
    }
    filled + rest
}

/// Names that may be started, that may be written, and that may be both: one of each pattern, and of each two that no such name fits both of.
fn names(started: &[String], written: &[String]) -> Vec<String> {
    let name_of = |pattern: &String| pattern.replace(['*', '?'], "x");
    let mut names: BTreeSet<String> = started.iter().chain(written).map(name_of).collect();
    names.extend(["Any-Document", DEFAULT_DOCUMENT].map(str::to_owned));
    for (one, other) in started.iter().flat_map(|one| written.iter().map(move |other| (one, other))) {
        let fits = |name: &String, pattern: &String| in_both(&name_of(name), pattern).is_some();
        if !fits(one, other) && !fits(other, one) {
            names.extend(in_both(one, other));
        }
    }
    // Nobody else may take a name of AWS's.
    names.into_iter().filter(|name| !name.starts_with("AWS") && !name.starts_with("Amazon")).collect()
}
