//! AWS's service authorization reference: which resources and condition keys a request of an action has.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>: a key is in
//! a request if the action lists it, or the resource type that the request is for. A key that neither lists is absent, so a condition on it
//! never holds, and a negated one always does.

mod table;

use crate::Truth;
use crate::context::{Context, Unlisted};
use crate::document::Version;
use crate::glob::{self, Set, Token};
use crate::pattern::{Reading, Style};
use crate::text::Text;
use ssm_check_aws::Table;
pub use table::{Action, ResourceType};
use table::{actions, global, of_credentials};
pub(crate) use table::{hardly_together, is_always_present, never_together, value_shape};

/// The tables of actions, their resources and condition keys.
pub fn tables() -> [Table; 2] {
    [table::REFERENCE.table(), table::PAGES.table()]
}

/// What the reference says of an action; `None` of one that no question is asked about.
///
/// ```
/// use ssm_check_iam::reference;
///
/// let start = reference::action("SSM:startsession").unwrap();
/// assert!(start.resources.iter().any(|kind| kind.arn == "arn:*:ecs:*:*:task/*"));
/// ```
pub fn action(name: &str) -> Option<&'static Action> {
    actions().iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// Can a request of the action for this resource carry the condition key? True: it may, or does. False: never. Unknown: the key is of an
/// identity provider or of how the credentials came about, or the action is not in the table.
///
/// ```
/// use ssm_check_iam::{Truth, reference};
///
/// let node = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1".into();
/// assert_eq!(reference::carries("ssm:StartSession", &node, "ssm:resourceTag/Env"), Truth::True);
/// // A key of documents is not one of nodes, and EC2's keys are on EC2's actions.
/// assert_eq!(reference::carries("ssm:StartSession", &node, "ssm:DocumentType"), Truth::False);
/// assert_eq!(reference::carries("ssm:StartSession", &node, "ec2:ResourceTag/Env"), Truth::False);
/// ```
pub fn carries(action_name: &str, resource: &Text, key: &str) -> Truth {
    let key = key.to_lowercase();
    let Some((prefix, _)) = key.split_once(':') else { return Truth::False };
    // Without a list of keys none is absent for certain.
    if global().is_empty() || of_credentials().is_empty() {
        return Truth::Unknown;
    }
    let by_action = ["aws:resourcetag/", "aws:requesttag/", "aws:tagkeys"].iter().any(|known| key.starts_with(known));
    if prefix == "aws" && !by_action {
        return is_listed(global(), &key).into();
    }
    if prefix.contains('.') || prefix == "saml" || is_listed(of_credentials(), &key) {
        return Truth::Unknown;
    }
    let Some(action) = action(action_name) else { return Truth::Unknown };
    // Of another service's keys it is certain all the same.
    let perhaps = !action.is_whole && (prefix == "aws" || prefix.starts_with("ssm"));
    let own = if perhaps { Truth::Unknown } else { Truth::False };
    let with_key = action.resources.iter().filter(|kind| is_listed(&kind.keys, &key));
    Truth::any(with_key.map(|kind| Reading::new(Style::Arn).matches(&Text::lit(&*kind.arn), resource)))
        .or(is_listed(&action.keys, &key).into())
        .or(own)
}

/// A condition key that no table lists, of a service whose keys they list, and no misspelling of one: AWS may have it since. On the day
/// of the tables there was no such key, so that it [takes old tables](is_old_on) for it to matter.
///
/// ```
/// use ssm_check_iam::reference;
///
/// assert!(reference::is_newer("ssm:StartSession", "ssm:WeatherAtTarget"));
/// assert!(!reference::is_newer("ssm:StartSession", "ssm:SessionDocumentAccesCheck"));
/// assert!(!reference::is_newer("ssm:StartSession", "ec2:ResourceTag/Env"));
/// ```
pub fn is_newer(action_name: &str, key: &str) -> bool {
    let key = key.to_lowercase();
    let is_of_listed = key.split_once(':').is_some_and(|(service, _)| table::lists(service));
    is_of_listed && !table::keys().any(|known| is_key(known, &key)) && nearest_key(action_name, &key).is_none()
}

/// The day of the older table of condition keys.
pub fn date() -> String {
    tables().into_iter().map(|table| table.date).min().unwrap_or_default()
}

/// A table of condition keys is more than a year older than a day.
pub fn is_old_on(day: &str) -> bool {
    tables().iter().any(|table| table.is_old_on(day))
}

