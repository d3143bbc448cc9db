//! Account, partition and Regions of the inputs.

use super::Caller;
use rustc_hash::FxHashMap;
use ssm_check_aws::{AccountId, Arn, Location, Region, Symbolic};
use ssm_check_graph::{Graph, Kind, Resource};
use ssm_check_iam::{Class, Condition, Document, Instant, Patterns, Piece, Placeholder, Policy, Statement, Text, Truth, reference};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How made-up ids go on after what ids of their kind begin with; eight letters follow. None of them is a digit of an id, so that no pattern
/// of digits takes one for certain.
const MADE_UP: &str = "zzzzzzzzz";

/// What ids of instances begin with, and those of nodes that register with an activation:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-managed-nodes.html>. The longer one comes first.
const BEGINNINGS: [&str; 2] = ["mi-", "i-"];

/// Stands for the digits of an id that AWS has yet to draw, in a pattern of some of them.
const DIGITS: &str = "digits of an id";

/// Where the inputs are.
pub(super) struct AccountScope {
    /// When the inputs were made, if they tell: nobody starts anything before.
    pub now: Option<Instant>,
    /// The tables of condition keys are more than a year older than that.
    pub has_old_reference: bool,
    /// The Regions of each account, sorted; none where no Region is known.
    regions: BTreeSet<(String, Symbolic<AccountId>)>,
    /// Accounts that stand for placeholders.
    accounts: BTreeMap<String, AccountId>,
    /// Those of them that are presumed, as policies name no other.
    pub presumed: BTreeSet<AccountId>,
    /// The accounts of the targets.
    of_targets: BTreeSet<Symbolic<AccountId>>,
    /// The targets, by address, each with the number that its made-up id is of, which is never shown.
    made_up: FxHashMap<String, usize>,
}

