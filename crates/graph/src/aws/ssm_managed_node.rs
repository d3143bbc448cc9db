//! `aws_ssm_managed_node`: no type of Terraform's, but what Systems Manager lists.

use crate::declare::resource;

resource! {
    /// A machine that registered with Systems Manager: <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html>.
    SsmManagedNode: "aws_ssm_managed_node";
    keys: ["id"];
    attributes: {
        /// `Online`, `ConnectionLost` or `Inactive`.
        ping_status: text,
        /// Such as `3.3.131.0`.
        agent_version: text,
    }
    links: {
        /// The instance.
        instance: one ["instance_id"] -> [Instance],
    }
}
