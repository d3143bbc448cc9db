//! What becomes of what a resource does not name that says what all there is: the `…_exclusive` resources of policies and rules.
//!
//! "This resource takes exclusive ownership over … This includes removal of … which are not explicitly configured."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>

use ssm_check_graph::{Existence, LinkTarget, Resource};

/// What an exclusive resource means for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is left alone.
    Stays,
    /// It is taken out.
    Goes,
    /// One of both.
    Unclear,
}

/// What becomes of what the resource does not name, which `by` has put there; `None` is something that this plan leaves alone. One that
/// does not change takes nothing away in this plan: before it, nothing else was there, and what is added beside it, by a new resource or an
/// update of another, goes with the next one. What is added after it stays until then, too.
pub(crate) fn unnamed<'g>(exclusive: Resource<'g>, by: Option<Resource<'g>>) -> Fate {
    let is_new = by.is_some_and(|by| by.existence().is_new());
    match exclusive.existence() {
        Existence::Unchanged | Existence::Forgotten if is_new || by.is_some_and(|by| by.existence() == Existence::Updated) => Fate::Stays,
        existence => match by.filter(|_| is_new).map_or(Fate::Goes, |by| beside(exclusive, by)) {
            // NOTE: of a new list and what is new beside it, where neither waits for the other, the list counts as the last.
            Fate::Unclear if existence.is_new() => Fate::Goes,
            fate => fate,
        },
    }
}

/// What becomes of what a new resource puts into a default of AWS's, which the plan adopts. Adopting "immediately removes" all that is in it
/// at that moment:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group>,
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_network_acl>,
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_route_table>. What was there before the plan is not
/// in the graph any more. `path` is how the resource names the default.
pub(crate) fn in_adopted(holder: LinkTarget, by: Resource<'_>, path: &[&str]) -> Fate {
    let LinkTarget::Resource(id) = holder else { return Fate::Stays };
    let adopter = by.graph().resource(id);
    if !is_adopted_beside(adopter, by) {
        return Fate::Stays;
    }
    match beside(adopter, by) {
        // Whatever leads there, the id is that of the adopting resource, and known when that is done.
        Fate::Unclear if by.graph().sole_source(by, path, &[]).is_some_and(|(source, _)| source.id() == id) => Fate::Stays,
        fate => fate,
    }
}

/// The plan adopts a default of AWS's after it made what `by` puts there, so that the adoption takes that out.
pub(crate) fn goes_by_adoption<'g>(adopter: Resource<'g>, by: Resource<'g>) -> bool {
    is_adopted_beside(adopter, by) && beside(adopter, by) == Fate::Goes
}

/// One plan adopts a default of AWS's and makes something that is put there.
fn is_adopted_beside(adopter: Resource<'_>, by: Resource<'_>) -> bool {
    adopter.is_adopter() && adopter.existence().is_new() && by.existence().is_new() && adopter.input() == by.input()
}

/// What becomes of what a new resource adds where another takes out all that is there: what comes last counts.
/// <https://developer.hashicorp.com/terraform/internals/graph>
fn beside<'g>(taking: Resource<'g>, by: Resource<'g>) -> Fate {
    if by.graph().comes_before(taking, by) {
        Fate::Stays
    } else if by.graph().comes_before(by, taking) {
        Fate::Goes
    } else {
        Fate::Unclear
    }
}
