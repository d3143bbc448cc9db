//! No file content panics, hangs or exhausts the stack.

use proptest::prelude::*;
use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use ssm_check_source::{Evaluator, Sources, Sym};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const PLAN: &str = r#"{"format_version": "1.2", "resource_changes": [{"address": "t_a.x", "mode": "managed", "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}}], "configuration": {"root_module": {"resources": [{"address": "t_a.x", "mode": "managed", "type": "t_a", "name": "x", "expressions": {}}]}}}"#;

fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("ssm-check-source-robust-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// The configuration evaluated, each name once.
fn evaluate<T>(name: &str, text: &str, f: impl FnOnce(&Evaluator<'_, '_>) -> T) -> T {
    let dir = scratch(name);
    std::fs::write(dir.join("main.tf"), format!("resource \"t_a\" \"x\" {{\n}}\n{text}")).unwrap();
    let plan = Plan::parse(PLAN).unwrap();
    let sources = Sources::load(&dir, &plan).unwrap();
    f(&Evaluator::new(&sources, &plan))
}

fn is_bounded(name: &str, text: &str, expr: &str) -> Sym {
    let start = Instant::now();
    let value = evaluate(name, text, |evaluator| evaluator.expression(&ModuleAddress::ROOT, expr));
    assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    value
}

#[test]
fn hostile_expressions_are_bounded() {
    let mut doubling = "locals {\n  a0 = \"0123456789\"\n  b0 = [1]\n".to_owned();
    for n in 1..60 {
        let before = n - 1;
        writeln!(doubling, "  a{n} = \"${{local.a{before}}}${{local.a{before}}}\"\n  b{n} = [local.b{before}, local.b{before}]").unwrap();
    }
    doubling.push_str("}\n");
    let mut chain = "locals {\n  c0 = 1\n".to_owned();
    for n in 1..5000 {
        writeln!(chain, "  c{n} = local.c{}", n - 1).unwrap();
    }
    chain.push_str("}\n");
    let cases = [
        ("range", "", "range(1000000000)".to_owned()),
        ("product", "", "setproduct(range(1000), range(1000), range(1000), range(1000))".to_owned()),
        ("loops", "", "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a * b * c]]]".to_owned()),
        ("text-loops", "", "\"%{for a in range(1000)}%{for b in range(1000)}%{for c in range(1000)}xxxxxxxxxxxxxxxxxxx%{endfor}%{endfor}%{endfor}\"".to_owned()),
        ("width", "", "format(\"%1000000000d\", 1)".to_owned()),
        ("join", &doubling, "local.a59".to_owned()),
        ("flatten", &doubling, "length(flatten(local.b59))".to_owned()),
        ("encode", &doubling, "jsonencode(local.b59)".to_owned()),
        ("equal", &doubling, "local.b59 == local.b58".to_owned()),
        ("known", &doubling, "upper(jsonencode(local.b59))".to_owned()),
        ("chain", &chain, "local.c4999".to_owned()),
        ("cycle", "locals {\n  x = local.y\n  y = [local.x]\n}\n", "local.x".to_owned()),
        ("regex", "", "regexall(\"((a{0,100}){0,100}){0,100}\", \"aaaa\")".to_owned()),
        ("yaml", "", "yamldecode(\"a: &a [1,1,1,1,1,1,1,1,1]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\")".to_owned()),
        ("parens", "", format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000))),
        ("lists", "", format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000))),
        ("not", "", format!("{}true", "!".repeat(10_000))),
        ("sums", "", format!("1{}", " + 1".repeat(10_000))),
        ("choices", "", format!("[{}]", vec!["t_a.x.id == \"y\" ? 1 : 2"; 200].join(", "))),
        ("choice-text", "", format!("\"{}\"", "${t_a.x.id == \"y\" ? \"a\" : \"b\"}".repeat(50))),
        ("json", "", format!("jsondecode(\"{}\")", "[".repeat(100_000))),
        ("big", "", "pow(10, 300) * pow(10, 300) - 1e308".to_owned()),
        ("minimum", "", "[for n in [-170141183460469231731687303715884105727 - 1] : [n / -1, n % -1, abs(n), floor(n), -n, n * -1, n - 1]]".to_owned()),
        ("shift", "", "cidrsubnet(\"::/0\", 128, 340282366920938463463374607431768211455)".to_owned()),
        ("digits", "", format!("{}.{}", "9".repeat(400), "9".repeat(400))),
    ];
    for (name, text, expr) in cases {
        let start = Instant::now();
        is_bounded(name, text, &expr);
        println!("{name} {:?}", start.elapsed());
    }
    assert_eq!(is_bounded("negate", "", "-(-170141183460469231731687303715884105727 - 1)").to_string().len(), 39);
}

