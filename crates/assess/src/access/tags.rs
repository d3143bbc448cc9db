//! Tags, from wherever AWS takes those of an instance, and from nowhere else.
//!
//! A plan shows `tags_all` of an instance, default tags included, and of an instance that a group or fleet launches the tags that its
//! template, group and launch specification give it. `aws_ec2_tag` adds to those, and AWS adds its own, under `aws:`, which nobody else
//! can: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions>.

mod by_resource;
mod handed_down;
mod services;

pub(super) use handed_down::of_ecs;

use crate::pages::Listed;
use crate::target::{Launch, Source, Target, TargetKind};
use ssm_check_graph::aws::{AutoscalingGroup, AutoscalingGroupTag, SpotFleetRequest};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_iam::{Class, Placeholder, Text};
use ssm_check_plan::{Attr, Value};
use std::collections::BTreeMap;

/// Tags of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tags {
    /// These.
    Known(BTreeMap<String, Tag>),
    /// These, and perhaps others.
    AtLeast(BTreeMap<String, Tag>),
    /// Whatever the caller looks for: of any other instance.
    Free,
}

/// A tag of a known key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Its value.
    Is(String),
    /// It is there, with a value that is not known.
    Present,
    /// The caller chooses whether it is there, and with which value.
    Free,
    /// Whether it is there is not known.
    Perhaps,
    /// The key is how others begin, of which it is not known whether they are there.
    Begins,
}

/// What is known of one tag.
pub(super) enum FoundTag<'t> {
    /// Its value.
    Is(&'t str),
    /// It is there, by this key.
    Present(&'t str),
    /// It is not there.
    Absent,
    /// Not known.
    Unknown,
    /// The caller looks for a resource with the value that it needs.
    Free,
}

impl Tags {
    /// None is known, and there may be some.
    pub fn unknown() -> Self {
        Self::AtLeast(BTreeMap::new())
    }

    /// None.
    pub fn none() -> Self {
        Self::Known(BTreeMap::new())
    }

    /// The tag of a key in lower case: "the tag key … is not case-sensitive" in conditions
    /// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html>).
    pub(super) fn find(&self, wanted: &str) -> FoundTag<'_> {
        let (tags, whole) = match self {
            Self::Free => return FoundTag::Free,
            Self::Known(tags) => (tags, true),
            Self::AtLeast(tags) => (tags, false),
        };
        let mut matching = tags.iter().filter(|(key, tag)| **tag != Tag::Begins && key.to_lowercase() == wanted);
        let begins = |(key, tag): (&String, &Tag)| *tag == Tag::Begins && wanted.starts_with(&key.to_lowercase());
        match (matching.next(), matching.next()) {
            (Some((_, Tag::Is(value))), None) => FoundTag::Is(value),
            (Some((key, Tag::Present)), None) => FoundTag::Present(key),
            (Some((_, Tag::Free)), None) => FoundTag::Free,
            // Of two keys that differ by case AWS does not say which one counts.
            (Some(_), _) => FoundTag::Unknown,
            (None, _) if tags.iter().any(begins) => FoundTag::Unknown,
            (None, _) if wanted.starts_with("aws:") && Listed::TagsOfGroups.values().is_empty() => FoundTag::Unknown,
            (None, _) if whole || wanted.starts_with("aws:") => FoundTag::Absent,
            (None, _) => FoundTag::Unknown,
        }
    }

    /// What a condition on the tag sees; `of` is whose it is.
    pub(crate) fn value(&self, wanted: &str, of: impl FnOnce() -> String) -> ssm_check_iam::Value {
        match self.find(wanted) {
            FoundTag::Is(value) => ssm_check_iam::Value::One(Text::lit(value)),
            FoundTag::Present(key) => {
                ssm_check_iam::Value::One(Text::unknown(Placeholder::new(format!("{}.tags.{key}", of()), Class::Any)))
            }
            FoundTag::Absent => ssm_check_iam::Value::Absent,
            FoundTag::Unknown => ssm_check_iam::Value::Unknown,
            FoundTag::Free => ssm_check_iam::Value::Free,
        }
    }

    fn get(&self, key: &str) -> Option<&Tag> {
        match self {
            Self::Known(tags) | Self::AtLeast(tags) => tags.get(key),
            Self::Free => None,
        }
    }

    fn map(&mut self) -> Option<&mut BTreeMap<String, Tag>> {
        match self {
            Self::Known(tags) | Self::AtLeast(tags) => Some(tags),
            Self::Free => None,
        }
    }

    /// Tags set later win.
    fn set(&mut self, key: String, tag: Tag) {
        if let Some(tags) = self.map() {
            tags.insert(key, tag);
        }
    }

    /// Tags that AWS sets.
    fn set_all(&mut self, keys: Listed, tag: &Tag) {
        keys.texts().for_each(|key| self.set(key.to_owned(), tag.clone()));
    }

    /// Others win, and may hide these.
    fn extend(&mut self, others: Self) {
        match others {
            Self::Known(others) => others.into_iter().for_each(|(key, tag)| self.set(key, tag)),
            Self::AtLeast(others) => {
                for tag in self.map().into_iter().flat_map(BTreeMap::values_mut).filter(|tag| **tag != Tag::Begins) {
                    *tag = Tag::Present;
                }
                for (key, tag) in others {
                    self.set(key, tag);
                }
                self.open();
            }
            Self::Free => *self = Self::Free,
        }
    }

    /// There may be others.
    fn open(&mut self) {
        if let Self::Known(tags) = self {
            *self = Self::AtLeast(std::mem::take(tags));
        }
    }

    /// What holds of both.
    fn common(self, other: Self) -> Self {
        let whole = matches!((&self, &other), (Self::Known(_), Self::Known(_)));
        let (Self::Known(one) | Self::AtLeast(one), Self::Known(two) | Self::AtLeast(two)) = (self, other) else { return Self::unknown() };
        let keys = one.keys().chain(two.keys()).cloned().collect::<std::collections::BTreeSet<_>>();
        let tag = |key: String| {
            let tag = match (one.get(&key), two.get(&key)) {
                (Some(a), Some(b)) if a == b => a.clone(),
                (Some(Tag::Begins), _) | (_, Some(Tag::Begins)) => Tag::Begins,
                (Some(Tag::Is(_) | Tag::Present), Some(Tag::Is(_) | Tag::Present)) => Tag::Present,
                _ => Tag::Perhaps,
            };
            (key, tag)
        };
        let tags = keys.into_iter().map(tag).collect();
        if whole { Self::Known(tags) } else { Self::AtLeast(tags) }
    }
}

