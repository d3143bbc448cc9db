//! Which provider configuration makes a new resource: that of what it stands beside.

use super::Fixer;
use crate::project::BlockName;
use crate::syntax::{key_name, parse, span};
use crate::{Refused, arguments, refused};
use hcl_edit::expr::Expression;
use hcl_edit::structure::Block;
use ssm_check_plan::{Mode, ResourceAddress};
use ssm_check_repair::{Body, Item, Value};

/// Types of which there is one for all Regions have no `region`:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support>.
const GLOBAL: &str = "aws_iam_";

impl Fixer<'_, '_> {
    /// What is in a new resource, with the provider and the Region of what it stands beside.
    pub(super) fn by_provider_of(&self, beside: &ResourceAddress, kind: &str, body: &Body) -> Result<Body, Refused> {
        if !kind.starts_with("aws_") || !beside.resource_type.starts_with("aws_") {
            return Ok(body.clone());
        }
        let mut first = Vec::new();
        if let Some(provider) = self.provider_of(beside)? {
            first.push(("provider".to_owned(), Item::Argument(Value::Code(provider))));
        }
        if let Some(region) = self.argument_of(beside, "region")?.filter(|_| !kind.starts_with(GLOBAL)) {
            if region.contains("each.") || region.contains("count.") {
                return refused(format!("each instance of `{beside}` has a Region of its own"));
            }
            first.push(("region".to_owned(), Item::Argument(Value::Code(region))));
        }
        first.extend(body.0.iter().cloned());
        Ok(Body(first))
    }

    /// The provider configuration of a resource, as the module calls it in which something new stands beside it; `None` is the default one.
    fn provider_of(&self, of: &ResourceAddress) -> Result<Option<String>, Refused> {
        let own = self.argument_of(of, "provider")?;
        if self.is_editable(of) {
            return Ok(own);
        }
        // It stands beside the call of the module, which hands its own configurations on.
        let (mut module, mut provider) = (of.module.clone(), own);
        while let (Some(parent), Some(step)) = (module.parent(), module.last()) {
            let call = BlockName::call(&step.name);
            let Ok((_, text)) = self.project.find(&parent, &call) else { return Ok(None) };
            let tree = parse(&text)?;
            let handed = call.find(&tree).and_then(|block| handed_on(&text, block, provider.as_deref().unwrap_or("aws")));
            // What is not handed on is inherited, which only the default one is.
            provider = handed.filter(|name| name != "aws");
            if self.project.is_editable(&parent, &call) {
                return Ok(provider);
            }
            module = parent;
        }
        Ok(provider)
    }

    fn is_editable(&self, of: &ResourceAddress) -> bool {
        self.project.is_editable(&of.module, &BlockName::of(of))
    }

    /// What a resource writes for an argument of its own.
    fn argument_of(&self, of: &ResourceAddress, argument: &str) -> Result<Option<String>, Refused> {
        if of.mode == Mode::Data && argument != "provider" {
            return Ok(None);
        }
        let name = BlockName::of(of);
        let Ok((_, text)) = self.project.find(&of.module, &name) else { return Ok(None) };
        let tree = parse(&text)?;
        let expression = name.find(&tree).and_then(|block| arguments::expression(block, &[argument.to_owned()]));
        let at = expression.map(span).transpose()?;
        Ok(at.and_then(|at| text.get(at)).map(|text| text.trim().to_owned()))
    }
}

/// The configuration that a call hands on under a name.
fn handed_on(text: &str, call: &Block, name: &str) -> Option<String> {
    let Expression::Object(providers) = &call.body.get_attribute("providers")?.value else { return None };
    let written = |key: &hcl_edit::expr::ObjectKey| {
        let at = crate::syntax::key_span(key).ok()?;
        Some(text.get(at)?.trim().trim_matches('"').to_owned())
    };
    let (_, value) = providers.iter().find(|(key, _)| written(key).as_deref() == Some(name) || key_name(key) == Some(name))?;
    Some(text.get(span(value.expr()).ok()?)?.trim().to_owned())
}
