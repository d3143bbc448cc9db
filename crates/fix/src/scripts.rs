//! Scripts in heredocs.

use crate::{Refused, refused};

/// A line at the end, if it is not there.
pub(crate) fn add(script: &str, line: &str) -> Result<String, Refused> {
    if !script.trim_start().starts_with("#!") {
        return refused("the user data is no script");
    }
    let Some(last) = script.lines().rfind(|line| !line.trim().is_empty()) else { return refused("the script is empty") };
    if last.trim() == line {
        return Ok(script.to_owned());
    }
    // The least that a line is indented by is what the heredoc takes away.
    let indents = script.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = " ".repeat(indents.min().unwrap_or(0));
    let kept = script.trim_end_matches(['\n', ' ', '\t']);
    let rest = script.get(kept.len()..).unwrap_or_default();
    Ok(format!("{kept}\n{indent}{line}{rest}"))
}

/// Without the lines that say just that.
pub(crate) fn remove(script: &str, line: &str) -> Result<String, Refused> {
    let kept: String = script.split_inclusive('\n').filter(|one| one.trim() != line.trim()).collect();
    if kept == script { refused("no line of the script says just that") } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::{add, remove};

    #[test]
    fn lines() {
        let script = "    #!/bin/bash\n    a\n      b\n  ";
        assert_eq!(add(script, "c").unwrap(), "    #!/bin/bash\n    a\n      b\n    c\n  ");
        assert_eq!(remove(script, "b").unwrap(), "    #!/bin/bash\n    a\n  ");
        assert!(remove(script, "c").is_err());
        assert!(add("#cloud-config\n", "c").is_err());
    }
}
