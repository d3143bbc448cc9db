//! New resources and blocks in words: what people call them by, not every argument.

use crate::words::{at, code, made, written};
use crate::{Body, Statement, Value};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::ResourceAddress;

/// A resource that is added.
pub(crate) fn added(kind: &str, name: &str, body: &Body) -> Message {
    let an = |kind: &str| say!("an {}", code(kind.to_owned()));
    let of = |name: &str| body.get(name).map(whose);
    match kind {
        "aws_iam_role" => {
            let trust = body.get("assume_role_policy").map(|trust| match trust {
                Value::Policy(trust) => say!(", which {} can assume", list(trust.services.iter().map(Span::value))),
                _ => Message::default(),
            });
            say!("add {}{}", made(kind, name), trust.unwrap_or_default())
        }
        "aws_iam_role_policy_attachment" => {
            say!("attach {} to {} with {}", of("policy_arn").unwrap_or_default(), of("role").unwrap_or_default(), an(kind))
        }
        "aws_iam_role_policy" | "aws_iam_user_policy" | "aws_iam_group_policy" => {
            let holder = ["role", "user", "group"].iter().find_map(|name| of(name)).unwrap_or_default();
            match body.get("policy") {
                Some(Value::Policy(statement)) if statement.denies => {
                    say!("add {} to {}: {}", an(kind), holder, Span::value(statement.shown()))
                }
                Some(Value::Policy(statement)) => say!("{} in {} of {}", grant(statement), an(kind), holder),
                _ => say!("add {} to {}", an(kind), holder),
            }
        }
        "aws_ssoadmin_permission_set_inline_policy" => {
            say!("add {} to {}{}", an(kind), of("permission_set_arn").unwrap_or_default(), says(body, "inline_policy"))
        }
        "aws_iam_instance_profile" => say!("add {} for {}", made(kind, name), of("role").unwrap_or_default()),
        "aws_route" => {
            let to = ["nat_gateway_id", "gateway_id"].iter().find_map(|name| of(name)).unwrap_or_default();
            let range = ["destination_cidr_block", "destination_ipv6_cidr_block"].iter().find_map(|name| of(name)).unwrap_or_default();
            let table = of("route_table_id").unwrap_or_default();
            say!("add {} for {} to {} in {}", an(kind), range, to, table)
        }
        "aws_route_table_association" => {
            let (subnet, table) = (of("subnet_id").unwrap_or_default(), of("route_table_id").unwrap_or_default());
            say!("use {} to associate {} with {}", an(kind), subnet, table)
        }
        "aws_route53_zone_association" => {
            let (zone, vpc) = (of("zone_id").unwrap_or_default(), of("vpc_id").unwrap_or_default());
            say!("use {} to associate {} with {}", an(kind), zone, vpc)
        }
        "aws_vpc_security_group_ingress_rule" | "aws_vpc_security_group_egress_rule" | "aws_security_group_rule" => {
            let is_ingress = kind.contains("_ingress_") || matches!(body.get("type"), Some(Value::Text(way)) if way == "ingress");
            say!("add {} for {}: {}", an(kind), of("security_group_id").unwrap_or_default(), traffic(body, is_ingress))
        }
        "aws_network_acl_rule" => {
            let is_ingress = matches!(body.get("egress"), Some(Value::Bool(false)));
            let number = body.get("rule_number").map(|number| written("rule_number", number));
            let (number, list) = (number.map(Message::from).unwrap_or_default(), of("network_acl_id").unwrap_or_default());
            say!("add {} with {} to {} that allows {}", an(kind), number, list, traffic(body, is_ingress))
        }
        "aws_security_group" => {
            let admits = body.nested("ingress").map(|ingress| say!(", which allows {}", traffic(ingress, true)));
            say!("add {}{}", made(kind, name), admits.unwrap_or_default())
        }
        "aws_vpc_endpoint" => endpoint(kind, body, None),
        "aws_vpc_endpoint_route_table_association" => {
            let (table, gateway) = (of("route_table_id").unwrap_or_default(), of("vpc_endpoint_id").unwrap_or_default());
            say!("use {} to associate {} with {}", an(kind), table, gateway)
        }
        _ => {
            const TELLING: [&str; 6] = ["instance", "domains", "action", "priority", "name_prefix", "retention_in_days"];
            let told: Vec<Span> = TELLING.iter().filter_map(|name| Some(written(name, body.get(name)?))).collect();
            let with = if told.is_empty() { Message::default() } else { say!(" with {}", list(told)) };
            say!("add {}{}", made(kind, name), with)
        }
    }
}

