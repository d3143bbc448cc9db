//! User data: what an instance is told to do when it first starts.

use crate::evidence::AttrRef;
use crate::image::Image;
use crate::target::Source;
use ssm_check_graph::aws::{Rendered, SsmActivation};
use ssm_check_graph::{Graph, Kind, LinkTarget, Resource, SourcePart};
use ssm_check_net::Truth;
use ssm_check_net::interface::Os;
use ssm_check_net::known::{Gap, Known};
use ssm_check_plan::{Attr, Value};
use ssm_check_user_data::{Agent, Change, Part, PartKind, Registration, Settings, State, System, Told, changes, decode, run_again};
use std::collections::BTreeSet;

/// The user data of a launch, and where it is written.
pub struct UserData {
    /// The attribute that holds it, or would.
    pub at: AttrRef,
    /// As far as it can be read.
    pub content: Content,
    /// What runs it.
    system: System,
}

/// Whether a launch registers with an activation, instead of as an EC2 instance.
pub enum Registers<'g> {
    /// No command does, or it is not known.
    No,
    /// With this activation.
    With(SsmActivation<'g>),
    /// With one that is not told, or perhaps.
    Unclear,
}

/// User data, as far as it can be read.
pub enum Content {
    /// There is none.
    None,
    /// What the instance runs, decoded, in the order written.
    Parts(Vec<Part>),
    /// The same, with places in it where anything may stand: lines that say the opposite, too.
    InPart(Vec<Part>),
    /// There is some, or may be, that the plan does not show.
    Unknown,
}

/// The attributes that hold user data, plain or in base64.
const ATTRIBUTES: [&str; 2] = ["user_data", "user_data_base64"];

impl UserData {
    /// Reads the user data of a launch: the target's own, else its template's.
    pub fn of(source: Source<'_>) -> Self {
        Self::on(source, Image::of(source).system)
    }

    /// The same, where the system of the image is at hand.
    pub fn on(source: Source<'_>, system: System) -> Self {
        if let Some(index) = source.specification {
            let place = format!("launch_specification[{index}].user_data");
            let block = source.own.values().get("launch_specification").elements().nth(index).unwrap_or(Value::ABSENT);
            let content = match block.get("user_data").text() {
                Attr::Absent => Content::None,
                Attr::Known(text) | Attr::Sensitive(Some(text)) => shown(source.own, &place, text, system),
                Attr::Unknown(_) | Attr::Sensitive(None) => of_sources(source.own, &place, system),
            };
            return Self { at: AttrRef::new(source.own.address(), place), content, system };
        }
        for layer in source.layers() {
            if let Some(before) = layer.graph().earlier(layer).filter(|before| before.kind() == Some(Kind::Instance)) {
                return Self::of_running(layer, before, system);
            }
            for attribute in ATTRIBUTES {
                let at = AttrRef::new(layer.address(), attribute);
                let content = written(layer, attribute, system);
                if !matches!(content, Content::None) {
                    return Self { at, content, system };
                }
            }
        }
        Self { at: AttrRef::new(source.own.address(), "user_data"), content: Content::None, system }
    }

