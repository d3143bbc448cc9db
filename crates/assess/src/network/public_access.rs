//! Whether a VPC blocks public access, and the exclusions from that:
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>.

use super::{NetModel, unlisted};
use ssm_check_graph::aws::{BlockPublicAccessExclusion, BlockPublicAccessOptions};
use ssm_check_graph::{Listed, Resource, Target};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::known::{Gap, Known};
use ssm_check_net::vpc::{Exclusion, PublicAccess};
use ssm_check_plan::Attr;

impl<'g> NetModel<'g> {
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>: one setting for the account and Region.
    pub(super) fn public_access(&self, vpc: Resource<'g>) -> Known<PublicAccess> {
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
            return match options.internet_gateway_block_mode() {
                Attr::Known("off") | Attr::Absent => Known::Known(PublicAccess::Off),
                Attr::Known("block-ingress") => Known::Known(PublicAccess::BlockIngress),
                Attr::Known("block-bidirectional") => Known::Known(PublicAccess::BlockBidirectional),
                _ => Known::Unknown(Gap::new(say!("{}", Span::address(options.0.address())))),
            };
        }
        if let Listed::Part(..) = vpc.listed("aws_vpc_block_public_access_options", Self::is_open(vpc)) {
            let gap = unlisted(vpc, "aws_vpc_block_public_access_options", "VPC block public access");
            return gap.map_or(Known::Known(PublicAccess::Off), Known::Unknown);
        }
        Known::Known(PublicAccess::Off)
    }

    pub(super) fn exclusion(&self, target: Target, path: &str) -> Exclusion {
        let mut exclusion = Exclusion::none();
        for (view, referrer) in self.graph.referrers::<BlockPublicAccessExclusion>(target, &[path]) {
            let sure = if referrer.certain { Truth::True } else { Truth::Unknown };
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
