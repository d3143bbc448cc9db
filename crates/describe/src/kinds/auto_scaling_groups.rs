//! <https://docs.aws.amazon.com/cli/latest/reference/autoscaling/describe-auto-scaling-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "autoscaling describe-auto-scaling-groups",
    shape: Shape::List("AutoScalingGroups", "AutoScalingGroupName"),
    config: Some(Recorded::new("AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupName").optional(&["LaunchConfigurationName"]).rests(
        &[
            ("vpc_zone_identifier", "VPCZoneIdentifier"),
            ("launch_template", "LaunchTemplate|LaunchConfigurationName|MixedInstancesPolicy"),
            ("mixed_instances_policy", "LaunchTemplate|LaunchConfigurationName|MixedInstancesPolicy"),
            ("tag", "Tags.Key"),
        ],
    )),
    types: &["aws_autoscaling_group"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "AutoScalingGroupARN"),
    ("name", "AutoScalingGroupName"),
    ("launch_configuration", "LaunchConfigurationName"),
    ("availability_zones", "AvailabilityZones"),
    ("max_size", "MaxSize"),
    ("min_size", "MinSize"),
    ("desired_capacity", "DesiredCapacity"),
];

const TEMPLATE: &Fields = &[("id", "LaunchTemplateId"), ("name", "LaunchTemplateName"), ("version", "Version")];

const SPECIFICATION: &Fields =
    &[("launch_template_id", "LaunchTemplateId"), ("launch_template_name", "LaunchTemplateName"), ("version", "Version")];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = group.text("AutoScalingGroupName") else { return };
    let subnets = group.text("VPCZoneIdentifier").unwrap_or_default().split(',').map(str::trim).filter(|subnet| !subnet.is_empty());
    let subnets = subnets.map(text_of).collect();
    let tags = group
        .list("Tags")
        .map(|tag| block_of(tag, &[("key", "Key"), ("value", "Value"), ("propagate_at_launch", "PropagateAtLaunch")]))
        .collect();
    let template = group.at("LaunchTemplate").map(|template| block_of(Object(template), TEMPLATE));
    let mixed = group.at("MixedInstancesPolicy").map(|policy| mixed(Object(policy)));
    let entry = made.object("aws_autoscaling_group", name, group, FIELDS);
    entry.values.retain(|(name, _)| name.as_str() != "tags");
    entry.set("vpc_zone_identifier", Json::Array(subnets)).set("tag", Json::Array(tags));
    entry.set("launch_template", Json::Array(template.into_iter().collect()));
    entry.set("mixed_instances_policy", Json::Array(mixed.into_iter().collect()));
}

fn mixed<'p>(policy: Object<'_, 'p>) -> Json<'p> {
    let specification = |object: Object<'_, 'p>, path: &str| {
        let one = object.at(path).map(|template| block_of(Object(template), SPECIFICATION));
        Json::Array(one.into_iter().collect())
    };
    let overrides = policy
        .list("LaunchTemplate.Overrides")
        .map(|each| {
            let instance_type = each.at("InstanceType").cloned().unwrap_or(Json::Null);
            block([("instance_type", instance_type), ("launch_template_specification", specification(each, "LaunchTemplateSpecification"))])
        })
        .collect();
    let template = block([
        ("launch_template_specification", specification(policy, "LaunchTemplate.LaunchTemplateSpecification")),
        ("override", Json::Array(overrides)),
    ]);
    block([("launch_template", Json::Array([template].into()))])
}
