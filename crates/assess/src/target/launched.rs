//! Targets that another service of AWS launches: node groups, compute environments, clusters, builds, tasks; and machines outside.

use super::templates::{add_templates, by_template};
use super::{Launch, Layout, Setting, Source, Target, TargetKind};
use crate::evidence::AttrRef;
use crate::open_world::after_apply;
use crate::pages::Listed;
use crate::policies::PolicySet;
use ssm_check_graph::aws::{
    BatchComputeEnvironment, Cloud9EnvironmentEc2, CloudwatchEventTarget, EcsService, EksNodeGroup, ElasticBeanstalkEnvironment,
    EmrCluster, ImagebuilderInfrastructureConfiguration, InstanceProfile, Role, SchedulerSchedule, SsmActivation, View,
};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource};
use ssm_check_plan::{Attr, Value};

/// Every target of these kinds.
pub(super) fn all<'g>(graph: &'g Graph<'g>) -> Vec<Target<'g>> {
    let mut targets = Vec::new();
    let mut add = |resource: Resource<'g>, kind, launch: Launch<'g>| targets.push(Target { resource, kind, launches: vec![launch] });
    for group in managed::<EksNodeGroup<'g>>(graph) {
        add(group, TargetKind::Instance, with_template(graph, group, &[&["launch_template", "id"], &["launch_template", "name"]]));
    }
    for environment in managed::<BatchComputeEnvironment<'g>>(graph) {
        let paths: [&[&str]; 2] = [
            &["compute_resources", "launch_template", "launch_template_id"],
            &["compute_resources", "launch_template", "launch_template_name"],
        ];
        let launch = match environment.nested("compute_resources", "type").text() {
            Attr::Known("EC2" | "SPOT") | Attr::Sensitive(Some("EC2" | "SPOT")) => with_template(graph, environment, &paths),
            // What runs on Fargate is no instance, and an unmanaged environment is for instances of one's own.
            Attr::Known(_) | Attr::Sensitive(Some(_)) | Attr::Absent => continue,
            Attr::Unknown(_) | Attr::Sensitive(None) => {
                let at = AttrRef::new(environment.address(), "compute_resources.type");
                Launch { possibilities: Vec::new(), gap: Some((at, after_apply(environment))) }
            }
        };
        add(environment, TargetKind::Instance, launch);
    }
    for resource in managed::<EmrCluster<'g>>(graph).chain(managed::<ImagebuilderInfrastructureConfiguration<'g>>(graph)) {
        add(resource, TargetKind::Instance, Launch::of(own(resource)));
    }
    for environment in managed::<ElasticBeanstalkEnvironment<'g>>(graph) {
        add(environment, TargetKind::Instance, Launch::of(own(environment)));
    }
    let by_ssm = |environment: &Resource<'g>| environment.text("connection_type") == Attr::Known("CONNECT_SSM");
    for environment in managed::<Cloud9EnvironmentEc2<'g>>(graph).filter(by_ssm) {
        add(environment, TargetKind::Instance, Launch::of(own(environment)));
    }
    for Runs { resource, definition, undecided } in tasks(graph) {
        let launch = match undecided {
            // What follows if it does is not so if it does not.
            Some(at) => Launch { possibilities: Vec::new(), gap: Some((AttrRef::new(resource.address(), at), after_apply(resource))) },
            None => task(graph, resource, definition),
        };
        add(resource, TargetKind::Task, launch);
    }
    for activation in managed::<SsmActivation<'g>>(graph) {
        add(activation, TargetKind::HybridNode, Launch::of(own(activation)));
    }
    targets
}

/// Profiles for nodes of EKS that none of the targets has: something in the cluster, such as Karpenter, launches nodes with them.
pub(super) fn of_nodes<'g>(graph: &'g Graph<'g>, targets: &[Target<'g>]) -> Vec<Target<'g>> {
    managed::<InstanceProfile<'g>>(graph)
        .filter(|profile| is_of_nodes(graph, *profile) && !targets.iter().any(|target| may_have(target, *profile)))
        .map(|profile| Target { resource: profile, kind: TargetKind::Instance, launches: vec![Launch::of(own(profile))] })
        .collect()
}

