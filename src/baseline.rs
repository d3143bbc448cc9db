//! Findings that were there when the project began to look: written once, and accepted from then on.

use crate::{Accepted, Failure, inert, read};
use serde::{Deserialize, Serialize};
use ssm_check_checks::Finding;
use std::collections::BTreeSet;
use std::path::Path;

/// The version of the file that is written; another major version cannot be read.
const FORMAT_VERSION: &str = "1.0";

/// MiB; no baseline is as large.
const LARGEST: u64 = 256;

/// Findings that are accepted by their fingerprints.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The file, as on the command line.
    pub shown: String,
    fingerprints: BTreeSet<String>,
}

#[derive(Deserialize, Serialize)]
struct Document {
    format_version: String,
    findings: Vec<KnownFinding>,
}

#[derive(Deserialize, Serialize)]
struct KnownFinding {
    fingerprint: String,
    /// For people, as is the address: what the finding was.
    id: String,
    address: String,
}

impl Baseline {
    /// Reads the file that [`Baseline::write`] gives.
    ///
    /// Errors: a file that cannot be read, or that is no baseline.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let bytes = read::bytes(path, LARGEST).map_err(|why| Failure::new(format!("{shown}: {why}")))?;
        let document: Document = serde_json::from_slice(&bytes).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            Failure::new(format!("{shown}: this is not a baseline that ssm-check wrote ({place}); write one with `--write-baseline FILE`"))
        })?;
        if document.format_version.split('.').next() != FORMAT_VERSION.split('.').next() {
            let version = &document.format_version;
            return Err(Failure::new(format!("{shown}: baseline of version {version}, which this release cannot read; write it anew")));
        }
        Ok(Self { shown, fingerprints: document.findings.into_iter().map(|entry| entry.fingerprint).collect() })
    }

    /// Is a finding in it?
    pub fn holds(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// A sentence about findings of it that are gone.
    pub(crate) fn complaint(&self, accepted: &Accepted<'_>) -> Option<String> {
        let present: BTreeSet<_> = accepted.findings.iter().map(|reported| &*reported.fingerprint).collect();
        let (gone, are) = match self.fingerprints.iter().filter(|each| !present.contains(each.as_str())).count() {
            0 => return None,
            1 => ("1 finding".to_owned(), "is"),
            several => (format!("{several} findings"), "are"),
        };
        Some(format!("{}: {gone} of the baseline {are} gone; `--write-baseline` writes it anew", self.shown))
    }

    /// A sentence about a baseline that was written.
    pub(crate) fn written(path: &Path, findings: usize) -> String {
        let (findings, them) = if findings == 1 { ("1 finding".to_owned(), "it") } else { (format!("{findings} findings"), "them") };
        let path = path.display();
        format!("wrote {findings} to `{path}`; `--baseline {path}` accepts {them} from now on")
    }

    /// The text of a baseline of these findings, with a line end.
    pub fn write<'f>(findings: impl IntoIterator<Item = (&'f Finding, &'f str)>) -> serde_json::Result<String> {
        let entry = |(finding, fingerprint): (&Finding, &str)| KnownFinding {
            fingerprint: fingerprint.to_owned(),
            id: finding.check.id.to_owned(),
            address: finding.address.clone(),
        };
        let document = Document { format_version: FORMAT_VERSION.to_owned(), findings: findings.into_iter().map(entry).collect() };
        Ok(inert::json(&serde_json::to_string_pretty(&document)?) + "\n")
    }
}
