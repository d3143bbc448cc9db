//! What a condition says of a caller is what Cedar decides: on random callers and nodes, of which tags are hidden.
//!
//! `REQUESTS=10000 cargo test -p ssm-check-just-in-time --test agreement` asks as often of each policy.

use ssm_check_just_in_time::{Attribute, Caller, CedarPolicy, Node, NodeKind, NodeTag, Told};
use ssm_check_truth::Truth;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// So many of each policy, unless more are asked for.
const REQUESTS: usize = 150;

fn requests() -> usize {
    std::env::var("REQUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(REQUESTS)
}

/// Words of a policy, and some that it does not have.
struct Words {
    keys: Vec<String>,
    values: Vec<String>,
    attributes: Vec<Attribute>,
}

impl Words {
    fn of(policy: &CedarPolicy) -> Self {
        let mut words = Self { keys: vec!["Other".to_owned()], values: vec![String::new(), "other".to_owned()], attributes: Vec::new() };
        for statement in &policy.statements {
            words.keys.extend(statement.tag_keys());
            let (attributes, values) = statement.vocabulary();
            words.attributes.extend(attributes);
            words.values.extend(values.iter().map(|value| value.replace('*', "x")));
            words.values.extend(values.iter().map(|value| value.to_uppercase()));
            words.values.extend(values);
        }
        words.attributes.extend(["costCenter", "division"].map(|name| Attribute::Store(name.to_owned())));
        words
    }
}

/// The same numbers in every run: <https://prng.di.unimi.it/splitmix64.c>.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'w>(&mut self, from: &'w [String]) -> &'w str {
        &from[self.below(from.len())]
    }

    fn caller(&mut self, words: &Words) -> Caller {
        let mut caller = Caller { user: self.pick(&words.values).to_owned(), ..Caller::default() };
        for value in &words.values {
            if self.one_in(3) {
                caller.groups.insert(value.clone());
            }
        }
        for attribute in &words.attributes {
            if self.one_in(3) {
                continue;
            }
            let value = self.pick(&words.values).to_owned();
            match attribute {
                Attribute::Store(name) => caller.attributes.insert(name.clone(), value),
                Attribute::Tag(key) => caller.tags.insert(key.clone(), value),
            };
        }
        caller
    }

    /// What is told of a caller: all, or one thing in so many.
    fn told(&mut self, caller: &Caller, words: &Words, one_in: usize) -> Told {
        let mut told = Told::default();
        told.user = self.one_in(one_in).then(|| caller.user.clone());
        told.groups = caller.groups.iter().filter(|_| self.one_in(one_in)).cloned().collect();
        told.in_no_other_group = told.groups == caller.groups && self.one_in(one_in);
        for attribute in &words.attributes {
            if self.one_in(one_in) {
                told.attributes.insert(attribute.clone(), caller.value(attribute).map(str::to_owned));
            }
        }
        told
    }

    fn node(&mut self, words: &Words) -> Node {
        let mut tags = BTreeMap::new();
        for key in &words.keys {
            if !self.one_in(3) {
                tags.insert(key.clone(), NodeTag::Is(self.pick(&words.values).to_owned()));
            }
        }
        let kind = if self.one_in(4) { NodeKind::ManagedInstance } else { NodeKind::Instance };
        let id = if self.one_in(4) { self.pick(&words.values).to_owned() } else { "i-0123456789abcdef0".to_owned() };
        Node { kind, id: Some(id), tags, whole: true }
    }

    /// The same node, of which less is known.
    fn hidden(&mut self, node: &Node) -> Node {
        let mut hidden = node.clone();
        if self.one_in(3) {
            hidden.id = None;
        }
        hidden.whole = !self.one_in(3);
        let keys: Vec<String> = hidden.tags.keys().cloned().collect();
        for key in keys {
            match self.below(4) {
                0 => drop(hidden.tags.insert(key, NodeTag::Present)),
                1 => drop(hidden.tags.insert(key, NodeTag::Perhaps)),
                2 if !hidden.whole => drop(hidden.tags.remove(&key)),
                _ => {}
            }
        }
        hidden
    }
}

