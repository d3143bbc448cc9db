//! References of an expression, put together again from the list that the plan JSON keeps.
//!
//! Terraform writes each reference as a chain that is cut shorter step by step (`aws_x.y[0].id`, `aws_x.y[0]`, `aws_x.y`), one
//! chain after the other:
//! <https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/jsonconfig/expression.go>. An index that is no
//! constant ends the chain early: `aws_x.y[count.index].id` leaves `aws_x.y` and `count.index`.

use crate::address::parse_key;
use crate::{Key, Mode, Str};

/// One reference with all that the plan keeps of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is referred to.
    pub subject: Subject,
    /// The attributes and constant indexes that follow it.
    pub path: Vec<ReferenceStep>,
}

/// The beginning of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `aws_x.y`, `data.aws_x.y["k"]`
    Resource {
        /// Managed resource or data source.
        mode: Mode,
        /// Such as `aws_instance`.
        resource_type: String,
        /// The name in the configuration.
        name: String,
        /// A constant instance key.
        key: Option<Key>,
    },
    /// `module.m`, `module.m["k"].out`
    Module {
        /// The call's name.
        name: String,
        /// A constant instance key.
        key: Option<Key>,
        /// The output, where the trail reaches it.
        output: Option<String>,
    },
    /// `var.v`
    Variable(String),
    /// `local.l`
    Local(String),
    /// `each.key`
    EachKey,
    /// `each.value`
    EachValue,
    /// `count.index`
    CountIndex,
    /// `path.module`, `terraform.workspace`, `self`: never a resource.
    Meta(String),
    /// Something that this version does not know.
    Other(String),
}

/// One step after the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceStep {
    /// `.name`
    Attribute(String),
    /// `[0]`, `["k"]`
    Index(Key),
}

impl Reference {
    /// The first attribute after the subject.
    pub fn attribute(&self) -> Option<&str> {
        self.attributes().next()
    }

