use crate::change::changes;
use crate::check::declare_check;
use crate::context::Assessed;
use crate::finding::AttrRef;
use crate::{Change, Context, Evidence, Finding, Verdict};

declare_check!(
    SSM701,
    "access-lost-by-this-plan",
    Error,
    r#"## What it checks
A target that Session Manager reaches before this plan is still reached after it.

## Why it matters
Deleting a NAT gateway, a rule, a policy attachment or one of three endpoints looks harmless in a long plan, and locks everybody out of
instances that worked a minute before.

## Example
```hcl
# removed in this plan, with nothing in its place:
# resource "aws_route" "private_out" {
#   route_table_id         = aws_route_table.private.id
#   destination_cidr_block = "0.0.0.0/0"
#   nat_gateway_id         = aws_nat_gateway.main.id
# }
```

## How to fix
Keep what the evidence names, or put the endpoints, route or policy in place first.

## When it stays silent
When the target did not work before, is itself destroyed, or when it is not known whether it works before or after.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(prior) = context.prior else { return };
    let changed = changes(context);
    for assessed in &context.targets {
        let address = assessed.target.resource.address();
        let Some(before) = prior.target(address) else { continue };
        if before.manageable() != Verdict::Pass || assessed.manageable() != Verdict::Fail {
            continue;
        }
        let way = way_before(before);
        let on_the_way = changed.iter().filter(|(name, _)| way.iter().any(|step| step == name));
        let mut causes: Vec<_> = on_the_way.cloned().collect();
        if causes.is_empty() {
            causes.clone_from(&changed);
        }
        let mut evidence = vec![Evidence::Fact { at: AttrRef::resource(address), shows: "is reached by Session Manager before this plan".to_owned() }];
        evidence.extend(causes.iter().map(|(name, what)| Evidence::Fact { at: AttrRef::resource(name.clone()), shows: format!("is {what} by this plan") }));
        let first = causes.first().map_or_else(String::new, |(name, what)| format!(": `{name}` is {what}"));
        findings.push(Finding {
            check: &CHECK,
            severity: CHECK.severity,
            verdict: Verdict::Fail,
            address: address.to_owned(),
            attribute: None,
            message: format!("`{address}` loses Session Manager with this plan{first}"),
            evidence,
            help: "keep it, or put another way in place first; the other findings of the target say what is missing".to_owned(),
            change: Change::Introduced,
            allowed: None,
        });
    }
}

/// What the target depends on before the plan.
fn way_before(before: &Assessed<'_>) -> Vec<String> {
    let report = before.reachability.report();
    let mut way: Vec<String> = report.paths.into_iter().flat_map(|path| path.hops).collect();
    way.extend(before.identity.profile.map(|profile| profile.0.address().to_owned()));
    for case in before.identity.cases.iter().filter_map(|case| case.role.as_ref()) {
        way.push(case.role.0.address().to_owned());
        way.extend(case.policies.held.iter().flat_map(|held| [held.name.clone(), held.by.address.clone()]));
    }
    way
}
