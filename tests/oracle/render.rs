//! The Terraform of a stack.

use super::draw::Stack;
use std::fmt::Write;

pub(crate) const HEAD: &str = r#"terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  max_retries                 = 2
}
"#;

const CORE: &str = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const CW: &str = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
const AGENT: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*"], Resource = "*" }] })"#;
const DENY: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssmmessages:*", Resource = "*" }] })"#;
const SESSIONS: &str =
    r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })"#;
const GUARD: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })"#;
const ALL: &str =
    r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })"#;
const WIDE: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })"#;
const NARROW: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })"#;
const DEAD: &str = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/Nothing" }] })"#;
const NONE: &str =
    r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "*", Resource = "*" }] })"#;

/// A stack as a module; names end in its number.
pub(crate) fn module(stack: &Stack, number: usize) -> String {
    let mut out = String::new();
    if stack.about != "people" {
        identity(stack, number, &mut out);
        network(stack, &mut out);
        groups(stack, &mut out);
        endpoints(stack, &mut out);
        acl(stack, &mut out);
        instance(stack, number, &mut out);
    }
    if matches!(stack.about, "people" | "all") {
        people(stack, number, &mut out);
    }
    let out = without_unused(out);
    if stack.has("names", "x") { out } else { renamed(&out, stack.has("names", "moved")) }
}

/// Types of which one that nothing refers to says nothing: less for Terraform to do.
const IDLE: [&str; 5] = ["aws_iam_policy", "aws_iam_role", "aws_route_table", "aws_security_group", "aws_subnet"];

fn without_unused(mut module: String) -> String {
    while let Some(block) = unused(&module) {
        module = module.replace(&block, "");
    }
    module
}

/// The first block of such a type that no other refers to.
fn unused(module: &str) -> Option<String> {
    let heads = ["\nresource \"", "\nremoved {"].into_iter().flat_map(|head| module.match_indices(head)).map(|(at, _)| at + 1);
    let mut bounds: Vec<usize> = std::iter::once(0).chain(heads).chain([module.len()]).collect();
    bounds.sort_unstable();
    let blocks = bounds.windows(2).filter_map(|pair| module.get(pair[0]..pair[1]));
    let mut idle = blocks.filter(|block| {
        let Some((resource_type, rest)) = block.strip_prefix("resource \"").and_then(|rest| rest.split_once("\" \"")) else { return false };
        let name = rest.split('"').next().unwrap_or_default();
        IDLE.contains(&resource_type) && !module.contains(&format!("{resource_type}.{name}."))
    });
    idle.next().map(str::to_owned)
}

/// Types whose blocks are called otherwise now and then: each is a part of something else.
const PARTS: [&str; 17] = [
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy",
    "aws_iam_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_iam_group_policy_attachment",
    "aws_iam_user_group_membership",
    "aws_route",
    "aws_route_table_association",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_network_acl_rule",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_endpoint_policy",
];

/// The parts under other names, and where they came from.
fn renamed(module: &str, moved: bool) -> String {
    let blocks = module.lines().filter_map(|line| line.strip_prefix("resource \"")?.strip_suffix("\" {")?.split_once("\" \""));
    let parts: Vec<(&str, &str)> = blocks.filter(|(resource_type, _)| PARTS.contains(resource_type)).collect();
    let mut out = module.to_owned();
    for (resource_type, name) in parts {
        out = out.replace(&format!("resource \"{resource_type}\" \"{name}\" {{"), &format!("resource \"{resource_type}\" \"{name}_y\" {{"));
        for end in [".", "]"] {
            out = out.replace(&format!("{resource_type}.{name}{end}"), &format!("{resource_type}.{name}_y{end}"));
        }
        if moved {
            write!(out, "moved {{\n from = {resource_type}.{name}\n to = {resource_type}.{name}_y\n}}\n").unwrap();
        }
    }
    out
}

/// Terraform forgets it, and leaves it as it is.
fn forget(out: &mut String, address: &str) {
    writeln!(out, "removed {{\n from = {address}\n lifecycle {{\n  destroy = false\n }}\n}}").unwrap();
}

fn add(out: &mut String, resource_type: &str, name: &str, body: &str) {
    writeln!(out, "resource \"{resource_type}\" \"{name}\" {{\n{body}\n}}").unwrap();
}

