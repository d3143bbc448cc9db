//! Somebody may set the very tag that guards an instance.

use crate::check::declare_check;
use crate::rules::access::{Report, allows, each, name_of, tag_condition};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, AuthorizedResource, START, Shown, Tags, known_statements};
use ssm_check_iam::{Text, Truth, Value};
use ssm_check_message::{Span, say};

declare_check!(
    SSM409,
    "tag-guard-self-service",
    Warning,
    r#"## What it checks
Whoever may start sessions on instances with a tag may not set that tag.

## Why it matters
A condition on `aws:ResourceTag/…` is no limit for someone with `ec2:CreateTags`: they tag the instance they want first.

## Example
```hcl
{ Effect = "Allow", Action = "ec2:CreateTags", Resource = "*" }
```

## How to fix
Deny `ec2:CreateTags` and `ec2:DeleteTags` on instances for that key: a condition `ForAnyValue:StringEquals` on `aws:TagKeys`.

## When it does not fail
When tags do not limit the sessions anyway. When only other keys may be set. When a policy that mentions sessions is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let statements = known_statements(asking, START);
        let tagged: Vec<_> = statements
            .iter()
            .filter(|known| allows(known.statement))
            .filter_map(|known| Some((known, tag_condition(known.statement)?)))
            .collect();
        let target = asking.any_instance();
        let region = target.region.as_deref();
        let untagged = AuthorizedResource { tags: Tags::none(), ..(*target.resource).clone() };
        let (known, condition) = tagged.first()?;
        // Only where the tag decides is there anything to gain by setting it.
        if asking.on(&untagged, region).truth() == Truth::True || asking.on(&target.resource, region).truth() != Truth::True {
            return None;
        }
        let key = condition.key.split_once('/').map(|(_, key)| key.to_owned())?;
        let tagging = access.asking(asking.caller, TAG);
        let request_tag = format!("aws:RequestTag/{key}");
        let value = condition.values.first().map_or(Value::Free, |text| Value::One(text.clone()));
        // The request may set other tags beside this one.
        let keys = |more: Option<&Text>| Value::Many([Text::lit(&key)].into_iter().chain(more.cloned()).collect());
        let ask = |more: Option<&Text>| {
            let of_request = [("aws:TagKeys", keys(more)), (request_tag.as_str(), value.clone()), ("ec2:CreateAction", Value::Absent)];
            tagging.on_with(&untagged, region, &of_request)
        };
        let others = tag_keys(&tagging);
        let with_another = || others.iter().map(|other| ask(Some(other))).find(|answer| answer.truth() == Truth::True);
        let alone = ask(None);
        let answer = if alone.truth() == Truth::True { alone } else { with_another().unwrap_or(alone) };
        let caller = name_of(asking.caller);
        match answer.truth() {
            Truth::True => {
                let mut evidence = vec![Evidence::Fact {
                    at: known.at.clone(),
                    shows: say!("{} allows sessions by tag {}", known.name.clone(), Span::value(&key)),
                }];
                evidence.extend(Shown(&tagging).grant(answer.outcome(), TAG, &untagged.arn));
                Some(Report::fail(
                    say!("{} can set tag {}, which restricts its sessions", caller, Span::value(&key)),
                    evidence,
                    say!(
                        "deny `ec2:CreateTags` and `ec2:DeleteTags` for tag key {} in a policy of {}",
                        Span::value(key),
                        Span::address(asking.caller.address())
                    ),
                ))
            }
            Truth::Unknown if !asking.caller.policies.all_gaps().is_empty() => {
                Some(Report::unknown(&tagging, say!("cannot determine from this plan whether {} can set tag {}", caller, Span::value(key))))
            }
            Truth::Unknown | Truth::False => None,
        }
    });
}

/// The keys of tags that conditions of an action's policies name.
fn tag_keys(asking: &Asking<'_, '_>) -> Vec<Text> {
    let statements = known_statements(asking, TAG);
    let conditions = statements.iter().flat_map(|known| &known.statement.conditions);
    let of_keys = conditions.filter(|condition| condition.key.eq_ignore_ascii_case("aws:TagKeys"));
    of_keys.flat_map(|condition| &condition.values).filter(|value| value.is_known()).take(MOST_KEYS).cloned().collect()
}

/// What sets tags of instances.
const TAG: &str = "ec2:CreateTags";

/// So many other keys are tried.
const MOST_KEYS: usize = 20;
