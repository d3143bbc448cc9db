//! Tags that a task of ECS has of what runs it, and a machine outside of its activation.

use super::{Tag, Tags, launched, of_map, of_resource};
use crate::pages::Listed;
use crate::target::{Target, TargetKind, task};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::EcsService;
use ssm_check_plan::Attr;

/// The tags of what registers itself as a target: of no EC2 instance.
pub(super) fn of_target(target: &Target<'_>) -> Tags {
    match target.kind {
        TargetKind::Task => of_task(target),
        // "tags assigned to the activation are automatically applied":
        // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html
        _ => of_resource(target.resource),
    }
}

/// A task has the tags that are propagated to it, those of the call that runs it, and two of ECS itself.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html>
fn of_task(target: &Target<'_>) -> Tags {
    let resource = target.resource;
    let service = resource.graph().view::<EcsService<'_>>(resource.id());
    let settings = task::settings(resource);
    let mut tags = match settings.get("propagate_tags").text() {
        Attr::Absent | Attr::Known("NONE" | "") => Tags::none(),
        Attr::Known("SERVICE") if service.is_some() => of_ecs(resource),
        Attr::Known("TASK_DEFINITION") => launched(target, |source| source.template.map_or_else(Tags::unknown, of_ecs)),
        _ => Tags::unknown(),
    };
    if service.is_none() {
        merge(&mut tags, of_map(settings.get("tags")));
    }
    let own = match settings.get("enable_ecs_managed_tags").boolean() {
        Attr::Known(true) | Attr::Sensitive(Some(true)) => Some(Tag::Present),
        Attr::Known(false) | Attr::Sensitive(Some(false)) | Attr::Absent => None,
        Attr::Unknown(_) | Attr::Sensitive(None) => Some(Tag::Perhaps),
    };
    for key in Listed::TagsOfTasks.texts().take(if service.is_some() { 2 } else { 1 }) {
        if let Some(tag) = &own {
            tags.set(key.to_owned(), tag.clone());
        }
    }
    tags
}

/// The tags of a service, task definition or cluster that the inputs make; `aws_ecs_tag` may add to them.
pub(in crate::access) fn of_ecs(resource: Resource<'_>) -> Tags {
    let may_have_more = Listed::TypesThatTagTasks.is_in(resource.graph());
    if !resource.is_managed() || may_have_more { Tags::unknown() } else { of_resource(resource) }
}

/// Of a key that both have, AWS does not say which value counts.
pub(super) fn merge(tags: &mut Tags, others: Tags) {
    let open = matches!((&*tags, &others), (Tags::AtLeast(_), _) | (_, Tags::AtLeast(_)));
    let (Tags::Known(others) | Tags::AtLeast(others)) = others else { return };
    for (key, tag) in others {
        let before = tags.map().and_then(|known| known.get(&key).cloned());
        tags.set(key, if before.is_none_or(|before| before == tag) { tag } else { Tag::Present });
    }
    if open {
        tags.open();
    }
}
