//! The tables of AWS that verdicts rest on, each with what it is made of and the day that it is of.

use ssm_check_aws::Table;
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::{Plan, Str};

/// All of them, in the order of names.
pub fn tables() -> Vec<Table> {
    let mut tables = vec![
        ssm_check_iam::managed::table(),
        ssm_check_iam::reserved_table(),
        ssm_check_net::service::table(),
        ssm_check_graph::schema_table(),
    ];
    tables.extend(ssm_check_aws::tables());
    tables.extend(ssm_check_iam::reference::tables());
    tables.extend(ssm_check_assess::tables::tables());
    tables.extend([
        ssm_check_just_in_time::token_table(),
        ssm_check_just_in_time::schema_table(),
        crate::looked_at::table(),
        ssm_check_graph::types_table(),
        ssm_check_source::table(),
    ]);
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    tables
}

/// Says once that tables are more than a year older than the newest plan; nothing where no plan says when it was made.
pub(crate) fn note(plans: &[&Plan<'_>]) -> Option<Message> {
    let now = plans.iter().filter_map(|plan| plan.timestamp.as_ref().map(Str::as_str)).max()?;
    let told = |table: Table| say!("{} of {}", Span::value(table.name), Span::value(table.date));
    let old: Vec<_> = tables().into_iter().filter(|table| table.is_old_on(now)).map(told).collect();
    let day = Span::value(now.get(..10)?);
    let what = "tables of AWS are more than a year older than the plan, so that what is newer is unknown";
    (!old.is_empty()).then(|| say!("{}, which is of {}: {}", what, day, list(old)))
}

#[cfg(test)]
mod tests {
    use super::tables;

    #[test]
    fn every_table_says_what_it_is_made_of_and_when() {
        let tables = tables();
        assert!(tables.len() >= 24);
        for table in &tables {
            let is_day = table.date.len() == 10 && table.date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            assert!(is_day && !table.name.is_empty() && !table.source.is_empty(), "{table:?}");
        }
    }
}
