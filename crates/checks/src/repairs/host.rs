//! What keeps the agent from running, put right.

use super::{Causes, is_ours};
use crate::{AttrRef, Context};
use ssm_check_graph::Resource;
use ssm_check_repair::{Edit, Repair};

/// Brings the agent back that user data takes away: without the command, or by starting the agent in the end.
pub(crate) fn agent(context: &Context<'_>, at: &AttrRef, command: &str) -> Causes {
    let holder = context.graph.at(&at.address).filter(|holder| is_ours(*holder));
    let (Some(holder), Some(argument)) = (holder, &at.attribute) else { return Vec::new() };
    let remove = Edit::RemoveLine { block: holder.parsed().clone(), argument: argument.clone(), line: command.to_owned() };
    let mut ways = vec![Repair::new([remove])];
    let is_gone = ["remove", "erase", "purge", "uninstall", "snap"].iter().any(|word| command.contains(word))
        || command.contains("/bin/amazon-ssm-agent");
    if !is_gone {
        let line = |line: &str| Edit::AddLine { block: holder.parsed().clone(), argument: argument.clone(), line: line.to_owned() };
        let masked = command.contains("mask") || command.contains("/etc/systemd");
        let unmask = masked.then(|| line("systemctl unmask amazon-ssm-agent"));
        ways.push(Repair::new(unmask.into_iter().chain([line("systemctl enable --now amazon-ssm-agent")])));
    }
    vec![ways]
}

/// Lets the only container of a task be written to.
pub(crate) fn container(definition: Resource<'_>) -> Causes {
    if !is_ours(definition) {
        return Vec::new();
    }
    let edit = Edit::SetMember {
        block: definition.parsed().clone(),
        argument: "container_definitions".to_owned(),
        member: vec!["readonlyRootFilesystem".to_owned()],
        value: false.into(),
    };
    vec![vec![Repair::new([edit])]]
}
