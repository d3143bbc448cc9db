//! Sensitive values are used and never printed: whatever leaves this crate as text goes through here first.
//!
//! A check may quote a part of a sensitive value, such as one ARN of a policy, or a value that has one in it, such as an ARN with a
//! sensitive name. Both are taken out. What a reader knows anyway, the addresses of the plan and the words of AWS and of the checks'
//! own documentation, stays.

use crate::{AccessRow, Analysis, CHECKS, Evidence, Finding, OnRequest, TargetReport, Tree, Tunnel, Whereabouts, Witness};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use ssm_check_assess::access::session::Answer;
use ssm_check_aws::Partition;
use ssm_check_message::{Message, Span};
use ssm_check_plan::Plan;
use ssm_check_repair::quoted;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What stands for a sensitive value.
const REDACTED: &str = "(sensitive)";
/// Shorter values, `22` or `eu`, are in so many words that taking them out would leave nothing to read, and would tell them.
const SHORTEST: usize = 4;

/// What must not be printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    /// Sensitive values and, of those that are JSON, the values in them; the longest first.
    values: Vec<String>,
    /// Those of them that are not known to everybody anyway.
    words: Vec<String>,
    /// Addresses, which the reader needs, and sees in the plan's own output.
    addresses: BTreeSet<String>,
}

