//! Types, conversion and unification.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints> and
//! <https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion>.

mod constraint;
mod convert;
mod equal;
mod failure;
mod terraform_type;
mod unify;

pub(crate) use constraint::{Constraint, Convert, instead_of_null};
pub(crate) use convert::{are_distinct, convert, is_no_list, set};
pub(crate) use equal::{all, edge, equal, is_unordered, pieces};
pub(crate) use failure::{Eval, Failure, fail};
pub(crate) use terraform_type::Type;
pub(crate) use unify::{
    UNTYPED, common, is_loose, may_be_text, may_not_mix, mixes_lists_and_sets, perhaps_text, type_of, unified, unified_map, unify,
    unify_nulls,
};
