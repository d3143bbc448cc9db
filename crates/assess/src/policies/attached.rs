//! Which policies a principal has, by every form of attachment.

use super::exclusive::{self, Inline};
use super::{Read, read};
use crate::evidence::AttrRef;
use crate::open_world::{after_apply, reason};
use ssm_check_aws::{Arn, Partition};
use ssm_check_graph::aws::{
    Group, GroupMembership, GroupPolicy, GroupPolicyAttachment, PermissionSet, PermissionSetBoundary, PermissionSetCustomerPolicy,
    PermissionSetInlinePolicy, PermissionSetManagedPolicy, Policy as PolicyResource, PolicyAttachment, Role, RolePolicy,
    RolePolicyAttachment, User, UserGroupMembership, UserPolicy, UserPolicyAttachment, View,
};
use ssm_check_graph::{Graph, Link, Referrer, Resource, Slot, Target};
use ssm_check_iam::{Document, Policy, managed};
use ssm_check_message::{Gap, Span, say};
use ssm_check_plan::Attr;

/// One policy that a principal has, or may have.
#[derive(Clone, Debug)]
pub struct Held {
    /// The policy, under the name that evidence shows: an address, or an AWS-managed policy's ARN.
    pub name: String,
    /// How it is attached: the resource that does it.
    pub by: AttrRef,
    /// What it says.
    pub body: Body,
    /// It is certain that the principal has it.
    pub certain: bool,
}

/// What a policy says.
#[derive(Clone, Debug)]
pub enum Body {
    /// A document of the plan.
    Document(Read),
    /// An AWS-managed policy, by ARN; its table is complete for some actions only.
    AwsManaged(String),
}

/// Every policy of a principal.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Identity policies.
    pub held: Vec<Held>,
    /// The permissions boundary, if there is one; several possible ones are all here.
    pub boundary: Vec<Held>,
    /// Why there may be policies that are not here.
    pub gaps: Vec<(AttrRef, Gap)>,
}

impl Held {
    /// The document to evaluate a request for this action with.
    pub fn document_for(&self, action: &str) -> Document {
        let document = match &self.body {
            Body::Document(read) => read.document.clone(),
            Body::AwsManaged(arn) => managed::document_for(arn, action),
        };
        if self.certain || !document.statements_may_include(action) { document } else { Document::unknown() }
    }

    /// What could not be read of it.
    pub fn gap(&self) -> Option<(AttrRef, Gap)> {
        if !self.certain {
            return Some((self.by.clone(), Gap::new("may be attached; the plan does not tell to which of several")));
        }
        match &self.body {
            Body::Document(read) => read.gap.clone(),
            Body::AwsManaged(arn) => {
                let unlisted = matches!(managed::policy(arn), managed::Managed::Unlisted) && !managed::is_misnamed(arn);
                unlisted.then(|| {
                    (
                        self.by.clone(),
                        Gap::new(say!("{} is not in the table of AWS-managed policies of {}", Span::value(arn.as_str()), managed::date())),
                    )
                })
            }
        }
    }
}

trait MayInclude {
    fn statements_may_include(&self, action: &str) -> bool;
}

impl MayInclude for Document {
    fn statements_may_include(&self, action: &str) -> bool {
        !self.complete || self.statements.iter().any(|statement| statement.includes_action(action).is_possible())
    }
}

impl PolicySet {
    /// The identity policies, to evaluate a request for this action with.
    pub fn identity(&self, action: &str) -> Vec<Policy> {
        let mut policies: Vec<_> = self.held.iter().map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect();
        policies.extend(self.gaps.iter().map(|(at, _)| Policy::new(at.to_string(), Document::unknown())));
        policies
    }

    /// The boundary, to evaluate a request for this action with.
    pub fn boundary(&self, action: &str) -> Vec<Policy> {
        self.boundary.iter().map(|held| Policy::new(held.name.clone(), held.document_for(action))).collect()
    }

    /// What could not be read, of any policy.
    pub fn all_gaps(&self) -> Vec<(AttrRef, Gap)> {
        let of_policies = self.held.iter().chain(&self.boundary).filter_map(Held::gap);
        self.gaps.iter().cloned().chain(of_policies).collect()
    }

