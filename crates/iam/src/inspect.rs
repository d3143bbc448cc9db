//! Questions about statements apart from a request.

use crate::Truth;
use crate::context::{Context, Unlisted};
use crate::document::{Document, Effect, Patterns, Statement, Version};
use crate::evaluate;
use crate::text::Text;

/// A statement with its place in a document.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Which statement of the document.
    pub index: usize,
    /// The statement.
    pub statement: &'a Statement,
    /// Whether its actions include the one asked for.
    pub includes: Truth,
}

impl Statement {
    /// Do its actions include this one?
    pub fn includes_action(&self, action: &str) -> Truth {
        evaluate::actions(&self.actions, action)
    }

    /// Do its resources match this ARN, whatever the values of policy variables?
    ///
    /// ```
    /// use ssm_check_iam::{Statement, Truth, Version};
    ///
    /// // AWS's own documents have no account in their ARN, so this guards nothing.
    /// let deny = Statement::deny(["ssm:StartSession"], ["arn:aws:ssm:*:111122223333:document/AWS-StartSSHSession"]);
    /// assert_eq!(deny.includes_resource(Version::V2012, &"arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession".into()), Truth::False);
    /// ```
    pub fn includes_resource(&self, version: Version, resource: &Text) -> Truth {
        let anything = Context::new().unlisted(Unlisted::Unknown);
        match &self.resources {
            Some(patterns) => evaluate::resources(patterns, version, &anything, resource),
            None => Truth::True,
        }
    }

    /// Which of its resource patterns match this ARN, each by itself, whatever the values of policy variables?
    ///
    /// ```
    /// use ssm_check_iam::{Statement, Truth, Version};
    ///
    /// let node = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1".into();
    /// let allow = Statement::allow(["*"], ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/*", "arn:aws:ec2:*:*:instance/${aws:userid}"]);
    /// assert_eq!(allow.matching_resources(Version::V2012, &node), [Truth::True, Truth::False, Truth::Unknown]);
    /// ```
    pub fn matching_resources(&self, version: Version, resource: &Text) -> Vec<Truth> {
        let anything = Context::new().unlisted(Unlisted::Unknown);
        let patterns = self.resources.iter().flat_map(|resources| &resources.list);
        patterns.map(|pattern| evaluate::resource(pattern, version, &anything, resource)).collect()
    }

    /// Can it match a request at all for this action and one of these resources? False: never, so the statement is without effect there.
    pub fn can_match<'a>(&self, version: Version, action: &str, resources: impl IntoIterator<Item = &'a Text>) -> Truth {
        let any = Truth::any(resources.into_iter().map(|resource| self.includes_resource(version, resource)));
        let conditions = if self.conditions.is_empty() && self.conditions_complete { Truth::True } else { Truth::Unknown };
        self.includes_action(action).and(any).and(conditions)
    }
}

impl Document {
    /// The statements of an effect that include an action, or may; those of unknown effect too.
    pub fn statements_with<'a>(&'a self, effect: Effect, action: &str) -> Vec<Listed<'a>> {
        let listed = self.statements.iter().enumerate().map(|(index, statement)| Listed {
            index,
            statement,
            includes: statement.includes_action(action),
        });
        listed.filter(|l| l.includes.is_possible() && (l.statement.effect == effect || l.statement.effect == Effect::Unknown)).collect()
    }
}

/// The patterns, separated by commas, placeholders as `${known after apply}`.
impl std::fmt::Display for Patterns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, text) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{text}")?;
        }
        match (self.complete, self.list.is_empty()) {
            (true, _) => Ok(()),
            (false, true) => f.write_str("(known after apply)"),
            (false, false) => f.write_str(", and perhaps more"),
        }
    }
}
