//! What a token lets its bearer do.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

/// AWS's session policy of every token, as `data/token.json` has it.
#[derive(Default, Deserialize)]
pub struct TokenPolicy {
    /// Its name.
    pub policy: String,
    /// When the version that is modelled was made.
    pub policy_date: String,
    /// Where it is.
    pub source: String,
    /// The session documents that it allows to whoever bears the token. `AWS-StartPortForwardingSession` is allowed to Remote Desktop
    /// alone, when Fleet Manager calls on the caller's behalf (`aws:CalledViaFirst`), so a token opens no tunnel.
    pub documents: Vec<String>,
    /// What the auto-approval policy of an account and Region is called.
    auto_approval: Vec<Named>,
    /// What the deny-access policy of an organisation is called.
    deny_access: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

static TOKEN: Facts<TokenPolicy> = Facts::new("token", include_str!("../data/token.json"));

impl TokenPolicy {
    /// The name that the auto-approval policy of an account and Region has; empty where the table does not tell.
    pub fn auto_approval_name() -> &'static str {
        TOKEN.get().auto_approval.first().map_or("", |named| &named.name)
    }

    /// The name that the deny-access policy of an organisation has; empty where the table does not tell.
    pub fn deny_access_name() -> &'static str {
        TOKEN.get().deny_access.first().map_or("", |named| &named.name)
    }

    /// That of AWS.
    pub fn of_aws() -> &'static Self {
        TOKEN.get()
    }
}

/// The table that it is read from.
pub fn token_table() -> Table {
    TOKEN.table()
}
