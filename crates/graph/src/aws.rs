//! AWS resources: one file for each kind, with its keys, attributes and links.

use crate::{Resource, TypeSpec};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A typed view of a resource.
pub trait View<'g>: Copy {
    /// The kind that it shows.
    const KIND: Kind;

    /// Wraps a resource of that kind.
    fn new(resource: Resource<'g>) -> Self;

    /// The resource.
    fn resource(self) -> Resource<'g>;
}

macro_rules! kinds {
    ($($file:ident::$kind:ident,)*) => {
        $(mod $file; pub use $file::$kind;)*

        /// A kind of AWS resource that is modelled. A data source is of the kind of what it shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is documented at its view")]
        pub enum Kind { $($kind),* }

        impl Kind {
            /// Every kind, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Its declaration.
            pub fn spec(self) -> &'static TypeSpec {
                match self { $(Self::$kind => const { &$file::SPEC }),* }
            }

            /// The kind of an id that AWS made up, by how it begins.
            pub fn of_id(id: &str) -> Option<Self> {
                ssm_check_aws::id_prefixes().find(|(_, prefix)| id.starts_with(prefix)).and_then(|(name, _)| Self::of_type(name))
            }

            /// The kind of a Terraform type.
            pub fn of_type(resource_type: &str) -> Option<Self> {
                static TYPES: LazyLock<FxHashMap<&str, Kind>> = LazyLock::new(|| {
                    Kind::ALL.iter().flat_map(|kind| kind.spec().types.iter().map(|resource_type| (*resource_type, *kind))).collect()
                });
                TYPES.get(resource_type).copied()
            }
        }
    };
}

