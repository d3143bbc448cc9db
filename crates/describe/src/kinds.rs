//! The kinds of answers, each declared in a file of its own.

use crate::made::Made;
use crate::object::Object;
use crate::recorded::Recorded;

/// One kind of answer: what it looks like, and what its objects come to.
pub(crate) struct AnswerKind {
    /// The call: `ec2 describe-subnets`.
    pub(crate) call: &'static str,
    /// How an answer of it is recognised.
    pub(crate) shape: Shape,
    /// How AWS Config records such an object.
    pub(crate) config: Option<Recorded>,
    /// The Terraform types of what it lists.
    pub(crate) types: &'static [&'static str],
    /// Puts an object in the words of a state.
    pub(crate) make: for<'a, 'p> fn(Object<'a, 'p>, &mut Made<'p>),
}

/// How an answer of a kind is recognised.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// The member that lists the objects, and a member that each of them has.
    List(&'static str, &'static str),
    /// A list of objects that each list some: reservations of instances.
    Lists(&'static str, &'static str, &'static str),
    /// The answer is the object: members that it has, and members of which it has one.
    Itself(&'static [&'static str], &'static [&'static str]),
}

macro_rules! kinds {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// All of them; more than one may be in an answer.
        pub(crate) static KINDS: &[&AnswerKind] = &[$(&$module::KIND),+];
    };
}

// In the order in which they are read: what tells an object as a whole before what tells a part of it.
kinds!(
    vpcs,
    vpc_attribute,
    subnets,
    route_tables,
    internet_gateways,
    egress_only_internet_gateways,
    nat_gateways,
    network_acls,
    security_groups,
    security_group_rules,
    vpc_endpoints,
    network_interfaces,
    instances,
    addresses,
    dhcp_options,
    managed_prefix_lists,
    prefix_lists,
    prefix_list_entries,
    vpc_peering_connections,
    transit_gateways,
    transit_gateway_vpc_attachments,
    transit_gateway_attachments,
    transit_gateway_route_tables,
    transit_gateway_routes,
    block_public_access_options,
    block_public_access_exclusions,
    instance_connect_endpoints,
    launch_template_versions,
    launch_configurations,
    auto_scaling_groups,
    images,
    roles,
    instance_profiles,
    users,
    groups,
    policies,
    policy_version,
    organizations_policies,
    organizations_policy,
    organizations_targets,
    ssm_documents,
    ssm_document,
    ssm_document_permission,
    ssm_service_setting,
    ssm_instance_information,
    hosted_zones,
    hosted_zones_by_vpc,
    hosted_zone,
    resource_record_sets,
    resolver_rules,
    resolver_rule_associations,
    firewall_rule_group_associations,
    firewall_rules,
    firewall_domains,
    db_subnet_groups,
    db_instances,
    db_clusters,
    cache_subnet_groups,
    cache_clusters,
    replication_groups,
    load_balancers,
    listeners,
    log_groups,
    event_rules,
    event_targets,
    trails,
);

/// Some answer of AWS that is read tells of resources of a type.
pub fn is_in_answers(resource_type: &str) -> bool {
    KINDS.iter().any(|kind| kind.types.contains(&resource_type))
}

/// The call that lists resources of a Terraform type: `aws ec2 describe-subnets`.
pub fn command_for(resource_type: &str) -> Option<String> {
    let kind = KINDS.iter().find(|kind| kind.types.contains(&resource_type))?;
    Some(format!("aws {}", kind.call))
}

/// The call that tells an attribute which the answer that lists the resource leaves out.
pub fn untold(resource_type: &str, attribute: &str, id: &str) -> Option<String> {
    Some(match (resource_type, attribute) {
        ("aws_vpc", "enable_dns_support") => format!("aws ec2 describe-vpc-attribute --vpc-id {id} --attribute enableDnsSupport"),
        ("aws_vpc", "enable_dns_hostnames") => format!("aws ec2 describe-vpc-attribute --vpc-id {id} --attribute enableDnsHostnames"),
        ("aws_route53_resolver_firewall_domain_list", "domains") => {
            format!("aws route53resolver list-firewall-domains --firewall-domain-list-id {id}")
        }
        ("aws_ssm_document", "permissions") => format!("aws ssm describe-document-permission --name {id} --permission-type Share"),
        ("aws_ec2_managed_prefix_list", "entry") => format!("aws ec2 get-managed-prefix-list-entries --prefix-list-id {id}"),
        _ => return None,
    })
}
