//! What each change of a plan takes out of lists, and when.
//!
//! An update takes away what its list named before and names no more; what it writes otherwise, it takes from whoever wrote it the other
//! way. A deletion takes what the resource named. Adopting what AWS made with a VPC takes everything that was in it.
//! <https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service>, `updateSecurityGroupRules`,
//! `resourceRouteTableUpdate`, `updateNetworkACLEntries`, `resourceRoleUpdate`, `resourcePolicyAttachmentUpdate`,
//! `resourceVPCEndpointUpdate`, `resourceDefaultRouteTableCreate` and their like.

use super::claim::{Claim, List, claims, writes_lists};
use ssm_check_plan::{Action, Mode, ResourceAddress, ResourceChange, Values};
use std::collections::BTreeSet;

/// One element, or all of a list, that a change takes out.
pub(super) struct Take<'p> {
    pub(super) list: List,
    pub(super) owner: String,
    /// `None` is every element, but for those that are `kept`.
    pub(super) element: Option<String>,
    pub(super) kept: Vec<String>,
    /// It is certain that it is taken out.
    pub(super) certain: bool,
    pub(super) when: When,
    /// The same change puts it back.
    pub(super) given_back: bool,
    pub(super) by: By<'p>,
}

/// When a change acts, as against the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before what it depends on is changed: a deletion.
    /// <https://github.com/hashicorp/terraform/blob/main/docs/destroying.md>
    First,
    /// With what is changed, in the order of dependencies.
    Between,
    /// After everything new is made: what a replacement leaves behind.
    Last,
}

/// Who takes it out.
#[derive(Clone, Copy)]
pub(super) struct By<'p> {
    pub(super) input: usize,
    pub(super) address: &'p str,
    pub(super) parsed: &'p ResourceAddress,
    /// The argument, of an update.
    pub(super) attribute: Option<&'static str>,
}

impl<'p> Take<'p> {
    /// Everything of an owner's list, for certain.
    fn all(list: List, owner: String, when: When, by: By<'p>) -> Self {
        Self { list, owner, element: None, kept: Vec::new(), certain: true, when, given_back: false, by }
    }

    /// It takes out what the claim means.
    pub(super) fn takes(&self, claim: &Claim) -> bool {
        !claim.is_beginning
            && self.list == claim.list
            && claim.owner.as_deref() == Some(self.owner.as_str())
            && self.element.as_ref().is_none_or(|element| *element == claim.element)
            && !self.kept.contains(&claim.element)
    }
}

/// The change may take something out of a list. Of what is only made, only what adopts does.
pub(super) fn may_take(change: &ResourceChange<'_>) -> bool {
    let (resource_type, actions) = (change.parsed.resource_type.as_str(), &change.change.actions);
    let adopts = actions.creates() && resource_type.starts_with("aws_default_");
    let has_lists = writes_lists(resource_type) || kind_of_principal(resource_type).is_some();
    change.parsed.mode != Mode::Data && has_lists && (adopts || actions.deletes() || actions.0.contains(&Action::Update))
}

/// Everything that a change [which may](may_take) takes out of lists; `before` and `after` are what the resource is like then.
pub(super) fn of_change<'p>(
    input: usize,
    change: &'p ResourceChange<'p>,
    before: Option<&Values<'p>>,
    after: Option<&Values<'p>>,
    scope: &str,
    takes: &mut Vec<Take<'p>>,
) {
    let resource_type = change.parsed.resource_type.as_str();
    let actions = &change.change.actions;
    let by = By { input, address: &change.address, parsed: &change.parsed, attribute: None };
    let read = |values: Option<&Values<'p>>| values.map(|values| claims(resource_type, values.root(), scope)).unwrap_or_default();
    let when = if change.deposed.is_some() || actions.replaces_new_first() { When::Last } else { When::First };
    if actions.deletes() && !is_kept(resource_type) {
        // What a replacement leaves behind of an association is deleted by an id that is no more.
        let shown = |claim: &Claim| !claim.is_beginning && (when == When::First || claim.list != List::SubnetAcl);
        let anew = if actions.creates() && when == When::First { read(after) } else { Vec::new() };
        for claim in read(before).into_iter().filter(shown) {
            let given_back = anew.iter().any(|other| other.means(&claim));
            takes.extend(take(claim, true, when, by).map(|take| Take { given_back, ..take }));
        }
        principal(resource_type, before, scope, when, by, takes);
    } else if actions.0.contains(&Action::Update) {
        updated(resource_type, &read(before), &read(after), by, takes);
    }
    if actions.creates() {
        adopted(resource_type, after, by, takes);
    }
}

