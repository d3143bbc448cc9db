//! Matching of patterns: against the `regex` crate, and with placeholders against every completion.

use proptest::prelude::*;
use ssm_check_iam::{Class, Piece, Placeholder, Statement, Text, Truth, Version};

fn to_regex(pattern: &str) -> regex::Regex {
    let body: String = pattern
        .chars()
        .map(|c| match c {
            '*' => ".*".to_owned(),
            '?' => ".".to_owned(),
            c => regex::escape(&c.to_string()),
        })
        .collect();
    regex::Regex::new(&format!("(?is)^{body}$")).unwrap()
}

fn resource(pattern: &Text, subject: &Text) -> Truth {
    Statement::allow(["*"], [pattern.clone()]).includes_resource(Version::V2012, subject)
}

fn placeholder(id: &str) -> Placeholder {
    let class = match id {
        "any" | "any2" => Class::Any,
        "account" => Class::Account,
        "region" => Class::Region,
        _ => Class::Segment,
    };
    Placeholder::new(id, class)
}

fn fillings(id: &str) -> &'static [&'static str] {
    match id {
        "any" | "any2" => &["", "a", ":", "a:b", "a/b", "arn:aws:a:b::c/d", "*", "?b"],
        "account" => &["111111111111", "222222222222"],
        "region" => &["a", "ab-1"],
        _ => &["", "a", "ab"],
    }
}

fn pieces(with_wildcards: bool) -> impl Strategy<Value = Text> {
    let literal = if with_wildcards { "[ab1:/*?]{0,4}" } else { "[ab1:/]{0,4}" };
    let ids = prop_oneof![Just("any"), Just("any2"), Just("name"), Just("name2"), Just("account"), Just("region")];
    let piece = prop_oneof![4 => literal.prop_map(Text::from), 2 => ids.prop_map(|id| Text::unknown(placeholder(id)))];
    (prop::bool::ANY, prop::collection::vec(piece, 0..4)).prop_map(|(is_arn, pieces)| {
        let start = if is_arn { Text::lit("arn:aws:a:") } else { Text::default() };
        pieces.iter().fold(start, Text::join)
    })
}

fn complete(text: &Text, value: &dyn Fn(&str) -> &'static str) -> Text {
    text.pieces().iter().fold(Text::default(), |done, piece| match piece {
        Piece::Lit(text) => done.then(text),
        Piece::Placeholder(placeholder) => done.then(value(&placeholder.id)),
    })
}

fn completions(a: &Text, b: &Text) -> Vec<Vec<(String, &'static str)>> {
    let mut all = vec![Vec::new()];
    for piece in a.pieces().iter().chain(b.pieces()) {
        let Piece::Placeholder(placeholder) = piece else { continue };
        all = all
            .into_iter()
            .flat_map(|done: Vec<(String, &'static str)>| {
                if done.iter().any(|(id, _)| **id == *placeholder.id) {
                    return vec![done];
                }
                fillings(&placeholder.id)
                    .iter()
                    .map(|value| done.iter().cloned().chain([(placeholder.id.to_string(), *value)]).collect())
                    .collect()
            })
            .collect();
    }
    all
}

