//! The same object in several inputs, such as a plan and the state beside it: one of them counts.
//!
//! Two resources of different inputs are the same object where both show the same ARN, or the same id of the kind that AWS
//! makes up (`vpc-0a1b…`). Where the id is a name, which every account may use, they are the same only under the same address
//! and if the inputs share another object under one address. An address alone says nothing: every root module has its own.

use crate::Kind;
use crate::node::{Existence, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_aws::Arn;
use ssm_check_plan::{InputKind, Plan, Values};
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

/// How an object is known across inputs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Identity {
    /// Its ARN, or an id that AWS made up; with its type.
    Object(String, String),
    /// A name that other accounts may use, with the address.
    Name(String, String, String),
}

/// An object that an input speaks of.
#[derive(Clone, Copy)]
struct Mention {
    input: usize,
    /// Its node; `None` where the input destroys it.
    node: Option<usize>,
}

/// Drops every node that another input, which counts more, also speaks of. `destroyed` are objects that an input destroys. Where
/// `drifted`, what the plan leaves as it is is as AWS answers.
pub(crate) fn keep_one_of_each(
    plans: &[&Plan<'_>],
    judged: usize,
    destroyed: &[(usize, String, String, Values<'_>)],
    nodes: &mut Vec<Node<'_>>,
    drifted: bool,
) -> Vec<Conflict> {
    if plans.len() < 2 {
        return Vec::new();
    }
    let shared = shared(destroyed, nodes);
    let overlapping = overlapping(&shared);

    let rank = |input: usize| rank(plans, judged, input);
    let mut dropped: FxHashSet<usize> = FxHashSet::default();
    let mut changed: Vec<(usize, Values<'_>)> = Vec::new();
    let mut differing: BTreeMap<(usize, usize), (String, usize)> = BTreeMap::new();
    for (identity, mentions) in &shared {
        let Some(first) = mentions.iter().min_by_key(|(mention, _)| rank(mention.input)) else { continue };
        let related = |(mention, _): &&(Mention, &str)| {
            mention.input != first.0.input
                && (matches!(identity, Identity::Object(..)) || overlapping.contains(&(first.0.input, mention.input)))
        };
        for (mention, _) in mentions.iter().filter(related) {
            let Some(loser) = mention.node else { continue };
            dropped.insert(loser);
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
    let text = |node: &Node<'_>, name: &str| node.values.root().get(name).text().value().map(str::to_owned);
    let primary: FxHashSet<String> =
        nodes.iter().filter(|node| !answers.contains(&node.input)).filter_map(|node| text(node, "primary_network_interface_id")).collect();
    let is_one = |node: &Node<'_>| {
        node.kind == Some(Kind::NetworkInterface)
            && answers.contains(&node.input)
            && text(node, "id").is_some_and(|id| primary.contains(&id))
    };
    nodes.iter().enumerate().filter(|(_, node)| is_one(node)).map(|(position, _)| position).collect()
}

/// The objects that several inputs speak of, each with where and under which address, in the order of addresses.
fn shared<'n>(destroyed: &'n [(usize, String, String, Values<'_>)], nodes: &'n [Node<'_>]) -> Vec<(Identity, Vec<(Mention, &'n str)>)> {
    let mut mentions: FxHashMap<Identity, Vec<(Mention, &str)>> = FxHashMap::default();
    for (input, resource_type, address, values) in destroyed {
        if let Some(identity) = identity(resource_type, address, values) {
            mentions.entry(identity).or_default().push((Mention { input: *input, node: None }, address));
        }
    }
    for (position, node) in nodes.iter().enumerate().filter(|(_, node)| !node.existence.is_data() && !node.existence.is_new()) {
        if let Some(identity) = identity(&node.parsed.resource_type, &node.address, &node.values) {
            mentions.entry(identity).or_default().push((Mention { input: node.input, node: Some(position) }, &node.address));
        }
    }
    let by_several = |mentions: &[(Mention, &str)]| mentions.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a.input != b.input));
    let mut shared: Vec<_> = mentions.into_iter().filter(|(_, mentions)| by_several(mentions)).collect();
    shared.sort_by(|(_, a), (_, b)| a.first().map(|(_, address)| address).cmp(&b.first().map(|(_, address)| address)));
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
fn rank(plans: &[&Plan<'_>], judged: usize, input: usize) -> impl Ord + use<> {
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

fn identity(resource_type: &str, address: &str, values: &Values<'_>) -> Option<Identity> {
    let text = |name: &str| values.root().get(name).text().value().filter(|text| !text.is_empty());
    // Of some types, `arn` is another's. Without its account, an ARN says no more than a name.
    let is_own = Kind::of_type(resource_type).is_some_and(|kind| kind.spec().has_arn());
    let says_all = |arn: &Arn<'_>| arn.account_id().is_some() || is_made_up(arn.name());
    let arn = text("arn").filter(|_| is_own).and_then(|text| Some((text, Arn::parse(text).filter(says_all)?)));
    // What adopts something of AWS's is that.
    let kind = resource_type.replacen("aws_default_", "aws_", 1);
    let id = text("id");
    match (arn, id) {
        // Answers of AWS show the ARN of few of these, and the id of each.
        (Some((_, arn)), Some(id)) if arn.service == "ec2" && is_made_up(id) => Some(Identity::Object(kind, id.to_owned())),
        (Some((text, _)), _) => Some(Identity::Object(kind, text.to_owned())),
        (None, Some(id)) if is_made_up(id) => Some(Identity::Object(kind, id.to_owned())),
        (None, id) => Some(Identity::Name(kind, id?.to_owned(), address.to_owned())),
    }
}

/// An id like `rtbassoc-0123456789abcdef0`: AWS makes it up, and no other account has it.
fn is_made_up(id: &str) -> bool {
    id.rsplit_once('-').is_some_and(|(_, end)| end.len() >= 8 && end.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
