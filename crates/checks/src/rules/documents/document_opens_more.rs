//! A session document leads to a data store that it is not allowed to lead to.

use crate::declare::declare_check;
use crate::rules::access::Report;
use crate::rules::documents::{each_session, fact, unclear};
use crate::{Context, Finding, matches_wildcard};
use ssm_check_assess::document::{Hosts, name_of};
use ssm_check_assess::tunnels::Documented;
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Span, list, say};

declare_check!(
    SSM512,
    "document-opens-more-than-allowed",
    Error,
    r#"## What it checks
A session document with a fixed or patterned host leads to no data store beyond the `destinations` that `[[allow-port-forwarding]]` names
for it in `ssm-check.toml`.

## Why it matters
A document of your own is the tightest form of a tunnel: one host, one port. A pattern that admits one more database, or a host that was
changed in the document and not in the decision, widens it for everybody who may start the document.

## Example
```toml
[[allow-port-forwarding]]
principal    = "*"
documents    = ["to-development"]
destinations = ["aws_db_instance.development"]
reason       = "developers work on the development database"
```
```hcl
parameters = { host = { type = "String", allowedPattern = "^(development|production)[.].*[.]rds[.]amazonaws[.]com$" } }
```

## How to fix
Narrow the host of the document to what is allowed, or allow the destination.

## When it does not fail
When no exception with `destinations` names the document. When its host is the caller's choice, which SSM503 reports. When it is not known which data stores the
host denotes, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let hosts = Documented::new(context);
    each_session(context, findings, &CHECK, |document, content| {
        let name = name_of(document).unwrap_or(document.0.address());
        let names_it = |documents: &[String]| documents.iter().any(|pattern| matches_wildcard(pattern, name));
        let exceptions: Vec<_> = context
            .options
            .allowed
            .iter()
            .filter(|exception| !exception.destinations.is_empty() && names_it(&exception.documents))
            .collect();
        if exceptions.is_empty() || !matches!(content.hosts(), Hosts::Literal(_) | Hosts::Matching(_)) {
            return None;
        }
        let is_allowed = |address: &str| {
            exceptions.iter().flat_map(|exception| &exception.destinations).any(|pattern| matches_wildcard(pattern, address))
        };
        let stores = hosts.stores(content);
        let beyond = |wanted: Truth| -> Vec<&str> {
            stores.iter().filter(|(address, leads)| *leads == wanted && !is_allowed(address)).map(|(address, _)| *address).collect()
        };
        let (open, perhaps) = (beyond(Truth::True), beyond(Truth::Unknown));
        let named = || Span::address(document.0.address());
        if let Some(first) = open.first() {
            return Some(Report::fail(
                say!("document {} leads to {}, beyond what is allowed", named(), list(open.iter().map(|store| Span::address(*store)))),
                vec![fact(document, say!("has a host that is {}", Span::address(*first)))],
                say!("narrow the host of {}, or name {} among the `destinations` of its exception", named(), Span::address(*first)),
            ));
        }
        let first = perhaps.first()?;
        let gap = Gap::new(say!("whether the host of {} is {}", named(), Span::address(*first)));
        Some(unclear(document, say!("cannot determine from this plan whether document {} leads beyond what is allowed", named()), gap))
    });
}
