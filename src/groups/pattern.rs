//! Addresses: what they have in common.

use ssm_check_plan::ResourceAddress;
use std::borrow::Cow;

/// A step of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AddressStep<'a> {
    name: &'a str,
    key: Option<&'a str>,
}

/// The steps of an address: dots and brackets within keys are no ends.
pub(super) fn parts(address: &str) -> Vec<AddressStep<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut key_at, mut quoted, mut escaped) = (0, None, false, false);
    let mut push = |start: usize, key_at: Option<usize>, end: usize| {
        let name = address.get(start..key_at.unwrap_or(end)).unwrap_or_default();
        let key = key_at.and_then(|at| address.get(at + 1..end.saturating_sub(1)));
        parts.push(AddressStep { name, key });
    };
    for (at, character) in address.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if key_at.is_some() => quoted = !quoted,
            '[' if key_at.is_none() => key_at = Some(at),
            '.' if !quoted && key_at.is_none_or(|key| address.get(key..at).is_some_and(|key| key.ends_with(']'))) => {
                push(start, key_at, at);
                (start, key_at) = (at + 1, None);
            }
            _ => {}
        }
    }
    push(start, key_at, address.len());
    parts
}

/// What a few addresses have in common: `module.app[*].aws_instance.web`; the address itself of one.
pub(crate) fn pattern(addresses: &[&str]) -> Option<String> {
    let [first, rest @ ..] = addresses else { return None };
    let mut common = parts(first);
    if rest.is_empty() {
        return Some((*first).to_owned());
    }
    for other in rest {
        let other = parts(other);
        if other.len() != common.len() {
            return None;
        }
        for (known, part) in common.iter_mut().zip(other) {
            if known.key.is_some() != part.key.is_some() {
                return None;
            }
            if known.name != part.name {
                known.name = "*";
            }
            if known.key != part.key {
                known.key = Some("*");
            }
        }
    }
    // A pattern that leaves the block open says nothing; a module may differ.
    let names: Vec<_> = common.iter().map(|part| part.name).collect();
    let modules = names.chunks(2).take_while(|pair| pair.first() == Some(&"module")).count() * 2;
    if names.get(modules..).is_none_or(|block| block.contains(&"*")) {
        return None;
    }
    let words = common.iter().map(|part| match part.key {
        Some(key) => format!("{}[{key}]", part.name),
        None => part.name.to_owned(),
    });
    Some(words.collect::<Vec<_>>().join("."))
}

/// An address without what tells equal modules and instances apart: `module.*.aws_instance.web[*]`.
pub(crate) fn general(address: &str) -> Cow<'_, str> {
    if !address.contains('[') && !address.starts_with("module.") {
        return Cow::Borrowed(address);
    }
    let mut general = String::with_capacity(address.len());
    for (number, part) in parts(address).into_iter().enumerate() {
        if number > 0 {
            general.push('.');
        }
        general.push_str(part.name);
        if part.key.is_some() {
            general.push_str("[*]");
        }
    }
    let mut words: Vec<&str> = general.split('.').collect();
    let mut position = 0;
    while words.get(position) == Some(&"module") {
        if let Some(name) = words.get_mut(position + 1) {
            *name = "*";
        }
        position += 2;
    }
    Cow::Owned(words.join("."))
}

/// A sentence with the addresses between its backticks made general.
pub(super) fn in_general(sentence: &str) -> String {
    let part = |(number, part): (usize, &str)| {
        let is_address = number % 2 == 1 && part.contains('.') && ResourceAddress::parse(part).is_ok();
        if is_address { general(part).into_owned() } else { part.to_owned() }
    };
    sentence.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_instances_apart_is_left_out() {
        assert_eq!(general("aws_instance.web"), "aws_instance.web");
        assert_eq!(general("aws_instance.web[\"a.b\"]"), "aws_instance.web[*]");
        assert_eq!(general("module.a[0].module.b.aws_instance.web[1]"), "module.*.module.*.aws_instance.web[*]");
        assert_eq!(general("module.m17.data.aws_subnet.a"), "module.*.data.aws_subnet.a");
        assert_eq!(in_general("`module.a.aws_instance.x` of `10.0.0.1` is [1]"), "`module.*.aws_instance.x` of `10.0.0.1` is [1]");
    }

    #[test]
    fn a_pattern_is_what_is_common() {
        assert_eq!(pattern(&["aws_instance.web[0]", "aws_instance.web[1]"]).as_deref(), Some("aws_instance.web[*]"));
        assert_eq!(
            pattern(&["module.a[\"x\"].aws_instance.web", "module.a[\"y\"].aws_instance.web"]).as_deref(),
            Some("module.a[*].aws_instance.web")
        );
        assert_eq!(pattern(&["module.m1.aws_instance.web", "module.m2.aws_instance.web"]).as_deref(), Some("module.*.aws_instance.web"));
        assert_eq!(pattern(&["aws_instance.web", "aws_instance.app"]), None);
        assert_eq!(pattern(&["aws_instance.web", "module.a.aws_instance.web"]), None);
        assert_eq!(pattern(&["aws_instance.web"]).as_deref(), Some("aws_instance.web"));
    }
}
