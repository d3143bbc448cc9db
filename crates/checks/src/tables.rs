//! Which day the tables of AWS are of that verdicts rest on.

/// A table that came from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What is in it.
    pub what: &'static str,
    /// Its version or day.
    pub as_of: String,
}

/// All of them, in a fixed order.
pub fn tables() -> Vec<Table> {
    let table = |what, as_of: &str| Table { what, as_of: as_of.to_owned() };
    vec![
        table("Regions, partitions and host names", ssm_check_aws::TABLE_VERSION),
        table("IAM actions, resource types and condition keys", ssm_check_iam::reference::AS_OF),
        table("schema of hashicorp/aws", &ssm_check_graph::schema_version()),
    ]
}
