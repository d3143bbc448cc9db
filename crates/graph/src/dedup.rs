//! The same object in several inputs, such as a plan and the state beside it: one of them counts.
//!
//! Two resources of different inputs are the same object where both show the same ARN, or the same id of the kind that AWS
//! makes up (`vpc-0a1b…`). Where the id is a name, which every account may use, they are the same only under the same address
//! and if the inputs share another object under one address. An address alone says nothing: every root module has its own.
//! Of what AWS takes one of only, such as the route table of a subnet, whoever counts more says which.

mod identity;

use crate::Kind;
use crate::node::{Existence, Node};
use identity::{Identity, identity, the_only};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_plan::{Decoder, InputKind, Mode, Plan, ResourceChange, Values};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Two inputs that hold the same object, and differ in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The first of these objects, as the input that counts names it.
    pub address: String,
    /// How many others there are.
    pub others: usize,
    /// The input that counts, by position.
    pub counts: usize,
    /// The one that does not.
    pub dropped: usize,
    /// That one holds AWS's answers.
    pub with_aws: bool,
}

/// An object that an input speaks of.
#[derive(Clone, Copy)]
struct Mention {
    input: usize,
    /// Its node; `None` where the input destroys it.
    node: Option<usize>,
}

/// The addresses of what a plan forgets and takes in again under another address, by an `import` block: it is one object.
///
/// <https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources>
pub(crate) fn taken_in_again<'p>(plan: &'p Plan<'p>, decoder: &mut Decoder<'p>) -> FxHashSet<&'p str> {
    let is_one = |change: &&ResourceChange<'_>| change.deposed.is_none() && change.parsed.mode == Mode::Managed;
    let forgotten: Vec<_> = plan.changes.iter().filter(is_one).filter(|change| change.change.actions.forgets()).collect();
    if forgotten.is_empty() {
        return FxHashSet::default();
    }
    let is_kept = |change: &&ResourceChange<'_>| {
        let actions = &change.change.actions;
        change.change.imports() && !actions.forgets() && !actions.removes()
    };
    let kept = plan.changes.iter().filter(is_one).filter(is_kept);
    let mut object = |change: &'p ResourceChange<'p>| {
        let before = decoder.before(&change.change).ok().flatten()?;
        identity(&change.parsed.resource_type, &change.address, &before).filter(|identity| matches!(identity, Identity::Object(..)))
    };
    let kept: FxHashSet<Identity> = kept.filter_map(&mut object).collect();
    forgotten
        .into_iter()
        .filter(|change| object(change).is_some_and(|object| kept.contains(&object)))
        .map(|change| &*change.address)
        .collect()
}

