//! The parts of user data, and what each of them is: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html>.

use crate::{cloud_config, encoding};

/// One part of user data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its text.
    pub text: String,
    /// When it runs.
    pub when: When,
}

/// When a part runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// When the instance first starts.
    #[default]
    FirstBoot,
    /// Whenever it starts.
    EveryBoot,
    /// When an instance starts again that has run other user data.
    Later,
}

impl Part {
    fn new(kind: PartKind, text: String) -> Self {
        // https://cloudinit.readthedocs.io/en/latest/explanation/format.html#cloud-boothook
        let when = if kind == PartKind::Shell && !text.starts_with("#!") { When::EveryBoot } else { When::FirstBoot };
        Self { kind, text, when }
    }
}

/// What runs of user data that an instance is given when it has run other user data before:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>.
pub fn run_again(parts: Vec<Part>) -> Vec<Part> {
    let again = |part: Part| match (part.when, part.kind) {
        (When::EveryBoot | When::Later, _) => Some(part),
        (When::FirstBoot, PartKind::CloudConfig) => Some(Part { text: cloud_config::every_boot(&part.text), ..part }),
        // What is not understood may run again.
        (When::FirstBoot, PartKind::Other) if !part.text.starts_with("#!") => Some(part),
        (When::FirstBoot, _) => None,
    };
    parts.into_iter().filter_map(again).map(|part| Part { when: When::Later, ..part }).collect()
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A script of a Unix shell.
    Shell,
    /// A configuration of cloud-init.
    CloudConfig,
    /// A script of PowerShell.
    PowerShell,
    /// A Windows batch script.
    Batch,
    /// Anything else: another interpreter, a list of addresses, nothing that runs.
    Other,
}

/// Splits user data into its parts.
pub(crate) fn split(text: &str) -> Vec<Part> {
    let text = text.replace("\r\n", "\n");
    let mut parts = multipart(&text).unwrap_or_else(|| single(&text, None));
    if parts.iter().any(|part| part.kind == PartKind::CloudConfig && cloud_config::runs_scripts_always(&part.text)) {
        parts.iter_mut().filter(|part| part.kind == PartKind::Shell).for_each(|part| part.when = When::EveryBoot);
    }
    parts
}

/// One part; Windows has two kinds of script in one text.
fn single(text: &str, content_type: Option<&str>) -> Vec<Part> {
    let windows = [("powershell", PartKind::PowerShell), ("script", PartKind::Batch)];
    let scripts: Vec<Part> =
        windows.into_iter().flat_map(|(tag, kind)| between(text, tag).into_iter().map(move |text| Part::new(kind, text))).collect();
    if !scripts.is_empty() {
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html#user-data-scripts-subsequent
        let persists = between(text, "persist").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
        let when = if persists { When::EveryBoot } else { When::FirstBoot };
        return scripts.into_iter().map(|part| Part { when, ..part }).collect();
    }
    vec![Part::new(kind(text, content_type), text.to_owned())]
}

fn between(text: &str, tag: &str) -> Option<String> {
    let lowercase = text.to_ascii_lowercase();
    let start = lowercase.find(&format!("<{tag}>"))? + tag.len() + 2;
    let end = lowercase.get(start..)?.find(&format!("</{tag}>")).map_or(text.len(), |length| start + length);
    Some(text.get(start..end)?.to_owned())
}

/// cloud-init goes by the beginning of a part, else by its type.
fn kind(text: &str, content_type: Option<&str>) -> PartKind {
    let first = text.lines().next().unwrap_or_default();
    let text = if first.trim_start_matches('#').trim_start().starts_with("template:") {
        text.split_once('\n').map_or("", |(_, rest)| rest)
    } else {
        text
    };
    let first = text.lines().next().unwrap_or_default();
    if let Some(interpreter) = first.strip_prefix("#!") {
        let known = interpreter.split(['/', ' ', '\t']).any(|word| matches!(word, "sh" | "bash" | "dash" | "ksh" | "zsh" | "ash"));
        return if known { PartKind::Shell } else { PartKind::Other };
    }
    match first.trim_end() {
        "#cloud-config" => return PartKind::CloudConfig,
        "#cloud-boothook" => return PartKind::Shell,
        _ => {}
    }
    match content_type {
        Some("text/cloud-config") => PartKind::CloudConfig,
        Some("text/cloud-boothook") => PartKind::Shell,
        // A shell script without its first line is not executed.
        _ => PartKind::Other,
    }
}

