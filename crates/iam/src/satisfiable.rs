//! May a request be allowed, by some choice of what its sender is free to choose?

mod candidates;

use std::collections::BTreeMap;

use crate::Truth;
use crate::context::Value;
use crate::document::Policy;
use crate::evaluate::{Layers, Outcome, Request, evaluate};

/// A choice of values for the free keys, in lower case, that matter. Free keys that it leaves out may have any value.
pub type Witness = BTreeMap<String, Value>;

/// Whether some choice of the free keys allows a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Satisfiable {
    /// This choice does.
    Yes {
        /// The choice.
        witness: Witness,
        /// The decision with that choice.
        outcome: Outcome,
    },
    /// No choice does, whatever else is not known.
    No {
        /// The decision with the free keys left open.
        outcome: Outcome,
    },
    /// It depends on what is not known, or there were too many choices to try.
    Unknown {
        /// The decision with the free keys left open.
        outcome: Outcome,
        /// Whether every kind of choice was tried, so that it depends on what is not known.
        exhaustive: bool,
    },
}

impl Satisfiable {
    /// May it be allowed?
    pub fn truth(&self) -> Truth {
        match self {
            Self::Yes { .. } => Truth::True,
            Self::No { .. } => Truth::False,
            Self::Unknown { .. } => Truth::Unknown,
        }
    }

    /// The decision that goes with the answer.
    pub fn outcome(&self) -> &Outcome {
        match self {
            Self::Yes { outcome, .. } | Self::No { outcome } | Self::Unknown { outcome, .. } => outcome,
        }
    }
}

/// How many evaluations may be spent on one question.
const BUDGET: usize = 4_000;

/// Is there a choice of the [free](Value::Free) keys by which the request is allowed?
///
/// For each free key that a condition or policy variable names, one value is tried of every kind that the conditions on it can tell apart,
/// and absence. A key has the same value in every statement. The answer is unknown when it depends on [unknown](Value::Unknown) keys or
/// placeholders, and when the kinds of values are too many to be listed or tried.
///
/// ```
/// use ssm_check_iam::{Context, Document, Layers, Satisfiable, Policy, Principal, Request, Text, Truth, Unlisted, Value, satisfiable};
///
/// let document = Document::parse(r#"{"Statement": [
///     {"Effect": "Allow", "Action": "*", "Resource": "*"},
///     {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
///     {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}
/// ]}"#)?;
/// let layers = Layers { identity: vec![Policy::new("ops", document)], ..Layers::default() };
/// let request = Request::new(Principal::parse("arn:aws:iam::111122223333:user/a"), "ssm:StartSession", "arn:aws:ssm:eu-west-1::document/D")
///     .context(Context::new().unlisted(Unlisted::Free));
/// let Satisfiable::Yes { witness, .. } = satisfiable(&request, &layers) else { panic!() };
/// assert_eq!(witness["aws:sourceip"], Value::One(Text::lit("198.51.100.0")));
///
/// // Someone who has no MFA has no choice.
/// let without = request.context.clone().with("aws:MultiFactorAuthPresent", "false");
/// assert_eq!(satisfiable(&request.context(without), &layers).truth(), Truth::False);
/// # Ok::<(), ssm_check_iam::ParseError>(())
/// ```
pub fn satisfiable(request: &Request, layers: &Layers) -> Satisfiable {
    let outcome = evaluate(request, layers);
    match outcome.allowed() {
        Truth::True => return Satisfiable::Yes { witness: Witness::new(), outcome },
        Truth::False => return Satisfiable::No { outcome },
        Truth::Unknown => {}
    }
    let policies: Vec<&Policy> = layers.policies().collect();
    let free = candidates::collect(request, &policies);
    let mut search = Search { layers, keys: free.keys, budget: BUDGET, exhaustive: free.exhaustive, is_unknown: false };
    let mut chosen = request.clone();
    match search.descend(&mut chosen, &mut Vec::new()) {
        Some((witness, outcome)) => Satisfiable::Yes { witness, outcome },
        None if search.exhaustive && !search.is_unknown => Satisfiable::No { outcome },
        None => Satisfiable::Unknown { outcome, exhaustive: search.exhaustive },
    }
}

struct Search<'a> {
    layers: &'a Layers,
    keys: Vec<candidates::Choice>,
    budget: usize,
    exhaustive: bool,
    /// Some choice leaves a decision that depends on what is not known.
    is_unknown: bool,
}

impl Search<'_> {
    /// Chooses the next key; a decision that does not depend on the keys still open ends a branch early.
    fn descend(&mut self, request: &mut Request, path: &mut Vec<usize>) -> Option<(Witness, Outcome)> {
        let Some(choice) = self.keys.get(path.len()) else {
            self.is_unknown = true;
            return None;
        };
        let (options, open) = (choice.options.clone(), choice.open.clone());
        for (index, option) in options.iter().enumerate() {
            if self.budget == 0 {
                self.exhaustive = false;
                return None;
            }
            self.budget -= 1;
            for (key, value) in option {
                request.context.set(key, value.clone());
            }
            path.push(index);
            let outcome = evaluate(request, self.layers);
            let found = match outcome.allowed() {
                Truth::True => {
                    let chosen = self.keys.iter().zip(path.iter()).filter_map(|(choice, index)| choice.options.get(*index));
                    Some((chosen.flatten().cloned().collect(), outcome))
                }
                Truth::False => None,
                Truth::Unknown => self.descend(request, path),
            };
            path.pop();
            if found.is_some() {
                return found;
            }
        }
        for (key, value) in open {
            request.context.set(&key, value);
        }
        None
    }
}
