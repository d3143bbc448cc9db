//! What an apply leaves of lists that several resources write.
//!
//! The rules of a group, the routes of a table, the policies of a role and their like may be written inline, by resources of their own and by
//! lists of the other side. Each thinks of what it wrote itself, and the provider takes out what an update names no more, whoever
//! put it there. So a plan that shortens one list undoes resources that it calls unchanged, and one that deletes a resource undoes
//! what an unchanged list still shows.
//!
//! Here the planned picture is put right once, before anything is linked: elements that some change takes out are erased, whoever
//! claims them; where it cannot be told whether the taking or the making comes last, they are made uncertain. What several inputs say of
//! one element is as that input says which counts most.

mod claim;
mod erase;
mod take;

use crate::config::Configs;
use crate::node::Node;
use crate::provider::Providers;
use crate::relevant_attributes::Relevant;
use crate::{Existence, Kind, Picture, Undone, dedup, order};
use claim::{Claim, ClaimStep, List, argument, claims, tells_lists, writes_lists};
use erase::{Fate, erase};
use rustc_hash::FxHashMap;
use ssm_check_aws::Arn;
use ssm_check_plan::{Action, Decoder, Plan, ResourceAddress, Value, Values};
use std::collections::hash_map::Entry;
use take::{Take, When};

/// A resource that loses something to another's change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The input of the resource that put it there, by position.
    pub input: usize,
    /// The resource that put it there, as its input names it.
    pub of: String,
    /// The resource whose change takes it out.
    pub by: String,
    /// The argument of an updated resource that names it no more.
    pub attribute: Option<&'static str>,
    /// It is certain.
    pub certain: bool,
}

/// What the pass needs of the graph that is being built.
pub(crate) struct World<'w, 'p> {
    pub(crate) plans: &'w [&'p Plan<'p>],
    pub(crate) judged: usize,
    pub(crate) configs: &'w Configs<'p>,
    pub(crate) providers: &'w Providers,
    pub(crate) relevant: &'w Relevant,
}

/// Settles a picture: erases what is taken out in the planned one, and what an input that counts more says otherwise; tells who loses what.
/// What is undone loses nothing and takes nothing.
pub(crate) fn settle<'p>(
    world: &World<'_, 'p>,
    picture: Picture,
    undone: &Undone,
    decoder: &mut Decoder<'p>,
    nodes: &mut Vec<Node<'p>>,
) -> Vec<Loss> {
    // Nodes are in the order of inputs, of which there may be thousands.
    let mut scopes: FxHashMap<usize, Scope> = FxHashMap::default();
    for of_input in nodes.chunk_by(|a, b| a.input == b.input) {
        scopes.extend(of_input.first().map(|node| (node.input, Scope::new(of_input))));
    }
    let scope_of = |input: usize, resource: &ResourceAddress| scopes.get(&input).unwrap_or(&Scope::Providers).of(world, input, resource);
    let said = Said::new(world, nodes, &scope_of);
    let (mut takes, mut earlier) = (Vec::new(), FxHashMap::default());
    for (input, plan) in world.plans.iter().enumerate().filter(|_| picture == Picture::Planned) {
        for change in plan.changes.iter().filter(|change| take::may_take(change) && !undone.has_change(input, change)) {
            let actions = &change.change.actions;
            let scope = scope_of(input, &change.parsed);
            let (before, after) = (decoder.before(&change.change).ok().flatten(), decoder.after(&change.change).ok().flatten());
            take::of_change(input, change, before.as_ref(), after.as_ref(), &scope, &mut takes);
            if actions.0.contains(&Action::Update)
                && let Some(before) = before
            {
                let claims = claims(&change.parsed.resource_type, before.root(), &scope);
                earlier.insert((input, change.address.as_str()), claims);
            }
        }
    }
    if takes.is_empty() && said.0.is_empty() {
        return Vec::new();
    }
    by_vpc(&mut takes, nodes);
    let mut by_owner: FxHashMap<(List, &str), Vec<&Take<'p>>> = FxHashMap::default();
    for take in &takes {
        by_owner.entry((take.list, take.owner.as_str())).or_default().push(take);
    }
    let mut losses = Vec::new();
    let mut gone = Vec::new();
    for (position, node) in nodes.iter_mut().enumerate() {
        node.lost_tags = lost_tags(node, &by_owner);
        let tells = tells_lists(&node.parsed.resource_type) && !node.existence.is_data();
        // What was before the plan loses nothing by it.
        let claims_none = node.is_earlier || (!tells && !writes_lists(&node.parsed.resource_type));
        if claims_none || undone.has(node.input, &node.address) {
            continue;
        }
        let own = claims(&node.parsed.resource_type, node.values.root(), &scope_of(node.input, node.parsed));
        let before = earlier.get(&(node.input, &*node.address));
        let mut fates = Vec::new();
        for claim in &own {
            let Some(owner) = &claim.owner else { continue };
            if said.otherwise(world, node, claim) {
                fates.push((claim, Fate::Gone));
                continue;
            }
            let of_owner = by_owner.get(&(claim.list, owner.as_str())).into_iter().flatten();
            for take in of_owner.clone().filter(|take| take.takes(claim)) {
                let owner_goes = takes_all(of_owner.clone());
                let fate = if tells && acts(node) {
                    of_telling(world, node, take, owner_goes)
                } else {
                    fate(world, node, claim, before.map(Vec::as_slice), take, owner_goes)
                };
                if let Some(fate) = fate {
                    fates.push((claim, fate));
                    if tells || !is_written(world, node, claim) {
                        continue;
                    }
                    losses.push(Loss {
                        input: node.input,
                        of: node.address.to_string(),
                        by: take.by.address.to_owned(),
                        attribute: take.by.attribute,
                        certain: fate == Fate::Gone,
                    });
                }
            }
        }
        match left(&own, fates) {
            Left::All if may_have_lost(node, &own, before.map_or(&[], Vec::as_slice), &by_owner) => node.doubtful = true,
            Left::All => {}
            Left::Nothing => gone.push(position),
            Left::Doubtful => node.doubtful = true,
            Left::Without(places) => {
                node.unsettled = places.iter().filter(|(_, fate)| *fate == Fate::Unclear).filter_map(|(path, _)| argument(path)).collect();
                node.values = erase(&node.values, places);
            }
        }
    }
    let mut position = 0;
    nodes.retain(|_| {
        position += 1;
        gone.binary_search(&(position - 1)).is_err()
    });
    losses.retain(|loss| loss.of != loss.by);
    losses.sort();
    losses.dedup();
    losses
}

