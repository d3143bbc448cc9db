//! The catalogue: one file for each check, named like it, in the folder of its group. Adding one is its file, a `mod` line in its
//! group, a line in the catalogue, and its fixtures.

pub(crate) mod access;
mod alternatives;
mod changes;
mod contested;
mod documents;
mod host;
mod identity;
mod just_in_time;
mod network;
mod preferences;

pub(crate) use documents::session_log_group_without_key::of_preferences as log_group_without_key;
pub(crate) use host::{of_image, preferences};
pub(crate) use identity::asked::log_bucket;
pub(crate) use identity::session_preferences_not_permitted::usable as missing_key_or_logs;
pub(crate) use network::check_of as check_of_obstacle;
pub(crate) use network::logging_endpoint_missing::reached as way_to_key_and_logs;

use crate::Check;
use crate::declare::Run;

macro_rules! catalogue {
    ($($group:ident::$file:ident,)*) => {
        /// Every check, in the order of ids.
        pub static CHECKS: &[&Check] = &[$(&$group::$file::CHECK),*];

        /// What each of [`CHECKS`] does, in the same order.
        pub(crate) static RUNS: &[Run] = &[$($group::$file::RUN),*];
    };
}

catalogue! {
    identity::instance_without_profile,
    identity::profile_without_role,
    identity::role_cannot_run_agent,
    identity::role_not_assumable_by_ec2,
    identity::agent_actions_denied,
    identity::legacy_agent_policy,
    identity::metadata_service_disabled,
    identity::agent_policy_not_managed,
    identity::attachment_takes_policy_from_others,
    identity::partial_grant_blocks_default_host_management,
    identity::session_preferences_not_permitted,
    identity::task_role_missing,
    identity::exec_session_not_permitted,
    identity::activation_unusable,
    identity::policy_list_mixed_with_attachments,
    network::no_path_to_ssm,
    network::endpoint_private_dns_off,
    network::endpoint_refuses_instance,
    network::instance_egress_closed,
    network::network_acl_blocks,
    network::vpc_dns_off,
    network::nat_cannot_reach_internet,
    network::no_public_address,
    network::endpoint_policy_denies,
    network::endpoint_unusable,
    network::ipv6_only_egress,
    network::public_access_blocked,
    network::logging_endpoint_missing,
    network::network_list_mixed_with_resources,
    network::name_blocked_by_dns_firewall,
    host::image_without_agent,
    host::image_filter_matches_minimal,
    host::agent_disabled_by_user_data,
    host::instance_before_its_permissions,
    host::agent_install_unreachable,
    host::container_root_read_only,
    host::platform_without_exec,
    access::port_forwarding_unguarded,
    access::remote_port_forwarding_unguarded,
    access::ssh_tunnel_unguarded,
    access::guard_never_matches,
    access::guard_denies_every_session,
    access::sessions_not_scoped,
    access::default_document_not_enforced,
    access::tag_condition_on_document,
    access::tag_guard_self_service,
    access::command_bypass,
    access::document_authoring_bypass,
    access::instance_connect_tunnel,
    access::sessions_of_others,
    access::guard_on_instance_role,
    access::instance_role_starts_sessions,
    access::shell_not_allowed,
    access::container_task_sessions,
    access::data_channel_not_allowed,
    just_in_time::approval_policy_invalid,
    just_in_time::auto_approval_for_everybody,
    just_in_time::approval_policy_matches_nothing,
    just_in_time::approval_policy_misplaced,
    just_in_time::second_auto_approval_policy,
    just_in_time::approval_by_nobody_or_oneself,
    just_in_time::node_cannot_be_asked_for,
    just_in_time::standing_access_beside_just_in_time,
    just_in_time::access_request_not_allowed,
    just_in_time::approval_policy_authoring,
    documents::port_document_unrestricted,
    documents::pattern_not_anchored,
    documents::remote_host_unrestricted,
    documents::session_document_invalid,
    documents::session_logging_off,
    documents::session_logs_unencrypted,
    documents::port_forwarding_unmonitored,
    documents::session_document_public,
    documents::session_unbounded,
    documents::command_document_tunnels,
    documents::caller_cannot_use_session_key,
    documents::document_opens_more,
    documents::session_log_group_without_key,
    documents::session_logs_not_written,
    alternatives::admin_port_open_to_world,
    alternatives::key_pair_still_attached,
    changes::access_lost_by_this_plan,
    changes::sessions_cut_by_this_plan,
    changes::tunnel_opened_by_this_plan,
}
