//! What attributes tell, in the network engine's terms: switches and address ranges.

use ipnet::IpNet;
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::known::{Gap, Known};
use ssm_check_plan::Attr;

pub(super) fn truth(attr: Attr<bool>, default: Truth) -> Truth {
    match attr {
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
        Attr::Absent => default,
        Attr::Known(value) | Attr::Sensitive(Some(value)) => value.into(),
    }
}

pub(super) fn range<N: std::str::FromStr>(attr: Attr<&str>, address: &str, open: bool) -> Known<Option<N>> {
    match attr.convert(|text| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }) {
        Attr::Known(cidr) | Attr::Sensitive(Some(cidr)) => Known::Known(cidr),
        Attr::Absent if !open => Known::Known(None),
        _ => Known::Unknown(Gap::after_apply(say!("the address range of {}", Span::address(address)))),
    }
}

/// A range of either family.
pub(super) fn any_range(text: &str) -> Option<IpNet> {
    text.parse().ok()
}
