//! `aws_ssm_parameter`

use crate::declare::resource;

resource! {
    /// A parameter; those of AWS name the newest image of a family:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html>.
    SsmParameter: "aws_ssm_parameter";
    keys: ["value", "insecure_value"];
    holds_anything: true;
    attributes: {
        /// The path.
        name: text,
    }
    links: {
    }
}
