//! What a plan adopts and another input shows as well: one object of AWS, of which the plan's word counts.
//!
//! Adopting makes nothing: the resource stands for what AWS made with a VPC, an account or a Region. Until it is applied it has no id, so
//! it is told by what it is the default of.

use super::Graph;
use crate::made_along::adopted_by;
use crate::node::Node;
use crate::types::is_one_of_a_region;
use crate::{AwsDefault, Existence, Kind, LinkTarget, ResourceId};
use ssm_check_plan::Attr;
use ssm_check_source::Evaluator;
use ssm_check_truth::Truth;

/// What a plan adopts that AWS made with an account.
const DEFAULTS: [&str; 2] = ["aws_default_vpc", "aws_default_subnet"];

impl<'p> Graph<'p> {
    /// Drops what other inputs show of things that a plan adopts or overwrites, and tells the plan's resource what those know of it.
    /// `destroyed` are objects that a plan destroys.
    pub(super) fn merge_twins(&mut self, destroyed: &[Node<'p>], sources: &[Option<Evaluator<'_, 'p>>]) {
        if self.plans.len() < 2 {
            return;
        }
        // A VPC that was adopted leads to what is the default of it.
        loop {
            let mut twins = self.twins(destroyed, sources);
            if twins.is_empty() {
                return;
            }
            twins.sort_unstable_by_key(|(loser, _)| std::cmp::Reverse(*loser));
            twins.dedup_by_key(|(loser, _)| *loser);
            for (loser, keeper) in &twins {
                self.tell(*keeper, *loser);
            }
            // From behind, so that positions stay what they are.
            for (loser, _) in twins {
                if loser.index() < self.nodes.len() {
                    self.nodes.remove(loser.index());
                }
            }
            self.index = crate::index::Index::new(&self.nodes);
        }
    }

    /// Each loser, with what stands for it.
    fn twins(&self, destroyed: &[Node<'p>], sources: &[Option<Evaluator<'_, 'p>>]) -> Vec<(ResourceId, Option<ResourceId>)> {
        let resolver = self.resolver(sources);
        let owner_of = |id: ResourceId, default: AwsDefault| {
            resolver.links(id).into_iter().find_map(|(_, link)| match link.only() {
                Some(LinkTarget::Default(found, vpc)) if found == default => Some(Owner::Vpc(vpc)),
                Some(LinkTarget::Resource(other)) if self.node(other).kind == Some(Kind::Vpc) => Some(Owner::Vpc(other)),
                Some(LinkTarget::Resource(other)) if self.node(other).kind == self.node(id).kind => Some(Owner::Itself(other)),
                _ => None,
            })
        };
        let mut twins = Vec::new();
        for (id, node) in self.nodes().filter(|(_, node)| !node.existence.is_data() && !node.is_earlier) {
            let resource_type = node.parsed.resource_type.as_str();
            let others = |kind: Option<Kind>| {
                let ids = kind.map_or(&[] as &[_], |kind| self.index.of_kind(kind)).iter().copied();
                ids.filter(|other| *other != id && self.yields(*other, node))
            };
            if let Some(default) = adopted_by(resource_type) {
                match owner_of(id, default).filter(|_| node.existence == Existence::Created) {
                    Some(Owner::Itself(other)) if self.yields(other, node) => twins.push((other, Some(id))),
                    Some(Owner::Vpc(vpc)) => {
                        let same = |other: &ResourceId| {
                            let adopts = adopted_by(&self.node(*other).parsed.resource_type).is_some();
                            adopts && matches!(owner_of(*other, default), Some(Owner::Vpc(other)) if other == vpc)
                        };
                        twins.extend(others(node.kind).filter(same).map(|other| (other, Some(id))));
                    }
                    _ => {}
                }
            } else if is_one_of_a_region(resource_type) || (node.existence == Existence::Created && DEFAULTS.contains(&resource_type)) {
                twins.extend(others(node.kind).filter(|other| is_one(node, self.node(*other))).map(|other| (other, Some(id))));
            }
        }
        for node in destroyed.iter().filter(|node| is_one_of_a_region(&node.parsed.resource_type)) {
            let others = node.kind.map_or(&[] as &[_], |kind| self.index.of_kind(kind)).iter().copied();
            twins.extend(others.filter(|other| self.yields(*other, node) && is_one(node, self.node(*other))).map(|other| (other, None)));
        }
        twins
    }

    /// The other one is of an input that counts less.
    fn yields(&self, other: ResourceId, node: &Node<'p>) -> bool {
        let other = self.node(other);
        let rank = |input: usize| crate::dedup::rank(&self.plans, self.judged, input);
        !other.existence.is_data() && !other.existence.is_new() && rank(node.input) < rank(other.input)
    }

    /// Fills in single values that AWS decides on, which adopting leaves as they are.
    fn tell(&mut self, keeper: Option<ResourceId>, loser: ResourceId) {
        let Some(id) = keeper else { return };
        if !self.node(id).existence.is_new() {
            return;
        }
        let written = self.config_of(id).map(|entry| &entry.block);
        // A plan's own word counts, even where it is not known yet; but what names the object itself is the object's.
        let is_own = |name: &str| !name.ends_with("id") && written.is_none_or(|block| block.get(name).is_some());
        let told = self.node(id).values.completed(&self.node(loser).values, |name| !is_own(name));
        if let Some(node) = self.nodes.get_mut(id.index()) {
            (node.values, node.adopts) = (told, true);
        }
    }
}

/// Of what a resource is the default.
enum Owner {
    Vpc(ResourceId),
    /// The other names the very thing.
    Itself(ResourceId),
}

/// Both are the one of their account and Region.
fn is_one(node: &Node<'_>, other: &Node<'_>) -> bool {
    let is_yes = |name: &str| other.values.root().get(name).boolean() == Attr::Known(true);
    let is_default = |name: &str| other.parsed.resource_type.starts_with("aws_default_") || is_yes(name);
    let same = match node.parsed.resource_type.as_str() {
        "aws_default_vpc" => is_default("default"),
        "aws_default_subnet" => {
            let zone = node.text("availability_zone");
            zone.is_some() && zone == other.text("availability_zone") && is_default("default_for_az")
        }
        // The setting's name, or its ARN: `arn:aws:ssm:eu-west-1:123456789012:servicesetting/ssm/…`.
        "aws_ssm_service_setting" => match (node.text("setting_id"), other.text("setting_id")) {
            (Some(ours), Some(theirs)) => setting(ours) == setting(theirs),
            _ => false,
        },
        resource_type => is_one_of_a_region(resource_type),
    };
    same && node.location.is(&other.location) == Truth::True
}

fn setting(id: &str) -> &str {
    id.rsplit_once("servicesetting").map_or(id, |(_, name)| name)
}