/// Deleting the resource leaves its list as it is: what AWS made with a VPC cannot be deleted, an interface may be somebody else's.
fn is_kept(resource_type: &str) -> bool {
    resource_type.starts_with("aws_default_") || resource_type == "aws_instance"
}

fn take(claim: Claim, certain: bool, when: When, by: By<'_>) -> Option<Take<'_>> {
    Some(Take { element: Some(claim.element), certain, ..Take::all(claim.list, claim.owner?, when, by) })
}

/// What an argument named before and names no more, or names with something else to it.
fn updated<'p>(resource_type: &str, before: &[Claim], after: &[Claim], by: By<'p>, takes: &mut Vec<Take<'p>>) {
    for claim in before.iter().filter(|claim| !claim.is_beginning) {
        // Every subnet has a network ACL: the default one gives none away.
        if claim.list == List::SubnetAcl && resource_type == "aws_default_network_acl" {
            continue;
        }
        let beside = || after.iter().filter(|other| other.attribute() == claim.attribute());
        if beside().any(|other| claim.means(other) && other.content == claim.content) {
            continue;
        }
        let certain = beside().any(|other| claim.means(other)) || !beside().any(|other| other.may_mean(claim));
        takes.extend(take(claim.clone(), certain, When::Between, By { attribute: claim.attribute(), ..by }));
    }
    takes.extend(set_anew(before, after, by));
}

/// The groups of an interface are set all at once: with those that others attached goes what the state did not show of them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html>
fn set_anew<'p>(before: &[Claim], after: &[Claim], by: By<'p>) -> Option<Take<'p>> {
    let of = |claims: &[Claim]| -> BTreeSet<(String, bool)> {
        let listed = claims.iter().filter(|claim| claim.list == List::InterfaceGroups && claim.attribute().is_some());
        listed.map(|claim| (claim.element.clone(), claim.is_beginning)).collect()
    };
    let (first, named) = (after.first()?, of(after));
    let owner = first.owner.clone().filter(|_| !named.is_empty() && named != of(before))?;
    let certain = named.iter().all(|(_, is_beginning)| !is_beginning);
    let kept = named.into_iter().filter(|(_, is_beginning)| !is_beginning).map(|(element, _)| element).collect();
    let by = By { attribute: first.attribute(), ..by };
    Some(Take { kept, certain, ..Take::all(List::InterfaceGroups, owner, When::Between, by) })
}

/// What has policies of its own, whether or not it writes them itself, in the words of its attributes.
fn kind_of_principal(resource_type: &str) -> Option<&'static str> {
    match resource_type {
        "aws_iam_role" => Some("role"),
        "aws_iam_user" => Some("user"),
        "aws_iam_group" => Some("group"),
        _ => None,
    }
}

/// A principal that is deleted, or made anew under the same name, has nothing of what it had.
fn principal<'p>(resource_type: &str, before: Option<&Values<'p>>, scope: &str, when: When, by: By<'p>, takes: &mut Vec<Take<'p>>) {
    let Some(kind) = kind_of_principal(resource_type) else { return };
    let name = before.and_then(|values| values.root().get("name").text().value());
    let Some(owner) = name.map(|name| format!("{scope} {kind} {name}")) else { return };
    for list in [List::Policies, List::InlinePolicies, List::Members, List::Groups, List::Profiles] {
        takes.push(Take::all(list, owner.clone(), when, by));
    }
}

/// Adopting what AWS made with a VPC strips it: all that was in it goes.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group>
fn adopted<'p>(resource_type: &str, after: Option<&Values<'p>>, by: By<'p>, takes: &mut Vec<Take<'p>>) {
    let (list, attribute) = match resource_type {
        "aws_default_route_table" => (List::Routes, "default_route_table_id"),
        "aws_default_network_acl" => (List::Entries, "default_network_acl_id"),
        // Its id is not in the plan; `super` finds it by the VPC.
        "aws_default_security_group" => (List::Rules, "vpc_id"),
        _ => return,
    };
    let owner = after.and_then(|values| values.root().get(attribute).text().value());
    takes.extend(owner.map(|owner| Take::all(list, owner.to_owned(), When::Between, by)));
}
