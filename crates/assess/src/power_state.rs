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
    let states = instance.graph().naming::<Ec2InstanceState<'_>>(LinkTarget::Resource(instance.id()), &["instance_id"]);
    let runs = || say!("whether {} runs", Span::address(instance.address()));
    let started_again = |stops| Gap::because(stops, Reason::RunTime("whoever starts it again"));
    if let Some((state, is_certain)) = states.into_iter().find(|(state, _)| state.state() != Attr::Known("running")) {
        let address = Span::address(state.0.address());
        return Some(if is_certain && state.state() == Attr::Known("stopped") {
            started_again(say!("{}, which {} stops", runs(), address))
        } else {
            Gap::new(say!("{}, which is up to {}", runs(), address))
        });
    }
    let attachment = Span::address(deletions.stops(instance)?);
    Some(started_again(say!("{}, which is stopped before the volume of {} is detached", runs(), attachment)))
}