/// The tags of every instance, task or machine that a target stands for.
pub(crate) fn of_target(target: &Target<'_>) -> Tags {
    let resource = target.resource;
    if target.kind != TargetKind::Instance {
        return handed_down::of_target(target);
    }
    let mut tags = match resource.kind() {
        Some(Kind::Instance) => {
            let mut tags = launched(target, |source| template_tags(source, Overlap::Unclear));
            let own = of_resource(resource);
            // Tags of a request stand beside those of its template, or in their place.
            if let (Tags::Known(own), Tags::Known(of_template)) = (&own, &mut tags)
                && !own.is_empty()
            {
                of_template.iter_mut().filter(|(key, _)| !key.starts_with("aws:")).for_each(|(_, tag)| *tag = Tag::Perhaps);
            }
            tags.extend(own);
            tags
        }
        // The tags of a request for a spot instance, of a fleet or a node group are their own, not their instances'.
        Some(Kind::SpotInstanceRequest) => {
            launched(target, |source| if source.template.is_some() { Tags::unknown() } else { Tags::none() })
        }
        Some(Kind::AutoscalingGroup) => group(target),
        Some(Kind::Ec2Fleet) => {
            let mut tags = launched(target, |source| template_tags(source, Overlap::None));
            tags.set_all(Listed::TagsOfFleets, &Tag::Present);
            tags
        }
        Some(Kind::SpotFleetRequest) => {
            let mut tags = launched(target, specification_tags);
            tags.set_all(Listed::TagsOfSpotFleets, &Tag::Present);
            tags
        }
        _ => services::of_target(target),
    };
    by_resource::lost(resource, &mut tags);
    by_resource::added(resource, &mut tags);
    tags
}

/// What the launches of a target have in common.
fn launched<'g>(target: &Target<'g>, of: impl Fn(Source<'g>) -> Tags) -> Tags {
    let of_launch = |launch: &Launch<'g>| {
        let one = launch.possibilities.iter().map(|source| of(*source)).reduce(Tags::common).unwrap_or_else(Tags::unknown);
        if launch.gap.is_some() { one.common(Tags::unknown()) } else { one }
    };
    target.launches.iter().map(of_launch).reduce(Tags::common).unwrap_or_else(Tags::unknown)
}

/// What else of the request there may be beside a template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlap {
    None,
    Unclear,
}

/// Tags that a launch template gives to instances, and AWS's own that tell which template it was:
/// <https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html>.
fn template_tags(source: Source<'_>, overlap: Overlap) -> Tags {
    let Some(template) = source.launch_template() else { return Tags::none() };
    let mut tags = Tags::none();
    let specifications = template.0.blocks("tag_specifications");
    let mut closed = !specifications.is_unknown;
    for block in specifications.items {
        match block.get("resource_type").text() {
            Attr::Known("instance") | Attr::Sensitive(Some("instance")) => tags.extend(of_map(block.get("tags"))),
            Attr::Unknown(_) | Attr::Sensitive(None) => closed = false,
            Attr::Known(_) | Attr::Sensitive(Some(_)) | Attr::Absent => {}
        }
    }
    // A data source shows no specifications, so that there may be some.
    if !closed || !template.0.is_managed() || (overlap == Overlap::Unclear && !template.0.existence().is_new()) {
        tags.open();
    }
    let id = template.0.text("id").value().map_or(Tag::Present, |id| Tag::Is(id.to_owned()));
    for (key, tag) in Listed::TagsOfTemplates.texts().zip([id, Tag::Present]) {
        tags.set(key.to_owned(), tag);
    }
    tags
}

