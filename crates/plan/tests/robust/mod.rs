//! What must hold whatever the bytes are: the fuzz targets and the property tests share it.

use ssm_check_plan::{ModuleAddress, Plan, Reference, ResourceAddress, decode_text};

/// Reads a plan or state, and every value, address and reference in it.
pub(crate) fn parse(bytes: &[u8]) {
    let _ = Plan::refuse_binary(bytes);
    let Ok(text) = decode_text(bytes) else { return };
    let _ = Plan::may_be(&text);
    let Ok(plan) = Plan::parse(&text) else { return };
    for change in &plan.changes {
        let _ = (change.change.before(), change.change.after());
    }
    for resource in &plan.state {
        let _ = resource.values();
    }
    let _ = plan.secrets();
    if let Some(configuration) = &plan.configuration {
        let mut modules = vec![&configuration.root_module];
        while let Some(module) = modules.pop() {
            for resource in &module.resources {
                let _ = (resource.expressions(), resource.repetition());
            }
            for call in module.module_calls.values() {
                let _ = (call.expressions(), call.repetition());
                modules.push(&call.module);
            }
        }
    }
}

/// Reads an address, which says the same once written.
pub(crate) fn address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Reference::parse(text);
    if let Ok(address) = ResourceAddress::parse(text) {
        let written = address.to_string();
        assert_eq!(ResourceAddress::parse(&written).ok().as_ref(), Some(&address), "{text} is written {written}");
    }
    if let Ok(address) = ModuleAddress::parse(text) {
        let written = address.to_string();
        assert_eq!(ModuleAddress::parse(&written).ok().as_ref(), Some(&address), "{text} is written {written}");
    }
}
