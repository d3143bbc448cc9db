//! Arguments, resolved: nothing is left to be decided while running.

use crate::cli::{AnalyseArgs, InputArgs, Kind, Need, Show};
use crate::config::{Statement, VARIABLE};
use crate::{Baseline, ColorChoice, Config, ConfigPath, ExitPolicy, Failure, Format, Input, SourceDir, Terminal, input};
use clap::ArgMatches;
use clap::ValueEnum;
use ssm_check_checks::{CHECKS, Ec2Messages, Options, TargetKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The least that makes the exit status differ from 0; each level includes those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Failing findings of severity error.
    #[default]
    Error,
    /// Failing findings of severity warning.
    Warning,
    /// Failing findings of severity note.
    Note,
    /// What cannot be decided (exit status 3).
    Unknown,
    /// Nothing.
    Never,
}

/// Where a report goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file, written whole or not at all.
    File(PathBuf),
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// What it looks like.
    pub format: Format,
    /// Where it goes.
    pub to: Destination,
}

/// Everything that an analysis is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// At least one; those that are judged come first.
    pub inputs: Vec<Input>,
    /// How many are judged; the rest is context.
    pub judged: usize,
    /// At least one, no two to the same place.
    pub outputs: Vec<Output>,
    /// What changes the exit status.
    pub exit_policy: ExitPolicy,
    /// Plans that stopped with errors are looked at too.
    pub allow_errored: bool,
    /// Findings that the plan does away with are listed.
    pub show_fixed: bool,
    /// Text reports list every note.
    pub show_notes: bool,
    /// Text reports are the summary only.
    pub quiet: bool,
    /// What standard output can show.
    pub terminal: Terminal,
    /// Where the `.tf` files behind the plans are.
    pub source: SourceDir,
    /// What the analysis assumes.
    pub options: Options,
    /// What the project decided.
    pub config: Config,
    /// Findings that are accepted.
    pub baseline: Option<Baseline>,
    /// Where the findings are written, to be accepted from now on.
    pub write_baseline: Option<PathBuf>,
}

impl Settings {
    /// Resolves arguments. The order of `--format` and `--output` is in the matches only.
    ///
    /// Errors: arguments that contradict each other, or that name nothing.
    pub fn resolve(arguments: AnalyseArgs, color: ColorChoice, matches: &ArgMatches) -> Result<Self, Failure> {
        let indices = |name: &str| matches.indices_of(name).into_iter().flatten().collect::<Vec<_>>();
        let formats = indices("format").into_iter().zip(arguments.format).collect();
        let files = indices("output").into_iter().zip(arguments.output).collect();
        for selector in arguments.only.iter().chain(&arguments.skip) {
            if !CHECKS.iter().any(|check| check.is_selected_by(selector)) {
                return Err(Failure::new(format!("`{selector}` matches no check; `ssm-check list` shows all")));
            }
        }
        let mut config = ConfigPath::chosen(arguments.config.as_deref(), std::env::var_os(VARIABLE), arguments.locked_config).load()?;
        let mut options = assumed(&config, arguments.ec2messages);
        options.only = if arguments.only.is_empty() { config.only.clone() } else { arguments.only };
        let kinds = if arguments.targets.is_empty() { &config.targets } else { &arguments.targets };
        options.targets = judged_kinds(kinds);
        options.skip = [config.skip.clone(), arguments.skip].concat();
        options.default_host_management |= arguments.assume_default_host_management;
        options.default_vpc |= arguments.assume_default_vpc;
        let stated = arguments.assume_reaches.iter().map(|text| Statement::parse(text).map_err(Failure::new));
        config.statements.extend(stated.collect::<Result<Vec<_>, _>>()?);
        options.reaches = config.statements.iter().map(|statement| statement.reaches.clone()).collect();
        options.strict |= arguments.strict;
        let (inputs, judged) = inputs(&arguments.files, &arguments.context)?;
        Ok(Self {
            inputs,
            judged,
            outputs: outputs(formats, files)?,
            exit_policy: ExitPolicy {
                fail_on: arguments.fail_on.or(config.fail_on).unwrap_or_default(),
                new_only: arguments.fail_on_new,
                require_targets: arguments.require_targets || config.require_targets,
            },
            allow_errored: arguments.allow_errored,
            show_fixed: arguments.show.contains(&Show::Fixed),
            show_notes: arguments.show.contains(&Show::Notes),
            quiet: arguments.quiet,
            terminal: Terminal::of_stdout(color),
            source: SourceDir::named(&arguments.source)?,
            options,
            config,
            baseline: arguments.baseline.as_deref().map(Baseline::read).transpose()?,
            write_baseline: arguments.write_baseline,
        })
    }

    /// Settings of a question that is no analysis.
    ///
    /// Errors: standard input is named twice.
    pub fn of_inputs(arguments: &InputArgs, color: ColorChoice) -> Result<Self, Failure> {
        let config = ConfigPath::chosen(arguments.config.as_deref(), std::env::var_os(VARIABLE), arguments.locked_config).load()?;
        let (inputs, judged) = inputs(&arguments.files, &arguments.context)?;
        Ok(Self {
            inputs,
            judged,
            outputs: Vec::new(),
            exit_policy: ExitPolicy::default(),
            allow_errored: arguments.allow_errored,
            show_fixed: false,
            show_notes: false,
            quiet: false,
            terminal: Terminal::of_stdout(color),
            source: SourceDir::named(&arguments.source)?,
            options: Options { strict: arguments.strict, ..assumed(&config, None) },
            config,
            baseline: None,
            write_baseline: None,
        })
    }

