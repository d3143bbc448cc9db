//! <https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-resolver-rule-associations.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53resolver list-resolver-rule-associations",
    shape: Shape::List("ResolverRuleAssociations", "ResolverRuleId"),
    config: Some(Recorded::new("AWS::Route53Resolver::ResolverRuleAssociation", "Id").words(&[("ResolverRuleAssociationId", "Id")])),
    types: &["aws_route53_resolver_rule_association"],
    make,
};

const FIELDS: &Fields = &[("resolver_rule_id", "ResolverRuleId"), ("vpc_id", "VPCId")];

fn make<'p>(association: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = association.text("Id") {
        made.object("aws_route53_resolver_rule_association", id, association, FIELDS);
    }
}
