//! <https://docs.aws.amazon.com/cli/latest/reference/ssm/get-service-setting.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ssm get-service-setting",
    shape: Shape::Itself(&["ServiceSetting.SettingId"], &[]),
    config: None,
    types: &["aws_ssm_service_setting"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "ServiceSetting.ARN"),
    ("setting_id", "ServiceSetting.SettingId"),
    ("setting_value", "ServiceSetting.SettingValue"),
    ("status", "ServiceSetting.Status"),
];

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = answer.text("ServiceSetting.ARN").or_else(|| answer.text("ServiceSetting.SettingId")) else { return };
    made.object("aws_ssm_service_setting", id, answer, FIELDS);
}
