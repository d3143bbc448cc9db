//! What functions of text make of attributes that only the apply tells: of ids, names, ARNs and endpoints it is known which characters
//! they may hold, how they begin and what they are made of.

use ssm_check_plan::{ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Sources};
use std::path::Path;

const KEPT: &[(&str, &str)] = &[
    // Whole.
    ("lower(aws_subnet.a.id)", "aws_subnet.a.id"),
    (r#"trim(aws_subnet.a.id, " /")"#, "aws_subnet.a.id"),
    ("chomp(aws_iam_role.app.name)", "aws_iam_role.app.name"),
    ("trimspace(aws_iam_role.app.name)", "aws_iam_role.app.name"),
    ("substr(aws_iam_role.app.name, 0, -1)", "aws_iam_role.app.name"),
    (r#"replace(aws_iam_role.app.name, " ", "-")"#, "aws_iam_role.app.name"),
    (r#"replace(aws_iam_role.app.name, "/", "-")"#, "aws_iam_role.app.name"),
    (r#"trimsuffix(aws_iam_policy.app.arn, "/*")"#, "aws_iam_policy.app.arn"),
    (r#"trimsuffix("${aws_iam_policy.app.arn}:*", ":*")"#, "aws_iam_policy.app.arn"),
    (r#"split("|", "${aws_iam_role.app.name}|x")[0]"#, "aws_iam_role.app.name"),
    ("base64decode(base64encode(aws_subnet.a.id))", "aws_subnet.a.id"),
    (r#"base64gunzip(base64gzip("${aws_subnet.a.id}!"))"#, r#""${aws_subnet.a.id}!""#),
    (
        r#"yamlencode({ b = [aws_subnet.a.id, 1], a = "x ${aws_subnet.a.id}" })"#,
        r#""\"a\": \"x ${aws_subnet.a.id}\"\n\"b\":\n- \"${aws_subnet.a.id}\"\n- 1\n""#,
    ),
    // A part.
    (r#"split("/", aws_iam_policy.app.arn)[1]"#, "aws_iam_policy.app.name"),
    (r#"split("/", aws_iam_role.app.arn)[1]"#, r#""team""#),
    (r#"element(split("/", aws_iam_role.app.arn), length(split("/", aws_iam_role.app.arn)) - 1)"#, "aws_iam_role.app.name"),
    (r#"split(":", aws_iam_role.app.arn)[5]"#, r#""role/team/${aws_iam_role.app.name}""#),
    (r#"split(":", aws_iam_role.app.arn)[2]"#, r#""iam""#),
    (r#"split(":", aws_subnet.a.arn)[4]"#, "aws_subnet.a.arn[4]"),
    (r#"trimprefix(split(":", aws_subnet.a.arn)[5], "subnet/")"#, "aws_subnet.a.id"),
    ("basename(aws_subnet.a.arn)", "aws_subnet.a.id"),
    ("basename(aws_iam_role.app.arn)", "aws_iam_role.app.name"),
    ("data.aws_arn.role.resource", r#""role/team/${aws_iam_role.app.name}""#),
    ("data.aws_arn.role.account", "aws_iam_role.app.arn[4]"),
    ("provider::aws::arn_parse(aws_iam_policy.app.arn).resource", r#""policy/${aws_iam_policy.app.name}""#),
    (r#"split(":", aws_db_instance.main.endpoint)[0]"#, "aws_db_instance.main.address"),
    (r#"split(":", aws_db_instance.main.endpoint)[1]"#, r#""5432""#),
    (r#"split(":", aws_db_instance.default_port.endpoint)[0]"#, "aws_db_instance.default_port.address"),
    ("\"${split(\":\", aws_db_instance.default_port.endpoint)[1]}\"", "aws_db_instance.default_port.endpoint[1]"),
    (r#"trimsuffix(aws_db_instance.main.endpoint, ":5432")"#, "aws_db_instance.main.address"),
    (r#"replace(aws_db_instance.main.endpoint, ":5432", "")"#, "aws_db_instance.main.address"),
    // A placeholder by an attribute, and another one beside it.
    (r#"replace("a HOST b HOST", "HOST", aws_subnet.a.id)"#, r#""a ${aws_subnet.a.id} b ${aws_subnet.a.id}""#),
    (r#"replace(replace("HOST:PORT", "HOST", aws_db_instance.main.address), "PORT", "5432")"#, r#""${aws_db_instance.main.address}:5432""#),
    (r#"regex("[^/]+$", aws_subnet.a.arn)"#, "aws_subnet.a.id"),
    (r#"regex("^.*$", aws_subnet.a.id)"#, "aws_subnet.a.id"),
    (r#"regex("^(.+)$", aws_iam_role.app.arn)[0]"#, "aws_iam_role.app.arn"),
    (r#"regex("/([^/]+)$", aws_iam_role.app.arn)[0]"#, "aws_iam_role.app.name"),
    (r#"regex("^[^:]+:[^:]*:[^:]*:[^:]*:(?P<account>[^:]*):", aws_subnet.a.arn).account"#, "aws_subnet.a.arn[4]"),
    (r#"regex("^([^:]+):(.*)$", aws_db_instance.main.endpoint)[0]"#, "aws_db_instance.main.address"),
    (r#"replace(aws_subnet.a.arn, "/^.*\\//", "")"#, "aws_subnet.a.id"),
    (r#"replace(aws_subnet.a.arn, "/^.*\\/(.*)$/", "$1")"#, "aws_subnet.a.id"),
    (r#"replace(aws_db_instance.main.endpoint, "/:.*/", "")"#, "aws_db_instance.main.address"),
    (r#"length(regexall("[|]", aws_iam_role.app.arn))"#, "0"),
    (r#"can(regex("[ |]", aws_iam_role.app.name))"#, "false"),
    // Asked about.
    (r#"startswith(aws_subnet.a.id, "subnet-")"#, "true"),
    (r#"startswith(aws_subnet.a.id, "vpc-")"#, "false"),
    (r#"startswith(aws_iam_role.app.arn, "arn:")"#, "true"),
    (r#"substr(aws_subnet.a.id, 0, 7) == "subnet-""#, "true"),
    (r#"aws_subnet.a.id == "vpc-0a1b""#, "false"),
    (r#"strcontains(aws_subnet.a.id, "/")"#, "false"),
    (r#"try(tonumber(aws_subnet.a.id), "none")"#, r#""none""#),
    (r#"try(tonumber(aws_iam_role.app.name), "none")"#, r#"unknown(aws_iam_role.app.name) or "none""#),
];

/// What may be another text stays open.
const OPEN: &[&str] = &[
    "upper(aws_subnet.a.id)",
    "lower(aws_iam_role.app.name)",
    r#"trim(aws_subnet.a.id, "a")"#,
    r#"trimprefix(aws_subnet.a.id, "subnet-")"#,
    "substr(aws_subnet.a.id, 0, 10)",
    "substr(aws_subnet.a.id, 1, -1)",
    r#"replace(aws_subnet.a.id, "subnet-", "")"#,
    r#"replace(aws_iam_role.app.name, ",", "")"#,
    r#"replace("x", "/x/", aws_subnet.a.id)"#,
    // The name may hold the second placeholder.
    r#"replace(replace("HOST:PORT", "HOST", aws_iam_role.app.name), "PORT", "5432")"#,
    r#"split(",", "${aws_iam_role.app.name},x")[0]"#,
    // The name may end in what begins the text that is looked for.
    r#"replace("${aws_iam_role.app.name}:x", "a:", "")"#,
    r#"trimprefix(aws_iam_role.app.arn, "arn:aws:")"#,
    r#"trimsuffix(aws_db_instance.main.address, "s")"#,
    "base64encode(aws_subnet.a.id)",
    "upper(base64encode(aws_subnet.a.id))",
    "base64decode(base64gzip(aws_subnet.a.id))",
    "base64decode(sensitive(base64encode(\"x ${aws_subnet.a.id}\")))",
    "yamlencode(aws_db_instance.main.status)",
    r#"regex("[0-9]+", aws_subnet.a.id)"#,
    r#"regex("^(..)", aws_subnet.a.id)[0]"#,
    r#"regex("^(?:..)*", aws_subnet.a.id)"#,
    r#"regexall(".", aws_subnet.a.id)"#,
    r#"replace(aws_subnet.a.id, "/[a-f]/", "")"#,
    r#"replace(aws_iam_role.app.name, "/[^a-z]/", "-")"#,
    r#"regex("^.{3}", aws_subnet.a.id)"#,
    "dirname(aws_iam_role.app.arn)",
    r#"aws_subnet.a.id == "subnet-0a1b""#,
    "format(\"%.3s\", aws_subnet.a.id)",
];

#[test]
fn texts_of_attributes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/roots/texts");
    let text = std::fs::read_to_string(root.join("plan.json")).unwrap();
    let plan = Plan::parse(&text).unwrap();
    let sources = Sources::load(&root, &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    let shown = |expression: &str| evaluator.expression(&ModuleAddress::ROOT, expression).to_string();
    let kept = KEPT.iter().filter(|(expression, expected)| shown(expression) != *expected);
    let wrong: Vec<String> = kept.map(|(expression, expected)| format!("{expression}: {} and not {expected}", shown(expression))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let told: Vec<String> = OPEN.iter().filter(|one| !shown(one).contains("unknown")).map(|one| format!("{one}: {}", shown(one))).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