/// An endpoint for one service, or for several by `for_each`, with its group where that is new too.
pub(crate) fn endpoint(kind: &str, body: &Body, group: Option<&Body>) -> Message {
    let services: Vec<Span> = match (body.get("for_each"), body.get("service_name")) {
        (Some(Value::Names(names)), _) => names.iter().map(Span::value).collect(),
        (_, Some(Value::Text(name))) => vec![Span::value(name.rsplit('.').next().unwrap_or(name))],
        _ => Vec::new(),
    };
    let is_interface = matches!(body.get("vpc_endpoint_type"), Some(Value::Text(text)) if text == "Interface");
    let what = if is_interface { "an interface" } else { "a gateway" };
    let dns = if matches!(body.get("private_dns_enabled"), Some(Value::Bool(true))) { " with private DNS" } else { "" };
    let tables = body.get("route_table_ids").map(|tables| say!(", with {}", written("route_table_ids", tables))).unwrap_or_default();
    let admits = group.and_then(|group| group.nested("ingress")).map(|ingress| traffic(ingress, true));
    let admits = admits.map(|traffic| say!(", with a security group that allows {}", traffic)).unwrap_or_default();
    let vpc = body.get("vpc_id").map(whose).unwrap_or_default();
    say!("add {} {}{} for {} in {}{}{}", what, code(kind.to_owned()), dns, list(services), vpc, admits, tables)
}

/// A nested block that is added.
pub(crate) fn nested(block: &ResourceAddress, name: &str, body: &Body) -> Message {
    let block_name = code(name.to_owned());
    match (name, body.get("rule_no")) {
        ("ingress" | "egress", Some(number)) => {
            let number = written("rule_no", number);
            say!("add an {} block with {} to {} that allows {}", block_name, number, at(block), traffic(body, name == "ingress"))
        }
        ("ingress" | "egress", None) => say!("add an {} block to {}: {}", block_name, at(block), traffic(body, name == "ingress")),
        ("route", _) => {
            let to = body.get("nat_gateway_id").map(whose).unwrap_or_default();
            let range = ["cidr_block", "ipv6_cidr_block"].iter().find_map(|name| body.get(name)).map(whose).unwrap_or_default();
            say!("add a {} block for {} to {} in {}", block_name, range, to, at(block))
        }
        ("inline_policy", _) => say!("add an {} block to {}{}", block_name, at(block), says(body, "policy")),
        _ => say!("add a block {} to {}", block_name, at(block)),
    }
}

/// What says whom a rule lets in, or where it leads.
pub(crate) const PEERS: [&str; 6] = ["cidr_ipv4", "cidr_ipv6", "cidr_block", "ipv6_cidr_block", "cidr_blocks", "ipv6_cidr_blocks"];

/// "`tcp` port 443 in from `aws_vpc.main.cidr_block`"
fn traffic(body: &Body, is_ingress: bool) -> Message {
    let protocol = ["protocol", "ip_protocol"].iter().find_map(|name| body.get(name)).map(whose).unwrap_or_default();
    let ports = match (body.get("from_port"), body.get("to_port")) {
        (Some(Value::Number(from)), Some(Value::Number(to))) if from == to => say!("port {}", *from),
        (Some(Value::Number(from)), Some(Value::Number(to))) => say!("ports {}-{}", *from, *to),
        _ => Message::default(),
    };
    let peer = PEERS.iter().find_map(|name| body.get(name)).map(|value| match value {
        Value::List(items) => list(items.iter().map(whose_value)),
        value => whose_value(value),
    });
    say!("{} {} {} {}", protocol, ports, if is_ingress { "in from" } else { "out to" }, peer.unwrap_or_default())
}

/// The statement of a policy, as it is to be written.
fn says(body: &Body, policy: &str) -> Message {
    let Some(Value::Policy(statement)) = body.get(policy) else { return Message::default() };
    say!(": {}", Span::value(statement.shown()))
}

/// What a policy of one statement says.
fn grant(statement: &Statement) -> Message {
    let does = if statement.denies { "deny" } else { "allow" };
    let resources = statement.resources.iter().map(whose);
    say!("{} {} on {}", does, list(statement.actions.iter().map(Span::value)), list(resources))
}

/// A value by which another resource is named: that resource; else what it is.
fn whose(value: &Value) -> Message {
    match value {
        Value::Of(address, _) => at(address).into(),
        Value::Made { kind, name, .. } => made(kind, name).into(),
        value => whose_value(value),
    }
}

fn whose_value(value: &Value) -> Message {
    match value {
        Value::Text(text) => Span::value(text).into(),
        value => Span::value(value.shown()).into(),
    }
}
