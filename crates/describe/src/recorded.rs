//! How AWS Config writes an object of a kind: what it calls it, and what of an object an attribute rests on.
//!
//! Most items hold what the service's own call answers; newer types are written in the words of their CloudFormation schema, and a
//! query shows no more than what it selects. What is not understood of an item is therefore never taken for what is not there: an
//! attribute whose member the item lacks is not known. The same holds of what `--query` leaves of an answer of the CLI.
//! Which words each type has: <https://github.com/awslabs/aws-config-resource-schema/tree/master/config/properties/resource-types>

use crate::object::{Object, member};
use ssm_check_plan::Json;

/// A kind of objects as AWS Config records it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recorded {
    /// The type that AWS Config calls it.
    pub(crate) name: &'static str,
    /// The member that says which one it is.
    pub(crate) id: &'static str,
    /// Words of the CloudFormation schema, each with the member of the service's own answer that it stands for.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// Members that an object lacks which has none of it.
    pub(crate) optional: &'static [&'static str],
    /// Attributes beside those that are copied, each with the member that it rests on: `Routes.GatewayId|NatGatewayId` is one of both
    /// in every route.
    pub(crate) rests: &'static [(&'static str, &'static str)],
}

/// How the item that is being read is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    optional: &'static [&'static str],
    /// It shows the object as a whole, not what a query selects of it.
    whole: bool,
    /// It is an item of AWS Config, of which every member counts.
    pub(crate) is_item: bool,
}

impl Recorded {
    /// One in the words of the service's own answer.
    pub(crate) const fn new(name: &'static str, id: &'static str) -> Self {
        Self { name, id, words: &[], optional: &[], rests: &[] }
    }

    pub(crate) const fn words(self, words: &'static [(&'static str, &'static str)]) -> Self {
        Self { words, ..self }
    }

    pub(crate) const fn optional(self, optional: &'static [&'static str]) -> Self {
        Self { optional, ..self }
    }

    pub(crate) const fn rests(self, rests: &'static [(&'static str, &'static str)]) -> Self {
        Self { rests, ..self }
    }

    /// How an object is to be taken, which a query of AWS Config may have selected parts of, or one of the CLI: one that lacks what AWS always
    /// writes is not whole.
    pub(crate) fn reading(&self, object: Object<'_, '_>, item: Option<bool>) -> Reading {
        let reading = Reading { optional: self.optional, whole: item.unwrap_or(true), is_item: item.is_some() };
        Reading { whole: reading.whole && self.rests.iter().all(|(_, path)| reading.tells(object, path)), ..reading }
    }

    /// Attributes that rest on a member which an item lacks.
    pub(crate) fn untold(&self, item: Object<'_, '_>, reading: Reading) -> Vec<&'static str> {
        self.rests.iter().filter(|(_, path)| !reading.tells(item, path)).map(|(attribute, _)| *attribute).collect()
    }
}

impl Reading {
    /// The item says what stands at a path, and be it nothing.
    pub(crate) fn tells(self, item: Object<'_, '_>, path: &str) -> bool {
        has(item.0, path, false) || self.whole && self.optional.contains(&path)
    }
}

/// A member is there: in a list, in each of its objects and with a value.
fn has(value: &Json<'_>, path: &str, listed: bool) -> bool {
    match value {
        Json::Array(elements) => elements.iter().all(|element| has(element, path, true)),
        // A member of what is none is none.
        Json::Null => !listed,
        _ if path.is_empty() => true,
        _ => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            first.split('|').any(|name| member(value, name).is_some_and(|value| has(value, rest, listed)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Recorded, has};
    use crate::kinds::KINDS;
    use crate::object::Object;
    use ssm_check_plan::Json;

    #[test]
    fn a_member_of_a_list_is_in_each_of_its_objects() {
        let item = |text: &'static str| Json::parse(text).unwrap();
        assert!(has(&item(r#"{"a": [{"b": 1}, {"c": 2}]}"#), "A.B|C", false) && has(&item(r#"{"a": []}"#), "A.B", false));
        assert!(!has(&item(r#"{"a": [{"b": 1}, {"c": 2}]}"#), "A.B", false) && !has(&item(r#"{"a": ["b"]}"#), "A.B", false));
        assert!(has(&item(r#"{"a": null}"#), "A.B", false) && !has(&item(r#"{"a": [{"b": null}]}"#), "A.B", false));
        assert!(!has(&item("{}"), "A", false) && has(&item(r#"{"dbsubnetGroup": "x"}"#), "DBSubnetGroup", false));
    }

    #[test]
    fn what_a_query_leaves_out_is_not_known() {
        let recorded = Recorded::new("AWS::EC2::Instance", "InstanceId").optional(&["KeyName"]).rests(&[("key", "KeyName"), ("a", "B")]);
        let item = Json::parse(r#"{"b": 1}"#).unwrap();
        let untold = |whole| recorded.untold(Object(&item), recorded.reading(Object(&item), Some(whole)));
        assert!(untold(true).is_empty() && untold(false) == ["key"]);
    }

    #[test]
    fn every_type_is_recorded_by_one_kind() {
        let mut names: Vec<_> = KINDS.iter().filter_map(|kind| kind.config).map(|recorded| recorded.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
