//! What somebody means by a word: a principal, a target, a document or a destination of the inputs.
//!
//! An address, an ARN or an id is taken for what has it. A name, a `Name` tag or the end of an address (`web` for
//! `module.app.aws_instance.web[0]`) is, where it is of one thing alone.

use super::{Access, Caller, DocumentResource, Tag, Tags, TargetResource, tags};
use crate::arn::arn_of;
use ssm_check_graph::{Graph, Resource};
use ssm_check_plan::ResourceAddress;
use std::collections::BTreeSet;
use thiserror::Error;

/// A word that means nothing of its kind in the inputs, or several things.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{sentence}")]
pub struct NotOne {
    /// The word.
    pub word: String,
    /// What is wrong with it, in a sentence.
    pub sentence: String,
    /// What of its kind there is; nothing of a word that means several of them.
    pub known: Vec<String>,
}

impl<'g> Access<'g> {
    /// The principal that a word means; `None` where there is none, or there are several.
    pub fn caller(&self, called: &str) -> Option<&Caller<'g>> {
        principal(self, called).ok()
    }
}

/// The principal that a word means.
///
/// Errors: there is none, or there are several.
pub fn principal<'a, 'g>(access: &'a Access<'g>, word: &str) -> Result<&'a Caller<'g>, NotOne> {
    let by_address = access.callers.iter().find(|caller| caller.address() == word);
    let by_arn = || access.callers.iter().find(|caller| access.scope.fill(&arn_of(caller.resource)).literal() == Some(word));
    // As `aws sts get-caller-identity` has it: whoever assumes a role chooses the name of the session, which comes last.
    let role = word.rsplit_once('/').filter(|(role, _)| role.contains(":assumed-role/")).map(|(role, _)| role);
    let is_of_session = |caller: &&Caller<'g>| {
        let session = access.scope.fill(&caller.session());
        role.is_some() && session.literal().and_then(|session| session.rsplit_once('/')).map(|(role, _)| role) == role
    };
    let by_session = || access.callers.iter().find(is_of_session);
    if let Some(caller) = by_address.or_else(by_arn).or_else(by_session) {
        return Ok(caller);
    }
    let is_named = |caller: &&Caller<'g>| caller.resource.text("name").value() == Some(word) || is_end(caller.address(), word);
    let found = access.callers.iter().filter(is_named).collect();
    let nobody = || none(word, "principal of the inputs", access.callers.iter().map(Caller::address), []);
    one(word, found, |caller| caller.address(), nobody)
}

/// The target that a word means.
///
/// Errors: there is none, or there are several.
pub fn target<'a>(access: &'a Access<'_>, word: &str) -> Result<&'a TargetResource, NotOne> {
    let has_id = |target: &&TargetResource| target.shown_arn.literal().is_some_and(|arn| arn.rsplit('/').next() == Some(word));
    if let Some(target) = access.target(word).or_else(|| access.targets.iter().find(has_id)) {
        return Ok(target);
    }
    let is_named = |target: &&TargetResource| name_tag(&target.resource.tags) == Some(word) || is_end(&target.name, word);
    let found = access.every_target().filter(is_named).collect();
    one(word, found, |target| &target.name, || no_target(access, word))
}

/// That a word means no target.
pub(super) fn no_target(access: &Access<'_>, word: &str) -> NotOne {
    none(word, "target of the inputs", access.every_target().map(|target| target.name.as_str()), [])
}

/// The document that a name, an address or an end of one means.
///
/// Errors: there is none, or there are several.
pub fn document<'a, 'g>(access: &'a Access<'g>, word: &str) -> Result<&'a DocumentResource<'g>, NotOne> {
    if let Some(document) = access.documents.iter().find(|document| is_named(document, word)) {
        return Ok(document);
    }
    let is_meant = |document: &&DocumentResource<'g>| address(document).is_some_and(|address| is_end(address, word));
    let found = access.documents.iter().filter(is_meant).collect();
    one(
        word,
        found,
        |document| address(document).unwrap_or(&document.name),
        || {
            let names = access.documents.iter().map(|document| document.name.as_str());
            let what = "session document of the inputs, nor one of AWS that is modelled";
            none(word, what, names, access.documents.iter().filter_map(address))
        },
    )
}