    /// The policies of a role.
    pub fn of_role<'g>(graph: &'g Graph<'g>, role: Role<'g>) -> Self {
        let mut set = Self::default();
        let target = Target::Resource(role.0.id());
        if crate::open_world::is_open(role.0) {
            set.gaps.push((AttrRef::resource(role.0.address()), crate::open_world::elsewhere(role.0, "the policies")));
        }
        set.attachments(graph, graph.referrers::<RolePolicyAttachment<'g>>(target, &["role"]), &["policy_arn"]);
        set.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["roles"]), &["policy_arn"]);
        set.managed_of_role_itself(graph, role);
        set.held = exclusive::attached(graph, role.0, exclusive::ROLE, set.held);
        let mut inline = named_inline(graph.referrers::<RolePolicy<'g>>(target, &["role"]));
        inline.append(&mut set.inline_of_role_itself(role));
        set.held.append(&mut exclusive::inline(graph, role.0, exclusive::ROLE, inline));
        set.undecided::<RolePolicyAttachment<'g>>(graph, &["role"]);
        set.undecided::<PolicyAttachment<'g>>(graph, &["roles"]);
        set.undecided::<RolePolicy<'g>>(graph, &["role"]);
        set.boundary_of(graph, role.0);
        set.tidy();
        set
    }

    /// The policies of a user and of its groups.
    pub fn of_user<'g>(graph: &'g Graph<'g>, user: User<'g>) -> Self {
        let mut set = Self::default();
        let target = Target::Resource(user.0.id());
        if crate::open_world::is_open(user.0) {
            set.gaps.push((AttrRef::resource(user.0.address()), crate::open_world::elsewhere(user.0, "the policies")));
        }
        set.attachments(graph, graph.referrers::<UserPolicyAttachment<'g>>(target, &["user"]), &["policy_arn"]);
        set.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["users"]), &["policy_arn"]);
        set.held = exclusive::attached(graph, user.0, exclusive::USER, set.held);
        let inline = named_inline(graph.referrers::<UserPolicy<'g>>(target, &["user"]));
        set.held.append(&mut exclusive::inline(graph, user.0, exclusive::USER, inline));
        let by_group = graph
            .referrers::<GroupMembership<'g>>(target, &["users"])
            .into_iter()
            .map(|(membership, referrer)| (membership.group(), referrer));
        let by_user = graph
            .referrers::<UserGroupMembership<'g>>(target, &["user"])
            .into_iter()
            .map(|(membership, referrer)| (membership.groups(), referrer));
        for (link, referrer) in by_group.chain(by_user) {
            for slot in &link.slots {
                match slot.only() {
                    Some(Target::Resource(group)) if referrer.certain => set.group(graph, graph.resource(group)),
                    _ => set.gaps.push((AttrRef::resource(graph.resource(referrer.from).address()), Gap::new("which group"))),
                }
            }
        }
        set.undecided::<UserPolicyAttachment<'g>>(graph, &["user"]);
        set.undecided::<PolicyAttachment<'g>>(graph, &["users"]);
        set.undecided::<UserPolicy<'g>>(graph, &["user"]);
        set.undecided::<GroupMembership<'g>>(graph, &["users"]);
        set.undecided::<UserGroupMembership<'g>>(graph, &["user"]);
        set.boundary_of(graph, user.0);
        set.tidy();
        set
    }

    /// The policies of a group, for whoever is in it.
    pub fn of_group<'g>(graph: &'g Graph<'g>, group: Group<'g>) -> Self {
        let mut set = Self::default();
        set.group(graph, graph.resource(group.0.id()));
        set.tidy();
        set
    }

    /// The policies of a permission set.
    pub fn of_permission_set<'g>(graph: &'g Graph<'g>, permission_set: PermissionSet<'g>) -> Self {
        let mut set = Self::default();
        let target = Target::Resource(permission_set.0.id());
        let path = &["permission_set_arn"];
        if crate::open_world::is_open(permission_set.0) {
            set.gaps.push((AttrRef::resource(permission_set.0.address()), crate::open_world::elsewhere(permission_set.0, "the policies")));
        }
        set.inline(graph.referrers::<PermissionSetInlinePolicy<'g>>(target, path), "inline_policy");
        let inline = std::mem::take(&mut set.held);
        set.attachments(graph, graph.referrers::<PermissionSetManagedPolicy<'g>>(target, path), &["managed_policy_arn"]);
        let of_aws = exclusive::of_permission_set(graph, permission_set.0, true, std::mem::take(&mut set.held));
        set.attachments(
            graph,
            graph.referrers::<PermissionSetCustomerPolicy<'g>>(target, path),
            &["customer_managed_policy_reference", "name"],
        );
        set.held = exclusive::of_permission_set(graph, permission_set.0, false, set.held);
        set.held.extend(inline.into_iter().chain(of_aws));
        for (boundary, referrer) in graph.referrers::<PermissionSetBoundary<'g>>(target, path) {
            for attribute in [
                &["permissions_boundary", "managed_policy_arn"] as &[&str],
                &["permissions_boundary", "customer_managed_policy_reference", "name"],
            ] {
                for link in boundary.0.links(attribute) {
                    let mut held = policies_of(graph, boundary.0, link, attribute, referrer.certain);
                    set.boundary.append(&mut held);
                }
            }
            if !referrer.certain {
                let at = AttrRef::new(boundary.0.address(), path.join("."));
                set.gaps.push((at, Gap::new("may be attached here; the plan does not tell to what")));
            }
        }
        set.undecided::<PermissionSetInlinePolicy<'g>>(graph, path);
        set.undecided::<PermissionSetManagedPolicy<'g>>(graph, path);
        set.undecided::<PermissionSetCustomerPolicy<'g>>(graph, path);
        set.undecided::<PermissionSetBoundary<'g>>(graph, path);
        set.tidy();
        set
    }

    fn group<'g>(&mut self, graph: &'g Graph<'g>, group: Resource<'g>) {
        let target = Target::Resource(group.id());
        if crate::open_world::is_open(group) {
            self.gaps.push((AttrRef::resource(group.address()), crate::open_world::elsewhere(group, "the policies")));
        }
        // Of a user, the others are its own and those of other groups.
        let others = std::mem::take(&mut self.held);
        self.attachments(graph, graph.referrers::<GroupPolicyAttachment<'g>>(target, &["group"]), &["policy_arn"]);
        self.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["groups"]), &["policy_arn"]);
        let attached = exclusive::attached(graph, group, exclusive::GROUP, std::mem::replace(&mut self.held, others));
        let inline = named_inline(graph.referrers::<GroupPolicy<'g>>(target, &["group"]));
        self.held.extend(attached);
        self.held.extend(exclusive::inline(graph, group, exclusive::GROUP, inline));
        self.undecided::<GroupPolicyAttachment<'g>>(graph, &["group"]);
        self.undecided::<PolicyAttachment<'g>>(graph, &["groups"]);
        self.undecided::<GroupPolicy<'g>>(graph, &["group"]);
    }

    /// Managed policies by attachment resources.
    fn attachments<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, attachments: Vec<(V, Referrer)>, path: &[&str]) {
        for (attachment, referrer) in attachments {
            for link in attachment.resource().links(path) {
                self.held.append(&mut policies_of(graph, attachment.resource(), link, path, referrer.certain));
            }
        }
    }

    /// Inline policies by resources of their own.
    fn inline<'g, V: View<'g>>(&mut self, policies: Vec<(V, Referrer)>, attribute: &str) {
        self.held.extend(inline_of(policies, attribute).map(|(_, held)| held));
    }

    /// What the role's own attribute shows: written or refreshed.
    fn managed_of_role_itself<'g>(&mut self, graph: &'g Graph<'g>, role: Role<'g>) {
        let arns = role.managed_policy_arns();
        self.held.append(&mut policies_of(graph, role.0, role.managed_policies(), &["managed_policy_arns"], true));
        if arns.is_unknown() && role.managed_policies().is_absent() && role.0.is_written("managed_policy_arns") {
            self.gaps.push((AttrRef::new(role.0.address(), "managed_policy_arns"), after_apply(role.0)));
        }
    }

    /// The same for inline policies.
    fn inline_of_role_itself<'g>(&mut self, role: Role<'g>) -> Vec<Inline<'g>> {
        let blocks = role.inline_policy();
        let mut all = Vec::new();
        for (index, block) in blocks.items.iter().enumerate() {
            let policy = block.get("policy");
            // The provider shows `[{}]` for "none".
            if matches!(policy.text(), Attr::Absent) {
                continue;
            }
            let at = AttrRef::new(role.0.address(), format!("inline_policy[{index}]"));
            let body = match policy.text() {
                Attr::Known(text) | Attr::Sensitive(Some(text)) => super::parse(text, at.clone()),
                _ => Read::unknown(at.clone(), after_apply(role.0)),
            };
            let held = Held { name: at.to_string(), by: at, body: Body::Document(body), certain: true };
            all.push(Inline { name: block.get("name").text(), held });
        }
        if blocks.unknown.is_some() {
            self.gaps.push((AttrRef::new(role.0.address(), "inline_policy"), after_apply(role.0)));
        }
        all
    }

    fn boundary_of<'g>(&mut self, graph: &'g Graph<'g>, principal: Resource<'g>) {
        let link = principal.link(&["permissions_boundary"]);
        self.boundary = policies_of(graph, principal, link, &["permissions_boundary"], true);
    }

    /// Attachments that may be to anything may be to this principal.
    fn undecided<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, path: &[&str]) {
        for attachment in graph.undecided::<V>(path) {
            let resource = attachment.resource();
            let at = AttrRef::new(resource.address(), path.join("."));
            self.gaps.push((at, Gap::new("may be attached here; the plan does not tell to what")));
        }
    }

    /// One policy may be shown by an attachment and by the role's refreshed attribute.
    fn tidy(&mut self) {
        self.held.sort_by(|a, b| (&a.name, !a.certain, &a.by).cmp(&(&b.name, !b.certain, &b.by)));
        self.held.dedup_by(|a, b| a.name == b.name);
        self.gaps.sort();
        self.gaps.dedup();
    }
}

