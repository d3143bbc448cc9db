//! Somebody may run commands past the guard of sessions.

mod calls;
mod runbooks;

use crate::declare::declare_check;
use crate::repairs::{self, Causes, Statement, access};
use crate::rules::access::{Report, each, name_of, one_more};
use crate::{Context, Evidence, Finding};
use calls::{Call, Means};
use ssm_check_assess::access::{Access, Asking, DocumentResource, START, Shown};
use ssm_check_assess::arn::{automations, documents, maintenance_windows};
use ssm_check_assess::document::{FreeCommand, Reading, RunsWhat, content_of, free_command, read};
use ssm_check_assess::pages::Listed;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Message, Span, list, say};
use ssm_check_plan::Attr;
use std::collections::BTreeSet;

declare_check!(
    SSM410,
    "command-bypass",
    Warning,
    r#"## What it checks
No principal may run commands on instances past the guard of sessions: by `ssm:SendCommand` or an association (`ssm:CreateAssociation`, `ssm:CreateAssociationBatch`, `ssm:UpdateAssociation`) with AWS's shell documents, a task of a maintenance window, `ssm:StartAutomationExecution`, a session with `AWS-StartInteractiveCommand`, or a custom document, of sessions or of commands, that pastes a free parameter into a command line, installs what it names, or hands it on to such a document (`aws:runDocument`). Nor by a runbook of one's own that does so (`aws:runCommand`, `aws:executeAwsApi`, `aws:executeAutomation`), whose role may send the command, and which whoever starts it may pass.

## Why it matters
Whoever runs a command as root can open a tunnel with it; no guard of port-forwarding documents covers that, and no session shows it.

## Example
```hcl
{ Effect = "Allow", Action = "ssm:SendCommand", Resource = "*" }
```

## How to fix
Deny AWS's documents that run what they are given, whatever else is allowed, and leave reviewed documents of your own:
```hcl
{ Effect = "Deny", Action = ["ssm:SendCommand", "ssm:CreateAssociation*", "ssm:UpdateAssociation"], Resource = ["arn:aws:ssm:*:*:document/AWS-RunShellScript", "arn:aws:ssm:*:*:document/AWS-RunPowerShellScript"] },
{ Effect = "Deny", Action = ["ssm:RegisterTaskWithMaintenanceWindow", "ssm:UpdateMaintenanceWindowTask"], Resource = "arn:aws:ssm:*:*:maintenancewindow/*" }
```
Or narrow the statement that allows them; another allowance beside it changes nothing.

## When it does not fail
When only documents of your own may be sent, and their parameters are limited by `allowedValues`, by a pattern that admits no character
with a meaning to the shell, or by `interpolationType = "ENV_VAR"`. When an association may be changed, but not looked at, as
AWS then refuses the change. When a runbook has no role of its own, as what it sends is then asked of whoever starts it; when its role may
not send the command, or does not trust Systems Manager. Where the role may not be passed, what a script of a runbook sends, and what is in
a document that is known only after apply is unknown. When a policy that mentions sessions, or names such a document, is not known, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-rundocument>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/running-simple-automations.html>
- <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html>
- <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html>"#
);

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
    /// A runbook, of which AWS has many.
    Runbook,
    /// A maintenance window, whatever the document.
    Window,
    /// A parameter of a document of the inputs: "`cmd` of `aws_ssm_document.tail`", and what to do about it.
    Own(Message, Cure),
}

/// What to do about a parameter of a document of the inputs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cure {
    /// Hold its values to what is no command.
    Hold,
    /// The same of a session, whose agent holds values against a pattern alone.
    Match,
    /// List the documents, packages or places that it may name.
    Choose,
    /// Say which parameters another document gets by it.
    WriteOut,
}

impl Cure {
    fn of(document: SsmDocument<'_>, runs: &RunsWhat) -> Self {
        match runs {
            RunsWhat::Line if document.document_type() == Attr::Known("Session") => Self::Match,
            RunsWhat::Line | RunsWhat::By(_) => Self::Hold,
            RunsWhat::WithAnything(_) => Self::WriteOut,
            RunsWhat::Named | RunsWhat::Fetched(_) => Self::Choose,
        }
    }
}

fn by(document: &DocumentResource<'_>, free: Option<&FreeCommand>) -> By {
    match document.own.zip(free) {
        Some((own, free)) => {
            let parameter = say!("{} of {}", Span::value(free.parameter.clone()), Span::address(own.0.address()));
            By::Own(parameter, Cure::of(own, &free.runs))
        }
        None => By::Aws(vec![document.name.clone()]),
    }
}

