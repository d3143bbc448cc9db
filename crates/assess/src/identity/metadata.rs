//! Whether the agent gets credentials from the instance metadata service.

use crate::evidence::AttrRef;
use crate::organization::declared;
use crate::target::Source;
use ssm_check_graph::Graph;
use ssm_check_graph::aws::{InstanceMetadataDefaults, View};
use ssm_check_iam::Truth;
use ssm_check_plan::Attr;

pub(super) enum Metadata {
    On,
    Off(AttrRef),
    Unknown(AttrRef),
    /// Nothing of the inputs turns it on or off: the image's default holds.
    LeftOut,
}

/// Without the metadata service the agent has no identity:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html>.
pub(super) fn metadata(graph: &Graph<'_>, source: Source<'_>) -> Metadata {
    for layer in source.layers() {
        let blocks = layer.blocks("metadata_options");
        let at = AttrRef::new(layer.address(), "metadata_options.http_endpoint");
        if blocks.is_unknown {
            return Metadata::Unknown(at);
        }
        match layer.nested("metadata_options", "http_endpoint").text() {
            Attr::Unknown(_) if blocks.items.is_empty() => {}
            Attr::Unknown(_) | Attr::Sensitive(None) => return Metadata::Unknown(at),
            Attr::Known("disabled") | Attr::Sensitive(Some("disabled")) => return Metadata::Off(at),
            // Left out of a block, it takes the default.
            Attr::Absent | Attr::Known("") | Attr::Sensitive(Some("")) => {}
            Attr::Known(_) | Attr::Sensitive(Some(_)) => return Metadata::On,
        }
    }
    let own = source.own;
    let declared = declared(graph, &own.location().account, "instance_metadata_defaults", "http_endpoint");
    if let Some(one) = declared.iter().find(|one| one.value.as_deref() != Some("no_preference")) {
        let at = AttrRef::new(one.policy.0.address(), "content");
        return match one.value.as_deref() {
            Some("disabled") if declared.len() == 1 => Metadata::Off(at),
            Some("enabled") if declared.len() == 1 => Metadata::On,
            _ => Metadata::Unknown(at),
        };
    }
    for defaults in graph.all::<InstanceMetadataDefaults<'_>>().map(View::resource) {
        let at = AttrRef::new(defaults.address(), "http_endpoint");
        match (defaults.text("http_endpoint"), defaults.location().is(source.own.location())) {
            (_, Truth::False) | (Attr::Absent, _) => {}
            (Attr::Known("disabled"), Truth::True) => return Metadata::Off(at),
            (Attr::Known("disabled") | Attr::Unknown(_) | Attr::Sensitive(_), _) => return Metadata::Unknown(at),
            (Attr::Known(_), Truth::True) => return Metadata::On,
            (Attr::Known(_), _) => {}
        }
    }
    Metadata::LeftOut
}
