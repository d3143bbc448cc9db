//! `ssm-check why`: everything known about one address, and why.

use crate::cli::{AnswerFormat, WhyArgs};
use crate::format::text::Page;
use crate::format::words;
use crate::{Failure, Settings, inert, near};
use serde::Serialize;
use ssm_check_checks::{Inputs, Tree};
use ssm_check_message::{Span, say};

/// The tree, drawn or as JSON.
///
/// Errors: a resource whose values cannot be decoded, or an address that is not in the inputs.
pub(crate) fn why(arguments: &WhyArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let address = &arguments.address;
    let tree = inputs.why(&settings.options, address).map_err(|error| Failure::new(error.to_string()))?;
    let tree = match tree {
        Some(tree) => tree,
        None => unmodelled(address, inputs)?,
    };
    match arguments.format {
        AnswerFormat::Json => {
            let text = serde_json::to_string_pretty(&Entry::new(&tree)).map_err(anyhow::Error::from)?;
            Ok(inert::json(&text) + "\n")
        }
        AnswerFormat::Text => {
            let mut page = Page::new(settings.terminal);
            draw(&tree, "", "", &mut page);
            Ok(page.finish())
        }
    }
}

/// What there is to say of a resource that no check looks at.
///
/// Errors: it is not in the inputs.
fn unmodelled(address: &str, inputs: &Inputs<'_, '_>) -> Result<Tree, Failure> {
    let known = inputs.addresses();
    if known.contains(address) {
        return Ok(Tree {
            text: say!("{} is in the inputs, and no check looks at resources of its type", Span::address(address)),
            verdict: None,
            because: Vec::new(),
        });
    }
    Err(not_there(address, inputs))
}

/// An address is not in the inputs.
pub(crate) fn not_there(address: &str, inputs: &Inputs<'_, '_>) -> Failure {
    let known = inputs.addresses();
    Failure::new(format!("`{address}` is not in the inputs{}", near::suggestion(address, known.iter().map(String::as_str))))
}

#[derive(Serialize)]
struct Entry {
    text: String,
    because: Vec<Entry>,
}

impl Entry {
    fn new(tree: &Tree) -> Self {
        Self { text: tree.line().to_string(), because: tree.because.iter().map(Self::new).collect() }
    }
}

fn draw(tree: &Tree, first: &str, rest: &str, page: &mut Page) {
    let below = if tree.because.is_empty() { "  " } else { page.rail() };
    page.branch(first, &format!("{rest}{below}"), &line(tree, page));
    for (index, child) in tree.because.iter().enumerate() {
        let last = index + 1 == tree.because.len();
        let (branch, below) = page.branches(last);
        draw(child, &format!("{rest}{branch}"), &format!("{rest}{below}"), page);
    }
}

/// A statement, with its verdict in colour.
fn line(tree: &Tree, page: &Page) -> String {
    let text = words::line(&tree.text);
    match tree.verdict {
        Some(verdict) => format!("{text}: {}", page.styled(page.style_of(verdict), verdict.as_str())),
        None => text,
    }
}
