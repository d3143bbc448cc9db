//! What the reader's terminal can show: colour, width, characters.

use std::io::{IsTerminal, stdout};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal that can, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even into a file or pipe.
    Always,
    /// Not at all.
    Never,
}

/// What a text report may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Columns to wrap at.
    pub width: usize,
    /// ANSI colours.
    pub color: bool,
    /// Characters outside ASCII; every one that a report uses has an ASCII twin.
    pub unicode: bool,
    /// Text can lead to an address (OSC 8).
    pub links: bool,
}

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: usize = 120;
/// Narrower than this, nothing is wrapped to fit.
const NARROWEST: usize = 40;

impl Terminal {
    /// A pipe or file: 80 columns unless `COLUMNS` says otherwise, no colour.
    pub const PLAIN: Self = Self { width: 80, color: false, unicode: true, links: false };

    /// What standard output can show.
    pub fn of_stdout(choice: ColorChoice) -> Self {
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never,
        };
        let size = if stdout().is_terminal() { terminal_size::terminal_size_of(stdout()) } else { None };
        let width = size.map(|(width, _)| usize::from(width.0)).or_else(columns).unwrap_or(Self::PLAIN.width).clamp(NARROWEST, WIDEST);
        let links = color && stdout().is_terminal() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self { width, color, unicode: supports_unicode::supports_unicode(), links }
    }

    /// The same for a file: not coloured, whatever the terminal.
    #[must_use]
    pub fn for_file(self) -> Self {
        Self { width: Self::PLAIN.width, color: false, links: false, ..self }
    }
}

/// What `COLUMNS` says where standard output has no width of its own, as for the help.
fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}
