//! Whether an instance runs once the plan is applied.
//!
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html>

use crate::deletions::Deletions;
use ssm_check_graph::aws::Ec2InstanceState;
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;

/// An instance that may not run, and why.
pub(crate) fn stopped(instance: Resource<'_>, deletions: &Deletions) -> Option<Gap> {
    let graph = instance.graph();
    let states = graph.referrers::<Ec2InstanceState<'_>>(LinkTarget::Resource(instance.id()), &["instance_id"]);
    let undecided = graph.undecided::<Ec2InstanceState<'_>>(&["instance_id"]);
    let mut states = states.into_iter().map(|(state, _)| state).chain(undecided).filter(|state| state.state() != Attr::Known("running"));
    let runs = || say!("whether {} runs", Span::address(instance.address()));
    let started_again = Reason::RunTime("whoever starts it again");
    match (states.next(), deletions.stops(instance)) {
        (Some(state), _)
            if state.state() == Attr::Known("stopped") && state.instance().only() == Some(LinkTarget::Resource(instance.id())) =>
        {
            Some(Gap::because(say!("{}, which {} stops", runs(), Span::address(state.0.address())), started_again))
        }
        (Some(state), _) => Some(Gap::new(say!("{}, which is up to {}", runs(), Span::address(state.0.address())))),
        (None, Some(attachment)) => {
            let stops = say!("{}, which is stopped before the volume of {} is detached", runs(), Span::address(attachment));
            Some(Gap::because(stops, started_again))
        }
        (None, None) => None,
    }
}
