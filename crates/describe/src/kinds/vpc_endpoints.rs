//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-endpoints.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpc-endpoints",
    shape: Shape::List("VpcEndpoints", "VpcEndpointId"),
    config: Some(Recorded::new("AWS::EC2::VPCEndpoint", "VpcEndpointId").optional(&["ServiceRegion", "IpAddressType"]).rests(&[
        ("policy", "PolicyDocument"),
        ("subnet_ids", "SubnetIds"),
        ("route_table_ids", "RouteTableIds"),
        ("private_dns_enabled", "PrivateDnsEnabled"),
        ("security_group_ids", "Groups.GroupId"),
        ("dns_entry", "DnsEntries"),
    ])),
    types: &[
        "aws_vpc_endpoint",
        "aws_vpc_endpoint_policy",
        "aws_vpc_endpoint_private_dns",
        "aws_vpc_endpoint_route_table_association",
        "aws_vpc_endpoint_security_group_association",
        "aws_vpc_endpoint_subnet_association",
    ],
    make,
};

const FIELDS: &Fields = &[
    ("vpc_id", "VpcId"),
    ("owner_id", "OwnerId"),
    ("service_name", "ServiceName"),
    ("service_region", "ServiceRegion"),
    ("vpc_endpoint_type", "VpcEndpointType"),
    ("private_dns_enabled", "PrivateDnsEnabled"),
    ("ip_address_type", "IpAddressType"),
    ("subnet_ids", "SubnetIds"),
    ("route_table_ids", "RouteTableIds"),
    ("state", "State"),
];

fn make<'p>(endpoint: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = endpoint.text("VpcEndpointId") else { return };
    let state = endpoint.text("State").map(str::to_ascii_lowercase);
    // What nobody accepted yet carries nothing.
    if !matches!(state.as_deref(), None | Some("available" | "pending" | "partial")) {
        return;
    }
    let policy = endpoint.document("PolicyDocument").unwrap_or(Json::Null);
    let groups = endpoint.each("Groups", "GroupId");
    let names = endpoint.list("DnsEntries");
    let names = names.map(|entry| block_of(entry, &[("dns_name", "DnsName"), ("hosted_zone_id", "HostedZoneId")])).collect();
    let service = endpoint.text("ServiceName");
    let options = endpoint.at("DnsOptions").map(|options| block_of(Object(options), &[("dns_record_ip_type", "DnsRecordIpType")]));
    let entry = made.object("aws_vpc_endpoint", id, endpoint, FIELDS);
    entry.set("policy", policy).set("security_group_ids", groups).set("dns_entry", Json::Array(names));
    if let Some(options) = options {
        entry.set("dns_options", Json::Array([options].into()));
    }
    // `com.amazonaws.eu-west-1.ssm`; that of another Region says so.
    let region = || service?.split('.').find(|part| part.matches('-').count() >= 2 && part.ends_with(|last: char| last.is_ascii_digit()));
    if entry.region.is_none() && endpoint.text("ServiceRegion").is_none() {
        entry.region = region().map(str::to_owned);
    }
    if entry.name.is_none() {
        entry.name = service.and_then(|service| service.rsplit('.').next()).map(str::to_owned);
    }
    if endpoint.text("VpcEndpointType").is_none() {
        entry.set("vpc_endpoint_type", text_of("Gateway"));
    }
}
