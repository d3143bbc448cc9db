//! What the plan takes away: refreshed attributes of what stays still show it.
//!
//! A route table that does not change lists, in its computed `route`, the routes of `aws_route` resources that the plan
//! deletes; the same holds for `ingress` and `egress` of a group and `managed_policy_arns` of a role. The planned picture is
//! what the attribute says, minus what the plan deletes, plus what it creates.

use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_graph::aws::{RolePolicy, RolePolicyAttachment, Route, SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule};
use ssm_check_graph::{Existence, Graph, Resource};
use ssm_check_net::ipnet::IpNet;
use ssm_check_plan::Value;

/// Keys of what the plan deletes, as other resources' refreshed attributes show them.
#[derive(Debug, Default)]
pub struct Deletions {
    /// Ids of every deleted resource.
    ids: FxHashSet<String>,
    /// Route table id and destination.
    routes: FxHashSet<(String, String)>,
    /// Role name and policy ARN.
    attachments: FxHashSet<(String, String)>,
    /// Those of them that are detached at the end, when what attaches the same policy to the same role has been made.
    detached_last: FxHashSet<(String, String)>,
    /// Role name and policy name.
    inline_policies: FxHashSet<(String, String)>,
    /// Peers of deleted rules: ranges, groups, prefix lists, `self`.
    rules: FxHashMap<RuleKey, FxHashSet<String>>,
}

/// What is left of a rule, as a group's refreshed attribute shows it, once the plan is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// All of it.
    All,
    /// All but these ranges.
    Without(Vec<String>),
    /// Some of it, but which groups and prefix lists is not told apart.
    Some,
    /// Nothing.
    Nothing,
}

