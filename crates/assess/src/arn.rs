//! ARNs of resources, with placeholders for what the plan does not know.

use ssm_check_graph::{Kind, Resource};
use ssm_check_iam::{Class, Placeholder, Text};
use ssm_check_plan::Attr;

/// The ARN of a resource. Of one that is not made yet, its kind, name and Region tell most of it; the rest are placeholders that are
/// the same wherever the same resource is meant.
pub fn arn_of(resource: Resource<'_>) -> Text {
    if let Attr::Known(arn) | Attr::Sensitive(Some(arn)) = resource.values().get("arn").text() {
        return Text::lit(arn);
    }
    let place = resource.place();
    let partition = place.partition().unwrap_or("aws");
    let account = || place.account.clone().map_or_else(|| Text::unknown(account_hole()), Text::lit);
    let region = || place.region.clone().map_or_else(|| Text::unknown(Placeholder::new("region", Class::Region)), Text::lit);
    let name = |attribute: &str| match resource.values().get(attribute).text() {
        Attr::Known(name) | Attr::Sensitive(Some(name)) => Text::lit(name),
        _ => Text::unknown(Placeholder::new(format!("{}.{attribute}", resource.address()), Class::Segment)),
    };
    let path = resource.text("path").value().unwrap_or("/");
    let iam = |what: &str| Text::lit(format!("arn:{partition}:iam::")).join(&account()).then(format!(":{what}{path}")).join(&name("name"));
    match resource.kind() {
        Some(Kind::Role) => iam("role"),
        Some(Kind::User) => iam("user"),
        Some(Kind::Group) => iam("group"),
        Some(Kind::Policy) => iam("policy"),
        Some(Kind::InstanceProfile) => iam("instance-profile"),
        Some(Kind::SsmDocument) => {
            Text::lit(format!("arn:{partition}:ssm:")).join(&region()).then(":").join(&account()).then(":document/").join(&name("name"))
        }
        Some(
            Kind::Instance
            | Kind::SpotInstanceRequest
            | Kind::AutoscalingGroup
            | Kind::Ec2Fleet
            | Kind::SpotFleetRequest
            | Kind::EksNodeGroup,
        ) => {
            let id = if resource.kind() == Some(Kind::Instance) {
                name("id")
            } else {
                Text::unknown(Placeholder::new(format!("{}.instance", resource.address()), Class::Segment))
            };
            Text::lit(format!("arn:{partition}:ec2:")).join(&region()).then(":").join(&account()).then(":instance/").join(&id)
        }
        _ => Text::unknown(Placeholder::new(format!("{}.arn", resource.address()), Class::Any)),
    }
}

/// What AWS puts in the place of the resource where an action of a service has no resource types.
pub fn of_service(resource: Resource<'_>, service: &str) -> Text {
    let place = resource.place();
    let partition = place.partition().unwrap_or("aws");
    let account = place.account.map_or_else(|| Text::unknown(account_hole()), Text::lit);
    let region = place.region.map_or_else(|| Text::unknown(Placeholder::new("region", Class::Region)), Text::lit);
    Text::lit(format!("arn:{partition}:{service}:")).join(&region).then(":").join(&account).then(":*")
}

/// The account of a resource: one placeholder for all resources of a provider that the plan does not tell the account of.
pub fn account_hole() -> Placeholder {
    Placeholder::new("account", Class::Account)
}
