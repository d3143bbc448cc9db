//! What every check is given: the assessment of the targets, and the answers that several checks share.

use crate::Options;
use crate::access::Access;
use crate::assessment::Assessment;
use crate::deletions::Deletions;
use crate::document::{DEFAULT_DOCUMENT, is_session, name_of};
use crate::just_in_time::Approvals;
use crate::tunnels::{Asked, Elsewhere, Tunnels, Wanted, elsewhere, tunnels};
use ssm_check_graph::Graph;
use ssm_check_graph::aws::SsmDocument;
use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

/// What every check is given. It shows what its [`Assessment`] does, and answers each question about access once.
pub struct Context<'g> {
    assessment: Rc<Assessment<'g>>,
    /// The picture before this plan; `None` in that picture itself.
    pub prior: Option<&'g Context<'g>>,
    access: OnceCell<Access<'g>>,
    tunnels: OnceCell<Tunnels>,
    approvals: OnceCell<Approvals<'g>>,
    preferences: OnceCell<Vec<SsmDocument<'g>>>,
}

impl<'g> Context<'g> {
    /// Assesses every target of a graph; `prior` is the picture before.
    pub fn new(graph: &'g Graph<'g>, options: &'g Options, deletions: &'g Deletions, prior: Option<&'g Context<'g>>) -> Self {
        Self::of(Rc::new(Assessment::new(graph, options, deletions)), prior)
    }

    /// The picture after something that changes nothing of the one before: all that was found out about that holds.
    pub fn unchanged(prior: &'g Context<'g>) -> Self {
        Self::of(Rc::clone(&prior.assessment), Some(prior))
    }

    fn of(assessment: Rc<Assessment<'g>>, prior: Option<&'g Context<'g>>) -> Self {
        Self {
            assessment,
            prior,
            access: OnceCell::new(),
            tunnels: OnceCell::new(),
            approvals: OnceCell::new(),
            preferences: OnceCell::new(),
        }
    }

    /// Who may start which session.
    pub fn access(&self) -> &Access<'g> {
        self.access.get_or_init(|| Access::new(self))
    }

    /// Who gets a token of just-in-time node access for which node.
    pub fn approvals(&self) -> &Approvals<'g> {
        self.approvals.get_or_init(|| Approvals::new(self, self.access()))
    }

    /// The documents that hold session preferences, wherever they are. Every target asks, and most documents are others.
    pub fn preferences(&self) -> &[SsmDocument<'g>] {
        self.preferences.get_or_init(|| {
            let is_one = |document: &SsmDocument<'g>| name_of(*document) == Some(DEFAULT_DOCUMENT) && is_session(*document) != Some(false);
            self.graph.all::<SsmDocument<'g>>().filter(is_one).collect()
        })
    }

    /// Tunnels that are open, or may be.
    pub fn tunnels(&self) -> &Tunnels {
        self.tunnels.get_or_init(|| self.wanted_tunnels(Wanted::Open))
    }

    /// Documents that lead to hosts outside of the inputs, and that somebody may start.
    pub fn elsewhere(&self, asked: &Asked) -> Vec<Elsewhere> {
        elsewhere(self, self.access(), asked)
    }

    /// Tunnels of the inputs, of those that are wanted.
    pub fn wanted_tunnels(&self, wanted: Wanted<'_>) -> Tunnels {
        tunnels(self, self.access(), wanted)
    }
}

impl<'g> Deref for Context<'g> {
    type Target = Assessment<'g>;

    fn deref(&self) -> &Assessment<'g> {
        &self.assessment
    }
}
