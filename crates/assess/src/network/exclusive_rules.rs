//! Rules of a group of which one resource names all: "This includes removal of rules which are not explicitly configured."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_rules_exclusive>

use super::NetModel;
use crate::exclusive::{self, Fate};
use ssm_check_graph::aws::SecurityGroupRulesExclusive;
use ssm_check_graph::{Existence, Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Span, say};
use ssm_check_net::group::Group;
use ssm_check_net::known::{Gap, Partial};
use ssm_check_plan::Value;
use std::collections::BTreeSet;

/// One such resource of a group.
pub(super) struct ExclusiveRules<'g> {
    resource: Resource<'g>,
    /// The rules that it names.
    named: BTreeSet<ResourceId>,
    /// It names others that the inputs do not show, or it may.
    names_others: bool,
    /// It is this group's.
    certain: bool,
}

impl<'g> NetModel<'g> {
    /// What says which rules a group has.
    pub(super) fn exclusive_rules(&self, group: LinkTarget) -> Vec<ExclusiveRules<'g>> {
        let all = self.graph.naming::<SecurityGroupRulesExclusive<'g>>(group, &["security_group_id"]);
        all.into_iter().map(|(view, certain)| ExclusiveRules::new(view, certain)).collect()
    }
}

impl<'g> ExclusiveRules<'g> {
    fn new(view: SecurityGroupRulesExclusive<'g>, certain: bool) -> Self {
        let slots = || view.ingress().slots.iter().chain(&view.egress().slots);
        let named = slots().filter_map(|slot| match slot.only() {
            Some(LinkTarget::Resource(rule)) => Some(rule),
            _ => None,
        });
        let lost = |link: &Link, value: Value<'_, '_>| link.is_absent() && value.has_unknown();
        Self {
            resource: view.0,
            named: named.collect(),
            names_others: slots().any(|slot| slot.only().is_none())
                || lost(view.ingress(), view.ingress_rule_ids())
                || lost(view.egress(), view.egress_rule_ids()),
            certain,
        }
    }

    /// Whether a rule is there for certain with this resource, where it is without; `None` where it is not there.
    pub(super) fn left(&self, rule: Resource<'g>, certain: bool) -> Option<bool> {
        if self.named.contains(&rule.id()) {
            return Some(certain);
        }
        match exclusive::unnamed(self.resource, Some(rule)) {
            Fate::Stays => Some(certain),
            Fate::Goes if self.certain && !self.names_others => None,
            Fate::Goes | Fate::Unclear => Some(false),
        }
    }

    /// Takes out what the group itself shows: none of that is named, or a resource of its own has it.
    pub(super) fn strip(&self, group: &mut Group) {
        let gap = || Gap::new(say!("the rules that {} names", Span::address(self.resource.address())));
        // Of a list that does not change, what the group shows is what it left.
        if matches!(self.resource.existence(), Existence::Unchanged | Existence::Forgotten) {
            return;
        }
        match exclusive::unnamed(self.resource, None) {
            Fate::Goes if self.certain => {
                for rules in [&mut group.ingress, &mut group.egress] {
                    *rules = Partial { items: Vec::new(), rest: self.names_others.then(gap) };
                }
            }
            _ => {
                group.ingress.rest = Some(gap());
                group.egress.rest = Some(gap());
            }
        }
    }
}
