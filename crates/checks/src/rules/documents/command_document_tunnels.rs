//! A command document opens a tunnel to where its caller says.

use crate::declare::declare_check;
use crate::rules::access::finding;
use crate::rules::documents::{fail, unclear};
use crate::{Context, Finding};
use serde_json::Value;
use ssm_check_assess::document::{self, Reading};
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Span, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM510,
    "command-document-tunnels",
    Warning,
    r#"## What it checks
No document of type `Command`, and no runbook, runs a script that opens a tunnel (`socat`, `ssh -L`, `-R` or `-D`, `nc -l`) to a host or port that is a parameter.

## Why it matters
Such a tunnel is started by `ssm:SendCommand` or `ssm:StartAutomationExecution`, which no guard of sessions covers, and stays open after the command ends.

## Example
```hcl
runCommand = ["socat TCP-LISTEN:8080,fork TCP:{{ target }}:{{ port }}"]
```

## How to fix
Use a session document of type `Port` with a restricting pattern.

## When it does not fail
When no parameter is on the line of the tunnel. When the content of a document of type `Command` is known only after apply, the answer is
unknown; of a runbook nothing is said then, as SSM410 says of whoever may start it what is not known.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let commands = context
        .graph
        .all::<SsmDocument<'_>>()
        .filter(|document| document.0.is_managed() && matches!(document.document_type(), Attr::Known("Command" | "Automation")));
    for document in commands {
        let name = document.0.address();
        let report = match document::read(document) {
            // Nearly every runbook names the role that it runs with, and with the plan alone that hides all of it.
            Reading::Unknown(_) if document.document_type() == Attr::Known("Automation") => continue,
            Reading::Unknown(why) => {
                unclear(document, say!("cannot determine from this plan whether document {} opens a tunnel", Span::address(name)), why)
            }
            Reading::Invalid(_) => continue,
            Reading::Content(body) => {
                let mut lines = Vec::new();
                scripts(&body.value, &mut lines);
                let is_free =
                    |line: &String| body.parameters_in(line).any(|parameter| parameter.is_none_or(|parameter| !parameter.is_restricted()));
                let Some(line) = lines.into_iter().find(|line| is_tunnel(line) && is_free(line)) else { continue };
                let how = say!("runs {}", Span::value(line));
                fail(
                    document,
                    say!("document {} opens a tunnel to wherever its parameters point", Span::address(name)),
                    how,
                    say!(
                        "replace {} by a session document of type `Port` with an `allowedPattern` for each of its parameters",
                        Span::address(name)
                    ),
                )
            }
        };
        findings.push(finding(&CHECK, name, Some("content"), report));
    }
}

/// Every line of every script.
fn scripts(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::String(text) => lines.extend(text.lines().map(|line| line.trim().to_owned())),
        Value::Array(list) => list.iter().for_each(|value| scripts(value, lines)),
        Value::Object(map) => map.iter().for_each(|(_, value)| scripts(value, lines)),
        _ => {}
    }
}

/// A command that listens or forwards, with a parameter on its line.
fn is_tunnel(line: &str) -> bool {
    if !line.contains("{{") || line.starts_with('#') {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let called = |name: &str| words.iter().any(|word| *word == name || word.ends_with(&format!("/{name}")));
    let flag = |letters: &[char]| {
        words.iter().any(|word| {
            word.starts_with('-')
                && !word.starts_with("--")
                && word.chars().skip(1).take_while(char::is_ascii_alphabetic).any(|letter| letters.contains(&letter))
        })
    };
    (called("socat") && line.to_ascii_uppercase().contains("LISTEN"))
        || ((called("ssh") || called("autossh")) && flag(&['L', 'R', 'D']))
        || ((called("nc") || called("ncat") || called("netcat")) && flag(&['l']))
}
