//! `aws_lb_listener`

use crate::declare::resource;

resource! {
    /// A listener of a load balancer: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener>.
    LbListener: "aws_lb_listener", "aws_alb_listener";
    keys: ["id", "arn"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
        /// `TCP`, `UDP`, `HTTPS` and so on.
        protocol: text,
    }
    links: {
        /// The load balancer.
        load_balancer: one ["load_balancer_arn"] -> [Lb],
    }
}
