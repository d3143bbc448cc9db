//! What a plan adopts of what AWS made, and another input shows: it is one object, of which the plan's word counts.

mod common;

use common::{Module, Root, refers};
use serde_json::{Value, json};
use ssm_check_graph::{Graph, Picture};
use ssm_check_plan::{Decoder, Plan};

const ACCOUNT: &str = "111122223333";

/// A plan of the account, which makes these resources.
fn adopting(module: Module, made: &[(&str, Value, &[&str])]) -> String {
    let root = made.iter().fold(Root::new(module), |root, (address, known, unknown)| root.creates(address, known.clone(), unknown));
    let mut plan: Value = serde_json::from_str(&root.text()).unwrap();
    plan["configuration"]["provider_config"]["aws"]["expressions"]["allowed_account_ids"] = json!({"constant_value": [ACCOUNT]});
    plan.to_string()
}

fn state(resources: &[(&str, Value)]) -> String {
    let resources: Vec<Value> = resources
        .iter()
        .map(|(address, values)| {
            let (kind, name) = address.split_once('.').unwrap();
            json!({
                "address": address, "mode": "managed", "type": kind, "name": name, "schema_version": 0, "values": values,
                "provider_name": "registry.terraform.io/hashicorp/aws",
            })
        })
        .collect();
    json!({"format_version": "1.0", "terraform_version": "1.11.0", "values": {"root_module": {"resources": resources}}}).to_string()
}

