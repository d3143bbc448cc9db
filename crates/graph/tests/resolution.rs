//! What links denote, by plans that hold nothing but the link in question.

mod common;

use common::{Module, Root, name_of, of_another_account, refers};
use serde_json::{Value, json};
use ssm_check_graph::aws::{Instance, SecurityGroup, Subnet, View};
use ssm_check_graph::{Graph, How, Kind, Link, LinkTarget, Picture, Slot, may_hold_a_key};
use ssm_check_plan::{Decoder, Plan};

impl Root {
    /// What a link of a resource denotes, in words.
    fn link(self, address: &str, path: &[&str]) -> String {
        let text = self.text();
        let plan = Plan::parse(&text).unwrap();
        let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
        let link = graph.at(address).unwrap().link(path);
        shown(&graph, link)
    }
}

fn shown(graph: &Graph<'_>, link: &Link) -> String {
    let slot = |slot: &Slot| {
        let names: Vec<_> = slot.candidates().iter().map(|candidate| name_of(graph, candidate.target)).collect();
        let mut text = match slot {
            Slot::Outside(value) => return format!("outside: {value}"),
            Slot::One { .. } => names.join(" or "),
            Slot::Some { .. } => format!("some of {}", names.join(", ")),
        };
        if slot.gap().is_some() {
            text.push_str(" or another");
        }
        text
    };
    link.slots.iter().map(slot).collect::<Vec<_>>().join(" and ")
}

const SUBNET: &[&str] = &["subnet_id"];
const GROUPS: &[&str] = &["vpc_security_group_ids"];

/// Two subnets and an instance, whose `subnet_id` is made of these references.
fn by_references(references: &[&str]) -> String {
    let module = Module::default()
        .block("aws_subnet.a", json!({}), None)
        .block("aws_subnet.b", json!({}), None)
        .block("aws_vpc.main", json!({}), None)
        .block("aws_instance.i", json!({"subnet_id": refers(references)}), None);
    Root::new(module)
        .creates("aws_vpc.main", json!({}), &["id"])
        .creates("aws_subnet.a", json!({}), &["id"])
        .creates("aws_subnet.b", json!({}), &["id"])
        .creates("aws_instance.i", json!({}), &["subnet_id", "id"])
        .link("aws_instance.i", SUBNET)
}

#[test]
fn a_reference_leads_to_its_resource() {
    assert_eq!(by_references(&["aws_subnet.a.id", "aws_subnet.a"]), "aws_subnet.a");
    assert_eq!(by_references(&["aws_subnet.b.id", "aws_subnet.b"]), "aws_subnet.b");
    // `cond ? a : b`; the references of `cond ? a : null` and its like are no others, and null leaves a computed argument to AWS.
    assert_eq!(
        by_references(&["var.x", "aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"]),
        "aws_subnet.a or aws_subnet.b or another"
    );
}

/// A path is known when the plan is made and decides nothing; what a workspace is called may.
#[test]
fn what_may_decide_whether_an_argument_is_left_out() {
    assert_eq!(by_references(&["path.module", "aws_subnet.a.id", "aws_subnet.a"]), "aws_subnet.a");
    assert_eq!(by_references(&["terraform.workspace", "aws_subnet.a.id", "aws_subnet.a"]), "aws_subnet.a or another");
}

#[test]
fn what_is_no_key_leads_nowhere() {
    // Something is made of it, and that is not the subnet.
    for references in [&["aws_vpc.main.id", "aws_vpc.main"][..], &["random_id.x.hex", "random_id.x"], &[]] {
        let link = by_references(references);
        assert!(link.ends_with(" or another"), "{references:?}: {link}");
    }
    // A CIDR is no id of a subnet.
    assert_ne!(by_references(&["aws_subnet.a.cidr_block", "aws_subnet.a"]), "aws_subnet.a");
}

