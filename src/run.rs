//! The run: arguments to settings, settings to reports, reports to an exit code.

use crate::cli::{self, Command, FixArgs, GlobalArgs, InputArgs, OutputArgs};
use crate::config::Statement;
use crate::input::{Problems, Read};
use crate::progress::Progress;
use crate::{
    Accepted, Baseline, Cli, ConfigPath, Destination, Exit, Failure, Ignores, Input, Lines, Places, Report, Settings, Summary, Terminal,
    command, failure, format, inert, input, near,
};
use clap::error::{ContextKind, ContextValue, ErrorKind as ErrorKindOfClap};
use clap::{CommandFactory, FromArgMatches};
use ssm_check_checks::{Analysis, CHECKS, Check, Conflict, Finding, Inputs, Severity, StatementUse};
use ssm_check_plan::Plan;
use std::fs::{File, Permissions};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdin, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::{Path, PathBuf};

/// Runs the program with the arguments of the process.
pub fn main() -> Exit {
    // A panic is a defect of ours: it is told in our words. What it says may quote a value of the plan, so only its place is told.
    set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        say(&format!("internal error at {place}; please report it"));
    }));
    let mut grammar = Cli::command();
    grammar.build();
    let arguments = cli::in_order(&grammar, std::env::args_os().collect());
    let matches = match grammar.clone().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Whoever closed the pipe does not want the help. What is wrong is quoted, and a file may be called anything.
            let _ = if error.use_stderr() { write!(stderr(), "{}", inert::lines(&printed(&error, &grammar))) } else { error.print() };
            return if error.use_stderr() { Exit::Failure } else { Exit::Clean };
        }
    };
    let run = || {
        let cli = Cli::from_arg_matches(&matches).map_err(|error| Failure::new(error.to_string()))?;
        dispatch(cli, &matches, &grammar)
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => {
            let _ = write!(stderr(), "{failure}");
            failure.exit()
        }
        Err(_) => Exit::Failure,
    }
}

fn dispatch(cli: Cli, matches: &clap::ArgMatches, grammar: &clap::Command) -> Result<Exit, Failure> {
    let global = cli.global;
    match cli.command {
        _ if cli.version => answer(&command::version::version(cli.analyse.verbose), &OutputArgs::default())?,
        Some(Command::Init) => {
            let written = command::init::init()?;
            answer(&written, &OutputArgs::default())?;
        }
        Some(Command::List(arguments)) => {
            let config = ConfigPath::of(&global).load()?;
            answer(&command::list::list(&arguments, &config, terminal(&global, &arguments.to))?, &arguments.to)?;
        }
        Some(Command::Explain { checks, to }) => answer(&command::explain::explain(&checks, terminal(&global, &to))?, &to)?,
        Some(Command::Session(arguments)) => {
            return ask(&arguments.inputs, &global, &arguments.to, |inputs, settings| {
                command::session::session(&arguments, inputs, settings)
            });
        }
        Some(Command::Access(arguments)) => {
            return ask(&arguments.inputs, &global, &arguments.to, |inputs, settings| {
                let (text, note) = command::access::access(&arguments, inputs, settings)?;
                if let Some(note) = &note {
                    say(note);
                }
                Ok((text, Exit::Clean))
            });
        }
        Some(Command::Tunnels(arguments)) => {
            return ask(&arguments.inputs, &global, &arguments.output, |inputs, settings| {
                Ok((command::tunnels::tunnels(&arguments, inputs, settings)?, Exit::Clean))
            });
        }
        Some(Command::Fix(arguments)) => return fix(&arguments, &global),
        Some(Command::Why(arguments)) => {
            command::why::refuse_swapped(&arguments)?;
            return ask(&arguments.inputs, &global, &arguments.to, |inputs, settings| {
                Ok((command::why::why(&arguments, inputs, settings)?, Exit::Clean))
            });
        }
        Some(Command::Needs(arguments)) => {
            return ask(&arguments.inputs, &global, &arguments.to, |inputs, settings| {
                Ok((command::needs::needs(&arguments, inputs, settings)?, Exit::Clean))
            });
        }
        Some(Command::Graph(arguments)) => {
            return ask(&arguments.inputs, &global, &arguments.to, |inputs, _| {
                Ok((command::graph::graph(&arguments, inputs)?, Exit::Clean))
            });
        }
        Some(Command::Iam { file, to }) => {
            let input = crate::Input::named(&file);
            let (answers, failure) = command::iam::iam(&input)?;
            let read = match &input {
                Input::Stdin => None,
                Input::File(file) | Input::Found(file) => Some(file.as_path()),
            };
            if to.output.as_ref().is_some_and(|to| read.is_some_and(|read| same_file(to, read))) {
                return Err(Failure::new(format!("`{}` is an input, and is not overwritten; write to another file", file.display())));
            }
            answer(&answers, &to)?;
            if let Some(failure) = failure {
                return Err(failure);
            }
        }
        Some(Command::Completions { shell }) => print(&command::shell::completions(shell))?,
        Some(Command::Man) => print(&command::shell::man()?)?,
        None => {
            if cli.analyse.inputs.files.is_empty() && stdin().is_terminal() {
                let _ = write!(stderr(), "{}", Cli::command().render_help());
                return Ok(Exit::Failure);
            }
            refuse_misspelt_command(&cli.analyse.inputs.files, grammar)?;
            return check(&Settings::resolve(cli.analyse, &global, matches)?);
        }
    }
    Ok(Exit::Clean)
}

