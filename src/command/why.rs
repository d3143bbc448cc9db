//! `ssm-check why`: the whole derivation of one address.

use crate::cli::WhyArgs;
use crate::{Failure, Settings};
use ssm_check_checks::{Inputs, Tree};

/// The tree, drawn.
///
/// Errors: a resource whose values cannot be decoded, or an address that is not in the inputs.
pub(crate) fn why(arguments: &WhyArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<String, Failure> {
    let tree = inputs.why(&settings.options, &arguments.address).map_err(|error| Failure::new(error.to_string()))?;
    let tree = tree.ok_or_else(|| Failure::new(format!("`{}` is not in the inputs", arguments.address)))?;
    let mut text = String::new();
    draw(&tree, "", "", &mut text);
    Ok(text)
}

fn draw(tree: &Tree, first: &str, rest: &str, text: &mut String) {
    text.push_str(first);
    text.push_str(&crate::format::words::line(&tree.line()));
    text.push('\n');
    for (index, child) in tree.because.iter().enumerate() {
        let last = index + 1 == tree.because.len();
        let (branch, below) = if last { ("`- ", "   ") } else { ("|- ", "|  ") };
        draw(child, &format!("{rest}{branch}"), &format!("{rest}{below}"), text);
    }
}
