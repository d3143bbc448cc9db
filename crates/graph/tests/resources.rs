//! What a graph says of one resource: its attributes, what writes them, and what it is linked to.

mod common;

use common::{Module, Root, of_another_account, refers};
use serde_json::{Value, json};
use ssm_check_graph::aws::Instance;
use ssm_check_graph::{AwsDefault, DiagramEdge, Existence, Graph, How, LinkTarget, Picture, Resource};
use ssm_check_plan::{Attr, Decoder, Json, Mode, Plan};

fn with<T>(text: &str, read: impl Fn(&Graph<'_>) -> T) -> T {
    let plan = Plan::parse(text).unwrap();
    read(&Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap())
}

/// What is said of one resource of a plan.
fn of<T>(root: Root, address: &str, read: impl Fn(Resource<'_>) -> T) -> T {
    with(&root.text(), |graph| read(graph.at(address).unwrap()))
}

const INSTANCE: &str = "aws_instance.i";

fn instance(arguments: Value) -> Module {
    Module::default().block(INSTANCE, arguments, None)
}

/// An attribute of a new resource that its block leaves out is absent, though the plan shows "(known after apply)".
#[test]
fn what_is_left_out_of_something_new_is_absent() {
    let written = json!({"ami": {"constant_value": "ami-1"}, "subnet_id": refers(&["var.subnet"]), "key_name": {"constant_value": ""}});
    let new = || {
        Root::new(instance(written.clone())).creates(
            INSTANCE,
            json!({"ami": "ami-1", "instance_type": "t3.micro", "monitoring": true, "cpu_core_count": 2}),
            &["subnet_id", "private_ip", "key_name"],
        )
    };
    assert_eq!(of(new(), INSTANCE, |r| r.text("ami").value().map(str::to_owned)), Some("ami-1".to_owned()));
    assert_eq!(of(new(), INSTANCE, |r| r.boolean("monitoring").value()), Some(true));
    assert_eq!(of(new(), INSTANCE, |r| r.integer("cpu_core_count").value()), Some(2));
    for (name, is_absent, is_unknown) in
        [("subnet_id", false, true), ("private_ip", true, false), ("key_name", true, false), ("ami", false, false), ("tags", true, false)]
    {
        let found = of(new(), INSTANCE, |r| (matches!(r.text(name), Attr::Absent), r.value(name).is_unknown()));
        assert_eq!(found, (is_absent, is_unknown), "{name}");
    }
    for (name, is_written, is_configured) in
        [("subnet_id", true, true), ("ami", true, true), ("private_ip", false, false), ("key_name", true, true)]
    {
        assert_eq!(of(new(), INSTANCE, |r| (r.is_written(name), r.is_configured(name))), (is_written, is_configured), "{name}");
    }
    // Of something that is there, or that no configuration shows, it may be anything.
    let changed = || {
        let change = json!({"before": {"id": "i-0123456789abcdef0"}, "after": {}, "after_unknown": {"private_ip": true, "id": true}});
        Root::new(instance(written.clone())).change(INSTANCE, &["update"], change)
    };
    assert!(of(changed(), INSTANCE, |r| r.value("private_ip").is_unknown()
        && r.is_written("private_ip")
        && !r.is_configured("private_ip")));
    let bare = || Root::new(Module::default()).creates(INSTANCE, json!({}), &["private_ip"]);
    assert!(of(bare(), INSTANCE, |r| r.value("private_ip").is_unknown() && r.is_written("private_ip") && !r.is_configured("private_ip")));
}

#[test]
fn what_the_configuration_writes_for_certain() {
    let written = json!({
        "subnet_id": refers(&["aws_subnet.s.id", "aws_subnet.s"]),
        "key_name": refers(&["var.key", "aws_subnet.s"]),
        "ami": {"constant_value": "ami-1"},
    });
    let root = || Root::new(instance(written.clone())).creates(INSTANCE, json!({}), &["subnet_id", "key_name"]);
    for (name, expected) in [("subnet_id", true), ("key_name", false), ("ami", true), ("private_ip", false)] {
        assert_eq!(of(root(), INSTANCE, |r| r.is_configured_for_certain(name)), expected, "{name}");
    }
    let text = |r: Resource<'_>, name: &str| r.constant(name).and_then(Json::as_str).map(str::to_owned);
    assert_eq!(of(root(), INSTANCE, |r| text(r, "ami")), Some("ami-1".to_owned()));
    assert_eq!(of(root(), INSTANCE, |r| text(r, "subnet_id")), None);
    let newer = |argument: &str| {
        let mut written = written.clone();
        written[argument] = json!({"constant_value": true});
        of(Root::new(instance(written)).creates(INSTANCE, json!({}), &[]), INSTANCE, |r| r.newer_argument().map(str::to_owned))
    };
    assert_eq!(newer("quantum_tunnel"), Some("quantum_tunnel".to_owned()));
    assert_eq!(newer("monitoring"), None);
}

#[test]
fn what_an_expression_names() {
    let module = Module::default().block("aws_subnet.s", json!({}), Some("count")).block("aws_vpc.main", json!({}), None).block(
        INSTANCE,
        json!({"subnet_id": refers(&["aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s", "var.x"])}),
        None,
    );
    let root = Root::new(module)
        .creates("aws_subnet.s[0]", json!({}), &["id"])
        .creates("aws_subnet.s[1]", json!({}), &["id"])
        .creates("aws_vpc.main", json!({}), &["id"])
        .creates(INSTANCE, json!({}), &["subnet_id"]);
    let named = of(root, INSTANCE, |r| {
        r.named_in("subnet_id").into_iter().map(|(r, taken)| format!("{} {taken}", r.address())).collect::<Vec<_>>()
    });
    assert_eq!(named, ["aws_subnet.s[0] id", "aws_subnet.s[1] id"]);
    let none = Root::new(instance(json!({"ami": {"constant_value": "ami-1"}}))).creates(INSTANCE, json!({}), &[]);
    assert!(of(none, INSTANCE, |r| r.named_in("ami").is_empty() && r.named_in("subnet_id").is_empty()));
}

#[test]
fn what_a_resource_is() {
    let state = || {
        Root::new(Module::default())
            .creates("aws_subnet.new", json!({}), &["id"])
            .keeps("aws_subnet.kept", &json!({"id": "subnet-0aaaaaaaaaaaaaaaa"}))
            .keeps("data.aws_vpc.found", &json!({"id": "vpc-0aaaaaaaaaaaaaaaa"}))
            .keeps("module.m[0].aws_quantum_gate.g", &json!({"id": "g"}))
            .keeps("aws_codebuild_source_credential.t", &json!({"id": "t"}))
    };
    let kind = |address: &str| of(state(), address, |r| (r.resource_type().to_owned(), r.kind().is_some(), r.is_managed(), r.existence()));
    assert_eq!(kind("aws_subnet.new"), ("aws_subnet".to_owned(), true, true, Existence::Created));
    assert_eq!(kind("aws_subnet.kept"), ("aws_subnet".to_owned(), true, true, Existence::Unchanged));
    assert!(!kind("data.aws_vpc.found").2);
    assert_eq!(of(state(), "data.aws_vpc.found", |r| r.parsed().mode), Mode::Data);
    assert!(!kind("module.m[0].aws_quantum_gate.g").1);
    let newer = |address: &str| of(state(), address, |r| r.is_of_newer_type());
    assert!(newer("module.m[0].aws_quantum_gate.g"));
    assert!(!newer("aws_codebuild_source_credential.t") && !newer("aws_subnet.kept"));
    assert!(of(state(), "aws_subnet.kept", |r| r.is_made_up("id") && !r.is_made_up("cidr_block") && !r.is_deposed() && r.is_judged()));
    assert!(!of(state(), "aws_subnet.kept", |r| r.has_sources()));
    with(&state().text(), |graph| {
        let topics: Vec<_> = graph.of_type("aws_codebuild_source_credential").map(|r| r.address().to_owned()).collect();
        assert_eq!(topics, ["aws_codebuild_source_credential.t"]);
        assert_eq!(graph.of_type("aws_nothing").count(), 0);
        let (first, second) = (graph.at("aws_subnet.kept").unwrap(), graph.at("aws_subnet.new").unwrap());
        assert!(first < second && first != second && first == graph.resource(first.id()));
        assert_eq!(format!("{first:?}"), "aws_subnet.kept");
        assert!(graph.at("aws_subnet.none").is_none());
    });
}

#[test]
fn modules_that_are_the_writers_own() {
    let own = |source: &str, inner: &str| {
        let deep = Module::default().call("inner", json!({}), Module::default());
        let mut plan: Value = serde_json::from_str(
            &Root::new(Module::default().call("outer", json!({}), deep)).keeps("aws_subnet.s", &json!({"id": "s"})).text(),
        )
        .unwrap();
        let outer = &mut plan["configuration"]["root_module"]["module_calls"]["outer"];
        outer["source"] = json!(source);
        outer["module"]["module_calls"]["inner"]["source"] = json!(inner);
        with(&plan.to_string(), |graph| {
            let resource = graph.at("aws_subnet.s").unwrap();
            (resource.is_own_module(&[]), resource.is_own_module(&["outer"]), resource.is_own_module(&["outer", "inner"]))
        })
    };
    assert_eq!(own("./m", "../n"), (true, true, true));
    assert_eq!(own("./m", "terraform-aws-modules/vpc/aws"), (true, true, false));
    assert_eq!(own("git::https://example.com/m.git", "./n"), (true, false, false));
    assert_eq!(own("/srv/m", "./n"), (true, true, true));
    assert!(of(Root::new(Module::default()).keeps("aws_subnet.s", &json!({"id": "s"})), "aws_subnet.s", |r| r.is_own_module(&["none"])));
}

/// Nested blocks: what the written one leaves out of something new, and how many there are.
#[test]
fn nested_blocks() {
    let written = json!({
        "metadata_options": [{"http_tokens": {"constant_value": "required"}, "http_endpoint": refers(&["var.x"])}],
    });
    let unknown = json!({"metadata_options": [{"http_put_response_hop_limit": true, "http_endpoint": true}], "ebs_block_device": true, "network_interface": true});
    let after = json!({"metadata_options": [{"http_tokens": "required"}]});
    let change = |actions: &[&str]| {
        let change = json!({"before": null, "after": after, "after_unknown": unknown});
        Root::new(instance(written.clone())).change(INSTANCE, actions, change)
    };
    let nested = |root: Root, name: &str| {
        of(root, INSTANCE, |r| {
            let value = r.nested("metadata_options", name);
            (value.is_unknown(), value.text().value().map(str::to_owned))
        })
    };
    assert_eq!(nested(change(&["create"]), "http_tokens"), (false, Some("required".to_owned())));
    assert_eq!(nested(change(&["create"]), "http_endpoint"), (true, None));
    assert_eq!(nested(change(&["create"]), "http_put_response_hop_limit"), (false, None));
    assert_eq!(nested(change(&["update"]), "http_put_response_hop_limit"), (true, None));
    let blocks = |root: Root, name: &str| of(root, INSTANCE, |r| (r.blocks(name).items.len(), r.blocks(name).is_unknown));
    assert_eq!(blocks(change(&["create"]), "metadata_options"), (1, false));
    // The provider computes some where they are left out.
    assert_eq!(blocks(change(&["create"]), "network_interface"), (0, false));
    assert_eq!(blocks(change(&["update"]), "network_interface"), (0, true));
    assert_eq!(blocks(change(&["create"]), "ebs_block_device"), (0, true));
}

/// A plan that makes two roles of one name in an account fails, and in two accounts it does not.
#[test]
fn roles_of_one_name() {
    let namesake = |names: [&str; 2], key: &str| {
        let mut module = Module::default().block("aws_iam_role.a", json!({}), None).block("aws_iam_role.b", json!({}), None);
        module.resources[1]["provider_config_key"] = json!(key);
        let mut root = Root::new(module);
        for (address, name) in ["aws_iam_role.a", "aws_iam_role.b"].into_iter().zip(names) {
            root = root.creates(address, json!({"name": name}), &["id"]);
        }
        of(root.other_provider(&of_another_account()), "aws_iam_role.a", |r| {
            r.graph().namesake(r.id()).map(|other| other.address().to_owned())
        })
    };
    assert_eq!(namesake(["one", "one"], "aws"), Some("aws_iam_role.b".to_owned()));
    assert_eq!(namesake(["one", "two"], "aws"), None);
    assert_eq!(namesake(["one", "one"], "aws.other"), None);
}

#[test]
fn tags_that_a_provider_gives() {
    let tags = |expressions: Value| {
        let mut plan: Value = serde_json::from_str(&Root::new(instance(json!({}))).creates(INSTANCE, json!({}), &[]).text()).unwrap();
        plan["configuration"]["provider_config"]["aws"]["expressions"] = expressions;
        plan["variables"] = json!({"tags": {"value": {"Team": "x"}}});
        with(&plan.to_string(), |graph| {
            let tags = graph.at(INSTANCE).unwrap().default_tags();
            tags.map(|tags| tags.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>())
        })
    };
    assert_eq!(tags(json!({})), Some(vec![]));
    let block = |written: Value| json!({"default_tags": [{"tags": written}]});
    assert_eq!(tags(block(json!({"constant_value": {"A": "1", "B": "2"}}))), Some(vec!["A=1".to_owned(), "B=2".to_owned()]));
    assert_eq!(tags(block(refers(&["var.tags"]))), Some(vec!["Team=x".to_owned()]));
    assert_eq!(tags(block(refers(&["local.tags"]))), None);
    let bare = Root::new(Module::default()).creates(INSTANCE, json!({}), &[]);
    assert!(of(bare, INSTANCE, |r| r.default_tags().is_none()));
}

/// An instance in a subnet of a VPC, with the VPC's default group.
fn linked() -> String {
    let module = Module::default()
        .block("aws_vpc.main", json!({}), None)
        .block("aws_subnet.a", json!({"vpc_id": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), None)
        .block("aws_subnet.b", json!({"vpc_id": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), None)
        .block(
            INSTANCE,
            json!({
                "subnet_id": refers(&["aws_subnet.a.id", "aws_subnet.a"]),
                "vpc_security_group_ids": refers(&["aws_vpc.main.default_security_group_id", "aws_vpc.main"]),
            }),
            None,
        )
        .block("aws_instance.lost", json!({"subnet_id": refers(&["random_id.x.hex", "random_id.x"])}), None);
    Root::new(module)
        .creates("aws_vpc.main", json!({}), &["id", "default_security_group_id"])
        .creates("aws_subnet.a", json!({}), &["id", "vpc_id"])
        .creates("aws_subnet.b", json!({}), &["id", "vpc_id"])
        .creates(INSTANCE, json!({}), &["subnet_id", "vpc_security_group_ids", "id"])
        .creates("aws_instance.lost", json!({}), &["subnet_id", "id"])
        .text()
}

#[test]
fn links_of_a_resource() {
    with(&linked(), |graph| {
        let instance = graph.at(INSTANCE).unwrap();
        let subnet = graph.linked(instance.link(&["subnet_id"])).map(|r| r.address().to_owned());
        assert_eq!(subnet, Some("aws_subnet.a".to_owned()));
        // What AWS makes along with a VPC is no resource.
        assert!(graph.linked(instance.link(&["vpc_security_group_ids"])).is_none());
        assert!(graph.linked(graph.at("aws_instance.lost").unwrap().link(&["subnet_id"])).is_none());
        assert!(instance.link(&["no_attribute"]).is_absent());
        assert_eq!(instance.links(&["subnet_id"]).len(), 1);
        assert!(instance.all_links().any(|(path, link)| path == ["subnet_id"] && !link.is_absent()));
        let vpc = graph.at("aws_vpc.main").unwrap();
        let default = LinkTarget::Default(AwsDefault::SecurityGroup, vpc.id());
        assert_eq!(graph.default_of(AwsDefault::SecurityGroup, vpc.id()), default);
        let referrers = graph.referrers::<Instance<'_>>(default, &["vpc_security_group_ids"]);
        let found: Vec<_> = referrers.iter().map(|(i, referrer)| (i.0.address(), referrer.certain, referrer.how)).collect();
        assert_eq!(found, [(INSTANCE, true, How::Reference)]);
        assert!(graph.referrers::<Instance<'_>>(default, &["subnet_id"]).is_empty());
    });
}

#[test]
fn a_diagram_of_links() {
    let edges = |around: Option<(&str, usize)>| {
        with(&linked(), |graph| {
            let diagram = graph.diagram(around.map(|(address, depth)| (graph.at(address).unwrap().id(), depth)));
            let nodes: Vec<_> = diagram.nodes.into_iter().map(|node| node.address).collect();
            (nodes, diagram.edges)
        })
    };
    let edge = |from: &str, to: &str, attribute: &str| DiagramEdge {
        from: from.into(),
        to: to.into(),
        attribute: attribute.into(),
        how: How::Reference,
        certain: true,
    };
    let of_instance = [edge(INSTANCE, "aws_subnet.a", "subnet_id"), edge(INSTANCE, "aws_vpc.main", "vpc_security_group_ids")];
    let of_subnet = |name: &str| edge(name, "aws_vpc.main", "vpc_id");
    let (nodes, all) = edges(None);
    assert_eq!(nodes, [INSTANCE, "aws_subnet.a", "aws_subnet.b", "aws_vpc.main"]);
    assert_eq!(all, [of_instance.clone().to_vec(), vec![of_subnet("aws_subnet.a"), of_subnet("aws_subnet.b")]].concat());
    assert_eq!(edges(Some((INSTANCE, 0))), (vec![INSTANCE.to_owned()], vec![]));
    let (nodes, near) = edges(Some((INSTANCE, 1)));
    assert_eq!(nodes, [INSTANCE, "aws_subnet.a", "aws_vpc.main"]);
    assert_eq!(near, [of_instance.to_vec(), vec![of_subnet("aws_subnet.a")]].concat());
    let (nodes, _) = edges(Some(("aws_subnet.b", 1)));
    assert_eq!(nodes, ["aws_subnet.b", "aws_vpc.main"]);
    assert_eq!(edges(Some(("aws_subnet.b", 2))).0.len(), 4);
    assert_eq!(edges(Some(("aws_instance.lost", 3))).0, ["aws_instance.lost"]);
    // What may be another is not certain, and one of two is not either.
    for subnets in [&["aws_subnet.a"][..], &["aws_subnet.a", "aws_subnet.b"]] {
        let module = subnets.iter().fold(Module::default(), |module, name| module.block(name, json!({}), None));
        let module = module.block("aws_instance.i", json!({"subnet_id": refers(&["local.subnet"])}), None);
        let root = Root::new(module).creates("aws_instance.i", json!({}), &["subnet_id", "id"]);
        let root = subnets.iter().fold(root, |root, name| root.creates(name, json!({}), &["id"]));
        with(&root.text(), |graph| {
            let edges = graph.diagram(None).edges;
            assert_eq!(edges.len(), subnets.len());
            assert!(edges.iter().all(|edge| !edge.certain && edge.how == How::Scope), "{edges:?}");
        });
    }
    with(&linked(), |graph| {
        let gaps = |address: &str| graph.gaps(graph.at(address).unwrap().id()).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(gaps("aws_instance.lost"), ["subnet_id"]);
        assert!(gaps("aws_subnet.a").is_empty());
    });
}

/// Of one name AWS takes one role, profile or security group.
#[test]
fn two_of_one_name() {
    let named = |name: &str| json!({"name": name});
    let root = Root::new(Module::default())
        .creates("aws_iam_role.a", named("r"), &["id", "arn"])
        .creates("aws_iam_role.b", named("r"), &["id", "arn"])
        .creates("aws_iam_role.c", named("q"), &["id", "arn"])
        .creates("aws_iam_instance_profile.a", named("r"), &["id", "arn"])
        .keeps("aws_iam_role.kept", &json!({"id": "q", "name": "q"}))
        .creates("aws_ssm_document.a", named("d"), &["id", "arn"])
        .creates("aws_ssm_document.b", named("d"), &["id", "arn"]);
    with(&root.text(), |graph| {
        let namesake = |address: &str| graph.namesake(graph.at(address).unwrap().id()).map(|r| r.address().to_owned());
        assert_eq!(namesake("aws_iam_role.a"), Some("aws_iam_role.b".to_owned()));
        assert_eq!(namesake("aws_iam_role.b"), Some("aws_iam_role.a".to_owned()));
        for alone in ["aws_iam_role.c", "aws_iam_instance_profile.a", "aws_iam_role.kept", "aws_ssm_document.a"] {
            assert_eq!(namesake(alone), None, "{alone}");
        }
    });
}
