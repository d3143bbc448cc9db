//! The Cedar schema of AWS for access requests.

use cedar_policy::{Schema, Validator};
use std::sync::OnceLock;

/// The only action: "the `action` is always" this one.
pub const ACTION: &str = "getTokenForInstanceAccess";

/// When the schema was read.
pub const SCHEMA_DATE: &str = "2026-11-28";

/// The page that tells the structure of statements; the entity types are those of AWS's Cedar playground, whose sample of just-in-time
/// node access has this schema.
pub const SCHEMA_SOURCE: &str =
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/auto-approval-deny-access-policy-statement-structure.html";

/// Users of the identity store with their groups and attributes, tags of the IAM session, and nodes with tags.
pub const SCHEMA: &str = r#"
namespace AWS::EC2 { entity Instance tags String; }
namespace AWS::IAM {
  entity PrincipalTags tags String;
  type AuthorizationContext = { principalTags: PrincipalTags };
}
namespace AWS::IdentityStore {
  entity Group;
  entity User in [Group] = { costCenter?: String, division?: String, employeeNumber?: String, organization?: String };
}
namespace AWS::SSM {
  entity ManagedInstance tags String;
  action "getTokenForInstanceAccess" appliesTo {
    principal: [AWS::IdentityStore::User],
    resource: [AWS::EC2::Instance, AWS::SSM::ManagedInstance],
    context: { iam: AWS::IAM::AuthorizationContext },
  };
}
"#;

pub(crate) const USER: &str = "AWS::IdentityStore::User";
pub(crate) const GROUP: &str = "AWS::IdentityStore::Group";
pub(crate) const INSTANCE: &str = "AWS::EC2::Instance";
pub(crate) const MANAGED_INSTANCE: &str = "AWS::SSM::ManagedInstance";
pub(crate) const PRINCIPAL_TAGS: &str = "AWS::IAM::PrincipalTags";
pub(crate) const ACTION_TYPE: &str = "AWS::SSM::Action";

/// Holds policies against the schema; `None` only if the schema above were wrong, which a test rules out.
pub(crate) fn validator() -> Option<&'static Validator> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    VALIDATOR.get_or_init(|| Some(Validator::new(Schema::from_cedarschema_str(SCHEMA).ok()?.0))).as_ref()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_is_one() {
        assert!(super::validator().is_some());
    }
}
