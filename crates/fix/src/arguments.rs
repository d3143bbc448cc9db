//! Arguments: set, taken out, and where a new one goes.

use crate::syntax::{
    Splice, attribute_span, braces, content, indent, key_span, line_end, line_start, nested, newline, parse, span, spliced, whole_lines,
};
use crate::{Refused, refused};
use hcl_edit::expr::{Expression, Object};
use hcl_edit::structure::{Attribute, Block, Body, Structure};
use hcl_edit::visit::{Visit, visit_body, visit_object};
use std::ops::Range;

/// How a value is written at an indent.
pub(crate) type Writer<'w> = dyn FnMut(&str) -> Result<String, Refused> + 'w;

/// The body in which the last step of a path is an argument; `None` where a block on the way is missing, with how many steps there are.
pub(crate) fn holder<'b>(block: &'b Block, steps: &[String]) -> Result<&'b Block, usize> {
    let mut at = block;
    for (depth, step) in steps.iter().enumerate() {
        let (name, index) = indexed(step);
        match nested(&at.body, name).get(index) {
            Some(inner) => at = content(inner),
            None => return Err(depth),
        }
    }
    Ok(at)
}

/// `name[1]` is the second block of that name.
fn indexed(step: &str) -> (&str, usize) {
    match step.split_once('[') {
        Some((name, index)) => (name, index.trim_end_matches(']').parse().unwrap_or(0)),
        None => (step, 0),
    }
}

/// Sets an argument of a block, whether it has a value or not.
pub(crate) fn set(text: &str, find: &dyn Fn(&Body) -> Option<&Block>, path: &[String], write: &mut Writer<'_>) -> Result<String, Refused> {
    let tree = parse(text)?;
    let Some(block) = find(&tree) else { return refused("the block is not in its file") };
    let Some((name, steps)) = path.split_last() else { return refused("no argument is named") };
    match holder(block, steps) {
        Ok(holder) => match holder.body.get_attribute(name) {
            Some(attribute) => replace(text, attribute, write),
            None => insert(text, holder, name, write).and_then(|(text, at)| aligned(&text, at)),
        },
        Err(depth) => {
            let outer =
                holder(block, steps.get(..depth).unwrap_or_default()).map_err(|_| Refused("a nested block is not found".to_owned()))?;
            let missing = steps.get(depth..).unwrap_or_default();
            let own = format!("{}  ", indent(text, braces(text, outer)?.start));
            let deepest = format!("{own}{}", "  ".repeat(missing.len()));
            let mut written = format!("{deepest}{name} = {}\n", write(&deepest)?);
            for (level, step) in missing.iter().enumerate().rev() {
                let at = format!("{own}{}", "  ".repeat(level));
                written = format!("{at}{} {{\n{written}{at}}}\n", indexed(step).0);
            }
            crate::blocks::add_text(text, outer, &written, missing.first().map_or("", |step| indexed(step).0))
        }
    }
}

/// Puts another value in the place of an argument's.
fn replace(text: &str, attribute: &Attribute, write: &mut Writer<'_>) -> Result<String, Refused> {
    let at = span(&attribute.value)?;
    let written = write(indent(text, attribute_span(attribute)?.start))?;
    spliced(text, vec![Splice::replace(at, written)])
}

/// Arguments of Terraform itself, which stand apart.
const META: [&str; 5] = ["count", "for_each", "provider", "depends_on", "lifecycle"];

/// Writes a new argument where a person would: after those that are there, before nested blocks.
fn insert(text: &str, block: &Block, name: &str, write: &mut Writer<'_>) -> Result<(String, usize), Refused> {
    let braces = braces(text, block)?;
    let eol = newline(text);
    let own = indent(text, braces.start).to_owned();
    if braces.one_line {
        let inner = format!("{own}  ");
        let there = text.get(braces.open..braces.close).unwrap_or_default().trim();
        let there = if there.is_empty() { String::new() } else { format!("{inner}{there}{eol}") };
        let head = format!("{eol}{there}");
        let at = braces.open + head.len() + inner.len();
        let written = format!("{head}{inner}{name} = {}{eol}{own}", write(&inner)?);
        return Ok((spliced(text, vec![Splice::replace(braces.open..braces.close, written)])?, at));
    }
    let leading: Vec<&Attribute> = block.body.iter().map_while(Structure::as_attribute).collect();
    let plain =
        |attribute: &&&Attribute| !META.contains(&attribute.key.as_str()) && !["tags", "tags_all"].contains(&attribute.key.as_str());
    let single = |attribute: &&&Attribute| attribute_span(attribute).is_ok_and(|at| !text.get(at).unwrap_or_default().contains('\n'));
    let anchor = leading
        .iter()
        .rev()
        .filter(plain)
        .find(single)
        .or_else(|| leading.iter().rev().find(plain))
        .or_else(|| leading.iter().rev().find(|attribute| attribute.key.as_str() != "depends_on"));
    let (at, inner, gap) = match anchor {
        Some(anchor) => {
            let place = attribute_span(anchor)?;
            let gap = if META.contains(&anchor.key.as_str()) { eol } else { "" };
            (line_end(text, place.end), indent(text, place.start).to_owned(), gap)
        }
        None => (line_end(text, braces.open), format!("{own}  "), ""),
    };
    let begin = format!("{eol}{gap}{inner}");
    let written = format!("{begin}{name} = {}", write(&inner)?);
    Ok((spliced(text, vec![Splice::insert(at, written)])?, at + begin.len()))
}