/// Elements of which several inputs speak, by list, owner and element, with the input that counts most.
struct Said(FxHashMap<(List, String, String), usize>);

impl Said {
    fn new(world: &World<'_, '_>, nodes: &[Node<'_>], scope_of: &impl Fn(usize, &ResourceAddress) -> String) -> Self {
        let mut said = FxHashMap::default();
        if world.plans.len() < 2 {
            return Self(said);
        }
        let rank = |input: usize| dedup::rank(world.plans, world.judged, input);
        let writes = |node: &&Node<'_>| !node.existence.is_data() && !node.is_earlier && writes_lists(&node.parsed.resource_type);
        for node in nodes.iter().filter(writes) {
            let claims = claims(&node.parsed.resource_type, node.values.root(), &scope_of(node.input, node.parsed));
            for claim in claims.into_iter().filter(|claim| claim.list.is_overwritten() && !claim.is_beginning) {
                let Some(owner) = claim.owner else { continue };
                match said.entry((claim.list, owner, claim.element)) {
                    Entry::Vacant(slot) => drop(slot.insert(node.input)),
                    Entry::Occupied(mut slot) if rank(node.input) < rank(*slot.get()) => drop(slot.insert(node.input)),
                    Entry::Occupied(_) => {}
                }
            }
        }
        Self(said)
    }

    /// An input that counts more says of the element what it is.
    fn otherwise(&self, world: &World<'_, '_>, node: &Node<'_>, claim: &Claim) -> bool {
        let Some(owner) = claim.owner.clone().filter(|_| !claim.is_beginning && !node.existence.is_data()) else { return false };
        let by = self.0.get(&(claim.list, owner, claim.element.clone()));
        let rank = |input: usize| dedup::rank(world.plans, world.judged, input);
        by.is_some_and(|by| rank(*by) < rank(node.input))
    }
}

/// What becomes of an element that a resource of the planned picture claims and a change takes out; `None` where it stays.
///
/// `owner_goes`: the plan deletes the owner of the list as well.
fn fate(
    world: &World<'_, '_>,
    node: &Node<'_>,
    claim: &Claim,
    before: Option<&[Claim]>,
    take: &Take<'_>,
    owner_goes: bool,
) -> Option<Fate> {
    let itself = node.input == take.by.input && node.address == take.by.address;
    let there_before = match node.existence {
        Existence::Created | Existence::Replaced | Existence::ReplacedNewFirst => false,
        Existence::Updated => before.is_none_or(|before| {
            before
                .iter()
                .any(|earlier| earlier.means(claim) && earlier.content == claim.content && earlier.attribute() == claim.attribute())
        }),
        Existence::Unchanged | Existence::Forgotten | Existence::Read | Existence::ReadAtApply => true,
    };
    let lost = if take.certain { Fate::Gone } else { Fate::Unclear };
    match take.when {
        // What is made under another address may be made after that, or before where AWS takes the same twice.
        When::Last if node.existence == Existence::Created => claim.list.takes_twice().then_some(Fate::Unclear),
        When::Last => Some(lost),
        _ if itself && (take.by.attribute == claim.attribute() || !there_before) => None,
        _ if there_before => Some(lost),
        // A deletion comes before what it depends on is changed: the owner, and what waits for an owner that is made anew. Nothing
        // else waits for it.
        When::First if take.element.is_some() && !owner_goes && !owns(node, claim) && claim.list.takes_twice() => Some(Fate::Unclear),
        When::First => None,
        // The list is changed first where what is made waits for it; else either may come last.
        When::Between if node.input == take.by.input && waits(world, node, take) => None,
        When::Between => Some(Fate::Unclear),
    }
}

/// The plan makes or changes it.
fn acts(node: &Node<'_>) -> bool {
    node.existence.is_new() || node.existence == Existence::Updated
}

/// What becomes of an element of a list that says what all there is, and that the plan makes or changes: it attaches what AWS does not
/// have at that moment, so that what another change takes out later is not put back.
/// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/role_policy_attachments_exclusive.go>,
/// `syncAttachments`.
fn of_telling(world: &World<'_, '_>, node: &Node<'_>, take: &Take<'_>, owner_goes: bool) -> Option<Fate> {
    let is_earlier = match take.when {
        // The owner that is made anew comes first.
        When::First => take.given_back || owner_goes,
        When::Between => node.input == take.by.input && waits(world, node, take),
        When::Last => false,
    };
    (!is_earlier).then_some(Fate::Unclear)
}

/// Tags of an instance that resources of their own take away. Its values show them, as they show all that AWS had before the plan:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_tag>.
fn lost_tags(node: &Node<'_>, by_owner: &FxHashMap<(List, &str), Vec<&Take<'_>>>) -> Box<[String]> {
    if node.kind != Some(Kind::Instance) || node.is_earlier {
        return Box::default();
    }
    let Some(id) = node.text("id") else { return Box::default() };
    by_owner.get(&(List::Tags, id)).into_iter().flatten().filter_map(|take| take.element.clone()).collect()
}

/// The plan deletes the owner of the list.
fn takes_all<'t, 'p: 't>(mut of_owner: impl Iterator<Item = &'t &'t Take<'p>>) -> bool {
    of_owner.any(|take| take.element.is_none() && take.when == When::First)
}

