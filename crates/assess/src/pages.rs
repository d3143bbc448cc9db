//! What only pages tell, and no package: `data/pages.json`, each with its page.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_graph::Graph;
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
    /// Condition keys that say who calls; one that ends with a slash begins others.
    KeysOfTheCaller,
    /// Condition keys that say of a call of ECS Exec what it asks for: the cluster, the task, the container.
    KeysOfExecutions,
    /// Where the agent of ECS Exec keeps its state and logs.
    WrittenByAgentOfExec,
    /// AWS-managed policies that nodes of EKS have.
    PoliciesOfEksNodes,
    /// The ports by which administrators come to an instance: SSH and RDP.
    PortsOfAdministrators,
    /// Documents of AWS that run what the caller gives: commands, scripts from elsewhere, other documents.
    DocumentsThatRunScripts,
    /// Their parameters that are lines of a script, each with the document that has it.
    ParametersThatRun,
    /// Their parameters that say what is installed or run, and from where, each with the document that has it.
    ParametersThatFetch,
    /// Steps of a command document that install something, each with the input that says what.
    StepsThatInstall,
    /// Steps of a runbook and calls that send a command: the action that is asked about, and the inputs that name the document and its
    /// parameters.
    StepsThatSendCommands,
    /// The same of those that start another runbook.
    StepsThatStartRunbooks,
    /// The step of a runbook that calls any API.
    StepThatCalls,
    /// The step of a runbook that runs a script of its own, outside of all nodes.
    StepThatRunsAScript,
    /// How a script calls what sends a command.
    CallsInScripts,
    /// The service that the role of a runbook has to trust.
    ServicesForRunbooks,
    /// The actions by which a role is handed to a service, and the key that has the service.
    ActionThatPassesRoles,
    /// The step of a command document that runs another one.
    StepThatRunsADocument,
    /// Fields at the top of a session document.
    FieldsOfSessionDocuments,
    /// Preferences of a session document.
    InputsOfSessionDocuments,
    /// What the record of `StartSession` has in fields that are the same for every call.
    RecordOfACall,
    /// Fields that the record of a successful call of one's own never has.
    NeverInTheRecordOfACall,
    /// Fields that the record of every call has, with values that the call has not.
    AlwaysInTheRecordOfACall,
    /// Attributes of an instance that the provider stops it for.
    InstancesStopFor,
    /// The actions that the agent of an instance or a hybrid node needs, and no others.
    ActionsOfTheAgent,
    /// What the agent calls on `ec2messages`.
    ActionsForCommands,
    /// The services of which one has to be trusted by the role of an instance.
    ServicesForInstances,
    /// The same in China, which has a name of its own beside the usual one.
    ServicesForInstancesInChina,
    /// The service that the role of a task has to trust.
    ServicesForTasks,
    /// The service that the role of a hybrid node has to trust.
    ServicesForHybridNodes,
    /// Services that name a source when they assume a role, with the service in its ARN.
    SourcesThatServicesName,
    /// Algorithms by which the agent takes a bucket for encrypted.
    EncryptionThatTheAgentTakes,
    /// The service setting that turns default host management on.
    SettingOfDefaultHostManagement,
    /// The role that AWS makes for it, with the path `service-role/`.
    RoleOfDefaultHostManagement,
    /// Types that turn it on in the accounts and Regions of their definition, or give instances without a profile one, when they run.
    TurningOnDefaultHostManagement,
    /// The AWS-managed policy that allows what the agent needs.
    PolicyForTheAgent,
    /// The profile that instances of Cloud9 have.
    ProfileOfCloud9,
    /// The service that assumes the role of just-in-time tokens.
    ServiceOfJustInTimeTokens,
    /// The service for which an account is made the administrator of approval policies.
    ServiceOfDelegatedAdministrators,
    /// The actions that run a command document on instances, at once or by an association.
    ActionsThatSendCommands,
    /// The actions that run a runbook.
    ActionsThatStartRunbooks,
    /// The actions that tell a maintenance window what to run.
    ActionsThatTellWindows,
    /// The actions that write documents, with the type of the document in their requests.
    ActionsThatWriteDocuments,
    /// The actions that choose the version of a document that counts.
    ActionsThatChooseVersions,
    /// Services whose resources are taken for the nodes that they make or that have them: a node's role, its group, its cluster.
    ServicesAroundNodes,
    /// Tags that AWS gives to instances of a group: its name.
    TagsOfGroups,
    /// Tags that AWS gives to instances of a fleet: its id.
    TagsOfFleets,
    /// Tags that AWS gives to instances of a spot fleet: the id of the request.
    TagsOfSpotFleets,
    /// Tags that AWS gives to instances of a launch template: its id, then its version.
    TagsOfTemplates,
    /// How the keys of tags begin that EKS gives to nodes of its groups.
    TagsOfEksNodes,
    /// The same of instances of Batch.
    TagsOfBatchInstances,
    /// The same of instances of EMR.
    TagsOfEmrInstances,
    /// Tags that AWS gives to tasks where it is told to: the cluster, then the service.
    TagsOfTasks,
    /// Types that add tags to what ECS makes.
    TypesThatTagTasks,
    /// Regions with an Availability Zone in which no rule names groups across a transit gateway.
    RegionsWithAZoneWithoutGroups,
    /// Types that let principals use a key beside all policies.
    TypesThatGrantKeys,
    /// The directories of AWS's packages of the agent for Linux: the form of the package, and the processor that it is for.
    PackagesOfTheAgent,
    /// Families of images without the agent that install packages of the form `deb`; others install `rpm`.
    FamiliesOfDeb,
}

#[derive(Default, Deserialize)]
struct Pages {
    told: Vec<PagesRow>,
}

#[derive(Deserialize)]
struct PagesRow {
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

    /// What is listed, as texts.
    pub fn texts(self) -> impl Iterator<Item = &'static str> + Clone {
        self.values().iter().map(String::as_str)
    }

    /// What is listed of each name, as texts `name: what`.
    pub fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
        self.texts().filter_map(|row| row.split_once(": "))
    }

    /// The one value of a row that has one; nothing where the table has none.
    pub fn value(self) -> &'static str {
        self.values().first().map_or("", String::as_str)
    }

    /// It is listed.
    pub fn has(self, value: &str) -> bool {
        self.values().iter().any(|listed| listed == value)
    }

    /// A graph has a resource of a listed type; so it may where none is listed.
    pub fn is_in(self, graph: &Graph<'_>) -> bool {
        self.values().is_empty() || self.texts().any(|name| graph.of_type(name).next().is_some())
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
