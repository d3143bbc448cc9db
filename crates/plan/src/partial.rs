//! What a plan that is not whole says of itself.

use crate::{Mode, Str};

/// What a plan itself says it lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partial<'p> {
    /// Planning stopped with errors; such a plan cannot be applied.
    pub errored: bool,
    /// `"complete": false`: the plan does not bring about all of the configuration, because of `-target`, `-exclude` or what is put off.
    pub incomplete: bool,
    /// What is put off to a later plan.
    pub deferred: Vec<Deferred<'p>>,
}

/// A change that is put off to a later plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deferred<'p> {
    /// As the plan writes it; the key of instances whose number is not known is `*`.
    pub address: Str<'p>,
    /// Managed resource or data source.
    pub mode: Mode,
    /// Such as `aws_instance`.
    pub resource_type: Str<'p>,
    /// Such as `instance_count_unknown`.
    pub reason: Option<Str<'p>>,
}

impl Partial<'_> {
    /// Nothing is missing.
    pub fn is_whole(&self) -> bool {
        !self.errored && !self.incomplete && self.deferred.is_empty()
    }
}

/// An address without the keys of instances, be they names or `*`.
pub(crate) fn without_keys(address: &str) -> String {
    let (mut plain, mut depth, mut in_text, mut escaped) = (String::new(), 0_usize, false, false);
    for character in address.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' if depth > 0 => in_text = !in_text,
            _ if in_text => {}
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::without_keys;

    #[test]
    fn keys_are_left_out() {
        assert_eq!(without_keys(r#"module.a["x.y[\"]"].aws_x.b[*]"#), "module.a.aws_x.b");
        assert_eq!(without_keys("aws_x.b[0]"), "aws_x.b");
    }
}
