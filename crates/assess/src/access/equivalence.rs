//! What policies can tell apart: of hundreds of instances or documents that look the same to them, asking about one is enough.

use super::{AuthorizedResource, DocumentResource, TargetResource};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_aws::Arn;
use ssm_check_iam::{Class, Condition, Layers, Piece, Statement, Text, Truth, Value, Version};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The targets by all that any policy could see of them apart from their ids. Equal numbers, equal targets.
pub(super) struct Kinds {
    /// The kind of each target.
    of: Vec<usize>,
    /// Of each kind its Region and account, and the first target of it.
    each: Vec<(String, usize)>,
}

impl Kinds {
    pub(super) fn new(targets: &[TargetResource]) -> Self {
        let (mut known, mut of, mut each) = (FxHashMap::default(), Vec::with_capacity(targets.len()), Vec::new());
        for (index, target) in targets.iter().enumerate() {
            let place = place(target);
            let next = known.len();
            let kind = *known.entry((place.clone(), &target.resource.tags)).or_insert(next);
            if kind == each.len() {
                each.push((place, index));
            }
            of.push(kind);
        }
        Self { of, each }
    }

    /// The first target of each kind among these, in their order.
    pub(super) fn one_of_each(&self, targets: &[usize]) -> Vec<usize> {
        let mut seen = FxHashSet::default();
        targets.iter().copied().filter(|target| seen.insert(self.of.get(*target))).collect()
    }

    /// Of each kind a number that those share between which some policies do not tell by tags.
    fn as_seen_by(&self, targets: &[TargetResource], tags: &TagTests<'_>) -> Vec<usize> {
        let mut known = FxHashMap::default();
        let seen = |(place, first): &(String, usize)| {
            let next = known.len();
            let look = targets.get(*first).map(|target| tags.look(&target.resource));
            *known.entry((place.clone(), look)).or_insert(next)
        };
        self.each.iter().map(seen).collect()
    }
}

/// The targets by their place in the list, those together that some policies do not tell apart.
pub(super) struct Alike {
    /// The targets of each group, in their order.
    pub(super) groups: Vec<Vec<usize>>,
    /// The group of each target.
    pub(super) of: Vec<usize>,
}

impl Alike {
    /// The targets, those together that the policies do not tell apart, in their order. `keys` are what the policies' conditions and
    /// variables name.
    pub(super) fn new(targets: &[TargetResource], kinds: &Kinds, layers: &Layers, keys: &BTreeSet<String>) -> Self {
        let naming: Vec<_> = statements(layers).filter(|(_, statement)| names_nodes(statement)).collect();
        if naming.iter().any(|(_, statement)| tells_by_condition(statement)) {
            return Self { groups: (0..targets.len()).map(|index| vec![index]).collect(), of: (0..targets.len()).collect() };
        }
        let seen = kinds.as_seen_by(targets, &TagTests::new(layers, keys));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut of = Vec::with_capacity(targets.len());
        let mut known: FxHashMap<_, usize> = FxHashMap::default();
        for (index, (target, kind)) in targets.iter().zip(&kinds.of).enumerate() {
            let named: Vec<Truth> =
                naming.iter().map(|(version, statement)| statement.includes_resource(*version, &target.resource.arn)).collect();
            // What may be named may be told from all others.
            let itself = named.contains(&Truth::Unknown).then_some(index);
            let group = *known.entry((seen.get(*kind), named, itself)).or_insert(groups.len());
            of.push(group);
            match groups.get_mut(group) {
                Some(members) => members.push(index),
                None => groups.push(vec![index]),
            }
        }
        Self { groups, of }
    }
}

/// The documents by their place in the list, those together that some policies do not tell apart in any Region that is asked about.
pub(super) struct AlikeDocuments {
    /// The Regions.
    pub(super) regions: BTreeSet<Option<String>>,
    /// The first document of each group.
    pub(super) first: Vec<usize>,
    /// The group of each document.
    pub(super) of: Vec<usize>,
}

