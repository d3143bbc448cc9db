//! Arguments, resolved: nothing is left to be decided while running.

use crate::cli::{AnalyseArgs, GlobalArgs, InputArgs, KindOfTarget, Need, Show};
use crate::config::Statement;
use crate::{Baseline, Config, ConfigPath, ExitPolicy, Failure, Format, Input, SourceDir, Terminal, input, selectors};
use clap::ArgMatches;
use clap::ValueEnum;
use ssm_check_checks::{Ec2Messages, Options, Severity, TargetKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Lowest severity that fails the run; each level includes those before it.
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

/// What is only counted, unless it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Findings that the plan resolves, in every format that has them.
    pub fixed: bool,
    /// Findings of severity note.
    pub notes: bool,
    /// Findings that the project accepts.
    pub accepted: bool,
    /// Every instance of a group, with the whole proof.
    pub all: bool,
}

/// Everything that an analysis is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// At least one; those that are judged come first.
    pub inputs: Vec<Input>,
    /// How many are judged; the rest is context.
    pub judged: usize,
    /// No two to the same place; none where only a baseline is written.
    pub outputs: Vec<Output>,
    /// What changes the exit status.
    pub exit_policy: ExitPolicy,
    /// Plans that stopped with errors are looked at too.
    pub allow_errored: bool,
    /// What text reports list beside errors and warnings.
    pub shown: Shown,
    /// Findings below this are left out of every report.
    pub min_severity: Severity,
    /// Text reports are the summary only.
    pub quiet: bool,
    /// The option that asks not to accept anything by comments in the sources.
    pub no_ignores: Option<&'static str>,
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
    pub(crate) fn resolve(arguments: AnalyseArgs, global: &GlobalArgs, matches: &ArgMatches) -> Result<Self, Failure> {
        let indices = |name: &str| matches.indices_of(name).into_iter().flatten().collect::<Vec<_>>();
        let is_silent = arguments.format.is_empty() && arguments.output.is_empty();
        let formats = indices("format").into_iter().zip(arguments.format).collect();
        let files = indices("output").into_iter().zip(arguments.output).collect();
        for selector in arguments.only.iter().chain(&arguments.skip) {
            selectors::selects_something(selector)?;
        }
        let asked = Self::of_inputs(&arguments.inputs, global)?;
        let Self { config, mut options, .. } = asked;
        options.only = if arguments.only.is_empty() { config.only.clone() } else { arguments.only };
        options.skip = [config.skip.clone(), arguments.skip].concat();
        let mut outputs = outputs(formats, files)?;
        // Whoever writes a baseline wants that, and a report only where one is asked for.
        if arguments.write_baseline.is_some() && is_silent {
            outputs.clear();
        }
        if arguments.write_baseline.as_deref() == Some(Path::new("-")) && outputs.iter().any(|output| output.to == Destination::Stdout) {
            return Err(Failure::new("the baseline and a report would both go to standard output; give one a file"));
        }
        let all = arguments.verbose || arguments.show.contains(&Show::All);
        let show = |what: Show| all || arguments.show.contains(&what);
        let settings = Self {
            outputs,
            exit_policy: ExitPolicy {
                fail_on: arguments.fail_on.or(config.fail_on).unwrap_or_default(),
                new_only: arguments.fail_on_new,
                require_targets: arguments.require_targets || config.require_targets,
            },
            shown: Shown { fixed: show(Show::Fixed), notes: show(Show::Notes), accepted: show(Show::Accepted), all },
            min_severity: arguments.min_severity.map_or(Severity::Note, Severity::from),
            quiet: arguments.quiet,
            no_ignores: arguments.no_inline_ignore.then_some("--no-inline-ignore").or(asked.no_ignores),
            baseline: arguments.baseline.as_deref().map(Baseline::read).transpose()?,
            write_baseline: arguments.write_baseline,
            options,
            config,
            ..asked
        };
        let written = settings.outputs.iter().filter_map(|output| match &output.to {
            Destination::File(path) => Some(path.as_path()),
            Destination::Stdout => None,
        });
        for path in written.chain(settings.write_baseline.as_deref()) {
            settings.refuse_to_overwrite(path)?;
        }
        let clashes = |path: &&PathBuf| settings.outputs.iter().any(|output| output.to == Destination::File((*path).clone()));
        if let Some(path) = settings.write_baseline.as_ref().filter(clashes) {
            return Err(Failure::new(format!("the baseline and a report would both go to `{}`", path.display())));
        }
        Ok(settings)
    }

    /// Settings of a question that is no analysis.
    ///
    /// Errors: standard input is named twice.
    pub(crate) fn of_inputs(arguments: &InputArgs, global: &GlobalArgs) -> Result<Self, Failure> {
        let mut config = ConfigPath::of(global).load()?;
        let mut options = assumed(&config, arguments.ec2messages);
        options.default_host_management |= arguments.assume_default_host_management;
        if !arguments.targets.is_empty() {
            options.targets = judged_kinds(&arguments.targets);
        }
        options.default_vpc |= arguments.assume_default_vpc;
        let stated = arguments.assume_reaches.iter().map(|text| Statement::parse(text).map_err(Failure::new));
        config.statements.extend(stated.collect::<Result<Vec<_>, _>>()?);
        options.reaches = config.statements.iter().map(|statement| statement.reaches.clone()).collect();
        options.strict |= arguments.strict;
        let (inputs, judged) = inputs(&arguments.files, &arguments.context)?;
        Ok(Self {
            inputs,
            judged,
            outputs: Vec::new(),
            exit_policy: ExitPolicy::default(),
            allow_errored: arguments.allow_errored,
            shown: Shown::default(),
            min_severity: Severity::Note,
            quiet: false,
            no_ignores: global.locked_config.then_some("--locked-config"),
            terminal: Terminal::of_stdout(global.color),
            source: SourceDir::named(&arguments.source)?,
            options,
            config,
            baseline: None,
            write_baseline: None,
        })
    }

    /// What is read is not written.
    ///
    /// Errors: the file is an input, the configuration or the baseline.
    pub(crate) fn refuse_to_overwrite(&self, path: &Path) -> Result<(), Failure> {
        // A device or pipe is not overwritten.
        let Some(written) = path.canonicalize().ok().filter(|written| written.is_file()) else { return Ok(()) };
        let inputs = self.inputs.iter().filter_map(|input| match input {
            Input::Stdin => None,
            Input::File(file) | Input::Found(file) => Some((file.as_path(), "an input")),
        });
        let config = (!self.config.shown.is_empty()).then(|| (Path::new(&self.config.shown), "the configuration"));
        let baseline = self.baseline.as_ref().map(|baseline| (Path::new(&baseline.shown), "the baseline"));
        for (read, what) in inputs.chain(config).chain(baseline) {
            if read.canonicalize().is_ok_and(|read| read == written) {
                return Err(Failure::new(format!("`{}` is {what}, and is not overwritten; write to another file", path.display())));
            }
        }
        Ok(())
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
    options.error_when_reaching.clone_from(&config.error_when_reaching);
    options.reaches = config.statements.iter().map(|statement| statement.reaches.clone()).collect();
    options.require_managed_policy = config.require_managed_policy;
    options.max_ports = config.max_ports.unwrap_or(options.max_ports);
    options
}

