//! Regions.

use crate::{Partition, ZoneKind};
use std::fmt;
use std::sync::Arc;

/// A Region, such as `eu-west-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

impl Region {
    /// `None` of a text that can be no Region's name. One that is not in the table may have been opened since.
    pub fn parse(text: &str) -> Option<Self> {
        let mut labels = text.split('-').rev();
        let number = labels.next().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
        let words =
            labels.clone().count() >= 2 && labels.all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
        (number && words).then(|| Self(text.into()))
    }

    /// The Region of a zone, by the zone's name; `None` of what names none.
    ///
    /// ```
    /// use ssm_check_aws::Region;
    ///
    /// let of = |zone| Region::of_zone(zone).map(|region| region.to_string());
    /// assert_eq!(of("eu-west-1a").as_deref(), Some("eu-west-1"));
    /// assert_eq!(of("us-west-2-lax-1a").as_deref(), Some("us-west-2"));
    /// assert_eq!(of("eu-west-1"), None);
    /// ```
    pub fn of_zone(zone: &str) -> Option<Self> {
        ZoneKind::of_name(zone)?;
        let number = zone.find(|first: char| first.is_ascii_digit())?;
        let digits = zone.get(number..)?.find(|other: char| !other.is_ascii_digit())?;
        Self::parse(zone.get(..number + digits)?)
    }

    /// The Region that the name of an endpoint service holds; `None` where it holds none.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html>
    ///
    /// ```
    /// use ssm_check_aws::Region;
    ///
    /// let of = |service| Region::of_endpoint_service(service).map(|region| region.to_string());
    /// assert_eq!(of("com.amazonaws.eu-west-1.ecr.dkr").as_deref(), Some("eu-west-1"));
    /// assert_eq!(of("com.amazonaws.vpce.us-east-1.vpce-svc-0123456789").as_deref(), Some("us-east-1"));
    /// assert_eq!(of("com.amazonaws.s3-global.accesspoint"), None);
    /// ```
    pub fn of_endpoint_service(service: &str) -> Option<Self> {
        service.split('.').find_map(Self::parse)
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that it is in.
    pub fn partition(&self) -> Partition {
        Partition::of_region(&self.0)
    }

    /// It is in the table.
    pub fn is_listed(&self) -> bool {
        Partition::ALL.iter().any(|partition| partition.regions().iter().any(|region| region == self.as_str()))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Region;
    use crate::Partition;

    #[test]
    fn every_listed_region_is_one_of_its_partition() {
        for partition in Partition::ALL {
            for name in partition.regions() {
                let region = Region::parse(name).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(region.partition(), partition, "{name}");
                assert!(region.is_listed());
            }
        }
    }

    #[test]
    fn what_is_no_region() {
        for text in ["", "*", "eu", "eu-west", "eu-west-1a", "EU-WEST-1", "${var.region}", "eu--1", "-1"] {
            assert_eq!(Region::parse(text), None, "{text}");
        }
        assert!(!Region::parse("xx-nowhere-9").unwrap().is_listed());
    }
}
