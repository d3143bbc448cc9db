//! What answers of AWS tell of rules: what is in an account and no answer lists is not known.

use ssm_check_describe::{NOT_TAKEN, command_for};
use ssm_check_graph::aws::CloudwatchEventRule;
use ssm_check_graph::{Graph, Kind};
use ssm_check_message::{Gap, Reason};

const WHAT: &str = "the rules of EventBridge";

/// Why the account of principals that answers show may have other rules; `None` where an answer lists them all. Where `strict`, none is
/// taken to.
pub fn unlisted_rules(graph: &Graph<'_>, strict: bool) -> Option<Gap> {
    let rule = Kind::CloudwatchEventRule.spec().types.first()?;
    let call = command_for(rule)?;
    let listed = || graph.listings().filter(|listing| listing.types.contains(rule));
    let Some(listing) = listed().find(|listing| listing.cut_off.is_some()).or_else(|| listed().next()) else {
        return Some(Gap::because(WHAT, Reason::Unlisted(call)));
    };
    let (file, partial) = (listing.file.clone(), |why: &str, call| (why.to_owned(), call));
    let (why, call) = match &listing.cut_off {
        Some(why) => partial(why, Some(call)),
        None if strict => partial(NOT_TAKEN, None),
        None => return None,
    };
    Some(Gap::because(WHAT, Reason::Partial { file, why, call }))
}

/// A rule of the answers, of which none lists the targets: the answer that does has its name in the name of its file.
pub(super) fn may_have_targets(graph: &Graph<'_>, rule: CloudwatchEventRule<'_>) -> bool {
    let types = Kind::CloudwatchEventTarget.spec().types;
    let name = rule.0.text("name").value().unwrap_or_default();
    let tells = |file: &str| file.rsplit(['/', '\\']).next().is_some_and(|file| file.contains(name));
    let mut listed = graph.listings().filter(|listing| listing.types.iter().any(|listed| types.contains(listed)));
    rule.0.is_answer() && !listed.any(|listing| tells(&listing.file))
}
