//! Who may start which session: every principal, target and document, as AWS would decide.
//!
//! `ssm:StartSession` is authorised for the target and for the document, each by itself; both must be allowed and neither denied
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access.html>). What the caller chooses at
//! run time (MFA, address, time, session tags) is one choice for both.

mod account_scope;
mod answer;
mod assignments;
mod authorized_resource;
mod beyond;
mod decide;
mod equivalence;
mod exception;
pub mod names;
mod on_request;
mod outside;
mod prepared;
mod principals;
mod question;
mod reason;
mod request_context;
mod retagging;
pub mod scps;
pub mod session;
pub mod session_key;
mod session_names;
mod session_tags;
mod stand_ins;
mod table;
pub(crate) mod tags;
mod when;
mod witness;
mod words;

pub use authorized_resource::{AuthorizedResource, DocumentResource, TargetResource};
pub use beyond::{BeyondTarget, EXECUTE};
pub use decide::Decision;
pub use exception::covers;
pub use on_request::{OnRequest, RequestOutcome};
pub use principals::{Caller, CallerKind};
pub use question::Asking;
pub use retagging::{Retagging, TagActions};
pub use table::AccessRow;
pub use tags::{Tag, Tags};
pub use when::Period;
pub use words::{KnownStatement, Shown, guard_statements, known_statements, statement_name};

use crate::assessment::Assessment;
use crate::deletions::Deletions;
use crate::document::DEFAULT_DOCUMENT;
use crate::organization::is_management_account;
use account_scope::AccountScope;
use equivalence::Kinds;
use prepared::{Answers, Class, Prepared};
use rustc_hash::FxHashMap;
use ssm_check_aws::{AccountId, Symbolic};
use ssm_check_graph::{Graph, ResourceId};
use ssm_check_iam::{Layers, Policy, Truth};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// The action that starts sessions.
pub const START: &str = "ssm:StartSession";

/// A caller, an action, and whether what a user has from its groups counts.
type Asked = (ResourceId, &'static str, bool);

/// Control policies of one account, level by level.
type Levels = Rc<Vec<Vec<Policy>>>;

/// Everything that decides who may start a session.
pub struct Access<'g> {
    /// Every principal of the inputs that may call AWS, in the order of addresses; roles that instances run with are here too.
    pub callers: Vec<Caller<'g>>,
    /// Control policies of the inputs, each as whoever is under it: whether it guards what it is meant to guard is asked of each by itself.
    pub under_control: Vec<Caller<'g>>,
    /// The targets of the inputs that are EC2 instances.
    pub targets: Vec<TargetResource>,
    /// Those of them that are no EC2 instances.
    pub beyond: Vec<BeyondTarget>,
    /// Documents that sessions may name: those of AWS, the default, and those of the inputs.
    pub documents: Vec<DocumentResource<'g>>,
    scope: AccountScope,
    /// What the plan takes away.
    deletions: &'g Deletions,
    /// Where each target stands in the order of [`Access::every_target`].
    by_name: FxHashMap<String, usize>,
    /// What kind each target is of, as far as policies can see.
    kinds: Kinds,
    /// The control policies over an account, where that is known.
    scps: RefCell<FxHashMap<Symbolic<AccountId>, Levels>>,
    prepared: RefCell<FxHashMap<Asked, Rc<Prepared>>>,
    /// The policies of each caller that they are prepared with, each once.
    layers: RefCell<FxHashMap<ResourceId, Vec<Rc<Layers>>>>,
    /// Who has a policy, by its name. Each repair of a grant asks.
    holders: OnceCell<FxHashMap<String, Vec<ResourceId>>>,
    answers: RefCell<FxHashMap<Class, Rc<Answers>>>,
}

/// May a caller start a document on something?
#[derive(Clone, Debug)]
pub struct Finding {
    /// The answer.
    pub truth: Truth,
    /// The target that shows it, and the decision there; none where there is no target to ask about.
    pub shown: Option<(TargetResource, Decision)>,
}

impl<'g> Access<'g> {
    /// Accounts that principals are taken to be of, as their policies name no other and no input shows theirs.
    pub fn presumed_accounts(&self) -> impl Iterator<Item = &AccountId> {
        self.scope.presumed.iter()
    }

