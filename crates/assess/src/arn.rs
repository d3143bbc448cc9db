//! ARNs of resources, with placeholders for what the plan does not know.

use ssm_check_aws::{Arn, ArnShape};
use ssm_check_graph::{Kind, Resource};
use ssm_check_iam::{Class, Placeholder, Scope, Text};
use ssm_check_plan::Attr;
use std::fmt;

/// Documents by name, wherever they are and whosever they are.
pub fn documents(partition: impl fmt::Display, name: &str) -> String {
    of_ssm(partition, &format!("document/{name}"))
}

/// Runbooks by name, as who starts automations names them.
pub fn automations(partition: impl fmt::Display, name: &str) -> String {
    of_ssm(partition, &format!("automation-definition/{name}"))
}

/// All maintenance windows.
pub fn maintenance_windows(partition: impl fmt::Display) -> String {
    of_ssm(partition, "maintenancewindow/*")
}

fn of_ssm(partition: impl fmt::Display, resource: &str) -> String {
    Arn { partition: &partition.to_string(), service: "ssm", region: "*", account: "*", resource }.to_string()
}

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
    if let Some(spec) = resource.kind().and_then(|kind| kind.spec().arn()) {
        return made(resource, spec);
    }
    // The ARN of an instance that it launches.
    match resource.kind() {
        Some(Kind::SpotInstanceRequest | Kind::AutoscalingGroup | Kind::Ec2Fleet | Kind::SpotFleetRequest | Kind::EksNodeGroup) => {
            let id = segment_of(resource, "instance");
            Text::arn(location, "ec2", Scope::Regional, &Text::lit("instance/").join(&id))
        }
        _ => Text::unknown(Placeholder::new(format!("{}.arn", resource.address()), Class::Any)),
    }
}

/// The ARN that a resource of this kind will have.
fn made(resource: Resource<'_>, spec: &ArnShape) -> Text {
    let mut made = Text::default();
    for part in spec.resource.split_inclusive('}') {
        let (literal, attribute) = part.split_once('{').unwrap_or((part, ""));
        made = made.then(literal);
        made = match (attribute.trim_end_matches('}'), resource.values().get(attribute.trim_end_matches('}')).text()) {
            ("", _) => made,
            (_, Attr::Known(value) | Attr::Sensitive(Some(value))) => made.then(value),
            ("path", _) => made.then("/"),
            (name, _) => made.join(&yet_to_be_named(resource, name)),
        };
    }
    // IAM is in no Region, also where no table says so of a type: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.
    let is_regional = spec.service != "iam" && resource.kind().is_some_and(|kind| kind.spec().is_regional());
    let scope = match (spec.is_worldwide, is_regional) {
        (true, _) => Scope::Neither,
        (false, true) => Scope::Regional,
        (false, false) => Scope::Global,
    };
    Text::arn(resource.location(), &spec.service, scope, &made)
}

/// A name that is made at apply, of which a prefix may be told: the provider puts what makes it unique behind that.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name_prefix>
fn yet_to_be_named(resource: Resource<'_>, name: &str) -> Text {
    let unknown = |id: String| Text::unknown(Placeholder::new(id, class_of(resource, name)));
    match resource.values().get(&format!("{name}_prefix")).text() {
        Attr::Known(prefix) if !prefix.is_empty() => {
            Text::lit(prefix).join(&unknown(format!("{}.{name} behind its prefix", resource.address())))
        }
        _ => unknown(format!("{}.{name}", resource.address())),
    }
}

/// Stands for something of a resource that is not known, and is one part of an ARN.
pub fn segment_of(resource: Resource<'_>, what: &str) -> Text {
    Text::unknown(Placeholder::new(format!("{}.{what}", resource.address()), Class::Segment))
}

/// What is known of an attribute that is a part of an ARN. Of a resource that is made here AWS makes up what is no name, and no two buckets
/// have one name; a data source may show what another address shows too.
fn class_of(resource: Resource<'_>, attribute: &str) -> Class {
    if attribute != "name" && resource.is_managed() { Class::Id } else { Class::Segment }
}

/// The id of a resource. One that AWS makes up at apply has no character of a meaning to policies.
pub fn id_of(resource: Resource<'_>) -> Text {
    match resource.text("id") {
        Attr::Known(id) | Attr::Sensitive(Some(id)) => Text::lit(id),
        // The id of a bucket is its name.
        _ if resource.kind() == Some(Kind::S3Bucket) => match resource.text("bucket") {
            Attr::Known(name) | Attr::Sensitive(Some(name)) => Text::lit(name),
            _ => Text::unknown(Placeholder::new(format!("{}.bucket", resource.address()), class_of(resource, "bucket"))),
        },
        _ => {
            let made_up = matches!(resource.kind(), Some(Kind::Instance | Kind::Vpc | Kind::VpcEndpoint));
            let class = if made_up { class_of(resource, "id") } else { Class::Any };
            Text::unknown(Placeholder::new(format!("{}.id", resource.address()), class))
        }
    }
}

/// What AWS puts in the place of the resource where an action of a service has no resource types.
pub fn of_service(resource: Resource<'_>, service: &str) -> Text {
    Text::arn(resource.location(), service, Scope::Regional, &Text::lit("*"))
}
