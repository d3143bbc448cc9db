//! By value: a known value is the key of a resource of the inputs, or of something outside.

use super::Resolver;
use super::reference::is_looked_up_at_apply;
use crate::index::Keyed;
use crate::{AwsDefault, Candidate, Gap, How, Kind, LinkTarget, Node, ResourceId, Slot};
use ssm_check_aws::{Arn, Symbolic};
use ssm_check_plan::Attr;
use ssm_check_source::{Piece, Sym};
use ssm_check_truth::Truth;

impl<'p> Resolver<'_, 'p> {
    /// What has this value as its key; `path` and `position` say where it is written.
    pub(super) fn by_value(&self, node: &Node<'p>, wanted: &[Kind], text: &str, path: &[&str], position: &[usize]) -> Slot {
        // A group of a peered VPC may be written with its account: `123456789012/sg-…`.
        let text = text.rsplit_once('/').filter(|(_, id)| id.starts_with("sg-")).map_or(text, |(_, id)| id);
        if let Some(slot) = self.referred_of_many(node, wanted, text, path, position) {
            return slot;
        }
        let (mut targets, mut certain) = self.keyed(node, wanted, text);
        // A resource that adopts a default is named by what it adopts.
        if path.first().is_some_and(|attribute| attribute.starts_with("default_")) {
            targets.retain(
                |target| !matches!(target, LinkTarget::Resource(id) if self.node(*id).is_some_and(|other| std::ptr::eq(other, node))),
            );
        }
        if targets.is_empty() {
            (targets, certain) = (self.made_along(wanted, text), true);
        }
        if targets.is_empty() {
            (targets, certain) = self.named_by_arn(node, wanted, text);
        }
        if targets.is_empty() {
            (targets, certain) = self.of_revision(node, wanted, text);
        }
        if targets.is_empty() {
            (targets, certain) = (self.revision_kept(node, wanted, text), true);
        }
        let targets = self.narrowed(node, targets, wanted, text, (path, position));
        let mut candidates: Vec<_> = targets.iter().map(|target| Candidate { target: *target, how: How::Value }).collect();
        candidates.sort_unstable();
        // A data source that is read at apply is one with what it looks up, and that may have no name yet.
        if !targets.is_empty() && targets.iter().all(|target| self.is_pending(*target)) {
            let perhaps = self.nameless(node, wanted, text);
            if !perhaps.is_empty() {
                candidates.extend(perhaps);
                return Slot::one(candidates, Some(Gap::Unnamed(text.to_owned())));
            }
        }
        match targets.as_slice() {
            [] => match self.nameless(node, wanted, text) {
                perhaps if perhaps.is_empty() => Slot::Outside(text.to_owned()),
                candidates => Slot::one(candidates, Some(Gap::Unnamed(text.to_owned()))),
            },
            _ if !certain => Slot::one(candidates, Some(Gap::Elsewhere(text.to_owned()))),
            [_] => Slot::one(candidates, None),
            _ => Slot::one(candidates, Some(Gap::Ambiguous(text.to_owned()))),
        }
    }

    fn is_pending(&self, target: LinkTarget) -> bool {
        let LinkTarget::Resource(id) = target else { return false };
        self.node(id).is_some_and(|node| node.kind.is_some_and(|kind| is_looked_up_at_apply(node, kind)))
    }

    /// The resources with this key, and whether it is certain that it is one of them.
    pub(super) fn keyed(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> (Vec<LinkTarget>, bool) {
        let all = wanted.iter().flat_map(|kind| self.index.keyed(*kind, text));
        let (mut found, certain) = self.in_scope(all, |keyed, other| denotes(node, *keyed, other));
        // What two inputs have under one name, each names as its own.
        let is_own = |target: &LinkTarget| matches!(target, LinkTarget::Resource(id) if self.node(*id).is_some_and(|other| other.input == node.input));
        // An id is one object, whichever input shows it.
        let is_by_name = || wanted.iter().flat_map(|kind| self.index.keyed(*kind, text)).all(|keyed| keyed.is_name);
        if found.len() > 1 && found.iter().filter(|target| is_own(target)).count() == 1 && is_by_name() {
            found.retain(is_own);
        }
        (found, certain)
    }

    /// The one of many with this key that the expression refers to. It is what [`Self::narrowed`] would leave of all of them, found without
    /// listing them: hundreds of copies of a module share a name, and each of them asks.
    fn referred_of_many(&self, node: &Node<'p>, wanted: &[Kind], text: &str, path: &[&str], position: &[usize]) -> Option<Slot> {
        const MANY: usize = 8;
        let lists: Vec<&[Keyed]> = wanted.iter().map(|kind| self.index.keyed(*kind, text)).collect();
        let is_default = path.first().is_some_and(|attribute| attribute.starts_with("default_"));
        if lists.iter().map(|list| list.len()).sum::<usize>() < MANY || is_default {
            return None;
        }
        let truth = |keyed: &Keyed| self.node(keyed.id).map_or(Truth::False, |other| denotes(node, *keyed, other));
        let certain = lists.iter().copied().flatten().any(|keyed| truth(keyed) == Truth::True);
        let surest = if certain { Truth::True } else { Truth::Unknown };
        let is_meant = |keyed: &&Keyed| truth(keyed) == surest && self.node(keyed.id).is_some_and(|other| !other.existence.is_data());
        // Of one alone nothing has to be told apart.
        lists.iter().copied().flatten().filter(is_meant).nth(1)?;
        let is_named = |target: &LinkTarget| match target {
            LinkTarget::Resource(id) => {
                let found = |list: &&[Keyed]| list.binary_search_by_key(id, |keyed| keyed.id).ok().and_then(|at| list.get(at)).copied();
                lists.iter().filter_map(found).any(|keyed| is_meant(&&keyed))
            }
            LinkTarget::Default(..) => false,
        };
        let mut named: Vec<LinkTarget> = self.referred(node, wanted, path, position).into_iter().filter(is_named).collect();
        named.sort_unstable();
        named.dedup();
        let [target] = named.as_slice() else { return None };
        let candidates = [Candidate { target: *target, how: How::Value }];
        Some(Slot::one(candidates, (!certain).then(|| Gap::Elsewhere(text.to_owned()))))
    }

    /// Those that are meant for certain, else those that may be.
    fn in_scope<'k>(&self, all: impl Iterator<Item = &'k Keyed>, test: impl Fn(&Keyed, &Node<'p>) -> Truth) -> (Vec<LinkTarget>, bool) {
        let (mut certain, mut perhaps) = (Vec::new(), Vec::new());
        for keyed in all {
            match self.node(keyed.id).map_or(Truth::False, |other| test(keyed, other)) {
                Truth::True => certain.push(keyed.id),
                Truth::Unknown => perhaps.push(keyed.id),
                Truth::False => {}
            }
        }
        // A name is unique: where one is here, the others are elsewhere.
        let is_certain = !certain.is_empty() || perhaps.is_empty();
        let mut found = if certain.is_empty() { perhaps } else { certain };
        found.sort_unstable();
        found.dedup();
        (found.into_iter().map(LinkTarget::Resource).collect(), is_certain)
    }

    /// A refreshed VPC names the group, route table and network ACL that AWS made with it, a cluster of EKS its group.
    fn made_along(&self, wanted: &[Kind], text: &str) -> Vec<LinkTarget> {
        let made = wanted.iter().flat_map(|kind| self.index.made_along(*kind, text));
        made.map(|(default, owner)| self.adopted(*default, *owner)).collect()
    }

    /// `arn:aws:iam::123456789012:policy/path/name` names a policy that the plan makes under that name.
    fn named_by_arn(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> (Vec<LinkTarget>, bool) {
        // No plan makes what AWS has, and a look-up of it that is still to come does not change it.
        let Some(arn) = Arn::parse(text).filter(|arn| !arn.is_of_aws()) else { return (Vec::new(), true) };
        let Some((_, name)) = arn.resource.split_once('/') else { return (Vec::new(), true) };
        let ids = wanted.iter().filter(|kind| !kind.spec().is_regional()).flat_map(|kind| self.index.keyed(*kind, arn.name()));
        self.in_scope(ids, |_, other| {
            let values = other.values.root();
            let path = values.get("path").text().value().unwrap_or("/").trim_start_matches('/');
            if !values.get("arn").is_unknown() || name.strip_prefix(path) != Some(arn.name()) {
                return Truth::False;
            }
            // What IAM attaches or an instance runs with is of the same account, so that either tells.
            let named = arn.account_id().map_or(Truth::Unknown, |account| Symbolic::Known(account).is(&other.location.account));
            match node.location.account.is(&other.location.account) {
                Truth::Unknown => named,
                own if named == Truth::Unknown => own,
                own => own.and(named),
            }
        })
    }

    /// What the plan makes under a name that is known only after apply, and that may be this one, or the one of this ARN.
    fn nameless(&self, node: &Node<'p>, wanted: &[Kind], text: &str) -> Vec<Candidate> {
        let name = match Arn::parse(text) {
            // No plan makes what AWS has.
            Some(arn) if arn.is_of_aws() => return Vec::new(),
            Some(arn) => arn.name(),
            None => text,
        };
        let named = wanted.iter().filter(|kind| kind.spec().names.contains(&"name")).flat_map(|kind| self.index.nameless(*kind)).copied();
        let may_be = |other: &Node<'p>| {
            other.values.root().get("name").is_unknown()
                && !std::ptr::eq(other, node)
                && scope(node, other) != Truth::False
                && self.may_be_called(other, name)
        };
        named
            .filter(|id| self.node(*id).is_some_and(may_be))
            .map(|id| Candidate { target: LinkTarget::Resource(id), how: How::Scope })
            .collect()
    }

    /// A name that is known only after apply may come out as this one, after how the configuration makes it. The provider begins the
    /// names that it makes up itself with `terraform-`, or with the prefix that is written.
    fn may_be_called(&self, node: &Node<'p>, name: &str) -> bool {
        if let Some(body) = self.sources.get(node.input).and_then(Option::as_ref).and_then(|evaluator| evaluator.resource(node.parsed))
            && let Some(written) = body.attribute("name").map(|evaluated| evaluated.value).filter(|value| *value != Sym::Null)
        {
            return may_come_to(&written, name);
        }
        let prefix = node.values.root().get("name_prefix").text();
        let entry = node.config.and_then(|config| self.configs.get(config));
        let is_written = |argument: &str| entry.is_none_or(|entry| entry.block.get(argument).is_some());
        match prefix {
            Attr::Known(prefix) | Attr::Sensitive(Some(prefix)) if !prefix.is_empty() => name.starts_with(prefix),
            _ if is_written("name") => true,
            // One that is not written is shown as known after apply too.
            Attr::Unknown(_) | Attr::Sensitive(None) if is_written("name_prefix") => true,
            _ => name.starts_with("terraform-"),
        }
    }

    /// Data sources that show one id, which AWS made up, looked up one object: the first stands for it, so that all that names it meets there.
    /// How an image is looked up tells which one the next launch takes.
    fn are_one_looked_up(&self, targets: &[LinkTarget], wanted: &[Kind], text: &str) -> bool {
        let is_looked_up =
            |target: &LinkTarget| matches!(target, LinkTarget::Resource(id) if self.node(*id).is_some_and(|node| node.existence.is_data()));
        let by_id = || wanted.iter().flat_map(|kind| self.index.keyed(*kind, text)).all(|keyed| !keyed.is_name);
        targets.iter().all(is_looked_up) && !wanted.contains(&Kind::Ami) && by_id()
    }

    /// Of several resources with the same key: managed ones before data sources, what the expression refers to, and those of the
    /// same provider.
    fn narrowed(
        &self,
        node: &Node<'p>,
        targets: Vec<LinkTarget>,
        wanted: &[Kind],
        text: &str,
        (path, position): (&[&str], &[usize]),
    ) -> Vec<LinkTarget> {
        let keep = |targets: Vec<LinkTarget>, test: &dyn Fn(&Node<'p>) -> bool| {
            let kept: Vec<_> = targets
                .iter()
                .copied()
                .filter(|target| match target {
                    LinkTarget::Resource(id) => self.node(*id).is_some_and(test),
                    LinkTarget::Default(..) => true,
                })
                .collect();
            if kept.is_empty() { targets } else { kept }
        };
        if targets.len() < 2 {
            return targets;
        }
        let mut targets = keep(targets, &|candidate| !candidate.existence.is_data());
        if self.are_one_looked_up(&targets, wanted, text) {
            targets.truncate(1);
        }
        if targets.len() < 2 {
            return targets;
        }
        let referred = self.referred(node, wanted, path, position);
        let named: Vec<_> = targets.iter().copied().filter(|target| referred.contains(target)).collect();
        let targets = if named.is_empty() { targets } else { named };
        match self.provider_of(node) {
            Some(own) if targets.len() > 1 => keep(targets, &|candidate| self.provider_of(candidate).is_none_or(|other| other == own)),
            _ => targets,
        }
    }

    /// The input and the key of the provider configuration that makes a resource.
    pub(super) fn provider_of(&self, node: &Node<'p>) -> Option<(usize, &'p str)> {
        let entry = node.config.and_then(|config| self.configs.get(config))?;
        Some((entry.input, entry.resource.provider_config_key.as_ref()?.as_str()))
    }
}

