//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-attribute.html>

use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpc-attribute",
    shape: Shape::Itself(&["VpcId"], &["EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics"]),
    config: None,
    types: &[],
    make,
};

fn make<'p>(attribute: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = attribute.text("VpcId") else { return };
    // Told alone, the VPC has attributes that are not known.
    let vpc = made.add("aws_vpc", id).elsewhere(&["cidr_block", "ipv6_cidr_block", "enable_dns_support", "enable_dns_hostnames"]);
    for (name, member) in [("enable_dns_support", "EnableDnsSupport.Value"), ("enable_dns_hostnames", "EnableDnsHostnames.Value")] {
        if let Some(value) = attribute.flag(member) {
            vpc.set(name, Json::Bool(value));
        }
    }
}
