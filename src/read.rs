//! Files that are named by people are read up to a limit: what has no end, such as a device, is not read for ever.

use crate::failure;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// All bytes of a file.
///
/// Errors: in words, a file that cannot be read, or that has more than `most` MiB.
pub(crate) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let (mut bytes, limit) = (Vec::new(), most << 20);
    match File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)) {
        Ok(length) if length as u64 > limit => Err(format!("this is larger than {most} MiB, and no such file is")),
        Ok(_) => Ok(bytes),
        Err(error) => Err(failure::words(&error)),
    }
}
