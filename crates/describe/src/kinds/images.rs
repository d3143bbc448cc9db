//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-images.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind =
    AnswerKind { call: "ec2 describe-images", shape: Shape::List("Images", "ImageId"), config: None, types: &["aws_ami"], make };

const FIELDS: &Fields = &[
    ("name", "Name"),
    ("owner_id", "OwnerId"),
    ("image_owner_alias", "ImageOwnerAlias"),
    ("description", "Description"),
    ("platform", "Platform"),
];

fn make<'p>(image: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = image.text("ImageId") {
        made.object("aws_ami", id, image, FIELDS).account = None;
    }
}
