//! <https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-resolver-rules.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53resolver list-resolver-rules",
    shape: Shape::List("ResolverRules", "RuleType"),
    config: Some(Recorded::new("AWS::Route53Resolver::ResolverRule", "Id").words(&[("ResolverRuleId", "Id")]).optional(&["Name"])),
    types: &["aws_route53_resolver_rule"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("domain_name", "DomainName"), ("rule_type", "RuleType"), ("name", "Name")];

fn make<'p>(rule: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = rule.text("Id") {
        made.object("aws_route53_resolver_rule", id, rule, FIELDS);
    }
}
