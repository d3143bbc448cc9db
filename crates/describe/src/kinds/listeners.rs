//! <https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-listeners.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "elbv2 describe-listeners",
    shape: Shape::List("Listeners", "ListenerArn"),
    config: Some(Recorded::new("AWS::ElasticLoadBalancingV2::Listener", "ListenerArn")),
    types: &["aws_lb_listener"],
    make,
};

const FIELDS: &Fields = &[("arn", "ListenerArn"), ("load_balancer_arn", "LoadBalancerArn"), ("port", "Port"), ("protocol", "Protocol")];

fn make<'p>(listener: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = listener.text("ListenerArn") {
        made.object("aws_lb_listener", id, listener, FIELDS);
    }
}
