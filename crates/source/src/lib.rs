//! The `.tf` files next to a plan, evaluated symbolically.
//!
//! The plan's JSON drops locals, dynamic blocks, conditional branches and the keys of references, and a string with one unknown
//! inside is unknown as a whole. With the sources at hand all of it can be computed: what the plan knows is a value, an attribute
//! of a resource that does not exist yet is a [`Symbol`] such as `aws_subnet.private["a"].id`, and everything else follows.
//!
//! ```no_run
//! # fn run(text: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use ssm_check_plan::{Plan, ResourceAddress};
//! use ssm_check_source::{Evaluator, Sources, Sym};
//!
//! let plan = Plan::parse(text)?;
//! let sources = Sources::load("infra".as_ref(), &plan)?;
//! let evaluator = Evaluator::new(&sources, &plan);
//! let web = evaluator.resource(&ResourceAddress::parse("aws_instance.web")?).ok_or("not in the sources")?;
//! if let Some(subnet) = web.attribute("subnet_id") {
//!     println!("{}:{}", subnet.span.file, subnet.span.line);
//!     if let Sym::Symbol(symbol) = &subnet.value {
//!         println!("{symbol}");
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Invariants: a known value is what Terraform computes; a symbol is the value that the attribute will have; all else is
//! [`Sym::Unknown`]. Nothing fails and nothing panics, whatever the files hold; every evaluation is bounded.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod alternatives;
mod ast;
mod body;
mod broken;
mod budget;
mod display;
mod eval;
mod evaluator;
mod files;
mod functions;
mod instances;
mod json_syntax;
mod limits;
mod load;
mod matching;
mod mismatch;
mod modules;
mod number;
mod predict;
mod reach;
mod remark;
mod scope;
mod syntax;
mod types;
mod value;
mod workspace;

pub use ast::Span;
pub use body::{Blocks, Body, Evaluated};
pub use broken::Broken;
pub use evaluator::Evaluator;
pub use functions::decode_json;
pub use mismatch::Mismatch;
pub use modules::{LoadError, Settings, Sources};
pub use number::Number;
pub use predict::Predicted;
pub use reach::Refused;
pub use remark::Remark;
pub use value::{
    Encoded, Mapping, Piece, Sequence, Step, Sym, Symbol, Unknown, is_always_there, is_made_up, is_open_ended, is_plain, is_word, symbols,
    table, why_unknown,
};
