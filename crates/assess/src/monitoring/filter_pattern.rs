//! Metric filter patterns for JSON against a `StartSession` call:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html>.

use super::call::{Call, Field, field};
use super::event_pattern::{session_of, wildcard};
use regex::Regex;
use serde_json::Value;
use ssm_check_iam::Truth;
use std::collections::BTreeSet;

/// Does the pattern match the log entry of a call? What cannot be parsed is unknown. `documents`: those that a term may be the name of.
pub(super) fn matches(pattern: &str, call: &Call, documents: &BTreeSet<String>) -> Truth {
    let event = call.event();
    let Some(record) = event.get("detail") else { return Truth::Unknown };
    let Some(inner) = pattern.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return has_terms(pattern, record, documents);
    };
    let mut parser = Parser { rest: inner, record, depth: 0 };
    match parser.either() {
        Some(truth) if parser.rest.trim().is_empty() => truth,
        _ => Truth::Unknown,
    }
}

/// Terms that the text of the entry has to contain, all of them and in the case that they are written in. A term that is no name or value of
/// what is known of the entry may be in the rest of it; but the name of another document is in the entries of calls that name that one.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#matching-terms-unstructured-log-events>
fn has_terms(pattern: &str, record: &Value, documents: &BTreeSet<String>) -> Truth {
    let known = record.to_string();
    let is_plain = |term: &str| !term.is_empty() && term.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte));
    let has = |term: &str| {
        let inner = term.strip_prefix('"').and_then(|term| term.strip_suffix('"')).unwrap_or(term);
        // A term may also be excluded, one of several, or a regular expression.
        let is_term = is_plain(inner) && !term.starts_with(['-', '?', '%']);
        match is_term && known.contains(inner) {
            true => Truth::True,
            false if is_term && documents.contains(inner) => Truth::False,
            false => Truth::Unknown,
        }
    };
    let terms: Vec<&str> = pattern.split_whitespace().collect();
    // Without a term, all entries match.
    Truth::all(terms.into_iter().map(has))
}

struct Parser<'p> {
    rest: &'p str,
    record: &'p Value,
    depth: usize,
}

/// What a field is compared with.
enum WantedValue {
    /// Text, in which `*` is any text.
    Text(String),
    /// A regular expression, searched for.
    Regex(Regex),
}

impl<'p> Parser<'p> {
    fn take(&mut self, word: &str) -> bool {
        match self.rest.trim_start().strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn either(&mut self) -> Option<Truth> {
        let mut truth = self.both()?;
        while self.take("||") {
            truth = truth.or(self.both()?);
        }
        Some(truth)
    }

    fn both(&mut self) -> Option<Truth> {
        let mut truth = self.one()?;
        while self.take("&&") {
            truth = truth.and(self.one()?);
        }
        Some(truth)
    }

    fn one(&mut self) -> Option<Truth> {
        const DEEP: usize = 64;
        if self.take("(") {
            self.depth += 1;
            let truth = if self.depth < DEEP { self.either()? } else { return None };
            self.depth -= 1;
            return self.take(")").then_some(truth);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Option<Truth> {
        let text = self.rest.trim_start();
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '!' | '>' | '<' | ')'))?;
        let (path, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        let field = self.field(path.strip_prefix("$.")?);
        if let Some(truth) = self.test(&field) {
            return Some(truth);
        }
        let negated = if self.take("!=") {
            true
        } else if self.take(">=") || self.take("<=") || self.take(">") || self.take("<") {
            // Numbers: no field of the call that is known is one.
            self.wanted()?;
            return Some(if matches!(field, Field::Present | Field::Unknown) { Truth::Unknown } else { Truth::False });
        } else if self.take("=") {
            false
        } else {
            return None;
        };
        let wanted = self.wanted()?;
        let equal = equals(&field, &wanted);
        // A comparison does not hold of a field that is not there.
        Some(match (negated, &field) {
            (true, Field::Absent) => Truth::False,
            (true, _) => !equal,
            (false, _) => equal,
        })
    }

    fn field(&self, path: &str) -> Field<'p> {
        let mut found = Field::Known(self.record);
        let mut walked = String::new();
        for name in path.split('.') {
            if !walked.is_empty() {
                walked.push('.');
            }
            walked.push_str(name);
            found = if name.contains('[') { Field::Unknown } else { field(&found, name, &walked) };
        }
        found
    }

    /// `EXISTS`, `NOT EXISTS`, `IS NULL`, `IS TRUE` and `IS FALSE`.
    fn test(&mut self, field: &Field<'_>) -> Option<Truth> {
        let exists = match field {
            Field::Known(_) | Field::Begins(_) | Field::Present => Truth::True,
            Field::Absent => Truth::False,
            Field::Unknown => Truth::Unknown,
        };
        let is = |wanted: &Value| match field {
            Field::Known(value) => Truth::from(*value == wanted),
            Field::Begins(_) | Field::Absent => Truth::False,
            Field::Present | Field::Unknown => Truth::Unknown,
        };
        let before = self.rest;
        if self.take("NOT") && self.take("EXISTS") {
            return Some(!exists);
        }
        self.rest = before;
        if self.take("EXISTS") {
            return Some(exists);
        }
        if self.take("IS") {
            for (word, value) in [("NULL", Value::Null), ("TRUE", Value::Bool(true)), ("FALSE", Value::Bool(false))] {
                if self.take(word) {
                    return Some(is(&value));
                }
            }
        }
        self.rest = before;
        None
    }

    fn wanted(&mut self) -> Option<WantedValue> {
        let text = self.rest.trim_start();
        if let Some(quoted) = text.strip_prefix('"') {
            let (word, rest) = quoted.split_once('"')?;
            self.rest = rest;
            return Some(WantedValue::Text(word.to_owned()));
        }
        if let Some(pattern) = text.strip_prefix('%') {
            let (pattern, rest) = pattern.split_once('%')?;
            self.rest = rest;
            return Some(WantedValue::Regex(Regex::new(pattern).ok()?));
        }
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ')' | '&' | '|')).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then(|| WantedValue::Text(word.to_owned()))
    }
}

