//! Which resources write which lists of AWS, and what they say is in them.
//!
//! The same rule, route or attachment may be written in several ways: in the list of what holds it, as a resource of its own, or in a
//! list of the other side. Each way is a claim; claims with the same list, owner and element mean the same object of AWS.

mod list;
mod policies;
mod reader;
mod rules;

pub(super) use list::{Claim, List, Step};

use reader::Reader;
use ssm_check_plan::Value;

/// What a resource claims. `scope` is the account, or what stands for it, in which names of IAM mean something.
pub(super) fn claims(resource_type: &str, values: Value<'_, '_>, scope: &str) -> Vec<Claim> {
    let mut reader = Reader { values, scope, claims: Vec::new() };
    reader.read(resource_type);
    reader.claims
}

/// Does the type write such a list at all?
pub(super) fn writes_lists(resource_type: &str) -> bool {
    TYPES.contains(&resource_type)
}

/// A list of which the type says that it is all there is, which it sees to when it changes. Until then it tells what is there.
pub(super) fn tells_lists(resource_type: &str) -> bool {
    matches!(
        resource_type,
        "aws_iam_role_policy_attachments_exclusive"
            | "aws_iam_user_policy_attachments_exclusive"
            | "aws_iam_group_policy_attachments_exclusive"
    )
}

/// Types that write lists.
const TYPES: [&str; 41] = [
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_eip",
    "aws_eip_association",
    "aws_iam_group",
    "aws_iam_group_membership",
    "aws_iam_group_policy",
    "aws_iam_group_policy_attachment",
    "aws_iam_instance_profile",
    "aws_iam_policy_attachment",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_user",
    "aws_iam_user_group_membership",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_instance",
    "aws_internet_gateway",
    "aws_internet_gateway_attachment",
    "aws_network_acl",
    "aws_network_acl_association",
    "aws_network_acl_rule",
    "aws_network_interface",
    "aws_network_interface_sg_attachment",
    "aws_route",
    "aws_route53_zone",
    "aws_route53_zone_association",
    "aws_route_table",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
];

impl Reader<'_, '_, '_> {
    fn read(&mut self, resource_type: &str) {
        match resource_type {
            "aws_security_group" | "aws_default_security_group" => self.group(),
            "aws_security_group_rule" => match self.text("type") {
                Some("egress") => self.rules(self.values, "security_group_id", "egress", "protocol", &[]),
                _ => self.rules(self.values, "security_group_id", "ingress", "protocol", &[]),
            },
            "aws_vpc_security_group_ingress_rule" => self.rules(self.values, "security_group_id", "ingress", "ip_protocol", &[]),
            "aws_vpc_security_group_egress_rule" => self.rules(self.values, "security_group_id", "egress", "ip_protocol", &[]),
            "aws_route_table" | "aws_default_route_table" => self.table(),
            "aws_route" => self.route(),
            "aws_network_acl" | "aws_default_network_acl" => self.acl(),
            "aws_network_acl_rule" => {
                self.entry(self.values, "network_acl_id", self.values.get("egress").boolean().value() == Some(true), "rule_number", vec![]);
            }
            "aws_network_acl_association" => {
                let (owner, content) = (self.owner("subnet_id"), self.text("network_acl_id").unwrap_or_default().to_owned());
                self.whole(List::SubnetAcl, owner, String::new(), content);
            }
            "aws_iam_role" => self.role(),
            "aws_iam_role_policy_attachment" => self.attachment("role"),
            "aws_iam_user_policy_attachment" => self.attachment("user"),
            "aws_iam_group_policy_attachment" => self.attachment("group"),
            "aws_iam_policy_attachment" => self.attachments(),
            "aws_iam_role_policy_attachments_exclusive" => self.texts(List::Policies, self.principal("role", "role_name"), "policy_arns"),
            "aws_iam_user_policy_attachments_exclusive" => self.texts(List::Policies, self.principal("user", "user_name"), "policy_arns"),
            "aws_iam_group_policy_attachments_exclusive" => {
                self.texts(List::Policies, self.principal("group", "group_name"), "policy_arns")
            }
            "aws_iam_role_policy" => self.inline("role"),
            "aws_iam_user_policy" => self.inline("user"),
            "aws_iam_group_policy" => self.inline("group"),
            "aws_iam_group_membership" => self.texts(List::Members, self.principal("group", "group"), "users"),
            "aws_iam_user_group_membership" => self.memberships(),
            "aws_iam_instance_profile" => self.profile(),
            "aws_vpc_endpoint" => self.endpoint(),
            "aws_vpc_endpoint_subnet_association" => self.association(List::EndpointSubnets, "subnet_id"),
            "aws_vpc_endpoint_security_group_association" => self.association(List::EndpointGroups, "security_group_id"),
            "aws_vpc_endpoint_route_table_association" => self.association(List::EndpointTables, "route_table_id"),
            "aws_vpc_endpoint_policy" => {
                let (owner, content) = (self.owner("vpc_endpoint_id"), self.document(self.values.get("policy")));
                self.whole(List::EndpointPolicy, owner, String::new(), content);
            }
            "aws_ec2_managed_prefix_list" => self.blocks(List::Ranges, "entry", "cidr"),
            "aws_ec2_managed_prefix_list_entry" => self.single(List::Ranges, "prefix_list_id", "cidr"),
            "aws_route53_zone" => self.blocks(List::ZoneVpcs, "vpc", "vpc_id"),
            "aws_route53_zone_association" => self.single(List::ZoneVpcs, "zone_id", "vpc_id"),
            "aws_network_interface" => self.texts(List::InterfaceGroups, self.owner("id"), "security_groups"),
            "aws_instance" => self.texts(List::InterfaceGroups, self.owner("primary_network_interface_id"), "vpc_security_group_ids"),
            "aws_internet_gateway" => {
                if let (Some(vpc), Some(gateway)) = (self.owner("vpc_id"), self.owner("id")) {
                    self.claim(List::VpcGateways, Some(vpc), (gateway, false), String::new(), vec![Step::Name("vpc_id")]);
                }
            }
            "aws_internet_gateway_attachment" => self.single(List::VpcGateways, "vpc_id", "internet_gateway_id"),
            "aws_eip" => {
                for name in ["instance", "network_interface"] {
                    if let Some(holder) = self.owner(name) {
                        self.claim(List::AddressHolder, self.owner("id"), (String::new(), false), holder, vec![Step::Name(name)]);
                    }
                }
            }
            "aws_eip_association" => {
                let holder = self.owner("instance_id").or_else(|| self.owner("network_interface_id"));
                self.whole(List::AddressHolder, self.owner("allocation_id"), String::new(), holder.unwrap_or_default());
            }
            "aws_network_interface_sg_attachment" => self.single(List::InterfaceGroups, "network_interface_id", "security_group_id"),
            _ => {}
        }
    }
}
