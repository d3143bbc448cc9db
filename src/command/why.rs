//! `ssm-check why`: everything known about one address, and why.

use crate::cli::{AnswerFormat, WhyArgs};
use crate::command::not_one;
use crate::format::text::Page;
use crate::format::words;
use crate::{Failure, Settings, inert, near};
use serde::Serialize;
use ssm_check_checks::{Inputs, Tree};
use ssm_check_message::{Span, natural, say};
use std::path::Path;

/// The tree, drawn or as JSON.
///
/// Errors: a resource whose values cannot be decoded, or an address that is not in the inputs.
pub(crate) fn why(arguments: &WhyArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let addresses = addresses(&arguments.address, inputs)?;
    let trees = inputs.why(&settings.options, &addresses).map_err(|error| Failure::new(error.to_string()))?;
    let trees = trees.into_iter().zip(&addresses).map(|(tree, address)| tree.map_or_else(|| unmodelled(address, inputs), Ok));
    let trees = trees.collect::<Result<Vec<_>, _>>()?;
    match arguments.format {
        AnswerFormat::Json => {
            let entries: Vec<_> = trees.iter().map(Reasoning::new).collect();
            let text = match entries.as_slice() {
                [only] => serde_json::to_string_pretty(only),
                several => serde_json::to_string_pretty(several),
            };
            Ok(inert::json(&text.map_err(anyhow::Error::from)?) + "\n")
        }
        AnswerFormat::Text => {
            let mut page = Page::new(settings.terminal);
            for tree in &trees {
                page.blank();
                draw(tree, "", "", &mut page);
            }
            Ok(page.finish())
        }
    }
}

/// The file and the address, the wrong way round.
///
/// Errors: they are.
pub(crate) fn refuse_swapped(arguments: &WhyArgs) -> Result<(), Failure> {
    let file = Path::new(&arguments.address);
    let is_input = file.is_dir() || file.extension().is_some_and(|extension| extension == "json" || extension == "tfstate");
    let address = match arguments.inputs.files.first() {
        None => "ADDRESS",
        Some(next) if !next.exists() => next.to_str().unwrap_or("ADDRESS"),
        Some(_) => return Ok(()),
    };
    if !file.exists() || !is_input {
        return Ok(());
    }
    Err(Failure::new(format!("the address comes first: `ssm-check why {address} {}`", file.display())))
}

/// The addresses that a word means: of several instances of a block, all.
///
/// Errors: it is nothing of the inputs, or may be several things; a resource whose values cannot be decoded.
pub(crate) fn addresses(word: &str, inputs: &Inputs<'_, '_>) -> Result<Vec<String>, Failure> {
    // What several inputs have has the input's name after it.
    if word.ends_with(')') {
        return Ok(vec![word.to_owned()]);
    }
    let mut found = inputs.called(word).map_err(|error| Failure::new(error.to_string()))?.map_err(|not| match not.known.as_slice() {
        [] => not_one::failure(&not),
        _ => not_there(word, inputs),
    })?;
    found.sort_by_cached_key(|address| natural(address));
    Ok(found)
}

/// What there is to say of a resource that no check looks at.
///
/// Errors: it is not in the inputs.
fn unmodelled(address: &str, inputs: &Inputs<'_, '_>) -> Result<Tree, Failure> {
    if !inputs.addresses().contains(address) {
        return Err(not_there(address, inputs));
    }
    let text = say!("{} is in the inputs, and no check looks at resources of its type", Span::address(address));
    Ok(Tree { text, verdict: None, because: Vec::new() })
}

/// An address is not in the inputs.
pub(crate) fn not_there(address: &str, inputs: &Inputs<'_, '_>) -> Failure {
    let known = inputs.addresses();
    Failure::new(format!("`{address}` is not in the inputs{}", near::suggestion(address, known.iter().map(String::as_str))))
}

#[derive(Serialize)]
struct Reasoning {
    text: String,
    because: Vec<Reasoning>,
}

impl Reasoning {
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
