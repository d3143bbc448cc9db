//! By value: a known value is the key of a resource of the inputs, or of something outside.

use super::Resolver;
use super::made_along::MADE_ALONG;
use crate::graph::{Index, account_of};
use crate::{AwsDefault, Candidate, Gap, How, Kind, Node, ResourceId, Slot, Target};
use ssm_check_plan::Attr;

/// The kinds whose key may be written as an ARN that ends in their name.
const NAMED_BY_ARN: [Kind; 5] = [Kind::Role, Kind::InstanceProfile, Kind::Policy, Kind::User, Kind::Group];

impl<'p> Resolver<'_, 'p> {
    /// What has this value as its key; `path` and `position` say where it is written.
    pub(super) fn by_value(&self, node: &Node<'p>, wanted: &[Kind], text: &str, path: &[&str], position: &[usize]) -> Slot {
        // A group of a peered VPC may be written with its account: `123456789012/sg-…`.
        let text = text.rsplit_once('/').filter(|(_, id)| id.starts_with("sg-")).map_or(text, |(_, id)| id);
        let mut targets = self.keyed(node, wanted, text);
        // A resource that adopts a default is named by what it adopts.
        if path.first().is_some_and(|attribute| attribute.starts_with("default_")) {
            targets
                .retain(|target| !matches!(target, Target::Resource(id) if self.node(*id).is_some_and(|other| std::ptr::eq(other, node))));
        }
        if targets.is_empty() {
            targets = self.made_along(wanted, text);
        }
        if targets.is_empty() {
            targets = self.named_by_arn(wanted, text);
        }
        let targets = self.narrowed(node, targets, wanted, path, position);
        match targets.as_slice() {
            [] => Slot::Outside(text.to_owned()),
            [one] => Slot::One { candidates: vec![Candidate { target: *one, how: How::Value }], open: None },
            _ => {
                let mut candidates: Vec<_> = targets.iter().map(|target| Candidate { target: *target, how: How::Value }).collect();
                candidates.sort_unstable();
                Slot::One { candidates, open: Some(Gap::Ambiguous(text.to_owned())) }
            }
        }
    }

    fn keyed(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> Vec<Target> {
        let keyed = |kind: &Kind| {
            let named = NAMED_BY_ARN.contains(kind) && !text.starts_with("arn:");
            let here = move |id: &&ResourceId| !named || self.may_share_account(node, **id);
            self.index.keyed(*kind, text).iter().filter(here)
        };
        let mut found: Vec<_> = wanted.iter().flat_map(keyed).copied().collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(Target::Resource).collect()
    }

    /// A refreshed VPC names the group, route table and network ACL that AWS made with it, a cluster of EKS its group.
    fn made_along(&self, wanted: &[Kind], text: &str) -> Vec<Target> {
        let mut targets = Vec::new();
        for made in MADE_ALONG.iter().filter(|made| wanted.contains(&made.kind)) {
            for owner in self.index.of_kind(made.owner) {
                let names = |node: &Node<'p>| made.names(node.values.root()).any(|name| name.text() == Attr::Known(text));
                if self.node(*owner).is_some_and(names) {
                    targets.push(self.adopted(made.default, *owner));
                }
            }
        }
        targets
    }

    /// `arn:aws:iam::123456789012:policy/path/name` names a policy that the plan makes under that name.
    fn named_by_arn(&self, wanted: &[Kind], text: &str) -> Vec<Target> {
        if !text.starts_with("arn:") {
            return Vec::new();
        }
        let Some((_, name)) = text.rsplit_once('/') else { return Vec::new() };
        let account = text.split(':').nth(4).filter(|account| !account.is_empty());
        wanted
            .iter()
            .filter(|kind| NAMED_BY_ARN.contains(kind))
            .flat_map(|kind| self.index.keyed(*kind, name))
            .filter(|id| self.node(**id).is_some_and(|node| node.values.root().get("arn").is_unknown() && self.may_be_of(node, account)))
            .map(|id| Target::Resource(*id))
            .collect()
    }

    /// Names are of an account: may these two be of the same?
    fn may_share_account(&self, node: &Node<'p>, other: ResourceId) -> bool {
        let Some(other) = self.node(other) else { return false };
        other.input == node.input || self.may_be_of(other, self.index.account(node.input))
    }

    /// May the resource be of this account?
    fn may_be_of(&self, node: &Node<'p>, account: Option<&str>) -> bool {
        let own = node.values.root().get("arn").text().value().and_then(account_of).or_else(|| self.index.account(node.input));
        own.zip(account).is_none_or(|(own, account)| own == account)
    }

    /// Of several resources with the same key: managed ones before data sources, what the expression refers to, and those of the
    /// same provider.
    fn narrowed(&self, node: &Node<'p>, targets: Vec<Target>, wanted: &[Kind], path: &[&str], position: &[usize]) -> Vec<Target> {
        let keep = |targets: Vec<Target>, test: &dyn Fn(&Node<'p>) -> bool| {
            let kept: Vec<_> = targets
                .iter()
                .copied()
                .filter(|target| match target {
                    Target::Resource(id) => self.node(*id).is_some_and(test),
                    Target::Default(..) => true,
                })
                .collect();
            if kept.is_empty() { targets } else { kept }
        };
        if targets.len() < 2 {
            return targets;
        }
        let targets = keep(targets, &|candidate| !candidate.existence.is_data());
        if targets.len() < 2 {
            return targets;
        }
        let referred = self.referred(node, wanted, path, position);
        let named: Vec<_> = targets.iter().copied().filter(|target| referred.contains(target)).collect();
        let targets = if named.is_empty() { targets } else { named };
        let provider = |node: &Node<'p>| {
            let entry = node.config.and_then(|config| self.configs.get(config))?;
            Some((entry.input, entry.resource.provider_config_key.as_ref()?.to_string()))
        };
        match provider(node) {
            Some(own) if targets.len() > 1 => keep(targets, &|candidate| provider(candidate).is_none_or(|other| other == own)),
            _ => targets,
        }
    }
}

impl Resolver<'_, '_> {
    /// The resource that adopts an AWS default of a VPC, where the inputs have one, else the default itself.
    pub(super) fn adopted(&self, default: AwsDefault, vpc: ResourceId) -> Target {
        self.index.adopter(default, vpc).map_or(Target::Default(default, vpc), Target::Resource)
    }
}

impl Index {
    pub(crate) fn adopter(&self, default: AwsDefault, vpc: ResourceId) -> Option<ResourceId> {
        self.adopters.get(&(default, vpc)).copied()
    }
}
