//! Documents that run another one, with what the caller gives: by a step `aws:runDocument`.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html#aws-rundocument>

use super::{FreeCommand, RunsWhat, fetched, is_text, is_unrestricted, lines_of, may_break_out, pasted, references, whole, within};
use crate::document::{Content, Parameter, Reading, read};
use crate::pages::Listed;
use serde_json::Value;
use ssm_check_aws::Partition;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_plan::Attr;

/// Documents that run documents: so many deep are followed.
pub(super) const DEEPEST: usize = 4;

/// What a step gives to the document that it runs.
pub(super) enum Given<'c> {
    /// Whatever the caller puts into this parameter.
    Anything(Parameter<'c>),
    /// These.
    Parameters(serde_json::Map<String, Value>),
}

/// The first free parameter that another document runs.
pub(super) fn free_command(document: SsmDocument<'_>, content: &Content, depth: usize) -> Option<FreeCommand> {
    let depth = depth.checked_sub(1)?;
    let steps = content.value.get("mainSteps").and_then(Value::as_array).into_iter().flatten();
    let of_documents = steps.filter(|step| {
        let action = step.get("action").and_then(Value::as_str);
        action.is_some_and(|action| Listed::StepThatRunsADocument.has(action))
    });
    of_documents.filter_map(|step| step.get("inputs")).find_map(|inputs| DocumentStep { document, content, depth }.free_command(inputs))
}

/// Whether a text may come to a value.
pub(super) type Accepts<'c> = Box<dyn Fn(&str) -> bool + 'c>;

/// A step, in its document.
pub(super) struct DocumentStep<'c, 'g> {
    pub(super) document: SsmDocument<'g>,
    pub(super) content: &'c Content,
    pub(super) depth: usize,
}

impl<'c, 'g> DocumentStep<'c, 'g> {
    fn free_command(&self, inputs: &'c Value) -> Option<FreeCommand> {
        // What lies on the node itself is another question.
        let kind = inputs.get("documentType").and_then(Value::as_str)?;
        if !self.accepts(kind)?("SSMDocument") {
            return None;
        }
        self.hand_on(inputs.get("documentPath").and_then(Value::as_str)?, inputs.get("documentParameters"))
    }

    /// What the document of this name runs of what it is given.
    pub(super) fn hand_on(&self, path: &str, parameters: Option<&Value>) -> Option<FreeCommand> {
        let path = path.trim();
        let given = self.given(parameters);
        let Some((named, _)) = references(path).next() else { return self.by(path, given.as_ref()?) };
        let accepts = self.accepts(path)?;
        if of_others(self.document).iter().all(|arn| accepts(arn)) {
            return Some(FreeCommand { parameter: named.to_owned(), line: path.to_owned(), runs: RunsWhat::Named, accepts: None });
        }
        let by = |name: &str| self.by(name, given.as_ref()?).filter(|_| accepts(name));
        let mut own = self.document.0.graph().all::<SsmDocument<'_>>().filter_map(|own| own.name().value());
        Listed::DocumentsThatRunScripts.texts().find_map(by).or_else(|| own.find_map(by))
    }

