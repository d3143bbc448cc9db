//! What is measured, and what it may take.

use crate::measure::{self, FLOOR, Taken};
use crate::plans::{self, Part};
use std::path::{Path, PathBuf};

/// One plan.
struct Case {
    name: &'static str,
    parts: Vec<Part>,
    /// The `.tf` files are read as well.
    with_sources: bool,
    bound: Bound,
}

/// What it may take.
enum Bound {
    /// So many times the processor time of the pass that decodes nothing, and so many times the file in memory.
    Times(f64, f64),
    /// So many milliseconds of processor time.
    Milliseconds(f64),
    /// It is measured for others to be compared with.
    None,
}

fn cases() -> Vec<Case> {
    const PEOPLE: &[&str] = &["aws_iam_role", "aws_iam_role_policy"];
    let stacks = |count| vec![Part::new("stack", "stack").times(count)];
    let people = |count, teams| Part::new("people", "people").only(PEOPLE).times(count).in_teams(teams);
    let nodes = |count, teams| Part::new("people", "nodes").only(&["aws_instance"]).times(count).in_teams(teams);
    let documents = |count, teams| Part::new("people", "documents").only(&["aws_ssm_document"]).times(count).in_teams(teams);
    let case = |name, parts, bound| Case { name, parts, with_sources: false, bound };
    let modules = (0..50).map(|number| Part::new("stack", &format!("stack{number}"))).collect();
    vec![
        case("one stack", stacks(1), Bound::Milliseconds(10.0)),
        case("100 stacks", stacks(100), Bound::None),
        case("400 stacks", stacks(400), Bound::Times(15.0, 4.0)),
        case("1,000 stacks", stacks(1_000), Bound::Times(15.0, 4.0)),
        case("30 stacks in noise", [stacks(30), vec![Part::new("noise", "noise").times(550)]].concat(), Bound::Times(2.5, 2.0)),
        case("200 people, 5,000 nodes", vec![people(200, 20), nodes(5_000, 20)], Bound::Milliseconds(2_000.0)),
        case("300 people, 1,000 nodes", vec![people(300, 300), nodes(1_000, 300)], Bound::Milliseconds(2_000.0)),
        case("2,000 people, 500 documents", vec![people(2_000, 500), documents(500, 500)], Bound::Milliseconds(2_000.0)),
        Case { with_sources: true, ..case("50 modules with sources", modules, Bound::Milliseconds(150.0)) },
    ]
}

/// Measures all cases, or those whose names begin so, and prints a row for each.
pub(crate) fn table(names: &[&str]) {
    println!("| plan | size | reading | takes | times | bound | memory | times | bound |");
    println!("|---|---|---|---|---|---|---|---|---|");
    let is_wanted = |case: &Case| names.is_empty() || names.iter().any(|name| case.name.starts_with(name));
    let mut of_hundred = None;
    for case in cases().iter().filter(|case| is_wanted(case)) {
        let taken = row(case);
        match case.name {
            "100 stacks" => of_hundred = Some(taken),
            "1,000 stacks" => {
                let growth = of_hundred.map(|hundred| taken.milliseconds / hundred.milliseconds);
                if let Some(growth) = growth {
                    println!("| ten times the stacks | | | | {growth:.1} | 10.5 | | | |");
                }
            }
            _ => {}
        }
    }
    if names.is_empty() || names.contains(&"answers") {
        crate::answers::rows();
    }
}

fn row(case: &Case) -> Taken {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(case.name.replace([' ', ','], "-"));
    std::fs::create_dir_all(&directory).expect("the directory can be made");
    let plan = directory.join("plan.json");
    plans::write(&case.parts, &plan);
    let size = plan.metadata().expect("the plan is there").len() as f64;
    let (floor, taken) = both(case, &directory, &plan);
    let (times, memory_times) = (taken.milliseconds / floor.milliseconds, taken.memory / size);
    let (bound, memory_bound) = match case.bound {
        Bound::Times(times, memory) => (format!("{times}"), format!("{memory}")),
        Bound::Milliseconds(milliseconds) => (format!("{milliseconds} ms"), String::new()),
        Bound::None => (String::new(), String::new()),
    };
    println!(
        "| {} | {:.1} MB | {:.1} ms | {:.0} ms | {times:.1} | {bound} | {:.0} MB | {memory_times:.1} | {memory_bound} |",
        case.name,
        size / 1e6,
        floor.milliseconds,
        taken.milliseconds,
        taken.memory / 1e6,
    );
    std::fs::remove_file(&plan).expect("the plan can be removed");
    taken
}

/// The pass that decodes nothing, and the program.
fn both(case: &Case, directory: &Path, plan: &Path) -> (Taken, Taken) {
    let (plan, itself) = (plan.display().to_string(), measure::itself());
    let floor = measure::least(&[&itself, FLOOR, &plan], 5);
    let sources = directory.display().to_string();
    let mut command = vec![env!("CARGO_BIN_EXE_ssm-check"), &plan];
    if case.with_sources {
        plans::write_sources(&case.parts, directory);
        command.extend(["--source", &sources]);
    } else {
        command.extend(["--source", "off"]);
    }
    (floor, measure::least(&command, 3))
}
