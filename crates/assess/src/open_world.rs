//! Closed world for what the inputs manage, open world for the rest: what every absence goes through.
//!
//! A VPC that a plan manages has exactly the subnets, routes and endpoints that the plan shows. One that is a data source, or an
//! id that is written down, may have others, which some other state manages: absence there is not known, and the gap says
//! what it is and which input would supply it.

use ssm_check_graph::{Listed, Resource};

/// How a gap begins to say what is managed by another state.
const OUTSIDE: &str = ", which is not in the inputs";
const ELSEWHERE: &str = "managed elsewhere";
/// How a gap says which call of AWS closes it.
const LISTED_BY: &str = ", as would ";

/// There may be more to it than the inputs show: a data source, or a resource that adopts what AWS or somebody else made.
pub fn is_open(resource: Resource<'_>) -> bool {
    !resource.is_managed() || resource.resource_type() == "aws_default_vpc" || resource.resource_type() == "aws_default_subnet"
}

/// Why a part of something open may be there though the inputs do not show it.
pub fn elsewhere(resource: Resource<'_>, what: &str) -> String {
    let named = resource.text("id").value().or_else(|| resource.text("arn").value()).or_else(|| resource.text("name").value());
    match named {
        Some(id) => format!("{what} of `{}`, which is `{}` `{id}`, {ELSEWHERE}", resource.address(), resource.resource_type()),
        None => format!("{what} of `{}`, which is {ELSEWHERE}", resource.address()),
    }
}

/// Why more resources of a type may belong to a resource than the inputs show; `None` where they show all of them.
pub fn unlisted(resource: Resource<'_>, resource_type: &str, what: &str) -> Option<String> {
    let open = is_open(resource);
    match resource.listed(resource_type, open) {
        Listed::Managed | Listed::Whole(_) => None,
        Listed::Part(listing, why) => Some(format!("{what} of `{}`: `{}` is not whole, {why}", resource.address(), listing.file)),
        Listed::Not if open => Some(elsewhere(resource, what)),
        Listed::Not => {
            let command = ssm_check_describe::command_for(resource_type).unwrap_or_default();
            Some(format!("{what} of `{}`, which no input lists{LISTED_BY}`{command}`", resource.address()))
        }
    }
}

/// Why an attribute is not known.
pub fn untold(resource: Resource<'_>, attribute: &str) -> String {
    let id = resource.text("id").value().unwrap_or_default();
    match ssm_check_describe::untold(resource.resource_type(), attribute, id).filter(|_| resource.is_answer()) {
        Some(command) => format!("no input tells it{LISTED_BY}`{command}`"),
        None => "known only after apply".to_owned(),
    }
}

/// Why nothing is known of what a known value names; `resource_type` where its id does not tell.
pub fn outside(what: &str, resource_type: Option<&str>, value: &str) -> String {
    match resource_type.or_else(|| type_of_id(value)) {
        Some(resource_type) => format!("{what}, `{resource_type}` `{value}`{OUTSIDE}"),
        None => format!("{what}, `{value}`{OUTSIDE}"),
    }
}

/// What to pass so that the gaps close, or nothing where no other state is to blame.
pub fn what_to_pass<'a>(gaps: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut missing: Vec<String> = Vec::new();
    let mut elsewhere = false;
    let mut calls: Vec<&str> = Vec::new();
    for gap in gaps {
        if let Some((_, call)) = gap.split_once(LISTED_BY) {
            calls.push(call);
            continue;
        }
        let Some(before) = gap.split(OUTSIDE).next().filter(|before| before.len() < gap.len()).or_else(|| gap.strip_suffix(ELSEWHERE))
        else {
            continue;
        };
        elsewhere = true;
        if let Some(named) = last_named(before) {
            missing.push(named);
        }
    }
    missing.sort();
    missing.dedup();
    calls.sort_unstable();
    calls.dedup();
    if !calls.is_empty() && !elsewhere {
        return Some(format!("pass the output of {} with `--context`", calls.join(" and ")));
    }
    elsewhere.then(|| {
        let what = if missing.is_empty() { "manages it".to_owned() } else { format!("holds {}", missing.join(" and ")) };
        format!(
            "pass the plan or state that {what} with `--context context.json`, made by `terraform -chdir=DIR show -json > context.json`"
        )
    })
}

/// The type and key at the end of a gap: `` `aws_subnet` `subnet-0abc` ``, or the key alone.
fn last_named(text: &str) -> Option<String> {
    let mut quoted = text.split('`').skip(1).step_by(2).collect::<Vec<_>>();
    let key = quoted.pop()?;
    if !text.trim_end_matches([',', ' ']).ends_with('`') {
        return None;
    }
    match quoted.pop().filter(|before| text.contains(&format!("`{before}` `{key}`"))) {
        Some(resource_type) => Some(format!("`{resource_type}` `{key}`")),
        None => Some(format!("`{key}`")),
    }
}

/// The type that an id is of, by its prefix: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.
fn type_of_id(value: &str) -> Option<&'static str> {
    let (prefix, _) = value.split_once('-')?;
    Some(match prefix {
        "subnet" => "aws_subnet",
        "vpc" => "aws_vpc",
        "sg" => "aws_security_group",
        "rtb" => "aws_route_table",
        "acl" => "aws_network_acl",
        "eni" => "aws_network_interface",
        "lt" => "aws_launch_template",
        "nat" => "aws_nat_gateway",
        "i" => "aws_instance",
        "pl" => "aws_ec2_managed_prefix_list",
        "pcx" => "aws_vpc_peering_connection",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{outside, what_to_pass};

    #[test]
    fn what_to_pass_names_what_is_outside() {
        let gap = outside("the subnet of `aws_instance.web`", None, "subnet-0abc");
        assert_eq!(gap, "the subnet of `aws_instance.web`, `aws_subnet` `subnet-0abc`, which is not in the inputs");
        let open = "the routes of `data.aws_route_table.main`, which is `aws_route_table` `rtb-1`, managed elsewhere";
        let help = what_to_pass([gap.as_str(), open, "whether it rains"]).unwrap();
        assert!(
            help.starts_with("pass the plan or state that holds `aws_route_table` `rtb-1` and `aws_subnet` `subnet-0abc` with "),
            "{help}"
        );
        assert_eq!(what_to_pass(["known only after apply"]), None);
    }
}
