//! Partitions: groups of Regions that share nothing with the others.
//! <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
//!
//! The tables are of [`TABLE_VERSION`](crate::TABLE_VERSION).

use std::fmt;

/// A partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// The commercial one.
    Aws,
    /// China.
    Cn,
    /// `GovCloud` (US).
    UsGov,
    /// Isolated: `us-iso-…`.
    Iso,
    /// Isolated: `us-isob-…`.
    IsoB,
    /// Isolated: `eu-isoe-…`.
    IsoE,
    /// Isolated: `us-isof-…`.
    IsoF,
    /// European Sovereign Cloud.
    Eusc,
}

struct Facts {
    name: &'static str,
    /// How its Regions' names begin; those of the commercial one begin in many ways.
    prefix: Option<&'static str>,
    dns_suffix: &'static str,
    dual_stack_suffix: &'static str,
    regions: &'static [&'static str],
}

impl Partition {
    /// Every partition.
    pub const ALL: [Self; 8] = [Self::Aws, Self::Cn, Self::UsGov, Self::Iso, Self::IsoB, Self::IsoE, Self::IsoF, Self::Eusc];

    fn facts(self) -> &'static Facts {
        match self {
            Self::Aws => &COMMERCIAL,
            Self::Cn => &CN,
            Self::UsGov => &USGOV,
            Self::Iso => &ISO,
            Self::IsoB => &ISOB,
            Self::IsoE => &ISOE,
            Self::IsoF => &ISOF,
            Self::Eusc => &EUSC,
        }
    }

    /// As ARNs write it.
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// The partition of a name; `None` where there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partition| partition.as_str() == name)
    }

    /// The partition of a Region, by how its name begins.
    pub fn of_region(region: &str) -> Self {
        let begins = |partition: &Self| partition.facts().prefix.is_some_and(|prefix| region.starts_with(prefix));
        Self::ALL.into_iter().find(begins).unwrap_or(Self::Aws)
    }

    /// The domain of services' names. The agent derives it from the Region's prefix:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/common/identity/endpoint/endpoint.go>
    pub fn dns_suffix(self) -> &'static str {
        self.facts().dns_suffix
    }

    /// The domain of services' names that have IPv6 addresses too.
    pub fn dual_stack_suffix(self) -> &'static str {
        self.facts().dual_stack_suffix
    }

    /// The Regions that the table lists.
    pub fn regions(self) -> &'static [&'static str] {
        self.facts().regions
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

const COMMERCIAL: Facts = Facts {
    name: "aws",
    prefix: None,
    dns_suffix: "amazonaws.com",
    dual_stack_suffix: "api.aws",
    regions: &[
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "me-west-1",
        "mx-central-1",
        "sa-east-1",
        "sa-west-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ],
};

const CN: Facts = Facts {
    name: "aws-cn",
    prefix: Some("cn-"),
    dns_suffix: "amazonaws.com.cn",
    dual_stack_suffix: "api.amazonwebservices.com.cn",
    regions: &["cn-north-1", "cn-northwest-1"],
};

const USGOV: Facts = Facts {
    name: "aws-us-gov",
    prefix: Some("us-gov-"),
    dns_suffix: "amazonaws.com",
    dual_stack_suffix: "api.aws",
    regions: &["us-gov-east-1", "us-gov-west-1"],
};

const ISO: Facts = Facts {
    name: "aws-iso",
    prefix: Some("us-iso-"),
    dns_suffix: "c2s.ic.gov",
    dual_stack_suffix: "api.aws.ic.gov",
    regions: &["us-iso-east-1", "us-iso-west-1"],
};

const ISOB: Facts = Facts {
    name: "aws-iso-b",
    prefix: Some("us-isob-"),
    dns_suffix: "sc2s.sgov.gov",
    dual_stack_suffix: "api.aws.scloud",
    regions: &["us-isob-east-1", "us-isob-west-1"],
};

const ISOE: Facts = Facts {
    name: "aws-iso-e",
    prefix: Some("eu-isoe-"),
    dns_suffix: "cloud.adc-e.uk",
    dual_stack_suffix: "api.cloud-aws.adc-e.uk",
    regions: &["eu-isoe-west-1"],
};

const ISOF: Facts = Facts {
    name: "aws-iso-f",
    prefix: Some("us-isof-"),
    dns_suffix: "csp.hci.ic.gov",
    dual_stack_suffix: "api.aws.hci.ic.gov",
    regions: &["us-isof-east-1", "us-isof-south-1"],
};

const EUSC: Facts = Facts {
    name: "aws-eusc",
    prefix: Some("eusc-"),
    dns_suffix: "amazonaws.eu",
    dual_stack_suffix: "api.amazonwebservices.eu",
    regions: &["eusc-de-east-1"],
};