/// Every string of up to five letters: the `x` stands for those that no pattern here names.
fn short_strings() -> impl Iterator<Item = String> {
    let longer = |words: &Vec<String>| words.iter().flat_map(|w| ["a", "b", "1", "x"].map(|c| format!("{w}{c}"))).collect::<Vec<_>>();
    std::iter::successors(Some(vec![String::new()]), move |words| Some(longer(words))).take(5).flatten()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn globs_match_as_regular_expressions_do(pattern in "[abA:*?]{0,8}", subject in "[abAB:*?]{0,8}") {
        let statement = Statement::allow([pattern.as_str()], ["*"]);
        prop_assert_eq!(statement.includes_action(&subject), Truth::from(to_regex(&pattern).is_match(&subject)));
    }

    #[test]
    fn a_literal_matches_itself_alone(a in "[ab:/]{0,6}", b in "[ab:/]{0,6}") {
        prop_assert_eq!(resource(&Text::lit(&a), &Text::lit(&b)), Truth::from(a == b));
    }

    #[test]
    fn an_answer_holds_in_every_completion(pattern in pieces(true), subject in pieces(false)) {
        let answer = resource(&pattern, &subject);
        for completion in completions(&pattern, &subject) {
            let value = |id: &str| completion.iter().find(|(own, _)| own == id).unwrap().1;
            let known = resource(&complete(&pattern, &value), &complete(&subject, &value));
            prop_assert_ne!(known, Truth::Unknown);
            if answer != Truth::Unknown {
                prop_assert_eq!(answer, known, "{:?} against {:?} in {:?}", pattern, subject, completion);
            }
        }
    }

    #[test]
    fn a_text_matches_itself(text in pieces(false)) {
        prop_assert_eq!(resource(&text, &text), Truth::True);
    }

    #[test]
    fn without_holes_in_the_pattern_unknown_means_that_completions_differ(
        pattern in "[ab1:*?]{0,4}", start in "[ab:]{0,2}", end in "[ab:]{0,2}",
    ) {
        let subject = Text::lit(&start).placeholder(placeholder("name")).then(&end);
        let answers = short_strings().map(|filling| resource(&Text::lit(&pattern), &Text::lit(format!("{start}{filling}{end}"))));
        prop_assert_eq!(Truth::agreed(answers), Some(resource(&Text::lit(&pattern), &subject)), "{} against {}", pattern, subject);
    }
}

