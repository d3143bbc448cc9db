//! The two resources that a session is authorised for: the target and the document.

use super::account_scope::{AccountScope, location};
use super::principals::{Caller, CallerKind};
use super::tags::{self, Tags};
use crate::arn::{arn_of, segment_of};
use crate::document::{self, AwsDocument, DEFAULT_DOCUMENT, Ports, Reading};
use crate::target::Target;
use rustc_hash::FxHashSet;
use ssm_check_aws::{AccountId, Arn, Symbolic};
use ssm_check_graph::aws::SsmDocument;
use ssm_check_graph::{Graph, Kind, Resource};
use ssm_check_iam::{Scope, Text};
use ssm_check_message::{Gap, Message, Span, say};
use std::cell::RefCell;
use std::rc::Rc;

/// One resource to be authorised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorizedResource {
    /// Its ARN.
    pub arn: Text,
    /// As evidence shows it.
    pub shown: Message,
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
    /// The account that it is in; none of any other instance of the caller's own.
    pub account: Option<Symbolic<AccountId>>,
    /// The resource, which is a part of every question about the target.
    pub resource: Rc<AuthorizedResource>,
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
    /// By its whole ARN, of an account that the inputs do not have.
    foreign: Option<Text>,
    /// What it opens.
    pub ports: Ports,
    /// Its sessions are tunnels; `None` where that is not known.
    pub is_tunnel: Option<bool>,
    tags: Tags,
    /// Its place among the documents that sessions of the inputs may name, if it is one of them.
    pub(super) place: Option<usize>,
    /// The same as a resource of each Region and account that was asked about; `None` where it is not.
    resources: RefCell<Vec<(RegionAndAccount, Option<Rc<AuthorizedResource>>)>>,
}

/// A Region and an account.
type RegionAndAccount = (Option<String>, Symbolic<AccountId>);

/// Of so many places the resource is kept.
const PLACES: usize = 16;

impl TargetResource {
    pub(super) fn of(target: &Target<'_>, scope: &AccountScope) -> Self {
        let resource = target.resource;
        let (arn, location) = (instance_arn(resource), resource.location());
        Self {
            name: resource.address().to_owned(),
            region: location.region().map(str::to_owned),
            account: Some(scope.account(&location.account)),
            shown_arn: scope.shown(&arn),
            resource: Rc::new(AuthorizedResource {
                shown: Span::address(resource.address()).into(),
                arn: scope.fill(&arn),
                tags: tags::of_target(target),
            }),
        }
    }

    /// Any other node of the account with this id; `elsewhere`: the account, where none of the targets is in it.
    pub(super) fn any(account: &Symbolic<AccountId>, elsewhere: Option<&AccountId>, region: Option<&str>, id: &str) -> Self {
        let (service, kind) = if id.starts_with("mi-") { ("ssm", "managed-instance") } else { ("ec2", "instance") };
        let named = |id: &str| Text::arn(&location(region, account), service, Scope::Regional, &Text::lit(format!("{kind}/{id}")));
        let arn = named(id);
        let shown_arn = if id == ANY_INSTANCE || id == ANY_NODE { named("*") } else { arn.clone() };
        let shown = match (id, elsewhere) {
            (ANY_INSTANCE, None) => "any other instance".into(),
            (ANY_NODE, None) => "any managed node".into(),
            (ANY_INSTANCE, Some(account)) => say!("any instance of account {}", Span::value(account.as_str())),
            (ANY_NODE, Some(account)) => say!("any managed node of account {}", Span::value(account.as_str())),
            _ => Message::from(Span::value(id)),
        };
        Self {
            name: "*".to_owned(),
            region: region.map(str::to_owned),
            account: None,
            shown_arn,
            resource: Rc::new(AuthorizedResource { shown, arn, tags: Tags::Free }),
        }
    }

    /// One of the inputs.
    pub fn is_of_inputs(&self) -> bool {
        self.name != "*"
    }
}

/// The ARN of an instance that a target launches: a group's own ARN is another's.
fn instance_arn(resource: Resource<'_>) -> Text {
    if resource.kind() == Some(Kind::Instance) {
        return arn_of(resource);
    }
    let id = segment_of(resource, "instance");
    Text::arn(resource.location(), "ec2", Scope::Regional, &Text::lit("instance/").join(&id))
}

/// Stands for an instance that no policy names by its id.
pub(super) const ANY_INSTANCE: &str = "i-0fedcba9876543210";
/// Stands for a node outside of EC2.
pub(super) const ANY_NODE: &str = "mi-0fedcba9876543210";

impl AuthorizedResource {
    /// Whose sessions one's own are, where the caller is no user: as ids of sessions, their tags and `aws:userid` say.
    pub const OWNER: &str = "the-caller";

    /// A session of the caller, whose id begins with the name of the user or of the role's session:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>. `arn` makes the
    /// ARN of a resource of the caller's account.
    pub fn own_session(caller: &Caller<'_>, arn: impl Fn(&str) -> Text) -> Self {
        let user = if caller.kind == CallerKind::User { caller.resource.text("name").value() } else { None };
        Self::new(arn(&format!("session/{}-0123456789abcdef0", user.unwrap_or(Self::OWNER))), "a session")
    }

