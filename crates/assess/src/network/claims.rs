//! What several resources claim where AWS has room for one: it refuses the second, or lets it take the place of the first.
//!
//! An apply makes what does not refer to each other in no order that could be relied on:
//! <https://developer.hashicorp.com/terraform/internals/graph>.

use super::NetModel;
use crate::exclusive::{self, Fate};
use ssm_check_graph::aws::{
    MainRouteTableAssociation, NetworkAcl, NetworkAclAssociation, RouteTable, RouteTableAssociation, SecurityGroup, View,
    VpcDhcpOptionsAssociation,
};
use ssm_check_graph::{AwsDefault, Existence, LinkTarget, Resource};
use ssm_check_message::{Message, Reason, Span, say};
use ssm_check_net::known::{Choice, Gap};
use ssm_check_net::trace::{Place, PlacePart};
use ssm_check_net::{Entity, Truth};

/// Those of the claims that one may come out of last: what an apply writes takes the place of what was there before it. What a failed
/// replacement left behind gives way to what replaced it.
pub(super) fn last_written<T>(claims: Vec<(Resource<'_>, T)>) -> Vec<(Resource<'_>, T)> {
    let claims = prefer(claims, |by| !by.is_deposed());
    prefer(claims, |by| is_changed(by))
}

/// The claims of such resources, or all if none of them is one.
pub(super) fn prefer<'g, T>(claims: Vec<(Resource<'g>, T)>, wanted: impl Fn(Resource<'g>) -> bool) -> Vec<(Resource<'g>, T)> {
    let any = claims.iter().any(|(by, _)| wanted(*by));
    claims.into_iter().filter(|(by, _)| !any || wanted(*by)).collect()
}

/// The plan makes or changes it.
fn is_changed(resource: Resource<'_>) -> bool {
    resource.existence().is_new() || resource.existence() == Existence::Updated
}

/// One of the claims counts; `None` where there is none.
pub(super) fn one_of<T: Copy + PartialEq>(claims: Vec<(Resource<'_>, Choice<T>)>) -> Option<Choice<T>> {
    let mut claims = claims.into_iter().map(|(_, claim)| claim);
    let mut all = claims.next()?;
    for claim in claims.filter(|claim| *claim != Choice::None) {
        let gap = all.gap().or(claim.gap()).cloned();
        let mut among = all.candidates().to_vec();
        among.extend(claim.candidates().iter().filter(|one| !all.candidates().contains(one)));
        all = match (among.as_slice(), gap) {
            ([], gap) => gap.map_or(Choice::None, Choice::Unknown),
            ([one], None) => Choice::One(*one),
            (_, None) => Choice::OneOf(among),
            (_, Some(gap)) => Choice::OneOfOrUnknown(among, gap),
        };
    }
    Some(all)
}

/// Something that these claim.
pub(super) fn rivals<'g>(what: Message, by: impl IntoIterator<Item = Resource<'g>>) -> Gap {
    Gap::because(what, Reason::Rivals(by.into_iter().map(|by| by.address().to_owned()).collect()))
}

impl<'g> NetModel<'g> {
    /// What a default of AWS holds is not known where several resources adopt it: each takes out what it does not name itself,
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group>.
    pub(super) fn adopted_by_another(&self, target: LinkTarget) -> Option<Gap> {
        let id = match target {
            LinkTarget::Resource(id) => id,
            LinkTarget::Default(default, vpc) => return self.perhaps_adopted(default, self.graph.resource(vpc), None),
        };
        let own = self.graph.resource(id);
        if let Some(other) = self.graph.other_adopters(id).into_iter().find(|other| is_changed(*other)) {
            return Some(rivals(say!("what is left in {}", Span::address(own.address())), [own, other]));
        }
        let default = match own.resource_type() {
            "aws_default_route_table" => AwsDefault::RouteTable,
            "aws_default_network_acl" => AwsDefault::NetworkAcl,
            "aws_default_security_group" => AwsDefault::SecurityGroup,
            _ => return None,
        };
        self.perhaps_adopted(default, own, Some(own))
    }

