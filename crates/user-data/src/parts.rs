//! The parts of user data, and what each of them is: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html>.

use crate::part::{Part, PartKind, When};
use crate::system::System;
use crate::{cloud_config, ec2launch, encoding};

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

/// Splits user data into the parts that a system runs.
pub(crate) fn split(text: &str, system: System) -> Vec<Part> {
    let text = text.replace("\r\n", "\n");
    let parts = match system {
        _ if system.is_windows() => windows(&text, system).unwrap_or_else(|| vec![nothing()]),
        System::MacOs => vec![script(&text).map_or_else(nothing, |kind| Part::new(kind, text, None))],
        System::Bottlerocket => vec![Part::new(PartKind::Other, text, None)],
        _ => cloud_init(&text, system),
    };
    parts.into_iter().map(|part| if part.system == System::Unknown { part.on(system) } else { part }).collect()
}

fn cloud_init(text: &str, system: System) -> Vec<Part> {
    let mut parts = multipart(text, system).unwrap_or_else(|| single(text, None, system));
    if parts.iter().any(|part| part.kind == PartKind::CloudConfig && cloud_config::runs_scripts_always(&part.text)) {
        parts.iter_mut().filter(|part| part.kind == PartKind::Shell).for_each(|part| part.when = When::EveryBoot);
    }
    parts
}

/// Nothing that the system runs.
fn nothing() -> Part {
    Part::new(PartKind::Nothing, String::new(), None)
}

/// What Windows runs: tasks, or what is in tags, of which there are two kinds in one text. `None` where there is nothing of the kind.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html#ec2-windows-user-data>
fn windows(text: &str, system: System) -> Option<Vec<Part>> {
    let takes_tasks = system != System::WindowsV1;
    if let Some(scripts) = ec2launch::parts(text, system).filter(|_| takes_tasks) {
        return Some(scripts);
    }
    let tags = [("powershell", PartKind::PowerShell), ("script", PartKind::Batch)];
    let of_tag = |(tag, kind)| between(text, tag).into_iter().map(move |text| Part::new(kind, text, None));
    let scripts: Vec<Part> = tags.into_iter().flat_map(of_tag).collect();
    if scripts.is_empty() {
        let is_unread = takes_tasks && ec2launch::is_of_tasks(text);
        return is_unread.then(|| vec![Part::new(PartKind::Other, text.to_owned(), None)]);
    }
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html#user-data-scripts-subsequent
    let is_set = |tag: &str| between(text, tag).is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    let when = if is_set("persist") { When::EveryBoot } else { When::FirstBoot };
    // Nothing waits for what is detached.
    let system = if is_set("detach") { System::Windows } else { system };
    Some(scripts.into_iter().map(|part| Part { when, ..part }.on(system)).collect())
}

/// One part. Where the system is not known, its form tells whether it is of Windows, and two forms at once tell nothing.
fn single(text: &str, content_type: Option<&str>, system: System) -> Vec<Part> {
    let kind = kind(text, content_type, system);
    if system == System::Unknown
        && let Some(scripts) = windows(text, system)
    {
        let is_both = matches!(kind, PartKind::Shell | PartKind::CloudConfig);
        return if is_both { vec![Part::new(PartKind::Other, text.to_owned(), content_type)] } else { scripts };
    }
    match kind {
        PartKind::Nothing => vec![Part::new(PartKind::Nothing, String::new(), content_type)],
        kind => vec![Part::new(kind, text.to_owned(), content_type)],
    }
}

fn between(text: &str, tag: &str) -> Option<String> {
    let lowercase = text.to_ascii_lowercase();
    let start = lowercase.find(&format!("<{tag}>"))? + tag.len() + 2;
    let end = lowercase.get(start..)?.find(&format!("</{tag}>")).map_or(text.len(), |length| start + length);
    Some(text.get(start..end)?.to_owned())
}

/// cloud-init goes by the beginning of a part, else by its type.
fn kind(text: &str, content_type: Option<&str>, system: System) -> PartKind {
    let first = text.lines().next().unwrap_or_default();
    let text = if first.trim_start_matches('#').trim_start().starts_with("template:") {
        text.split_once('\n').map_or("", |(_, rest)| rest)
    } else {
        text
    };
    if let Some(script) = script(text) {
        return script;
    }
    let first = text.lines().next().unwrap_or_default();
    match first.trim_end() {
        "#cloud-config" => return PartKind::CloudConfig,
        "#cloud-boothook" => return boothook(text.split_once('\n').map_or("", |(_, rest)| rest)),
        _ => {}
    }
    match content_type {
        Some("text/cloud-config") => PartKind::CloudConfig,
        Some("text/cloud-boothook") => boothook(text),
        None | Some("text/plain" | "text/x-not-multipart") if is_text(text, system) => PartKind::Nothing,
        // The kernel executes no script without its first line: "Exec format error. Missing #! in script?"
        Some(of_script) if of_script.starts_with("text/x-shellscript") => PartKind::Nothing,
        _ => PartKind::Other,
    }
}

