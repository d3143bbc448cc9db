//! Where each kind of target writes down its role or profile, subnets and security groups.
//!
//! What is launched by EC2's own means, an instance, a group or a fleet, has its settings in several layers and is read by
//! [`Source`](super::Source) itself. What another service launches has one place for each, which is told here.

use crate::pages::Listed;
use ssm_check_graph::{Kind, Link, Resource};

/// How many of the subnets that are named a machine comes to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// In each of them, sooner or later.
    Each,
    /// In one, which the service chooses.
    One,
}

/// The groups that its machines have where none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// The default group of the VPC.
    Default,
    /// The group that EKS makes for the cluster.
    Cluster,
    /// A group that the service makes for these machines alone, which lets everything out.
    Own,
    /// Groups that the service makes or finds, of whose rules nothing is known.
    Unknown,
}

/// Where the settings of a kind are, as paths of attributes.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The instance profile; empty where there is none.
    pub profile: &'static [&'static str],
    /// The name of the profile, where the service always takes the same.
    pub profile_name: Option<Listed>,
    /// The role, where no profile of the inputs holds it.
    pub role: &'static [&'static str],
    /// Subnets, the first path that is written counts.
    pub subnets: &'static [(&'static [&'static str], Spread)],
    /// Security groups; several where several are added up.
    pub groups: &'static [&'static [&'static str]],
    /// Where no group is named.
    pub default_groups: Groups,
}

impl Layout {
    /// Where the settings of a kind are; `None` of what EC2 launches by its own means, and of what is no target.
    pub fn of(kind: Option<Kind>) -> Option<Self> {
        const NOTHING: Layout =
            Layout { profile: &[], profile_name: None, role: &[], subnets: &[], groups: &[], default_groups: Groups::Default };
        Some(match kind? {
            // https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html: EKS makes a profile for the role of the nodes.
            Kind::EksNodeGroup => {
                Self { role: &["node_role_arn"], subnets: &[(&["subnet_ids"], Spread::Each)], default_groups: Groups::Cluster, ..NOTHING }
            }
            // Nodes that something in the cluster launches with it, in subnets and groups that it finds by their tags:
            // https://karpenter.sh/docs/concepts/nodeclasses/
            Kind::InstanceProfile => Self { role: &["role"], default_groups: Groups::Unknown, ..NOTHING },
            // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
            Kind::BatchComputeEnvironment => Self {
                profile: &["compute_resources", "instance_role"],
                subnets: &[(&["compute_resources", "subnets"], Spread::Each)],
                groups: &[&["compute_resources", "security_group_ids"]],
                ..NOTHING
            },
            // https://docs.aws.amazon.com/emr/latest/APIReference/API_Ec2InstanceAttributes.html
            Kind::EmrCluster => Self {
                profile: &["ec2_attributes", "instance_profile"],
                groups: &[
                    &["ec2_attributes", "emr_managed_master_security_group"],
                    &["ec2_attributes", "emr_managed_slave_security_group"],
                ],
                subnets: &[(&["ec2_attributes", "subnet_id"], Spread::Each), (&["ec2_attributes", "subnet_ids"], Spread::One)],
                default_groups: Groups::Unknown,
                ..NOTHING
            },
            // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html: a namespace and a name stand for the value.
            Kind::ElasticBeanstalkEnvironment => Self {
                profile: &["setting", "aws:autoscaling:launchconfiguration", "IamInstanceProfile"],
                subnets: &[(&["setting", "aws:ec2:vpc", "Subnets"], Spread::Each)],
                default_groups: Groups::Own,
                ..NOTHING
            },
            // https://docs.aws.amazon.com/cloud9/latest/user-guide/ec2-ssm.html
            Kind::Cloud9EnvironmentEc2 => Self {
                profile_name: Some(Listed::ProfileOfCloud9),
                subnets: &[(&["subnet_id"], Spread::Each)],
                default_groups: Groups::Own,
                ..NOTHING
            },
            // https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateInfrastructureConfiguration.html
            Kind::ImagebuilderInfrastructureConfiguration => Self {
                profile: &["instance_profile_name"],
                subnets: &[(&["subnet_id"], Spread::Each)],
                groups: &[&["security_group_ids"]],
                ..NOTHING
            },
            // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
            Kind::EcsService => Self {
                role: &["task_role_arn"],
                subnets: &[(&["network_configuration", "subnets"], Spread::Each)],
                groups: &[&["network_configuration", "security_groups"]],
                ..NOTHING
            },
            Kind::SchedulerSchedule => Self {
                role: &["task_role_arn"],
                subnets: &[(&["target", "ecs_parameters", "network_configuration", "subnets"], Spread::Each)],
                groups: &[&["target", "ecs_parameters", "network_configuration", "security_groups"]],
                ..NOTHING
            },
            Kind::CloudwatchEventTarget => Self {
                role: &["task_role_arn"],
                subnets: &[(&["ecs_target", "network_configuration", "subnets"], Spread::Each)],
                groups: &[&["ecs_target", "network_configuration", "security_groups"]],
                ..NOTHING
            },
            // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html
            Kind::SsmActivation => Self { role: &["iam_role"], ..NOTHING },
            _ => return None,
        })
    }

    /// The links that a path leads to, of what is written.
    pub fn links<'g>(resource: Resource<'g>, path: &[&str]) -> Vec<&'g Link> {
        let written = |link: &&Link| !link.is_absent();
        let [block @ "setting", namespace, name] = path else {
            return resource.links(path).into_iter().filter(written).collect();
        };
        let is = |text: ssm_check_plan::Attr<&str>, wanted: &str| text.value() == Some(wanted);
        let settings = resource.value(block);
        let links = resource.links(&[block, "value"]);
        let named = settings
            .elements()
            .zip(links)
            .filter(|(setting, _)| is(setting.get("namespace").text(), namespace) && is(setting.get("name").text(), name));
        named.map(|(_, link)| link).filter(written).collect()
    }
}
