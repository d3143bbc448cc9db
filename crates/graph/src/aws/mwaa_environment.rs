//! `aws_mwaa_environment`

use crate::declare::resource;

resource! {
    /// An environment of Managed Workflows for Apache Airflow: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mwaa_environment>.
    MwaaEnvironment: "aws_mwaa_environment";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// `PRIVATE_ONLY` where left out.
        webserver_access_mode: text,
    }
    links: {
        /// The subnets.
        subnets: many ["network_configuration"."subnet_ids"] -> [Subnet],
        /// Security groups.
        security_groups: many ["network_configuration"."security_group_ids"] -> [SecurityGroup],
    }
}
