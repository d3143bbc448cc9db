//! What user data tells the agent by its settings file: <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.
//!
//! The agent reads `amazon-ssm-agent.json` where it is, and nothing else: the template beside it is for people to copy.
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/README.md>

use crate::Part;
use crate::events::settings_file;
use crate::runs;
use crate::shell::{Command, bare, program};
use serde_json::Value;

/// What stands in a text that says something of them.
const KEYS: [&str; 4] = ["UseDualStackEndpoint", "Endpoint", "Region", "ConsumptionOrder"];

/// What the agent's settings say of the names that it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `Agent.UseDualStackEndpoint`.
    pub dual_stack: Told<bool>,
    /// `Ssm.Endpoint`.
    pub ssm: Told<String>,
    /// `Mgs.Endpoint`: of the service `ssmmessages`.
    pub mgs: Told<String>,
    /// `Mds.Endpoint`: of the service `ec2messages`.
    pub mds: Told<String>,
    /// `Agent.Region`: where it registers, in the place of where it is.
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/ssm/service.go>
    pub region: Told<String>,
    /// `Identity.ConsumptionOrder` has the identity of an EC2 instance.
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/appconfig/appconfig_parser.go>
    pub is_ec2: Told<bool>,
}

/// What user data says of one setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Told<T> {
    /// Nothing: it is as the agent has it by itself.
    #[default]
    Nothing,
    /// This.
    Is(T),
    /// Something that is not written out.
    Unclear,
}

impl<T: PartialEq> Told<T> {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, told) | (told, Self::Nothing) => told,
            (Self::Is(a), Self::Is(b)) if a == b => Self::Is(a),
            _ => Self::Unclear,
        }
    }
}

