//! Whether the agent is on the host: its image, and what user data does.

use super::{HOST, Tree};
use crate::Verdict;
use crate::report::assumes_image;
use crate::rules::of_image;
use ssm_check_assess::host::HostCase;
use ssm_check_assess::target::TargetKind;
use ssm_check_assess::{Assessed, Options};
use ssm_check_message::{Message, Span, say};
use ssm_check_user_data::{Off, State};

/// What is known of it; `None` for a machine outside of AWS, of which nothing is.
pub(super) fn host(assessed: &Assessed<'_>, options: &Options) -> Option<Tree> {
    let host = &assessed.host;
    if assessed.target.kind == TargetKind::HybridNode && host.verdict != Verdict::Fail {
        return None;
    }
    let verdict = if assumes_image(assessed, options) { host.assumed() } else { host.verdict };
    let mut because: Vec<Tree> = host.launches.iter().flat_map(|launch| &launch.cases).flat_map(steps).collect();
    if verdict != host.verdict {
        because.push(Tree::leaf("assumed: the agent is there"));
    }
    if host.presumes_form() {
        because.push(Tree::leaf("assumed: the image runs its user data"));
    }
    Some(Tree::judged(HOST, verdict, because))
}

fn steps(case: &HostCase) -> [Tree; 2] {
    let image = if case.image.shown.is_empty() { "is not known".into() } else { of_image(&case.image) };
    let place = case.image.from.as_ref().unwrap_or(&case.image.at);
    [Tree::leaf(say!("{} {}", Span::attribute(place), image)), Tree::leaf(say!("{}: {}", Span::attribute(&case.user_data), done(case)))]
}

/// What user data does to the agent.
fn done(case: &HostCase) -> Message {
    match case.agent.as_ref().map(|agent| &agent.state) {
        None => "not known".into(),
        Some(State::Untouched) => "leaves the agent as the image has it".into(),
        Some(State::On) => "leaves the agent running".into(),
        Some(State::Unclear) => "may leave the agent off".into(),
        Some(State::Off(Off::Stopped(command) | Off::Paused(command) | Off::Halted(command))) => say!("runs {}", Span::value(command)),
        Some(State::Off(Off::BySettings(settings))) => say!("sets {}", *settings),
        Some(State::Off(Off::WithoutIdentity)) => "keeps the agent from registering as an EC2 instance".into(),
    }
}