#[test]
fn a_value_is_the_key_of_a_resource_or_of_nothing_here() {
    let root = |subnet: Value| {
        Root::new(Module::default())
            .keeps("aws_subnet.a", &json!({"id": "subnet-0aaaaaaaaaaaaaaaa"}))
            .keeps("aws_subnet.b", &json!({"id": "subnet-0bbbbbbbbbbbbbbbb"}))
            .keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "subnet_id": subnet}))
            .link("aws_instance.i", SUBNET)
    };
    assert_eq!(root(json!("subnet-0aaaaaaaaaaaaaaaa")), "aws_subnet.a");
    assert_eq!(root(json!("subnet-0bbbbbbbbbbbbbbbb")), "aws_subnet.b");
    assert_eq!(root(json!("subnet-0cccccccccccccccc")), "outside: subnet-0cccccccccccccccc");
    assert_eq!(root(json!(null)), "");
}

#[test]
fn what_is_destroyed_is_no_candidate() {
    let destroyed = json!({"id": "subnet-0aaaaaaaaaaaaaaaa"});
    let root = Root::new(Module::default())
        .destroys("aws_subnet.a", &destroyed)
        .keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "subnet_id": "subnet-0aaaaaaaaaaaaaaaa"}));
    assert_eq!(root.link("aws_instance.i", SUBNET), "outside: subnet-0aaaaaaaaaaaaaaaa");
}