    /// What a running instance has run, when it first started, and of what the plan writes in its place what runs whenever it starts, which it
    /// does when its user data is changed: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html#user-data-modify>.
    fn of_running(layer: Resource<'_>, before: Resource<'_>, system: System) -> Self {
        let of = |layer: Resource<'_>| {
            let contents = ATTRIBUTES.map(|attribute| (AttrRef::new(layer.address(), attribute), written(layer, attribute, system)));
            contents.into_iter().find(|(_, content)| !matches!(content, Content::None))
        };
        let none = || (AttrRef::new(layer.address(), "user_data"), Content::None);
        let same = |attribute: &str| before.values().get(attribute).text() == layer.values().get(attribute).text();
        if ATTRIBUTES.iter().all(|attribute| same(attribute)) {
            let (at, content) = of(layer).unwrap_or_else(none);
            return Self { at, content, system };
        }
        let (at, ran) = of(before).unwrap_or_else(none);
        let (at_again, again) = match of(layer) {
            Some((at, Content::Parts(parts))) => (at, run_again(parts)),
            Some((_, Content::InPart(_) | Content::Unknown | Content::None)) | None => return Self { at, content: ran, system },
        };
        let agent = Agent::of(&again);
        if agent.state == State::Untouched && changes(&again).is_empty() {
            return Self { at, content: ran, system };
        }
        match ran {
            Content::None => Self { at: at_again, content: Content::Parts(again), system },
            Content::Parts(parts) => Self { at: at_again, content: Content::Parts(parts.into_iter().chain(again).collect()), system },
            // Whatever it ran before, the agent is off when that has run.
            Content::InPart(_) | Content::Unknown if matches!(agent.state, State::Off(_)) => {
                Self { at: at_again, content: Content::Parts(again), system }
            }
            content @ (Content::InPart(_) | Content::Unknown) => Self { at, content, system },
        }
    }

    /// Whether the machine registers with an activation. The agent takes that identity before the one of EC2:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/appconfig/constants.go>, `DefaultIdentityConsumptionOrder`.
    pub fn registers<'g>(&self, source: Source<'g>) -> Registers<'g> {
        let parts = match &self.content {
            Content::Parts(parts) => parts,
            Content::None => return Registers::No,
            Content::InPart(parts) if !matches!(Registration::of(parts), Registration::No) => return Registers::Unclear,
            // Where there is something to register with, what is not known may do so.
            Content::InPart(_) | Content::Unknown if source.own.graph().all::<SsmActivation<'g>>().next().is_some() => {
                return Registers::Unclear;
            }
            Content::InPart(_) | Content::Unknown => return Registers::No,
        };
        let id = match Registration::of(parts) {
            Registration::No => return Registers::No,
            Registration::Perhaps => return Registers::Unclear,
            Registration::With(id) => id,
        };
        let graph = source.own.graph();
        let has_id = |activation: &SsmActivation<'g>| activation.0.text("id").value() == Some(&*id);
        if let Some(activation) = graph.all::<SsmActivation<'g>>().find(has_id) {
            return Registers::With(activation);
        }
        // Of one that is not made yet the sources tell which it is.
        let named = source.layers().flat_map(|layer| ATTRIBUTES.iter().filter_map(move |attribute| layer.source_texts_of(attribute)));
        let activations: BTreeSet<_> = named
            .flat_map(|text| text.parts.iter())
            .filter_map(|part| match part {
                SourcePart::Attribute(id, _) => graph.view::<SsmActivation<'g>>(*id).map(|activation| activation.0.id()),
                _ => None,
            })
            .collect();
        match activations.first().and_then(|id| graph.view(*id)) {
            Some(activation) if activations.len() == 1 && id == NOT_KNOWN_YET => Registers::With(activation),
            _ => Registers::Unclear,
        }
    }

    /// What the agent is told of the names that it uses; `None` where user data is not known.
    pub fn settings(&self) -> Option<Settings> {
        match &self.content {
            Content::None => Some(Settings::default()),
            Content::Unknown => None,
            Content::InPart(parts) => Some(Settings::of(parts).perhaps()).filter(|settings| *settings != Settings::default()),
            Content::Parts(parts) => Some(Settings::of(parts)),
        }
    }

    /// What it does to the agent; `None` where that is not known, and what is known does nothing.
    pub fn agent(&self) -> Option<Agent> {
        match &self.content {
            Content::None => Some(Agent::default()),
            Content::Parts(parts) => Some(Agent::of(parts)),
            Content::InPart(parts) => {
                let agent = Agent::of(parts);
                let does_nothing = matches!(agent.state, State::Untouched | State::On);
                (!does_nothing).then_some(Agent { state: State::Unclear, ..agent })
            }
            Content::Unknown => None,
        }
    }

    /// The agent is told to use the dual-stack names:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.
    pub fn dual_stack(&self) -> Truth {
        match self.settings().map(|settings| settings.dual_stack) {
            Some(Told::Nothing) => Truth::False,
            Some(Told::Is(dual_stack)) => dual_stack.into(),
            Some(Told::Unclear) | None => Truth::Unknown,
        }
    }

    /// What it changes on the host of how the agent gets out.
    pub fn changes(&self) -> BTreeSet<Change> {
        match &self.content {
            Content::None | Content::Unknown => BTreeSet::new(),
            Content::Parts(parts) | Content::InPart(parts) => changes(parts),
        }
    }

    /// The agent is told to go through a proxy:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent.html>.
    pub fn has_agent_proxy(&self) -> bool {
        let (Content::Parts(parts) | Content::InPart(parts)) = &self.content else { return false };
        let names = |part: &Part, word: &str| part.text.to_ascii_lowercase().contains(word);
        let proxy = |part: &Part| names(part, "http_proxy") || names(part, "https_proxy");
        parts.iter().any(|part| proxy(part) && (names(part, "ssm-agent") || names(part, "amazonssmagent")))
    }

    /// That of the image; else Windows where PowerShell or a batch script runs, and most likely Linux where a shell does.
    pub fn os(&self) -> Known<Os> {
        match self.system {
            system if system.is_windows() => return Known::Known(Os::Windows),
            System::Linux | System::LinuxWithSnap | System::Bottlerocket => return Known::Known(Os::Linux),
            _ => {}
        }
        let first = match &self.content {
            Content::Parts(parts) | Content::InPart(parts) => parts.first().map(|part| part.kind),
            Content::None | Content::Unknown => None,
        };
        match first {
            Some(PartKind::PowerShell | PartKind::Batch) => Known::Known(Os::Windows),
            Some(PartKind::Shell | PartKind::CloudConfig) => Known::Known(Os::Linux),
            Some(PartKind::Nothing | PartKind::Other) | None => Known::Unknown(Gap::new("the operating system")),
        }
    }
}