/// The same with their names.
fn named_inline<'g, V: View<'g>>(policies: Vec<(V, Referrer)>) -> Vec<Inline<'g>> {
    inline_of(policies, "policy").map(|(resource, held)| Inline { name: resource.text("name"), held }).collect()
}

/// Inline policies that are resources of their own.
fn inline_of<'g, V: View<'g>>(policies: Vec<(V, Referrer)>, attribute: &str) -> impl Iterator<Item = (Resource<'g>, Held)> {
    policies.into_iter().map(move |(policy, referrer)| {
        let resource = policy.resource();
        let held = Held {
            name: resource.address().to_owned(),
            by: AttrRef::resource(resource.address()),
            body: Body::Document(read(resource, attribute)),
            certain: referrer.certain,
        };
        (resource, held)
    })
}

/// The policies that a link denotes.
pub(super) fn policies_of<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, link: &'g Link, path: &[&str], certain: bool) -> Vec<Held> {
    let by = AttrRef::new(resource.address(), path.join("."));
    let mut all = Vec::new();
    for slot in &link.slots {
        if let Slot::Outside(arn) = slot {
            all.push(by_arn(arn, &by, certain, resource));
        }
        let only = slot.only().is_some();
        for candidate in slot.candidates() {
            let Target::Resource(id) = candidate.target else { continue };
            let Some(policy) = graph.view::<PolicyResource<'g>>(id) else { continue };
            all.push(by_resource(policy, &by, certain && only));
        }
        if let Some(gap) = slot.gap() {
            all.push(Held {
                name: by.to_string(),
                by: by.clone(),
                body: Body::Document(Read::unknown(by.clone(), Gap::here(reason(gap)).with_sources(resource.has_sources()))),
                certain: true,
            });
        }
    }
    all
}