/// What the answer can use where it goes.
fn terminal(global: &GlobalArgs, to: &OutputArgs) -> Terminal {
    let terminal = Terminal::of_stdout(global.color);
    if is_file(to) { terminal.for_file() } else { terminal }
}

/// Does the answer go elsewhere than to standard output?
fn is_file(to: &OutputArgs) -> bool {
    to.output.as_deref().is_some_and(|path| path != Path::new("-"))
}

/// Asks something of the inputs, and gives the answer.
fn ask(
    arguments: &InputArgs,
    global: &GlobalArgs,
    to: &OutputArgs,
    question: impl FnOnce(&Inputs<'_, '_>, &Settings) -> Result<(String, Exit), Failure>,
) -> Result<Exit, Failure> {
    let mut settings = Settings::of_inputs(arguments, global)?;
    settings.terminal = terminal(global, to);
    if let Some(path) = to.output.as_deref() {
        settings.refuse_to_overwrite(path)?;
    }
    let (text, exit) = with_inputs(&settings, |_, _, inputs| question(inputs, &settings))?;
    answer(&text, to)?;
    Ok(exit)
}

/// Prints what would put the findings right, or does it.
fn fix(arguments: &FixArgs, global: &GlobalArgs) -> Result<Exit, Failure> {
    let mut settings = Settings::of_inputs(&arguments.inputs, global)?;
    settings.options.only.clone_from(&arguments.only);
    let fixes = with_inputs(&settings, |_, _, inputs| command::fix::fix(arguments, inputs, &settings))?;
    fixes.said.iter().for_each(|sentence| say(sentence));
    if arguments.write {
        for changed in &fixes.changed {
            let permissions = changed.path.metadata().map(|metadata| metadata.permissions());
            let written = permissions.and_then(|permissions| replace_file(&changed.path, &changed.after, Some(permissions)));
            written.map_err(|error| unwritten(&changed.path, &error))?;
        }
    } else {
        print(&inert::lines(&fixes.diff))?;
    }
    Ok(fixes.exit(arguments.write))
}

fn same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().filter(|path| path.is_file()).is_some_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// A first word that is no file, and nearly the name of a command, or a later one that is one.
///
/// Errors: there is one.
fn refuse_misspelt_command(files: &[PathBuf], grammar: &clap::Command) -> Result<(), Failure> {
    let commands = || grammar.get_subcommands().map(clap::Command::get_name);
    let missing = |file: &&PathBuf| !file.exists();
    let late = files.iter().skip(1).filter(missing).find_map(|file| commands().find(|command| file.to_str() == Some(command)));
    if let Some(command) = late {
        return Err(Failure::new(format!("{command}: no such file; the command comes first: `ssm-check {command} … FILE`")));
    }
    let Some(word) = files.first().filter(missing).and_then(|file| file.to_str()) else { return Ok(()) };
    match near::nearest(word, commands()) {
        Some(near) => Err(Failure::new(format!("{word}: no such file; did you mean the command `{near}`?"))),
        None => Ok(()),
    }
}

