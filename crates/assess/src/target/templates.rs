//! Launch templates: which of them, in which version, a target launches.

use super::{Launch, Source};
use crate::evidence::AttrRef;
use crate::open_world::{after_apply, open_block, reason};
use ssm_check_graph::{Existence, Graph, Kind, Link, LinkTarget, Resource, ResourceId, Slot};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::{Attr, Value};

/// The launch through the template that one of the attributes names; `None` where none is set.
pub(super) fn by_template<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, paths: &[&[&str]]) -> Option<Launch<'g>> {
    let mut launch = Launch { possibilities: Vec::new(), gap: None };
    let mut named = false;
    for path in paths {
        for link in resource.links(path).into_iter().filter(|link| !link.is_absent()) {
            named = true;
            let at = AttrRef::new(resource.address(), path.join("."));
            add_templates(graph, resource, link, &at, &find_versions(resource.values()), &mut launch);
        }
        // `id` and `name` exclude each other; a refreshed block shows both.
        if !launch.possibilities.is_empty() && launch.gap.is_none() {
            break;
        }
    }
    if let Some(block) = paths.iter().find_map(|path| open_block(resource, path)) {
        named = true;
        launch.gap = Some((AttrRef::new(resource.address(), block), after_apply(resource)));
    }
    named.then_some(launch)
}

pub(super) fn add_templates<'g>(
    graph: &'g Graph<'g>,
    resource: Resource<'g>,
    link: &'g Link,
    at: &AttrRef,
    versions: &[Value<'g, 'g>],
    launch: &mut Launch<'g>,
) {
    for slot in &link.slots {
        if let Slot::Outside(value) = slot {
            let (what, resource_type) = match resource.kind() {
                Some(Kind::EcsService | Kind::SchedulerSchedule | Kind::CloudwatchEventTarget) => {
                    ("the task definition", "aws_ecs_task_definition")
                }
                _ => ("the launch template", "aws_launch_template"),
            };
            launch.gap = Some((at.clone(), crate::open_world::outside(what, Some(resource_type), value)));
        }
        if let Some(gap) = slot.gap() {
            launch.gap = Some((at.clone(), Gap::here(reason(gap)).with_sources(resource.has_sources())));
        }
        for candidate in slot.candidates() {
            let LinkTarget::Resource(id) = candidate.target else { continue };
            let template = match version(graph, resource, graph.resource(id), versions) {
                Ok(template) => template,
                Err(gap) => {
                    launch.gap = Some((at.clone(), gap));
                    continue;
                }
            };
            let source = Source { own: resource, template: Some(template), specification: None };
            if !launch.possibilities.iter().any(|known| known.template == source.template) {
                launch.possibilities.push(source);
            }
        }
    }
}

