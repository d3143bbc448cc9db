//! The image of a launch: where it is named, and what family it is of.

mod family;

pub use family::Carries;
pub(crate) use family::{table, tells_systems};

use crate::evidence::AttrRef;
use crate::target::Source;
use family::{Family, UNKNOWN, also_minimal, architecture_in, by_ami_type, by_name, by_parameter, of_platform, passes_alike};
use ssm_check_graph::aws::{Ami, EksNodeGroup, SsmParameter};
use ssm_check_graph::{Graph, Link, LinkTarget, ResourceId};
use ssm_check_plan::{Attr, Value};
use ssm_check_user_data::System;

/// The image of a launch, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The attribute that names it.
    pub at: AttrRef,
    /// The look-up that it comes from.
    pub from: Option<AttrRef>,
    /// Its name, the pattern that it is looked up by, or the parameter that names it.
    pub shown: String,
    /// The name of its family.
    pub family: &'static str,
    /// Whether it carries the agent.
    pub carries: Carries,
    /// What runs user data.
    pub system: System,
    /// The architecture that it is looked up by, or that its name tells.
    pub architecture: Option<&'static str>,
    /// A minimal image that the look-up lets through besides standard ones, the newest of which is taken.
    pub also_minimal: Option<&'static str>,
}

impl Image {
    /// The image of one way to launch.
    pub fn of(source: Source<'_>) -> Self {
        let graph = source.own.graph();
        if let Some(index) = source.specification {
            let at = AttrRef::new(source.own.address(), format!("launch_specification[{index}].ami"));
            let block = source.own.values().get("launch_specification").elements().nth(index).unwrap_or(Value::ABSENT);
            let link = source.own.links(&["launch_specification", "ami"]).get(index).copied().unwrap_or(Link::ABSENT);
            return named(graph, at, block.get("ami").text(), link);
        }
        for layer in source.layers() {
            for attribute in ["ami", "image_id"] {
                let value = layer.text(attribute);
                if !matches!(value, Attr::Absent | Attr::Known("")) {
                    return named(graph, AttrRef::new(layer.address(), attribute), value, layer.link(&[attribute]));
                }
            }
        }
        let at = AttrRef::new(source.own.address(), "ami_type");
        let ami_type = graph.view::<EksNodeGroup<'_>>(source.own.id()).and_then(|group| group.0.text("ami_type").value());
        let family = ami_type.map_or(UNKNOWN, by_ami_type);
        Self::new(at, None, ami_type.unwrap_or_default(), family)
    }

    fn new(at: AttrRef, from: Option<AttrRef>, shown: &str, family: Family) -> Self {
        Self {
            at,
            from,
            shown: shown.to_owned(),
            family: family.name,
            carries: family.carries,
            system: family.system,
            architecture: architecture_in(shown),
            also_minimal: None,
        }
    }
}

/// The image that an attribute names: by a parameter that EC2 resolves, or by what the link leads to.
fn named(graph: &Graph<'_>, at: AttrRef, value: Attr<&str>, link: &Link) -> Image {
    let text = value.value().unwrap_or_default();
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html#use-an-ssm-parameter-instead-of-an-ami-id
    if let Some(parameter) = text.strip_prefix("resolve:ssm:") {
        let path = parameter.split(':').next().unwrap_or_default();
        return Image::new(at, None, path, by_parameter(path));
    }
    let closed = link.gap().is_none() && link.outside().next().is_none();
    let images: Vec<Image> = link
        .candidates()
        .filter_map(|candidate| match candidate.target {
            LinkTarget::Resource(id) => looked_up(graph, id, &at),
            LinkTarget::Default(..) => None,
        })
        .collect();
    match images.split_first() {
        Some((first, rest))
            if closed && rest.iter().all(|other| other.carries == first.carries && other.also_minimal == first.also_minimal) =>
        {
            Image { system: rest.iter().fold(first.system, |system, other| system.or(other.system)), ..first.clone() }
        }
        _ => Image::new(at, None, text, UNKNOWN),
    }
}

