//! The plan opens a tunnel to something that was there before, and closed.

use crate::change::{changes, opened};
use crate::declare::declare_check;
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{START, covers};
use ssm_check_assess::tunnels::{Tunnel, Wanted};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_message::{Span, say};
use std::collections::BTreeSet;

declare_check!(
    SSM703,
    "tunnel-opened-by-this-plan",
    Warning,
    r#"## What it checks
A data store that no principal could reach by a tunnel before this plan is still out of reach after it.

## Why it matters
A rule for "the new service", a route over a peering or a wider policy looks harmless in a long plan, and puts a database within reach of
whoever may start a session on some instance. Port forwarding is not logged beyond its start.

## Example
```hcl
# added in this plan; the bastion has the group:
resource "aws_vpc_security_group_ingress_rule" "db_from_bastion" {
  security_group_id            = aws_security_group.db.id
  referenced_security_group_id = aws_security_group.bastion.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}
```

## How to fix
Take back what the evidence names, guard the documents, or allow the tunnel with `[[allow-port-forwarding]]` where it is meant.

## When it does not fail
When the data store is new, or it is not known whether a tunnel led to it before, or whether one does now.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for tunnel in opened(context, prior) {
        if !told.insert((&tunnel.destination, &tunnel.principal)) {
            continue;
        }
        let (destination, principal) = (tunnel.destination.as_str(), tunnel.principal.as_str());
        let mut evidence = vec![Evidence::Fact {
            at: AttrRef::resource(destination),
            shows: "was reached by none of its tunnels before this plan".into(),
        }];
        evidence.extend(causes(context, prior, tunnel));
        evidence.push(Evidence::Fact {
            at: AttrRef::resource(principal),
            shows: say!(
                "may start {} on {}, which leads to {}",
                Span::value(&tunnel.document),
                Span::address(&tunnel.target),
                Span::address(destination)
            ),
        });
        let (to, by) = (Span::address(destination), Span::address(principal));
        let message = say!("this plan opens a tunnel to {} for {}, through {}", to, by, Span::address(&tunnel.target));
        let finding = Finding::fail(&CHECK, destination, message).because(evidence).help(say!(
            "take back what opens it, or allow it in `[[allow-port-forwarding]]` with {} among its `destinations`",
            Span::address(destination)
        ));
        findings.push(Finding { allowed: allowed(context, tunnel), ..finding });
    }
}

/// The exception that covers the tunnel.
fn allowed(context: &Context<'_>, tunnel: &Tunnel) -> Option<usize> {
    let access = context.access();
    let caller = access.people().find(|caller| caller.address() == tunnel.principal)?;
    let (asking, document) = (access.asking(caller, START), access.document(&tunnel.document)?);
    // Where else the document leads is for the checks of whoever may start it.
    let only = (std::slice::from_ref(tunnel), false);
    context.options.allowed.iter().position(|exception| covers(exception, &asking, &[document], only))
}

/// What the plan changes of what closed the tunnel, or of its ends.
fn causes(context: &Context<'_>, prior: &Context<'_>, tunnel: &Tunnel) -> Vec<Evidence> {
    let same = |before: &&Tunnel| {
        (&before.principal, &before.target, &before.destination, &before.document)
            == (&tunnel.principal, &tunnel.target, &tunnel.destination, &tunnel.document)
    };
    let to_it = prior.wanted_tunnels(Wanted::To(&tunnel.destination)).all;
    let before = to_it.iter().find(same);
    let mut ends: BTreeSet<&str> = [&tunnel.principal, &tunnel.target, &tunnel.destination].map(String::as_str).into();
    ends.extend(
        before.iter().flat_map(|before| before.because.iter().map(|(at, _)| at).chain(&before.beside)).map(|at| at.address.as_str()),
    );
    let is_linked = |resource: &Resource<'_>| {
        resource.all_links().flat_map(|(_, link)| link.candidates()).any(|candidate| {
            let (LinkTarget::Resource(to) | LinkTarget::Default(_, to)) = candidate.target;
            ends.contains(resource.graph().resource(to).address())
        })
    };
    let changed = changes(context);
    let related = changed.iter().filter(|(resource, _)| ends.contains(resource.address()) || is_linked(resource));
    related
        .map(|(resource, effect)| Evidence::Fact {
            at: AttrRef::resource(resource.address()),
            shows: say!("is {} by this plan", effect.as_str()),
        })
        .collect()
}
