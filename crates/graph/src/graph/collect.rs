//! The resources of a picture, from the changes and the state of each input.

use super::{GraphError, Shown};
use crate::config::Configs;
use crate::node::{Node, address_of, deposed_address};
use crate::shared_lists::{self};
use crate::{Existence, Kind, Picture, Undone, dedup};
use rustc_hash::FxHashSet;
use ssm_check_aws::Location;
use ssm_check_plan::{Decoder, Json, Mode, Plan, ResourceAddress, ResourceChange, Str, Values};
use std::borrow::Cow;

/// The objects that a plan destroys, by themselves or to replace them, as they were.
pub(super) fn destroyed_by<'p>(
    input: usize,
    plan: &'p Plan<'p>,
    undone: &Undone,
    configs: &Configs<'p>,
    decoder: &mut Decoder<'p>,
) -> Result<Vec<Node<'p>>, GraphError> {
    let mut destroyed = Vec::new();
    for change in plan.changes.iter().filter(|change| change.change.actions.deletes() && !undone.has_change(input, change)) {
        let before = decoder.before(&change.change);
        let before = before.map_err(|error| GraphError { address: change.address.to_string(), message: error.to_string() })?;
        let Some(values) = before else { continue };
        let address: Cow<'p, str> = match &change.deposed {
            Some(_) => address_of(change),
            None => change.previous_address.as_deref().unwrap_or(&change.address).as_str().into(),
        };
        let kind = Kind::of_type(&change.parsed.resource_type);
        destroyed.push(node(input, address, &change.parsed, kind, Existence::Unchanged, values, configs));
    }
    Ok(destroyed)
}

/// Collects the nodes of one input.
pub(super) fn collect<'p>(
    input: usize,
    plan: &'p Plan<'p>,
    shown: &Shown<'_>,
    configs: &Configs<'p>,
    decoder: &mut Decoder<'p>,
    nodes: &mut Vec<Node<'p>>,
) -> Result<(), GraphError> {
    let mut spoken_of: FxHashSet<&str> = FxHashSet::default();
    let taken_in_again = dedup::taken_in_again(plan, decoder);
    for change in &plan.changes {
        // What is undone is in the planned picture as it is in the one before.
        let picture = if shown.undone.has_change(input, change) { Picture::Prior } else { shown.picture };
        if let Some(key) = &change.deposed {
            // What a failed replacement left behind works on until the plan destroys it: a rule still admits, a route still leads.
            if picture == Picture::Prior && change.change.actions.destroys() && change.parsed.mode == Mode::Managed {
                nodes.extend(deposed(input, change, key, decoder)?);
            }
            continue;
        }
        if !plan.state.is_empty() {
            spoken_of.insert(&change.address);
            spoken_of.extend(change.previous_address.as_deref().map(Str::as_str));
        }
        let actions = &change.change.actions;
        let mut stays =
            || shared_lists::stays_when_destroyed(&change.parsed.resource_type, || decoder.before(&change.change).ok().flatten());
        let gone = match picture {
            Picture::Planned => actions.destroys() && !stays(),
            Picture::Prior => change.parsed.mode == Mode::Data,
        };
        if gone || taken_in_again.contains(&*change.address) {
            continue;
        }
        let existence = match picture {
            Picture::Prior => Existence::Unchanged,
            Picture::Planned if change.parsed.mode == Mode::Data => Existence::ReadAtApply,
            Picture::Planned if actions.removes() => Existence::Forgotten,
            Picture::Planned if actions.replaces_new_first() => Existence::ReplacedNewFirst,
            Picture::Planned if actions.replaces() => Existence::Replaced,
            Picture::Planned if actions.creates() => Existence::Created,
            Picture::Planned if actions.0.contains(&ssm_check_plan::Action::Update) => Existence::Updated,
            Picture::Planned => Existence::Unchanged,
        };
        let kind = kind_of(&change.parsed, configs, input);
        let decoded = match picture {
            _ if kind.is_none() => Ok(Some(Values::new(Json::Null, Json::Null, Json::Null))),
            Picture::Planned if existence != Existence::Forgotten => decoder.after(&change.change),
            Picture::Planned | Picture::Prior => decoder.before(&change.change),
        };
        let decoded = decoded.map_err(|error| GraphError { address: change.address.to_string(), message: error.to_string() })?;
        let Some(values) = decoded else { continue };
        nodes.push(node(input, change.address.as_str().into(), &change.parsed, kind, existence, values, configs));
        let is_kept_by_others = match kind {
            Some(Kind::LaunchTemplate | Kind::Instance) => existence == Existence::Updated,
            Some(Kind::EcsTaskDefinition) => matches!(existence, Existence::Replaced | Existence::ReplacedNewFirst),
            _ => false,
        };
        if is_kept_by_others {
            nodes.extend(earlier(input, change, decoder)?);
        }
    }
    for resource in &plan.state {
        if resource.deposed.is_some() || spoken_of.contains(resource.address.as_str()) {
            continue;
        }
        let kind = kind_of(&resource.parsed, configs, input);
        let decoded = if kind.is_none() { Ok(Some(Values::new(Json::Null, Json::Null, Json::Null))) } else { decoder.stored(resource) };
        let decoded = decoded.map_err(|error| GraphError { address: resource.address.to_string(), message: error.to_string() })?;
        let Some(values) = decoded else { continue };
        let existence = if resource.parsed.mode == Mode::Data { Existence::Read } else { Existence::Unchanged };
        nodes.push(node(input, resource.address.as_str().into(), &resource.parsed, kind, existence, values, configs));
    }
    Ok(())
}

