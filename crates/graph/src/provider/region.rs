//! The Region of one provider configuration, as far as the inputs tell: all that it makes is in that one.

use super::{entry, own_arn};
use crate::config::Configs;
use crate::node::Node;
use crate::{Existence, Kind};
use ssm_check_aws::Region;
use ssm_check_plan::{Attr, Block, Expression, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// What the inputs show of the Region of one provider configuration.
#[derive(Debug)]
pub(super) struct Regions {
    /// The block writes it.
    written: Option<Region>,
    /// `aws_region`, the ARNs of what it makes and the zones of what exists show it.
    shown: BTreeSet<Region>,
    /// Zones that new resources are written to be in, each with the first that is. AWS refuses one of another Region.
    zones: BTreeMap<Region, String>,
    /// Services that new endpoints are written to be for, likewise. One of them alone may be a slip, so it tells no Region.
    services: BTreeMap<Region, String>,
    /// The block stands for one configuration.
    is_one: bool,
}

impl Default for Regions {
    fn default() -> Self {
        Self { written: None, shown: BTreeSet::new(), zones: BTreeMap::new(), services: BTreeMap::new(), is_one: true }
    }
}

impl Regions {
    /// Of a configuration whose block writes this Region, if any.
    pub(super) fn of_block(written: Option<Region>, block: &Block<'_>) -> Self {
        Self { written, is_one: !block.get("region").is_some_and(is_repeated), ..Self::default() }
    }

    /// What one resource of the configuration shows.
    pub(super) fn learn(&mut self, configs: &Configs<'_>, node: &Node<'_>) {
        if self.written.is_some() || !self.is_one {
            return;
        }
        self.shown.extend(shown_region(configs, node));
        let zones = named_zones(node);
        if node.existence.is_new() {
            let address = || node.address.clone().into_owned();
            for region in zones {
                self.zones.entry(region).or_insert_with(address);
            }
            if let Some(region) = named_service(configs, node) {
                self.services.entry(region).or_insert_with(address);
            }
        } else if node.existence != Existence::ReadAtApply {
            // What is looked for may not be found.
            self.shown.extend(zones);
        }
    }

    pub(super) fn region(&self) -> Option<&Region> {
        if self.written.is_some() || !self.is_one {
            return self.written.as_ref();
        }
        match self.shown.len() {
            0 if self.named().len() == 1 => self.zones.keys().next(),
            1 => self.shown.first(),
            _ => None,
        }
    }

    /// Two resources that name different Regions, where nothing tells which one it is.
    pub(super) fn contested(&self) -> Option<[(String, Region); 2]> {
        if self.region().is_some() {
            return None;
        }
        let mut named = self.named().into_iter().map(|(region, address)| (address.clone(), region.clone()));
        Some([named.next()?, named.next()?])
    }

    fn named(&self) -> BTreeMap<&Region, &String> {
        self.services.iter().chain(&self.zones).collect()
    }
}

/// The provider's Region, as far as a resource tells it: one without a Region of its own.
fn shown_region(configs: &Configs<'_>, node: &Node<'_>) -> Option<Region> {
    if node.kind? == Kind::CurrentRegion {
        let has_own =
            entry(configs, node).is_none_or(|entry| ["region", "name", "endpoint"].iter().any(|name| entry.block.get(name).is_some()));
        return node.text("name").or_else(|| node.text("id")).filter(|_| !has_own).and_then(Region::parse);
    }
    own_arn(node).filter(|_| !node.existence.is_data() && !has_own_region(node))?.region()
}

fn has_own_region(node: &Node<'_>) -> bool {
    !matches!(node.values.root().get("region").json(), Attr::Absent)
}

/// The Regions of the zones that a resource is in: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html>.
fn named_zones(node: &Node<'_>) -> Vec<Region> {
    if node.kind.is_none() || has_own_region(node) {
        return Vec::new();
    }
    let root = node.values.root();
    let listed = root.get("availability_zones");
    let zones = listed.elements().chain([root.get("availability_zone")]);
    zones.filter_map(|zone| Region::of_zone(zone.text().value()?)).collect()
}

/// The Region of the service that an endpoint is for: that of the endpoint, unless it says another one.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint#service_region-1>
fn named_service(configs: &Configs<'_>, node: &Node<'_>) -> Option<Region> {
    let says_another = || entry(configs, node).is_some_and(|entry| entry.block.get("service_region").is_some());
    if node.kind? != Kind::VpcEndpoint || has_own_region(node) || says_another() {
        return None;
    }
    Region::of_endpoint_service(node.text("service_name")?)
}

/// The block is made once for each of several: OpenTofu's `for_each` of providers.
/// <https://opentofu.org/docs/language/providers/configuration/#for_each-multiple-instances-of-a-provider-configuration>
fn is_repeated(expression: &Expression<'_>) -> bool {
    expression.references().iter().any(|reference| matches!(reference.subject, Subject::EachKey | Subject::EachValue))
}