fn agrees(name: &str, text: &str) -> usize {
    let policy = CedarPolicy::parse(text).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    let words = Words::of(&policy);
    let mut random = Random(text.len() as u64);
    let mut decided = BTreeSet::new();
    for _ in 0..requests() {
        let (caller, node) = (random.caller(&words), random.node(&words));
        let cedar = policy.decide(&caller, &node).expect("everything is known");
        decided.insert(cedar);
        let told = policy.permits(&node).holds_for(&caller);
        assert_eq!(told, Truth::from(cedar), "{name}: {} for {caller:?} on {node:?}", policy.permits(&node));
        // Whatever of the caller is told, the condition that is left says the same of it, and nothing is left where all is told.
        let condition = policy.permits(&node);
        let part = condition.of(&random.told(&caller, &words, 2));
        assert_eq!(part.holds_for(&caller), Truth::from(cedar), "{name}: {part} is left of {condition} for {caller:?}");
        let whole = condition.of(&random.told(&caller, &words, 1));
        assert_eq!(whole.of_anybody(), Truth::from(cedar), "{name}: {whole} is left of {condition} for {caller:?}");
        let less = random.hidden(&node);
        let told = policy.permits(&less).holds_for(&caller);
        assert!(
            told == Truth::Unknown || told == Truth::from(cedar),
            "{name}: {told:?} though Cedar says {cedar} for {caller:?} on {less:?} of {node:?}"
        );
    }
    decided.len()
}

/// Every policy in Cedar of the fixtures that can be read.
fn fixtures() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/checks");
    let mut plans: Vec<PathBuf> = Vec::new();
    for check in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(fixtures) = fs::read_dir(check) else { continue };
        plans.extend(fixtures.map(|entry| entry.unwrap().path().join("plan.json")).filter(|path| path.exists()));
    }
    plans.sort();
    let mut found = Vec::new();
    for path in plans {
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if !text.contains("AutoApprovalPolicy") {
            continue;
        }
        let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            let after = &change["change"]["after"];
            if after["document_type"] == "AutoApprovalPolicy"
                && let Some(content) = after["content"].as_str()
                && CedarPolicy::parse(content).is_ok()
            {
                found.push((format!("{} {}", path.display(), change["address"]), content.to_owned()));
            }
        }
    }
    found
}

#[test]
fn conditions_agree_with_cedar_on_every_fixture() {
    let policies = fixtures();
    assert!(policies.len() >= 20, "{} policies", policies.len());
    let both = policies.iter().filter(|(name, text)| agrees(name, text) == 2).count();
    // Else the callers and nodes say nothing.
    assert!(both * 2 >= policies.len(), "of {} policies only {both} were decided both ways", policies.len());
    eprintln!("{} policies, {} requests each", policies.len(), requests());
}

#[test]
fn conditions_agree_with_cedar_on_what_people_rarely_write() {
    let action = r#"action == AWS::SSM::Action::"getTokenForInstanceAccess""#;
    let group = r#"AWS::IdentityStore::Group::"g""#;
    let conditions = [
        r#"principal.costCenter == resource.getTag("CostCenter")"#,
        r#"!(principal.costCenter == "42") || resource.hasTag("Env")"#,
        r#"if principal has division then principal.division == "Ops" else resource.hasTag("Env")"#,
        r#"["a", "b"].contains(principal.division)"#,
        r#"principal in [AWS::IdentityStore::Group::"g", AWS::IdentityStore::Group::"h"] && resource.getTag("Env") like "d*v""#,
        r#"principal is AWS::IdentityStore::User in AWS::IdentityStore::Group::"h""#,
        r#"resource is AWS::SSM::ManagedInstance || resource == AWS::EC2::Instance::"i-0123456789abcdef0""#,
        r#"context.iam.principalTags.hasTag("team") && resource.hasTag("team") && context.iam.principalTags.getTag("team") == resource.getTag("team")"#,
        r#"(principal has costCenter) == resource.hasTag("CostCenter")"#,
        r#"principal has employeeNumber && principal.employeeNumber like "E-*-1" && principal.division == principal.organization"#,
        r#"resource.hasTag("Env") && (if resource.getTag("Env") == "dev" then "a" else "b") == principal.division"#,
        r"principal.missing == 1 || true",
        r#"resource.hasTag("Env") != (principal == AWS::IdentityStore::User::"u")"#,
        r#"1 == 2 || resource.hasTag("Env")"#,
    ];
    for condition in conditions {
        for (effect, clause) in [("permit", "when"), ("permit", "unless"), ("forbid", "when"), ("forbid", "unless")] {
            let rest = format!("permit (principal in {group}, {action}, resource);");
            agrees(condition, &format!("{effect} (principal, {action}, resource) {clause} {{ {condition} }};\n{rest}"));
        }
    }
}
