//! Ways into an instance beside Session Manager.

pub(super) mod admin_port_open_to_world;
pub(super) mod key_pair_still_attached;
