//! What a local value may stand for, by the plan's list of relevant attributes, and what a name may come out as.

mod common;

use common::{Module, Root, name_of, refers, sources};
use serde_json::{Value, json};
use ssm_check_graph::{Gap, Graph, Picture, Slot};
use ssm_check_plan::{Decoder, Plan};
use ssm_check_source::Sources;

/// The candidates of an instance's link, with whether it may be what something of another type computes: by the plan, and by its sources where there are any.
fn candidates(text: &str, path: &[&str], sources: Option<&Sources>) -> (Vec<String>, bool) {
    let plan = Plan::parse(text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[sources], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let slots = &graph.at("aws_instance.i").unwrap().link(path).slots;
    let mut names: Vec<_> = slots.iter().flat_map(|slot| slot.candidates()).map(|candidate| name_of(&graph, candidate.target)).collect();
    names.sort();
    let computed = |slot: &Slot| matches!(slot.gap(), Some(Gap::Computed(_)));
    (names, slots.iter().any(computed))
}

/// A VPC, a subnet, a group and an instance that names them by locals; the plan's changes depend on these attributes.
fn by_local(path: &[&str], relevant: &[(&str, &str)]) -> (Vec<String>, bool) {
    let local = json!({"subnet_id": refers(&["local.subnet"]), "vpc_security_group_ids": refers(&["local.groups"])});
    let module = ["aws_vpc.main", "aws_subnet.a", "aws_subnet.b", "aws_security_group.g"]
        .into_iter()
        .fold(Module::default(), |module, address| module.block(address, json!({}), None))
        .block("aws_instance.i", local, None);
    let root = Root::new(module)
        .creates("aws_vpc.main", json!({}), &["id", "default_security_group_id", "main_route_table_id"])
        .creates("aws_subnet.a", json!({}), &["id"])
        .creates("aws_subnet.b", json!({}), &["id"])
        .creates("aws_security_group.g", json!({}), &["id"])
        .creates("aws_instance.i", json!({}), &["subnet_id", "vpc_security_group_ids", "id"]);
    let mut plan: Value = serde_json::from_str(&root.text()).unwrap();
    let steps = |attribute: &str| if attribute.is_empty() { json!([]) } else { json!([attribute]) };
    plan["relevant_attributes"] =
        relevant.iter().map(|(resource, attribute)| json!({"resource": resource, "attribute": steps(attribute)})).collect();
    candidates(&plan.to_string(), path, None)
}

const SUBNET: &[&str] = &["subnet_id"];
const GROUPS: &[&str] = &["vpc_security_group_ids"];

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_local_is_something_that_changes_depend_on() {
    let both = names(&["aws_subnet.a", "aws_subnet.b"]);
    assert_eq!(by_local(SUBNET, &[]).0, both);
    assert_eq!(by_local(SUBNET, &[("aws_subnet.a", "id")]).0, names(&["aws_subnet.a"]));
    assert_eq!(by_local(SUBNET, &[("aws_subnet.b", "arn"), ("aws_vpc.main", "id")]).0, names(&["aws_subnet.b"]));
    // The whole resource is handed on.
    assert_eq!(by_local(SUBNET, &[("aws_subnet.b", "")]).0, names(&["aws_subnet.b"]));
    // Its zone is no key of it: the list rules none out.
    assert_eq!(by_local(SUBNET, &[("aws_subnet.a", "availability_zone")]).0, both);
}

#[test]
fn a_local_may_be_the_default_group_of_a_vpc() {
    let (group, default) = ("aws_security_group.g", "default group of aws_vpc.main");
    let named = ("aws_vpc.main", "default_security_group_id");
    assert_eq!(by_local(GROUPS, &[]).0, names(&[group, default]));
    assert_eq!(by_local(GROUPS, &[named, (group, "id")]).0, names(&[group, default]));
    assert_eq!(by_local(GROUPS, &[(group, "id")]).0, names(&[group]));
    assert_eq!(by_local(GROUPS, &[(group, "id"), ("aws_vpc.main", "main_route_table_id")]).0, names(&[group]));
    assert_eq!(by_local(GROUPS, &[named]).0, names(&[default]));
}

/// What is no resource of a known type may name what is wanted, by what its attribute is called.
#[test]
fn a_local_may_come_from_a_resource_of_another_type() {
    let is_open = |resource: &str, attribute: &str| by_local(SUBNET, &[("aws_subnet.a", "id"), (resource, attribute)]).1;
    for (resource, attribute) in [
        ("aws_cloudformation_stack.s", "outputs"),
        ("aws_cloudformation_stack.s", ""),
        ("terraform_remote_state.s", "outputs"),
        ("acme_network.n", "private_subnet_ids"),
        ("acme_network.n", ""),
        ("aws_lambda_invocation.l", "result"),
    ] {
        assert!(is_open(resource, attribute), "{resource} {attribute}");
    }
    for (resource, attribute) in [
        ("random_id.r", "output"),
        ("random_id.r", ""),
        ("terraform_data.d", "output"),
        ("acme_network.n", "id"),
        ("acme_network.n", "arn"),
        ("acme_network.n", "name"),
        ("acme_network.n", "size"),
        ("aws_vpc.main", "cidr_block"),
        // Of all that the provider computes of it, nothing is called so.
        ("aws_iam_service_linked_role.r", ""),
        ("aws_api_gateway_account.a", ""),
    ] {
        assert!(!is_open(resource, attribute), "{resource} {attribute}");
    }
}

/// An instance that is there runs with the profile of this name, which a plan makes one of that is known after apply.
fn by_name(text: &str, arguments: Value, profile: Value, unknown: &[&str], written: Option<&str>) -> (Vec<String>, bool) {
    let module = Module::default().block("aws_iam_instance_profile.p", arguments, None).block("aws_vpc.x", json!({}), None).block(
        "aws_instance.i",
        json!({"iam_instance_profile": {"constant_value": text}}),
        None,
    );
    let root = Root::new(module)
        .creates("aws_vpc.x", json!({}), &["id", "cidr_block"])
        .creates("aws_iam_instance_profile.p", profile, unknown)
        .keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "iam_instance_profile": text}));
    let plan = root.text();
    let Some(written) = written else { return candidates(&plan, &["iam_instance_profile"], None) };
    let main = format!(
        "resource \"aws_vpc\" \"x\" {{\n}}\nresource \"aws_iam_instance_profile\" \"p\" {{\n{written}\n}}\nresource \"aws_instance\" \"i\" {{\n  iam_instance_profile = \"{text}\"\n}}\n"
    );
    candidates(&plan, &["iam_instance_profile"], Some(&sources("names", &plan, &main)))
}

