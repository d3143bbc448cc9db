//! `aws_ec2_instance_state`

use crate::declare::resource;

resource! {
    /// Whether an instance runs: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_instance_state>.
    Ec2InstanceState: "aws_ec2_instance_state";
    keys: [];
    attributes: {
        /// `running` or `stopped`.
        state: text,
    }
    links: {
        /// The instance.
        instance: one ["instance_id"] -> [Instance, SpotInstanceRequest],
    }
}
