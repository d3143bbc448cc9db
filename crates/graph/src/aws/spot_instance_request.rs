//! `aws_spot_instance_request`

use crate::aws::instance::instance;
use crate::declare::resource;

instance! {
    /// A spot request for one instance: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/spot_instance_request>.
    SpotInstanceRequest: "aws_spot_instance_request";
    keys: ["id", "arn", "spot_instance_id"];
    bound_to: [Region, Account];
    computed: ["metadata_options", "network_interface"];
}