/// The resource is the one whose list it is: it writes it in itself.
fn owns(node: &Node<'_>, claim: &Claim) -> bool {
    let owners: &[&str] = match claim.list {
        List::Policies | List::InlinePolicies => &["aws_iam_role"],
        List::EndpointSubnets | List::EndpointGroups | List::EndpointPolicy => &["aws_vpc_endpoint"],
        List::Ranges => &["aws_ec2_managed_prefix_list"],
        _ => &[],
    };
    owners.contains(&node.parsed.resource_type.as_str())
}

/// What the resource claimed before, and may claim still for all that is known of it, another change takes out.
fn may_have_lost(node: &Node<'_>, own: &[Claim], before: &[Claim], by_owner: &FxHashMap<(List, &str), Vec<&Take<'_>>>) -> bool {
    let is_taken = |claim: &Claim| {
        let of_owner = by_owner.get(&(claim.list, claim.owner.as_deref()?)).into_iter().flatten();
        let is_other = |take: &&Take<'_>| take.by.input != node.input || take.by.address != node.address;
        Some(of_owner.copied().filter(is_other).any(|take| take.takes(claim)))
    };
    let is_told = |claim: &Claim| own.iter().any(|other| other.owner.is_some() && other.means(claim));
    node.existence == Existence::Updated
        && node.values.root().has_unknown()
        && before.iter().any(|claim| !is_told(claim) && is_taken(claim) == Some(true))
}

/// The resource itself put the element there. A list that its configuration does not write shows what other resources put there.
fn is_written(world: &World<'_, '_>, node: &Node<'_>, claim: &Claim) -> bool {
    let Some(attribute) = claim.attribute() else { return true };
    let entry = world.configs.position(node.input, node.parsed).and_then(|position| world.configs.get(position));
    entry.is_none_or(|entry| entry.block.get(attribute).is_some())
}

fn waits(world: &World<'_, '_>, node: &Node<'_>, take: &Take<'_>) -> bool {
    order::before(world.configs, world.relevant, node).may_hold_block(take.by.parsed)
}

/// What is left of a resource.
enum Left {
    All,
    /// Some of it, without what is at these places.
    Without(Vec<(Vec<ClaimStep>, Fate)>),
    /// The resource stands for nothing any more.
    Nothing,
    /// Whether it stands for anything is not known.
    Doubtful,
}

