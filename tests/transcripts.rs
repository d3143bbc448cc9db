//! Every `console` block of the documentation is a session that comes out as it is written; `UPDATE=1 cargo test --test transcripts`
//! writes what comes out.
#![cfg(unix)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use support::{assert_current, files_named, root};

#[test]
fn transcripts_are_what_happens() {
    let mut files = vec![root().join("README.md")];
    for directory in ["docs", "examples", "tests/transcripts"] {
        files.extend(files_named(directory, |name| Path::new(name).extension().is_some_and(|extension| extension == "md")));
    }
    for file in files {
        assert_current(&file, &replay(&fs::read_to_string(&file).unwrap()));
    }
}

/// The text with the output of its commands as it is now.
fn replay(text: &str) -> String {
    let mut replayed = String::new();
    let mut rest = text;
    while let Some((before, block)) = rest.split_once("```console\n") {
        // Markdown that a command prints has fences of its own, further in.
        let end = block.find("\n```").expect("a block has an end") + 1;
        let (session, after) = block.split_at(end);
        replayed.push_str(before);
        replayed.push_str("```console\n");
        replayed.push_str(&run(session));
        rest = after;
    }
    replayed + rest
}

/// Runs the commands of a session, the lines that begin with `$ `, in one shell.
fn run(session: &str) -> String {
    let mut commands: Vec<String> = Vec::new();
    for line in session.lines() {
        match (line.strip_prefix("$ "), line.strip_prefix("> "), commands.last_mut()) {
            (Some(command), ..) => commands.push(command.to_owned()),
            (_, Some(more), Some(command)) if command.ends_with('\\') => {
                command.push('\n');
                command.push_str(more);
            }
            _ => {}
        }
    }
    let mut script = "exec 2>&1\n".to_owned();
    for command in &commands {
        // A mark before each output, and `$?` as the command before left it.
        script.extend(["status=$?; printf '\\001'; (exit $status)\n", command, "\n"]);
    }
    let temporary = tempfile::tempdir().unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_ssm-check")).parent().unwrap();
    let output = Command::new("sh")
        .args(["-c", &script])
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()))
        .env("LC_ALL", "C.UTF-8")
        .env("TMPDIR", temporary.path())
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let outputs = output.split('\u{1}').skip(1);
    commands
        .iter()
        .zip(outputs)
        .flat_map(|(command, output)| [format!("$ {}\n", command.replace('\n', "\n> ")), output.to_owned()])
        .collect()
}
