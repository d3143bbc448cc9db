//! Base64 and gzip.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use std::io::Read as _;

/// EC2 takes 16 KiB before base64; compressed text may well be a hundred times that, and a bomb more.
const MOST: u64 = 4 << 20;

/// Bytes as text, decompressed if they are compressed.
pub(crate) fn text(bytes: Vec<u8>) -> Option<String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8(bytes).ok();
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Decodes base64, with or without line ends and padding.
pub(crate) fn base64(value: &str) -> Option<Vec<u8>> {
    let compact: String = value.split_ascii_whitespace().collect();
    STANDARD.decode(&compact).or_else(|_| STANDARD_NO_PAD.decode(&compact)).ok()
}
