//! Closed world for what the inputs manage, open world for the rest: what every absence goes through.
//!
//! A VPC that a plan manages has exactly the subnets, routes and endpoints that the plan shows. One that is a data source, or an
//! id that is written down, may have others, which some other state manages: absence there is not known, and the gap says
//! what it is and which input would supply it.

use ssm_check_aws::Region;
use ssm_check_graph::aws::Alteration;
use ssm_check_graph::{Gap as LinkGap, Graph, Kind, LinkTarget, Listed, Resource, schema_table};
use ssm_check_message::{AttrRef, Gap, Message, Reason, Span, say};
use ssm_check_plan::Value;

/// There may be more to it than the inputs show: a data source, or a resource that adopts what AWS or somebody else made.
pub fn is_open(resource: Resource<'_>) -> bool {
    !resource.is_managed() || resource.resource_type() == "aws_default_vpc" || resource.resource_type() == "aws_default_subnet"
}

/// A part of something open that may be there though the inputs do not show it.
pub fn elsewhere(resource: Resource<'_>, what: impl Into<Message>) -> Gap {
    let key = resource.text("id").value().or_else(|| resource.text("arn").value()).or_else(|| resource.text("name").value());
    let reason = Reason::ManagedElsewhere {
        address: resource.address().to_owned(),
        resource_type: resource.resource_type().to_owned(),
        key: key.map(str::to_owned),
    };
    Gap::because(say!("{} of {}", what.into(), Span::address(resource.address())), reason)
}

/// Something that a known value names and no input holds; `resource_type` where its id does not tell.
pub fn outside(what: impl Into<Message>, resource_type: Option<&'static str>, value: &str) -> Gap {
    Gap::because(
        what,
        Reason::Outside {
            resource_type: resource_type.or_else(|| Kind::of_id(value)?.spec().types.first().copied()),
            key: value.to_owned(),
        },
    )
}

/// What a link may denote beside its candidates.
pub fn of_link(what: impl Into<Message>, resource: Resource<'_>, gap: &LinkGap) -> Gap {
    Gap::because(what, reason(gap)).with_sources(resource.has_sources())
}

/// What a resource may add, of which it is not certain that it does; it may not be made.
pub fn unsure(what: impl Into<Message>, by: Resource<'_>) -> Gap {
    Gap::because(what, by.apart().map_or(Reason::Uncertain { sources: false }, reason))
}

/// Why a link is open.
pub fn reason(gap: &LinkGap) -> Reason {
    match gap {
        LinkGap::Computed(from) => Reason::ComputedFrom(from.clone()),
        LinkGap::Untraceable | LinkGap::Unnamed(_) => Reason::AfterApply { sources: false },
        LinkGap::Unreadable => Reason::Unreadable,
        LinkGap::Elsewhere(name) => Reason::OtherPlace(name.clone()),
        LinkGap::Ambiguous(key) => Reason::Ambiguous(key.clone()),
        LinkGap::MayBeLeftOut | LinkGap::Unsettled => Reason::Uncertain { sources: false },
        LinkGap::Sources(why) => Reason::Sources(why.clone()),
        LinkGap::Apart(apart) => Reason::Apart { by: apart.by.clone(), named: apart.named.clone(), places: apart.places.clone() },
    }
}

/// Something of a resource that is known only after apply.
pub fn after_apply(resource: Resource<'_>) -> Gap {
    Gap::here(Reason::AfterApply { sources: resource.has_sources() })
}

/// The block on the way to an attribute of which it is not known whether it is there, or how often.
pub(crate) fn open_block(resource: Resource<'_>, path: &[&str]) -> Option<String> {
    let (_, blocks) = path.split_last()?;
    let (first, inner) = blocks.split_first()?;
    let top = resource.blocks(first);
    if top.is_unknown {
        return Some((*first).to_owned());
    }
    let mut items = top.items;
    for (depth, name) in (2..).zip(inner) {
        let lists: Vec<_> = items.into_iter().map(|item| item.get(name)).collect();
        if lists.iter().any(|list| list.is_unknown()) {
            return Some(blocks.iter().take(depth).copied().collect::<Vec<_>>().join("."));
        }
        items = lists.into_iter().flat_map(Value::elements).collect();
    }
    None
}

