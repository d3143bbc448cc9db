//! `aws_network_acl_rule`

use crate::declare::resource;

resource! {
    /// An entry of a network ACL: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl_rule>.
    NetworkAclRule: "aws_network_acl_rule";
    keys: ["id"];
    attributes: {
        /// The position; the first match wins.
        rule_number: integer,
        /// For what goes out.
        egress: boolean,
        /// `allow` or `deny`.
        rule_action: text,
        /// Number, name or `-1`.
        protocol: text,
        /// First port.
        from_port: integer,
        /// Last port.
        to_port: integer,
        /// IPv4 range.
        cidr_block: text,
        /// IPv6 range.
        ipv6_cidr_block: text,
    }
    links: {
        /// The network ACL.
        acl: one ["network_acl_id"] -> [NetworkAcl],
    }
}
