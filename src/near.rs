//! What somebody may have meant who wrote something that is not there.

use crate::inert;
use std::borrow::Cow;

/// "; did you mean `list`?", or nothing.
pub(crate) fn suggestion<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map(|near| format!("; did you mean `{}`?", inert::printable(near))).unwrap_or_default()
}

/// The candidate that differs least, if it differs by a slip of the keyboard or by what stands before or after it.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Longer than any name that people type; comparing costs the product of both lengths.
    const LONGEST: usize = 200;
    // Shorter beginnings are of too much.
    const LONG: usize = 6;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let wanted = lower(word);
    let length = wanted.chars().count();
    let distance = |candidate: &'c str| {
        let known = lower(candidate);
        if candidate.len() > LONGEST {
            return None;
        }
        // `aws_instance.web` or `web` for `module.a.aws_instance.web`, `aws_instance.web` for `aws_instance.web[0]`.
        let is_part = wanted.len() >= 3
            && (known.strip_suffix(&*wanted).is_some_and(|before| before.ends_with('.'))
                || known.strip_prefix(&*wanted).is_some_and(|after| after.starts_with('[')));
        // `wbe` for `aws_instance.web`.
        let last = known.rsplit('.').next().filter(|_| !wanted.contains('.')).and_then(|last| last.split('[').next());
        let slips = std::iter::once(&*known).chain(last).map(|known| strsim::osa_distance(&wanted, known)).min()?;
        let allowed = (length / 4).max(1);
        let is_beginning = length >= LONG && known.starts_with(&*wanted);
        match slips {
            _ if is_part => Some((0, candidate)),
            slips if slips <= allowed => Some((slips, candidate)),
            // Behind every slip.
            _ => is_beginning.then_some((LONGEST, candidate)),
        }
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
        assert_eq!(nearest("wep", addresses), Some("module.a.aws_instance.web"));
        let documents = ["AWS-StartPortForwardingSession", "AWS-StartPortForwardingSessionToRemoteHost"];
        assert_eq!(nearest("AWS-StartPortForwarding", documents), Some("AWS-StartPortForwardingSession"));
        assert_eq!(nearest("AWS-", documents), None);
    }
}
