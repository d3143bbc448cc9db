//! What keeps the agent from running, put right.

use super::Causes;
use crate::{AttrRef, Context};
use ssm_check_graph::Resource;
use ssm_check_repair::{Edit, Repair};
use ssm_check_user_data::unit;

/// Takes a command out of a script.
pub(crate) fn without(context: &Context<'_>, at: &AttrRef, command: &str) -> Causes {
    let (Some(holder), Some(argument)) = (context.graph.at(&at.address), &at.attribute) else { return Vec::new() };
    let remove = Edit::RemoveLine { block: holder.parsed().clone(), argument: argument.clone(), line: command.to_owned() };
    vec![vec![Repair::new([remove])]]
}

/// Brings the agent back that user data takes away: without the command, or by starting the agent in the end.
pub(crate) fn agent(context: &Context<'_>, at: &AttrRef, command: &str) -> Causes {
    let mut causes = without(context, at, command);
    let (Some(ways), Some(holder), Some(argument)) = (causes.first_mut(), context.graph.at(&at.address), &at.attribute) else {
        return causes;
    };
    let is_gone = ["remove", "erase", "purge", "uninstall", "snap", "launchctl"].iter().any(|word| command.contains(word))
        || command.contains(&format!("/bin/{}", unit()));
    if !is_gone {
        let line = |verb: &str| {
            let line = format!("systemctl {verb} {}", unit());
            Edit::AddLine { block: holder.parsed().clone(), argument: argument.clone(), line }
        };
        let masked = command.contains("mask") || command.contains("/etc/systemd");
        let unmask = masked.then(|| line("unmask"));
        ways.push(Repair::new(unmask.into_iter().chain([line("enable --now")])));
    }
    causes
}

/// Lets the only container of a task be written to.
pub(crate) fn container(definition: Resource<'_>) -> Causes {
    let edit = Edit::SetMember {
        block: definition.parsed().clone(),
        argument: "container_definitions".to_owned(),
        member: vec!["readonlyRootFilesystem".to_owned()],
        value: false.into(),
    };
    vec![vec![Repair::new([edit])]]
}

/// Runs tasks on the latest platform version of Fargate.
pub(crate) fn platform(target: Resource<'_>) -> Causes {
    let path: &[&str] = match target.resource_type() {
        "aws_ecs_service" => &["platform_version"],
        "aws_cloudwatch_event_target" => &["ecs_target", "platform_version"],
        _ => return Vec::new(),
    };
    vec![vec![Repair::set(target.parsed(), path, "LATEST")]]
}
