//! Principals: roles, users, groups, permission sets, and policies that stand for whoever gets them.

use super::session_names::Demanded;
use super::session_tags::{self, BroughtKeys};
use super::{assignments, outside};
use crate::arn::arn_of;
use crate::evidence::AttrRef;
use crate::organization::PolicyType;
use crate::policies::{Body, Held, PolicySet, Read, read};
use ssm_check_aws::{AccountId, Partition, Symbolic};
use ssm_check_graph::aws::{Group, OrganizationsPolicy, PermissionSet, Role, User};
use ssm_check_graph::{Graph, Resource, ResourceId};
use ssm_check_iam::{
    Class, Document, Effect, Placeholder, Principal, PrincipalEntry, PrincipalKind, Scope, Statement, Text, Truth, role_of_permission_set,
};
use std::collections::{BTreeMap, BTreeSet};

/// What kind of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerKind {
    /// A role.
    Role,
    /// A user.
    User,
    /// Whoever is in a group.
    Group,
    /// Whoever has a permission set.
    PermissionSet,
    /// Whoever gets a policy that the inputs attach to nobody of theirs: to no one, or to a role, user or group that is elsewhere.
    Policy,
    /// Whoever is under a control policy of the organisation, and may do anything otherwise.
    Organization,
}

/// Someone who may call AWS.
pub struct Caller<'g> {
    /// The resource.
    pub resource: Resource<'g>,
    /// What it is.
    pub kind: CallerKind,
    /// Its policies.
    pub policies: PolicySet,
    /// A role that instances run with.
    pub on_instances: bool,
    /// Only AWS services may assume the role.
    pub for_services: bool,
    /// Others than services and itself may certainly assume the role.
    for_others: bool,
    /// Credentials that a service gives to nodes of Systems Manager may be of it.
    pub may_be_node: MayBeNode,
    /// What whoever assumes the role may bring along.
    pub brings: Brings,
    /// The accounts that a permission set is assigned in; `None` where there may be others.
    assigned: Option<BTreeSet<AccountId>>,
}

/// Whose credentials a principal's may be, beside those of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayBeNode {
    /// An instance's, by an instance profile.
    pub by_profile: bool,
    /// Those that Systems Manager gives out to a node.
    pub by_systems_manager: bool,
}

impl MayBeNode {
    const NO: Self = Self { by_profile: false, by_systems_manager: false };
    const PERHAPS: Self = Self { by_profile: true, by_systems_manager: true };

    /// By the trust policy of a role: the service itself assumes it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html>,
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-service-role.html>
    fn by_trust(document: &Document) -> Self {
        let lets_in = |service: &str| {
            let is_it = |entry: &PrincipalEntry| match (entry.kind, entry.value.literal()) {
                (PrincipalKind::Service, Some(name)) => name.starts_with(service),
                (PrincipalKind::Aws, Some(name)) => name == "*",
                (kind, None) => kind == PrincipalKind::Service || kind == PrincipalKind::Aws,
                _ => false,
            };
            document.statements.iter().any(|one| one.effect != Effect::Deny && one.may_name(is_it))
        };
        Self { by_profile: lets_in("ec2."), by_systems_manager: lets_in("ssm.") }
    }
}

/// What a session of a role may carry that whoever starts it chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brings {
    /// Session tags: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>.
    pub tags: bool,
    /// Those of them that the trust policy has a say in: the value that every session has, or `None` where that is not told.
    pub decided_tags: BTreeMap<String, Option<String>>,
    /// The keys that they may have.
    pub tag_keys: BroughtKeys,
    /// The name of the session, which ends `aws:userid`.
    pub name: Demanded,
    /// What the source identity is like, where there is one.
    pub identity: Demanded,
    /// A source identity: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>.
    pub source_identity: bool,
    /// An identity provider, whose token the session is for.
    pub provider: Provider,
    /// The multi-factor authentication of whoever assumes the role.
    pub mfa: bool,
}

