//! Tables of facts: data files, each of which says in its head what it is made of and of which day it is.

use serde::Deserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use std::fmt;
use std::sync::{OnceLock, PoisonError, RwLock};

/// The head of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// The version of that; empty where it has none.
    pub version: String,
    /// The day of which it is: `2026-11-20`.
    pub date: String,
}

impl Table {
    /// The head of a table, with which its text begins; the rest, which may be long, is not looked at.
    pub fn of(text: &str) -> Self {
        let mut table = Self::default();
        // What follows the head is an error to the reader. Tests read every head, so that no other one is lost.
        let _ = serde_json::Deserializer::from_str(text).deserialize_map(Head(&mut table));
        table
    }

    /// More than a year older than a day or time: `2027-11-21`, `2027-11-21T09:00:00Z`.
    ///
    /// ```
    /// let table = ssm_check_aws::Table { date: "2026-11-20".to_owned(), ..Default::default() };
    /// assert!(table.is_old_on("2027-11-21T09:00:00Z"));
    /// assert!(!table.is_old_on("2027-11-20"));
    /// assert!(!table.is_old_on("yesterday"));
    /// ```
    pub fn is_old_on(&self, day: &str) -> bool {
        let (Some(made), Some(day)) = (parsed(&self.date), parsed(day)) else { return false };
        (made.0 + 1, made.1, made.2) < day
    }
}

/// Reads keys as long as they are of a head.
struct Head<'t>(&'t mut Table);

impl<'de> Visitor<'de> for Head<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let field = match key.as_str() {
                "name" => &mut self.0.name,
                "source" => &mut self.0.source,
                "version" => &mut self.0.version,
                "date" => &mut self.0.date,
                _ => break,
            };
            *field = map.next_value()?;
        }
        Ok(())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, source, version, date } = self;
        let version = if version.is_empty() { String::new() } else { format!(" {version}") };
        write!(f, "{date} {name}{version}: {source}")
    }
}

/// Year, month and day at the beginning of a text.
fn parsed(text: &str) -> Option<(u16, u8, u8)> {
    let day = text.get(..10)?;
    let mut parts = day.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Tables that a test puts in the place of those that are built in, by name.
static REPLACED: RwLock<Vec<(&'static str, &'static str)>> = RwLock::new(Vec::new());

/// Puts another text in the place of a table's, before it is read for the first time: what a test asks of a table that lacks something.
#[doc(hidden)]
pub fn replace(name: &'static str, text: &'static str) {
    REPLACED.write().unwrap_or_else(PoisonError::into_inner).push((name, text));
}

/// What a table holds, read once.
pub struct Facts<T: 'static> {
    name: &'static str,
    text: &'static str,
    read: OnceLock<T>,
}

impl<T> Facts<T> {
    /// Of a text that is built in.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, read: OnceLock::new() }
    }

    /// Its head.
    pub fn table(&self) -> Table {
        Table::of(self.text())
    }

    /// Its text.
    pub fn text(&self) -> &'static str {
        let replaced = REPLACED.read().unwrap_or_else(PoisonError::into_inner);
        replaced.iter().rev().find(|(name, _)| *name == self.name).map_or(self.text, |(_, text)| *text)
    }
}

impl<T: DeserializeOwned + Default> Facts<T> {
    /// What it holds.
    pub fn get(&self) -> &T {
        // Tests read every table, so the default is never taken.
        self.read.get_or_init(|| serde_json::from_str(self.text()).unwrap_or_default())
    }
}
