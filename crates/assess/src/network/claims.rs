//! What several resources claim where AWS has room for one: it refuses the second, or lets it take the place of the first.
//!
//! An apply makes what does not refer to each other in no order that could be relied on:
//! <https://developer.hashicorp.com/terraform/internals/graph>.

use super::NetModel;
use ssm_check_graph::{Existence, Resource, Target};
use ssm_check_message::{Span, say};
use ssm_check_net::known::{Choice, Gap};

/// Those of the claims that one may come out of last: what an apply writes takes the place of what was there before it. What a failed
/// replacement left behind gives way to what replaced it.
pub(super) fn last_written<T>(claims: Vec<(Resource<'_>, T)>) -> Vec<(Resource<'_>, T)> {
    let claims = prefer(claims, |by| !by.is_deposed());
    prefer(claims, |by| is_changed(by))
}

/// The claims of such resources, or all if none of them is one.
pub(super) fn prefer<'g, T>(claims: Vec<(Resource<'g>, T)>, wanted: impl Fn(Resource<'g>) -> bool) -> Vec<(Resource<'g>, T)> {
    let any = claims.iter().any(|(by, _)| wanted(*by));
    claims.into_iter().filter(|(by, _)| !any || wanted(*by)).collect()
}

/// The plan makes or changes it.
fn is_changed(resource: Resource<'_>) -> bool {
    resource.existence().is_new() || resource.existence() == Existence::Updated
}

/// One of the claims counts; `None` where there is none.
pub(super) fn one_of<T: Copy + PartialEq>(claims: Vec<(Resource<'_>, Choice<T>)>) -> Option<Choice<T>> {
    let mut claims = claims.into_iter().map(|(_, claim)| claim);
    let mut all = claims.next()?;
    for claim in claims.filter(|claim| *claim != Choice::None) {
        let gap = all.gap().or(claim.gap()).cloned();
        let mut among = all.candidates().to_vec();
        among.extend(claim.candidates().iter().filter(|one| !all.candidates().contains(one)));
        all = match (among.as_slice(), gap) {
            ([], gap) => gap.map_or(Choice::None, Choice::Unknown),
            ([one], None) => Choice::One(*one),
            (_, None) => Choice::OneOf(among),
            (_, Some(gap)) => Choice::OneOfOrUnknown(among, gap),
        };
    }
    Some(all)
}

impl<'g> NetModel<'g> {
    /// What a default of AWS holds is not known where several resources adopt it: each takes out what it does not name itself,
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group>.
    pub(super) fn adopted_by_another(&self, target: Target) -> Option<Gap> {
        let Target::Resource(id) = target else { return None };
        let own = self.graph.resource(id);
        let other = self.graph.other_adopters(id).into_iter().find(|other| is_changed(*other))?;
        let [own, other] = [own, other].map(|resource| Span::address(resource.address()));
        Some(Gap::new(say!(
            "whether {} or {} comes last, which both adopt the same default and take out what they do not name",
            own,
            other
        )))
    }
}
