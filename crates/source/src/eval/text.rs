//! Templates: <https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates>.

use super::repeat;
use crate::ast::TemplatePart;
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::limits;
use crate::scope::Scope;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::{Piece, Sym};

impl Evaluator<'_, '_> {
    pub(super) fn template(&self, parts: &[TemplatePart], scope: &Scope) -> Eval {
        let flat = parts.iter().all(|part| matches!(part, TemplatePart::Literal(_) | TemplatePart::Interpolation(_)));
        if flat {
            return self.concatenate(parts, scope);
        }
        let mut pieces = Vec::new();
        let mut size = 0;
        self.render(parts, scope, &mut pieces, &mut size)?;
        Ok(if size > limits::TEXT { Sym::unknown("the text is too long") } else { Sym::template(pieces) })
    }

    /// Literals and interpolations. Text made of a choice is a choice of texts, while there are few.
    fn concatenate(&self, parts: &[TemplatePart], scope: &Scope) -> Eval {
        let mut texts: Vec<Vec<Piece>> = vec![Vec::new()];
        let mut size = 0;
        for part in parts {
            let value = match part {
                TemplatePart::Interpolation(expr) => self.eval(expr, scope)?,
                TemplatePart::Literal(text) => Sym::text(text),
                TemplatePart::If { .. } | TemplatePart::For { .. } => Sym::Null,
            };
            let alternatives = match &value {
                Sym::OneOf(alternatives) if texts.len() * alternatives.len() <= limits::ALTERNATIVES => alternatives.to_vec(),
                single => vec![single.clone()],
            };
            // An alternative that is no text may not be the one.
            if alternatives.len() > 1 && alternatives.iter().any(|one| types::pieces(one).is_none()) {
                return Ok(Sym::depends("the text", [&value]));
            }
            let before = size;
            let mut parts_of = Vec::with_capacity(alternatives.len());
            for alternative in &alternatives {
                let Some(pieces) = types::pieces(alternative) else { return fail("a template holds null or a collection") };
                size += pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 1 }).sum::<usize>();
                parts_of.push(pieces);
            }
            if size > limits::TEXT {
                return Ok(Sym::unknown("the text is too long"));
            }
            if !self.charge((size - before) / limits::BYTES_OF_STEP) {
                return Ok(Sym::unknown(TOO_LARGE));
            }
            match parts_of.as_slice() {
                // Texts are copied only where they part ways, so that a long template takes no longer than its length.
                [only] => texts.iter_mut().for_each(|text| text.extend_from_slice(only)),
                several => {
                    let longer = |pieces: &Vec<Piece>| texts.iter().map(|text| [text.as_slice(), pieces].concat()).collect::<Vec<_>>();
                    texts = several.iter().flat_map(longer).collect();
                }
            }
        }
        Ok(Sym::one_of(texts.into_iter().map(Sym::template).collect()))
    }

    fn render(&self, parts: &[TemplatePart], scope: &Scope, into: &mut Vec<Piece>, size: &mut usize) -> Result<(), Failure> {
        for part in parts {
            let before = *size;
            if *size > limits::TEXT || into.len() > limits::ELEMENTS {
                *size = limits::TEXT + 1;
                return Ok(());
            }
            match part {
                TemplatePart::Literal(text) => {
                    *size += text.len();
                    into.push(Piece::Literal(text.clone()));
                }
                TemplatePart::Interpolation(expr) => {
                    let value = self.eval(expr, scope)?;
                    let Some(pieces) = types::pieces(&value) else { return fail("a template holds null or a collection") };
                    *size += pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 1 }).sum::<usize>();
                    into.extend(pieces);
                }
                TemplatePart::If { condition, then, otherwise } => match types::convert(&self.eval(condition, scope)?, &Type::Bool)? {
                    Sym::Bool(taken) => self.render(if taken { then } else { otherwise }, scope, into, size)?,
                    Sym::Null => return fail("a template's condition is null"),
                    open => {
                        let sides = [self.template(then, scope), self.template(otherwise, scope)];
                        let values: Vec<Sym> = sides.into_iter().flatten().chain([open]).collect();
                        into.extend(gap(&Sym::depends("the text", &values)));
                    }
                },
                TemplatePart::For { key, value, collection, body } => {
                    let collection = self.instances.force(self.eval(collection, scope)?);
                    let entries = repeat::entries(&collection)?.filter(|_| !types::is_unordered(&collection));
                    let Some(entries) = entries else {
                        into.extend(gap(&Sym::depends("the text", [&collection])));
                        continue;
                    };
                    if !self.fits(&collection) || !self.charge(entries.len()) {
                        *size = limits::TEXT + 1;
                        return Ok(());
                    }
                    for (index, element) in entries {
                        let mut inner = scope.clone();
                        if let Some(name) = key {
                            inner = inner.bind(name, index);
                        }
                        self.render(body, &inner.bind(value, element), into, size)?;
                    }
                }
            }
            let written = if matches!(part, TemplatePart::Literal(_) | TemplatePart::Interpolation(_)) { *size - before } else { 0 };
            if !self.charge(written / limits::BYTES_OF_STEP) {
                *size = limits::TEXT + 1;
                return Ok(());
            }
        }
        Ok(())
    }
}

fn gap(value: &Sym) -> Option<Piece> {
    match value {
        Sym::Unknown(unknown) => Some(Piece::Unknown(std::sync::Arc::clone(unknown))),
        _ => None,
    }
}
