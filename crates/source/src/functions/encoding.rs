//! <https://developer.hashicorp.com/terraform/language/functions#encoding-functions> and hashes.

use super::arguments::{get, text};
use super::{Function, json, yaml};
use crate::evaluator::Evaluator;
use crate::limits;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::{Engine as _, alphabet};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known, Partial};
    Some(match name {
        "jsonencode" => Contextual(|cx, a| Ok(json::jsonencode(&deep(cx, get(a, 0)?, 0)))),
        "jsondecode" => Partial(json::jsondecode),
        "yamlencode" => Partial(|a| Ok(yaml::yamlencode(get(a, 0)?))),
        "yamldecode" => Known(|a| yaml::decode(&text(a, 0)?)),
        "csvdecode" => Known(|a| csv(&text(a, 0)?)),
        "base64encode" => Partial(|a| match types::convert(get(a, 0)?, &Type::String)? {
            Sym::String(text) => Ok(Sym::text(STANDARD.encode(text.as_bytes()))),
            Sym::Null => fail("an argument is null"),
            open => Ok(Sym::encoded(open, false)),
        }),
        "base64gzip" => Partial(|a| match types::convert(get(a, 0)?, &Type::String)? {
            Sym::Null => fail("an argument is null"),
            text => Ok(Sym::encoded(text, true)),
        }),
        "base64decode" => Partial(|a| match get(a, 0)? {
            open if !open.is_known() => Ok(unpacked(open, false).unwrap_or_else(|| Sym::depends("`base64decode`", a))),
            _ => match decoded(&text(a, 0)?).and_then(|bytes| String::from_utf8(bytes).ok()) {
                Some(text) => Ok(Sym::text(text)),
                None => fail("not base64 of UTF-8 text"),
            },
        }),
        "base64gunzip" => Partial(|a| {
            if let Some(text) = unpacked(get(a, 0)?, true) {
                return Ok(text);
            }
            if !get(a, 0)?.is_known() {
                return Ok(Sym::depends("`base64gunzip`", a));
            }
            let Some(packed) = decoded(&text(a, 0)?) else { return fail("not base64") };
            let mut unpacked = Vec::new();
            let limit = u64::try_from(limits::TEXT).unwrap_or(u64::MAX);
            match flate2::read::MultiGzDecoder::new(packed.as_slice()).take(limit + 1).read_to_end(&mut unpacked) {
                Ok(length) if length > limits::TEXT => Ok(Sym::unknown("the text is too long")),
                Ok(_) => String::from_utf8(unpacked).map_or_else(|_| fail("not UTF-8"), |text| Ok(Sym::text(text))),
                Err(_) => fail("not gzip"),
            }
        }),
        "textencodebase64" => Known(|a| match Charset::of(&text(a, 1)?) {
            Some(charset) => {
                charset.encode(&text(a, 0)?).map_or_else(|| fail("not in the encoding"), |bytes| Ok(Sym::text(STANDARD.encode(bytes))))
            }
            None => Ok(Sym::unknown(format!("the encoding `{}` is not evaluated", text(a, 1)?))),
        }),
        "textdecodebase64" => Known(|a| {
            let Some(bytes) = decoded(&text(a, 0)?) else { return fail("not base64") };
            match Charset::of(&text(a, 1)?) {
                Some(charset) => {
                    charset.decode(&bytes).map_or_else(|| Ok(Sym::unknown("the bytes are not of the encoding")), |text| Ok(Sym::text(text)))
                }
                None => Ok(Sym::unknown(format!("the encoding `{}` is not evaluated", text(a, 1)?))),
            }
        }),
        "urldecode" => Known(|a| urldecode(&text(a, 0)?).map_or_else(|| fail("not URL-encoded"), |text| Ok(Sym::text(text)))),
        "urlencode" => Known(|a| Ok(Sym::text(urlencode(&text(a, 0)?)))),
        "md5" | "sha1" | "sha256" | "sha512" | "base64sha256" | "base64sha512" => Known(match name {
            "md5" => |a| Ok(Sym::text(hash("md5", text(a, 0)?.as_bytes()))),
            "sha1" => |a| Ok(Sym::text(hash("sha1", text(a, 0)?.as_bytes()))),
            "sha256" => |a| Ok(Sym::text(hash("sha256", text(a, 0)?.as_bytes()))),
            "sha512" => |a| Ok(Sym::text(hash("sha512", text(a, 0)?.as_bytes()))),
            "base64sha256" => |a| Ok(Sym::text(hash("base64sha256", text(a, 0)?.as_bytes()))),
            _ => |a| Ok(Sym::text(hash("base64sha512", text(a, 0)?.as_bytes()))),
        }),
        "uuidv5" => Known(|a| {
            let (space, name) = (text(a, 0)?, text(a, 1)?);
            namespace(&space)
                .map_or_else(|| Ok(Sym::unknown("the namespace of `uuidv5` is not read")), |space| Ok(Sym::text(uuid_v5(space, &name))))
        }),
        _ => return None,
    })
}