fn identity(stack: &Stack, number: usize, out: &mut String) {
    let arns = match (stack.of("arns"), stack.of("core")) {
        ("cw", _) => format!("managed_policy_arns = [\"{CW}\"]\n"),
        ("core", _) | ("-", "arns") => format!("managed_policy_arns = [\"{CORE}\"]\n"),
        ("both", _) => format!("managed_policy_arns = [\"{CORE}\", \"{CW}\"]\n"),
        _ => String::new(),
    };
    let inline = |name: &str, policy: &str| format!("inline_policy {{\n name = \"{name}\"\n policy = {policy}\n}}\n");
    let mut blocks = String::new();
    if stack.has("core", "inline") {
        blocks += &inline("agent", AGENT);
    }
    if stack.has("deny", "inline") {
        blocks += &inline("deny", DENY);
    }
    let trust = r#"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })"#;
    let path = stack.of("path");
    let boundary = match stack.of("boundary") {
        "-" => "",
        "wide" => "permissions_boundary = aws_iam_policy.wide.arn\n",
        _ => "permissions_boundary = aws_iam_policy.narrow.arn\n",
    };
    add(out, "aws_iam_policy", "wide", &format!("name = \"wide{number}\"\npolicy = {WIDE}"));
    add(out, "aws_iam_policy", "narrow", &format!("name = \"narrow{number}\"\npolicy = {NARROW}"));
    let named = stack.of("role_name");
    let role = format!("name = \"{named}{number}\"\npath = \"{path}\"\nassume_role_policy = {trust}\n{boundary}{arns}{blocks}");
    add(out, "aws_iam_role", "r", &role);
    add(out, "aws_iam_role", "q", &format!("name = \"q{number}\"\nassume_role_policy = {trust}"));
    let has_q = stack.has("role_of_profile", "q") || stack.has("profile", "q");
    if has_q && stack.has("core_of_q", "yes") {
        add(out, "aws_iam_role_policy_attachment", "q", &format!("role = aws_iam_role.q.name\npolicy_arn = \"{CORE}\""));
    }
    let body = if stack.has("agent_body", "agent") { AGENT } else { NARROW };
    let attach = |out: &mut String, name: &str, arn: &str| {
        add(out, "aws_iam_role_policy_attachment", name, &format!("role = aws_iam_role.r.name\npolicy_arn = {arn}"));
    };
    match stack.of("core") {
        "attach" if stack.has("forget", "core") => forget(out, "aws_iam_role_policy_attachment.core"),
        "attach" => attach(out, "core", &format!("\"{CORE}\"")),
        "customer" => {
            add(out, "aws_iam_policy", "agent", &format!("name = \"agent{number}\"\npolicy = {body}"));
            attach(out, "agent", "aws_iam_policy.agent.arn");
        }
        "role_policy" => {
            add(out, "aws_iam_role_policy", "agent", &format!("name = \"agent\"\nrole = aws_iam_role.r.id\npolicy = {body}"));
        }
        "exclusive" => {
            add(out, "aws_iam_policy", "agent", &format!("name = \"agent{number}\"\npolicy = {body}"));
            add(
                out,
                "aws_iam_policy_attachment",
                "agent",
                &format!("name = \"agent{number}\"\nroles = [aws_iam_role.r.name]\npolicy_arn = aws_iam_policy.agent.arn"),
            );
        }
        _ => {}
    }
    if stack.has("cw", "yes") {
        attach(out, "cw", &format!("\"{CW}\""));
    }
    if stack.has("deny", "role_policy") {
        add(out, "aws_iam_role_policy", "deny", &format!("name = \"deny\"\nrole = aws_iam_role.r.id\npolicy = {DENY}"));
    }
    match stack.of("only_policies") {
        "core" | "cw" => {
            let arn = if stack.has("only_policies", "core") { CORE } else { CW };
            let waits = if stack.has("core", "attach") && !stack.has("forget", "core") {
                "depends_on = [aws_iam_role_policy_attachment.core]\n"
            } else {
                ""
            };
            let body = format!("role_name = aws_iam_role.r.name\npolicy_arns = [\"{arn}\"]\n{waits}");
            add(out, "aws_iam_role_policy_attachments_exclusive", "x", &body);
        }
        _ => {}
    }
    // Naming a policy that is not there is an error.
    let agent = stack.has("core", "role_policy");
    match stack.of("only_inline") {
        "agent" if agent => add(
            out,
            "aws_iam_role_policies_exclusive",
            "x",
            "role_name = aws_iam_role.r.name\npolicy_names = [aws_iam_role_policy.agent.name]",
        ),
        "nothing" if !agent => add(out, "aws_iam_role_policies_exclusive", "x", "role_name = aws_iam_role.r.name\npolicy_names = []"),
        _ => {}
    }
    let role = stack.of("role_of_profile");
    add(out, "aws_iam_instance_profile", "p", &format!("name = \"p{number}\"\nrole = aws_iam_role.{role}.name"));
    if has_q {
        add(out, "aws_iam_instance_profile", "q", &format!("name = \"q{number}\"\nrole = aws_iam_role.q.name"));
    }
}

