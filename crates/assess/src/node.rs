//! What Systems Manager itself lists of an instance that is there: whether its agent is online, and how new it is.

use crate::target::Target;
use ssm_check_graph::Target as LinkTarget;
use ssm_check_graph::aws::SsmManagedNode;

/// The first agent to which commands come by `ssmmessages`, so that it does without `ec2messages`:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html>.
const WITHOUT_EC2MESSAGES: [u64; 4] = [3, 3, 40, 0];
/// The first agent that default host management manages:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html>.
const WITH_DEFAULT_HOST_MANAGEMENT: [u64; 4] = [3, 2, 582, 0];

/// A machine that registered with Systems Manager.
#[derive(Clone, Copy)]
pub struct Node<'g>(SsmManagedNode<'g>);

impl<'g> Node<'g> {
    /// What is listed of a target; nothing of one that this plan launches, since that is another machine, nor of what launches many.
    pub fn of(target: &Target<'g>) -> Option<Self> {
        if target.resource.existence().is_new() {
            return None;
        }
        let listed = target.resource.graph().referrers::<SsmManagedNode<'g>>(LinkTarget::Resource(target.resource.id()), &["instance_id"]);
        match listed.as_slice() {
            [(node, referrer)] if referrer.certain => Some(Self(*node)),
            _ => None,
        }
    }

    /// The address of what is listed.
    pub fn address(self) -> &'g str {
        self.0.0.address()
    }

    /// `Online`, `ConnectionLost` or `Inactive`.
    pub fn ping_status(self) -> Option<&'g str> {
        self.0.ping_status().value()
    }

    /// The agent speaks to Systems Manager.
    pub fn is_online(self) -> bool {
        self.ping_status() == Some("Online")
    }

    /// The version of its agent.
    pub fn agent_version(self) -> Option<&'g str> {
        self.0.agent_version().value().filter(|text| version(text).is_some())
    }

    /// Its agent does without `ec2messages`.
    pub fn does_without_ec2messages(self) -> bool {
        self.is_at_least(WITHOUT_EC2MESSAGES) == Some(true)
    }

    /// Its agent is too old for default host management; none where its version is not shown.
    pub fn is_too_old_for_default_host_management(self) -> Option<bool> {
        Some(!self.is_at_least(WITH_DEFAULT_HOST_MANAGEMENT)?)
    }

    fn is_at_least(self, wanted: [u64; 4]) -> Option<bool> {
        Some(version(self.agent_version()?)? >= wanted)
    }
}

/// Four numbers: `3.3.131.0`.
fn version(text: &str) -> Option<[u64; 4]> {
    let mut numbers = [0; 4];
    let mut parts = text.split('.');
    for number in &mut numbers {
        *number = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{WITHOUT_EC2MESSAGES, version};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version("3.3.131.0").unwrap() > WITHOUT_EC2MESSAGES);
        assert!(version("3.3.40.0").unwrap() == WITHOUT_EC2MESSAGES);
        assert!(version("3.2.2222.0").unwrap() < WITHOUT_EC2MESSAGES);
        assert_eq!((version(""), version("3.3"), version("3.3.40.x"), version("3.3.40.0.1")), (None, None, None, None));
    }
}
