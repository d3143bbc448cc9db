//! What the next apply takes away: parts that a resource adds to a list which another resource writes as a whole.
//!
//! On the first apply both are made and live side by side. The next plan finds in the list what is not written there, and takes it
//! out: "At this time you cannot use a Security Group with in-line rules in conjunction with any Security Group Rule resources. Doing so
//! will cause a conflict of rule settings and will overwrite rules."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
//!
//! What this plan takes away already is no longer in the planned picture, and is no business of this file.

mod lists;

pub use lists::Subject;
pub(crate) use lists::table;

use crate::exclusive;
use lists::{Element, ListElement, Whole, lists};
use rustc_hash::FxHashMap;
use ssm_check_graph::{Existence, Graph, Link, LinkTarget, Resource, ResourceId};
use ssm_check_plan::{Attr, Json};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a list, and what writes all of that list without naming it.
#[derive(Clone, Copy, Debug)]
pub struct Contested<'g> {
    /// What the list is of.
    pub subject: Subject,
    /// The resource that puts the part there.
    pub part: Resource<'g>,
    /// The attribute of it that names the part.
    pub part_attribute: &'static str,
    /// The resource that writes the list.
    pub list: Resource<'g>,
    /// The attribute that holds the list.
    pub attribute: &'static str,
    /// The list is a resource of its own, which says by name what all there may be.
    pub by_name: bool,
}

/// The list is of a default of AWS's that this plan adopts after it made the part: the adoption takes that out, not the next apply.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_route_table>
pub fn is_adopted_after<'g>(list: Resource<'g>, part: Resource<'g>) -> bool {
    exclusive::goes_by_adoption(list, part)
}

/// Every part that the next apply takes away, in the order of addresses.
pub fn contested<'g>(graph: &'g Graph<'g>) -> Vec<Contested<'g>> {
    let (wholes, parts) = lists();
    // Every resource asks.
    let (wholes, parts) = (by_type(wholes, |whole| &whole.resource_type), by_type(parts, |part| &part.resource_type));
    let mut lists: BTreeMap<(Subject, ResourceId), Vec<(&Whole, Resource<'g>)>> = BTreeMap::new();
    let resources = || graph.resources().filter(|resource| resource.is_managed() && !resource.is_deposed());
    for list in resources() {
        for whole in of_type(&wholes, list) {
            if whole.always || writes(list, &whole.attribute) {
                for owner in owners(list, &whole.owner) {
                    lists.entry((whole.subject, owner)).or_default().push((whole, list));
                }
            }
        }
    }
    let mut contested = Vec::new();
    if lists.is_empty() {
        return contested;
    }
    // What is shown of a list that the configuration does not write is what others put there.
    let only_shows = |part: &ListElement, resource: Resource<'_>| {
        let attribute = part.element.attribute();
        let is_list = of_type(&wholes, resource).iter().any(|whole| !whole.always && whole.attribute == attribute);
        is_list && !resource.existence().is_new() && !resource.is_configured(attribute)
    };
    for resource in resources() {
        for part in of_type(&parts, resource).iter().filter(|part| applies(part, resource) && !only_shows(part, resource)) {
            for owner in owners(resource, &part.owner) {
                for (whole, list) in lists.get(&(part.subject, owner)).into_iter().flatten() {
                    if list.id() != resource.id() && leaves_out(whole, *list, part, resource) {
                        contested.push(Contested {
                            subject: part.subject,
                            part: resource,
                            part_attribute: part.element.attribute(),
                            list: *list,
                            attribute: &whole.attribute,
                            by_name: !whole.owner.is_empty(),
                        });
                    }
                }
            }
        }
    }
    contested
}

type ByType<'d, D> = FxHashMap<&'d str, Vec<&'d D>>;

/// Declarations by the types that they are of, in their order.
fn by_type<D>(declared: &[D], name: impl Fn(&D) -> &str) -> ByType<'_, D> {
    let mut by_type = ByType::default();
    for declaration in declared {
        by_type.entry(name(declaration)).or_default().push(declaration);
    }
    by_type
}

