//! <https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-load-balancers.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "elbv2 describe-load-balancers",
    shape: Shape::List("LoadBalancers", "LoadBalancerArn"),
    config: Some(
        Recorded::new("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn")
            .optional(&["SecurityGroups"])
            .rests(&[("subnets", "AvailabilityZones.SubnetId"), ("internal", "Scheme")]),
    ),
    types: &["aws_lb"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "LoadBalancerArn"),
    ("name", "LoadBalancerName"),
    ("dns_name", "DNSName"),
    ("vpc_id", "VpcId"),
    ("load_balancer_type", "Type"),
    ("security_groups", "SecurityGroups"),
];

fn make<'p>(balancer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(arn) = balancer.text("LoadBalancerArn") else { return };
    let subnets = balancer.each("AvailabilityZones", "SubnetId");
    let internal = balancer.text("Scheme").map_or(Json::Null, |scheme| Json::Bool(scheme == "internal"));
    made.object("aws_lb", arn, balancer, FIELDS).set("subnets", subnets).set("internal", internal);
}
