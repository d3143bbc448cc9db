//! The folder of a Region, which is there or not.

use super::{Set, Token};
use crate::text::{Class, Placeholder};

/// The subject without the folder of a Region, and with it: what repeats characters of one would allow half of it. `None` where it has no
/// folder, or where the pattern has the same.
pub(super) fn cases(pattern: &[Token], subject: &[Token]) -> Option<[Vec<Token>; 2]> {
    let is_folder = |token: &&Token| matches!(token, Token::Placeholder(Placeholder { class: Class::Folder, .. }));
    let folder = subject.iter().find(is_folder).filter(|folder| !pattern.contains(folder))?;
    let with = [Token::One(Set::Region), Token::Many(Set::Region), Token::One(Set::Char('/'))];
    Some([&[][..], &with].map(|put| {
        let replaced = subject.iter().flat_map(|token| if token == folder { put } else { std::slice::from_ref(token) });
        replaced.cloned().collect()
    }))
}

#[cfg(test)]
mod tests {
    use crate::glob::{Set, subject};
    use crate::glob::{Token, matches, push_literal};
    use crate::{Class, Placeholder, Text, Truth};

    #[test]
    fn a_folder_is_there_as_a_whole_or_not() {
        let role = Text::lit("sso/").placeholder(Placeholder::new("folder", Class::Folder)).then("AWSReservedSSO_Admin");
        let of = |pattern: &str| {
            let mut tokens = Vec::new();
            for (position, part) in pattern.split('*').enumerate() {
                if position > 0 {
                    tokens.push(Token::Many(Set::Any));
                }
                push_literal(&mut tokens, part, false);
            }
            matches(&tokens, &subject(&role, false))
        };
        assert_eq!(of("sso*/AWSReservedSSO_Admin"), Truth::True);
        assert_eq!(of("sso/*AWSReservedSSO_Admin"), Truth::True);
        assert_eq!(of("sso/*/AWSReservedSSO_Admin"), Truth::Unknown);
        assert_eq!(of("sso/AWSReservedSSO_Admin"), Truth::Unknown);
        assert_eq!(of("sso/eu-west-1/AWSReservedSSO_Admin"), Truth::Unknown);
        assert_eq!(of("sso/eu/west/AWSReservedSSO_Admin"), Truth::False);
        assert_eq!(of("sso*/AWSReservedSSO_Dev"), Truth::False);
    }
}
