//! What data sources that are read at apply come to, where the provider's Region and their own arguments say it: `depends_on` of a module
//! defers them, and they ask nothing that the apply could change.

use super::Graph;
use crate::Existence;
use crate::config::Configs;
use crate::node::Node;
use crate::provider::{Providers, entry};
use ssm_check_aws::{Partition, Region};
use ssm_check_plan::{Mode, ResourceAddress, ResourceChange, Values};
use ssm_check_source::{Evaluator, Sym};

/// The attributes of such a data source, by name.
type Told = Vec<(&'static str, String)>;

const PARTITION: &str = "aws_partition";
const REGION: &str = "aws_region";
const IDENTITY: &str = "aws_caller_identity";
const PRINCIPAL: &str = "aws_service_principal";

/// What is looked up by its id, and what of it no change in place can touch.
const BY_ID: [(&str, &[&str]); 2] =
    [("aws_subnet", &["arn", "availability_zone", "cidr_block", "vpc_id"]), ("aws_vpc", &["arn", "cidr_block", "owner_id"])];

impl<'p> Graph<'p> {
    /// The data sources of an input that are read at apply and are told nevertheless, each with its attributes.
    pub(super) fn told_early(&self, providers: &mut Option<Providers>, input: usize) -> Vec<(&'p ResourceAddress, Told)> {
        let Some(plan) = self.plans.get(input).copied() else { return Vec::new() };
        let is_one = |change: &&ResourceChange<'p>| {
            let resource_type = change.parsed.resource_type.as_str();
            let is_told = [PARTITION, REGION, IDENTITY, PRINCIPAL].contains(&resource_type) || by_id(resource_type).is_some();
            change.parsed.mode == Mode::Data && is_told
        };
        // By itself: what it is asked stays as it is without what is told.
        let mut evaluator = None;
        let mut told = Vec::new();
        for change in plan.changes.iter().filter(is_one) {
            let node = self.index.instance(&self.nodes, input, &change.parsed).map(|id| self.node(id));
            let Some(node) = node.filter(|node| node.existence == Existence::ReadAtApply) else { continue };
            if let Some(names) = by_id(&node.parsed.resource_type) {
                let asked = || Some(Evaluator::new((*self.sources.get(input)?)?, plan).strict(self.strict));
                let evaluator = evaluator.get_or_insert_with(asked).as_ref();
                let attributes = self.found_by_id(node, evaluator).map(|found| attributes_of(found, names)).unwrap_or_default();
                if !attributes.is_empty() {
                    told.push((&change.parsed, attributes));
                }
                continue;
            }
            let Ok(Some(values)) = change.change.after() else { continue };
            let providers = providers.get_or_insert_with(|| Providers::new(&self.plans, &self.configs, &self.nodes, self.strict));
            let attributes = attributes(&self.configs, providers, node, &values);
            if !attributes.is_empty() {
                told.push((&change.parsed, attributes));
            }
        }
        told
    }

    /// The resource of the inputs that a data source finds by the id that it names.
    fn found_by_id(&self, node: &Node<'p>, evaluator: Option<&Evaluator<'_, 'p>>) -> Option<&Node<'p>> {
        let is_one = |found: &&Node<'p>| found.kind == node.kind && found.parsed.mode == Mode::Managed;
        if let Some(id) = node.text("id") {
            return self.index.keyed(node.kind?, id).iter().map(|keyed| self.node(keyed.id)).find(is_one);
        }
        let Sym::Symbol(symbol) = evaluator?.resource(node.parsed)?.attribute("id")?.value else { return None };
        let id = self.index.instance(&self.nodes, node.input, &symbol.address).filter(|_| symbol.attribute() == Some("id"))?;
        Some(self.node(id)).filter(is_one)
    }
}

fn by_id(resource_type: &str) -> Option<&'static [&'static str]> {
    BY_ID.into_iter().find(|(name, _)| *name == resource_type).map(|(_, names)| names)
}

/// Of a resource what is known of these attributes.
fn attributes_of(found: &Node<'_>, names: &[&'static str]) -> Told {
    names.iter().filter_map(|name| Some((*name, found.text(name)?.to_owned()))).collect()
}

fn attributes(configs: &Configs<'_>, providers: &Providers, node: &Node<'_>, values: &Values<'_>) -> Told {
    let resource_type = node.parsed.resource_type.as_str();
    let text = |name: &str| values.root().get(name).text().value();
    let location = providers.location(configs, node);
    if resource_type == IDENTITY {
        let account = location.account().map(str::to_owned);
        return account.into_iter().flat_map(|account| [("account_id", account.clone()), ("id", account)]).collect();
    }
    // It may ask for another Region than the provider's.
    let asks = |name: &str| entry(configs, node).is_none_or(|entry| entry.block.get(name).is_some());
    if ["region", "name", "endpoint"].into_iter().any(asks) {
        return Told::new();
    }
    // Partitions of Regions that no table lists are guesses.
    let Some(region) = location.region().and_then(Region::parse).filter(Region::is_listed) else { return Told::new() };
    match resource_type {
        REGION => ["id", "name", "region"].map(|name| (name, region.to_string())).to_vec(),
        PARTITION => of_partition(region.partition()),
        _ => text("service_name").map(|service| of_principal(service, &region)).unwrap_or_default(),
    }
}

/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/partition>
fn of_partition(partition: Partition) -> Told {
    let suffix = partition.dns_suffix();
    if suffix.is_empty() {
        return Told::new();
    }
    let reverse = suffix.rsplit('.').collect::<Vec<_>>().join(".");
    let name = partition.as_str();
    vec![("id", name.to_owned()), ("partition", name.to_owned()), ("dns_suffix", suffix.to_owned()), ("reverse_dns_prefix", reverse)]
}

/// Of the commercial partition all principals have one suffix; of others some have their own.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service_principal>
fn of_principal(service: &str, region: &Region) -> Told {
    let suffix = Partition::Aws.dns_suffix();
    if suffix.is_empty() || region.partition() != Partition::Aws {
        return Told::new();
    }
    vec![
        ("id", format!("{service}.{region}.{suffix}")),
        ("name", format!("{service}.{suffix}")),
        ("region", region.to_string()),
        ("suffix", suffix.to_owned()),
    ]
}
