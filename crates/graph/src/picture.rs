//! The two pictures of a plan.

/// Which picture of a plan a graph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// What will be after apply.
    Planned,
    /// What was before.
    Prior,
}