/// Denies what AWS's documents and runbooks run and what windows are told to, and leaves other documents alone.
fn closing(asking: &Asking<'_, '_>, ways: &[Way]) -> Vec<Statement> {
    let partition = access::partition(asking.caller);
    let (mut actions, mut resources) = (Vec::new(), Vec::new());
    let (mut runbooks, mut windows) = (Vec::new(), Vec::new());
    for way in ways {
        let actions = match &way.by {
            By::Own(..) => continue,
            By::Runbook => &mut runbooks,
            By::Window => &mut windows,
            By::Aws(names) => {
                resources.extend(names.iter().map(|name| documents(partition, name)));
                &mut actions
            }
        };
        if !actions.contains(&way.action) {
            actions.push(way.action);
        }
    }
    let mut seen = BTreeSet::new();
    resources.retain(|arn| seen.insert(arn.clone()));
    let statements = [
        (actions, resources),
        (runbooks, vec![automations(partition, AUTOMATIONS), documents(partition, AUTOMATIONS)]),
        (windows, vec![maintenance_windows(partition)]),
    ];
    statements
        .into_iter()
        .filter(|(actions, _)| !actions.is_empty())
        .map(|(actions, resources)| Statement::deny(actions, resources))
        .collect()
}

/// The statements in words, and as edits.
fn statements(all: &Access<'_>, asking: &Asking<'_, '_>, statements: &[Statement]) -> Option<(Message, Causes)> {
    let mut causes = Causes::new();
    for statement in statements {
        repairs::merge(&mut causes, access::statement(all, asking.caller, statement));
    }
    let words = statements.iter().map(|statement| one_more(asking.caller, statement));
    Some((words.reduce(|all, one| say!("{}; and {}", all, one))?, causes))
}

/// What to do where documents of the inputs run commands: which values are meant, only people know.
fn by_hand(ways: &[Way], closing: Option<&Message>) -> Option<Message> {
    let own = |wanted: Cure| {
        let mut found: Vec<Message> = Vec::new();
        for way in ways {
            if let By::Own(parameter, cure) = &way.by
                && *cure == wanted
                && !found.contains(parameter)
            {
                found.push(parameter.clone());
            }
        }
        (!found.is_empty()).then(|| list(found))
    };
    let cures = [
        own(Cure::Hold)
            .map(|own| say!("give {} `allowedValues`, or an `allowedPattern` that admits no character with a meaning to the shell", own)),
        own(Cure::Match).map(|own| say!("give {} an `allowedPattern` that admits no character with a meaning to the shell", own)),
        own(Cure::Choose).map(|own| say!("give {} `allowedValues`", own)),
        own(Cure::WriteOut).map(|own| say!("write out the parameters that are meant, in the place of {}", own)),
    ];
    let held = cures.into_iter().flatten().reduce(|all, one| say!("{}; and {}", all, one))?;
    Some(match closing {
        Some(statements) => say!("{}; and {}", held, statements.clone()),
        None => held,
    })
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let free_commands = free_commands(context);
    let runbooks = runbooks::all(context);
    let unread_commands = unread_commands(context);
    // Each with what the caller may run by it; of AWS's, that it does is known.
    let free_sessions: Vec<_> = context
        .access()
        .documents
        .iter()
        .map(|document| (document, document.own.and_then(free_command)))
        .filter(|(document, free)| free.is_some() || document.aws.is_some_and(|aws| !aws.is_tunnel()))
        .collect();
    each(context, findings, &CHECK, |all, asking| {
        let mut ways: Vec<Way> = Vec::new();
        let (mut unclear, mut unread_documents) = (false, Vec::new());
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
        for (kind, action) in calls::all() {
            let call = Call::new(asking, kind, action);
            let asked = &call.asked;
            let (truth, resource) = call.of_aws();
            unclear |= truth == Truth::Unknown && asked.is_spoken_of();
            if let (Truth::True, Some(resource)) = (truth, resource) {
                let outcome = asked.on(&resource, asked.regions().first()?.as_deref());
                let evidence = Shown(asked).grant(outcome.outcome(), action, &resource.arn);
                let does = say!("call {}", Span::value(action));
                let by = match kind {
                    Means::Document => By::Aws(Listed::DocumentsThatRunScripts.values().to_vec()),
                    Means::Runbook => By::Runbook,
                    Means::Task => By::Window,
                };
                ways.push(Way { does, evidence: evidence.into_iter().collect(), action, by });
            }
            for (document, free) in free_commands.iter().filter(|_| kind == Means::Document && asked.may_grant()) {
                let (truth, evidence) = call.of_own(document);
                unclear |= truth == Truth::Unknown && asked.is_spoken_of();
                if truth == Truth::True {
                    let evidence = evidence.into_iter().chain(document.own.map(|own| pasted(own, free))).collect();
                    let does = say!("call {} with {}", Span::value(action), Span::value(document.name.clone()));
                    ways.push(Way { does, evidence, action, by: by(document, Some(free)) });
                }
            }
        }
        for (document, gap) in &unread_commands {
            let calls = calls::all().filter(|(kind, _)| *kind == Means::Document).map(|(kind, action)| Call::new(asking, kind, action));
            let may_send = |call: Call<'_, '_>| call.asked.is_spoken_of() && call.of_own(document).0.is_possible();
            if let Some(own) = document.own
                && calls.into_iter().any(may_send)
            {
                unread_documents.push(Evidence::Gap { at: content_of(own), gap: gap.clone() });
            }
        }
        let (by_runbooks, of_runbooks) = runbooks::ways(all, asking, &runbooks);
        ways.extend(by_runbooks);
        let caller = name_of(asking.caller);
        if let Some(first) = ways.first() {
            let more = match ways.len() {
                1 => Message::default(),
                2 => " and 1 other way".into(),
                ways => say!(" and {} other ways", ways - 1),
            };
            let message = say!("{} can {}{} to run commands, which no guard on sessions covers", caller, first.does.clone(), more);
            let closing = statements(all, asking, &closing(asking, &ways));
            let by_hand = by_hand(&ways, closing.as_ref().map(|(words, _)| words));
            let evidence = ways.into_iter().flat_map(|way| way.evidence).collect();
            return Some(match (by_hand, closing) {
                (None, Some((words, causes))) => Report::fail(message, evidence, words).repaired(causes),
                (by_hand, _) => Report::fail(message, evidence, by_hand.unwrap_or_default()),
            });
        }
        let cannot = say!("cannot determine from this plan whether {} can run commands", caller);
        if unclear {
            return Some(Report::unknown(asking, cannot));
        }
        unread_documents.extend(of_runbooks.into_iter().flatten());
        (!unread_documents.is_empty()).then(|| Report::undecided(cannot, unread_documents))
    });
}