    /// A report tells the verdict by itself, to a reader that takes any exit status but 0 for a breakdown.
    pub(crate) fn verdict_is_told(&self) -> bool {
        self.outputs.iter().any(|output| output.format.tells_the_verdict_alone())
    }

    /// No check is left out.
    pub(crate) fn all_checks(&self) -> bool {
        self.options.only.is_empty() && self.options.skip.is_empty()
    }
}

/// What is so although no plan shows it.
fn assumed(config: &Config, ec2messages: Option<Need>) -> Options {
    let ec2messages = match ec2messages.or(config.ec2messages).unwrap_or_default() {
        Need::Required => Ec2Messages::Required,
        Need::Optional => Ec2Messages::Optional,
    };
    let allowed = config.allowed.iter().map(|allowance| allowance.allowed.clone()).collect();
    let mut options = Options { default_host_management: config.default_host_management, ec2messages, allowed, ..Options::default() };
    options.default_vpc = config.default_vpc;
    options.targets = judged_kinds(&config.targets);
    options.reaches = config.statements.iter().map(|statement| statement.reaches.clone()).collect();
    options.require_managed_policy = config.require_managed_policy;
    options.max_ports = config.max_ports.unwrap_or(options.max_ports);
    options
}

/// The kinds that are chosen, or all.
fn judged_kinds(chosen: &[Kind]) -> Vec<TargetKind> {
    let all = TargetKind::ALL.into_iter();
    all.filter(|kind| chosen.is_empty() || chosen.iter().any(|one| TargetKind::from(*one) == *kind)).collect()
}

/// What is judged, standard input where nothing is named, and then what is context; with how many are judged.
fn inputs(files: &[PathBuf], context: &[PathBuf]) -> Result<(Vec<Input>, usize), Failure> {
    let named = files.iter().chain(context).filter(|file| Input::named(file) == Input::Stdin).count();
    if named + usize::from(files.is_empty()) > 1 {
        return Err(Failure::new("standard input (`-`) is named twice, and can be read once"));
    }
    let mut seen = BTreeSet::new();
    let mut inputs = if files.is_empty() { vec![Input::Stdin] } else { input::expand(files, &mut seen)? };
    let judged = inputs.len();
    inputs.extend(input::expand(context, &mut seen)?);
    Ok((inputs, judged))
}

/// Pairs what stands together: each report takes one format and one output, in either order, as they come.
fn outputs(formats: Vec<(usize, Format)>, files: Vec<(usize, PathBuf)>) -> Result<Vec<Output>, Failure> {
    enum Word {
        Format(Format),
        File(PathBuf),
    }
    let mut words: Vec<(usize, Word)> = formats.into_iter().map(|(index, format)| (index, Word::Format(format))).collect();
    words.extend(files.into_iter().map(|(index, file)| (index, Word::File(file))));
    words.sort_by_key(|(index, _)| *index);

    let mut pairs: Vec<(Option<Format>, Option<PathBuf>)> = Vec::new();
    for (_, word) in words {
        match (word, pairs.last_mut()) {
            (Word::Format(format), Some((open @ None, _))) => *open = Some(format),
            (Word::Format(format), _) => pairs.push((Some(format), None)),
            (Word::File(file), Some((_, open @ None))) => *open = Some(file),
            (Word::File(file), _) => pairs.push((None, Some(file))),
        }
    }
    if pairs.is_empty() {
        pairs.push((None, None));
    }
    let mut outputs: Vec<Output> = Vec::new();
    for (format, file) in pairs {
        let to = match file {
            Some(file) if file != Path::new("-") => Destination::File(file),
            _ => Destination::Stdout,
        };
        if outputs.iter().any(|output| output.to == to) {
            return Err(Failure::new(match to {
                Destination::Stdout => "two reports would go to standard output; give one an `--output FILE`".to_owned(),
                Destination::File(file) => format!("two reports would go to `{}`", file.display()),
            }));
        }
        outputs.push(Output { format: format.unwrap_or_default(), to });
    }
    Ok(outputs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(words: &[&str]) -> Option<Vec<(Format, Option<String>)>> {
        let (mut formats, mut files) = (Vec::new(), Vec::new());
        for (index, word) in words.iter().enumerate() {
            match *word {
                "text" => formats.push((index, Format::Text)),
                "json" => formats.push((index, Format::Json)),
                file => files.push((index, PathBuf::from(file))),
            }
        }
        let name = |to| match to {
            Destination::Stdout => None,
            Destination::File(file) => Some(file.display().to_string()),
        };
        Some(outputs(formats, files).ok()?.into_iter().map(|output| (output.format, name(output.to))).collect())
    }

    #[test]
    fn formats_and_outputs_pair_as_they_stand() {
        use Format::{Json, Text};
        let file = |name: &str| Some(name.to_owned());
        assert_eq!(pair(&[]), Some(vec![(Text, None)]));
        assert_eq!(pair(&["json"]), Some(vec![(Json, None)]));
        assert_eq!(pair(&["a"]), Some(vec![(Text, file("a"))]));
        assert_eq!(pair(&["a", "json"]), Some(vec![(Json, file("a"))]));
        assert_eq!(pair(&["text", "json", "a"]), Some(vec![(Text, None), (Json, file("a"))]));
        assert_eq!(pair(&["json", "a", "text"]), Some(vec![(Json, file("a")), (Text, None)]));
        assert_eq!(pair(&["json", "a", "text", "-"]), Some(vec![(Json, file("a")), (Text, None)]));
        assert_eq!(pair(&["json", "text"]), None);
        assert_eq!(pair(&["json", "a", "text", "a"]), None);
    }
}