impl Resolver<'_, '_> {
    /// The resource that adopts an AWS default of a VPC, where the inputs have one, else the default itself.
    pub(super) fn adopted(&self, default: AwsDefault, vpc: ResourceId) -> LinkTarget {
        self.index.adopter(default, vpc).map_or(LinkTarget::Default(default, vpc), LinkTarget::Resource)
    }
}

/// A text of which parts are not known may be this one: it begins and ends as that does.
fn may_come_to(value: &Sym, text: &str) -> bool {
    match value {
        Sym::String(known) => **known == *text,
        Sym::Template(pieces) => {
            let literal = |piece: Option<&Piece>| match piece {
                Some(Piece::Literal(literal)) => literal.clone(),
                _ => String::new(),
            };
            text.starts_with(&literal(pieces.first())) && text.ends_with(&literal(pieces.last()))
        }
        Sym::OneOf(alternatives) => alternatives.iter().any(|alternative| may_come_to(alternative, text)),
        _ => true,
    }
}

/// Whether what a node writes is the key of the other: a name is one only where it is looked up.
fn denotes(node: &Node<'_>, keyed: Keyed, other: &Node<'_>) -> Truth {
    if keyed.is_name { scope(node, other) } else { Truth::True }
}

/// Whether a name that one resource writes is looked up where the other one has it.
pub(super) fn scope(node: &Node<'_>, named: &Node<'_>) -> Truth {
    let Some(kind) = named.kind else { return Truth::False };
    let account = if names_what_others_have(node) { Truth::True } else { node.location.account.is(&named.location.account) };
    if kind.spec().is_regional() { account.and(node.location.region.is(&named.location.region)) } else { account }
}

/// A permission set names policies of the accounts that it is assigned in.
pub(super) fn names_what_others_have(node: &Node<'_>) -> bool {
    node.kind.is_some_and(|kind| kind.spec().types.iter().any(|name| name.starts_with("aws_ssoadmin_")))
}
