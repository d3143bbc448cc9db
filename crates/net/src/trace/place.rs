//! Where something is: a part of the network, and which of its attributes.

use crate::ids::Entity;

/// A place in the network that a step or an obstacle is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The entity.
    pub entity: Entity,
    /// Which part of it.
    pub part: PlacePart,
}

impl Place {
    /// The entity as a whole.
    pub fn whole(entity: impl Into<Entity>) -> Self {
        Self { entity: entity.into(), part: PlacePart::Whole }
    }

    /// A part of the entity.
    pub fn part(entity: impl Into<Entity>, part: PlacePart) -> Self {
        Self { entity: entity.into(), part }
    }
}

/// A part of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePart {
    /// The whole.
    Whole,
    /// Index into a group's `ingress`.
    Ingress(usize),
    /// Index into a group's `egress`.
    Egress(usize),
    /// Index into an ACL's `entries`.
    Entry(usize),
    /// Index into a table's `routes`.
    Route(usize),
    /// Index into a zone's `records`.
    Record(usize),
    /// Index into the `rules` of a rule group.
    Rule(usize),
    /// A field by its name in the model.
    Field(&'static str),
}
