//! What the fuzz targets look for, on bytes that proptest makes: arbitrary ones, plans and states that are damaged, and addresses.

mod robust;

use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::LazyLock;

/// Plans and states of every encoding.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/inputs");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
});

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let seed = any::<Index>().prop_map(|index| SEEDS[index.index(SEEDS.len())].clone());
    let words: [&[u8]; 10] = [b"null", b"{}", b"[]", b"\"", b"\\u0000", b"1e999", b"true", b"module.a[", b"\xff\xfe", b"0"];
    let change = (any::<Index>(), 0_usize..30, prop::sample::select(words.to_vec()));
    (seed, prop::collection::vec(change, 1..5)).prop_map(|(mut bytes, changes)| {
        for (at, cut, word) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, word.iter().copied());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        robust::parse(&bytes);
    }

    #[test]
    fn no_damage_makes_the_parser_panic(bytes in damaged()) {
        robust::parse(&bytes);
    }

    #[test]
    fn addresses_say_the_same_once_written(text in r#"(module\.)?[a-c_]{1,3}(\[("[a-z.\]\[\\"$%{]{0,4}"|-?[0-9]{1,20})\])?(\.(data\.)?[a-c_]{1,3}){0,3}(\[("[^"]{0,3}"|[0-9]{1,3})\])?"#) {
        robust::address(text.as_bytes());
    }
}
