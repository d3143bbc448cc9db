//! AWS Config: delivered snapshots and the results of its queries.
//!
//! An item's `configuration` is what the service's own call answers, with small first letters, or an object of the type's
//! CloudFormation schema: <https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html>

use crate::kinds::KINDS;
use crate::object::{Object, owned};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

/// One resource as AWS Config recorded it.
#[derive(Debug)]
pub(crate) struct Item<'p> {
    /// By position among the kinds.
    pub(crate) kind: usize,
    pub(crate) configuration: Json<'p>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
    /// It shows the object as a whole, not what a query selects of it.
    pub(crate) whole: bool,
    /// What AWS Config calls it: one object has one id in all captures.
    pub(crate) id: Option<String>,
    /// When AWS Config saw it so.
    pub(crate) captured: Option<String>,
    /// It is deleted, and stays in the record.
    pub(crate) deleted: bool,
}

impl Item<'_> {
    /// Which object it is a capture of, and when; `None` where it does not say.
    pub(crate) fn capture(&self) -> Option<((usize, &str), &str)> {
        Some(((self.kind, self.id.as_deref()?), self.captured.as_deref()?))
    }
}

/// The items of a snapshot, `configurationItems`, or of the results of `select-resource-config` and
/// `select-aggregate-resource-config`, `Results`; `None` of anything else.
pub(crate) fn items<'p>(document: &Json<'p>) -> Option<Vec<Item<'p>>> {
    if let Some(Json::Array(items)) = document.get("configurationItems") {
        return Some(items.iter().filter_map(|one| item(one, true)).collect());
    }
    let Some(Json::Array(results)) = document.get("Results").filter(|_| document.get("QueryInfo").is_some()) else { return None };
    let selected = Object(document).list("QueryInfo.SelectFields").any(|field| field.text("Name") == Some("configuration"));
    let parsed = |result: &Json<'p>| match result {
        // Each result is JSON in a text.
        Json::String(text) => item(&owned(&Json::parse(text).ok()?), selected),
        other => item(other, selected),
    };
    Some(results.iter().filter_map(parsed).collect())
}

fn item<'p>(item: &Json<'p>, whole: bool) -> Option<Item<'p>> {
    let object = Object(item);
    let resource_type = object.text("resourceType")?;
    let kind = KINDS.iter().position(|kind| kind.config.is_some_and(|recorded| recorded.name == resource_type))?;
    let recorded = KINDS.get(kind)?.config?;
    let configuration = match object.at("configuration") {
        Some(Json::String(text)) => Json::parse(text).map_or(Json::Null, |parsed| plain(&owned(&parsed))),
        Some(other) => plain(other),
        None => Json::Null,
    };
    let place = |path: &str| object.text(path).map(str::to_owned);
    let (configuration, named) = worded(configuration, object, &recorded);
    Some(Item {
        kind,
        configuration,
        region: place("awsRegion").filter(|region| region != "global"),
        account: place("awsAccountId").or_else(|| place("accountId")),
        whole: whole && named,
        id: place("resourceId"),
        captured: place("configurationItemCaptureTime"),
        deleted: object.text("configurationItemStatus").is_some_and(|status| status.contains("Deleted")),
    })
}

/// A text that AWS Config writes as an object, `{"value": "available"}`, is that text.
fn plain<'p>(json: &Json<'p>) -> Json<'p> {
    match json {
        Json::Array(elements) => Json::Array(elements.iter().map(plain).collect()),
        Json::Object(members) => match &**members {
            [(name, value @ Json::String(_))] if name.as_str() == "value" => value.clone(),
            members => Json::Object(members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()),
        },
        other => other.clone(),
    }
}

/// The configuration in the words of the service's own answer, with what only the item around it tells: the tags, and where the
/// configuration does not, which object it is. Whether the configuration says that.
fn worded<'p>(configuration: Json<'p>, item: Object<'_, 'p>, recorded: &Recorded) -> (Json<'p>, bool) {
    let own = Object(&configuration);
    let mut new: Vec<(&str, Json<'p>)> = Vec::new();
    for (theirs, ours) in recorded.words {
        if let Some(value) = own.at(theirs).filter(|_| own.at(ours).is_none()) {
            new.push((ours, value.clone()));
        }
    }
    if own.tags().is_none()
        && let Some(tags) = item.at("tags")
    {
        new.push(("Tags", tags.clone()));
    }
    let named = own.text(recorded.id).is_some() || new.iter().any(|(name, _)| *name == recorded.id);
    if !named {
        let around = if recorded.id.to_ascii_lowercase().ends_with("arn") {
            item.at("ARN")
        } else if recorded.id.ends_with("Name") {
            item.at("resourceName").or_else(|| item.at("resourceId"))
        } else {
            item.at("resourceId")
        };
        new.extend(around.map(|id| (recorded.id, id.clone())));
    }
    (new.into_iter().fold(configuration, |json, (path, value)| put(json, path, value)), named)
}

/// A value at the path of an object, which is made where there is none.
fn put<'p>(json: Json<'p>, path: &str, value: Json<'p>) -> Json<'p> {
    let mut members = if let Json::Object(members) = json { members.into_vec() } else { Vec::new() };
    let (name, value) = match path.split_once('.') {
        None => (path, value),
        Some((first, rest)) => {
            let there = members.iter().position(|(name, _)| name.as_str() == first).map(|at| members.remove(at).1);
            (first, put(there.unwrap_or(Json::Null), rest, value))
        }
    };
    members.push((name.to_owned().into(), value));
    Json::Object(members.into())
}
