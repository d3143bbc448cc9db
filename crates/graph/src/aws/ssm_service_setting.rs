//! `aws_ssm_service_setting`

use crate::declare::resource;

resource! {
    /// A Systems Manager service setting: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_service_setting>.
    SsmServiceSetting: "aws_ssm_service_setting";
    keys: ["id", "arn"];
    attributes: {
        /// The setting.
        setting_id: text,
        /// Its value.
        setting_value: text,
    }
    links: {
    }
}
