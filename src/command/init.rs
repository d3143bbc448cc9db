//! `ssm-check init`: a commented `ssm-check.toml` to begin with.

use crate::{Failure, config, failure};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

/// What is written.
const TEMPLATE: &str = include_str!("init.toml");

/// Writes the file into the working directory; never over one that is there.
///
/// Errors: the file exists; it cannot be written.
pub(crate) fn init() -> Result<String, Failure> {
    let name = config::NAME;
    let file = OpenOptions::new().write(true).create_new(true).open(name);
    file.and_then(|mut file| file.write_all(TEMPLATE.as_bytes())).map_err(|error| {
        Failure::new(match error.kind() {
            ErrorKind::AlreadyExists => format!("`{name}` already exists and was not changed"),
            _ => format!("cannot write `{name}`: {}", failure::words(&error)),
        })
    })?;
    Ok(format!("wrote `{name}`\n"))
}

#[cfg(test)]
mod tests {
    use super::TEMPLATE;
    use crate::Config;

    #[test]
    fn the_template_is_valid_as_it_is_and_with_every_example_in_place() {
        let config = Config::parse("ssm-check.toml", TEMPLATE).unwrap();
        assert!(config.waivers.is_empty() && config.skip.is_empty());
        let uncommented: String = TEMPLATE.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line).to_owned() + "\n").collect();
        let config = Config::parse("ssm-check.toml", &uncommented).unwrap();
        assert_eq!((config.waivers.len(), config.skip.len(), config.allowed.len() + config.no_longer_allowed.len()), (1, 1, 1));
    }
}
