//! `aws_security_group`

use crate::declare::resource;

resource! {
    /// A security group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>.
    SecurityGroup: "aws_security_group", "aws_default_security_group";
    keys: ["id", "arn", "name"];
    names: ["name"];
    bound_to: [Region];
    called: "security_group";
    adopts: ["aws_default_security_group" as SecurityGroup];
    attributes: {
        /// The name.
        name: text,
        /// Rules for what comes in.
        ingress: blocks,
        /// Rules for what goes out.
        egress: blocks,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// Groups that each inline rule admits.
        ingress_groups: many ["ingress"."security_groups"] -> [SecurityGroup],
        /// Groups that each inline rule lets out to.
        egress_groups: many ["egress"."security_groups"] -> [SecurityGroup],
        /// Prefix lists of each inline rule.
        ingress_prefix_lists: many ["ingress"."prefix_list_ids"] -> [ManagedPrefixList, VpcEndpoint],
        /// Prefix lists of each inline rule.
        egress_prefix_lists: many ["egress"."prefix_list_ids"] -> [ManagedPrefixList, VpcEndpoint],
    }
}
