//! The bytes of one input, up to as many as a plan can have.

use super::Input;
use crate::failure;
use memchr::memmem::Finder;
use ssm_check_plan::{InputError, Plan, decode_text};
use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// A plan is nowhere near as large: what has no end, such as a device, is not read for ever.
pub(super) const LARGEST: u64 = 2 << 30;
/// So much shows whether it is text at all.
const BEGINNING: u64 = 4096;
/// So much is read at once while the changes of a plan are looked for.
const BLOCK: u64 = 1 << 20;

impl Input {
    /// All bytes, as many as a plan can have; of a plan in a file, without the values after apply.
    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = match self {
            Self::Stdin => read_plan(io::stdin().lock(), 0, false),
            Self::File(path) | Self::Found(path) => File::open(path).and_then(|file| {
                let length = length_of(&file);
                read_plan(file, length.unwrap_or_default(), length.is_some())
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
        decode_text(&bytes).ok().and_then(|text| Plan::parse(&text).err()).unwrap_or(error)
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
        bytes.reserve_exact(usize::try_from((length + 1).saturating_sub(BEGINNING).min(LARGEST)).unwrap_or_default());
        if outlined {
            read_outlined(from.by_ref(), &mut bytes)?;
        }
        from.read_to_end(&mut bytes)?;
    }
    Ok((from.limit() > 0).then_some(bytes))
}

/// Reads up to the changes of a plan and leaves out the values after apply, which stand before them: of those only addresses are read. What
/// follows takes their place, so that memory is taken for what is kept alone.
fn read_outlined(mut from: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    let changes = Finder::new(Plan::CHANGES);
    let mut from_here = 0;
    loop {
        if let Some(at) = bytes.get(from_here..).and_then(|new| changes.find(new)).map(|at| from_here + at) {
            if let Some(outline) = bytes.get_mut(..at).and_then(Plan::outline) {
                bytes.splice(..at, outline);
            }
            return Ok(());
        }
        from_here = bytes.len().saturating_sub(Plan::CHANGES.len());
        if from.by_ref().take(BLOCK).read_to_end(bytes)? == 0 {
            return Ok(());
        }
    }
}
