//! What the checks of host, extras of identity, and bastion leftovers share.

pub(super) mod agent_disabled_by_user_data;
pub(super) mod agent_install_unreachable;
pub(super) mod container_root_read_only;
pub(super) mod image_filter_matches_minimal;
pub(super) mod image_without_agent;
pub(super) mod instance_before_its_permissions;
pub(super) mod platform_without_exec;

use crate::repairs::Advice;
use crate::{AttrRef, Check, Context, Evidence, Finding};
use ssm_check_assess::Assessed;
use ssm_check_assess::document::{Content, Reading, read};
use ssm_check_assess::host::{HostCase, Image};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Message, Span, say};

/// A failing finding at a target.
pub(super) fn failing(
    check: &'static Check,
    address: &str,
    attribute: &str,
    message: impl Into<Message>,
    evidence: Vec<Evidence>,
    advice: impl Into<Advice>,
) -> Finding {
    let finding = Finding::fail(check, address, message).about(attribute).because(evidence);
    match advice.into() {
        Advice::Edits(repairs) => finding.repaired(repairs),
        Advice::Words(help) => finding.help(help),
    }
}

/// From the target to its image: the attribute, and the look-up behind it.
pub(super) fn way_to_image(image: &Image) -> Vec<Evidence> {
    let fact = |at: &AttrRef| Evidence::Fact { at: at.clone(), shows: of_image(image) };
    match &image.from {
        Some(from) => vec![Evidence::Link { at: image.at.clone(), to: from.address.clone(), how: Message::default() }, fact(from)],
        None => vec![fact(&image.at)],
    }
}

/// What is known of an image.
pub(crate) fn of_image(image: &Image) -> Message {
    say!("is {}, {}", Span::value(image.shown.clone()), family(image))
}

fn family(image: &Image) -> Message {
    if image.family.is_empty() { "of an unknown family".into() } else { say!("which is {}", image.family) }
}

/// User data was looked at.
pub(super) fn no_installation(case: &HostCase) -> Evidence {
    Evidence::Absence {
        at: Some(case.user_data.clone()),
        looked_for: "command that installs `amazon-ssm-agent`".into(),
        considered: Vec::new(),
    }
}

/// The documents that hold the session preferences of where a resource is, with what could be read of them:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-configure-preferences-cli.html>.
pub(crate) fn preferences<'g>(context: &Context<'g>, resource: Resource<'g>) -> Vec<(SsmDocument<'g>, Reading)> {
    let same = |document: &SsmDocument<'g>| document.0.location().is(resource.location()).is_possible();
    context.preferences().iter().copied().filter(same).map(|document| (document, read(document))).collect()
}

/// A preference that is set to something.
pub(super) fn set_input(content: &Content, name: &str) -> Option<String> {
    content.input(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The address of a target, for messages.
pub(super) fn address<'a>(assessed: &Assessed<'a>) -> &'a str {
    assessed.target.resource.address()
}