#[test]
fn an_instance_of_a_block_is_told_by_its_key() {
    let counted = |references: &[&str]| {
        let module = Module::default().block("aws_subnet.s", json!({}), Some("count")).block(
            "aws_instance.i",
            json!({"subnet_id": refers(references)}),
            Some("count"),
        );
        let root = Root::new(module)
            .creates("aws_subnet.s[0]", json!({}), &["id"])
            .creates("aws_subnet.s[1]", json!({}), &["id"])
            .creates("aws_instance.i[0]", json!({}), &["subnet_id", "id"])
            .creates("aws_instance.i[1]", json!({}), &["subnet_id", "id"]);
        root.link("aws_instance.i[1]", SUBNET)
    };
    assert_eq!(counted(&["aws_subnet.s", "count.index"]), "aws_subnet.s[1]");
    assert_eq!(counted(&["aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s"]), "aws_subnet.s[0]");
    // By which key is not told.
    assert_eq!(counted(&["aws_subnet.s", "var.x"]), "aws_subnet.s[0] or aws_subnet.s[1] or another");

    let module = Module::default().block("aws_subnet.s", json!({}), Some("for_each")).block(
        "aws_instance.i",
        json!({"subnet_id": refers(&["aws_subnet.s", "each.key"])}),
        Some("for_each"),
    );
    let root = Root::new(module)
        .creates(r#"aws_subnet.s["a"]"#, json!({}), &["id"])
        .creates(r#"aws_subnet.s["b"]"#, json!({}), &["id"])
        .creates(r#"aws_instance.i["a"]"#, json!({}), &["subnet_id", "id"]);
    assert_eq!(root.link(r#"aws_instance.i["a"]"#, SUBNET), r#"aws_subnet.s["a"]"#);
}

/// `aws_security_group.g[*].id` keeps the block alone: an instance that has a key of its own takes all of them nonetheless.
#[test]
fn all_instances_of_a_block_are_no_instance_of_the_same_key() {
    let module = Module::default().block("aws_security_group.g", json!({}), Some("count")).block(
        "aws_instance.i",
        json!({"vpc_security_group_ids": refers(&["aws_security_group.g"])}),
        Some("count"),
    );
    let root = Root::new(module)
        .creates("aws_security_group.g[0]", json!({}), &["id"])
        .creates("aws_security_group.g[1]", json!({}), &["id"])
        .creates("aws_instance.i[0]", json!({}), &["vpc_security_group_ids", "id"])
        .creates("aws_instance.i[1]", json!({}), &["vpc_security_group_ids", "id"]);
    assert_eq!(root.link("aws_instance.i[1]", GROUPS), "some of aws_security_group.g[0], aws_security_group.g[1]");
}

#[test]
fn a_block_without_instances_is_nothing() {
    let module = Module::default()
        .block("aws_subnet.none", json!({}), Some("count"))
        .block("aws_subnet.a", json!({}), None)
        .block(
            "aws_instance.i",
            json!({"subnet_id": refers(&["aws_subnet.none[0].id", "aws_subnet.none[0]", "aws_subnet.none", "aws_subnet.a.id", "aws_subnet.a"])}),
            None,
        );
    let root = Root::new(module).creates("aws_subnet.a", json!({}), &["id"]).creates("aws_instance.i", json!({}), &["subnet_id", "id"]);
    assert_eq!(root.link("aws_instance.i", SUBNET), "aws_subnet.a");
}

#[test]
fn a_list_holds_what_it_refers_to() {
    let groups = |references: &[&str]| {
        let module = Module::default().block("aws_security_group.a", json!({}), None).block("aws_security_group.b", json!({}), None).block(
            "aws_instance.i",
            json!({"vpc_security_group_ids": refers(references)}),
            None,
        );
        Root::new(module)
            .creates("aws_security_group.a", json!({}), &["id"])
            .creates("aws_security_group.b", json!({}), &["id"])
            .creates("aws_instance.i", json!({}), &["vpc_security_group_ids", "id"])
            .link("aws_instance.i", GROUPS)
    };
    assert_eq!(groups(&["aws_security_group.a.id", "aws_security_group.a"]), "aws_security_group.a");
    // Both, or one of them: a plan does not tell.
    let both = groups(&["aws_security_group.a.id", "aws_security_group.a", "aws_security_group.b.id", "aws_security_group.b"]);
    assert_eq!(both, "some of aws_security_group.a, aws_security_group.b");
}

#[test]
fn elements_that_are_known_stay_beside_those_that_are_not() {
    let module = Module::default().block("aws_security_group.new", json!({}), None).block(
        "aws_instance.i",
        json!({"vpc_security_group_ids": refers(&["var.group", "aws_security_group.new.id", "aws_security_group.new"])}),
        None,
    );
    let root = Root::new(module)
        .keeps("aws_security_group.old", &json!({"id": "sg-0123456789abcdef0"}))
        .creates("aws_security_group.new", json!({}), &["id"])
        .change(
            "aws_instance.i",
            &["create"],
            json!({
                "before": null,
                "after": {"vpc_security_group_ids": ["sg-0123456789abcdef0", null]},
                "after_unknown": {"vpc_security_group_ids": [false, true], "id": true},
            }),
        );
    assert_eq!(root.link("aws_instance.i", GROUPS), "aws_security_group.old and aws_security_group.new or another");
}

#[test]
fn modules_are_walked_both_ways() {
    let network = || Module::default().block("aws_subnet.s", json!({}), None).output("id", &["aws_subnet.s.id", "aws_subnet.s"]);
    // Out of one, by its output.
    let module = Module::default().call("net", json!({}), network()).block(
        "aws_instance.i",
        json!({"subnet_id": refers(&["module.net.id", "module.net"])}),
        None,
    );
    let root =
        Root::new(module).creates("module.net.aws_subnet.s", json!({}), &["id"]).creates("aws_instance.i", json!({}), &["subnet_id", "id"]);
    assert_eq!(root.link("aws_instance.i", SUBNET), "module.net.aws_subnet.s");

    // Into one, by its variable, from the output of another.
    let node = Module::default().variable("subnet").block("aws_instance.i", json!({"subnet_id": refers(&["var.subnet"])}), None);
    let other = Module::default().block("aws_subnet.s", json!({}), None).output("id", &["aws_subnet.s.id", "aws_subnet.s"]);
    let module = Module::default().call("net", json!({}), network()).call("other", json!({}), other).call(
        "node",
        json!({"subnet": refers(&["module.net.id", "module.net"])}),
        node,
    );
    let root = Root::new(module)
        .creates("module.net.aws_subnet.s", json!({}), &["id"])
        .creates("module.other.aws_subnet.s", json!({}), &["id"])
        .creates("module.node.aws_instance.i", json!({}), &["subnet_id", "id"]);
    assert_eq!(root.link("module.node.aws_instance.i", SUBNET), "module.net.aws_subnet.s");
}

#[test]
fn a_local_value_may_be_whatever_its_module_can_name() {
    // A plan does not hold what locals are made of.
    let inner = Module::default().block("aws_subnet.inner", json!({}), None);
    let module = Module::default().block("aws_subnet.a", json!({}), None).call("other", json!({}), inner).block(
        "aws_instance.i",
        json!({"subnet_id": refers(&["local.subnet"])}),
        None,
    );
    let root = Root::new(module)
        .creates("aws_subnet.a", json!({}), &["id"])
        .creates("module.other.aws_subnet.inner", json!({}), &["id"])
        .creates("aws_instance.i", json!({}), &["subnet_id", "id"]);
    let link = root.link("aws_instance.i", SUBNET);
    assert!(link.contains("aws_subnet.a"), "{link}");
    // The module has no output: nothing outside can name what is in it.
    assert!(!link.contains("inner"), "{link}");
}

#[test]
fn what_aws_makes_along_with_a_vpc() {
    let groups = |adopted: bool| {
        let reference = ["aws_vpc.main.default_security_group_id", "aws_vpc.main"];
        let mut module = Module::default().block("aws_vpc.main", json!({}), None).block(
            "aws_instance.i",
            json!({"vpc_security_group_ids": refers(&reference)}),
            None,
        );
        if adopted {
            module = module.block("aws_default_security_group.d", json!({"vpc_id": refers(&["aws_vpc.main.id", "aws_vpc.main"])}), None);
        }
        let mut root = Root::new(module).creates("aws_vpc.main", json!({}), &["id", "default_security_group_id"]).creates(
            "aws_instance.i",
            json!({}),
            &["vpc_security_group_ids", "id"],
        );
        if adopted {
            root = root.creates("aws_default_security_group.d", json!({}), &["id", "vpc_id"]);
        }
        root.link("aws_instance.i", GROUPS)
    };
    assert_eq!(groups(false), "default group of aws_vpc.main");
    assert_eq!(groups(true), "aws_default_security_group.d");
}

#[test]
fn a_name_of_several_resources_is_ambiguous() {
    let root = Root::new(Module::default())
        .keeps("aws_iam_instance_profile.a", &json!({"id": "p", "name": "p"}))
        .keeps("aws_iam_instance_profile.b", &json!({"id": "p", "name": "p"}))
        .keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "iam_instance_profile": "p"}));
    let link = root.link("aws_instance.i", &["iam_instance_profile"]);
    assert!(link.contains("aws_iam_instance_profile.a or aws_iam_instance_profile.b"), "{link}");
}

#[test]
fn who_refers_to_a_resource() {
    let module = Module::default()
        .block("aws_subnet.a", json!({}), None)
        .block("aws_subnet.b", json!({}), None)
        .block("aws_instance.sure", json!({"subnet_id": refers(&["aws_subnet.a.id", "aws_subnet.a"])}), None)
        .block(
            "aws_instance.perhaps",
            json!({"subnet_id": refers(&["aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"])}),
            None,
        )
        .block("aws_instance.lost", json!({"subnet_id": refers(&["random_id.x.hex", "random_id.x"])}), None);
    let text = Root::new(module)
        .creates("aws_subnet.a", json!({}), &["id"])
        .creates("aws_subnet.b", json!({}), &["id"])
        .creates("aws_instance.sure", json!({}), &["subnet_id", "id"])
        .creates("aws_instance.perhaps", json!({}), &["subnet_id", "id"])
        .creates("aws_instance.lost", json!({}), &["subnet_id", "id"])
        .text();
    let plan = Plan::parse(&text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let subnet = |address| LinkTarget::Resource(graph.at(address).unwrap().id());
    let of = |address| {
        let referrers = graph.referrers::<Instance<'_>>(subnet(address), SUBNET).into_iter();
        referrers.map(|(instance, referrer)| (instance.0.address(), referrer.certain, referrer.how)).collect::<Vec<_>>()
    };
    assert_eq!(of("aws_subnet.a"), [("aws_instance.perhaps", false, How::Reference), ("aws_instance.sure", true, How::Reference)]);
    assert_eq!(of("aws_subnet.b"), [("aws_instance.perhaps", false, How::Reference)]);
    let undecided: Vec<_> = graph.undecided::<Instance<'_>>(SUBNET).into_iter().map(|instance| instance.0.address()).collect();
    assert_eq!(undecided, ["aws_instance.lost"]);
    assert!(graph.undecided::<Instance<'_>>(&["iam_instance_profile"]).is_empty());
}

#[test]
fn pictures() {
    let before = json!({"id": "subnet-0aaaaaaaaaaaaaaaa"});
    let text = Root::new(Module::default())
        .destroys("aws_subnet.gone", &before)
        .keeps("aws_subnet.stays", &json!({"id": "subnet-0bbbbbbbbbbbbbbbb"}))
        .creates("aws_subnet.new", json!({}), &["id"])
        .creates("aws_security_group.new", json!({}), &["id"])
        .text();
    let plan = Plan::parse(&text).unwrap();
    let of = |picture| {
        let graph = Graph::build(&[&plan], 1, &[], picture, false, &mut Decoder::default()).unwrap();
        graph.all::<Subnet<'_>>().map(|subnet| subnet.0.address().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(Picture::Planned), ["aws_subnet.new", "aws_subnet.stays"]);
    assert_eq!(of(Picture::Prior), ["aws_subnet.gone", "aws_subnet.stays"]);
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let new = graph.at("aws_security_group.new").unwrap();
    assert_eq!(new.kind(), Some(Kind::SecurityGroup));
    assert!(graph.view::<SecurityGroup<'_>>(new.id()).is_some());
    assert!(graph.view::<Subnet<'_>>(new.id()).is_none());
    assert_eq!(graph.all::<SecurityGroup<'_>>().map(View::resource).count(), 1);
}

const PROFILE: &[&str] = &["iam_instance_profile"];

/// An instance that is there and names a profile, beside these resources.
fn by_profile(text: &str, others: impl Fn(Root) -> Root) -> String {
    let instance = json!({"id": "i-0123456789abcdef0", "iam_instance_profile": text});
    others(Root::new(Module::default())).keeps("aws_instance.i", &instance).link("aws_instance.i", PROFILE)
}

/// A name that is known only after apply may come out as any, unless its beginning is known.
#[test]
fn names_that_are_known_after_apply() {
    let new = |known: Value, unknown: &'static [&'static str]| {
        move |root: Root| root.creates("aws_iam_instance_profile.p", known.clone(), unknown)
    };
    let perhaps = "aws_iam_instance_profile.p or another";
    assert_eq!(by_profile("ops", new(json!({"name": "ops"}), &["id", "arn"])), "aws_iam_instance_profile.p");
    assert_eq!(by_profile("ops", new(json!({"name": "dev"}), &["id", "arn"])), "outside: ops");
    assert_eq!(by_profile("ops", new(json!({}), &["id", "arn", "name"])), perhaps);
    assert_eq!(by_profile("ops-1", new(json!({"name_prefix": "ops-"}), &["id", "arn", "name"])), perhaps);
    assert_eq!(by_profile("dev-1", new(json!({"name_prefix": "ops-"}), &["id", "arn", "name"])), "outside: dev-1");
    // Where the block writes no name, the provider makes one up.
    let made_up = |text: &str, arguments: Value, unknown: &[&str]| {
        let module = Module::default().block("aws_iam_instance_profile.p", arguments, None).block("aws_instance.i", json!({}), None);
        let root = Root::new(module).creates("aws_iam_instance_profile.p", json!({}), unknown);
        let instance = json!({"id": "i-0123456789abcdef0", "iam_instance_profile": text});
        root.keeps("aws_instance.i", &instance).link("aws_instance.i", PROFILE)
    };
    let unknown = &["id", "arn", "name", "name_prefix"];
    assert_eq!(made_up("ops", json!({}), unknown), "outside: ops");
    assert_eq!(made_up("terraform-2026", json!({}), unknown), perhaps);
    assert_eq!(made_up("ops", json!({"name": refers(&["random_id.x.hex", "random_id.x"])}), unknown), perhaps);
    assert_eq!(made_up("ops", json!({"name_prefix": refers(&["random_id.x.hex", "random_id.x"])}), unknown), perhaps);
}

/// A policy that the plan makes is named by its ARN, with its path and account.
#[test]
fn policies_that_are_named_by_their_arn() {
    let attached = |arn: &str, policy: Value| {
        let root = Root::new(Module::default())
            .keeps("aws_iam_user.own", &json!({"id": "u", "name": "u", "arn": "arn:aws:iam::111122223333:user/u"}))
            .creates("aws_iam_policy.p", policy, &["id", "arn"])
            .keeps("aws_iam_role_policy_attachment.a", &json!({"id": "a", "role": "r", "policy_arn": arn}));
        root.link("aws_iam_role_policy_attachment.a", &["policy_arn"])
    };
    let named = |path: &str| json!({"name": "ops", "path": path});
    assert!(attached("arn:aws:iam::111122223333:policy/ops", named("/")).starts_with("aws_iam_policy.p"));
    assert!(attached("arn:aws:iam::111122223333:policy/team/ops", named("/team/")).starts_with("aws_iam_policy.p"));
    for arn in
        ["arn:aws:iam::111122223333:policy/dev", "arn:aws:iam::111122223333:policy/team/ops", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
    {
        assert_eq!(attached(arn, named("/")), format!("outside: {arn}"));
    }
}

#[test]
fn ids_in_their_forms() {
    let group = |text: &str| {
        Root::new(Module::default())
            .keeps("aws_vpc.main", &json!({"id": "vpc-0aaaaaaaaaaaaaaaa", "default_security_group_id": "sg-0ddddddddddddddd0"}))
            .keeps("aws_security_group.s", &json!({"id": "sg-0aaaaaaaaaaaaaaaa"}))
            .keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "vpc_security_group_ids": [text]}))
            .link("aws_instance.i", GROUPS)
    };
    assert_eq!(group("sg-0aaaaaaaaaaaaaaaa"), "aws_security_group.s");
    // Of a peered VPC, with its account.
    assert_eq!(group("111122223333/sg-0aaaaaaaaaaaaaaaa"), "aws_security_group.s");
    assert_eq!(group("sg-0ddddddddddddddd0"), "default group of aws_vpc.main");
    assert_eq!(group("sg-0bbbbbbbbbbbbbbbb"), "outside: sg-0bbbbbbbbbbbbbbbb");
}

/// An id that AWS made up is of one object, however often modules look it up; all that names it meets at one of them.
#[test]
fn what_is_looked_up_twice_is_one() {
    let vpc = json!({"id": "vpc-0aaaaaaaaaaaaaaaa"});
    let group = json!({"id": "sg-0aaaaaaaaaaaaaaaa", "vpc_id": "vpc-0aaaaaaaaaaaaaaaa"});
    let looked_up = |module: Module| {
        Root::new(module).keeps("data.aws_vpc.one", &vpc).keeps("data.aws_vpc.two", &vpc).keeps("aws_security_group.g", &group)
    };
    assert_eq!(looked_up(Module::default()).link("aws_security_group.g", &["vpc_id"]), "data.aws_vpc.one");
    let refers_to_two = Module::default().block("data.aws_vpc.one", json!({}), None).block("data.aws_vpc.two", json!({}), None).block(
        "aws_security_group.g",
        json!({"vpc_id": refers(&["data.aws_vpc.two.id", "data.aws_vpc.two"])}),
        None,
    );
    assert_eq!(looked_up(refers_to_two).link("aws_security_group.g", &["vpc_id"]), "data.aws_vpc.one");
    // How an image is looked up says which one the next launch takes.
    let image = json!({"id": "ami-0aaaaaaaaaaaaaaaa"});
    let instance = json!({"id": "i-0aaaaaaaaaaaaaaaa", "ami": "ami-0aaaaaaaaaaaaaaaa"});
    let module = Module::default().block("data.aws_ami.one", json!({}), None).block("data.aws_ami.two", json!({}), None).block(
        "aws_instance.i",
        json!({"ami": refers(&["data.aws_ami.two.id", "data.aws_ami.two"])}),
        None,
    );
    let images = Root::new(module).keeps("data.aws_ami.one", &image).keeps("data.aws_ami.two", &image).keeps("aws_instance.i", &instance);
    assert_eq!(images.link("aws_instance.i", &["ami"]), "data.aws_ami.two");
}

/// Of several with one key: what is managed before what is looked up, and what the expression refers to.
#[test]
fn several_with_one_key() {
    let subnet = json!({"id": "subnet-0aaaaaaaaaaaaaaaa"});
    let instance = json!({"id": "i-0123456789abcdef0", "subnet_id": "subnet-0aaaaaaaaaaaaaaaa"});
    let looked_up =
        Root::new(Module::default()).keeps("aws_subnet.s", &subnet).keeps("data.aws_subnet.s", &subnet).keeps("aws_instance.i", &instance);
    assert_eq!(looked_up.link("aws_instance.i", SUBNET), "aws_subnet.s");
    let alone = Root::new(Module::default()).keeps("data.aws_subnet.s", &subnet).keeps("aws_instance.i", &instance);
    assert_eq!(alone.link("aws_instance.i", SUBNET), "data.aws_subnet.s");

    // Few or many of a name: the one that is referred to.
    for count in [2, 12] {
        let profile = |n: usize| format!("aws_iam_instance_profile.p{n:02}");
        let module = |reference: Option<usize>| {
            let module = (0..count).fold(Module::default(), |module, n| module.block(&profile(n), json!({}), None));
            let arguments = match reference {
                Some(n) => json!({"iam_instance_profile": refers(&[&format!("{}.name", profile(n)), &profile(n)])}),
                None => json!({"iam_instance_profile": {"constant_value": "ops"}}),
            };
            module.block("aws_instance.i", arguments, None)
        };
        let link = |reference: Option<usize>| {
            let root =
                (0..count).fold(Root::new(module(reference)), |root, n| root.keeps(&profile(n), &json!({"id": "ops", "name": "ops"})));
            root.keeps("aws_instance.i", &json!({"id": "i-0123456789abcdef0", "iam_instance_profile": "ops"}))
                .link("aws_instance.i", PROFILE)
        };
        assert_eq!(link(Some(1)), profile(1), "{count}");
        assert_eq!(link(Some(0)), profile(0), "{count}");
        let all: Vec<_> = (0..count).map(profile).collect();
        assert_eq!(link(None), format!("{} or another", all.join(" or ")), "{count}");
    }
}

/// A policy whose name is known only after apply may be what an ARN names, but none of AWS's own.
#[test]
fn a_name_that_is_not_known_may_be_the_one_of_an_arn() {
    let link =
        |arn: &str| {
            let module = Module::default()
                .block("aws_iam_policy.p", json!({"name": refers(&["random_id.x.hex", "random_id.x"])}), None)
                .block("aws_iam_role_policy_attachment.a", json!({"policy_arn": {"constant_value": arn}}), None);
            Root::new(module)
                .creates("aws_iam_policy.p", json!({}), &["name", "arn", "id"])
                .creates("aws_iam_role_policy_attachment.a", json!({"policy_arn": arn}), &["id"])
                .link("aws_iam_role_policy_attachment.a", &["policy_arn"])
        };
    assert_eq!(link("arn:aws:iam::111122223333:policy/x"), "aws_iam_policy.p or another");
    let of_aws = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    assert_eq!(link(of_aws), format!("outside: {of_aws}"));
}

/// One provider assumes a role of an account, the other shows none: whether they are of one account is not known, and no other account's
/// route table can be named. A subnet may be shared.
#[test]
fn what_another_provider_makes_may_be_of_another_account() {
    let link = |attribute: &'static str, key: &str, credentials: &Value| {
        let arguments = json!({
            "subnet_id": refers(&["aws_subnet.a.id", "aws_subnet.a"]), "route_table_id": refers(&["aws_route_table.a.id", "aws_route_table.a"]),
        });
        let mut module = Module::default().block("aws_subnet.a", json!({}), None).block("aws_route_table.a", json!({}), None).block(
            "aws_route_table_association.a",
            arguments,
            None,
        );
        module.resources[2]["provider_config_key"] = json!(key);
        let root = Root::new(module)
            .creates("aws_subnet.a", json!({}), &["id"])
            .creates("aws_route_table.a", json!({}), &["id"])
            .creates("aws_route_table_association.a", json!({}), &["subnet_id", "route_table_id", "id"])
            .other_provider(credentials);
        root.link("aws_route_table_association.a", &[attribute])
    };
    let role = of_another_account();
    assert_eq!(link("route_table_id", "aws", &role), "aws_route_table.a");
    assert_eq!(link("route_table_id", "aws.other", &role), "aws_route_table.a or another");
    assert_eq!(link("route_table_id", "aws.other", &json!({})), "aws_route_table.a");
    assert_eq!(link("subnet_id", "aws.other", &role), "aws_subnet.a");
}

/// Of a type that is not declared, the name of an attribute tells whether its value may be a key.
#[test]
fn what_attributes_that_hold_keys_are_called() {
    for name in ["security_group_id", "security_groups", "subnet_ids", "vpc_id", "outputs", "result"] {
        assert!(may_hold_a_key(name), "{name}");
    }
    for name in ["certificate_arn", "retention_id", "status", "security_group_policy", "arn", "subnet_mapping_count"] {
        assert!(!may_hold_a_key(name), "{name}");
    }
}

/// A profile that is called as a role is has the name that an instance takes from the role, through the output of the module's own instance.
#[test]
fn names_are_shared_through_outputs_of_modules() {
    let link = |keys: &[&str], named: &str, wanted: &str| {
        let meta = !keys.is_empty();
        let of = |key: &str| if meta { format!("module.m[\"{key}\"]") } else { "module.m".to_owned() };
        let name = |key: &str| {
            let instance = of(key);
            let mut references = vec![format!("{instance}.name"), instance];
            references.extend(meta.then(|| "module.m".to_owned()));
            json!({"references": references})
        };
        let inner =
            Module::default().block("aws_iam_role.this", json!({}), None).output("name", &["aws_iam_role.this.name", "aws_iam_role.this"]);
        let mut module = Module::default()
            .call("m", json!({}), inner)
            .block("aws_iam_instance_profile.p", json!({"name": name(named)}), None)
            .block("aws_instance.i", json!({"iam_instance_profile": name(wanted)}), None);
        if meta {
            module.calls["m"]["for_each_expression"] = json!({"references": ["var.it"]});
        }
        let keys: Vec<&str> = if meta { keys.to_vec() } else { vec![""] };
        let mut root = Root::new(module).creates("aws_iam_instance_profile.p", json!({}), &["name", "id"]).creates(
            "aws_instance.i",
            json!({}),
            &["iam_instance_profile", "id"],
        );
        for key in keys {
            root = root.creates(&format!("{}.aws_iam_role.this", of(key)), json!({}), &["name", "id"]);
        }
        root.link("aws_instance.i", &["iam_instance_profile"])
    };
    // What a plan keeps of the output does not show whether it comes to null.
    let found = "aws_iam_instance_profile.p or another";
    assert_eq!(link(&[], "", ""), found);
    assert_eq!(link(&["a"], "a", "a"), found);
    assert_eq!(link(&["a", "b"], "b", "b"), found);
    assert_ne!(link(&["a", "b"], "a", "b"), found);
    assert_ne!(link(&["a", "b"], "b", "a"), found);
}
