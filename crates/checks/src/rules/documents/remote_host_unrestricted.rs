//! A session document forwards to any host.

use crate::declare::declare_check;
use crate::rules::documents::{each_session, fail, unclear};
use crate::{Context, Finding};
use ssm_check_assess::document::{Fill, Hosts};
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
        let form = if let Hosts::Matching(pattern) = &hosts { pattern.form_alone() } else { None };
        match hosts {
            Hosts::Matching(_) if form.is_none() => None,
            Hosts::Any | Hosts::Matching(_) => {
                let Fill::Parameter(parameter) = content.property("host") else { return None };
                let how = if let Some(Ok(pattern)) = parameter.pattern() {
                    say!("{} accepts {}", Span::value(pattern.text), form.unwrap_or("any host"))
                } else {
                    say!("parameter {} has no `allowedPattern`", Span::value(parameter.name))
                };
                let help = say!(
                    "set `allowedPattern` of {} to the hosts that you intend, or write the host as a literal",
                    Span::value(parameter.name)
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
