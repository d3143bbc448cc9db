//! <https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-firewall-domains.html>
//!
//! The answer does not say of which list; the name of the file does: `rslvr-fdl-0abc….json`.

use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::Object;

pub(super) const KIND: AnswerKind =
    AnswerKind { call: "route53resolver list-firewall-domains", shape: Shape::Itself(&["Domains"], &[]), config: None, types: &[], make };

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let lists = made.ids("aws_route53_resolver_firewall_domain_list");
    let Some(domains) = answer.at("Domains").filter(|domains| domains.elements().iter().all(|domain| domain.as_str().is_some())) else {
        return;
    };
    if let Some(list) = made.named_by_file(lists, |id| id) {
        made.add("aws_route53_resolver_firewall_domain_list", &list).set("domains", domains.clone());
    }
}
