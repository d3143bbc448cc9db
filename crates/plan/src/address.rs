//! Resource and module addresses, as Terraform writes them:
//! <https://developer.hashicorp.com/terraform/cli/state/resource-addressing>.

use crate::Str;
use std::fmt;
use thiserror::Error;

/// The key of one instance of a `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `[0]`
    Int(u64),
    /// `["a"]`, unescaped
    Str(String),
}

/// Managed resource or data source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `resource`
    Managed,
    /// `data`
    Data,
}

/// One `module.name[key]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleStep {
    /// The call's name.
    pub name: String,
    /// The instance, of a call with `count` or `for_each`.
    pub key: Option<Key>,
}

/// A module instance; empty is the root.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleAddress(pub Vec<ModuleStep>);

/// A resource instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceAddress {
    /// The module instance that holds it.
    pub module: ModuleAddress,
    /// Managed resource or data source.
    pub mode: Mode,
    /// Such as `aws_instance`.
    pub resource_type: String,
    /// The name in the configuration.
    pub name: String,
    /// The instance, of a resource with `count` or `for_each`.
    pub key: Option<Key>,
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// The text ends where a part is missing.
    #[error("it ends where {0} is expected")]
    Missing(&'static str),
    /// An instance key that is neither a number nor a quoted string.
    #[error("the instance key after `{0}` is neither a number nor a quoted string")]
    Key(String),
    /// Something follows a complete address.
    #[error("`{0}` follows a complete address")]
    Trailing(String),
}

impl ModuleAddress {
    /// The root module.
    pub const ROOT: Self = Self(Vec::new());

    /// The module that calls this one; `None` of the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, parent) = self.0.split_last()?;
        Some(Self(parent.to_vec()))
    }

    /// This module's own step in its caller; `None` of the root.
    pub fn last(&self) -> Option<&ModuleStep> {
        self.0.last()
    }

    /// An instance of a call made by this module.
    #[must_use]
    pub fn child(&self, name: &str, key: Option<Key>) -> Self {
        let mut steps = self.0.clone();
        steps.push(ModuleStep { name: name.to_owned(), key });
        Self(steps)
    }

    /// Parses `module.a["x"].module.b`; the empty text is the root.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Ok(Self::ROOT);
        }
        let mut cursor = Cursor(text);
        let module = cursor.modules()?;
        cursor.finish().map(|()| module)
    }
}

impl ResourceAddress {
    /// `module.a.module.b.aws_x.c`: the block in the configuration that this is an instance of.
    pub fn without_keys(&self) -> String {
        let steps = self.module.0.iter().map(|step| ModuleStep { name: step.name.clone(), key: None }).collect();
        Self { module: ModuleAddress(steps), key: None, ..self.clone() }.to_string()
    }

    /// Parses `module.a["x"].module.b[0].data.aws_x.c["k.with.dots"]`.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let mut cursor = Cursor(text);
        let module = cursor.modules()?;
        let mode = if cursor.eat("data.") { Mode::Data } else { Mode::Managed };
        let resource_type = cursor.name("a resource type")?.to_owned();
        if !cursor.eat(".") {
            return Err(AddressError::Missing("a resource name"));
        }
        let name = cursor.name("a resource name")?.to_owned();
        let key = cursor.key(&name)?;
        cursor.finish()?;
        Ok(Self { module, mode, resource_type, name, key })
    }
}

struct Cursor<'t>(&'t str);

impl<'t> Cursor<'t> {
    fn eat(&mut self, prefix: &str) -> bool {
        match self.0.strip_prefix(prefix) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn modules(&mut self) -> Result<ModuleAddress, AddressError> {
        let mut steps = Vec::new();
        while self.eat("module.") {
            let name = self.name("a module name")?.to_owned();
            let key = self.key(&name)?;
            steps.push(ModuleStep { name, key });
            if self.0.is_empty() {
                break;
            }
            if !self.eat(".") {
                return Err(AddressError::Trailing(self.0.to_owned()));
            }
            if self.0.is_empty() {
                return Err(AddressError::Missing("a name after the last `.`"));
            }
        }
        // A plan has thousands, most of one step, and a list begins with room for four.
        steps.shrink_to_fit();
        Ok(ModuleAddress(steps))
    }

    fn name(&mut self, what: &'static str) -> Result<&'t str, AddressError> {
        let end = self.0.find(['.', '[']).unwrap_or(self.0.len());
        let (name, rest) = self.0.split_at_checked(end).unwrap_or((self.0, ""));
        self.0 = rest;
        if name.is_empty() { Err(AddressError::Missing(what)) } else { Ok(name) }
    }

    fn key(&mut self, after: &str) -> Result<Option<Key>, AddressError> {
        if !self.0.starts_with('[') {
            return Ok(None);
        }
        let (key, rest) = parse_key(self.0).ok_or_else(|| AddressError::Key(after.to_owned()))?;
        self.0 = rest;
        Ok(Some(key))
    }

    fn finish(&self) -> Result<(), AddressError> {
        if self.0.is_empty() { Ok(()) } else { Err(AddressError::Trailing(self.0.to_owned())) }
    }
}

/// Splits `["a\"b"]rest` or `[0]rest`.
pub(crate) fn parse_key(text: &str) -> Option<(Key, &str)> {
    let inner = text.strip_prefix('[')?;
    if let Some(quoted) = inner.strip_prefix('"') {
        let mut value = String::new();
        let mut characters = quoted.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => return Some((Key::Str(value), quoted.get(at + 1..)?.strip_prefix(']')?)),
                '\\' => value.push(unescape(&mut characters)?),
                // HCL writes a literal `${` or `%{` doubled.
                '$' | '%' => {
                    value.push(character);
                    if quoted.get(at + 1..)?.starts_with([character]) && quoted.get(at + 2..)?.starts_with('{') {
                        characters.next();
                    }
                }
                other => value.push(other),
            }
        }
        return None;
    }
    let (digits, rest) = inner.split_once(']').filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((Key::Int(digits.parse().ok()?), rest))
}

