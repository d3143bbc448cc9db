//! Whether a VPC blocks public access, and the exclusions from that:
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>.

use super::refused::BY_EC2;
use super::{NetModel, unlisted};
use crate::organization::declared;
use ssm_check_graph::aws::{BlockPublicAccessExclusion, BlockPublicAccessOptions};
use ssm_check_graph::{LinkTarget, Listed, Resource};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::known::{Gap, Known};
use ssm_check_net::vpc::{Exclusion, PublicAccess};
use ssm_check_plan::Attr;

/// What declarative policies call it.
const ATTRIBUTE: &str = "vpc_block_public_access";

impl<'g> NetModel<'g> {
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>: one setting for the account and Region, unless the
    /// organisation declares it.
    pub(super) fn public_access(&self, vpc: Resource<'g>) -> Known<PublicAccess> {
        if let Some(declared) = self.declared_public_access(vpc) {
            return declared;
        }
        for options in self.graph.all::<BlockPublicAccessOptions>() {
            let is_here = options.0.location().is(vpc.location());
            let is_off = matches!(options.internet_gateway_block_mode(), Attr::Known("off") | Attr::Absent);
            if is_here == Truth::False || (is_here == Truth::Unknown && is_off) {
                continue;
            }
            if is_here == Truth::Unknown {
                return Known::Unknown(Gap::new(say!(
                    "whether {} is of the account and Region of {}",
                    Span::address(options.0.address()),
                    Span::address(vpc.address())
                )));
            }
            let mode = match options.internet_gateway_block_mode() {
                Attr::Absent => Some(PublicAccess::Off),
                Attr::Known(mode) => mode_of(mode),
                _ => None,
            };
            return mode.map_or_else(|| Known::Unknown(Gap::new(Span::address(options.0.address()))), Known::Known);
        }
        if let Listed::Part(..) = vpc.listed("aws_vpc_block_public_access_options", Self::is_open(vpc)) {
            let gap = unlisted(vpc, "aws_vpc_block_public_access_options", "VPC block public access");
            return gap.map_or(Known::Known(PublicAccess::Off), Known::Unknown);
        }
        Known::Known(PublicAccess::Off)
    }

    /// A declarative policy has the last word, in every Region:
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative_syntax.html>.
    fn declared_public_access(&self, vpc: Resource<'g>) -> Option<Known<PublicAccess>> {
        let modes = declared(self.graph, &vpc.location().account, ATTRIBUTE, "mode");
        let (first, rest) = modes.split_first()?;
        let address = Span::address(first.policy.0.address());
        let mode = first.value.as_deref().filter(|value| rest.iter().all(|other| other.value.as_deref() == Some(value)));
        let Some(mode) = mode.and_then(mode_of) else {
            return Some(Known::Unknown(Gap::new(say!("whether {} blocks public access", address))));
        };
        Some(Known::Known(mode))
    }

    /// Why an exclusion of a VPC or subnet may count for nothing: the declarative policy that blocks does not allow any, or may not.
    pub(super) fn exclusion_not_allowed(&self, of: Resource<'g>) -> Option<Gap> {
        let declared = |name| declared(self.graph, &of.location().account, ATTRIBUTE, name);
        let (modes, allowed) = (declared("mode"), declared("exclusions_allowed"));
        let by = modes.iter().find(|one| one.value.as_deref().is_none_or(|mode| mode_of(mode) != Some(PublicAccess::Off)))?;
        let in_doubt = allowed.iter().find(|one| one.value.as_deref() != Some("enabled"))?;
        let policy = Span::address(by.policy.0.address());
        Some(match in_doubt.value {
            Some(_) => Gap::because(say!("whether anything is excluded from what {} blocks, which allows no exclusions", policy), BY_EC2),
            None => Gap::new(say!("whether {} allows exclusions from what it blocks", policy)),
        })
    }

    pub(super) fn exclusion(&self, target: LinkTarget, path: &str) -> Exclusion {
        let mut exclusion = Exclusion::none();
        for (view, referrer) in self.graph.referrers::<BlockPublicAccessExclusion>(target, &[path]) {
            let is_allowed = self.exclusion_not_allowed(view.0).is_none();
            let sure = if referrer.certain && is_allowed { Truth::True } else { Truth::Unknown };
            match view.internet_gateway_exclusion_mode() {
                Attr::Known("allow-bidirectional") => exclusion.bidirectional = exclusion.bidirectional.or(sure),
                Attr::Known("allow-egress") => exclusion.egress = exclusion.egress.or(sure),
                _ => exclusion = Exclusion { bidirectional: Truth::Unknown, egress: Truth::Unknown },
            }
        }
        if !self.graph.undecided::<BlockPublicAccessExclusion>(&[path]).is_empty() {
            let unsure = |truth: Truth| truth.or(Truth::Unknown);
            exclusion = Exclusion { bidirectional: unsure(exclusion.bidirectional), egress: unsure(exclusion.egress) };
        }
        exclusion
    }
}

/// As the API writes it, or a declarative policy.
fn mode_of(name: &str) -> Option<PublicAccess> {
    match name {
        "off" => Some(PublicAccess::Off),
        "block-ingress" | "block_ingress" => Some(PublicAccess::BlockIngress),
        "block-bidirectional" | "block_bidirectional" => Some(PublicAccess::BlockBidirectional),
        _ => None,
    }
}
