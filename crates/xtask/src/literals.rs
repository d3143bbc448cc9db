//! No fact of AWS stands in code: what a text in the sources names is in a dated table, or on a list that only gets shorter.

use crate::sources::{self, ident, is_punct};
use crate::table::{Table, texts};
use proc_macro2::TokenTree;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What tables know, in lower case.
struct Known {
    names: BTreeSet<String>,
    /// Condition keys that end with a name of the caller's.
    prefixes: BTreeSet<String>,
}

impl Known {
    /// Every text and every member's name of every table.
    fn of_tables() -> Self {
        let root = crate::root();
        let mut known = Self { names: BTreeSet::new(), prefixes: BTreeSet::new() };
        let schema = "crates/graph/schema/provider-schema.json";
        for entry in std::fs::read_dir(root.join("crates")).unwrap() {
            let data = entry.unwrap().path().join("data");
            for file in std::fs::read_dir(data).into_iter().flatten() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                known.take(&serde_json::from_str(&text).unwrap());
            }
        }
        let schema = Table::read(&root, schema).unwrap();
        for part in ["resources", "data_sources", "carrying", "naming"] {
            known.names.extend(schema.content[part].as_object().unwrap().keys().cloned());
        }
        known.names.extend(texts(schema.content.get("regional")));
        known
    }

    fn take(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let text = text.to_lowercase();
                if let Some(resource) = text.strip_prefix("arn:*:") {
                    self.names.insert(resource.to_owned());
                }
                if text.ends_with('/') {
                    self.prefixes.insert(text.trim_end_matches('/').to_owned());
                }
                self.names.insert(text);
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.take(element)),
            Value::Object(members) => {
                self.names.extend(members.keys().map(|name| name.to_lowercase()));
                members.values().for_each(|value| self.take(value));
            }
            _ => {}
        }
    }

    fn has(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let key = text.split('/').next().unwrap_or_default();
        self.names.contains(&text) || self.prefixes.contains(key)
    }
}

/// What an answer of AWS is called and what it makes, one file for each; and the calls that a script for people makes, on which no verdict rests.
const DECLARATIONS: [&str; 2] = ["crates/describe/src/kinds/", "src/command/needs"];

/// The texts of the sources, without those that declarations of types and documentation of checks hold.
fn literals() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let is_declaration = |file: &str| DECLARATIONS.iter().any(|place| file.starts_with(place));
    for source in sources::all(&crate::root()).into_iter().filter(|source| !is_declaration(&source.file)) {
        let mut texts = Vec::new();
        collect(&source.tokens, &mut texts);
        for text in texts {
            found.entry(text).or_default().insert(source.file.clone());
        }
    }
    found
}

fn collect(tokens: &[TokenTree], texts: &mut Vec<String>) {
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(name) if ["resource", "declare_check"].iter().any(|known| name == known) => {
                if rest.next_if(|next| is_punct(next, '!')).is_some() {
                    rest.next();
                }
            }
            TokenTree::Group(group) => collect(&group.stream().into_iter().collect::<Vec<_>>(), texts),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                texts.extend(plain.map(str::to_owned));
            }
            _ => debug_assert!(ident(token).is_some() || matches!(token, TokenTree::Punct(_))),
        }
    }
}

/// It looks like something that AWS, its provider or a registry of addresses has given a name.
fn is_of_aws(text: &str) -> bool {
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/:*.".contains(&byte));
    if !is_word(text) {
        return false;
    }
    let services =
        ["autoscaling", "ec2", "ec2-instance-connect", "ec2messages", "ecs", "iam", "kms", "logs", "s3", "ssm", "ssmmessages", "sts"];
    let of_service = text.split_once(':').is_some_and(|(service, rest)| services.contains(&service) && !rest.is_empty());
    let begins = ["aws_", "aws:", "AWS", "Amazon", "amazon", "arn:", "com.amazon"].iter().any(|known| text.starts_with(known));
    let address = text.split('/').next().unwrap_or_default();
    let is_address = address.parse::<std::net::IpAddr>().is_ok_and(|address| !address.is_unspecified());
    of_service || begins || is_address || text.contains("amazonaws") || text.contains(".amazon.")
}

/// What is left in code on purpose: a text, and why, on each line.
fn left_in_code() -> BTreeMap<&'static str, &'static str> {
    include_str!("../left-in-code.txt").lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  ")).collect()
}

/// How many there are: a number that may become smaller.
const LEFT: usize = 39;

#[test]
fn facts_of_aws_are_in_tables() {
    let (known, left) = (Known::of_tables(), left_in_code());
    let in_code: BTreeMap<_, _> = literals().into_iter().filter(|(text, _)| is_of_aws(text) && !known.has(text)).collect();
    let new: Vec<_> = in_code.iter().filter(|(text, _)| !left.contains_key(text.as_str())).collect();
    assert!(new.is_empty(), "facts that are in no table; see \"Facts about AWS\" in .github/CONTRIBUTING.md: {new:#?}");
    let gone: Vec<_> = left.keys().filter(|text| !in_code.contains_key(**text)).collect();
    assert!(gone.is_empty(), "no longer in code, or in a table: strike them from left-in-code.txt: {gone:#?}");
    assert!(left.values().all(|why| !why.trim().is_empty()));
    assert_eq!(left.len(), LEFT, "the list only gets shorter");
}

#[test]
fn what_looks_like_a_fact() {
    for text in
        ["aws_vpc", "ssm:StartSession", "aws:PrincipalOrgID", "AWS-StartSSHSession", "169.254.169.254", "fd00:ec2::254", "x.amazonaws.com"]
    {
        assert!(is_of_aws(text), "{text}");
    }
    for text in ["0.0.0.0/0", "::/0", "vpc_id", "the aws_vpc of {}", "", "key:value", "1.0"] {
        assert!(!is_of_aws(text), "{text}");
    }
    let known = Known::of_tables();
    assert!(known.has("aws_vpc") && known.has("ssm:startsession") && known.has("aws:resourcetag/team") && !known.has("ssm:StartSessions"));
}
