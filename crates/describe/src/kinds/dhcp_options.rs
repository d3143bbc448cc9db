//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-dhcp-options.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-dhcp-options",
    shape: Shape::List("DhcpOptions", "DhcpOptionsId"),
    config: Some(
        Recorded::new("AWS::EC2::DHCPOptions", "DhcpOptionsId")
            .optional(&["OwnerId"])
            .rests(&[("domain_name_servers", "DhcpConfigurations|DomainNameServers")]),
    ),
    types: &["aws_vpc_dhcp_options"],
    make,
};

const FIELDS: &Fields = &[("owner_id", "OwnerId")];

fn make<'p>(options: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = options.text("DhcpOptionsId") else { return };
    let servers = options
        .list("DhcpConfigurations")
        .filter(|option| option.text("Key") == Some("domain-name-servers"))
        .flat_map(|option| option.at("Values").map_or(&[] as &[_], Json::elements))
        .filter_map(|value| if let Json::String(_) = value { Some(value.clone()) } else { Object(value).at("Value").cloned() })
        .chain(options.at("DomainNameServers").map_or(&[] as &[_], Json::elements).iter().cloned())
        .collect();
    made.object("aws_vpc_dhcp_options", id, options, FIELDS).set("domain_name_servers", Json::Array(servers));
}