/// The kinds that are chosen, or all.
fn judged_kinds(chosen: &[KindOfTarget]) -> Vec<TargetKind> {
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

/// Pairs what stands together: each report takes one format and one output, in either order, as they come. Where no format is named,
/// the ending of a file tells.
///
/// Errors: two reports to one place; a file beyond the formats that are named.
fn outputs(formats: Vec<(usize, Format)>, files: Vec<(usize, PathBuf)>) -> Result<Vec<Output>, Failure> {
    enum Word {
        Format(Format),
        File(PathBuf),
    }
    let mut words: Vec<(usize, Word)> = formats.into_iter().map(|(index, format)| (index, Word::Format(format))).collect();
    words.extend(files.into_iter().map(|(index, file)| (index, Word::File(file))));
    words.sort_by_key(|(index, _)| *index);

    let names_formats = words.iter().any(|(_, word)| matches!(word, Word::Format(_)));
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
        let format = match (format, &file) {
            (Some(format), _) => format,
            (None, Some(file)) if names_formats => {
                return Err(Failure::new(format!("`--output {}` has no `--format`; each output takes one of its own", file.display())));
            }
            (None, Some(file)) => by_name(file)?,
            (None, None) => Format::default(),
        };
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
        outputs.push(Output { format, to });
    }
    match outputs.iter().find_map(|output| crossed(output, &outputs)) {
        Some(message) => Err(Failure::new(message)),
        None => Ok(outputs),
    }
}

