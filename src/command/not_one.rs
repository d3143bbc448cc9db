//! A word of the command line that means nothing of the inputs, or several things.

use crate::{Failure, near};
use ssm_check_checks::NotOne;

/// That, with what may have been meant: of its kind alone.
pub(crate) fn failure(not: &NotOne) -> Failure {
    let meant = near::suggestion(&not.word, not.known.iter().map(String::as_str));
    Failure::new(format!("{}{meant}", not.sentence))
}
