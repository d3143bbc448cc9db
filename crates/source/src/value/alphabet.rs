//! What is certain of the text of an attribute that only the apply tells: the characters that it may hold, how it begins, and
//! what it is put together from.

use super::symbol::{Step, Symbol};
use ssm_check_plan::Key;

/// The characters that a text may hold; it is never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Small letters, digits and hyphens: `i-0123abcd`, a UUID, a Region.
    Small,
    /// Letters, digits, and `_+=,.@-`: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
    IamName,
    /// Letters, digits, and `_-.`.
    Word,
    /// An identifier of several parts that may stand with commas and the like between them.
    Parts,
    /// Any other identifier.
    Identifier,
}

impl Alphabet {
    /// Whether a text may hold the character.
    pub(crate) fn holds(self, character: char) -> bool {
        match self {
            Self::Small => character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-',
            Self::IamName => character.is_ascii_alphanumeric() || "_+=,.@-".contains(character),
            Self::Word => character.is_ascii_alphanumeric() || "_-.".contains(character),
            Self::Parts => Self::Identifier.holds(character) || ",;|".contains(character),
            Self::Identifier => character.is_alphanumeric() || "-_:/.+=@*~".contains(character),
        }
    }
}

/// How the ids that AWS makes up begin: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.
const PREFIXES: [(&str, &str); 15] = [
    ("aws_egress_only_internet_gateway", "eigw-"),
    ("aws_eip", "eipalloc-"),
    ("aws_instance", "i-"),
    ("aws_internet_gateway", "igw-"),
    ("aws_launch_template", "lt-"),
    ("aws_nat_gateway", "nat-"),
    ("aws_network_acl", "acl-"),
    ("aws_network_interface", "eni-"),
    ("aws_route_table", "rtb-"),
    ("aws_security_group", "sg-"),
    ("aws_subnet", "subnet-"),
    ("aws_vpc", "vpc-"),
    ("aws_vpc_endpoint", "vpce-"),
    ("aws_vpc_peering_connection", "pcx-"),
    ("aws_vpn_gateway", "vgw-"),
];

/// Types of IAM whose `id` is their name.
const NAMED: [&str; 4] = ["aws_iam_group", "aws_iam_instance_profile", "aws_iam_role", "aws_iam_user"];

/// How ARNs are made, by type: the service, and the resource with its attributes between braces:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
const ARNS: [(&str, &str, &str); 19] = [
    ("aws_ecs_cluster", "ecs", "cluster/{name}"),
    ("aws_eks_cluster", "eks", "cluster/{name}"),
    ("aws_iam_group", "iam", "group{path}{name}"),
    ("aws_iam_instance_profile", "iam", "instance-profile{path}{name}"),
    ("aws_iam_policy", "iam", "policy{path}{name}"),
    ("aws_iam_role", "iam", "role{path}{name}"),
    ("aws_iam_user", "iam", "user{path}{name}"),
    ("aws_instance", "ec2", "instance/{id}"),
    ("aws_internet_gateway", "ec2", "internet-gateway/{id}"),
    ("aws_kms_key", "kms", "key/{key_id}"),
    ("aws_launch_template", "ec2", "launch-template/{id}"),
    ("aws_network_acl", "ec2", "network-acl/{id}"),
    ("aws_network_interface", "ec2", "network-interface/{id}"),
    ("aws_route_table", "ec2", "route-table/{id}"),
    ("aws_security_group", "ec2", "security-group/{id}"),
    ("aws_ssm_document", "ssm", "document/{name}"),
    ("aws_subnet", "ec2", "subnet/{id}"),
    ("aws_vpc", "ec2", "vpc/{id}"),
    ("aws_vpc_endpoint", "ec2", "vpc-endpoint/{id}"),
];

/// Endpoints, `address:port`: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance#endpoint-1>.
const ENDPOINTS: [&str; 1] = ["aws_db_instance"];

/// A part of what is put together.
pub(crate) enum Made {
    /// Text.
    Literal(String),
    /// A field of an ARN, or another attribute of the same resource.
    Of(Symbol),
}

impl Symbol {
    /// The characters that the text may hold, where that is known.
    pub(crate) fn alphabet(&self) -> Option<Alphabet> {
        let kind = self.address.resource_type.as_str();
        if let [Step::Attribute(arn), Step::Index(Key::Int(1 | 3 | 4))] = self.path.as_slice() {
            return (arn == "arn").then_some(Alphabet::Small);
        }
        Some(match self.attribute()? {
            "id" if self.prefix().is_some() || matches!(kind, "aws_kms_key" | "terraform_data") => Alphabet::Small,
            "id" | "name" if NAMED.contains(&kind) => Alphabet::IamName,
            "name" if kind == "aws_iam_policy" => Alphabet::IamName,
            "id" | "name" if kind == "aws_ssm_document" => Alphabet::Word,
            "name" if matches!(kind, "aws_ecs_cluster" | "aws_eks_cluster") => Alphabet::Word,
            "address" if ENDPOINTS.contains(&kind) => Alphabet::Word,
            "key_id" if kind == "aws_kms_key" => Alphabet::Small,
            // That of many resources joins several parts with commas (`aws_ssoadmin_account_assignment`, `aws_quicksight_data_set`).
            "id" => Alphabet::Parts,
            "arn" | "unique_id" | "key_id" | "invoke_arn" | "owner_id" => Alphabet::Identifier,
            _ => return None,
        })
    }

    /// How the id begins that AWS makes up.
    fn prefix(&self) -> Option<&'static str> {
        let kind = self.address.resource_type.as_str();
        let own = PREFIXES.iter().find(|(of, _)| *of == kind || kind.strip_prefix("aws_default_") == of.strip_prefix("aws_"));
        own.filter(|_| self.attribute() == Some("id")).map(|(_, prefix)| *prefix)
    }

    /// What the text certainly begins with.
    pub(crate) fn beginning(&self) -> &'static str {
        match self.attribute() {
            Some("id") => self.prefix().unwrap_or_default(),
            Some("arn") if self.is_arn() => "arn:",
            _ => "",
        }
    }

    fn is_arn(&self) -> bool {
        self.attribute() == Some("arn") && ARNS.iter().any(|(kind, ..)| *kind == self.address.resource_type)
    }

    /// What the text is put together from, where that is known.
    pub(crate) fn made_of(&self) -> Option<Vec<Made>> {
        let kind = self.address.resource_type.as_str();
        let text = |text: &str| Made::Literal(text.to_owned());
        let of = |name: &str| Made::Of(Self { address: self.address.clone(), path: vec![Step::Attribute(name.to_owned())] });
        if self.attribute() == Some("endpoint") && ENDPOINTS.contains(&kind) {
            return Some(vec![of("address"), text(":"), of("port")]);
        }
        let (_, service, resource) = ARNS.iter().find(|(of, ..)| *of == kind).filter(|_| self.is_arn())?;
        let field = |at| Made::Of(self.then(Step::Index(Key::Int(at))));
        let mut parts = vec![text("arn:"), field(1), text(":"), text(service), text(":")];
        // IAM is nowhere.
        parts.extend((*service != "iam").then(|| field(3)));
        parts.extend([text(":"), field(4), text(":")]);
        for piece in resource.split_inclusive(['{', '}']) {
            match piece.strip_suffix('}') {
                Some(attribute) => parts.push(of(attribute)),
                None => parts.push(text(piece.trim_end_matches('{'))),
            }
        }
        Some(parts)
    }
}
