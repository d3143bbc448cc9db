//! The table of AWS-managed policies, asked as the checks ask.

use ssm_check_iam::managed::{self, Managed};
use ssm_check_iam::{Context, Layers, Policy, Principal, Request, Truth, Unlisted, evaluate};

const AGENT: [&str; 5] = [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

fn allows(policy: &str, action: &str, resource: &str) -> Truth {
    let arn = format!("arn:aws:iam::aws:policy/{policy}");
    let layers = Layers { identity: vec![Policy::new(&arn, managed::document_for(&arn, action))], ..Layers::default() };
    let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), action, resource)
        .context(Context::new().unlisted(Unlisted::Unknown));
    evaluate(&request, &layers).allowed()
}

fn agent(policy: &str) -> Truth {
    Truth::all(AGENT.map(|action| {
        let (service, _) = action.split_once(':').unwrap();
        let resource = if service == "ssm" {
            "arn:aws:ec2:eu-west-1:111122223333:instance/i-1".to_owned()
        } else {
            format!("arn:aws:{service}:eu-west-1:111122223333:*")
        };
        allows(policy, action, &resource)
    }))
}

#[test]
fn which_policies_let_the_agent_work() {
    let cases = [
        ("AmazonSSMManagedInstanceCore", Truth::True),
        ("AmazonSSMManagedEC2InstanceDefaultPolicy", Truth::True),
        ("service-role/AmazonEC2RoleforSSM", Truth::True),
        ("AmazonSSMFullAccess", Truth::True),
        ("AmazonElasticFileSystemsUtils", Truth::True),
        ("AWSCloud9SSMInstanceProfile", Truth::True),
        ("AmazonEKSLocalOutpostClusterPolicy", Truth::True),
        ("PowerUserAccess", Truth::True),
        ("AdministratorAccess", Truth::True),
        // They look right and are not enough.
        ("CloudWatchAgentServerPolicy", Truth::False),
        ("service-role/AmazonSSMAutomationRole", Truth::False),
        ("AmazonSSMReadOnlyAccess", Truth::False),
        ("AmazonSSMPatchAssociation", Truth::False),
        ("AmazonSSMDirectoryServiceAccess", Truth::False),
        ("AWSRefactoringToolkitSidecarPolicy", Truth::False),
        // Conditions on tags.
        ("AWSEC2SqlHaInstancePolicy", Truth::Unknown),
        // The path is wrong, so that there is no such policy.
        ("AmazonEC2RoleforSSM", Truth::False),
        // Nobody has heard of it.
        ("AmazonBrandNewPolicy", Truth::Unknown),
    ];
    for (policy, expected) in cases {
        assert_eq!(agent(policy), expected, "{policy}");
    }
}

#[test]
fn the_automation_role_starts_sessions_but_runs_no_agent() {
    let role = "service-role/AmazonSSMAutomationRole";
    assert_eq!(allows(role, "ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession"), Truth::True);
    assert_eq!(allows(role, "ssmmessages:OpenControlChannel", "arn:aws:ssmmessages:eu-west-1:111122223333:*"), Truth::False);
    assert_eq!(allows(role, "ssmmessages:OpenDataChannel", "arn:aws:ssm:eu-west-1:111122223333:session/s"), Truth::True);
}

#[test]
fn what_the_table_does_not_tell_is_unknown() {
    let bucket = "arn:aws:s3:::logs";
    assert_eq!(allows("AmazonSSMManagedInstanceCore", "s3:GetEncryptionConfiguration", bucket), Truth::False);
    assert_eq!(allows("service-role/AmazonEC2RoleforSSM", "s3:GetEncryptionConfiguration", bucket), Truth::True);
    assert_eq!(allows("CloudWatchAgentServerPolicy", "logs:DescribeLogGroups", "*"), Truth::True);
    assert_eq!(allows("SecurityAudit", "s3:GetEncryptionConfiguration", bucket), Truth::True);
    assert_eq!(allows("SecurityAudit", "s3:PutObject", bucket), Truth::False);
    assert_eq!(allows("AmazonEC2ReadOnlyAccess", "s3:GetObject", bucket), Truth::Unknown);
    assert_eq!(allows("AmazonEC2ReadOnlyAccess", "ssm:StartSession", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), Truth::False);
    assert_eq!(allows("AmazonEC2FullAccess", "ec2:RebootInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), Truth::Unknown);
    assert!(managed::covers("SSM:startsession") && !managed::covers("ec2:RebootInstances"));
}

#[test]
fn cloud9_allows_every_document_but_only_its_own_instances() {
    assert_eq!(allows("AWSCloud9User", "ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession"), Truth::True);
    assert_eq!(allows("AWSCloud9User", "ssm:StartSession", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), Truth::Unknown);
}

#[test]
fn partitions() {
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        assert!(matches!(managed::policy(&format!("arn:{partition}:iam::aws:policy/AmazonSSMManagedInstanceCore")), Managed::Document(_)));
    }
    for arn in [
        "",
        "AmazonSSMManagedInstanceCore",
        "arn:aws:iam::111122223333:policy/AmazonSSMManagedInstanceCore",
        "arn:aws-x:iam::aws:policy/AmazonEC2ReadOnlyAccess",
    ] {
        assert_eq!(managed::policy(arn), Managed::Unlisted, "{arn}");
    }
}

#[test]
fn a_policy_that_denies_is_read_as_one() {
    let core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    for denying in ["AWSDenyAll", "root-task/S3UnlockBucketPolicy"] {
        let arn = format!("arn:aws:iam::aws:policy/{denying}");
        for action in AGENT {
            let identity = [core, &arn].map(|arn| Policy::new(arn, managed::document_for(arn, action))).to_vec();
            let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), action, "*")
                .context(Context::new().unlisted(Unlisted::Unknown));
            assert_eq!(evaluate(&request, &Layers { identity, ..Layers::default() }).allowed(), Truth::False, "{denying} {action}");
        }
    }
}

/// The ARNs in a policy are those of the partition that it is attached in.
#[test]
fn documents_name_their_own_partition() {
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        let Managed::Document(document) = managed::policy(&format!("arn:{partition}:iam::aws:policy/AIDevOpsReleaseManagementVPCPolicy"))
        else {
            panic!("{partition}")
        };
        let [statement] = &document.statements[..] else { panic!("{document:?}") };
        let resources: Vec<_> = statement.resources.iter().flat_map(|list| &list.list).map(ToString::to_string).collect();
        assert_eq!(resources, [format!("arn:{partition}:ec2:*:*:network-interface/*")]);
        let conditions: Vec<_> = statement.conditions.iter().map(|c| (c.key.as_str(), c.values[0].to_string())).collect();
        assert!(conditions.contains(&("ec2:CreateAction", "CreateNetworkInterface".to_owned())), "{conditions:?}");
    }
    assert_eq!(managed::arn(ssm_check_aws::Partition::Cn, "ReadOnlyAccess"), "arn:aws-cn:iam::aws:policy/ReadOnlyAccess");
}

#[test]
fn a_policy_has_one_path() {
    let role = |path: &str| managed::policy(&format!("arn:aws:iam::aws:policy/{path}AmazonEC2RoleforSSM"));
    assert!(matches!(role("service-role/"), Managed::Document(_)));
    assert_eq!(role(""), Managed::Unlisted);
    assert_eq!(role("job-function/"), Managed::Unlisted);
}
