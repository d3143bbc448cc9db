//! AWS-managed policies by name, from a table that says what was examined.
//!
//! The table holds, of every AWS-managed policy of its date, what it says of the [actions] that were examined: the statements that
//! allow or deny one of them, or that there are none. Of other actions it knows only where a policy is held in full. The data are those of the partition `aws`; the policies of the same names elsewhere are taken to say the same.

use ssm_check_aws::{Arn, Facts, Partition, Table};
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::{Condition, Document, Effect, Patterns, Statement};

/// What the table knows of a managed policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Managed {
    /// What it says of the examined actions, or all that it says.
    Document(Document),
    /// None of the examined actions.
    GrantsNothingRelevant,
    /// The table has no policy of this ARN: it is newer, was withdrawn, or never was.
    Unlisted,
}

#[derive(Default, Deserialize)]
struct Data<'a> {
    /// Where there are policies of these names.
    #[serde(borrow)]
    partitions: Vec<&'a str>,
    actions: Vec<String>,
    #[serde(borrow)]
    policies: Vec<PolicyRow<'a>>,
    #[serde(borrow)]
    grants_nothing_relevant: Vec<&'a str>,
}

#[derive(Deserialize)]
struct PolicyRow<'a> {
    name: &'a str,
    /// Not known of policies that were withdrawn.
    path: Option<&'a str>,
    #[serde(default)]
    full: bool,
    /// A list of [`Grant`], read when the policy is first asked for: a plan names few of the hundreds.
    statements: &'a RawValue,
    /// What it says in each of [`Partition::ALL`], made when it is first asked for and shared from then on.
    #[serde(skip)]
    documents: [OnceLock<Document>; Partition::ALL.len()],
}