/// MIME: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html#mime-multi-part-archive>.
fn multipart(text: &str) -> Option<Vec<Part>> {
    let (headers, body) = header(text.trim_start())?;
    let content_type = headers.iter().find_map(|(name, value)| (name == "content-type").then_some(value))?;
    if !content_type.to_ascii_lowercase().starts_with("multipart/") {
        return Some(decoded(&headers, body));
    }
    let (_, boundary) = content_type.split_once("boundary=")?;
    let boundary = boundary.split(';').next().unwrap_or_default().trim().trim_matches('"');
    let mut parts = Vec::new();
    let mut part: Option<String> = None;
    for line in body.split_inclusive('\n') {
        match line.trim_end().strip_prefix("--").and_then(|rest| rest.strip_prefix(boundary)) {
            Some(rest @ ("" | "--")) => {
                if let Some((headers, body)) = part.take().as_deref().and_then(header) {
                    parts.append(&mut decoded(&headers, body));
                }
                part = rest.is_empty().then(String::new);
            }
            _ => {
                if let Some(part) = &mut part {
                    part.push_str(line);
                }
            }
        }
    }
    if let Some((headers, body)) = part.as_deref().and_then(header) {
        parts.append(&mut decoded(&headers, body));
    }
    Some(parts)
}

type Headers = Vec<(String, String)>;

/// The headers of a message or part, and what follows them. `None` where the text does not begin with headers.
fn header(text: &str) -> Option<(Headers, &str)> {
    let mut headers: Headers = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            return (!headers.is_empty()).then_some((headers, after));
        }
        let envelope = headers.is_empty() && line.starts_with("From ");
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line.trim_end()),
            (false, _, Some((name, value))) if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            // The envelope of a mailbox, which Python's generator writes.
            _ if envelope => {}
            _ => return None,
        }
        if after.is_empty() {
            return None;
        }
        rest = after;
    }
}

fn decoded(headers: &Headers, body: &str) -> Vec<Part> {
    let value = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.to_ascii_lowercase());
    let content_type = value("content-type").map(|value| value.split(';').next().unwrap_or_default().trim().to_owned());
    let text = match value("content-transfer-encoding").as_deref() {
        Some("base64") => encoding::base64(body).and_then(encoding::text),
        Some("quoted-printable") => None,
        _ => Some(body.to_owned()),
    };
    match text {
        Some(text) => single(&text, content_type.as_deref()),
        None => vec![Part::new(PartKind::Other, body.to_owned())],
    }
}

#[cfg(test)]
mod tests {
    use super::{PartKind, split};

    #[test]
    fn mime_of_every_encoding() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==B==\"\n\n--==B==\nContent-Type: text/cloud-config; charset=\"us-ascii\"\n\n#cloud-config\npackages: [jq]\n--==B==\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\nIyEvYmluL2Jhc2gK\nZWNobyBoaQo=\n--==B==--\n";
        let parts = split(text);
        assert_eq!(parts.iter().map(|part| part.kind).collect::<Vec<_>>(), [PartKind::CloudConfig, PartKind::Shell]);
        assert_eq!(parts[1].text, "#!/bin/bash\necho hi\n");
    }

    #[test]
    fn what_a_part_is() {
        let kinds = |text: &str| split(text).into_iter().map(|part| part.kind).collect::<Vec<_>>();
        assert_eq!(kinds("#!/usr/bin/env bash\n"), [PartKind::Shell]);
        assert_eq!(kinds("#!/usr/bin/python3\n"), [PartKind::Other]);
        assert_eq!(kinds("## template: jinja\n#cloud-config\n"), [PartKind::CloudConfig]);
        assert_eq!(kinds("echo hi"), [PartKind::Other]);
        assert_eq!(kinds("<script>\ndir\n</script>\n<powershell>\nls\n</powershell>"), [PartKind::PowerShell, PartKind::Batch]);
    }
}