#[test]
fn modules_that_call_themselves_end() {
    let text = "module \"m\" {\n  source = \"./\"\n}\nmodule \"n\" {\n  source = \"./\"\n}\n";
    let dir = scratch("recursive");
    std::fs::write(dir.join("main.tf"), text).unwrap();
    let plan = Plan::parse(
        r#"{"format_version": "1.2", "planned_values": {}, "configuration": {"root_module": {"module_calls": {"m": {"module": {}}, "n": {"module": {}}}}}}"#,
    )
    .unwrap();
    // Their own calls are not the plan's.
    assert!(Sources::load(&dir, &plan).is_err());
}

/// Fragments of the language, in any order.
fn fragments() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "\"",
        "${",
        "}",
        "%{",
        "%{if",
        "%{for",
        "%{endif}",
        "%{endfor}",
        "<<EOT\n",
        "<<-EOT\n",
        "\nEOT\n",
        "{",
        "[",
        "]",
        "(",
        ")",
        "for",
        "in",
        ":",
        "=>",
        "...",
        "?",
        "=",
        "==",
        "!",
        "-",
        "+",
        "*",
        ".*",
        "[*]",
        ".",
        ",",
        "\n",
        " ",
        "#",
        "/*",
        "*/",
        "\\",
        "\\u",
        "é",
        "\u{0}",
        "~",
        "$${",
        "local",
        "var",
        "a",
        "b",
        "each.value",
        "count.index",
        "resource",
        "dynamic",
        "locals",
        "t_a.x",
        ".id",
        "1",
        "0.5",
        "1e9",
        "null",
        "true",
        "jsonencode(",
        "format(",
        "cidrsubnet(",
        "regex(",
        "try(",
        "templatefile(",
        "\r\n",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.concat())
}

/// Expressions that parse, of everything that evaluates.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i32>().prop_map(|n| n.to_string()),
        "[a-z .,:/é%-]{0,6}".prop_map(|text| format!("{:?}", text.replace('%', "%%"))),
        Just("t_a.x.id".to_owned()),
        Just("t_a.x.other".to_owned()),
        Just("t_a.x".to_owned()),
        Just("local.v".to_owned()),
        Just("timestamp()".to_owned()),
    ];
    let names = prop::sample::select(vec![
        "jsonencode",
        "jsondecode",
        "yamlencode",
        "yamldecode",
        "join",
        "split",
        "replace",
        "format",
        "formatlist",
        "length",
        "concat",
        "flatten",
        "distinct",
        "compact",
        "contains",
        "coalesce",
        "coalescelist",
        "element",
        "index",
        "lookup",
        "keys",
        "values",
        "merge",
        "range",
        "reverse",
        "setunion",
        "setintersection",
        "setsubtract",
        "setproduct",
        "slice",
        "sort",
        "sum",
        "min",
        "max",
        "zipmap",
        "toset",
        "tolist",
        "tomap",
        "tostring",
        "tonumber",
        "tobool",
        "try",
        "can",
        "one",
        "cidrhost",
        "cidrnetmask",
        "cidrsubnet",
        "cidrsubnets",
        "base64encode",
        "base64decode",
        "urlencode",
        "abs",
        "ceil",
        "floor",
        "log",
        "pow",
        "signum",
        "parseint",
        "md5",
        "matchkeys",
        "chunklist",
        "transpose",
        "alltrue",
        "anytrue",
        "templatestring",
        "basename",
        "dirname",
        "abspath",
        "trim",
        "trimprefix",
        "trimsuffix",
        "trimspace",
        "startswith",
        "endswith",
        "substr",
        "strrev",
        "title",
        "indent",
        "chomp",
        "regex",
        "regexall",
        "csvdecode",
        "file",
        "fileset",
        "sensitive",
        "upper",
        "strcontains",
        "nonsensitive",
    ]);
    leaf.prop_recursive(4, 40, 4, move |inner| {
        let many = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            many.clone().prop_map(|items| format!("[{}]", items.join(", "))),
            many.clone().prop_map(|items| format!(
                "{{{}}}",
                items.iter().enumerate().map(|(at, item)| format!("k{at} = {item}")).collect::<Vec<_>>().join(", ")
            )),
            (names.clone(), many.clone()).prop_map(|(name, items)| format!("{name}({})", items.join(", "))),
            (names.clone(), inner.clone()).prop_map(|(name, item)| format!("{name}({item}...)")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), prop::sample::select(vec!["+", "-", "*", "/", "%", "==", "!=", "<", "&&", "||"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            inner.clone().prop_map(|a| format!("({a})[*].k0")),
            inner.clone().prop_map(|a| format!("\"<${{{a}}}>\"")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[for i, x in {a} : [x, {b}] if x != i]")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{{for i, x in {a} : x => {b}...}}")),
        ]
    })
}

