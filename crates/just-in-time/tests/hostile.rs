//! Text from outside is read within bounds, and nothing panics.

use proptest::prelude::*;
use ssm_check_just_in_time::{CedarPolicy, ManualPolicy, Node};

fn of(condition: &str) -> Result<CedarPolicy, String> {
    CedarPolicy::parse(&format!("permit (principal, action, resource) when {{ {condition} }};")).map_err(|why| format!("{why:?}"))
}

#[test]
fn what_is_nested_too_deep_is_left_unread() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("if true then true else ", ""), ("true && ", ""), ("{a:", "}")] {
        for depth in [10_usize, 100, 500, 5_000, 50_000] {
            let text = format!("{}true{}", open.repeat(depth), close.repeat(depth));
            if let Ok(policy) = of(&text) {
                let _ = (policy.mismatches(), policy.permits(&Node::unknown()).to_string());
            }
        }
    }
}

#[test]
fn what_is_too_long_is_left_unread() {
    assert!(of(&format!("resource.hasTag(\"{}\")", "a".repeat(70_000))).is_err());
    assert!(CedarPolicy::parse(&"permit (principal, action, resource);\n".repeat(3_000)).is_err());
}

#[test]
fn long_conditions_of_people_are_read() {
    let clauses: Vec<String> = (0..60).map(|index| format!("principal has division && principal.division == \"{index}\"")).collect();
    assert!(of(&clauses.join(" || ")).is_ok());
}

#[test]
fn conditions_stay_small() {
    let mut text = "principal.costCenter == \"a\"".to_owned();
    for index in 0..40 {
        text = format!("({text}) {} principal.division == \"{index}\"", if index % 2 == 0 { "&&" } else { "||" });
    }
    let policy = of(&text).unwrap();
    assert!(policy.permits(&Node::unknown()).to_string().len() < 100_000);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = CedarPolicy::parse(&text);
        let _ = of(&text);
    }

    #[test]
    fn text_of_the_language_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(vec![
        "permit", "forbid", "(", ")", "principal", "action", "resource", ",", ";", "when", "unless", "{", "}", "==", "in", "has", "like",
        "\"a\"", "\"*\"", "&&", "||", "!", ".", "hasTag", "getTag", "if", "then", "else", "true", "AWS::SSM::Action::\"x\"", "[", "]", "is",
        "context", "?principal", "@id(\"a\")", "//", "\n", "1", "-", "+",
    ]), 0..60)) {
        let _ = CedarPolicy::parse(&parts.join(" ")).map(|policy| (policy.mismatches(), policy.permits(&Node::unknown()).to_string()));
    }

    #[test]
    fn any_json_is_a_manual_policy_or_tells_what_is_wrong(text in "[\\[\\]{}\",:a-zA-Z0-9 ]{0,120}") {
        if let Ok(value) = serde_json::from_str(&text) {
            let policy = ManualPolicy::of(&value);
            let _ = (policy.covers(&Node::unknown()), policy.levels_in_words().to_string());
        }
    }
}