impl Action {
    /// Can a request of the action be for a resource that the pattern of a policy matches?
    ///
    /// ```
    /// use ssm_check_iam::reference;
    ///
    /// let start = reference::action("ssm:StartSession").unwrap();
    /// assert!(start.can_be_for(&"arn:aws:ec2:*:*:instance/*".into()));
    /// assert!(start.can_be_for(&"arn:aws:*:*:*:*".into()));
    /// assert!(!start.can_be_for(&"arn:aws:ecs:*:*:instance/*".into()));
    /// assert!(!start.can_be_for(&"arn:aws:ssm:*:*:AWS-StartSSHSession".into()));
    /// ```
    pub fn can_be_for(&self, pattern: &Text) -> bool {
        self.resources.is_empty() || !self.is_whole || self.resources.iter().any(|kind| kind.may_match(pattern))
    }
}

impl ResourceType {
    /// Is there a resource of this type that the pattern of a policy matches?
    pub fn may_match(&self, pattern: &Text) -> bool {
        // A policy variable may stand for anything.
        let anything = Context::new().unlisted(Unlisted::Unknown);
        let pattern = Reading::new(Style::Resource).with_variables(Version::V2012, &anything).pattern(pattern);
        self.shapes().iter().any(|shape| glob::overlap(&pattern.tokens, shape))
    }

    /// What the ARNs of this type look like. No name or id has a colon, except where the reference says so; of AWS's documents and runbooks
    /// alone the account is left out.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
    fn shapes(&self) -> Vec<Vec<Token>> {
        const DIGITS: usize = 12;
        let of_aws = ["document/", "automation-definition/"].iter().any(|kind| self.arn.contains(&format!(":ssm:*:*:{kind}")));
        let shape = |with_account: bool| {
            let mut tokens = Vec::new();
            for (place, part) in self.arn.splitn(6, ':').enumerate() {
                if place > 0 {
                    tokens.push(Token::One(Set::Char(':')));
                }
                match (place, part) {
                    (3, "*") => tokens.extend([Token::One(Set::Region), Token::Many(Set::Region)]),
                    (4, "*") if with_account => tokens.extend(vec![Token::One(Set::Digit); DIGITS]),
                    (4, "*") => {}
                    (_, part) => {
                        let begins = IDS.iter().find(|(kind, _)| part == format!("{kind}/*"));
                        let part = begins.map_or(part.to_owned(), |(kind, id)| format!("{kind}/{id}*"));
                        let mut part = Reading::new(Style::Glob).pattern(&Text::lit(part)).tokens;
                        part.iter_mut().for_each(glob::keep_in_segment);
                        tokens.extend(part);
                    }
                }
            }
            tokens
        };
        if of_aws { vec![shape(true), shape(false)] } else { vec![shape(true)] }
    }
}

/// How ids of nodes begin:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-managed-nodes.html>.
const IDS: [(&str, &str); 2] = [("instance", "i-"), ("managed-instance", "mi-")];

/// The key of the action or its resource types, or of all requests, that is nearest to one that is not there.
pub fn nearest_key(action_name: &str, key: &str) -> Option<&'static str> {
    let of_action = action(action_name)
        .into_iter()
        .flat_map(|action| action.keys.iter().chain(action.resources.iter().flat_map(|kind| &kind.keys)))
        .map(String::as_str);
    let (stem, _) = key.split_once('/').map_or((key, ""), |(stem, rest)| (stem, rest));
    let stem = stem.to_lowercase();
    let near = |known: &&'static str| distance(known.trim_end_matches('/').to_lowercase().as_str(), &stem);
    of_action
        .chain(global().iter().map(String::as_str))
        .map(|known| (near(&known), known))
        .filter(|(away, _)| *away <= 3)
        .min_by_key(|(away, _)| *away)
        .map(|(_, known)| known)
}

/// Keys in the table end in `/` or `:` where a tag key or the like follows. The key is in lower case, those of the table are ASCII.
fn is_listed(keys: &[String], key: &str) -> bool {
    keys.iter().any(|known| is_key(known, key))
}

fn is_key(known: &str, key: &str) -> bool {
    let begins = key.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
    begins && if known.ends_with(['/', ':']) { key.len() > known.len() } else { key.len() == known.len() }
}

/// At most so many characters differ. Most texts differ in length by more, which is told at once.
pub fn is_within(a: &str, b: &str, most: usize) -> bool {
    a.chars().count().abs_diff(b.chars().count()) <= most && distance(a, b) <= most
}

/// How many characters differ: Levenshtein's distance.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (pair, y) in row.windows(2).zip(&b) {
            let [diagonal, above] = pair else { continue };
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(x != *y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
