//! What the plan does to access that exists.

pub(super) mod access_lost_by_this_plan;
pub(super) mod sessions_cut_by_this_plan;
pub(super) mod tunnel_opened_by_this_plan;