/// The resources of both, and the id of the first one.
fn together(texts: [&str; 2], first: &str) -> (Vec<String>, Option<String>) {
    let plans = texts.map(|text| Plan::parse(text).unwrap());
    let plans: Vec<_> = plans.iter().collect();
    let graph = Graph::build(&plans, 2, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let id = graph.at(first).and_then(|resource| resource.text("id").value().map(str::to_owned));
    (graph.resources().map(|resource| resource.address().to_owned()).collect(), id)
}

fn vpc(id: &str, region: &str, account: &str, default: bool) -> Value {
    json!({"id": id, "arn": format!("arn:aws:ec2:{region}:{account}:vpc/{id}"), "default": default, "cidr_block": "172.31.0.0/16"})
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// There is one default VPC of an account in a Region.
#[test]
fn the_default_vpc() {
    let block = || Module::default().block("aws_default_vpc.d", json!({"enable_dns_hostnames": {"constant_value": true}}), None);
    let plan = adopting(block(), &[("aws_default_vpc.d", json!({"enable_dns_hostnames": true}), &["id", "cidr_block", "arn"])]);
    let with = |values: Value| together([&plan, &state(&[("aws_vpc.shown", values)])], "aws_default_vpc.d");
    let (resources, id) = with(vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", ACCOUNT, true));
    assert_eq!(resources, ["aws_default_vpc.d"]);
    assert_eq!(id.as_deref(), Some("vpc-0aaaaaaaaaaaaaaaa"));
    for other in [
        vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", ACCOUNT, false),
        vpc("vpc-0aaaaaaaaaaaaaaaa", "us-east-1", ACCOUNT, true),
        vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", "444455556666", true),
    ] {
        let (resources, id) = with(other);
        assert_eq!((resources.len(), id), (2, None));
    }
    // A VPC that is made is not the default one.
    let made = adopting(Module::default().block("aws_vpc.d", json!({}), None), &[("aws_vpc.d", json!({}), &["id"])]);
    let shown = state(&[("aws_vpc.shown", vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", ACCOUNT, true))]);
    assert_eq!(together([&made, &shown], "aws_vpc.d").0.len(), 2);
}

/// And one default subnet in an Availability Zone.
#[test]
fn default_subnets() {
    let zone = json!({"availability_zone": {"constant_value": "eu-west-1a"}});
    let block = Module::default().block("aws_default_subnet.d", zone, None);
    let plan = adopting(block, &[("aws_default_subnet.d", json!({"availability_zone": "eu-west-1a"}), &["id", "vpc_id"])]);
    let subnet = |zone: &str, default: bool| {
        json!({
            "id": "subnet-0aaaaaaaaaaaaaaaa", "arn": format!("arn:aws:ec2:eu-west-1:{ACCOUNT}:subnet/subnet-0aaaaaaaaaaaaaaaa"),
            "availability_zone": zone, "default_for_az": default,
        })
    };
    let count = |values: Value| together([&plan, &state(&[("aws_subnet.shown", values)])], "aws_default_subnet.d");
    assert_eq!(count(subnet("eu-west-1a", true)), (names(&["aws_default_subnet.d"]), Some("subnet-0aaaaaaaaaaaaaaaa".to_owned())));
    assert_eq!(count(subnet("eu-west-1b", true)).0.len(), 2);
    assert_eq!(count(subnet("eu-west-1a", false)).0.len(), 2);
}

/// What AWS makes with a VPC: of each kind one, told by the VPC or by its own id.
#[test]
fn defaults_of_a_vpc() {
    let shown = |more: (&str, Value)| {
        let mut main = vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", ACCOUNT, false);
        main["default_route_table_id"] = json!("rtb-0aaaaaaaaaaaaaaaa");
        main["default_network_acl_id"] = json!("acl-0aaaaaaaaaaaaaaaa");
        main["default_security_group_id"] = json!("sg-0aaaaaaaaaaaaaaaa");
        state(&[("aws_vpc.main", main), more])
    };
    for (adopter, argument, value, other, other_id) in [
        ("aws_default_route_table.d", "default_route_table_id", "rtb-0aaaaaaaaaaaaaaaa", "aws_route_table.r", "rtb-0aaaaaaaaaaaaaaaa"),
        ("aws_default_network_acl.d", "default_network_acl_id", "acl-0aaaaaaaaaaaaaaaa", "aws_network_acl.r", "acl-0aaaaaaaaaaaaaaaa"),
        ("aws_default_security_group.d", "vpc_id", "vpc-0aaaaaaaaaaaaaaaa", "aws_default_security_group.r", "sg-0aaaaaaaaaaaaaaaa"),
    ] {
        let block = Module::default().block(adopter, json!({argument: {"constant_value": value}}), None);
        let plan = adopting(block, &[(adopter, json!({argument: value}), &["id", "arn"])]);
        let of = |id: &str, vpc: &str| {
            let values = json!({"id": id, "vpc_id": vpc, "default_route_table_id": id, "default_network_acl_id": id});
            together([&plan, &shown((other, values))], adopter)
        };
        let (resources, id) = of(other_id, "vpc-0aaaaaaaaaaaaaaaa");
        assert_eq!(resources, [adopter, "aws_vpc.main"], "{other}");
        assert_eq!(id.as_deref(), Some(other_id), "{other}");
        let (resources, id) = of(&other_id.replace('a', "b"), "vpc-0bbbbbbbbbbbbbbbb");
        assert_eq!((resources.len(), id), (3, None), "{other}");
    }
}

/// A setting of Systems Manager is one of an account and Region, whoever writes it.
#[test]
fn settings_of_a_region() {
    let id = |account: &str, name: &str| format!("arn:aws:ssm:eu-west-1:{account}:servicesetting{name}");
    let setting = |account: &str, name: &str, value: &str| json!({"id": id(account, name), "arn": id(account, name), "setting_id": id(account, name), "setting_value": value});
    let name = "/ssm/documents/console/public-sharing-permission";
    let made = json!({"setting_id": name, "setting_value": "Disable"});
    let written = json!({"setting_id": {"constant_value": name}, "setting_value": {"constant_value": "Disable"}});
    let block = Module::default().block("aws_ssm_service_setting.d", written, None);
    let plan = adopting(block, &[("aws_ssm_service_setting.d", made, &["id", "arn"])]);
    let count =
        |values: Value| together([&plan, &state(&[("aws_ssm_service_setting.shown", values)])], "aws_ssm_service_setting.d").0.len();
    assert_eq!(count(setting(ACCOUNT, name, "Enable")), 1);
    assert_eq!(count(setting("444455556666", name, "Enable")), 2);
    assert_eq!(count(setting(ACCOUNT, "/ssm/managed-instance/default-ec2-instance-management-role", "r")), 2);
    // Destroyed, it is gone in the state beside the plan too.
    let destroying = Root::new(Module::default()).destroys("aws_ssm_service_setting.d", &setting(ACCOUNT, name, "Disable")).text();
    let shown = state(&[("aws_ssm_service_setting.shown", setting(ACCOUNT, name, "Disable"))]);
    assert_eq!(together([&destroying, &shown], "aws_ssm_service_setting.d").0, Vec::<String>::new());
}

/// A plan's own word counts, where it is not known yet too; the rest AWS has told.
#[test]
fn what_is_written_is_the_plans() {
    let written = json!({"enable_dns_support": refers(&["var.x"])});
    let block = Module::default().block("aws_default_vpc.d", written, None);
    let plan = adopting(block, &[("aws_default_vpc.d", json!({}), &["id", "enable_dns_support", "enable_dns_hostnames", "cidr_block"])]);
    let mut values = vpc("vpc-0aaaaaaaaaaaaaaaa", "eu-west-1", ACCOUNT, true);
    values["enable_dns_support"] = json!(true);
    values["enable_dns_hostnames"] = json!(true);
    let shown = state(&[("aws_vpc.shown", values)]);
    let plans = [&plan, &shown].map(|text| Plan::parse(text).unwrap());
    let plans: Vec<_> = plans.iter().collect();
    let graph = Graph::build(&plans, 2, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let vpc = graph.at("aws_default_vpc.d").unwrap();
    assert!(vpc.value("enable_dns_support").is_unknown());
    assert_eq!(vpc.values().get("enable_dns_hostnames").boolean().value(), Some(true));
    assert_eq!(vpc.values().get("cidr_block").text().value(), Some("172.31.0.0/16"));
}
