//! A plan with no more in it than is read: of the values after apply who they are of, of each change what counts.
//!
//! The values are two fifths of a plan and stand before its changes. Each of them has a change, which is what is read: whoever reads a file
//! from its beginning need not keep them. <https://developer.hashicorp.com/terraform/internals/json-format>

mod changes;

use crate::Str;
use crate::document::{ChangeDocument, PlannedModule, PlannedResource};
use changes::Texts;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::value::RawValue;

/// A plan of more bytes keeps its changes as they are: to look at each of them twice takes a tenth of the time of all, and the values are
/// most of what they are. Of a smaller one it is no more than some milliseconds, and a tenth of the memory of all.
const LARGE: u64 = 16 << 20;

/// Reads a plan from its beginning, and writes what is read of it: JSON as [`crate::Plan::parse`] takes it.
#[derive(Debug)]
pub struct Outline {
    /// Changes are looked into.
    with_changes: bool,
    /// What is open, from the outside in.
    open: Vec<Open>,
    place: OutlinePlace,
    texts: Texts,
    /// What was written so far has members, and elements in the list that is open.
    has_members: bool,
    has_elements: bool,
    /// Something was left out.
    is_shorter: bool,
}

/// What an outline looks into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Document,
    PlannedValues,
    Module,
    Resources,
    Modules,
    Changes,
}

/// Where in what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OutlinePlace {
    /// Before everything.
    Start,
    /// Before its first member or element, if it has one.
    First,
    /// After a comma.
    Next,
    /// After a member or element.
    After,
    /// What follows stays as it is.
    Rest,
}

/// What comes of a look at bytes.
enum Taken {
    /// So many are done with.
    Bytes(usize),
    /// What begins there has no end yet.
    More,
}

impl Outline {
    /// The outline of a plan of so many bytes, of which none is read yet.
    pub fn new(length: u64) -> Self {
        Self {
            with_changes: length <= LARGE,
            open: Vec::new(),
            place: OutlinePlace::Start,
            texts: Texts::default(),
            has_members: false,
            has_elements: false,
            is_shorter: false,
        }
    }

    /// Takes what is whole at the beginning of `bytes`, writes its outline, and says how many bytes it took; the rest is given again, with
    /// more behind it. `None` of what is no plan after all: what was written is of no use then.
    pub fn take(&mut self, bytes: &[u8], into: &mut Vec<u8>) -> Option<usize> {
        let mut rest = bytes;
        while !self.is_ended() {
            rest = blank(rest);
            if rest.is_empty() {
                break;
            }
            match self.step(rest, into)? {
                Taken::Bytes(number) => rest = rest.get(number..)?,
                Taken::More => break,
            }
        }
        let taken = bytes.len() - rest.len();
        // What is left out is text as well.
        std::str::from_utf8(bytes.get(..taken)?).ok()?;
        Some(taken)
    }

    /// What follows stays as it is.
    pub fn is_ended(&self) -> bool {
        self.place == OutlinePlace::Rest
    }

    /// Something was left out that the whole has.
    pub fn is_shorter(&self) -> bool {
        self.is_shorter
    }

    fn step(&mut self, bytes: &[u8], into: &mut Vec<u8>) -> Option<Taken> {
        let open = self.open.last().copied();
        match (self.place, *bytes.first()?) {
            (OutlinePlace::Start, b'{') => {
                into.push(b'{');
                Some(self.enter(Open::Document, 1))
            }
            (OutlinePlace::Start, _) => Some(self.leave_the_rest()),
            (OutlinePlace::First | OutlinePlace::After, b'}' | b']') => self.close(*bytes.first()?, into),
            (OutlinePlace::After, b',') => {
                self.place = OutlinePlace::Next;
                Some(Taken::Bytes(1))
            }
            (OutlinePlace::First | OutlinePlace::Next, b'"') => self.member(open?, bytes, into),
            (OutlinePlace::First | OutlinePlace::Next, b'{') => self.element(open?, bytes, into),
            _ => self.something_else(),
        }
    }

    fn enter(&mut self, open: Open, taken: usize) -> Taken {
        self.open.push(open);
        self.place = OutlinePlace::First;
        Taken::Bytes(taken)
    }

    fn leave_the_rest(&mut self) -> Taken {
        self.place = OutlinePlace::Rest;
        Taken::Bytes(0)
    }

    /// What is no plan is left as it is, as long as nothing of it was left out.
    fn something_else(&mut self) -> Option<Taken> {
        (!self.is_shorter && self.open.len() < 2).then(|| self.leave_the_rest())
    }

    fn close(&mut self, by: u8, into: &mut Vec<u8>) -> Option<Taken> {
        let open = self.open.pop()?;
        if open.is_list() != (by == b']') {
            return None;
        }
        self.place = OutlinePlace::After;
        match open {
            Open::Document => return Some(self.leave_the_rest()),
            Open::PlannedValues => into.extend_from_slice(b"]}}"),
            Open::Changes => {
                into.push(b']');
                self.texts.write(into)?;
                self.place = OutlinePlace::Rest;
            }
            Open::Module | Open::Resources | Open::Modules => {}
        }
        Some(Taken::Bytes(1))
    }

