//! User data: what an instance is told to do when it first starts.

use crate::target::Source;
use ssm_check_net::Truth;
use ssm_check_net::interface::Os;
use ssm_check_net::known::{Gap, Known};
use ssm_check_plan::Attr;

/// The user data of a launch, as far as it can be read.
pub enum UserData {
    /// There is none.
    None,
    /// The text.
    Text(String),
    /// There is some, or may be, that the plan does not show.
    Unknown(String),
}

impl UserData {
    /// Reads the user data of a launch: the target's own, else its template's.
    pub fn of(source: Source<'_>) -> Self {
        for layer in source.layers() {
            let plain = layer.value("user_data");
            let encoded = layer.value("user_data_base64");
            // The literal of the configuration, as older providers show a hash of it.
            let literal = ["user_data", "user_data_base64"].iter().find_map(|name| layer.constant(name)?.as_str());
            if let Some(text) = literal {
                return decoded(text, layer.address());
            }
            for value in [plain, encoded] {
                match value.text() {
                    Attr::Absent => {}
                    Attr::Known(text) | Attr::Sensitive(Some(text)) if !is_hash(text) => return decoded(text, layer.address()),
                    _ => return Self::Unknown(format!("the user data of `{}`", layer.address())),
                }
            }
        }
        Self::None
    }

    /// The agent is told to use the dual-stack names:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.
    pub fn dual_stack(&self) -> Truth {
        match self {
            Self::None => Truth::False,
            Self::Unknown(_) => Truth::Unknown,
            Self::Text(text) => {
                let compact: String = text.chars().filter(|character| !character.is_whitespace() && *character != '\\').collect();
                if !compact.contains("UseDualStackEndpoint") {
                    return Truth::False;
                }
                if compact.contains("\"UseDualStackEndpoint\":true") { Truth::True } else { Truth::Unknown }
            }
        }
    }

    /// Windows where PowerShell or a batch script runs; otherwise most likely Linux, which is not known from user data alone.
    pub fn os(&self) -> Known<Os> {
        match self {
            Self::Text(text) if text.contains("<powershell>") || text.contains("<script>") => Known::Known(Os::Windows),
            Self::Text(text) if text.starts_with("#!") || text.starts_with("#cloud-config") => Known::Known(Os::Linux),
            _ => Known::Unknown(Gap::new("the operating system")),
        }
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn decoded(text: &str, address: &str) -> UserData {
    let looks_plain = text.starts_with(['#', '<']) || text.contains([' ', '\n']) && !text.trim_end().contains(' ');
    if looks_plain || text.contains(' ') {
        return UserData::Text(text.to_owned());
    }
    match base64_text(text) {
        Some(text) => UserData::Text(text),
        None if text.is_empty() => UserData::None,
        None => UserData::Unknown(format!("the user data of `{address}`, in an encoding that is not read")),
    }
}

fn base64_text(text: &str) -> Option<String> {
    use base64::Engine as _;
    let compact: String = text.split_whitespace().collect();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(compact).ok()?).ok()
}
