//! Judgements that carry their proof, and how they combine.

use ssm_check_truth::Truth;

use crate::block::Home;
use crate::cidr::Addrs;
use crate::ids::Entity;
use crate::known::Gap;
use crate::trace::{Missing, Obstacle, ObstacleKind, Packet, PartOf, Path, Place, PlacePart, Via};

/// Whether something works.
///
/// INVARIANT: `True` has neither missing nor obstacles; `False` has obstacles and nothing missing; `Unknown` has something missing.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) truth: Truth,
    pub(crate) missing: Vec<Missing>,
    pub(crate) obstacles: Vec<Obstacle>,
    pub(crate) places: Vec<Place>,
    pub(crate) paths: Vec<Path>,
}

impl Judged {
    pub(crate) fn yes(places: impl IntoIterator<Item = Place>) -> Self {
        Self { truth: Truth::True, missing: vec![], obstacles: vec![], places: places.into_iter().collect(), paths: vec![] }
    }

    pub(crate) fn no(kind: ObstacleKind, places: impl IntoIterator<Item = Place>) -> Self {
        Self::no_with(kind, places, None)
    }

    pub(crate) fn no_with(kind: ObstacleKind, places: impl IntoIterator<Item = Place>, witness: Option<Packet>) -> Self {
        let obstacle = Obstacle { kind, via: Via::Internet, places: places.into_iter().collect(), witness };
        Self { truth: Truth::False, missing: vec![], obstacles: vec![obstacle], places: vec![], paths: vec![] }
    }

    pub(crate) fn unknown(missing: impl IntoIterator<Item = Missing>) -> Self {
        Self { truth: Truth::Unknown, missing: missing.into_iter().collect(), obstacles: vec![], places: vec![], paths: vec![] }
    }

    pub(crate) fn gap(at: Place, gap: &Gap) -> Self {
        Self::unknown([Missing::Stated { at, gap: gap.clone() }])
    }

    /// A field that must be true, and what it is if not.
    pub(crate) fn require(field: Truth, at: Place, kind: ObstacleKind) -> Self {
        match field {
            Truth::True => Self::yes([]),
            Truth::False => Self::no(kind, [at]),
            Truth::Unknown => Self::unknown([Missing::Field(at)]),
        }
    }

    /// Both must work.
    pub(crate) fn and(self, other: Self) -> Self {
        let truth = self.truth.and(other.truth);
        let mut all = Self { truth, missing: vec![], obstacles: vec![], places: vec![], paths: vec![] };
        for part in [self, other] {
            match truth {
                Truth::False if part.truth != Truth::False => continue,
                Truth::False | Truth::True => {}
                Truth::Unknown => all.missing.extend(part.missing),
            }
            all.obstacles.extend(part.obstacles);
            all.places.extend(part.places);
            all.paths.extend(part.paths);
        }
        all
    }

    /// One working is enough.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self.truth, other.truth) {
            (Truth::True, _) => self,
            (_, Truth::True) => other,
            (a, b) => {
                let mut any = Self { truth: a.or(b), ..self };
                any.missing.extend(other.missing);
                any.obstacles.extend(other.obstacles);
                any.places.extend(other.places);
                any.paths.extend(other.paths);
                any
            }
        }
    }

    /// One of several cases is so, and which is not known: what they share, or unknown. `which` is missing if they differ.
    pub(crate) fn agreed(cases: impl IntoIterator<Item = Self>, which: impl FnOnce() -> Vec<Missing>) -> Option<Self> {
        let mut cases = cases.into_iter();
        let mut all = cases.next()?;
        let mut differ = false;
        for case in cases {
            differ |= case.truth != all.truth;
            all.truth = if case.truth == all.truth { all.truth } else { Truth::Unknown };
            all.missing.extend(case.missing);
            all.obstacles.extend(case.obstacles);
            all.places.extend(case.places);
            all.paths.extend(case.paths);
        }
        if differ {
            all.missing.extend(which());
        }
        Some(all)
    }

    /// Turns the places into one path, and says of which alternative the obstacles are.
    pub(crate) fn along(mut self, via: Via, first: Place, packet: Option<Packet>) -> Self {
        for obstacle in &mut self.obstacles {
            obstacle.via = via;
            if obstacle.witness.is_none() {
                obstacle.witness = packet;
            }
        }
        if self.truth == Truth::False {
            self.places.clear();
        } else {
            let mut hops = vec![first];
            for place in self.places.drain(..) {
                if !hops.contains(&place) {
                    hops.push(place);
                }
            }
            self.paths = vec![Path { via, hops, witness: packet }];
        }
        self
    }
}

/// A set of addresses one of which is meant, and what is missing to say which.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    pub(crate) set: Addrs,
    pub(crate) gap: Option<Missing>,
    pub(crate) of: PartOf,
    /// The subnet whose addresses they are, and its VPC; `None` of those outside, and where that is not known.
    pub(crate) home: Option<Home>,
}

impl Space {
    pub(crate) fn new(set: Addrs, of: PartOf) -> Self {
        Self { set, gap: None, of, home: None }
    }

    /// The same, of something in a subnet.
    pub(crate) fn at(self, home: Home) -> Self {
        Self { home: Some(home), ..self }
    }

    /// What is missing if something holds for a part only.
    pub(crate) fn part(&self, at: Place) -> Missing {
        self.gap.clone().unwrap_or(Missing::PartOfPackets { at, of: self.of })
    }

    pub(crate) fn narrowed(&self, set: Addrs) -> Self {
        Self { set, gap: self.gap.clone(), ..*self }
    }
}

pub(crate) fn field(entity: impl Into<Entity>, name: &'static str) -> Place {
    Place::part(entity, PlacePart::Field(name))
}