/// The kind of a resource, by its type or by what its block writes down.
fn kind_of(address: &ResourceAddress, configs: &Configs<'_>, input: usize) -> Option<Kind> {
    let declared = Kind::of_type(&address.resource_type);
    if declared.is_some() || address.mode == Mode::Data {
        return declared;
    }
    let entry = configs.get(configs.position(input, address)?)?;
    Kind::altering(&address.resource_type, entry.block.iter().map(|(name, _)| name))
}

/// A template, a task definition or an instance as it is before the plan changes it: whoever is pinned to the template's earlier version
/// launches that, a service that is told of no new revision keeps the one that it has, and an instance runs its user data when it first
/// starts.
fn earlier<'p>(input: usize, change: &'p ResourceChange<'p>, decoder: &mut Decoder<'p>) -> Result<Option<Node<'p>>, GraphError> {
    let made = deposed(input, change, "before", decoder)?;
    Ok(made.map(|node| Node { address: earlier_address(&change.address).into(), is_earlier: true, ..node }))
}

fn earlier_address(address: &str) -> String {
    format!("{address} (version before this plan)")
}

/// An object that a failed replacement left behind and the plan destroys, as it is before. No expression refers to it.
fn deposed<'p>(
    input: usize,
    change: &'p ResourceChange<'p>,
    key: &'p str,
    decoder: &mut Decoder<'p>,
) -> Result<Option<Node<'p>>, GraphError> {
    let Some(kind) = Kind::of_type(&change.parsed.resource_type) else { return Ok(None) };
    let address = deposed_address(&change.address, key);
    let values = decoder.before(&change.change).map_err(|error| GraphError { address: address.clone(), message: error.to_string() })?;
    Ok(values.map(|values| Node {
        input,
        address: address.into(),
        label: None,
        parsed: &change.parsed,
        deposed: Some(key),
        is_earlier: false,
        kind: Some(kind),
        existence: Existence::Unchanged,
        doubtful: false,
        unsettled: Box::default(),
        lost_tags: Box::default(),
        adopts: false,
        values,
        location: Location::default(),
        config: None,
        links: Box::default(),
        from_sources: None,
    }))
}

pub(super) fn node<'p>(
    input: usize,
    address: Cow<'p, str>,
    parsed: &'p ResourceAddress,
    kind: Option<Kind>,
    existence: Existence,
    values: Values<'p>,
    configs: &Configs<'p>,
) -> Node<'p> {
    let config = configs.position(input, parsed);
    Node {
        input,
        address,
        label: None,
        parsed,
        deposed: None,
        is_earlier: false,
        kind,
        existence,
        doubtful: false,
        unsettled: Box::default(),
        lost_tags: Box::default(),
        adopts: false,
        values,
        location: Location::default(),
        config,
        links: Box::default(),
        from_sources: None,
    }
}
