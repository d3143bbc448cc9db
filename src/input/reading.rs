//! The bytes of one input, up to as many as a plan can have.

use super::Input;
use crate::failure;
use ssm_check_plan::{InputError, Outline, Plan, decode_text};
use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// A plan is nowhere near as large: what has no end, such as a device, is not read for ever.
pub(super) const LARGEST: u64 = 2 << 30;
/// So much shows whether it is text at all.
const BEGINNING: u64 = 4096;
/// So much of a plan is read at once.
const BLOCK: usize = 1 << 17;

impl Input {
    /// All bytes, as many as a plan can have; of a plan in a file, its outline.
    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = match self {
            Self::Stdin => read_plan(io::stdin().lock(), 0, false),
            Self::File(path) | Self::Found(path) => File::open(path).and_then(|file| match length_of(&file) {
                // What is wrong with a plan is said of the whole of it.
                Some(length) => read_plan(file, length, true).or_else(|error| match error.kind() {
                    ErrorKind::InvalidData => read_plan(File::open(path)?, length, false),
                    _ => Err(error),
                }),
                None => read_plan(file, 0, false),
            }),
        };
        match bytes {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(InputError::TooLarge { most: LARGEST }.to_string()),
            Err(error) => Err(match error.kind() {
                ErrorKind::NotFound => "no such file".to_owned(),
                ErrorKind::IsADirectory => "this is a directory, where a file is wanted".to_owned(),
                _ => failure::words(&error),
            }),
        }
    }

    /// What is wrong with an input, with places as they are in the file: what was parsed may have less in it.
    pub(super) fn error_in_place(&self, error: InputError) -> InputError {
        let (Self::File(path) | Self::Found(path)) = self else { return error };
        let whole = File::open(path).and_then(|file| match length_of(&file) {
            Some(length) => read_plan(file, length, false),
            None => Ok(None),
        });
        let Ok(Some(bytes)) = whole else { return error };
        match decode_text(&bytes) {
            Ok(text) => Plan::parse(&text).err().unwrap_or(error),
            Err(error) => error,
        }
    }
}

/// How many bytes a file has; `None` of what can be read once only, such as a pipe.
fn length_of(file: &File) -> Option<u64> {
    file.metadata().ok().filter(|metadata| metadata.is_file()).map(|metadata| metadata.len())
}

/// Bytes, and only the beginning of what is no text: [`Plan::refuse_binary`] and [`decode_text`] say what is wrong with it. Room for the
/// expected length is made once: what grows is copied, and is there twice meanwhile. `None` of more than a plan can have.
fn read_plan(from: impl Read, length: u64, outlined: bool) -> io::Result<Option<Vec<u8>>> {
    let mut from = from.take(LARGEST + 1);
    let mut bytes = Vec::new();
    from.by_ref().take(BEGINNING).read_to_end(&mut bytes)?;
    let is_zeros = bytes.len() as u64 == BEGINNING && bytes.iter().all(|byte| *byte == 0);
    if !is_zeros && Plan::refuse_binary(&bytes).is_ok() {
        // One more than there is, so that the end is seen without growing.
        let room = usize::try_from((length + 1).min(LARGEST)).unwrap_or_default();
        if outlined {
            let beginning = std::mem::replace(&mut bytes, Vec::with_capacity(room));
            read_outlined(from.by_ref(), beginning, Outline::new(length), &mut bytes)?;
        } else {
            bytes.reserve_exact(room.saturating_sub(bytes.len()));
        }
        from.read_to_end(&mut bytes)?;
    }
    Ok((from.limit() > 0).then_some(bytes))
}

/// Reads what stands before the end of the changes of a plan, of which `block` is the beginning, and leaves out what is not read.
///
/// Errors: besides those of reading, [`ErrorKind::InvalidData`] of what turns out to be no plan.
fn read_outlined(mut from: impl Read, mut block: Vec<u8>, mut outline: Outline, bytes: &mut Vec<u8>) -> io::Result<()> {
    block.reserve_exact(2 * BLOCK);
    loop {
        let taken = outline.take(&block, bytes).ok_or(ErrorKind::InvalidData)?;
        block.drain(..taken);
        if outline.is_ended() {
            bytes.append(&mut block);
            return Ok(());
        }
        // As much again as what has no end yet, so that what is large is not tried many times.
        let more = BLOCK.max(block.len()) as u64;
        if from.by_ref().take(more).read_to_end(&mut block)? == 0 {
            return if outline.is_shorter() {
                Err(ErrorKind::InvalidData.into())
            } else {
                bytes.append(&mut block);
                Ok(())
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read_plan;
    use ssm_check_plan::Plan;
    use std::fs;
    use std::path::Path;

    /// Everything that is read of changes.
    fn changes(text: &[u8]) -> Vec<String> {
        let plan = Plan::parse(std::str::from_utf8(text).unwrap()).unwrap();
        let told = plan.changes.iter().map(|change| {
            let inner = &change.change;
            // Marks of which none is set are none, wherever they are.
            let values = [inner.before().unwrap(), inner.after().unwrap()].map(|values| values.map(|values| format!("{values:?}")));
            let of_it = (&change.parsed, &change.previous_address, &change.deposed, &change.provider_name, &inner.actions, inner.imports());
            format!("{of_it:?} {values:?}")
        });
        told.collect()
    }

    #[test]
    fn the_outline_of_every_plan_is_read_as_the_whole() {
        let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/checks");
        let (mut number, mut shorter) = (0, 0);
        for check in fs::read_dir(checks).unwrap() {
            for fixture in fs::read_dir(check.unwrap().path()).unwrap() {
                let Ok(whole) = fs::read(fixture.unwrap().path().join("plan.json")) else { continue };
                let outline = read_plan(whole.as_slice(), whole.len() as u64, true).unwrap().unwrap();
                assert_eq!(changes(&whole), changes(&outline));
                number += 1;
                shorter += usize::from(outline.len() * 4 < whole.len() * 3);
            }
        }
        assert!(number > 300 && shorter * 2 > number, "{shorter} of {number} are a quarter shorter");
    }
}
