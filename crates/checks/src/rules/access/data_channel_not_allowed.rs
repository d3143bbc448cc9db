//! Somebody may start sessions, but not open their data channel.

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::access::{Report, each, name_of};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{AuthorizedResource, Caller, CallerKind};
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};

declare_check!(
    SSM418,
    "data-channel-not-allowed",
    Note,
    r#"## What it checks
Whoever may start sessions may also open their data channel, `ssmmessages:OpenDataChannel`.

## Why it matters
AWS's pages now require the action in the caller's policy, and its own policies have had it since 2025.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }
```

## How to fix
Allow it on the caller's own sessions, which `aws:userid` names for roles and `aws:username` for users, in a policy of `Version` `2012-10-17`, before which these are plain text:
```hcl
{ Effect = "Allow", Action = "ssmmessages:OpenDataChannel", Resource = "arn:aws:ssm:*:*:session/$${aws:userid}-*" }
```

## When it does not fail
For policies that are attached to nobody and for groups, since another policy may allow it. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        if matches!(asking.caller.kind, CallerKind::Policy | CallerKind::Group) || !asking.is_spoken_of() {
            return None;
        }
        if asking.starts_anything() != Truth::True {
            return None;
        }
        let asked = asking.about("ssmmessages:OpenDataChannel");
        let region = asked.regions().into_iter().next()?;
        // The action has no resource types; AWS's own policies name sessions all the same.
        let session = AuthorizedResource::own_session(asked.caller, |rest| asked.arn("ssm", region.as_deref(), rest));
        let pseudo = AuthorizedResource::new(asked.arn("ssmmessages", region.as_deref(), "*"), "a channel");
        let truth = Truth::any([session, pseudo].into_iter().map(|resource| asked.on(&resource, region.as_deref()).truth()));
        let caller = name_of(asking.caller);
        match truth {
            Truth::True => None,
            Truth::False => Some(Report {
                repairs: repairs::access::statement(access, asking.caller, &repairs::access::data_channel(asking.caller)),
                ..Report::fail(
                    say!("{} can start sessions, but cannot open their data channel", caller),
                    vec![Evidence::Absence {
                        at: Some(AttrRef::resource(asking.caller.address())),
                        looked_for: "statement that allows `ssmmessages:OpenDataChannel`".into(),
                        considered: asking.caller.policies.held.iter().map(|held| held.name.clone()).collect(),
                    }],
                    by_hand(asking.caller),
                )
            }),
            Truth::Unknown => {
                Some(Report::unknown(&asked, say!("cannot determine from this plan whether {} can open data channels", caller)))
            }
        }
    });
}

/// What to do where nothing can be edited. In a policy of another version, the variable would be plain text.
fn by_hand(caller: &Caller<'_>) -> Message {
    let (sessions, address) = (Span::value(repairs::access::own_sessions(caller)), Span::address(caller.address()));
    if caller.policies.held.iter().any(repairs::access::is_without_variables) {
        return say!("allow `ssmmessages:OpenDataChannel` on {} in a policy of {} that has `Version` `2012-10-17`", sessions, address);
    }
    say!("allow `ssmmessages:OpenDataChannel` on {} in a policy of {}", sessions, address)
}
