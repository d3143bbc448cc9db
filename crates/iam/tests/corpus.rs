//! Requests and what AWS's documentation says of them, each with its page.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[test]
fn decisions_are_those_of_the_documentation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    let mut failures = Vec::new();
    for file in files {
        let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for mut case in cases {
            count += 1;
            let fields = case.as_object_mut().unwrap();
            let name = fields.remove("name").unwrap();
            let link = fields.remove("doc").unwrap();
            assert!(link.as_str().unwrap().starts_with("https://docs.aws.amazon.com/"), "{name}");
            let expected = fields.remove("expect").unwrap();
            let by = fields.remove("by");
            let output = ssm_check_iam::simulate::run(&case).unwrap_or_else(|error| panic!("{name}: {error}"));
            if output["decision"] != expected || by.is_some_and(|by| output["by"] != by) {
                failures.push(format!("{}: {name}: expected {expected}: {output} ({link})", file.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 80, "only {count} cases");
}
