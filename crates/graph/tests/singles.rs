//! Lists of one, and lists that say what all there is: what the deletion of another resource takes out of them.

mod common;

use common::{Module, Root};
use serde_json::{Value, json};
use ssm_check_graph::{Graph, Picture};
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
