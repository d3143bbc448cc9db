//! Tries mutations on all fixtures within one program: `mutation WORK JOBS SECONDS`. A test without the harness, in the copy that `.ci/mutants`
//! makes, beside the test of what each value decides: a case is a fixture, or what comes of taking one kind of value away.
//!
//! `WORK/wanted` has the numbers of mutations. `WORK/record` is written first, if it is not there: for each case its time and the
//! mutations that it reaches. Then each mutation runs over the cases that reach it, the quickest first, in a process of its own, until one
//! says something else, or the seconds are over. A line on standard output is what became of it: number, cases that reach it, `dead` and by
//! what, or `same`, and how many were tried where that is not all.

#![allow(dead_code, reason = "what only the test uses")]

#[path = "../support/mod.rs"]
mod support;

mod choice;
mod edit;
mod forget;
mod outcome;
mod perturb;
mod places;
mod schema;
mod subject;

use choice::Choice;
use places::{Given, Key, Place};
use ssm_check_plan::Plan;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;
use std::{env, fs, io};
use subject::{KNOWN, Subject, recorded};
use support::{Fixture, fixtures, resolved, root, said, sources_of};

enum Case<'a> {
    /// With its sources or without.
    Fixture(&'a Fixture, bool),
    /// What is taken away, and where it can be.
    Sensitivity(&'a Key, &'a [Place]),
}

/// Each case by its name.
type Cases<'a> = Vec<(String, Case<'a>)>;

/// What cases of sensitivity share.
struct Shared {
    subjects: Vec<Subject>,
    given: Given,
    /// The snapshots, by type.
    recorded: BTreeMap<String, String>,
    /// What is known to be decided otherwise.
    known: String,
}

impl Shared {
    /// One after the other: a process with threads cannot be doubled.
    fn read() -> Self {
        let subjects: Vec<Subject> = fixtures().into_iter().filter_map(Subject::of).collect();
        let given = Given::by(&subjects);
        Self { subjects, given, recorded: recorded(), known: fs::read_to_string(root().join(KNOWN)).unwrap_or_default() }
    }

    fn places(&self) -> BTreeMap<Key, Vec<Place>> {
        let found = self.subjects.iter().enumerate().flat_map(|(number, subject)| places::of(number, subject, &self.given));
        choice::by_key(found, &self.subjects)
    }
}

/// What is true of a case without a mutation.
struct Baseline {
    case: usize,
    /// Of a process of its own, with the tables that it reads.
    millis: u64,
    hash: u64,
    reaches: Vec<u32>,
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [work, jobs, seconds] = &arguments[..] else { panic!("mutation WORK JOBS SECONDS") };
    let (work, jobs) = (Path::new(work), jobs.parse().expect("a number of jobs"));
    let budget = 1000 * seconds.parse::<u64>().expect("a number of seconds");
    let (fixtures, shared) = (fixtures(), Shared::read());
    let places = shared.places();
    let of_fixtures = fixtures.iter().flat_map(|fixture| {
        [("", false), (" with sources", true)].map(|(how, sources)| (format!("{}{how}", fixture.name), Case::Fixture(fixture, sources)))
    });
    let of_sensitivity = places.iter().map(|(key, places)| (format!("{} {key}", key.of), Case::Sensitivity(key, places)));
    let cases: Cases<'_> = of_fixtures.chain(of_sensitivity).collect();
    let record = work.join("record");
    if !record.exists() {
        measure(&cases, &shared, jobs, &record);
    }
    let mut baselines = read(&record, &cases);
    baselines.sort_by_key(|baseline| (baseline.millis, baseline.case));
    let mut reached: HashMap<u32, Vec<usize>> = HashMap::new();
    for (number, baseline) in baselines.iter().enumerate() {
        baseline.reaches.iter().for_each(|mutant| reached.entry(*mutant).or_default().push(number));
    }
    let wanted = fs::read_to_string(work.join("wanted")).expect("WORK/wanted");
    let wanted: Vec<u32> = wanted.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let none = Vec::new();
    in_parallel(
        &wanted,
        jobs,
        |mutant| {
            let by = reached.get(mutant).unwrap_or(&none);
            for (tried, number) in spread(by).into_iter().enumerate() {
                if used() > budget {
                    say(&format!("{mutant} {} same {tried}\n", by.len()));
                    return;
                }
                let baseline = &baselines[number];
                let (name, case) = &cases[baseline.case];
                limit(baseline.millis);
                mutant::choose(*mutant);
                if hash_of(case, &shared) != baseline.hash {
                    say(&format!("{mutant} {} dead {name}\n", by.len()));
                    return;
                }
            }
            say(&format!("{mutant} {} same\n", by.len()));
        },
        |mutant| say(&format!("{mutant} {} dead a crash, or no end\n", reached.get(mutant).map_or(0, Vec::len))),
    );
}

/// The quickest ones, and then the rest, so that any number of them from the first on are of all sorts.
fn spread(by: &[usize]) -> Vec<usize> {
    const STEPS: usize = 97;
    let (first, rest) = by.split_at(by.len().min(8));
    let rest = (0..STEPS).flat_map(|from| rest.iter().skip(from * 41 % STEPS).step_by(STEPS));
    first.iter().chain(rest).copied().collect()
}

