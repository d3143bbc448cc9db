//! What becomes of a session that the policies allow: AWS answers that the node is not connected, or the session starts and ends before
//! anybody can type, or it opens.
//!
//! The client makes a data key of the session's KMS key, the agent decrypts it, and asks whether the places of logs are encrypted where
//! that is enforced: <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>.

use crate::ran::Ran;
use crate::report::TargetReport;
use crate::rules::{log_bucket, log_group_without_key, missing_key_or_logs, preferences, way_to_key_and_logs};
use crate::{AccessRow, AttrRef, Context, Evidence, Finding, Severity, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::access::session::{self, Answer, Call, SessionOutcome};
use ssm_check_assess::document::{self, Content, DEFAULT_DOCUMENT, Reading, SessionType};
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};
use std::collections::BTreeMap;

/// What comes of a call that the policies allow.
pub(crate) fn opened(planned: &Context<'_>, call: &Call, answer: Answer) -> Answer {
    let assessed = answer.target.as_deref().and_then(|target| planned.target(target));
    let connection = assessed.map_or(Verdict::Unknown, |assessed| TargetReport::of(assessed, planned.options).verdict);
    let preferences = Preferences::of(planned, answer.document.as_deref(), assessed);
    let ends = preferences.ends(planned, &call.principal);
    match (connection, ends, assessed) {
        (Verdict::Fail, _, Some(assessed)) => {
            let target = assessed.target.resource.address();
            answer.not_connected(target, because(planned, target, connection))
        }
        // No session, connected or not.
        (_, Ends::Refused(refused), _) => *refused,
        (_, Ends::Surely(message, evidence), _) => answer.ends(&message, evidence),
        (Verdict::Pass, Ends::Perhaps(message, evidence), _) => answer.maybe_ends(&message, evidence),
        (Verdict::Pass, Ends::No, _) => answer,
        (_, _, Some(assessed)) => {
            let target = assessed.target.resource.address();
            answer.maybe_not_connected(&Span::address(target).into(), because(planned, target, connection))
        }
        (_, _, None) => {
            let of: Message = match call.target.as_str() {
                "*" => "an instance that is not in the inputs".into(),
                // What is context, or of a kind that was not asked for, is not assessed.
                node if planned.graph.at(node).is_some() => Span::address(node).into(),
                node => say!("{}, which is not in the inputs", Span::value(node)),
            };
            answer.maybe_not_connected(&of, [])
        }
    }
}

/// Of rows that are allowed, what becomes of their sessions all the same. What does not rest on who calls is found out once for each target
/// and document: a row for each is there of every principal.
pub(crate) fn add_outcomes(planned: &Context<'_>, rows: &mut [AccessRow]) {
    // None where the node is not connected.
    let mut asked: BTreeMap<(&str, Option<&str>), Option<Preferences<'_>>> = BTreeMap::new();
    for row in rows.iter_mut().filter(|row| row.decision == "allowed") {
        let Some(assessed) = planned.target(&row.target) else { continue };
        let own = planned.access().document(&row.document).and_then(|document| document.own).map(|own| own.0.address());
        let preferences = asked.entry((assessed.target.resource.address(), own)).or_insert_with(|| {
            let connects = TargetReport::of(assessed, planned.options).verdict != Verdict::Fail;
            connects.then(|| Preferences::of(planned, own, Some(assessed)))
        });
        row.session = match preferences.as_ref().map(|preferences| preferences.ends(planned, &row.principal)) {
            None => Some(SessionOutcome::NotConnected),
            Some(Ends::Refused(_)) => Some(SessionOutcome::Denied),
            Some(Ends::Surely(..)) => Some(SessionOutcome::Ends),
            Some(Ends::Perhaps(..) | Ends::No) => None,
        };
    }
}

/// What they find lets the target be reached, and ends sessions that have started.
const ENDS_SESSIONS: [&str; 2] = ["SSM111", "SSM213"];

