//! The two resources that a session is authorised for: the target and the document.

use super::account_scope::{AccountScope, partition, region_text};
use crate::arn::arn_of;
use crate::document::{self, AWS_DOCUMENTS, AwsDocument, DEFAULT_DOCUMENT, Ports, Reading};
use crate::target::Target;
use rustc_hash::FxHashSet;
use ssm_check_graph::aws::{AutoscalingGroup, SsmDocument};
use ssm_check_graph::{Graph, Kind, Resource};
use ssm_check_iam::{Class, Placeholder, Text};
use ssm_check_plan::{Attr, Value};
use std::collections::BTreeMap;

/// Tags of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tags {
    /// These; `None` is a value that is not known.
    Known(BTreeMap<String, Option<String>>),
    /// Whatever the caller looks for: of any other instance.
    Free,
    /// Not known.
    Unknown,
}

/// One resource to be authorised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorizedResource {
    /// Its ARN.
    pub arn: Text,
    /// As evidence shows it.
    pub shown: String,
    /// Its tags.
    pub tags: Tags,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetResource {
    /// The address, or `*` for any other instance of the account.
    pub name: String,
    /// The Region, if it is known.
    pub region: Option<String>,
    /// The account that it is in, if that is known; none of any other instance of the caller's own.
    pub account: Option<String>,
    /// The resource.
    pub resource: AuthorizedResource,
    /// Its ARN as evidence shows it.
    pub shown_arn: Text,
}

/// A document.
pub struct DocumentResource<'g> {
    /// Its name, or its address where the name is not known.
    pub name: String,
    /// Of AWS.
    pub aws: Option<&'static AwsDocument>,
    /// Of the inputs.
    pub own: Option<SsmDocument<'g>>,
    /// What it opens.
    pub ports: Ports,
    /// Its sessions are tunnels; `None` where that is not known.
    pub is_tunnel: Option<bool>,
    tags: Tags,
}

impl TargetResource {
    pub(super) fn of(target: &Target<'_>, scope: &AccountScope) -> Self {
        let resource = target.resource;
        let (arn, place) = (instance_arn(resource, scope), resource.place());
        Self {
            name: resource.address().to_owned(),
            region: place.region,
            account: place.account,
            shown_arn: scope.shown(&arn),
            resource: AuthorizedResource { shown: resource.address().to_owned(), arn: scope.fill(&arn), tags: tags_of(target) },
        }
    }

    /// Any other node of the account with this id.
    pub(super) fn any(scope: &AccountScope, region: Option<&str>, id: &str) -> Self {
        let (service, kind) = if id.starts_with("mi-") { ("ssm", "managed-instance") } else { ("ec2", "instance") };
        let named = |id: &str| {
            scope.fill(
                &Text::lit(format!("arn:{}:{service}:", partition(region)))
                    .join(&region_text(region))
                    .then(":")
                    .join(&scope.account())
                    .then(format!(":{kind}/{id}")),
            )
        };
        let arn = named(id);
        let shown_arn = if id == ANY_INSTANCE || id == ANY_NODE { named("*") } else { arn.clone() };
        let shown = if id == ANY_INSTANCE {
            "any other instance".to_owned()
        } else if id == ANY_NODE {
            "any managed node".to_owned()
        } else {
            format!("`{id}`")
        };
        Self {
            name: "*".to_owned(),
            region: region.map(str::to_owned),
            account: None,
            shown_arn,
            resource: AuthorizedResource { shown, arn, tags: Tags::Free },
        }
    }

    /// One of the inputs.
    pub fn is_of_inputs(&self) -> bool {
        self.name != "*"
    }
}

/// The ARN of an instance that a target launches: a group's own ARN is another's.
fn instance_arn(resource: Resource<'_>, scope: &AccountScope) -> Text {
    if resource.kind() == Some(Kind::Instance) {
        return arn_of(resource);
    }
    let place = resource.place();
    let region = place.region.as_deref();
    let account = place.account.map_or_else(|| scope.account(), Text::lit);
    let id = Text::unknown(Placeholder::new(format!("{}.instance", resource.address()), Class::Segment));
    Text::lit(format!("arn:{}:ec2:", partition(region))).join(&region_text(region)).then(":").join(&account).then(":instance/").join(&id)
}

/// Stands for an instance that no policy names by its id.
pub(super) const ANY_INSTANCE: &str = "i-0fedcba9876543210";
/// Stands for a node outside of EC2.
pub(super) const ANY_NODE: &str = "mi-0fedcba9876543210";

impl AuthorizedResource {
    /// A resource whose tags the caller may look for.
    pub fn new(arn: Text, shown: impl Into<String>) -> Self {
        Self { arn, shown: shown.into(), tags: Tags::Free }
    }
}