/// A text of a resource that is known only after apply, with why the sources do not tell it.
pub fn text_after_apply(resource: Resource<'_>, attribute: &str) -> Gap {
    resource.why_untold(attribute).map_or_else(|| after_apply(resource), |why| Gap::here(Reason::Sources(why.to_owned())))
}

/// More resources of a type that may belong to a resource than the inputs show; `None` where they show all of them.
pub fn unlisted(resource: Resource<'_>, resource_type: &str, what: &'static str) -> Option<Gap> {
    let open = is_open(resource);
    let of = || say!("{} of {}", what, Span::address(resource.address()));
    match resource.listed(resource_type, open) {
        Listed::Managed | Listed::Whole(_) => None,
        Listed::Part(listing, why) => {
            let call = ssm_check_describe::command_for(resource_type).filter(|_| why != ssm_check_describe::NOT_TAKEN);
            Some(Gap::because(of(), Reason::Partial { file: listing.file.clone(), why: why.to_owned(), call }))
        }
        Listed::Not if open => Some(elsewhere(resource, what)),
        Listed::Not => {
            let command = ssm_check_describe::command_for(resource_type).unwrap_or_default();
            Some(Gap::because(of(), Reason::Unlisted(command.clone())))
        }
    }
}

/// Something of a type that is not modelled changes what a resource has, or may; `path` is how it names such resources. So does an
/// argument of its own that is newer than the table of the provider's types.
pub fn altered<'g>(graph: &'g Graph<'g>, target: LinkTarget, path: &[&str]) -> Option<Gap> {
    if let LinkTarget::Resource(id) = target
        && let Some(gap) = newer_argument(graph.resource(id))
    {
        return Some(gap);
    }
    let by = graph.referrers::<Alteration<'g>>(target, path).into_iter().map(|(by, _)| by).next();
    let by = by.or_else(|| graph.undecided::<Alteration<'g>>(path).first().copied())?;
    let what = say!("what {} makes of it", Span::address(by.0.address()));
    if by.0.is_of_newer_type() {
        let (kind, date) = (Span::value(by.0.resource_type()), Span::value(schema_table().date));
        return Some(Gap::new(say!("{}: {} is newer than this version's tables of {}", what, kind, date)));
    }
    Some(Gap::because(what, Reason::NotModelled("its type")))
}

/// Whether a resource is made, as another one that the plan makes has its name.
pub fn same_name(own: Resource<'_>, other: Resource<'_>) -> Gap {
    let by = [own, other].map(|by| by.address().to_owned()).to_vec();
    let name = own.text("name").value().unwrap_or_default().to_owned();
    Gap::because(say!("whether {} is made", Span::address(own.address())), Reason::SameName { by, name })
}

/// In which Region a resource is, where one provider makes what names several.
pub fn region_contested(of: Resource<'_>) -> Option<Gap> {
    let [one, other] = of.graph().contested_region(of)?;
    let named = |(address, region): &(String, Region)| (address.clone(), region.to_string());
    Some(Gap::because(say!("the Region of {}", Span::address(of.address())), Reason::TwoRegions(Box::new([named(one), named(other)]))))
}

/// An argument of a resource that is newer than the table of the provider's types.
pub fn newer_argument(resource: Resource<'_>) -> Option<Gap> {
    let name = resource.newer_argument()?;
    let (argument, date) = (Span::attribute(&AttrRef::new(resource.address(), name)), Span::value(schema_table().date));
    Some(Gap::new(say!("what {} does: it is newer than this version's tables of {}", argument, date)))
}

/// An attribute that is not known, at its place.
pub fn untold(resource: Resource<'_>, attribute: &str) -> Gap {
    let id = resource.text("id").value().unwrap_or_default();
    match ssm_check_describe::untold(resource.resource_type(), attribute, id).filter(|_| resource.is_answer()) {
        Some(command) => Gap::here(Reason::Unlisted(command.clone())),
        None => after_apply(resource),
    }
}