/// Reads the inputs and asks something of them; those among many files that are something else are left out.
fn with_inputs<T>(
    settings: &Settings,
    ask: impl FnOnce(&[Input], &[Plan<'_>], &Inputs<'_, '_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let _progress = Progress::begin("reading and analysing");
    let mut problems = Problems::new(&settings.inputs);
    let bytes = problems.read();
    let texts = problems.decode(&bytes);
    let plans = problems.parse(&texts);
    let (kept, left_out) = problems.none_or_fail(plans)?;
    if left_out > 0 {
        let files = if left_out == 1 { "1 file is".to_owned() } else { format!("{left_out} files are") };
        tell(settings, &format!("note: {files} left out, being neither plan nor state"));
    }
    let kept = input::joined(kept, &settings.inputs, settings.judged, settings.options.strict);
    refuse_errored(settings, &kept)?;
    let judged = kept.iter().filter(|read| read.judged).count();
    if judged == 0 {
        return Err(Failure::new("nothing is to be judged: all plans and states are `--context`"));
    }
    let read: Vec<Input> = kept.iter().map(|read| read.input.clone()).collect();
    let names = input::short_names(&read.iter().map(Input::name).collect::<Vec<_>>());
    let plans: Vec<_> = kept.into_iter().zip(names).map(|(read, name)| Plan { name, ..read.plan }).collect();
    let all: Vec<_> = plans.iter().collect();
    let (judged, context) = all.split_at_checked(judged).unwrap_or((&all, &[]));
    let sources = settings.source.load(read.iter().zip(judged.iter().copied()), |sentence| tell(settings, sentence));
    let inputs = Inputs { judged: judged.to_vec(), sources: sources.iter().map(Option::as_ref).collect(), context: context.to_vec() };
    ask(&read, &plans, &inputs)
}

/// A plan that cannot be applied says little about what will be.
///
/// Errors: one sentence for each such plan, unless they are allowed.
fn refuse_errored(settings: &Settings, inputs: &[Read<'_>]) -> Result<(), Failure> {
    let errored = inputs.iter().filter(|read| read.plan.partial.errored && !settings.allow_errored);
    let sentence = |read: &Read<'_>| {
        let title = read.input.title();
        format!(
            "{title}: planning stopped with errors, so this plan cannot be applied; put them right and plan again, or look at it with `--allow-errored`"
        )
    };
    let sentences: Vec<_> = errored.map(sentence).collect();
    if sentences.is_empty() { Ok(()) } else { Err(Failure::Said(sentences)) }
}

/// Two inputs hold the same object and differ.
fn conflict_sentence(inputs: &[Input], conflict: &Conflict) -> String {
    let title = |input: usize| inputs.get(input).map(Input::title).unwrap_or_default();
    let others = match conflict.others {
        0 => String::new(),
        1 => " and 1 other resource".to_owned(),
        others => format!(" and {others} other resources"),
    };
    let (counts, dropped) = (title(conflict.counts), title(conflict.dropped));
    format!("warning: {counts} and {dropped} differ in `{}`{others}; what {counts} says counts", conflict.address)
}

/// Analyses the inputs and writes the reports.
fn check(settings: &Settings) -> Result<Exit, Failure> {
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
    let accepted = Accepted::new(&analysis, &settings.config, settings.baseline.as_ref(), &places).ignoring(&ignores);
    let suggests = settings.outputs.iter().any(|output| output.format.suggests());
    let accepted = if suggests { accepted.suggesting(asked, &analysis, asked.secrets()) } else { accepted };
    let lines = Lines::read(&accepted.findings, asked.secrets());
    let mut complaints = accepted.complaints(&settings.config, all_findings);
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

/// A line of standard error beside the report: where the verdict is read in the text, it must not read as one.
fn tell(settings: &Settings, sentence: &str) {
    let sentence = inert::printable(sentence);
    write_line(&if settings.verdict_is_told() { format::atlantis::apart(&sentence) } else { sentence });
}

/// A line of standard error, for which nobody may be there.
fn say(sentence: &str) {
    write_line(&inert::printable(sentence));
}

fn write_line(sentence: &str) {
    let _ = writeln!(stderr(), "ssm-check: {sentence}");
}

/// What clap says, as this program says what is wrong, and with nothing hidden in the arguments that it quotes.
fn printed(error: &clap::Error, grammar: &clap::Command) -> String {
    let text = advised(error.render().to_string(), error, grammar);
    let text = match text.strip_prefix("error: ") {
        Some(rest) => format!("ssm-check: {rest}"),
        None => text,
    };
    text.lines().flat_map(|line| [inert::printable(line).to_string(), "\n".to_owned()]).collect()
}

/// An option is no value that somebody forgot to mark as one, as clap proposes: where it belongs elsewhere, that is said instead.
fn advised(text: String, error: &clap::Error, grammar: &clap::Command) -> String {
    let Some(ContextValue::String(option)) =
        error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKindOfClap::UnknownArgument)
    else {
        return text;
    };
    let is_it = |argument: &clap::Arg| argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long));
    let tip = if grammar.get_arguments().any(is_it) {
        format!("  tip: '{option}' is an option of the report: 'ssm-check {option}'")
    } else {
        String::new()
    };
    let is_tip = |line: &str| line.starts_with("  tip: to pass '");
    let lines = text.lines().map(|line| if is_tip(line) { tip.as_str() } else { line });
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_some_and(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n") + "\n"
}

/// The answer of a command, for people or as JSON.
fn answer(text: &str, to: &OutputArgs) -> Result<(), Failure> {
    let text = inert::lines(text);
    match to.output.as_deref() {
        Some(path) if is_file(to) => write_file(path, &text).map_err(|error| unwritten(path, &error)),
        _ => print(&text),
    }
}

/// Text that is fit to leave the program.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::ClosedPipe),
        Err(error) => Err(Failure::new(format!("cannot write to standard output: {}", failure::words(&error)))),
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    let directory = path.parent().filter(|parent| *parent != Path::new("") && !parent.is_dir());
    match directory {
        Some(directory) => Failure::new(format!("cannot write `{}`: there is no directory `{}`", path.display(), directory.display())),
        None => Failure::new(format!("cannot write `{}`: {}", path.display(), failure::words(error))),
    }
}

/// Replaces the file at once, so that nobody sees half a report, and an old one survives a failure.
fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    replace_file(path, text, None)
}

/// The same, with permissions that the file has already.
fn replace_file(path: &Path, text: &str, permissions: Option<Permissions>) -> std::io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        // A device or named pipe cannot be replaced; a directory is refused here.
        return File::options().write(true).open(path)?.write_all(text.as_bytes());
    }
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ssm-check-");
    #[cfg(unix)]
    {
        // As for any new file; the process's mask narrows it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path)?;
    Ok(())
}
