//! What somebody may have meant who wrote something that is not there.

use std::borrow::Cow;

/// "; did you mean `list`?", or nothing.
pub(crate) fn suggestion<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map(|near| format!("; did you mean `{}`?", crate::inert::printable(near))).unwrap_or_default()
}

/// The candidate that differs least, if it differs by a slip of the keyboard or by what stands before it.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Longer than any name that people type; comparing costs the product of both lengths.
    const LONGEST: usize = 200;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let wanted = lower(word);
    let distance = |candidate: &'c str| {
        let known = lower(candidate);
        if candidate.len() > LONGEST {
            return None;
        }
        // `aws_instance.web` or `web` for `module.a.aws_instance.web`, `aws_instance.web` for `aws_instance.web[0]`.
        let is_part = wanted.len() >= 3
            && (known.strip_suffix(&*wanted).is_some_and(|before| before.ends_with('.'))
                || known.strip_prefix(&*wanted).is_some_and(|after| after.starts_with('[')));
        let slips = strsim::osa_distance(&wanted, &known);
        let allowed = (wanted.chars().count() / 4).max(1);
        (is_part || slips <= allowed).then_some((if is_part { 0 } else { slips }, candidate))
    };
    candidates.into_iter().filter_map(distance).min().map(|(_, candidate)| candidate)
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) { Cow::Owned(word.to_ascii_lowercase()) } else { Cow::Borrowed(word) }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts_are_near() {
        let commands = ["list", "explain", "access", "why"];
        assert_eq!(nearest("lst", commands), Some("list"));
        assert_eq!(nearest("acess", commands), Some("access"));
        assert_eq!(nearest("plan", commands), None);
        assert_eq!(nearest("", commands), None);
        let addresses = ["module.a.aws_instance.web", "aws_instance.app[0]"];
        assert_eq!(nearest("aws_instance.web", addresses), Some("module.a.aws_instance.web"));
        assert_eq!(nearest("aws_instance.app", addresses), Some("aws_instance.app[0]"));
        assert_eq!(nearest("aws_instance.wep", ["aws_instance.web"]), Some("aws_instance.web"));
    }
}
