//! Names that AWS keeps to itself: `data/reserved.json`.

use crate::Truth;
use crate::pattern::{Reading, Style};
use crate::text::{Class, Placeholder, Text};
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

#[derive(Default, Deserialize)]
struct Reserved {
    refused: Vec<Refused>,
    service_linked: Vec<ServiceLinked>,
    web_identities: Vec<WebIdentity>,
    identity_center: Vec<IdentityCenter>,
}

/// A kind of thing that AWS keeps, and what nobody may do to it.
#[derive(Deserialize)]
pub(crate) struct Refused {
    /// Its ARN.
    pub(crate) resource: String,
    pub(crate) service: String,
    pub(crate) operations: Vec<String>,
}

/// How the ARN of a service-linked role, or of a session of one, reads. A session's leaves the path out; only AWS can make a role whose name
/// begins like this.
#[derive(Deserialize)]
struct ServiceLinked {
    arn: String,
}

/// Who vouches for people under the form of a service name.
#[derive(Deserialize)]
struct WebIdentity {
    provider: String,
}

/// What the roles are called that Identity Center makes.
#[derive(Deserialize)]
struct IdentityCenter {
    path: String,
    prefix: String,
}

static RESERVED: Facts<Reserved> = Facts::new("reserved", include_str!("../data/reserved.json"));

/// The table of what AWS keeps to itself.
pub fn table() -> Table {
    RESERVED.table()
}

/// What nobody may do.
pub(crate) fn refused() -> &'static [Refused] {
    &RESERVED.get().refused
}

/// Is this the ARN of a service-linked role, or of a session of one?
pub(crate) fn is_service_linked(arn: &Text) -> Truth {
    let known = &RESERVED.get().service_linked;
    if known.is_empty() {
        return Truth::Unknown;
    }
    Truth::any(known.iter().map(|known| Reading::new(Style::Glob).matches(&Text::lit(&known.arn), arn)))
}

/// Who vouches for people under the form of a service name.
pub(crate) fn is_web_identity(name: &str) -> bool {
    RESERVED.get().web_identities.iter().any(|known| known.provider == name)
}

/// The role that Identity Center makes of a permission set in each account, as an ARN's last part: in a folder of its Region, except in the
/// first one, and with sixteen hexadecimal digits at the end.
///
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html>
pub fn role_of_permission_set(address: &str, name: &Text) -> Text {
    let hole = |what: &str, class| Placeholder::new(format!("{address}.{what}"), class);
    let Some(known) = RESERVED.get().identity_center.first() else {
        return Text::lit("role/").placeholder(hole("folder", Class::Folder)).placeholder(hole("role", Class::Segment));
    };
    Text::lit(format!("role/{}", known.path))
        .placeholder(hole("folder", Class::Folder))
        .then(&known.prefix)
        .join(name)
        .then("_")
        .placeholder(hole("suffix", Class::Suffix))
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, is_service_linked, is_web_identity, role_of_permission_set};
    use crate::Truth;
    use crate::text::Text;

    #[test]
    fn the_table_can_be_read() {
        let table = RESERVED.get();
        assert!(table.refused.len() == 3 && table.refused.iter().all(|row| !row.operations.is_empty()));
        let linked = |arn: &str| is_service_linked(&Text::lit(arn));
        assert_eq!(linked("arn:aws:iam::111122223333:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM"), Truth::True);
        assert_eq!(linked("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonSSM/s"), Truth::True);
        assert_eq!(linked("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonSSM"), Truth::False);
        assert!(is_web_identity("cognito-identity.amazonaws.com") && !is_web_identity("ec2.amazonaws.com"));
        let role = role_of_permission_set("aws_ssoadmin_permission_set.ops", &Text::lit("Ops"));
        assert!(role.to_string().starts_with("role/aws-reserved/sso.amazonaws.com/"), "{role}");
    }
}
