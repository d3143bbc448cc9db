//! Somebody may do one half of asking for nodes, and not the other.

use crate::declare::declare_check;
use crate::rules::access;
use crate::rules::access::{Report, finding};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, known_statements};
use ssm_check_assess::just_in_time::{ASK, TOKEN, requesters};
use ssm_check_iam::{Effect, Truth};
use ssm_check_message::{Span, say};

declare_check!(
    SSM427,
    "access-request-not-allowed",
    Warning,
    r#"## What it checks
Whoever may ask for nodes by `ssm:StartAccessRequest` may fetch the token by `ssm:GetAccessToken`, and the other way round.

## Why it matters
Both are needed. With one of them a request is approved, and its token never arrives; or nobody can ask for what could be fetched.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartAccessRequest", Resource = "*" }
```

## How to fix
```hcl
{ Effect = "Allow", Action = ["ssm:StartAccessRequest", "ssm:GetAccessToken"], Resource = "*" }
```

## When it does not fail
For whoever has `ssm:GetAccessToken` by a wildcard only, as read-only policies do. When a policy that mentions either action is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-setting-up.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let access = context.access();
    for requester in requesters(context) {
        let (ask, fetch) = (access.asking(requester.caller, ASK), access.asking(requester.caller, TOKEN));
        let means_to_fetch = requester.fetches == Truth::True && names(&fetch, TOKEN);
        let means_to_ask = requester.asks == Truth::Unknown && names(&ask, ASK);
        let (missing, asking, answer) = if requester.asks == Truth::True {
            (TOKEN, &fetch, requester.fetches)
        } else if means_to_ask && requester.fetches != Truth::True {
            (TOKEN, &fetch, Truth::Unknown)
        } else if means_to_fetch {
            (ASK, &ask, requester.asks)
        } else {
            continue;
        };
        let has = if missing == TOKEN { ASK } else { TOKEN };
        let who = access::name_of(requester.caller);
        let told = match answer {
            Truth::True => continue,
            Truth::False => {
                let absence = Evidence::Absence {
                    at: Some(AttrRef::resource(requester.caller.address())),
                    looked_for: say!("permission for {}", Span::code(missing)),
                    considered: requester.caller.policies.held.iter().map(|held| held.name.clone()).collect(),
                };
                Report::fail(
                    say!("{} may use {} and not {}", who, Span::code(has), Span::code(missing)),
                    vec![absence],
                    say!("allow {} in a policy of {}", Span::code(missing), Span::address(requester.caller.address())),
                )
            }
            Truth::Unknown => Report::unknown(
                asking,
                say!("cannot determine from this plan whether {} may use {} beside {}", who, Span::code(missing), Span::code(has)),
            ),
        };
        findings.push(finding(&CHECK, requester.caller.address(), None, told));
    }
}

/// A statement allows the action by its name.
fn names(asking: &Asking<'_, '_>, action: &str) -> bool {
    known_statements(asking, action).iter().any(|known| {
        let statement = known.statement;
        let listed = statement.actions.list.iter().filter(|_| !statement.actions.negated);
        let managed = ssm_check_aws::is_arn(&known.at.address);
        !managed && statement.effect == Effect::Allow && listed.into_iter().any(|written| written.to_string().eq_ignore_ascii_case(action))
    })
}
