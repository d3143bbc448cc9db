//! The tags that a provider block gives to all that it makes.

use crate::Resource;
use crate::provider::constant;
use ssm_check_plan::Expression;
use std::collections::BTreeMap;

impl Resource<'_> {
    /// The tags that its provider block gives to all that it makes; `None` where the plan does not show them:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>.
    pub fn default_tags(self) -> Option<BTreeMap<String, String>> {
        let key = self.graph.config_of(self.id)?.resource.provider_config_key.as_ref()?;
        let input = self.graph.node(self.id).input;
        let plan = self.graph.plan_of(self.id)?;
        let block = self.graph.configs().providers(input)?.get(key.as_str())?.expressions();
        let blocks = match block.get("default_tags") {
            None => return Some(BTreeMap::new()),
            Some(Expression::Blocks(blocks)) => blocks,
            Some(_) => return None,
        };
        let mut tags = BTreeMap::new();
        for written in blocks.iter().filter_map(|block| block.get("tags")) {
            for (key, value) in constant(plan, written)?.members() {
                tags.insert(key.to_string(), value.as_str()?.to_owned());
            }
        }
        Some(tags)
    }
}