fn network(stack: &Stack, out: &mut String) {
    let dns = stack.of("dns");
    add(out, "aws_vpc", "v", &format!("cidr_block = \"10.0.0.0/16\"\nenable_dns_hostnames = {dns}\nenable_dns_support = {dns}"));
    let servers = match stack.of("dhcp") {
        "amazon" => Some("AmazonProvidedDNS"),
        "other" => Some("8.8.8.8"),
        _ => None,
    };
    if let Some(servers) = servers {
        add(out, "aws_vpc_dhcp_options", "d", &format!("domain_name_servers = [\"{servers}\"]"));
        add(out, "aws_vpc_dhcp_options_association", "d", "vpc_id = aws_vpc.v.id\ndhcp_options_id = aws_vpc_dhcp_options.d.id");
    }
    for (name, third, zone) in [("a", 1, "a"), ("b", 2, "b"), ("pub", 9, "a")] {
        let body = format!("vpc_id = aws_vpc.v.id\ncidr_block = \"10.0.{third}.0/24\"\navailability_zone = \"eu-west-1{zone}\"");
        add(out, "aws_subnet", name, &body);
    }
    add(out, "aws_internet_gateway", "i", if stack.has("gateway", "own") { "vpc_id = aws_vpc.v.id" } else { "" });
    if stack.has("gateway", "attached") {
        add(out, "aws_internet_gateway_attachment", "i", "vpc_id = aws_vpc.v.id\ninternet_gateway_id = aws_internet_gateway.i.id");
    }
    let route = |to: &str, via: &str| format!("route {{\n cidr_block = \"{to}\"\n {via}\n}}\n");
    let internet = route("0.0.0.0/0", "gateway_id = aws_internet_gateway.i.id");
    let nat = stack.has("nat", "yes");
    if nat || stack.has("subnet", "pub") || stack.has("associated", "pub") {
        add(out, "aws_route_table", "pub", &format!("vpc_id = aws_vpc.v.id\n{internet}"));
        add(out, "aws_route_table_association", "pub", "subnet_id = aws_subnet.pub.id\nroute_table_id = aws_route_table.pub.id");
    }
    if nat {
        add(out, "aws_eip", "n", "domain = \"vpc\"");
        let kind = match stack.of("nat_kind") {
            "private" => "connectivity_type = \"private\"",
            _ => "allocation_id = aws_eip.n.id",
        };
        add(out, "aws_nat_gateway", "n", &format!("subnet_id = aws_subnet.pub.id\n{kind}"));
    }
    let out_by = "nat_gateway_id = aws_nat_gateway.n.id";
    let lab_by = "gateway_id = aws_internet_gateway.i.id";
    let (out_route, lab_route) = (route("0.0.0.0/0", out_by), route("192.168.0.0/16", lab_by));
    let inline = match stack.of("table") {
        "nat" if nat => out_route.clone(),
        "lab" => lab_route,
        "both" if nat => format!("{out_route}{lab_route}"),
        _ => String::new(),
    };
    add(out, "aws_route_table", "t", &format!("vpc_id = aws_vpc.v.id\n{inline}"));
    let own = |out: &mut String, name: &str, table: &str, to: &str, via: &str| {
        add(out, "aws_route", name, &format!("route_table_id = {table}\ndestination_cidr_block = \"{to}\"\n{via}"));
    };
    match (stack.of("route"), stack.of("table")) {
        ("nat", "-" | "lab") if stack.has("forget", "route") => forget(out, "aws_route.x"),
        ("nat", "-" | "lab") if nat => own(out, "x", "aws_route_table.t.id", "0.0.0.0/0", out_by),
        ("lab", "-" | "nat") => own(out, "x", "aws_route_table.t.id", "192.168.0.0/16", lab_by),
        _ => {}
    }
    if !stack.has("associated", "-") {
        let table = stack.of("associated");
        let body = format!("subnet_id = aws_subnet.a.id\nroute_table_id = aws_route_table.{table}.id");
        add(out, "aws_route_table_association", "a", &body);
    }
    let default = "default_route_table_id = aws_vpc.v.default_route_table_id\n";
    match stack.of("main") {
        "nat" if nat => add(out, "aws_default_route_table", "m", &format!("{default}{out_route}")),
        "empty" => add(out, "aws_default_route_table", "m", default),
        _ => {}
    }
    if stack.has("main_route", "nat") && nat && stack.has("main", "-") {
        own(out, "m", "aws_vpc.v.default_route_table_id", "0.0.0.0/0", out_by);
    }
}

