//! What people pass instead of a plan or state, each with what it is and which command makes the right file.

use crate::Str;
use crate::error::{Foreign, InputError};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const SHOW: &str = "pass the output of `terraform show -json PLANFILE`";
const ALONE: &str = "pass the output of `terraform show -json PLANFILE` as it is, each plan in a file of its own";
const REDACTED: &str = "it lacks the configuration, the planned values and the state, which say how resources hang together; pass the output \
                        of `terraform show -json PLANFILE`, or the plan's `json-output`, which takes the permission to read state versions";
const DOWNLOAD: &str = "look at the address and the token of the download, or pass the output of `terraform show -json PLANFILE`";

/// What an object is that has all of these members, the more telling ones first.
const OBJECTS: [(&[&str], &str, &str); 22] = [
    (&["plan_format_version"], "a redacted plan of HCP Terraform", REDACTED),
    (&["valid", "diagnostics"], "the output of `terraform validate -json`", SHOW),
    (&["function_signatures"], "the output of `terraform metadata functions -json`", SHOW),
    (&["format_version", "modules"], "the output of `terraform modules -json`", SHOW),
    (&["Modules"], "the list of installed modules, `.terraform/modules/modules.json`", SHOW),
    (&["provider_requirements"], "a list of the providers that are required", SHOW),
    (&["provider_selections"], "a list of the providers that are selected", SHOW),
    (&["format_version", "root_module"], "a configuration without its plan", SHOW),
    (&["format_version", "configuration"], "a configuration without its plan", SHOW),
    (&["format_version", "prior_state"], "a plan without its changes", SHOW),
    (&["tool", "targets", "findings"], "a report of ssm-check itself", SHOW),
    (&["format_version", "findings"], "a baseline of ssm-check, which `--baseline` takes", SHOW),
    (&["terraform_version", "platform"], "the output of `terraform version -json`", SHOW),
    (&["$schema", "runs"], "a SARIF report", SHOW),
    (&["AWSTemplateFormatVersion"], "a CloudFormation template", SHOW),
    (&["data", "links"], "an answer of the HCP Terraform API", "download the plan's `json-output` instead"),
    (&["errors"], "the error of a server", DOWNLOAD),
    (&["error"], "the error of a server", DOWNLOAD),
    (&["message", "documentation_url"], "the error of a server", DOWNLOAD),
    (&["terraform", "provider"], "a configuration in JSON syntax", SHOW),
    (&["terraform", "resource"], "a configuration in JSON syntax", SHOW),
    (&["provider", "resource"], "a configuration in JSON syntax", SHOW),
];

/// What a state may consist of besides its values, and an empty one of.
const EMPTY_STATE: [&str; 4] = ["format_version", "terraform_version", "checks", "timestamp"];

impl Foreign {
    /// What a JSON object is that has none of what makes a plan or state; `None` of an empty state.
    pub(crate) fn of_document(text: &str) -> Option<InputError> {
        let members: BTreeMap<Str<'_>, &RawValue> = serde_json::from_str(text).ok()?;
        let has = |name: &&str| members.contains_key(*name);
        if has(&"@level") {
            return Some(InputError::EventStream);
        }
        if has(&"encrypted_data") {
            return Some(InputError::Encrypted);
        }
        if let Some((_, what, instead)) = OBJECTS.iter().find(|(names, ..)| names.iter().all(has)) {
            let foreign = if *instead == REDACTED { Self::around_a_plan(*what, instead) } else { Self::new(*what, instead) };
            return Some(InputError::Foreign(foreign));
        }
        if has(&"provider_schemas") {
            return Some(InputError::ProviderSchemas);
        }
        if let Some((name, _)) = members.iter().find(|(_, value)| is_plan(value)) {
            let inside = if is_plain(name) { format!("inside `{name}`") } else { "inside a member".to_owned() };
            return Some(InputError::Foreign(Self::around_a_plan(format!("an object that holds the plan {inside}"), ALONE)));
        }
        if !members.is_empty() && members.values().all(|value| is_output(value)) {
            return Some(InputError::Foreign(Self::new("the output of `terraform output -json`", SHOW)));
        }
        if members.keys().all(|name| EMPTY_STATE.contains(&name.as_str())) && has(&"format_version") {
            None
        } else {
            Some(InputError::NotAPlan)
        }
    }

