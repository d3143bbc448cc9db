//! The selected workspace: <https://developer.hashicorp.com/terraform/language/state/workspaces>. No plan tells it.

mod assumed;

use crate::load::Config;
use crate::reach::NoText;
use std::path::Path;

/// How the workspace is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Workspace {
    /// The caller or `.terraform/environment` names it.
    Named(String),
    /// `default`, as nothing shows another; dropped where it contradicts the plan.
    Default,
    Unknown,
}

/// Where Terraform keeps its name, relative to the root directory.
pub(crate) const FILE: &str = ".terraform/environment";

impl Workspace {
    /// `.terraform/environment` names it. Without that file it is `default` where the state is local and nothing beside the sources
    /// shows another workspace: the local backend makes `terraform.tfstate.d` for any other, also when `TF_WORKSPACE` selects it.
    /// With a remote backend or HCP Terraform it is not known, as the run may have selected it elsewhere.
    pub(crate) fn find(root: &Path, named: Result<String, NoText>, config: &Config) -> Self {
        match named.as_deref().map(str::trim) {
            Ok("") | Err(NoText::Refused(_) | NoText::Unreadable) => return Self::Unknown,
            Ok(name) => return Self::Named(name.to_owned()),
            Err(NoText::Missing) => {}
        }
        let remote = config.settings.iter().flat_map(|block| &block.blocks).any(|block| block.kind == "cloud" || block.kind == "backend");
        let others = root.join("terraform.tfstate.d").exists();
        // A broken file may hold the backend.
        if remote || others || !config.broken.is_empty() { Self::Unknown } else { Self::Default }
    }
}
