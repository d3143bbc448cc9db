//! A session document opens more ports than is meant.

use crate::declare::declare_check;
use crate::rules::documents::{each_session, fail, parameters_of, unclear};
use crate::{Context, Finding};
use ssm_check_assess::document::{Fill, Ports};
use ssm_check_message::{Span, say};

declare_check!(
    SSM501,
    "port-document-unrestricted",
    Error,
    r#"## What it checks
A session document of type `Port` opens a fixed port, or ports that `allowedPattern` limits to at most `max-ports` (128).

## Why it matters
A document without a pattern is as open as `AWS-StartPortForwardingSession`, under a name that no guard of AWS's documents covers.
`allowedValues` is no substitute: the agent ignores it in sessions.

## Example
```hcl
parameters = { portNumber = { type = "String", default = "80" } }
properties = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
```

## How to fix
Set an anchored pattern of the ports that are meant: `allowedPattern = "^(22|3389)$"`, or write the port as a literal.

## When it does not fail
When the pattern is small as a whole and too wide only because it is not anchored, which is SSM502. When the content is known only
after apply, or only `allowedValues` restricts the port, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>
- <https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/framework/docparser/paramvalidator>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each_session(context, findings, &CHECK, |document, content| {
        let limit = context.options.max_ports;
        let name = document.0.address();
        match content.ports() {
            Ports::Exactly(ports) if ports.len() > limit => {
                let filled = content.property("portNumber");
                let pattern = match &filled {
                    Fill::Parameter(parameter) => parameter.pattern().and_then(Result::ok),
                    Fill::Mixed(_) => None,
                    Fill::Absent | Fill::Literal(_) | Fill::Undeclared => return None,
                };
                if pattern.as_ref().is_some_and(|pattern| pattern.whole_ports().is_some_and(|ports| ports.len() <= limit)) {
                    return None;
                }
                let how = match (&filled, &pattern) {
                    (Fill::Mixed(text), _) => {
                        say!("{} may be {} ports: {}", Span::value(text), ports.len(), Span::Plain(ports.to_string()))
                    }
                    (_, None) => say!("parameter {} has no `allowedPattern`", parameters_of(content, &filled)),
                    (_, Some(pattern)) => {
                        say!("{} accepts {} ports: {}", Span::value(pattern.text.clone()), ports.len(), Span::Plain(ports.to_string()))
                    }
                };
                Some(fail(
                    document,
                    say!("document {} opens any of {} ports", Span::address(name), ports.len()),
                    how,
                    say!("set `allowedPattern` of {} to the ports that you intend, such as `^(22|3389)$`", parameters_of(content, &filled)),
                ))
            }
            // A pattern that the agent does not understand opens nothing, which is SSM504's.
            Ports::Unknown(_) if matches!(content.property("portNumber"), Fill::Parameter(parameter) if matches!(parameter.pattern(), Some(Err(_)))) => {
                None
            }
            Ports::Unknown(why) => {
                Some(unclear(document, say!("cannot determine from this plan which ports document {} opens", Span::address(name)), why))
            }
            Ports::Exactly(_) | Ports::None => None,
        }
    });
}
