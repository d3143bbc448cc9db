//! Runbooks of the inputs: documents of type `Automation`, which send commands by a role, with what their caller gives.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html>

use super::handed_on::{DEEPEST, DocumentStep, Given, of_others};
use super::{Content, FreeCommand, Reading, RunsWhat, is_text, is_unrestricted, pasted, read, references, whole};
use crate::document::parameter::text_of;
use crate::pages::Listed;
use serde_json::Value;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;

/// What a runbook does with what its caller gives.
#[derive(Clone, Debug, Default)]
pub struct Runbook {
    /// The commands that it sends for the caller.
    pub sends: Vec<Sent>,
    /// It may send others, as the caller likes, and why that is not known; with whose permissions.
    pub unclear: Option<(Gap, RunsAs)>,
}

/// A command that a runbook sends, of which the caller says what it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What AWS asks about: `ssm:SendCommand`.
    pub action: &'static str,
    /// The document that is sent: its name, or its whole ARN.
    pub document: String,
    /// What the caller gives.
    pub free: FreeCommand,
    /// With whose permissions.
    pub runs_as: RunsAs,
}

/// With whose permissions a runbook runs.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/running-simple-automations.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunsAs {
    /// Those of whoever starts it.
    Caller,
    /// Those of this role: its ARN, or the attribute that has it.
    Role(String),
    /// Those of the role that the caller names, one of these where they are listed; left out, of the default.
    Named {
        /// The only ones that it may name.
        allowed: Option<Vec<String>>,
        /// The default.
        default: Option<String>,
    },
    /// Those of a role that is not known.
    Unclear,
}

/// What a runbook does; `None` of a document of another type, or one that is no document.
pub fn runbook(document: SsmDocument<'_>) -> Option<Runbook> {
    if document.document_type() != Attr::Known("Automation") {
        return None;
    }
    match read(document) {
        Reading::Content(content) => Some(of_content(document, &content, DEEPEST)),
        Reading::Unknown(gap) => Some(Runbook { sends: Vec::new(), unclear: Some((gap, RunsAs::Unclear)) }),
        Reading::Invalid(_) => None,
    }
}

fn of_content(document: SsmDocument<'_>, content: &Content, depth: usize) -> Runbook {
    let mut all = Vec::new();
    steps(content.value.get("mainSteps"), &mut all);
    let book = Book { step: DocumentStep { document, content, depth }, runs_as: runs_as(content) };
    let mut found = Runbook::default();
    for (action, inputs) in all {
        book.add(action, inputs, &mut found);
    }
    found
}

/// Every step, those inside of loops too.
fn steps<'c>(value: Option<&'c Value>, all: &mut Vec<(&'c str, &'c Value)>) {
    for step in value.and_then(Value::as_array).into_iter().flatten() {
        if let Some((action, inputs)) = step.get("action").and_then(Value::as_str).zip(step.get("inputs")) {
            all.push((action, inputs));
            steps(inputs.get("Steps"), all);
        }
    }
}

fn runs_as(content: &Content) -> RunsAs {
    let Some(text) = content.value.get("assumeRole").and_then(text_of).filter(|text| !text.trim().is_empty()) else {
        return RunsAs::Caller;
    };
    let Some(parameter) = whole(content, &text) else { return RunsAs::Role(text.trim().to_owned()) };
    let default = parameter.value.get("default").and_then(text_of).filter(|text| !text.is_empty());
    RunsAs::Named { allowed: parameter.allowed_values(), default }
}

/// A runbook, while its steps are looked at.
struct Book<'c, 'g> {
    step: DocumentStep<'c, 'g>,
    runs_as: RunsAs,
}

/// A row of the tables of steps: the action that is asked about, and the inputs that name the document and its parameters.
fn row(listed: Listed, called: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let (_, inputs) = listed.rows().find(|(name, _)| is_same_call(name, called))?;
    let mut words = inputs.split(' ');
    Some((words.next()?, words.next()?, words.next()?))
}

/// Calls are named as in the API or as in Python: `SendCommand`, `send_command`.
fn is_same_call(name: &str, called: &str) -> bool {
    name == called || name.eq_ignore_ascii_case(&called.replace('_', ""))
}

