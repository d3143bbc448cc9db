//! Bounds: hostile sources make values unknown, never a slow or failing run.

/// Nested evaluations, through references, modules and templates.
pub(crate) const DEPTH: u32 = 600;
/// Evaluated expressions of one question.
pub(crate) const STEPS: u64 = 3_000_000;
/// Elements of one collection.
pub(crate) const ELEMENTS: usize = 20_000;
/// Values inside one value: what is shared counts each time, as whoever walks it visits it each time.
pub(crate) const WEIGHT: usize = 100_000;
/// Bytes of one string.
pub(crate) const TEXT: usize = 4 << 20;
/// Alternatives of a value whose condition is not known.
pub(crate) const ALTERNATIVES: usize = 8;
/// Bytes of one file.
pub(crate) const FILE: u64 = 8 << 20;
/// Modules below one another.
pub(crate) const MODULE_DEPTH: usize = 32;
/// Calls of modules in all.
pub(crate) const MODULES: usize = 4_000;
