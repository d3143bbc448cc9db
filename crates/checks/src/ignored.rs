//! Advice to change what Terraform is told to leave as it is does nothing by itself.

use crate::{Finding, Inputs, Verdict};
use ssm_check_graph::Graph;
use ssm_check_message::{Span, list, say};

/// Says of findings that are put right in arguments under `ignore_changes` what has to come first:
/// <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes>.
pub(crate) fn tell(inputs: &Inputs<'_, '_>, graph: &Graph<'_>, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.verdict == Verdict::Fail) {
        let edits = finding.repairs.iter().flatten().flat_map(|repair| &repair.edits);
        let ignored = edits.filter_map(|edit| {
            let resource = graph.at(&edit.block().to_string()).filter(|resource| !resource.existence().is_new())?;
            let (sources, argument) = (inputs.sources.get(resource.input()).copied().flatten()?, edit.argument()?);
            sources.ignores(edit.block(), argument).then(|| (argument.to_owned(), resource.address().to_owned()))
        });
        let mut ignored: Vec<(String, String)> = ignored.collect();
        ignored.sort();
        ignored.dedup();
        if ignored.is_empty() {
            continue;
        }
        let named =
            list(ignored.iter().map(|(argument, at)| say!("{} from `ignore_changes` of {}", Span::value(argument), Span::address(at))));
        finding.help = say!("{}; for Terraform to apply that, first remove {}", &finding.help, named);
    }
}