impl Settings {
    /// Reads the parts of user data.
    pub fn of(parts: &[Part]) -> Self {
        parts.iter().map(of_part).fold(Self::default(), Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self {
            dual_stack: self.dual_stack.and(other.dual_stack),
            ssm: self.ssm.and(other.ssm),
            mgs: self.mgs.and(other.mgs),
            mds: self.mds.and(other.mds),
            region: self.region.and(other.region),
            is_ec2: self.is_ec2.and(other.is_ec2),
        }
    }

    fn unclear() -> Self {
        Self {
            dual_stack: Told::Unclear,
            ssm: Told::Unclear,
            mgs: Told::Unclear,
            mds: Told::Unclear,
            region: Told::Unclear,
            is_ec2: Told::Unclear,
        }
    }

    /// What it says is not certain to be so.
    #[must_use]
    pub fn perhaps(self) -> Self {
        fn each<T>(told: Told<T>) -> Told<T> {
            if matches!(told, Told::Nothing) { Told::Nothing } else { Told::Unclear }
        }
        Self {
            dual_stack: each(self.dual_stack),
            ssm: each(self.ssm),
            mgs: each(self.mgs),
            mds: each(self.mds),
            region: each(self.region),
            is_ec2: each(self.is_ec2),
        }
    }
}

/// What a part says: by the file that its commands write, where that can be told, else by its text.
fn of_part(part: &Part) -> Settings {
    let file = settings_file();
    let says = KEYS.iter().any(|key| part.text.contains(key));
    if !says && (file.is_empty() || !part.text.contains(file)) {
        return Settings::default();
    }
    if file.is_empty() {
        return Settings::unclear();
    }
    let commands = runs::of_part(part).unwrap_or_default();
    let writes = commands.iter().flat_map(|command| command.files().into_iter().map(move |(path, text)| (command, path, text)));
    let mut writes = writes.filter(|(command, path, _)| path.rsplit('/').next() == Some(file) && !command.adds()).collect::<Vec<_>>();
    // A file that is edited or copied as well is read as text.
    let others = commands.iter().any(edits);
    match (writes.pop(), others) {
        (Some((command, _, Some(text))), false) => {
            let told = of_text(&format!("{file}\n{text}"));
            // What a condition writes may not be there, and what was there before it may.
            if command.conditional { of_text(&without_comments(&part.text)).perhaps() } else { told }
        }
        // What is put into it is not shown.
        (Some((_, _, None)), _) => match of_text(&without_comments(&part.text)) {
            told if told == Settings::default() => Settings::unclear(),
            told => told.perhaps(),
        },
        _ => of_text(&without_comments(&part.text)),
    }
}

/// A command that changes the file other than by writing the whole.
fn edits(command: &Command) -> bool {
    let words = bare(&command.words);
    let Some((first, rest)) = words.split_first() else { return false };
    matches!(program(first).as_str(), "sed" | "cp" | "mv" | "install" | "perl" | "jq")
        && rest.iter().any(|word| word.ends_with(settings_file()))
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n")
}

fn of_text(text: &str) -> Settings {
    let says_dual = text.contains("UseDualStackEndpoint");
    let has_file = text.contains(settings_file());
    let says_endpoint = has_file && text.contains("Endpoint") && ["Ssm", "Mgs", "Mds"].iter().any(|name| text.contains(name));
    let says_region = has_file && (text.contains("\"Region\"") || text.contains("Agent.Region") || text.contains("\\\"Region"));
    let says_order = has_file && text.contains("ConsumptionOrder");
    if !(says_dual || says_endpoint || says_region || says_order) || is_only_the_template(text) {
        return Settings::default();
    }
    let found = objects(text);
    if found.is_empty() {
        fn unclear<T>(says: bool) -> Told<T> {
            if says { Told::Unclear } else { Told::Nothing }
        }
        let dual_stack = if says_dual { edited(text) } else { Told::Nothing };
        let [ssm, mgs, mds] = [(); 3].map(|()| unclear(says_endpoint));
        return Settings { dual_stack, ssm, mgs, mds, region: unclear(says_region), is_ec2: unclear(says_order) };
    }
    found.iter().map(of_object).fold(Settings::default(), Settings::and)
}

/// All that is named is the template, which nothing copies.
fn is_only_the_template(text: &str) -> bool {
    let mut named = text.match_indices(settings_file()).map(|(start, name)| text.get(start + name.len()..).unwrap_or_default()).peekable();
    named.peek().is_some() && named.all(|rest| rest.starts_with(".template"))
}

/// A command that puts the setting into the file.
fn edited(text: &str) -> Told<bool> {
    let compact: String = text.chars().filter(|character| !character.is_whitespace() && *character != '\\').collect();
    if compact.contains("\"UseDualStackEndpoint\":true") { Told::Is(true) } else { Told::Unclear }
}

/// Objects of JSON that are settings of the agent, plain or quoted for a shell.
fn objects(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for text in [text.to_owned(), text.replace("\\\"", "\"")] {
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find('{')).map(|position| from + position) {
            let rest = text.get(start..).unwrap_or_default();
            let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            match stream.next() {
                Some(Ok(object)) if is_settings(&object) => {
                    from = start + stream.byte_offset();
                    found.push(object);
                }
                _ => from = start + 1,
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

fn is_settings(object: &Value) -> bool {
    ["Agent", "Ssm", "Mgs", "Mds", "Profile", "Identity", "Os", "S3", "Kms"]
        .iter()
        .any(|name| object.get(name).is_some_and(Value::is_object))
}

fn of_object(object: &Value) -> Settings {
    let dual_stack = match object.pointer("/Agent/UseDualStackEndpoint") {
        None | Some(Value::Null) => Told::Nothing,
        Some(Value::Bool(value)) => Told::Is(*value),
        Some(_) => Told::Unclear,
    };
    let text = |path: &str| match object.pointer(path).map(Value::as_str) {
        None | Some(Some("")) => Told::Nothing,
        Some(Some(text)) if !text.contains(['$', '`', '{', '%']) => Told::Is(text.to_owned()),
        _ => Told::Unclear,
    };
    Settings {
        dual_stack,
        ssm: text("/Ssm/Endpoint"),
        mgs: text("/Mgs/Endpoint"),
        mds: text("/Mds/Endpoint"),
        region: text("/Agent/Region"),
        is_ec2: order(object.pointer("/Identity/ConsumptionOrder")),
    }
}

/// Names that the agent does not know are left out, and a list of none is as if it were not there.
fn order(value: Option<&Value>) -> Told<bool> {
    let names = match value {
        None | Some(Value::Null) => return Told::Nothing,
        Some(Value::Array(names)) => names,
        Some(_) => return Told::Unclear,
    };
    let known = ["OnPrem", "EC2", "ECS", "CustomIdentity"];
    let mut names = names.iter().filter_map(Value::as_str).filter(|name| known.contains(name)).peekable();
    if names.peek().is_none() { Told::Nothing } else { Told::Is(names.any(|name| name == "EC2")) }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Told};
    use crate::{Part, PartKind, System, When};

    #[test]
    fn what_the_agent_is_told() {
        let endpoint = |ssm: Told<String>| Settings { ssm, ..Settings::default() };
        let is = |text: &str| Told::Is(text.to_owned());
        let dual = |dual_stack| Settings { dual_stack, ..Settings::default() };
        let unclear = || Settings { ssm: Told::Unclear, mgs: Told::Unclear, mds: Told::Unclear, ..Settings::default() };
        let region = |region| Settings { region, ..Settings::default() };
        let is_ec2 = |is_ec2| Settings { is_ec2, ..Settings::default() };
        let table = [
            ("yum install -y jq", Settings::default()),
            ("echo '{\"Agent\":{\"UseDualStackEndpoint\":true}}' > /etc/amazon/ssm/amazon-ssm-agent.json", dual(Told::Is(true))),
            ("echo \"{\\\"Agent\\\":{\\\"UseDualStackEndpoint\\\":true}}\" > /etc/amazon/ssm/amazon-ssm-agent.json", dual(Told::Is(true))),
            (
                "cat > /etc/amazon/ssm/amazon-ssm-agent.json <<X\n{ \"Ssm\": { \"Endpoint\": \"https://a.b\" } }\nX",
                endpoint(is("https://a.b")),
            ),
            ("cat > /etc/amazon/ssm/amazon-ssm-agent.json <<X\n{ \"Ssm\": { \"Endpoint\": \"$HOST\" } }\nX", endpoint(Told::Unclear)),
            ("cat > /etc/amazon/ssm/amazon-ssm-agent.json.template <<X\n{ \"Ssm\": { \"Endpoint\": \"a.b\" } }\nX", Settings::default()),
            ("echo '{\"Agent\":{\"Region\":\"us-east-1\"}}' > /etc/amazon/ssm/amazon-ssm-agent.json", region(is("us-east-1"))),
            ("R=us-east-1\ncat > /etc/amazon/ssm/amazon-ssm-agent.json <<X\n{\"Agent\":{\"Region\":\"$R\"}}\nX", region(is("us-east-1"))),
            (
                "if [ -f /x ]; then echo '{\"Agent\":{\"Region\":\"us-east-1\"}}' > /etc/amazon/ssm/amazon-ssm-agent.json; fi",
                region(Told::Unclear),
            ),
            ("sed -i 's/\"Region\": \"\"/\"Region\": \"x\"/' /etc/amazon/ssm/amazon-ssm-agent.json", region(Told::Unclear)),
            ("echo '{\"Region\": \"x\"}' > /opt/app.json", Settings::default()),
            ("echo '{\"Identity\":{\"ConsumptionOrder\":[\"OnPrem\"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json", is_ec2(Told::Is(false))),
            (
                "echo '{\"Identity\":{\"ConsumptionOrder\":[\"OnPrem\",\"EC2\"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json",
                is_ec2(Told::Is(true)),
            ),
            ("echo '{\"Identity\":{\"ConsumptionOrder\":[\"onprem\"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json", is_ec2(Told::Nothing)),
            ("jq '.Ssm.Endpoint = env.HOST' t > /etc/amazon/ssm/amazon-ssm-agent.json", unclear()),
            ("curl -s https://a.b/settings > /etc/amazon/ssm/amazon-ssm-agent.json", Settings::unclear()),
        ];
        for (text, wanted) in table {
            let part = Part { kind: PartKind::Shell, text: text.to_owned(), when: When::FirstBoot, system: System::Unknown };
            assert_eq!(Settings::of(&[part]), wanted, "{text}");
        }
    }

    #[test]
    fn what_a_cloud_config_writes() {
        let of = |entry: &str| {
            let text = format!("#cloud-config\nwrite_files:\n- path: /etc/amazon/ssm/amazon-ssm-agent.json\n{entry}");
            Settings::of(&[Part { kind: PartKind::CloudConfig, text, when: When::FirstBoot, system: System::Unknown }])
        };
        let region = Settings { region: Told::Is("us-east-1".to_owned()), ..Settings::default() };
        assert_eq!(of("  content: '{\"Agent\":{\"Region\":\"us-east-1\"}}'\n"), region);
        assert_eq!(of("  content: eyJBZ2VudCI6eyJSZWdpb24iOiJ1cy1lYXN0LTEifX0=\n  encoding: b64\n"), region);
        assert_eq!(of("  content: >-\n    {\"Agent\":\n    {\"Region\":\"us-east-1\"}}\n  permissions: '0644'\n"), region);
        assert_eq!(of("  content: '{}'\n"), Settings::default());
        assert_eq!(of("  source:\n    uri: https://a.b/settings\n"), Settings::unclear());
    }
}