/// Protocol, first and last port.
fn ports(which: &str) -> (&'static str, u16, u16) {
    match which {
        "all" => ("-1", 0, 0),
        "22" => ("tcp", 22, 22),
        _ => ("tcp", 443, 443),
    }
}

fn groups(stack: &Stack, out: &mut String) {
    let block = |kind: &str, which: &str, peer: &str| {
        let (protocol, from, to) = ports(which);
        format!("{kind} {{\n protocol = \"{protocol}\"\n from_port = {from}\n to_port = {to}\n {peer}\n}}\n")
    };
    let everyone = "cidr_blocks = [\"0.0.0.0/0\"]";
    let within = "cidr_blocks = [\"10.0.0.0/16\"]";
    let of_web = "security_groups = [aws_security_group.web.id]";
    let named = |name: &str, rules: &str| format!("name = \"{name}\"\nvpc_id = aws_vpc.v.id\n{rules}");
    let web = match stack.of("web_inline") {
        "-" => String::new(),
        "empty" => "egress = []\n".to_owned(),
        which => block("egress", which, everyone),
    };
    let keep = "lifecycle {\n create_before_destroy = true\n}\n";
    add(out, "aws_security_group", "web", &named(stack.of("web_name"), &format!("{web}{keep}")));
    let vpce = match stack.of("ep_inline") {
        "-" => String::new(),
        "empty" => "ingress = []\n".to_owned(),
        "group" => block("ingress", "443", of_web),
        which => block("ingress", which, within),
    };
    add(out, "aws_security_group", "vpce", &named("vpce", &vpce));
    add(out, "aws_security_group", "other", &named("other", &block("egress", "all", within)));
    let single = |out: &mut String, name: &str, group: &str, direction: &str, which: &str, peer: &str| {
        let (protocol, from, to) = ports(which);
        let ports = if which == "all" { String::new() } else { format!("from_port = {from}\nto_port = {to}\n") };
        let body = format!("security_group_id = aws_security_group.{group}.id\nip_protocol = \"{protocol}\"\n{ports}{peer}");
        add(out, &format!("aws_vpc_security_group_{direction}_rule"), name, &body);
    };
    let legacy = |out: &mut String, name: &str, group: &str, direction: &str, peers: &str| {
        let body = format!(
            "type = \"{direction}\"\nsecurity_group_id = aws_security_group.{group}.id\nprotocol = \"tcp\"\nfrom_port = 443\nto_port = 443\n{peers}"
        );
        add(out, "aws_security_group_rule", name, &body);
    };
    // What the list writes already cannot be made again.
    if !stack.has("web_inline", "443") {
        match stack.of("web_443") {
            "rule" => single(out, "web_443", "web", "egress", "443", "cidr_ipv4 = \"0.0.0.0/0\""),
            "legacy" => legacy(out, "web_443", "web", "egress", everyone),
            "list" => {
                let entry = |range: &str| format!("entry {{\n cidr = \"{range}\"\n}}\n");
                let entries = match stack.of("ranges") {
                    "all" => entry("0.0.0.0/0"),
                    "ten" => entry("10.0.0.0/16"),
                    _ => String::new(),
                };
                let body = format!("name = \"everyone\"\naddress_family = \"IPv4\"\nmax_entries = 5\n{entries}");
                add(out, "aws_ec2_managed_prefix_list", "l", &body);
                if stack.has("range_too", "all") && !stack.has("ranges", "all") {
                    let body = "prefix_list_id = aws_ec2_managed_prefix_list.l.id\ncidr = \"0.0.0.0/0\"";
                    add(out, "aws_ec2_managed_prefix_list_entry", "l", body);
                }
                single(out, "web_443", "web", "egress", "443", "prefix_list_id = aws_ec2_managed_prefix_list.l.id");
            }
            "legacy_two" => legacy(out, "web_443", "web", "egress", "cidr_blocks = [\"10.0.0.0/16\", \"0.0.0.0/0\"]"),
            _ => {}
        }
    }
    if stack.has("web_all", "rule") && !stack.has("web_inline", "all") {
        single(out, "web_all", "web", "egress", "all", "cidr_ipv4 = \"0.0.0.0/0\"");
    }
    if stack.has("web_22", "rule") && !stack.has("web_inline", "22") {
        single(out, "web_22", "web", "egress", "22", "cidr_ipv4 = \"0.0.0.0/0\"");
    }
    match (stack.of("ep_443"), stack.of("ep_inline")) {
        ("rule", inline) if inline != "443" => single(out, "ep_443", "vpce", "ingress", "443", "cidr_ipv4 = \"10.0.0.0/16\""),
        ("legacy", inline) if inline != "443" => legacy(out, "ep_443", "vpce", "ingress", within),
        ("group", inline) if inline != "group" => {
            single(out, "ep_443", "vpce", "ingress", "443", "referenced_security_group_id = aws_security_group.web.id");
        }
        _ => {}
    }
    if stack.has("ep_22", "rule") && !stack.has("ep_inline", "22") {
        single(out, "ep_22", "vpce", "ingress", "22", "cidr_ipv4 = \"10.0.0.0/16\"");
    }
    match stack.of("default_group") {
        "empty" => add(out, "aws_default_security_group", "d", "vpc_id = aws_vpc.v.id"),
        "open" => add(out, "aws_default_security_group", "d", &format!("vpc_id = aws_vpc.v.id\n{}", block("egress", "all", everyone))),
        _ => {}
    }
    if stack.has("default_rule", "443") {
        let body = "security_group_id = aws_vpc.v.default_security_group_id\nip_protocol = \"tcp\"\nfrom_port = 443\nto_port = 443\ncidr_ipv4 = \"0.0.0.0/0\"";
        add(out, "aws_vpc_security_group_egress_rule", "default", body);
    }
}

