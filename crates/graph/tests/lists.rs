//! Lists that several resources write: what a change of one takes from another.

mod common;

use common::{Module, Root};
use serde_json::{Value, json};
use ssm_check_graph::{Graph, Loss, Picture};
use ssm_check_plan::{Decoder, Plan};

/// A list that is written in an argument of what holds it, or element by element by resources of their own.
struct Shared {
    holder: (&'static str, Value),
    argument: &'static str,
    element: Value,
    own: (&'static str, Value),
}

fn shared() -> Vec<Shared> {
    let rule = |more: Value| {
        let mut rule = json!({
            "from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [],
            "security_groups": [], "self": false, "description": "",
        });
        more.as_object().unwrap().iter().for_each(|(name, value)| rule[name] = value.clone());
        rule
    };
    let made = |more: Value| {
        let mut rule = json!({"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443});
        more.as_object().unwrap().iter().for_each(|(name, value)| rule[name] = value.clone());
        rule
    };
    let group = || ("aws_security_group", json!({"id": "sg-1", "ingress": [], "egress": []}));
    let ingress = "aws_vpc_security_group_ingress_rule";
    let egress = "aws_vpc_security_group_egress_rule";
    let row = |holder, argument, element, own| Shared { holder, argument, element, own };
    let table = || ("aws_route_table", json!({"id": "rtb-1", "route": []}));
    let acl = || ("aws_network_acl", json!({"id": "acl-1", "ingress": [], "egress": [], "subnet_ids": []}));
    let entry = json!({
        "rule_no": 100, "action": "allow", "protocol": "6", "from_port": 443, "to_port": 443, "cidr_block": "0.0.0.0/0",
        "ipv6_cidr_block": "", "icmp_type": 0, "icmp_code": 0,
    });
    let acl_rule = |egress: bool| {
        json!({
            "network_acl_id": "acl-1", "egress": egress, "rule_number": 100, "rule_action": "allow", "protocol": "tcp", "from_port": 443,
            "to_port": 443, "cidr_block": "0.0.0.0/0",
        })
    };
    let role = || ("aws_iam_role", json!({"id": "r", "name": "r", "managed_policy_arns": [], "inline_policy": []}));
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let attached = || ("aws_iam_policy_attachment", json!({"policy_arn": arn, "roles": [], "users": [], "groups": []}));
    let document = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let endpoint = || ("aws_vpc_endpoint", json!({"id": "vpce-1", "subnet_ids": [], "security_group_ids": [], "route_table_ids": []}));
    vec![
        row(group(), "ingress", rule(json!({"cidr_blocks": ["10.0.0.0/8"]})), (ingress, made(json!({"cidr_ipv4": "10.0.0.0/8"})))),
        row(group(), "ingress", rule(json!({"ipv6_cidr_blocks": ["::/0"]})), (ingress, made(json!({"cidr_ipv6": "::/0"})))),
        // One range, written in two ways.
        row(
            group(),
            "ingress",
            rule(json!({"ipv6_cidr_blocks": ["2001:DB8:0::/48"]})),
            (ingress, made(json!({"cidr_ipv6": "2001:db8::/48"}))),
        ),
        // A group of a peered VPC may be named with its account.
        row(
            group(),
            "ingress",
            rule(json!({"security_groups": ["123456789012/sg-2"]})),
            (ingress, made(json!({"referenced_security_group_id": "sg-2"}))),
        ),
        row(
            group(),
            "ingress",
            rule(json!({"security_groups": ["sg-2"]})),
            (ingress, made(json!({"referenced_security_group_id": "sg-2"}))),
        ),
        row(group(), "ingress", rule(json!({"self": true})), (ingress, made(json!({"referenced_security_group_id": "sg-1"})))),
        row(group(), "ingress", rule(json!({"prefix_list_ids": ["pl-1"]})), (ingress, made(json!({"prefix_list_id": "pl-1"})))),
        row(group(), "egress", rule(json!({"cidr_blocks": ["10.0.0.0/8"]})), (egress, made(json!({"cidr_ipv4": "10.0.0.0/8"})))),
        row(
            group(),
            "egress",
            rule(json!({"cidr_blocks": ["0.0.0.0/0"], "protocol": "-1", "from_port": 0, "to_port": 0})),
            (egress, json!({"security_group_id": "sg-1", "ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"})),
        ),
        row(
            group(),
            "ingress",
            rule(json!({"cidr_blocks": ["10.0.0.0/8"]})),
            (
                "aws_security_group_rule",
                json!({"type": "ingress", "security_group_id": "sg-1", "protocol": "6", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}),
            ),
        ),
        row(
            table(),
            "route",
            json!({"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "nat_gateway_id": ""}),
            ("aws_route", json!({"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"})),
        ),
        row(
            table(),
            "route",
            json!({"cidr_block": "", "ipv6_cidr_block": "::/0", "gateway_id": "igw-1"}),
            ("aws_route", json!({"route_table_id": "rtb-1", "destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-1"})),
        ),
        row(acl(), "ingress", entry.clone(), ("aws_network_acl_rule", acl_rule(false))),
        row(acl(), "egress", entry, ("aws_network_acl_rule", acl_rule(true))),
        row(
            acl(),
            "subnet_ids",
            json!("subnet-1"),
            ("aws_network_acl_association", json!({"subnet_id": "subnet-1", "network_acl_id": "acl-1"})),
        ),
        row(role(), "managed_policy_arns", json!(arn), ("aws_iam_role_policy_attachment", json!({"role": "r", "policy_arn": arn}))),
        row(
            role(),
            "inline_policy",
            json!({"name": "p", "policy": document}),
            ("aws_iam_role_policy", json!({"role": "r", "name": "p", "policy": document})),
        ),
        row(attached(), "roles", json!("r"), ("aws_iam_role_policy_attachment", json!({"role": "r", "policy_arn": arn}))),
        row(attached(), "users", json!("u"), ("aws_iam_user_policy_attachment", json!({"user": "u", "policy_arn": arn}))),
        row(attached(), "groups", json!("g"), ("aws_iam_group_policy_attachment", json!({"group": "g", "policy_arn": arn}))),
        row(
            ("aws_iam_group_membership", json!({"name": "m", "group": "g", "users": []})),
            "users",
            json!("u"),
            ("aws_iam_user_group_membership", json!({"user": "u", "groups": ["g"]})),
        ),
        row(
            endpoint(),
            "subnet_ids",
            json!("subnet-1"),
            ("aws_vpc_endpoint_subnet_association", json!({"vpc_endpoint_id": "vpce-1", "subnet_id": "subnet-1"})),
        ),
        row(
            endpoint(),
            "security_group_ids",
            json!("sg-1"),
            ("aws_vpc_endpoint_security_group_association", json!({"vpc_endpoint_id": "vpce-1", "security_group_id": "sg-1"})),
        ),
        row(
            endpoint(),
            "route_table_ids",
            json!("rtb-1"),
            ("aws_vpc_endpoint_route_table_association", json!({"vpc_endpoint_id": "vpce-1", "route_table_id": "rtb-1"})),
        ),
        row(
            ("aws_ec2_managed_prefix_list", json!({"id": "pl-1", "entry": []})),
            "entry",
            json!({"cidr": "10.0.0.0/8", "description": ""}),
            ("aws_ec2_managed_prefix_list_entry", json!({"prefix_list_id": "pl-1", "cidr": "10.0.0.0/8"})),
        ),
        row(
            ("aws_route53_zone", json!({"id": "Z1", "zone_id": "Z1", "vpc": []})),
            "vpc",
            json!({"vpc_id": "vpc-1", "vpc_region": "eu-west-1"}),
            ("aws_route53_zone_association", json!({"zone_id": "Z1", "vpc_id": "vpc-1"})),
        ),
        row(
            ("aws_network_interface", json!({"id": "eni-1", "security_groups": []})),
            "security_groups",
            json!("sg-1"),
            ("aws_network_interface_sg_attachment", json!({"network_interface_id": "eni-1", "security_group_id": "sg-1"})),
        ),
        row(
            ("aws_instance", json!({"id": "i-1", "primary_network_interface_id": "eni-1", "vpc_security_group_ids": []})),
            "vpc_security_group_ids",
            json!("sg-1"),
            ("aws_network_interface_sg_attachment", json!({"network_interface_id": "eni-1", "security_group_id": "sg-1"})),
        ),
    ]
}

impl Shared {
    fn holding(&self, elements: &[&Value]) -> Value {
        let mut values = self.holder.1.clone();
        values[self.argument] = json!(elements);
        values
    }

    fn addresses(&self) -> (String, String) {
        (format!("{}.holder", self.holder.0), format!("{}.own", self.own.0))
    }
}

/// Which resources are left, how many elements the holder has then, and what is lost.
fn left(root: Root, shared: &Shared) -> (Vec<String>, Option<usize>, Vec<Loss>) {
    let text = root.text();
    let plan = Plan::parse(&text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let holder = graph.at(&shared.addresses().0).map(|holder| holder.values().get(shared.argument).elements().count());
    (graph.resources().map(|resource| resource.address().to_owned()).collect(), holder, graph.losses().to_vec())
}

fn updated(root: Root, address: &str, before: &Value, after: &Value) -> Root {
    root.change(address, &["update"], json!({"before": before, "after": after, "after_unknown": {}}))
}

fn loss(of: &str, by: &str, attribute: Option<&'static str>) -> Loss {
    Loss { input: 0, of: of.to_owned(), by: by.to_owned(), attribute, certain: true }
}

/// The provider takes out what an update names no more, whoever put it there.
#[test]
fn a_list_that_is_shortened_takes_from_resources_of_their_own() {
    for shared in shared() {
        let (holder, own) = shared.addresses();
        let (full, empty) = (shared.holding(&[&shared.element]), shared.holding(&[]));
        let root = || Root::new(Module::default()).keeps(&own, &shared.own.1);
        let (resources, _, losses) = left(updated(root(), &holder, &full, &empty), &shared);
        // A resource of several elements stays, without this one.
        let is_list = shared.own.0 == "aws_iam_user_group_membership";
        assert_eq!(resources.contains(&own), is_list, "{holder} {} {own}", shared.argument);
        assert_eq!(losses, [loss(&own, &holder, Some(shared.argument))], "{holder} {} {own}", shared.argument);
        // What it names as before it takes from nobody, nor what it never named.
        for (before, after) in [(&full, &full), (&empty, &empty), (&empty, &full)] {
            let (resources, _, losses) = left(updated(root(), &holder, before, after), &shared);
            assert!(resources.contains(&own) && losses.is_empty(), "{holder} {} {own}: {losses:?}", shared.argument);
        }
    }
}

/// A resource of its own that is deleted takes out what an unchanged list still shows.
#[test]
fn a_resource_that_is_deleted_takes_from_lists() {
    for shared in shared() {
        let (holder, own) = shared.addresses();
        let full = shared.holding(&[&shared.element]);
        let root = || Root::new(Module::default()).destroys(&own, &shared.own.1);
        let (_, elements, losses) = left(root().keeps(&holder, &full), &shared);
        assert_eq!(elements, Some(0), "{holder} {} {own}", shared.argument);
        assert_eq!(losses, [loss(&holder, &own, None)], "{holder} {} {own}", shared.argument);
        // An update that writes it anew puts it back: a deletion comes first.
        let (_, elements, losses) = left(updated(root(), &holder, &shared.holding(&[]), &full), &shared);
        assert!(elements == Some(1), "{holder} {} {own}: {losses:?}", shared.argument);
        // An owner waits for that; of what else names it, either may come last.
        let is_owner = !["aws_iam_policy_attachment", "aws_iam_group_membership"].contains(&shared.holder.0);
        assert!(losses.is_empty() == is_owner && losses.iter().all(|loss| !loss.certain), "{holder} {} {own}: {losses:?}", shared.argument);
    }
}

/// Another holder, or another element, is another thing.
#[test]
fn other_lists_lose_nothing() {
    // A subnet has one network ACL, whichever of them gives it away.
    for shared in shared().into_iter().filter(|shared| shared.argument != "subnet_ids" || shared.holder.0 != "aws_network_acl") {
        let (holder, own) = shared.addresses();
        let full = shared.holding(&[&shared.element]);
        let mut other = full.clone();
        for key in ["id", "name", "group", "primary_network_interface_id", "policy_arn"] {
            if other.get(key).is_some_and(Value::is_string) {
                other[key] = json!("other-2");
            }
        }
        let mut empty = other.clone();
        empty[shared.argument] = json!([]);
        let root = updated(Root::new(Module::default()).keeps(&own, &shared.own.1), &holder, &other, &empty);
        let (resources, _, losses) = left(root, &shared);
        assert!(resources.contains(&own) && losses.is_empty(), "{holder} {} {own}: {losses:?}", shared.argument);
        let root = Root::new(Module::default()).destroys(&own, &shared.own.1).keeps(&holder, &other);
        let (_, elements, losses) = left(root, &shared);
        assert!(elements == Some(1) && losses.is_empty(), "{holder} {} {own}: {losses:?}", shared.argument);
    }
}

/// An association names a subnet's network ACL, and what changes it takes it from the other.
#[test]
fn a_subnet_has_one_network_acl() {
    let association = |acl: &str| json!({"subnet_id": "subnet-1", "network_acl_id": acl});
    let acl = |subnets: &[&str]| json!({"id": "acl-2", "ingress": [], "egress": [], "subnet_ids": subnets});
    let losses = |root: Root| {
        let text = root.text();
        let plan = Plan::parse(&text).unwrap();
        let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        (graph.at("aws_network_acl_association.a").is_some(), graph.losses().to_vec())
    };
    let kept = || Root::new(Module::default()).keeps("aws_network_acl_association.a", &association("acl-1"));
    let taken = losses(updated(kept(), "aws_network_acl.b", &acl(&["subnet-1"]), &acl(&[])));
    assert_eq!(taken, (false, vec![loss("aws_network_acl_association.a", "aws_network_acl.b", Some("subnet_ids"))]));
    let other = losses(updated(kept(), "aws_network_acl.b", &acl(&["subnet-2"]), &acl(&[])));
    assert_eq!(other, (true, vec![]));
}

/// What the plan makes comes after what it deletes, and before or after what it changes: then it is not known whether it stays.
#[test]
fn what_is_made_beside_a_change() {
    for shared in shared().into_iter().filter(|shared| shared.own.0 == "aws_iam_role_policy_attachment" || shared.own.0 == "aws_route") {
        let (holder, own) = shared.addresses();
        let (full, empty) = (shared.holding(&[&shared.element]), shared.holding(&[]));
        let apart = Module::default().block(&holder, json!({}), None).block(&own, json!({}), None);
        let made = Root::new(apart).creates(&own, shared.own.1.clone(), &["id"]);
        let (resources, _, losses) = left(updated(made, &holder, &full, &empty), &shared);
        assert!(resources.contains(&own), "{own}");
        let unsure = Loss { certain: false, ..loss(&own, &holder, Some(shared.argument)) };
        assert_eq!(losses, [unsure], "{holder} {own}");
        // It waits for the holder, which is changed first.
        let block = Module::default().block(&holder, json!({}), None).block(
            &own,
            json!({"role": common::refers(&[&format!("{holder}.name"), &holder])}),
            None,
        );
        let waiting = Root::new(block).creates(&own, shared.own.1.clone(), &["id"]);
        let (resources, _, losses) = left(updated(waiting, &holder, &full, &empty), &shared);
        assert!(resources.contains(&own) && losses.is_empty(), "{holder} {own}: {losses:?}");
    }
}

/// Adopting what AWS made with a VPC takes all that was in it.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_route_table>
#[test]
fn what_is_adopted_is_stripped() {
    let cases = [
        (
            ("aws_default_route_table.d", json!({"default_route_table_id": "rtb-1", "route": []})),
            ("aws_route.own", json!({"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"})),
        ),
        (
            ("aws_default_network_acl.d", json!({"default_network_acl_id": "acl-1", "ingress": [], "egress": [], "subnet_ids": []})),
            ("aws_network_acl_rule.own", json!({"network_acl_id": "acl-1", "egress": false, "rule_number": 100, "protocol": "tcp"})),
        ),
        (
            ("aws_default_security_group.d", json!({"vpc_id": "vpc-1", "ingress": [], "egress": []})),
            (
                "aws_vpc_security_group_ingress_rule.own",
                json!({"security_group_id": "sg-1", "ip_protocol": "-1", "cidr_ipv4": "10.0.0.0/8"}),
            ),
        ),
    ];
    for ((adopter, values), (own, rule)) in cases {
        let root = |rule: &Value| {
            Root::new(Module::default())
                .keeps("aws_vpc.main", &json!({"id": "vpc-1", "default_security_group_id": "sg-1"}))
                .creates(adopter, values.clone(), &["id"])
                .keeps(own, rule)
        };
        let graph = |root: Root| {
            let text = root.text();
            let plan = Plan::parse(&text).unwrap();
            let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
            (graph.at(own).is_some(), graph.losses().to_vec())
        };
        assert_eq!(graph(root(&rule)), (false, vec![loss(own, adopter, None)]), "{adopter}");
        let mut other = rule.clone();
        for key in ["route_table_id", "network_acl_id", "security_group_id"] {
            if other.get(key).is_some() {
                other[key] = json!("other-2");
            }
        }
        assert_eq!(graph(root(&other)), (true, vec![]), "{adopter}");
    }
}

/// A tag goes with the resource that set it, though the instance still shows it.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_tag>
#[test]
fn tags_go_with_the_resource_that_set_them() {
    let tag = |key: &str, value: &str| json!({"id": format!("i-1,{key}"), "resource_id": "i-1", "key": key, "value": value});
    let team = tag("Team", "payments");
    let root = || Root::new(Module::default()).keeps("aws_instance.i", &json!({"id": "i-1", "tags": {"Team": "payments"}}));
    let left = |root: Root| {
        let text = root.text();
        let plan = Plan::parse(&text).unwrap();
        let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        (graph.at("aws_instance.i").unwrap().lost_tags().to_vec(), graph.losses().to_vec())
    };
    let (old, new) = ("aws_ec2_tag.old", "aws_ec2_tag.new");
    assert_eq!(left(root().keeps(old, &team)), (vec![], vec![]));
    assert_eq!(left(root().destroys(old, &team)), (vec!["Team".to_owned()], vec![]));
    assert_eq!(left(root().destroys(old, &team).keeps(new, &team)), (vec!["Team".to_owned()], vec![loss(new, old, None)]));
    assert_eq!(left(root().destroys(old, &team).keeps(new, &tag("Squad", "payments"))), (vec!["Team".to_owned()], vec![]));
    let unsure = Loss { certain: false, ..loss(new, old, None) };
    assert_eq!(left(root().destroys(old, &team).creates(new, team.clone(), &["id"])), (vec!["Team".to_owned()], vec![unsure]));
    let mut other = team.clone();
    other["resource_id"] = json!("i-2");
    assert_eq!(left(root().destroys(old, &other)), (vec![], vec![]));
}

/// A role that is deleted, or made anew under its name, has nothing of what it had.
#[test]
fn a_principal_that_goes_takes_all_that_it_had() {
    for (principal, attachment) in [
        ("aws_iam_role.r", ("aws_iam_role_policy_attachment.a", json!({"role": "n", "policy_arn": "arn:aws:iam::aws:policy/P"}))),
        ("aws_iam_role.r", ("aws_iam_role_policy.a", json!({"role": "n", "name": "p", "policy": "{}"}))),
        ("aws_iam_user.u", ("aws_iam_user_policy.a", json!({"user": "n", "name": "p", "policy": "{}"}))),
        ("aws_iam_group.g", ("aws_iam_group_policy.a", json!({"group": "n", "name": "p", "policy": "{}"}))),
        ("aws_iam_group.g", ("aws_iam_group_policy_attachment.a", json!({"group": "n", "policy_arn": "arn:aws:iam::aws:policy/P"}))),
    ] {
        let (own, values) = attachment;
        for (name, is_left) in [("n", false), ("m", true)] {
            let root = Root::new(Module::default()).destroys(principal, &json!({"id": name, "name": name})).keeps(own, &values);
            let text = root.text();
            let plan = Plan::parse(&text).unwrap();
            let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
            assert_eq!(graph.at(own).is_some(), is_left, "{principal} {own}");
            let lost = if is_left { vec![] } else { vec![loss(own, principal, None)] };
            assert_eq!(graph.losses(), lost, "{principal} {own}");
        }
    }
}

/// A user is taken out of its groups before it is deleted, and is in none of them when it is made anew.
#[test]
fn a_user_that_goes_is_in_no_group() {
    let memberships = [
        ("aws_iam_user_group_membership.m", "groups", json!({"user": "n", "groups": ["g", "h"]}), 2, 0),
        ("aws_iam_group_membership.m", "users", json!({"name": "m", "group": "g", "users": ["n", "o"]}), 2, 1),
    ];
    for (own, list, values, all, left) in memberships {
        for (principal, name) in [("aws_iam_user.u", "n"), ("aws_iam_user.u", "m"), ("aws_iam_group.g", "g"), ("aws_iam_group.g", "m")] {
            let expected = match (principal, name) {
                (_, "m") => all,
                ("aws_iam_user.u", _) => left,
                _ => all - if list == "groups" { 1 } else { 2 },
            };
            for actions in [&["delete"][..], &["delete", "create"]] {
                let made = (actions.len() == 2).then(|| json!({"name": name}));
                let change = json!({"before": {"id": name, "name": name}, "after": made, "after_unknown": {}});
                let root = Root::new(Module::default()).change(principal, actions, change).keeps(own, &values);
                let text = root.text();
                let plan = Plan::parse(&text).unwrap();
                let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
                let count = graph.at(own).unwrap().value(list).elements().count();
                assert_eq!(count, expected, "{own}: {actions:?} {principal} {name}");
                let lost = if expected == all { vec![] } else { vec![loss(own, principal, None)] };
                assert_eq!(graph.losses(), lost, "{own}: {actions:?} {principal} {name}");
            }
        }
    }
}