    /// Something else adopts a default of AWS, and it is not known whose: it may be this one.
    fn perhaps_adopted(&self, default: AwsDefault, whose: Resource<'g>, own: Option<Resource<'g>>) -> Option<Gap> {
        let adopters = match default {
            AwsDefault::RouteTable => self.unplaced::<RouteTable<'g>>("aws_default_route_table", "default_route_table_id"),
            AwsDefault::NetworkAcl => self.unplaced::<NetworkAcl<'g>>("aws_default_network_acl", "default_network_acl_id"),
            AwsDefault::SecurityGroup => self.unplaced::<SecurityGroup<'g>>("aws_default_security_group", "vpc_id"),
            AwsDefault::ClusterSecurityGroup => Vec::new(),
        };
        let mut others = adopters.into_iter().filter(|adopter| own.is_none_or(|own| own.id() != adopter.id()) && is_changed(*adopter));
        let other = others.find(|other| other.location().is(whose.location()) != Truth::False)?;
        Some(Gap::new(say!("what {} adopts", Span::address(other.address()))))
    }

    /// What adopts a default of which it is not known whose it is.
    fn unplaced<V: View<'g>>(&self, resource_type: &str, attribute: &'static str) -> Vec<Resource<'g>> {
        let undecided = self.graph.undecided::<V>(&[attribute]).into_iter().map(View::resource);
        undecided.filter(|resource| resource.resource_type() == resource_type && resource.is_managed()).collect()
    }

    /// What the adoption of a default of AWS's leaves of what a resource adds to it; `None` where it takes that out, the gap where it may.
    pub(super) fn left_in_adopted(&self, holder: LinkTarget, by: Resource<'g>, path: &[&str]) -> Option<Result<(), Gap>> {
        match (exclusive::in_adopted(holder, by, path), holder) {
            (Fate::Goes, _) => None,
            (Fate::Unclear, LinkTarget::Resource(adopter)) => {
                let [by, adopter] = [by, self.graph.resource(adopter)].map(|one| Span::address(one.address()));
                Some(Err(Gap::new(say!("whether {} is made after {}, which takes out what is there before", by, adopter))))
            }
            _ => Some(Ok(())),
        }
    }

    /// EC2 refuses a second group under one name in a VPC, `InvalidGroup.Duplicate`:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html>.
    pub(super) fn namesake_in_vpc(&self, target: LinkTarget) -> Option<Gap> {
        let LinkTarget::Resource(id) = target else { return None };
        let (own, other) = (self.graph.resource(id), self.graph.namesake(id)?);
        let [here, there] = [own, other].map(|group| group.link(&["vpc_id"]).only());
        (here.is_some() && here == there).then(|| crate::open_world::same_name(own, other))
    }

    /// The resources that claim what this place of the model says, where there are several.
    pub(super) fn rivals_for(&self, place: &Place) -> Option<Gap> {
        let PlacePart::Field(field) = place.part else { return None };
        let resource = self.graph.at(self.network.name(place.entity))?;
        let target = LinkTarget::Resource(resource.id());
        let address = Span::address(resource.address());
        let (what, claimants) = match (place.entity, field) {
            (Entity::Subnet(_), "table") => {
                (say!("the route table of {}", address), self.claimants::<RouteTableAssociation<'g>>(target, &["subnet_id"]))
            }
            (Entity::Subnet(_), "acl") => {
                let mut all = self.claimants::<NetworkAclAssociation<'g>>(target, &["subnet_id"]);
                all.extend(self.claimants::<NetworkAcl<'g>>(target, &["subnet_ids"]));
                (say!("the network ACL of {}", address), all)
            }
            (Entity::Vpc(_), "main_table") => {
                (say!("the main route table of {}", address), self.claimants::<MainRouteTableAssociation<'g>>(target, &["vpc_id"]))
            }
            (Entity::Vpc(_), "custom_dns") => {
                (say!("the DHCP options of {}", address), self.claimants::<VpcDhcpOptionsAssociation<'g>>(target, &["vpc_id"]))
            }
            (Entity::Interface(_), "public_ipv4") => (say!("the Elastic IP address of {}", address), self.claimants_of_address(resource)),
            _ => return None,
        };
        (claimants.len() > 1).then(|| rivals(what, claimants))
    }

    fn claimants<V: View<'g>>(&self, target: LinkTarget, path: &[&str]) -> Vec<Resource<'g>> {
        let certain = self.graph.referrers::<V>(target, path).into_iter().filter(|(_, referrer)| referrer.certain);
        certain.map(|(view, _)| view.resource()).filter(|by| !by.is_deposed()).collect()
    }
}