fn endpoints(stack: &Stack, out: &mut String) {
    let groups = match stack.of("ep_groups") {
        "both" => "aws_security_group.vpce.id, aws_security_group.other.id",
        "other" => "aws_security_group.other.id",
        _ => "aws_security_group.vpce.id",
    };
    let subnets = match stack.of("ep_subnets") {
        "a" => "aws_subnet.a.id",
        "ab" => "aws_subnet.a.id, aws_subnet.b.id",
        _ => "aws_subnet.b.id",
    };
    let policy = if stack.has("ep_policy", "inline_deny") { format!("policy = {NONE}\n") } else { String::new() };
    let count = stack.of("eps").parse().unwrap();
    for service in ["ssm", "ssmmessages", "ec2messages"].into_iter().take(count) {
        let body = format!(
            "vpc_id = aws_vpc.v.id\nservice_name = \"com.amazonaws.eu-west-1.{service}\"\nvpc_endpoint_type = \"Interface\"\nprivate_dns_enabled = {}\nsubnet_ids = [{subnets}]\nsecurity_group_ids = [{groups}]\n{policy}",
            stack.of("ep_dns")
        );
        add(out, "aws_vpc_endpoint", service, &body);
        let endpoint = format!("vpc_endpoint_id = aws_vpc_endpoint.{service}.id\n");
        if stack.has("ep_group_too", "vpce") && stack.has("ep_groups", "other") {
            add(
                out,
                "aws_vpc_endpoint_security_group_association",
                service,
                &format!("{endpoint}security_group_id = aws_security_group.vpce.id"),
            );
        }
        if stack.has("ep_subnet_too", "a") && stack.has("ep_subnets", "b") {
            add(out, "aws_vpc_endpoint_subnet_association", service, &format!("{endpoint}subnet_id = aws_subnet.a.id"));
        }
        match stack.of("ep_policy") {
            "own_deny" => add(out, "aws_vpc_endpoint_policy", service, &format!("{endpoint}policy = {NONE}")),
            "own_allow" => add(out, "aws_vpc_endpoint_policy", service, &format!("{endpoint}policy = {ALL}")),
            _ => {}
        }
    }
}

