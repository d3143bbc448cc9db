//! Lines of a file with parts underlined and labelled, as compilers show them.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// One line, with the bytes underlined that are at fault; without a line end.
pub(crate) fn line(text: &str, number: usize, fault: Range<usize>) -> String {
    let snippet = Snippet::source(text).line_start(number).annotation(AnnotationKind::Primary.span(fault));
    let renderer = Renderer::plain().term_width(200);
    renderer.render(&[Group::with_level(Level::ERROR).element(snippet)])
}