/// By the interpreter that the first line names.
fn script(text: &str) -> Option<PartKind> {
    let interpreter = text.lines().next()?.strip_prefix("#!")?;
    let known = interpreter.split(['/', ' ', '\t']).any(|word| matches!(word, "sh" | "bash" | "dash" | "ksh" | "zsh" | "ash"));
    Some(if known { PartKind::Shell } else { PartKind::Other })
}

/// The white space before it is left out. Without an interpreter, the kernel refuses it, and yet pages of AWS write it so: not known.
/// <https://github.com/canonical/cloud-init/blob/main/cloudinit/handlers/boot_hook.py>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html>
fn boothook(text: &str) -> PartKind {
    script(text.trim_start()).unwrap_or(PartKind::Other)
}

/// It is none of what cloud-init knows by its beginning, white space left out, nor what another program takes: settings of Bottlerocket,
/// Ignition, YAML; of those no other program is there to take them on a system that has cloud-init. What is a script but for white space before it cannot be executed.
///
/// <https://github.com/canonical/cloud-init/blob/main/cloudinit/handlers/__init__.py>,
/// <https://github.com/canonical/cloud-init/blob/main/cloudinit/subp.py>
fn is_text(text: &str, system: System) -> bool {
    const KNOWN: [&str; 7] = ["#include", "#!", "#cloud-", "#part-handler", "#upstart-job", "## template:", "#ps1"];
    let (start, whole) = (text.trim_start().to_ascii_lowercase(), text.trim());
    let is_script = start.starts_with("#!") && !text.starts_with("#!");
    let is_known = KNOWN.iter().any(|known| start.starts_with(known));
    let is_data = || {
        let first = whole.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
        let key = first.split([':', '=']).next().unwrap_or_default();
        let is_key = key.len() < first.len() && !key.trim().contains(char::is_whitespace);
        first.starts_with(['{', '[', '<', '-', '%']) || is_key
    };
    // What is encoded once more has no white space.
    let is_encoded = !whole.contains(char::is_whitespace);
    is_script || (!is_known && !is_encoded && (system.has_cloud_init() || !is_data()))
}

/// cloud-init looks for the header that every MIME message has in so many bytes.
const MIME_HEAD: usize = 4096;

/// MIME: <https://cloudinit.readthedocs.io/en/latest/explanation/format.html#mime-multi-part-archive>. `None` where it is none.
fn multipart(text: &str, system: System) -> Option<Vec<Part>> {
    let is_after_line = text.starts_with('\n');
    let text = text.trim_start();
    let head = text.as_bytes().get(..MIME_HEAD).unwrap_or(text.as_bytes());
    if !String::from_utf8_lossy(head).to_ascii_lowercase().contains("mime-version:") {
        return None;
    }
    // An empty line ends the headers of a message, so that Python's parser sees none.
    if is_after_line {
        return Some(vec![Part::new(PartKind::Other, text.to_owned(), None)]);
    }
    // The envelope of a mailbox, which Python's generator writes, is no header.
    let message = text.strip_prefix("From ").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, message)| message);
    let mail = mailparse::parse_mail(message.as_bytes()).ok()?;
    let leaves = mail.parts().filter(|part| !part.ctype.mimetype.starts_with("multipart/"));
    Some(leaves.flat_map(|part| decoded(part, system)).collect())
}

fn decoded(part: &mailparse::ParsedMail<'_>, system: System) -> Vec<Part> {
    let content_type = Some(part.ctype.mimetype.as_str());
    match part.get_body_raw().ok().and_then(encoding::text) {
        Some(text) => single(&text.replace("\r\n", "\n"), content_type, system),
        None => vec![Part::new(PartKind::Other, String::from_utf8_lossy(part.raw_bytes).into_owned(), content_type)],
    }
}

#[cfg(test)]
mod tests {
    use crate::part::{Part, PartKind, When};
    use crate::system::System;

    fn split(text: &str) -> Vec<Part> {
        super::split(text, System::Unknown)
    }