/// The version of a template that is launched: what the template is now, or what it is before this plan changes it. Of versions before
/// that nothing is shown. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html>
fn version<'g>(
    graph: &'g Graph<'g>,
    resource: Resource<'g>,
    template: Resource<'g>,
    versions: &[Value<'g, 'g>],
) -> Result<Resource<'g>, Gap> {
    if template.existence().is_new() || resource.kind().is_none() {
        return Ok(template);
    }
    if !template.is_managed() {
        // A data source shows the default version's attributes, as far as it shows them.
        return if template.value("latest_version").is_unknown() {
            Err(Gap::because(say!("what {} finds", Span::address(template.address())), Reason::AfterApply { sources: true }))
        } else {
            Ok(template)
        };
    }
    // A change makes a new version, the latest, unless it is only of what is the same for all of them.
    let before = graph.earlier(template);
    let latest_before = before.unwrap_or(template).integer("latest_version").value();
    let makes_one = before.is_some() && template.integer("latest_version").value() != latest_before;
    let numbered = |number: Option<i64>| match (number, latest_before) {
        (Some(number), Some(latest)) if makes_one && number == latest + 1 => Some(template),
        (Some(number), Some(latest)) if number == latest => Some(before.unwrap_or(template)),
        _ => None,
    };
    let is_open = |version: &Value<'_, '_>| is_moving(*version) || is_of_elsewhere(resource, template, *version);
    if keeps_its_version(resource) && versions.iter().all(is_open) {
        return match latest_before {
            Some(1)
                if versions.iter().all(|version| is_moving(*version)) && (!makes_one || resource.existence() == Existence::Unchanged) =>
            {
                Ok(before.unwrap_or(template))
            }
            _ => Err(Gap::new(say!(
                "which version of {} AWS Batch launches: it looks for a newer one only when it updates the infrastructure of {}",
                Span::address(template.address()),
                Span::address(resource.address())
            ))),
        };
    }
    let meant = |version: Value<'_, '_>| match version.text() {
        Attr::Known("$Latest") | Attr::Unknown(_) => Some(template),
        Attr::Known("$Default") | Attr::Absent => match template.boolean("update_default_version") {
            Attr::Known(true) if makes_one => Some(template),
            Attr::Known(true) => Some(before.unwrap_or(template)),
            Attr::Unknown(_) => None,
            // It stays where it is unless the plan moves it.
            _ => numbered(template.integer("default_version").value()),
        },
        Attr::Known(number) => numbered(number.parse().ok()),
        Attr::Sensitive(_) => None,
    };
    let mut versions = versions.iter().copied().map(meant);
    let first = versions.next().unwrap_or(Some(template));
    first.filter(|first| versions.all(|other| other == Some(*first))).ok_or_else(|| {
        let address = Span::address(template.address());
        Gap::new(say!("another version of {} than its latest is launched", address))
    })
}

/// What exists and looks for the version that `$Latest` and `$Default` name only when it is made or its infrastructure is updated:
/// <https://docs.aws.amazon.com/batch/latest/APIReference/API_LaunchTemplateSpecification.html>.
fn keeps_its_version(resource: Resource<'_>) -> bool {
    resource.kind() == Some(Kind::BatchComputeEnvironment) && !resource.existence().is_new()
}

/// A version that is another one from time to time.
fn is_moving(version: Value<'_, '_>) -> bool {
    matches!(version.text(), Attr::Absent | Attr::Known("" | "$Latest" | "$Default"))
}

/// A version that is known after apply only, and not as the one that the plan makes of the template.
fn is_of_elsewhere(resource: Resource<'_>, template: Resource<'_>, version: Value<'_, '_>) -> bool {
    let path = ["compute_resources", "launch_template", "version"];
    let of_template = resource
        .graph()
        .sole_source(resource, &path, &[0, 0])
        .is_some_and(|(source, attribute)| source.id() == template.id() && attribute == "latest_version");
    version.is_unknown() && !of_template
}

fn find_versions<'g>(root: Value<'g, 'g>) -> Vec<Value<'g, 'g>> {
    let mut versions = Vec::new();
    let of_batch = root.get("compute_resources").elements().flat_map(|resources| resources.get("launch_template").elements());
    for block in root.get("launch_template").elements().chain(of_batch) {
        versions.push(block.get("version"));
    }
    let mixed = root.get("mixed_instances_policy").elements().flat_map(|policy| policy.get("launch_template").elements());
    for template in mixed {
        versions.extend(template.get("launch_template_specification").elements().map(|block| block.get("version")));
    }
    for config in root.get("launch_template_config").elements() {
        versions.extend(config.get("launch_template_specification").elements().map(|block| block.get("version")));
    }
    versions
}

/// One launch for each template that the attributes name: all of them are launched.
pub(super) fn each_template<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, paths: &[&[&str]]) -> Vec<Launch<'g>> {
    let mut launches: Vec<Launch<'g>> = Vec::new();
    for path in paths {
        for link in resource.links(path).into_iter().filter(|link| !link.is_absent()) {
            add_launch(graph, resource, link, path, &find_versions(resource.values()), &mut launches);
        }
    }
    if let Some(block) = paths.first().and_then(|path| open_block(resource, path)) {
        launches.push(open(resource, block, Gap::here(Reason::AfterApply { sources: false })));
    }
    launches
}

