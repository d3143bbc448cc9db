//! What EC2 refuses to launch where the subnet is another account's, which shares it or does not.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html>

use super::NetModel;
use super::refused::BY_EC2;
use crate::target::Source;
use ssm_check_aws::AccountId;
use ssm_check_graph::aws::{RamPrincipalAssociation, RamResourceAssociation};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_message::{Span, say};
use ssm_check_net::known::{Choice, Gap, Members};
use ssm_check_net::network::{GroupId, SubnetId};

/// A launch in a subnet of another account.
#[derive(Clone, Copy)]
struct Participation<'g> {
    launched: Resource<'g>,
    /// The account that launches.
    account: &'g str,
    subnet: Resource<'g>,
    /// The account whose subnet it is.
    owner: &'g str,
}

impl<'g> NetModel<'g> {
    /// The subnet of a launch, which its account shares with the one that launches.
    pub(super) fn shared_subnet(&self, source: Source<'g>, subnet: Choice<SubnetId>) -> Choice<SubnetId> {
        let Some(launch) = self.participation(source, &subnet) else { return subnet };
        // Who reads it sees it.
        if launch.subnet.existence().is_data() || self.is_shared(launch.subnet, launch.account) {
            return subnet;
        }
        let [place, launched] = [launch.subnet, launch.launched].map(|resource| Span::address(resource.address()));
        let (owner, account) = (Span::value(launch.owner), Span::value(launch.account));
        Choice::Unknown(Gap::new(say!("whether account {} shares {} with account {}, which launches {}", owner, place, account, launched)))
    }

    /// The groups of a launch: the default group of a VPC is its owner's alone, and another account's group has to be shared too:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html>.
    pub(super) fn groups_of_participant(
        &self,
        source: Source<'g>,
        subnet: &Choice<SubnetId>,
        groups: Members<GroupId>,
    ) -> Members<GroupId> {
        let Some(launch) = self.participation(source, subnet) else { return groups };
        let named: &[GroupId] = match &groups {
            Members::Exactly(ids) | Members::AtLeast(ids, _) | Members::SomeOf(ids) | Members::SomeOfOrOther(ids, _) => ids,
            Members::Unknown(_) => return groups,
        };
        let refused = |what| Members::Unknown(Gap::because(what, BY_EC2));
        let [launched, place] = [launch.launched, launch.subnet].map(|resource| Span::address(resource.address()));
        let (account, owner) = (Span::value(launch.account), Span::value(launch.owner));
        if named.is_empty() && matches!(groups, Members::Exactly(_)) {
            return refused(say!(
                "whether account {} can launch {} in {} with the default security group, which is account {}'s",
                account,
                launched,
                place,
                owner
            ));
        }
        let resources = self.groups.iter().filter(|(_, id)| named.contains(id)).filter_map(|(target, _)| match target {
            LinkTarget::Resource(id) => Some(self.graph.resource(*id)),
            LinkTarget::Default(..) => None,
        });
        let mut foreign = resources.filter_map(|group| Some((group, group.location().account()?))).filter(|(_, of)| *of != launch.account);
        match foreign.find(|(group, _)| !self.is_shared(*group, launch.account)) {
            Some((group, of)) => refused(say!(
                "whether account {} can launch {} with {}, which is account {}'s",
                account,
                launched,
                Span::address(group.address()),
                Span::value(of)
            )),
            None => groups,
        }
    }

    /// A new launch in a subnet that is certainly of another account.
    fn participation(&self, source: Source<'g>, subnet: &Choice<SubnetId>) -> Option<Participation<'g>> {
        let Choice::One(id) = subnet else { return None };
        let launched = source.own;
        let subnet = self.subnet_behind(*id).filter(|_| launched.existence().is_new())?.0;
        let (account, owner) = (launched.location().account()?, subnet.location().account()?);
        (account != owner).then_some(Participation { launched, account, subnet, owner })
    }

    /// A share of the inputs is of the resource, and with the account or with what that may belong to.
    fn is_shared(&self, resource: Resource<'g>, account: &str) -> bool {
        let of = self.graph.referrers::<RamResourceAssociation<'g>>(LinkTarget::Resource(resource.id()), &["resource_arn"]);
        let of = of.into_iter().map(|(association, _)| association);
        of.chain(self.graph.undecided::<RamResourceAssociation<'g>>(&["resource_arn"])).any(|association| {
            // Whom a share that is not in the inputs is with is not shown there.
            let Some(share) = self.graph.linked(association.share()).filter(|share| share.is_managed()) else { return true };
            let with = self.graph.referrers::<RamPrincipalAssociation<'g>>(LinkTarget::Resource(share.id()), &["resource_share_arn"]);
            let with = with.into_iter().map(|(association, _)| association);
            with.chain(self.graph.undecided::<RamPrincipalAssociation<'g>>(&["resource_share_arn"])).any(|association| {
                association.principal().value().is_none_or(|principal| !AccountId::is_valid(principal) || principal == account)
            })
        })
    }
}
