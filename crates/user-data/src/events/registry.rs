//! How a service of Windows starts, as the registry has it:
//! <https://learn.microsoft.com/en-us/windows-hardware/drivers/install/hklm-system-currentcontrolset-services-registry-tree>.

use super::Event;
use super::names::service;

/// It is about the key of the agent's service.
pub(super) fn is_of_service(arguments: &[&str]) -> bool {
    let key = format!("services\\{}", service().to_ascii_lowercase());
    arguments.iter().any(|word| word.to_ascii_lowercase().contains(&key))
}

/// What a value does that is written to that key.
pub(super) fn event(arguments: &[&str]) -> Event {
    let words: Vec<String> = arguments.iter().map(|word| word.to_ascii_lowercase()).collect();
    let after = |names: [&str; 2]| words.iter().position(|word| names.contains(&word.as_str())).and_then(|place| words.get(place + 1));
    let deletes = words.first().is_some_and(|word| word == "delete" || word == "import" || word == "restore");
    match after(["-name", "/v"]).map(String::as_str) {
        _ if deletes => Event::Unclear,
        // https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent-windows.html
        Some("environment" | "delayedautostart" | "description") => Event::Harmless,
        Some("start") => match after(["-value", "/d"]).map(String::as_str) {
            Some("2" | "0x2") => Event::Enable { now: false },
            Some("3" | "0x3") => Event::Manual,
            Some("4" | "0x4") => Event::Disable { now: false },
            _ => Event::Unclear,
        },
        _ => Event::Unclear,
    }
}