/// A namespace by its name or its UUID, as <https://developer.hashicorp.com/terraform/language/functions/uuidv5> has them; their UUIDs are
/// those of <https://www.rfc-editor.org/rfc/rfc9562#section-6.6>.
fn namespace(text: &str) -> Option<u128> {
    let named = |last: u128| Some(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8 + (last << 96));
    match text {
        "dns" => named(0),
        "url" => named(1),
        "oid" => named(2),
        "x500" => named(4),
        uuid => {
            let groups: Vec<_> = uuid.split('-').collect();
            let is_whole = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
            let digits = groups.concat();
            (is_whole && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| u128::from_str_radix(&digits, 16).ok())?
        }
    }
}

/// The UUID of a name in a namespace: <https://www.rfc-editor.org/rfc/rfc9562#section-5.5>.
fn uuid_v5(space: u128, name: &str) -> String {
    let hashed = hash("sha1", &[&space.to_be_bytes(), name.as_bytes()].concat());
    let bits = hashed.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default();
    let bits = (bits & !(0xf << 76) & !(0b11 << 62)) | (5 << 76) | (0b10 << 62);
    let digits = format!("{bits:032x}");
    [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| digits.get(group).unwrap_or_default()).join("-")
}

/// The bytes of base64, in which Go skips line ends and does not look at bits that are left over:
/// <https://pkg.go.dev/encoding/base64#Encoding.Decode>.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurpose =
        GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));
    LENIENT.decode(text.replace(['\r', '\n'], "")).ok()
}

/// The text that was encoded in that way.
fn unpacked(value: &Sym, zipped: bool) -> Option<Sym> {
    let Sym::Unknown(unknown) = value else { return None };
    unknown.encoded.as_ref().filter(|encoded| encoded.zipped == zipped).map(|encoded| encoded.text.clone())
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
        Sym::Sequence(kind, items) => Sym::Sequence(kind, Arc::new(items.iter().map(|item| deep(cx, item, depth + 1)).collect())),
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

/// Go's `url.QueryUnescape`.
fn urldecode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                bytes.push(digit(rest.next()?)? * 16 + digit(rest.next()?)?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Character encodings that people give to Windows.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Latin1,
}

impl Charset {
    fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" => Some(Self::Utf8),
            "utf-16le" => Some(Self::Utf16Le),
            "utf-16be" => Some(Self::Utf16Be),
            "iso-8859-1" => Some(Self::Latin1),
            _ => None,
        }
    }

    fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Latin1 => text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect(),
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        let wide = |unit: fn([u8; 2]) -> u16| {
            let units = bytes.chunks(2).map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit)).collect::<Option<Vec<u16>>>()?;
            String::from_utf16(&units).ok()
        };
        match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Self::Utf16Le => wide(u16::from_le_bytes),
            Self::Utf16Be => wide(u16::from_be_bytes),
            Self::Latin1 => Some(bytes.iter().copied().map(char::from).collect()),
        }
    }
}

/// <https://developer.hashicorp.com/terraform/language/functions/csvdecode>
fn csv(text: &str) -> Eval {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut field = String::new();
    let (mut quoted, mut closed, mut started) = (false, false, false);
    // Go's reader, which Terraform uses, takes both ends of lines for one: <https://pkg.go.dev/encoding/csv>.
    let text = text.strip_suffix('\r').unwrap_or(text).replace("\r\n", "\n");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted => (quoted, closed) = (false, true),
            '"' if field.is_empty() && !closed => (quoted, started) = (true, true),
            '"' => return fail("a quote within a field"),
            ',' if !quoted => {
                row.push(std::mem::take(&mut field));
                (closed, started) = (false, true);
            }
            '\n' if !quoted => {
                if started || !field.is_empty() {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                (closed, started) = (false, false);
            }
            _ if closed => return fail("text behind a quoted field"),
            other => field.push(other),
        }
    }
    if quoted {
        return fail("a quoted field does not end");
    }
    if started || !field.is_empty() {
        row.push(field);
        rows.push(row);
    }
    let Some((header, records)) = rows.split_first() else { return fail("no header") };
    let names: BTreeSet<&String> = header.iter().collect();
    if names.len() < header.len() {
        return fail("two columns of one name");
    }
    if records.iter().any(|record| record.len() != header.len()) {
        return fail("a record has another number of fields than the header");
    }
    let object = |record: &Vec<String>| Sym::object(header.iter().cloned().zip(record.iter().map(Sym::text)).collect::<BTreeMap<_, _>>());
    Ok(Sym::list(records.iter().map(object).collect()))
}
