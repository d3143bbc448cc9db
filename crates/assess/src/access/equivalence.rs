//! Which targets policies can tell apart: of hundreds of instances with the same tags, asking about one is enough.

use super::TargetResource;
use rustc_hash::FxHashMap;
use ssm_check_aws::Arn;
use ssm_check_iam::{Class, Layers, Piece, Statement, Text, Truth, Version};

/// For each target, all that policies see of it apart from its id: its Region and account, and its tags. Equal numbers, equal targets.
pub(super) fn kinds(targets: &[TargetResource]) -> Vec<usize> {
    let mut known = FxHashMap::default();
    let kind = |target: &TargetResource| {
        let next = known.len();
        *known.entry(appearance(target)).or_insert(next)
    };
    targets.iter().map(kind).collect()
}

/// The targets by their place in the list, those together that some policies do not tell apart.
pub(super) struct Alike {
    /// The targets of each group, in their order.
    pub(super) groups: Vec<Vec<usize>>,
    /// The group of each target.
    pub(super) of: Vec<usize>,
}

/// The targets, those together that the policies do not tell apart, in their order.
pub(super) fn alike(targets: &[TargetResource], kinds: &[usize], layers: &Layers) -> Alike {
    let statements: Vec<(Version, &Statement)> = layers
        .policies()
        .flat_map(|policy| policy.document.statements.iter().map(|statement| (policy.document.version, statement)))
        .filter(|(_, statement)| names_nodes(statement))
        .collect();
    if statements.iter().any(|(_, statement)| tells_by_condition(statement)) {
        return Alike { groups: (0..targets.len()).map(|index| vec![index]).collect(), of: (0..targets.len()).collect() };
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of = Vec::with_capacity(targets.len());
    let mut known: FxHashMap<_, usize> = FxHashMap::default();
    for (index, target) in targets.iter().enumerate() {
        let named: Vec<Truth> =
            statements.iter().map(|(version, statement)| statement.includes_resource(*version, &target.resource.arn)).collect();
        // What may be named may be told from all others.
        let itself = named.contains(&Truth::Unknown).then_some(index);
        let group = *known.entry((kinds.get(index).copied(), named, itself)).or_insert(groups.len());
        of.push(group);
        match groups.get_mut(group) {
            Some(members) => members.push(index),
            None => groups.push(vec![index]),
        }
    }
    Alike { groups, of }
}

fn appearance(target: &TargetResource) -> String {
    let arn = target.resource.arn.to_string();
    let place = arn.rsplit_once('/').map_or(arn.as_str(), |(place, _)| place);
    format!("{:?}|{place}|{:?}|{:?}", target.region, target.account, target.resource.tags)
}

/// The statement may tell one node from another otherwise than by tags.
fn names_nodes(statement: &Statement) -> bool {
    let by_resource = statement.resources.as_ref().is_some_and(|resources| resources.list.iter().any(names_node));
    by_resource || tells_by_condition(statement)
}

fn tells_by_condition(statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        let key = condition.key.to_ascii_lowercase();
        key.contains("instance") || (key.contains("arn") && !key.contains("principal"))
    })
}

fn names_node(text: &Text) -> bool {
    if text.pieces().iter().any(|piece| matches!(piece, Piece::Placeholder(placeholder) if placeholder.class == Class::Any)) {
        return true;
    }
    let shown = text.to_string();
    let Some(resource) = Arn::parse(&shown).map(|arn| arn.resource) else { return shown != "*" };
    !matches!(resource, "*" | "instance/*" | "managed-instance/*")
        && !["document/", "session/", "automation", "task/"].iter().any(|start| resource.starts_with(start))
}
