//! What user data tells the agent by its settings file: <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.
//!
//! The agent reads `amazon-ssm-agent.json` where it is, and nothing else: the template beside it is for people to copy.
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/README.md>

use crate::Part;
use serde_json::Value;

/// The name of the file that the agent reads.
const FILE: &str = "amazon-ssm-agent.json";

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
        parts.iter().map(|part| of_text(&without_comments(&part.text))).fold(Self::default(), Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self {
            dual_stack: self.dual_stack.and(other.dual_stack),
            ssm: self.ssm.and(other.ssm),
            mgs: self.mgs.and(other.mgs),
            mds: self.mds.and(other.mds),
        }
    }
}

/// Is this the agent's settings file, or the template beside it?
pub(crate) fn is_settings_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name == FILE || name == "amazon-ssm-agent.json.template"
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n")
}

fn of_text(text: &str) -> Settings {
    let says_dual = text.contains("UseDualStackEndpoint");
    let says_endpoint = text.contains(FILE) && text.contains("Endpoint") && ["Ssm", "Mgs", "Mds"].iter().any(|name| text.contains(name));
    if (!says_dual && !says_endpoint) || is_only_the_template(text) {
        return Settings::default();
    }
    let found = objects(text);
    if found.is_empty() {
        let endpoint = || if says_endpoint { Told::Unclear } else { Told::Nothing };
        let dual_stack = if says_dual { edited(text) } else { Told::Nothing };
        return Settings { dual_stack, ssm: endpoint(), mgs: endpoint(), mds: endpoint() };
    }
    found.iter().map(of_object).fold(Settings::default(), Settings::and)
}

/// All that is named is the template, which nothing copies.
fn is_only_the_template(text: &str) -> bool {
    let mut named = text.match_indices(FILE).map(|(start, name)| text.get(start + name.len()..).unwrap_or_default()).peekable();
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
    let endpoint = |path: &str| match object.pointer(path).map(Value::as_str) {
        None | Some(Some("")) => Told::Nothing,
        Some(Some(text)) if !text.contains(['$', '`', '{', '%']) => Told::Is(text.to_owned()),
        _ => Told::Unclear,
    };
    Settings { dual_stack, ssm: endpoint("/Ssm/Endpoint"), mgs: endpoint("/Mgs/Endpoint"), mds: endpoint("/Mds/Endpoint") }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Told, of_text};

    #[test]
    fn what_the_agent_is_told() {
        let endpoint = |ssm: Told<String>| Settings { ssm, ..Settings::default() };
        let is = |text: &str| Told::Is(text.to_owned());
        let dual = |dual_stack| Settings { dual_stack, ..Settings::default() };
        let unclear = || Settings { dual_stack: Told::Nothing, ssm: Told::Unclear, mgs: Told::Unclear, mds: Told::Unclear };
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
            ("jq '.Ssm.Endpoint = env.HOST' t > /etc/amazon/ssm/amazon-ssm-agent.json", unclear()),
        ];
        for (text, wanted) in table {
            assert_eq!(of_text(text), wanted, "{text}");
        }
    }
}
