//! Manual approval policies: who approves requests for which nodes.
//!
//! A document of schema 0.3: targets, how long an approval holds in seconds, and one `aws:approve` step for each level. Levels come one
//! after the other; of several tags one is enough
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-create-manual-policies.html>;
//! the form of the document is that of AWS's samples, <https://github.com/aws-samples/cloud-operations-best-practices>).

use crate::Node;
use serde_json::Value;
use ssm_check_message::{Flaw, Message, Span, say};
use ssm_check_truth::Truth;

/// A manual approval policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualPolicy {
    /// What it is for.
    pub targets: Targets,
    /// Who approves, level by level.
    pub levels: Vec<Level>,
    /// For how many seconds an approval holds, where that is written down.
    pub seconds: Option<u64>,
    /// What AWS does not take, each one clause.
    pub problems: Vec<Flaw>,
}

/// What a policy is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// Every node.
    All,
    /// Nodes with one of these tags.
    Tags(Vec<TagTarget>),
    /// Something that is not understood.
    Other,
}

/// Nodes with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagTarget {
    /// Its key.
    pub key: String,
    /// Its values; none where the key is enough.
    pub values: Vec<String>,
}

/// One level of approvals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// How many of the approvers have to approve.
    pub required: u64,
    /// Who may.
    pub approvers: Vec<Approver>,
}

/// Someone who may approve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver {
    /// An id of the identity store, or the name or ARN of a principal of IAM.
    pub id: String,
    /// What it is.
    pub kind: ApproverKind,
}

/// What an approver is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApproverKind {
    /// A user of the identity store.
    StoreUser,
    /// A group of the identity store.
    StoreGroup,
    /// A role, user or group of IAM.
    Iam,
    /// Something that is not known.
    Other,
}

/// Hours for which an approval may hold.
const HOURS: std::ops::RangeInclusive<u64> = 1..=336;

/// Levels of a policy, and approvers of a level.
const AT_MOST: usize = 5;

impl ManualPolicy {
    /// Reads the content of a document, JSON or YAML.
    pub fn of(content: &Value) -> Self {
        let mut problems = Vec::new();
        if content.get("schemaVersion").and_then(Value::as_str) != Some("0.3") {
            problems.push(Flaw::new(say!("`schemaVersion` is not `0.3`"), say!("set `schemaVersion` to `\"0.3\"`")));
        }
        let seconds = content.get("accessDuration").and_then(number);
        let within = || say!("set `accessDuration` to between 3600 and 1209600 seconds");
        match seconds {
            Some(seconds) if !(HOURS.start() * 3600..=HOURS.end() * 3600).contains(&seconds) => {
                let what = say!("`accessDuration` is {} seconds, which is not between 1 and 336 hours", seconds);
                problems.push(Flaw::new(what, within()));
            }
            None if content.get("accessDuration").is_some() => {
                problems.push(Flaw::new(say!("`accessDuration` is no number of seconds"), within()));
            }
            _ => {}
        }
        let steps = content.get("mainSteps").and_then(Value::as_array);
        if steps.is_none_or(Vec::is_empty) {
            problems.push(Flaw::new(
                say!("`mainSteps` has no step of approval"),
                say!("add a step with the action `aws:approve` and its approvers to `mainSteps`"),
            ));
        }
        let levels: Vec<Level> = steps.into_iter().flatten().filter_map(|step| level(step, &mut problems)).collect();
        if levels.len() > AT_MOST {
            let what = say!("it has {} levels of approval, of which AWS takes {}", levels.len(), AT_MOST);
            problems.push(Flaw::new(what, say!("keep {} steps of `mainSteps`", AT_MOST)));
        }
        for (index, level) in levels.iter().enumerate().filter(|(_, level)| level.approvers.len() > AT_MOST) {
            let found = level.approvers.len();
            let what = say!("level {} has {} approvers, of which AWS takes {}", index + 1, found, AT_MOST);
            problems.push(Flaw::new(what, say!("name {} approvers or a group in level {}", AT_MOST, index + 1)));
        }
        Self { targets: targets(content), levels, seconds, problems }
    }

    /// Is it for a node?
    pub fn covers(&self, node: &Node) -> Truth {
        match &self.targets {
            Targets::All => Truth::True,
            Targets::Other => Truth::Unknown,
            Targets::Tags(tags) => Truth::any(tags.iter().map(|tag| tag.matches(node))),
        }
    }