fn equals(field: &Field<'_>, wanted: &WantedValue) -> Truth {
    match (field, wanted) {
        (Field::Known(Value::String(text)), WantedValue::Text(pattern)) => wildcard(pattern, text).into(),
        (Field::Known(Value::String(text)), WantedValue::Regex(pattern)) => pattern.is_match(text).into(),
        (Field::Known(Value::Bool(value)), WantedValue::Text(word)) => (word == if *value { "true" } else { "false" }).into(),
        (Field::Known(_) | Field::Absent, _) => Truth::False,
        (Field::Begins(beginning), WantedValue::Text(pattern)) => session_of(beginning).is_like(pattern),
        // What is found in the beginning is found, unless the expression wants the end.
        (Field::Begins(beginning), WantedValue::Regex(pattern)) => {
            let found = pattern.is_match(beginning) && !pattern.as_str().contains(['$', '\\']);
            if found { Truth::True } else { Truth::Unknown }
        }
        (Field::Present | Field::Unknown, _) => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::call::Who;
    use super::*;

    #[test]
    fn comparisons_are_joined() {
        let caller = Who { kind: Some("AssumedRole"), name: Some("ops".to_owned()), arn: None, account: Some("111122223333".to_owned()) };
        let call = Call {
            seen: crate::monitoring::Seen::Session,
            document: "AWS-StartPortForwardingSession".to_owned(),
            node: "i-0123456789abcdef0".to_owned(),
            region: None,
            caller,
        };
        for (pattern, expected) in [
            (r#"{ ($.eventName = "StartSession") && ($.requestParameters.documentName = "*PortForwarding*") }"#, Truth::True),
            (r#"{ ($.eventName = StartSession) && ($.requestParameters.documentName = "Other") }"#, Truth::False),
            (r#"{ $.eventName = "RunCommand" || $.eventName = "StartSession" }"#, Truth::True),
            (r#"{ ($.eventName != "StartSession") }"#, Truth::False),
            (r#"{ $.userIdentity.type = "Root" && $.eventName = "StartSession" }"#, Truth::False),
            (r#"{ $.userIdentity.type != "Root" && $.eventName = "StartSession" }"#, Truth::True),
            (r"{ ($.eventName = StartSession) && ($.requestParameters.documentName = %PortForwarding%) }", Truth::True),
            (r"{ $.requestParameters.documentName = %^Port% }", Truth::False),
            (r"{ ($.eventName = StartSession) && ($.errorCode NOT EXISTS) }", Truth::True),
            (r"{ ($.eventName = StartSession) && ($.requestParameters.documentName NOT EXISTS) }", Truth::False),
            (r"{ ($.eventName = StartSession) && ($.requestParameters.documentName EXISTS) }", Truth::True),
            (r"{ $.errorCode IS NULL }", Truth::False),
            (r"{ $.readOnly IS FALSE && $.managementEvent IS TRUE }", Truth::True),
            (r#"{ $.errorCode != "AccessDenied" }"#, Truth::False),
            (r#"{ $.sourceIPAddress != "10.*" }"#, Truth::Unknown),
            (r#"{ $.userIdentity.arn = "*assumed-role/ops/*" }"#, Truth::True),
            (r#"{ $.userIdentity.arn = "*assumed-role/dev/*" }"#, Truth::False),
            (r#"{ $.userIdentity.arn = "arn:aws:sts::111122223333:assumed-role/dev/*" }"#, Truth::False),
            ("ERROR", Truth::Unknown),
            (r#""StartSession" "AWS-StartPortForwardingSession""#, Truth::True),
            (r#""StartSession" "AWS-StartSSHSession""#, Truth::False),
            ("{ ($.eventName }", Truth::Unknown),
        ] {
            let documents = ["AWS-StartSSHSession", "AWS-StartPortForwardingSession"].map(str::to_owned).into();
            assert_eq!(matches(pattern, &call, &documents), expected, "{pattern}");
        }
    }
}
