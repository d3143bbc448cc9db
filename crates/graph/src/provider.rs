//! Where a resource lives: partition, Region and account, as far as the inputs tell.

use crate::Resource;
use ssm_check_plan::{Block, Expression, Json, Subject};
use std::collections::BTreeMap;

/// Partition, Region and account of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Such as `eu-west-1`.
    pub region: Option<String>,
    /// Twelve digits.
    pub account: Option<String>,
}

impl Place {
    /// Reads the resource's own ARN and Region, then its provider block, then what data sources and ARNs of the same input agree
    /// on.
    pub(crate) fn of(resource: Resource<'_>) -> Self {
        let mut place = Self::default();
        if let Some(arn) = resource.values().get("arn").text().value() {
            place.read_arn(arn);
        }
        if place.region.is_none() {
            // Provider 6 has `region` on every resource; `owner_id` is on many.
            place.region = resource.value("region").text().value().map(str::to_owned).or_else(|| provider_region(resource));
        }
        if place.account.is_none() {
            place.account = resource.value("owner_id").text().value().filter(|id| is_account(id)).map(str::to_owned);
        }
        place
    }

    fn read_arn(&mut self, arn: &str) {
        let mut parts = arn.splitn(6, ':').skip(3);
        let (region, account) = (parts.next(), parts.next());
        self.region = region.filter(|region| !region.is_empty()).map(str::to_owned);
        self.account = account.filter(|account| is_account(account)).map(str::to_owned);
    }

    /// The partition of the Region: <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>.
    pub fn partition(&self) -> Option<&'static str> {
        let region = self.region.as_deref()?;
        Some(match region {
            _ if region.starts_with("cn-") => "aws-cn",
            _ if region.starts_with("us-gov-") => "aws-us-gov",
            _ if region.starts_with("us-isob-") => "aws-iso-b",
            _ if region.starts_with("us-isof-") => "aws-iso-f",
            _ if region.starts_with("us-iso-") => "aws-iso",
            _ if region.starts_with("eu-isoe-") => "aws-iso-e",
            _ if region.starts_with("eusc-") => "aws-eusc",
            _ => "aws",
        })
    }
}

/// Whether both resources are made through the same provider configuration, so in one account; `None` where the input does not
/// show it.
pub(crate) fn same_provider(a: Resource<'_>, b: Resource<'_>) -> Option<bool> {
    let key = |resource: Resource<'_>| {
        let config = resource.graph.config_of(resource.id)?;
        Some(config.resource.provider_config_key.as_ref()?.to_string())
    };
    Some(key(a)? == key(b)?)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The tags that the provider block gives to all that it makes; `None` where the plan does not show them:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>.
pub(crate) fn default_tags(resource: Resource<'_>) -> Option<BTreeMap<String, String>> {
    let block = provider_block(resource)?;
    let default_tags = match block.get("default_tags") {
        None => return Some(BTreeMap::new()),
        Some(Expression::Blocks(blocks)) => blocks,
        Some(_) => return None,
    };
    let mut tags = BTreeMap::new();
    for written in default_tags.iter().filter_map(|block| block.get("tags")) {
        let Expression::Constant(constant) = written else { return None };
        for (key, value) in constant.members() {
            tags.insert(key.to_string(), value.as_str()?.to_owned());
        }
    }
    Some(tags)
}

fn provider_block(resource: Resource<'_>) -> Option<Block<'_>> {
    let key = resource.graph.config_of(resource.id)?.resource.provider_config_key.as_ref()?;
    Some(resource.graph.providers_of(resource.id)?.get(key.as_str())?.expressions())
}

/// The Region of the provider block: a constant, or a root variable.
fn provider_region(resource: Resource<'_>) -> Option<String> {
    let plan = resource.graph.plan_of(resource.id)?;
    match provider_block(resource)?.get("region")? {
        Expression::Constant(value) => value.as_str().map(str::to_owned),
        Expression::References(references) => match references.as_slice() {
            [reference] if reference.path.is_empty() => match &reference.subject {
                Subject::Variable(name) => Json::parse(plan.variables.get(name.as_str())?.get()).ok()?.as_str().map(str::to_owned),
                _ => None,
            },
            _ => None,
        },
        Expression::Template(_) | Expression::Opaque | Expression::Blocks(_) => None,
    }
}