    /// Which values a text may come to, with what the caller gives; `None` where that is not known.
    pub(super) fn accepts(&self, text: &str) -> Option<Accepts<'c>> {
        let content = self.content;
        if references(text).next().is_none() {
            let text = text.to_owned();
            return Some(Box::new(move |value| value == text));
        }
        // AWS holds the parameters of a command against the list.
        if let Some(values) = self.whole(text).and_then(|parameter| parameter.allowed_values()) {
            return Some(Box::new(move |value| values.iter().any(|allowed| allowed == value)));
        }
        let pattern = content.composed(text).ok()?;
        Some(Box::new(move |value| pattern.accepts(value)))
    }

    /// The parameter that is all of a text.
    pub(super) fn whole(&self, text: &str) -> Option<Parameter<'c>> {
        whole(self.content, text)
    }

    /// What the document gets; `None` where that is not known.
    pub(super) fn given(&self, parameters: Option<&Value>) -> Option<Given<'c>> {
        match parameters {
            None => Some(Given::Parameters(serde_json::Map::new())),
            Some(Value::Object(parameters)) => Some(Given::Parameters(parameters.clone())),
            Some(Value::String(text)) => match self.whole(text) {
                Some(parameter) => (is_text(parameter) && is_unrestricted(parameter)).then_some(Given::Anything(parameter)),
                None => serde_json::from_str(text).ok().map(Given::Parameters),
            },
            Some(_) => None,
        }
    }

    /// What a document runs of that.
    fn by(&self, name: &str, given: &Given<'c>) -> Option<FreeCommand> {
        let own = || self.own(name, "Command");
        match given {
            Given::Anything(parameter) => {
                let runs_it = Listed::DocumentsThatRunScripts.has(name) || own().is_some_and(|own| within(own, self.depth).is_some());
                let parameter = parameter.name.to_owned();
                runs_it.then(|| FreeCommand {
                    line: format!("{{{{ {parameter} }}}}"),
                    parameter,
                    runs: RunsWhat::WithAnything(name.to_owned()),
                    accepts: None,
                })
            }
            Given::Parameters(given) if Listed::DocumentsThatRunScripts.has(name) => self.by_script_of_aws(name, given),
            Given::Parameters(given) => self.by_own(name, own()?, given),
        }
    }

    /// Of a document of AWS, which pastes the parameter into a script as it is.
    fn by_script_of_aws(&self, name: &str, given: &serde_json::Map<String, Value>) -> Option<FreeCommand> {
        let rows = |listed: Listed| listed.rows().filter(|(document, _)| *document == name);
        let runs = rows(Listed::ParametersThatRun).find_map(|(_, run)| {
            let mut lines = Vec::new();
            super::collect(given.get(run)?, &mut lines);
            pasted(self.content, lines, &RunsWhat::By(name.to_owned()))
        });
        runs.or_else(|| rows(Listed::ParametersThatFetch).find_map(|(_, from)| fetched(self.content, given.get(from)?, name)))
    }

    /// Of a document of the inputs, which may have a pattern of its own: that of both at once is not looked for.
    fn by_own(&self, name: &str, own: SsmDocument<'_>, given: &serde_json::Map<String, Value>) -> Option<FreeCommand> {
        let Reading::Content(inner) = read(own) else { return None };
        lines_of(&inner).iter().find_map(|line| {
            let parameter = references(line).find_map(|(name, place)| {
                let (inner, outer) = (inner.parameter(name)?, self.whole(given.get(name)?.as_str()?)?);
                let are_free = may_break_out(inner, place) && may_break_out(outer, place);
                (are_free && (inner.pattern().is_none() || outer.pattern().is_none())).then(|| outer.name.to_owned())
            })?;
            Some(FreeCommand { parameter, line: line.clone(), runs: RunsWhat::By(name.to_owned()), accepts: None })
        })
    }

    /// The document of the inputs that has this name and type where the step runs.
    pub(super) fn own(&self, name: &str, kind: &str) -> Option<SsmDocument<'g>> {
        let here = self.document.0;
        let is_it = |own: &SsmDocument<'_>| {
            own.0.is_managed()
                && own.0.location() == here.location()
                && own.name().value() == Some(name)
                && own.document_type() == Attr::Known(kind)
        };
        here.graph().all::<SsmDocument<'_>>().find(is_it)
    }
}

/// Documents that anybody may have and share, which say what their owners like.
pub(super) fn of_others(document: SsmDocument<'_>) -> [String; 3] {
    let region = document.0.location().region().unwrap_or("us-east-1");
    let partition = Partition::of_region(region).as_str();
    [("111122223333", "Tool"), ("444455556666", "set-up"), ("987698769876", "x1")]
        .map(|(account, name)| format!("arn:{partition}:ssm:{region}:{account}:document/{name}"))
}
