//! Targets that another service of AWS launches: node groups, compute environments, clusters, builds, tasks; and machines outside.

use super::{Launch, Layout, Setting, Source, Target, TargetKind, add_templates, by_template};
use crate::evidence::AttrRef;
use crate::open_world::after_apply;
use ssm_check_graph::aws::{
    BatchComputeEnvironment, Cloud9EnvironmentEc2, CloudwatchEventTarget, EcsService, EksNodeGroup, ElasticBeanstalkEnvironment,
    EmrCluster, ImagebuilderInfrastructureConfiguration, SchedulerSchedule, SsmActivation, View,
};
use ssm_check_graph::{Graph, Link, Resource};
use ssm_check_plan::{Attr, Value};

/// Every target of these kinds.
pub(super) fn all<'g>(graph: &'g Graph<'g>) -> Vec<Target<'g>> {
    let mut targets = Vec::new();
    let mut add = |resource: Resource<'g>, kind, launch: Launch<'g>| targets.push(Target { resource, kind, launches: vec![launch] });
    for group in managed::<EksNodeGroup<'g>>(graph) {
        add(group, TargetKind::Instance, with_template(graph, group, &[&["launch_template", "id"], &["launch_template", "name"]]));
    }
    // What runs on Fargate is no instance, and an unmanaged environment is for instances of one's own.
    let on_instances = |resource: &Resource<'g>| matches!(resource.nested("compute_resources", "type").text(), Attr::Known("EC2" | "SPOT"));
    for environment in managed::<BatchComputeEnvironment<'g>>(graph).filter(on_instances) {
        let paths: [&[&str]; 2] = [
            &["compute_resources", "launch_template", "launch_template_id"],
            &["compute_resources", "launch_template", "launch_template_name"],
        ];
        add(environment, TargetKind::Instance, with_template(graph, environment, &paths));
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
    for (resource, path) in tasks(graph) {
        add(resource, TargetKind::Task, task(graph, resource, path));
    }
    for activation in managed::<SsmActivation<'g>>(graph) {
        add(activation, TargetKind::HybridNode, Launch::of(own(activation)));
    }
    targets
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

/// What runs tasks that ask for ECS Exec, with the attribute that names the task definition.
fn tasks<'g>(graph: &'g Graph<'g>) -> impl Iterator<Item = (Resource<'g>, &'static [&'static str])> {
    const OF_SCHEDULE: &[&str] = &["target", "ecs_parameters", "task_definition_arn"];
    const OF_EVENT: &[&str] = &["ecs_target", "task_definition_arn"];
    let asks = |value: Value<'_, '_>| value.boolean() == Attr::Known(true);
    let services = managed::<EcsService<'g>>(graph).filter(move |service| asks(service.value("enable_execute_command")));
    let scheduled = managed::<SchedulerSchedule<'g>>(graph)
        .filter(move |schedule| asks(schedule.value("target").first().get("ecs_parameters").first().get("enable_execute_command")));
    let by_event = managed::<CloudwatchEventTarget<'g>>(graph)
        .filter(move |target| asks(target.value("ecs_target").first().get("enable_execute_command")));
    services
        .map(|service| (service, ["task_definition"].as_slice()))
        .chain(scheduled.map(|schedule| (schedule, OF_SCHEDULE)))
        .chain(by_event.map(|target| (target, OF_EVENT)))
}

/// The task that is run, with its definition in the place of a launch template.
fn task<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, path: &'static [&'static str]) -> Launch<'g> {
    let mut launch = Launch { possibilities: Vec::new(), gap: None };
    let at = AttrRef::new(resource.address(), path.join("."));
    for link in resource.links(path).into_iter().filter(|link| !link.is_absent()) {
        add_templates(graph, resource, link, &at, &mut launch);
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
