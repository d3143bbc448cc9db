//! `aws_elastic_beanstalk_environment`

use crate::declare::resource;

resource! {
    /// The instances of an Elastic Beanstalk environment: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elastic_beanstalk_environment>.
    ElasticBeanstalkEnvironment: "aws_elastic_beanstalk_environment";
    keys: ["id", "arn"];
    attributes: {
        /// Options, each with a namespace, a name and a value.
        setting: blocks,
    }
    links: {
        /// The profile, subnets and groups that settings name.
        values: one ["setting"."value"] -> [InstanceProfile, Subnet, SecurityGroup],
    }
}
