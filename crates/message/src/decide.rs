//! What the reader can do so that gaps close.

use crate::{Gap, Message, Reason, Span, list, say};
use std::collections::BTreeSet;

/// The next action, computed from what is not known; empty where no input would tell.
///
/// An attribute that is known is never named here: only what gaps say is missing. A script that asks AWS is proposed only for types that
/// `is_answered` says some answer tells of.
pub fn to_decide<'a>(gaps: impl IntoIterator<Item = &'a Gap>, is_answered: impl Fn(&str) -> bool) -> Message {
    let (mut missing, mut calls, mut first) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut sources, mut apply, mut shown) = (false, false, false);
    let (mut answered, mut gone) = (false, BTreeSet::new());
    let (mut refusing, mut rivals, mut whole) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut apart, mut named, mut placed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut elsewhere, mut instead_of) = (BTreeSet::new(), BTreeSet::new());
    for gap in gaps {
        match &gap.reason {
            Reason::Outside { resource_type, key } => {
                answered |= resource_type.is_none_or(&is_answered);
                missing.insert(match resource_type {
                    Some(kind) => say!("{} {}", Span::code(kind), Span::value(key)),
                    None => Span::value(key).into(),
                });
            }
            Reason::NotListed { resource_type, key, file } => {
                let it = say!("{} {}", Span::code(resource_type), Span::value(key));
                gone.insert(say!("whether AWS has {}, which {} does not list", it, Span::value(file)));
            }
            Reason::ManagedElsewhere { address: name, resource_type, key } => {
                answered |= is_answered(resource_type);
                missing.insert(match key {
                    Some(key) => say!("{} {}", Span::value(resource_type), Span::value(key)),
                    None => Span::address(name).into(),
                });
            }
            Reason::AfterApply { sources: false } | Reason::Uncertain { sources: false } => sources = true,
            Reason::Unlisted(call) => {
                calls.insert(Message::from(Span::command(call.clone())));
            }
            Reason::ComputedFrom(from) => {
                let it = Span::address(from);
                first.insert(if is_data_source(from) { say!("what {} waits for", it) } else { it.into() });
            }
            Reason::AfterApply { sources: true } | Reason::Sources(_) => apply = true,
            Reason::Uncertain { sources: true } | Reason::Unreadable | Reason::Ambiguous(_) => shown = true,
            Reason::OtherPlace(name) => {
                elsewhere.insert(Span::value(name));
            }
            Reason::Undocumented(instead) => {
                instead_of.insert(Message::from(*instead));
            }
            Reason::Refused(by) => {
                refusing.insert(Message::from(*by));
            }
            Reason::Apart { by, named, .. } => {
                apart.insert(say!("make {} and {} with one provider", Span::address(by), Span::address(named)));
            }
            Reason::Rivals(by) => {
                rivals.insert(in_order(by));
            }
            Reason::SameName { by, .. } => {
                named.insert(in_order(by));
            }
            Reason::TwoRegions(both) => {
                placed.insert(list(both.iter().map(|(address, _)| Span::address(address))));
            }
            Reason::Partial { call, .. } => {
                let all = |call: &String| say!("pass all that {} lists, without filters, with `--context`", Span::command(call.clone()));
                whole.insert(call.as_ref().map_or("leave out `--strict`".into(), all));
            }
            Reason::RunTime(_) | Reason::NotModelled(_) | Reason::LeftOut { .. } => {}
        }
    }
    let mut ways = Vec::new();
    if !gone.is_empty() {
        ways.push(say!("check {}", list(gone)));
    }
    if !missing.is_empty() {
        ways.push(say!(
            "pass the plan or state that holds {} with `--context context.json`, made by `terraform -chdir=DIR show -json > context.json`",
            list(missing)
        ));
    }
    if answered {
        ways.push("ask AWS with the script that `ssm-check needs` prints".into());
    }
    if !calls.is_empty() {
        ways.push(say!("pass the output of {} with `--context`", list(calls)));
    }
    ways.extend(whole);
    if sources {
        ways.push("pass the `.tf` files with `--source DIR`".into());
    }
    if !first.is_empty() {
        ways.push(say!("apply {} first", list(first)));
    } else if apply && ways.is_empty() {
        ways.push("apply what it depends on first".into());
        shown = true;
    }
    ways.extend(apart);
    ways.extend(instead_of);
    if !elsewhere.is_empty() {
        ways.push(say!("pass inputs that show the account and Region of what names {}, such as its state after an apply", list(elsewhere)));
    }
    if !refusing.is_empty() {
        ways.push(say!("change what {} refuses", list(refusing)));
    }
    if !rivals.is_empty() {
        ways.push(say!("keep only one of {}", list(rivals)));
    }
    if !named.is_empty() {
        ways.push(say!("give one of {} another name", list(named)));
    }
    if !placed.is_empty() {
        ways.push(say!("write `region` in the provider block of {}", list(placed)));
    }
    if shown && (ways.is_empty() || apply) {
        ways.push("pass the plan or state that shows it with `--context`".into());
    }
    ways.into_iter().reduce(|all, way| say!("{}, or {}", all, way)).unwrap_or_default()
}

