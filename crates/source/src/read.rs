//! Files are read up to a limit, and only if they are files: a device has no end, and a pipe may never begin.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// All bytes of a regular file; `None` where it is none, cannot be read, or has more than so many.
pub(crate) fn bytes(path: &Path, most: u64) -> Option<Vec<u8>> {
    // Asked before it is opened: to open a pipe waits for its other end.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let length = File::open(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    u64::try_from(length).is_ok_and(|length| length <= most).then_some(bytes)
}

/// [`bytes`] that are UTF-8 text.
pub(crate) fn text(path: &Path, most: u64) -> Option<String> {
    String::from_utf8(bytes(path, most)?).ok()
}
