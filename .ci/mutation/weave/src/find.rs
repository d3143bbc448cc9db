//! Finds the place of each mutation in the syntax tree, and what is written there.

use crate::edits::{Edit, Match, Piece};
use proc_macro2::{LineColumn, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Block, Expr, Signature};

/// One of the list.
pub(crate) struct Mutant {
    pub(crate) id: u32,
    /// From 1.
    pub(crate) line: usize,
    /// In characters, from 1.
    pub(crate) column: usize,
    pub(crate) genre: String,
    pub(crate) replacement: String,
}

pub(crate) struct Finder<'a> {
    source: &'a str,
    wanted: HashMap<(String, usize, usize), Vec<Mutant>>,
    edits: Vec<Edit>,
    matches: Vec<Match>,
    left: Vec<(u32, &'static str)>,
    /// Within what is computed when the program is compiled.
    constant: bool,
    /// Where operators of conditions with `let` stand.
    chained: HashSet<usize>,
}

const CONSTANT: &str = "constant";
const UNVIABLE: &str = "unviable";

impl<'a> Finder<'a> {
    pub(crate) fn new(source: &'a str, mutants: Vec<Mutant>) -> Self {
        let mut wanted: HashMap<_, Vec<Mutant>> = HashMap::new();
        for mutant in mutants {
            wanted.entry((mutant.genre.clone(), mutant.line, mutant.column)).or_default().push(mutant);
        }
        let (edits, matches, left) = <_>::default();
        Self { source, wanted, edits, matches, left, constant: false, chained: HashSet::new() }
    }

    /// The edits, the matches with arms that may go, and what has no place.
    pub(crate) fn found(mut self) -> (Vec<Edit>, Vec<Match>, Vec<(u32, &'static str)>) {
        let rest = self.wanted.into_values().flatten().map(|mutant| (mutant.id, "not found"));
        self.left.extend(rest);
        (self.edits, self.matches, self.left)
    }

    /// The mutations of this kind that begin here and can be written.
    fn take(&mut self, genre: &str, at: LineColumn) -> Vec<Mutant> {
        let found = self.wanted.remove(&(genre.to_owned(), at.line, at.column + 1)).unwrap_or_default();
        if self.constant { self.leave(found, CONSTANT) } else { found }
    }

    fn leave(&mut self, mutants: Vec<Mutant>, why: &'static str) -> Vec<Mutant> {
        self.left.extend(mutants.into_iter().map(|mutant| (mutant.id, why)));
        Vec::new()
    }

    fn edit(&mut self, at: Range<usize>, pieces: Vec<Piece>) {
        self.edits.push(Edit { at, pieces });
    }

    /// `(if on(1) { ONE } else if on(2) { OTHER } else { AS IT IS })`.
    fn choose(&mut self, at: Range<usize>, others: Vec<(u32, Vec<Piece>)>) {
        let mut pieces = vec![Piece::text("(")];
        for (id, instead) in others {
            let of = [vec![Piece::text(format!("if {} {{ ", on(id)))], instead, vec![Piece::text(" }")]].into_iter().flatten().collect();
            pieces.extend([Piece::Of(id, of), Piece::text(" else ")]);
        }
        pieces.extend([Piece::text("{ "), Piece::Source(at.clone()), Piece::text(" })")]);
        self.edit(at, pieces);
    }

    fn function(&mut self, signature: &Signature, block: &Block, inside: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.constant, signature.constness.is_some());
        if let Some(first) = block.stmts.first().map(Spanned::span) {
            let mutants = self.take("FnValue", first.start());
            let instead = |mutant: &Mutant| {
                let text = format!("if {} {{ return {}; }} ", on(mutant.id), mutant.replacement);
                Piece::Of(mutant.id, vec![Piece::text(text)])
            };
            let pieces = mutants.iter().map(instead).collect();
            let at = first.byte_range().start;
            self.edit(at..at, pieces);
        }
        inside(self);
        self.constant = outside;
    }