fn unescape(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    let hex = |characters: &mut std::str::CharIndices<'_>, digits: usize| {
        let code = (0..digits).try_fold(0, |code, _| Some(code * 16 + characters.next()?.1.to_digit(16)?))?;
        char::from_u32(code)
    };
    match characters.next()?.1 {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => hex(characters, 4),
        'U' => hex(characters, 8),
        other => Some(other),
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Int(index) => return write!(f, "[{index}]"),
            Self::Str(text) => text,
        };
        f.write_str("[\"")?;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '$' | '%' if characters.peek() == Some(&'{') => write!(f, "{character}{character}")?,
                other if other.is_control() => write!(f, "\\u{:04x}", u32::from(other))?,
                other => write!(f, "{other}")?,
            }
        }
        f.write_str("\"]")
    }
}

impl fmt::Display for ModuleStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module.{}", self.name)?;
        self.key.as_ref().map_or(Ok(()), |key| key.fmt(f))
    }
}

impl fmt::Display for ModuleAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            step.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for ResourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.0.is_empty() {
            write!(f, "{}.", self.module)?;
        }
        if self.mode == Mode::Data {
            f.write_str("data.")?;
        }
        write!(f, "{}.{}", self.resource_type, self.name)?;
        self.key.as_ref().map_or(Ok(()), |key| key.fmt(f))
    }
}

impl TryFrom<&Str<'_>> for ResourceAddress {
    type Error = AddressError;

    fn try_from(text: &Str<'_>) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressError, Key, Mode, ModuleAddress, ModuleStep, ResourceAddress};
    use proptest::prelude::*;

    #[test]
    fn parts_of_a_nested_address() {
        let address = ResourceAddress::parse(r#"module.a["x"].module.b[0].data.aws_instance.c["k.with.dots"]"#).unwrap();
        assert_eq!(address.module.0.len(), 2);
        assert_eq!(address.module.0[0].key, Some(Key::Str("x".into())));
        assert_eq!(address.mode, Mode::Data);
        assert_eq!(address.resource_type, "aws_instance");
        assert_eq!(address.key, Some(Key::Str("k.with.dots".into())));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(ResourceAddress::parse("aws_instance"), Err(AddressError::Missing("a resource name")));
        assert_eq!(ResourceAddress::parse("module.a"), Err(AddressError::Missing("a resource type")));
        assert_eq!(ResourceAddress::parse("aws_instance.a[x]"), Err(AddressError::Key("a".into())));
        assert_eq!(ResourceAddress::parse("aws_instance.a[+1]"), Err(AddressError::Key("a".into())));
        assert_eq!(ResourceAddress::parse(r#"module.a["k"]module.b["x"]"#), Err(AddressError::Trailing(r#"module.b["x"]"#.into())));
        assert_eq!(ModuleAddress::parse("module.a."), Err(AddressError::Missing("a name after the last `.`")));
        assert_eq!(ResourceAddress::parse("aws_instance.a.b"), Err(AddressError::Trailing(".b".into())));
    }

    fn key() -> impl Strategy<Value = Option<Key>> {
        prop_oneof![Just(None), any::<u64>().prop_map(|i| Some(Key::Int(i))), ".*".prop_map(|s| Some(Key::Str(s)))]
    }

    prop_compose! {
        fn address()(steps in prop::collection::vec(("[a-z][a-z0-9_-]{0,5}", key()), 0..3), data in any::<bool>(),
                     resource_type in "[a-z]{1,3}_[a-z]{1,5}", name in "[a-z][a-z0-9_-]{0,5}", key in key()) -> ResourceAddress {
            ResourceAddress {
                module: ModuleAddress(steps.into_iter().map(|(name, key)| ModuleStep { name, key }).collect()),
                mode: if data { Mode::Data } else { Mode::Managed },
                resource_type, name, key,
            }
        }
    }

    proptest! {
        #[test]
        fn every_address_prints_back(address in address()) {
            prop_assert_eq!(ResourceAddress::parse(&address.to_string()), Ok(address));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = ResourceAddress::parse(&text);
            let _ = ModuleAddress::parse(&text);
        }
    }
}
