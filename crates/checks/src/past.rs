//! What is wrong with something that the plan leaves behind: the version of a template that is launched still, or the user data that an
//! instance has run. No edit of what the files say now changes that.

use crate::{AttrRef, Evidence, Finding, Verdict};
use ssm_check_graph::{Graph, Kind, Resource};
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;
use ssm_check_repair::describe;

impl Finding {
    /// Advises on what is to come, where the mistake is in what was.
    pub(crate) fn of_the_past(mut self, graph: &Graph<'_>) -> Self {
        let found = self.evidence.iter().filter_map(|step| place(graph, step)).find_map(|at| Some((at, left_behind(graph, at)?)));
        let Some((at, (was, now))) = found.filter(|_| self.verdict == Verdict::Fail) else { return self };
        let edits = |repair: &crate::Repair| repair.edits.iter().any(|edit| edit.block() == was.parsed());
        let is_meant = self.help.names(was.address()) || self.repairs.iter().flatten().any(edits);
        let Some(then) = is_meant.then(|| advice(graph, &self.address, at, was, now)).flatten() else { return self };
        // Where the files say the same still, there is an edit too.
        let root = at.attribute.as_deref().and_then(|path| path.split(['.', '[']).next()).unwrap_or_default();
        let is_same = was.address() != now.address() && was.values().get(root).json().value() == now.values().get(root).json().value();
        if is_same {
            self.help.map_addresses(|address| (address == was.address()).then(|| now.address().to_owned()));
            return Self { help: say!("{}, and {}", self.help, then), ..self };
        }
        for ways in &mut self.repairs {
            ways.retain(|repair| !edits(repair));
        }
        self.repairs.retain(|ways| !ways.is_empty());
        let others = describe(&self.repairs);
        let help = if others.is_empty() { then } else { say!("{}; and {}", others, then) };
        Self { help, ..self }
    }
}

/// Where the mistake is. An instance has not run what is missing in its user data.
fn place<'e>(graph: &Graph<'_>, step: &'e Evidence) -> Option<&'e AttrRef> {
    match step {
        Evidence::Fact { at, .. } | Evidence::Decision { at, .. } => Some(at),
        Evidence::Absence { at: Some(at), .. } => {
            Some(at).filter(|at| graph.at(&at.address).is_some_and(|holder| holder.kind() != Some(Kind::Instance)))
        }
        _ => None,
    }
}

/// What was, and what is in its place: a version before this plan, or an argument that the configuration has left out since.
fn left_behind<'g>(graph: &'g Graph<'g>, at: &AttrRef) -> Option<(Resource<'g>, Resource<'g>)> {
    let was = graph.at(&at.address)?;
    if was.is_earlier() {
        let now = graph.resources().find(|now| now.input() == was.input() && now.parsed() == was.parsed() && !now.is_deposed())?;
        return Some((was, now));
    }
    // A template's user data is the instance's, too.
    let is_left_out = is_user_data(at) && !was.is_configured("launch_template") && was.is_left_out(at.attribute.as_deref()?);
    is_left_out.then_some((was, was))
}

fn is_user_data(at: &AttrRef) -> bool {
    matches!(at.attribute.as_deref(), Some("user_data" | "user_data_base64"))
}

fn advice(graph: &Graph<'_>, target: &str, at: &AttrRef, was: Resource<'_>, now: Resource<'_>) -> Option<Message> {
    let own = Span::address(now.address());
    match now.kind() {
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
        Some(Kind::Instance) if is_user_data(at) && was.address() == now.address() => {
            let argument = Span::code(if at.attribute.as_deref() == Some("user_data") { "user_data" } else { "user_data_base64" });
            Some(say!(
                "replace {}, which keeps the {} that its configuration sets no more, or mend it on the instance itself",
                own,
                argument
            ))
        }
        Some(Kind::Instance) if is_user_data(at) => Some(say!(
            "set `user_data_replace_on_change = true` on {}, which ran this when it first started and does not run it again, or mend it on the instance itself",
            own
        )),
        Some(Kind::LaunchTemplate) => Some(launch(graph.at(target)?, own)),
        Some(Kind::EcsTaskDefinition) => Some(say!(
            "let {} run the revision of {} that this plan makes, which it does not where it ignores changes of `task_definition`",
            Span::address(target),
            own
        )),
        _ => None,
    }
}

/// Which version is launched is said by whoever launches it, or by the template's default:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template#update_default_version-1>.
fn launch(target: Resource<'_>, template: Span) -> Message {
    let by = Span::address(target.address());
    let written = target.values().get("launch_template").elements().next().map(|block| block.get("version").text());
    match written {
        Some(Attr::Absent | Attr::Known("$Default")) => {
            say!("set `update_default_version = true` on {}, so that {} launches the version that this plan makes", template, by)
        }
        Some(_) => {
            say!(
                "set `version = \"$Latest\"` in `launch_template` of {}, so that it launches the version of {} that this plan makes",
                by,
                template
            )
        }
        None => say!("let {} launch the version of {} that this plan makes", by, template),
    }
}
