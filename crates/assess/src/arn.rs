//! ARNs of resources, with placeholders for what the plan does not know.

use ssm_check_aws::Arn;
use ssm_check_graph::{Kind, Resource};
use ssm_check_iam::{Class, Placeholder, Scope, Text};
use ssm_check_plan::Attr;

/// The ARN of a resource. Of one that is not made yet, its kind, name and Region tell most of it; the rest are placeholders that are
/// the same wherever the same resource is meant.
pub fn arn_of(resource: Resource<'_>) -> Text {
    let location = resource.location();
    if let Attr::Known(arn) | Attr::Sensitive(Some(arn)) = resource.values().get("arn").text() {
        return match Arn::parse(arn) {
            // A provider with `skip_requesting_account_id` leaves it out.
            Some(parts) if parts.account.is_empty() && matches!(parts.service, "ec2" | "iam" | "ssm") => {
                Text::lit(format!("arn:{}:{}:{}:", parts.partition, parts.service, parts.region))
                    .join(&Text::account(&location.account))
                    .then(format!(":{}", parts.resource))
            }
            _ => Text::lit(arn),
        };
    }
    let name = |attribute: &str| match resource.values().get(attribute).text() {
        Attr::Known(name) | Attr::Sensitive(Some(name)) => Text::lit(name),
        _ => Text::unknown(Placeholder::new(format!("{}.{attribute}", resource.address()), Class::Segment)),
    };
    let path = resource.text("path").value().unwrap_or("/");
    let iam = |what: &str| Text::arn(location, "iam", Scope::Global, &Text::lit(format!("{what}{path}")).join(&name("name")));
    match resource.kind() {
        Some(Kind::Role) => iam("role"),
        Some(Kind::User) => iam("user"),
        Some(Kind::Group) => iam("group"),
        Some(Kind::Policy) => iam("policy"),
        Some(Kind::InstanceProfile) => iam("instance-profile"),
        Some(Kind::SsmDocument) => Text::arn(location, "ssm", Scope::Regional, &Text::lit("document/").join(&name("name"))),
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
            Text::arn(location, "ec2", Scope::Regional, &Text::lit("instance/").join(&id))
        }
        _ => Text::unknown(Placeholder::new(format!("{}.arn", resource.address()), Class::Any)),
    }
}

/// What AWS puts in the place of the resource where an action of a service has no resource types.
pub fn of_service(resource: Resource<'_>, service: &str) -> Text {
    Text::arn(resource.location(), service, Scope::Regional, &Text::lit("*"))
}
