//! `aws_autoscaling_group_tag`

use crate::declare::resource;

resource! {
    /// One tag of an auto scaling group that is made elsewhere:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group_tag>.
    AutoscalingGroupTag: "aws_autoscaling_group_tag";
    keys: ["id"];
    attributes: {
        /// The tag, propagated at launch or not.
        tag: blocks,
    }
    links: {
        /// The group.
        group: one ["autoscaling_group_name"] -> [AutoscalingGroup],
    }
}
