//! Text encodings that shells write: UTF-8, UTF-8 with a byte-order mark, UTF-16 of either order (PowerShell redirection).

use crate::InputError;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// What a gzip file holds, where the input is one; other bytes as they are. Never more than `most` bytes.
///
/// Errors: a gzip file that is broken or holds more.
pub fn decompress(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, InputError> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    let read = MultiGzDecoder::new(&*bytes).take(most.saturating_add(1)).read_to_end(&mut text);
    match read {
        Ok(length) if length as u64 > most => Err(InputError::TooLarge { most }),
        Ok(_) => Ok(text),
        Err(_) => Err(InputError::Gzip),
    }
}

/// Decodes the bytes of an input, without its byte-order mark.
///
/// Errors: [`InputError::NotText`] where the bytes are no text of these encodings.
pub fn decode_text(bytes: &[u8]) -> Result<Cow<'_, str>, InputError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // UTF-16 without a mark: JSON starts with an ASCII character, so every other byte is zero.
        [first, 0, _, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes),
        [0, first, 0, _, ..] if *first != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, InputError> {
    // No text has these, and devices have nothing else.
    if let Some(offset) = bytes.iter().take(4096).position(|byte| *byte == 0) {
        return Err(InputError::NotText { offset });
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| InputError::NotText { offset: error.valid_up_to() })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, InputError> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        _ => 0xFFFD, // an odd last byte: the JSON parser reports the truncation
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    for (index, character) in char::decode_utf16(units).enumerate() {
        text.push(character.map_err(|_| InputError::NotText { offset: index * 2 })?);
    }
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::{decode_text, decompress};

    #[test]
    fn gzip_is_read_up_to_a_limit() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&[b' '; 1000]).unwrap();
        let packed = encoder.finish().unwrap();
        assert_eq!(decompress(packed.clone(), 1000).unwrap(), [b' '; 1000]);
        assert!(matches!(decompress(packed.clone(), 999), Err(crate::InputError::TooLarge { most: 999 })));
        assert!(matches!(decompress(packed[..packed.len() - 9].to_vec(), 1000), Err(crate::InputError::Gzip)));
        assert_eq!(decompress(b"{}".to_vec(), 1).unwrap(), b"{}");
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "{\"a\": \"ü\"}";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xEF\xBB\xBF", text.as_bytes()),
            with(b"\xFF\xFE", &le),
            with(b"\xFE\xFF", &be),
            le.clone(),
            be.clone(),
        ] {
            assert_eq!(decode_text(&bytes).unwrap(), text);
        }
        assert!(decode_text(b"{\"a\": \"\xC3\"}").is_err());
    }
}
