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

/// The agent runs in the control container:
/// <https://bottlerocket.dev/en/os/latest/api/settings/host-containers/>.
fn bottlerocket(text: &str) -> Option<State> {
    let whole: toml::Table = text.parse().ok()?;
    let settings = whole.get("settings")?.as_table()?;
    let Some(control) = settings.get("host-containers").and_then(|containers| containers.get("control")) else {
        return Some(State::Untouched);
    };
    Some(match (control.get("source"), control.get("enabled").map(toml::Value::as_bool)) {
        // A container of one's own.
        (Some(_), _) | (None, Some(None)) => State::Unclear,
        (None, Some(Some(false))) => State::Off(Off::BySettings("`settings.host-containers.control.enabled` to `false`")),
        (None, Some(Some(true)) | None) => State::Untouched,
    })
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