/// The findings that say why Session Manager does not reach a target, or may not.
fn because(planned: &Context<'_>, target: &str, verdict: Verdict) -> Vec<Evidence> {
    let is_why = |finding: &&Finding| {
        finding.verdict == verdict
            && finding.severity == Severity::Error
            && finding.address == target
            && !finding.check.id.starts_with("SSM4")
            && !ENDS_SESSIONS.contains(&finding.check.id)
    };
    Ran::of(planned).findings.iter().filter(is_why).map(told).collect()
}

/// A finding as evidence of an answer.
fn told(finding: &Finding) -> Evidence {
    let at = AttrRef { attribute: finding.attribute.clone(), ..AttrRef::resource(&*finding.address) };
    Evidence::Fact { at, shows: say!("{} {}: {}", finding.check.id, finding.check.name, &finding.message) }
}

/// Does a session end before anybody can type?
#[derive(Clone)]
enum Ends {
    No,
    /// In words, and the findings that say so.
    Surely(Message, Vec<Evidence>),
    /// The caller may not make its key.
    Refused(Box<Answer>),
    /// What is not known.
    Perhaps(Message, Vec<Evidence>),
}

/// The preferences of a session.
struct Preferences<'g> {
    /// One, or those of which one counts.
    documents: Vec<Preference<'g>>,
    /// They are those of the session. Of what is no shell, AWS does not document which of the account's preferences count.
    count: bool,
}

/// One document of preferences, with what of it does not rest on who calls.
struct Preference<'g> {
    document: SsmDocument<'g>,
    at_the_node: Ends,
    by_itself: Ends,
}

impl<'g> Preferences<'g> {
    /// Of a session with a document of the inputs, or with another one.
    fn of(planned: &Context<'g>, document: Option<&str>, assessed: Option<&Assessed<'g>>) -> Self {
        let own = document.and_then(|address| planned.graph.all::<SsmDocument<'g>>().find(|own| own.0.address() == address));
        if let Some(own) = own.filter(|own| document::name_of(*own) != Some(DEFAULT_DOCUMENT)) {
            let reading = document::read(own);
            match &reading {
                Reading::Content(content) if content.session_type() == Some(SessionType::StandardStream) => {
                    return Self { documents: vec![Preference::of(planned, own, &reading, assessed)], count: true };
                }
                _ => {}
            }
        }
        let is_shell = own.is_some_and(|own| document::name_of(own) == Some(DEFAULT_DOCUMENT));
        let documents = match (assessed, own.filter(|_| is_shell)) {
            (Some(assessed), _) => preferences(planned, assessed.target.resource),
            (None, Some(own)) => vec![(own, document::read(own))],
            (None, None) => Vec::new(),
        };
        let count = is_shell && documents.len() == 1;
        let documents = documents.iter().map(|(document, reading)| Preference::of(planned, *document, reading, assessed)).collect();
        Self { documents, count }
    }

    /// By the caller's side of the key, then by the node's.
    fn ends(&self, planned: &Context<'g>, principal: &str) -> Ends {
        let mut perhaps = None;
        for each in &self.documents {
            for found in [each.at_the_client(planned, principal), each.at_the_node.clone(), each.by_itself.clone()] {
                match found {
                    Ends::No => {}
                    Ends::Perhaps(message, evidence) => perhaps = perhaps.or(Some((message, evidence))),
                    Ends::Surely(message, evidence) if !self.count => perhaps = perhaps.or(Some((self.not_documented(&message), evidence))),
                    Ends::Refused(answer) if !self.count => {
                        perhaps = perhaps.or_else(|| Some((self.not_documented(&answer.message), answer.evidence)));
                    }
                    surely => return surely,
                }
            }
        }
        perhaps.map_or(Ends::No, |(message, evidence)| Ends::Perhaps(message, evidence))
    }

    fn not_documented(&self, message: &Message) -> Message {
        let by = if self.documents.len() == 1 { "a session of this document" } else { "a session here" };
        say!("AWS does not document whether the session preferences count for {}; if they do, it ends: {}", by, message)
    }
}

impl<'g> Preference<'g> {
    fn of(planned: &Context<'g>, document: SsmDocument<'g>, reading: &Reading, assessed: Option<&Assessed<'g>>) -> Self {
        Self { document, at_the_node: at_the_node(planned, document, reading, assessed), by_itself: by_preferences(document, reading) }
    }

