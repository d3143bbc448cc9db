//! Documents that AWS owns, and what they open:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html>.

use super::{PortSet, Ports};
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

/// A session document that AWS owns; its ARN has no account.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct AwsDocument {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: AwsKind,
    /// Parameters that the caller may fill in.
    pub parameters: Vec<String>,
}

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwsKind {
    /// A tunnel to a port of the instance.
    Port,
    /// A tunnel to a port of any host that the instance reaches.
    RemotePort,
    /// A tunnel to a socket of the instance.
    Socket,
    /// A raw stream to a port of the instance, for SSH.
    Ssh,
    /// A command.
    Command,
}

#[derive(Default, Deserialize)]
struct Documents {
    documents: Vec<AwsDocument>,
}

static DOCUMENTS: Facts<Documents> = Facts::new("aws-documents", include_str!("../../data/aws-documents.json"));

/// The documents that open tunnels or run commands.
pub fn aws_documents() -> &'static [AwsDocument] {
    &DOCUMENTS.get().documents
}

/// The table of documents that AWS owns.
pub(crate) fn table() -> Table {
    DOCUMENTS.table()
}

/// The pattern of `portNumber` in AWS's own documents: 1 to 65535.
pub const AWS_PORTS: &str = "^([1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$";

impl AwsDocument {
    /// The document of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        aws_documents().iter().find(|document| document.name == name)
    }

    /// It opens a tunnel.
    pub fn is_tunnel(&self) -> bool {
        self.kind != AwsKind::Command
    }

    /// The ports that it opens.
    pub fn ports(&self) -> Ports {
        match self.kind {
            AwsKind::Port | AwsKind::RemotePort | AwsKind::Ssh => Ports::Exactly(PortSet::range(1, u16::MAX)),
            AwsKind::Socket | AwsKind::Command => Ports::None,
        }
    }
}
