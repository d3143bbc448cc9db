//! What a resource says of itself, as far as a claim needs it.

use super::list::{Claim, ClaimStep, List};

use ipnet::IpNet;
use ssm_check_plan::{Attr, Value};

pub(super) struct Reader<'v, 'p, 's> {
    pub(super) values: Value<'v, 'p>,
    pub(super) scope: &'s str,
    pub(super) claims: Vec<Claim>,
}

/// A known text that is not empty.
pub(super) fn known<'v>(value: Value<'v, '_>) -> Option<&'v str> {
    match value.text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// May there be a text that is not known?
pub(super) fn is_open(value: Value<'_, '_>) -> bool {
    matches!(value.json(), Attr::Unknown(_) | Attr::Sensitive(None))
}

impl<'v> Reader<'v, '_, '_> {
    pub(super) fn text(&self, name: &str) -> Option<&'v str> {
        known(self.values.get(name))
    }

    pub(super) fn owner(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A principal of IAM, by the attribute that names it.
    pub(super) fn principal(&self, kind: &str, attribute: &str) -> Option<String> {
        self.text(attribute).map(|name| self.named(kind, name))
    }

    pub(super) fn named(&self, kind: &str, name: &str) -> String {
        format!("{} {kind} {name}", self.scope)
    }

    pub(super) fn claim(&mut self, list: List, owner: Option<String>, element: (String, bool), content: String, path: Vec<ClaimStep>) {
        let (element, is_beginning) = element;
        self.claims.push(Claim { list, owner, element, is_beginning, content, path });
    }

    pub(super) fn whole(&mut self, list: List, owner: Option<String>, element: String, content: String) {
        self.claim(list, owner, (element, false), content, Vec::new());
    }

    /// A list of texts, each an element.
    pub(super) fn texts(&mut self, list: List, owner: Option<String>, attribute: &'static str) {
        let value = self.values.get(attribute);
        if is_open(value) {
            self.claim(list, owner, (String::new(), true), String::new(), vec![ClaimStep::Name(attribute)]);
            return;
        }
        for (index, element) in value.elements().enumerate() {
            let path = vec![ClaimStep::Name(attribute), ClaimStep::Index(index)];
            match known(element) {
                Some(text) => self.claim(list, owner.clone(), (text.to_owned(), false), String::new(), path),
                None if is_open(element) => self.claim(list, owner.clone(), (String::new(), true), String::new(), path),
                None => {}
            }
        }
    }

    /// Blocks of the resource itself, of which one attribute is the element.
    pub(super) fn blocks(&mut self, list: List, name: &'static str, attribute: &str) {
        self.blocks_of(list, self.owner("id"), name, attribute);
    }

    /// Blocks of something, of which one attribute is the element.
    pub(super) fn blocks_of(&mut self, list: List, owner: Option<String>, name: &'static str, attribute: &str) {
        let blocks = self.values.get(name);
        if is_open(blocks) {
            self.claim(list, owner, (String::new(), true), String::new(), vec![ClaimStep::Name(name)]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let path = vec![ClaimStep::Name(name), ClaimStep::Index(index)];
            let element = block.get(attribute);
            match known(element) {
                Some(text) => self.claim(list, owner.clone(), (peer(text), false), String::new(), path),
                None if is_open(element) => self.claim(list, owner.clone(), (String::new(), true), String::new(), path),
                None => {}
            }
        }
    }

    /// A resource that is one element.
    pub(super) fn single(&mut self, list: List, owner: &str, element: &str) {
        if let Some(text) = self.text(element) {
            self.whole(list, self.owner(owner), peer(text), String::new());
        }
    }

    pub(super) fn association(&mut self, list: List, element: &str) {
        self.single(list, "vpc_endpoint_id", element);
    }

    /// A policy, so that two that say the same are the same text.
    pub(super) fn document(&self, value: Value<'_, '_>) -> String {
        let text = known(value).unwrap_or_default();
        serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.to_owned(), |json| json.to_string())
    }
}

/// One way to write a peer or a destination: a range in its shortest form, a group without the account in front of it.
pub(super) fn peer(text: &str) -> String {
    match (text.parse::<IpNet>(), text.rsplit_once('/')) {
        (Ok(range), _) => range.trunc().to_string(),
        (Err(_), Some((_, group))) if group.starts_with("sg-") => group.to_owned(),
        _ => text.to_owned(),
    }
}
