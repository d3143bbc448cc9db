//! What is worked out once: the policies of each principal for each action, and the answers that equal principals share.

use super::equivalence::{Alike, AlikeDocuments};
use super::{Access, AuthorizedResource, Caller, Finding, TargetResource, request_context};
use rustc_hash::FxHashMap;
use ssm_check_iam::{Document, Layers, Policy, Satisfiable, Text, Truth, Value};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The policies of a principal for an action.
pub(super) struct Prepared {
    /// The policies. Shared with the principal's other actions, for most of which they are the same.
    pub(super) layers: Rc<Layers>,
    /// What has been asked of such policies; empty until something is, as most policies do not name most actions.
    pub(super) answers: OnceCell<Rc<Answers>>,
    /// The same without denies.
    pub(super) undenied: OnceCell<Rc<Prepared>>,
}

/// Answers to principals whose policies say the same.
pub(super) struct Answers {
    /// The condition keys that the policies name.
    pub(super) keys: BTreeSet<String>,
    /// The targets, those together that the policies do not tell apart.
    pub(super) targets: Alike,
    /// Other nodes of the account.
    pub(super) stand_ins: OnceCell<Vec<TargetResource>>,
    /// The documents, those together that the policies do not tell apart.
    pub(super) documents: OnceCell<AlikeDocuments>,
    /// Where the first document of each group may be started, if anywhere.
    pub(super) anywhere: RefCell<FxHashMap<usize, Rc<Finding>>>,
    /// Of one resource.
    pub(super) resources: RefCell<FxHashMap<AuthorizationQuestion, Rc<Satisfiable>>>,
    /// Of two resources, whether one choice lets both through.
    pub(super) both: RefCell<FxHashMap<(AuthorizationQuestion, AuthorizationQuestion), Truth>>,
}

/// A resource, its Region and whether the request names its document.
pub(super) type AuthorizationQuestion = (Rc<AuthorizedResource>, Option<String>, Option<bool>);

/// What answers depend on: principals with equal ones get equal answers.
#[derive(PartialEq, Eq)]
pub(super) struct Class {
    action: &'static str,
    /// The ARN as far as it decides: all but the name.
    principal: String,
    /// The documents of each layer, whatever the policies are called.
    identity: Vec<Document>,
    boundary: Vec<Document>,
    scps: Vec<Vec<Document>>,
    /// What stands for the policy of a resource, where one is asked about that another account shares.
    resource: Option<Document>,
    /// What conditions and variables see of the principal.
    seen: Vec<(String, Value)>,
}

impl Hash for Class {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.action, &self.principal, self.identity.len()).hash(state);
        for statement in self.identity.iter().flat_map(|document| document.statements.iter()) {
            statement.sid.hash(state);
            for text in statement.resources.iter().flat_map(|resources| &resources.list) {
                text.hash(state);
            }
        }
    }
}

impl Prepared {
    /// For questions that nobody asks again.
    pub(super) fn new(layers: Rc<Layers>) -> Rc<Self> {
        Rc::new(Self { layers, answers: OnceCell::new(), undenied: OnceCell::new() })
    }

    /// For questions that may be asked again: policies that the caller has for other actions too are kept once.
    pub(super) fn kept(access: &Access<'_>, caller: &Caller<'_>, layers: Layers) -> Rc<Self> {
        let mut kept = access.layers.borrow_mut();
        let of_caller = kept.entry(caller.resource.id()).or_default();
        let same = of_caller.iter().find(|known| ***known == layers).map(Rc::clone);
        let layers = same.unwrap_or_else(|| {
            let layers = Rc::new(layers);
            of_caller.push(Rc::clone(&layers));
            layers
        });
        Self::new(layers)
    }
}

impl Answers {
    /// Those to principals whose policies for the action say what these say.
    pub(super) fn shared(access: &Access<'_>, caller: &Caller<'_>, action: &'static str, layers: &Layers) -> Rc<Self> {
        let keys = layers.keys();
        let class = class(access, caller, action, layers, &keys);
        let known = access.answers.borrow().get(&class).cloned();
        known.unwrap_or_else(|| {
            let answers = Rc::new(Self {
                targets: Alike::new(&access.targets, &access.kinds, layers, &keys),
                keys,
                stand_ins: OnceCell::new(),
                documents: OnceCell::new(),
                anywhere: RefCell::default(),
                resources: RefCell::default(),
                both: RefCell::default(),
            });
            access.answers.borrow_mut().insert(class, Rc::clone(&answers));
            answers
        })
    }
}

fn class(access: &Access<'_>, caller: &Caller<'_>, action: &'static str, layers: &Layers, keys: &BTreeSet<String>) -> Class {
    let documents = |policies: &[Policy]| -> Vec<Document> { policies.iter().map(|policy| policy.document.clone()).collect() };
    let arn = caller.principal().arn().map_or_else(String::new, |arn: &Text| access.scope.fill(arn).to_string());
    let path = arn.rsplit_once('/').map_or(arn.as_str(), |(path, _)| path);
    Class {
        action,
        principal: format!("{:?} {path} {:?}", caller.kind, access.scope.of(caller)),
        identity: documents(&layers.identity),
        boundary: documents(&layers.boundary),
        scps: layers.scps.iter().map(|level| documents(level)).collect(),
        resource: layers.resource.as_ref().map(|policy| policy.document.clone()),
        seen: request_context::of_caller(caller, &access.scope, keys),
    }
}
