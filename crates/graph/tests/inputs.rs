//! Several inputs together: which of them counts for an object that more than one shows, and where their resources are.

mod common;

use common::{Module, Root, refers};
use serde_json::{Value, json};
use ssm_check_aws::{Region, Symbolic};
use ssm_check_graph::{Conflict, Graph, Picture};
use ssm_check_plan::{Decoder, InputKind, Plan};

/// A state with these resources.
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

/// A plan of no other changes, made at a time.
fn plan(root: Root, made: &str) -> String {
    let mut plan: Value = serde_json::from_str(&root.text()).unwrap();
    plan["timestamp"] = json!(made);
    plan.to_string()
}

fn kept(resources: &[(&str, Value)]) -> Root {
    resources.iter().fold(Root::new(Module::default()), |root, (address, values)| root.keeps(address, values))
}

const EARLY: &str = "2026-01-01T00:00:00Z";
const LATE: &str = "2026-02-01T00:00:00Z";

/// The resources of the inputs by input and address, and what they differ in.
fn together(texts: &[&str], judged: usize) -> (Vec<(usize, String)>, Vec<Conflict>) {
    with(
        texts,
        judged,
        |_| {},
        |graph| (graph.resources().map(|r| (r.input(), r.address().to_owned())).collect(), graph.conflicts().to_vec()),
    )
}