    /// A member, whole or as far as it is looked into.
    fn member(&mut self, open: Open, bytes: &[u8], into: &mut Vec<u8>) -> Option<Taken> {
        let Some((name, length)) = value::<Str<'_>>(bytes)? else { return Some(Taken::More) };
        let after = blank(bytes.get(length..)?);
        match after.first() {
            None => return Some(Taken::More),
            Some(b':') => {}
            Some(_) => return self.something_else(),
        }
        let content = blank(after.get(1..)?);
        let Some(first) = content.first() else { return Some(Taken::More) };
        let before = bytes.len() - content.len();
        match (open, &*name, first) {
            (Open::Document, "planned_values", b'{') => {
                self.name(&name, into)?;
                into.extend_from_slice(b"{\"root_module\":{\"resources\":[");
                (self.is_shorter, self.has_elements) = (true, false);
                Some(self.enter(Open::PlannedValues, before + 1))
            }
            (Open::Document, "resource_changes", b'[') if self.with_changes => {
                self.name(&name, into)?;
                into.push(b'[');
                (self.is_shorter, self.has_elements) = (true, false);
                Some(self.enter(Open::Changes, before + 1))
            }
            (Open::PlannedValues, "root_module", b'{') => Some(self.enter(Open::Module, before + 1)),
            (Open::Module, "resources", b'[') => Some(self.enter(Open::Resources, before + 1)),
            (Open::Module, "child_modules", b'[') => Some(self.enter(Open::Modules, before + 1)),
            // Terraform writes none of these so.
            (Open::PlannedValues | Open::Module, "root_module" | "resources" | "child_modules", _) => None,
            (Open::Document, "format_version" | "terraform_version" | "variables", _) => {
                let Some((member, length)) = value::<&RawValue>(content)? else { return Some(Taken::More) };
                self.name(&name, into)?;
                into.extend_from_slice(member.get().as_bytes());
                self.place = OutlinePlace::After;
                Some(Taken::Bytes(before + length))
            }
            // Nothing of drift is read: what the plan makes of it is a change.
            (Open::Document, "resource_drift", _) | (Open::PlannedValues | Open::Module, ..) => {
                let Some((_, length)) = value::<IgnoredAny>(content)? else { return Some(Taken::More) };
                (self.is_shorter, self.place) = (true, OutlinePlace::After);
                Some(Taken::Bytes(before + length))
            }
            (Open::Document, ..) => {
                into.extend_from_slice(if self.has_members { b"," } else { b"" });
                Some(self.leave_the_rest())
            }
            (Open::Resources | Open::Modules | Open::Changes, ..) => None,
        }
    }

    /// The name of a member, and the comma before it.
    fn name(&mut self, name: &str, into: &mut Vec<u8>) -> Option<()> {
        into.extend_from_slice(if self.has_members { b"," } else { b"" });
        self.has_members = true;
        serde_json::to_writer(&mut *into, name).ok()?;
        into.push(b':');
        Some(())
    }

    fn element(&mut self, open: Open, bytes: &[u8], into: &mut Vec<u8>) -> Option<Taken> {
        let length = match open {
            Open::Modules => return Some(self.enter(Open::Module, 1)),
            Open::Resources => {
                let Some((resource, length)) = value::<PlannedResource<'_>>(bytes)? else { return Some(Taken::More) };
                if let Some(address) = resource.managed() {
                    self.comma(into);
                    into.extend_from_slice(b"{\"address\":");
                    serde_json::to_writer(&mut *into, address).ok()?;
                    into.push(b'}');
                }
                length
            }
            Open::Changes => {
                let Some((change, length)) = value::<ChangeDocument<'_>>(bytes)? else { return Some(Taken::More) };
                self.comma(into);
                self.texts.write_change(&change, into)?;
                length
            }
            Open::Document | Open::PlannedValues | Open::Module => return None,
        };
        self.place = OutlinePlace::After;
        Some(Taken::Bytes(length))
    }

    /// The comma before an element.
    fn comma(&mut self, into: &mut Vec<u8>) {
        into.extend_from_slice(if self.has_elements { b"," } else { b"" });
        self.has_elements = true;
    }
}

impl Open {
    fn is_list(self) -> bool {
        matches!(self, Self::Resources | Self::Modules | Self::Changes)
    }
}

/// Bytes from the first on that are not blank.
fn blank(bytes: &[u8]) -> &[u8] {
    let number = bytes.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
    bytes.get(number..).unwrap_or_default()
}

/// The value at the beginning of bytes, and how long it is; `Some(None)` where its end is not there yet, `None` where it is another one.
#[expect(clippy::option_option, reason = "whether there is an answer, and the answer")]
fn value<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<Option<(T, usize)>> {
    let mut stream = Deserializer::from_slice(bytes).into_iter::<T>();
    match stream.next() {
        // A number, or `true`, may go on.
        Some(Ok(_))
            if stream.byte_offset() == bytes.len() && !bytes.ends_with(b"}") && !bytes.ends_with(b"]") && !bytes.ends_with(b"\"") =>
        {
            Some(None)
        }
        Some(Ok(value)) => Some(Some((value, stream.byte_offset()))),
        Some(Err(error)) if error.is_eof() => Some(None),
        _ => None,
    }
}

impl PlannedResource<'_> {
    /// The address of a resource that is no data source.
    fn managed(&self) -> Option<&str> {
        self.address.as_deref().filter(|_| self.mode.as_deref() != Some("data"))
    }
}

/// Tells the addresses of resources, not of data sources, in a module and below.
pub(crate) fn managed<'a>(module: &'a PlannedModule<'_>, tell: &mut impl FnMut(&'a str)) {
    module.resources.iter().filter_map(PlannedResource::managed).for_each(&mut *tell);
    module.child_modules.iter().for_each(|child| managed(child, tell));
}

#[cfg(test)]
mod tests;
