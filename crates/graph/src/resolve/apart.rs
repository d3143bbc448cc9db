//! By place: AWS looks an id up in the Region and for the account of the call, and does not find what is elsewhere.

use super::Resolver;
use super::value::names_what_others_have;
use crate::made_along::kind_of;
use crate::{Apart, Bound, Existence, Gap, How, Kind, Link, LinkSpec, LinkTarget, Node, Reach, Slot};

impl<'p> Resolver<'_, 'p> {
    /// Leaves the links open that lead to what AWS does not find from where the resource is to be made.
    pub(super) fn hold_to_place(&self, node: &Node<'p>, links: &mut [(&'static LinkSpec, Link)]) {
        // Of an endpoint of another Region than its VPC a check says that for certain.
        let is_of_vpc = |spec: &LinkSpec| node.kind == Some(Kind::VpcEndpoint) && spec.targets == [Kind::Vpc];
        let vpc = links.iter().find(|(spec, _)| is_of_vpc(spec)).and_then(|(spec, link)| self.apart(node, spec, link.only()?));
        if vpc.is_some() || node.existence.is_data() {
            return;
        }
        for (spec, link) in links {
            self.hold_link_to_place(node, spec, link);
        }
    }

    fn hold_link_to_place(&self, node: &Node<'p>, spec: &LinkSpec, link: &mut Link) {
        for slot in &mut link.slots {
            let apart = |target| self.apart(node, spec, target);
            match slot {
                Slot::One { candidates, open } if open.is_none() => {
                    // One of several that is there is the one that is meant.
                    let mut all = candidates.iter().map(|candidate| apart(candidate.target));
                    let first = all.next().flatten();
                    *open = first.filter(|_| all.all(|other| other.is_some())).map(Box::new);
                }
                Slot::Some { candidates, open } if open.is_none() => {
                    let mut named = candidates.iter().filter(|candidate| candidate.how < How::Scope);
                    *open = named.find_map(|candidate| apart(candidate.target)).map(Box::new);
                }
                _ => {}
            }
        }
    }

    fn apart(&self, node: &Node<'p>, spec: &LinkSpec, target: LinkTarget) -> Option<Gap> {
        let (LinkTarget::Resource(id) | LinkTarget::Default(_, id)) = target;
        let named = self.node(id)?;
        let kind = match target {
            LinkTarget::Resource(_) => named.kind?,
            LinkTarget::Default(default, _) => kind_of(default),
        };
        // What exists was found.
        let is_asked = node.existence.is_new() || (node.existence == Existence::Updated && named.existence.is_new());
        if !is_asked || spec.reach == Reach::Afar {
            return None;
        }
        let is_bound = |to: Bound| kind.spec().bound_to.contains(&to);
        let gap = |places: Option<(&str, &str)>| {
            let address = |node: &Node<'p>| node.label.as_deref().unwrap_or(&node.address).to_owned();
            let places = places.map(|(here, there)| (here.to_owned(), there.to_owned()));
            Some(Gap::Apart(Box::new(Apart { by: address(node), named: address(named), places })))
        };
        let is_regional = node.kind.is_some_and(|kind| kind.spec().is_regional());
        if let (Some(here), Some(there)) = (node.location.region(), named.location.region())
            && is_bound(Bound::Region)
            && is_regional
            && here != there
        {
            return gap(Some((here, there)));
        }
        if !(is_bound(Bound::Account) || spec.reach == Reach::Owner) || names_what_others_have(node) {
            return None;
        }
        match (node.location.account(), named.location.account()) {
            (Some(here), Some(there)) if here != there => gap(Some((here, there))),
            // One provider assumes a role of an account, the other has credentials that show none.
            (Some(_), None) | (None, Some(_)) if self.is_by_another_provider(node, named) => gap(None),
            _ => None,
        }
    }

    /// Two provider configurations of one input make them.
    fn is_by_another_provider(&self, node: &Node<'p>, named: &Node<'p>) -> bool {
        let providers = self.provider_of(node).zip(self.provider_of(named));
        providers.is_some_and(|(own, other)| own.0 == other.0 && own.1 != other.1)
    }
}
