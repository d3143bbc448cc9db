//! What a task of ECS runs on, and what its containers are.

use super::Source;
use crate::pages::Listed;
use ssm_check_graph::aws::{EcsCluster, EcsClusterCapacityProviders, EcsTaskDefinition};
use ssm_check_graph::{Kind, Link, LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_plan::{Attr, Value};

/// How the containers of a task are on the network:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    /// By an interface of their own, `awsvpc`.
    OwnInterface,
    /// By that of the instance that they run on: `bridge`, `host`.
    OfInstance,
    /// Not at all: `none`.
    Off,
    /// The inputs do not tell.
    Unknown,
}

impl NetworkMode {
    /// The mode of the task that a source runs.
    pub fn of(source: Source<'_>) -> Self {
        let definition = source.template.and_then(|template| source.own.graph().view::<EcsTaskDefinition<'_>>(template.id()));
        match definition.map(EcsTaskDefinition::network_mode) {
            Some(Attr::Known("awsvpc")) => Self::OwnInterface,
            Some(Attr::Known("none")) => Self::Off,
            Some(Attr::Known("bridge" | "host" | "default")) => Self::OfInstance,
            // A new one that leaves it out shows it as computed: `bridge` on Linux.
            Some(Attr::Absent) if definition.is_some_and(|definition| definition.0.is_managed()) => Self::OfInstance,
            Some(Attr::Unknown(_)) if definition.is_some_and(|definition| !definition.0.is_written("network_mode")) => Self::OfInstance,
            _ => Self::Unknown,
        }
    }
}

/// Where a service, schedule or event says how it runs its tasks.
pub(crate) fn settings(own: Resource<'_>) -> Value<'_, '_> {
    match own.kind() {
        Some(Kind::SchedulerSchedule) => own.value("target").first().get("ecs_parameters").first(),
        Some(Kind::CloudwatchEventTarget) => own.value("ecs_target").first(),
        _ => own.values(),
    }
}

/// The cluster that it runs them in, where that is one of the inputs.
pub fn cluster(own: Resource<'_>) -> Option<EcsCluster<'_>> {
    let paths: [&[&str]; 3] = [&["cluster"], &["target", "arn"], &["arn"]];
    let links = paths.iter().flat_map(|path| own.links(path)).filter(|link| !link.is_absent());
    links.filter_map(Link::only).find_map(|target| match target {
        LinkTarget::Resource(id) => own.graph().view(id),
        LinkTarget::Default(..) => None,
    })
}

/// Does the task run on Fargate?
pub fn is_on_fargate(source: Source<'_>) -> Truth {
    let own = source.own;
    let settings = settings(own);
    let strategy = settings.get("capacity_provider_strategy");
    if strategy.elements().next().is_some() {
        return by_strategy(strategy);
    }
    match settings.get("launch_type").text() {
        Attr::Known("FARGATE") => return Truth::True,
        Attr::Known("EC2" | "EXTERNAL" | "MANAGED_INSTANCES") => return Truth::False,
        Attr::Known("") | Attr::Absent => {}
        // Of a service that leaves it out, the provider fills it in.
        Attr::Unknown(_) if own.kind() == Some(Kind::EcsService) && !own.is_written("launch_type") => {}
        _ => return Truth::Unknown,
    }
    // Neither a strategy nor a launch type: the cluster's default strategy, else instances.
    let Some(cluster) = cluster(own) else { return Truth::Unknown };
    let defaults = own.graph().referrers::<EcsClusterCapacityProviders<'_>>(LinkTarget::Resource(cluster.0.id()), &["cluster_name"]);
    match defaults.as_slice() {
        [] if cluster.0.is_managed() => Truth::False,
        [(providers, _)] => match providers.0.value("default_capacity_provider_strategy") {
            strategy if strategy.elements().next().is_some() => by_strategy(strategy),
            strategy if strategy.is_unknown() => Truth::Unknown,
            _ => Truth::False,
        },
        _ => Truth::Unknown,
    }
}

/// The platform version that a task asks for, where the inputs say one: only Fargate has any.
fn platform_version(source: Source<'_>) -> Attr<&str> {
    settings(source.own).get("platform_version").text()
}

/// ECS Exec works on the platform of a task, and the version of that. Linux has it from 1.4.0 on; Windows has versions of its own, all of
/// which have it: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations>.
pub fn platform_has_exec(source: Source<'_>) -> (Truth, Attr<&str>) {
    let version = platform_version(source);
    let family = source.template.map(|definition| definition.nested("runtime_platform", "operating_system_family").text());
    let is_windows = match family {
        Some(Attr::Known(family)) => Truth::from(family.starts_with("WINDOWS")),
        Some(Attr::Absent) => Truth::False,
        _ => Truth::Unknown,
    };
    let has = match version {
        Attr::Known(version) if Listed::FargatePlatformsWithoutExec.has(version) => is_windows,
        Attr::Unknown(_) if !source.own.is_written("platform_version") => Truth::True,
        Attr::Known(version) if version.is_empty() || Listed::FargatePlatformsWithExec.has(version) => Truth::True,
        Attr::Absent => Truth::True,
        // Of one that is newer than the table nothing is known.
        _ => Truth::Unknown,
    };
    (has, version)
}

/// The table does not list the platform version that a task asks for.
pub fn is_of_newer_platform(source: Source<'_>) -> bool {
    let lists = [Listed::FargatePlatformsWithExec, Listed::FargatePlatformsWithoutExec];
    matches!(platform_version(source), Attr::Known(version) if !version.is_empty() && !lists.iter().any(|list| list.has(version)))
}

/// Fargate's own capacity providers have these names:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html>.
fn by_strategy(strategy: Value<'_, '_>) -> Truth {
    Truth::agreed(strategy.elements().map(|item| match item.get("capacity_provider").text() {
        Attr::Known(name) if Listed::FargateCapacityProviders.has(name) => Truth::True,
        // Names of one's own do not begin so: what does is newer than the table.
        Attr::Known(name) if !name.to_ascii_lowercase().starts_with("fargate") => Truth::False,
        _ => Truth::Unknown,
    }))
    .unwrap_or(Truth::Unknown)
}

/// The attribute that gives the tasks of a source a public address: only on Fargate does it exist.
pub fn assigns_public_address(source: Source<'_>) -> Attr<bool> {
    settings(source.own).get("network_configuration").first().get("assign_public_ip").boolean()
}

/// The containers of a task whose root file system is read-only, and those whose is not: the agent cannot write its files into the first
/// ones. <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations>
pub struct Containers {
    /// Names of containers with a read-only root.
    pub read_only: Vec<String>,
    /// Names of the others.
    pub writable: Vec<String>,
    /// Where the agent writes, a read-only container has volumes, which may do.
    pub unclear: bool,
    /// Containers that are given credentials, with the variable.
    pub with_keys: Vec<(String, &'static str)>,
}

impl Containers {
    /// Of a task definition; `None` where its containers are not known.
    pub fn of(definition: Resource<'_>) -> Option<Self> {
        let text = definition.text("container_definitions").value()?;
        let parsed: serde_json::Value = serde_json::from_str(text).ok()?;
        let mut containers = Self { read_only: Vec::new(), writable: Vec::new(), unclear: false, with_keys: Vec::new() };
        for container in parsed.as_array()? {
            let name = container.get("name").and_then(serde_json::Value::as_str)?.to_owned();
            containers.with_keys.extend(credentials(container).map(|variable| (name.clone(), variable)));
            match container.get("readonlyRootFilesystem").and_then(serde_json::Value::as_bool) {
                Some(true) => {
                    let mounts = container.get("mountPoints").and_then(serde_json::Value::as_array).into_iter().flatten();
                    let paths = mounts.filter_map(|mount| mount.get("containerPath")?.as_str());
                    containers.unclear |= paths.into_iter().any(may_be_of_agent);
                    containers.read_only.push(name);
                }
                _ => containers.writable.push(name),
            }
        }
        Some(containers)
    }
}

/// The agent may keep its state and logs on a volume that is there.
fn may_be_of_agent(path: &str) -> bool {
    let places = Listed::WrittenByAgentOfExec.values();
    places.is_empty() || places.iter().any(|place| path.starts_with(place))
}

/// The variable by which a container is given credentials.
fn credentials(container: &serde_json::Value) -> Option<&'static str> {
    let of = |list: &str| container.get(list).and_then(serde_json::Value::as_array).into_iter().flatten();
    let mut names = ["environment", "secrets"].into_iter().flat_map(of).filter_map(|variable| variable.get("name")?.as_str());
    let known = Listed::CredentialsInContainers.values();
    if known.is_empty() {
        // Any may be.
        return names.next().map(|_| "environment");
    }
    names.find_map(|name| known.iter().find(|known| *known == name)).map(String::as_str)
}
