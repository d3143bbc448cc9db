//! User data that is no script: settings of Bottlerocket, and Ignition.

use crate::part::{Part, PartKind};
use crate::state::{Off, State};
use serde_json::Value;

/// What a manifest makes of the agent; `None` where it is none.
pub(crate) fn state(part: &Part) -> Option<State> {
    if part.kind != PartKind::Other {
        return None;
    }
    bottlerocket(&part.text).or_else(|| ignition(&part.text))
}

/// Settings of Bottlerocket for its network.
#[derive(Debug, Default)]
pub(crate) struct NetworkSettings {
    /// Names in its list of hosts.
    pub hosts: Vec<String>,
    /// Its name servers.
    pub name_servers: Vec<String>,
    /// It goes through a proxy.
    pub has_proxy: bool,
    /// And not to these.
    pub without_proxy: Vec<String>,
}

fn settings(text: &str) -> Option<toml::Table> {
    let whole: toml::Table = text.parse().ok()?;
    whole.get("settings")?.as_table().cloned()
}

/// What settings of Bottlerocket make of its network; `None` where the part has none.
pub(crate) fn network(part: &Part) -> Option<NetworkSettings> {
    let settings = settings(&part.text).filter(|_| part.kind == PartKind::Other)?;
    let of = |table: &str, key: &str| settings.get(table).and_then(|table| table.get(key));
    Some(NetworkSettings {
        hosts: of("network", "hosts").map(texts).unwrap_or_default(),
        name_servers: of("dns", "name-servers").map(texts).unwrap_or_default(),
        has_proxy: of("network", "https-proxy").is_some(),
        without_proxy: of("network", "no-proxy").map(texts).unwrap_or_default(),
    })
}

/// Every text in a value.
fn texts(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Array(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The agent runs in the control container:
/// <https://bottlerocket.dev/en/os/latest/api/settings/host-containers/>.
fn bottlerocket(text: &str) -> Option<State> {
    let settings = settings(text)?;
    let commands = settings.get("bootstrap-commands").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let mut commands = commands.filter_map(|entry| entry.get("commands")?.as_array()).flatten();
    let state = if commands.all(leaves_the_agent) { State::Untouched } else { State::Unclear };
    let Some(control) = settings.get("host-containers").and_then(|containers| containers.get("control")) else {
        return Some(state);
    };
    Some(match (control.get("source"), control.get("enabled").map(toml::Value::as_bool)) {
        // A container of one's own.
        (Some(_), _) | (None, Some(None)) => State::Unclear,
        (None, Some(Some(false))) if state == State::Untouched => {
            State::Off(Off::BySettings("`settings.host-containers.control.enabled` to `false`"))
        }
        (None, Some(Some(false))) => State::Unclear,
        (None, Some(Some(true)) | None) => state,
    })
}

/// A bootstrap command that sets up storage, or settings other than those that the agent hangs on:
/// <https://bottlerocket.dev/en/os/latest/#/concepts/bootstrap-commands/>.
fn leaves_the_agent(command: &toml::Value) -> bool {
    const OF_THE_AGENT: [&str; 5] = ["host-containers", "network", "dns", "pki", "bootstrap"];
    let words = texts(command);
    let mut arguments = words.iter().skip(2).filter(|word| !word.starts_with('-'));
    let is_other = |word: &String| {
        let key = word.trim_start_matches("settings.");
        word.contains('=') && !OF_THE_AGENT.iter().any(|known| key.starts_with(known)) && !key.starts_with('{')
    };
    match (words.first().map(String::as_str), words.get(1).map(String::as_str)) {
        (Some("apiclient"), Some("ephemeral-storage" | "get" | "report")) => true,
        (Some("apiclient"), Some("set")) => arguments.all(is_other),
        _ => false,
    }
}

/// <https://coreos.github.io/ignition/configuration-v3_4/>
fn ignition(text: &str) -> Option<State> {
    let whole: Value = serde_json::from_str(text).ok()?;
    whole.pointer("/ignition/version")?;
    let units = whole.pointer("/systemd/units").and_then(Value::as_array).into_iter().flatten();
    let mut state = State::Untouched;
    for unit in units {
        let is = |key: &str, wanted: bool| unit.get(key).and_then(Value::as_bool) == Some(wanted);
        let name = unit.get("name").and_then(Value::as_str).unwrap_or_default();
        let is_agents = name.ends_with(".service") && crate::events::is_unit_name(name);
        if is_agents && (is("mask", true) || is("enabled", false)) {
            return Some(State::Off(Off::BySettings("unit `amazon-ssm-agent.service` to be masked or disabled")));
        }
        let dropins = || unit.get("dropins").and_then(Value::as_array).into_iter().flatten();
        let contents = || unit.get("contents").into_iter().chain(dropins().filter_map(|dropin| dropin.get("contents")));
        let others = || contents().filter_map(Value::as_str).any(crate::events::does_something);
        if is_agents && contents().next().is_some() || others() {
            state = State::Unclear;
        }
    }
    let files = whole.pointer("/storage/files").map(Value::to_string).unwrap_or_default();
    Some(if crate::events::names_agent(&files) { State::Unclear } else { state })
}

#[cfg(test)]
mod tests {
    use super::state;
    use crate::part::{Part, PartKind, When};
    use crate::state::{Off, State};
    use crate::system::System;

    fn of(text: &str) -> Option<State> {
        state(&Part { kind: PartKind::Other, text: text.to_owned(), when: When::FirstBoot, system: System::Unknown })
    }

    #[test]
    fn settings_of_bottlerocket() {
        let off = Some(State::Off(Off::BySettings("`settings.host-containers.control.enabled` to `false`")));
        assert_eq!(of("[settings.host-containers.control]\nenabled = false\n"), off);
        assert_eq!(of("[settings.host-containers]\ncontrol.enabled = false # no\n"), off);
        assert_eq!(of("[settings.host-containers.admin]\nenabled = false\n"), Some(State::Untouched));
        assert_eq!(
            of("# x\n[settings.kubernetes]\ncluster-name = \"a\"\n[settings.host-containers.control]\nenabled = true"),
            Some(State::Untouched)
        );
        assert_eq!(of("enabled = false"), None);
        let boot = |words: &str| of(&format!("[settings.bootstrap-commands.x]\ncommands = [{words}]\nmode = \"always\"\n"));
        let storage = r#"["apiclient", "ephemeral-storage", "init"]"#;
        assert_eq!(boot(storage), Some(State::Untouched));
        assert_eq!(boot(r#"["apiclient", "set", "motd=hi"]"#), Some(State::Untouched));
        let turned_off = r#"["apiclient", "set", "host-containers.control.enabled=false"]"#;
        assert_eq!(boot(turned_off), Some(State::Unclear));
        assert_eq!(boot(&format!("{storage}, {turned_off}")), Some(State::Unclear));
        assert_eq!(boot(r#"["apiclient", "apply", "s3://a/b"]"#), Some(State::Unclear));
    }

    #[test]
    fn units_of_ignition() {
        let with = |units: &str| of(&format!("{{\"ignition\":{{\"version\":\"3.3.0\"}},\"systemd\":{{\"units\":[{units}]}}}}"));
        assert!(matches!(with(r#"{"name":"amazon-ssm-agent.service","mask":true}"#), Some(State::Off(_))));
        assert_eq!(with(r#"{"name":"docker.service","mask":true}"#), Some(State::Untouched));
        assert_eq!(
            with(r#"{"name":"x.service","contents":"[Service]\nExecStart=/bin/systemctl stop amazon-ssm-agent"}"#),
            Some(State::Unclear)
        );
    }
}
