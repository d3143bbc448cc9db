//! From the value of the attribute to what the instance runs: base64, gzip, and the hash that older providers show.

use crate::encoding::{base64, text};
use crate::part::Part;
use crate::parts::{self};
use crate::system::System;
use sha1::{Digest as _, Sha1};

/// What a system runs of user data, plain or in base64; `None` where it cannot be read.
pub fn parts(value: &str, system: System) -> Option<Vec<Part>> {
    if value.trim().is_empty() {
        return Some(Vec::new());
    }
    if is_plain(value) {
        return Some(parts::split(value, system));
    }
    match base64(value) {
        Some(bytes) => Some(parts::split(&text(bytes)?, system)),
        None => None,
    }
}

/// No base64: a character that base64 does not have, other than a line end.
fn is_plain(value: &str) -> bool {
    value.contains(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '=' | '\n' | '\r')))
}

/// Version 5 of the provider and older ones show the SHA-1 of user data.
pub fn is_hash(value: &str) -> bool {
    value.len() == 40 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Is this the value that has the hash? The provider hashes what base64 stands for, if it is base64:
/// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/ec2/ec2_instance.go>.
pub fn has_hash(value: &str, hash: &str) -> bool {
    let is_hash_of = |bytes: &[u8]| {
        let nibble = |digit: u8| char::from(digit).to_digit(16);
        let byte = |pair: &[u8]| match pair {
            [high, low] => Some(nibble(*high)? * 16 + nibble(*low)?),
            _ => None,
        };
        Sha1::digest(bytes).iter().map(|own| Some(u32::from(*own))).eq(hash.as_bytes().chunks(2).map(byte))
    };
    is_hash_of(value.as_bytes()) || base64(value).is_some_and(|bytes| is_hash_of(&bytes))
}

#[cfg(test)]
mod tests {
    use super::{has_hash, is_hash};
    use crate::part::Part;
    use crate::system::System;

    fn parts(value: &str) -> Option<Vec<Part>> {
        super::parts(value, System::Unknown)
    }

    #[test]
    fn every_encoding_of_one_script() {
        let plain = "#!/bin/bash\necho hi\n";
        let base64 = "IyEvYmluL2Jhc2gKZWNobyBoaQo=";
        let gzip = "H4sIAAAAAAACA1NW1E/KzNNPSizO4EpNzshXyMjkAgCwlYsVFAAAAA==";
        for (name, value) in [("plain", plain), ("base64", base64), ("gzip", gzip)] {
            let found = parts(value).unwrap_or_default();
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].text, plain, "{name}");
        }
        assert!(parts("").unwrap().is_empty());
        assert!(parts("=notbase64=").is_none());
    }

    #[test]
    fn hashes_of_plain_text_and_of_base64() {
        let hash = "22596363b3de40b06f981fb85d82312e8c0ed511";
        assert!(is_hash(hash));
        assert!(has_hash("hello world\n", hash));
        assert!(has_hash("aGVsbG8gd29ybGQK", hash));
        assert!(!has_hash("hello", hash));
    }
}
