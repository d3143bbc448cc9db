use super::{Translated, translate};

fn pattern(text: &str) -> String {
    match translate(text) {
        Translated::Pattern(pattern) => pattern,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn classes_are_read_item_by_item() {
    assert_eq!(pattern(r"^\d+[\w.[]\b"), r"^[0-9]+[[0-9A-Za-z_]\x{2E}\x{5B}](?-u:\b)");
    assert_eq!(pattern("[]a][[:alpha:]&&]"), r"[\x{5D}a][[:alpha:]\x{26}\x{26}]");
    assert_eq!(pattern(r"[\w-a+--]"), r"[[0-9A-Za-z_]\x{2D}a\x{2B}-\x{2D}]");
    for refused in [r"[.-\w]", "[a--b]", r"[\Qa]", "[[:foo:]]", "[]", "["] {
        assert_eq!(translate(refused), Translated::Refused, "{refused}");
    }
}

#[test]
fn repetitions_in_each_other_multiply() {
    for taken in ["a{1000}", "(?:a{2,}){500}", "(a{0}){1000}", "((a{10}b){10}|c{3}){10}", "a{01}", "a{,3}", "(a{1000})*"] {
        assert!(matches!(translate(taken), Translated::Pattern(_)), "{taken}");
    }
    for refused in ["a{1001}", "a{2,1}", "(?:a{2,}){501}", "(c{3}|(a{10}b){11}){10}", "a{2}{2}", "a**", "(*a)", "|*"] {
        assert_eq!(translate(refused), Translated::Refused, "{refused}");
    }
}

#[test]
fn escapes_and_flags_are_those_of_go() {
    assert_eq!(pattern(r"\<\123\x41\x{e9}\_"), r"\x{3C}SA\x{E9}\x{5F}");
    assert_eq!(pattern("(?i-i)(?ss:a)(?)b"), "(?-i)(?s:a)b");
    assert_eq!(pattern(r"\Qa*\E+\PL"), r"a\x{2A}+\P{L}");
    for refused in
        [r"\u0041", r"\1", r"\8", r"\C", r"\Z", r"\é", r"a\", "(?x)a", "(?u)a", "(?R)a", "(?-)a", "(?P<é>a)", r"\p{}", r"\x{110000}"]
    {
        assert_eq!(translate(refused), Translated::Refused, "{refused}");
    }
    assert_eq!(translate(r"\p{Alphabetic}"), Translated::NotKnown);
    assert_eq!(translate(r"\p{Alphabetic}("), Translated::Refused);
}
