//! What is certain of values that hold symbols.

use ssm_check_plan::{Key, ModuleAddress, Plan, ResourceAddress};
use ssm_check_source::{Evaluator, LoadError, Mismatch, Settings, Sources, Sym, decode_json, symbols};
use std::path::{Path, PathBuf};

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/roots").join(name)
}

fn with<T>(name: &str, f: impl FnOnce(&Evaluator<'_, '_>) -> T) -> T {
    let text = std::fs::read_to_string(root(name).join("plan.json")).unwrap();
    let plan = Plan::parse(&text).unwrap();
    let sources = Sources::load(&root(name), &plan).unwrap();
    f(&Evaluator::new(&sources, &plan))
}

fn resource(text: &str) -> ResourceAddress {
    ResourceAddress::parse(text).unwrap()
}

/// `a.id` is an identity, `a.output` hands on the input, which is known; `local.map` holds two ids.
#[test]
fn rules_of_partial_values() {
    let rules = [
        // The plan's known values are values.
        ("terraform_data.a.input", r#""known""#),
        ("terraform_data.a.id", "terraform_data.a.id"),
        (r#"terraform_data.many["x"].id"#, r#"terraform_data.many["x"].id"#),
        ("{ for k, one in terraform_data.many : k => one.input }", r#"{ x = "x", y = "y" }"#),
        // Text.
        (r#""x-${terraform_data.a.id}-y""#, r#""x-${terraform_data.a.id}-y""#),
        (r#""${terraform_data.a.id}""#, "terraform_data.a.id"),
        ("upper(terraform_data.a.id)", r#""${unknown}""#),
        (r#"format("%s/%s", terraform_data.a.id, 1)"#, r#""${terraform_data.a.id}/1""#),
        (r#"format("%5s", terraform_data.a.id)"#, r#""${unknown}""#),
        (r#"formatlist("%s/*", [terraform_data.a.id, "b"])"#, r#"["${terraform_data.a.id}/*", "b/*"]"#),
        (r#"join(",", [terraform_data.a.id, "b"])"#, r#""${terraform_data.a.id},b""#),
        (r#"split(",", "${terraform_data.a.id},b")"#, r#"[terraform_data.a.id, "b"]"#),
        (r#"split("-", "${terraform_data.a.id}-b")"#, "unknown(terraform_data.a.id)"),
        (r#"replace("${terraform_data.a.id} b", " ", ", ")"#, r#""${terraform_data.a.id}, b""#),
        (r#"replace(terraform_data.a.id, "-", "")"#, r#""${unknown}""#),
        (r#"trimspace(" ${terraform_data.a.id}\n")"#, "terraform_data.a.id"),
        (r#"trimprefix("arn:${terraform_data.a.id}", "arn:")"#, "terraform_data.a.id"),
        (r#"startswith("arn:${terraform_data.a.id}", "arn")"#, "true"),
        (r#"startswith("arn:${terraform_data.a.id}", "x")"#, "false"),
        (r#"startswith("arn:${terraform_data.a.id}", "arn:x")"#, "unknown(terraform_data.a.id)"),
        (r#"strcontains("arn:${terraform_data.a.id}", "rn")"#, "true"),
        ("substr(terraform_data.a.id, 0, 1)", r#""${unknown}""#),
        (r#"indent(2, "a\n${terraform_data.a.id}")"#, r#""a\n  ${terraform_data.a.id}""#),
        // Null, empty, equal.
        ("terraform_data.a.id == null", "false"),
        (r#"terraform_data.a.id == """#, "false"),
        (r#"terraform_data.a.id == "x""#, "unknown(terraform_data.a.id)"),
        ("terraform_data.a.id == terraform_data.a.id", "true"),
        (r#"terraform_data.a.id == terraform_data.many["x"].id"#, "false"),
        ("terraform_data.a.output == null", "false"),
        (r#"coalesce(terraform_data.a.id, "x")"#, "terraform_data.a.id"),
        (r#"coalesce(null, "", terraform_data.a.id)"#, "terraform_data.a.id"),
        (r#"coalesce(terraform_data.a.output, "x")"#, r#""known""#),
        ("compact([terraform_data.a.id, null, \"\"])", "[terraform_data.a.id]"),
        ("compact([terraform_data.a.output])", r#"["known"]"#),
        (r#"terraform_data.a.id != "" ? "yes" : "no""#, r#""yes""#),
        (r#"terraform_data.a.id == "x" ? "yes" : "no""#, r#""yes" or "no""#),
        (r#""${terraform_data.a.id == "x" ? "y" : "n"}!""#, r#""y!" or "n!""#),
        (r#"upper(terraform_data.a.id == "x" ? "y" : "n")"#, r#""Y" or "N""#),
        (r#"(terraform_data.a.id == "x" ? "y" : "n") == "z""#, "false"),
        (r#"terraform_data.a.id == "x" || true"#, "true"),
        (r#"terraform_data.a.id == "x" && false"#, "false"),
        // Collections.
        (r#"contains(["b", terraform_data.a.id], "b")"#, "true"),
        (r#"contains([terraform_data.a.id], "b")"#, "unknown(terraform_data.a.id)"),
        ("contains([terraform_data.a.id], terraform_data.a.id)", "true"),
        ("length([terraform_data.a.id, terraform_data.a.output])", "2"),
        ("length(toset([terraform_data.a.id, terraform_data.a.id]))", "1"),
        (r#"length(toset([terraform_data.a.id, terraform_data.many["x"].id]))"#, "2"),
        (r#"length(toset([terraform_data.a.id, "b"]))"#, "unknown(terraform_data.a.id)"),
        ("length(terraform_data.a.output)", "5"),
        (r#"element([terraform_data.a.id, "b"], 0)"#, "terraform_data.a.id"),
        (r#"lookup(local.map, "x")"#, r#"terraform_data.many["x"].id"#),
        (r#"merge(local.map, { z = 1 })["z"]"#, "1"),
        ("keys(local.map)", r#"["a", "x"]"#),
        ("values(local.map)", r#"[terraform_data.a.id, terraform_data.many["x"].id]"#),
        ("distinct([terraform_data.a.id, terraform_data.a.id])", "[terraform_data.a.id]"),
        ("concat([terraform_data.a.id], [\"b\"])", r#"[terraform_data.a.id, "b"]"#),
        ("flatten([[terraform_data.a.id], terraform_data.a.output])", r#"[terraform_data.a.id, "known"]"#),
        ("reverse([terraform_data.a.id, \"b\"])", r#"["b", terraform_data.a.id]"#),
        ("one([terraform_data.a.id])", "terraform_data.a.id"),
        (r#"setsubtract(["a", "b"], ["a", terraform_data.a.id])"#, "unknown(terraform_data.a.id)"),
        ("[for x in [terraform_data.a.id] : x if x == \"y\"]", "unknown(terraform_data.a.id)"),
        ("{ (terraform_data.a.id) = 1 }", "unknown(terraform_data.a.id)"),
        ("terraform_data.a.output[0].x", "unknown(...)"),
        ("terraform_data.a.output[*].x", "unknown(...)"),
        ("[1, 2][terraform_data.a.output]", "unknown(...)"),
        // Failure is caught where it is certain.
        (r#"try(terraform_data.many["z"].id, terraform_data.a.id)"#, "terraform_data.a.id"),
        (r#"try(terraform_data.many["x"].id, terraform_data.a.id)"#, r#"terraform_data.many["x"].id"#),
        (r#"try(terraform_data.a.output.x.y, "none")"#, r#""none""#),
        ("try(parseint(terraform_data.a.id, 10), 0)", "unknown(terraform_data.a.id) or 0"),
        (r#"can(terraform_data.many["z"])"#, "false"),
        ("can(terraform_data.a.id)", "true"),
        ("can(upper(terraform_data.a.output))", "true"),
        // Documents.
        (r#"jsonencode({ b = [terraform_data.a.id], a = "<" })"#, r#""{\"a\":\"\\u003c\",\"b\":[\"${terraform_data.a.id}\"]}""#),
        ("jsonencode(terraform_data.a.output)", r#""\"known\"""#),
        ("jsondecode(jsonencode({ id = terraform_data.a.id, n = 1 }))", "{ id = terraform_data.a.id, n = 1 }"),
        (
            r#"jsondecode("{\"r\": \"${terraform_data.a.id}/*\", \"x\": ${jsonencode(terraform_data.a.output)}}")"#,
            r#"{ r = "${terraform_data.a.id}/*", x = "known" }"#,
        ),
        // What nothing is known of.
        (r#"timestamp() == "x""#, "unknown(...)"),
        (r#"coalesce(timestamp(), "x")"#, r#"unknown(...) or "x""#),
        ("compact([timestamp()])", "unknown(...)"),
        ("length(timestamp())", "unknown(...)"),
        (r#"flatten([["a"], timestamp()])"#, "unknown(...)"),
        ("[1, 2][timestamp()]", "1 or 2"),
        (r#"try(timestamp().x.y, "none")"#, r#"unknown(...) or "none""#),
        ("can(upper(timestamp()))", "unknown(...)"),
        ("jsonencode(timestamp())", r#""${unknown}""#),
        // Not computed, and what it depends on.
        ("base64encode(terraform_data.a.id)", "unknown(terraform_data.a.id)"),
        ("timestamp()", "unknown(...)"),
        ("provider::aws::arn_parse(terraform_data.a.id)", "unknown(terraform_data.a.id)"),
        ("nosuch(1)", "unknown(...)"),
        (r#"file("/etc/hostname")"#, "unknown(...)"),
        (r#"sensitive("x")"#, "unknown(...)"),
        ("nonsensitive(sensitive(terraform_data.a.id))", "terraform_data.a.id"),
        ("path.cwd", "unknown(...)"),
    ];
    with("partial", |evaluator| {
        let wrong: Vec<String> = rules
            .iter()
            .filter_map(|(expr, expected)| {
                let value = evaluator.expression(&ModuleAddress::ROOT, expr).to_string();
                (value != *expected).then(|| format!("{expr}\n    is       {value}\n    expected {expected}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn a_half_known_policy_keeps_its_resources() {
    with("policies", |evaluator| {
        for name in ["encoded", "heredoc"] {
            let body = evaluator.resource(&resource(&format!("aws_iam_policy.{name}"))).unwrap();
            let policy = body.attribute("policy").unwrap().value;
            let document = decode_json(&policy).unwrap();
            let statement = &document.members().unwrap()["Statement"].elements().unwrap()[0];
            assert_eq!(statement.members().unwrap()["Effect"], Sym::text("Allow"), "{name}");
            assert_eq!(symbols(&statement.members().unwrap()["Resource"]).first().unwrap().to_string(), "aws_instance.db.arn", "{name}");
        }
        let half = evaluator.resource(&resource("data.aws_iam_policy_document.half")).unwrap();
        let statements = half.blocks("statement");
        assert!(statements.open.is_empty());
        let shown: Vec<String> = statements.known.iter().map(|one| one.attribute("resources").unwrap().value.to_string()).collect();
        assert_eq!(shown[0], "[aws_instance.db.arn, aws_ssm_document.session.arn]");
        assert_eq!(statements.known[2].attribute("sid").unwrap().value, Sym::text("ssmTerminateSession"));
        // The name of a document that is part of the ARN is no symbol: it is planned.
        assert_eq!(evaluator.attribute(&resource("aws_ssm_document.session"), "name"), Sym::text("session"));
    });
}

#[test]
fn dynamic_blocks_are_expanded_with_spans() {
    with("dynamic-blocks", |evaluator| {
        let web = evaluator.resource(&resource("aws_security_group.web")).unwrap();
        let ports: Vec<String> =
            web.blocks("ingress").known.iter().map(|block| block.attribute("from_port").unwrap().value.to_string()).collect();
        assert_eq!(ports, ["443", "80", "3389", "22"]);
        assert_eq!((web.span().file.as_ref(), web.span().line), ("main.tf", 27));
        assert_eq!(web.attribute("vpc_id").unwrap().value.to_string(), "aws_vpc.main.id");
        assert_eq!(web.attribute("vpc_id").unwrap().span.line, 29);
        assert_eq!(web.attribute("description"), None);
        assert!(web.is_written("ingress") && web.is_written("egress") && !web.is_written("timeouts"));
        // An attribute that stands for blocks.
        let other = evaluator.resource(&resource("aws_security_group.other")).unwrap();
        assert_eq!(other.blocks("ingress").known.len(), 2);
        assert_eq!(other.blocks("ingress").known[1].attribute("to_port").unwrap().value.to_string(), "2");
        let nested = evaluator.resource(&resource("aws_launch_template.nested")).unwrap();
        let devices = nested.blocks("block_device_mappings").known;
        assert_eq!(devices[1].blocks("ebs").known[0].attribute("volume_size").unwrap().value.to_string(), "100");
    });
}

#[test]
fn modules_are_evaluated_per_instance() {
    with("modules", |evaluator| {
        let many = |key: &str| ModuleAddress::ROOT.child("many", Some(Key::Str(key.to_owned())));
        assert_eq!(evaluator.output(&many("a"), "id").unwrap().to_string(), r#"module.many["a"].terraform_data.this.id"#);
        assert_eq!(evaluator.output(&many("b"), "summary").unwrap().to_string(), r#"{ name = "b", size = 3, text = 2 }"#);
        assert_eq!(evaluator.output(&many("b"), "nothing"), None);
        let spelled = evaluator.expression(&ModuleAddress::ROOT, "module.nested.ids");
        assert_eq!(
            symbols(&spelled).iter().map(ToString::to_string).collect::<Vec<_>>(),
            [r#"module.nested.module.leaf["p"].terraform_data.this.id"#, r#"module.nested.module.leaf["q"].terraform_data.this.id"#]
        );
        let leaf = resource(r#"module.many["a"].terraform_data.this"#);
        assert!(evaluator.resource(&leaf).is_some());
        assert!(evaluator.resource(&resource("module.many.terraform_data.none")).is_none());
    });
}

/// Writes files into a directory of this test's own.
fn scratch(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("ssm-check-source-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    for (file, text) in files {
        let path = dir.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

const PLAN: &str = r#"{"format_version": "1.2", "resource_changes": [
    {"address": "t_a.x", "mode": "managed", "provider_name": "registry.terraform.io/a/t", "change": {"actions": ["create"], "before": null, "after": {"k": "v", "n": null, "secret": "s", "list": [{"p": 1}, {}]}, "after_unknown": {"id": true, "list": [{}, {"p": true}]}, "after_sensitive": {"secret": true}}},
    {"address": "t_a.y[0]", "mode": "managed", "provider_name": "registry.terraform.io/a/t", "change": {"actions": ["no-op"], "before": {}, "after": {"id": "y-0"}, "after_unknown": {}}}
  ], "configuration": {"root_module": {"resources": [
    {"address": "t_a.x", "mode": "managed", "type": "t_a", "name": "x", "expressions": {"k": {"constant_value": "v"}}},
    {"address": "t_a.y", "mode": "managed", "type": "t_a", "name": "y", "expressions": {"k": {"references": ["t_a.x.id", "t_a.x"]}}, "count_expression": {"references": ["var.n"]}}
  ], "module_calls": {"gone": {"source": "example.com/gone", "expressions": {}}}}}}"#;

const MAIN: &str = "resource \"t_a\" \"x\" {\n  k = \"v\"\n}\nresource \"t_a\" \"y\" {\n  count = var.n\n  k = t_a.x.id\n}\nmodule \"gone\" {\n  source = \"example.com/gone\"\n}\nvariable \"n\" {}\n";

fn loaded<T>(dir: &Path, f: impl FnOnce(&Evaluator<'_, '_>) -> T) -> T {
    let plan = Plan::parse(PLAN).unwrap();
    let sources = Sources::load(dir, &plan).unwrap();
    f(&Evaluator::new(&sources, &plan))
}

#[test]
fn planned_values_and_gaps() {
    let dir = scratch("values", &[("main.tf", MAIN)]);
    loaded(&dir, |evaluator| {
        let show = |expr: &str| evaluator.expression(&ModuleAddress::ROOT, expr).to_string();
        assert_eq!(show("t_a.x.k"), r#""v""#);
        assert_eq!(show("t_a.x.n"), "null");
        assert_eq!(show("t_a.x.id"), "t_a.x.id");
        assert_eq!(show("t_a.x.list[0].p"), "1");
        assert_eq!(show("t_a.x.list[1].p"), "t_a.x.list[1].p");
        assert_eq!(show("[for one in t_a.x.list : one.p]"), "[1, t_a.x.list[1].p]");
        // A secret is not shown, nor what is made of it.
        assert_eq!(show(r#""<${t_a.x.secret}>""#), r#""<${t_a.x.secret}>""#);
        // The count is not known here, but planned.
        assert_eq!(show("t_a.y[0].id"), r#""y-0""#);
        assert_eq!(show("length(t_a.y)"), "1");
        // The module's files are not there.
        assert_eq!(show("module.gone.id"), "unknown(...)");
        assert_eq!(show("try(module.gone.id, 1)"), "unknown(...) or 1");
        assert_eq!(show("var.n"), "unknown(...)");
        assert_eq!(show("t_a.other.id"), "unknown(...)");
        assert_eq!(show("terraform.workspace"), r#""default""#);
    });
}

#[test]
fn other_sources_are_refused() {
    let plan = Plan::parse(PLAN).unwrap();
    let cases = [
        ("same", MAIN.to_owned(), None),
        ("missing", MAIN.replace("\"y\"", "\"z\""), Some("`t_a.z` is in the sources but not in the plan")),
        ("extra", format!("{MAIN}data \"t_b\" \"e\" {{}}\n"), Some("`data.t_b.e` is in the sources but not in the plan")),
        ("constant", MAIN.replace("\"v\"", "\"w\""), Some("`k` of `t_a.x` is written differently in the sources than in the plan")),
        ("reference", MAIN.replace("t_a.x.id", "var.n"), Some("`k` of `t_a.y` is written differently in the sources than in the plan")),
        (
            "count",
            MAIN.replace("count = var.n", "count = local.n"),
            Some("`count` of `t_a.y` is written differently in the sources than in the plan"),
        ),
        ("module", MAIN.replace("\"gone\" {", "\"there\" {"), Some("`module.gone` is in the plan but not in the sources")),
    ];
    for (name, text, expected) in cases {
        let dir = scratch(&format!("match-{name}"), &[("main.tf", &text)]);
        let result = Sources::load(&dir, &plan).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(result.err().as_deref(), expected, "{name}");
    }
    let state = Plan::parse(r#"{"format_version": "1.0", "values": {"root_module": {}}}"#).unwrap();
    assert!(matches!(Sources::load(&root("locals"), &state), Err(LoadError::Mismatch(Mismatch::NoConfiguration))));
    assert!(matches!(Sources::load(&scratch("empty", &[("a.txt", "")]), &plan), Err(LoadError::Empty { .. })));
    assert!(matches!(Sources::load(Path::new("no/such/dir"), &plan), Err(LoadError::Unreadable { .. })));
}

#[test]
fn a_broken_file_leaves_its_names_open() {
    let dir = scratch("broken", &[("main.tf", MAIN), ("other.tf", "locals {\n  a = = 1\n}\n")]);
    let plan = Plan::parse(PLAN).unwrap();
    let sources = Sources::load(&dir, &plan).unwrap();
    assert_eq!((sources.broken()[0].span.file.as_ref(), sources.broken()[0].span.line), ("other.tf", 2));
    let evaluator = Evaluator::new(&sources, &plan);
    assert_eq!(evaluator.expression(&ModuleAddress::ROOT, "local.a").to_string(), "unknown(...)");
    assert_eq!(evaluator.expression(&ModuleAddress::ROOT, "terraform.workspace").to_string(), "unknown(...)");
    // An override that is not understood could change anything.
    let dir = scratch("broken-override", &[("main.tf", MAIN), ("override.tf", "{")]);
    assert!(matches!(Sources::load(&dir, &plan), Err(LoadError::Empty { .. })));
}

#[test]
fn the_workspace() {
    let show = |dir: &Path, settings: &Settings| {
        let plan = Plan::parse(PLAN).unwrap();
        let sources = Sources::load_with(dir, &plan, settings).unwrap();
        Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, "terraform.workspace").to_string()
    };
    let none = Settings::default();
    let named = scratch("workspace-named", &[("main.tf", MAIN), (".terraform/environment", "prod")]);
    assert_eq!(show(&named, &none), r#""prod""#);
    let remote = scratch("workspace-remote", &[("main.tf", MAIN), ("backend.tf", "terraform {\n  backend \"s3\" {}\n}\n")]);
    assert_eq!(show(&remote, &none), "unknown(...)");
    let others = scratch("workspace-others", &[("main.tf", MAIN), ("terraform.tfstate.d/prod/x", "")]);
    assert_eq!(show(&others, &none), "unknown(...)");
    // The plan's values were made in another workspace.
    let contradicted = MAIN.replace("\"v\"", "\"${terraform.workspace}\"");
    let plan = PLAN.replace(r#"{"k": {"constant_value": "v"}}"#, r#"{"k": {"references": ["terraform.workspace"]}}"#);
    for (planned, expected) in [("v", "unknown(...)"), ("default", "\"default\"")] {
        let dir = scratch(&format!("workspace-{planned}"), &[("main.tf", &contradicted)]);
        let plan = plan.replace(r#""after": {"k": "v""#, &format!(r#""after": {{"k": "{planned}""#));
        let plan = Plan::parse(&plan).unwrap();
        let sources = Sources::load(&dir, &plan).unwrap();
        assert_eq!(Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, "terraform.workspace").to_string(), expected);
    }
    assert_eq!(show(&remote, &Settings { workspace: Some("w".to_owned()), ..none }), r#""w""#);
}

#[test]
fn files_outside_the_root_are_not_read() {
    let dir = scratch("outside", &[("root/main.tf", MAIN), ("root/in.txt", "in"), ("secret.txt", "secret")]);
    let root = dir.join("root");
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.join("secret.txt"), root.join("link.txt")).unwrap();
    loaded(&root, |evaluator| {
        let show = |expr: &str| evaluator.expression(&ModuleAddress::ROOT, expr).to_string();
        assert_eq!(show(r#"file("in.txt")"#), r#""in""#);
        for path in ["../secret.txt", "link.txt", "./x/../../secret.txt", "~/x"] {
            for function in ["file", "filebase64", "fileexists", "filemd5"] {
                assert_eq!(show(&format!("{function}({path:?})")), "unknown(...)", "{function} {path}");
            }
            assert_eq!(show(&format!("templatefile({path:?}, {{}})")), "unknown(...)");
        }
        assert_eq!(show(r#"fileset("..", "*")"#), "unknown(...)");
        assert_eq!(show(r#"fileexists("none")"#), "unknown(...)");
    });
    let plan = Plan::parse(PLAN).unwrap();
    let sources = Sources::load_with(&root, &plan, &Settings { readable: vec![dir.clone()], ..Settings::default() }).unwrap();
    assert_eq!(Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, r#"file("../secret.txt")"#).to_string(), r#""secret""#);
}

#[test]
fn module_directories_come_from_the_manifest_first() {
    let manifest = r#"{"Modules": [{"Key": "", "Source": "", "Dir": "."}, {"Key": "gone", "Source": "example.com/gone", "Dir": ".terraform/modules/gone/sub"}]}"#;
    let files = [
        ("main.tf", MAIN),
        (".terraform/modules/modules.json", manifest),
        (".terraform/modules/gone/sub/o.tf", "output \"id\" {\n  value = \"${path.module}\"\n}\n"),
    ];
    loaded(&scratch("manifest", &files), |evaluator| {
        assert_eq!(evaluator.expression(&ModuleAddress::ROOT, "module.gone.id").to_string(), r#"".terraform/modules/gone/sub""#);
    });
}

#[test]
fn a_downloaded_module_of_another_revision_is_not_read() {
    let plan = Plan::parse(PLAN).unwrap();
    let shown = |name: &str, source: &str, version: &str, call: &str| {
        let manifest = format!(r#"{{"Modules": [{{"Key": "gone", "Source": "{source}", "Version": "{version}", "Dir": "gone"}}]}}"#);
        let main = MAIN.replace("source = \"example.com/gone\"", call);
        let output = "output \"id\" {\n  value = 1\n}\n";
        let dir = scratch(
            &format!("revision-{name}"),
            &[("main.tf", &main), (".terraform/modules/modules.json", &manifest), ("gone/o.tf", output)],
        );
        let sources = Sources::load(&dir, &plan).unwrap();
        Evaluator::new(&sources, &plan).expression(&ModuleAddress::ROOT, "module.gone.id").to_string()
    };
    let git = r#"source = "git::https://example.com/gone.git?ref=v2""#;
    assert_eq!(shown("same", "git::https://example.com/gone.git?ref=v2", "", git), "1");
    assert_eq!(shown("other", "git::https://example.com/gone.git?ref=v1", "", git), "unknown(...)");
    let registry = |version: &str| format!("source = \"a/gone/aws\"\n  version = \"{version}\"");
    let downloaded = |name: &str, version: &str| shown(name, "registry.terraform.io/a/gone/aws", "1.2.0", &registry(version));
    assert_eq!([downloaded("exact", "= 1.2.0"), downloaded("range", "~> 1.0"), downloaded("newer", "1.3.0")], ["1", "1", "unknown(...)"]);
}

#[test]
fn identifiers_of_several_parts_are_not_split() {
    let plan = PLAN.replace("t_a", "aws_ssoadmin_account_assignment");
    let main = MAIN.replace("t_a", "aws_ssoadmin_account_assignment");
    let plan = Plan::parse(&plan).unwrap();
    let sources = Sources::load(&scratch("parts", &[("main.tf", &main)]), &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    let show = |expr: &str| evaluator.expression(&ModuleAddress::ROOT, expr).to_string();
    assert_eq!(show(r#"split(",", aws_ssoadmin_account_assignment.x.id)"#), "unknown(aws_ssoadmin_account_assignment.x.id)");
    assert_eq!(show(r#"split(",", aws_ssoadmin_account_assignment.x.arn)"#), "[aws_ssoadmin_account_assignment.x.arn]");
}

/// Terraform passes over an error of one side from 1.12 on, OpenTofu from 1.10 on.
#[test]
fn logical_operators_by_version() {
    let text = std::fs::read_to_string(root("partial").join("plan.json")).unwrap();
    let version = Plan::parse(&text).unwrap().terraform_version.unwrap().to_string();
    for (tofu, written, short) in
        [(false, "1.11.4", false), (false, "1.12.0-rc1", true), (false, "1.14.3", true), (true, "1.9.1", false), (true, "1.10.0", true)]
    {
        let mut text = text.replace(&format!("\"terraform_version\":\"{version}\""), &format!("\"terraform_version\":\"{written}\""));
        if tofu {
            text = text
                .replace("registry.terraform.io/", "registry.opentofu.org/")
                .replace("terraform.io/builtin/", "registry.opentofu.org/hashicorp/");
        }
        let plan = Plan::parse(&text).unwrap();
        let sources = Sources::load(&root("partial"), &plan).unwrap();
        let evaluator = Evaluator::new(&sources, &plan);
        for (expression, result) in [
            ("can(false && null.x)", short),
            ("can(null.x && false)", short),
            ("try(true || null.x, false)", short),
            ("can(true && null.x)", false),
            ("can(false || null.x)", false),
            ("can(false && [])", false),
        ] {
            assert_eq!(evaluator.expression(&ModuleAddress::ROOT, expression), Sym::Bool(result), "{expression} in {written}, {tofu}");
        }
    }
}

/// Terraform refuses templates that call one another, and files in the text of `templatestring`; OpenTofu allows files since 1.7.
#[test]
fn templates_inside_of_templates() {
    let files = [
        ("main.tf", MAIN),
        ("plain.tpl", "${a}"),
        ("calls.tpl", r#"${templatefile("plain.tpl", {a = a})}"#),
        ("text.tpl", r"${templatestring(t, {a = a})}"),
        ("reads.tpl", r#"${file("plain.tpl")}"#),
        ("name.tf", "locals {\n  name = \"$${basename(\\\"a/b\\\")}\"\n}\n"),
    ];
    let dir = scratch("templates", &files);
    let expressions = [
        (r#"try(templatefile("calls.tpl", {a = "x"}), "refused")"#, false, true),
        (r#"try(templatefile("text.tpl", {a = "x", t = "$${a}"}), "refused")"#, false, true),
        (r#"try(templatestring("$${templatefile(\"plain.tpl\", {a = a})}", {a = "x"}), "refused")"#, false, true),
        (r#"try(templatestring("$${fileexists(\"plain.tpl\")}", {}), "refused")"#, false, true),
        (r#"try(templatefile("reads.tpl", {}), "refused")"#, true, true),
        (r#"try(templatestring(local.name, {}), "refused")"#, true, true),
        // A template that is one interpolation has that value's type, of a file.
        (r#"try(templatefile("plain.tpl", {a = [1]})[0], "refused")"#, true, true),
        (r#"try(templatestring("$${a}", {a = [1]}), "refused")"#, false, false),
    ];
    for (registry, version, of_file) in [("terraform", "1.14.0", false), ("opentofu", "1.6.2", false), ("opentofu", "1.7.0", true)] {
        let text = PLAN
            .replace("registry.terraform.io", &format!("registry.{registry}.org"))
            .replace("\"format_version\": \"1.2\"", &format!("\"format_version\": \"1.2\", \"terraform_version\": \"{version}\""));
        let plan = Plan::parse(&text).unwrap();
        let sources = Sources::load(&dir, &plan).unwrap();
        let evaluator = Evaluator::new(&sources, &plan);
        for (expression, in_terraform, in_tofu) in expressions {
            let calls_file = expression.contains("calls.tpl") || expression.contains("templatefile(\\");
            let expected = match registry {
                "terraform" => in_terraform,
                _ if calls_file => of_file,
                _ => in_tofu,
            };
            let value = evaluator.expression(&ModuleAddress::ROOT, expression).to_string();
            assert_eq!(value != "\"refused\"", expected, "{expression} in {registry} {version}: {value}");
            assert!(!value.contains("unknown"), "{expression} in {registry} {version}");
        }
    }
}

/// Devices, pipes and directories are not files: what they stand for is not known.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    let dir = scratch("devices", &[("main.tf", MAIN), (".terraform/modules/x", "")]);
    let places = [".terraform/environment", ".terraform/modules/modules.json", "read.txt", "more.tf"];
    let look = || {
        loaded(&dir, |evaluator| {
            ["terraform.workspace", r#"file("read.txt")"#, "module.gone.id", "local.more"].map(|expression| {
                let value = evaluator.expression(&ModuleAddress::ROOT, expression);
                assert!(!value.is_known(), "{expression}: {value}");
            })
        })
    };
    for place in places.map(|place| dir.join(place)) {
        std::os::unix::fs::symlink("/dev/zero", &place).unwrap();
    }
    look();
    for place in places.map(|place| dir.join(place)) {
        std::fs::remove_file(&place).unwrap();
        std::process::Command::new("mkfifo").arg(&place).status().unwrap();
    }
    look();
    for place in places.map(|place| dir.join(place)) {
        let _ = std::fs::remove_file(&place);
        std::fs::create_dir(&place).unwrap();
    }
    look();
}
