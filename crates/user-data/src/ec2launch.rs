//! User data in YAML or JSON, as EC2Launch v2 takes it on Windows:
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2launch-v2-task-definitions.html#ec2launch-v2-executescript>.

use crate::part::{Part, PartKind, When};
use crate::system::System;
use serde_yaml_ng::Value;

/// It has tasks, in YAML or JSON, whether or not they can be read.
pub(crate) fn is_of_tasks(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("version:") && text.contains("tasks:") || text.starts_with('{') && text.contains("\"tasks\"")
}

/// The scripts of its tasks; `None` where the text is something else.
///
/// Those of version 1.1 run before the agent is started. Those of version 1.0 run when it is, and one of them may do so itself:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2launch-v2-task-configuration.html>.
pub(crate) fn parts(text: &str, system: System) -> Option<Vec<Part>> {
    if !is_of_tasks(text) {
        return None;
    }
    let whole: Value = serde_yaml_ng::from_str(text).ok()?;
    let tasks = whole.get("tasks")?.as_sequence()?;
    let is_first = match whole.get("version") {
        Some(Value::String(version)) => version == "1.1",
        Some(Value::Number(version)) => version.as_f64() == Some(1.1),
        _ => false,
    };
    let scripts = tasks.iter().filter(|task| task.get("task").and_then(Value::as_str) == Some("executeScript"));
    let inputs = scripts.filter_map(|task| task.get("inputs")?.as_sequence()).flatten();
    // Only v2 takes tasks; an image that is not AWS's may have settings of its own for it.
    let system = if is_first && system != System::Unknown { System::WindowsV2 } else { System::Windows };
    inputs.map(|input| Some(script(input)?.on(system))).collect()
}

fn script(input: &Value) -> Option<Part> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let kind = match text("type")? {
        "powershell" => PartKind::PowerShell,
        "batch" => PartKind::Batch,
        _ => return None,
    };
    let when = if text("frequency") == Some("always") { When::EveryBoot } else { When::FirstBoot };
    Some(Part { when, ..Part::new(kind, text("content")?.to_owned(), None) })
}

#[cfg(test)]
mod tests {
    use crate::part::Part;
    use crate::part::{PartKind, When};
    use crate::system::System;

    #[test]
    fn scripts_of_tasks() {
        let parts = |text: &str| -> Option<Vec<Part>> { super::parts(text, System::Unknown) };
        let text = "version: 1.1\ntasks:\n- task: executeScript\n  inputs:\n  - frequency: always\n    type: powershell\n    runAs: admin\n    content: |-\n      Get-Service AmazonSSMAgent\n  - type: batch\n    content: dir\n- task: enableOpenSsh\n";
        let found = parts(text).unwrap();
        let shown: Vec<_> = found.iter().map(|part| (part.kind, part.when, part.text.as_str())).collect();
        let expected = [(PartKind::PowerShell, When::EveryBoot, "Get-Service AmazonSSMAgent"), (PartKind::Batch, When::FirstBoot, "dir")];
        assert_eq!(shown, expected);
        assert_eq!(parts("version: 1.1\ntasks:\n- task: executeScript\n  inputs:\n  - type: python\n    content: x\n"), None);
        assert_eq!(parts("#cloud-config\nversion: 1\n"), None);
    }
}
