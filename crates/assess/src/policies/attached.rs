//! Which policies a principal has, by every form of attachment.

use super::exclusive::{self, Inline};
use super::held::{Body, Held, policies_of};
use super::{Read, read, read_in_block};
use crate::evidence::AttrRef;
use crate::open_world::{after_apply, open_block};
use ssm_check_graph::aws::{
    Group, GroupMembership, GroupPolicy, GroupPolicyAttachment, PermissionSet, PermissionSetBoundary, PermissionSetCustomerPolicy,
    PermissionSetInlinePolicy, PermissionSetManagedPolicy, PolicyAttachment, Role, RolePolicy, RolePolicyAttachment, User,
    UserGroupMembership, UserPolicy, UserPolicyAttachment, View,
};
use ssm_check_graph::{Graph, LinkTarget, Referrer, Resource, ResourceId, Slot};
use ssm_check_iam::{Document, Policy};
use ssm_check_message::{Gap, say};
use ssm_check_plan::Attr;
use std::collections::BTreeSet;

/// Every policy of a principal.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Identity policies.
    pub held: Vec<Held>,
    /// The permissions boundary, if there is one; several possible ones are all here.
    pub boundary: Vec<Held>,
    /// Why there may be policies that are not here.
    pub gaps: Vec<(AttrRef, Gap)>,
    /// The groups that a user is in for certain, whose policies are among the others.
    pub groups: Vec<ResourceId>,
    /// The names of the policies that a user has without its groups, and of what it may have besides.
    pub(crate) without_groups: Vec<String>,
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

    /// What the identity policies that could not be read name, each with where and by which attribute: the plan keeps of an expression
    /// what it names, not what it says of it.
    pub fn named_unread<'g>(&self, graph: &'g Graph<'g>) -> Vec<(AttrRef, Resource<'g>, &'g str)> {
        let unread = self.held.iter().filter_map(|held| match &held.body {
            Body::Document(Read { document, gap: Some((at, _)), .. }) if !document.complete => Some(at),
            _ => None,
        });
        let named = |at: &AttrRef| {
            let resource = graph.at(&at.address)?;
            let attribute = at.attribute.as_deref().filter(|attribute| resource.value(attribute).is_unknown())?;
            Some(resource.named_in(attribute).into_iter().map(|(named, taken)| (at.clone(), named, taken)).collect::<Vec<_>>())
        };
        unread.filter_map(named).flatten().collect()
    }

    /// The policies of a role.
    pub fn of_role<'g>(graph: &'g Graph<'g>, role: Role<'g>) -> Self {
        let mut set = Self::default();
        let target = LinkTarget::Resource(role.0.id());
        if crate::open_world::is_open(role.0) {
            set.gaps.push((AttrRef::resource(role.0.address()), crate::open_world::elsewhere(role.0, "the policies")));
        }
        set.attachments(graph, graph.referrers::<RolePolicyAttachment<'g>>(target, &["role"]), &["policy_arn"]);
        set.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["roles"]), &["policy_arn"]);
        set.managed_of_role_itself(graph, role);
        set.altered(graph, role.0, exclusive::ROLE);
        set.held = exclusive::attached(graph, role.0, exclusive::ROLE, set.held);
        let mut inline = named_inline(graph.referrers::<RolePolicy<'g>>(target, &["role"]));
        inline.append(&mut set.inline_of_role_itself(role));
        set.held.append(&mut exclusive::inline(graph, role.0, exclusive::ROLE, inline));
        set.perhaps_attached::<RolePolicyAttachment<'g>>(graph, &["role"], &["policy_arn"]);
        set.perhaps_attached::<PolicyAttachment<'g>>(graph, &["roles"], &["policy_arn"]);
        set.perhaps_inline::<RolePolicy<'g>>(graph, &["role"], "policy");
        set.boundary_of(graph, role.0);
        set.tidy();
        set
    }

    /// The policies of a user and of its groups.
    pub fn of_user<'g>(graph: &'g Graph<'g>, user: User<'g>) -> Self {
        let mut set = Self::default();
        let target = LinkTarget::Resource(user.0.id());
        if crate::open_world::is_open(user.0) {
            set.gaps.push((AttrRef::resource(user.0.address()), crate::open_world::elsewhere(user.0, "the policies")));
        }
        set.attachments(graph, graph.referrers::<UserPolicyAttachment<'g>>(target, &["user"]), &["policy_arn"]);
        set.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["users"]), &["policy_arn"]);
        set.altered(graph, user.0, exclusive::USER);
        set.held = exclusive::attached(graph, user.0, exclusive::USER, set.held);
        let inline = named_inline(graph.referrers::<UserPolicy<'g>>(target, &["user"]));
        set.held.append(&mut exclusive::inline(graph, user.0, exclusive::USER, inline));
        set.perhaps_attached::<UserPolicyAttachment<'g>>(graph, &["user"], &["policy_arn"]);
        set.perhaps_attached::<PolicyAttachment<'g>>(graph, &["users"], &["policy_arn"]);
        set.perhaps_inline::<UserPolicy<'g>>(graph, &["user"], "policy");
        set.undecided::<GroupMembership<'g>>(graph, &["users"]);
        set.undecided::<UserGroupMembership<'g>>(graph, &["user"]);
        set.boundary_of(graph, user.0);
        let unsure: Vec<String> = set.gaps.iter().map(|(at, _)| at.to_string()).collect();
        let own: Vec<(String, bool)> = set.held.iter().map(|held| (held.name.clone(), held.certain)).collect();
        set.of_groups(graph, target);
        // What it may have of its own is the group's where it has that from the group for certain.
        let of_groups: BTreeSet<&str> = set.held.iter().skip(own.len()).map(|held| held.name.as_str()).collect();
        let is_own = |(name, certain): &(String, bool)| *certain || !of_groups.contains(name.as_str());
        set.without_groups = own.into_iter().filter(is_own).map(|(name, _)| name).chain(unsure).collect();
        set.tidy();
        set
    }

    /// What a user has from the groups that it is in.
    fn of_groups<'g>(&mut self, graph: &'g Graph<'g>, user: LinkTarget) {
        let by_group = graph
            .referrers::<GroupMembership<'g>>(user, &["users"])
            .into_iter()
            .map(|(membership, referrer)| (membership.group(), referrer));
        let by_user = graph
            .referrers::<UserGroupMembership<'g>>(user, &["user"])
            .into_iter()
            .map(|(membership, referrer)| (membership.groups(), referrer));
        for (link, referrer) in by_group.chain(by_user) {
            for slot in &link.slots {
                match slot.only() {
                    Some(LinkTarget::Resource(group)) if referrer.certain => {
                        self.groups.push(group);
                        self.group(graph, graph.resource(group));
                    }
                    _ => {
                        let gap = match slot {
                            Slot::Outside(name) => crate::open_world::outside("the policies of the group", Some("aws_iam_group"), name),
                            _ => Gap::new("which group"),
                        };
                        self.gaps.push((AttrRef::resource(graph.resource(referrer.from).address()), gap));
                    }
                }
            }
        }
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
        let target = LinkTarget::Resource(permission_set.0.id());
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
            set.named_in_blocks(boundary.0, &["permissions_boundary", "customer_managed_policy_reference", "name"]);
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
                set.gaps.push((at, Gap::new("may be attached here; the plan does not show to what")));
            }
        }
        set.altered(graph, permission_set.0, path);
        set.perhaps_inline::<PermissionSetInlinePolicy<'g>>(graph, path, "inline_policy");
        set.perhaps_attached::<PermissionSetManagedPolicy<'g>>(graph, path, &["managed_policy_arn"]);
        set.perhaps_attached::<PermissionSetCustomerPolicy<'g>>(graph, path, &["customer_managed_policy_reference", "name"]);
        set.undecided::<PermissionSetBoundary<'g>>(graph, path);
        set.tidy();
        set
    }

    fn group<'g>(&mut self, graph: &'g Graph<'g>, group: Resource<'g>) {
        let target = LinkTarget::Resource(group.id());
        if crate::open_world::is_open(group) {
            self.gaps.push((AttrRef::resource(group.address()), crate::open_world::elsewhere(group, "the policies")));
        }
        self.altered(graph, group, exclusive::GROUP);
        // Of a user, the others are its own and those of other groups.
        let others = std::mem::take(&mut self.held);
        self.attachments(graph, graph.referrers::<GroupPolicyAttachment<'g>>(target, &["group"]), &["policy_arn"]);
        self.attachments(graph, graph.referrers::<PolicyAttachment<'g>>(target, &["groups"]), &["policy_arn"]);
        let attached = exclusive::attached(graph, group, exclusive::GROUP, std::mem::replace(&mut self.held, others));
        let inline = named_inline(graph.referrers::<GroupPolicy<'g>>(target, &["group"]));
        self.held.extend(attached);
        self.held.extend(exclusive::inline(graph, group, exclusive::GROUP, inline));
        self.perhaps_attached::<GroupPolicyAttachment<'g>>(graph, &["group"], &["policy_arn"]);
        self.perhaps_attached::<PolicyAttachment<'g>>(graph, &["groups"], &["policy_arn"]);
        self.perhaps_inline::<GroupPolicy<'g>>(graph, &["group"], "policy");
    }

    /// A block that is not known may name any policy, and no link leads anywhere.
    fn named_in_blocks(&mut self, attachment: Resource<'_>, path: &[&str]) {
        if let Some(block) = open_block(attachment, path) {
            self.gaps.push((AttrRef::new(attachment.address(), block), after_apply(attachment)));
        }
    }

    /// Managed policies by attachment resources.
    fn attachments<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, attachments: Vec<(V, Referrer)>, path: &[&str]) {
        for (attachment, referrer) in attachments {
            self.named_in_blocks(attachment.resource(), path);
            for link in attachment.resource().links(path) {
                let held = policies_of(graph, attachment.resource(), link, path, referrer.certain);
                self.held.extend(held.into_iter().map(|held| held.by(attachment.resource())));
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
            let body = read_in_block(role.0, "inline_policy", index, "policy");
            let held = Held { name: at.to_string(), by: at, body: Body::Document(body), certain: true, unmade: None };
            all.push(Inline { name: block.get("name").text(), held });
        }
        if blocks.is_unknown {
            self.gaps.push((AttrRef::new(role.0.address(), "inline_policy"), after_apply(role.0)));
        }
        all
    }

    fn boundary_of<'g>(&mut self, graph: &'g Graph<'g>, principal: Resource<'g>) {
        let link = principal.link(&["permissions_boundary"]);
        self.boundary = policies_of(graph, principal, link, &["permissions_boundary"], true);
    }

    /// Managed policies whose attachment may be to anything, and so to this principal.
    fn perhaps_attached<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, path: &[&str], policy: &[&str]) {
        let attachments = graph.undecided::<V>(path);
        if attachments.len() > MOST_UNDECIDED {
            return self.undecided::<V>(graph, path);
        }
        for attachment in attachments {
            for link in attachment.resource().links(policy) {
                self.held.append(&mut policies_of(graph, attachment.resource(), link, policy, false));
            }
        }
    }

    /// Inline policies that may be of anything, and so of this principal.
    fn perhaps_inline<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, path: &[&str], attribute: &str) {
        let policies = graph.undecided::<V>(path);
        if policies.len() > MOST_UNDECIDED {
            return self.undecided::<V>(graph, path);
        }
        self.held.extend(policies.into_iter().map(|policy| inline_one(policy.resource(), attribute, false)));
    }

    /// What may be of anything may be of this principal. Of thousands, which states of many accounts have together, the first are named:
    /// every principal has all of them.
    fn undecided<'g, V: View<'g>>(&mut self, graph: &'g Graph<'g>, path: &[&str]) {
        let all = graph.undecided::<V>(path);
        let at = |attachment: &V| AttrRef::new(attachment.resource().address(), path.join("."));
        let what = "may be attached here; the plan does not show to what";
        self.gaps.extend(all.iter().take(MOST_UNDECIDED).map(|attachment| (at(attachment), Gap::new(what))));
        match all.get(MOST_UNDECIDED..).unwrap_or_default() {
            [] => {}
            [one] => self.gaps.push((at(one), Gap::new(what))),
            [next, others @ ..] => {
                let gap = Gap::new(say!("may be attached here, and so may {} others; the plan does not show to what", others.len()));
                self.gaps.push((at(next), gap));
            }
        }
    }

    /// A type that is not modelled may give this principal policies, or take them away.
    fn altered<'g>(&mut self, graph: &'g Graph<'g>, principal: Resource<'g>, path: &[&str]) {
        if let Some(gap) = crate::open_world::altered(graph, LinkTarget::Resource(principal.id()), path) {
            self.gaps.push((AttrRef::resource(principal.address()), gap));
        }
    }

    /// One policy may be shown by an attachment and by the role's refreshed attribute.
    fn tidy(&mut self) {
        self.held.sort_by(|a, b| (&a.name, !a.certain, &a.by).cmp(&(&b.name, !b.certain, &b.by)));
        self.held.dedup_by(|a, b| a.name == b.name);
        self.gaps.sort();
        self.gaps.dedup();
        // Nothing is added from here on.
        self.held.shrink_to_fit();
        self.gaps.shrink_to_fit();
    }
}

/// So many policies are read for every principal that each of them may be of: of more, nothing is known.
const MOST_UNDECIDED: usize = 16;

/// The same with their names.
fn named_inline<'g, V: View<'g>>(policies: Vec<(V, Referrer)>) -> Vec<Inline<'g>> {
    inline_of(policies, "policy").map(|(resource, held)| Inline { name: resource.text("name"), held }).collect()
}

/// Inline policies that are resources of their own.
fn inline_of<'g, V: View<'g>>(policies: Vec<(V, Referrer)>, attribute: &str) -> impl Iterator<Item = (Resource<'g>, Held)> {
    policies.into_iter().map(move |(policy, referrer)| (policy.resource(), inline_one(policy.resource(), attribute, referrer.certain)))
}

fn inline_one(resource: Resource<'_>, attribute: &str, certain: bool) -> Held {
    Held {
        name: resource.address().to_owned(),
        by: AttrRef::resource(resource.address()),
        body: Body::Document(read(resource, attribute)),
        certain,
        unmade: None,
    }
    .by(resource)
}
