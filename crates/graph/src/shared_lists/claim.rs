//! Which resources write which lists of AWS, and what they say is in them.
//!
//! The same rule, route or attachment may be written in several ways: in the list of what holds it, as a resource of its own, or in a
//! list of the other side. Each way is a claim; claims with the same list, owner and element mean the same object of AWS.

mod list;
mod policies;
mod reader;
mod rules;

pub(super) use list::{Claim, ClaimStep, List, argument};

use reader::Reader;
use ssm_check_plan::Value;

/// What a resource claims. `scope` is the account, or what stands for it, in which names of IAM mean something.
pub(super) fn claims(resource_type: &str, values: Value<'_, '_>, scope: &str) -> Vec<Claim> {
    let mut reader = Reader { values, scope, claims: Vec::new() };
    if let Some(read) = reading(resource_type) {
        read(&mut reader);
    }
    reader.claims
}

/// Does the type write such a list at all?
pub(super) fn writes_lists(resource_type: &str) -> bool {
    reading(resource_type).is_some() && !tells_lists(resource_type)
}

/// A list of which the type says that it is all there is, which it sees to when it changes. Until then it tells what is there.
pub(super) fn tells_lists(resource_type: &str) -> bool {
    matches!(
        resource_type,
        "aws_iam_role_policy_attachments_exclusive"
            | "aws_iam_user_policy_attachments_exclusive"
            | "aws_iam_group_policy_attachments_exclusive"
            | "aws_ssoadmin_managed_policy_attachments_exclusive"
            | "aws_ssoadmin_customer_managed_policy_attachments_exclusive"
    )
}

/// How a resource of a type tells what it claims; `None` of types that write no list.
fn reading(resource_type: &str) -> Option<fn(&mut Reader<'_, '_, '_>)> {
    Some(match resource_type {
        "aws_security_group" | "aws_default_security_group" => |of| of.group(),
        "aws_security_group_rule" => |of| match of.text("type") {
            Some("egress") => of.rules(of.values, "security_group_id", "egress", "protocol", &[]),
            _ => of.rules(of.values, "security_group_id", "ingress", "protocol", &[]),
        },
        "aws_vpc_security_group_ingress_rule" => |of| of.rules(of.values, "security_group_id", "ingress", "ip_protocol", &[]),
        "aws_vpc_security_group_egress_rule" => |of| of.rules(of.values, "security_group_id", "egress", "ip_protocol", &[]),
        "aws_route_table" | "aws_default_route_table" => |of| of.table(),
        "aws_route" => |of| of.route(),
        "aws_network_acl" | "aws_default_network_acl" => |of| of.acl(),
        "aws_network_acl_rule" => |of| {
            of.entry(of.values, "network_acl_id", of.values.get("egress").boolean().value() == Some(true), "rule_number", vec![]);
        },
        "aws_network_acl_association" => |of| {
            let (owner, content) = (of.owner("subnet_id"), of.text("network_acl_id").unwrap_or_default().to_owned());
            of.whole(List::SubnetAcl, owner, String::new(), content);
        },
        "aws_iam_role" => |of| of.role(),
        "aws_iam_role_policy_attachment" => |of| of.attachment("role"),
        "aws_iam_user_policy_attachment" => |of| of.attachment("user"),
        "aws_iam_group_policy_attachment" => |of| of.attachment("group"),
        "aws_iam_policy_attachment" => |of| of.attachments(),
        "aws_iam_role_policy_attachments_exclusive" => |of| of.texts(List::Policies, of.principal("role", "role_name"), "policy_arns"),
        "aws_iam_user_policy_attachments_exclusive" => |of| of.texts(List::Policies, of.principal("user", "user_name"), "policy_arns"),
        "aws_iam_group_policy_attachments_exclusive" => |of| of.texts(List::Policies, of.principal("group", "group_name"), "policy_arns"),
        "aws_ssoadmin_managed_policy_attachment" => |of| of.single(List::SetPolicies, "permission_set_arn", "managed_policy_arn"),
        "aws_ssoadmin_managed_policy_attachments_exclusive" => |of| {
            of.texts(List::SetPolicies, of.owner("permission_set_arn"), "managed_policy_arns");
        },
        "aws_ssoadmin_customer_managed_policy_attachment" | "aws_ssoadmin_customer_managed_policy_attachments_exclusive" => {
            |of| of.blocks_of(List::SetOwnPolicies, of.owner("permission_set_arn"), "customer_managed_policy_reference", "name")
        }
        "aws_iam_role_policy" => |of| of.inline("role"),
        "aws_iam_user_policy" => |of| of.inline("user"),
        "aws_iam_group_policy" => |of| of.inline("group"),
        "aws_iam_group_membership" => |of| of.members(),
        "aws_iam_user_group_membership" => |of| of.memberships(),
        "aws_iam_instance_profile" => |of| of.profile(),
        "aws_vpc_endpoint" => |of| of.endpoint(),
        "aws_vpc_endpoint_subnet_association" => |of| of.association(List::EndpointSubnets, "subnet_id"),
        "aws_vpc_endpoint_security_group_association" => |of| of.association(List::EndpointGroups, "security_group_id"),
        "aws_vpc_endpoint_route_table_association" => |of| of.association(List::EndpointTables, "route_table_id"),
        "aws_vpc_endpoint_policy" => |of| {
            let (owner, content) = (of.owner("vpc_endpoint_id"), of.document(of.values.get("policy")));
            of.whole(List::EndpointPolicy, owner, String::new(), content);
        },
        "aws_ec2_managed_prefix_list" => |of| of.blocks(List::Ranges, "entry", "cidr"),
        "aws_ec2_managed_prefix_list_entry" => |of| of.single(List::Ranges, "prefix_list_id", "cidr"),
        "aws_route53_zone" => |of| of.blocks(List::ZoneVpcs, "vpc", "vpc_id"),
        "aws_route53_zone_association" => |of| of.single(List::ZoneVpcs, "zone_id", "vpc_id"),
        "aws_network_interface" => |of| of.texts(List::InterfaceGroups, of.owner("id"), "security_groups"),
        "aws_instance" => |of| of.texts(List::InterfaceGroups, of.owner("primary_network_interface_id"), "vpc_security_group_ids"),
        "aws_internet_gateway" => |of| {
            if let (Some(vpc), Some(gateway)) = (of.owner("vpc_id"), of.owner("id")) {
                of.claim(List::VpcGateways, Some(vpc), (gateway, false), String::new(), vec![ClaimStep::Name("vpc_id")]);
            }
        },
        "aws_internet_gateway_attachment" => |of| of.single(List::VpcGateways, "vpc_id", "internet_gateway_id"),
        "aws_eip" => |of| {
            for name in ["instance", "network_interface"] {
                if let Some(holder) = of.owner(name) {
                    of.claim(List::AddressHolder, of.owner("id"), (String::new(), false), holder, vec![ClaimStep::Name(name)]);
                }
            }
        },
        "aws_eip_association" => |of| {
            let holder = of.owner("instance_id").or_else(|| of.owner("network_interface_id"));
            of.whole(List::AddressHolder, of.owner("allocation_id"), String::new(), holder.unwrap_or_default());
        },
        "aws_ec2_tag" => |of| {
            if let Some(key) = of.text("key") {
                let (key, value) = (key.to_owned(), of.text("value").unwrap_or_default().to_owned());
                of.whole(List::Tags, of.owner("resource_id"), key, value);
            }
        },
        "aws_network_interface_sg_attachment" => |of| of.single(List::InterfaceGroups, "network_interface_id", "security_group_id"),
        _ => return None,
    })
}