/// Drops every node that another input, which counts more, also speaks of. `destroyed` are objects that an input destroys. Where
/// `drifted`, what the plan leaves as it is is as AWS answers.
pub(crate) fn keep_one_of_each(
    plans: &[&Plan<'_>],
    judged: usize,
    destroyed: &[Node<'_>],
    nodes: &mut Vec<Node<'_>>,
    drifted: bool,
) -> Vec<Conflict> {
    if plans.len() < 2 {
        return Vec::new();
    }
    let shared = shared(destroyed, nodes);
    let overlapping = overlapping(&shared);

    let rank = |input: usize| rank(plans, judged, input);
    let is_new = |node: Option<usize>| node.and_then(|node| nodes.get(node)).is_some_and(|node| node.existence.is_new());
    let mut dropped: FxHashSet<usize> = FxHashSet::default();
    let mut changed: Vec<(usize, Values<'_>)> = Vec::new();
    let mut differing: BTreeMap<(usize, usize), (String, usize)> = BTreeMap::new();
    for (identity, mentions) in &shared {
        let Some(first) = mentions.iter().min_by_key(|(mention, _)| rank(mention.input)) else { continue };
        let related = |(mention, _): &&(Mention, &str)| {
            mention.input != first.0.input
                && (!matches!(identity, Identity::Name(..)) || overlapping.contains(&(first.0.input, mention.input)))
        };
        for (mention, _) in mentions.iter().filter(related) {
            let Some(loser) = mention.node else { continue };
            if !dropped.insert(loser) || is_new(first.0.node) {
                continue;
            }
            let values = |node: usize| nodes.get(node).map(|node| &node.values);
            let of_answers = plans.get(mention.input).is_some_and(|plan| plan.kind == InputKind::Answers);
            let same = |(a, b): (&Values<'_>, &Values<'_>)| if of_answers { a.agrees_with(b) } else { a.same_values(b) };
            let both = first.0.node.and_then(|kept| Some((kept, values(kept)?, values(loser)?)));
            if let Some((kept, ours, theirs)) = both.filter(|(_, ours, theirs)| !same((ours, theirs))) {
                let stays = nodes.get(kept).is_some_and(|node| node.existence == Existence::Unchanged);
                if drifted && of_answers && stays {
                    changed.push((kept, ours.overlaid(theirs)));
                }
                differing.entry((first.0.input, mention.input)).or_insert_with(|| (first.1.to_owned(), 0)).1 += 1;
            }
        }
    }
    let conflict = |((counts, dropped), (address, number)): ((usize, usize), (String, usize))| Conflict {
        address,
        others: number - 1,
        counts,
        dropped,
        with_aws: plans.get(dropped).is_some_and(|plan| plan.kind == InputKind::Answers),
    };
    let conflicts = differing.into_iter().map(conflict).collect();
    for (position, values) in changed {
        if let Some(node) = nodes.get_mut(position) {
            node.values = values;
        }
    }
    dropped.extend(primary_interfaces(plans, nodes));
    let mut position = 0;
    nodes.retain(|_| {
        position += 1;
        !dropped.contains(&(position - 1))
    });
    conflicts
}

/// Interfaces of AWS's answers that an instance of another input shows as its primary one: the instance stands for them.
fn primary_interfaces(plans: &[&Plan<'_>], nodes: &[Node<'_>]) -> Vec<usize> {
    let answers: FxHashSet<usize> =
        plans.iter().enumerate().filter(|(_, plan)| plan.kind == InputKind::Answers).map(|(input, _)| input).collect();
    if answers.is_empty() {
        return Vec::new();
    }
    let primary: FxHashSet<&str> =
        nodes.iter().filter(|node| !answers.contains(&node.input)).filter_map(|node| node.text("primary_network_interface_id")).collect();
    let is_one = |node: &Node<'_>| {
        node.kind == Some(Kind::NetworkInterface) && answers.contains(&node.input) && node.text("id").is_some_and(|id| primary.contains(id))
    };
    nodes.iter().enumerate().filter(|(_, node)| is_one(node)).map(|(position, _)| position).collect()
}

/// The objects that several inputs speak of, each with where and under which address, in the order of addresses.
fn shared<'n>(destroyed: &'n [Node<'_>], nodes: &'n [Node<'_>]) -> Vec<(Identity, Vec<(Mention, &'n str)>)> {
    let mut mentions: FxHashMap<Identity, Vec<(Mention, &str)>> = FxHashMap::default();
    for node in destroyed {
        let resource_type = &node.parsed.resource_type;
        for identity in identity(resource_type, &node.address, &node.values).into_iter().chain(the_only(resource_type, &node.values, true))
        {
            mentions.entry(identity).or_default().push((Mention { input: node.input, node: None }, &node.address));
        }
    }
    for (position, node) in nodes.iter().enumerate().filter(|(_, node)| !node.existence.is_data()) {
        let resource_type = &node.parsed.resource_type;
        let shown = if node.existence.is_new() { None } else { identity(resource_type, &node.address, &node.values) };
        for identity in shown.into_iter().chain(the_only(resource_type, &node.values, false)) {
            mentions.entry(identity).or_default().push((Mention { input: node.input, node: Some(position) }, &node.address));
        }
    }
    let by_several = |mentions: &[(Mention, &str)]| mentions.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a.input != b.input));
    let mut shared: Vec<_> = mentions.into_iter().filter(|(_, mentions)| by_several(mentions)).collect();
    // What is the same by its id is so once.
    let key = |(identity, mentions): &(Identity, Vec<(Mention, &'n str)>)| {
        (matches!(identity, Identity::Only(..)), mentions.first().map(|(_, address)| *address))
    };
    shared.sort_by_key(key);
    shared
}

/// Pairs of inputs that share an object under the same address: they are of the same root module.
fn overlapping(shared: &[(Identity, Vec<(Mention, &str)>)]) -> FxHashSet<(usize, usize)> {
    let mut pairs = FxHashSet::default();
    for (_, mentions) in shared.iter().filter(|(identity, _)| matches!(identity, Identity::Object(..))) {
        for (a, at) in mentions {
            pairs.extend(mentions.iter().filter(|(b, there)| b.input != a.input && there == at).map(|(b, _)| (a.input, b.input)));
        }
    }
    pairs
}

/// What counts most comes first: what is judged before context, plans before states before answers of AWS, then the newer.
pub(crate) fn rank(plans: &[&Plan<'_>], judged: usize, input: usize) -> impl Ord + use<> {
    let plan = plans.get(input);
    let kind = plan.map_or(2, |plan| match plan.kind {
        InputKind::Plan => 0,
        InputKind::State => 1,
        InputKind::Answers => 2,
    });
    // Both are in UTC, so text sorts as time.
    let made = plan.and_then(|plan| plan.timestamp.as_ref()).map(ToString::to_string);
    (input >= judged, kind, Reverse(made), Reverse(plan.and_then(|plan| plan.serial)), input)
}
