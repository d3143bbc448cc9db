//! `set -e`: a command that fails ends the shell, unless something tests it.
//! <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set>

/// Whether the shell ends where a command fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Errexit {
    #[default]
    Off,
    On,
    Perhaps,
}

impl Errexit {
    /// What a shell is started with: `bash -e`, `#!/bin/sh -eu`.
    pub(super) fn of_options<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let is_set = |word: &str| word.strip_prefix('-').is_some_and(|letters| !letters.starts_with('-') && letters.contains('e'));
        if words.into_iter().any(is_set) { Self::On } else { Self::Off }
    }

    /// What the first line of a script says.
    pub(super) fn of_script(script: &str) -> Self {
        let first = script.lines().next().and_then(|line| line.strip_prefix("#!")).unwrap_or_default();
        Self::of_options(first.split_whitespace().skip(1))
    }
}
