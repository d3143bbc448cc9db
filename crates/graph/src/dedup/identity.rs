//! How an object is known across inputs.

use crate::Kind;
use ssm_check_aws::Arn;
use ssm_check_plan::{Attr, Values};

/// How an object is known across inputs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    /// Its ARN, or an id that AWS made up; with its type.
    Object(String, String),
    /// A name that other accounts may use, with the address.
    Name(String, String, String),
    /// What AWS takes one of only; with its type, and the values that say of what.
    Only(&'static str, Vec<String>),
}

/// Of what a resource is the only one.
pub(super) fn the_only<'v>(resource_type: &'v str, values: &'v Values<'_>, deleted: bool) -> impl Iterator<Item = Identity> + use<'v> {
    let spec = Kind::of_type(resource_type).map(Kind::spec).filter(|spec| spec.deleted_for || !deleted);
    let ways = spec.into_iter().flat_map(|spec| spec.one_for.iter().filter_map(|of| Some((*spec.types.first()?, *of))));
    ways.filter_map(|(name, of)| {
        let text = |name: &&str| match values.root().get(name).text() {
            Attr::Absent => Some(String::new()),
            other => other.value().map(str::to_owned),
        };
        let of = of.iter().map(text).collect::<Option<Vec<_>>>()?;
        of.first().is_some_and(|first| !first.is_empty()).then_some(Identity::Only(name, of))
    })
}

pub(super) fn identity(resource_type: &str, address: &str, values: &Values<'_>) -> Option<Identity> {
    let text = |name: &str| values.root().get(name).text().value().filter(|text| !text.is_empty());
    // Of some types, `arn` is another's. Without its account, an ARN says no more than a name.
    let is_own = Kind::of_type(resource_type).is_some_and(|kind| kind.spec().has_arn());
    let says_all = |arn: &Arn<'_>| arn.account_id().is_some() || is_made_up(arn.name());
    let arn = text("arn").filter(|_| is_own).and_then(|text| Some((text, Arn::parse(text).filter(says_all)?)));
    // What adopts something of AWS's is that.
    let kind = resource_type.replacen("aws_default_", "aws_", 1);
    let id = text("id");
    match (arn, id) {
        // Answers of AWS show the ARN of few of these, and the id of each.
        (Some((_, arn)), Some(id)) if arn.service == "ec2" && is_made_up(id) => Some(Identity::Object(kind, id.to_owned())),
        (Some((text, _)), _) => Some(Identity::Object(kind, text.to_owned())),
        (None, Some(id)) if is_made_up(id) => Some(Identity::Object(kind, id.to_owned())),
        (None, id) => Some(Identity::Name(kind, id?.to_owned(), address.to_owned())),
    }
}

/// An id like `rtbassoc-0123456789abcdef0`: AWS makes it up, and no other account has it.
fn is_made_up(id: &str) -> bool {
    id.rsplit_once('-').is_some_and(|(_, end)| end.len() >= 8 && end.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
