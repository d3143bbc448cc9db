//! Tables of facts that verdicts rest on, and what is newer than they are.

use crate::tunnels::listener;
use crate::{document, host, node};
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_message::{Gap, Message, Span, say};

/// The tables of this crate.
pub fn tables() -> [Table; 5] {
    [document::aws_table(), host::table(), VALUES.table(), listener::table(), node::table()]
}

#[derive(Default, Deserialize)]
struct Values {
    shapes: Vec<Shape>,
}

#[derive(Deserialize)]
struct Shape {
    shape: String,
    values: Vec<String>,
}

static VALUES: Facts<Values> = Facts::new("api-values", include_str!("../data/api-values.json"));

/// AWS takes the value for a shape of its API, such as `DocumentType`, as far as the table knows.
pub(crate) fn is_known(shape: &str, value: &str) -> bool {
    VALUES.get().shapes.iter().filter(|known| known.shape == shape).any(|known| known.values.iter().any(|known| known == value))
}

/// A value that the tables do not know: what it means is not known.
pub(crate) fn newer(what: impl Into<Message>, value: &str) -> Gap {
    Gap::new(say!("{}: {} is newer than this version's tables of {}", what.into(), Span::value(value), Span::value(VALUES.table().date)))
}

#[cfg(test)]
mod tests {
    use super::{is_known, tables};

    #[test]
    fn every_table_says_what_it_is_made_of_and_when() {
        for table in tables() {
            assert!(!table.name.is_empty() && !table.source.is_empty() && table.date.len() == 10, "{table:?}");
        }
    }

    #[test]
    fn what_the_code_tells_apart_is_in_the_table() {
        for (shape, values) in [
            ("VpcEndpointType", &["Interface", "Gateway", "GatewayLoadBalancer"] as &[&str]),
            ("DocumentType", &["Session", "Command", "Automation"]),
            ("DnsRecordIpType", &["ipv4", "ipv6", "dualstack", "service-defined"]),
            ("InternetGatewayBlockMode", &["off", "block-ingress", "block-bidirectional"]),
            ("InternetGatewayExclusionMode", &["allow-bidirectional", "allow-egress"]),
            ("ConnectivityType", &["public", "private"]),
            ("AvailabilityMode", &["zonal", "regional"]),
            ("PingStatus", &["Online", "ConnectionLost", "Inactive"]),
            ("Action", &["ALLOW", "BLOCK", "ALERT"]),
            ("BlockResponse", &["NODATA", "NXDOMAIN", "OVERRIDE"]),
            ("RuleTypeOption", &["SYSTEM"]),
            ("PolicyType", &["SERVICE_CONTROL_POLICY"]),
        ] {
            for value in values {
                assert!(is_known(shape, value), "{shape} {value}");
            }
        }
        assert!(!is_known("VpcEndpointType", "Wormhole"));
    }
}