    #[test]
    fn mime_of_every_encoding() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"==B==\"\n\n--==B==\nContent-Type: text/cloud-config; charset=\"us-ascii\"\n\n#cloud-config\npackages: [jq]\n--==B==\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\nIyEvYmluL2Jhc2gK\nZWNobyBoaQo=\n--==B==--\n";
        let parts = split(text);
        assert_eq!(parts.iter().map(|part| part.kind).collect::<Vec<_>>(), [PartKind::CloudConfig, PartKind::Shell]);
        assert_eq!(parts[1].text, "#!/bin/bash\necho hi\n");
    }

    #[test]
    fn mime_as_people_write_it() {
        let kinds = |text: &str| split(text).into_iter().map(|part| (part.kind, part.when)).collect::<Vec<_>>();
        let message = |head: &str, part: &str| format!("{head}Content-Type: multipart/mixed; boundary=\"//\"\n\n--//\n{part}\n--//--\n");
        let script = "Content-Type: text/x-shellscript; charset=us-ascii\n\n#!/bin/bash\nls";
        assert_eq!(kinds(&message("MIME-Version: 1.0\n", script)), [(PartKind::Shell, When::FirstBoot)]);
        assert_eq!(
            kinds(&message("From nobody Fri Jan 11 07:00:00 2030\nMime-Version: 1.0\n", script)),
            [(PartKind::Shell, When::FirstBoot)]
        );
        // Without the header cloud-init takes it for text of no known kind.
        assert_eq!(kinds(&message("", script)), [(PartKind::Other, When::FirstBoot)]);
        let hook = "Content-Type: text/cloud-boothook\n\n#!/bin/bash\nls";
        assert_eq!(kinds(&message("MIME-Version: 1.0\n", hook)), [(PartKind::Shell, When::EveryBoot)]);
        let folded =
            "Content-Type: text/x-shellscript;\n  name=\"x.sh\"\nContent-Transfer-Encoding: quoted-printable\n\n#!/bin/bash\nA=3D1 ls";
        let parts = split(&message("MIME-Version: 1.0\n", folded));
        assert_eq!(parts[0].text.trim_end(), "#!/bin/bash\nA=1 ls");
        let inner = "Content-Type: multipart/mixed; boundary=\"in\"\n\n--in\nContent-Type: text/cloud-config\n\nruncmd: [ls]\n--in--";
        assert_eq!(kinds(&message("MIME-Version: 1.0\n", inner)), [(PartKind::CloudConfig, When::FirstBoot)]);
    }

    #[test]
    fn what_a_part_is() {
        let kinds = |text: &str| split(text).into_iter().map(|part| part.kind).collect::<Vec<_>>();
        assert_eq!(kinds("#!/usr/bin/env bash\n"), [PartKind::Shell]);
        assert_eq!(kinds("#!/usr/bin/python3\n"), [PartKind::Other]);
        assert_eq!(kinds("## template: jinja\n#cloud-config\n"), [PartKind::CloudConfig]);
        assert_eq!(kinds("echo hi"), [PartKind::Nothing]);
        assert_eq!(kinds("\n#!/bin/bash\nsystemctl stop amazon-ssm-agent\n"), [PartKind::Nothing]);
        assert_eq!(kinds("    #!/bin/bash\n    ls\n"), [PartKind::Nothing]);
        // What another program may take, or cloud-init does.
        for text in [
            "[settings.motd]",
            "IyEvYmluL2Jhc2gKZWNobyBoaQoK",
            "{\"ignition\": {}}",
            "variant: fcos",
            "A=b c",
            "#include\nhttps://example.com/x",
            "\n#cloud-config\n",
        ] {
            assert_eq!(kinds(text), [PartKind::Other], "{text}");
        }
        assert_eq!(kinds("<script>\ndir\n</script>\n<powershell>\nls\n</powershell>"), [PartKind::PowerShell, PartKind::Batch]);
    }
    #[test]
    fn what_each_system_runs() {
        use PartKind::{CloudConfig, Nothing, Other, PowerShell, Shell};
        let kinds = |text: &str, system| super::split(text, system).into_iter().map(|part| part.kind).collect::<Vec<_>>();
        let (shell, power) = ("#!/bin/bash\nls\n", "<powershell>\nls\n</powershell>");
        let (config, toml) = ("#cloud-config\nruncmd: [ls]\n", "[settings.motd]\nx = 1\n");
        let tasks = "version: 1.1\ntasks:\n- task: executeScript\n  inputs:\n  - type: powershell\n    content: ls\n";
        let in_both = "#!/bin/bash\ncat <<X\n<powershell>\nls\n</powershell>\nX\n";
        let of = |system| [shell, power, config, toml, tasks, in_both].map(|text| kinds(text, system)[0]);
        assert_eq!(of(System::Unknown), [Shell, PowerShell, CloudConfig, Other, PowerShell, Other]);
        assert_eq!(of(System::Linux), [Shell, Nothing, CloudConfig, Nothing, Nothing, Shell]);
        assert_eq!(of(System::WindowsV1), [Nothing, PowerShell, Nothing, Nothing, Nothing, PowerShell]);
        assert_eq!(of(System::WindowsV2), [Nothing, PowerShell, Nothing, Nothing, PowerShell, PowerShell]);
        assert_eq!(of(System::MacOs), [Shell, Nothing, Nothing, Nothing, Nothing, Shell]);
        assert_eq!(of(System::Bottlerocket), [Other; 6]);
    }
}
