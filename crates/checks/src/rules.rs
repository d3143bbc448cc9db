//! The catalogue: one file for each check. Adding one is its file, its word here, and its fixtures.

mod document_rule;
mod host_rule;
mod identity_rule;
mod network_rule;
mod session_rule;

use crate::Check;

macro_rules! checks {
    ($($id:ident)*) => {
        $(mod $id;)*

        /// Every check, in the order of ids.
        pub static CHECKS: &[&Check] = &[$(&$id::CHECK),*];
    };
}

checks! {
    ssm101 ssm102 ssm103 ssm104 ssm105 ssm106 ssm107 ssm108 ssm109 ssm110 ssm111
    ssm201 ssm202 ssm203 ssm204 ssm205 ssm206 ssm207 ssm208 ssm209 ssm210 ssm211 ssm212 ssm213
    ssm301 ssm302 ssm303 ssm304 ssm305
    ssm401 ssm402 ssm403 ssm404 ssm405 ssm406 ssm407 ssm408 ssm409 ssm410 ssm411 ssm412 ssm413 ssm414 ssm415 ssm416 ssm417 ssm418
    ssm501 ssm502 ssm503 ssm504 ssm505 ssm506 ssm507 ssm508 ssm509 ssm510
    ssm601 ssm602
    ssm701 ssm702
}
