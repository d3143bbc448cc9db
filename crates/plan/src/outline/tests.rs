use super::Outline;
use crate::{InputError, Plan, ResourceChange};
use proptest::prelude::*;
use serde_json::{Value, json};

const WHOLE: &str = r#"{"format_version": "1.2", "variables": {"a": {"value": "\"resource_changes\""}},
        "planned_values": {"outputs": {"o": {"value": [1]}}, "root_module": {
            "resources": [{"address": "aws_vpc.a[\"k\"]", "mode": "managed", "values": {"id": "v"}}, {"address": "data.aws_vpc.a", "mode": "data"}],
            "child_modules": [{"resources": [{"address": "module.m.aws_vpc.b", "values": {"id": "]}"}}], "address": "module.m", "child_modules": []}]}},
        "resource_drift": [{"address": "aws_vpc.a"}],
        "resource_changes" : [
        {"address": "aws_vpc.a[\"k\"]", "type": "aws_vpc", "mode": "managed", "name": "a", "index": "}", "change": {"actions": ["create"],
            "before": null, "after": {"a": "]", "b": null}, "after_unknown": {"id": true, "l": [{}, {"c": true}]},
            "before_sensitive": false, "after_sensitive": {"tags": {}}}},
        {"address": "module.m.aws_vpc.b", "previous_address": "aws_vpc.c", "deposed": "0000", "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["delete", "create"], "before": {"a": "x"}, "after": {"a": "y"}, "importing": {"id": "v"},
            "after_unknown": {"id": true, "l": [{}, {"c": true}]}, "before_sensitive": true, "after_sensitive": {"a": true}}},
        {"address": "data.aws_vpc.d", "mode": "data", "change": {"actions": ["read"], "after": {}, "after_unknown": {"id": true}}}]
        , "configuration": {"root_module": {}}, "relevant_attributes": []}"#;

/// What comes of bytes that are given bit by bit; the last bit is all that is left.
fn outlined(text: &str, bits: &[usize]) -> Option<String> {
    let (mut outline, mut written) = (Outline::new(0), Vec::new());
    let (mut waiting, mut rest) = (Vec::new(), text.as_bytes());
    let mut bits = bits.iter().chain(std::iter::repeat(&usize::MAX));
    while !outline.is_ended() && !rest.is_empty() {
        let (now, later) = rest.split_at(rest.len().min(*bits.next()?));
        waiting.extend_from_slice(now);
        rest = later;
        let taken = outline.take(&waiting, &mut written)?;
        waiting.drain(..taken);
    }
    written.extend(waiting.iter().chain(rest));
    Some(String::from_utf8(written).unwrap())
}

#[test]
fn what_is_read_is_left_and_nothing_else() {
    let expected = [
        r#"{"format_version":"1.2","variables":{"a": {"value": "\"resource_changes\""}},"planned_values":{"root_module":{"resources":["#,
        r#"{"address":"aws_vpc.a[\"k\"]"},{"address":"module.m.aws_vpc.b"}]}},"resource_changes":["#,
        r#"{"address":"aws_vpc.a[\"k\"]","change":{"actions":["create"],"after":{"a": "]", "b": null},"after_unknown":0}},"#,
        r#"{"address":"module.m.aws_vpc.b","previous_address":"aws_vpc.c","deposed":"0000","provider_name":"1","#,
        r#""change":{"actions":["delete","create"],"before":{"a": "x"},"after":{"a": "y"},"after_unknown":0,"before_sensitive":2,"#,
        r#""after_sensitive":3,"importing":true}},"#,
        r#"{"address":"data.aws_vpc.d","mode":"data","change":{"actions":["read"],"after":{},"after_unknown":4}}],"#,
        r#""ssm_check_texts":[{"id": true, "l": [{}, {"c": true}]},"registry.terraform.io/hashicorp/aws",true,{"a": true},{"id": true}]"#,
        "\n        , \"configuration\": {\"root_module\": {}}, \"relevant_attributes\": []}",
    ];
    assert_eq!(outlined(WHOLE, &[]).unwrap(), expected.concat());
}