fn acl(stack: &Stack, out: &mut String) {
    let entry = |kind: &str, number: u16, action: &str, which: &str| {
        let (protocol, from, to) = ports(which);
        format!(
            "{kind} {{\n rule_no = {number}\n action = \"{action}\"\n protocol = \"{protocol}\"\n from_port = {from}\n to_port = {to}\n cidr_block = \"0.0.0.0/0\"\n}}\n"
        )
    };
    let everything = entry("egress", 100, "allow", "all");
    let default = "default_network_acl_id = aws_vpc.v.default_network_acl_id\n";
    match stack.of("default_acl") {
        "empty" => add(out, "aws_default_network_acl", "d", default),
        "open" => add(out, "aws_default_network_acl", "d", &format!("{default}{everything}{}", entry("ingress", 100, "allow", "all"))),
        _ => {}
    }
    let entries = match stack.of("acl") {
        "open" => everything,
        "no443" => format!("{}{everything}", entry("egress", 90, "deny", "443")),
        "list" => entry("egress", 110, "allow", "22"),
        _ => return,
    };
    let listed = stack.has("acl_subnet", "list");
    let subnets = if listed { "subnet_ids = [aws_subnet.a.id]\n" } else { "" };
    add(out, "aws_network_acl", "n", &format!("vpc_id = aws_vpc.v.id\n{subnets}{entries}{}", entry("ingress", 100, "allow", "all")));
    if !listed {
        add(out, "aws_network_acl_association", "n", "network_acl_id = aws_network_acl.n.id\nsubnet_id = aws_subnet.a.id");
    }
    if let Some(action) = stack.of("acl_rule").strip_suffix("443") {
        let body = format!(
            "network_acl_id = aws_network_acl.n.id\nrule_number = 50\negress = true\nprotocol = \"tcp\"\nrule_action = \"{action}\"\ncidr_block = \"0.0.0.0/0\"\nfrom_port = 443\nto_port = 443"
        );
        add(out, "aws_network_acl_rule", "x", &body);
    }
}

fn instance(stack: &Stack, number: usize, out: &mut String) {
    let group = |name: &str| match name {
        "default" => "aws_vpc.v.default_security_group_id".to_owned(),
        name => format!("aws_security_group.{name}.id"),
    };
    let groups = group(stack.of("group"));
    let profile = match stack.of("profile") {
        "yes" => "iam_instance_profile = aws_iam_instance_profile.p.name\n",
        "q" => "iam_instance_profile = aws_iam_instance_profile.q.name\n",
        _ => "",
    };
    let (subnet, image) = (stack.of("subnet"), stack.of("image"));
    let mut body = format!("ami = \"ami-0123456789abcde{image}f\"\ninstance_type = \"t3.micro\"\n{profile}");
    let own = stack.has("interface", "own");
    if own {
        add(out, "aws_network_interface", "e", &format!("subnet_id = aws_subnet.{subnet}.id\nsecurity_groups = [{groups}]"));
        body += "network_interface {\n network_interface_id = aws_network_interface.e.id\n device_index = 0\n}\n";
    } else {
        let _ = writeln!(body, "subnet_id = aws_subnet.{subnet}.id");
        match stack.of("template") {
            "-" => {
                let _ = writeln!(body, "vpc_security_group_ids = [{groups}]");
            }
            version => {
                let of_template = group(stack.of("template_group"));
                let default = match stack.of("template_default") {
                    "update" => "update_default_version = true",
                    "1" => "default_version = 1",
                    _ => "",
                };
                let template = format!("name = \"template{number}\"\nvpc_security_group_ids = [{of_template}]\n{default}");
                add(out, "aws_launch_template", "t", &template);
                let _ = write!(body, "launch_template {{\n id = aws_launch_template.t.id\n version = \"{version}\"\n}}\n");
            }
        }
        if !stack.has("public", "-") {
            let _ = writeln!(body, "associate_public_ip_address = {}", stack.of("public"));
        }
    }
    if stack.has("metadata", "disabled") {
        body += "metadata_options {\n http_endpoint = \"disabled\"\n}\n";
    }
    add(out, "aws_instance", "w", &body);
    if stack.has("address", "yes") {
        let of = if own { "network_interface = aws_network_interface.e.id" } else { "instance = aws_instance.w.id" };
        add(out, "aws_eip", "w", &format!("domain = \"vpc\"\n{of}"));
    }
    // The provider refuses to attach a group that is there.
    let there = if own || stack.has("template", "-") { stack.of("group") } else { stack.of("template_group") };
    if !stack.has("group_too", "-") && !stack.has("group_too", there) {
        let interface = if own { "aws_network_interface.e.id" } else { "aws_instance.w.primary_network_interface_id" };
        let too = group(stack.of("group_too"));
        add(out, "aws_network_interface_sg_attachment", "w", &format!("network_interface_id = {interface}\nsecurity_group_id = {too}"));
    }
    if !stack.has("state", "-") {
        add(out, "aws_ec2_instance_state", "w", &format!("instance_id = aws_instance.w.id\nstate = \"{}\"", stack.of("state")));
    }
}