    /// The attributes after the subject, without the indexes between them.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.path.iter().filter_map(|step| match step {
            ReferenceStep::Attribute(name) => Some(name.as_str()),
            ReferenceStep::Index(_) => None,
        })
    }

    /// Puts the chains of a reference list together, one [`Reference`] for each, in the order of the expression.
    pub fn chains(list: &[Str<'_>]) -> Vec<Self> {
        let mut references: Vec<Self> = Vec::new();
        let mut previous: Option<&str> = None;
        for text in list {
            let continues =
                previous.is_some_and(|longer| longer.strip_prefix(text.as_str()).is_some_and(|rest| rest.starts_with(['.', '['])));
            if !continues {
                references.push(Self::parse(text));
            }
            previous = Some(text);
        }
        references.dedup();
        references
    }

    /// Parses one reference.
    pub fn parse(text: &str) -> Self {
        let other = || Self { subject: Subject::Other(text.to_owned()), path: Vec::new() };
        let Some(steps) = steps(text) else { return other() };
        let mut steps = steps.into_iter().peekable();
        let attribute = |steps: &mut std::iter::Peekable<std::vec::IntoIter<ReferenceStep>>| match steps.peek() {
            Some(ReferenceStep::Attribute(_)) => match steps.next() {
                Some(ReferenceStep::Attribute(name)) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let key = |steps: &mut std::iter::Peekable<std::vec::IntoIter<ReferenceStep>>| match steps.peek() {
            Some(ReferenceStep::Index(_)) => match steps.next() {
                Some(ReferenceStep::Index(key)) => Some(key),
                _ => None,
            },
            _ => None,
        };
        let Some(head) = attribute(&mut steps) else { return other() };
        let subject = match head.as_str() {
            "var" => attribute(&mut steps).map(Subject::Variable),
            "local" => attribute(&mut steps).map(Subject::Local),
            "each" => match attribute(&mut steps).as_deref() {
                Some("key") => Some(Subject::EachKey),
                Some("value") => Some(Subject::EachValue),
                _ => None,
            },
            "count" => Some(Subject::CountIndex),
            "path" | "terraform" | "tofu" | "self" => Some(Subject::Meta(head.clone())),
            "module" => attribute(&mut steps).map(|name| {
                let key = key(&mut steps);
                Subject::Module { name, key, output: attribute(&mut steps) }
            }),
            "data" => attribute(&mut steps).and_then(|resource_type| {
                let name = attribute(&mut steps)?;
                Some(Subject::Resource { mode: Mode::Data, resource_type, name, key: key(&mut steps) })
            }),
            _ => attribute(&mut steps).map(|name| Subject::Resource {
                mode: Mode::Managed,
                resource_type: head.clone(),
                name,
                key: key(&mut steps),
            }),
        };
        match subject {
            None => other(),
            Some(subject @ (Subject::CountIndex | Subject::Meta(_))) => Self { subject, path: Vec::new() },
            Some(subject) => Self { subject, path: steps.collect() },
        }
    }
}

/// The names and keys of a reference: each name but the first stands after a dot. `None` of any other text.
fn steps(text: &str) -> Option<Vec<ReferenceStep>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        // A key that is neither text nor number, such as `[true]`, is left out: as one that is no constant, it ends what is told.
        if rest.starts_with("[]") && !steps.is_empty() {
            break;
        }
        if rest.starts_with('[') {
            let (key, after) = parse_key(rest)?;
            steps.push(ReferenceStep::Index(key));
            rest = after;
        } else {
            let name = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
            let end = name.find(['.', '[']).unwrap_or(name.len());
            let (name, after) = name.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
            steps.push(ReferenceStep::Attribute(name.to_owned()));
            rest = after;
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::{Reference, ReferenceStep, Subject};
    use crate::{Key, Mode, Str};

    fn chains(list: &[&'static str]) -> Vec<Reference> {
        Reference::chains(&list.iter().map(|text| Str::from(*text)).collect::<Vec<_>>())
    }

    fn resource(name: &str, key: Option<Key>) -> Subject {
        Subject::Resource { mode: Mode::Managed, resource_type: "aws_x".into(), name: name.into(), key }
    }

    #[test]
    fn chains_are_put_together() {
        let found = chains(&[
            "aws_x.y[0].id",
            "aws_x.y[0]",
            "aws_x.y",
            "aws_x.y",
            "count.index",
            "module.m.out.profile",
            "module.m.out",
            "module.m",
        ]);
        assert_eq!(
            found,
            [
                Reference { subject: resource("y", Some(Key::Int(0))), path: vec![ReferenceStep::Attribute("id".into())] },
                Reference { subject: resource("y", None), path: vec![] },
                Reference { subject: Subject::CountIndex, path: vec![] },
                Reference {
                    subject: Subject::Module { name: "m".into(), key: None, output: Some("out".into()) },
                    path: vec![ReferenceStep::Attribute("profile".into())]
                },
            ]
        );
    }

    #[test]
    fn a_key_that_is_left_out_ends_the_chain() {
        let found = chains(&["local.groups[].id", "local.groups[]", "local.groups", "aws_x.y[].id", "aws_x.y[]", "aws_x.y"]);
        let ended = |subject| Reference { subject, path: vec![] };
        assert_eq!(found, [ended(Subject::Local("groups".into())), ended(resource("y", None))]);
    }

    #[test]
    fn names_that_begin_alike_are_kept_apart() {
        assert_eq!(chains(&["aws_x.yz.id", "aws_x.yz", "aws_x.y.id", "aws_x.y"]).len(), 2);
    }

    #[test]
    fn keys_with_dots_and_quotes() {
        let found = Reference::parse(r#"module.m["a.\"b"].out"#);
        assert_eq!(found.subject, Subject::Module { name: "m".into(), key: Some(Key::Str("a.\"b".into())), output: Some("out".into()) });
    }

    #[test]
    fn what_is_no_reference_is_something_else() {
        for text in
            [r#"module.a["k"]module.b["x"]"#, r#"aws_x.y["k"]id"#, "aws_x.y[z]", "aws_x..y", "aws_x.y.", ".aws_x.y", "aws_x.y[+1]", ""]
        {
            assert_eq!(Reference::parse(text).subject, Subject::Other(text.into()), "{text}");
        }
    }

    #[test]
    fn iteration_subjects() {
        assert_eq!(Reference::parse("each.value.profile").path, [ReferenceStep::Attribute("profile".into())]);
        assert_eq!(Reference::parse("each.key").subject, Subject::EachKey);
        assert_eq!(Reference::parse("path.module").subject, Subject::Meta("path".into()));
    }
}