/// The profile is for nodes of EKS: its role has one of AWS's policies for them.
fn is_of_nodes<'g>(graph: &'g Graph<'g>, profile: Resource<'g>) -> bool {
    let role = match profile.link(&["role"]).only() {
        Some(LinkTarget::Resource(id)) => graph.view::<Role<'g>>(id),
        _ => None,
    };
    role.is_some_and(|role| {
        let is_for_nodes = |name: &str| Listed::PoliciesOfEksNodes.values().iter().any(|policy| name.ends_with(policy));
        PolicySet::of_role(graph, role).held.iter().any(|held| is_for_nodes(&held.name))
    })
}

/// A target may have the profile: then it is judged there.
fn may_have(target: &Target<'_>, profile: Resource<'_>) -> bool {
    let wanted = LinkTarget::Resource(profile.id());
    let sources = || target.launches.iter().flat_map(|launch| &launch.possibilities);
    let links = || sources().flat_map(|source| source.profile().links).flat_map(|link| &link.slots);
    target.launches.iter().any(|launch| launch.gap.is_some())
        || links().any(|slot| slot.gap().is_some() || slot.candidates().iter().any(|candidate| candidate.target == wanted))
}

fn managed<'g, V: View<'g>>(graph: &'g Graph<'g>) -> impl Iterator<Item = Resource<'g>> {
    graph.all::<V>().map(View::resource).filter(|resource| resource.is_managed() && resource.is_judged())
}

fn own(resource: Resource<'_>) -> Source<'_> {
    Source { own: resource, template: None, specification: None }
}

/// Through a launch template where one is named, else by the service's own.
fn with_template<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, paths: &[&[&str]]) -> Launch<'g> {
    by_template(graph, resource, paths).unwrap_or_else(|| Launch::of(own(resource)))
}

/// Something that runs tasks, and may ask for ECS Exec.
struct Runs<'g> {
    resource: Resource<'g>,
    /// The attribute that names the task definition.
    definition: &'static [&'static str],
    /// The attribute that asks for ECS Exec, where it is not known whether it does.
    undecided: Option<&'static str>,
}

/// What runs tasks that ask for ECS Exec, or may.
fn tasks<'g>(graph: &'g Graph<'g>) -> impl Iterator<Item = Runs<'g>> {
    const OF_SCHEDULE: &[&str] = &["target", "ecs_parameters", "task_definition_arn"];
    const OF_EVENT: &[&str] = &["ecs_target", "task_definition_arn"];
    let runs = |resource, definition, asks: Value<'_, '_>, at| match asks.boolean() {
        Attr::Known(true) | Attr::Sensitive(Some(true)) => Some(Runs { resource, definition, undecided: None }),
        Attr::Unknown(_) | Attr::Sensitive(None) => Some(Runs { resource, definition, undecided: Some(at) }),
        Attr::Known(false) | Attr::Sensitive(Some(false)) | Attr::Absent => None,
    };
    let services = managed::<EcsService<'g>>(graph).filter_map(move |service| {
        runs(service, ["task_definition"].as_slice(), service.value("enable_execute_command"), "enable_execute_command")
    });
    let scheduled = managed::<SchedulerSchedule<'g>>(graph).filter_map(move |schedule| {
        let asks = schedule.value("target").first().get("ecs_parameters").first().get("enable_execute_command");
        runs(schedule, OF_SCHEDULE, asks, "target.ecs_parameters.enable_execute_command")
    });
    let by_event = managed::<CloudwatchEventTarget<'g>>(graph).filter_map(move |target| {
        let asks = target.value("ecs_target").first().get("enable_execute_command");
        runs(target, OF_EVENT, asks, "ecs_target.enable_execute_command")
    });
    services.chain(scheduled).chain(by_event)
}

/// The task that is run, with its definition in the place of a launch template.
fn task<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, path: &'static [&'static str]) -> Launch<'g> {
    let mut launch = Launch { possibilities: Vec::new(), gap: None };
    let at = AttrRef::new(resource.address(), path.join("."));
    for link in resource.links(path).into_iter().filter(|link| !link.is_absent()) {
        add_templates(graph, resource, link, &at, &[], &mut launch);
    }
    if launch.possibilities.is_empty() && launch.gap.is_none() {
        launch.gap = Some((at, after_apply(resource)));
    }
    launch
}

/// The profile, of a kind that names it in one place.
pub(super) fn profile(source: Source<'_>, layout: Layout) -> Setting<'_> {
    let links: Vec<&Link> = Layout::links(source.own, layout.profile);
    let at = AttrRef::new(source.own.address(), layout.profile.join("."));
    if links.is_empty()
        && let Some(template) = source.template
    {
        let of_template = Source { own: template, template: None, specification: None };
        return of_template.profile();
    }
    Setting { links, at }
}
