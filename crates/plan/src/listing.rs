//! What an answer of AWS lists: the contract that the absence of a kind rests on.

use std::collections::{BTreeMap, BTreeSet};

/// One answer that lists the objects of a kind.
///
/// An answer does not say what was asked, so it is taken for all of its kind in the surroundings that the inputs speak of, but for
/// those where it shows signs of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The file.
    pub file: String,
    /// The types of the resources that it lists.
    pub types: Vec<&'static str>,
    /// The ids of what it is taken to be whole for: VPCs, zones, lists.
    pub whole: BTreeSet<String>,
    /// For which of them it is not whole, and why.
    pub lacking: BTreeMap<String, String>,
    /// Why it is whole for none: a page is missing.
    pub cut_off: Option<String>,
}
