//! Tags of an instance that `aws_ec2_tag` sets and takes away: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_tag>.

use super::{Tag, Tags, of_resource, perhaps};
use ssm_check_graph::aws::Ec2Tag;
use ssm_check_graph::{Graph, Kind, LinkTarget, Resource};
use std::collections::BTreeMap;

/// Tags that go with the `aws_ec2_tag` that set them, if the instance does not set them otherwise in the same plan.
pub(super) fn lost(resource: Resource<'_>, tags: &mut Tags) {
    let mut gone = resource.lost_tags().iter().peekable();
    if gone.peek().is_none() {
        return;
    }
    let earlier = resource.graph().earlier(resource).map(|before| (of_resource(before), of_resource(resource)));
    let is_set = |key: &String| earlier.as_ref().is_some_and(|(before, now)| before.get(key) != now.get(key));
    for key in gone.filter(|key| !is_set(key)) {
        tags.map().map(|tags| tags.remove(key));
    }
}

/// Tags that `aws_ec2_tag` adds: it comes after the instance, and what it writes stays. Which of two of one key comes last the plan does not
/// tell.
pub(super) fn added(resource: Resource<'_>, tags: &mut Tags) {
    let graph = resource.graph();
    let mut closed = true;
    let mut written: BTreeMap<String, Tag> = BTreeMap::new();
    let mut write = |key: &str, tag: Tag| {
        let both = written.remove(key).map_or_else(|| tag.clone(), |other| either(&other, &tag));
        written.insert(key.to_owned(), both);
    };
    for (tag, referrer) in graph.referrers::<Ec2Tag<'_>>(LinkTarget::Resource(resource.id()), &["resource_id"]) {
        let of_instance = is_of_instance(tag, resource);
        let Some(key) = tag.key().value() else {
            closed &= of_instance == Some(false);
            continue;
        };
        let value = tag.value().value().map_or(Tag::Present, |value| Tag::Is(value.to_owned()));
        match of_instance {
            Some(false) => {}
            Some(true) if referrer.certain => write(key, value),
            _ => write(key, Tag::Perhaps),
        }
    }
    for (key, tag) in written {
        let tag = match tags.get(&key) {
            Some(Tag::Is(_) | Tag::Present) if tag == Tag::Perhaps => Tag::Present,
            _ => tag,
        };
        tags.set(key, tag);
    }
    for tag in graph.undecided::<Ec2Tag<'_>>(&["resource_id"]).into_iter().filter(|tag| may_be_of_instance(graph, *tag)) {
        closed &= perhaps(tags, std::iter::once(tag.key()));
    }
    if !closed {
        tags.open();
    }
}

/// What a tag is that two resources write, one after the other in an order that is not known.
fn either(one: &Tag, other: &Tag) -> Tag {
    match (one, other) {
        (one, other) if one == other => one.clone(),
        (Tag::Is(_) | Tag::Present, _) | (_, Tag::Is(_) | Tag::Present) => Tag::Present,
        _ => Tag::Perhaps,
    }
}

/// The tag is the instance's, not that of the request for one.
fn is_of_instance(tag: Ec2Tag<'_>, resource: Resource<'_>) -> Option<bool> {
    if resource.kind() != Some(Kind::SpotInstanceRequest) {
        return Some(true);
    }
    if let Some(id) = tag.0.text("resource_id").value() {
        return Some(id.starts_with("i-"));
    }
    let (_, attribute) = resource.graph().sole_source(tag.0, &["resource_id"], &[])?;
    Some(attribute == "spot_instance_id")
}

/// What is tagged may be an instance: not where it is the id of something else that the inputs make.
fn may_be_of_instance<'g>(graph: &'g Graph<'g>, tag: Ec2Tag<'g>) -> bool {
    match graph.sole_source(tag.0, &["resource_id"], &[]) {
        Some((source, attribute)) => {
            attribute != "id" || !source.is_managed() || matches!(source.kind(), Some(Kind::Instance | Kind::SpotInstanceRequest))
        }
        None => true,
    }
}
