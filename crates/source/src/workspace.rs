//! The selected workspace: <https://developer.hashicorp.com/terraform/language/state/workspaces>. No plan tells it.

mod assumed;
mod shown;

use crate::load::Config;
use crate::reach::NoText;
use crate::value::{Step, Sym, Symbol};
use ssm_check_plan::{Mode, ModuleAddress, ResourceAddress};
use std::path::Path;
use std::sync::Arc;

/// What the caller and the files say of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Workspace {
    /// The caller names it, or a plan of these sources shows it.
    Named(String),
    /// As nothing shows another: the one of `TF_WORKSPACE` here, or of `.terraform/environment`, else `default`. A plan may be of another
    /// environment, and of another checkout.
    Likely(String),
    Unknown,
}

/// What `terraform.workspace` comes to for a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selected {
    /// This, for certain.
    Certain(String),
    /// This, as nothing shows another.
    Assumed(String),
    Unknown,
    /// A symbol, which tells where it stands in a text.
    Symbol,
}

/// Where Terraform keeps its name, relative to the root directory.
pub(crate) const FILE: &str = ".terraform/environment";

/// The workspace where neither that file nor anything else names one.
const DEFAULT: &str = "default";

impl Workspace {
    /// `.terraform/environment` names it. Without that file it is `default` where the state is local and nothing beside the sources
    /// shows another workspace: the local backend makes `terraform.tfstate.d` for any other, also when `TF_WORKSPACE` selects it.
    /// With a remote backend or HCP Terraform it is not known, as the run may have selected it elsewhere.
    pub(crate) fn find(root: &Path, named: Result<String, NoText>, config: &Config) -> Self {
        match named.as_deref().map(str::trim) {
            Ok("") | Err(NoText::Refused(_) | NoText::Unreadable) => return Self::Unknown,
            Ok(name) => return Self::Likely(name.to_owned()),
            Err(NoText::Missing) => {}
        }
        let remote = config.settings.iter().flat_map(|block| &block.blocks).any(|block| block.kind == "cloud" || block.kind == "backend");
        let others = root.join("terraform.tfstate.d").exists();
        // A broken file may hold the backend.
        if remote || others || !config.broken.is_empty() { Self::Unknown } else { Self::Likely(DEFAULT.to_owned()) }
    }
}

impl Selected {
    /// The value of `terraform.workspace`.
    pub(crate) fn value(&self) -> Sym {
        match self {
            Self::Certain(name) | Self::Assumed(name) => Sym::text(name),
            Self::Unknown => Sym::unknown("the plan does not tell the workspace"),
            Self::Symbol => Sym::Symbol(Arc::new(symbol())),
        }
    }
}

/// Stands for the workspace: no resource has such an address.
fn symbol() -> Symbol {
    let address = ResourceAddress {
        module: ModuleAddress::ROOT,
        mode: Mode::Data,
        resource_type: "terraform".to_owned(),
        name: "workspace".to_owned(),
        key: None,
    };
    Symbol { address, path: vec![Step::Attribute("name".to_owned())] }
}
