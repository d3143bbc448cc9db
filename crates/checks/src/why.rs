//! The whole derivation of one address, as a tree: what a verdict rests on, step by step.

use crate::rules::check_of_obstacle;
use crate::{Finding, Verdict};
use ssm_check_assess::access::session::Part;
use ssm_check_assess::context::{Assessed, Context};
use ssm_check_assess::identity::{Case, Problem, RoleCase};
use ssm_check_graph::{Resource, Slot, Target};
use ssm_check_iam::Decision;

/// One statement and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The statement, one clause.
    pub text: String,
    /// What it rests on.
    pub because: Vec<Tree>,
}

impl Tree {
    fn leaf(text: impl Into<String>) -> Self {
        Self { text: text.into(), because: Vec::new() }
    }

    fn node(text: impl Into<String>, because: Vec<Self>) -> Self {
        Self { text: text.into(), because }
    }
}

/// The derivation of an address; `None` where it is not in the inputs.
pub(crate) fn why(context: &Context<'_>, findings: &[Finding], address: &str) -> Option<Tree> {
    let resource = context.graph.at(address)?;
    let mut because = Vec::new();
    if let Some(assessed) = context.target(address) {
        because.push(identity(assessed));
        because.push(network(assessed));
    }
    let rows: Vec<_> = context.access().rows(&Part { principal: Some(address.to_owned()), ..Part::default() }).0;
    because.extend(rows.iter().map(|row| {
        let ports = if row.ports.is_empty() { String::new() } else { format!(", ports {}", row.ports.join(", ")) };
        let by = row.by.map_or_else(String::new, |by| format!(" ({by})"));
        Tree::leaf(format!("`{}` on `{}`: {}{by}{ports}", row.document, row.target, row.decision))
    }));
    because.push(Tree::node("tunnels", tunnels(context, address)));
    because.push(Tree::node("links", links(resource)));
    let own: Vec<_> = findings.iter().filter(|finding| finding.address == address).collect();
    because.extend(own.iter().map(|finding| {
        let steps = finding.evidence.iter().map(|step| match step.at() {
            Some(at) => Tree::leaf(format!("`{at}`: {step}")),
            None => Tree::leaf(step.to_string()),
        });
        Tree::node(format!("{} {}: {}", finding.check.id, finding.verdict.as_str(), finding.message), steps.collect())
    }));
    because.retain(|tree| !matches!(tree.text.as_str(), "links" | "tunnels") || !tree.because.is_empty());
    let verdict = context.target(address).map_or_else(String::new, |assessed| format!(": {}", assessed.manageable().as_str()));
    Some(Tree::node(format!("`{address}`{verdict}"), because))
}

/// Who reaches it, through what.
fn tunnels(context: &Context<'_>, address: &str) -> Vec<Tree> {
    let to_it = context.tunnels().all.iter().filter(|tunnel| tunnel.destination == address && tunnel.verdict != Verdict::Fail);
    let told = to_it.map(|tunnel| {
        let open = if tunnel.verdict == Verdict::Pass { "open" } else { "unknown" };
        let ports: Vec<_> = tunnel.ports.iter().map(u16::to_string).collect();
        let ports = if ports.is_empty() { String::new() } else { format!(", ports {}", ports.join(", ")) };
        let needs: String = tunnel.needs.iter().map(|need| format!(", needs a {}", need.as_str())).collect();
        let because = tunnel.packet.iter().map(|packet| Tree::leaf(format!("packet {packet}")));
        let missing = tunnel.because.iter().filter(|_| open == "unknown").map(|(at, why)| Tree::leaf(format!("`{at}`: {why}")));
        let head = format!("from `{}` through `{}` by `{}`: {open}{ports}{needs}", tunnel.principal, tunnel.target, tunnel.document);
        Tree::node(head, because.chain(missing).collect())
    });
    told.collect()
}

fn identity(assessed: &Assessed<'_>) -> Tree {
    Tree::node(format!("identity: {}", assessed.identity.verdict.as_str()), assessed.identity.cases.iter().map(case).collect())
}

