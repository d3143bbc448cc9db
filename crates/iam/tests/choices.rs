//! What the caller of the API may choose so that a request is allowed, by the kind of the conditions on it.

use serde_json::{Value as Json, json};
use ssm_check_iam::{
    Base, Class, Condition, Context, Document, Instant, Layers, Placeholder, Policy, Principal, Request, Satisfiable, Statement, Text,
    Truth, Value, satisfiable,
};

const T: &str = "2030-01-01T00:00:00Z";
const NEXT_BUT_ONE: &str = "2030-01-01T00:00:02Z";

/// Whether some value of the free keys `k:a` and `k:b` lets through what these conditions allow, and none of those deny.
fn chosen(allow: &Json, denials: &[Json], more: &[(&str, Value)]) -> Satisfiable {
    let mut statements = vec![json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": allow})];
    statements.extend(denials.iter().map(|denial| json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": denial})));
    let document = Document::from_value(&json!({"Version": "2012-10-17", "Statement": statements})).unwrap();
    let layers = Layers { identity: vec![Policy::new("p", document)], ..Layers::default() };
    let free = Context::new().with_value("k:a", Value::Free).with_value("k:b", Value::Free);
    let context = more.iter().fold(free, |context, (key, value)| context.with_value(key, value.clone()));
    let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), "s3:Get", "arn:aws:s3:::a").context(context);
    satisfiable(&request, &layers)
}

#[test]
fn each_kind_of_value_is_tried_on_both_sides() {
    let of = |operator: &str, value: Json| json!({operator: {"k:a": value}});
    let both = |one: (&str, &str), other: (&str, &str)| json!({one.0: {"k:a": one.1}, other.0: {"k:a": other.1}});
    for (allow, denials, expected) in [
        (of("NumericLessThan", json!("1")), vec![], Truth::True),
        (of("NumericGreaterThan", json!("1")), vec![], Truth::True),
        (of("NumericLessThanEquals", json!("1")), vec![of("NumericLessThan", json!("1"))], Truth::True),
        (both(("NumericGreaterThan", "1"), ("NumericLessThan", "2")), vec![], Truth::True),
        (both(("NumericGreaterThan", "1"), ("NumericLessThan", "3")), vec![of("NumericEquals", json!("2"))], Truth::True),
        (both(("NumericGreaterThan", "1"), ("NumericLessThan", "1")), vec![], Truth::False),
        (of("NumericEquals", json!("1")), vec![of("NumericLessThanEquals", json!("1"))], Truth::False),
        (of("DateLessThan", json!(T)), vec![], Truth::True),
        (of("DateGreaterThan", json!(T)), vec![], Truth::True),
        (both(("DateGreaterThan", T), ("DateLessThan", NEXT_BUT_ONE)), vec![], Truth::True),
        (both(("DateGreaterThan", T), ("DateLessThan", T)), vec![], Truth::False),
        (of("DateEquals", json!(T)), vec![of("DateLessThanEquals", json!(T))], Truth::False),
        (of("Bool", json!("true")), vec![], Truth::True),
        (of("Bool", json!("false")), vec![], Truth::True),
        (of("Bool", json!("true")), vec![of("Bool", json!("true"))], Truth::False),
        (of("BinaryEquals", json!("QmluYXJ5")), vec![], Truth::True),
        (of("BinaryEquals", json!("QmluYXJ5")), vec![of("BinaryEquals", json!("QmluYXJ5"))], Truth::False),
        (of("Null", json!("true")), vec![], Truth::True),
        (of("Null", json!("false")), vec![], Truth::True),
        (of("Null", json!("true")), vec![of("Null", json!("true"))], Truth::False),
        (of("IpAddress", json!("10.0.0.0/8")), vec![of("IpAddress", json!("10.0.0.0/9"))], Truth::True),
        (of("NotIpAddress", json!("10.0.0.0/8")), vec![], Truth::True),
        (of("NotIpAddress", json!(["0.0.0.0/0", "::/0"])), vec![], Truth::True), // without the key
        (of("NotIpAddress", json!(["0.0.0.0/0", "::/0"])), vec![of("Null", json!("true"))], Truth::False),
        (of("StringEqualsIgnoreCase", json!("X")), vec![of("StringEquals", json!("X"))], Truth::True),
        (of("StringEqualsIgnoreCase", json!("X")), vec![of("StringLike", json!("?"))], Truth::False),
        (of("ArnNotLike", json!("arn:aws:s3:::a")), vec![], Truth::True),
        (of("ArnLike", json!("arn:aws:s3:::a")), vec![of("ArnLike", json!("arn:aws:*:*:*:*"))], Truth::False),
        // A value of two kinds is not looked for.
        (both(("NumericEquals", "1"), ("StringEquals", "x")), vec![], Truth::Unknown),
        // A fraction of a second is not told apart.
        (of("DateEquals", json!(T)), vec![of("DateLessThanEquals", json!("2030-01-01T00:00:00.5Z"))], Truth::Unknown),
    ] {
        assert_eq!(chosen(&allow, &denials, &[]).truth(), expected, "{allow} {denials:?}");
    }
}

#[test]
fn sets_of_values() {
    let any = |value: &str| json!({"ForAnyValue:StringEquals": {"k:a": value}});
    let all = |values: &[&str]| json!({"ForAllValues:StringEquals": {"k:a": values}});
    let few = ["a", "b", "c"];
    let many = ["a", "b", "c", "d", "e", "f", "g", "h"];
    // Deny where one of them is missing: all must be there together.
    let without = |value: &str| json!({"ForAllValues:StringNotEquals": {"k:a": value}});
    for (values, needed, expected) in [
        (&few[..], &few[..1], Truth::True),
        (&few, &few, Truth::True),
        (&many, &many[..1], Truth::True),
        (&many, &many[..2], Truth::True),
        (&many, &many[..3], Truth::Unknown),
    ] {
        let denials: Vec<Json> = needed.iter().map(|value| without(value)).collect();
        assert_eq!(chosen(&all(values), &denials, &[]).truth(), expected, "{values:?} {needed:?}");
    }
    assert_eq!(chosen(&any("a"), &[any("a")], &[]).truth(), Truth::False);
    // Without a prefix, several values are none.
    let Satisfiable::Yes { witness, .. } = chosen(&json!({"StringEquals": {"k:a": "a"}}), &[any("b")], &[]) else { panic!() };
    assert_eq!(witness["k:a"], Value::One(Text::lit("a")));
}

/// One key has to equal another.
#[test]
fn keys_that_equal_each_other() {
    let equal = json!({"StringEquals": {"k:a": "${k:b}"}});
    let one = |text: &str| Value::One(Text::lit(text));
    let Satisfiable::Yes { witness, .. } = chosen(&equal, &[], &[]) else { panic!() };
    assert_eq!(witness["k:a"], witness["k:b"]);
    let Satisfiable::Yes { witness, .. } = chosen(&equal, &[], &[("k:a", one("blue"))]) else { panic!() };
    assert_eq!(witness["k:b"], one("blue"));
    let Satisfiable::Yes { witness, .. } = chosen(&equal, &[], &[("k:b", one("red"))]) else { panic!() };
    assert_eq!(witness["k:a"], one("red"));
    assert_eq!(chosen(&equal, &[], &[("k:a", one("blue")), ("k:b", one("red"))]).truth(), Truth::False);
    let any = json!({"ForAnyValue:StringEquals": {"k:a": "${k:b}"}});
    let several = Value::Many(vec![Text::lit("blue"), Text::lit("red")]);
    let Satisfiable::Yes { witness, .. } = chosen(&any, &[], &[("k:a", several)]) else { panic!() };
    assert!(witness["k:b"] == one("blue") || witness["k:b"] == one("red"), "{witness:?}");
    // In the older version `${` is text.
    assert_eq!(chosen(&equal, &[], &[("k:a", Value::Absent)]).truth(), Truth::False);
}

/// What stands in the place of a variable so that the resource is the one asked for.
#[test]
fn variables_in_a_resource() {
    let filled = |resource: &str, asked: &str| {
        let statement = json!({"Effect": "Allow", "Action": "*", "Resource": resource});
        let document = Document::from_value(&json!({"Version": "2012-10-17", "Statement": statement})).unwrap();
        let layers = Layers { identity: vec![Policy::new("p", document)], ..Layers::default() };
        let context = Context::new().with_value("k:a", Value::Free).with_value("k:b", Value::Free);
        let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), "s3:Get", asked).context(context);
        match satisfiable(&request, &layers) {
            Satisfiable::Yes { witness, .. } => Ok(witness.get("k:a").cloned()),
            other => Err(other.truth()),
        }
    };
    let one = |text: &str| Ok(Some(Value::One(Text::lit(text))));
    assert_eq!(filled("arn:aws:s3:::${k:a}", "arn:aws:s3:::blue"), one("blue"));
    assert_eq!(filled("arn:aws:s3:::home-${k:a}", "arn:aws:s3:::home-blue"), one("blue"));
    assert_eq!(filled("arn:aws:s3:::${k:a}-home", "arn:aws:s3:::blue-home"), one("blue"));
    assert_eq!(filled("arn:aws:s3:::x*/${k:a}/*", "arn:aws:s3:::xy/blue/z"), one("blue"));
    assert_eq!(filled("arn:aws:s3:::${k:a}", "arn:aws:ec2:::blue"), Err(Truth::False));
    assert_eq!(filled("arn:aws:s3:::${k:a}-home", "arn:aws:s3:::blue"), Err(Truth::False));
    // Two of them would have to be chosen together.
    assert_eq!(filled("arn:aws:s3:::${k:a}-${k:b}", "arn:aws:s3:::blue-red"), Err(Truth::Unknown));
}

