//! What the plan takes away: refreshed attributes of what stays still show it.
//!
//! A route table that does not change lists, in its computed `route`, the routes of `aws_route` resources that the plan
//! deletes; the same holds for `ingress` and `egress` of a group and `managed_policy_arns` of a role. The planned picture is
//! what the attribute says, minus what the plan deletes, plus what it creates.

use rustc_hash::FxHashSet;
use ssm_check_graph::aws::{RolePolicy, RolePolicyAttachment, Route, SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule};
use ssm_check_graph::{Graph, Resource};
use ssm_check_plan::Value;

/// Keys of what the plan deletes, as other resources' refreshed attributes show them.
#[derive(Debug, Default)]
pub struct Removed {
    /// Ids of every deleted resource.
    ids: FxHashSet<String>,
    /// Route table id and destination.
    routes: FxHashSet<(String, String)>,
    /// Role name and policy ARN.
    attachments: FxHashSet<(String, String)>,
    /// Role name and policy name.
    inline_policies: FxHashSet<(String, String)>,
    /// Group id, direction, protocol, first and last port of deleted rules.
    rules: FxHashSet<RuleKey>,
}

/// Group id, direction, protocol, first and last port.
type RuleKey = (String, &'static str, String, Option<i64>, Option<i64>);

impl Removed {
    /// Compares the picture before with the planned one.
    pub fn new(prior: &Graph<'_>, planned: &Graph<'_>) -> Self {
        let mut removed = Self::default();
        let gone = |resource: Resource<'_>| planned.at(resource.address()).is_none_or(|after| after.existence().is_new());
        let known = |resource: Resource<'_>, name: &str| resource.text(name).value().map(str::to_owned);
        for resource in prior.resources().filter(|resource| resource.is_managed() && gone(*resource)) {
            removed.ids.extend(known(resource, "id"));
        }
        let pair = |resource: Resource<'_>, a: &str, b: &str| Some((known(resource, a)?, known(resource, b)?));
        for route in prior.all::<Route>().filter(|route| gone(route.0)) {
            for destination in ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"] {
                removed.routes.extend(pair(route.0, "route_table_id", destination).filter(|(_, to)| !to.is_empty()));
            }
        }
        for attachment in prior.all::<RolePolicyAttachment>().filter(|attachment| gone(attachment.0)) {
            removed.attachments.extend(pair(attachment.0, "role", "policy_arn"));
        }
        for policy in prior.all::<RolePolicy>().filter(|policy| gone(policy.0)) {
            removed.inline_policies.extend(pair(policy.0, "role", "name"));
        }
        let mut take = |rule: Resource<'_>, direction: &'static str, protocol: &str| {
            if let Some((group, protocol)) = pair(rule, "security_group_id", protocol) {
                let port = |name: &str| rule.integer(name).value();
                removed.rules.insert((group, direction, protocol, port("from_port"), port("to_port")));
            }
        };
        for rule in prior.all::<SecurityGroupRule>().filter(|rule| gone(rule.0)) {
            let direction = if rule.0.text("type").value() == Some("egress") { "egress" } else { "ingress" };
            take(rule.0, direction, "protocol");
        }
        for rule in prior.all::<SecurityGroupIngressRule>().filter(|rule| gone(rule.0)) {
            take(rule.0, "ingress", "ip_protocol");
        }
        for rule in prior.all::<SecurityGroupEgressRule>().filter(|rule| gone(rule.0)) {
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

    /// An inline policy that the plan takes from a role.
    pub fn has_inline_policy(&self, role: &str, name: &str) -> bool {
        self.inline_policies.contains(&(role.to_owned(), name.to_owned()))
    }

    /// A rule, as the group's refreshed attribute shows it, that the plan deletes: the same group, direction, protocol and
    /// ports.
    pub fn has_rule(&self, group: &str, direction: &'static str, rule: Value<'_, '_>) -> bool {
        let protocol = rule.get("protocol").text().value().unwrap_or_default().to_owned();
        let port = |name: &str| rule.get(name).integer().value();
        let (from, to) = (port("from_port"), port("to_port"));
        self.rules.contains(&(group.to_owned(), direction, protocol.clone(), from, to))
            // A rule for all protocols shows ports 0 in the group and none of its own.
            || (protocol == "-1" && self.rules.contains(&(group.to_owned(), direction, protocol, None, None)))
    }
}
