//! <https://docs.aws.amazon.com/cli/latest/reference/organizations/list-policies.html> and
//! <https://docs.aws.amazon.com/cli/latest/reference/organizations/list-policies-for-target.html>
//!
//! Both answer alike; where the name of the file has a root, unit or account, they are attached to that.

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "organizations list-policies-for-target",
    shape: Shape::List("Policies", "Type"),
    config: None,
    types: &["aws_organizations_policy"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("name", "Name"), ("type", "Type")];

fn make<'p>(policy: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = summary(policy, made).map(str::to_owned) else { return };
    let stem = made.stem().to_owned();
    if let Some(target) = stem.split(['_', '.', ' ']).find_map(targets) {
        attach(&id, target, made);
    }
}

/// A policy without its content.
pub(super) fn summary<'a, 'p>(policy: Object<'a, 'p>, made: &mut Made<'p>) -> Option<&'a str> {
    let id = policy.text("Id")?;
    let entry = made.object("aws_organizations_policy", id, policy, FIELDS).elsewhere(&["content"]);
    entry.name = policy.text("Name").map(str::to_owned);
    // What AWS's own policy says nobody has to ask for.
    if policy.at("AwsManaged") == Some(&Json::Bool(true)) && policy.text("Name") == Some("FullAWSAccess") {
        entry.set("content", text_of(FULL_ACCESS));
    }
    Some(id)
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html#how_scps_allow>
const FULL_ACCESS: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;

pub(super) fn attach(policy: &str, target: &str, made: &mut Made<'_>) {
    let entry = made.add("aws_organizations_policy_attachment", &format!("{target}:{policy}"));
    entry.set("policy_id", text_of(policy)).set("target_id", text_of(target));
}

/// Ids of roots, units and accounts in a part of a file's name: `r-ab12`, `ou-ab12-1a2b3c4d`, twelve digits.
fn targets(part: &str) -> Option<&str> {
    let starts = |prefix: &str| {
        let at = part.find(prefix)?;
        let before = part.get(..at).unwrap_or_default();
        (before.is_empty() || before.ends_with('-')).then(|| part.get(at..)).flatten()
    };
    let account = part.split('-').find(|piece| ssm_check_aws::AccountId::is_valid(piece));
    starts("ou-").or_else(|| starts("r-").filter(|root| root.len() >= 6)).or(account)
}