/// Something is launched, or may be, of which nothing is known.
fn open<'g>(resource: Resource<'_>, at: impl Into<String>, gap: Gap) -> Launch<'g> {
    Launch { possibilities: Vec::new(), gap: Some((AttrRef::new(resource.address(), at), gap)) }
}

/// Adds what a link to a template launches, unless it is launched already.
fn add_launch<'g>(
    graph: &'g Graph<'g>,
    resource: Resource<'g>,
    link: &'g Link,
    path: &[&str],
    versions: &[Value<'g, 'g>],
    launches: &mut Vec<Launch<'g>>,
) {
    let mut launch = Launch { possibilities: Vec::new(), gap: None };
    add_templates(graph, resource, link, &AttrRef::new(resource.address(), path.join(".")), versions, &mut launch);
    let same = |known: &Launch<'g>| known.gap.is_none() && launch.gap.is_none() && templates(known) == templates(&launch);
    if !launches.iter().any(same) {
        launches.push(launch);
    }
}

fn templates(launch: &Launch<'_>) -> Vec<Option<ResourceId>> {
    launch.possibilities.iter().map(|source| source.template.map(Resource::id)).collect()
}

/// What a mixed instances policy launches: the templates of its overrides, and its own for each override without one.
///
/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateOverrides.html>
fn mixed_launches<'g>(graph: &'g Graph<'g>, group: Resource<'g>) -> Vec<Launch<'g>> {
    const OVERRIDE: [&str; 5] =
        ["mixed_instances_policy", "launch_template", "override", "launch_template_specification", "launch_template_id"];
    let own: [&[&str]; 2] = [
        &["mixed_instances_policy", "launch_template", "launch_template_specification", "launch_template_id"],
        &["mixed_instances_policy", "launch_template", "launch_template_specification", "launch_template_name"],
    ];
    let policy = group.value("mixed_instances_policy").first().get("launch_template").first();
    let overrides = policy.get("override");
    let may_name_one = |each: Value<'g, 'g>| {
        let specification = each.get("launch_template_specification");
        specification.is_unknown() || specification.elements().next().is_some()
    };
    let is_open = open_block(group, &OVERRIDE);
    // Its own is launched for certain where an override has none, or where there is no override.
    let is_own = overrides.elements().any(|each| !may_name_one(each)) || (overrides.elements().next().is_none() && !overrides.is_unknown());
    let mut launches = if is_own { each_template(graph, group, &own) } else { Vec::new() };
    if let Some(block) = is_open {
        launches.push(open(group, block, after_apply(group)));
    }
    let versions: Vec<_> = overrides
        .elements()
        .flat_map(|each| each.get("launch_template_specification").elements())
        .map(|block| block.get("version"))
        .collect();
    for name in ["launch_template_id", "launch_template_name"] {
        let [policy, template, list, specification, _] = OVERRIDE;
        let path = [policy, template, list, specification, name];
        for (link, version) in group.links(&path).into_iter().zip(&versions).filter(|(link, _)| !link.is_absent()) {
            add_launch(graph, group, link, &path, std::slice::from_ref(version), &mut launches);
        }
    }
    launches
}

pub(super) fn group_launches<'g>(graph: &'g Graph<'g>, group: Resource<'g>) -> Vec<Launch<'g>> {
    let mut launches = mixed_launches(graph, group);
    if let Some(launch) = by_template(graph, group, &[&["launch_template", "id"], &["launch_template", "name"]]) {
        launches.push(launch);
    }
    let configuration = group.link(&["launch_configuration"]);
    if !configuration.is_absent() {
        let mut launch = Launch { possibilities: Vec::new(), gap: None };
        add_templates(graph, group, configuration, &AttrRef::new(group.address(), "launch_configuration"), &[], &mut launch);
        launches.push(launch);
    }
    if launches.is_empty() {
        launches
            .push(Launch { possibilities: Vec::new(), gap: Some((AttrRef::new(group.address(), "launch_template"), after_apply(group))) });
    }
    launches
}
