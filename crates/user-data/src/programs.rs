//! Programs and places by name: `data/programs.json`.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

/// What a row of the table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Programs {
    /// Programs that look, write or copy, and neither start nor stop what their arguments name.
    Harmless,
    /// Programs that start, stop, install and remove what their arguments name.
    OfServices,
    /// Programs that install and remove packages by name.
    PackageManagers,
    /// Programs that run something that user data does not show.
    RunWhatIsNotShown,
    /// Programs that read or edit settings, and no more.
    ReadSettings,
    /// Where programs of the system are, of which the name tells what they do.
    DirectoriesOfTheSystem,
    /// Directories of which the system runs or reads what is in them, and files that shells read.
    ReadByTheSystem,
    /// Settings of a unit that keep nothing from running, by how they begin.
    SettingsThatStopNothing,
    /// How names of scripts end.
    EndingsOfScripts,
    /// Programs that control services and packages on Linux, and are not on macOS.
    OnlyOfLinux,
    /// The same the other way round.
    OnlyOfMacos,
}

#[derive(Default, Deserialize)]
struct ProgramsTable {
    listed: Vec<ProgramsRow>,
}

#[derive(Deserialize)]
struct ProgramsRow {
    what: Programs,
    values: Vec<String>,
}

static PROGRAMS: Facts<ProgramsTable> = Facts::new("programs", include_str!("../data/programs.json"));

/// The table of programs.
pub(crate) fn table() -> Table {
    PROGRAMS.table()
}

impl Programs {
    fn values(self) -> &'static [String] {
        PROGRAMS.get().listed.iter().find(|row| row.what == self).map_or(&[], |row| &row.values)
    }

    /// The table has something of the kind.
    pub(crate) fn are_known(self) -> bool {
        !self.values().is_empty()
    }

    /// It is listed.
    pub(crate) fn has(self, value: &str) -> bool {
        self.values().iter().any(|listed| listed == value)
    }

    /// It is listed, or the table has nothing of the kind.
    pub(crate) fn may_have(self, value: &str) -> bool {
        self.values().is_empty() || self.has(value)
    }

    /// A text begins like something that is listed.
    pub(crate) fn begins(self, text: &str) -> bool {
        self.values().iter().any(|listed| text.starts_with(listed))
    }

    /// A text begins like something that is listed, or the table has nothing of the kind.
    pub(crate) fn may_begin(self, text: &str) -> bool {
        self.values().is_empty() || self.begins(text)
    }

    /// A text ends like something that is listed.
    pub(crate) fn ends(self, text: &str) -> bool {
        self.values().iter().any(|listed| text.ends_with(listed))
    }
}

#[cfg(test)]
mod tests {
    use super::{PROGRAMS, Programs};

    #[test]
    fn the_table_can_be_read() {
        let rows = &PROGRAMS.get().listed;
        assert!(rows.len() == 11 && rows.iter().all(|row| !row.values.is_empty()));
        for (position, row) in rows.iter().enumerate() {
            assert!(!rows[..position].iter().any(|other| other.what == row.what), "{:?} twice", row.what);
        }
        assert!(Programs::Harmless.has("echo") && !Programs::Harmless.has("systemctl") && Programs::OfServices.may_have("systemctl"));
        assert!(Programs::DirectoriesOfTheSystem.begins("/usr/bin/env") && Programs::EndingsOfScripts.ends("setup.sh"));
        assert!(Programs::ReadByTheSystem.may_begin("/etc/cron.d/x") && !Programs::ReadByTheSystem.may_begin("/opt/x"));
    }
}
