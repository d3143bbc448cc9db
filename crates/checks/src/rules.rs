//! The catalogue: one file for each check, named like it, in the folder of its group. Adding one is its file, a `mod` line in its
//! group, a line in [`CHECKS`], and its fixtures.

mod access;
mod alternatives;
mod changes;
mod contested;
mod documents;
mod host;
mod identity;
mod just_in_time;
mod network;

pub(crate) use documents::session_log_group_without_key::of_preferences as log_group_without_key;
pub(crate) use host::preferences;
pub(crate) use identity::asked::log_bucket;
pub(crate) use identity::session_preferences_not_permitted::usable as missing_key_or_logs;
pub(crate) use network::check_of as check_of_obstacle;
pub(crate) use network::logging_endpoint_missing::reached as way_to_key_and_logs;

use crate::Check;

/// Every check, in the order of ids.
pub static CHECKS: &[&Check] = &[
    &identity::instance_without_profile::CHECK,
    &identity::profile_without_role::CHECK,
    &identity::role_cannot_run_agent::CHECK,
    &identity::role_not_assumable_by_ec2::CHECK,
    &identity::agent_actions_denied::CHECK,
    &identity::legacy_agent_policy::CHECK,
    &identity::metadata_service_disabled::CHECK,
    &identity::agent_policy_not_managed::CHECK,
    &identity::attachment_takes_policy_from_others::CHECK,
    &identity::partial_grant_blocks_default_host_management::CHECK,
    &identity::session_preferences_not_permitted::CHECK,
    &identity::task_role_missing::CHECK,
    &identity::exec_session_not_permitted::CHECK,
    &identity::activation_unusable::CHECK,
    &identity::policy_list_mixed_with_attachments::CHECK,
    &network::no_path_to_ssm::CHECK,
    &network::endpoint_private_dns_off::CHECK,
    &network::endpoint_refuses_instance::CHECK,
    &network::instance_egress_closed::CHECK,
    &network::network_acl_blocks::CHECK,
    &network::vpc_dns_off::CHECK,
    &network::nat_cannot_reach_internet::CHECK,
    &network::no_public_address::CHECK,
    &network::endpoint_policy_denies::CHECK,
    &network::endpoint_unusable::CHECK,
    &network::ipv6_only_egress::CHECK,
    &network::public_access_blocked::CHECK,
    &network::logging_endpoint_missing::CHECK,
    &network::network_list_mixed_with_resources::CHECK,
    &network::name_blocked_by_dns_firewall::CHECK,
    &host::image_without_agent::CHECK,
    &host::image_filter_matches_minimal::CHECK,
    &host::agent_disabled_by_user_data::CHECK,
    &host::instance_before_its_permissions::CHECK,
    &host::agent_install_unreachable::CHECK,
    &host::container_root_read_only::CHECK,
    &host::platform_without_exec::CHECK,
    &access::port_forwarding_unguarded::CHECK,
    &access::remote_port_forwarding_unguarded::CHECK,
    &access::ssh_tunnel_unguarded::CHECK,
    &access::guard_never_matches::CHECK,
    &access::guard_denies_every_session::CHECK,
    &access::sessions_not_scoped::CHECK,
    &access::default_document_not_enforced::CHECK,
    &access::tag_condition_on_document::CHECK,
    &access::tag_guard_self_service::CHECK,
    &access::command_bypass::CHECK,
    &access::document_authoring_bypass::CHECK,
    &access::instance_connect_tunnel::CHECK,
    &access::sessions_of_others::CHECK,
    &access::guard_on_instance_role::CHECK,
    &access::instance_role_starts_sessions::CHECK,
    &access::shell_not_allowed::CHECK,
    &access::container_task_sessions::CHECK,
    &access::data_channel_not_allowed::CHECK,
    &just_in_time::approval_policy_invalid::CHECK,
    &just_in_time::auto_approval_for_everybody::CHECK,
    &just_in_time::approval_policy_matches_nothing::CHECK,
    &just_in_time::approval_policy_misplaced::CHECK,
    &just_in_time::second_auto_approval_policy::CHECK,
    &just_in_time::approval_by_nobody_or_oneself::CHECK,
    &just_in_time::node_cannot_be_asked_for::CHECK,
    &just_in_time::standing_access_beside_just_in_time::CHECK,
    &just_in_time::access_request_not_allowed::CHECK,
    &just_in_time::approval_policy_authoring::CHECK,
    &documents::port_document_unrestricted::CHECK,
    &documents::pattern_not_anchored::CHECK,
    &documents::remote_host_unrestricted::CHECK,
    &documents::session_document_invalid::CHECK,
    &documents::session_logging_off::CHECK,
    &documents::session_logs_unencrypted::CHECK,
    &documents::port_forwarding_unmonitored::CHECK,
    &documents::session_document_public::CHECK,
    &documents::session_unbounded::CHECK,
    &documents::command_document_tunnels::CHECK,
    &documents::caller_cannot_use_session_key::CHECK,
    &documents::document_opens_more::CHECK,
    &documents::session_log_group_without_key::CHECK,
    &documents::session_logs_not_written::CHECK,
    &alternatives::admin_port_open_to_world::CHECK,
    &alternatives::key_pair_still_attached::CHECK,
    &changes::access_lost_by_this_plan::CHECK,
    &changes::sessions_cut_by_this_plan::CHECK,
    &changes::tunnel_opened_by_this_plan::CHECK,
];