    /// It is a session of [`OWNER`](Self::OWNER).
    pub(super) fn is_own_session(&self) -> bool {
        let arn = self.arn.to_string();
        arn.rsplit(':').next().and_then(|rest| rest.strip_prefix("session/")?.strip_prefix(Self::OWNER)).is_some()
    }

    /// A resource whose tags the caller may look for.
    pub fn new(arn: Text, shown: impl Into<Message>) -> Self {
        Self { arn, shown: shown.into(), tags: Tags::Free }
    }

    /// Its ARN has no account: it is a document of AWS.
    pub(super) fn is_of_aws(&self) -> bool {
        Arn::parse(&self.arn.to_string()).is_some_and(|arn| arn.account.is_empty())
    }
}

impl<'g> DocumentResource<'g> {
    /// A document of one's own that may come to be under this name.
    pub fn custom(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            aws: None,
            own: None,
            foreign: None,
            ports: Ports::None,
            is_tunnel: None,
            tags: Tags::none(),
            place: None,
            resources: RefCell::default(),
        }
    }

    /// A document of the inputs.
    pub fn made(own: SsmDocument<'g>) -> Self {
        let name = document::name_of(own).unwrap_or(own.0.address()).to_owned();
        Self { own: Some(own), tags: tags::of_resource(own.0), ..Self::custom(name) }
    }

    /// A document by its ARN that the inputs do not have.
    pub(super) fn foreign(arn: &str) -> Self {
        let unknown = Ports::Unknown(Gap::new("a document that the inputs do not have"));
        Self { foreign: Some(Text::lit(arn)), ports: unknown, tags: Tags::unknown(), ..Self::custom(arn) }
    }

    /// The inputs do not have it.
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign.is_some()
    }

    /// The resource in a Region; `None` where it is in another.
    pub(super) fn resource(
        &self,
        scope: &AccountScope,
        region: Option<&str>,
        account: &Symbolic<AccountId>,
    ) -> Option<Rc<AuthorizedResource>> {
        let is_here = |(there, of): &RegionAndAccount| there.as_deref() == region && of == account;
        let known = self.resources.borrow().iter().find(|(place, _)| is_here(place)).map(|(_, made)| made.clone());
        known.unwrap_or_else(|| {
            let made = self.make(scope, region, account).map(Rc::new);
            let mut kept = self.resources.borrow_mut();
            if kept.len() < PLACES {
                kept.push(((region.map(str::to_owned), account.clone()), made.clone()));
            }
            made
        })
    }

    fn make(&self, scope: &AccountScope, region: Option<&str>, account: &Symbolic<AccountId>) -> Option<AuthorizedResource> {
        let named = |parts| Text::arn(&location(region, account), "ssm", parts, &Text::lit(format!("document/{}", self.name)));
        if let Some(arn) = &self.foreign {
            return Some(AuthorizedResource { arn: arn.clone(), shown: Span::value(&self.name).into(), tags: Tags::unknown() });
        }
        let arn = match (self.aws, self.own) {
            (Some(_), _) => named(Scope::OfAws),
            (None, Some(own)) => {
                let there = own.0.location().region();
                if there.is_some() && region.is_some() && there != region {
                    return None;
                }
                arn_of(own.0)
            }
            (None, None) => named(Scope::Regional),
        };
        let shown = Span::value(&self.name).into();
        Some(AuthorizedResource { arn: scope.fill(&arn), shown, tags: self.tags.clone() })
    }
}

/// Documents that sessions may name.
pub(super) fn documents<'g>(graph: &'g Graph<'g>) -> Vec<DocumentResource<'g>> {
    // AWS's documents have no tags.
    let none = Tags::none;
    let mut all: Vec<DocumentResource<'g>> = document::aws_documents()
        .iter()
        .map(|aws| DocumentResource {
            name: aws.name.clone(),
            aws: Some(aws),
            own: None,
            foreign: None,
            ports: aws.ports(),
            is_tunnel: Some(aws.is_tunnel()),
            tags: none(),
            place: None,
            resources: RefCell::default(),
        })
        .collect();
    // The same document in hundreds of copies of a module is one question.
    let mut seen = FxHashSet::default();
    for own in graph.all::<SsmDocument<'g>>().filter(|own| own.0.is_managed() && document::is_session(*own) != Some(false)) {
        let said = own.content().value().unwrap_or(own.0.address());
        let key =
            (document::name_of(own), said, own.document_format().value(), format!("{:?}", tags::of_resource(own.0)), own.0.location());
        if !seen.insert(key) {
            continue;
        }
        let Some(reading) = document::read_session(own) else { continue };
        let (ports, is_tunnel) = match reading {
            Reading::Content(content) => (content.ports(), Some(content.session_type() == Some(document::SessionType::Port))),
            Reading::Invalid(_) => (Ports::None, Some(false)),
            Reading::Unknown(why) => (Ports::Unknown(why), None),
        };
        all.push(DocumentResource { ports, is_tunnel, ..DocumentResource::made(own) });
    }
    if !all.iter().any(|document| document.name == DEFAULT_DOCUMENT) {
        all.push(DocumentResource {
            name: DEFAULT_DOCUMENT.to_owned(),
            aws: None,
            own: None,
            foreign: None,
            ports: Ports::None,
            is_tunnel: Some(false),
            tags: none(),
            place: None,
            resources: RefCell::default(),
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.iter_mut().enumerate().for_each(|(place, document)| document.place = Some(place));
    all
}
