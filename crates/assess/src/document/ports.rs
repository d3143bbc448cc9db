//! Sets of ports.

use ssm_check_message::Gap;
use std::fmt;

/// Which ports a document opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ports {
    /// It opens none.
    None,
    /// Exactly these.
    Exactly(PortSet),
    /// Not known, and why.
    Unknown(Gap),
}

/// A set of ports, as ranges: sorted, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortSet {
    ranges: Vec<(u16, u16)>,
}

impl PortSet {
    /// One port.
    pub fn of(port: u16) -> Self {
        Self { ranges: vec![(port, port)] }
    }

    /// From one port to another.
    pub fn range(first: u16, last: u16) -> Self {
        Self { ranges: vec![(first, last)] }
    }

    /// Every port; 0 is none.
    pub fn all() -> Self {
        Self { ranges: vec![(1, u16::MAX)] }
    }

    /// The ports of which a test holds.
    pub fn accepted(accepts: impl Fn(u16) -> bool) -> Self {
        let mut ranges: Vec<(u16, u16)> = Vec::new();
        for port in (1..=u16::MAX).filter(|port| accepts(*port)) {
            match ranges.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(port) => *last = port,
                _ => ranges.push((port, port)),
            }
        }
        Self { ranges }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(|(first, last)| usize::from(last - first) + 1).sum()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Is it one of them?
    pub fn contains(&self, port: u16) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&port))
    }

    /// The ranges as reports write them: `22`, `1024-65535`.
    pub fn ranges(&self) -> Vec<String> {
        self.ranges.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") }).collect()
    }
}

/// The ranges, the first few.
impl fmt::Display for PortSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 6;
        let ranges = self.ranges();
        f.write_str(&ranges.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))?;
        if ranges.len() > SHOWN { write!(f, " and {} more ranges", ranges.len() - SHOWN) } else { Ok(()) }
    }
}

impl Ports {
    /// As reports write them.
    pub fn ranges(&self) -> Vec<String> {
        match self {
            Self::Exactly(ports) => ports.ranges(),
            Self::None | Self::Unknown(_) => Vec::new(),
        }
    }
}
