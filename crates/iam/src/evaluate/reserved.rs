//! What AWS keeps to itself, so that no policy can allow it.

use super::Request;
use crate::Truth;
use crate::pattern::{Reading, Style};
use crate::text::Text;

/// A kind of thing that AWS keeps, and what nobody may do to it.
struct Kept {
    /// Its ARN.
    resource: &'static str,
    /// The service, in lower case.
    service: &'static str,
    /// The operations, in lower case.
    operations: &'static [&'static str],
}

const KEPT: [Kept; 3] = [
    // "You cannot change the permissions defined in AWS managed policies."
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    Kept {
        resource: "arn:*:iam::aws:policy/*",
        service: "iam",
        operations: &[
            "createpolicy",
            "createpolicyversion",
            "deletepolicy",
            "deletepolicyversion",
            "setdefaultpolicyversion",
            "tagpolicy",
            "untagpolicy",
        ],
    },
    // The roles that IAM Identity Center makes can only be changed through it, and be passed to no service: "protected role".
    // https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
    Kept {
        resource: "arn:*:iam::*:role/aws-reserved/*",
        service: "iam",
        operations: &[
            "attachrolepolicy",
            "createrole",
            "createservicelinkedrole",
            "deleterole",
            "deleterolepermissionsboundary",
            "deleterolepolicy",
            "deleteservicelinkedrole",
            "detachrolepolicy",
            "passrole",
            "putrolepermissionsboundary",
            "putrolepolicy",
            "tagrole",
            "untagrole",
            "updateassumerolepolicy",
            "updaterole",
            "updateroledescription",
        ],
    },
    // "The alias name cannot begin with alias/aws/. The alias/aws/ prefix is reserved for AWS managed keys."
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    Kept { resource: "arn:*:kms:*:*:alias/aws/*", service: "kms", operations: &["createalias", "deletealias", "updatealias"] },
];

/// Is this refused whoever asks and whatever allows it?
pub(super) fn is_refused(request: &Request) -> Truth {
    let Some((service, operation)) = request.action.split_once(':') else { return Truth::False };
    Truth::any(KEPT.iter().map(|kept| {
        let is_operation = kept.operations.iter().any(|known| known.eq_ignore_ascii_case(operation));
        if is_operation && kept.service.eq_ignore_ascii_case(service) {
            Reading::new(Style::Resource).matches(&Text::lit(kept.resource), &request.resource)
        } else {
            Truth::False
        }
    }))
}