/// The format that the name of a file tells; text where it has no ending, or one of text.
///
/// Errors: an ending that is of no format.
fn by_name(file: &Path) -> Result<Format, Failure> {
    const TEXT: [&str; 3] = ["txt", "log", "out"];
    let ending = file.extension().and_then(|ending| ending.to_str());
    match (Format::of_file(file), ending) {
        (Some(format), _) => Ok(format),
        (None, Some(ending)) if !TEXT.iter().any(|known| ending.eq_ignore_ascii_case(known)) => Err(Failure::new(format!(
            "`--output {}`: no format has the ending `.{ending}`; name one with `--format`, or use `.txt`, `.json`, `.ndjson`, `.sarif`, `.xml`, `.md` or `.html`",
            file.display()
        ))),
        _ => Ok(Format::Text),
    }
}

/// A file that gets one report, and by its name was meant for another, which has no file.
fn crossed(output: &Output, all: &[Output]) -> Option<String> {
    let Destination::File(file) = &output.to else { return None };
    let meant = Format::of_file(file).filter(|meant| *meant != output.format)?;
    all.iter().find(|other| other.format == meant && other.to == Destination::Stdout)?;
    let word = |format: Format| format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let (file, meant, given) = (file.display(), word(meant), word(output.format));
    Some(format!("`{file}` would get the {given} report: put its name behind its format, `--format {meant} --output {file}`"))
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
        assert_eq!(pair(&["json", "text", "a.json"]), None);
        assert_eq!(pair(&["json", "a.json", "text"]), Some(vec![(Json, file("a.json")), (Text, None)]));
        assert_eq!(pair(&["a"]), Some(vec![(Text, file("a"))]));
        assert_eq!(pair(&["a", "json"]), Some(vec![(Json, file("a"))]));
        assert_eq!(pair(&["text", "json", "a"]), Some(vec![(Text, None), (Json, file("a"))]));
        assert_eq!(pair(&["json", "a", "text"]), Some(vec![(Json, file("a")), (Text, None)]));
        assert_eq!(pair(&["json", "a", "text", "-"]), Some(vec![(Json, file("a")), (Text, None)]));
        assert_eq!(pair(&["a.json"]), Some(vec![(Json, file("a.json"))]));
        assert_eq!(pair(&["a.txt", "b.json"]), Some(vec![(Text, file("a.txt")), (Json, file("b.json"))]));
        assert_eq!(pair(&["a.pdf"]), None);
        assert_eq!(pair(&["json", "a.pdf"]), Some(vec![(Json, file("a.pdf"))]));
        assert_eq!(pair(&["text", "a.json"]), Some(vec![(Text, file("a.json"))]));
        assert_eq!(pair(&["json", "text"]), None);
        assert_eq!(pair(&["json", "a", "b"]), None);
        assert_eq!(pair(&["a", "json", "b"]), None);
        assert_eq!(pair(&["json", "a", "text", "a"]), None);
    }
}