impl PolicyRow<'_> {
    fn grants(&self) -> Vec<Grant> {
        // INVARIANT: a test reads those of every policy.
        serde_json::from_str(self.statements.get()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Grant {
    #[serde(default)]
    effect: GrantEffect,
    actions: Vec<String>,
    /// Not known, and the conditions neither.
    resources: Option<Vec<String>>,
    #[serde(default)]
    condition: serde_json::Map<String, serde_json::Value>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum GrantEffect {
    #[default]
    Allow,
    Deny,
}

struct PolicyTable {
    partitions: Vec<&'static str>,
    actions: Vec<String>,
    policies: BTreeMap<&'static str, PolicyRow<'static>>,
    nothing: Vec<&'static str>,
}

static DATA: Facts<()> = Facts::new("managed-policies", include_str!("../data/managed-policies.json"));

static TABLE: LazyLock<PolicyTable> = LazyLock::new(|| {
    let data: Data<'static> = serde_json::from_str(DATA.text()).unwrap_or_default();
    let mut nothing = data.grants_nothing_relevant;
    nothing.sort_unstable();
    let policies = data.policies.into_iter().map(|entry| (entry.name, entry)).collect();
    PolicyTable { partitions: data.partitions, actions: data.actions, policies, nothing }
});

/// The table of AWS-managed policies.
pub fn table() -> Table {
    DATA.table()
}

/// The day of which the table is.
pub fn date() -> String {
    table().date
}

/// The actions for which the table is complete.
pub fn actions() -> &'static [String] {
    &TABLE.actions
}

/// Is the table complete for this action?
pub fn covers(action: &str) -> bool {
    TABLE.actions.iter().any(|own| own.eq_ignore_ascii_case(action))
}

/// What the table knows of the policy of this ARN.
///
/// ```
/// use ssm_check_iam::managed::{self, Managed};
///
/// assert!(matches!(managed::policy("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"), Managed::Document(_)));
/// assert_eq!(managed::policy("arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"), Managed::GrantsNothingRelevant);
/// // Its path is `service-role/`, so this one does not exist.
/// assert_eq!(managed::policy("arn:aws:iam::aws:policy/AmazonEC2RoleforSSM"), Managed::Unlisted);
/// ```
pub fn policy(arn: &str) -> Managed {
    let Some((partition, path, name)) = split(arn) else { return Managed::Unlisted };
    if let Some(entry) = TABLE.policies.get(name) {
        return match entry.path {
            Some(own) if own != path => Managed::Unlisted,
            _ => Managed::Document(document(entry, partition)),
        };
    }
    // The source gives no paths of these. No two AWS-managed policies share a name, so a wrong path is no policy at all, which grants nothing.
    match TABLE.nothing.binary_search_by(|own| (*own).cmp(name)) {
        Ok(_) => Managed::GrantsNothingRelevant,
        Err(_) => Managed::Unlisted,
    }
}

/// The ARN has the name of an AWS-managed policy and another path than its own: there is no such policy, and AWS refuses to attach it.
///
/// ```
/// use ssm_check_iam::managed;
///
/// assert!(managed::is_misnamed("arn:aws:iam::aws:policy/AmazonEC2RoleforSSM")); // its path is `service-role/`
/// assert!(!managed::is_misnamed("arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"));
/// ```
pub fn is_misnamed(arn: &str) -> bool {
    let Some((_, path, name)) = split(arn) else { return false };
    TABLE.policies.get(name).and_then(|entry| entry.path).is_some_and(|own| own != path)
}

/// The document to evaluate a request for this action with: incomplete where the table does not tell.
///
/// ```
/// use ssm_check_iam::managed;
///
/// let core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
/// assert!(managed::document_for(core, "kms:Decrypt").complete); // held in full
/// let audit = "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess";
/// assert!(managed::document_for(audit, "ssm:StartSession").complete);
/// assert!(!managed::document_for(audit, "s3:GetObject").complete);
/// assert!(!managed::document_for("arn:aws:iam::aws:policy/Newer", "ssm:StartSession").complete);
/// ```
pub fn document_for(arn: &str, action: &str) -> Document {
    let is_full = split(arn).and_then(|(_, _, name)| TABLE.policies.get(name)).is_some_and(|entry| entry.full);
    if is_misnamed(arn) {
        return Document::new([]);
    }
    let document = match policy(arn) {
        Managed::Document(document) => document,
        Managed::GrantsNothingRelevant => Document::new([]),
        Managed::Unlisted => return Document::unknown(),
    };
    if is_full || covers(action) { document } else { document.and_perhaps_more() }
}

/// The ARN of an AWS-managed policy without a path.
pub fn arn(partition: Partition, name: &str) -> String {
    let resource = format!("policy/{name}");
    Arn { partition: partition.as_str(), service: "iam", region: "", account: "aws", resource: &resource }.to_string()
}

/// The ARN of the AWS-managed policy that a look-up by name finds among the policies whose path begins with this prefix; `None` of a policy
/// that was withdrawn, and where the table does not tell the path.
///
/// ```
/// use ssm_check_aws::Partition;
/// use ssm_check_iam::managed;
///
/// let found = |name, prefix| managed::found_by_name(Partition::Aws, name, prefix);
/// assert_eq!(found("AmazonEC2RoleforSSM", "/").as_deref(), Some("arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"));
/// assert_eq!(found("AmazonEC2RoleforSSM", "/mine/"), None);
/// assert_eq!(found("mine", "/"), None);
/// ```
pub fn found_by_name(partition: Partition, name: &str, prefix: &str) -> Option<String> {
    if !TABLE.partitions.contains(&partition.as_str()) {
        return None;
    }
    let is_everything = matches!(prefix, "" | "/");
    match TABLE.policies.get(name) {
        Some(entry) => {
            let path = entry.path?;
            (is_everything || format!("/{path}").starts_with(prefix)).then(|| arn(partition, &format!("{path}{name}")))
        }
        // Whatever its path is, it says the same.
        None => (is_everything && TABLE.nothing.binary_search(&name).is_ok()).then(|| arn(partition, name)),
    }
}

/// Partition, path and name.
fn split(arn: &str) -> Option<(&str, &str, &str)> {
    let arn = Arn::parse(arn).filter(|arn| arn.service == "iam" && arn.region.is_empty() && arn.is_of_aws())?;
    let full_name = arn.resource.strip_prefix("policy/")?;
    let name = full_name.rsplit('/').next()?;
    let path = full_name.strip_suffix(name)?;
    TABLE.partitions.contains(&arn.partition).then_some((arn.partition, path, name))
}

fn document(entry: &PolicyRow<'_>, partition: &str) -> Document {
    let known = Partition::ALL.into_iter().zip(&entry.documents).find(|(known, _)| known.as_str() == partition);
    known.map_or_else(|| make(entry, partition), |(_, document)| document.get_or_init(|| make(entry, partition)).clone())
}

fn make(entry: &PolicyRow<'_>, partition: &str) -> Document {
    let in_partition = |resource: &String| match Arn::parse(resource).filter(|arn| arn.partition == "aws") {
        Some(arn) => Arn { partition, ..arn }.to_string(),
        None => resource.clone(),
    };
    Document::new(entry.grants().into_iter().map(|grant| {
        let resources = grant.resources.as_ref().map_or(Patterns::unknown(), |list| Patterns::of(list.iter().map(in_partition)));
        let effect = match grant.effect {
            GrantEffect::Allow => Effect::Allow,
            GrantEffect::Deny => Effect::Deny,
        };
        let mut statement = Statement::new(effect, Patterns::of(grant.actions), resources);
        statement.conditions_complete = grant.resources.is_some();
        for (operator, keys) in &grant.condition {
            let Ok(operator) = operator.parse() else {
                statement.conditions_complete = false;
                continue;
            };
            for (key, value) in keys.as_object().into_iter().flatten() {
                let values: Vec<String> = match value {
                    serde_json::Value::Array(list) => list.iter().map(text).collect(),
                    value => vec![text(value)],
                };
                statement.conditions.push(Condition::new(operator, key, values));
            }
        }
        statement
    }))
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        assert_eq!(date(), "2026-10-27");
        assert_eq!(actions().len(), 42);
        assert!(TABLE.policies.len() > 300 && TABLE.nothing.len() > 1000);
        assert!(TABLE.policies.keys().all(|name| TABLE.nothing.binary_search(name).is_err()), "a policy in both lists");
        let grants = TABLE.policies.values().map(super::PolicyRow::grants);
        let grants: Vec<_> = grants.inspect(|grants| assert!(!grants.is_empty())).flatten().collect();
        assert!(grants.iter().flat_map(|grant| grant.condition.keys()).all(|operator| operator.parse::<crate::Operator>().is_ok()));
    }

    /// Roles of AWS's own diagnosis run its runbooks and nothing else, so that they are no way to run commands.
    #[test]
    fn diagnosis_runs_runbooks_of_aws_alone() {
        for name in ["AWS-SSM-DiagnosisAutomation-AdministrationRolePolicy", "AWS-SSM-DiagnosisAutomation-ExecutionRolePolicy"] {
            let grants = TABLE.policies[name].grants();
            let of_ssm = |statement: &&Grant| statement.actions.iter().any(|action| action.starts_with("ssm:"));
            for statement in grants.iter().filter(of_ssm) {
                assert_eq!(statement.actions, ["ssm:StartAutomationExecution"], "{name}");
                let of_aws = |resource: &String| resource.contains("/AWS-") || resource.ends_with(":automation-execution/*");
                assert!(statement.resources.iter().flatten().all(of_aws), "{name}: {:?}", statement.resources);
            }
        }
    }
}
