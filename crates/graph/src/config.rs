//! The configuration of all inputs, indexed by where a resource stands in it.

use rustc_hash::FxHashMap;
use ssm_check_plan::{
    Block, Configuration, Expression, Mode, Module, ModuleAddress, Plan, ProviderConfig, ResourceAddress, ResourceConfig, Str,
};
use std::collections::BTreeMap;

/// One `resource` or `data` block.
#[derive(Debug)]
pub(crate) struct ConfigEntry<'p> {
    pub(crate) input: usize,
    pub(crate) resource: &'p ResourceConfig<'p>,
    pub(crate) block: Block<'p>,
    pub(crate) repetition: Option<Expression<'p>>,
}

/// Every block of every input.
#[derive(Debug, Default)]
pub(crate) struct Configs<'p> {
    pub(crate) entries: Vec<ConfigEntry<'p>>,
    by_place: FxHashMap<(usize, String), usize>,
    roots: Vec<Option<&'p Configuration<'p>>>,
}

impl<'p> Configs<'p> {
    pub(crate) fn new(plans: &[&'p Plan<'p>]) -> Self {
        let mut configs = Self::default();
        for (input, plan) in plans.iter().enumerate() {
            configs.roots.push(plan.configuration.as_ref());
            if let Some(configuration) = &plan.configuration {
                configs.collect(input, "", &configuration.root_module);
            }
        }
        configs
    }

    fn collect(&mut self, input: usize, module: &str, config: &'p Module<'p>) {
        for resource in &config.resources {
            let place = place(module, resource.mode(), &resource.resource_type, &resource.name);
            self.by_place.insert((input, place), self.entries.len());
            self.entries.push(ConfigEntry { input, resource, block: resource.expressions(), repetition: resource.repetition() });
        }
        for (name, call) in &config.module_calls {
            let child = if module.is_empty() { name.to_string() } else { format!("{module}.{name}") };
            self.collect(input, &child, &call.module);
        }
    }

    pub(crate) fn position(&self, input: usize, address: &ResourceAddress) -> Option<usize> {
        let place = place(&config_path(&address.module), address.mode, &address.resource_type, &address.name);
        self.by_place.get(&(input, place)).copied()
    }

    pub(crate) fn get(&self, position: usize) -> Option<&ConfigEntry<'p>> {
        self.entries.get(position)
    }

    /// The block of a name, such as `data.aws_ami.this`, in a module's path without keys.
    pub(crate) fn block(&self, input: usize, module: &str, name: &str) -> Option<&ConfigEntry<'p>> {
        self.by_place.get(&(input, format!("{module}/{name}"))).and_then(|position| self.get(*position))
    }

    /// The configuration of a module by its path without keys.
    pub(crate) fn module_at(&self, input: usize, path: &str) -> Option<&'p Module<'p>> {
        let root = &(*self.roots.get(input)?)?.root_module;
        path.split('.').filter(|step| !step.is_empty()).try_fold(root, |module, step| Some(&module.module_calls.get(step)?.module))
    }

    /// The configuration of a module instance.
    pub(crate) fn module(&self, input: usize, address: &ModuleAddress) -> Option<&'p Module<'p>> {
        let root = &(*self.roots.get(input)?)?.root_module;
        address.0.iter().try_fold(root, |module, step| Some(&module.module_calls.get(step.name.as_str())?.module))
    }

    pub(crate) fn providers(&self, input: usize) -> Option<&'p BTreeMap<Str<'p>, ProviderConfig<'p>>> {
        Some(&(*self.roots.get(input)?)?.provider_config)
    }
}

/// A module's path without keys.
pub(crate) fn config_path(module: &ModuleAddress) -> String {
    module.0.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".")
}

fn place(module: &str, mode: Mode, resource_type: &str, name: &str) -> String {
    let data = if mode == Mode::Data { "data." } else { "" };
    format!("{module}/{data}{resource_type}.{name}")
}