fn case(case: &Case<'_>) -> Tree {
    let possibly = if case.uncertain { "one possibility: " } else { "" };
    let mut because = Vec::new();
    if let Some(role) = &case.role {
        because.push(Tree::node(format!("role `{}`", role.role.0.address()), role_steps(role)));
    }
    if let Some(Problem::Unknown { gaps, .. }) = &case.problem {
        because.extend(gaps.iter().map(|(at, why)| Tree::leaf(format!("not known: `{at}`: {why}"))));
    }
    let profile =
        case.profile.map_or_else(|| "no instance profile of the inputs".to_owned(), |profile| format!("`{}`", profile.0.address()));
    Tree::node(format!("{possibly}`{}` is {profile}: {}", case.at, case.verdict().as_str()), because)
}

fn role_steps(role: &RoleCase<'_>) -> Vec<Tree> {
    let mut steps: Vec<_> = role.policies.held.iter().map(|held| Tree::leaf(format!("has `{}`, by `{}`", held.name, held.by))).collect();
    steps.extend(role.policies.boundary.iter().map(|held| Tree::leaf(format!("is bounded by `{}`", held.name))));
    steps.extend(role.outcomes.iter().map(|(action, outcome)| {
        let decision = match outcome.decision {
            Decision::Allowed => "allowed",
            Decision::ImplicitDeny => "not allowed",
            Decision::ExplicitDeny => "denied",
            Decision::Unknown => "not known",
        };
        let statements =
            outcome.matching().map(|statement| Tree::leaf(format!("statement {} of `{}`", statement.index + 1, statement.policy)));
        Tree::node(format!("`{action}`: {decision}"), statements.collect())
    }));
    steps
}

fn network(assessed: &Assessed<'_>) -> Tree {
    let report = &assessed.reachability;
    let services = report.paths.iter().map(|path| {
        let mut because: Vec<_> = path.hops.iter().map(|hop| Tree::leaf(format!("through `{hop}`"))).collect();
        let failing = assessed
            .reachability
            .failures
            .iter()
            .filter(|failure| path.verdict == Verdict::Fail && failure.services.contains(&path.service));
        because.extend(failing.map(|failure| {
            let places = failure.places.iter().map(|place| Tree::leaf(format!("`{place}`")));
            Tree::node(format!("stopped on the way from `{}` ({})", failure.subnet, check_of_obstacle(&failure.kind).id), places.collect())
        }));
        let undecided = assessed.reachability.undecided.iter().filter(|undecided| undecided.services.contains(&path.service));
        because.extend(
            undecided.flat_map(|undecided| undecided.missing.iter().map(|(at, why)| Tree::leaf(format!("`{at}` is not known: {why}")))),
        );
        let via = path.via.map_or_else(String::new, |via| format!(" by {via}"));
        Tree::node(format!("`{}`: {}{via}", path.service, path.verdict.as_str()), because)
    });
    Tree::node(format!("network: {}", report.verdict.as_str()), services.collect())
}

fn links(resource: Resource<'_>) -> Vec<Tree> {
    let graph = resource.graph();
    let name = |target: Target| match target {
        Target::Resource(id) => format!("`{}`", graph.resource(id).address()),
        Target::Default(_, vpc) => format!("what AWS makes with `{}`", graph.resource(vpc).address()),
    };
    let mut trees = Vec::new();
    for (path, link) in resource.all_links() {
        for slot in &link.slots {
            let mut because: Vec<_> = slot
                .candidates()
                .iter()
                .map(|candidate| Tree::leaf(format!("{}, found {}", name(candidate.target), candidate.how.in_words())))
                .collect();
            because.extend(slot.gap().map(|gap| Tree::leaf(format!("perhaps something else: {gap}"))));
            if let Slot::Outside(value) = slot {
                // A name or id is one word; what is more, such as user data, is nobody's to print.
                let is_name = value.len() <= 256 && !value.contains(char::is_whitespace);
                let shown = if is_name { format!("`{value}`") } else { format!("a value of {} characters", value.chars().count()) };
                because.push(Tree::leaf(format!("{shown}, which is not in the inputs")));
            }
            trees.push(Tree::node(format!("`{}`", path.join(".")), because));
        }
    }
    trees
}