/// The identity provider of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// No session has one.
    None,
    /// Every session has this one.
    This(Text),
    /// Whoever starts the session may have this one, and no other.
    Perhaps(Text),
    /// One of several, or none.
    OneOfSeveral,
    /// Any.
    Any,
}

impl Provider {
    /// By the statements that let anybody assume a role.
    fn of(open: &[&Statement], is_whole: bool) -> Self {
        let is_federated = |entry: &PrincipalEntry| entry.kind == PrincipalKind::Federated;
        let named = || open.iter().filter_map(|statement| statement.principals.as_ref());
        let providers: BTreeSet<&Text> =
            named().flat_map(|named| &named.list).filter(|entry| is_federated(entry)).map(|entry| &entry.value).collect();
        let is_told = |provider: &&&Text| provider.literal().is_none_or(|text| !text.contains(['*', '?', '$']));
        let are_told =
            is_whole && open.iter().all(|statement| statement.principals.as_ref().is_some_and(|named| !named.negated && named.complete));
        match (providers.first(), providers.len()) {
            _ if !are_told || !providers.iter().all(|provider| is_told(&provider)) => {
                if open.iter().any(|statement| statement.may_name(is_federated)) { Self::Any } else { Self::None }
            }
            (None, _) => Self::None,
            (Some(only), 1) if named().all(|named| named.list.iter().all(is_federated)) => Self::This((*only).clone()),
            (Some(only), 1) => Self::Perhaps((*only).clone()),
            (Some(_), _) => Self::OneOfSeveral,
        }
    }
}

impl Brings {
    const ALL: Self = Self {
        tags: true,
        decided_tags: BTreeMap::new(),
        tag_keys: BroughtKeys::Any,
        name: Demanded::Nothing,
        identity: Demanded::Nothing,
        source_identity: true,
        provider: Provider::Any,
        mfa: true,
    };
}

impl Caller<'_> {
    /// People may use it: it is no role that instances run with, or others may assume that, too.
    pub fn is_for_people(&self) -> bool {
        !self.on_instances || self.for_others
    }

    /// As the plan writes it.
    pub fn address(&self) -> &str {
        self.resource.address()
    }

    /// As the policy language names it.
    pub fn principal(&self) -> Principal {
        let some = |what: &str| {
            let member = Placeholder::new(format!("{}.member", self.address()), Class::Segment);
            Text::arn(self.resource.location(), "iam", Scope::Global, &Text::lit(format!("{what}/")).placeholder(member))
        };
        match self.kind {
            CallerKind::Role => Principal::role(arn_of(self.resource)),
            CallerKind::User => Principal::user(arn_of(self.resource)),
            CallerKind::Group => Principal::user(some("user")),
            CallerKind::PermissionSet => Principal::role(self.reserved_role()),
            CallerKind::Policy | CallerKind::Organization => Principal::role(some("role")),
        }
    }

    /// The role that Identity Center makes of a permission set in each account.
    fn reserved_role(&self) -> Text {
        let name = match self.resource.text("name").value() {
            Some(name) => Text::lit(name),
            None => Text::unknown(Placeholder::new(format!("{}.name", self.address()), Class::Segment)),
        };
        let resource = role_of_permission_set(self.address(), &name);
        let account = Text::unknown(Placeholder::new(self.account_name(), Class::Account));
        let partition = self.resource.location().partition().unwrap_or(Partition::Aws);
        Text::lit(format!("arn:{partition}:iam::")).join(&account).then(":").join(&resource)
    }

    /// As AWS calls it when it asks: a role by the session, which whoever assumes it names.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns>
    pub(super) fn session(&self) -> Text {
        let Principal::Role { arn } = self.principal() else { return self.principal().arn().cloned().unwrap_or_default() };
        // A role's path is no part of it.
        let name = arn.after_last('/');
        let account = arn.account_part().unwrap_or_default();
        let partition = self.resource.location().partition().unwrap_or(Partition::Aws);
        Text::lit(format!("arn:{partition}:sts::")).join(&account).then(":assumed-role/").join(&name).then("/SESSION")
    }

    /// It is in any account, so that the question decides which.
    pub(super) fn is_of_every_account(&self) -> bool {
        matches!(self.kind, CallerKind::PermissionSet | CallerKind::Organization)
    }

    /// Of a principal of every account: it may be in this one.
    pub(super) fn may_be_in(&self, account: &Symbolic<AccountId>) -> bool {
        self.assigned.as_ref().is_none_or(|assigned| account.known().is_none_or(|account| assigned.contains(account)))
    }

    /// One of the accounts that a permission set is assigned in, if all are known.
    pub(super) fn first_assigned(&self) -> Option<&AccountId> {
        self.assigned.as_ref()?.first()
    }

    /// What its account is called where it is not known.
    pub(super) fn account_name(&self) -> String {
        format!("account of {}", self.address())
    }
}