kinds! {
    instance::Instance,
    spot_instance_request::SpotInstanceRequest,
    launch_template::LaunchTemplate,
    launch_configuration::LaunchConfiguration,
    autoscaling_group::AutoscalingGroup,
    autoscaling_group_tag::AutoscalingGroupTag,
    ec2_fleet::Ec2Fleet,
    ec2_tag::Ec2Tag,
    spot_fleet_request::SpotFleetRequest,
    eks_node_group::EksNodeGroup,
    ecs_service::EcsService,
    ecs_task_definition::EcsTaskDefinition,
    ecs_cluster::EcsCluster,
    ecs_cluster_capacity_providers::EcsClusterCapacityProviders,
    scheduler_schedule::SchedulerSchedule,
    batch_compute_environment::BatchComputeEnvironment,
    emr_cluster::EmrCluster,
    imagebuilder_infrastructure_configuration::ImagebuilderInfrastructureConfiguration,
    cloud9_environment_ec2::Cloud9EnvironmentEc2,
    elastic_beanstalk_environment::ElasticBeanstalkEnvironment,
    ssm_activation::SsmActivation,
    eks_cluster::EksCluster,
    db_subnet_group::DbSubnetGroup,
    elasticache_subnet_group::ElasticacheSubnetGroup,
    memorydb_subnet_group::MemorydbSubnetGroup,
    redshift_subnet_group::RedshiftSubnetGroup,
    docdb_subnet_group::DocdbSubnetGroup,
    docdbelastic_cluster::DocdbelasticCluster,
    dax_cluster::DaxCluster,
    dax_subnet_group::DaxSubnetGroup,
    msk_serverless_cluster::MskServerlessCluster,
    db_proxy_endpoint::DbProxyEndpoint,
    redshift_endpoint_access::RedshiftEndpointAccess,
    redshiftserverless_endpoint_access::RedshiftserverlessEndpointAccess,
    opensearch_vpc_endpoint::OpensearchVpcEndpoint,
    opensearchserverless_vpc_endpoint::OpensearchserverlessVpcEndpoint,
    timestreaminfluxdb_db_instance::TimestreaminfluxdbDbInstance,
    fsx_file_cache::FsxFileCache,
    elb::Elb,
    mwaa_environment::MwaaEnvironment,
    neptune_subnet_group::NeptuneSubnetGroup,
    db_cluster_instance::DbClusterInstance,
    db_instance::DbInstance,
    rds_cluster::RdsCluster,
    rds_cluster_endpoint::RdsClusterEndpoint,
    db_proxy::DbProxy,
    elasticache_cluster::ElasticacheCluster,
    elasticache_replication_group::ElasticacheReplicationGroup,
    elasticache_serverless_cache::ElasticacheServerlessCache,
    memorydb_cluster::MemorydbCluster,
    redshift_cluster::RedshiftCluster,
    redshiftserverless_workgroup::RedshiftserverlessWorkgroup,
    directory_service_directory::DirectoryServiceDirectory,
    docdb_cluster::DocdbCluster,
    neptune_cluster::NeptuneCluster,
    opensearch_domain::OpensearchDomain,
    msk_cluster::MskCluster,
    mq_broker::MqBroker,
    efs_mount_target::EfsMountTarget,
    fsx_lustre_file_system::FsxLustreFileSystem,
    fsx_windows_file_system::FsxWindowsFileSystem,
    fsx_openzfs_file_system::FsxOpenzfsFileSystem,
    fsx_ontap_file_system::FsxOntapFileSystem,
    lb::Lb,
    lb_listener::LbListener,
    transfer_server::TransferServer,
    network_interface::NetworkInterface,
    network_interface_attachment::NetworkInterfaceAttachment,
    ec2_instance_state::Ec2InstanceState,
    network_interface_sg_attachment::NetworkInterfaceSgAttachment,
    eip::Eip,
    eip_association::EipAssociation,
    instance_profile::InstanceProfile,
    role::Role,
    role_policy_attachment::RolePolicyAttachment,
    policy_attachments_exclusive::PolicyAttachmentsExclusive,
    policy_attachment::PolicyAttachment,
    role_policy::RolePolicy,
    inline_policies_exclusive::InlinePoliciesExclusive,
    policy::Policy,
    policy_document::PolicyDocument,
    user::User,
    group::Group,
    group_membership::GroupMembership,
    user_group_membership::UserGroupMembership,
    user_policy::UserPolicy,
    user_policy_attachment::UserPolicyAttachment,
    group_policy::GroupPolicy,
    group_policy_attachment::GroupPolicyAttachment,
    permission_set::PermissionSet,
    permission_set_inline_policy::PermissionSetInlinePolicy,
    permission_set_managed_policy::PermissionSetManagedPolicy,
    account_assignment::AccountAssignment,
    permission_set_customer_policy::PermissionSetCustomerPolicy,
    permission_set_boundary::PermissionSetBoundary,
    permission_set_policies_exclusive::PermissionSetPoliciesExclusive,
    organizations_policy::OrganizationsPolicy,
    organizations_policy_attachment::OrganizationsPolicyAttachment,
    organization::Organization,
    organizations_delegated_administrator::OrganizationsDelegatedAdministrator,
    ssm_document::SsmDocument,
    ssm_service_setting::SsmServiceSetting,
    ssm_managed_node::SsmManagedNode,
    ssm_parameter::SsmParameter,
    ami::Ami,
    rendered::Rendered,
    kms_key::KmsKey,
    kms_key_policy::KmsKeyPolicy,
    s3_bucket::S3Bucket,
    s3_bucket_policy::S3BucketPolicy,
    s3_bucket_encryption::S3BucketEncryption,
    caller_identity::CallerIdentity,
    current_region::CurrentRegion,
    instance_connect_endpoint::InstanceConnectEndpoint,
    cloudtrail::Cloudtrail,
    cloudwatch_event_bus::CloudwatchEventBus,
    cloudwatch_event_rule::CloudwatchEventRule,
    cloudwatch_event_target::CloudwatchEventTarget,
    cloudwatch_log_group::CloudwatchLogGroup,
    cloudwatch_log_metric_filter::CloudwatchLogMetricFilter,
    cloudwatch_metric_alarm::CloudwatchMetricAlarm,
    instance_metadata_defaults::InstanceMetadataDefaults,
    vpc::Vpc,
    vpc_ipv4_cidr_block_association::VpcIpv4CidrBlockAssociation,
    subnet::Subnet,
    route_table::RouteTable,
    route::Route,
    route_table_association::RouteTableAssociation,
    main_route_table_association::MainRouteTableAssociation,
    internet_gateway::InternetGateway,
    internet_gateway_attachment::InternetGatewayAttachment,
    egress_only_internet_gateway::EgressOnlyInternetGateway,
    nat_gateway::NatGateway,
    vpc_endpoint::VpcEndpoint,
    vpc_endpoint_subnet_association::VpcEndpointSubnetAssociation,
    vpc_endpoint_route_table_association::VpcEndpointRouteTableAssociation,
    vpc_endpoint_service::VpcEndpointService,
    vpc_endpoint_security_group_association::VpcEndpointSecurityGroupAssociation,
    vpc_endpoint_policy::VpcEndpointPolicy,
    vpc_endpoint_private_dns::VpcEndpointPrivateDns,
    security_group::SecurityGroup,
    security_group_vpc_association::SecurityGroupVpcAssociation,
    security_group_rule::SecurityGroupRule,
    security_group_rules_exclusive::SecurityGroupRulesExclusive,
    security_group_ingress_rule::SecurityGroupIngressRule,
    security_group_egress_rule::SecurityGroupEgressRule,
    network_acl::NetworkAcl,
    network_acl_rule::NetworkAclRule,
    network_acl_association::NetworkAclAssociation,
    managed_prefix_list::ManagedPrefixList,
    managed_prefix_list_entry::ManagedPrefixListEntry,
    vpc_dhcp_options::VpcDhcpOptions,
    vpc_dhcp_options_association::VpcDhcpOptionsAssociation,
    block_public_access_options::BlockPublicAccessOptions,
    block_public_access_exclusion::BlockPublicAccessExclusion,
    vpc_peering_connection::VpcPeeringConnection,
    route53_zone::Route53Zone,
    route53_zone_association::Route53ZoneAssociation,
    route53_record::Route53Record,
    transit_gateway::TransitGateway,
    transit_gateway_vpc_attachment::TransitGatewayVpcAttachment,
    transit_gateway_vpc_attachment_accepter::TransitGatewayVpcAttachmentAccepter,
    transit_gateway_route_table::TransitGatewayRouteTable,
    transit_gateway_route_table_association::TransitGatewayRouteTableAssociation,
    transit_gateway_route_table_propagation::TransitGatewayRouteTablePropagation,
    transit_gateway_route::TransitGatewayRoute,
    transit_gateway_prefix_list_reference::TransitGatewayPrefixListReference,
    transit_gateway_default_table::TransitGatewayDefaultTable,
    vpn_gateway::VpnGateway,
    vpn_gateway_route_propagation::VpnGatewayRoutePropagation,
    route53_resolver_rule::Route53ResolverRule,
    route53_resolver_rule_association::Route53ResolverRuleAssociation,
    route53_profiles_association::Route53ProfilesAssociation,
    route53_resolver_firewall_rule_group::Route53ResolverFirewallRuleGroup,
    route53_resolver_firewall_rule::Route53ResolverFirewallRule,
    route53_resolver_firewall_domain_list::Route53ResolverFirewallDomainList,
    route53_resolver_firewall_rule_group_association::Route53ResolverFirewallRuleGroupAssociation,
    fms_policy::FmsPolicy,
    alteration::Alteration,
}
