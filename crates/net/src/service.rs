//! The three services that the agent speaks to, their names per partition and Region, and where they do not exist.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html>

use serde::Deserialize;
use ssm_check_aws::{Facts, Partition, Table};
use ssm_check_truth::Truth;
use std::fmt;

/// A service that the agent connects to over HTTPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// `ssm`: registration, associations, parameters.
    Ssm,
    /// `ssmmessages`: the channels of Session Manager.
    SsmMessages,
    /// `ec2messages`: the older message delivery; not needed by agents from 3.3.40.0 on.
    Ec2Messages,
}

impl Service {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Ssm, Self::SsmMessages, Self::Ec2Messages];

    /// The first label of the host name, and the last of the endpoint service.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ssm => "ssm",
            Self::SsmMessages => "ssmmessages",
            Self::Ec2Messages => "ec2messages",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// One value per service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerService<T> {
    /// For `ssm`.
    pub ssm: T,
    /// For `ssmmessages`.
    pub ssmmessages: T,
    /// For `ec2messages`.
    pub ec2messages: T,
}

impl<T: Copy> PerService<T> {
    /// The same value for each.
    pub fn all(value: T) -> Self {
        Self { ssm: value, ssmmessages: value, ec2messages: value }
    }

    /// The value for one service.
    pub fn get(&self, service: Service) -> T {
        match service {
            Service::Ssm => self.ssm,
            Service::SsmMessages => self.ssmmessages,
            Service::Ec2Messages => self.ec2messages,
        }
    }
}

/// What an endpoint's service name is to one of our services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The service in this Region.
    Yes,
    /// Another service (`ssm-contacts`, `ssm-fips`, `s3`, …).
    Other,
    /// The service, but with a prefix under which it is not offered (`cn.com.amazonaws.cn-north-1.ssm`).
    WrongPrefix {
        /// The name that would be right.
        expected: String,
    },
    /// The service of another Region.
    OtherRegion {
        /// That Region.
        region: String,
    },
    /// The service does not exist in this Region.
    NoSuchService,
}

/// The domain under which AWS services of the Region's partition have their names.
///
/// The agent derives it from the Region's prefix:
/// <https://github.com/aws/amazon-ssm-agent/blob/mainline/common/identity/endpoint/endpoint.go>
pub fn dns_suffix(region: &str) -> &'static str {
    Partition::of_region(region).dns_suffix()
}

/// Every domain under which the agent's names may be.
pub(crate) fn suffixes() -> impl Iterator<Item = &'static str> {
    Partition::ALL.into_iter().flat_map(|partition| [partition.dns_suffix(), partition.dual_stack_suffix()])
}

/// Whether names of AWS may be under a domain: the root, `com` and `eu-west-1.amazonaws.com` hold some.
pub fn holds_names(domain: &str) -> bool {
    let domain = domain.trim_matches('.').to_ascii_lowercase();
    let under =
        |name: &str, above: &str| above.is_empty() || name == above || name.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'));
    suffixes().any(|suffix| under(suffix, &domain) || under(&domain, suffix))
}

/// The host name that an agent with default configuration connects to. It has A records only.
pub fn host(service: Service, region: &str) -> String {
    format!("{service}.{region}.{}", dns_suffix(region))
}

/// The host name that an agent with `UseDualStackEndpoint` connects to; `None` for a service that has none.
pub fn dual_stack_host(service: Service, region: &str) -> Option<String> {
    match service {
        Service::Ssm | Service::SsmMessages => Some(format!("{service}.{region}.{}", Partition::of_region(region).dual_stack_suffix())),
        Service::Ec2Messages => None,
    }
}

/// The service name of the interface endpoint. The prefix is `com.amazonaws` in every partition: in China too, where
/// other services have `cn.com.amazonaws`.
pub fn endpoint_service(service: impl fmt::Display, region: &str) -> String {
    format!("com.amazonaws.{region}.{service}")
}

#[derive(Default, Deserialize)]
struct Ec2MessagesRegions {
    launched_before_2024: Vec<String>,
    launched_since_2024: Vec<String>,
}

static EC2MESSAGES: Facts<Ec2MessagesRegions> = Facts::new("ec2messages", include_str!("../data/ec2messages.json"));

/// The table of Regions with `ec2messages`.
pub fn table() -> Table {
    EC2MESSAGES.table()
}

/// Whether the Region offers the service: `ec2messages` is not offered in Regions launched since 2024. Where the launch was about
/// then or is not documented, that is unknown.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html>
pub fn service_exists(region: &str, service: Service) -> Truth {
    let is_in = |regions: &[String]| regions.iter().any(|listed| listed == region);
    match service {
        Service::Ssm | Service::SsmMessages => Truth::True,
        Service::Ec2Messages if is_in(&EC2MESSAGES.get().launched_since_2024) => Truth::False,
        Service::Ec2Messages if is_in(&EC2MESSAGES.get().launched_before_2024) => Truth::True,
        Service::Ec2Messages => Truth::Unknown,
    }
}

