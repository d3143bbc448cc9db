//! Metric filter patterns for JSON against a `StartSession` call:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html>.

use super::event_pattern::wildcard;
use ssm_check_iam::Truth;

/// Does the pattern match the log entry of a session with this document? What cannot be parsed is unknown.
pub(super) fn matches(pattern: &str, document: &str) -> Truth {
    let Some(inner) = pattern.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return Truth::Unknown };
    let mut parser = Parser { rest: inner, document, depth: 0 };
    match parser.either() {
        Some(truth) if parser.rest.trim().is_empty() => truth,
        _ => Truth::Unknown,
    }
}

struct Parser<'p> {
    rest: &'p str,
    document: &'p str,
    depth: usize,
}

impl Parser<'_> {
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
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '!' | '>' | '<'))?;
        let (field, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        let negated = if self.take("!=") {
            true
        } else if self.take("=") {
            false
        } else {
            return None;
        };
        let wanted = self.word()?;
        let found = match field {
            "$.eventSource" => "ssm.amazonaws.com",
            "$.eventName" => "StartSession",
            "$.requestParameters.documentName" => self.document,
            _ => return Some(Truth::Unknown),
        };
        let matches = Truth::from(wildcard(&wanted, found));
        Some(if negated { !matches } else { matches })
    }

    fn word(&mut self) -> Option<String> {
        let text = self.rest.trim_start();
        if let Some(quoted) = text.strip_prefix('"') {
            let (word, rest) = quoted.split_once('"')?;
            self.rest = rest;
            return Some(word.to_owned());
        }
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ')' | '&' | '|')).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then(|| word.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_joined() {
        let document = "AWS-StartPortForwardingSession";
        for (pattern, expected) in [
            (r#"{ ($.eventName = "StartSession") && ($.requestParameters.documentName = "*PortForwarding*") }"#, Truth::True),
            (r#"{ ($.eventName = StartSession) && ($.requestParameters.documentName = "Other") }"#, Truth::False),
            (r#"{ $.eventName = "RunCommand" || $.eventName = "StartSession" }"#, Truth::True),
            (r#"{ ($.eventName != "StartSession") }"#, Truth::False),
            (r#"{ $.userIdentity.type = "Root" && $.eventName = "StartSession" }"#, Truth::Unknown),
            ("ERROR", Truth::Unknown),
            ("{ ($.eventName }", Truth::Unknown),
        ] {
            assert_eq!(matches(pattern, document), expected, "{pattern}");
        }
    }
}