/// The provider makes a name up from `terraform-` on where the block writes none, or an empty beginning.
/// <https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/create/naming.go>
#[test]
fn a_name_without_a_beginning_is_made_up() {
    let empty =
        |text: &str| by_name(text, json!({"name_prefix": {"constant_value": ""}}), json!({"name_prefix": ""}), &["id", "name"], None);
    assert_eq!(empty("ops"), (vec![], false));
    assert_eq!(empty("terraform-20260101").0, names(&["aws_iam_instance_profile.p"]));
}

#[test]
fn a_name_begins_and_ends_as_its_sources_say() {
    let unknown = &["id", "name", "name_prefix"];
    let written = |text: &str, name: &str| {
        let random = json!({"name": refers(&["aws_vpc.x.id", "aws_vpc.x"])});
        !by_name(text, random, json!({}), unknown, Some(name)).0.is_empty()
    };
    let between = "  name = \"ops-${aws_vpc.x.id}-node\"";
    assert!(written("ops-1a2b-node", between));
    for other in ["dev-1a2b-node", "ops-1a2b-task", "ops", "node"] {
        assert!(!written(other, between), "{other}");
    }
    let either = "  name = aws_vpc.x.cidr_block == \"10.0.0.0/16\" ? \"ops\" : \"dev-${aws_vpc.x.id}\"";
    assert!(written("ops", either) && written("dev-1", either));
    assert!(!written("web", either));
    let any = "  name = aws_vpc.x.id";
    assert!(written("web", any));
    // A name that is null is none: what counts is its beginning.
    let by_prefix = |text: &str| {
        let arguments = json!({"name": {"constant_value": null}, "name_prefix": {"constant_value": "ops-"}});
        let lines = "  name        = null\n  name_prefix = \"ops-\"";
        !by_name(text, arguments, json!({"name_prefix": "ops-"}), &["id", "name"], Some(lines)).0.is_empty()
    };
    assert!(by_prefix("ops-1"));
    assert!(!by_prefix("dev-1"));
}

