//! Joins the answers: one resource for each object, each with its Region and account, and the listings that absence rests on.

use crate::answer::Answers;
use crate::ids::{is_of_organization, of_arn, region_of_zone};
use crate::kinds::KINDS;
use crate::made::{Made, Origin, StateEntry};
use crate::object::text_of;
use crate::whole;
use rustc_hash::FxHashMap;
use ssm_check_aws::AccountId;
use ssm_check_plan::{InputKind, Json, Mode, ModuleAddress, Plan, ResourceAddress, StateResource, Values};
use std::collections::{BTreeMap, BTreeSet};

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

/// What answers come to.
pub struct Joined<'p> {
    /// All of them as one input.
    pub plan: Plan<'p>,
    /// Answers of one call that differ in an object.
    pub disputes: Vec<Dispute>,
}

/// Two answers of one call that tell an object differently. Neither says when it was asked, so that what they differ in is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Their files.
    pub files: [String; 2],
    /// The first such object: its id.
    pub object: String,
    /// How many others there are.
    pub others: usize,
}

impl<'p> Answers<'p> {
    /// All of them as one input; `strict` takes none of them for all that there is of its kind.
    pub fn join(self, name: String, strict: bool) -> Joined<'p> {
        join(&self, name, strict)
    }
}

/// By the answers that differ.
fn disputes(answers: &Answers<'_>, made: &Made<'_>) -> Vec<Dispute> {
    let mut objects: BTreeMap<[usize; 2], BTreeSet<&str>> = BTreeMap::new();
    for entry in &made.entries {
        for (_, between) in &entry.disputes {
            objects.entry(*between).or_default().insert(&entry.id);
        }
    }
    let file = |answer: usize| answers.answers.get(answer).map(|answer| answer.file().to_owned()).unwrap_or_default();
    let dispute = |(between, ids): ([usize; 2], BTreeSet<&str>)| {
        let object = (*ids.first()?).to_owned();
        Some(Dispute { files: between.map(file), object, others: ids.len() - 1 })
    };
    objects.into_iter().filter_map(dispute).collect()
}

fn join<'p>(answers: &Answers<'p>, name: String, strict: bool) -> Joined<'p> {
    let mut made = Made::default();
    let last = answers.captures();
    for kind in KINDS {
        for (position, answer) in answers.answers.iter().enumerate() {
            if answer.kinds().any(|other| std::ptr::eq(other, *kind)) {
                made.origin = Origin { answer: position, file: answer.file().to_owned(), call: kind.call, ..Origin::default() };
                for (object, item) in answer.objects(kind, &last) {
                    made.origin.region = item.and_then(|item| item.region.clone());
                    made.origin.account = item.and_then(|item| item.account.clone());
                    let reading = kind.config.map(|recorded| (recorded, recorded.reading(object, item.map(|item| item.whole))));
                    made.origin.reading = reading.map(|(_, reading)| reading);
                    made.origin.untold = reading.map(|(recorded, reading)| recorded.untold(object, reading)).unwrap_or_default();
                    (kind.make)(object, &mut made);
                }
            }
        }
    }
    let disputes = disputes(answers, &made);
    made.entries.iter_mut().for_each(StateEntry::read);
    made.name_addresses_once();
    let directories: Vec<_> = answers.answers.iter().map(|answer| directory(answer.file())).collect();
    place(&mut made.entries, &directories);
    let mut listings = whole::listings(answers, &made, &directories);
    if strict {
        whole::doubt(&mut listings);
    }
    let plan = Plan {
        name,
        text: "",
        kind: InputKind::Answers,
        format_version: "".into(),
        terraform_version: None,
        timestamp: None,
        serial: None,
        partial: ssm_check_plan::Partial::default(),
        changes: Vec::new(),
        state: made.entries.into_iter().map(resource).collect(),
        configuration: None,
        variables: BTreeMap::new(),
        relevant_attributes: Vec::new(),
        listings,
    };
    Joined { plan, disputes }
}

fn directory(file: &str) -> &str {
    file.rsplit_once(['/', '\\']).map_or("", |(directory, _)| directory)
}

/// Tells the Region and account of every object: its own, its VPC's, or the one that all objects of the answer or directory have.
fn place(entries: &mut [StateEntry<'_>], directories: &[&str]) {
    for entry in entries.iter_mut() {
        let arn = entry.text("arn").map(of_arn);
        let zone = entry.text("availability_zone").and_then(region_of_zone);
        let own = entry.text("owner_id").filter(|owner| AccountId::is_valid(owner));
        let region = arn.and_then(|(region, _)| region).or(zone).map(str::to_owned);
        let account = arn.and_then(|(_, account)| account).or(own).map(str::to_owned);
        entry.region = entry.region.take().or(region);
        entry.account = entry.account.take().filter(|account| AccountId::is_valid(account)).or(account);
    }
    spread(
        entries,
        |entry| if entry.resource_type == "aws_vpc" { Some(entry.id.clone()) } else { entry.text("vpc_id").map(str::to_owned) },
    );
    spread(entries, |entry| Some(entry.answer.to_string()));
    spread(entries, |entry| directories.get(entry.answer).map(|directory| (*directory).to_owned()));
    for entry in entries {
        for (attribute, value) in [("region", entry.region.clone()), ("owner_id", entry.account.clone())] {
            if let Some(value) = value.filter(|_| !entry.resource_type.starts_with("aws_iam_")) {
                entry.set(attribute, text_of(value));
            }
        }
    }
}

/// Gives the Region and account that all of a group agree on to those of it that do not tell.
fn spread<'p>(entries: &mut [StateEntry<'p>], group: impl Fn(&StateEntry<'p>) -> Option<String>) {
    let mut told: FxHashMap<String, (BTreeSet<String>, BTreeSet<String>)> = FxHashMap::default();
    for entry in entries.iter() {
        let Some(group) = group(entry) else { continue };
        let (regions, accounts) = told.entry(group).or_default();
        regions.extend(entry.region.clone());
        accounts.extend(entry.account.clone());
    }
    let only = |set: &BTreeSet<String>| if set.len() == 1 { set.first().cloned() } else { None };
    let takes = |entry: &&mut StateEntry<'p>| entry.region.is_none() || entry.account.is_none();
    // What is an organisation's is in none of its accounts, whoever asked.
    for entry in entries.iter_mut().filter(takes).filter(|entry| !is_of_organization(entry.resource_type)) {
        let Some((regions, accounts)) = group(entry).and_then(|group| told.get(&group)) else { continue };
        entry.region = entry.region.take().or_else(|| only(regions));
        entry.account = entry.account.take().or_else(|| only(accounts));
    }
}

fn resource(entry: StateEntry<'_>) -> StateResource<'_> {
    let address = match &entry.name {
        Some(name) if *name != entry.id => format!("aws: {} \"{name}\"", entry.id),
        _ => format!("aws: {}", entry.id),
    };
    let parsed = ResourceAddress {
        module: ModuleAddress::ROOT,
        mode: Mode::Managed,
        resource_type: entry.resource_type.to_owned(),
        name: entry.id.clone(),
        key: None,
    };
    let unknown: Vec<_> = entry
        .elsewhere
        .iter()
        .filter(|attribute| !entry.values.iter().any(|(name, _)| name.as_str() == **attribute))
        .map(|attribute| ((*attribute).into(), Json::Bool(true)))
        .collect();
    StateResource::made(address, parsed, PROVIDER, Values::new(Json::Object(entry.values.into()), Json::Object(unknown.into()), Json::Null))
}