/// Who calls can wait, and cannot go back.
#[test]
fn the_time_of_a_call() {
    let now = Instant::parse("2026-11-28T09:00:00Z").unwrap();
    let asked = |condition: Condition| {
        let statement = Statement::allow(["*"], ["*"]).when(condition);
        let layers = Layers { identity: vec![Policy::new("p", Document::new([statement]))], ..Layers::default() };
        let context = ["aws:CurrentTime", "aws:EpochTime"].iter().fold(Context::new(), |c, key| c.with_value(key, Value::Since(now)));
        let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), "s3:Get", "arn:aws:s3:::a").context(context);
        satisfiable(&request, &layers)
    };
    let when = |base: Base, key: &str, value: &str| asked(Condition::new(base.into(), key, [value])).truth();
    for (base, key, value, expected) in [
        (Base::DateLessThan, "aws:CurrentTime", "2027-01-01T00:00:00Z", Truth::True),
        (Base::DateGreaterThan, "aws:CurrentTime", "2027-01-01T00:00:00Z", Truth::True),
        (Base::DateEquals, "aws:CurrentTime", "2027-01-01T00:00:00Z", Truth::True),
        (Base::DateLessThan, "aws:CurrentTime", "2026-01-01T00:00:00Z", Truth::False),
        (Base::DateLessThan, "aws:CurrentTime", "2026-11-28T09:00:00Z", Truth::False),
        (Base::DateLessThanEquals, "aws:CurrentTime", "2026-11-28T09:00:00Z", Truth::True),
        (Base::NumericLessThan, "aws:EpochTime", "1700000000", Truth::False),
        (Base::NumericGreaterThan, "AWS:EpochTime", "1900000000", Truth::True),
        (Base::NumericGreaterThan, "aws:EpochTime", "1900000000.5", Truth::True),
        // As text it is another thing at every instant.
        (Base::StringLike, "aws:CurrentTime", "2025-*", Truth::Unknown),
    ] {
        assert_eq!(when(base, key, value), expected, "{base:?} {key} {value}");
    }
    assert_eq!(asked(Condition::unknown_values(Base::DateLessThan.into(), "aws:CurrentTime")).truth(), Truth::Unknown);
    let unknown = Text::unknown(Placeholder::new("time", Class::Segment));
    assert_eq!(asked(Condition::new(Base::DateLessThan.into(), "aws:CurrentTime", [unknown])).truth(), Truth::Unknown);
    let Satisfiable::Yes { witness, .. } = asked(Condition::new(Base::DateGreaterThan.into(), "aws:CurrentTime", ["2027-01-01T00:00:00Z"]))
    else {
        panic!()
    };
    assert_eq!(witness["aws:CurrentTime".to_lowercase().as_str()], Value::One(Text::lit("2027-01-01T00:00:01Z")));
}

/// What a condition wants and nobody tells may be anything.
#[test]
fn values_that_are_not_known() {
    let statement = Statement::allow(["*"], ["*"]).when(Condition::unknown_values(Base::StringEquals.into(), "k:a"));
    let layers = Layers { identity: vec![Policy::new("p", Document::new([statement]))], ..Layers::default() };
    let context = Context::new().with_value("k:a", Value::Free);
    let request = Request::new(Principal::parse("arn:aws:iam::111122223333:role/r"), "s3:Get", "arn:aws:s3:::a").context(context);
    assert_eq!(satisfiable(&request, &layers).truth(), Truth::Unknown);
}