impl AccountScope {
    /// An account that is not known is taken to be the one that all policies of its principals name in ARNs of instances and
    /// documents: a policy that names instances of some account is written for that account. Where `strict`, it is not.
    pub(super) fn new<'g>(graph: &'g Graph<'g>, callers: &[Caller<'g>], targets: impl Iterator<Item = Resource<'g>>, strict: bool) -> Self {
        let managed = || graph.resources().filter(|resource| resource.is_managed() && resource.kind().is_some());
        let mut named: BTreeMap<&str, BTreeSet<AccountId>> = BTreeMap::new();
        for caller in callers.iter().filter(|_| !strict) {
            if let Symbolic::Placeholder(name) = &caller.resource.location().account {
                named.entry(name).or_default().extend(named_accounts(caller));
            }
        }
        let only = |accounts: BTreeSet<AccountId>| accounts.first().filter(|_| accounts.len() == 1).cloned();
        let accounts: BTreeMap<String, AccountId> =
            named.into_iter().filter_map(|(name, accounts)| Some((name.to_owned(), only(accounts)?))).collect();
        let mut made_up = FxHashMap::default();
        let place = |resource: Resource<'_>| Some((resource.location().region()?.to_owned(), resource.location().account.clone()));
        let mut regions = BTreeSet::new();
        let mut of_targets: BTreeSet<Symbolic<AccountId>> = BTreeSet::new();
        for (index, target) in targets.enumerate() {
            of_targets.insert(target.location().account.clone());
            regions.extend(place(target));
            made_up.insert(target.address().to_owned(), index);
        }
        if regions.is_empty() {
            let regional = |resource: &Resource<'_>| {
                matches!(
                    resource.kind(),
                    Some(
                        Kind::SsmDocument
                            | Kind::Subnet
                            | Kind::Vpc
                            | Kind::Role
                            | Kind::User
                            | Kind::Group
                            | Kind::Policy
                            | Kind::PermissionSet
                    )
                )
            };
            regions = managed().filter(regional).filter_map(place).collect();
        }
        let now = graph.made().and_then(Instant::parse);
        let has_old_reference = graph.made().is_some_and(reference::is_old_on);
        let presumed = accounts.values().cloned().collect();
        let mut scope = Self { now, has_old_reference, regions: BTreeSet::new(), accounts, presumed, of_targets: BTreeSet::new(), made_up };
        scope.regions = regions.into_iter().map(|(region, account)| (region, scope.account(&account))).collect();
        scope.of_targets = of_targets.iter().map(|account| scope.account(account)).collect();
        for caller in callers.iter().filter(|caller| caller.is_of_every_account()) {
            if let Symbolic::Known(account) = scope.of(caller) {
                scope.accounts.insert(caller.account_name(), account);
            }
        }
        scope
    }

    /// The Regions where the inputs have something of an account, sorted; none where no Region is known.
    pub(super) fn regions(&self, account: &Symbolic<AccountId>) -> Vec<String> {
        let mut regions: Vec<_> =
            self.regions.iter().filter(|(_, other)| other.is(account).is_possible()).map(|(region, _)| region.clone()).collect();
        regions.dedup();
        regions
    }

    /// An account, as far as it is known or taken to be.
    pub(super) fn account(&self, account: &Symbolic<AccountId>) -> Symbolic<AccountId> {
        match account {
            Symbolic::Placeholder(name) => self.accounts.get(&**name).cloned().map_or_else(|| account.clone(), Symbolic::Known),
            Symbolic::Known(_) => account.clone(),
        }
    }

    /// The account of a principal. A permission set becomes a role in every account that it is assigned in, and a control policy is over
    /// many: it is the account of the targets that is asked about, where all that it may be in are in one.
    pub(super) fn of(&self, caller: &Caller<'_>) -> Symbolic<AccountId> {
        if !caller.is_of_every_account() || self.of_targets.is_empty() {
            return self.account(&caller.resource.location().account);
        }
        let here: Vec<_> = self.of_targets.iter().filter(|account| caller.may_be_in(account)).collect();
        match (here.as_slice(), caller.first_assigned()) {
            ([], Some(elsewhere)) => Symbolic::Known(elsewhere.clone()),
            ([only], _) if self.of_targets.len() == 1 || only.known().is_some() => (*only).clone(),
            _ => Symbolic::placeholder(caller.account_name()),
        }
    }

    /// It is a permission set that is assigned in no account of the targets, so that there is no role of it there.
    pub(super) fn is_elsewhere(&self, caller: &Caller<'_>) -> bool {
        caller.is_of_every_account() && !self.of_targets.is_empty() && !self.of_targets.iter().any(|account| caller.may_be_in(account))
    }

    /// The account is known, and none of the targets is in it.
    pub(super) fn is_without_targets(&self, account: &Symbolic<AccountId>) -> bool {
        !self.of_targets.is_empty() && self.of_targets.iter().all(|of| of.is(account) == Truth::False)
    }

    /// A text with what is known in its placeholders.
    pub(super) fn fill(&self, text: &Text) -> Text {
        self.filled(text, true)
    }

    /// The same as evidence shows it, without what is made up.
    pub(super) fn shown(&self, text: &Text) -> Text {
        self.filled(text, false)
    }

    fn filled(&self, text: &Text, all: bool) -> Text {
        text.pieces().iter().fold(Text::default(), |filled, piece| match piece {
            Piece::Lit(text) => filled.then(text),
            Piece::Placeholder(placeholder) => {
                let account = self.accounts.get(&*placeholder.id).map(AccountId::as_str);
                match (account, self.made_up_for(&placeholder.id).filter(|_| all)) {
                    (Some(value), _) => filled.then(value),
                    (None, Some(made_up)) => filled.then(made_up),
                    (None, None) => filled.placeholder(placeholder.clone()),
                }
            }
        })
    }

    /// What stands for the id of a target: it is drawn at random when the instance comes to be, so no policy can name it already.
    fn made_up_for(&self, placeholder: &str) -> Option<String> {
        let (address, attribute) = placeholder.rsplit_once('.')?;
        let begins = match attribute {
            "id" | "instance" => "i-",
            NODE => "mi-",
            _ => return None,
        };
        Some(format!("{begins}{MADE_UP}{}", letters_of(*self.made_up.get(address)?)))
    }

    /// A text with what it is in the place of made-up ids.
    pub(super) fn without_made_up(&self, text: &str) -> String {
        let mut parts = text.split(MADE_UP);
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let begins = BEGINNINGS.into_iter().find(|begins| told.ends_with(begins)).unwrap_or_default();
            told.truncate(told.len() - begins.len());
            told.push_str("${known after apply}");
            told.push_str(part.get(8..).unwrap_or_default());
        }
        told
    }

    pub(super) fn fill_policy(&self, policy: Policy) -> Policy {
        Policy { document: self.fill_document(policy.document), ..policy }
    }

    pub(super) fn fill_document(&self, document: Document) -> Document {
        // Most are known as a whole, and stay shared.
        if document.statements.iter().all(|statement| is_known(statement) && !self.turns_on_digits(statement)) {
            return document;
        }
        let filled = document.statements.iter().map(|statement| self.fill_statement(statement.clone())).collect();
        Document { statements: Arc::new(filled), ..document }
    }

    /// Some pattern may match instances that have no id yet, or not.
    fn turns_on_digits(&self, statement: &Statement) -> bool {
        let mut resources = statement.resources.iter().flat_map(|resources| &resources.list);
        !self.made_up.is_empty() && resources.any(|pattern| !of_undrawn(pattern).is_empty())
    }

    fn fill_statement(&self, statement: Statement) -> Statement {
        let filled = |patterns: &Patterns| -> Vec<Text> {
            let told = patterns.list.iter().map(|text| self.fill(text));
            let untold = patterns.list.iter().filter(|_| !self.made_up.is_empty()).flat_map(of_undrawn);
            told.chain(untold).collect()
        };
        let list = |patterns: Patterns| Patterns { list: filled(&patterns), ..patterns };
        Statement {
            resources: statement.resources.map(list),
            conditions: statement
                .conditions
                .into_iter()
                .map(|condition| Condition { values: condition.values.iter().map(|text| self.fill(text)).collect(), ..condition })
                .collect(),
            ..statement
        }
    }
}

