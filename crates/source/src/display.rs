//! Values in words, close to Terraform's own notation, for evidence and tests.

use crate::value::{Mapping, Piece, Sequence, Sym};
use std::fmt;

impl fmt::Display for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Number(number) => f.write_str(number.text().as_deref().unwrap_or("(number)")),
            Self::String(text) => write!(f, "{text:?}"),
            Self::Template(pieces) => {
                f.write_str("\"")?;
                for piece in pieces.iter() {
                    match piece {
                        Piece::Literal(text) => write!(f, "{}", text.escape_debug())?,
                        Piece::Symbol(symbol) => write!(f, "${{{symbol}}}")?,
                        Piece::Unknown(_) => f.write_str("${unknown}")?,
                    }
                }
                f.write_str("\"")
            }
            Self::Sequence(kind, items) => {
                f.write_str(match kind {
                    Sequence::Tuple | Sequence::List => "[",
                    Sequence::Set | Sequence::Unordered => "toset([",
                })?;
                separated(f, items.iter(), ", ")?;
                f.write_str(if matches!(kind, Sequence::Set | Sequence::Unordered) { "])" } else { "]" })
            }
            Self::Mapping(Mapping::Object | Mapping::Map, members) => {
                f.write_str("{")?;
                for (at, (key, member)) in members.iter().enumerate() {
                    write!(f, "{} {key} = {member}", if at > 0 { "," } else { "" })?;
                }
                f.write_str(if members.is_empty() { "}" } else { " }" })
            }
            Self::Symbol(symbol) => write!(f, "{symbol}"),
            Self::OneOf(alternatives) => separated(f, alternatives.iter(), " or "),
            Self::Unknown(unknown) => {
                f.write_str("unknown(")?;
                separated(f, unknown.symbols.iter(), ", ")?;
                f.write_str(match (unknown.open, unknown.symbols.is_empty()) {
                    (true, true) => "...)",
                    (true, false) => ", ...)",
                    (false, _) => ")",
                })
            }
        }
    }
}

fn separated<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl Iterator<Item = T>, between: &str) -> fmt::Result {
    for (at, item) in items.enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}