fn of_type<'m, 'd, D>(by_type: &'m ByType<'d, D>, resource: Resource<'_>) -> &'m [&'d D] {
    by_type.get(resource.resource_type()).map_or(&[], Vec::as_slice)
}

fn applies(part: &ListElement, resource: Resource<'_>) -> bool {
    part.only.as_ref().is_none_or(|(attribute, says)| match says.as_str() {
        "true" => resource.boolean(attribute).value() == Some(true),
        "false" => resource.boolean(attribute).value() != Some(true) && !resource.value(attribute).is_unknown(),
        text => resource.text(attribute).value() == Some(text),
    })
}

fn links<'g>(resource: Resource<'g>, path: &[String]) -> Vec<&'g Link> {
    resource.links(&path.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whose list it is, for certain.
fn owners(resource: Resource<'_>, path: &[String]) -> Vec<ResourceId> {
    if path.is_empty() {
        return vec![resource.id()];
    }
    let slots = links(resource, path).into_iter().flat_map(|link| &link.slots);
    slots
        .filter_map(|slot| match slot.only() {
            Some(LinkTarget::Resource(owner)) => Some(owner),
            _ => None,
        })
        .collect()
}

/// The configuration writes the list for certain. A value alone does not tell of something that exists: the provider shows the list either way.
fn writes(list: Resource<'_>, attribute: &str) -> bool {
    // Of many attributes an empty list is none to the provider, which keeps what there is.
    let is_empty = list.constant(attribute).is_some_and(|written| matches!(written, Json::Array(items) if items.is_empty()));
    if is_empty && !matches!(list.values().get(attribute).json(), Attr::Known(Json::Array(items)) if items.is_empty()) {
        return false;
    }
    if list.existence().is_new() {
        // Dynamic blocks that come to none leave it out.
        return list.is_configured(attribute) || list.values().get(attribute).elements().next().is_some();
    }
    list.is_configured_for_certain(attribute)
}

/// The list does not hold the part, for certain.
fn leaves_out(whole: &Whole, list: Resource<'_>, part: &ListElement, resource: Resource<'_>) -> bool {
    match (&whole.elements, &part.element) {
        (Element::Object(attribute), Element::Object(_)) => !list.names_element_of(attribute, resource),
        // Rules are listed by their ids.
        (Element::Link(path), Element::Object(_)) => {
            listed(list, path).is_some_and(|listed| !listed.iter().any(|keys| keys.contains(resource.address())))
        }
        (Element::Link(path), Element::Link(of_part)) => match (listed(list, path), listed(resource, of_part)) {
            (Some(listed), Some(parts)) => parts.iter().any(|keys| listed.iter().all(|other| keys.is_disjoint(other))),
            _ => false,
        },
        (Element::Name(path), Element::Name(of_part)) => match (names(list, path), names(resource, of_part)) {
            (Some(listed), Some(parts)) => parts.iter().any(|name| !listed.contains(name)),
            _ => false,
        },
        _ => false,
    }
}

/// What an attribute may denote, each by everything that it goes by; `None` where it may be something else.
fn listed(resource: Resource<'_>, path: &[String]) -> Option<Vec<BTreeSet<String>>> {
    let links = links(resource, path);
    let slots = || links.iter().flat_map(|link| &link.slots);
    let is_lost = slots().next().is_none() && path.first().is_some_and(|name| resource.value(name).has_unknown());
    if is_lost || slots().any(|slot| slot.gap().is_some()) {
        return None;
    }
    let outside = links.iter().flat_map(|link| link.outside()).map(|text| BTreeSet::from([text.to_owned()]));
    let inside = links.iter().flat_map(|link| link.candidates()).map(|candidate| keys(resource.graph(), candidate.target));
    outside.map(Some).chain(inside).collect()
}

/// `None` of a data source that is read later: it may be anything.
fn keys<'g>(graph: &'g Graph<'g>, target: LinkTarget) -> Option<BTreeSet<String>> {
    match target {
        LinkTarget::Resource(id) => {
            let resource = graph.resource(id);
            let texts = ["arn", "id", "name"].map(|name| resource.text(name).value().map(str::to_owned));
            let is_read_later = resource.existence() == Existence::ReadAtApply;
            (!is_read_later).then(|| texts.into_iter().flatten().chain([resource.address().to_owned()]).collect())
        }
        LinkTarget::Default(default, vpc) => Some(BTreeSet::from([format!("{default:?} of {}", graph.resource(vpc).address())])),
    }
}

/// The names that are written; `None` where one of them is not known.
fn names<'g>(resource: Resource<'g>, path: &[String]) -> Option<Vec<&'g str>> {
    let (attribute, inner) = (path.first()?, path.get(1));
    let value = resource.value(attribute);
    let texts: Vec<_> = match inner {
        None if value.text().value().is_some() => vec![value],
        None => value.elements().collect(),
        Some(inner) => value.elements().map(|block| block.get(inner)).collect(),
    };
    if value.is_unknown() || texts.iter().any(|text| text.is_unknown()) {
        return None;
    }
    Some(texts.into_iter().filter_map(|text| text.text().value()).collect())
}
