//! AWS Config: delivered snapshots and the results of its queries.
//!
//! An item's `configuration` is what the service's own call answers, with small first letters:
//! <https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html>

use crate::kinds::KINDS;
use crate::object::{Object, owned};
use ssm_check_plan::Json;

/// One resource as AWS Config recorded it.
#[derive(Debug)]
pub(crate) struct Item<'p> {
    /// By position among the kinds.
    pub(crate) kind: usize,
    pub(crate) configuration: Json<'p>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
}

/// The items of a snapshot, `configurationItems`, or of the results of `select-resource-config` and
/// `select-aggregate-resource-config`, `Results`; `None` of anything else.
pub(crate) fn items<'p>(document: &Json<'p>) -> Option<Vec<Item<'p>>> {
    if let Some(Json::Array(items)) = document.get("configurationItems") {
        return Some(items.iter().filter_map(item).collect());
    }
    let Some(Json::Array(results)) = document.get("Results").filter(|_| document.get("QueryInfo").is_some()) else { return None };
    let parsed = |result: &Json<'p>| match result {
        // Each result is JSON in a text.
        Json::String(text) => item(&owned(&Json::parse(text).ok()?)),
        other => item(other),
    };
    Some(results.iter().filter_map(parsed).collect())
}

fn item<'p>(item: &Json<'p>) -> Option<Item<'p>> {
    let object = Object(item);
    let resource_type = object.text("resourceType")?;
    let kind = KINDS.iter().position(|kind| kind.config == Some(resource_type))?;
    // What is deleted stays in the record.
    if object.text("configurationItemStatus").is_some_and(|status| status.contains("Deleted")) {
        return None;
    }
    let configuration = match object.at("configuration")? {
        Json::String(text) => owned(&Json::parse(text).ok()?),
        other => other.clone(),
    };
    let place = |path: &str| object.text(path).map(str::to_owned);
    Some(Item {
        kind,
        configuration,
        region: place("awsRegion").filter(|region| region != "global"),
        account: place("awsAccountId").or_else(|| place("accountId")),
    })
}
