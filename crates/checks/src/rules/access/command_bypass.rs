//! Somebody may run commands past the guard of sessions.

use crate::declare::declare_check;
use crate::repairs::{Statement, access};
use crate::rules::access::{Report, each, name_of, one_more};
use crate::{Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, AuthorizedResource, DocumentResource, START, Shown, Tags};
use ssm_check_assess::arn::{automations, documents};
use ssm_check_assess::document::{FreeCommand, Reading, content_of, free_command, read};
use ssm_check_assess::pages::Listed;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::{Text, Truth};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM410,
    "command-bypass",
    Warning,
    r#"## What it checks
No principal may run commands on instances past the guard of sessions: by `ssm:SendCommand` or `ssm:CreateAssociation` with AWS's shell documents, `ssm:StartAutomationExecution`, a session with `AWS-StartInteractiveCommand`, or a custom document, of sessions or of commands, that pastes a free parameter into a command line.

## Why it matters
Whoever runs a command as root can open a tunnel with it; no guard of port-forwarding documents covers that, and no session shows it.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" }
```

## How to fix
Deny AWS's documents that run what they are given, whatever else is allowed, and leave reviewed documents of your own:
```hcl
{ Effect = "Deny", Action = ["ssm:SendCommand", "ssm:CreateAssociation"], Resource = ["arn:aws:ssm:*:*:document/AWS-RunShellScript", "arn:aws:ssm:*:*:document/AWS-RunPowerShellScript"] }
```
Or narrow the statement that allows them; another allowance beside it changes nothing.

## When it does not fail
When only documents of your own may be sent, and their parameters are limited by `allowedValues`, by a pattern that admits no character
with a meaning to the shell, or by `interpolationType = "ENV_VAR"`. When a policy that mentions sessions, or names such a document, is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html>"#
);

const AUTOMATE: &str = "ssm:StartAutomationExecution";

/// The names of AWS's own automations.
const AUTOMATIONS: &str = "AWS*";

/// A way to run a command.
struct Way {
    /// "start `AWS-StartInteractiveCommand`"
    does: Message,
    evidence: Vec<Evidence>,
    action: &'static str,
    by: By,
}

/// What runs the command.
enum By {
    /// Documents of AWS, by name.
    Aws(Vec<String>),
    /// A parameter of a document of the inputs: "`cmd` of `aws_ssm_document.tail`".
    Own(Message),
}

fn by(document: &DocumentResource<'_>, free: Option<&FreeCommand>) -> By {
    match document.own.zip(free) {
        Some((own, free)) => By::Own(say!("{} of {}", Span::value(free.parameter.clone()), Span::address(own.0.address()))),
        None => By::Aws(vec![document.name.clone()]),
    }
}

/// Denies what AWS's documents run, and leaves other documents alone.
fn closing(asking: &Asking<'_, '_>, ways: &[Way]) -> Option<Statement> {
    let partition = access::partition(asking.caller);
    let (mut actions, mut resources) = (Vec::new(), Vec::new());
    for way in ways {
        let By::Aws(names) = &way.by else { continue };
        let is_runbook = way.action == AUTOMATE;
        for arn in names.iter().map(|name| if is_runbook { automations(partition, name) } else { documents(partition, name) }) {
            if !resources.contains(&arn) {
                resources.push(arn);
            }
        }
        if !actions.contains(&way.action) {
            actions.push(way.action);
        }
    }
    (!actions.is_empty()).then(|| Statement::deny(actions, resources))
}

/// What to do where documents of the inputs run commands: which values are meant, only people know.
fn by_hand(asking: &Asking<'_, '_>, ways: &[Way], closing: Option<&Statement>) -> Option<Message> {
    let mut own: Vec<Message> = Vec::new();
    for way in ways {
        if let By::Own(parameter) = &way.by
            && !own.contains(parameter)
        {
            own.push(parameter.clone());
        }
    }
    if own.is_empty() {
        return None;
    }
    let held = say!("give {} `allowedValues`, or an `allowedPattern` that admits no character with a meaning to the shell", list(own));
    Some(match closing {
        Some(statement) => {
            say!("{}; and {}", held, one_more(asking.caller, statement))
        }
        None => held,
    })
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let free_commands = free_commands(context);
    // Each with what the caller may run by it; of AWS's, that it does is known.
    let free_sessions: Vec<_> = context
        .access()
        .documents
        .iter()
        .map(|document| (document, document.own.and_then(free_command_of)))
        .filter(|(document, free)| free.is_some() || document.aws.is_some_and(|aws| !aws.is_tunnel()))
        .collect();
    each(context, findings, &CHECK, |all, asking| {
        let mut ways: Vec<Way> = Vec::new();
        let mut unclear = false;
        let unread = asking.caller.policies.named_unread(context.graph);
        for (document, free) in &free_sessions {
            let truth = asking.starts_anywhere(document);
            let named = || free.is_some() && document.own.is_some_and(|own| unread.iter().any(|(_, named, _)| *named == own.0));
            unclear |= truth == Truth::Unknown && (asking.is_spoken_of() || named());
            if truth == Truth::True
                && let Some((_, decision)) = &asking.anywhere(document).shown
            {
                let mut evidence = Shown(asking).open(decision);
                evidence.extend(document.own.zip(free.as_ref()).map(|(own, free)| pasted(own, free)));
                ways.push(Way {
                    does: say!("start {}", Span::value(document.name.clone())),
                    evidence,
                    action: START,
                    by: by(document, free.as_ref()),
                });
            }
        }
        for action in ["ssm:SendCommand", "ssm:CreateAssociation", AUTOMATE] {
            let asked = asking.about(action);
            let (truth, arn) = way(&asked, action);
            unclear |= truth == Truth::Unknown && asked.is_spoken_of();
            if truth == Truth::True {
                let resource = AuthorizedResource::new(arn.clone(), "");
                let evidence = Shown(&asked).grant(asked.on(&resource, asked.regions().first()?.as_deref()).outcome(), action, &arn);
                let does = say!("call {}", Span::value(action));
                let scripts = Listed::DocumentsThatRunScripts.values().iter().map(ToString::to_string);
                let by = By::Aws(if action == AUTOMATE { vec![AUTOMATIONS.to_owned()] } else { scripts.collect() });
                ways.push(Way { does, evidence: evidence.into_iter().collect(), action, by });
            }
            for (document, free) in free_commands.iter().filter(|_| action != AUTOMATE && asked.may_grant()) {
                let (truth, evidence) = sent(&asked, document, action);
                unclear |= truth == Truth::Unknown && asked.is_spoken_of();
                if truth == Truth::True {
                    let evidence = evidence.into_iter().chain(document.own.map(|own| pasted(own, free))).collect();
                    let does = say!("call {} with {}", Span::value(action), Span::value(document.name.clone()));
                    ways.push(Way { does, evidence, action, by: by(document, Some(free)) });
                }
            }
        }
        let caller = name_of(asking.caller);
        if let Some(first) = ways.first() {
            let more = match ways.len() {
                1 => Message::default(),
                2 => " and 1 other way".into(),
                ways => say!(" and {} other ways", ways - 1),
            };
            let message = say!("{} can {}{} to run commands, which no guard on sessions covers", caller, first.does.clone(), more);
            let closing = closing(asking, &ways);
            let by_hand = by_hand(asking, &ways, closing.as_ref());
            let evidence = ways.into_iter().flat_map(|way| way.evidence).collect();
            return Some(match (by_hand, closing) {
                (None, Some(statement)) => Report::by_statement(all, asking.caller, message, evidence, &statement),
                (by_hand, _) => Report::fail(message, evidence, by_hand.unwrap_or_default()),
            });
        }
        unclear.then(|| Report::unknown(asking, say!("cannot determine from this plan whether {} can run commands", caller)))
    });
}

/// Documents of type `Command` that run what the caller gives.
fn free_commands<'g>(context: &Context<'g>) -> Vec<(DocumentResource<'g>, FreeCommand)> {
    let commands = context.graph.all::<SsmDocument<'g>>();
    let commands = commands.filter(|document| document.0.is_managed() && matches!(document.document_type(), Attr::Known("Command")));
    commands.filter_map(|document| Some((DocumentResource::made(document), free_command_of(document)?))).collect()
}

fn free_command_of(document: SsmDocument<'_>) -> Option<FreeCommand> {
    match read(document) {
        Reading::Content(content) => free_command(&content),
        Reading::Invalid(_) | Reading::Unknown(_) => None,
    }
}

fn pasted(document: SsmDocument<'_>, free: &FreeCommand) -> Evidence {
    Evidence::Fact {
        at: content_of(document),
        shows: say!("inserts parameter {} into {}", Span::value(free.parameter.clone()), Span::value(free.line.clone())),
    }
}

/// Whether a document may be sent to some node, and the proof.
fn sent(asking: &Asking<'_, '_>, document: &DocumentResource<'_>, action: &str) -> (Truth, Option<Evidence>) {
    let mut best = Truth::False;
    for target in asking.targets().chain(asking.stand_ins()) {
        let region = target.region.as_deref();
        let Some(resource) = asking.document_resource(document, region) else { continue };
        let truth = asking.on_both(&target.resource, &resource, region);
        if truth == Truth::True {
            return (truth, Shown(asking).grant(asking.on(&resource, region).outcome(), action, &resource.arn));
        }
        best = best.or(truth);
    }
    (best, None)
}

/// Whether an action runs a command of the caller's choice on some instance, and the document's ARN.
fn way(asking: &Asking<'_, '_>, action: &str) -> (Truth, Text) {
    let mut best = (Truth::False, Text::default());
    if !asking.may_grant() {
        return best;
    }
    for region in asking.regions() {
        let region = region.as_deref();
        let automates = action == AUTOMATE;
        let scripts = || Listed::DocumentsThatRunScripts.values().iter().map(|name| asking.aws_document(region, name));
        let arns = if automates { vec![asking.automation(region)] } else { scripts().collect() };
        for arn in arns {
            let document = AuthorizedResource { tags: Tags::none(), ..AuthorizedResource::new(arn.clone(), "a document of AWS") };
            let truth = if automates {
                asking.on(&document, region).truth()
            } else {
                asking.on_both(&asking.any_instance().resource, &document, region)
            };
            if truth == Truth::True {
                return (truth, arn);
            }
            if truth == Truth::Unknown {
                best = (truth, arn);
            }
        }
    }
    best
}
