//! Files that functions read, each once.

use crate::limits;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that were read.
#[derive(Debug, Default)]
pub(crate) struct Files {
    bytes: HashMap<PathBuf, Arc<[u8]>>,
    kept: usize,
}

impl Files {
    /// What was read of a file before.
    pub(crate) fn kept(&self, path: &Path) -> Option<Arc<[u8]>> {
        self.bytes.get(path).map(Arc::clone)
    }

    /// Keeps a file, while those that are kept are few.
    pub(crate) fn keep(&mut self, path: PathBuf, bytes: &Arc<[u8]>) {
        self.kept = self.kept.saturating_add(bytes.len());
        if self.kept <= limits::KEPT {
            self.bytes.insert(path, Arc::clone(bytes));
        }
    }
}