/// Two people who may start sessions, and a guard.
fn people(stack: &Stack, number: usize, out: &mut String) {
    add(out, "aws_iam_user", "u", &format!("name = \"u{number}\""));
    add(out, "aws_iam_user", "v", &format!("name = \"v{number}\""));
    if stack.has("sessions", "group") {
        add(out, "aws_iam_group", "staff", &format!("name = \"staff{number}\""));
        add(out, "aws_iam_group_policy", "staff", &format!("name = \"sessions\"\ngroup = aws_iam_group.staff.name\npolicy = {SESSIONS}"));
    }
    add(out, "aws_iam_policy", "sessions", &format!("name = \"sessions{number}\"\npolicy = {SESSIONS}"));
    for name in ["u", "v"] {
        let user = format!("user = aws_iam_user.{name}.name\n");
        match stack.of("sessions") {
            "attach" => {
                add(out, "aws_iam_user_policy_attachment", name, &format!("{user}policy_arn = aws_iam_policy.sessions.arn"));
            }
            "group" => add(out, "aws_iam_user_group_membership", name, &format!("{user}groups = [aws_iam_group.staff.name]")),
            _ => add(out, "aws_iam_user_policy", name, &format!("name = \"sessions\"\n{user}policy = {SESSIONS}")),
        }
    }
    let guard = if stack.has("guard_body", "dead") { DEAD } else { GUARD };
    add(out, "aws_iam_policy", "guard", &format!("name = \"guard{number}\"\npolicy = {guard}"));
    if stack.has("guard", "group") || stack.has("guard_too", "group") {
        add(out, "aws_iam_group", "g", &format!("name = \"g{number}\""));
        match stack.of("guard_of_group") {
            "inline" => add(out, "aws_iam_group_policy", "g", &format!("name = \"guard\"\ngroup = aws_iam_group.g.name\npolicy = {guard}")),
            "attach" => {
                add(out, "aws_iam_group_policy_attachment", "g", "group = aws_iam_group.g.name\npolicy_arn = aws_iam_policy.guard.arn");
            }
            _ => {}
        }
    }
    let attach = "user = aws_iam_user.u.name\npolicy_arn = aws_iam_policy.guard.arn";
    let exclusive = |out: &mut String, users: &str| {
        let body = format!("name = \"guard{number}\"\nusers = [{users}]\npolicy_arn = aws_iam_policy.guard.arn");
        add(out, "aws_iam_policy_attachment", "guard", &body);
    };
    match stack.of("guard") {
        "attach" => add(out, "aws_iam_user_policy_attachment", "guard", attach),
        "exclusive" => exclusive(out, "aws_iam_user.v.name"),
        "exclusive_both" => exclusive(out, "aws_iam_user.u.name, aws_iam_user.v.name"),
        "group" => add(
            out,
            "aws_iam_group_membership",
            "g",
            &format!("name = \"g{number}\"\ngroup = aws_iam_group.g.name\nusers = [aws_iam_user.v.name]"),
        ),
        _ => {}
    }
    match stack.of("guard_too") {
        "attach" if !stack.has("guard", "attach") => add(out, "aws_iam_user_policy_attachment", "guard_too", attach),
        "group" => add(out, "aws_iam_user_group_membership", "guard", "user = aws_iam_user.u.name\ngroups = [aws_iam_group.g.name]"),
        _ => {}
    }
}
