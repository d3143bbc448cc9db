//! <https://developer.hashicorp.com/terraform/language/functions#encoding-functions> and hashes.

use super::arguments::{get, text};
use super::{Function, json, yaml};
use crate::evaluator::Evaluator;
use crate::limits;
use crate::types::{Eval, fail};
use crate::value::{Sequence, Sym};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name {
        "jsonencode" => Contextual(|cx, a| Ok(json::jsonencode(&deep(cx, get(a, 0)?, 0)))),
        "jsondecode" => Partial(json::jsondecode),
        "yamlencode" => Known(|a| Ok(Sym::text(yaml::encode(get(a, 0)?)))),
        "yamldecode" => Known(|a| yaml::decode(&text(a, 0)?)),
        "csvdecode" => Known(|a| csv(&text(a, 0)?)),
        "base64encode" => Known(|a| Ok(Sym::text(STANDARD.encode(text(a, 0)?.as_bytes())))),
        "base64decode" => Known(|a| match STANDARD.decode(text(a, 0)?.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => Ok(Sym::text(text)),
            None => fail("not base64 of UTF-8 text"),
        }),
        "urlencode" => Known(|a| Ok(Sym::text(urlencode(&text(a, 0)?)))),
        "md5" | "sha1" | "sha256" | "sha512" | "base64sha256" | "base64sha512" => Known(match name {
            "md5" => |a| Ok(Sym::text(hash("md5", text(a, 0)?.as_bytes()))),
            "sha1" => |a| Ok(Sym::text(hash("sha1", text(a, 0)?.as_bytes()))),
            "sha256" => |a| Ok(Sym::text(hash("sha256", text(a, 0)?.as_bytes()))),
            "sha512" => |a| Ok(Sym::text(hash("sha512", text(a, 0)?.as_bytes()))),
            "base64sha256" => |a| Ok(Sym::text(hash("base64sha256", text(a, 0)?.as_bytes()))),
            _ => |a| Ok(Sym::text(hash("base64sha512", text(a, 0)?.as_bytes()))),
        }),
        _ => return None,
    })
}

pub(super) fn hash(name: &str, bytes: &[u8]) -> String {
    let hex = |digest: &[u8]| {
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    match name {
        "md5" => hex(&Md5::digest(bytes)),
        "sha1" => hex(&Sha1::digest(bytes)),
        "sha256" => hex(&Sha256::digest(bytes)),
        "sha512" => hex(&Sha512::digest(bytes)),
        "base64sha256" => STANDARD.encode(Sha256::digest(bytes)),
        _ => STANDARD.encode(Sha512::digest(bytes)),
    }
}

/// Opens the lists of the plan at every depth.
fn deep(cx: &Evaluator<'_, '_>, value: &Sym, depth: usize) -> Sym {
    if depth > limits::MODULE_DEPTH {
        return value.clone();
    }
    match cx.instances.force(value.clone()) {
        Sym::Sequence(kind @ (Sequence::Tuple | Sequence::List | Sequence::Set), items) => {
            Sym::Sequence(kind, Arc::new(items.iter().map(|item| deep(cx, item, depth + 1)).collect()))
        }
        Sym::Mapping(kind, members) => {
            Sym::Mapping(kind, Arc::new(members.iter().map(|(key, member)| (key.clone(), deep(cx, member, depth + 1))).collect()))
        }
        other => other,
    }
}

/// Go's `url.QueryEscape`.
fn urlencode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => encoded.push(char::from(byte)),
            other => {
                let _ = write!(encoded, "%{other:02X}");
            }
        }
    }
    encoded
}

/// <https://developer.hashicorp.com/terraform/language/functions/csvdecode>
fn csv(text: &str) -> Eval {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut field = String::new();
    let (mut quoted, mut started) = (false, false);
    let mut characters = text.chars().filter(|character| *character != '\r').peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => (quoted, started) = (true, true),
            ',' if !quoted => {
                row.push(std::mem::take(&mut field));
                started = true;
            }
            '\n' if !quoted => {
                if started || !field.is_empty() {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                started = false;
            }
            other => field.push(other),
        }
    }
    if started || !field.is_empty() {
        row.push(field);
        rows.push(row);
    }
    let Some((header, records)) = rows.split_first() else { return fail("no header") };
    if records.iter().any(|record| record.len() != header.len()) {
        return fail("a record has another number of fields than the header");
    }
    let object = |record: &Vec<String>| Sym::object(header.iter().cloned().zip(record.iter().map(Sym::text)).collect::<BTreeMap<_, _>>());
    Ok(Sym::list(records.iter().map(object).collect()))
}