fn left(own: &[Claim], fates: Vec<(&Claim, Fate)>) -> Left {
    if fates.is_empty() {
        return Left::All;
    }
    let worst = |claim: &Claim| fates.iter().filter(|(other, _)| std::ptr::eq(*other, claim)).map(|(_, fate)| *fate).min();
    let all: Vec<(&Claim, Option<Fate>)> = own.iter().map(|claim| (claim, worst(claim))).collect();
    // A resource that is one element, or of which each element is a part, goes as a whole.
    let is_block = |claim: &&Claim| matches!(claim.path.as_slice(), [ClaimStep::Name(_), ClaimStep::Index(_), ClaimStep::Name(_), ..]);
    let is_own_rule = own.iter().all(|claim| claim.list == List::Rules && !matches!(claim.attribute(), Some("ingress" | "egress")));
    if own.iter().any(|claim| claim.path.is_empty()) || is_own_rule {
        if all.iter().all(|(_, fate)| *fate == Some(Fate::Gone)) {
            return Left::Nothing;
        }
        if own.iter().any(|claim| claim.path.is_empty()) {
            return Left::Doubtful;
        }
    }
    let mut places = Vec::new();
    for (claim, fate) in &all {
        let Some(fate) = fate else { continue };
        // A block without any of its peers is no rule.
        let block = claim.path.get(..2).unwrap_or(&claim.path);
        let whole =
            is_block(claim) && all.iter().filter(|(other, _)| other.path.starts_with(block)).all(|(_, fate)| *fate == Some(Fate::Gone));
        places.push((if whole { block.to_vec() } else { claim.path.clone() }, *fate));
    }
    Left::Without(places)
}

/// Does this list of one resource hold what another makes, for certain?
pub(crate) fn names(list_type: &str, list: Value<'_, '_>, attribute: &str, part_type: &str, part: Value<'_, '_>) -> bool {
    let listed = claims(list_type, list, "");
    let made = claims(part_type, part, "");
    let is_listed = |made: &Claim| {
        let of_list = listed.iter().filter(|claim| claim.attribute() == Some(attribute));
        of_list.clone().any(|claim| claim.list == made.list && claim.same_element(made) && claim.content == made.content)
    };
    !made.is_empty() && made.iter().all(is_listed)
}

/// In what names of IAM mean something: the account of an input, or of each of its provider configurations where it shows several.
enum Scope {
    Account(String),
    Providers,
}

impl Scope {
    fn new(of_input: &[Node<'_>]) -> Self {
        let mut accounts =
            of_input.iter().filter(|node| !node.existence.is_data()).filter_map(|node| Arn::parse(node.text("arn")?)?.account_id());
        match accounts.next() {
            Some(account) if accounts.all(|other| other == account) => Self::Account(account.to_string()),
            _ => Self::Providers,
        }
    }

    fn of(&self, world: &World<'_, '_>, input: usize, resource: &ResourceAddress) -> String {
        match self {
            Self::Account(account) => account.clone(),
            Self::Providers => {
                let entry = world.configs.position(input, resource).and_then(|position| world.configs.get(position));
                let provider = entry.and_then(|entry| entry.resource.provider_config_key.as_ref()).map_or("", |key| key.as_str());
                world.providers.account(input, provider).map_or_else(|| format!("input {input} {provider}"), ToString::to_string)
            }
        }
    }
}

/// A resource that adopts a VPC's default group names the VPC: the group is the one that the VPC shows.
fn by_vpc(takes: &mut [Take<'_>], nodes: &[Node<'_>]) {
    for take in takes.iter_mut().filter(|take| take.list == List::Rules && take.element.is_none()) {
        let of_vpc = |node: &&Node<'_>| node.parsed.resource_type.ends_with("_vpc") && node.text("id") == Some(take.owner.as_str());
        let group = nodes.iter().find(of_vpc).and_then(|vpc| vpc.text("default_security_group_id"));
        if let Some(group) = group {
            group.clone_into(&mut take.owner);
        }
    }
}

/// What AWS made with a VPC stays when the resource that adopted it is destroyed: it keeps what the resource put there.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group#removing-aws_default_security_group-from-your-configuration>
pub(crate) fn stays_when_destroyed<'p>(resource_type: &str, before: impl FnOnce() -> Option<Values<'p>>) -> bool {
    match resource_type {
        "aws_default_security_group" | "aws_default_route_table" | "aws_default_network_acl" | "aws_default_vpc_dhcp_options" => true,
        "aws_default_vpc" | "aws_default_subnet" => {
            before().is_some_and(|values| values.root().get("force_destroy").boolean().value() != Some(true))
        }
        _ => false,
    }
}