/// A launch specification of a spot fleet has tags of its instances.
fn specification_tags(source: Source<'_>) -> Tags {
    let Some(index) = source.specification else { return template_tags(source, Overlap::None) };
    let fleet = source.own.graph().view::<SpotFleetRequest<'_>>(source.own.id());
    fleet
        .and_then(|fleet| fleet.launch_specification().items.get(index).map(|block| of_map(block.get("tags"))))
        .unwrap_or_else(Tags::unknown)
}

/// Tags of a group that propagate, over those of its template's instances. Default tags of the provider do neither:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>.
fn group(target: &Target<'_>) -> Tags {
    let resource = target.resource;
    let graph = resource.graph();
    let Some(view) = graph.view::<AutoscalingGroup<'_>>(resource.id()) else { return Tags::unknown() };
    let mut tags = launched(target, |source| template_tags(source, Overlap::None));
    let own = view.tag();
    let mut closed = !own.is_unknown;
    let others = graph.referrers::<AutoscalingGroupTag<'_>>(LinkTarget::Resource(resource.id()), &["autoscaling_group_name"]);
    let blocks = own.items.into_iter().map(|block| (block, true));
    let elsewhere = others.into_iter().flat_map(|(tag, referrer)| tag.tag().items.into_iter().map(move |block| (block, referrer.certain)));
    for (block, certain) in blocks.chain(elsewhere) {
        let Some(key) = block.get("key").text().value() else {
            closed = false;
            continue;
        };
        let value = block.get("value").text().value().map_or(Tag::Present, |value| Tag::Is(value.to_owned()));
        match block.get("propagate_at_launch").boolean() {
            Attr::Known(true) | Attr::Sensitive(Some(true)) if certain => tags.set(key.to_owned(), value),
            Attr::Known(false) | Attr::Sensitive(Some(false)) | Attr::Absent => {}
            _ => tags.set(key.to_owned(), Tag::Perhaps),
        }
    }
    for tag in graph.undecided::<AutoscalingGroupTag<'_>>(&["autoscaling_group_name"]) {
        closed &= perhaps(&mut tags, tag.tag().items.iter().map(|block| block.get("key").text()));
    }
    if !closed {
        tags.open();
    }
    let name = resource.text("name").value().map_or(Tag::Present, |name| Tag::Is(name.to_owned()));
    tags.set_all(Listed::TagsOfGroups, &name);
    tags
}

/// Tags of these keys may be there, with whatever value. False: a key is not known either.
fn perhaps<'k>(tags: &mut Tags, keys: impl Iterator<Item = Attr<&'k str>>) -> bool {
    let mut all = true;
    for key in keys {
        match key.value() {
            Some(key) => tags.set(key.to_owned(), Tag::Perhaps),
            None => all = false,
        }
    }
    all
}

/// The tags of a resource: `tags_all` has the provider's default tags too. One tag that is known only after apply hides all of it:
/// then the own tags over those of the provider block.
pub(crate) fn of_resource(resource: Resource<'_>) -> Tags {
    let all = resource.values().get("tags_all");
    if matches!(all.json(), Attr::Absent) {
        let own = resource.value("tags");
        // A listing of roles or users leaves tags out: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html>.
        let listed = matches!(resource.kind(), Some(Kind::Role | Kind::User)) && !resource.existence().is_new();
        return if listed && matches!(own.json(), Attr::Absent) { Tags::unknown() } else { of_map(own) };
    }
    if !all.is_unknown() {
        return of_map(all);
    }
    let own = of_map(resource.value("tags"));
    let Some(defaults) = resource.default_tags() else {
        let mut tags = own;
        tags.open();
        return tags;
    };
    let mut tags = Tags::Known(defaults.into_iter().map(|(key, value)| (key, Tag::Is(value))).collect());
    tags.extend(own);
    tags
}

fn of_map(tags: Value<'_, '_>) -> Tags {
    if tags.is_unknown() {
        return Tags::unknown();
    }
    let tag = |value: Value<'_, '_>| value.text().value().map_or(Tag::Present, |value| Tag::Is(value.to_owned()));
    Tags::Known(tags.members().map(|(key, value)| (key.to_owned(), tag(value))).collect())
}
