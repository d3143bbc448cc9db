//! What the sources tell exactly and the plan does not know is filled in, before anything is looked at: arguments with a value
//! that needs no resource to exist, and nested blocks whose number Terraform could not tell.
//!
//! A dynamic block over a collection that is not known shows in a plan as one block of which nothing is known, whatever becomes
//! of it: none, one or several. With the sources its blocks are known, though some of their arguments are symbols, which stay
//! unknown here and are resolved as links.
//!
//! What the plan knows is never touched, and what it marks as sensitive is not filled in.

use ssm_check_plan::{Json, Str, Values};
use ssm_check_source::{Body, Sym};

/// Arguments that are text although people write numbers.
const TEXTS: [&str; 2] = ["ip_protocol", "protocol"];

/// Lists of a policy document whose elements count one by one.
const LISTS: [&str; 6] = ["actions", "identifiers", "not_actions", "not_resources", "resources", "values"];

/// Blocks that the schema has in a list.
const IN_ORDER: [&str; 1] = ["statement"];

/// The values of a resource with what its source tells; `None` where that is nothing.
pub(crate) fn fill<'p>(values: &Values<'p>, is_new: bool, body: &Body<'_, '_, '_>, unsettled: &[&str]) -> Option<Values<'p>> {
    let (value, unknown, sensitive) = values.parts();
    let Json::Object(_) = unknown else { return None };
    let mut unsettled = unsettled.to_vec();
    // A name that is null is not absent: the provider makes one up, from its beginning on if there is one.
    if unknown.get("name").is_some_and(Json::marks_any) && body.attribute("name").is_some_and(|name| name.value == Sym::Null) {
        unsettled.push("name");
    }
    let (filled, rest) = object(value, unknown, sensitive, is_new, body, &unsettled)?;
    Some(Values::new(filled, rest, sensitive.clone()))
}

/// A block and its marks, filled in; of what is `unsettled`, the sources say less than all.
fn object<'p>(
    value: &Json<'p>,
    unknown: &Json<'p>,
    sensitive: &Json<'p>,
    is_new: bool,
    body: &Body<'_, '_, '_>,
    unsettled: &[&str],
) -> Option<(Json<'p>, Json<'p>)> {
    let mut members = value.members().to_vec();
    let mut marks = unknown.members().to_vec();
    let mut changed = false;
    for (name, mark) in &mut marks {
        if !body.is_written(name) || unsettled.contains(&name.as_str()) || sensitive.get(name).is_some_and(Json::marks_any) {
            continue;
        }
        let told = match mark {
            Json::Bool(true) => whole(name, is_new, body),
            Json::Array(_) => blocks(name, value.get(name)?, mark, is_new, body),
            _ => None,
        };
        let Some((json, rest)) = told else { continue };
        changed = true;
        *mark = rest;
        match members.iter_mut().find(|(member, _)| member == name) {
            Some((_, member)) => *member = json,
            None => members.push((name.clone(), json)),
        }
    }
    changed.then_some((Json::Object(members.into()), Json::Object(marks.into())))
}

/// An argument, or the blocks of a type, of which the plan knows nothing.
///
/// Null is as good as left out, and what is left out of something new is absent: its default applies. Of something that exists the
/// provider may keep what it has.
fn whole<'p>(name: &str, is_new: bool, body: &Body<'_, '_, '_>) -> Option<(Json<'p>, Json<'p>)> {
    if !body.block_types().contains(name) {
        return match body.attribute(name)?.value {
            Sym::Null => is_new.then_some((Json::Null, Json::Bool(false))),
            value => argument(name, &value),
        };
    }
    every(&body.blocks(name))
}

/// Blocks of which the plan shows some.
fn blocks<'p>(name: &str, shown: &Json<'p>, marks: &Json<'p>, is_new: bool, body: &Body<'_, '_, '_>) -> Option<(Json<'p>, Json<'p>)> {
    let told = body.blocks(name);
    if !told.open.is_empty() {
        return None;
    }
    let elements = shown.elements();
    if !elements.iter().all(|element| matches!(element, Json::Object(_))) {
        return None;
    }
    if told.known.len() != elements.len() {
        // A block that stands for any number of them must be the reason.
        let mark = |index: usize| marks.elements().get(index).unwrap_or(&Json::Null);
        let stands_for_any = elements.iter().enumerate().any(|(index, element)| is_placeholder(element, mark(index), &told.known));
        return if stands_for_any { every(&told) } else { None };
    }
    // Of several, only those of a list stand in the order written.
    if told.known.len() > 1 && !IN_ORDER.contains(&name) {
        return None;
    }
    let mut changed = false;
    let (filled, rest): (Vec<_>, Vec<_>) = told
        .known
        .iter()
        .zip(elements.iter().zip(marks.elements()))
        .map(|(body, (element, mark))| {
            let told = object(element, mark, &Json::Null, is_new, body, &[]);
            changed |= told.is_some();
            told.unwrap_or_else(|| (element.clone(), mark.clone()))
        })
        .unzip();
    changed.then_some((Json::Array(filled.into()), Json::Array(rest.into())))
}