    fn constant(&mut self, inside: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.constant, true);
        inside(self);
        self.constant = outside;
    }

    fn arm(&mut self, arm: &Arm, may_go: &mut Vec<u32>) {
        let gone = self.take("MatchArm", arm.span().start());
        may_go.extend(gone.iter().map(|mutant| mutant.id));
        let Some((_, guard)) = &arm.guard else {
            let end = range(arm.pat.span()).end;
            let pieces = gone.iter().map(|gone| Piece::Of(gone.id, vec![Piece::text(format!(" if !{}", on(gone.id)))])).collect();
            return self.edit(end..end, pieces);
        };
        let mut mutants = self.take("MatchArmGuard", guard.span().start());
        if has_let(guard) {
            mutants = self.leave(mutants, UNVIABLE);
        }
        if mutants.is_empty() {
            return;
        }
        let at = range(guard.span());
        let mut pieces = Vec::new();
        for mutant in mutants.iter().filter(|mutant| mutant.replacement == "false") {
            pieces.push(Piece::Of(mutant.id, vec![Piece::text(format!("!{} && ", on(mutant.id)))]));
        }
        pieces.push(Piece::text("("));
        for mutant in mutants.iter().filter(|mutant| mutant.replacement == "true") {
            pieces.push(Piece::Of(mutant.id, vec![Piece::text(format!("{} || ", on(mutant.id)))]));
        }
        pieces.extend([Piece::text("("), Piece::Source(at.clone()), Piece::text("))")]);
        self.edit(at, pieces);
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_impl_item_fn(finder, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block, |finder| visit::visit_trait_item_fn(finder, item));
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(|finder| visit::visit_item_const(finder, item));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(|finder| visit::visit_impl_item_const(finder, item));
    }

    fn visit_trait_item_const(&mut self, item: &'ast syn::TraitItemConst) {
        self.constant(|finder| visit::visit_trait_item_const(finder, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(|finder| visit::visit_item_static(finder, item));
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.constant(|finder| visit::visit_variant(finder, variant));
    }

    fn visit_type_array(&mut self, array: &'ast syn::TypeArray) {
        self.constant(|finder| visit::visit_type_array(finder, array));
    }

    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
        self.constant(|finder| finder.visit_expr(&repeat.len));
    }

    fn visit_expr_const(&mut self, block: &'ast syn::ExprConst) {
        self.constant(|finder| visit::visit_expr_const(finder, block));
    }

    /// What a `LazyLock` is made by runs later.
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let outside = std::mem::replace(&mut self.constant, false);
        visit::visit_expr_closure(self, closure);
        self.constant = outside;
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let operator = binary.op.span();
        if matches!(binary.op, BinOp::And(_)) && (has_let(&binary.left) || has_let(&binary.right)) {
            chain(binary, &mut self.chained);
        }
        let mut mutants = self.take("BinaryOperator", operator.start());
        if self.chained.contains(&range(operator).start) {
            mutants = self.leave(mutants, UNVIABLE);
        }
        if !mutants.is_empty() {
            let (left, right) = (range(binary.left.span()), range(binary.right.span()));
            let at = left.start..right.end;
            let sign = &self.source[range(operator)];
            match (&binary.op, &mutants[..]) {
                (BinOp::And(_) | BinOp::Or(_), [mutant]) => {
                    // By De Morgan, without writing either side twice: a chain of ten would have a thousand copies.
                    let on = on(mutant.id);
                    let texts = [format!("(((({on}) != ("), format!(")) {sign} (({on}) != (")];
                    let [open, between] = texts.map(Piece::text);
                    let pieces = vec![open, Piece::Source(left), between, Piece::Source(right), Piece::text(format!("))) != {on})"))];
                    self.edit(at, vec![Piece::Of(mutant.id, pieces)]);
                }
                (BinOp::Eq(_) | BinOp::Ne(_), [mutant]) => {
                    let end = Piece::text(format!(") != {})", on(mutant.id)));
                    let pieces = vec![Piece::text("(("), Piece::Source(at.clone()), end];
                    self.edit(at, vec![Piece::Of(mutant.id, pieces)]);
                }
                _ => {
                    let assigns = sign.ends_with('=') && !matches!(sign, "<=" | ">=" | "==" | "!=");
                    let [open, close] = if assigns { ["", ""] } else { ["(", ")"] };
                    let other = |mutant: &Mutant| {
                        let sign = Piece::text(format!("{close} {} {open}", mutant.replacement));
                        let sides = [Piece::Source(left.clone()), sign, Piece::Source(right.clone())];
                        (mutant.id, [Piece::text(open)].into_iter().chain(sides).chain([Piece::text(close)]).collect())
                    };
                    let others = mutants.iter().map(other).collect();
                    self.choose(at, others);
                }
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let operator = unary.op.span();
        if let [mutant] = &self.take("UnaryOperator", operator.start())[..] {
            let operand = range(unary.expr.span());
            let at = range(operator).start..operand.end;
            self.choose(at, vec![(mutant.id, vec![Piece::Source(operand)])]);
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_match(&mut self, of: &'ast syn::ExprMatch) {
        let scrutinee = range(of.expr.span());
        self.edit(scrutinee.clone(), vec![Piece::Source(scrutinee.clone())]);
        let mut may_go = Vec::new();
        of.arms.iter().for_each(|arm| self.arm(arm, &mut may_go));
        self.matches.push((scrutinee, may_go));
        visit::visit_expr_match(self, of);
    }

    fn visit_expr_struct(&mut self, of: &'ast syn::ExprStruct) {
        if let Some(rest) = &of.rest {
            let path = range(of.path.span());
            let at = path.start..range(of.brace_token.span.close()).end;
            let fields: Vec<_> = of.fields.iter().map(|field| range(field.span())).collect();
            let mut others = Vec::new();
            for (number, field) in of.fields.iter().enumerate() {
                for mutant in self.take("StructField", field.span().start()) {
                    let kept = fields.iter().enumerate().filter(|(other, _)| *other != number);
                    let kept = kept.flat_map(|(_, field)| [Piece::Source(field.clone()), Piece::text(", ")]);
                    let mut pieces = vec![Piece::Source(path.clone()), Piece::text(" { ")];
                    pieces.extend(kept);
                    pieces.extend([Piece::text(".."), Piece::Source(range(rest.span())), Piece::text(" }")]);
                    others.push((mutant.id, pieces));
                }
            }
            if !others.is_empty() {
                self.choose(at, others);
            }
        }
        visit::visit_expr_struct(self, of);
    }
}

fn on(id: u32) -> String {
    format!("::mutant::on({id})")
}

fn range(span: Span) -> Range<usize> {
    span.byte_range()
}

/// Is it a condition that binds names?
fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(binary) => matches!(binary.op, BinOp::And(_)) && (has_let(&binary.left) || has_let(&binary.right)),
        _ => false,
    }
}

/// The operators of a chain of conditions: with another one of them it is not Rust.
fn chain(binary: &syn::ExprBinary, operators: &mut HashSet<usize>) {
    operators.insert(range(binary.op.span()).start);
    for side in [&*binary.left, &*binary.right] {
        if let Expr::Binary(inner) = side
            && matches!(inner.op, BinOp::And(_))
        {
            chain(inner, operators);
        }
    }
}
