//! What a target is to Session Manager, and what follows for its role and network.

use ssm_check_aws::Partition;
use ssm_check_net::service::Service;

/// What a target is to Session Manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// An EC2 instance, or what launches some.
    Instance,
    /// A container that ECS Exec opens a shell in.
    Task,
    /// A machine outside of EC2 that registers with an activation.
    HybridNode,
}

/// The actions that the agent of an instance or a hybrid node needs, and no others:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>.
pub const AGENT_ACTIONS: [&str; 5] = [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

impl TargetKind {
    /// Every kind, in the order that reports have.
    pub const ALL: [Self; 3] = [Self::Instance, Self::Task, Self::HybridNode];

    /// As settings and reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instance => "instances",
            Self::Task => "containers",
            Self::HybridNode => "hybrid",
        }
    }

    /// One of them, in words.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Task => "task",
            Self::HybridNode => "hybrid node",
        }
    }

    /// The actions that its agent needs. The one that ECS puts into a container opens channels and registers nothing:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions>.
    pub fn actions(self) -> &'static [&'static str] {
        match self {
            Self::Instance | Self::HybridNode => &AGENT_ACTIONS,
            Self::Task => AGENT_ACTIONS.split_at(1).1,
        }
    }

    /// The services of which one must be trusted by its role.
    ///
    /// - Instances: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html>; China has a name
    ///   of its own beside the usual one.
    /// - Tasks: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
    /// - Hybrid nodes: <https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html>.
    pub fn trusted_by_role(self, partition: Option<Partition>) -> Vec<&'static str> {
        match self {
            Self::Instance if partition.is_none_or(|partition| partition == Partition::Cn) => {
                vec!["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]
            }
            Self::Instance => vec!["ec2.amazonaws.com"],
            Self::Task => vec!["ecs-tasks.amazonaws.com"],
            Self::HybridNode => vec!["ssm.amazonaws.com"],
        }
    }

    /// The services that its agent must reach; a machine outside has a network that no plan shows.
    ///
    /// Tasks: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html#ecs-setting-up-vpc-create>.
    pub fn needs(self, service: Service) -> bool {
        match self {
            Self::Instance => true,
            Self::Task => service == Service::SsmMessages,
            Self::HybridNode => false,
        }
    }
}
