//! Partitions: groups of Regions that share nothing with the others.
//! <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
//!
//! Prefixes, host names and Regions are in `data/partitions.json`.

use crate::Facts;
use serde::Deserialize;
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

#[derive(Default, Deserialize)]
pub(crate) struct Partitions {
    partitions: Vec<KnownPartition>,
}

#[derive(Default, Deserialize)]
struct KnownPartition {
    name: String,
    /// How its Regions' names begin; those of the commercial one begin in many ways.
    prefix: Option<String>,
    dns_suffix: String,
    dual_stack_suffix: String,
    regions: Vec<String>,
}

pub(crate) static TABLE: Facts<Partitions> = Facts::new("partitions", include_str!("../data/partitions.json"));

impl Partition {
    /// Every partition.
    pub const ALL: [Self; 8] = [Self::Aws, Self::Cn, Self::UsGov, Self::Iso, Self::IsoB, Self::IsoE, Self::IsoF, Self::Eusc];

    fn known(self) -> Option<&'static KnownPartition> {
        TABLE.get().partitions.iter().find(|known| known.name == self.as_str())
    }

    /// As ARNs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Cn => "aws-cn",
            Self::UsGov => "aws-us-gov",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
            Self::Eusc => "aws-eusc",
        }
    }

    /// The partition of a name; `None` where there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partition| partition.as_str() == name)
    }

    /// The partition of a Region, by how its name begins.
    pub fn of_region(region: &str) -> Self {
        let prefix = |partition: &Self| partition.known().and_then(|known| known.prefix.as_deref());
        let begins = |partition: &Self| prefix(partition).is_some_and(|prefix| region.starts_with(prefix));
        Self::ALL.into_iter().find(begins).unwrap_or(Self::Aws)
    }

    /// The domain of services' names. The agent derives it from the Region's prefix:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/common/identity/endpoint/endpoint.go>
    pub fn dns_suffix(self) -> &'static str {
        self.known().map_or("", |known| &known.dns_suffix)
    }

    /// A name is in the domain of AWS's services, of any partition: `ec2.amazonaws.com`.
    ///
    /// ```
    /// use ssm_check_aws::Partition;
    ///
    /// assert!(Partition::has_name("ssm.amazonaws.com") && Partition::has_name("ec2.amazonaws.com.cn"));
    /// assert!(!Partition::has_name("ssm.amazonaws.com.example.org") && !Partition::has_name("notamazonaws.com"));
    /// ```
    pub fn has_name(name: &str) -> bool {
        let below = |suffix: &str| name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
        Self::ALL.into_iter().map(Self::dns_suffix).any(|suffix| !suffix.is_empty() && below(suffix))
    }

    /// The domain of services' names that have IPv6 addresses too.
    pub fn dual_stack_suffix(self) -> &'static str {
        self.known().map_or("", |known| &known.dual_stack_suffix)
    }

    /// The Regions that the table lists.
    pub fn regions(self) -> &'static [String] {
        self.known().map_or(&[], |known| &known.regions)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
