//! The run: arguments to settings, settings to reports, reports to an exit code.

mod output;
mod report;

use crate::cli::{self, Command, FixArgs, GlobalArgs, InputArgs, OutputArgs};
use crate::format::words;
use crate::input::{Problems, Read};
use crate::progress::Progress;
use crate::{Cli, ConfigPath, Exit, Failure, Input, Settings, Terminal, command, inert, input, near};
use clap::{CommandFactory, FromArgMatches};
use output::{answer, is_file, print, printed, replace_file, say, tell, unwritten};
use report::check;
use ssm_check_checks::{CHECKS, Conflict, Inputs};
use ssm_check_describe::Dispute;
use ssm_check_message::{Span, list};
use ssm_check_plan::Plan;
use std::io::{IsTerminal, Write, stderr, stdin};
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
                return Err(Failure::Said(vec![
                    "no plan: `terraform show -json plan.bin | ssm-check`, or `ssm-check plan.json`".to_owned(),
                    "`ssm-check --help` describes commands and options".to_owned(),
                ]));
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
    let settings = Settings::of_inputs(&arguments.inputs, global)?;
    let fixes = with_inputs(&settings, |_, _, inputs| command::fix::fix(arguments, inputs, &settings))?;
    fixes.said.iter().for_each(|sentence| say(sentence));
    if arguments.write {
        for changed in &fixes.changed {
            let permissions = changed.path.metadata().map(|metadata| metadata.permissions());
            let written = permissions.and_then(|permissions| replace_file(&changed.path, &changed.after, Some(permissions)));
            written.map_err(|error| unwritten(&changed.path, &error))?;
            say(&format!("wrote `{}`", changed.path.display()));
        }
        if !fixes.changed.is_empty() {
            say("now plan again and run ssm-check on the new plan: it may show problems that these hid");
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
        let reads_plans =
            grammar.find_subcommand(command).is_some_and(|command| command.get_arguments().any(|one| one.get_id() == "context"));
        let how = if reads_plans { format!("{command} … FILE") } else { command.to_owned() };
        return Err(Failure::new(format!("{command}: no such file; the command comes first: `ssm-check {how}`")));
    }
    let Some(word) = files.first().filter(missing).and_then(|file| file.to_str()) else { return Ok(()) };
    if CHECKS.iter().any(|check| check.id.eq_ignore_ascii_case(word) || check.name == word) {
        return Err(Failure::new(format!("{word}: no such file; `ssm-check explain {word}` describes the check")));
    }
    if word == "version" {
        return Err(Failure::new(format!("{word}: neither a file nor a command; the version is an option: `ssm-check --version`")));
    }
    if ["analyse", "analyze", "audit", "check", "lint", "plan", "report", "run", "scan", "show", "test", "validate", "verify"]
        .contains(&word)
    {
        return Err(Failure::new(format!("{word}: neither a file nor a command; to check a plan, name it alone: `ssm-check plan.json`")));
    }
    match near::nearest(word, commands()) {
        Some(near) => Err(Failure::new(format!("{word}: no such file; did you mean the command `{near}`?"))),
        None => Ok(()),
    }
}

/// Reads the inputs and asks something of them; those among many files that are something else are left out.
pub(super) fn with_inputs<T>(
    settings: &Settings,
    ask: impl FnOnce(&[Input], &[Plan<'_>], &Inputs<'_, '_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let _progress = Progress::begin("reading and analysing");
    let mut problems = Problems::new(&settings.inputs);
    let bytes = problems.read();
    let texts = problems.decode(&bytes);
    let plans = problems.parse(&texts);
    let (kept, left_out) = problems.none_or_fail(plans)?;
    if !left_out.is_empty() {
        let files = words::line(&words::few(&list(left_out.iter().map(Span::value))));
        let verb = if left_out.len() == 1 { "is" } else { "are" };
        tell(settings, &format!("note: {files} {verb} left out, being neither plan nor state"));
    }
    let kept = input::joined(kept, &settings.inputs, settings.judged, settings.options.strict);
    refuse_errored(settings, &kept)?;
    for dispute in kept.iter().flat_map(|read| &read.disputes) {
        tell(settings, &dispute_sentence(dispute));
    }
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

/// Two answers of AWS contradict each other.
fn dispute_sentence(dispute: &Dispute) -> String {
    let [first, second] = &dispute.files;
    format!(
        "warning: {first} and {second} differ in `{}`{}, and neither says when it was asked: what they differ in is not known; pass the newer one alone",
        dispute.object,
        others(dispute.others)
    )
}

fn others(number: usize) -> String {
    match number {
        0 => String::new(),
        1 => " and 1 other resource".to_owned(),
        others => format!(" and {others} other resources"),
    }
}

/// Two inputs hold the same object and differ.
pub(super) fn conflict_sentence(inputs: &[Input], conflict: &Conflict) -> String {
    let title = |input: usize| inputs.get(input).map(Input::title).unwrap_or_default();
    let others = others(conflict.others);
    let (counts, dropped) = (title(conflict.counts), title(conflict.dropped));
    format!("warning: {counts} and {dropped} differ in `{}`{others}; what {counts} says counts", conflict.address)
}
