//! What verdicts rest on that the inputs do not show: `docs/assumptions.md` says why each is sound enough.

use ssm_check_assess::access::Access;
use ssm_check_assess::host::{Carries, HostCase};
use ssm_check_assess::node::Node;
use ssm_check_assess::{Assessed, Context, Presumption, Verdict};
use ssm_check_aws::AccountId;
use ssm_check_graph::{Link, Slot};
use ssm_check_message::{Message, Span, list, say};
use std::collections::BTreeSet;

/// What is assumed, in words, each with those that it concerns. None where nothing is to be assumed.
pub(crate) fn of(context: &Context<'_>) -> Vec<Message> {
    if context.options.strict {
        return Vec::new();
    }
    let judged = || context.targets.iter().filter(|assessed| assessed.manageable() != Verdict::Unknown);
    let mut settings: Vec<String> = judged().flat_map(|assessed| &assessed.reachability.assumed).map(|at| at.address.clone()).collect();
    let listed = |assessed: &Assessed<'_>| Node::of(&assessed.target).and_then(Node::agent_version).is_some();
    // What an image is known to lack is a finding, and no assumption.
    let lacks = |case: &HostCase| matches!(case.image.carries, Carries::No | Carries::Minimal);
    // What only user data that is not known leaves open is said of that.
    let has = |case: &HostCase| case.agent.is_none() && matches!(case.image.carries, Carries::Yes);
    let in_image = |assessed: &&Assessed<'_>| {
        let is_assumed = assessed.host.verdict == Verdict::Unknown && assessed.host.assumed() == Verdict::Pass;
        let open = is_assumed && assessed.host.find(lacks).is_none() && assessed.host.find(has).is_none();
        assessed.manageable() == Verdict::Pass && open && !listed(assessed)
    };
    let mut images: Vec<String> = context.instances().filter(in_image).map(address_of).collect();
    let presumes_form = |assessed: &&Assessed<'_>| assessed.host.presumes_form();
    let mut forms: Vec<String> = context.instances().filter(presumes_form).map(address_of).collect();
    let rests_on = |what: Presumption| -> Vec<String> {
        let so = |assessed: &&Assessed<'_>| assessed.identity.cases.iter().any(|case| case.presumed.contains(&what));
        judged().filter(|assessed| assessed.manageable() == Verdict::Pass).filter(so).map(address_of).collect()
    };
    let mut versions = rests_on(Presumption::AgentVersion);
    let mut defaults = rests_on(Presumption::ImageDefaults);
    let mut assumptions = Vec::new();
    for (what, of, why) in [
        ("assumes that the agent has its own settings on", &mut settings, "their user data is not in the plan"),
        ("assumes that the agent is in the image of", &mut images, "the inputs do not show which image that is"),
        ("assumes that the image runs the user data of", &mut forms, "the inputs do not show which system it has"),
        ("assumes that the agent is new enough for default host management on", &mut versions, "no input shows the version"),
        ("assumes that image and account leave the metadata service on for", &mut defaults, "the inputs do not set it"),
    ] {
        of.sort();
        of.dedup();
        if !of.is_empty() {
            assumptions.push(say!("{} {}: {}", what, some_of(of), why));
        }
    }
    assumptions.extend(judged().next().and_then(|_| same_keys(context)));
    assumptions.extend(context.instances().filter_map(offline));
    assumptions.extend(context.graph.assumed_accounts().map(|(input, account)| {
        say!("assumes that {} is of account {}, the only one that the other inputs show", Span::value(input), Span::value(account.as_str()))
    }));
    assumptions.extend(context.graph.assumed_workspaces().map(|(input, workspace)| {
        let plan = if matches!(input, "" | "-") { "the plan".into() } else { Message::from(Span::value(input)) };
        say!("assumes that {} was made in workspace {}: neither it nor its `.tf` files show another", plan, Span::value(workspace))
    }));
    assumptions
}

/// What answers about principals rest on.
pub(crate) fn of_access(access: &Access<'_>) -> Vec<Message> {
    let assumed = |account: &AccountId| {
        say!("assumes that the principals are of account {}, the only one in ARNs of their policies", Span::value(account.as_str()))
    };
    access.presumed_accounts().map(assumed).collect()
}

fn address_of(assessed: &Assessed<'_>) -> String {
    assessed.target.resource.address().to_owned()
}

/// Systems Manager lists a target that passes as not online: the verdict rests on nothing else keeping it so.
fn offline(assessed: &Assessed<'_>) -> Option<Message> {
    let node = Node::of(&assessed.target).filter(|node| !node.is_online() && assessed.manageable() == Verdict::Pass)?;
    let (address, status) = (Span::address(assessed.target.resource.address()), Span::value(node.ping_status()?));
    Some(say!("Systems Manager lists {} as {}: what keeps it offline today is not in the inputs, or put right by them", address, status))
}

/// Instances of a block that name an instance of another one, of which the plan does not keep which.
fn same_keys(context: &Context<'_>) -> Option<Message> {
    let is_assumed = |link: &Link| link.slots.iter().any(Slot::assumes_same_key);
    let assuming = context.graph.resources().filter(|resource| resource.all_links().any(|(_, link)| is_assumed(link)));
    let blocks: BTreeSet<String> = assuming.map(|resource| resource.parsed().without_keys()).collect();
    let blocks: Vec<String> = blocks.into_iter().collect();
    let why = "the plan does not keep which, and no `.tf` files tell";
    (!blocks.is_empty()).then(|| say!("assumes that every instance of {} takes what has its own index or key: {}", some_of(&blocks), why))
}

/// So many are named.
const NAMED: usize = 3;

fn some_of(addresses: &[String]) -> Message {
    let shown = addresses.iter().take(NAMED).map(|address| Span::address(address).into());
    let more = addresses.len().saturating_sub(NAMED);
    list(shown.chain((more > 0).then(|| say!("{} more", more))))
}
