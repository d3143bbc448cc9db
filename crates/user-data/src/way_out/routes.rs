//! Routes and interfaces of the host.

use crate::shell::{Command, bare, program};

/// Whether a command changes how packets leave: <https://man7.org/linux/man-pages/man8/ip-route.8.html>.
pub(super) fn changes(command: &Command) -> bool {
    let words: Vec<String> = bare(&command.words).iter().map(|word| word.to_ascii_lowercase()).collect();
    let Some((first, rest)) = words.split_first() else { return false };
    let has = |wanted: &str| rest.iter().any(|word| word == wanted);
    let any = |wanted: &[&str]| wanted.iter().any(|word| has(word));
    // Of the whole, or of the half of it that goes first.
    let is_default = any(&["default", "0.0.0.0", "0.0.0.0/0", "0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "*"])
        || rest.iter().any(|word| word.starts_with('$'));
    let of_interface = || rest.iter().any(|word| ["eth", "ens", "enp", "enx"].iter().any(|known| word.starts_with(known)));
    match program(first).as_str() {
        "ip" => {
            let object = rest.iter().find(|word| !word.starts_with('-')).map_or("", String::as_str);
            match object {
                "route" | "r" | "ro" => {
                    let takes_away = any(&["del", "delete", "flush"]);
                    let sets = any(&["add", "replace", "change", "append"]);
                    let in_another_table = has("table") && !has("main");
                    !in_another_table
                        && (any(&["flush"]) || (takes_away || sets) && is_default || sets && any(&["blackhole", "unreachable", "prohibit"]))
                }
                "link" | "l" => has("down") && of_interface(),
                "addr" | "address" | "a" => any(&["flush", "del", "delete"]) && of_interface(),
                _ => false,
            }
        }
        "route" | "route.exe" => any(&["del", "delete", "add", "change", "-f"]) && (is_default || has("-f")),
        "ifdown" => of_interface(),
        "ifconfig" => has("down") && of_interface(),
        "nmcli" => any(&["down", "disconnect", "off"]),
        "remove-netroute" => true,
        "new-netroute" | "set-netroute" => is_default,
        "disable-netadapter" => true,
        "tailscale" => rest.iter().any(|word| word.starts_with("--exit-node=")),
        _ => command.files().iter().any(|(path, content)| {
            path.starts_with("/etc/wireguard/") && content.as_ref().is_none_or(|content| content.contains("0.0.0.0/0"))
        }),
    }
}
