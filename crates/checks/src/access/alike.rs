//! Which targets policies can tell apart: of hundreds of instances with the same tags, asking about one is enough.

use super::TargetLeg;
use rustc_hash::FxHashSet;
use ssm_check_iam::{Class, Layers, Piece, Policy, Statement, Text};

/// One of each kind of target, in their order.
pub(super) fn distinct<'a>(targets: &'a [TargetLeg], layers: &Layers) -> Vec<&'a TargetLeg> {
    let policies = layers.identity.iter().chain(&layers.boundary).chain(layers.scps.iter().flatten());
    if policies.flat_map(|policy: &Policy| &policy.document.statements).any(names_nodes) {
        return targets.iter().collect();
    }
    let mut seen = FxHashSet::default();
    targets.iter().filter(|target| seen.insert(kind(target))).collect()
}

/// All that such policies see of a target: its Region and account, and its tags.
fn kind(target: &TargetLeg) -> String {
    let arn = target.leg.arn.to_string();
    let place = arn.rsplit_once('/').map_or(arn.as_str(), |(place, _)| place);
    format!("{:?}|{place}|{:?}", target.region, target.leg.tags)
}

/// The statement may tell one node from another otherwise than by tags.
fn names_nodes(statement: &Statement) -> bool {
    let by_resource = statement.resources.as_ref().is_some_and(|resources| resources.list.iter().any(names_node));
    let by_condition = statement.conditions.iter().any(|condition| {
        let key = condition.key.to_ascii_lowercase();
        key.contains("instance") || (key.contains("arn") && !key.contains("principal"))
    });
    by_resource || by_condition
}

fn names_node(text: &Text) -> bool {
    if text.pieces().iter().any(|piece| matches!(piece, Piece::Hole(hole) if hole.class == Class::Any)) {
        return true;
    }
    let shown = text.to_string();
    let Some(resource) = shown.splitn(6, ':').nth(5) else { return shown != "*" };
    !matches!(resource, "*" | "instance/*" | "managed-instance/*")
        && !["document/", "session/", "automation", "task/"].iter().any(|start| resource.starts_with(start))
}