/// Two blocks of a set, which a plan shows in an order of its own, tell by what is known of each which one it is.
#[test]
fn blocks_are_told_apart_by_what_is_known_of_them() {
    let linked = |written: [&str; 2], shown: [Value; 2]| {
        let groups: Vec<&str> =
            ["aws_security_group.a.id", "aws_security_group.a", "aws_security_group.b.id", "aws_security_group.b"].into();
        let module = Module::default()
            .block("aws_vpc.x", json!({}), None)
            .block("aws_security_group.a", json!({}), None)
            .block("aws_security_group.b", json!({}), None)
            .block("aws_security_group.g", json!({"ingress": refers(&groups)}), None);
        let unknown = json!([{"security_groups": true}, {"security_groups": true}]);
        let change = json!({"before": null, "after": {"ingress": shown}, "after_unknown": {"id": true, "ingress": unknown}});
        let root = Root::new(module)
            .creates("aws_vpc.x", json!({}), &["id"])
            .creates("aws_security_group.a", json!({}), &["id"])
            .creates("aws_security_group.b", json!({}), &["id"])
            .change("aws_security_group.g", &["create"], change);
        let blocks = ["a", "b"].into_iter().zip(written).map(|(group, more)| {
            format!("  ingress {{\n    protocol = \"tcp\"\n    {more}\n    security_groups = [aws_security_group.{group}.id]\n  }}\n")
        });
        let others =
            ["vpc\" \"x", "security_group\" \"a", "security_group\" \"b"].map(|other| format!("resource \"aws_{other}\" {{\n}}\n"));
        let main = format!("{}resource \"aws_security_group\" \"g\" {{\n{}}}\n", others.concat(), blocks.collect::<String>());
        let plan = root.text();
        let sources = sources("blocks", &plan, &main);
        let plan = Plan::parse(&plan).unwrap();
        let graph = Graph::build(&[&plan], 1, &[Some(&sources)], Picture::Planned, false, &mut Decoder::default()).unwrap();
        let links = graph.at("aws_security_group.g").unwrap().links(&["ingress", "security_groups"]);
        links
            .iter()
            .map(|link| link.candidates().map(|candidate| name_of(&graph, candidate.target)).collect::<Vec<_>>().join(" or "))
            .collect::<Vec<_>>()
    };
    let other_way = ["aws_security_group.b", "aws_security_group.a"];
    let shown = |name: &str, values: [Value; 2]| values.map(|value| json!({"protocol": "tcp", name: value}));
    let flag = linked(["self = true", "self = false"], shown("self", [json!(false), json!(true)]));
    assert_eq!(flag, other_way);
    let text = linked(["description = \"one\"", "description = \"two\""], shown("description", [json!("two"), json!("one")]));
    assert_eq!(text, other_way);
    let number = linked(["from_port = 80", "from_port = 443"], shown("from_port", [json!(443), json!(80)]));
    assert_eq!(number, other_way);
    // A number may be written as a text.
    let number = linked(["from_port = \"80\"", "from_port = \"443\""], shown("from_port", [json!(443), json!(80)]));
    assert_eq!(number, other_way);
    // What is made of something that only the apply tells is nothing that a plan shows.
    let symbol = linked(["description = aws_vpc.x.id", "description = \"two\""], shown("description", [json!("two"), json!("")]));
    assert_eq!(symbol, other_way);
}
