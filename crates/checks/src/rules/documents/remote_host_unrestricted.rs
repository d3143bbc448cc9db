//! A session document forwards to any host.

use crate::declare::declare_check;
use crate::rules::documents::{each_session, fail, parameters_of, unclear};
use crate::{Context, Finding};
use ssm_check_assess::document::{Fill, Hosts, Pattern};
use ssm_check_message::{Span, say};

declare_check!(
    SSM503,
    "remote-host-unrestricted",
    Error,
    r#"## What it checks
A session document that forwards to another host names the host, or restricts it by a pattern.

## Why it matters
A host of the caller's choice makes the instance a door to everything that it reaches, as `AWS-StartPortForwardingSessionToRemoteHost` does.
A pattern that every address has, or every name of some top-level domain, restricts nothing: anybody may have such a name, and lead it to
any address.

## Example
```hcl
parameters = { host = { type = "String" } }
properties = { host = "{{ host }}", portNumber = "5432", type = "LocalPortForwarding" }
```

## How to fix
Write the host as a literal, or set `allowedPattern = "^(db1|db2)[.]prod[.]internal$"`.

## When it does not fail
When the document forwards to the instance itself. When the content is known only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_session(context, findings, &CHECK, |document, content| {
        let name = document.0.address();
        let hosts = content.hosts();
        let filled = content.property("host");
        let form = if let Hosts::Matching(pattern) = &hosts { pattern.form_alone().or_else(|| any_end(pattern, &filled)) } else { None };
        match hosts {
            Hosts::Matching(_) if form.is_none() => None,
            Hosts::Any | Hosts::Matching(_) => {
                let any = form.unwrap_or("any host");
                let how = match &filled {
                    Fill::Parameter(parameter) => parameter.pattern().and_then(Result::ok).map_or_else(
                        || say!("parameter {} has no `allowedPattern`", Span::value(parameter.name)),
                        |pattern| say!("{} accepts {}", Span::value(pattern.text), any),
                    ),
                    Fill::Mixed(text) => say!("{} may be {}", Span::value(text), any),
                    Fill::Absent | Fill::Literal(_) | Fill::Undeclared => return None,
                };
                let help = say!(
                    "set `allowedPattern` of {} to the hosts that you intend, or write the host as a literal",
                    parameters_of(content, &filled)
                );
                Some(fail(document, say!("document {} forwards to any host", Span::address(name)), how, help))
            }
            Hosts::Unknown(why) => Some(unclear(
                document,
                say!("cannot determine from this plan which hosts document {} forwards to", Span::address(name)),
                why,
            )),
            Hosts::Instance | Hosts::Nowhere | Hosts::Literal(_) => None,
        }
    });
}

/// A host of several parts of which anybody may say how it ends.
fn any_end(pattern: &Pattern, filled: &Fill<'_>) -> Option<&'static str> {
    let Fill::Mixed(text) = filled else { return None };
    let (before, _) = text.trim_start().split_once("{{")?;
    (!before.is_empty() && pattern.accepts_any_name(before)).then_some("any name that begins so")
}
