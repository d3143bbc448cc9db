//! What Systems Manager itself lists of an instance that is there: whether its agent is online, and how new it is.

use crate::target::Target;
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::SsmManagedNode;

/// To this one commands come by `ssmmessages`, so that it does without `ec2messages`.
const WITHOUT_EC2MESSAGES: &str = "without-ec2messages";
/// Default host management manages this one.
const DEFAULT_HOST_MANAGEMENT: &str = "default-host-management";

/// `data/agents.json`: the first version of the agent that can do something, with the page that tells it.
#[derive(Default, Deserialize)]
struct Agents {
    since: Vec<Since>,
}

#[derive(Deserialize)]
struct Since {
    what: String,
    version: [u64; 4],
}

static AGENTS: Facts<Agents> = Facts::new("agents", include_str!("../data/agents.json"));

/// The table of what the agent can do since when.
pub(crate) fn table() -> Table {
    AGENTS.table()
}

fn first(what: &str) -> Option<[u64; 4]> {
    AGENTS.get().since.iter().find(|since| since.what == what).map(|since| since.version)
}

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
        self.can(WITHOUT_EC2MESSAGES) == Some(true)
    }

    /// Its agent is too old for default host management; none where its version is not shown.
    pub fn is_too_old_for_default_host_management(self) -> Option<bool> {
        Some(!self.can(DEFAULT_HOST_MANAGEMENT)?)
    }

    fn can(self, what: &str) -> Option<bool> {
        Some(version(self.agent_version()?)? >= first(what)?)
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
    use super::{DEFAULT_HOST_MANAGEMENT, WITHOUT_EC2MESSAGES, first, version};

    #[test]
    fn versions_are_compared_as_numbers() {
        let first = |what| first(what).unwrap();
        assert!(version("3.3.131.0").unwrap() > first(WITHOUT_EC2MESSAGES));
        assert!(version("3.3.40.0").unwrap() == first(WITHOUT_EC2MESSAGES));
        assert!(version("3.2.2222.0").unwrap() < first(WITHOUT_EC2MESSAGES));
        assert!(first(DEFAULT_HOST_MANAGEMENT) < first(WITHOUT_EC2MESSAGES));
        assert_eq!((version(""), version("3.3"), version("3.3.40.x"), version("3.3.40.0.1")), (None, None, None, None));
    }
}
