//! Taking elements out of a resource's values, or making them unknown.

use super::claim::ClaimStep;
use ssm_check_plan::{Json, Values};

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It is gone.
    Gone,
    /// Whether it is gone is not known.
    Unclear,
}

/// The values with what becomes of some of their elements.
pub(super) fn erase<'p>(values: &Values<'p>, mut places: Vec<(Vec<ClaimStep>, Fate)>) -> Values<'p> {
    // From behind, so that positions stay what they are.
    places.sort_by(|a, b| b.cmp(a));
    places.dedup_by(|a, b| a.0 == b.0);
    let (value, unknown, sensitive) = values.parts();
    let (mut value, mut unknown, mut sensitive) = (value.clone(), unknown.clone(), sensitive.clone());
    for (path, fate) in &places {
        match fate {
            Fate::Gone => {
                for tree in [&mut value, &mut unknown, &mut sensitive] {
                    remove(tree, path);
                }
            }
            Fate::Unclear => mark(&mut unknown, path),
        }
    }
    Values::new(value, unknown, sensitive)
}

fn child<'j, 'p>(json: &'j mut Json<'p>, step: ClaimStep) -> Option<&'j mut Json<'p>> {
    match (json, step) {
        (Json::Object(members), ClaimStep::Name(name)) => {
            members.iter_mut().find(|(member, _)| member.as_str() == name).map(|(_, value)| value)
        }
        (Json::Array(elements), ClaimStep::Index(index)) => elements.get_mut(index),
        _ => None,
    }
}

fn remove(json: &mut Json<'_>, path: &[ClaimStep]) {
    let [rest @ .., last] = path else { return };
    let parent = rest.iter().try_fold(json, |json, step| child(json, *step));
    match (parent, last) {
        (Some(Json::Object(members)), ClaimStep::Name(name)) => {
            edit(members, |all| all.retain(|(member, _)| member.as_str() != *name));
        }
        (Some(Json::Array(elements)), ClaimStep::Index(index)) if *index < elements.len() => {
            edit(elements, |all| drop(all.remove(*index)));
        }
        _ => {}
    }
}

/// Lists have exactly the room that they need; one that changes is a growing one in between.
fn edit<T>(list: &mut Box<[T]>, change: impl FnOnce(&mut Vec<T>)) {
    let mut all = std::mem::take(list).into_vec();
    change(&mut all);
    *list = all.into();
}

/// Marks a place as not known, whatever marks there are on the way.
fn mark(json: &mut Json<'_>, path: &[ClaimStep]) {
    let [step, rest @ ..] = path else {
        *json = Json::Bool(true);
        return;
    };
    if matches!(json, Json::Bool(true)) {
        return;
    }
    match step {
        ClaimStep::Name(name) => {
            if !matches!(json, Json::Object(_)) {
                *json = Json::Object(Box::default());
            }
            let Json::Object(members) = json else { return };
            if !members.iter().any(|(member, _)| member.as_str() == *name) {
                edit(members, |all| all.push(((*name).into(), Json::Null)));
            }
            if let Some((_, value)) = members.iter_mut().find(|(member, _)| member.as_str() == *name) {
                mark(value, rest);
            }
        }
        ClaimStep::Index(index) => {
            if !matches!(json, Json::Array(_)) {
                *json = Json::Array(Box::default());
            }
            let Json::Array(elements) = json else { return };
            if elements.len() <= *index {
                edit(elements, |all| all.resize(index + 1, Json::Null));
            }
            if let Some(value) = elements.get_mut(*index) {
                mark(value, rest);
            }
        }
    }
}
