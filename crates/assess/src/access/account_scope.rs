//! Account, partition and Regions of the inputs.

use super::Caller;
use ssm_check_graph::aws::CallerIdentity;
use ssm_check_graph::{Graph, Kind, Resource};
use ssm_check_iam::{Class, Condition, Document, Instant, Patterns, Piece, Placeholder, Policy, Statement, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Where the inputs are.
pub(super) struct AccountScope {
    /// The account, if it is known.
    pub account: Option<String>,
    /// When the inputs were made, if they tell: nobody starts anything before.
    pub now: Option<Instant>,
    /// The Regions, sorted; none where no Region is known.
    pub regions: Vec<String>,
    /// Values that stand for placeholders.
    fills: BTreeMap<String, String>,
    /// Made-up values, which are never shown.
    made_up: BTreeMap<String, String>,
}

impl AccountScope {
    /// Looks for the account: in what exists, in `aws_caller_identity`, else the one account that all policies of the inputs name
    /// in ARNs of instances and documents. That one is taken for one's own: a policy that names instances of some account is
    /// written for that account.
    pub(super) fn new<'g>(graph: &'g Graph<'g>, callers: &[Caller<'g>], targets: impl Iterator<Item = Resource<'g>>) -> Self {
        let managed = || graph.resources().filter(|resource| resource.is_managed() && resource.kind().is_some());
        let mut accounts: BTreeSet<String> = managed().filter_map(|resource| resource.place().account).collect();
        if accounts.is_empty() {
            accounts = graph.all::<CallerIdentity>().filter_map(|identity| identity.account_id().value().map(str::to_owned)).collect();
        }
        if accounts.is_empty() {
            accounts = callers.iter().flat_map(named_accounts).collect();
        }
        let account = if accounts.len() == 1 { accounts.pop_first() } else { None };
        let mut fills = BTreeMap::new();
        if let Some(account) = &account {
            fills.insert("account".to_owned(), account.clone());
        }
        let mut made_up = BTreeMap::new();
        let mut regions: BTreeSet<String> = BTreeSet::new();
        for (index, target) in targets.enumerate() {
            regions.extend(target.place().region);
            // An id is drawn at random when the instance comes to be, so no policy can name it already.
            for attribute in ["id", "instance"] {
                made_up.insert(format!("{}.{attribute}", target.address()), format!("i-0{:016x}", 0x5eed_0000_0000_u64 + index as u64));
            }
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
            regions = managed().filter(regional).filter_map(|resource| resource.place().region).collect();
        }
        if let [only] = regions.iter().collect::<Vec<_>>().as_slice() {
            fills.insert("region".to_owned(), (*only).clone());
        }
        let now = graph.made().and_then(Instant::parse);
        Self { account, now, regions: regions.into_iter().collect(), fills, made_up }
    }

    /// The account as part of an ARN.
    pub(super) fn account(&self) -> Text {
        self.account.as_ref().map_or_else(|| Text::unknown(Placeholder::new("account", Class::Account)), Text::lit)
    }

    /// The account of a principal.
    pub(super) fn account_of(&self, caller: &Caller<'_>) -> Text {
        caller.resource.place().account.map_or_else(|| self.account(), Text::lit)
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
                match self.fills.get(&*placeholder.id).or_else(|| self.made_up.get(&*placeholder.id).filter(|_| all)) {
                    Some(value) => filled.then(value),
                    None => filled.placeholder(placeholder.clone()),
                }
            }
        })
    }

    pub(super) fn fill_policy(&self, policy: Policy) -> Policy {
        Policy { document: self.fill_document(policy.document), ..policy }
    }

    pub(super) fn fill_document(&self, document: Document) -> Document {
        Document { statements: document.statements.into_iter().map(|statement| self.fill_statement(statement)).collect(), ..document }
    }

    fn fill_statement(&self, statement: Statement) -> Statement {
        let list = |patterns: Patterns| Patterns { list: patterns.list.iter().map(|text| self.fill(text)).collect(), ..patterns };
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

/// The accounts in ARNs of instances and documents that policies name.
fn named_accounts(caller: &Caller<'_>) -> Vec<String> {
    let mut accounts = Vec::new();
    for policy in caller.policies.identity(super::START) {
        for statement in &policy.document.statements {
            for text in statement.resources.iter().flat_map(|resources| &resources.list) {
                let Some(Piece::Lit(text)) = text.pieces().first() else { continue };
                let parts: Vec<&str> = text.splitn(6, ':').collect();
                if let ["arn", _, "ssm" | "ec2", _, account, _] = parts.as_slice()
                    && account.len() == 12
                    && account.bytes().all(|byte| byte.is_ascii_digit())
                {
                    accounts.push((*account).to_owned());
                }
            }
        }
    }
    accounts
}

/// The partition of a Region; the usual one where it is not known.
pub(super) fn partition(region: Option<&str>) -> &'static str {
    match region {
        Some(region) => ssm_check_graph::Place { region: Some(region.to_owned()), account: None }.partition().unwrap_or("aws"),
        None => "aws",
    }
}

/// The Region as part of an ARN.
pub(super) fn region_text(region: Option<&str>) -> Text {
    region.map_or_else(|| Text::unknown(Placeholder::new("region", Class::Region)), Text::lit)
}