impl DocumentResource<'_> {
    /// A document of one's own that may come to be under this name.
    pub fn custom(name: impl Into<String>) -> Self {
        Self { name: name.into(), aws: None, own: None, ports: Ports::None, is_tunnel: None, tags: Tags::Known(BTreeMap::new()) }
    }

    /// The resource in a Region; `None` where it is in another.
    pub(super) fn resource(&self, scope: &AccountScope, region: Option<&str>) -> Option<AuthorizedResource> {
        let arn = match (self.aws, self.own) {
            (Some(_), _) => {
                Text::lit(format!("arn:{}:ssm:", partition(region))).join(&region_text(region)).then(format!("::document/{}", self.name))
            }
            (None, Some(own)) => {
                let place = own.0.place().region;
                if place.is_some() && region.is_some() && place.as_deref() != region {
                    return None;
                }
                arn_of(own.0)
            }
            (None, None) => Text::lit(format!("arn:{}:ssm:", partition(region)))
                .join(&region_text(region))
                .then(":")
                .join(&scope.account())
                .then(format!(":document/{}", self.name)),
        };
        let shown = format!("`{}`", self.name);
        Some(AuthorizedResource { arn: scope.fill(&arn), shown, tags: self.tags.clone() })
    }
}

/// Documents that sessions may name.
pub(super) fn documents<'g>(graph: &'g Graph<'g>) -> Vec<DocumentResource<'g>> {
    // AWS's documents have no tags.
    let none = || Tags::Known(BTreeMap::new());
    let mut all: Vec<DocumentResource<'g>> = AWS_DOCUMENTS
        .iter()
        .map(|aws| DocumentResource {
            name: aws.name.to_owned(),
            aws: Some(aws),
            own: None,
            ports: aws.ports(),
            is_tunnel: Some(aws.is_tunnel()),
            tags: none(),
        })
        .collect();
    // The same document in hundreds of copies of a module is one question.
    let mut seen = FxHashSet::default();
    for own in graph.all::<SsmDocument<'g>>().filter(|own| own.0.is_managed() && document::is_session(*own) != Some(false)) {
        let said = own.content().value().unwrap_or(own.0.address());
        let key = (document::name_of(own), said, own.document_format().value(), format!("{:?}", resource_tags(own.0)), own.0.place());
        if !seen.insert(key) {
            continue;
        }
        let (ports, is_tunnel) = match document::read(own) {
            Reading::Content(content) => (content.ports(), Some(content.session_type() == Some(document::SessionType::Port))),
            Reading::Invalid(_) => (Ports::None, Some(false)),
            Reading::Unknown(why) => (Ports::Unknown(why), None),
        };
        let name = document::name_of(own).unwrap_or(own.0.address()).to_owned();
        all.push(DocumentResource { name, aws: None, own: Some(own), ports, is_tunnel, tags: resource_tags(own.0) });
    }
    if !all.iter().any(|document| document.name == DEFAULT_DOCUMENT) {
        all.push(DocumentResource {
            name: DEFAULT_DOCUMENT.to_owned(),
            aws: None,
            own: None,
            ports: Ports::None,
            is_tunnel: Some(false),
            tags: none(),
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// The tags of instances that a target launches.
fn tags_of(target: &Target<'_>) -> Tags {
    match target.resource.kind() {
        Some(Kind::Instance) => resource_tags(target.resource),
        Some(Kind::AutoscalingGroup) => group_tags(target).unwrap_or(Tags::Unknown),
        _ => Tags::Unknown,
    }
}

/// `tags_all` has the provider's default tags too; where it is not known, the own tags and perhaps others.
fn resource_tags(resource: Resource<'_>) -> Tags {
    let all = resource.values().get("tags_all");
    let tags = if all.is_unknown() || matches!(all.json(), Attr::Absent) { resource.value("tags") } else { all };
    if tags.is_unknown() {
        return Tags::Unknown;
    }
    Tags::Known(map(tags))
}

fn map(tags: Value<'_, '_>) -> BTreeMap<String, Option<String>> {
    tags.members().map(|(key, value)| (key.to_owned(), value.text().value().map(str::to_owned))).collect()
}

/// Tags of a group that propagate, over those of its template's instances.
fn group_tags(target: &Target<'_>) -> Option<Tags> {
    let group: AutoscalingGroup<'_> = target.resource.graph().view(target.resource.id())?;
    let mut tags = BTreeMap::new();
    let [launch] = target.launches.as_slice() else { return None };
    let [source] = launch.possibilities.as_slice() else { return None };
    if let Some(template) = source.launch_template() {
        let specifications = template.0.blocks("tag_specifications");
        if specifications.unknown.is_some() {
            return None;
        }
        for block in specifications.items {
            match block.get("resource_type").text() {
                Attr::Known("instance") if block.get("tags").is_unknown() => return None,
                Attr::Known("instance") => tags.extend(map(block.get("tags"))),
                Attr::Unknown(_) => return None,
                _ => {}
            }
        }
    }
    let blocks = group.0.blocks("tag");
    if blocks.unknown.is_some() {
        return None;
    }
    for block in blocks.items {
        let key = block.get("key").text().value()?;
        if block.get("propagate_at_launch").boolean().value()? {
            tags.insert(key.to_owned(), block.get("value").text().value().map(str::to_owned));
        }
    }
    Some(Tags::Known(tags))
}