fn with<T>(texts: &[&str], judged: usize, change: impl Fn(&mut [Plan<'_>]), read: impl Fn(&Graph<'_>) -> T) -> T {
    let mut plans: Vec<_> = texts.iter().map(|text| Plan::parse(text).unwrap()).collect();
    change(&mut plans);
    let plans: Vec<_> = plans.iter().collect();
    read(&Graph::build(&plans, judged, &[], Picture::Planned, false, &mut Decoder::default()).unwrap())
}

fn vpc(more: &[(&str, Value)]) -> Value {
    let mut values = json!({"id": "vpc-0aaaaaaaaaaaaaaaa"});
    for (name, value) in more {
        values[*name] = value.clone();
    }
    values
}

fn at(input: usize, address: &str) -> (usize, String) {
    (input, address.to_owned())
}

#[test]
fn an_object_of_two_inputs_is_one() {
    let tags = |name: &str| vpc(&[("tags", json!({"Name": name}))]);
    // Its address does not matter.
    let (plan_of, state_of) = (plan(kept(&[("aws_vpc.main", tags("a"))]), EARLY), state(&[("aws_vpc.other", tags("a"))]));
    for (texts, counts) in [([&*plan_of, &*state_of], 0), ([&*state_of, &*plan_of], 1)] {
        let (resources, conflicts) = together(&texts, 2);
        assert_eq!(resources, [at(counts, "aws_vpc.main")]);
        assert_eq!(conflicts, []);
    }
    // By the id that AWS made up, whether the ARN is shown as well or not; by the ARN where the id is a name.
    let arn = json!("arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0aaaaaaaaaaaaaaaa");
    let (whole, bare) = (plan(kept(&[("aws_vpc.main", vpc(&[("arn", arn)]))]), EARLY), state(&[("aws_vpc.other", vpc(&[]))]));
    assert_eq!(together(&[&whole, &bare], 2).0, [at(0, "aws_vpc.main")]);
    let role = |account: &str| json!({"id": "r", "name": "r", "arn": format!("arn:aws:iam::{account}:role/r")});
    for (account, count) in [("123456789012", 1), ("210987654321", 2)] {
        let (one, other) = (plan(kept(&[("aws_iam_role.a", role("123456789012"))]), EARLY), state(&[("aws_iam_role.b", role(account))]));
        assert_eq!(together(&[&one, &other], 2).0.len(), count, "{account}");
    }
    // They differ in it.
    let second = ("aws_subnet.s", json!({"id": "subnet-0aaaaaaaaaaaaaaaa", "vpc_id": "vpc-0aaaaaaaaaaaaaaaa"}));
    let moved = ("aws_subnet.t", json!({"id": "subnet-0aaaaaaaaaaaaaaaa", "vpc_id": "vpc-0bbbbbbbbbbbbbbbb"}));
    let plan_of = plan(kept(&[("aws_vpc.main", tags("a")), second]), EARLY);
    let state_of = state(&[("aws_vpc.other", tags("b")), moved]);
    let (resources, conflicts) = together(&[&plan_of, &state_of], 2);
    assert_eq!(resources, [at(0, "aws_subnet.s"), at(0, "aws_vpc.main")]);
    let conflict = Conflict { address: "aws_subnet.s".into(), others: 1, counts: 0, dropped: 1, with_aws: false };
    assert_eq!(conflicts, [conflict]);
    // Another id is another VPC.
    let other = state(&[("aws_vpc.main", json!({"id": "vpc-0bbbbbbbbbbbbbbbb"}))]);
    assert_eq!(together(&[&plan_of, &other], 2).0.len(), 3);
}

/// What is judged counts more than context, a plan more than a state, a newer plan more than an older one.
#[test]
fn which_input_counts() {
    let of = |made| plan(kept(&[("aws_vpc.main", vpc(&[]))]), made);
    let (early, late, stated) = (of(EARLY), of(LATE), state(&[("aws_vpc.main", vpc(&[]))]));
    for (texts, judged, counts) in [
        ([&*early, &*late], 2, 1),
        ([&*late, &*early], 2, 0),
        ([&*early, &*late], 1, 0),
        ([&*stated, &*late], 1, 0),
        ([&*stated, &*late], 2, 1),
        ([&*stated, &*stated], 2, 0),
        ([&*early, &*early], 2, 0),
    ] {
        assert_eq!(together(&texts, judged).0, [at(counts, "aws_vpc.main")], "{judged}");
    }
    // The state that was written last.
    for (serials, counts) in [([2, 1], 0), ([1, 2], 1)] {
        let change = |plans: &mut [Plan<'_>]| plans.iter_mut().zip(serials).for_each(|(plan, serial)| plan.serial = Some(serial));
        let resources = with(&[&stated, &stated], 2, change, |graph| graph.resources().map(|r| r.input()).collect::<Vec<_>>());
        assert_eq!(resources, [counts], "{serials:?}");
    }
}

/// What AWS answers is compared with what both show.
#[test]
fn answers_of_aws_count_least() {
    let ours = state(&[("aws_vpc.main", vpc(&[("cidr_block", json!("10.0.0.0/16")), ("tags", json!({"Name": "a"}))]))]);
    let answers = |plans: &mut [Plan<'_>]| plans[1].kind = InputKind::Answers;
    let conflicts = |theirs: &str| with(&[&ours, theirs], 2, answers, |graph| (graph.resources().count(), graph.conflicts().to_vec()));
    let same = state(&[("aws_vpc.answer", vpc(&[("cidr_block", json!("10.0.0.0/16"))]))]);
    assert_eq!(conflicts(&same), (1, vec![]));
    let other = state(&[("aws_vpc.answer", vpc(&[("cidr_block", json!("10.1.0.0/16"))]))]);
    let conflict = Conflict { address: "aws_vpc.main".into(), others: 0, counts: 0, dropped: 1, with_aws: true };
    assert_eq!(conflicts(&other), (1, vec![conflict]));
    // What the input shows is what counts, until the answers are asked for.
    let range = |change: fn(&mut [Plan<'_>])| {
        with(&[&ours, &other], 2, change, |graph| graph.at("aws_vpc.main").unwrap().text("cidr_block").value().map(str::to_owned))
    };
    assert_eq!(range(answers).as_deref(), Some("10.0.0.0/16"));
    assert_eq!(range(|_| {}).as_deref(), Some("10.0.0.0/16"));
    // Of two states it is no answer, and what only one shows is a difference.
    assert_eq!(with(&[&ours, &same], 2, |_| {}, |graph| graph.conflicts().len()), 1);
}

/// An instance that an input shows stands for its primary interface, which AWS lists among the others.
#[test]
fn primary_interfaces_that_aws_lists() {
    let instance = |id: &str, interface: &str| json!({"id": id, "primary_network_interface_id": interface});
    let interface = |id: &str| json!({"id": id});
    let ours = state(&[
        ("aws_instance.a", instance("i-0aaaaaaaaaaaaaaaa", "eni-0aaaaaaaaaaaaaaaa")),
        ("aws_instance.c", instance("i-0cccccccccccccccc", "eni-0cccccccccccccccc")),
        ("aws_network_interface.c", interface("eni-0cccccccccccccccc")),
    ]);
    let theirs = state(&[
        ("aws_instance.d", instance("i-0dddddddddddddddd", "eni-0dddddddddddddddd")),
        ("aws_network_interface.a", interface("eni-0aaaaaaaaaaaaaaaa")),
        ("aws_network_interface.b", interface("eni-0bbbbbbbbbbbbbbbb")),
        ("aws_network_interface.d", interface("eni-0dddddddddddddddd")),
    ]);
    let answers = |plans: &mut [Plan<'_>]| plans[1].kind = InputKind::Answers;
    let addresses = |change: fn(&mut [Plan<'_>])| {
        with(&[&ours, &theirs], 2, change, |graph| graph.resources().map(|r| (r.input(), r.address().to_owned())).collect::<Vec<_>>())
    };
    let own = [at(0, "aws_instance.a"), at(0, "aws_instance.c"), at(0, "aws_network_interface.c"), at(1, "aws_instance.d")];
    let listed = |names: &[&str]| names.iter().map(|name| at(1, &format!("aws_network_interface.{name}"))).collect::<Vec<_>>();
    assert_eq!(addresses(answers), [own.to_vec(), listed(&["b", "d"])].concat());
    // A state made them itself.
    assert_eq!(addresses(|_| {}), [own.to_vec(), listed(&["a", "b", "d"])].concat());
}

/// An element that several inputs write is what the one that counts more says, whichever of them comes first.
#[test]
fn elements_that_several_inputs_write() {
    let route = |gateway: &str| json!({"id": "r-1", "route_table_id": "rtb-0aaaaaaaaaaaaaaaa", "destination_cidr_block": "0.0.0.0/0", "gateway_id": gateway});
    let table = |gateway: &str| {
        let row = json!([{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "gateway_id": gateway}]);
        json!({"id": "rtb-0aaaaaaaaaaaaaaaa", "route": row})
    };
    for (first, second, left) in [(EARLY, LATE, "igw-table"), (LATE, EARLY, "igw-route")] {
        let own = plan(kept(&[("aws_route.r", route("igw-route"))]), first);
        let holder = plan(kept(&[("aws_route_table.t", table("igw-table"))]), second);
        for texts in [[&*own, &*holder], [&*holder, &*own]] {
            let said = with(
                &texts,
                2,
                |_| {},
                |graph| {
                    let route = graph.at("aws_route.r").and_then(|route| route.text("gateway_id").value().map(str::to_owned));
                    let rows = graph.at("aws_route_table.t").unwrap();
                    let row = rows
                        .values()
                        .get("route")
                        .elements()
                        .next()
                        .and_then(|row| row.get("gateway_id").text().value().map(str::to_owned));
                    [route, row].into_iter().flatten().collect::<Vec<_>>()
                },
            );
            assert_eq!(said, [left]);
        }
    }
    // A rule of a group is one of many, and both stay.
    let rule =
        |id: &str, range: &str| json!({"id": id, "security_group_id": "sg-0aaaaaaaaaaaaaaaa", "ip_protocol": "-1", "cidr_ipv4": range});
    let one = plan(kept(&[("aws_vpc_security_group_ingress_rule.a", rule("sgr-0aaaaaaaaaaaaaaaa", "10.0.0.0/8"))]), EARLY);
    let other = plan(kept(&[("aws_vpc_security_group_ingress_rule.b", rule("sgr-0bbbbbbbbbbbbbbbb", "10.0.0.0/8"))]), LATE);
    assert_eq!(together(&[&one, &other], 2).0.len(), 2);
}

/// A name may be another account's, so that it takes an object that both share under one address.
#[test]
fn names_are_the_same_in_one_root_module() {
    let role = ("aws_iam_instance_profile.p", json!({"id": "p", "name": "p"}));
    let shared = ("aws_vpc.main", vpc(&[]));
    let elsewhere = ("aws_vpc.elsewhere", vpc(&[]));
    let count = |a: &[(&str, Value)], b: &[(&str, Value)]| {
        let (a, b) = (plan(kept(a), LATE), plan(kept(b), EARLY));
        together(&[&a, &b], 2).0.iter().filter(|(_, address)| address.starts_with("aws_iam")).count()
    };
    let alone = [role.clone()];
    assert_eq!(count(&alone, &alone), 2);
    assert_eq!(count(&[role.clone(), shared.clone()], &[role.clone(), shared.clone()]), 1);
    assert_eq!(count(&[role.clone(), shared.clone()], &[role.clone(), elsewhere]), 2);
    let renamed = ("aws_iam_instance_profile.q", role.1.clone());
    assert_eq!(count(&[role.clone(), shared.clone()], &[renamed, shared.clone()]), 2);
    // What ends like an id that AWS makes up, and is too short or has other letters, is a name.
    for name in ["web-bad", "web-production"] {
        let called = |address| (address, json!({"id": name, "name": name}));
        assert_eq!(count(&[called("aws_iam_instance_profile.p")], &[called("aws_iam_instance_profile.q")]), 2, "{name}");
    }
    // With the account in its ARN a name is one thing in the world.
    let of = |account: &str| json!({"id": "p", "name": "p", "arn": format!("arn:aws:iam::{account}:instance-profile/p")});
    let named = |address, account| (address, of(account));
    let (a, b) = ("aws_iam_instance_profile.a", "aws_iam_instance_profile.b");
    assert_eq!(count(&[named(a, "111122223333")], &[named(b, "111122223333")]), 1);
    assert_eq!(count(&[named(a, "111122223333")], &[named(b, "444455556666")]), 2);
}

/// What a plan destroys is gone, although a state beside it still has it.
#[test]
fn what_a_plan_destroys_no_state_keeps() {
    let state_of = state(&[("aws_vpc.main", vpc(&[]))]);
    let destroying = plan(Root::new(Module::default()).destroys("aws_vpc.main", &vpc(&[])), LATE);
    assert_eq!(together(&[&destroying, &state_of], 2).0, []);
    assert_eq!(together(&[&state_of, &destroying], 2).0, []);
    // Context does not destroy what is judged.
    assert_eq!(together(&[&state_of, &destroying], 1).0, [at(0, "aws_vpc.main")]);
    let other = plan(Root::new(Module::default()).destroys("aws_vpc.main", &json!({"id": "vpc-0bbbbbbbbbbbbbbbb"})), LATE);
    assert_eq!(together(&[&other, &state_of], 2).0, [at(1, "aws_vpc.main")]);
}

/// A subnet has one route table: who counts more says which.
#[test]
fn what_aws_takes_one_of_only() {
    let association = |id: &str, subnet: &str, table: &str| json!({"id": id, "subnet_id": subnet, "route_table_id": table});
    let count = |a: Value, b: Value| {
        let (a, b) = (plan(kept(&[("aws_route_table_association.a", a)]), LATE), state(&[("aws_route_table_association.b", b)]));
        together(&[&a, &b], 2).0
    };
    let first = || association("rtbassoc-0aaaaaaaaaaaaaaaa", "subnet-0aaaaaaaaaaaaaaaa", "rtb-0aaaaaaaaaaaaaaaa");
    let same = association("rtbassoc-0bbbbbbbbbbbbbbbb", "subnet-0aaaaaaaaaaaaaaaa", "rtb-0bbbbbbbbbbbbbbbb");
    let other = association("rtbassoc-0bbbbbbbbbbbbbbbb", "subnet-0bbbbbbbbbbbbbbbb", "rtb-0aaaaaaaaaaaaaaaa");
    assert_eq!(count(first(), same), [at(0, "aws_route_table_association.a")]);
    assert_eq!(count(first(), other).len(), 2);
    // What is only made differs from nothing that was there.
    let made = json!({"subnet_id": "subnet-0aaaaaaaaaaaaaaaa", "route_table_id": "rtb-0bbbbbbbbbbbbbbbb"});
    let making = plan(Root::new(Module::default()).creates("aws_route_table_association.a", made, &["id"]), LATE);
    let there = state(&[("aws_route_table_association.b", first())]);
    assert_eq!(together(&[&making, &there], 2), (vec![at(0, "aws_route_table_association.a")], vec![]));
    // Of a gateway it says nothing of subnets.
    let of_gateway =
        |id: &str, gateway: &str| json!({"id": id, "gateway_id": gateway, "subnet_id": "", "route_table_id": "rtb-0aaaaaaaaaaaaaaaa"});
    assert_eq!(
        count(
            of_gateway("rtbassoc-0aaaaaaaaaaaaaaaa", "igw-0aaaaaaaaaaaaaaaa"),
            of_gateway("rtbassoc-0bbbbbbbbbbbbbbbb", "igw-0bbbbbbbbbbbbbbbb")
        )
        .len(),
        2
    );
    assert_eq!(
        count(
            of_gateway("rtbassoc-0aaaaaaaaaaaaaaaa", "igw-0aaaaaaaaaaaaaaaa"),
            of_gateway("rtbassoc-0bbbbbbbbbbbbbbbb", "igw-0aaaaaaaaaaaaaaaa")
        )
        .len(),
        1
    );
}

/// An address is told apart where several inputs have it, each for something else.
#[test]
fn addresses_that_several_inputs_have() {
    let own = ("aws_vpc.own", json!({"id": "vpc-0cccccccccccccccc"}));
    let (a, b) = (state(&[("aws_vpc.main", vpc(&[])), own]), state(&[("aws_vpc.main", json!({"id": "vpc-0bbbbbbbbbbbbbbbb"}))]));
    let mut plans: Vec<_> = [&a, &b].iter().map(|text| Plan::parse(text).unwrap()).collect();
    for (plan, name) in plans.iter_mut().zip(["a.json", "b.json"]) {
        name.clone_into(&mut plan.name);
    }
    let plans: Vec<_> = plans.iter().collect();
    let mut graph = Graph::build(&plans, 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let repeated = graph.repeated_addresses();
    assert_eq!(repeated.iter().collect::<Vec<_>>(), ["aws_vpc.main"]);
    graph.tell_apart(&repeated);
    let addresses: Vec<_> = graph.resources().map(|r| (r.address().to_owned(), r.address_in_input().to_owned(), r.is_judged())).collect();
    let main = || "aws_vpc.main".to_owned();
    let own = || "aws_vpc.own".to_owned();
    assert_eq!(
        addresses,
        [("aws_vpc.main (a.json)".to_owned(), main(), true), (own(), own(), true), ("aws_vpc.main (b.json)".to_owned(), main(), false)]
    );
    assert_eq!(graph.at("aws_vpc.main (b.json)").map(|r| r.input()), Some(1));
    assert_eq!(graph.at("aws_vpc.main").map(|r| r.input()), Some(0));
    // One input has each address once.
    let alone = Graph::build(&plans[..1], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    assert!(alone.repeated_addresses().is_empty());
}

/// The account of each input: as its resources show, and where it shows none, as the others do.
#[test]
fn accounts_of_inputs() {
    let owned = |account: &str| plan(kept(&[("aws_vpc.main", vpc(&[("owner_id", json!(account))]))]), EARLY);
    let by_arn =
        plan(kept(&[("aws_vpc.main", vpc(&[("arn", json!("arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0aaaaaaaaaaaaaaaa"))]))]), EARLY);
    let silent = plan(kept(&[("aws_subnet.s", json!({"id": "subnet-0aaaaaaaaaaaaaaaa"}))]), EARLY);
    let accounts = |texts: &[&str], strict: bool| {
        let plans: Vec<_> = texts.iter().map(|text| Plan::parse(text).unwrap()).collect();
        let plans: Vec<_> = plans.iter().collect();
        let graph = Graph::build(&plans, plans.len(), &[], Picture::Planned, strict, &mut Decoder::default()).unwrap();
        let of = |r: ssm_check_graph::Resource<'_>| match &r.location().account {
            Symbolic::Known(account) => account.to_string(),
            Symbolic::Placeholder(_) => "unknown".to_owned(),
        };
        (graph.resources().map(of).collect::<Vec<_>>(), graph.assumed_accounts().count())
    };
    let (one, two) = (owned("111122223333"), owned("444455556666"));
    assert_eq!(accounts(&[&one], false), (vec!["111122223333".to_owned()], 0));
    assert_eq!(accounts(&[&by_arn], false), (vec!["111122223333".to_owned()], 0));
    assert_eq!(accounts(&[&silent], false), (vec!["unknown".to_owned()], 0));
    assert_eq!(accounts(&[&one, &silent], false), (vec!["111122223333".to_owned(); 2], 1));
    assert_eq!(accounts(&[&one, &silent], true), (vec!["111122223333".to_owned(), "unknown".to_owned()], 0));
    let both = accounts(
        &[&one, &plan(kept(&[("aws_vpc.b", json!({"id": "vpc-0bbbbbbbbbbbbbbbb", "owner_id": "444455556666"}))]), EARLY), &silent],
        false,
    );
    assert_eq!(both, (vec!["111122223333".to_owned(), "444455556666".to_owned(), "unknown".to_owned()], 0));
    assert_eq!(accounts(&[&two], true).0, ["444455556666"]);
    // A policy for nodes is of the account that they are in; documents may be another's.
    let policy = |resources: Value| {
        let document = json!({"Statement": [{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": resources}]}).to_string();
        plan(kept(&[("aws_iam_role_policy.p", json!({"id": "r:p", "role": "r", "name": "p", "policy": document}))]), EARLY)
    };
    let of = |resource: &str| accounts(&[&one, &policy(json!([resource]))], false);
    let taken = (vec!["111122223333".to_owned(); 2], 1);
    assert_eq!(of("arn:aws:ec2:*:111122223333:instance/*"), taken);
    assert_eq!(of("arn:aws:ec2:*:*:instance/*"), taken);
    assert_eq!(of("arn:aws:ssm:*:444455556666:document/Shell"), taken);
    for other in ["arn:aws:ec2:*:444455556666:instance/*", "arn:aws:ssm:*:444455556666:managed-instance/*"] {
        assert_eq!(of(other), (vec!["111122223333".to_owned(), "unknown".to_owned()], 0), "{other}");
    }
}

/// Of the providers of an input only `aws` is of an account: `terraform_remote_state` and `random_id` leave open nothing that it does not.
#[test]
fn other_providers_are_of_no_account() {
    let account = |others: &[(&str, &str, &str)]| {
        let mut module = Module::default().block("aws_subnet.s", json!({}), None);
        for (name, _, kind) in others {
            module.resources.push(json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x",
                "provider_config_key": name, "expressions": {}, "schema_version": 0}));
        }
        let text = Root::new(module).creates("aws_subnet.s", json!({}), &["id"]).text();
        let mut plan: Value = serde_json::from_str(&text).unwrap();
        let providers = &mut plan["configuration"]["provider_config"];
        providers["aws"]["expressions"]["profile"] = json!({"constant_value": "team"});
        for (name, full_name, _) in others {
            providers[*name] = json!({"name": name, "full_name": full_name});
        }
        let (text, shown) = (plan.to_string(), plan_of_account());
        let plans = [Plan::parse(&text).unwrap(), Plan::parse(&shown).unwrap()];
        let plans: Vec<_> = plans.iter().collect();
        let graph = Graph::build(&plans, plans.len(), &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        matches!(graph.at("aws_subnet.s").unwrap().location().account, Symbolic::Known(_))
    };
    assert!(account(&[]));
    assert!(account(&[("terraform", "terraform.io/builtin/terraform", "terraform_data")]));
    assert!(account(&[("random", "registry.terraform.io/hashicorp/random", "random_id")]));
    assert!(account(&[("tofu", "registry.opentofu.org/hashicorp/null", "null_resource")]));
    // Another configuration of the provider has credentials of its own.
    assert!(!account(&[("aws.other", "registry.terraform.io/hashicorp/aws", "aws_vpc")]));
    assert!(!account(&[("aws.other", "registry.opentofu.org/hashicorp/aws", "aws_vpc")]));
}

fn plan_of_account() -> String {
    plan(kept(&[("aws_vpc.main", vpc(&[("owner_id", json!("111122223333"))]))]), EARLY)
}

/// A resource is in its provider's account, and a data source may be of another's.
#[test]
fn accounts_that_providers_show() {
    let account = |block: Value, change: &dyn Fn(Root) -> Root| {
        let module = Module::default().block("aws_subnet.s", json!({}), None);
        let mut plan: Value = serde_json::from_str(&change(Root::new(module)).text()).unwrap();
        let expressions = &mut plan["configuration"]["provider_config"]["aws"]["expressions"];
        for (name, value) in block.as_object().unwrap() {
            expressions[name] = value.clone();
        }
        plan["variables"] = json!({"role": {"value": "arn:aws:iam::111122223333:role/from-variable"}});
        let text = plan.to_string();
        let plan = Plan::parse(&text).unwrap();
        let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        let subnet = graph.at("aws_subnet.s").unwrap().location().clone();
        let account = match subnet.account {
            Symbolic::Known(account) => account.to_string(),
            Symbolic::Placeholder(_) => "unknown".to_owned(),
        };
        assert_eq!(subnet.region, Symbolic::Known(Region::parse("eu-west-1").unwrap()));
        account
    };
    let new = |root: Root| root.creates("aws_subnet.s", json!({}), &["id"]);
    assert_eq!(account(json!({}), &new), "unknown");
    let role = |arn: &str| json!({"assume_role": [{"role_arn": {"constant_value": arn}}]});
    assert_eq!(account(role("arn:aws:iam::111122223333:role/r"), &new), "111122223333");
    assert_eq!(account(json!({"assume_role": [{"role_arn": refers(&["var.role"])}]}), &new), "111122223333");
    assert_eq!(account(json!({"assume_role": [{"role_arn": refers(&["var.other"])}]}), &new), "unknown");
    assert_eq!(account(json!({"allowed_account_ids": {"constant_value": ["444455556666"]}}), &new), "444455556666");
    assert_eq!(account(json!({"allowed_account_ids": {"constant_value": ["444455556666", "111122223333"]}}), &new), "unknown");
    // Of the roles that are assumed one after the other the last counts.
    let chain = json!({"assume_role": [
        {"role_arn": {"constant_value": "arn:aws:iam::444455556666:role/first"}},
        {"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/last"}},
    ]});
    assert_eq!(account(chain, &new), "111122223333");
    // Two that contradict each other say nothing.
    let both = json!({
        "assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/r"}}],
        "allowed_account_ids": {"constant_value": ["444455556666"]},
    });
    assert_eq!(account(both, &new), "unknown");
}

/// Where the provider's Region is not known, what it makes without a Region of its own shows it.
#[test]
fn regions_that_resources_show() {
    let region = |address: &str, values: Value| {
        let module = Module::default().block(address, json!({}), None).block("aws_subnet.s", json!({}), None);
        let root = Root::new(module).keeps(address, &values).creates("aws_subnet.s", json!({}), &["id"]);
        let mut plan: Value = serde_json::from_str(&root.text()).unwrap();
        plan["configuration"]["provider_config"]["aws"]["expressions"]["region"] = refers(&["var.not_known"]);
        let text = plan.to_string();
        let plan = Plan::parse(&text).unwrap();
        let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        match &graph.at("aws_subnet.s").unwrap().location().region {
            Symbolic::Known(region) => region.to_string(),
            Symbolic::Placeholder(_) => "unknown".to_owned(),
        }
    };
    let arn = "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0aaaaaaaaaaaaaaaa";
    let values = |more: &[(&str, Value)]| vpc(&[&[("arn", json!(arn))], more].concat());
    assert_eq!(region("aws_vpc.main", values(&[])), "eu-central-1");
    // Since hashicorp/aws 6 a resource may be in another one.
    assert_eq!(region("aws_vpc.main", values(&[("region", json!("eu-central-1"))])), "unknown");
    assert_eq!(region("data.aws_vpc.main", values(&[])), "unknown");
}
