//! May a request be allowed, by some choice of what its sender is free to choose?

mod candidates;
mod consistent;

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
    let mut search = Search::new(std::slice::from_ref(request), layers, &|_| true);
    match search.run() {
        Some(found) => Satisfiable::Yes { witness: found.witness, outcome: found.outcomes.into_iter().next().unwrap_or(outcome) },
        None if search.is_decided() => Satisfiable::No { outcome },
        None => Satisfiable::Unknown { outcome, exhaustive: search.exhaustive },
    }
}

/// Is there a choice of the free keys by which all of some requests are allowed, which are made as one? The keys that are `shared` have one
/// value in all of them, the others are each request's own.
///
/// ```
/// use ssm_check_iam::{Context, Document, Layers, Policy, Principal, Request, Truth, Unlisted, satisfiable_together};
///
/// let document = Document::parse(r#"{"Statement": [
///     {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:userid": "a"}}},
///     {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:ssm:*:*:document/*", "Condition": {"StringEquals": {"aws:userid": "b"}}}
/// ]}"#)?;
/// let layers = Layers { identity: vec![Policy::new("ops", document)], ..Layers::default() };
/// let requests = ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ssm:eu-west-1::document/D"].map(|resource| {
///     let principal = Principal::parse("arn:aws:iam::111122223333:role/r");
///     Request::new(principal, "ssm:StartSession", resource).context(Context::new().unlisted(Unlisted::Free))
/// });
/// assert_eq!(satisfiable_together(&requests, &layers, &|_| true), Truth::False);
/// assert_eq!(satisfiable_together(&requests, &layers, &|_| false), Truth::True);
/// # Ok::<(), ssm_check_iam::ParseError>(())
/// ```
pub fn satisfiable_together(requests: &[Request], layers: &Layers, shared: &dyn Fn(&str) -> bool) -> Truth {
    let all = Truth::all(requests.iter().map(|request| evaluate(request, layers).allowed()));
    if all != Truth::Unknown {
        return all;
    }
    let mut search = Search::new(requests, layers, shared);
    match search.run() {
        Some(_) => Truth::True,
        None if search.is_decided() => Truth::False,
        None => Truth::Unknown,
    }
}

struct Search<'a> {
    /// With what is chosen so far.
    requests: Vec<Request>,
    layers: &'a Layers,
    keys: Vec<candidates::Choice>,
    rules: consistent::KeyRules,
    budget: usize,
    exhaustive: bool,
    /// Some choice leaves a decision that depends on what is not known.
    is_unknown: bool,
}

/// A choice that allows every request.
struct Chosen {
    witness: Witness,
    /// Of the requests in their order.
    outcomes: Vec<Outcome>,
}

impl<'a> Search<'a> {
    fn new(requests: &[Request], layers: &'a Layers, shared: &dyn Fn(&str) -> bool) -> Self {
        let policies: Vec<&Policy> = layers.policies().collect();
        let free = candidates::collect(requests, &policies, shared);
        let rules = consistent::KeyRules::of(requests, &free.keys);
        Self { requests: requests.to_vec(), layers, rules, keys: free.keys, budget: BUDGET, exhaustive: free.exhaustive, is_unknown: false }
    }

    fn run(&mut self) -> Option<Chosen> {
        self.descend(&mut Vec::new())
    }

    /// Where nothing was found: there is nothing.
    fn is_decided(&self) -> bool {
        self.exhaustive && !self.is_unknown
    }

    fn set(&mut self, of: Option<usize>, values: &[(String, Value)]) {
        for (index, request) in self.requests.iter_mut().enumerate() {
            if of.is_none_or(|of| of == index) {
                for (key, value) in values {
                    request.context.set(key, value.clone());
                }
            }
        }
    }

    /// Chooses the next key; a decision that does not depend on the keys still open ends a branch early.
    fn descend(&mut self, path: &mut Vec<usize>) -> Option<Chosen> {
        let Some(choice) = self.keys.get(path.len()) else {
            self.is_unknown = true;
            return None;
        };
        let candidates::Choice { of, options, open } = choice.clone();
        for (index, option) in options.into_iter().enumerate() {
            if self.budget == 0 {
                self.exhaustive = false;
                return None;
            }
            self.budget -= 1;
            self.set(of, &option);
            path.push(index);
            let found = self.judge(path);
            path.pop();
            if found.is_some() {
                return found;
            }
        }
        self.set(of, &open);
        None
    }

    /// Looks at what is chosen, and on where that does not decide.
    fn judge(&mut self, path: &mut Vec<usize>) -> Option<Chosen> {
        let possible = Truth::all(self.requests.iter().map(|request| self.rules.allow(&request.context)));
        if possible == Truth::False {
            return None;
        }
        let outcomes: Vec<Outcome> = self.requests.iter().map(|request| evaluate(request, self.layers)).collect();
        match Truth::all(outcomes.iter().map(Outcome::allowed)) {
            Truth::False => None,
            Truth::Unknown => self.descend(path),
            // Whether several keys go together is not known.
            Truth::True if possible == Truth::Unknown => {
                self.is_unknown = true;
                None
            }
            Truth::True => {
                let chosen = self.keys.iter().zip(path.iter()).filter_map(|(choice, index)| choice.options.get(*index));
                Some(Chosen { witness: chosen.flatten().cloned().collect(), outcomes })
            }
        }
    }
}
