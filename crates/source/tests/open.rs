//! What comparisons and functions come to where a part is known only after apply, and functions that OpenTofu has alone.

use ssm_check_plan::{ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Sources};
use std::path::Path;

/// Each expression of the root module `partial` comes to this.
fn come_to(rules: &[(&str, &str)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/roots/partial");
    let text = std::fs::read_to_string(root.join("plan.json")).unwrap();
    let plan = Plan::parse(&text).unwrap();
    let sources = Sources::load(&root, &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    for (expression, expected) in rules {
        assert_eq!(evaluator.expression(&ModuleAddress::ROOT, expression).to_string(), *expected, "{expression}");
    }
}

#[test]
fn comparisons_of_what_is_known_in_part() {
    let open = "unknown(terraform_data.a.id)";
    come_to(&[
        (r#""x-${terraform_data.a.id}" == "x-${terraform_data.a.id}""#, "true"),
        // They begin or end otherwise.
        (r#""x-${terraform_data.a.id}" == "y-${terraform_data.a.id}""#, "false"),
        (r#""${terraform_data.a.id}-x" == "${terraform_data.a.id}-y""#, "false"),
        (r#""x-${terraform_data.a.id}" == "x-1""#, open),
        (r#""xy-${terraform_data.a.id}" == "x-${terraform_data.a.id}""#, "false"),
        // It is shorter than what is known of the other.
        (r#""x-${terraform_data.a.id}-y" == "x-y""#, "false"),
        (r#""x-" == "x-${terraform_data.a.id}-""#, "false"),
        ("null == terraform_data.a.id", "false"),
        ("terraform_data.a.id == 1", "false"),
        ("terraform_data.a.id == true", "false"),
        ("[terraform_data.a.id] == [terraform_data.a.id]", "true"),
        ("[terraform_data.a.id, 1] == [terraform_data.a.id, 2]", "false"),
        (r#"[terraform_data.a.id] == ["x"]"#, open),
        (r#"[terraform_data.a.id, 1] == ["x"]"#, "false"),
        ("{ a = terraform_data.a.id } == { a = terraform_data.a.id }", "true"),
        ("{ a = terraform_data.a.id } == { b = terraform_data.a.id }", "false"),
        (r#"{ a = terraform_data.a.id } == { a = "x" }"#, open),
        (r#"toset([terraform_data.a.id]) == toset(["x"])"#, open),
    ]);
}

#[test]
fn maps_by_a_key_that_is_not_known() {
    let open = "unknown(terraform_data.a.id)";
    come_to(&[
        (r#"lookup({ a = "x" }, terraform_data.a.id)"#, r#""x""#),
        (r#"lookup({ a = "x" }, terraform_data.a.id, "x")"#, r#""x""#),
        ("lookup({ a = 1, b = 2 }, terraform_data.a.id, 0)", "1 or 2 or 0"),
        (r#"lookup({ a = terraform_data.a.id }, "a")"#, "terraform_data.a.id"),
        (r#"lookup({ a = "x" }, "b", terraform_data.a.id)"#, "terraform_data.a.id"),
        (r#"lookup(terraform_data.a.id, "a", "x")"#, open),
        ("merge({ a = 1 }, null, { b = terraform_data.a.id })", "{ a = 1, b = terraform_data.a.id }"),
        ("merge({ a = 1 }, { a = terraform_data.a.id })", "{ a = terraform_data.a.id }"),
    ]);
}

/// <https://opentofu.org/docs/language/functions/urldecode/>, <https://opentofu.org/docs/language/functions/cidrcontains/>
#[test]
fn functions_of_opentofu() {
    come_to(&[
        (r#"urldecode("Hello%20World%21")"#, r#""Hello World!""#),
        (r#"urldecode("%E2%98%83")"#, r#""☃""#),
        (r#"urldecode("a+b%2Fc%2fd")"#, r#""a b/c/d""#),
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.1")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.0/22")"#, "true"),
        (r#"cidrcontains("192.168.2.0/20", "192.126.2.1")"#, "false"),
        (r#"cidrcontains("192.168.2.0/20", "192.168.2.0/16")"#, "false"),
        (r#"cidrcontains("fe80::/48", "fe80::1")"#, "true"),
    ]);
}

/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/trim_iam_role_path> and its like.
#[test]
fn functions_of_the_provider() {
    come_to(&[
        (r#"provider::aws::arn_build("aws", "iam", "", "444455556666", "role/example")"#, r#""arn:aws:iam::444455556666:role/example""#),
        (
            r#"provider::aws::arn_parse("arn:aws:iam::444455556666:role/example")"#,
            r#"{ account_id = "444455556666", partition = "aws", region = "", resource = "role/example", service = "iam" }"#,
        ),
        (
            r#"provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/with/path/example")"#,
            r#""arn:aws:iam::444455556666:role/example""#,
        ),
        (r#"provider::aws::trim_iam_role_path("arn:aws:iam::444455556666:role/example")"#, r#""arn:aws:iam::444455556666:role/example""#),
    ]);
}
