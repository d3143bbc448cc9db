//! A pattern of a session document accepts more than is meant.

use crate::declare::declare_check;
use crate::repairs::{self, Advice};
use crate::rules::documents::{each_session, fail};
use crate::{Context, Finding};
use ssm_check_assess::document::{Fill, Pattern, SessionType};
use ssm_check_message::{Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM502,
    "pattern-not-anchored",
    Error,
    r#"## What it checks
The `allowedPattern` of a port or host accepts whole values only, and nothing around them.

## Why it matters
The agent searches for the pattern anywhere in the value. `80` accepts `8080`, `^3306|5432$` accepts `33060` and `15432`,
`db.internal` accepts `db.internal.example.net`, and its dot stands for any character. `^10[.]0[.]` accepts `10.0.example.net`.

## Example
```hcl
allowedPattern = "^3306|5432$"
```

## How to fix
Put the whole pattern into a group between anchors, and escape dots: `^(3306|5432)$`, `^db[.]internal$`.

## When it does not fail
When every value that is accepted is accepted as a whole. When the pattern of hosts is the end of a domain, from a dot on: `[.]prod[.]internal$`. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>
- <https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/framework/docparser/paramvalidator>
- <https://pkg.go.dev/regexp>"#
);

/// A pattern of hosts in which each dot is one; `None` where a dot is repeated, and so stands for more, or where hosts would still slip in.
fn with_literal_dots(pattern: &str) -> Option<String> {
    let mut literal = String::new();
    let (mut characters, mut in_class) = (pattern.chars().peekable(), false);
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next()? {
                '.' if !in_class => literal.push_str("[.]"),
                escaped => literal.extend(['\\', escaped]),
            },
            '.' if !in_class => {
                if characters.peek().is_some_and(|next| matches!(next, '*' | '+' | '?' | '{')) {
                    return None;
                }
                literal.push_str("[.]");
            }
            other => {
                in_class = if in_class { other != ']' } else { other == '[' };
                literal.push(other);
            }
        }
    }
    Pattern::new(&literal).ok()?.stray_host().is_none().then_some(literal)
}

/// A pattern that has to match the whole; one group around all of it is enough.
fn anchored(pattern: &str) -> String {
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    let one_group = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match one_group.filter(|inside| !inside.contains(['(', ')', '\\'])) {
        Some(_) => format!("^{inner}$"),
        None => format!("^({inner})$"),
    }
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_session(context, findings, &CHECK, |document, content| {
        if content.session_type() != Some(SessionType::Port) {
            return None;
        }
        let name = document.0.address();
        for property in ["portNumber", "host"] {
            let Fill::Parameter(parameter) = content.property(property) else { continue };
            let Some(Ok(pattern)) = parameter.pattern() else { continue };
            let stray = if property == "host" {
                (!pattern.accepts_any_host()).then(|| pattern.stray_host()).flatten()
            } else {
                pattern.stray_port()
            };
            if let Some(stray) = stray {
                let message = say!(
                    "the pattern of {} in document {} accepts {}",
                    Span::value(parameter.name),
                    Span::address(name),
                    Span::value(&stray.example)
                );
                let how = say!("{} accepts {}: {}", Span::value(&pattern.text), Span::value(&stray.example), stray.because);
                let anchored = anchored(&pattern.text);
                // What is sensitive is known again as it is written, not once it is changed.
                let is_sensitive = matches!(document.0.text("content"), Attr::Sensitive(_));
                let is_open = property == "host" && pattern.is_open_after_a_dot();
                let meant = match property {
                    "host" if is_sensitive || is_open => None,
                    "host" => with_literal_dots(&anchored),
                    _ => Some(anchored.clone()),
                };
                let path: &[&str] = &["parameters", parameter.name, "allowedPattern"];
                let advice = match meant {
                    Some(meant) => repairs::documents::members(document.0, &[(path, meant.into())]).into(),
                    // No host ends so.
                    None if is_open => Advice::Words(say!(
                        "write hosts to their end into `allowedPattern` of {}, between `^` and `$`: such as {}",
                        Span::value(parameter.name),
                        Span::value("^10[.]0[.][0-9]{1,3}[.][0-9]{1,3}$")
                    )),
                    // Which dots stand for themselves is for a person to say.
                    None => Advice::Words(say!(
                        "change `allowedPattern` of {} to {}, with each dot that is meant as such as `[.]`",
                        Span::value(parameter.name),
                        Span::value(&anchored)
                    )),
                };
                return Some(fail(document, message, how, advice));
            }
        }
        None
    });
}
