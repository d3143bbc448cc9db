//! Decisions of `access` and `session` against an independent simulator, on random policy sets with conditions: identity policies,
//! permissions boundaries and service control policies.
//!
//! `npm install @cloud-copilot/iam-simulate` somewhere, and name its `node_modules` in `SSM_CHECK_SIMULATOR`; without it the test is skipped.

use std::path::Path;
use std::process::Command;

/// Policy sets in each round: one for each role of the plan.
const ROUNDS: &str = "100";

#[test]
fn access_agrees_with_an_independent_simulator() {
    let Ok(modules) = std::env::var("SSM_CHECK_SIMULATOR") else {
        eprintln!("skipped: SSM_CHECK_SIMULATOR does not name the node_modules of @cloud-copilot/iam-simulate");
        return;
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulator");
    let run = Command::new("node")
        .arg(here.join("compare.mjs"))
        .args([env!("CARGO_BIN_EXE_ssm-check").as_ref(), here.join("plan.json").as_path()])
        .arg(ROUNDS)
        .env("NODE_PATH", modules)
        .output()
        .expect("node runs");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}
