//! Whether the inputs show all resources of a type that belong to another: what a plan or state manages it shows whole, and of what
//! it does not manage the answers of AWS may list all.

use crate::{Graph, Kind, Resource};
use ssm_check_plan::{InputKind, Listing};

/// What is known of the resources of a type that belong to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed<'g> {
    /// The input that manages it shows them all.
    Managed,
    /// An answer of AWS lists them all.
    Whole(&'g Listing),
    /// An answer of AWS lists some of them, and this is why it is not taken for whole.
    Part(&'g Listing, &'g str),
    /// No input lists them.
    Not,
}

impl Graph<'_> {
    /// The answer of AWS that lists resources of a type, if there is one.
    pub fn answer_that_lists(&self, resource_type: &str) -> Option<&str> {
        self.listings().find(|listing| listing.types.contains(&resource_type)).map(|listing| listing.file.as_str())
    }
}

impl<'g> Resource<'g> {
    /// It comes from answers of AWS.
    pub fn is_answer(self) -> bool {
        self.graph.plan_of(self.id).is_some_and(|plan| plan.kind == InputKind::Answers)
    }

    /// Answers of AWS speak of it, a VPC, though a plan or state counts more.
    pub fn is_described(self) -> bool {
        self.is_answer() || self.listed("aws_vpc", true) != Listed::Not
    }

    /// Do the inputs show all resources of a type that belong to this one, a VPC or something in one? `open` says that its own input
    /// need not show them.
    pub fn listed(self, resource_type: &str, open: bool) -> Listed<'g> {
        if !open && !self.is_answer() {
            return Listed::Managed;
        }
        let within = self.text(match self.kind() {
            Some(Kind::Vpc | Kind::Route53Zone | Kind::TransitGatewayRouteTable | Kind::Route53ResolverFirewallRuleGroup) => "id",
            // The gateway stands for its default route table too.
            Some(Kind::TransitGateway) if resource_type == "aws_ec2_transit_gateway_route" => "association_default_route_table_id",
            Some(Kind::TransitGateway) => "id",
            _ => "vpc_id",
        });
        let within = within.value();
        let mut part = Listed::Not;
        for listing in self.graph.listings().filter(|listing| listing.types.contains(&resource_type)) {
            let Some(within) = within else { continue };
            match (&listing.cut_off, listing.lacking.get(within)) {
                (None, None) if listing.whole.contains(within) => return Listed::Whole(listing),
                (Some(why), _) | (None, Some(why)) => part = Listed::Part(listing, why),
                (None, None) => {}
            }
        }
        part
    }
}