    /// Reads principals, targets and documents.
    pub fn new(assessment: &Assessment<'g>) -> Self {
        let graph: &'g Graph<'g> = assessment.graph;
        let callers = principals::all(graph, &assessment.instance_roles);
        let targets = assessment.targets.iter().map(|assessed| assessed.target.resource);
        let scope = AccountScope::new(graph, &callers, targets, assessment.options.strict);
        let beyond: Vec<_> = assessment.targets.iter().filter_map(|assessed| BeyondTarget::of(&assessed.target, &scope)).collect();
        let targets: Vec<_> = assessment.instances().map(|assessed| TargetResource::of(&assessed.target, &scope)).collect();
        let mut by_name = FxHashMap::default();
        for (position, target) in targets.iter().chain(beyond.iter().map(|beyond| &beyond.target)).enumerate() {
            by_name.entry(target.name.clone()).or_insert(position);
        }
        let kinds = Kinds::new(&targets);
        let documents = authorized_resource::documents(graph);
        let under_control = principals::under_control(graph);
        Self {
            callers,
            under_control,
            targets,
            beyond,
            documents,
            scope,
            deletions: assessment.deletions,
            by_name,
            kinds,
            scps: RefCell::default(),
            prepared: RefCell::default(),
            layers: RefCell::default(),
            holders: OnceCell::new(),
            answers: RefCell::default(),
        }
    }

    /// Callers whose access is judged: all but the roles that instances alone have, and permission sets that no account of the targets has.
    pub fn people(&self) -> impl Iterator<Item = &Caller<'g>> {
        self.callers.iter().filter(|caller| caller.is_for_people() && !self.scope.is_elsewhere(caller))
    }

    /// Whose guards are judged: people, and whoever is under a control policy.
    pub fn guarded(&self) -> impl Iterator<Item = &Caller<'g>> {
        self.people().chain(&self.under_control)
    }

    /// Somebody else among the people has the policy too.
    pub fn is_held_by_others(&self, policy: &str, caller: &Caller<'_>) -> bool {
        let holders = self.holders.get_or_init(|| {
            let mut holders: FxHashMap<String, Vec<ResourceId>> = FxHashMap::default();
            for holder in self.callers.iter().filter(|other| other.is_for_people() && other.kind != CallerKind::Policy) {
                for held in &holder.policies.held {
                    holders.entry(held.name.clone()).or_default().push(holder.resource.id());
                }
            }
            holders
        });
        holders.get(policy).is_some_and(|ids| ids.iter().any(|id| *id != caller.resource.id()))
    }

    /// The control policies over a caller.
    fn control_over(&self, caller: &Caller<'g>) -> Vec<Vec<Policy>> {
        if caller.kind == CallerKind::Organization {
            return scps::alone(caller.resource);
        }
        let (graph, account) = (caller.resource.graph(), self.scope.of(caller));
        let over = |account: &Symbolic<AccountId>| {
            let is_free = is_management_account(graph, account, |account| self.scope.account(account));
            Rc::new(if is_free { Vec::new() } else { scps::levels(&scps::all(graph, account)) })
        };
        let mut known = self.scps.borrow_mut();
        let levels = known.entry(account).or_insert_with_key(over);
        (**levels).clone()
    }

    /// Prepares questions about one caller and action.
    pub fn asking<'a>(&'a self, caller: &'a Caller<'g>, action: &'static str) -> Asking<'a, 'g> {
        Asking::new(self, caller, action, true)
    }

    /// The target of an address.
    pub fn target(&self, address: &str) -> Option<&TargetResource> {
        let position = self.position(address)?;
        self.targets.get(position).or_else(|| self.beyond(position).map(|beyond| &beyond.target))
    }

    /// Where the target of an address stands: among those that are instances, or after them.
    pub(crate) fn position(&self, address: &str) -> Option<usize> {
        self.by_name.get(address).copied()
    }

    /// The target at a position, if it is no EC2 instance.
    pub(crate) fn beyond(&self, position: usize) -> Option<&BeyondTarget> {
        self.beyond.get(position.checked_sub(self.targets.len())?)
    }

    /// The targets of the inputs, of every kind.
    pub fn every_target(&self) -> impl Iterator<Item = &TargetResource> {
        self.targets.iter().chain(self.beyond.iter().map(|beyond| &beyond.target))
    }

    /// The document of a name.
    pub fn document(&self, name: &str) -> Option<&DocumentResource<'g>> {
        self.documents.iter().find(|document| document.name == name)
    }

    /// The document of a session that names none.
    pub fn shell(&self) -> Option<&DocumentResource<'g>> {
        self.document(DEFAULT_DOCUMENT)
    }

    /// Whether a principal may start a shell on a target.
    pub(crate) fn shell_row(&self, principal: &str, target: &str) -> Option<AccessRow> {
        table::shell_row(self, principal, target)
    }

    /// Who may start what, in the order of principal, target and document; and whether that is too large to be told as a whole.
    pub fn rows(&self, part: &session::MatrixPart) -> (Vec<AccessRow>, bool) {
        table::rows(self, part)
    }
}
