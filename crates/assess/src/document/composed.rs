//! Texts that are made of fixed parts and parameters, `db-{{ name }}.internal`: the agent puts the values of parameters in their places.
//!
//! <https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/parameters>

use super::{Parameter, Pattern};
use ssm_check_message::{Gap, Reason, say};
use std::collections::BTreeSet;

/// What an agent may put in the place of a parameter without a pattern.
const ANYTHING: &str = "(?s:.)*";

/// The pattern of all that a text may come to, with these parameters.
///
/// Errors: what is not known of them.
pub(super) fn composed<'c>(text: &str, parameter: impl Fn(&str) -> Option<Parameter<'c>>) -> Result<Pattern, Gap> {
    let (mut pattern, mut rest, mut seen) = ("^".to_owned(), text.trim(), BTreeSet::new());
    while let Some((before, (name, behind))) = rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?))) {
        let parameter = parameter(name.trim()).ok_or_else(|| Gap::new("a parameter that is not declared"))?;
        if !seen.insert(parameter.name) {
            return Err(Gap::because("what it comes to", Reason::NotModelled("a parameter that stands in it twice")));
        }
        pattern.push_str(&regex_syntax::escape(before));
        pattern.push_str(&values(parameter)?);
        rest = behind;
    }
    pattern.push_str(&regex_syntax::escape(rest));
    pattern.push('$');
    Pattern::new(&pattern).map_err(|error| Gap::new(say!("the pattern: {}", error.message())))
}

/// The values that a parameter takes, as a part of a pattern.
fn values(parameter: Parameter<'_>) -> Result<String, Gap> {
    let Some(pattern) = parameter.accepted()? else { return Ok(ANYTHING.to_owned()) };
    let values = pattern.values().ok_or_else(|| Gap::because("what it comes to", Reason::NotModelled("anchors inside of a pattern")))?;
    Ok(format!("(?:{values})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn accepted(text: &str, pattern: Option<&str>, value: &str) -> Option<bool> {
        let n = pattern.map_or_else(|| json!({ "type": "String" }), |pattern| json!({ "type": "String", "allowedPattern": pattern }));
        let parameters = json!({ "n": n, "m": { "type": "String", "allowedPattern": "^[0-9]$" } });
        let parameter = |name: &str| {
            let (name, value) = parameters.as_object()?.get_key_value(name)?;
            Some(Parameter { name, value })
        };
        composed(text, parameter).ok().map(|pattern| pattern.accepts(value))
    }

    #[test]
    fn values_stand_between_the_fixed_parts() {
        let of = |pattern, value| accepted("{{ n }}.prod.internal", Some(pattern), value);
        assert_eq!(of("^[a-c]$", "a.prod.internal"), Some(true));
        assert_eq!(of("^[a-c]$", "d.prod.internal"), Some(false));
        assert_eq!(of("^[a-c]$", "a.prod.internal.example.net"), Some(false));
        assert_eq!(of("[a-c]", "x-a.y.prod.internal"), Some(true));
        assert_eq!(of("^[a-c]", "xa.prod.internal"), Some(false));
        assert_eq!(of("^a$|^b$", "b.prod.internal"), Some(true));
        assert_eq!(of("^a$|^b$", "ab.prod.internal"), Some(false));
        assert_eq!(of("^(ab|ac)$", "ac.prod.internal"), Some(true));
        assert_eq!(of("^a|b$", "xb.prod.internal"), Some(true));
        assert_eq!(of("^a|b$", "xc.prod.internal"), Some(false));
        assert_eq!(of("$", "anything.prod.internal"), Some(true));
        assert_eq!(of("\\bdb\\b", "db.prod.internal"), None);
        assert_eq!(accepted("{{ n }}.prod.internal", None, "evil.prod.internal"), Some(true));
        assert_eq!(accepted("{{ n }}.prod.internal", None, "prodXinternal"), Some(false));
        assert_eq!(accepted("db-{{ n }}-{{m}}", Some("^[a-c]$"), "db-a-7"), Some(true));
        assert_eq!(accepted("db-{{ n }}-{{ n }}", Some("^[a-c]$"), "db-a-b"), None);
        assert_eq!(accepted("db-{{ other }}-x", None, "db-a-b"), None);
    }
}
