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
}

static TOKEN: Facts<TokenPolicy> = Facts::new("token", include_str!("../data/token.json"));

impl TokenPolicy {
    /// That of AWS.
    pub fn of_aws() -> &'static Self {
        TOKEN.get()
    }
}

/// The table that it is read from.
pub fn token_table() -> Table {
    TOKEN.table()
}