impl Secrets {
    /// Of the inputs.
    pub(crate) fn of(plans: &[&Plan<'_>]) -> Self {
        let mut values = BTreeSet::new();
        for secret in plans.iter().flat_map(|plan| plan.secrets()) {
            decoded(&secret, 0, &mut values);
            values.insert(secret);
        }
        // As HCL writes them.
        let written = |value: &String| Some(quoted(value).strip_prefix('"')?.strip_suffix('"')?.to_owned());
        let all_written: Vec<_> = values.iter().filter_map(written).collect();
        values.extend(all_written);
        if values.is_empty() {
            return Self::default();
        }
        let mut values: Vec<_> = values.into_iter().filter(|value| value.chars().count() >= SHORTEST).collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        let addresses = plans.iter().flat_map(|plan| {
            let changed = plan.changes.iter().map(|change| change.address.to_string());
            changed.chain(plan.state.iter().map(|resource| resource.address.to_string()))
        });
        Self::new(values, addresses.collect())
    }

    fn new(values: Vec<String>, addresses: BTreeSet<String>) -> Self {
        let all = Self { values, words: Vec::new(), addresses };
        let words = all.values.iter().filter(|value| !all.is_public(value)).cloned().collect();
        Self { words, ..all }
    }

    pub(crate) fn redact_analysis(&self, analysis: &mut Analysis) {
        if self.values.is_empty() {
            return;
        }
        analysis.findings.iter_mut().chain(&mut analysis.fixed).for_each(|finding| self.redact_finding(finding));
        self.redact_rows(&mut analysis.access);
        analysis.rests_on.iter_mut().for_each(|assumption| self.redact(&mut assumption.text));
        self.redact_tunnels(&mut analysis.tunnels);
        analysis.assumptions.iter_mut().for_each(|text| self.redact(text));
        for Whereabouts { account, region, .. } in analysis.whereabouts.values_mut() {
            for place in [account, region] {
                *place = place.take().filter(|place| !self.is_in(place));
            }
        }
        for TargetReport { network, .. } in &mut analysis.targets {
            for path in &mut network.paths {
                path.missing.iter_mut().for_each(|text| self.redact(text));
            }
        }
    }

    fn redact_finding(&self, finding: &mut Finding) {
        self.redact(&mut finding.message);
        self.redact(&mut finding.help);
        for evidence in &mut finding.evidence {
            self.redact_evidence(evidence);
        }
    }

    fn redact_evidence(&self, evidence: &mut Evidence) {
        match evidence {
            Evidence::Hop { .. } => {}
            Evidence::Fact { shows: text, .. } | Evidence::Link { how: text, .. } => self.redact(text),
            Evidence::Absence { looked_for, considered, .. } => {
                self.redact(looked_for);
                for each in considered {
                    self.redact_quoted(each);
                }
            }
            Evidence::Decision { what, request, .. } => {
                self.redact(what);
                match request {
                    Some(Witness::Packet(text) | Witness::Text(text)) => self.redact_quoted(text),
                    Some(Witness::Request { action, resource }) => {
                        self.redact_quoted(action);
                        self.redact_quoted(resource);
                    }
                    None => {}
                }
            }
            Evidence::Gap { gap, .. } => gap.map_values(|span| self.redacted(span)),
        }
    }

    pub(crate) fn redact_rows(&self, rows: &mut [AccessRow]) {
        for row in rows {
            self.redact_quoted(&mut row.document);
            for port in &mut row.ports {
                self.redact_quoted(port);
            }
            row.just_in_time.iter_mut().for_each(|found| self.redact_on_request(found));
        }
    }

    pub(crate) fn redact_on_request(&self, found: &mut OnRequest) {
        for text in [&mut found.automatic_if, &mut found.approvals, &mut found.why].into_iter().flatten() {
            self.redact(text);
        }
    }

    pub(crate) fn redact_tunnels(&self, tunnels: &mut [Tunnel]) {
        for tunnel in tunnels {
            self.redact_quoted(&mut tunnel.document);
            tunnel.packet.iter_mut().for_each(|packet| self.redact_quoted(packet));
            tunnel.because.iter_mut().for_each(|(_, why)| self.redact(why));
        }
    }

    pub(crate) fn redact_tree(&self, tree: &mut Tree) {
        self.redact(&mut tree.text);
        for reason in &mut tree.because {
            self.redact_tree(reason);
        }
    }

    pub(crate) fn redact_answer(&self, answer: &mut Answer) {
        self.redact(&mut answer.message);
        if let Some(resource) = &mut answer.resource {
            self.redact_quoted(resource);
        }
        for evidence in &mut answer.evidence {
            self.redact_evidence(evidence);
        }
    }

    /// Takes sensitive values out of what a message quotes of the inputs.
    pub(crate) fn redact(&self, message: &mut Message) {
        if !self.values.is_empty() {
            message.map_values(|span| self.redacted(span));
        }
    }

    /// What stands for a span of the inputs, if it must not be shown as it is.
    fn redacted(&self, span: &Span) -> Option<Span> {
        match span {
            Span::Value(text) if self.is_part(text) => Some(Span::Secret),
            Span::Value(text) => Some(Span::Value(self.without_values(text))),
            Span::Plain(text) => Some(Span::Plain(self.without_values(text))),
            _ => None,
        }
    }

    /// Does a line of a file hold a sensitive value, or a part of one?
    pub(crate) fn is_in(&self, line: &str) -> bool {
        let is_part = |part: &str| self.is_part(part.trim());
        self.words.iter().any(|secret| line.contains(secret.as_str())) || is_part(line) || line.split('"').skip(1).step_by(2).any(is_part)
    }

    fn redact_quoted(&self, value: &mut String) {
        if !self.values.is_empty() {
            *value = self.quoted(value);
        }
    }

    /// A value that stands alone: a part of a sensitive one, or one with a sensitive one in it.
    fn quoted(&self, value: &str) -> String {
        if self.is_part(value) { REDACTED.to_owned() } else { self.without_values(value) }
    }

    fn is_part(&self, value: &str) -> bool {
        value.len() >= SHORTEST && self.values.iter().any(|secret| secret.contains(value)) && !self.is_public(value)
    }

    /// The text with `(sensitive)` for each sensitive value in it that stands as a word of its own.
    fn without_values(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.words {
            let mut from = 0;
            while let Some(found) = text.get(from..).and_then(|rest| rest.find(secret.as_str())) {
                let (start, end) = (from + found, from + found + secret.len());
                let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
                let before = text.get(..start).and_then(|text| text.chars().next_back());
                let after = text.get(end..).and_then(|text| text.chars().next());
                // Within an address that the reader needs, it is no news.
                if is_word(before) || is_word(after) || self.within_address(&text, start, end) {
                    from = end;
                } else {
                    text.replace_range(start..end, REDACTED);
                    from = start + REDACTED.len();
                }
            }
        }
        text
    }

    fn within_address(&self, text: &str, start: usize, end: usize) -> bool {
        let around = |address: &String| text.match_indices(address.as_str()).any(|(at, _)| at <= start && end <= at + address.len());
        self.addresses.iter().any(around)
    }

    /// Words that tell nothing: addresses, actions, services, and what the checks' own documentation says.
    fn is_public(&self, value: &str) -> bool {
        let is_action = |(service, action): (&str, &str)| {
            service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                && action.starts_with(|first: char| first.is_ascii_uppercase() || first == '*')
                && action.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'*')
        };
        self.addresses.iter().any(|address| value.starts_with(address.as_str()))
            || value.split_once(':').is_some_and(is_action)
            || Partition::has_name(value)
            || CHECKS.iter().any(|check| check.documentation.contains(value))
    }
}

/// Bytes of a text that is looked into: no document is larger, and YAML takes its time.
const LARGEST: usize = 256 << 10;
/// Of what is packed into one another, nobody packs more.
const DEEPEST: usize = 4;

