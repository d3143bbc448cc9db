//! What must hold whatever a `.tf` file says: the fuzz target and the property test share it.

use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use ssm_check_source::{Evaluator, Sources};
use std::path::Path;

/// A plan of one resource, with one attribute that is not known.
const PLAN: &str = r#"{"format_version": "1.2", "resource_changes": [{"address": "t_a.x", "mode": "managed", "change": {"actions": ["create"], "after": {"b": "c"}, "after_unknown": {"id": true}}}], "configuration": {"root_module": {"resources": [{"address": "t_a.x", "mode": "managed", "type": "t_a", "name": "x", "expressions": {}}]}}}"#;
/// What the file begins with, so that the sources are those of the plan.
const BLOCK: &[u8] = b"resource \"t_a\" \"x\" {\n}\n";

/// Reads a `main.tf` with these bytes in a folder beside a plan, and evaluates the first word of each line as a local, as an output and, with the line's
/// rest, as an expression.
pub(crate) fn evaluate(dir: &Path, bytes: &[u8]) {
    let file: Vec<u8> = BLOCK.iter().chain(bytes).copied().collect();
    std::fs::write(dir.join("main.tf"), file).expect("the folder is there");
    let plan = Plan::parse(PLAN).expect("a plan");
    let Ok(sources) = Sources::load(dir, &plan) else { return };
    let evaluator = Evaluator::new(&sources, &plan);
    let address = ResourceAddress::parse("t_a.x").expect("an address");
    let _ = evaluator.resource(&address);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for line in text.lines().take(50) {
        let (name, value) = line.split_once('=').unwrap_or((line, line));
        let _ = (evaluator.local(&ModuleAddress::ROOT, name.trim()), evaluator.output(&ModuleAddress::ROOT, name.trim()));
        let _ = (evaluator.attribute(&address, name.trim()), evaluator.expression(&ModuleAddress::ROOT, value).to_string());
    }
}