/// One write, so that lines of several processes do not mix.
fn say(line: &str) {
    io::stdout().write_all(line.as_bytes()).and_then(|()| io::stdout().flush()).expect("standard output");
}

fn hash_of(case: &Case<'_>, shared: &Shared) -> u64 {
    let mut hasher = DefaultHasher::new();
    match case {
        Case::Fixture(fixture, with_sources) => {
            let Ok(plan) = Plan::parse(&fixture.text) else { return 1 };
            let sources = if *with_sources { sources_of(fixture, &plan) } else { None };
            if *with_sources && sources.is_none() {
                return 2;
            }
            said::lines(&plan, sources.as_ref()).hash(&mut hasher);
            resolved::lines(&plan, sources.as_ref()).hash(&mut hasher);
        }
        Case::Sensitivity(key, places) => {
            let choice = Choice { key, places, subjects: &shared.subjects, given: &shared.given };
            let answers = choice.answers(shared.recorded.get(&key.of));
            answers.lines.hash(&mut hasher);
            // As the test has it, what is known says nothing.
            let is_new = |violation: &&String| !shared.known.lines().any(|known| known == *violation);
            answers.violations.iter().filter(is_new).collect::<Vec<_>>().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Runs each case twice in processes of their own; what differs from run to run says nothing.
fn measure(cases: &Cases<'_>, shared: &Shared, jobs: usize, record: &Path) {
    let parts = record.with_extension("parts");
    let _ = fs::remove_dir_all(&parts);
    fs::create_dir_all(&parts).expect("a directory");
    let numbers: Vec<usize> = (0..cases.len()).collect();
    in_parallel(
        &numbers,
        jobs,
        |number| {
            let (name, case) = &cases[*number];
            let begin = Instant::now();
            mutant::record();
            let hash = hash_of(case, shared);
            let millis = begin.elapsed().as_millis();
            let reached: Vec<String> = mutant::reached().iter().map(ToString::to_string).collect();
            mutant::choose(0);
            if hash_of(case, shared) == hash && hash > 2 {
                let line = format!("{number}\t{millis}\t{hash}\t{name}\t{}\n", reached.join(" "));
                fs::write(parts.join(number.to_string()), line).expect("a part of the record");
            }
        },
        |number| eprintln!("{} crashes without a mutation", cases[*number].0),
    );
    let mut all = String::new();
    for number in numbers {
        if let Ok(mut file) = fs::File::open(parts.join(number.to_string())) {
            file.read_to_string(&mut all).expect("a part of the record");
        }
    }
    fs::write(record, all).expect("the record");
    fs::remove_dir_all(&parts).expect("no more parts");
}

fn read(record: &Path, cases: &Cases<'_>) -> Vec<Baseline> {
    let text = fs::read_to_string(record).expect("the record");
    let baseline = |line: &str| {
        let [number, millis, hash, name, reaches] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
        let case: usize = number.parse().ok()?;
        (cases.get(case)?.0 == name).then_some(())?;
        let reaches = reaches.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        Some(Baseline { case, millis: millis.parse().ok()?, hash: hash.parse().ok()?, reaches })
    };
    text.lines().filter_map(baseline).collect()
}

/// Does something for each item in a process of its own, some at a time, and something else where that process does not end well.
fn in_parallel<T>(items: &[T], jobs: usize, each: impl Fn(&T), otherwise: impl Fn(&T)) {
    let mut running: BTreeMap<i32, &T> = BTreeMap::new();
    let mut items = items.iter();
    loop {
        while running.len() < jobs
            && let Some(item) = items.next()
        {
            // SAFETY: this process has no threads, so the new one has all that this one has.
            let child = unsafe { libc::fork() };
            assert!(child >= 0, "no more processes");
            if child == 0 {
                let quiet = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    std::panic::set_hook(Box::new(|_| ()));
                    each(item);
                }));
                // SAFETY: nothing is left to be done.
                unsafe { libc::_exit(i32::from(quiet.is_err())) };
            }
            running.insert(child, item);
        }
        if running.is_empty() {
            return;
        }
        let mut status = 0;
        // SAFETY: waits for a process that was started above.
        let child = unsafe { libc::waitpid(-1, &raw mut status, 0) };
        if let Some(item) = running.remove(&child)
            && status != 0
        {
            otherwise(item);
        }
    }
}

/// Ends this process where it takes many times as long as a case does, or gigabytes.
fn limit(millis: u64) {
    let set = |which, value: u64| {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the limit is a local, and is what both calls ask for.
        unsafe {
            libc::getrlimit(which, &raw mut limit);
            limit.rlim_cur = limit.rlim_max.min(value);
            libc::setrlimit(which, &raw const limit);
        }
    };
    set(libc::RLIMIT_CPU, used() / 1000 + 2 + millis / 50);
    set(libc::RLIMIT_AS, 4 << 30);
    // SAFETY: asks for a signal, which ends this process: a lock that is never opened takes no time of the processor.
    unsafe { libc::alarm(u32::try_from(120 + millis / 5).unwrap_or(u32::MAX)) };
}

/// The processor's milliseconds that this process took.
fn used() -> u64 {
    let mut used = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the time is a local.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut used) };
    u64::try_from(used.tv_sec * 1000 + used.tv_nsec / 1_000_000).unwrap_or(u64::MAX)
}
