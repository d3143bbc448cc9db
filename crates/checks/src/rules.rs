//! The catalogue: one file for each check. Adding one is its file, its word here, and its fixtures.

use crate::Check;

macro_rules! checks {
    ($($id:ident)*) => {
        $(mod $id;)*

        /// Every check, in the order of ids.
        pub static CHECKS: &[&Check] = &[$(&$id::CHECK),*];
    };
}

checks! {
    ssm101
}
