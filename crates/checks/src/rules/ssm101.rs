use crate::check::declare_check;
use crate::{Context, Finding};

declare_check!(SSM101, "instance-without-profile", Error, "");

fn run(_context: &Context<'_>, _findings: &mut Vec<Finding>) {}