    /// What JSON is that is no object.
    pub(crate) fn of_array(text: &str) -> InputError {
        match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(elements) if elements.iter().any(|element| is_plan(element)) => {
                let plans = if elements.len() == 1 { "a plan".to_owned() } else { format!("{} plans", elements.len()) };
                InputError::Foreign(Self::around_a_plan(format!("an array around {plans}"), ALONE))
            }
            _ => InputError::NotAPlan,
        }
    }

    /// What text is that is not one JSON document; `after` is where its first document ends.
    pub(crate) fn of_text(text: &str, after: Option<usize>) -> Option<Self> {
        const WRAPPER: &str = "set `terraform_wrapper: false` there, and write the output of `terraform show -json PLANFILE` anew";
        let start = text.trim_start();
        let is_wrapped = |text: &str| text.lines().any(|line| line.starts_with("::debug::") || line.starts_with("::set-output"));
        if start.starts_with("[command]") || (!start.starts_with('{') && is_wrapped(text)) {
            return Some(Self::around_a_plan("output with the lines of the wrapper that `hashicorp/setup-terraform` installs", WRAPPER));
        }
        if let Some(rest) = after.and_then(|after| text.get(after..)) {
            let line = text.lines().count() - rest.trim_start().lines().count() + 1;
            return Some(match rest.trim_start() {
                rest if is_wrapped(rest) => {
                    Self::around_a_plan("output with the lines of the wrapper that `hashicorp/setup-terraform` installs", WRAPPER)
                }
                rest if rest.starts_with('{') => {
                    Self::around_a_plan(format!("more than one JSON document: the second begins at line {line}"), ALONE)
                }
                _ => Self::around_a_plan(format!("JSON with something behind it, at line {line}"), ALONE),
            });
        }
        if start.starts_with('<') {
            return Some(Self::new("a page of HTML or XML", DOWNLOAD));
        }
        if is_base64(start) {
            return Some(Self::around_a_plan("base64", "decode it first: `base64 -d FILE | ssm-check`"));
        }
        let json_begins = |line: &str| line.starts_with('{') && line.contains("\"format_version\"");
        if let Some(line) = text.lines().position(json_begins).filter(|line| *line > 0) {
            return Some(Self::around_a_plan(format!("text that stands before the plan, which begins at line {}", line + 1), ALONE));
        }
        let begins = |sign: &str| text.lines().any(|line| line.starts_with(sign));
        if begins("provider \"registry.") {
            return Some(Self::new("a dependency lock file, `.terraform.lock.hcl`", SHOW));
        }
        if ["resource \"", "module \"", "terraform {", "provider \"", "variable \""].into_iter().any(begins) {
            return Some(Self::new(
                "Terraform code",
                "pass the output of `terraform show -json PLANFILE`; `--source` takes the directory of the code",
            ));
        }
        None
    }
}

/// Looks at the members of an object only.
fn is_plan(value: &RawValue) -> bool {
    let Ok(members) = serde_json::from_str::<BTreeMap<Str<'_>, IgnoredAny>>(value.get()) else { return false };
    let has = |name: &str| members.contains_key(name);
    has("resource_changes") || has("planned_values") || (has("format_version") && has("values"))
}

/// One output: `{"sensitive": false, "type": "string", "value": "x"}`.
fn is_output(value: &RawValue) -> bool {
    serde_json::from_str::<BTreeMap<Str<'_>, IgnoredAny>>(value.get())
        .is_ok_and(|members| ["sensitive", "type", "value"].iter().all(|name| members.contains_key(*name)))
}

/// A name that may be repeated in a sentence.
fn is_plain(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Base64 of JSON, of a binary plan or of gzip.
fn is_base64(text: &str) -> bool {
    const BEGINNINGS: [&str; 6] = ["eyJ", "eyA", "ewo", "ewp", "UEsDB", "H4sI"];
    let is_of_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || matches!(byte, b'+' | b'/' | b'=');
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) && text.bytes().all(is_of_alphabet)
}
