//! Lists of one, lists that say what all there is, and elements that are deleted and made in one plan.

mod common;

use common::{Module, Root};
use serde_json::{Value, json};
use ssm_check_graph::{Graph, Loss, Picture};
use ssm_check_plan::{Decoder, Plan};

const POLICY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const DOCUMENT: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// A type, and the values of a resource of it.
type Shown = (&'static str, Value);

/// What is deleted, what is kept, and the argument of that which names the same.
fn pairs() -> Vec<(Shown, Shown, &'static str)> {
    let set = "arn:aws:sso:::permissionSet/ssoins-1/ps-1";
    let own = json!([{"name": "own", "path": "/"}]);
    vec![
        (
            ("aws_iam_role_policy_attachment", json!({"role": "n", "policy_arn": POLICY})),
            ("aws_iam_role_policy_attachments_exclusive", json!({"role_name": "n", "policy_arns": [POLICY]})),
            "policy_arns",
        ),
        (
            ("aws_iam_user_policy_attachment", json!({"user": "n", "policy_arn": POLICY})),
            ("aws_iam_user_policy_attachments_exclusive", json!({"user_name": "n", "policy_arns": [POLICY]})),
            "policy_arns",
        ),
        (
            ("aws_iam_group_policy_attachment", json!({"group": "n", "policy_arn": POLICY})),
            ("aws_iam_group_policy_attachments_exclusive", json!({"group_name": "n", "policy_arns": [POLICY]})),
            "policy_arns",
        ),
        (
            ("aws_ssoadmin_managed_policy_attachment", json!({"permission_set_arn": set, "managed_policy_arn": POLICY})),
            ("aws_ssoadmin_managed_policy_attachments_exclusive", json!({"permission_set_arn": set, "managed_policy_arns": [POLICY]})),
            "managed_policy_arns",
        ),
        (
            (
                "aws_ssoadmin_customer_managed_policy_attachment",
                json!({"permission_set_arn": set, "customer_managed_policy_reference": own}),
            ),
            (
                "aws_ssoadmin_customer_managed_policy_attachments_exclusive",
                json!({"permission_set_arn": set, "customer_managed_policy_reference": own}),
            ),
            "customer_managed_policy_reference",
        ),
        (
            ("aws_vpc_endpoint_policy", json!({"vpc_endpoint_id": "vpce-1", "policy": DOCUMENT})),
            ("aws_vpc_endpoint", json!({"id": "vpce-1", "policy": DOCUMENT})),
            "policy",
        ),
        (
            ("aws_internet_gateway_attachment", json!({"vpc_id": "vpc-1", "internet_gateway_id": "igw-1"})),
            ("aws_internet_gateway", json!({"id": "igw-1", "vpc_id": "vpc-1"})),
            "vpc_id",
        ),
        (
            ("aws_eip_association", json!({"allocation_id": "eipalloc-1", "instance_id": "i-1"})),
            ("aws_eip", json!({"id": "eipalloc-1", "instance": "i-1"})),
            "instance",
        ),
        (
            ("aws_eip_association", json!({"allocation_id": "eipalloc-1", "network_interface_id": "eni-1"})),
            ("aws_eip", json!({"id": "eipalloc-1", "network_interface": "eni-1"})),
            "network_interface",
        ),
    ]
}

/// Whether the kept resource still says it, and who lost what.
fn kept(root: Root, address: &str, argument: &str) -> (bool, usize) {
    let text = root.text();
    let plan = Plan::parse(&text).unwrap();
    let graph = Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap();
    let value = graph.at(address).map(|resource| resource.values().get(argument));
    let is_there =
        value.is_some_and(|value| value.elements().next().is_some() || value.text().value().is_some_and(|text| !text.is_empty()));
    (is_there, graph.losses().len())
}

#[test]
fn a_deletion_takes_out_what_is_named_twice() {
    for ((deleted, values), (holder, shown), argument) in pairs() {
        let (own, address) = (format!("{deleted}.own"), format!("{holder}.holder"));
        let root = Root::new(Module::default()).destroys(&own, &values).keeps(&address, &shown);
        // What says all there is puts it back with the next change of its own: it loses nothing for good.
        let lost = usize::from(!holder.ends_with("_exclusive"));
        assert_eq!(kept(root, &address, argument), (false, lost), "{deleted} of {holder}");
        // What another one had is another's.
        let mut other = values.clone();
        for key in ["role", "user", "group", "permission_set_arn", "vpc_endpoint_id", "vpc_id", "allocation_id"] {
            if other.get(key).is_some() {
                other[key] = json!("other-2");
            }
        }
        let root = Root::new(Module::default()).destroys(&own, &other).keeps(&address, &shown);
        assert_eq!(kept(root, &address, argument), (true, 0), "{deleted} of another {holder}");
        // What stays takes nothing.
        let root = Root::new(Module::default()).keeps(&own, &values).keeps(&address, &shown);
        assert_eq!(kept(root, &address, argument), (true, 0), "{deleted} beside {holder}");
    }
}

fn losses(root: Root) -> Vec<Loss> {
    let text = root.text();
    let plan = Plan::parse(&text).unwrap();
    Graph::build(&[&plan], 1, &[], Picture::Planned, false, &mut Decoder::default()).unwrap().losses().to_vec()
}

/// Where AWS takes the same twice, a deletion that comes last undoes what was made; the owner that goes itself comes first.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
#[test]
fn what_is_made_while_the_same_is_deleted() {
    let attachment = json!({"role": "r", "policy_arn": POLICY});
    let (old, new) = ("aws_iam_role_policy_attachment.old", "aws_iam_role_policy_attachment.new");
    let attached = || Root::new(Module::default()).destroys(old, &attachment).creates(new, attachment.clone(), &["id"]);
    let unsure = Loss { input: 0, of: new.to_owned(), by: old.to_owned(), attribute: None, certain: false };
    assert_eq!(losses(attached()), [unsure]);
    let role = |policies: Value| json!({"id": "r", "name": "r", "managed_policy_arns": policies, "inline_policy": []});
    let anew = json!({"before": role(json!([])), "after": role(json!([])), "after_unknown": {}});
    assert_eq!(losses(attached().change("aws_iam_role.r", &["delete", "create"], anew)), []);
    // The role waits for the deletion of what depends on it.
    let change = json!({"before": role(json!([])), "after": role(json!([POLICY])), "after_unknown": {}});
    let root = Root::new(Module::default()).destroys(old, &attachment).change("aws_iam_role.r", &["update"], change);
    assert_eq!(losses(root), []);
    // A second route of one destination is refused until the first one is gone.
    let route = json!({"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"});
    let root = Root::new(Module::default()).destroys("aws_route.old", &route).creates("aws_route.new", route, &["id"]);
    assert_eq!(losses(root), []);
}

/// A list that comes out only with the apply may still hold what it held: whether another resource loses that is not known.
#[test]
fn what_a_list_may_still_hold() {
    let rule = json!({
        "from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": [], "prefix_list_ids": [],
        "security_groups": [], "self": false, "description": "",
    });
    let open_rule = json!({
        "from_port": 443, "to_port": 443, "protocol": "tcp", "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [],
        "self": false, "description": "",
    });
    let ingress = json!({"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8"});
    let attachment = json!({"role": "r", "policy_arn": POLICY});
    let inline = json!({"role": "r", "name": "p", "policy": DOCUMENT});
    let cases = [
        // The whole list, and one element.
        (
            "aws_iam_role",
            json!({"name": "r"}),
            "managed_policy_arns",
            json!([POLICY]),
            None,
            json!(true),
            ("aws_iam_role_policy_attachment", attachment.clone()),
        ),
        (
            "aws_iam_role",
            json!({"name": "r"}),
            "managed_policy_arns",
            json!([POLICY]),
            Some(json!([null])),
            json!([true]),
            ("aws_iam_role_policy_attachment", attachment),
        ),
        (
            "aws_iam_role",
            json!({"name": "r"}),
            "inline_policy",
            json!([{"name": "p", "policy": DOCUMENT}]),
            None,
            json!(true),
            ("aws_iam_role_policy", inline.clone()),
        ),
        (
            "aws_iam_role",
            json!({"name": "r"}),
            "inline_policy",
            json!([{"name": "p", "policy": DOCUMENT}]),
            Some(json!([{"policy": DOCUMENT}])),
            json!([{"name": true}]),
            ("aws_iam_role_policy", inline),
        ),
        (
            "aws_security_group",
            json!({"id": "sg-1", "egress": []}),
            "ingress",
            json!([rule]),
            Some(json!([open_rule])),
            json!([{"cidr_blocks": true}]),
            ("aws_vpc_security_group_ingress_rule", ingress),
        ),
        (
            "aws_ec2_managed_prefix_list",
            json!({"id": "pl-1"}),
            "entry",
            json!([{"cidr": "10.0.0.0/8", "description": ""}]),
            Some(json!([{"description": ""}])),
            json!([{"cidr": true}]),
            ("aws_ec2_managed_prefix_list_entry", json!({"prefix_list_id": "pl-1", "cidr": "10.0.0.0/8"})),
        ),
    ];
    for (holder, values, argument, before, after, unknown, (kind, own)) in cases {
        let (holder, own_address) = (format!("{holder}.holder"), format!("{kind}.own"));
        let with = |list: Option<Value>| {
            let mut values = values.clone();
            if let Some(list) = list {
                values[argument] = list;
            }
            values
        };
        let change = |after: Option<Value>, unknown: Value| {
            let change = json!({"before": with(Some(before.clone())), "after": with(after), "after_unknown": {argument: unknown}});
            Root::new(Module::default()).keeps(&own_address, &own).change(&holder, &["update"], change)
        };
        let lost = |certain: bool| vec![Loss { input: 0, of: own_address.clone(), by: holder.clone(), attribute: Some(argument), certain }];
        assert_eq!(losses(change(after, unknown.clone())), lost(false), "{holder} {argument} {unknown}");
        assert_eq!(losses(change(Some(json!([])), json!(false))), lost(true), "{holder} {argument}");
    }
}
