//! What a target is to Session Manager, and what follows for its role and network.

use crate::pages::Listed;
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

    /// The actions that its agent needs; none where no table tells them. The one that ECS puts into a container opens channels and registers
    /// nothing: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions>.
    pub fn actions(self) -> impl Iterator<Item = &'static str> + Clone {
        Listed::ActionsOfTheAgent.texts().filter(move |action| self != Self::Task || action.starts_with("ssmmessages:"))
    }

    /// The services of which one must be trusted by its role; none where no table tells them.
    pub fn trusted_by_role(self, partition: Option<Partition>) -> Vec<&'static str> {
        let listed = match self {
            Self::Instance if partition.is_none_or(|partition| partition == Partition::Cn) => Listed::ServicesForInstancesInChina,
            Self::Instance => Listed::ServicesForInstances,
            Self::Task => Listed::ServicesForTasks,
            Self::HybridNode => Listed::ServicesForHybridNodes,
        };
        listed.texts().collect()
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
