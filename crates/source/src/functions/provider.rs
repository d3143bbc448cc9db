//! Functions of the AWS provider: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_build>.

use super::Function;
use super::arguments::{get, text};
use super::pieces::{as_it_stands_or_opened, fields};
use crate::evaluator::Evaluator;
use crate::types::{self, Eval, Type, fail};
use crate::value::{Piece, Sym};
use ssm_check_aws::Arn;
use std::collections::BTreeMap;

/// The parts of an ARN, in order.
const PARTS: [&str; 5] = ["partition", "service", "region", "account_id", "resource"];

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name.strip_prefix("provider::aws::")? {
        "arn_parse" => Contextual(arn_parse),
        "arn_build" => Partial(|a| {
            let mut pieces = vec![Piece::Literal("arn".to_owned())];
            for at in 0..PARTS.len() {
                let Some(part) = types::pieces(get(a, at)?) else { return fail("a part of the ARN is no text") };
                pieces.push(Piece::Literal(":".to_owned()));
                pieces.extend(part);
            }
            Ok(Sym::template(pieces))
        }),
        // `arn:aws:iam::123456789012:role/with/path/name` without its path.
        "trim_iam_role_path" => Known(|a| {
            let arn = text(a, 0)?;
            let is_of_role = |arn: &Arn<'_>| arn.service == "iam" && arn.region.is_empty() && arn.resource.starts_with("role/");
            let Some(arn) = Arn::parse(&arn).filter(is_of_role) else { return fail("not the ARN of a role") };
            let Some((_, name)) = arn.resource.rsplit_once('/') else { return fail("not the ARN of a role") };
            Ok(Sym::text(Arn { resource: &format!("role/{name}"), ..arn }.to_string()))
        }),
        _ => return None,
    })
}

fn arn_parse(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    let arn = types::convert(get(arguments, 0)?, &Type::String)?;
    if matches!(arn, Sym::Null) {
        return fail("an argument is null");
    }
    if let Sym::String(_) = &arn {
        return arn_parts(cx, &arn).map_or_else(|| fail("not an ARN"), Ok);
    }
    Ok(arn_parts(cx, &arn).unwrap_or_else(|| Sym::depends("`arn_parse`", arguments)))
}

/// The parts of an ARN by name; `None` where it is not known enough.
pub(crate) fn arn_parts(cx: &Evaluator<'_, '_>, arn: &Sym) -> Option<Sym> {
    as_it_stands_or_opened(cx, arn, |arn| parts(&fields(arn, ":")?))
}

fn parts(fields: &[Sym]) -> Option<Sym> {
    let [arn, rest @ .., last] = fields else { return None };
    if rest.len() < 4 || arn.as_str() != Some("arn") {
        return None;
    }
    let (fixed, resource) = rest.split_at_checked(4).unwrap_or((rest, &[]));
    let resource = resource.iter().chain([last]).enumerate().flat_map(|(at, field)| {
        let separator = (at > 0).then(|| Piece::Literal(":".to_owned()));
        separator.into_iter().chain(types::pieces(field).unwrap_or_default())
    });
    let values = fixed.iter().cloned().chain([Sym::template(resource)]);
    Some(Sym::object(PARTS.iter().map(ToString::to_string).zip(values).collect::<BTreeMap<_, _>>()))
}
