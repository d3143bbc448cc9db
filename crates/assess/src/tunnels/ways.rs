//! The ways in which a session document leads on from the target to another host.

use crate::access::{Access, DocumentResource};
use crate::document::{AwsKind, Hosts, PortSet, Ports, Reading, read};
use ssm_check_iam::Truth;

/// What a tunnel takes besides the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Needs {
    /// A user of the instance with a key or password, for SSH.
    Login,
    /// A command on the instance that relays, such as `nc` or `socat`.
    Relay,
}

impl Needs {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Relay => "relay",
        }
    }

    /// What that means, in a sentence for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Login => "a login is a user of the instance, with a key or password: SSH then forwards ports by itself",
            Self::Relay => {
                "a relay is a command that the session runs on the target, such as `socat`: it connects to the destination, although the \
                 session forwards no port"
            }
        }
    }
}

/// The port of SSH: <https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml?search=22>.
const SSH: u16 = 22;

/// How a document leads on.
pub(super) struct Way {
    /// To which hosts.
    pub(super) hosts: Hosts,
    /// To which of their ports.
    ports: Ports,
    /// What it takes besides.
    pub(super) needs: Vec<Needs>,
}

impl Way {
    /// It opens a port of the other host.
    pub(super) fn opens(&self, port: u16) -> Truth {
        match &self.ports {
            Ports::Exactly(ports) => ports.contains(port).into(),
            Ports::None => Truth::False,
            Ports::Unknown(_) => Truth::Unknown,
        }
    }
}

impl Way {
    /// The ports that it opens, where there are no more than so many; all that may be are no few.
    pub(super) fn few_ports(&self, most: usize) -> Option<Vec<u16>> {
        match &self.ports {
            Ports::Exactly(ports) if ports.len() <= most => Some(ports.iter().collect()),
            Ports::None => Some(Vec::new()),
            Ports::Exactly(_) | Ports::Unknown(_) => None,
        }
    }
}

/// How a shell in a container leads on: by a command that relays.
pub(super) fn execution() -> Way {
    Way { hosts: Hosts::Any, ports: Ports::Exactly(PortSet::range(1, u16::MAX)), needs: vec![Needs::Relay] }
}

/// The documents that lead on from the target, with how.
pub(super) fn ways<'a, 'g>(access: &'a Access<'g>) -> Vec<(&'a DocumentResource<'g>, Way)> {
    access.documents.iter().filter_map(|document| Some((document, way(document)?))).collect()
}

/// How a document leads on from the target; `None` where it does not.
///
/// SSH forwards ports of its own accord once somebody is logged in; a command may relay what it is given.
fn way(document: &DocumentResource<'_>) -> Option<Way> {
    let anywhere = |needs| Some(Way { hosts: Hosts::Any, ports: Ports::Exactly(PortSet::range(1, u16::MAX)), needs });
    if let Some(aws) = document.aws {
        return match aws.kind {
            AwsKind::RemotePort => anywhere(Vec::new()),
            AwsKind::Ssh => anywhere(vec![Needs::Login]),
            AwsKind::Command => anywhere(vec![Needs::Relay]),
            AwsKind::Port | AwsKind::Socket => None,
        };
    }
    match read(document.own?) {
        Reading::Content(content) => match content.hosts() {
            // A copy of `AWS-StartSSHSession`: `ssh -L` goes through it just so.
            Hosts::Instance if content.ports() == Ports::Exactly(PortSet::of(SSH)) => anywhere(vec![Needs::Login]),
            Hosts::Instance | Hosts::Nowhere => None,
            hosts => Some(Way { hosts, ports: content.ports(), needs: Vec::new() }),
        },
        Reading::Invalid(_) => None,
        Reading::Unknown(why) => Some(Way { hosts: Hosts::Unknown(why.clone()), ports: Ports::Unknown(why), needs: Vec::new() }),
    }
}
