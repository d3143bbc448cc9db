//! Typed values of conditions.

use std::net::IpAddr;

use ipnet::IpNet;

/// A number: digits, perhaps a sign and a fraction.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|n: &f64| is_plain && n.is_finite())
}

/// A network, or an address by itself.
pub(crate) fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

pub(crate) fn address(text: &str) -> Option<IpAddr> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(number("-1.5"), Some(-1.5));
        for text in ["", "inf", "NaN", "0x10", "1 2", "abc"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
