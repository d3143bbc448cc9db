//! The calls of the AWS CLI that a script makes, each with the action that it needs.

/// One call: what it needs, and what it is. `$vpcs` is a list with commas, and `$vpc` one of them.
pub(super) struct Call {
    pub(super) action: &'static str,
    pub(super) file: &'static str,
    pub(super) call: &'static str,
}

const fn call(action: &'static str, file: &'static str, call: &'static str) -> Call {
    Call { action, file, call }
}

/// What tells all of the network of VPCs.
pub(super) const OF_VPCS: [Call; 20] = [
    call("ec2:DescribeVpcs", "vpcs", "ec2 describe-vpcs --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeSubnets", "subnets", "ec2 describe-subnets --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeRouteTables", "route-tables", "ec2 describe-route-tables --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeNetworkAcls", "network-acls", "ec2 describe-network-acls --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeSecurityGroups", "security-groups", "ec2 describe-security-groups --filters Name=vpc-id,Values=$vpcs"),
    call(
        "ec2:DescribeInternetGateways",
        "internet-gateways",
        "ec2 describe-internet-gateways --filters Name=attachment.vpc-id,Values=$vpcs",
    ),
    call("ec2:DescribeEgressOnlyInternetGateways", "egress-only-internet-gateways", "ec2 describe-egress-only-internet-gateways"),
    call("ec2:DescribeNatGateways", "nat-gateways", "ec2 describe-nat-gateways --filter Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeVpcEndpoints", "vpc-endpoints", "ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeNetworkInterfaces", "network-interfaces", "ec2 describe-network-interfaces --filters Name=vpc-id,Values=$vpcs"),
    call("ec2:DescribeDhcpOptions", "dhcp-options", "ec2 describe-dhcp-options"),
    call("ec2:DescribeManagedPrefixLists", "managed-prefix-lists", "ec2 describe-managed-prefix-lists"),
    call("ec2:DescribeVpcPeeringConnections", "vpc-peering-connections", "ec2 describe-vpc-peering-connections"),
    call("ec2:DescribeTransitGateways", "transit-gateways", "ec2 describe-transit-gateways"),
    call("ec2:DescribeTransitGatewayVpcAttachments", "transit-gateway-vpc-attachments", "ec2 describe-transit-gateway-vpc-attachments"),
    call("ec2:DescribeTransitGatewayAttachments", "transit-gateway-attachments", "ec2 describe-transit-gateway-attachments"),
    call("ec2:DescribeTransitGatewayRouteTables", "transit-gateway-route-tables", "ec2 describe-transit-gateway-route-tables"),
    call("ec2:DescribeVpcBlockPublicAccessOptions", "vpc-block-public-access-options", "ec2 describe-vpc-block-public-access-options"),
    call(
        "ec2:DescribeVpcBlockPublicAccessExclusions",
        "vpc-block-public-access-exclusions",
        "ec2 describe-vpc-block-public-access-exclusions",
    ),
    call("route53resolver:ListResolverRules", "resolver-rules", "route53resolver list-resolver-rules"),
];

/// What tells more of each VPC.
pub(super) const OF_EACH_VPC: [Call; 5] = [
    call("ec2:DescribeVpcAttribute", "$vpc-dns-support", "ec2 describe-vpc-attribute --vpc-id \"$vpc\" --attribute enableDnsSupport"),
    call("ec2:DescribeVpcAttribute", "$vpc-dns-hostnames", "ec2 describe-vpc-attribute --vpc-id \"$vpc\" --attribute enableDnsHostnames"),
    call(
        "route53:ListHostedZonesByVPC",
        "$vpc-hosted-zones",
        "route53 list-hosted-zones-by-vpc --vpc-id \"$vpc\" --vpc-region \"$region\"",
    ),
    call(
        "route53resolver:ListResolverRuleAssociations",
        "$vpc-resolver-rule-associations",
        "route53resolver list-resolver-rule-associations --filters Name=VPCId,Values=\"$vpc\"",
    ),
    call(
        "route53resolver:ListFirewallRuleGroupAssociations",
        "$vpc-firewall-rule-group-associations",
        "route53resolver list-firewall-rule-group-associations --vpc-id \"$vpc\"",
    ),
];

/// The roles of an account with all that is attached to them.
pub(super) const ROLES: Call = call(
    "iam:GetAccountAuthorizationDetails",
    "account-authorization-details",
    "iam get-account-authorization-details --filter Role LocalManagedPolicy",
);

/// The same with users, and what their groups have.
pub(super) const PEOPLE: Call = call(
    "iam:GetAccountAuthorizationDetails",
    "account-authorization-details",
    "iam get-account-authorization-details --filter User Group Role LocalManagedPolicy",
);

/// What may stand in for an instance profile.
pub(super) const DEFAULT_HOST_MANAGEMENT: Call = call(
    "ssm:GetServiceSetting",
    "default-host-management",
    "ssm get-service-setting --setting-id /ssm/managed-instance/default-ec2-instance-management-role",
);
