//! What is on the way to a service: the path that works, the cause that keeps it out of reach, what is not known.

use crate::Verdict;
use crate::evidence::AttrRef;
use ssm_check_message::{Gap, Span};
use ssm_check_net::trace::{ObstacleKind, Packet};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The way to one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePath {
    /// `ssm`, `ssmmessages` or `ec2messages`.
    pub service: &'static str,
    /// Can it be reached?
    pub verdict: Verdict,
    /// `endpoint`, `nat-gateway`, `internet-gateway` and so on, of a path that works.
    pub via: Option<&'static str>,
    /// Addresses on the way. Shared with the report, which tells them as they are.
    pub hops: Arc<[String]>,
}

/// One cause that keeps services out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The services.
    pub services: Vec<&'static str>,
    /// What is wrong.
    pub kind: ObstacleKind,
    /// Where, the place to point at first.
    pub places: Vec<AttrRef>,
    /// How many of the places are the cause, the same for every service that it keeps out of reach.
    pub causes: usize,
    /// A packet that it stops.
    pub packet: Option<Packet>,
    /// What launches there.
    pub target: String,
    /// The endpoint that the packet is for, if it is for one.
    pub endpoint: Option<String>,
    /// The subnet that the packet comes from, where it is known.
    pub subnet: Option<String>,
    /// The VPC, where it is known.
    pub vpc: Option<String>,
    /// The Region, where it is known.
    pub region: Option<String>,
    /// Route tables that were searched.
    pub tables: Vec<String>,
    /// Endpoints of the VPC.
    pub endpoints: Vec<String>,
    /// Endpoints for the service in other VPCs.
    pub elsewhere: Vec<String>,
    /// Private hosted zones that would lead to a service if they were associated with the VPC, each with the service.
    pub associable: Vec<(&'static str, String)>,
    /// In which cases it is so, where the inputs leave several open and services are out of reach in each.
    pub cases: Cases,
}

/// Some of the cases that the inputs leave open: subnets of which it is not known which one it is, say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    which: BTreeSet<usize>,
    of: usize,
}

impl Cases {
    /// It is so in every case.
    pub fn is_all(&self) -> bool {
        self.which.len() >= self.of
    }

    /// How many they are, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.which.len(), self.of)
    }

    /// Numbers those of a case that has itself `inner` cases, after `before` others, `of` in all.
    pub(super) fn within(&mut self, before: usize, inner: usize, of: usize) {
        let which: Vec<usize> = if self.of == 0 { (0..inner).collect() } else { self.which.iter().copied().collect() };
        *self = Self { which: which.into_iter().map(|index| before + index).collect(), of };
    }

    /// Those of either.
    pub fn join(&mut self, other: &Self) {
        if self.is_all() || other.is_all() {
            *self = Self::default();
        } else {
            self.which.extend(&other.which);
        }
    }
}

/// Services that cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The services.
    pub services: Vec<&'static str>,
    /// What would have to be known: where, and why it is not.
    pub missing: Vec<(AttrRef, Gap)>,
}

impl Failure {
    /// Where the packet comes from.
    pub fn start(&self) -> Span {
        self.subnet.as_ref().map_or(Span::Word(Cow::Borrowed("a subnet that is not known")), Span::address)
    }

    /// The places that are the cause.
    pub(super) fn cause(&self) -> &[AttrRef] {
        self.places.get(..self.causes).unwrap_or(&self.places)
    }
}
