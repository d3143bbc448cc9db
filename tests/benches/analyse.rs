//! How long the whole analysis takes on the examples.

use ssm_check_checks::{Options, analyse};
use ssm_check_plan::Plan;

const EXAMPLES: [&str; 3] = ["private-subnet-with-endpoints", "nat-gateway", "broken-private-subnet"];

fn main() {
    divan::main();
}

#[divan::bench(args = EXAMPLES)]
fn example(bencher: divan::Bencher<'_, '_>, name: &str) {
    let path = format!("{}/examples/{name}/plan.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the example's plan can be read");
    bencher.bench(|| {
        let plan = Plan::parse(&text).expect("the example's plan is one");
        analyse(&[&plan], &Options::default()).expect("the example's plan can be analysed")
    });
}
