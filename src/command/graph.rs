//! `ssm-check graph`: the resource graph as resolved, drawn in Graphviz or Mermaid, clustered by module.

use crate::Failure;
use crate::cli::{Drawing, GraphArgs};
use crate::command::why::{addresses, not_there};
use crate::inert::printable;
use ssm_check_checks::Inputs;
use ssm_check_graph::{Diagram, DiagramEdge};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The drawing.
///
/// Errors: a resource whose values cannot be decoded, or an address that is not in the inputs.
pub(crate) fn graph(arguments: &GraphArgs, inputs: &Inputs<'_, '_>) -> Result<String, Failure> {
    let around = arguments.around.as_deref().map(|word| one(word, inputs)).transpose()?;
    let diagram = inputs
        .diagram(around.as_deref().map(|address| (address, arguments.depth)))
        .map_err(|error| Failure::new(error.to_string()))?
        .ok_or_else(|| not_there(around.as_deref().unwrap_or_default(), inputs))?;
    Ok(match arguments.format {
        Drawing::Dot => dot(&diagram),
        Drawing::Mermaid => mermaid(&diagram),
    })
}

/// The address that a word means, the first of several instances.
///
/// Errors: as those of the answer.
fn one(word: &str, inputs: &Inputs<'_, '_>) -> Result<String, Failure> {
    let found = addresses(word, inputs)?;
    Ok(found.into_iter().next().unwrap_or_else(|| word.to_owned()))
}

/// A link as people read it: the attribute, and how it was found where that is not by its value.
fn label(edge: &DiagramEdge) -> String {
    let doubt = if edge.certain { "" } else { ", one of several" };
    match edge.how.in_words() {
        "by its value" => format!("{}{doubt}", edge.attribute),
        how => format!("{} ({how}{doubt})", edge.attribute),
    }
}

fn by_module(diagram: &Diagram) -> BTreeMap<&str, Vec<&str>> {
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for node in &diagram.nodes {
        modules.entry(&node.module).or_default().push(&node.address);
    }
    modules
}

fn dot(diagram: &Diagram) -> String {
    let quoted = |text: &str| format!("\"{}\"", printable(text).replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = String::from(
        "digraph plan {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for (index, (module, addresses)) in by_module(diagram).into_iter().enumerate() {
        let indent = if module.is_empty() { "  " } else { "    " };
        if !module.is_empty() {
            let _ = writeln!(text, "  subgraph cluster_{index} {{\n    label={};", quoted(module));
        }
        for address in addresses {
            let _ = writeln!(text, "{indent}{};", quoted(address));
        }
        if !module.is_empty() {
            text.push_str("  }\n");
        }
    }
    for edge in &diagram.edges {
        let style = if edge.certain { "" } else { ", style=dashed" };
        let _ = writeln!(text, "  {} -> {} [label={}{style}];", quoted(&edge.from), quoted(&edge.to), quoted(&label(edge)));
    }
    text.push_str("}\n");
    text
}

fn mermaid(diagram: &Diagram) -> String {
    // Mermaid takes HTML entities for what its own syntax needs.
    let quoted = |text: &str| printable(text).replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
    let names: BTreeMap<&str, String> =
        diagram.nodes.iter().enumerate().map(|(index, node)| (node.address.as_str(), format!("n{index}"))).collect();
    let name = |address: &str| names.get(address).cloned().unwrap_or_default();
    let mut text = String::from("flowchart LR\n");
    for (index, (module, addresses)) in by_module(diagram).into_iter().enumerate() {
        if !module.is_empty() {
            let _ = writeln!(text, "  subgraph m{index}[\"{}\"]", quoted(module));
        }
        for address in addresses {
            let _ = writeln!(text, "    {}[\"{}\"]", name(address), quoted(address));
        }
        if !module.is_empty() {
            text.push_str("  end\n");
        }
    }
    for edge in &diagram.edges {
        let arrow = if edge.certain { "-->" } else { "-.->" };
        let _ = writeln!(text, "  {} {arrow}|\"{}\"| {}", name(&edge.from), quoted(&label(edge)), name(&edge.to));
    }
    text
}