#[test]
fn stars_and_colons_in_resources() {
    let cases = [
        ("*", "arn:aws:s3:::bucket", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b:c", true),
        // A star inside a segment stays there; at the end of one it may run on.
        ("arn:aws:ssm:eu-*-1:111122223333:document/D", "arn:aws:ssm:eu-west-1:111122223333:document/D", true),
        ("arn:aws:ssm:e*1:111122223333:document/D", "arn:aws:ssm:e:1:111122223333:document/D", false),
        ("arn:aws:ssm:*:document/D", "arn:aws:ssm:eu-west-1:111122223333:document/D", true),
        ("arn:aws:s3:*", "arn:aws:s3:::bucket", true),
        ("arn:aws:ssm:*:*:document/AWS-StartSSHSession", "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession", true),
        ("arn:aws:ssm:*:?*:document/D", "arn:aws:ssm:eu-west-1::document/D", false),
        ("arn:aws:s3:::Bucket", "arn:aws:s3:::bucket", false),
        ("arn:aws:s3:::bucket", "*", false),
        ("*", "*", true),
    ];
    for (pattern, subject, expected) in cases {
        assert_eq!(resource(&pattern.into(), &subject.into()), Truth::from(expected), "{pattern} against {subject}");
    }
}

#[test]
fn placeholders() {
    let account = || Placeholder::new("account", Class::Account);
    let arn = |tail: &str| Text::lit("arn:aws:ssm:eu-west-1:").placeholder(account()).then(tail);
    // Bound by identity, refuted by class, open.
    assert_eq!(resource(&arn(":document/D*"), &arn(":document/Dev")), Truth::True);
    assert_eq!(resource(&"arn:aws:ssm:*:????????????:document/D".into(), &arn(":document/D")), Truth::True);
    assert_eq!(resource(&"arn:aws:ssm:*::document/D".into(), &arn(":document/D")), Truth::False);
    assert_eq!(resource(&"arn:aws:ssm:*:111122223333:document/D".into(), &arn(":document/D")), Truth::Unknown);
    let document = Text::unknown(Placeholder::new("d.arn", Class::Any));
    assert_eq!(resource(&document, &document), Truth::True);
    assert_eq!(resource(&document, &Text::unknown(Placeholder::new("e.arn", Class::Any))), Truth::Unknown);
    let bucket = Text::unknown(Placeholder::new("b.arn", Class::Any));
    assert_eq!(resource(&bucket.clone().then("/*"), &bucket.clone().then("/logs/x:y")), Truth::True);
    let role =
        |id: &str| Text::lit("arn:aws:iam::").placeholder(account()).then(":role/").placeholder(Placeholder::new(id, Class::Segment));
    assert_eq!(resource(&role("a"), &role("a")), Truth::True);
    assert_eq!(resource(&role("a"), &"arn:aws:ec2:eu-west-1:111122223333:instance/i-1".into()), Truth::False);
    // Two names may be the same, two ids that AWS makes up are not; of two attributes of one resource nothing is known.
    assert_eq!(resource(&role("a.name"), &role("b.name")), Truth::Unknown);
    let key = |id: &str| Text::lit("arn:aws:kms:eu-west-1:111122223333:key/").placeholder(Placeholder::new(id, Class::Id));
    assert_eq!(resource(&key("a.key_id"), &key("a.key_id")), Truth::True);
    assert_eq!(resource(&key("a.key_id"), &key("b.key_id")), Truth::False);
    assert_eq!(resource(&key("a.key_id"), &key("b.id")), Truth::Unknown);
    assert_eq!(resource(&"arn:aws:kms:*:*:key/*".into(), &key("b.key_id")), Truth::True);
}

/// `a<name>` as a text.
fn marked(text: &str) -> Text {
    let mut parts = text.split(['<', '>']);
    let mut made = Text::lit(parts.next().unwrap_or_default());
    while let (Some(id), Some(literal)) = (parts.next(), parts.next()) {
        made = made.placeholder(placeholder(id)).then(literal);
    }
    made
}

/// A placeholder in both is the same text in both, and another one is not.
#[test]
fn placeholders_amid_wildcards() {
    for (pattern, subject, expected) in [
        // A star takes the whole of a placeholder that the pattern names too.
        ("arn:aws:s3:::*/<name>*", "arn:aws:s3:::<name>/<name>", Truth::True),
        ("arn:aws:s3:::*/<name>*", "arn:aws:s3:::<name>/x<name>", Truth::Unknown),
        ("arn:aws:s3:::*<name>/<name2>*", "arn:aws:s3:::x<name>/<name2>y", Truth::True),
        ("arn:aws:s3:::*<name>/<name2>*", "arn:aws:s3:::x<name2>/<name>y", Truth::Unknown),
        ("arn:aws:s3:::<name>a*", "arn:aws:s3:::<name>b", Truth::False),
        ("arn:aws:s3:::*a<name>", "arn:aws:s3:::b<name>", Truth::False),
        ("arn:aws:s3:::<name>a*", "arn:aws:s3:::<name2>b", Truth::Unknown),
        // One that may be a star is a pattern of its own.
        ("<any>/b", "<any>/b/b", Truth::Unknown),
        // Within a segment of an ARN a star takes no colon, which a placeholder of any text may bring.
        ("arn:aws:a:*-1:*:r/<name>*", "arn:aws:a:<name>-1:1:r/<name>/z", Truth::True),
        ("arn:aws:a:*-1:*:r/<any>*", "arn:aws:a:<any>-1:1:r/<any>/z", Truth::Unknown),
        ("arn:aws:<any>-*-b", "arn:aws:s3:::q-a:c-b", Truth::Unknown),
        ("arn:aws:<name>-*-b", "arn:aws:q-a:c-b", Truth::False),
        ("arn:aws:<name>-*-b", "arn:aws:q-ac-b", Truth::Unknown),
        // Behind a slash the resource's own part has begun, in which a star takes everything.
        ("<any>/a*b", "<any>/a:cb", Truth::True),
        ("arn:aws:x/a*b", "arn:aws:x/a:cb", Truth::False),
        ("arn:aws:*-1:1:r/<name>*", "arn:aws:b-1:1:r/<name>/z", Truth::True),
        ("arn:aws:*-1:1:r/<name>*", "arn:aws:a:b-1:1:r/<name>/z", Truth::False),
    ] {
        assert_eq!(resource(&marked(pattern), &marked(subject)), expected, "{pattern} {subject}");
    }
}

#[test]
fn long_texts() {
    let middle = "ab".repeat(100);
    let matches = |pattern: &str, subject: &str| resource(&Text::lit(pattern), &Text::lit(subject));
    assert_eq!(matches(&format!("arn:aws:s3:::*{middle}*"), &format!("arn:aws:s3:::x{middle}y")), Truth::True);
    assert_eq!(matches(&format!("arn:aws:s3:::*{middle}c*"), &format!("arn:aws:s3:::x{middle}y")), Truth::False);
    assert_eq!(matches(&format!("arn:aws:s3:::?{middle}?"), &format!("arn:aws:s3:::x{middle}y")), Truth::True);
    assert_eq!(matches(&format!("arn:aws:s3:::?{middle}?"), &format!("arn:aws:s3:::x{middle}{middle}y")), Truth::False);
    let pattern = marked(&format!("arn:aws:s3:::*{middle}<name>*"));
    assert_eq!(resource(&pattern, &marked(&format!("arn:aws:s3:::x{middle}<name>y"))), Truth::True);
    assert_eq!(resource(&pattern, &marked(&format!("arn:aws:s3:::x{middle}<name2>y"))), Truth::Unknown);
}

#[test]
fn what_stands_after_the_last_of_a_character() {
    for (text, expected) in
        [("a/b/c", "c"), ("abc", "abc"), ("a/<name>", "<name>"), ("<name>/c", "c"), ("a/b<name>", "b<name>"), ("a/", "")]
    {
        assert_eq!(marked(text).after_last('/'), marked(expected), "{text}");
    }
    assert!(Text::lit("a").is_known() && Text::default().is_known() && !marked("a<name>").is_known());
}

/// A placeholder of one segment leaves the parts of an ARN in their places; one of any text before them does not.
#[test]
fn parts_of_an_arn_with_placeholders() {
    for (arn, expected) in [
        ("arn:aws:ssm:<region>:111122223333:document/<any>", Some("111122223333")),
        ("arn:aws:ssm:<region>:<account>:document/D", Some("<account>")),
        ("arn:aws:iam::1<name>:role/a:b", Some("1<name>")),
        ("arn:aws:ssm:<any>:111122223333:document/D", None),
        ("arn:aws:ssm:eu-west-1:111122223333<any>", None),
        ("<any>", None),
    ] {
        assert_eq!(marked(arn).account_part(), expected.map(marked), "{arn}");
    }
}

#[test]
fn texts_that_are_like_a_pattern() {
    let name = marked("assumed-role/ops/<name>");
    for (pattern, expected) in [("*/ops/*", Truth::True), ("*/dev/*", Truth::False), ("*/anna", Truth::Unknown), ("*", Truth::True)] {
        assert_eq!(name.is_like(pattern), expected, "{pattern}");
    }
    assert_eq!(Text::lit("a?").is_like("a?"), Truth::True);
    assert_eq!(Text::lit("ab").is_like("a?"), Truth::False);
    assert_eq!(marked("arn:aws:iam::<account>:role/r").account_part(), Some(Text::unknown(placeholder("account"))));
    assert_eq!(Text::lit("arn:aws:iam::111122223333:role/r").account_part(), Some(Text::lit("111122223333")));
    assert_eq!(Text::lit("r").account_part(), None);
}

#[test]
fn patterns_of_a_statement_match_each_by_itself() {
    let patterns = ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/*", "arn:aws:ec2:*:*:instance/${aws:userid}"];
    let matching = Statement::allow(["*"], patterns).matching_resources(Version::V2012, &"arn:aws:ec2:eu-west-1:1:instance/i".into());
    assert_eq!(matching, [Truth::True, Truth::False, Truth::Unknown]);
}