    fn at_the_client(&self, planned: &Context<'g>, principal: &str) -> Ends {
        match session::key_of_caller(planned.access(), principal, self.document) {
            (Truth::True, _) => Ends::No,
            (_, Some(refused)) => Ends::Refused(Box::new(refused)),
            (_, None) => {
                let at = document::content_of(self.document);
                let evidence = vec![Evidence::Fact { at, shows: say!("has {}", Span::code("kmsKeyId")) }];
                Ends::Perhaps("the inputs do not show whether the caller may generate a data key of the session's key".into(), evidence)
            }
        }
    }
}

/// May the node use, and does it reach, what the preferences ask for?
fn at_the_node<'g>(planned: &Context<'g>, document: SsmDocument<'g>, reading: &Reading, assessed: Option<&Assessed<'g>>) -> Ends {
    let Some(assessed) = assessed else { return Ends::No };
    let mut found = missing_key_or_logs(planned, assessed, document, reading);
    if let Reading::Content(content) = reading {
        found.extend(way_to_key_and_logs(assessed, document, content));
    }
    // Logs that are lost end no session.
    found.retain(|(_, finding)| finding.as_ref().is_none_or(|finding| finding.severity == Severity::Error));
    if let Some(finding) = found.iter().find_map(|(_, finding)| finding.as_ref()) {
        return Ends::Surely(finding.message.clone(), vec![told(finding)]);
    }
    match found.iter().find(|(truth, _)| *truth != Truth::True) {
        Some(_) => Ends::Perhaps(
            "the inputs do not show whether the node may use, and reaches, what the session preferences ask for".into(),
            vec![Evidence::Fact { at: document::content_of(document), shows: "has session preferences".into() }],
        ),
        None => Ends::No,
    }
}

/// Are the preferences known, and is the log group encrypted where they enforce that?
fn by_preferences(document: SsmDocument<'_>, reading: &Reading) -> Ends {
    let content = match reading {
        Reading::Content(content) => content,
        Reading::Unknown(gap) => {
            let evidence = vec![Evidence::Gap { at: document::content_of(document), gap: gap.clone() }];
            return Ends::Perhaps("the inputs do not show what the session preferences ask for".into(), evidence);
        }
        // Systems Manager takes none.
        Reading::Invalid(_) => return Ends::No,
    };
    match log_group_without_key(document, content) {
        Some((Truth::False, Some(finding))) => Ends::Surely(finding.message.clone(), vec![told(&finding)]),
        Some((Truth::Unknown, Some(finding))) => Ends::Perhaps(
            "the inputs do not show whether the log group is encrypted, as the session preferences enforce".into(),
            finding.evidence,
        ),
        _ => by_bucket(document, content),
    }
}

/// Does S3 answer the agent with an encryption that it takes, where the preferences enforce that? Where the bucket is not there, S3 answers
/// nothing.
fn by_bucket(document: SsmDocument<'_>, content: &Content) -> Ends {
    let enforced = content.switch("s3EncryptionEnabled") != Some(false);
    let Some(name) = content.input("s3BucketName").filter(|_| enforced) else { return Ends::No };
    let bucket = log_bucket(document.0.graph(), content, &name);
    let Some(gap) = bucket.gap else { return Ends::No };
    let at = bucket.shown.map_or_else(|| document::content_of(document), |bucket| AttrRef::resource(bucket.0.address()));
    Ends::Perhaps(
        "the inputs do not show whether S3 tells an encryption of the bucket, which the session preferences enforce".into(),
        vec![Evidence::Gap { at, gap }],
    )
}