fn by_arn(arn: &str, by: &AttrRef, certain: bool, resource: Resource<'_>) -> Held {
    let parsed = Arn::parse(arn);
    let (partition, aws) = (parsed.map(|arn| arn.partition), parsed.is_some_and(|arn| arn.is_of_aws()));
    let here = resource.location().partition().map(Partition::as_str);
    let body = if here.is_some() && partition.is_some() && partition != here {
        // There is no such policy where the role is: each partition has its own.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
        Body::Document(Read::known(Document::new([])))
    } else if aws {
        Body::AwsManaged(arn.to_owned())
    } else {
        Body::Document(Read::unknown(by.clone(), crate::open_world::outside("the policy", Some("aws_iam_policy"), arn)))
    };
    Held { name: arn.to_owned(), by: by.clone(), body, certain }
}

fn by_resource(policy: PolicyResource<'_>, by: &AttrRef, certain: bool) -> Held {
    let resource = policy.0;
    // A data source of an AWS-managed policy shows its ARN.
    if let Some(arn) = policy.arn().value().filter(|arn| Arn::parse(arn).is_some_and(|arn| arn.is_of_aws())) {
        return by_arn(arn, by, certain, resource);
    }
    let body = match policy.policy() {
        Attr::Absent if !resource.is_managed() => {
            Read::unknown(AttrRef::new(resource.address(), "policy"), Gap::new("the data source does not show it"))
        }
        _ => read(resource, "policy"),
    };
    Held { name: resource.address().to_owned(), by: by.clone(), body: Body::Document(body), certain }
}