/// One attribute of one layer.
fn written(layer: Resource<'_>, attribute: &str, system: System) -> Content {
    match layer.value(attribute).text() {
        Attr::Absent => Content::None,
        Attr::Known(text) | Attr::Sensitive(Some(text)) => shown(layer, attribute, text, system),
        Attr::Unknown(_) | Attr::Sensitive(None) => match layer.link(&[attribute]).only() {
            Some(LinkTarget::Resource(id)) => rendered(layer.graph(), id, system),
            _ => of_sources(layer, attribute, system),
        },
    }
}

/// The text that the plan shows, or what has the hash that it shows: a literal of the configuration, a rendered template, or what
/// the sources come to.
fn shown(layer: Resource<'_>, attribute: &str, text: &str, system: System) -> Content {
    if !decode::is_hash(text) {
        return decode::parts(text, system).map_or(Content::Unknown, content);
    }
    let constant = layer.constant(attribute).and_then(|constant| constant.as_str()).map(str::to_owned);
    // Of JSON syntax a plan keeps the text with its escapes.
    let unescaped = constant.as_deref().map(|text| text.replace("$${", "${").replace("%%{", "%{"));
    let rendered = layer.graph().all::<Rendered<'_>>().filter_map(|source| source.rendered().value().map(str::to_owned));
    let source = layer.source_texts_of(attribute).and_then(|source| {
        let literal = |part: &SourcePart| if let SourcePart::Text(text) = part { Some(text.clone()) } else { None };
        source.parts.iter().map(literal).collect::<Option<String>>()
    });
    // What ran before has another hash than what is written now, and may have been anything. Of none at all AWS may answer an empty text.
    let mut texts = constant.into_iter().chain(unescaped).chain(source).chain(rendered).chain([String::new()]);
    let original = texts.find(|candidate| decode::has_hash(candidate, text));
    match original.and_then(|original| decode::parts(&original, system)) {
        Some(parts) => content(parts),
        None => Content::Unknown,
    }
}

/// Stands in a text for what AWS makes up.
const NOT_KNOWN_YET: &str = "known-after-apply";

/// A text of which the sources tell all but what AWS makes up, and other attributes of one word: they stand in it as a word that means
/// nothing. So does anything else, of which no more is known then.
fn of_sources(layer: Resource<'_>, attribute: &str, system: System) -> Content {
    let Some(source) = layer.source_texts_of(attribute) else { return Content::Unknown };
    let is_word = |part: &SourcePart| match part {
        SourcePart::Text(_) | SourcePart::ArnField(..) | SourcePart::Word(_) => true,
        SourcePart::Attribute(id, name) => layer.graph().resource(*id).is_word(name),
        SourcePart::Other(_) => false,
    };
    // Without a word that is known it is no text, but a reference.
    if !source.parts.iter().any(|part| matches!(part, SourcePart::Text(_))) {
        return Content::Unknown;
    }
    let word = |part: &SourcePart| if let SourcePart::Text(text) = part { text.clone() } else { NOT_KNOWN_YET.to_owned() };
    let text: String = source.parts.iter().map(word).collect();
    match decode::parts(&text, system).map(content) {
        Some(Content::Parts(parts)) if !source.parts.iter().all(is_word) => Content::InPart(parts),
        Some(content) => content,
        None => Content::Unknown,
    }
}

fn rendered(graph: &Graph<'_>, id: ssm_check_graph::ResourceId, system: System) -> Content {
    let text = graph.view::<Rendered<'_>>(id).and_then(|source| source.rendered().value());
    text.and_then(|text| decode::parts(text, system)).map_or(Content::Unknown, content)
}

fn content(parts: Vec<Part>) -> Content {
    if parts.is_empty() { Content::None } else { Content::Parts(parts) }
}