/// Control policies of the inputs, each as whoever is under it.
pub(super) fn under_control<'g>(graph: &'g Graph<'g>) -> Vec<Caller<'g>> {
    let judged = graph.all::<OrganizationsPolicy<'g>>().filter(|policy| policy.0.is_managed() && policy.0.is_judged());
    let of = |policy: OrganizationsPolicy<'g>| {
        let everything = Document::new([Statement::allow(["*"], ["*"])]);
        let by = AttrRef::resource(policy.0.address());
        let read = Read { document: everything, gap: None, error: None };
        let held = Held { name: "everything".to_owned(), by, body: Body::Document(read), certain: true, unmade: None };
        let policies = PolicySet { held: vec![held], ..PolicySet::default() };
        Caller {
            resource: policy.0,
            kind: CallerKind::Organization,
            policies,
            on_instances: false,
            for_services: false,
            for_others: false,
            may_be_node: MayBeNode::PERHAPS,
            brings: Brings::ALL,
            assigned: None,
        }
    };
    judged.filter(|policy| PolicyType::ServiceControl.is_of(*policy).is_possible()).map(of).collect()
}

/// Every principal of the inputs, in the order of addresses.
pub(super) fn all<'g>(graph: &'g Graph<'g>, instance_roles: &BTreeSet<ResourceId>) -> Vec<Caller<'g>> {
    let mut callers = Vec::new();
    let mut add = |resource: Resource<'g>, kind, policies| {
        let assigned = if kind == CallerKind::PermissionSet { assignments::accounts(resource) } else { None };
        callers.push(Caller {
            resource,
            kind,
            policies,
            on_instances: false,
            for_services: false,
            for_others: true,
            may_be_node: if kind == CallerKind::Policy { MayBeNode::PERHAPS } else { MayBeNode::NO },
            brings: Brings::ALL,
            assigned,
        });
    };
    for user in graph.all::<User>().filter(|user| user.0.is_managed()) {
        add(user.0, CallerKind::User, PolicySet::of_user(graph, user));
    }
    for group in graph.all::<Group>().filter(|group| group.0.is_managed()) {
        add(group.0, CallerKind::Group, PolicySet::of_group(graph, group));
    }
    for set in graph.all::<PermissionSet>().filter(|set| set.0.is_managed()) {
        add(set.0, CallerKind::PermissionSet, PolicySet::of_permission_set(graph, set));
    }
    for outsider in outside::all(graph) {
        add(outsider.resource, CallerKind::Policy, PolicySet { held: outsider.held, ..PolicySet::default() });
    }
    for role in graph.all::<Role>().filter(|role| role.0.is_managed()) {
        let Some(Trust { for_services, for_others, may_be_node, brings }) = trust(role.0) else { continue };
        callers.push(Caller {
            resource: role.0,
            kind: CallerKind::Role,
            policies: PolicySet::of_role(graph, role),
            on_instances: instance_roles.contains(&role.0.id()),
            for_services,
            for_others,
            may_be_node,
            brings,
            assigned: None,
        });
    }
    callers.sort_by_key(|caller| caller.resource.id());
    callers
}

