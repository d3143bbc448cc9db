//! Just-in-time node access: the approval policies of the inputs, and what they come to for each node.
//!
//! Only policies of the node's own account and Region approve; what a deny-access policy forbids, it forbids in the whole organisation
//! (<https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-just-in-time-node-access-approval-policies.html>).

mod asking;
mod policy;
mod row;
mod sources;

pub use asking::{ASK, Requester, TOKEN, is_token_role, requesters};
pub use policy::{ApprovalKind, Content, Policy};
pub use row::{Row, add_column, rows};

use crate::access::{Access, Tag, Tags};
use crate::assessment::Assessment;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_graph::{Kind, Resource};
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{Counts, ForNode, Node, NodeKind, NodeTag, decide};

/// Everything that decides who gets a token.
pub struct Approvals<'g> {
    /// The policies of the inputs, in the order of addresses.
    pub policies: Vec<Policy<'g>>,
    /// The nodes of the inputs, in the order of addresses; none where there is no policy.
    pub nodes: Vec<NodeApprovals<'g>>,
}

/// What the policies come to for one node.
pub struct NodeApprovals<'g> {
    /// The target.
    pub target: Resource<'g>,
    /// As policies see it.
    pub node: Node,
    /// What the policies say.
    pub answer: ForNode,
    /// The manual policies that [`answer`](Self::answer) counts.
    pub manual: Vec<usize>,
    /// Some policy of its account and Region approves something: just-in-time node access is in use there.
    pub in_use: Truth,
}

impl<'g> Approvals<'g> {
    /// Reads the policies, and puts them together for each target.
    pub fn new(assessment: &Assessment<'g>, access: &Access<'g>) -> Self {
        let documents = assessment.graph.all::<SsmDocument<'g>>();
        let policies: Vec<Policy<'g>> = documents.filter_map(Policy::of).collect();
        // Nobody asks what no policy says.
        let targets = assessment.instances().zip(&access.targets).filter(|_| !policies.is_empty());
        let nodes = targets.map(|(assessed, target)| {
            let resource = assessed.target.resource;
            for_node(&policies, resource, node_of(resource, &target.resource.tags))
        });
        let nodes = nodes.collect();
        Self { policies, nodes }
    }

    /// Is just-in-time node access in use for any node, or could it be?
    pub fn in_use(&self) -> bool {
        self.policies.iter().any(Policy::approves)
    }

    /// What the policies come to for a target.
    pub fn of(&self, address: &str) -> Option<&NodeApprovals<'g>> {
        self.nodes.iter().find(|node| node.target.address() == address)
    }
}

/// A node as policies see it.
fn node_of(resource: Resource<'_>, tags: &Tags) -> Node {
    let id = (resource.kind() == Some(Kind::Instance)).then(|| resource.text("id").value()).flatten();
    let tag = |tag: &Tag| match tag {
        Tag::Is(value) => NodeTag::Is(value.clone()),
        Tag::Present => NodeTag::Present,
        Tag::Perhaps | Tag::Free | Tag::Begins => NodeTag::Perhaps,
    };
    let (known, whole) = match tags {
        Tags::Known(known) => (Some(known), !known.values().any(|tag| *tag == Tag::Begins)),
        Tags::AtLeast(known) => (Some(known), false),
        Tags::Free => (None, false),
    };
    let single = known.into_iter().flatten().filter(|(_, tag)| **tag != Tag::Begins);
    let tags = single.map(|(key, value)| (key.clone(), tag(value))).collect();
    Node { kind: NodeKind::Instance, id: id.map(str::to_owned), tags, whole }
}

fn for_node<'g>(policies: &[Policy<'g>], target: Resource<'g>, node: Node) -> NodeApprovals<'g> {
    let here = |policy: &Policy<'g>| policy.reaches(target);
    let of_kind = |kind: ApprovalKind| policies.iter().filter(move |policy| policy.kind == kind);
    let denying: Vec<Counts<'_>> = of_kind(ApprovalKind::DenyAccess).filter_map(|policy| policy.counts(here(policy))).collect();
    let approving: Vec<Counts<'_>> = of_kind(ApprovalKind::AutoApproval).filter_map(|policy| policy.counts(here(policy))).collect();
    let manual: Vec<usize> = policies
        .iter()
        .enumerate()
        .filter(|(_, policy)| policy.kind == ApprovalKind::Manual && here(policy) != Truth::False && !policy.is_invalid())
        .map(|(index, _)| index)
        .collect();
    let covers = |policy: &Policy<'g>| match &policy.content {
        Content::Manual(manual) => {
            let general = manual.targets == ssm_check_just_in_time::Targets::All;
            (general, manual.covers(&node).and(here(policy)))
        }
        _ => (false, Truth::Unknown),
    };
    let covering: Vec<(bool, Truth)> = manual.iter().filter_map(|index| policies.get(*index)).map(covers).collect();
    let in_use = Truth::any(policies.iter().filter(|policy| policy.approves()).map(here));
    let answer = decide(&denying, &approving, &covering, &node);
    NodeApprovals { target, node, answer, manual, in_use }
}