/// As Terraform writes a string.
fn quoted(text: &str) -> String {
    let mut result = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => result.extend(['\\', character]),
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            other if other.is_control() => write!(result, "\\u{:04x}", u32::from(other)).unwrap(),
            other => result.push(other),
        }
    }
    result.push('"');
    result.replace("${", "$${").replace("%{", "%%{")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_panics(expr in fragments()) {
        evaluate("expression", "", |evaluator| evaluator.expression(&ModuleAddress::ROOT, &expr).to_string());
    }

    #[test]
    fn no_file_panics(text in fragments(), json in fragments()) {
        let dir = scratch("file");
        std::fs::write(dir.join("main.tf"), &text).unwrap();
        std::fs::write(dir.join("other.tf.json"), &json).unwrap();
        std::fs::write(dir.join("locals.tf"), format!("locals {{\n  v = {text}\n}}\nresource \"t_a\" \"x\" {{\n  dynamic \"b\" {{\n    for_each = {json}\n    content {{\n v = {text}\n}}\n}}\n}}\n")).unwrap();
        let plan = Plan::parse(PLAN).unwrap();
        if let Ok(sources) = Sources::load(&dir, &plan) {
            let evaluator = Evaluator::new(&sources, &plan);
            let _ = evaluator.local(&ModuleAddress::ROOT, "v");
            if let Some(body) = evaluator.resource(&ResourceAddress::parse("t_a.x").unwrap()) {
                let blocks = body.blocks("b");
                blocks.known.iter().chain(&blocks.open).for_each(|block| drop(block.attribute("v")));
            }
        }
    }

    #[test]
    fn whatever_parses_evaluates(expr in expressions()) {
        let local = "locals {\n  v = { k0 = [1, t_a.x.id], k1 = \"x\" }\n}\n";
        let value = is_bounded("parsed", local, &expr);
        let _ = value.to_string();
        // The same expression comes to the same value.
        prop_assert_eq!(value, is_bounded("parsed", local, &expr));
    }

    #[test]
    fn quoted_text_comes_back(text in "[ -~\n\r\té☃$%{}\"\\\\]{0,40}") {
        let value = evaluate("quoted", "", |evaluator| evaluator.expression(&ModuleAddress::ROOT, &quoted(&text)));
        prop_assert_eq!(value, Sym::text(&text));
    }

    #[test]
    fn heredocs_come_back(lines in prop::collection::vec("[ a-z\"$%\\\\]{0,12}", 1..5)) {
        let text = lines.join("\n") + "\n";
        let configuration = format!("locals {{\n  v = <<EOT\n{text}EOT\n}}\n");
        let value = evaluate("heredoc", &configuration, |evaluator| evaluator.local(&ModuleAddress::ROOT, "v").unwrap());
        prop_assert_eq!(value, Sym::text(&text));
    }

    #[test]
    fn documents_come_back(key in "[a-z<>&\"\\\\ é]{0,8}", text in "[ -~é\n<>&]{0,20}") {
        let expr = format!("jsondecode(jsonencode({{ ({}) = [{}, t_a.x.id, \"${{t_a.x.id}}\", 1.5, null, true] }}))", quoted(&key), quoted(&text));
        let value = evaluate("document", "", |evaluator| evaluator.expression(&ModuleAddress::ROOT, &expr));
        let items = value.members().unwrap()[&key].elements().unwrap().to_vec();
        prop_assert_eq!(items[0].clone(), Sym::text(&text));
        prop_assert_eq!(items[1].to_string(), "t_a.x.id");
        prop_assert_eq!(items[2].to_string(), "t_a.x.id");
    }
}
