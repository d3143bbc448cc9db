//! The documents of AWS that open tunnels, by the check that asks who may start them.

/// Of the check of this id; none of any other.
pub(crate) fn of_check(id: &str) -> &'static [&'static str] {
    match id {
        "SSM401" => &["AWS-StartPortForwardingSession"],
        "SSM402" => &["AWS-StartPortForwardingSessionToRemoteHost"],
        "SSM403" => &["AWS-StartSSHSession", "AWS-StartPortForwardingSessionToSocket"],
        _ => &[],
    }
}
