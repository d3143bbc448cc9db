//! What a token lets its bearer do.

/// AWS's session policy of every token.
pub const TOKEN_POLICY: &str = "AWSSystemsManagerJustInTimeAccessTokenSessionPolicy";

/// When the version that is modelled was made (its third).
pub const TOKEN_DATE: &str = "2026-02-12";

/// Where it is.
pub const TOKEN_SOURCE: &str =
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSystemsManagerJustInTimeAccessTokenSessionPolicy.html";

/// The session documents that it allows to whoever bears the token. `AWS-StartPortForwardingSession` is allowed to Remote Desktop alone,
/// when Fleet Manager calls on the caller's behalf (`aws:CalledViaFirst`), so a token opens no tunnel.
pub const TOKEN_DOCUMENTS: &[&str] = &["SSM-SessionManagerRunShell"];