    /// In words: "1 of group `g`, then 2 of user `a` and user `b`".
    pub fn levels_in_words(&self) -> Message {
        let level = |level: &Level| {
            let approvers = ssm_check_message::list(level.approvers.iter().map(Approver::in_words));
            say!("{} of {}", level.required, approvers)
        };
        let mut all = Message::default();
        for (index, level) in self.levels.iter().map(level).enumerate() {
            all = if index == 0 { level } else { all.then(", then ").then(level) };
        }
        all
    }
}

impl TagTarget {
    /// Has a node the tag?
    pub fn matches(&self, node: &Node) -> Truth {
        if self.values.is_empty() { node.has(&self.key) } else { node.has_one_of(&self.key, &self.values) }
    }
}

impl Level {
    /// Fewer people may approve than have to. Of a group it is not known how many there are.
    pub fn cannot_be_met(&self) -> bool {
        let one_each = self.approvers.iter().all(|approver| approver.kind == ApproverKind::StoreUser);
        self.approvers.is_empty() || (one_each && self.required > self.approvers.len() as u64)
    }
}

impl Approver {
    /// In words: "group `g`".
    pub fn in_words(&self) -> Message {
        let id = Span::value(&self.id);
        match self.kind {
            ApproverKind::StoreUser => say!("user {}", id),
            ApproverKind::StoreGroup => say!("group {}", id),
            ApproverKind::Iam | ApproverKind::Other => id.into(),
        }
    }
}

/// A number, or text that is one.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn level(step: &Value, problems: &mut Vec<Flaw>) -> Option<Level> {
    if step.get("action").and_then(Value::as_str) != Some("aws:approve") {
        problems.push(Flaw::new(
            say!("a step of `mainSteps` is not of the action `aws:approve`"),
            say!("set `action` of each step of `mainSteps` to `aws:approve`"),
        ));
        return None;
    }
    let inputs = step.get("inputs");
    let required = inputs.and_then(|inputs| inputs.get("MinRequiredApprovals")).and_then(number).unwrap_or(1);
    let enhanced = inputs.and_then(|inputs| inputs.get("EnhancedApprovals")?.get("Approvers")?.as_array());
    let plain = inputs.and_then(|inputs| inputs.get("Approvers")?.as_array());
    let named = enhanced.into_iter().flatten().filter_map(|entry| {
        let id = entry.get("approver")?.as_str()?.to_owned();
        let kind = match entry.get("type").and_then(Value::as_str).unwrap_or_default() {
            "SSOUser" => ApproverKind::StoreUser,
            "SSOGroup" => ApproverKind::StoreGroup,
            "IamRole" | "IamUser" | "IamGroup" => ApproverKind::Iam,
            _ => ApproverKind::Other,
        };
        Some(Approver { id, kind })
    });
    let principals =
        plain.into_iter().flatten().filter_map(|entry| Some(Approver { id: entry.as_str()?.to_owned(), kind: ApproverKind::Iam }));
    Some(Level { required, approvers: named.chain(principals).collect() })
}

/// `[{ "Key": "tag:Workload", "Values": ["a"] }]`; all nodes where there is no list, or one of ids that is `*`.
fn targets(content: &Value) -> Targets {
    let Some(list) = content.get("targets") else { return Targets::All };
    let Some(list) = list.as_array() else { return Targets::Other };
    if list.is_empty() {
        return Targets::All;
    }
    let field = |entry: &Value, name: &str| entry.get(name).or_else(|| entry.get(name.to_lowercase())).cloned();
    let mut tags = Vec::new();
    for entry in list {
        let (Some(Value::String(key)), values) = (field(entry, "Key"), field(entry, "Values")) else { return Targets::Other };
        let values: Vec<String> = match values {
            Some(Value::Array(values)) => values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
            None => Vec::new(),
            Some(_) => return Targets::Other,
        };
        match key.strip_prefix("tag:") {
            Some(key) => tags.push(TagTarget { key: key.to_owned(), values }),
            None if key == "tag-key" => tags.extend(values.into_iter().map(|key| TagTarget { key, values: Vec::new() })),
            None if key.eq_ignore_ascii_case("InstanceIds") && values == ["*"] => return Targets::All,
            None => return Targets::Other,
        }
    }
    Targets::Tags(tags)
}
