//! `aws_redshiftserverless_workgroup`

use crate::declare::resource;

resource! {
    /// A workgroup of Redshift Serverless: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshiftserverless_workgroup>.
    RedshiftserverlessWorkgroup: "aws_redshiftserverless_workgroup";
    keys: ["id", "arn", "workgroup_name"];
    names: ["workgroup_name"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