impl AlikeDocuments {
    /// `resource` is the document in a Region; none where it is in another.
    pub(super) fn new(
        documents: &[DocumentResource<'_>],
        regions: BTreeSet<Option<String>>,
        resource: impl Fn(&DocumentResource<'_>, Option<&str>) -> Option<Rc<AuthorizedResource>>,
        layers: &Layers,
        keys: &BTreeSet<String>,
    ) -> Self {
        let statements: Vec<_> = statements(layers).collect();
        let tells_all = statements.iter().any(|(_, statement)| tells_by_condition(statement));
        let tags = TagTests::new(layers, keys);
        let (mut first, mut of, mut known) = (Vec::new(), Vec::with_capacity(documents.len()), FxHashMap::default());
        for (index, document) in documents.iter().enumerate() {
            let in_regions = regions.iter().map(|region| resource(document, region.as_deref()));
            let looks: Vec<_> = in_regions.map(|resource| resource.map(|resource| look(&resource, &statements, &tags))).collect();
            // What may be named, or what is not known of it, may tell it from all others.
            let is_vague = tells_all || looks.iter().any(|look| matches!(look, Some(None)));
            let group = *known.entry((looks, is_vague.then_some(index))).or_insert(first.len());
            if group == first.len() {
                first.push(index);
            }
            of.push(group);
        }
        Self { regions, first, of }
    }
}

/// What policies see of a document: where it is, which patterns match it, and its tags. `None` where it is not certain that this is all.
fn look(
    resource: &AuthorizedResource,
    statements: &[(Version, &Statement)],
    tags: &TagTests<'_>,
) -> Option<(String, Vec<Truth>, Vec<Seen>)> {
    let (place, _) = resource.arn.literal()?.split_once(":document/")?;
    let matching: Vec<Truth> =
        statements.iter().flat_map(|(version, statement)| statement.matching_resources(*version, &resource.arn)).collect();
    (!matching.contains(&Truth::Unknown)).then(|| (place.to_owned(), matching, tags.look(resource)))
}

/// How policies look at the tags of resources.
struct TagTests<'p> {
    /// Each key without its prefix, with the conditions on it; none where the value itself may be seen, by a policy variable.
    keys: Vec<(&'p str, Option<Tests<'p>>)>,
}

/// The conditions on a key.
type Tests<'p> = Vec<(Version, &'p Condition)>;

/// What is seen of a tag.
#[derive(PartialEq, Eq, Hash)]
enum Seen {
    /// Whether each condition holds.
    Tested(Vec<Truth>),
    /// The whole value.
    Value(String),
}

impl<'p> TagTests<'p> {
    fn new(layers: &'p Layers, keys: &'p BTreeSet<String>) -> Self {
        let conditions: Vec<(Version, &Condition)> = statements(layers)
            .flat_map(|(version, statement)| statement.conditions.iter().map(move |condition| (version, condition)))
            .collect();
        let has_variable = |text: &Text| text.literal().is_none_or(|text| text.contains("${"));
        let resources = || statements(layers).flat_map(|(_, statement)| &statement.resources).flat_map(|resources| &resources.list);
        // What a variable may hold is seen as it is, and so is what it is compared with.
        let in_variables = |key: &str| {
            let mut texts = resources().chain(conditions.iter().flat_map(|(_, condition)| &condition.values));
            texts.any(|text| has_variable(text) && text.to_string().to_lowercase().contains(key))
        };
        let tests = |key: &'p String| {
            let tag = ["aws:resourcetag/", "ssm:resourcetag/", "ec2:resourcetag/"].iter().find_map(|prefix| key.strip_prefix(prefix))?;
            let on_key: Tests<'p> = conditions.iter().copied().filter(|(_, condition)| condition.key.to_lowercase() == *key).collect();
            let is_whole = in_variables(key) || on_key.iter().any(|(_, condition)| condition.values.iter().any(has_variable));
            Some((tag, (!is_whole).then_some(on_key)))
        };
        Self { keys: keys.iter().filter_map(tests).collect() }
    }

    fn look(&self, resource: &AuthorizedResource) -> Vec<Seen> {
        let look = |(tag, tests): &(&str, Option<Tests<'_>>)| {
            let value = resource.tags.value(tag, || resource.shown.unquoted());
            match (tests, &value) {
                (Some(tests), Value::One(text)) if text.is_known() => {
                    Seen::Tested(tests.iter().map(|(version, condition)| condition.holds_with(*version, &value)).collect())
                }
                _ => Seen::Value(format!("{value:?}")),
            }
        };
        self.keys.iter().map(look).collect()
    }
}

fn statements(layers: &Layers) -> impl Iterator<Item = (Version, &Statement)> {
    layers.policies().flat_map(|policy| policy.document.statements.iter().map(|statement| (policy.document.version, statement)))
}

/// Region and account of a target.
fn place(target: &TargetResource) -> String {
    let arn = target.resource.arn.to_string();
    let place = arn.rsplit_once('/').map_or(arn.as_str(), |(place, _)| place);
    format!("{:?}|{place}|{:?}", target.region, target.account)
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