/// What the trust policy of a role tells of its sessions.
struct Trust {
    /// Only services may assume it.
    for_services: bool,
    /// Others certainly may.
    for_others: bool,
    may_be_node: MayBeNode,
    brings: Brings,
}

/// `None` of a role that nobody may assume.
fn trust(role: Resource<'_>) -> Option<Trust> {
    let document = read(role, "assume_role_policy").document;
    if !document.complete {
        // Whether tags may come along is not known either.
        let brings = Brings { tag_keys: BroughtKeys::Unclear, name: Demanded::Unclear, identity: Demanded::Unclear, ..Brings::ALL };
        return Some(Trust { for_services: false, for_others: false, may_be_node: MayBeNode::PERHAPS, brings });
    }
    let open: Vec<&Statement> = document.statements.iter().filter(|statement| lets_in(statement, &document)).collect();
    let may = |action: &str| document.statements.iter().any(|statement| statement.includes_action(action).is_possible());
    let brings = Brings {
        tags: may("sts:TagSession"),
        decided_tags: session_tags::decided(&document),
        tag_keys: BroughtKeys::of(&document),
        name: Demanded::of(&document, "sts:RoleSessionName"),
        identity: Demanded::of(&document, "sts:SourceIdentity"),
        source_identity: may("sts:SetSourceIdentity"),
        provider: Provider::of(&open, document.complete),
        mfa: open.iter().any(|statement| may_have_mfa(statement)),
    };
    let for_services = open.iter().all(|statement| !statement.may_name(|entry| entry.kind != PrincipalKind::Service));
    // The account of a role may be known to its policies alone.
    let name = |arn: &Text| arn.to_string().rsplit(':').next().map(str::to_owned);
    let own = name(&arn_of(role)).filter(|own| own.starts_with("role/"));
    let is_other = |entry: &PrincipalEntry| entry.kind != PrincipalKind::Service && own.is_some() && name(&entry.value) != own;
    let for_others = open.iter().any(|statement| {
        let named = statement.principals.as_ref().filter(|principals| !principals.negated);
        statement.effect == Effect::Allow
            && session_tags::WAYS.into_iter().any(|way| statement.includes_action(way) == Truth::True)
            && named.is_some_and(|principals| principals.list.iter().any(is_other))
    });
    (!open.is_empty() || document.statements.is_empty()).then(|| Trust {
        for_services: for_services && !open.is_empty(),
        for_others,
        may_be_node: MayBeNode::by_trust(&document),
        brings,
    })
}

/// A statement lets somebody assume the role whom no other statement of the policy keeps out for certain.
///
/// That everybody is denied to assume it is how a role is quarantined. Whether such a statement is about services, too, no page says.
fn lets_in(statement: &Statement, document: &Document) -> bool {
    let is_closed = |way: &str| document.statements.iter().any(|other| denies_everybody(other, way));
    let ways = || session_tags::WAYS.into_iter().filter(|way| statement.includes_action(way).is_possible());
    let is_of_services = statement.may_name(|entry| entry.kind == PrincipalKind::Service);
    statement.effect != Effect::Deny && (is_of_services || ways().any(|way| !is_closed(way)))
}

fn denies_everybody(statement: &Statement, way: &str) -> bool {
    let is_everybody = |entry: &PrincipalEntry| entry.kind == PrincipalKind::Aws && entry.value.literal() == Some("*");
    let names_everybody =
        statement.principals.as_ref().is_some_and(|principals| !principals.negated && principals.list.iter().any(is_everybody));
    statement.effect == Effect::Deny
        && statement.includes_action(way) == Truth::True
        && names_everybody
        && statement.conditions.is_empty()
        && statement.conditions_complete
}

/// Users and sessions bring their MFA along; identity providers and services have none:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html>.
fn may_have_mfa(statement: &Statement) -> bool {
    let is_of_aws = |entry: &PrincipalEntry| !matches!(entry.kind, PrincipalKind::Service | PrincipalKind::Federated);
    statement.includes_action("sts:AssumeRole").is_possible() && statement.may_name(is_of_aws)
}
