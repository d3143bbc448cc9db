//! Somebody may write the documents that they may start.

use crate::declare::declare_check;
use crate::repairs::Statement;
use crate::rules::access::{Report, allows, each, name_of};
use crate::{Context, Finding};
use ssm_check_assess::access::{DocumentResource, START, Shown, known_statements};
use ssm_check_assess::document::DEFAULT_DOCUMENT;
use ssm_check_assess::pages::Listed;
use ssm_check_iam::{Text, Truth, Value};
use ssm_check_message::{Span, say};

const TYPE: &str = "ssm:DocumentType";

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
When the documents that may be written are not among those that may be started. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let mut unclear = None;
        let patterns = known_statements(asking, START).into_iter().filter(|known| allows(known.statement)).flat_map(|known| {
            let list = known.statement.resources.iter().filter(|resources| !resources.negated).flat_map(|resources| resources.list.clone());
            list.filter_map(|text| Some(text.to_string().rsplit_once(":document/")?.1.replace(['*', '?'], "x"))).collect::<Vec<_>>()
        });
        let mut names: Vec<String> = patterns
            .chain(["Any-Document".to_owned(), DEFAULT_DOCUMENT.to_owned()])
            .filter(|name| !name.starts_with("AWS") && !name.starts_with("Amazon") && !name.contains('$'))
            .collect();
        names.sort();
        names.dedup();
        let authoring: Vec<_> = Listed::ActionsThatWriteDocuments.texts().map(|action| asking.about(action)).collect();
        for name in names {
            let custom = DocumentResource::custom(name.clone());
            let document = access.document(&name).unwrap_or(&custom);
            let started = asking.starts_anywhere(document);
            for asked in authoring.iter().filter(|asked| started != Truth::False && asked.may_grant()) {
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
