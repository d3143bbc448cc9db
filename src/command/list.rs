//! `ssm-check list`: the catalogue, with what the configuration makes of it.

use crate::cli::{ListArgs, MatrixFormat};
use crate::format::hcl;
use crate::format::markdown_text::{sentence, table as markdown_table, text as markdown};
use crate::format::text::Page;
use crate::selectors::selected;
use crate::{Config, Failure, Terminal, inert};
use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use serde::Serialize;
use ssm_check_checks::{Check, GROUPS, Severity};

#[derive(Serialize)]
struct ListedCheck {
    id: &'static str,
    name: &'static str,
    severity: &'static str,
    /// Whether the configuration leaves it in.
    runs: bool,
    summary: String,
    url: String,
}

impl ListedCheck {
    fn new(check: &Check, config: &Config) -> Self {
        Self {
            id: check.id,
            name: check.name,
            severity: config.severity_of(check).as_str(),
            runs: config.runs(check),
            summary: check.summary(),
            url: check.url(),
        }
    }

    /// As a table says it.
    fn word(&self) -> &'static str {
        if self.runs { self.severity } else { "skipped" }
    }
}

/// The checks that are asked for, or every one, in the order of ids.
///
/// Errors: a word that selects none.
pub(crate) fn list(arguments: &ListArgs, config: &Config, terminal: Terminal) -> Result<String, Failure> {
    let entries: Vec<_> = selected(&arguments.checks)?.into_iter().map(|check| ListedCheck::new(check, config)).collect();
    Ok(match arguments.format {
        MatrixFormat::Text => table(&entries, terminal),
        MatrixFormat::Json => inert::json(&serde_json::to_string_pretty(&entries).map_err(anyhow::Error::from)?) + "\n",
        MatrixFormat::Markdown => {
            let cells = |entry: &ListedCheck| {
                vec![
                    format!("[{}]({})", entry.id, entry.url),
                    markdown(entry.name),
                    entry.word().to_owned(),
                    sentence(&hcl::sentence(&entry.summary)),
                ]
            };
            markdown_table(&["Id", "Name", "Severity", "What it checks"], &entries.iter().map(cells).collect::<Vec<_>>())
        }
    })
}

fn table(entries: &[ListedCheck], terminal: Terminal) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["ID", "SEVERITY", "NAME"]);
    for entry in entries {
        table.add_row([entry.id, entry.word(), entry.name]);
    }
    let page = Page::new(terminal);
    let text = crate::format::text::lines_of(&mut table);
    let colored = |line: &str| {
        let Some(word) = line.split_whitespace().nth(1) else { return line.to_owned() };
        let style = match word {
            _ if word == Severity::Error.as_str() => AnsiColor::Red.on_default().bold(),
            _ if word == Severity::Warning.as_str() => AnsiColor::Yellow.on_default().bold(),
            _ if word == Severity::Note.as_str() => AnsiColor::Blue.on_default().bold(),
            _ => Style::new(),
        };
        line.replacen(word, &page.styled(style, word), 1)
    };
    let lines: String = text.lines().map(|line| colored(line) + "\n").collect();
    let groups: Vec<_> = GROUPS.iter().map(|(beginning, group)| format!("{group} ({beginning})")).collect();
    format!("{lines}\ngroups: {}\n", groups.join(", "))
}
