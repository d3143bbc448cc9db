//! What Terraform makes before what.

mod common;

use common::{Module, Root, refers};
use serde_json::{Value, json};
use ssm_check_graph::{Graph, Picture};
use ssm_check_plan::{Decoder, Plan};

/// Whether the second may be made before the first.
fn may_hold(text: &str, of: &str, other: &str) -> bool {
    let plan = Plan::parse(text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    graph.order(graph.at(of).unwrap()).may_hold(graph.at(other).unwrap())
}

fn depends(mut block: Value, on: &[&str]) -> Value {
    block["depends_on"] = json!(on);
    block
}

/// A plan of new resources of these modules, changed.
fn planned(module: Module, addresses: &[&str], change: impl Fn(&mut Value)) -> String {
    let root = addresses.iter().fold(Root::new(module), |root, address| root.creates(address, json!({}), &["id", "vpc_id", "subnet_id"]));
    let mut plan: Value = serde_json::from_str(&root.text()).unwrap();
    change(&mut plan);
    plan.to_string()
}

#[test]
fn references_and_depends_on_come_before() {
    let module = Module::default()
        .block("aws_vpc.main", json!({}), None)
        .block("aws_vpc.other", json!({}), None)
        .block("data.aws_vpc.found", json!({}), None)
        .block("aws_subnet.s", json!({"vpc_id": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), None)
        .block("aws_instance.i", json!({"subnet_id": refers(&["aws_subnet.s.id", "aws_subnet.s"])}), None)
        .block("aws_subnet.t", json!({"vpc_id": refers(&["data.aws_vpc.found.id", "data.aws_vpc.found"])}), None);
    let addresses = ["aws_vpc.main", "aws_vpc.other", "aws_subnet.s", "aws_instance.i", "aws_subnet.t"];
    let text = planned(module, &addresses, |plan| {
        let resources = plan["configuration"]["root_module"]["resources"].as_array_mut().unwrap();
        let last = resources.last_mut().unwrap();
        *last = depends(last.clone(), &["aws_instance.i[0]"]);
    });
    for (of, other, expected) in [
        ("aws_subnet.s", "aws_vpc.main", true),
        ("aws_subnet.s", "aws_vpc.other", false),
        ("aws_instance.i", "aws_vpc.main", true),
        ("aws_vpc.main", "aws_subnet.s", false),
        ("aws_subnet.t", "aws_instance.i", true),
        ("aws_subnet.t", "aws_vpc.main", true),
        ("aws_subnet.t", "aws_vpc.other", false),
        ("aws_instance.i", "aws_subnet.t", false),
    ] {
        assert_eq!(may_hold(&text, of, other), expected, "{of} after {other}");
    }
}

#[test]
fn modules_wait_for_what_their_calls_name() {
    let inner = || {
        Module::default()
            .variable("vpc")
            .block("aws_subnet.s", json!({"vpc_id": refers(&["var.vpc"])}), None)
            .block("aws_subnet.free", json!({}), None)
            .output("subnet", &["aws_subnet.s.id", "aws_subnet.s"])
            .output("free", &["aws_subnet.free.id", "aws_subnet.free"])
    };
    let module = Module::default()
        .block("aws_vpc.main", json!({}), None)
        .block("aws_vpc.other", json!({}), None)
        .block("aws_vpc.waited", json!({}), None)
        .call("net", json!({"vpc": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), inner())
        .call("late", json!({"vpc": refers(&["aws_vpc.other.id", "aws_vpc.other"])}), inner())
        .block("aws_instance.i", json!({"subnet_id": refers(&["module.net.subnet", "module.net"])}), None)
        .block("aws_instance.all", json!({}), None);
    let addresses = [
        "aws_vpc.main",
        "aws_vpc.other",
        "aws_vpc.waited",
        "module.net.aws_subnet.s",
        "module.net.aws_subnet.free",
        "module.late.aws_subnet.s",
        "module.late.aws_subnet.free",
        "aws_instance.i",
        "aws_instance.all",
    ];
    let text = planned(module, &addresses, |plan| {
        let root = &mut plan["configuration"]["root_module"];
        root["module_calls"]["late"]["depends_on"] = json!(["aws_vpc.waited"]);
        let resources = root["resources"].as_array_mut().unwrap();
        let last = resources.last_mut().unwrap();
        *last = depends(last.clone(), &["module.net"]);
    });
    for (of, other, expected) in [
        // By the variable.
        ("module.net.aws_subnet.s", "aws_vpc.main", true),
        ("module.net.aws_subnet.s", "aws_vpc.other", false),
        ("module.net.aws_subnet.s", "module.net.aws_subnet.free", false),
        ("module.net.aws_subnet.free", "aws_vpc.main", false),
        // By the output, and that alone.
        ("aws_instance.i", "module.net.aws_subnet.s", true),
        ("aws_instance.i", "aws_vpc.main", true),
        ("aws_instance.i", "module.net.aws_subnet.free", false),
        ("aws_instance.i", "module.late.aws_subnet.s", false),
        // All of the module waits.
        ("module.late.aws_subnet.free", "aws_vpc.waited", true),
        ("module.net.aws_subnet.free", "aws_vpc.waited", false),
        // And all of a module is waited for.
        ("aws_instance.all", "module.net.aws_subnet.free", true),
        ("aws_instance.all", "aws_vpc.main", true),
        ("aws_instance.all", "aws_vpc.waited", false),
    ] {
        assert_eq!(may_hold(&text, of, other), expected, "{of} after {other}");
    }
}

/// A plan does not hold locals: they may lead to whatever some change takes a value of.
#[test]
fn a_local_may_lead_to_what_is_used() {
    let module = || {
        Module::default()
            .block("aws_vpc.main", json!({}), None)
            .block("aws_vpc.other", json!({}), None)
            .block("aws_subnet.s", json!({"vpc_id": refers(&["local.vpc"])}), None)
            .block("aws_subnet.t", json!({}), None)
    };
    let addresses = ["aws_vpc.main", "aws_vpc.other", "aws_subnet.s", "aws_subnet.t"];
    let lost = planned(module(), &addresses, |_| {});
    assert!(may_hold(&lost, "aws_subnet.s", "aws_vpc.main") && may_hold(&lost, "aws_subnet.s", "aws_vpc.other"));
    assert!(!may_hold(&lost, "aws_subnet.t", "aws_vpc.main"));
    let told = planned(module(), &addresses, |plan| {
        plan["relevant_attributes"] = json!([{"resource": "aws_vpc.main", "attribute": ["id"]}]);
    });
    assert!(may_hold(&told, "aws_subnet.s", "aws_vpc.main") && !may_hold(&told, "aws_subnet.s", "aws_vpc.other"));
}

/// A count or `for_each` waits too.
#[test]
fn a_repetition_is_a_dependency() {
    let module = Module::default().block("aws_vpc.main", json!({}), None).block("aws_subnet.s", json!({}), Some("count")).call(
        "net",
        json!({}),
        Module::default().block("aws_subnet.t", json!({}), None),
    );
    let addresses = ["aws_vpc.main", "aws_subnet.s[0]", "module.net[0].aws_subnet.t"];
    let text = planned(module, &addresses, |plan| {
        let root = &mut plan["configuration"]["root_module"];
        let of_vpc = json!({"references": ["aws_vpc.main.id", "aws_vpc.main"]});
        root["resources"][1]["count_expression"] = of_vpc.clone();
        root["module_calls"]["net"]["count_expression"] = of_vpc;
    });
    assert!(may_hold(&text, "aws_subnet.s[0]", "aws_vpc.main"));
    assert!(may_hold(&text, "module.net[0].aws_subnet.t", "aws_vpc.main"));
    assert!(!may_hold(&text, "aws_subnet.s[0]", "module.net[0].aws_subnet.t"));
}

/// Where the configuration does not show the block, anything may come before.
#[test]
fn a_block_that_is_not_shown_may_wait_for_anything() {
    let text = planned(Module::default().block("aws_vpc.main", json!({}), None), &["aws_vpc.main", "aws_subnet.s"], |_| {});
    assert!(may_hold(&text, "aws_subnet.s", "aws_vpc.main"));
    assert!(!may_hold(&text, "aws_vpc.main", "aws_subnet.s"));
}

/// What is known of a local is that it may lead to something: that is no order for certain.
#[test]
fn what_comes_before_for_certain() {
    let module = Module::default()
        .block("aws_vpc.main", json!({}), None)
        .block("aws_subnet.s", json!({"vpc_id": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), None)
        .block("aws_subnet.l", json!({"vpc_id": refers(&["local.vpc"])}), None)
        .block("aws_instance.i", json!({"subnet_id": refers(&["aws_subnet.s.id", "aws_subnet.s"])}), None);
    let addresses = ["aws_vpc.main", "aws_subnet.s", "aws_subnet.l", "aws_instance.i"];
    let text = planned(module, &addresses, |plan| {
        plan["relevant_attributes"] = json!([{"resource": "aws_vpc.main", "attribute": ["id"]}]);
    });
    let plan = Plan::parse(&text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let comes_before = |first: &str, other: &str| graph.comes_before(graph.at(first).unwrap(), graph.at(other).unwrap());
    assert!(may_hold(&text, "aws_subnet.l", "aws_vpc.main"));
    for (first, other, expected) in [
        ("aws_vpc.main", "aws_subnet.s", true),
        ("aws_vpc.main", "aws_instance.i", true),
        ("aws_instance.i", "aws_vpc.main", false),
        ("aws_vpc.main", "aws_subnet.l", false),
        ("aws_subnet.l", "aws_instance.i", false),
    ] {
        assert_eq!(comes_before(first, other), expected, "{first} before {other}");
    }
}
