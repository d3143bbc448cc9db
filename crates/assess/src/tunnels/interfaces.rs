//! The interfaces by which a target or destination may stand in the network.

use ssm_check_iam::Truth;
use ssm_check_net::network::InterfaceId;

/// The interfaces of one possibility, and whether it is not certain that each of them comes to be.
type Possibility = (Vec<InterfaceId>, bool);

/// The interfaces of a target or destination: for each launch whether it may be another than these, and the possibilities.
#[derive(Clone)]
pub(super) struct Interfaces(pub(super) Vec<(bool, Vec<Possibility>)>);

impl Interfaces {
    /// A single one that is there for certain.
    pub(super) fn one(interface: InterfaceId) -> Self {
        Self(vec![(false, vec![(vec![interface], false)])])
    }

    /// Of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self(vec![(true, Vec::new())])
    }

    /// What is told of each interface, where these are all that come to be; `None` where there may be others, or of one it is not told.
    pub(super) fn all<T>(&self, mut of: impl FnMut(InterfaceId) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for (open, possibilities) in &self.0 {
            if *open || possibilities.is_empty() || possibilities.iter().any(|(interfaces, _)| interfaces.is_empty()) {
                return None;
            }
            for interface in possibilities.iter().flat_map(|(interfaces, _)| interfaces) {
                all.push(of(*interface)?);
            }
        }
        Some(all).filter(|all| !all.is_empty())
    }

    /// Whether something holds of any of the instances that come to be.
    pub(super) fn any(&self, mut holds: impl FnMut(InterfaceId) -> Truth) -> Truth {
        Truth::any(self.0.iter().map(|(open, possibilities)| {
            let mut truths: Vec<Truth> = Vec::new();
            for (interfaces, some) in possibilities {
                let each: Vec<Truth> = interfaces.iter().map(|interface| holds(*interface)).collect();
                truths.push(if *some { Truth::agreed(each).unwrap_or(Truth::Unknown) } else { Truth::any(each) });
            }
            truths.extend(open.then_some(Truth::Unknown));
            Truth::agreed(truths).unwrap_or(Truth::Unknown)
        }))
    }
}
