//! Whether user data registers the machine with an activation, as a machine outside of EC2 does.

use crate::events::{are_known, names_registrar};
use crate::part::Part;
use crate::runs;
use crate::shell::Command;

/// Registration with an activation:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-multicloud-ssm-agent-install-linux.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// No command registers.
    #[default]
    No,
    /// Some command may.
    Perhaps,
    /// With the activation of this id, which is what stands in the text.
    With(String),
}

impl Registration {
    /// Reads the parts of user data; the last registration counts.
    pub fn of(parts: &[Part]) -> Self {
        let mut found = Self::No;
        for part in parts {
            match runs::of_part(part) {
                Some(commands) => commands.iter().for_each(|command| found.take(command)),
                None if part.text.contains("-register") => found = Self::Perhaps,
                None => {}
            }
        }
        found
    }

    fn take(&mut self, command: &Command) {
        let is = |word: &str, names: [&str; 2]| names.contains(&word.trim_start_matches('-')) && word.starts_with('-');
        let registers = command.words.iter().any(|word| matches!(word.as_str(), "-register" | "--register"));
        let by_agent = command.words.iter().any(|word| names_registrar(word));
        if registers && !are_known() {
            *self = Self::Perhaps;
            return;
        }
        if !registers || !by_agent {
            // A quoted line of a script that is written to a file, or run by something else.
            if command.words.iter().any(|word| word.contains("-register") && word.contains("ssm")) {
                *self = Self::Perhaps;
            }
            return;
        }
        let mut words = command.words.iter();
        let id = words.find(|word| is(word, ["id", "activation-id"])).and_then(|_| words.next());
        *self = match id {
            Some(id) if !command.conditional && !id.contains('$') => Self::With(id.clone()),
            _ => Self::Perhaps,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;
    use crate::system::System;

    fn registration(text: &str) -> Registration {
        Registration::of(&decode::parts(text, System::Unknown).unwrap())
    }

    #[test]
    fn the_activation_of_a_registration_is_read() {
        let with = |id: &str| Registration::With(id.to_owned());
        assert_eq!(registration("#!/bin/bash\namazon-ssm-agent -register -code abc -id 1234 -region eu-west-1\n"), with("1234"));
        assert_eq!(
            registration(
                "#!/bin/bash\nsudo /tmp/ssm/ssm-setup-cli -register -activation-code 'abc' -activation-id '1234' -region eu-west-1"
            ),
            with("1234")
        );
        assert_eq!(
            registration("#cloud-config\nruncmd:\n  - amazon-ssm-agent -register -code abc -id 1234 -region eu-west-1\n"),
            with("1234")
        );
        assert_eq!(registration("#!/bin/bash\nif [ -f /x ]; then amazon-ssm-agent -register -code a -id 1; fi"), Registration::Perhaps);
        assert_eq!(registration("#!/bin/bash\namazon-ssm-agent -register -code a -id $ID"), Registration::Perhaps);
        assert_eq!(registration("#!/bin/bash\nsystemctl start amazon-ssm-agent\ngitlab-runner register --id 4"), Registration::No);
    }
}
