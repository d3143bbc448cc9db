//! User data that is no script: settings of Bottlerocket, and Ignition.

use crate::agent::{Off, State};
use crate::parts::{Part, PartKind};
use serde_json::Value;

/// What a manifest makes of the agent; `None` where it is none.
pub(crate) fn state(part: &Part) -> Option<State> {
    if part.kind != PartKind::Other {
        return None;
    }
    bottlerocket(&part.text).or_else(|| ignition(&part.text))
}

/// The agent runs in the control container:
/// <https://bottlerocket.dev/en/os/latest/api/settings/host-containers/>.
fn bottlerocket(text: &str) -> Option<State> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    if !lines().next()?.starts_with("[settings") && !lines().next()?.starts_with("settings.") {
        return None;
    }
    let mut table = "";
    let mut state = State::Untouched;
    for line in lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.split(']').next().unwrap_or_default().trim();
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let path = format!("{table}.{}", key.trim()).replace(['"', '\''], "");
        let value = value.split('#').next().unwrap_or_default().trim();
        match (path.trim_start_matches('.'), value) {
            ("settings.host-containers.control.enabled", "false") => {
                state = State::Off(Off::BySettings("`settings.host-containers.control.enabled` to `false`"));
            }
            ("settings.host-containers.control.enabled", "true") => state = State::Untouched,
            // A container of one's own, or the whole in one line.
            ("settings.host-containers.control.source" | "settings.host-containers.control" | "settings.host-containers", _) => {
                state = State::Unclear;
            }
            _ => {}
        }
    }
    Some(state)
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
        let is_agents = name == "amazon-ssm-agent.service";
        if is_agents && (is("mask", true) || is("enabled", false)) {
            return Some(State::Off(Off::BySettings("unit `amazon-ssm-agent.service` to be masked or disabled")));
        }
        let dropins = || unit.get("dropins").and_then(Value::as_array).into_iter().flatten();
        let contents = || unit.get("contents").into_iter().chain(dropins().filter_map(|dropin| dropin.get("contents")));
        let others = || contents().filter_map(Value::as_str).any(crate::events::does_something);
        if is_agents && (is("mask", true) || is("enabled", false)) {
            return Some(State::Off(Off::BySettings("unit `amazon-ssm-agent.service` to be masked or disabled")));
        }
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
    use crate::agent::{Off, State};
    use crate::parts::{Part, PartKind, When};

    fn of(text: &str) -> Option<State> {
        state(&Part { kind: PartKind::Other, text: text.to_owned(), when: When::FirstBoot })
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
