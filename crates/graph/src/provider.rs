//! Where resources are: Region and account, as far as the inputs tell.
//!
//! Both are the provider configuration's, unless the resource shows its own.

mod region;

use crate::Kind;
use crate::config::{ConfigEntry, Configs};
use crate::node::Node;
use region::Regions;
use rustc_hash::FxHashMap;
use ssm_check_aws::{AccountId, Arn, Location, Region, Symbolic};
use ssm_check_plan::{Block, Expression, Json, Plan, ProviderConfig, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// The arguments of a provider block that decide on the account; two blocks that write the same are in the same one.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration>
const CREDENTIALS: [&str; 10] = [
    "access_key",
    "assume_role",
    "assume_role_with_web_identity",
    "profile",
    "secret_key",
    "shared_config_files",
    "shared_credentials_file",
    "shared_credentials_files",
    "sts_region",
    "token",
];

/// Region and account of every provider configuration.
#[derive(Debug, Default)]
pub(crate) struct Providers {
    /// By input, and by the key of the configuration.
    configurations: Vec<FxHashMap<String, Location>>,
    /// Of resources that no block of the input's configuration makes.
    inputs: Vec<Location>,
    /// The account that inputs are taken to be of, as the others show no other: by the position of the input.
    pub(crate) assumed: BTreeMap<usize, AccountId>,
    /// Configurations of which what they make names several Regions, and nothing tells which one it is: by input and key.
    pub(crate) contested: ContestedRegions,
}

/// Two addresses with the Regions that they name, by the input and the key of the provider configuration that makes both.
pub(crate) type ContestedRegions = FxHashMap<(usize, String), [(String, Region); 2]>;

/// What the inputs show of one set of credentials, the surest first.
#[derive(Debug, Default)]
struct Evidence {
    /// `aws_caller_identity` says who asks.
    identities: BTreeSet<AccountId>,
    /// The role that the provider assumes, or the only account that it may work in.
    written: BTreeSet<AccountId>,
    /// What owns resources that it makes.
    owners: BTreeSet<AccountId>,
}

impl Evidence {
    fn account(&self) -> Option<&AccountId> {
        let surest = [&self.identities, &self.written, &self.owners].into_iter().find(|accounts| !accounts.is_empty())?;
        // Several contradict each other.
        surest.first().filter(|_| surest.len() == 1)
    }
}

impl Providers {
    /// `strict` takes no input to be of the account that only others show.
    pub(crate) fn new(plans: &[&Plan<'_>], configs: &Configs<'_>, nodes: &[Node<'_>], strict: bool) -> Self {
        let mut credentials: BTreeMap<(usize, String), String> = BTreeMap::new();
        let mut evidence: BTreeMap<(usize, String), Evidence> = BTreeMap::new();
        let mut regions: BTreeMap<(usize, String), Regions> = BTreeMap::new();
        let mut whole: Vec<Evidence> = plans.iter().map(|_| Evidence::default()).collect();
        let mut named: Vec<BTreeSet<AccountId>> = vec![BTreeSet::new(); plans.len()];
        for (input, plan) in plans.iter().enumerate() {
            for (key, provider) in configs.providers(input).into_iter().flatten().filter(|(_, provider)| is_of_aws(provider)) {
                let block = provider.expressions();
                let fingerprint = fingerprint(&block, provider.module_address.as_deref());
                let found = evidence.entry((input, fingerprint.clone())).or_default();
                found.written.extend(written_accounts(plan, &block));
                regions.insert((input, key.to_string()), Regions::of_block(written_region(plan, &block), &block));
                credentials.insert((input, key.to_string()), fingerprint);
            }
        }
        for node in nodes {
            let key = provider_key(configs, node);
            if let Some(key) = key {
                regions.entry((node.input, key.to_owned())).or_default().learn(configs, node);
            }
            if let Some(named) = named.get_mut(node.input) {
                named.extend(accounts_of_nodes(node));
            }
            let (account, is_identity) = match (node.kind, node.existence.is_data()) {
                (Some(Kind::CallerIdentity), _) => (node.text("account_id").and_then(AccountId::parse), true),
                // IAM is asked for what the account of the call has, and for nothing of others:
                // <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html>.
                (Some(Kind::Role | Kind::User | Kind::Group | Kind::InstanceProfile), true) => (own_account(node), true),
                // Another data source may be of another account, and an image is of whoever made it.
                (_, true) | (Some(Kind::Ami), _) => continue,
                (_, false) => (own_account(node), false),
            };
            let Some(account) = account else { continue };
            let group = key.map(|key| {
                let fingerprint = credentials.entry((node.input, key.to_owned())).or_default().clone();
                evidence.entry((node.input, fingerprint)).or_default()
            });
            for evidence in group.into_iter().chain(whole.get_mut(node.input)) {
                let accounts = if is_identity { &mut evidence.identities } else { &mut evidence.owners };
                accounts.insert(account.clone());
            }
        }
        for entry in configs.entries.iter().filter(|entry| entry.resource.resource_type.starts_with("aws_")) {
            if let Some(key) = &entry.resource.provider_config_key {
                credentials.entry((entry.input, key.to_string())).or_default();
            }
        }
        let is_alone = plans.len() == 1 && credentials.values().collect::<BTreeSet<_>>().len() == 1;
        // Inputs that are passed together and show one account between them are of that account: a plan of new resources with one set of
        // credentials, beside the state that has what they name.
        let shown: BTreeSet<&AccountId> = whole.iter().filter_map(Evidence::account).collect();
        let only = shown.first().copied().filter(|_| shown.len() == 1 && !strict);
        // Not one whose policies are for the nodes of another account: those are in the account of the policy.
        let only_for = |input: usize| only.filter(|only| named.get(input).is_none_or(|named| named.is_empty() || named.contains(only)));
        let of_one_set = |input: usize| of_input(&credentials, input).map(|(_, print)| print).collect::<BTreeSet<_>>().len() <= 1;
        // So is a state that shows none at all.
        let is_silent = |input: usize| whole.get(input).is_some_and(|evidence| evidence.owners.is_empty());
        let account = |input: usize, fingerprint: &String, key: &str| {
            let known = evidence.get(&(input, fingerprint.clone())).and_then(Evidence::account);
            match known.or_else(|| only_for(input).filter(|_| of_one_set(input))) {
                Some(account) => Symbolic::Known(account.clone()),
                None if is_alone => Symbolic::placeholder("account"),
                // The first key with these credentials stands for all.
                None => {
                    let first = of_input(&credentials, input).find(|(_, print)| *print == fingerprint);
                    Symbolic::placeholder(format!("account of {input} {}", first.map_or(key, |(key, _)| key)))
                }
            }
        };
        let region = |input: usize, key: &str| Some(Symbolic::Known(regions.get(&(input, key.to_owned()))?.region()?.clone()));
        let mut configurations = vec![FxHashMap::default(); plans.len()];
        for ((input, key), fingerprint) in &credentials {
            let region = region(*input, key).unwrap_or_else(|| Symbolic::placeholder(format!("region of {input} {key}")));
            if let Some(of_input) = configurations.get_mut(*input) {
                of_input.insert(key.clone(), Location { region, account: account(*input, fingerprint, key) });
            }
        }
        let inputs = (0..plans.len())
            .map(|input| Location {
                region: Symbolic::placeholder(format!("region of {input}")),
                account: match whole
                    .get(input)
                    .and_then(Evidence::account)
                    .or_else(|| only_for(input).filter(|_| is_silent(input)))
                    .cloned()
                {
                    Some(account) => Symbolic::Known(account),
                    None if is_alone || (plans.len() == 1 && credentials.is_empty()) => Symbolic::placeholder("account"),
                    None => Symbolic::placeholder(format!("account of {input}")),
                },
            })
            .collect();
        let shows_none = |input: &usize| whole.get(*input).is_some_and(|evidence| evidence.account().is_none());
        let is_taken = |input: &usize| shows_none(input) && (of_one_set(*input) || is_silent(*input));
        let assumed = (0..plans.len()).filter(is_taken).filter_map(|input| Some((input, only_for(input)?.clone()))).collect();
        let contested = regions.into_iter().filter_map(|(of, regions)| Some((of, regions.contested()?))).collect();
        Self { configurations, inputs, assumed, contested }
    }

    fn configuration(&self, input: usize, key: &str) -> Option<&Location> {
        self.configurations.get(input)?.get(key)
    }

    /// The account of an input's provider configuration.
    pub(crate) fn account(&self, input: usize, key: &str) -> Option<&AccountId> {
        let location = self.configuration(input, key).or_else(|| self.inputs.get(input))?;
        match &location.account {
            Symbolic::Known(account) => Some(account),
            Symbolic::Placeholder(_) => None,
        }
    }

    /// Where a resource is.
    pub(crate) fn location(&self, configs: &Configs<'_>, node: &Node<'_>) -> Location {
        let key = provider_key(configs, node);
        let provider = key.and_then(|key| self.configuration(node.input, key)).or_else(|| self.inputs.get(node.input));
        let unknown = |what: &str| format!("{what} of {} {}", node.input, node.address);
        let region = own_region(node).map(Symbolic::Known).or_else(|| {
            let region = node.values.root().get("region");
            let is_written = entry(configs, node).is_none_or(|entry| entry.block.get("region").is_some());
            // A Region that is written and not known is not the provider's.
            (region.is_unknown() && is_written).then(|| Symbolic::placeholder(unknown("region")))
        });
        Location {
            region: region.or_else(|| Some(provider?.region.clone())).unwrap_or_else(|| Symbolic::placeholder(unknown("region"))),
            account: own_account(node)
                .map(Symbolic::Known)
                .or_else(|| Some(provider?.account.clone()))
                .unwrap_or_else(|| Symbolic::placeholder(unknown("account"))),
        }
    }
}

/// The keys of an input's configurations with their credentials. There may be thousands of inputs.
fn of_input(credentials: &BTreeMap<(usize, String), String>, input: usize) -> impl Iterator<Item = (&str, &String)> {
    let own = credentials.range((input, String::new())..).take_while(move |((of, _), _)| *of == input);
    own.map(|((_, key), print)| (key.as_str(), print))
}

pub(crate) fn entry<'c, 'p>(configs: &'c Configs<'p>, node: &Node<'p>) -> Option<&'c ConfigEntry<'p>> {
    node.config.and_then(|config| configs.get(config))
}

pub(crate) fn provider_key<'p>(configs: &Configs<'p>, node: &Node<'p>) -> Option<&'p str> {
    Some(entry(configs, node)?.resource.provider_config_key.as_ref()?.as_str())
}

/// The resource's own ARN: of some types, `arn` is another's.
fn own_arn<'n>(node: &'n Node<'_>) -> Option<Arn<'n>> {
    let is_own = node.kind.is_some_and(|kind| kind.spec().has_arn());
    node.text("arn").filter(|_| is_own).and_then(Arn::parse)
}

/// The account that owns a resource, by what it shows itself.
fn own_account(node: &Node<'_>) -> Option<AccountId> {
    // The ARN of what is an organisation's names the management account, whoever manages it.
    let arn = own_arn(node).filter(|arn| arn.service != "organizations");
    arn.and_then(|arn| arn.account_id()).or_else(|| node.text("owner_id").and_then(AccountId::parse))
}

/// The accounts whose nodes a policy names: sessions are started from the account of the node, so that it is written for no other.
fn accounts_of_nodes(node: &Node<'_>) -> impl Iterator<Item = AccountId> {
    let is_policy = matches!(node.kind, Some(Kind::RolePolicy | Kind::UserPolicy | Kind::GroupPolicy | Kind::Policy));
    let text = node.text("policy").filter(|_| is_policy && !node.existence.is_data()).unwrap_or_default();
    let arns = text.split('"').filter_map(Arn::parse);
    arns.filter(|arn| match arn.service {
        "ec2" => arn.resource.starts_with("instance/"),
        "ssm" => arn.resource.starts_with("managed-instance/"),
        _ => false,
    })
    .filter_map(|arn| arn.account_id())
}

/// The Region of a resource, by what it shows itself: hashicorp/aws 6 has `region` on every resource.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support>
fn own_region(node: &Node<'_>) -> Option<Region> {
    own_arn(node).and_then(|arn| arn.region()).or_else(|| node.text("region").and_then(Region::parse))
}

/// Only this provider is of an account of AWS: `terraform_remote_state`, `random` and their like are of none.
fn is_of_aws(provider: &ProviderConfig<'_>) -> bool {
    provider.full_name.as_ref().is_none_or(|name| name.as_str().ends_with("/aws"))
}

/// What a provider block writes of its credentials.
fn fingerprint(block: &Block<'_>, module: Option<&str>) -> String {
    let written: Vec<_> = CREDENTIALS.iter().filter_map(|name| Some((name, block.get(name)?))).collect();
    if written.is_empty() {
        return String::new();
    }
    // Variables are of the module.
    let module = if written.iter().any(|(_, expression)| has_references(expression)) { module.unwrap_or_default() } else { "" };
    format!("{module}|{written:?}")
}

fn has_references(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::References(_) | Expression::Templates(..) | Expression::Template(_) | Expression::Opaque => true,
        Expression::Constant(_) => false,
        Expression::Blocks(blocks) => blocks.iter().any(|block| block.iter().any(|(_, inner)| has_references(inner))),
    }
}

/// The accounts that a provider block names: of the role that it assumes last, and the only one that it may work in.
fn written_accounts<'p>(plan: &'p Plan<'p>, block: &Block<'p>) -> impl Iterator<Item = AccountId> {
    let assumed = ["assume_role", "assume_role_with_web_identity"].into_iter().find_map(|name| match block.get(name)? {
        Expression::Blocks(blocks) => blocks.last(),
        _ => None,
    });
    let role = assumed.and_then(|role| constant(plan, role.get("role_arn")?));
    let allowed = block.get("allowed_account_ids").and_then(|allowed| constant(plan, allowed));
    let only = allowed.and_then(|allowed| match allowed.elements() {
        [only] => only.as_str().and_then(AccountId::parse),
        _ => None,
    });
    role.and_then(|arn| Arn::parse(arn.as_str()?)?.account_id()).into_iter().chain(only)
}

/// The Region that a provider block names.
fn written_region(plan: &Plan<'_>, block: &Block<'_>) -> Option<Region> {
    Region::parse(constant(plan, block.get("region")?)?.as_str()?)
}

/// A literal, or the value of a root variable; of one that is null, a default may take the place.
pub(crate) fn constant<'p>(plan: &'p Plan<'p>, expression: &Expression<'p>) -> Option<Json<'p>> {
    match expression {
        Expression::Constant(value) => Some(value.clone()),
        Expression::References(references) | Expression::Templates(_, references) => match references.as_slice() {
            [reference] if reference.path.is_empty() => match &reference.subject {
                Subject::Variable(name) => Json::parse(plan.variables.get(name.as_str())?.get()).ok().filter(|value| *value != Json::Null),
                _ => None,
            },
            _ => None,
        },
        Expression::Template(_) | Expression::Opaque | Expression::Blocks(_) => None,
    }
}
