//! What a check reports: plain data, with its proof. No serde here: report formats mirror what they need.

use crate::{Check, Evidence, Repair, Severity, Verdict};
use ssm_check_assess::is_in_answers;
use ssm_check_graph::{Graph, Resource};
use ssm_check_message::{Gap, Message, Reason, say, to_decide};
use ssm_check_repair::describe;
use std::collections::{BTreeMap, BTreeSet};

/// Whether the plan brings a finding about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Only in the picture after apply.
    Introduced,
    /// Before and after.
    Existing,
    /// Only before.
    Fixed,
}

/// One result of one check.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that reports it.
    pub check: &'static Check,
    /// The check's own severity, unless an option of the check raises it.
    pub severity: Severity,
    /// `Fail`, or `Unknown` where the check cannot tell.
    pub verdict: Verdict,
    /// The resource that it is about, as the plan writes it.
    pub address: String,
    /// The principal that it is about, where that is only looked at, and the address is that of a policy which it has.
    pub of: Option<String>,
    /// The attribute that it is about.
    pub attribute: Option<String>,
    /// One clause: lowercase, no final period, values in backticks.
    pub message: Message,
    /// The proof, in order.
    pub evidence: Vec<Evidence>,
    /// The next action, in the user's own names; empty where there is none.
    pub help: Message,
    /// For each cause, the ways to put it right as data, the closest first; none where it takes a decision, or is not known.
    pub repairs: Vec<Vec<Repair>>,
    /// Whether the plan brings it about.
    pub change: Change,
    /// Which of [`Options::allowed`](crate::Options::allowed) covers everything that it is about, by its place there.
    pub allowed: Option<usize>,
}

impl Finding {
    /// A mistake: one clause about a resource. Evidence and advice are added by the methods below.
    pub fn fail(check: &'static Check, address: &str, message: impl Into<Message>) -> Self {
        Self::new(check, Verdict::Fail, address, message)
    }

    /// What the inputs do not tell of a resource.
    pub fn unknown(check: &'static Check, address: &str, message: impl Into<Message>) -> Self {
        Self::new(check, Verdict::Unknown, address, message)
    }

    /// With any verdict.
    pub fn new(check: &'static Check, verdict: Verdict, address: &str, message: impl Into<Message>) -> Self {
        Self {
            check,
            severity: check.severity,
            verdict,
            address: address.to_owned(),
            of: None,
            attribute: None,
            message: message.into(),
            evidence: Vec::new(),
            help: Message::default(),
            repairs: Vec::new(),
            // Until it is compared with the picture before.
            change: Change::Introduced,
            allowed: None,
        }
    }

    /// What it is about: the principal, where the address is that of a policy which it has.
    pub fn subject(&self) -> &str {
        self.of.as_ref().unwrap_or(&self.address)
    }

    /// The attribute that it is about.
    #[must_use]
    pub fn about(self, attribute: impl Into<String>) -> Self {
        Self { attribute: Some(attribute.into()), ..self }
    }

    /// Adds steps of the proof, in order, each once.
    #[must_use]
    pub fn because(mut self, steps: impl IntoIterator<Item = Evidence>) -> Self {
        for step in steps {
            if !self.evidence.contains(&step) {
                self.evidence.push(step);
            }
        }
        self
    }

    /// Settles what the gaps rest on and, where the check says no next action, what would decide it.
    pub(crate) fn settle(mut self, graph: &Graph<'_>) -> Self {
        for step in &mut self.evidence {
            if let Evidence::Gap { at, gap } = step {
                // Of what AWS has, no source tells.
                let read = graph.at(&at.address).is_some_and(|resource| resource.has_sources() || resource.is_answer());
                *gap = std::mem::take(gap).with_sources(read);
                if let Reason::Outside { resource_type: Some(resource_type), key } = &gap.reason
                    && let Some(file) = graph.answer_that_lists(resource_type)
                {
                    let file = file.to_owned();
                    gap.reason = Reason::NotListed { resource_type, key: key.clone(), file };
                }
            }
        }
        self = self.of_the_past(graph);
        self.name_answers(graph);
        if self.verdict == Verdict::Unknown && self.help.is_empty() {
            let read = graph.at(&self.address).is_some_and(Resource::has_sources);
            // A hop that says how it was found is one of several.
            let several = self.evidence.iter().any(|step| matches!(step, Evidence::Link { how, .. } if !how.is_empty()));
            let several = several.then(|| Gap::default().with_sources(read));
            let decides = to_decide(self.evidence.iter().filter_map(Evidence::gap).chain(&several), is_in_answers);
            let is_modelled = !self.evidence.iter().filter_map(Evidence::gap).any(|gap| matches!(gap.reason, Reason::NotModelled(_)));
            self.help = match decides.is_empty() {
                true if is_modelled => "check by hand: no input tells".into(),
                true => "check by hand: it is not modelled".into(),
                false => decides,
            };
        }
        // Nothing is added from here on.
        self.evidence.shrink_to_fit();
        self.repairs.shrink_to_fit();
        self.repairs.iter_mut().for_each(Vec::shrink_to_fit);
        self
    }

    /// What AWS's answers tell of has no address of Terraform's: the help calls it what the graph does.
    fn name_answers(&mut self, graph: &Graph<'_>) {
        let edited: BTreeSet<String> =
            self.repairs.iter().flatten().flat_map(|repair| &repair.edits).map(|edit| edit.block().to_string()).collect();
        let unknown: Vec<_> = edited.into_iter().filter(|address| graph.at(address).is_none()).collect();
        if unknown.is_empty() {
            return;
        }
        let answers: BTreeMap<String, &str> = graph
            .resources()
            .filter(|resource| resource.is_answer())
            .map(|resource| (resource.parsed().to_string(), resource.address()))
            .filter(|(parsed, _)| unknown.contains(parsed))
            .collect();
        self.help.map_addresses(|address| answers.get(address).map(|called| (*called).to_owned()));
    }

    /// How it is put right, for each cause. The help says just that, where there is anything; else it stays.
    #[must_use]
    pub fn repaired(self, repairs: Vec<Vec<Repair>>) -> Self {
        let help = describe(&repairs);
        Self { help: if help.is_empty() { self.help } else { help }, repairs, ..self }
    }

    /// Another next action, which is no edit: it takes a decision, or what is not in the inputs.
    #[must_use]
    pub(crate) fn also(self, other: impl Into<Message>) -> Self {
        Self { help: say!("{}, or else {}", self.help, other.into()), ..self }
    }

    /// The next action.
    #[must_use]
    pub fn help(self, help: impl Into<Message>) -> Self {
        Self { help: help.into(), ..self }
    }
}

impl Change {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Introduced => "introduced",
            Self::Existing => "existing",
            Self::Fixed => "fixed",
        }
    }
}