/// The attribute of an activation that stands for the id of a node which registers with it.
pub(super) const NODE: &str = "managed-instance";

/// The letters at the end of the id that stands for one that AWS has yet to draw.
fn letters_of(index: usize) -> String {
    let digits = format!("{index:08x}");
    digits.bytes().map(|digit| char::from(if digit.is_ascii_digit() { digit - b'0' + b'g' } else { digit - b'a' + b'q' })).collect()
}

/// What a pattern of some digits of an id, such as `instance/i-0*`, means of instances that have none yet: it may match them or not.
/// That all ids of today begin with 0 AWS does not promise: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.
/// Where the pattern does not tell which kind of node it is of, it is of each.
fn of_undrawn(pattern: &Text) -> Vec<Text> {
    let is_wild = |c: char| matches!(c, '*' | '?');
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    // Most patterns end in neither a wildcard nor a digit, which takes no new text to see.
    if !matches!(pattern.pieces().last(), Some(Piece::Lit(last)) if last.ends_with(|c| is_wild(c) || is_digit(c))) {
        return Vec::new();
    }
    let end = pattern.after_last(':').after_last('/');
    let Some(end) = end.literal() else { return Vec::new() };
    let digits = end.trim_start_matches('*');
    let begins = BEGINNINGS.into_iter().find(|begins| digits.starts_with(begins));
    let digits = begins.and_then(|begins| digits.strip_prefix(begins)).unwrap_or(digits);
    let of_some = digits.contains(is_digit) && end.contains(is_wild) && digits.chars().all(|c| is_wild(c) || is_digit(c));
    let Some((Piece::Lit(last), before)) = pattern.pieces().split_last().filter(|_| of_some) else { return Vec::new() };
    let Some(last) = last.strip_suffix(end) else { return Vec::new() };
    let start = before.iter().fold(Text::default(), |text, piece| match piece {
        Piece::Lit(literal) => text.then(literal),
        Piece::Placeholder(placeholder) => text.placeholder(placeholder.clone()),
    });
    let kinds = begins.map_or(BEGINNINGS.to_vec(), |begins| vec![begins]);
    let digits = || Placeholder::new(DIGITS, Class::Segment);
    kinds.into_iter().map(|begins| start.clone().then(last).then(begins).then(MADE_UP).placeholder(digits())).collect()
}

/// Nobody wrote it: it stands beside a pattern of digits.
pub(super) fn is_of_undrawn(pattern: &Text) -> bool {
    matches!(pattern.pieces().last(), Some(Piece::Placeholder(placeholder)) if &*placeholder.id == DIGITS)
}

/// Nothing of its resources and conditions is a placeholder.
fn is_known(statement: &Statement) -> bool {
    let resources = statement.resources.iter().flat_map(|resources| &resources.list);
    resources.chain(statement.conditions.iter().flat_map(|condition| &condition.values)).all(Text::is_known)
}

/// The accounts in ARNs of instances and documents that policies name.
fn named_accounts(caller: &Caller<'_>) -> Vec<AccountId> {
    let mut accounts = Vec::new();
    for policy in caller.policies.identity(super::START) {
        for statement in policy.document.statements.iter() {
            for text in statement.resources.iter().flat_map(|resources| &resources.list) {
                let Some(Piece::Lit(text)) = text.pieces().first() else { continue };
                accounts.extend(Arn::parse(text).filter(|arn| matches!(arn.service, "ssm" | "ec2")).and_then(|arn| arn.account_id()));
            }
        }
    }
    accounts
}

/// A Region of the inputs, in an account.
pub(super) fn location(region: Option<&str>, account: &Symbolic<AccountId>) -> Location {
    Location {
        region: region.and_then(Region::parse).map_or_else(|| Symbolic::placeholder("region"), Symbolic::Known),
        account: account.clone(),
    }
}
