//! Arguments that the provider decides where they are null or left out.
//!
//! A plan shows "(known after apply)" for such an argument both where its value is made at apply and where it is null, and of
//! `var.own ? [aws_security_group.a.id] : null` it keeps only what the expression names. So an expression that names something that
//! may decide, beside what it may come out as, may be null.

use crate::{Kind, Node};
use ssm_check_plan::{Mode, Reference, Subject};

/// Linking arguments that are optional and computed in the schema of hashicorp/aws 5.100.0: `terraform providers schema -json`,
/// 2025-06. Not `vpc_id` of a gateway or group: without their VPC, what refers to them could not be made.
const DECIDED_BY_PROVIDER: [(Kind, &[&str]); 63] = [
    (Kind::AutoscalingGroup, &["vpc_zone_identifier"]),
    (Kind::DaxCluster, &["security_group_ids"]),
    (Kind::DaxCluster, &["subnet_group_name"]),
    (Kind::DbInstance, &["db_subnet_group_name"]),
    (Kind::DbInstance, &["vpc_security_group_ids"]),
    (Kind::DbProxy, &["vpc_security_group_ids"]),
    (Kind::DbProxyEndpoint, &["vpc_security_group_ids"]),
    (Kind::DocdbCluster, &["db_subnet_group_name"]),
    (Kind::DocdbCluster, &["vpc_security_group_ids"]),
    (Kind::DocdbelasticCluster, &["subnet_ids"]),
    (Kind::DocdbelasticCluster, &["vpc_security_group_ids"]),
    (Kind::EfsMountTarget, &["security_groups"]),
    (Kind::Eip, &["instance"]),
    (Kind::Eip, &["network_interface"]),
    (Kind::EipAssociation, &["allocation_id"]),
    (Kind::EipAssociation, &["instance_id"]),
    (Kind::EipAssociation, &["network_interface_id"]),
    (Kind::ElasticacheCluster, &["security_group_ids"]),
    (Kind::ElasticacheCluster, &["subnet_group_name"]),
    (Kind::ElasticacheReplicationGroup, &["security_group_ids"]),
    (Kind::ElasticacheReplicationGroup, &["subnet_group_name"]),
    (Kind::ElasticacheServerlessCache, &["security_group_ids"]),
    (Kind::ElasticacheServerlessCache, &["subnet_ids"]),
    (Kind::Elb, &["security_groups"]),
    (Kind::Elb, &["subnets"]),
    (Kind::Instance, &["ami"]),
    (Kind::Instance, &["iam_instance_profile"]),
    (Kind::Instance, &["security_groups"]),
    (Kind::Instance, &["subnet_id"]),
    (Kind::Instance, &["user_data"]),
    (Kind::Instance, &["user_data_base64"]),
    (Kind::Instance, &["vpc_security_group_ids"]),
    (Kind::Lb, &["security_groups"]),
    (Kind::Lb, &["subnets"]),
    (Kind::MemorydbCluster, &["subnet_group_name"]),
    (Kind::MqBroker, &["subnet_ids"]),
    (Kind::MskServerlessCluster, &["vpc_config", "security_group_ids"]),
    (Kind::NeptuneCluster, &["neptune_subnet_group_name"]),
    (Kind::NeptuneCluster, &["vpc_security_group_ids"]),
    (Kind::NetworkAcl, &["subnet_ids"]),
    (Kind::NetworkInterface, &["security_groups"]),
    (Kind::OpensearchVpcEndpoint, &["vpc_options", "security_group_ids"]),
    (Kind::OpensearchserverlessVpcEndpoint, &["security_group_ids"]),
    (Kind::RdsCluster, &["db_subnet_group_name"]),
    (Kind::RdsCluster, &["vpc_security_group_ids"]),
    (Kind::RedshiftCluster, &["cluster_subnet_group_name"]),
    (Kind::RedshiftCluster, &["vpc_security_group_ids"]),
    (Kind::RedshiftEndpointAccess, &["vpc_security_group_ids"]),
    (Kind::RedshiftserverlessEndpointAccess, &["vpc_security_group_ids"]),
    (Kind::RedshiftserverlessWorkgroup, &["security_group_ids"]),
    (Kind::RedshiftserverlessWorkgroup, &["subnet_ids"]),
    (Kind::Role, &["managed_policy_arns"]),
    (Kind::Route, &["network_interface_id"]),
    (Kind::SpotFleetRequest, &["launch_specification", "vpc_security_group_ids"]),
    (Kind::SpotInstanceRequest, &["ami"]),
    (Kind::SpotInstanceRequest, &["iam_instance_profile"]),
    (Kind::SpotInstanceRequest, &["subnet_id"]),
    (Kind::SpotInstanceRequest, &["user_data"]),
    (Kind::SpotInstanceRequest, &["vpc_security_group_ids"]),
    (Kind::VpcEndpoint, &["policy"]),
    (Kind::VpcEndpoint, &["route_table_ids"]),
    (Kind::VpcEndpoint, &["security_group_ids"]),
    (Kind::VpcEndpoint, &["subnet_ids"]),
];

/// Whether "not known" of this argument may also mean that it is null.
pub(super) fn is_for_provider(node: &Node<'_>, path: &[&str]) -> bool {
    node.kind.is_some_and(|kind| DECIDED_BY_PROVIDER.iter().any(|(of, argument)| *of == kind && *argument == path))
}

/// Whether a reference that leads to none of what is wanted may decide about null.
pub(super) fn may_decide(reference: &Reference, all: &[Reference]) -> bool {
    match &reference.subject {
        Subject::EachKey | Subject::CountIndex => !is_indexed(all),
        Subject::Meta(head) => head != "path",
        // What is not made yet is not known, so that the plan could not be made if it decided.
        Subject::Resource { mode: Mode::Managed, .. } => false,
        _ => true,
    }
}

/// The expression names all instances of something, of which a key is to pick one.
pub(super) fn is_indexed(all: &[Reference]) -> bool {
    all.iter().any(|other| match &other.subject {
        Subject::Resource { key: None, .. } => other.path.is_empty(),
        Subject::Module { key: None, output: None, .. } => true,
        _ => false,
    })
}