/// Group id, direction, protocol, first and last port.
type RuleKey = (String, &'static str, String, Option<i64>, Option<i64>);

impl Deletions {
    /// Compares the picture before with the planned one.
    pub fn new(prior: &Graph<'_>, planned: &Graph<'_>) -> Self {
        let mut removed = Self::default();
        let gone = |resource: Resource<'_>| planned.at(resource.address()).is_none_or(|after| after.existence().is_new());
        // What a changed resource put there before is gone, too; what it puts there now, it shows itself.
        let rewritten = |resource: Resource<'_>| {
            planned.at(resource.address()).is_none_or(|after| after.existence().is_new() || after.existence() == Existence::Updated)
        };
        let known = |resource: Resource<'_>, name: &str| resource.text(name).value().map(str::to_owned);
        for resource in prior.resources().filter(|resource| resource.is_managed() && gone(*resource)) {
            removed.ids.extend(known(resource, "id"));
        }
        let pair = |resource: Resource<'_>, a: &str, b: &str| Some((known(resource, a)?, known(resource, b)?));
        for route in prior.all::<Route>().filter(|route| rewritten(route.0)) {
            for destination in ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"] {
                removed.routes.extend(pair(route.0, "route_table_id", destination).filter(|(_, to)| !to.is_empty()));
            }
        }
        for attachment in prior.all::<RolePolicyAttachment>().filter(|attachment| rewritten(attachment.0)) {
            let pair = pair(attachment.0, "role", "policy_arn");
            let new_first = planned.at(attachment.0.address()).is_some_and(|after| after.existence() == Existence::ReplacedNewFirst);
            removed.detached_last.extend(pair.clone().filter(|_| new_first || attachment.0.is_deposed()));
            removed.attachments.extend(pair);
        }
        for policy in prior.all::<RolePolicy>().filter(|policy| rewritten(policy.0)) {
            removed.inline_policies.extend(pair(policy.0, "role", "name"));
        }
        let mut take = |rule: Resource<'_>, direction: &'static str, protocol: &str| {
            if let Some((group, protocol)) = pair(rule, "security_group_id", protocol) {
                let port = |name: &str| rule.integer(name).value();
                let peers = peers(rule.values(), &group);
                let key = (group, direction, protocol, port("from_port"), port("to_port"));
                removed.rules.entry(key).or_default().extend(peers);
            }
        };
        for rule in prior.all::<SecurityGroupRule>().filter(|rule| rewritten(rule.0)) {
            let direction = if rule.0.text("type").value() == Some("egress") { "egress" } else { "ingress" };
            take(rule.0, direction, "protocol");
        }
        for rule in prior.all::<SecurityGroupIngressRule>().filter(|rule| rewritten(rule.0)) {
            take(rule.0, "ingress", "ip_protocol");
        }
        for rule in prior.all::<SecurityGroupEgressRule>().filter(|rule| rewritten(rule.0)) {
            take(rule.0, "egress", "ip_protocol");
        }
        removed
    }

    /// The id of something that the plan deletes.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// A route of a table that the plan deletes.
    pub fn has_route(&self, table: &str, destination: &str) -> bool {
        self.routes.contains(&(table.to_owned(), destination.to_owned()))
    }

    /// A managed policy that the plan takes from a role.
    pub fn has_attachment(&self, role: &str, policy_arn: &str) -> bool {
        self.attachments.contains(&(role.to_owned(), policy_arn.to_owned()))
    }

    /// A managed policy that the plan takes from a role though an attachment of it stays or was made just before: an attachment
    /// is nothing but the role and the policy, so deleting a replaced or deposed one undoes the other.
    ///
    /// <https://github.com/hashicorp/terraform-provider-aws/issues/32529>
    pub fn detaches_last(&self, role: &str, policy_arn: &str) -> bool {
        self.detached_last.contains(&(role.to_owned(), policy_arn.to_owned()))
    }

    /// An inline policy that the plan takes from a role.
    pub fn has_inline_policy(&self, role: &str, name: &str) -> bool {
        self.inline_policies.contains(&(role.to_owned(), name.to_owned()))
    }

    /// What is left of a rule of a group's refreshed attribute: the same group, direction, protocol and ports may stand for
    /// several rules, of which the plan deletes some.
    pub fn left_of(&self, group: &str, direction: &'static str, rule: Value<'_, '_>) -> Left {
        let protocol = rule.get("protocol").text().value().unwrap_or_default().to_owned();
        let port = |name: &str| rule.get(name).integer().value();
        let mut gone: FxHashSet<&str> = FxHashSet::default();
        let mut take = |protocol: &str, from, to| {
            let rules = self.rules.get(&(group.to_owned(), direction, protocol.to_owned(), from, to));
            gone.extend(rules.into_iter().flatten().map(String::as_str));
        };
        take(&protocol, port("from_port"), port("to_port"));
        if protocol == "-1" {
            // A rule for all protocols shows ports 0 in the group and none of its own.
            take(&protocol, None, None);
        }
        let here = peers(rule, group);
        let (taken, left): (Vec<_>, Vec<_>) = here.into_iter().partition(|peer| gone.contains(peer.as_str()));
        match (taken.is_empty(), left.is_empty()) {
            (true, _) => Left::All,
            (false, true) => Left::Nothing,
            (false, false) if taken.iter().all(|peer| peer.contains('/')) => Left::Without(taken),
            (false, false) => Left::Some,
        }
    }
}

/// Whom a rule of a group admits, in any of the ways that rules are written: ranges, ids of groups and prefix lists.
fn peers(rule: Value<'_, '_>, group: &str) -> Vec<String> {
    const LISTS: [&str; 4] = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"];
    const SINGLE: [&str; 5] = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "source_security_group_id", "referenced_security_group_id"];
    let lists = LISTS.iter().flat_map(|name| rule.get(name).elements().filter_map(|peer| peer.text().value()));
    let single = SINGLE.iter().filter_map(|name| rule.get(name).text().value()).filter(|peer| !peer.is_empty());
    let own = (rule.get("self").boolean().value() == Some(true)).then_some(group);
    lists.chain(single).chain(own).map(peer).collect()
}

/// One way to write a peer: a range in its shortest form, a group without the account in front of it.
pub fn peer(text: &str) -> String {
    match (text.parse::<IpNet>(), text.rsplit_once('/')) {
        (Ok(range), _) => range.trunc().to_string(),
        (Err(_), Some((_, group))) if group.starts_with("sg-") => group.to_owned(),
        _ => text.to_owned(),
    }
}
