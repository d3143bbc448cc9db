//! The values that AWS's APIs take, as far as the table knows, and what is newer than that.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_message::{Gap, Message, Span, say};

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

/// The table of values.
pub(crate) fn table() -> Table {
    VALUES.table()
}

/// AWS takes the value for a shape of its API, such as `DocumentType`, as far as the table knows.
pub(crate) fn is_known(shape: &str, value: &str) -> bool {
    VALUES.get().shapes.iter().filter(|known| known.shape == shape).any(|known| known.values.iter().any(|known| known == value))
}

/// A value that the tables do not know: what it means is not known.
pub(crate) fn newer(what: impl Into<Message>, value: &str) -> Gap {
    newer_than(&table(), what, value)
}

/// A value that a table does not know.
pub(crate) fn newer_than(table: &Table, what: impl Into<Message>, value: &str) -> Gap {
    Gap::new(say!("{}: {} is newer than this version's tables of {}", what.into(), Span::value(value), Span::value(table.date.as_str())))
}

#[cfg(test)]
mod tests {
    use super::is_known;

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
            ("LaunchType", &["EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"]),
            ("PolicyType", &["SERVICE_CONTROL_POLICY"]),
        ] {
            for value in values {
                assert!(is_known(shape, value), "{shape} {value}");
            }
        }
        assert!(!is_known("VpcEndpointType", "Wormhole"));
    }
}