#[test]
fn a_large_plan_keeps_its_changes() {
    let mut written = Vec::new();
    let taken = Outline::new(1 << 30).take(WHOLE.as_bytes(), &mut written).unwrap();
    written.extend_from_slice(&WHOLE.as_bytes()[taken..]);
    let outline = String::from_utf8(written).unwrap();
    let (_, changes) = WHOLE.split_once("\"resource_changes\"").unwrap();
    let expected = r#"{"address":"aws_vpc.a[\"k\"]"},{"address":"module.m.aws_vpc.b"}]}},"resource_changes""#;
    assert!(outline.ends_with(&format!("{expected}{changes}")), "{outline}");
}

#[test]
fn an_outline_is_read_as_the_whole_is() {
    let outline = outlined(WHOLE, &[]).unwrap();
    let [whole, outline] = [WHOLE, outline.as_str()].map(|text| Plan::parse(text).unwrap());
    let told = |change: &ResourceChange<'_>| {
        let (inner, values) = (&change.change, [change.change.before().unwrap(), change.change.after().unwrap()]);
        let of_it = (&change.parsed, &change.previous_address, &change.deposed, &change.provider_name);
        format!("{of_it:?} {:?} {} {values:?}", inner.actions, inner.imports())
    };
    let changes = |plan: &Plan<'_>| plan.changes.iter().map(told).collect::<Vec<_>>();
    assert_eq!(changes(&whole), changes(&outline));
    let marks = |plan: &Plan<'_>| -> Vec<Value> {
        let document = Value::Object(plan.document().unwrap());
        assert_eq!(document.get("ssm_check_texts"), None);
        let changes = document["resource_changes"].as_array().unwrap().iter();
        changes
            .map(|change| json!([change["change"]["after_unknown"], change["change"]["after_sensitive"], change["provider_name"]]))
            .collect()
    };
    assert_eq!(marks(&outline)[0], json!([{"id": true, "l": [{}, {"c": true}]}, null, null]), "marks of which none is set are left out");
    assert_eq!(marks(&whole)[1..], marks(&outline)[1..]);
}

#[test]
fn what_has_no_change_is_missed_as_in_the_whole() {
    let (beginning, _) = WHOLE.split_once("\"resource_changes\" :").unwrap();
    let whole = format!("{beginning}\"resource_changes\": []}}");
    let errors = [whole.clone(), outlined(&whole, &[]).unwrap()].map(|text| Plan::parse(&text).unwrap_err());
    assert!(matches!(errors[1], InputError::NoChanges { resources: 2 }));
    assert_eq!(errors[0].to_string(), errors[1].to_string());
}

#[test]
fn what_is_no_plan_stays_as_it_is() {
    for text in [
        "[]",
        "5",
        "{}",
        "{ ",
        r#"{"a": "planned_values"}"#,
        r#"{"version": 4, "planned_values": {}}"#,
        r#"{"resource_changes": null, "planned_values": {}}"#,
        r#"{"planned_values": 5, "resource_changes": []}"#,
        r#"{"planned_values": null}"#,
    ] {
        let outline = outlined(text, &[]).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&outline).ok(), serde_json::from_str::<Value>(text).ok(), "{text}: {outline}");
    }
    assert_eq!(outlined(r#"{"format_version": "1.2"  , "values": {}}"#, &[]).unwrap(), r#"{"format_version":"1.2","values": {}}"#);
}

#[test]
fn what_turns_out_to_be_no_plan_is_refused() {
    for text in [
        r#"{"resource_changes": [5]}"#,
        r#"{"resource_changes": [{"address": "a", "address": "b"}]}"#,
        r#"{"resource_changes": [{"address": 5}]}"#,
        r#"{"resource_changes": [,]}"#,
        r#"{"resource_changes": [{"address": "aws_vpc.a", "change": {}} {}]}"#,
        r#"{"resource_changes": [{"address": "aws_vpc.a", "change": {}}}"#,
        r#"{"planned_values": {"root_module": {"resources": null}}}"#,
        r#"{"planned_values": {"root_module": {"resources": [{"address": 5}]}}}"#,
    ] {
        assert_eq!(outlined(text, &[]), None, "{text}");
    }
    let no_text = b"{\"resource_changes\": [{\"address\": \"aws_vpc.a\", \"type\": \"\xff\", \"change\": {}}]";
    assert_eq!(Outline::new(0).take(no_text, &mut Vec::new()), None, "what is left out is text as well");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_it_is_cut_changes_nothing(bits in prop::collection::vec(1_usize..90, 0..60)) {
        prop_assert_eq!(outlined(WHOLE, &bits), outlined(WHOLE, &[]));
    }
}