/// Which of these destinations of tunnels a word means.
///
/// Errors: it is none of them, or several.
pub fn destination<'a>(graph: &Graph<'_>, known: &[&'a str], word: &str) -> Result<&'a str, NotOne> {
    if let Some(destination) = known.iter().find(|known| **known == word) {
        return Ok(destination);
    }
    let has_name = |address: &str| graph.at(address).is_some_and(|resource| name_tag(&tags::of_resource(resource)) == Some(word));
    let found = known.iter().copied().filter(|address| is_end(address, word) || has_name(address)).collect();
    one(word, found, |address| address, || none(word, "destination of a tunnel", known.iter().copied(), []))
}

/// Which resources of the inputs a word means, of whichever kind: all instances of a block, where it is the end of their addresses.
///
/// Errors: it is none of them, or may be several.
pub fn resources<'a>(graph: &'a Graph<'_>, addresses: &'a BTreeSet<String>, word: &str) -> Result<Vec<&'a str>, NotOne> {
    let block = |address: &str| ResourceAddress::parse(address).ok().map(|parsed| ResourceAddress { key: None, ..parsed });
    let of_one = |found: Vec<&'a str>| {
        let blocks: BTreeSet<_> = found.iter().map(|address| block(address).map(|block| block.to_string())).collect();
        let none = || none(word, "resource of the inputs", addresses.iter().map(String::as_str), []);
        if blocks.len() == 1 { Ok(found) } else { one(word, found, |address| address, none).map(|address| vec![address]) }
    };
    let all = || graph.resources().filter(|resource| addresses.contains(resource.address()));
    let has = |resource: &Resource<'_>| {
        ["id", "arn"].iter().any(|attribute| resource.text(attribute).value() == Some(word)) || arn_of(*resource).literal() == Some(word)
    };
    let with_id: Vec<_> = all().filter(has).collect();
    // A data source and a resource may be one thing, of which the resource tells more.
    let managed: Vec<_> = with_id.iter().filter(|resource| resource.is_managed()).copied().collect();
    let with_id = if managed.is_empty() { with_id } else { managed };
    if !with_id.is_empty() {
        return of_one(with_id.into_iter().map(Resource::address).collect());
    }
    let every = || addresses.iter().map(String::as_str);
    let of_block: Vec<_> = every().filter(|address| block(address).is_some_and(|block| block.to_string() == word)).collect();
    let ends = if of_block.is_empty() { every().filter(|address| is_end(address, word)).collect() } else { of_block };
    if !ends.is_empty() {
        return of_one(ends);
    }
    let is_named =
        |resource: &Resource<'_>| resource.text("name").value() == Some(word) || name_tag(&tags::of_resource(*resource)) == Some(word);
    of_one(all().filter(is_named).map(Resource::address).collect())
}

/// By its name, its ARN or its address.
pub(super) fn is_named(document: &DocumentResource<'_>, name: &str) -> bool {
    let short = name.rsplit_once(":document/").map_or(name, |(_, short)| short);
    document.name == short || address(document) == Some(name)
}

fn address<'g>(document: &DocumentResource<'g>) -> Option<&'g str> {
    document.own.map(|own| own.0.address())
}

/// The tag that the console shows as the name.
fn name_tag(tags: &Tags) -> Option<&str> {
    let (Tags::Known(tags) | Tags::AtLeast(tags)) = tags else { return None };
    match tags.get("Name")? {
        Tag::Is(name) => Some(name),
        Tag::Present | Tag::Free | Tag::Perhaps | Tag::Begins => None,
    }
}

/// `web`, `aws_instance.web` and `web[0]` are ends of `module.app.aws_instance.web[0]`.
fn is_end(address: &str, word: &str) -> bool {
    let ends = |address: &str| address == word || address.strip_suffix(word).is_some_and(|before| before.ends_with('.'));
    let without_key = || {
        let parsed = ResourceAddress::parse(address).ok().filter(|parsed| parsed.key.is_some())?;
        Some(ResourceAddress { key: None, ..parsed }.to_string())
    };
    !word.is_empty() && (ends(address) || without_key().is_some_and(|address| ends(&address)))
}

/// The only one that was found.
///
/// Errors: there is none, or there are several.
fn one<T: Copy>(word: &str, found: Vec<T>, name: impl Fn(&T) -> &str, none: impl FnOnce() -> NotOne) -> Result<T, NotOne> {
    match found.as_slice() {
        [] => Err(none()),
        [one] => Ok(*one),
        several => {
            let sentence = format!("`{word}` may be any of these: {}", listed(several.iter().map(name)));
            Err(NotOne { word: word.to_owned(), sentence, known: Vec::new() })
        }
    }
}

/// `others` may have been meant as well, and are not listed.
fn none<'s>(word: &str, what: &str, names: impl Iterator<Item = &'s str>, others: impl IntoIterator<Item = &'s str>) -> NotOne {
    let names: Vec<_> = names.collect();
    let sentence = format!("`{word}` is no {what}; those are {}", listed(names.iter().copied()));
    NotOne { word: word.to_owned(), sentence, known: names.into_iter().chain(others).map(str::to_owned).collect() }
}

/// As many names are told.
const TOLD: usize = 20;

fn listed<'s>(names: impl Iterator<Item = &'s str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.get(..TOLD) {
        Some(some) if names.len() > TOLD => format!("{} and {} more", some.join(", "), names.len() - TOLD),
        _ if names.is_empty() => "none".to_owned(),
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::is_end;

    #[test]
    fn an_end_of_an_address_begins_at_a_part() {
        let address = "module.app.aws_instance.web[0]";
        for word in ["web", "web[0]", "aws_instance.web", "app.aws_instance.web", address] {
            assert!(is_end(address, word), "{word}");
        }
        for word in ["", "eb", "aws_instance", "app", "[0]", "web[1]"] {
            assert!(!is_end(address, word), "{word}");
        }
    }
}