/// What a text says once it is read as base64, gzip, JSON, YAML or percent-encoding, which hide it in the text itself; and what that says.
fn decoded(text: &str, depth: usize, values: &mut BTreeSet<String>) {
    if depth > DEEPEST || text.len() > LARGEST {
        return;
    }
    let mut found = BTreeSet::new();
    let bytes = STANDARD.decode(text.split_ascii_whitespace().collect::<String>());
    let unpacked = bytes.ok().and_then(|bytes| ssm_check_plan::decompress(bytes, LARGEST as u64).ok());
    found.extend(unpacked.and_then(|bytes| String::from_utf8(bytes).ok()));
    if text.contains('%') {
        found.extend(percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned));
    }
    let json = serde_json::from_str::<serde_json::Value>(text).ok();
    let yaml = || text.contains(':').then(|| serde_yaml_ng::from_str::<serde_json::Value>(text).ok()).flatten();
    if let Some(document @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) = json.or_else(yaml) {
        parts(&document, &mut found);
    }
    for inner in found {
        // What decodes to itself was seen.
        if inner != text && values.insert(inner.clone()) {
            decoded(&inner, depth + 1, values);
        }
    }
}

/// The texts and numbers of a document.
fn parts(value: &serde_json::Value, values: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            values.insert(text.clone());
        }
        serde_json::Value::Number(number) => {
            values.insert(number.to_string());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| parts(item, values)),
        serde_json::Value::Object(fields) => {
            values.extend(fields.keys().cloned());
            fields.values().for_each(|field| parts(field, values));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Secrets;
    use ssm_check_message::{Message, Span, say};

    fn redacted(secrets: &[&str], mut message: Message) -> String {
        let values = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        let secrets = Secrets::new(values, ["aws_instance.hunter2".to_owned()].into());
        secrets.redact(&mut message);
        message.to_string()
    }

    #[test]
    fn what_escapes_hide_is_taken_out() {
        let mut values = std::collections::BTreeSet::new();
        super::decoded("{\"a\": \"\\x43ANARY\", \"\\x43ANARYKEY\": [1234]}", 0, &mut values);
        assert!(["CANARY", "CANARYKEY", "1234"].iter().all(|value| values.contains(*value)), "{values:?}");
        for text in [
            // base64 of gzip of "export K=CANARY\n"
            "H4sIAAAAAAACA0utKMgvKlHwtnV29HMMiuQCAP3NWr8QAAAA",
            // base64 of JSON with JSON in a text
            "eyJwb2xpY3kiOiAie1wiU2lkXCI6IFwiZXhwb3J0IEs9Q0FOQVJZXCJ9In0=",
            "%7B%22Sid%22%3A%20%22export%20K%3DCANARY%22%7D",
        ] {
            let mut values = std::collections::BTreeSet::new();
            super::decoded(text, 0, &mut values);
            assert!(values.iter().any(|value| value.trim() == "export K=CANARY"), "{text}: {values:?}");
        }
    }

    #[test]
    fn values_and_parts_of_them_are_taken_out() {
        let policy = r#"{"Resource":"arn:aws:ssm:eu-west-1::document/hunter2"}"#;
        let arn = "arn:aws:ssm:eu-west-1::document/hunter2";
        assert_eq!(redacted(&[policy], say!("denies {}", Span::value(arn))), "denies `(sensitive)`");
        let role = Span::value("arn:aws:iam::1:role/hunter2");
        let words = Span::Plain("user hunter2 is not authorized".to_owned());
        let said = say!("denies {}: {}", role, words);
        assert_eq!(redacted(&["hunter2"], said), "denies `arn:aws:iam::1:role/(sensitive)`: user (sensitive) is not authorized");
        // Quotes in a value are no end of it.
        let hostile = Span::value("`arn:aws:ssm:eu-west-1::document/hunter2`");
        assert_eq!(
            redacted(&["hunter2"], say!("no policy allows {}", hostile)),
            "no policy allows ``arn:aws:ssm:eu-west-1::document/(sensitive)``"
        );
    }

    #[test]
    fn what_everybody_knows_stays() {
        let policy = r#"{"Action":"ssm:StartSession","Resource":"*","Who":"aws_instance.hunter2"}"#;
        let on = Span::address("aws_instance.hunter2");
        let message = say!("allows {} on {} of {}", Span::value("ssm:StartSession"), Span::value("*"), on);
        assert_eq!(redacted(&[policy, "hunter2"], message), "allows `ssm:StartSession` on `*` of `aws_instance.hunter2`");
        assert_eq!(redacted(&["stan"], "the instance stands".into()), "the instance stands");
    }
}
