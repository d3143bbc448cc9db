//! Which blocks of its configuration a plan leaves out that is not whole.

use crate::partial::without_keys;
use crate::{Mode, Module, Plan};
use std::collections::{HashMap, HashSet};

/// Managed resources that a later plan of the same configuration may add.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The address, without keys where it is the block's.
    pub address: String,
    /// Such as `aws_instance`.
    pub resource_type: String,
    /// Some instances of the block are in the plan, and there may be more.
    pub has_some: bool,
}

impl Plan<'_> {
    /// What is missing in a plan that is not whole, in the order of addresses; `None` where that cannot be told, so that it may be
    /// anything.
    pub fn missing(&self) -> Option<Vec<Missing>> {
        if self.partial.is_whole() {
            return Some(Vec::new());
        }
        let deferred = self.partial.deferred.iter().filter(|deferred| deferred.mode == Mode::Managed);
        let mut missing: Vec<_> = deferred
            .map(|deferred| Missing {
                address: deferred.address.to_string(),
                resource_type: deferred.resource_type.to_string(),
                has_some: false,
            })
            .collect();
        let mut blocks = Blocks { put_off: missing.iter().map(|each| without_keys(&each.address)).collect(), ..Blocks::default() };
        for parsed in self.changes.iter().map(|change| &change.parsed).chain(self.state.iter().map(|resource| &resource.parsed)) {
            if parsed.mode == Mode::Managed {
                let has_key = parsed.key.is_some() || parsed.module.0.iter().any(|step| step.key.is_some());
                *blocks.present.entry(parsed.without_keys()).or_default() |= has_key;
            }
        }
        blocks.compare(&self.configuration.as_ref()?.root_module, "");
        // Where every block is there but for what is put off, that is what makes the plan incomplete. Else `-target` may have left
        // out single instances of a block, as errors may.
        let explained = !self.partial.errored && !self.partial.deferred.is_empty() && blocks.absent.is_empty();
        missing.append(&mut blocks.absent);
        if !explained {
            missing.append(&mut blocks.repeated);
        }
        missing.sort();
        Some(missing)
    }
}

/// The managed blocks of a configuration, compared with what a plan has of them.
#[derive(Default)]
struct Blocks {
    /// Those that have an instance; with keys, there may be more of them. The configuration does not show every `for_each`.
    present: HashMap<String, bool>,
    put_off: HashSet<String>,
    absent: Vec<Missing>,
    repeated: Vec<Missing>,
}

impl Blocks {
    fn compare(&mut self, module: &Module<'_>, prefix: &str) {
        for block in module.resources.iter().filter(|block| block.mode() == Mode::Managed) {
            let address = format!("{prefix}{}.{}", block.resource_type.as_str(), block.name.as_str());
            let present = self.present.get(&address);
            if self.put_off.contains(&address) || present == Some(&false) {
                continue;
            }
            let has_some = present.is_some();
            let missing = Missing { address, resource_type: block.resource_type.to_string(), has_some };
            if has_some { self.repeated.push(missing) } else { self.absent.push(missing) }
        }
        for (name, call) in &module.module_calls {
            self.compare(&call.module, &format!("{prefix}module.{}.", name.as_str()));
        }
    }
}
