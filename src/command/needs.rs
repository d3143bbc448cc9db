//! `ssm-check needs`: what is missing, as a script of read-only calls of the AWS CLI.
//!
//! A call that is refused leaves no file and is told; the others are made all the same, as an answer that is left out is never taken
//! for no.

mod calls;

use crate::cli::NeedsArgs;
use crate::{Failure, Settings, inert};
use calls::{Call, DEFAULT_HOST_MANAGEMENT, OF_EACH_VPC, OF_VPCS, PEOPLE, ROLES};
use ssm_check_aws::AccountId;
use ssm_check_checks::{Inputs, Questions, QuestionsPlace};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The script; `files` and `context` are what the last line analyses.
///
/// Errors: a resource whose values cannot be decoded.
pub(crate) fn needs(arguments: &NeedsArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let needs = inputs.needs(&settings.options).map_err(|error| Failure::new(error.to_string()))?;
    let needs = needs.into_iter().map(|(place, questions)| (place_of_aws(place), of_aws(questions)));
    Ok(script(arguments, &needs.collect()))
}

/// A place that AWS may have: what a plan writes is a part of calls, and of the script's comments.
fn place_of_aws(place: QuestionsPlace) -> QuestionsPlace {
    let is_region = |name: &String| is_word(name, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    QuestionsPlace { account: place.account.filter(|account| AccountId::is_valid(account)), region: place.region.filter(is_region) }
}

/// Questions about what AWS may have. Anything else would be refused, and may be meant to be taken for something else than an id.
fn of_aws(questions: Questions) -> Questions {
    let of = |ids: BTreeSet<String>, allowed: fn(u8) -> bool| ids.into_iter().filter(|id| is_word(id, allowed)).collect::<BTreeSet<_>>();
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html>
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"().-/_".contains(&byte);
    // <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html>
    let is_group = |byte: u8| byte.is_ascii_alphanumeric() || b"/_.#-".contains(&byte);
    Questions {
        subnets: of(questions.subnets, is_id),
        vpcs: of(questions.vpcs, is_id),
        groups: of(questions.groups, is_id),
        templates: of(questions.templates, is_name),
        images: of(questions.images, is_id),
        instances: of(questions.instances, is_id),
        log_groups: of(questions.log_groups, is_group),
        ..questions
    }
}

/// Is it of these characters, and no option?
fn is_word(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    (1..=128).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(allowed)
}

fn script(arguments: &NeedsArgs, needs: &BTreeMap<QuestionsPlace, Questions>) -> String {
    let dir = arguments.dir.display().to_string();
    let mut body = String::new();
    let mut actions = BTreeSet::new();
    for (place, needs) in needs {
        group(&dir, place, needs, &mut body, &mut actions);
    }
    let mut text = "#!/bin/sh\n".to_owned();
    if needs.is_empty() {
        text.push_str("# Nothing is missing that AWS would tell.\n");
    } else {
        text.push_str("# Asks AWS, reading only, for what the inputs lack, and judges again. It needs:\n");
        for line in policy(&actions).lines() {
            let _ = writeln!(text, "# {line}");
        }
    }
    text.push_str("set -eu\n");
    if !needs.is_empty() {
        text.push_str(ASK);
    }
    text.push_str(&body);
    let quoted = |paths: &[std::path::PathBuf]| paths.iter().map(|path| quote(&path.display().to_string())).collect::<Vec<_>>();
    let mut again = vec!["ssm-check".to_owned()];
    again.extend(quoted(&arguments.inputs.files));
    for context in quoted(&arguments.inputs.context) {
        again.extend(["--context".to_owned(), context]);
    }
    if !needs.is_empty() {
        again.extend(["--context".to_owned(), quote(&dir)]);
    }
    let _ = writeln!(text, "\n{}", again.join(" "));
    text
}

/// Makes one call, and writes its answer as a whole or not at all.
const ASK: &str = r#"
ask() { # the file, the call
  file=$dir/$1.json
  shift
  if aws "$@" --output json > "$file.part"; then
    mv "$file.part" "$file"
  else
    rm -f "$file.part"
    echo "no answer: aws $*" >&2
  fi
}
"#;

fn group(dir: &str, place: &QuestionsPlace, needs: &Questions, text: &mut String, actions: &mut BTreeSet<&'static str>) {
    let account = place.account.as_deref();
    let region = place.region.as_deref();
    let _ = writeln!(
        text,
        "\n# {}, {}",
        account.map_or("the account of the targets".to_owned(), |account| format!("account {account}")),
        region.unwrap_or("the Region of the profile")
    );
    let profile = account.map_or("PROFILE".to_owned(), |account| format!("PROFILE-OF-{account}"));
    let _ = writeln!(text, "# export AWS_PROFILE={profile}");
    if let Some(region) = region {
        let _ = writeln!(text, "export AWS_REGION={0} AWS_DEFAULT_REGION={0}", quote(region));
    }
    let name: Vec<&str> = [account, region].into_iter().flatten().collect();
    let below = if name.is_empty() { dir.to_owned() } else { format!("{dir}/{}", name.join("-")) };
    let _ = writeln!(text, "dir={}\nmkdir -p \"$dir\"", quote(&below));
    if needs.network() || needs.beyond {
        network(place, needs, text, actions);
    }
    if needs.identity {
        text.push_str(&ask(if needs.users { &PEOPLE } else { &ROLES }, "", actions));
        text.push_str(POLICIES);
    }
    if needs.default_host_management {
        text.push_str(&ask(&DEFAULT_HOST_MANAGEMENT, "", actions));
    }
    if !needs.images.is_empty() {
        actions.insert("ec2:DescribeImages");
        let listed: Vec<_> = needs.images.iter().map(|id| quote(id)).collect();
        let _ = writeln!(text, "ask images ec2 describe-images --filters Name=image-id,Values={}", listed.join(","));
    }
    for group in &needs.log_groups {
        actions.insert("logs:DescribeLogGroups");
        let file = quote(&format!("log-groups-{}", group.trim_start_matches('/').replace('/', "-")));
        let _ = writeln!(text, "ask {file} logs describe-log-groups --log-group-name-prefix {}", quote(group));
    }
    for template in &needs.templates {
        actions.insert("ec2:DescribeLaunchTemplateVersions");
        let by = if template.starts_with("lt-") { "id" } else { "name" };
        let _ = writeln!(
            text,
            "ask {} ec2 describe-launch-template-versions --launch-template-{by} {} --versions '$Latest' '$Default'",
            quote(&format!("{}-versions", template.replace('/', "-"))),
            quote(template)
        );
    }
}

/// What is in force beyond the account, which only the management account of an organisation may ask.
const POLICIES: &str = r"# Service control policies count where they are among the inputs; with a profile of the management account:
# ask service-control-policies organizations list-policies --filter SERVICE_CONTROL_POLICY
# for policy in $(aws organizations list-policies --filter SERVICE_CONTROL_POLICY --query 'Policies[].Id' --output text); do
#   ask $policy organizations describe-policy --policy-id $policy
#   ask $policy-targets organizations list-targets-for-policy --policy-id $policy
# done
";

/// One call that writes one file.
fn ask(call: &Call, indent: &str, actions: &mut BTreeSet<&'static str>) -> String {
    actions.insert(call.action);
    format!("{indent}ask \"{}\" {}\n", call.file, call.call)
}

/// All of the VPCs that something is in.
fn network(place: &QuestionsPlace, needs: &Questions, text: &mut String, actions: &mut BTreeSet<&'static str>) {
    let region = place.region.as_deref().map_or("${AWS_REGION:-$(aws configure get region)}".to_owned(), quote);
    let _ = writeln!(text, "region={region}");
    text.push_str(&vpcs(needs));
    text.push_str("if [ -n \"$vpcs\" ]; then\n");
    for each in &OF_VPCS {
        text.push_str(&ask(each, "  ", actions));
    }
    text.push_str("  for vpc in $(echo \"$vpcs\" | tr , ' '); do\n");
    for each in &OF_EACH_VPC {
        text.push_str(&ask(each, "    ", actions));
    }
    actions.extend(["route53:ListResourceRecordSets", "route53resolver:ListFirewallRules", "route53resolver:ListFirewallDomains"]);
    text.push_str(&records(&place.hosts()));
    text.push_str("  done\n");
    actions.extend(["ec2:GetManagedPrefixListEntries", "ec2:SearchTransitGatewayRoutes"]);
    text.push_str(PARTS);
    text.push_str("fi\n");
    if !needs.instances.is_empty() {
        actions.insert("ssm:DescribeInstanceInformation");
        // More do not fit into a filter.
        let named = needs.instances.len() <= 50;
        let listed: Vec<_> = needs.instances.iter().map(|id| quote(id)).collect();
        let filter = if named { format!(" --filters Key=InstanceIds,Values={}", listed.join(",")) } else { String::new() };
        let _ = writeln!(text, "ask instance-information ssm describe-instance-information{filter}");
    }
}

/// The records of each private hosted zone that may hold the services' names, and the rules of each group of DNS Firewall.
fn records(hosts: &[String]) -> String {
    let of_services: Vec<_> = hosts.iter().map(|host| format!("ends_with(`\".{host}.\"`, Name)")).collect();
    let filter = if hosts.is_empty() { String::new() } else { format!("?{}", of_services.join(" || ")) };
    format!(
        r#"    for zone in $(aws route53 list-hosted-zones-by-vpc --vpc-id "$vpc" --vpc-region "$region" --query 'HostedZoneSummaries[{filter}].HostedZoneId' --output text); do
      ask "$zone-records" route53 list-resource-record-sets --hosted-zone-id "$zone"
    done
    for group in $(aws route53resolver list-firewall-rule-group-associations --vpc-id "$vpc" --query 'FirewallRuleGroupAssociations[].FirewallRuleGroupId' --output text); do
      ask "$group-rules" route53resolver list-firewall-rules --firewall-rule-group-id "$group"
      for list in $(aws route53resolver list-firewall-rules --firewall-rule-group-id "$group" --query 'FirewallRules[].FirewallDomainListId' --output text); do
        ask "$list-domains" route53resolver list-firewall-domains --firewall-domain-list-id "$list"
      done
    done
"#
    )
}

/// What prefix lists and transit gateways' route tables hold.
const PARTS: &str = r#"  for list in $(aws ec2 describe-managed-prefix-lists --query 'PrefixLists[?OwnerId!=`AWS`].PrefixListId' --output text); do
    ask "$list-entries" ec2 get-managed-prefix-list-entries --prefix-list-id "$list"
  done
  for table in $(aws ec2 describe-transit-gateway-route-tables --query 'TransitGatewayRouteTables[].TransitGatewayRouteTableId' --output text); do
    ask "$table-routes" ec2 search-transit-gateway-routes --transit-gateway-route-table-id "$table" --filters Name=state,Values=active,blackhole
  done
"#;

/// Finds the VPCs out, as a list with commas.
fn vpcs(needs: &Questions) -> String {
    let joined = |ids: &BTreeSet<String>| ids.iter().map(|id| quote(id)).collect::<Vec<_>>().join(",");
    let mut text = format!("vpcs={}\n", joined(&needs.vpcs));
    let find = |text: &mut String, call: &str| {
        let _ = writeln!(
            text,
            "vpcs=$(for vpc in $(echo \"$vpcs\" | tr , ' ') $(aws {call} --output text); do echo \"$vpc\"; done | sort -u | paste -s -d , -)"
        );
    };
    if !needs.subnets.is_empty() {
        let asked = joined(&needs.subnets);
        let _ = writeln!(text, "ask subnets-by-id ec2 describe-subnets --filters Name=subnet-id,Values={asked}");
        find(
            &mut text,
            &format!("ec2 describe-subnets --filters Name=subnet-id,Values={} --query 'Subnets[].VpcId'", joined(&needs.subnets)),
        );
    }
    if !needs.groups.is_empty() {
        find(
            &mut text,
            &format!(
                "ec2 describe-security-groups --filters Name=group-id,Values={} --query 'SecurityGroups[].VpcId'",
                joined(&needs.groups)
            ),
        );
    }
    if needs.default_vpc {
        find(&mut text, "ec2 describe-vpcs --filters Name=is-default,Values=true --query 'Vpcs[].VpcId'");
    }
    if needs.beyond {
        find(&mut text, "ec2 describe-transit-gateway-vpc-attachments --query 'TransitGatewayVpcAttachments[].VpcId'");
        let ends = "VpcPeeringConnections[].[RequesterVpcInfo.VpcId, AccepterVpcInfo.VpcId][]";
        find(&mut text, &format!("ec2 describe-vpc-peering-connections --query '{ends}'"));
    }
    text
}

fn policy(actions: &BTreeSet<&'static str>) -> String {
    let listed: Vec<_> = actions.iter().map(|action| format!("\"{action}\"")).collect();
    format!(
        "{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\n  {}\n]}}]}}",
        listed.join(",\n  ")
    )
}

/// A word of the shell: what comes from a plan or names a file is never more than a word, and never more than text to who reads the
/// script. What is not seen, and what a log would take for a command, is written in octal.
fn quote(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:@".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) && !text.starts_with(['-', ':']) {
        return text.to_owned();
    }
    if inert::printable(text) == text && !text.contains("::") {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    let mut word = String::from("\"$(printf '");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./=@ ".contains(&byte) {
            word.push(char::from(byte));
        } else {
            let _ = write!(word, "\\{byte:03o}");
        }
    }
    word + "')\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_aws_may_have_is_asked_about() {
        let set = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        let hostile = ["x --endpoint-url http://evil", "--endpoint-url=http://evil", "a'; touch b; '", "a\nb", "", "a,b", "*"];
        let ids = set(&[&["subnet-0abc"], &hostile[..]].concat());
        let asked = of_aws(Questions { subnets: ids.clone(), templates: ids.clone(), instances: ids, ..Questions::default() });
        assert_eq!(
            (asked.subnets, asked.templates, asked.instances),
            (set(&["subnet-0abc"]), set(&["subnet-0abc"]), set(&["subnet-0abc"]))
        );
        for hostile in hostile {
            let place = QuestionsPlace { account: Some(hostile.to_owned()), region: Some(hostile.to_owned()) };
            assert_eq!(place_of_aws(place), QuestionsPlace::default());
        }
        let place = QuestionsPlace { account: Some("123456789012".to_owned()), region: Some("us-iso-east-1".to_owned()) };
        assert_eq!(place_of_aws(place.clone()), place);
    }

    #[test]
    fn what_a_plan_says_stays_a_word() {
        assert_eq!(quote("subnet-0abc"), "subnet-0abc");
        assert_eq!(quote("$(rm -rf /)"), "'$(rm -rf /)'");
        assert_eq!(quote("it's"), "'it'\\''s'");
        assert_eq!(quote("-x"), "'-x'");
        assert_eq!(quote("ü x"), "'ü x'");
        for hostile in ["a\n::error::b", "a##[b]", "it's\u{202e}%s\\", "\u{1b}[2J"] {
            let word = quote(hostile);
            assert_eq!(inert::lines(&inert::printable(&word)), word);
            #[cfg(unix)]
            {
                let echo = std::process::Command::new("sh").arg("-c").arg(format!("printf %s {word}")).output().unwrap();
                assert_eq!(String::from_utf8(echo.stdout).unwrap(), hostile);
            }
        }
    }
}
