//! Tables of facts that verdicts rest on.

use crate::tunnels::listener;
use crate::{api_values, contested, document, image, node, pages};
use ssm_check_aws::Table;

/// The tables of this crate.
pub fn tables() -> Vec<Table> {
    let of_user_data = ssm_check_user_data::tables();
    [
        document::aws_table(),
        image::table(),
        api_values::table(),
        listener::table(),
        node::table(),
        pages::table(),
        contested::table(),
        ssm_check_describe::table(),
    ]
    .into_iter()
    .chain(of_user_data)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::tables;

    #[test]
    fn every_table_says_what_it_is_made_of_and_when() {
        for table in tables() {
            assert!(!table.name.is_empty() && !table.source.is_empty() && table.date.len() == 10, "{table:?}");
        }
    }
}
