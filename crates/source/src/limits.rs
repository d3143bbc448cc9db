//! Bounds: hostile sources make values unknown, never a slow or failing run.

/// Nested evaluations, through references, modules and templates.
pub(crate) const DEPTH: u32 = 600;
/// Steps of one question: evaluated expressions, and what else takes about as long.
pub(crate) const STEPS: u64 = 1_000_000;
/// Steps of all questions about one plan, and as many more for each resource that it changes.
pub(crate) const STEPS_OF_RUN: u64 = 2_000_000;
pub(crate) const STEPS_OF_RESOURCE: u64 = 2_000;
/// Steps of all questions, however many resources there are.
pub(crate) const MOST_STEPS: u64 = 30_000_000;
/// Steps for which a file is opened, and bytes that are read or written in one.
pub(crate) const STEPS_OF_FILE: usize = 100;
pub(crate) const BYTES_OF_STEP: usize = 64;
/// Bytes of files that are kept once they are read.
pub(crate) const KEPT: usize = 32 << 20;
/// Steps for which a pattern is compiled, and bytes that are searched in one.
pub(crate) const STEPS_OF_PATTERN: usize = 2_000;
pub(crate) const SEARCHED_IN_STEP: usize = 128;
/// Brackets inside one another that a YAML text may have.
pub(crate) const YAML_DEPTH: usize = 200;
/// Elements of one collection.
pub(crate) const ELEMENTS: usize = 20_000;
/// Values inside one value: what is shared counts each time, as whoever walks it visits it each time.
pub(crate) const WEIGHT: usize = 100_000;
/// Symbols that a value which is not known names.
pub(crate) const SYMBOLS: usize = 1_000;
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