impl Book<'_, '_> {
    fn add(&self, action: &str, inputs: &Value, found: &mut Runbook) {
        let text = |name: &str| inputs.get(name).and_then(Value::as_str).map(str::trim);
        let called = if Listed::StepThatCalls.has(action) {
            // Of other services nothing runs a command.
            text("Api").filter(|_| text("Service").is_some_and(|service| service.eq_ignore_ascii_case("ssm")))
        } else {
            Some(action)
        };
        if Listed::StepThatRunsAScript.has(action) {
            let unclear = self.script(inputs).map(|gap| (gap, self.runs_as.clone()));
            found.unclear = found.unclear.take().or(unclear);
        }
        let Some(called) = called else { return };
        if let Some((action, name, parameters)) = row(Listed::StepsThatSendCommands, called)
            && let Some(name) = text(name)
        {
            let sent = self.step.hand_on(name, inputs.get(parameters)).map(|free| self.sent(action, free));
            found.sends.extend(sent);
        }
        if let Some((_, name, parameters)) = row(Listed::StepsThatStartRunbooks, called)
            && let Some(name) = text(name)
        {
            self.start(name, inputs.get(parameters), found);
        }
    }

    fn sent(&self, action: &'static str, free: FreeCommand) -> Sent {
        let document = match &free.runs {
            RunsWhat::By(name) | RunsWhat::WithAnything(name) | RunsWhat::Fetched(name) => name.clone(),
            RunsWhat::Named | RunsWhat::Line => of_others(self.step.document).into_iter().next().unwrap_or_default(),
        };
        Sent { action, document, free, runs_as: self.runs_as.clone() }
    }

    /// What another runbook of the inputs does with what this one gives to it, with the permissions of this one where it has none of its own.
    fn start(&self, name: &str, parameters: Option<&Value>, found: &mut Runbook) {
        if let Some((named, _)) = references(name).next() {
            let is_any = self.step.accepts(name).is_some_and(|accepts| of_others(self.step.document).iter().all(|arn| accepts(arn)));
            let free = FreeCommand { parameter: named.to_owned(), line: name.to_owned(), runs: RunsWhat::Named, accepts: None };
            let (action, document) = (Listed::ActionsThatSendCommands.value(), Listed::DocumentsThatRunScripts.value().to_owned());
            found.sends.extend(is_any.then(|| Sent { action, document, free, runs_as: self.runs_as.clone() }));
            return;
        }
        let Some(depth) = self.step.depth.checked_sub(1) else { return };
        let Some(own) = self.step.own(name, "Automation") else { return };
        let inner = match read(own) {
            Reading::Content(content) => of_content(own, &content, depth),
            Reading::Unknown(gap) => Runbook { sends: Vec::new(), unclear: Some((gap, RunsAs::Unclear)) },
            Reading::Invalid(_) => return,
        };
        let by = |runs_as: &RunsAs| match runs_as {
            RunsAs::Role(_) | RunsAs::Unclear => runs_as.clone(),
            RunsAs::Caller | RunsAs::Named { .. } => self.runs_as.clone(),
        };
        let Some(given) = self.step.given(parameters) else { return };
        found.sends.extend(inner.sends.iter().filter_map(|sent| {
            let free = match &given {
                Given::Anything(parameter) => {
                    let line = format!("{{{{ {} }}}}", parameter.name);
                    FreeCommand { parameter: parameter.name.to_owned(), line, runs: sent.free.runs.clone(), accepts: None }
                }
                Given::Parameters(given) => {
                    let outer = self.step.whole(given.get(&sent.free.parameter)?.as_str()?)?;
                    let is_free = is_text(outer) && is_unrestricted(outer);
                    is_free.then(|| FreeCommand { parameter: outer.name.to_owned(), accepts: None, ..sent.free.clone() })?
                }
            };
            Some(Sent { free, runs_as: by(&sent.runs_as), ..sent.clone() })
        }));
        let unclear = inner.unclear.map(|(gap, runs_as)| (gap, by(&runs_as)));
        found.unclear = found.unclear.take().or(unclear);
    }

    /// A script in another language than a shell's, which may send what it is given: no page says how its text is read.
    fn script(&self, inputs: &Value) -> Option<Gap> {
        let script = inputs.get("Script").and_then(Value::as_str)?;
        let content = self.step.content;
        let is_free = |text: &str| {
            let named = references(text).filter_map(|(name, _)| content.parameter(name));
            named.into_iter().any(|parameter| is_text(parameter) && parameter.allowed_values().is_none())
        };
        let mut given = Vec::new();
        inputs.get("InputPayload").into_iter().for_each(|payload| super::collect(payload, &mut given));
        let sends = Listed::CallsInScripts.texts().any(|call| script.contains(call));
        let lines = script.lines().map(str::to_owned).collect();
        let parameter = pasted(content, lines, &RunsWhat::Line).map(|free| free.parameter);
        let what = match parameter {
            Some(parameter) => say!("what its script does with parameter {}", Span::value(parameter)),
            None if sends && given.iter().any(|text| is_free(text)) => "which commands its script sends".into(),
            None => return None,
        };
        Some(Gap::because(what, Reason::NotModelled("scripts of runbooks")))
    }
}
