//! `ssm-check check`: analyses, reports in every format that is asked for, and exits as the settings say.

use super::output::{print, tell, unwritten, write_file};
use super::{conflict_sentence, with_inputs};
use crate::config::Statement;
use crate::{Accepted, Baseline, Destination, Exit, Failure, Ignores, Input, Lines, Places, Report, Settings, Summary, input};

use ssm_check_checks::{Analysis, CHECKS, Check, Finding, Inputs, Severity, StatementUse};
use ssm_check_plan::Plan;
use std::path::Path;

/// Analyses the inputs and writes the reports.
pub(super) fn check(settings: &Settings) -> Result<Exit, Failure> {
    with_inputs(settings, |inputs, plans, asked| report(settings, inputs, plans, asked))
}

fn report(settings: &Settings, inputs: &[Input], plans: &[Plan<'_>], asked: &Inputs<'_, '_>) -> Result<Exit, Failure> {
    let mut analysis = asked.analyse(&settings.options).map_err(|error| match inputs {
        [only] => Failure::new(format!("{}: {error}", only.title())),
        _ => Failure::new(error.to_string()),
    })?;
    for error in &analysis.internal_errors {
        tell(settings, &format!("internal error: {error}; the other checks report"));
    }
    for conflict in &analysis.conflicts {
        tell(settings, &conflict_sentence(inputs, conflict));
    }
    let mut as_declared = settings.all_checks();
    let mut lowered = 0;
    for finding in analysis.findings.iter_mut().chain(&mut analysis.fixed) {
        let severity = settings.config.severity(finding);
        as_declared &= severity == finding.severity;
        lowered += usize::from(finding.severity == Severity::Error && severity < Severity::Error);
        finding.severity = severity;
    }
    let below = |finding: &Finding| finding.severity < settings.min_severity;
    let left_out = analysis.findings.iter().filter(|finding| below(finding)).count();
    analysis.findings.retain(|finding| !below(finding));
    analysis.fixed.retain(|finding| !below(finding));
    let all_findings = settings.all_checks() && settings.min_severity == Severity::Note;
    let inputs = input::describe(inputs, plans, asked.judged.len());
    let places = Places::new(&asked.sources, &analysis.origins);
    let comments = Ignores::of(&asked.sources, &places);
    // Whoever writes the sources does not decide where that is asked for.
    let (ignores, ignores_set_aside) = match settings.no_ignores {
        Some(option) => (Ignores::default(), Some((comments.all.len() + comments.wrong.len(), option)).filter(|(number, _)| *number > 0)),
        None => (comments, None),
    };
    let accepted = Accepted::new(&analysis, &settings.config, settings.baseline.as_ref(), &places).ignoring(&ignores, &places);
    let suggests = settings.outputs.iter().any(|output| output.format.suggests());
    let accepted = if suggests { accepted.suggesting(asked, &analysis, asked.secrets()) } else { accepted };
    let lines = Lines::read(&accepted.findings, asked.secrets());
    let mut complaints = accepted.complaints(&settings.config, analysis.guarded.as_deref(), all_findings);
    complaints.extend(ignores.wrong.iter().cloned());
    complaints.extend(statements(settings, &analysis));
    let skipped = CHECKS.iter().filter(|check| !check.runs(&settings.options)).count();
    if skipped == CHECKS.len() {
        complaints.push("warning: no check runs: `--only`, `--skip` and the configuration leave out every one".to_owned());
    }
    let baseline = settings.baseline.as_ref().filter(|_| all_findings);
    complaints.extend(baseline.and_then(|baseline| baseline.complaint(&accepted)));
    for complaint in &complaints {
        tell(settings, complaint);
    }
    let is_gone = |check: &&&Check| check.severity == Severity::Error && !settings.config.runs(check);
    let summary = Summary::new(&analysis, &accepted, as_declared, &inputs);
    let set_aside = summary.set_aside + lowered + CHECKS.iter().filter(is_gone).count();
    let summary = Summary { skipped, left_out, set_aside, ..summary };
    let config = Some(&settings.config).filter(|config| !config.shown.is_empty() || config.left_aside.is_some());
    let report = Report {
        exit_policy: settings.exit_policy,
        shown: settings.shown,
        lines: &lines,
        config,
        ignores_set_aside,
        ..Report::new(&inputs, &analysis, &accepted, &summary)
    };
    let report = if settings.shown.fixed { report.with_fixed(&accepted) } else { report };
    if let Some(path) = &settings.write_baseline {
        let findings: Vec<_> = accepted.findings.iter().filter(|reported| reported.waived.is_none()).collect();
        let entries = findings.iter().map(|reported| (reported.finding, &*reported.fingerprint));
        let text = Baseline::write(entries).map_err(anyhow::Error::from)?;
        if path == Path::new("-") {
            print(&text)?;
        } else {
            write_file(path, &text).map_err(|error| unwritten(path, &error))?;
            tell(settings, &Baseline::written(path, findings.len()));
        }
    }

    // Files first: who reads standard output may stop early.
    let (to_stdout, to_files): (Vec<_>, Vec<_>) = settings.outputs.iter().partition(|output| output.to == Destination::Stdout);
    for output in to_files.into_iter().chain(to_stdout) {
        match &output.to {
            Destination::File(path) => {
                let text = output.format.render(&report, settings.terminal.for_file(), settings.quiet)?;
                write_file(path, &text).map_err(|error| unwritten(path, &error))?;
            }
            Destination::Stdout => print(&output.format.render(&report, settings.terminal, settings.quiet)?)?,
        }
    }
    Ok(match settings.write_baseline {
        _ if !analysis.internal_errors.is_empty() => Exit::Failure,
        Some(_) => Exit::Clean,
        None if settings.verdict_is_told() => Exit::Clean,
        None => settings.exit_policy.of_report(&report),
    })
}

/// What became of the project's statements where that is not what they are for.
fn statements<'a>(settings: &'a Settings, analysis: &'a Analysis) -> impl Iterator<Item = String> + 'a {
    let title = |statement: &Statement| match statement.line {
        Some(line) => format!("{}:{line}: warning: {}", settings.config.shown, statement.title()),
        None => format!("warning: {}", statement.title()),
    };
    let over = settings.config.statements_over.iter().filter_map(move |statement| {
        Some(format!("{} ended on {}: it is not taken for so any more", title(statement), statement.expires?))
    });
    let used = settings.config.statements.iter().enumerate().filter_map(move |(position, statement)| {
        let what = match analysis.statements.get(&position) {
            Some(StatementUse::Used) => return None,
            Some(StatementUse::Contradicted) => "is contradicted by the inputs, which count",
            Some(StatementUse::Needless) => "decides nothing that the inputs do not: remove it if that is so in every run",
            None => "applies to no target: remove it if that is so in every run",
        };
        Some(format!("{} {what}", title(statement)))
    });
    over.chain(used)
}
