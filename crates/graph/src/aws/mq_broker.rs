//! `aws_mq_broker`

use crate::declare::resource;

resource! {
    /// A broker of Amazon MQ: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mq_broker>.
    MqBroker: "aws_mq_broker";
    keys: ["id", "arn", "broker_name"];
    names: ["broker_name"];
    attributes: {
        /// `ActiveMQ` or `RabbitMQ`.
        engine_type: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_groups"] -> [SecurityGroup],
    }
}