fn looked_up(graph: &Graph<'_>, id: ResourceId, at: &AttrRef) -> Option<Image> {
    if let Some(parameter) = graph.view::<SsmParameter<'_>>(id) {
        let path = parameter.name().value().unwrap_or_default();
        // A parameter of one's own may name any image.
        let family = if parameter.0.is_managed() { UNKNOWN } else { by_parameter(path) };
        return Some(Image::new(at.clone(), Some(AttrRef::new(parameter.0.address(), "name")), path, family));
    }
    let ami = graph.view::<Ami<'_>>(id)?;
    let from = AttrRef::new(ami.0.address(), "filter");
    if ami.0.is_answer() {
        return Some(answered(ami, at));
    }
    if ami.0.is_managed() {
        return Some(Image::new(at.clone(), Some(from), "", UNKNOWN));
    }
    let filters = Filters::of(ami);
    let mut image = match ami.name().value() {
        Some(name) => Image::new(at.clone(), Some(from), name, by_name(name, &filters.owners)),
        None => Image::new(at.clone(), Some(from), &filters.shown(), filters.family()),
    };
    if image.system == System::Unknown {
        image.system = ami.0.text("platform").value().map_or(filters.system, of_platform);
    }
    // The provider sorts ids by date, the newest first.
    let newest = ami.0.resource_type() == "aws_ami_ids" || ami.most_recent() == Attr::Known(true);
    if newest && filters.only_usual && image.carries != Carries::Minimal {
        image.also_minimal = also_minimal(&filters.names, &filters.owners, filters.architecture);
    }
    image.architecture = filters.architecture.or(ami.0.text("architecture").value().and_then(architecture_in)).or(image.architecture);
    Some(image)
}

/// An image as AWS answers: by its name, and whose it is.
fn answered(ami: Ami<'_>, at: &AttrRef) -> Image {
    let text = |name: &str| ami.0.text(name).value().filter(|text| !text.is_empty());
    let name = text("name").unwrap_or_default();
    let owner = text("image_owner_alias").or(text("owner_id")).map(str::to_owned);
    let family = by_name(name, owner.as_slice());
    let system = if family.system == System::Unknown { of_platform(text("platform").unwrap_or_default()) } else { family.system };
    Image::new(at.clone(), Some(AttrRef::new(ami.0.address(), "name")), name, Family { system, ..family })
}

/// What a look-up narrows images by.
struct Filters {
    /// One for each filter on names, with its patterns.
    names: Vec<Vec<String>>,
    /// Whose images; none where it is not known.
    owners: Vec<String>,
    /// Nothing that may tell standard from minimal images otherwise.
    only_usual: bool,
    /// What a filter on the platform tells.
    system: System,
    /// The only one that a filter lets through.
    architecture: Option<&'static str>,
}

impl Filters {
    fn of(ami: Ami<'_>) -> Self {
        let mut filters = Self {
            names: Vec::new(),
            owners: texts(ami.owners()).unwrap_or_default(),
            only_usual: matches!(ami.name_regex(), Attr::Absent | Attr::Known("")),
            system: System::Unknown,
            architecture: None,
        };
        let blocks = ami.filter();
        filters.only_usual &= !blocks.is_unknown;
        for block in &blocks.items {
            let values = texts(block.get("values"));
            match (block.get("name").text().value(), values) {
                (Some("name"), Some(values)) => filters.names.push(values),
                (Some("owner-alias" | "owner-id"), Some(values)) if filters.owners.is_empty() => filters.owners = values,
                (Some("platform"), Some(values)) => {
                    (filters.system, filters.only_usual) = (values.first().map_or(System::Unknown, |value| of_platform(value)), false);
                }
                (Some("architecture"), Some(values)) => {
                    filters.architecture = match values.as_slice() {
                        [only] => architecture_in(only),
                        _ => None,
                    };
                }
                (Some(name), Some(_)) if passes_alike(name) => {}
                _ => filters.only_usual = false,
            }
        }
        // What was found has one owner.
        if let (Some(owner), false) = (ami.owner_id().value(), ami.0.resource_type() == "aws_ami_ids")
            && !filters.owners.iter().any(|known| known == "amazon")
        {
            filters.owners = vec![owner.to_owned()];
        }
        filters
    }

    /// The family that the names can only be of: every pattern of some filter is of one that carries the agent, or of none such. The same
    /// for its system.
    fn family(&self) -> Family {
        let families = || self.names.iter().map(|group| group.iter().map(|pattern| by_name(pattern, &self.owners)).collect::<Vec<_>>());
        let of_group = |families: Vec<Family>| {
            let first = *families.first().filter(|first| first.carries != Carries::Unknown)?;
            families.iter().all(|other| other.carries == first.carries).then_some(first)
        };
        let system = |families: Vec<Family>| families.into_iter().map(|family| family.system).reduce(System::or);
        let system = families().filter_map(system).find(|system| *system != System::Unknown).unwrap_or_default();
        Family { system, ..families().find_map(of_group).unwrap_or(UNKNOWN) }
    }

    fn shown(&self) -> String {
        self.names.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// The elements of a list; `None` where one is not known.
fn texts(list: Value<'_, '_>) -> Option<Vec<String>> {
    if list.has_unknown() {
        return None;
    }
    list.elements().map(|element| element.text().value().map(str::to_owned)).collect()
}