/// Nothing of what the configuration writes in such a block is known.
fn is_placeholder(shown: &Json<'_>, mark: &Json<'_>, told: &[Body<'_, '_, '_>]) -> bool {
    let is_unknown = |name: &str| matches!(mark, Json::Bool(true)) || mark.get(name).is_some_and(|mark| *mark == Json::Bool(true));
    let is_empty = |name: &str| shown.get(name).is_none_or(|value| matches!(value, Json::Null) || value.elements().is_empty());
    let written = told.first().map(Body::attribute_names);
    match written {
        Some(names) => !names.is_empty() && names.iter().all(|name| is_unknown(name) && is_empty(name)),
        // None is told: something must have been expected.
        None => matches!(mark, Json::Bool(true)) || mark.members().iter().any(|(_, mark)| *mark == Json::Bool(true)),
    }
}

/// All blocks of a type, as the sources tell.
fn every<'p>(told: &ssm_check_source::Blocks<'_, '_, '_>) -> Option<(Json<'p>, Json<'p>)> {
    if !told.open.is_empty() {
        return None;
    }
    let (blocks, marks): (Vec<_>, Vec<_>) = told.known.iter().map(block).unzip();
    Some((Json::Array(blocks.into()), Json::Array(marks.into())))
}

fn block<'p>(body: &Body<'_, '_, '_>) -> (Json<'p>, Json<'p>) {
    let (mut members, mut marks) = (Vec::new(), Vec::new());
    let mut add = |name: &str, (json, mark)| {
        members.push((Str::from(name.to_owned()), json));
        marks.push((Str::from(name.to_owned()), mark));
    };
    let opaque = || (Json::Null, Json::Bool(true));
    for name in body.attribute_names() {
        let value = body.attribute(name).map(|evaluated| evaluated.value);
        add(name, value.and_then(|value| argument(name, &value)).unwrap_or_else(opaque));
    }
    for name in body.block_types() {
        add(name, every(&body.blocks(name)).unwrap_or_else(opaque));
    }
    (Json::Object(members.into()), Json::Object(marks.into()))
}

/// An argument that is known, a map of which some is, or one whose elements could stand as blocks. Another list with symbols in it
/// stays unknown as a whole: it is resolved as links.
fn argument<'p>(name: &str, value: &Sym) -> Option<(Json<'p>, Json<'p>)> {
    let in_part = match value {
        Sym::Sequence(_, items) => LISTS.contains(&name) || items.iter().all(|item| matches!(item, Sym::Mapping(..))),
        Sym::Mapping(..) => true,
        _ => false,
    };
    known(name, value).filter(|(_, marks)| in_part || !marks.marks_any())
}

/// A value with marks on what is not known of it; `None` of one that is not JSON.
fn known<'p>(name: &str, value: &Sym) -> Option<(Json<'p>, Json<'p>)> {
    let certain = |json| Some((json, Json::Bool(false)));
    match value {
        Sym::Null => certain(Json::Null),
        Sym::Bool(value) => certain(Json::Bool(*value)),
        Sym::String(text) => certain(Json::String(text.to_string().into())),
        Sym::Number(number) if TEXTS.contains(&name) => certain(Json::String(number.text()?.into())),
        Sym::Number(number) => certain(Json::Number(number.as_i64()?.into())),
        Sym::Sequence(_, items) => {
            let (items, marks): (Vec<_>, Vec<_>) =
                items.iter().map(|item| known("", item)).collect::<Option<Vec<_>>>()?.into_iter().unzip();
            Some((Json::Array(items.into()), Json::Array(marks.into())))
        }
        Sym::Mapping(_, members) => {
            let member = |(name, value): (&String, &Sym)| Some((name.clone(), known(name, value)?));
            let members = members.iter().map(member).collect::<Option<Vec<_>>>()?;
            let name = |name: String| Str::from(name);
            let (values, marks): (Vec<_>, Vec<_>) =
                members.into_iter().map(|(key, (value, mark))| ((name(key.clone()), value), (name(key), mark))).unzip();
            Some((Json::Object(values.into()), Json::Object(marks.into())))
        }
        Sym::Template(_) | Sym::Symbol(_) | Sym::OneOf(_) | Sym::Unknown(_) => Some((Json::Null, Json::Bool(true))),
    }
}