/// Documents of type `Command` that run what the caller gives.
fn free_commands<'g>(context: &Context<'g>) -> Vec<(DocumentResource<'g>, FreeCommand)> {
    commands(context).filter_map(|document| Some((DocumentResource::made(document), free_command(document)?))).collect()
}

fn commands<'g>(context: &Context<'g>) -> impl Iterator<Item = SsmDocument<'g>> {
    let all = context.graph.all::<SsmDocument<'g>>();
    all.filter(|document| document.0.is_managed() && matches!(document.document_type(), Attr::Known("Command")))
}

/// Those of which it is not known what they run.
fn unread_commands<'g>(context: &Context<'g>) -> Vec<(DocumentResource<'g>, Gap)> {
    let unread = commands(context).filter_map(|document| match read(document) {
        Reading::Unknown(gap) => Some((DocumentResource::made(document), gap)),
        Reading::Content(_) | Reading::Invalid(_) => None,
    });
    unread.collect()
}

fn pasted(document: SsmDocument<'_>, free: &FreeCommand) -> Evidence {
    let (parameter, line) = (Span::value(free.parameter.clone()), Span::value(free.line.clone()));
    let shows = match &free.runs {
        RunsWhat::Line => say!("inserts parameter {} into {}", parameter, line),
        RunsWhat::By(other) => say!("inserts parameter {} into {}, which {} runs", parameter, line, Span::value(other)),
        RunsWhat::WithAnything(other) => say!("runs {} with the parameters that {} holds", Span::value(other), parameter),
        RunsWhat::Named => say!("runs the document that parameter {} names", parameter),
        RunsWhat::Fetched(by) => say!("installs or runs by {} what parameter {} says", Span::value(by), parameter),
    };
    let shows = match &free.accepts {
        Some(value) => say!("{}; its pattern lets {} through", shows, Span::value(value)),
        None => shows,
    };
    Evidence::Fact { at: content_of(document), shows }
}