/// An address of a data source, which is read and not applied.
fn is_data_source(address: &str) -> bool {
    let mut parts = address.split('.').peekable();
    while parts.next_if_eq(&"module").is_some() {
        parts.next();
    }
    parts.next() == Some("data")
}

/// The addresses in the same order, whatever tells of them.
fn in_order(addresses: &[String]) -> Message {
    let ordered: BTreeSet<&String> = addresses.iter().collect();
    list(ordered.into_iter().map(|address| Span::address(address.as_str())))
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
        let gaps = [subnet, Gap::here(table), Gap::because("whether it rains", Reason::RunTime("the weather"))];
        let help = to_decide(&gaps, |_| true).to_string();
        assert!(
            help.starts_with("pass the plan or state that holds `aws_subnet` `subnet-0abc` and `aws_route_table` `rtb-1` with "),
            "{help}"
        );
    }

    #[test]
    fn what_is_not_whole_is_asked_for_again() {
        let part = |call: Option<&str>| {
            Gap::here(Reason::Partial { file: "a.json".to_owned(), why: "a page".to_owned(), call: call.map(str::to_owned) })
        };
        let asked = to_decide(&[part(Some("aws ec2 describe-vpcs"))], |_| true).to_string();
        assert_eq!(asked, "pass all that `aws ec2 describe-vpcs` lists, without filters, with `--context`");
        assert_eq!(to_decide(&[part(None)], |_| true).to_string(), "leave out `--strict`");
    }

    #[test]
    fn sources_are_asked_for_where_they_were_not_passed() {
        assert_eq!(to_decide(&[Gap::after_apply("its type")], |_| true).to_string(), "pass the `.tf` files with `--source DIR`");
        let decides = to_decide(&[Gap::here(Reason::AfterApply { sources: true })], |_| true).to_string();
        assert_eq!(decides, "apply what it depends on first, or pass the plan or state that shows it with `--context`");
        assert_eq!(to_decide(&[Gap::new("which of them")], |_| true).to_string(), "pass the `.tf` files with `--source DIR`");
        let decides = to_decide(&[Gap::new("which of them").with_sources(true)], |_| true).to_string();
        assert_eq!(decides, "pass the plan or state that shows it with `--context`");
        let refused = Gap::because("whether it fits", Reason::Refused("EC2"));
        assert_eq!(refused.to_string(), "whether it fits: EC2 refuses it");
        assert_eq!(to_decide(&[refused], |_| true).to_string(), "change what EC2 refuses");
        let rivals = ["aws_eip_association.b", "aws_eip_association.a"].map(str::to_owned);
        let claimed = Gap::because("its public address", Reason::Rivals(rivals.to_vec()));
        assert_eq!(claimed.to_string(), "its public address: `aws_eip_association.b` and `aws_eip_association.a` claim the same");
        assert_eq!(to_decide(&[claimed], |_| true).to_string(), "keep only one of `aws_eip_association.a` and `aws_eip_association.b`");
        let [a, b] = ["aws_iam_role.a", "aws_iam_role.b"].map(str::to_owned);
        let named = Gap::because("whether it is made", Reason::SameName { by: vec![a.clone(), b.clone()], name: "ops".to_owned() });
        assert_eq!(named.to_string(), "whether it is made: `aws_iam_role.a` and `aws_iam_role.b` have the same name `ops`");
        assert_eq!(to_decide(&[named], |_| true).to_string(), "give one of `aws_iam_role.a` and `aws_iam_role.b` another name");
        let placed = Gap::because("its Region", Reason::TwoRegions(Box::new([(a, "eu-west-1".to_owned()), (b, "us-east-1".to_owned())])));
        let both = "`aws_iam_role.a` names `eu-west-1`, `aws_iam_role.b` names `us-east-1`";
        assert_eq!(placed.to_string(), format!("its Region: {both}, and one provider makes both"));
        let decides = to_decide(&[placed], |_| true).to_string();
        assert_eq!(decides, "write `region` in the provider block of `aws_iam_role.a` and `aws_iam_role.b`");
        let read_later = |from: &str| to_decide(&[Gap::here(Reason::ComputedFrom(from.to_owned()))], |_| true).to_string();
        assert_eq!(read_later("module.data.aws_vpc.main"), "apply `module.data.aws_vpc.main` first");
        assert_eq!(read_later("module.net.data.aws_vpc.main"), "apply what `module.net.data.aws_vpc.main` waits for first");
        assert!(to_decide(&[Gap::because("the user's choice", Reason::RunTime("the caller"))], |_| true).is_empty());
    }
}