/// Whether `name` is one of our services under a prefix of a partition whose names are not documented publicly
/// (`gov.ic.c2s.us-iso-east-1.ssm`): it may be the service or not exist.
pub fn is_undocumented(name: &str, service: Service) -> bool {
    let mut labels = name.rsplitn(3, '.');
    let (last, region, prefix) = (labels.next(), labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let isolated = ["us-iso", "eu-iso", "eusc-"].iter().any(|start| region.starts_with(start));
    last == Some(service.label()) && isolated && !prefix.is_empty() && prefix != "com.amazonaws"
}

/// What `name`, the full service name of an endpoint in `region`, is to `service`.
pub fn match_service(name: &str, region: &str, service: Service) -> Match {
    let Some((head, last)) = name.rsplit_once('.') else { return Match::Other };
    if last != service.label() {
        return Match::Other;
    }
    let Some((prefix, named)) = head.rsplit_once('.') else { return Match::Other };
    // A private service is `com.amazonaws.vpce.<region>.vpce-svc-…`: its last label is never one of ours.
    if prefix != "com.amazonaws" {
        if prefix.split('.').any(|label| label == "amazonaws") {
            return Match::WrongPrefix { expected: endpoint_service(service, region) };
        }
        return Match::Other;
    }
    if named != region {
        return Match::OtherRegion { region: named.to_owned() };
    }
    if service_exists(region, service) == Truth::False { Match::NoSuchService } else { Match::Yes }
}

#[cfg(test)]
mod tests {
    use super::{Match, Service, dns_suffix, dual_stack_host, holds_names, host, is_undocumented, match_service, service_exists};
    use ssm_check_truth::Truth;

    #[test]
    fn names_per_partition() {
        for (region, expected) in [
            ("eu-west-1", "ssm.eu-west-1.amazonaws.com"),
            ("cn-north-1", "ssm.cn-north-1.amazonaws.com.cn"),
            ("us-gov-west-1", "ssm.us-gov-west-1.amazonaws.com"),
            ("us-iso-east-1", "ssm.us-iso-east-1.c2s.ic.gov"),
            ("us-isob-east-1", "ssm.us-isob-east-1.sc2s.sgov.gov"),
            ("eusc-de-east-1", "ssm.eusc-de-east-1.amazonaws.eu"),
        ] {
            assert_eq!(host(Service::Ssm, region), expected);
        }
        assert_eq!(dns_suffix("eu-isoe-west-1"), "cloud.adc-e.uk");
        assert_eq!(dual_stack_host(Service::Ssm, "eu-west-1").as_deref(), Some("ssm.eu-west-1.api.aws"));
        assert_eq!(dual_stack_host(Service::Ssm, "cn-north-1").as_deref(), Some("ssm.cn-north-1.api.amazonwebservices.com.cn"));
    }

    #[test]
    fn endpoint_names() {
        let check = |name, region| match_service(name, region, Service::SsmMessages);
        assert_eq!(check("com.amazonaws.eu-west-1.ssmmessages", "eu-west-1"), Match::Yes);
        assert_eq!(check("com.amazonaws.cn-north-1.ssmmessages", "cn-north-1"), Match::Yes);
        assert!(matches!(check("cn.com.amazonaws.cn-north-1.ssmmessages", "cn-north-1"), Match::WrongPrefix { .. }));
        assert!(matches!(check("com.amazonaws.us-east-1.ssmmessages", "eu-west-1"), Match::OtherRegion { .. }));
        for other in ["com.amazonaws.eu-west-1.ssm", "ssmmessages", "", "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "x.y.ssmmessages"] {
            assert_eq!(check(other, "eu-west-1"), Match::Other, "{other}");
        }
        assert_eq!(match_service("com.amazonaws.mx-central-1.ec2messages", "mx-central-1", Service::Ec2Messages), Match::NoSuchService);
    }

    #[test]
    fn names_that_are_not_documented() {
        assert!(is_undocumented("gov.ic.c2s.us-iso-east-1.ssm", Service::Ssm));
        for name in ["com.amazonaws.us-iso-east-1.ssm", "cn.com.amazonaws.cn-north-1.ssm", "gov.ic.c2s.us-iso-east-1.s3", "ssm", ""] {
            assert!(!is_undocumented(name, Service::Ssm), "{name}");
        }
    }

    #[test]
    fn domains() {
        for domain in [".", "com.", "eu", "amazonaws.com", "SSM.eu-west-1.amazonaws.com.", "api.aws", "cn"] {
            assert!(holds_names(domain), "{domain}");
        }
        for domain in ["corp.example.com", "zonaws.com", "internal", "ws"] {
            assert!(!holds_names(domain), "{domain}");
        }
    }

    #[test]
    fn regions() {
        assert_eq!(service_exists("eu-west-1", Service::Ec2Messages), Truth::True);
        assert_eq!(service_exists("ap-southeast-7", Service::Ec2Messages), Truth::False);
        for region in ["moon-1", "ca-west-1", "eu-isoe-west-1"] {
            assert_eq!(service_exists(region, Service::Ec2Messages), Truth::Unknown, "{region}");
        }
        assert_eq!(service_exists("moon-1", Service::Ssm), Truth::True);
    }
}
