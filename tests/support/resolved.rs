//! The graph of a plan as text: what each resource is, what it waits for and what it links to; how that was found where it is not said
//! outright.

use ssm_check_graph::{Candidate, Existence, Graph, How, Link, LinkTarget, Picture, Resource, Slot};
use ssm_check_plan::{Decoder, Plan};
use ssm_check_source::Sources;

/// Both pictures, line by line: a line for each resource of a modelled type of which there is something to tell. What the picture before says
/// as the planned one does is left out.
pub(crate) fn lines(plan: &Plan<'_>, sources: Option<&Sources>) -> Vec<String> {
    let picture = |picture: Picture, sources: Option<&Sources>| {
        let graph = Graph::build(&[plan], 1, &[sources], picture, false, &mut Decoder::default()).unwrap();
        of_graph(&graph)
    };
    let planned = picture(Picture::Planned, sources);
    let before = picture(Picture::Prior, None);
    let before: Vec<String> = before.into_iter().filter(|line| !planned.contains(line)).map(|line| format!("before: {line}")).collect();
    [planned, before].concat()
}

fn of_graph(graph: &Graph<'_>) -> Vec<String> {
    let resources = graph.resources().filter(|resource| resource.kind().is_some());
    let mut lines: Vec<String> = resources.filter_map(|resource| of_resource(graph, resource)).collect();
    lines.extend(graph.losses().iter().map(|loss| {
        format!(
            "{} loses by {}{}{}",
            loss.of,
            loss.by,
            loss.attribute.map(|name| format!(".{name}")).unwrap_or_default(),
            if loss.certain { "" } else { ", perhaps" }
        )
    }));
    lines.extend(graph.repeated_addresses().into_iter().map(|address| format!("{address} stands for several")));
    lines.extend(graph.assumed_accounts().map(|(input, account)| format!("{input} is taken to be of {}", account.as_str())));
    lines.extend(graph.assumed_workspaces().map(|(_, workspace)| format!("taken to be of workspace {workspace}")));
    lines
}

/// More resources are not compared in pairs.
const FEW: usize = 25;
/// No more of a text is told.
const LONGEST: usize = 60;

fn of_resource<'g>(graph: &'g Graph<'g>, resource: Resource<'g>) -> Option<String> {
    let mut parts = Vec::new();
    if !matches!(resource.existence(), Existence::Created | Existence::Unchanged) {
        parts.push(format!("{:?}", resource.existence()));
    }
    let location = resource.location();
    if location.region().is_none() {
        parts.push("of an unknown Region".to_owned());
    }
    if let Some(account) = location.account.known() {
        parts.push(format!("of {}", account.as_str()));
    }
    parts.extend(resource.default_tags().filter(|tags| !tags.is_empty()).map(|tags| format!("tags {tags:?}")));
    parts.extend(resource.lost_tags().iter().map(|tag| format!("loses tag {tag}")));
    parts.extend(graph.namesake(resource.id()).map(|other| format!("called as {}", other.address())));
    if resource.is_adopter() {
        parts.push("adopts".to_owned());
    }
    parts.extend(ordered(graph, resource));
    for (path, link) in resource.all_links().filter(|(_, link)| !link.is_absent()) {
        parts.push(format!("{} = {}", path.join("."), of_link(graph, link)));
    }
    (!parts.is_empty()).then(|| format!("{}: {}", resource.address(), parts.join("; ")))
}

/// How many of the resources that are made with it come before it.
fn ordered<'g>(graph: &'g Graph<'g>, resource: Resource<'g>) -> Option<String> {
    let new: Vec<_> = graph.resources().filter(|other| other.existence().is_new() && other.id() != resource.id()).take(FEW + 1).collect();
    if !resource.existence().is_new() || new.len() > FEW {
        return None;
    }
    let order = graph.order(resource);
    let perhaps = new.iter().filter(|other| order.may_hold(**other)).count();
    let surely = new.iter().filter(|other| graph.comes_before(**other, resource)).count();
    (perhaps > 0).then(|| format!("after {surely} to {perhaps}"))
}

fn of_link(graph: &Graph<'_>, link: &Link) -> String {
    link.slots.iter().map(|slot| of_slot(graph, slot)).collect::<Vec<_>>().join(" and ")
}

fn of_slot(graph: &Graph<'_>, slot: &Slot) -> String {
    let candidates = slot.candidates().iter().map(|candidate| of_candidate(graph, candidate));
    let told = candidates.chain(slot.gap().map(|gap| format!("[{gap}]"))).collect::<Vec<_>>().join(" or ");
    match slot {
        Slot::One { .. } => told,
        Slot::Some { .. } => format!("some of {told}"),
        Slot::Outside(value) => format!("outside: {}", value.chars().take(LONGEST).collect::<String>()),
    }
}

fn of_candidate(graph: &Graph<'_>, candidate: &Candidate) -> String {
    let target = match candidate.target {
        LinkTarget::Resource(id) => graph.resource(id).address().to_owned(),
        LinkTarget::Default(default, of) => format!("{default:?} of {}", graph.resource(of).address()),
    };
    match candidate.how {
        How::Value | How::Reference | How::Source => target,
        how => format!("{target} {}", how.in_words()),
    }
}
