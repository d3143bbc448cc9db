//! The order of an input's lists says nothing.

use crate::{Judged, plans};
use serde_json::Value;
use ssm_check_checks::{Options, analyse};
use ssm_check_plan::Plan;

#[test]
fn any_order_of_resources_gives_the_same_report() {
    for (seed, Judged { fixture, plan, .. }) in (1..).zip(plans()) {
        let before = report(plan);
        let mut plan = plan.clone();
        let mut dice = Dice(seed);
        for list in ["resource_changes", "relevant_attributes"] {
            dice.shuffle(plan.get_mut(list));
        }
        dice.shuffle_module(&mut plan["configuration"]["root_module"]);
        if let Some(state) = plan.get_mut("prior_state").and_then(|state| state["values"].get_mut("root_module")) {
            dice.shuffle_state(state);
        }
        assert_eq!(before, report(&plan), "{} with seed {seed}", fixture.name);
    }
}

fn report(plan: &Value) -> String {
    let text = plan.to_string();
    let plan = Plan::parse(&text).unwrap();
    format!("{:#?}", analyse(&[&plan], &Options::default()).unwrap())
}

/// The same numbers in every run: <https://en.wikipedia.org/wiki/Xorshift>.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn shuffle(&mut self, list: Option<&mut Value>) {
        let Some(Value::Array(list)) = list else { return };
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    fn shuffle_module(&mut self, module: &mut Value) {
        self.shuffle(module.get_mut("resources"));
        for call in module.get_mut("module_calls").and_then(Value::as_object_mut).into_iter().flat_map(|calls| calls.values_mut()) {
            self.shuffle_module(&mut call["module"]);
        }
    }

    fn shuffle_state(&mut self, module: &mut Value) {
        self.shuffle(module.get_mut("resources"));
        self.shuffle(module.get_mut("child_modules"));
        for child in module.get_mut("child_modules").and_then(Value::as_array_mut).into_iter().flatten() {
            self.shuffle_state(child);
        }
    }
}
