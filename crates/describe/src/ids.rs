//! Ids as AWS makes them: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.

use ssm_check_aws::{AccountId, Arn};

/// The service whose objects are the organisation's, and of no account.
const ORGANIZATIONS: &str = "organizations";

/// A resource of this type is an organisation's.
pub(crate) fn is_of_organization(resource_type: &str) -> bool {
    resource_type.strip_prefix("aws_").is_some_and(|name| name.starts_with(ORGANIZATIONS))
}

/// The prefix of an id, such as `vpc` of `vpc-0123456789abcdef0`; `None` of any other text.
pub(crate) fn prefix(text: &str) -> Option<&str> {
    let (prefix, digits) = text.rsplit_once('-')?;
    let made_up = matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let plain = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (made_up && plain).then_some(prefix)
}

/// The first id with a prefix in the name of a file: `pl-0abc…` of `ctx/pl-0abc…-entries.json`.
pub(crate) fn in_file_name<'n>(file: &'n str, wanted: &str) -> Option<&'n str> {
    let name = file.rsplit(['/', '\\']).next()?;
    let starts = name.match_indices(wanted).map(|(at, _)| at);
    starts.filter_map(|at| name.get(at..)).find_map(|rest| {
        let digits = rest.strip_prefix(wanted)?.strip_prefix('-')?;
        let length = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
        matches!(length, 8 | 17).then(|| rest.get(..=wanted.len() + length)).flatten()
    })
}

/// The Region of an Availability Zone: `eu-west-1a` and `us-west-2-lax-1a`.
pub(crate) fn region_of_zone(zone: &str) -> Option<&str> {
    let number = zone.match_indices('-').map(|(at, _)| at + 1).find(|at| zone.as_bytes().get(*at).is_some_and(u8::is_ascii_digit))?;
    let digits = zone.get(number..)?.bytes().take_while(u8::is_ascii_digit).count();
    zone.get(..number + digits).filter(|region| region.len() < zone.len())
}

/// Region and account of an ARN, as far as it has them. That of what is an organisation's names the management account, which is hardly
/// ever the one that was asked about: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_arn-formats.html>.
pub(crate) fn of_arn(arn: &str) -> (Option<&str>, Option<&str>) {
    let Some(arn) = Arn::parse(arn).filter(|arn| arn.service != ORGANIZATIONS) else { return (None, None) };
    (Some(arn.region).filter(|region| !region.is_empty()), Some(arn.account).filter(|account| AccountId::is_valid(account)))
}

#[cfg(test)]
mod tests {
    use super::{in_file_name, prefix, region_of_zone};

    #[test]
    fn ids_are_told_from_names() {
        assert_eq!(prefix("vpc-0123456789abcdef0"), Some("vpc"));
        assert_eq!(prefix("tgw-rtb-0123456789abcdef0"), Some("tgw-rtb"));
        assert_eq!(prefix("subnet-1a2b3c4d"), Some("subnet"));
        assert_eq!((prefix("local"), prefix("web-frontend"), prefix("My-1a2b3c4d")), (None, None, None));
    }

    #[test]
    fn file_names_tell_what_was_asked() {
        assert_eq!(in_file_name("aws/pl-0123456789abcdef0-entries.json", "pl"), Some("pl-0123456789abcdef0"));
        assert_eq!(in_file_name("aws/tgw-rtb-1a2b3c4d.json", "tgw-rtb"), Some("tgw-rtb-1a2b3c4d"));
        assert_eq!(in_file_name("pl-0123456789abcdef0/entries.json", "pl"), None);
    }

    #[test]
    fn zones_tell_the_region() {
        assert_eq!(region_of_zone("eu-west-1a"), Some("eu-west-1"));
        assert_eq!(region_of_zone("us-west-2-lax-1a"), Some("us-west-2"));
        assert_eq!(region_of_zone("us-gov-west-1b"), Some("us-gov-west-1"));
        assert_eq!((region_of_zone("eu-west-1"), region_of_zone("")), (None, None));
    }
}
