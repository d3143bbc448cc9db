//! Scripts in heredocs.

use crate::{Refused, refused};

/// A line at the end, if it is not there. A script that does not speak of the agent is not the one that the plan shows any more.
pub(crate) fn add(script: &str, line: &str) -> Result<String, Refused> {
    if !script.trim_start().starts_with("#!") {
        return refused("the user data is no script");
    }
    if !script.to_ascii_lowercase().contains("ssm") {
        return refused("nothing in the script is about the agent");
    }
    // What was added before stands together at the end.
    let end = script.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    if end.take_while(|line| line.starts_with("systemctl ") && line.ends_with(" amazon-ssm-agent")).any(|there| there == line) {
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
        let script = "    #!/bin/bash\n    rm /ssm\n      b\n  ";
        assert_eq!(add(script, "c").unwrap(), "    #!/bin/bash\n    rm /ssm\n      b\n    c\n  ");
        assert_eq!(remove(script, "b").unwrap(), "    #!/bin/bash\n    rm /ssm\n  ");
        assert!(add("#!/bin/bash\n", "c").is_err());
        let (unmask, enable) = ("systemctl unmask amazon-ssm-agent", "systemctl enable --now amazon-ssm-agent");
        let added = add(&add(script, unmask).unwrap(), enable).unwrap();
        assert_eq!(add(&add(&added, unmask).unwrap(), enable).unwrap(), added);
        assert!(remove(script, "c").is_err());
        assert!(add("#cloud-config\n", "c").is_err());
    }
}