/// Takes an argument out, with its line.
pub(crate) fn unset(text: &str, find: &dyn Fn(&Body) -> Option<&Block>, path: &[String]) -> Result<String, Refused> {
    let tree = parse(text)?;
    let Some(block) = find(&tree) else { return refused("the block is not in its file") };
    let Some((name, steps)) = path.split_last() else { return refused("no argument is named") };
    let Some(attribute) = holder(block, steps).ok().and_then(|holder| holder.body.get_attribute(name)) else { return Ok(text.to_owned()) };
    spliced(text, vec![Splice::replace(whole_lines(text, attribute_span(attribute)?), "")])
}

/// Brings the equals sign of the argument, or member of an object, at a place below those of its neighbours, where theirs are below each
/// other.
pub(crate) fn aligned(text: &str, at: usize) -> Result<String, Refused> {
    let lines = lines_around(text, &parse(text)?, at);
    let Some(own) = lines.iter().position(|line| line.key == at) else { return Ok(text.to_owned()) };
    let follows = |pair: [&One; 2]| line_end(text, pair[0].key) + newline(text).len() == line_start(text, pair[1].key);
    let mut first = own;
    while let (Some(before), Some(this)) = (first.checked_sub(1).and_then(|index| lines.get(index)), lines.get(first)) {
        if !follows([before, this]) {
            break;
        }
        first -= 1;
    }
    let mut last = own;
    while let (Some(this), Some(after)) = (lines.get(last), lines.get(last + 1)) {
        if !follows([this, after]) {
            break;
        }
        last += 1;
    }
    let run = lines.get(first..=last).unwrap_or_default();
    let others: Vec<&One> = run.iter().filter(|line| line.key != at).collect();
    let columns = |line: &&One| line.equals - line_start(text, line.key);
    let same = others.windows(2).all(|pair| matches!(pair, [a, b] if columns(a) == columns(b)));
    if others.is_empty() || !same {
        return Ok(text.to_owned());
    }
    let width = run.iter().map(|line| line.key_end - line.key).max().unwrap_or(0);
    let splices = run.iter().map(|line| {
        let padding = width - (line.key_end - line.key) + 1;
        Splice::replace(line.key_end..line.equals, " ".repeat(padding))
    });
    spliced(text, splices.collect())
}

/// An argument on one line.
struct One {
    key: usize,
    key_end: usize,
    equals: usize,
}

impl One {
    fn of(text: &str, key: Range<usize>, value: &Expression) -> Option<Self> {
        let value = span(value).ok()?;
        let between = text.get(key.end..value.start)?;
        let one_line = !text.get(key.start..value.end)?.contains('\n') && between.trim() == "=";
        one_line.then(|| Self { key: key.start, key_end: key.end, equals: key.end + between.find('=').unwrap_or(0) })
    }
}

/// What stands on one line each in the body or object that has the argument or member at a place.
fn lines_around(text: &str, tree: &Body, at: usize) -> Vec<One> {
    struct Look<'t>(&'t str, usize, Vec<One>);
    impl Look<'_> {
        fn take<'e>(&mut self, all: impl Iterator<Item = (Result<Range<usize>, Refused>, &'e Expression)>) {
            let all: Vec<_> = all.filter_map(|(key, value)| Some((key.ok()?, value))).collect();
            if all.iter().any(|(key, _)| key.start == self.1) {
                self.2 = all.into_iter().filter_map(|(key, value)| One::of(self.0, key, value)).collect();
            }
        }
    }
    impl Visit for Look<'_> {
        fn visit_body(&mut self, body: &Body) {
            self.take(body.attributes().map(|one| (span(&one.key), &one.value)));
            visit_body(self, body);
        }

        fn visit_object(&mut self, object: &Object) {
            self.take(object.iter().map(|(key, value)| (key_span(key), value.expr())));
            visit_object(self, object);
        }
    }
    let mut look = Look(text, at, Vec::new());
    look.visit_body(tree);
    look.2
}

/// The value of an argument.
pub(crate) fn expression<'b>(block: &'b Block, path: &[String]) -> Option<&'b Expression> {
    let (name, steps) = path.split_last()?;
    holder(block, steps).ok()?.body.get_attribute(name).map(|attribute| &attribute.value)
}

/// What makes a `dynamic` block on the way to an argument be there for every instance, where its collection is a condition.
pub(crate) fn made_always(text: &str, block: &Block, path: &[String]) -> Option<Vec<Splice>> {
    let (first, _) = path.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let found = nested(&block.body, indexed(first).0).into_iter().next()?;
    let for_each = found.body.get_attribute("for_each").filter(|_| found.ident.as_str() == "dynamic")?;
    let Expression::Conditional(conditional) = &for_each.value else { return None };
    let is_empty = |expr: &Expression| matches!(expr, Expression::Array(items) if items.is_empty());
    let kept = [&conditional.true_expr, &conditional.false_expr].into_iter().find(|expr| !is_empty(expr))?;
    let kept = text.get(span(kept).ok()?)?.trim();
    Some(vec![Splice::replace(span(&for_each.value).ok()?, kept)])
}
