//! Rows of every fixture are as `docs/rows.schema.json` says, the page of their columns is made of it, and the queries of
//! `docs/organisation.md` run on them.

mod sample;
mod support;

use rayon::prelude::*;
use serde_json::Value;
use ssm_check::ndjson;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::process::Command;
use support::{Fixture, assert_current, fixtures, root, ssm_check};

fn schema() -> Value {
    serde_json::from_slice(&fs::read(root().join("docs/rows.schema.json")).unwrap()).unwrap()
}

/// The rows of every fixture, in one file.
fn rows_of_fixtures() -> String {
    let rows = |fixture: &Fixture| {
        sample::with_plain_fixture(&fixture.name, &fixture.text, |report, accepted| ndjson::render(&report.with_fixed(accepted)).unwrap())
    };
    fixtures().par_iter().map(rows).collect()
}

#[test]
fn rows_are_as_the_schema_says_and_ask_well() {
    let schema = schema();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let rows = rows_of_fixtures();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in rows.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&row), "{line}");
        assert!(row.as_object().unwrap().values().all(|value| !value.is_array() && !value.is_object()), "not flat: {line}");
        *seen.entry(row["record"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(seen.keys().map(String::as_str).collect::<Vec<_>>(), ["access", "finding", "run", "target", "tunnel"]);
    assert_eq!(seen["run"], fixtures().len());
    queries_run(&rows);
}

/// Every query of the page, in a real DuckDB, where there is one.
fn queries_run(rows: &str) {
    let python = |code: &str| Command::new("python3").args(["-c", code]).output().ok().filter(|output| output.status.success());
    if python("import duckdb").is_none() {
        eprintln!("skipped: the queries of docs/organisation.md, which need the Python module `duckdb`");
        return;
    }
    let page = fs::read_to_string(root().join("docs/organisation.md")).unwrap();
    let queries: Vec<&str> = page.split("```sql\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(query, _)| query).collect();
    assert!(queries.len() > 5);
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("rows")).unwrap();
    fs::write(directory.path().join("rows/all.ndjson"), rows).unwrap();
    let script = "import duckdb, json, sys\nprint(json.dumps([len(duckdb.sql(q).fetchall()) if i else duckdb.execute(q) and 0 for i, q in enumerate(json.load(sys.stdin))]))";
    fs::write(directory.path().join("queries.json"), serde_json::to_string(&queries).unwrap()).unwrap();
    let output = Command::new("python3")
        .args(["-c", script])
        .current_dir(directory.path())
        .stdin(fs::File::open(directory.path().join("queries.json")).unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts: Vec<usize> = serde_json::from_slice(&output.stdout).unwrap();
    // Plans of this week are none of the fixtures for long; who reaches databases, and what is not decided, some are.
    assert!(counts[2] > 0 && counts[3] > 0, "{counts:?}");
}

#[test]
fn what_they_look_like() {
    let rows = sample::with_report(|report| ndjson::render(report).unwrap());
    assert_current("tests/snapshots/report.ndjson", &rows);
}

#[test]
fn a_column_that_is_not_in_the_schema_is_refused() {
    let rows = sample::with_report(|report| ndjson::render(report).unwrap());
    let mut row: Value = serde_json::from_str(rows.lines().nth(1).unwrap()).unwrap();
    row["surprise"] = Value::Null;
    assert!(!jsonschema::validator_for(&schema()).unwrap().is_valid(&row));
}

#[test]
fn rows_tell_when_and_where() {
    let output = ssm_check().args(["--source", "off", "--format", "ndjson", "examples/broken-private-subnet/plan.json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let plan: Value = serde_json::from_slice(&fs::read(root().join("examples/broken-private-subnet/plan.json")).unwrap()).unwrap();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&row["input"], &row["planned_at"]),
            (&Value::from("examples/broken-private-subnet/plan.json"), &plan["timestamp"]),
            "{line}"
        );
    }
    assert!(text.lines().count() > 2);
}

/// The columns, as the page of the format lists them.
#[test]
fn the_page_lists_every_column() {
    let path = "docs/formats/ndjson.md";
    let page = fs::read_to_string(root().join(path)).unwrap();
    let prose = page.split("## ").next().unwrap().trim_end();
    let schema = schema();
    let mut text = format!("{prose}\n\n## Columns of every row\n\n");
    let kinds: Vec<&str> =
        schema["oneOf"].as_array().unwrap().iter().map(|each| each["$ref"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
    let shared = ["record", "format_version", "account", "region", "input", "planned_at"];
    let table = |text: &mut String, kind: &str, is_wanted: &dyn Fn(&str) -> bool| {
        text.push_str("| column | type | is |\n|---|---|---|\n");
        let definition = &schema["$defs"][kind];
        for name in definition["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).filter(|name| is_wanted(name)) {
            let column = &definition["properties"][name];
            writeln!(text, "| `{name}` | {} | {} |", type_of(column), column["description"].as_str().unwrap()).unwrap();
        }
    };
    table(&mut text, kinds[0], &|name| shared.contains(&name));
    for kind in kinds {
        write!(text, "\n## `{kind}`\n\n{}\n\n", schema["$defs"][kind]["description"].as_str().unwrap()).unwrap();
        table(&mut text, kind, &|name| !shared.contains(&name));
    }
    assert_current(path, &text);
}

fn type_of(column: &Value) -> String {
    if column.get("const").is_some() {
        return "text".to_owned();
    }
    let in_code = |value: &Value| value.as_str().map_or("null".to_owned(), |text| format!("`{text}`"));
    if let Some(values) = column["enum"].as_array() {
        return values.iter().map(in_code).collect::<Vec<_>>().join(", ");
    }
    let types = match &column["type"] {
        Value::Array(types) => types.iter().map(|each| each.as_str().unwrap()).collect(),
        one => vec![one.as_str().unwrap()],
    };
    types.join(" or ").replace("string", "text")
}
