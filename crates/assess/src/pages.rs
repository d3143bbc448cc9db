//! What only pages tell, and no package: `data/pages.json`, each with its page.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_message::{Gap, Message};

/// What a row of the table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listed {
    /// Capacity providers of Fargate's own.
    FargateCapacityProviders,
    /// Platform versions of Fargate that have ECS Exec.
    FargatePlatformsWithExec,
    /// Platform versions of Fargate for Linux that have not.
    FargatePlatformsWithoutExec,
    /// Variables whose credentials a container uses before those of its task role.
    CredentialsInContainers,
    /// Where the agent of ECS Exec keeps its state and logs.
    WrittenByAgentOfExec,
    /// AWS-managed policies that nodes of EKS have.
    PoliciesOfEksNodes,
    /// The ports by which administrators come to an instance: SSH and RDP.
    PortsOfAdministrators,
    /// Documents of AWS that run what the caller gives: commands, scripts from elsewhere, other documents.
    DocumentsThatRunScripts,
    /// Fields at the top of a session document.
    FieldsOfSessionDocuments,
    /// Preferences of a session document.
    InputsOfSessionDocuments,
    /// What the record of `StartSession` has in fields that are the same for every call.
    RecordOfACall,
    /// Fields that the record of a successful call of one's own never has.
    NeverInTheRecordOfACall,
    /// Attributes of an instance that the provider stops it for.
    InstancesStopFor,
    /// Algorithms by which the agent takes a bucket for encrypted.
    EncryptionThatTheAgentTakes,
}

#[derive(Default, Deserialize)]
struct Pages {
    told: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    what: Listed,
    values: Vec<String>,
}

static PAGES: Facts<Pages> = Facts::new("pages", include_str!("../data/pages.json"));

/// The table of what only pages tell.
pub(crate) fn table() -> Table {
    PAGES.table()
}

impl Listed {
    /// What is listed.
    pub fn values(self) -> &'static [String] {
        PAGES.get().told.iter().find(|told| told.what == self).map_or(&[], |told| &told.values)
    }

    /// It is listed.
    pub fn has(self, value: &str) -> bool {
        self.values().iter().any(|listed| listed == value)
    }

    /// Something that may be newer than the table.
    pub(crate) fn newer(self, what: impl Into<Message>, value: &str) -> Gap {
        crate::api_values::newer_than(&PAGES.table(), what, value)
    }

    /// On the day when the inputs were made, there may have been more than is listed.
    pub(crate) fn may_lack(self, day: Option<&str>) -> bool {
        self.values().is_empty() || day.is_some_and(|day| PAGES.table().is_old_on(day))
    }
}

/// The ports by which administrators come to an instance.
pub fn ports_of_administrators() -> impl Iterator<Item = u16> {
    Listed::PortsOfAdministrators.values().iter().filter_map(|port| port.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{Listed, PAGES, ports_of_administrators};

    #[test]
    fn the_table_can_be_read() {
        let rows = &PAGES.get().told;
        assert!(!rows.is_empty() && rows.iter().all(|row| !row.values.is_empty()));
        for (position, row) in rows.iter().enumerate() {
            assert!(!rows[..position].iter().any(|other| other.what == row.what), "{:?} twice", row.what);
        }
        assert_eq!(ports_of_administrators().collect::<Vec<_>>(), [22, 3389]);
        assert!(Listed::InputsOfSessionDocuments.has("kmsKeyId"));
    }

    #[test]
    fn what_is_newer_than_the_table() {
        assert!(!Listed::InputsOfSessionDocuments.may_lack(None));
        assert!(!Listed::InputsOfSessionDocuments.may_lack(Some("2027-11-29T00:00:00Z")));
        assert!(Listed::InputsOfSessionDocuments.may_lack(Some("2099-01-01T00:00:00Z")));
    }
}
