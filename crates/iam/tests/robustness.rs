//! What the fuzz targets look for, on bytes that proptest makes: arbitrary ones, and documents and simulations that are damaged.

mod robust;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

/// The simulations of the corpus, and the policies in them.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut seeds = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let cases: Vec<Value> = serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap();
        for mut case in cases {
            let fields = case.as_object_mut().unwrap();
            fields.retain(|key, _| !["expect", "by"].contains(&key.as_str()));
            seeds.extend(fields.get("identity_policies").and_then(|list| list.get(0)).map(|policy| policy.to_string().into_bytes()));
            seeds.extend(fields.get("resource_policy").map(|policy| policy.to_string().into_bytes()));
            seeds.push(case.to_string().into_bytes());
        }
    }
    seeds.sort();
    seeds
});

/// One damage to a text.
#[derive(Clone, Debug)]
enum Damage {
    /// Another byte.
    Flip(Index, u8),
    /// A stretch is gone.
    Cut(Index, usize),
    /// A stretch stands somewhere else as well.
    Copy(Index, usize, Index),
    /// A word of the language stands somewhere.
    Word(Index, &'static str),
    /// The strings of the text that are the same as the one here are another.
    Rename(Index, &'static str),
}

const WORDS: [&str; 24] = [
    "*",
    "?",
    "${",
    "${aws:username}",
    "${aws:x, 'y'}",
    "${*}",
    "&{a}",
    ":",
    "arn:aws:iam::aws:policy/x",
    "arn:",
    "\\u0000",
    "NotAction",
    "NotResource",
    "NotPrincipal",
    "Deny",
    "null",
    "true",
    "1e999",
    "ForAllValues:StringLikeIfExists",
    "Null",
    "IpAddress",
    "0.0.0.0/0",
    "2008-10-17",
    "arn:aws:kms:eu-west-1:111122223333:key/k",
];

fn damage() -> impl Strategy<Value = Damage> {
    let word = || prop::sample::select(WORDS.to_vec());
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        (any::<Index>(), 1_usize..20).prop_map(|(at, length)| Damage::Cut(at, length)),
        (any::<Index>(), 1_usize..60, any::<Index>()).prop_map(|(from, length, to)| Damage::Copy(from, length, to)),
        (any::<Index>(), word()).prop_map(|(at, word)| Damage::Word(at, word)),
        (any::<Index>(), word()).prop_map(|(at, word)| Damage::Rename(at, word)),
    ]
}

fn apply(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let length = bytes.len();
    match damage {
        Damage::Flip(at, byte) => bytes[at.index(length)] = *byte,
        Damage::Cut(at, count) => {
            let at = at.index(length);
            bytes.drain(at..(at + count).min(length));
        }
        Damage::Copy(from, count, to) => {
            let from = from.index(length);
            let copy = bytes[from..(from + count).min(length)].to_vec();
            let to = to.index(length);
            bytes.splice(to..to, copy);
        }
        Damage::Word(at, word) => {
            let at = at.index(length);
            bytes.splice(at..at, word.bytes());
        }
        Damage::Rename(at, word) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let strings: Vec<&str> = text.split('"').skip(1).step_by(2).filter(|string| !string.is_empty()).collect();
            if !strings.is_empty() {
                let string = strings[at.index(strings.len())];
                return text.replace(&format!("\"{string}\""), &format!("\"{word}\"")).into_bytes();
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        robust::parse(&bytes);
        robust::simulate(&bytes);
    }

    #[test]
    fn damaged_documents_and_simulations(seed in any::<Index>(), damages in prop::collection::vec(damage(), 0..4)) {
        let bytes = damages.iter().fold(SEEDS[seed.index(SEEDS.len())].clone(), apply);
        robust::parse(&bytes);
        robust::simulate(&bytes);
    }
}
