//! What the reader can do so that gaps close.

use crate::{Gap, Message, Reason, Span, list, say};
use std::collections::BTreeSet;

/// The next action, computed from what is not known; empty where no input would tell.
pub fn to_decide<'a>(gaps: impl IntoIterator<Item = &'a Gap>) -> Message {
    let (mut missing, mut elsewhere, mut sources) = (BTreeSet::new(), false, false);
    for gap in gaps {
        match &gap.reason {
            Reason::Outside { resource_type, key } => {
                elsewhere = true;
                missing.insert(match resource_type {
                    Some(kind) => say!("{} {}", Span::code(kind), Span::value(key)),
                    None => Span::value(key).into(),
                });
            }
            Reason::ManagedElsewhere { address: name, resource_type, key } => {
                elsewhere = true;
                missing.insert(match key {
                    Some(key) => say!("{} {}", Span::value(resource_type), Span::value(key)),
                    None => Span::address(name).into(),
                });
            }
            Reason::AfterApply { sources: false } => sources = true,
            Reason::AfterApply { sources: true }
            | Reason::ComputedFrom(_)
            | Reason::Uncertain
            | Reason::Sources(_)
            | Reason::RunTime(_)
            | Reason::NotModelled(_)
            | Reason::Unreadable
            | Reason::Ambiguous(_) => {}
        }
    }
    let context = elsewhere.then(|| {
        say!(
            "pass the plan or state that holds {} with `--context context.json`, made by `terraform -chdir=DIR show -json > context.json`",
            list(missing)
        )
    });
    match (context, sources) {
        (Some(context), true) => say!("{}; or the .tf files by `--source DIR`", context),
        (Some(context), false) => context,
        (None, true) => "pass the .tf files by `--source DIR`".into(),
        (None, false) => Message::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::to_decide;
    use crate::{Gap, Reason, Span, say};

    #[test]
    fn it_names_what_is_outside() {
        let subnet = Reason::Outside { resource_type: Some("aws_subnet"), key: "subnet-0abc".to_owned() };
        let subnet = Gap::because(say!("the subnet of {}", Span::address("aws_instance.web")), subnet);
        assert_eq!(subnet.to_string(), "the subnet of `aws_instance.web`, `aws_subnet` `subnet-0abc`, which is not in the inputs");
        let (address_of, kind) = ("data.aws_route_table.main".to_owned(), "aws_route_table".to_owned());
        let table = Reason::ManagedElsewhere { address: address_of, resource_type: kind, key: Some("rtb-1".to_owned()) };
        let gaps = [subnet, Gap::here(table), Gap::new("whether it rains")];
        let help = to_decide(&gaps).to_string();
        assert!(
            help.starts_with("pass the plan or state that holds `aws_subnet` `subnet-0abc` and `aws_route_table` `rtb-1` with "),
            "{help}"
        );
    }

    #[test]
    fn sources_are_asked_for_where_they_were_not_passed() {
        assert_eq!(to_decide(&[Gap::after_apply("its type")]).to_string(), "pass the .tf files by `--source DIR`");
        assert!(to_decide(&[Gap::here(Reason::AfterApply { sources: true })]).is_empty());
        assert!(to_decide(&[Gap::new("which of them")]).is_empty());
    }
}
