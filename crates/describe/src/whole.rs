//! For what a listing is whole, and where it shows signs of a filter.

use crate::answer::Answers;
use crate::ids::prefix;
use crate::listed::{is_elsewhere_too, mentioned, seldom, with_every_vpc};
use crate::made::{Made, StateEntry};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_aws::id_prefix;
use ssm_check_plan::{Json, Listing};
use std::collections::{BTreeMap, BTreeSet};

/// One listing for each answer and kind that lists something.
pub(crate) fn listings(answers: &Answers<'_>, made: &Made<'_>, directories: &[&str]) -> Vec<Listing> {
    let surroundings = Surroundings::new(made, directories);
    let listed = answers
        .answers
        .iter()
        .enumerate()
        .flat_map(|(position, answer)| answer.kinds().filter(|kind| !kind.types.is_empty()).map(move |kind| (position, answer, kind)));
    let distinct: BTreeSet<&str> = directories.iter().copied().collect();
    let beside: BTreeMap<&str, Directory> =
        distinct.into_iter().map(|directory| (directory, Directory::new(answers, made, directories, directory))).collect();
    let mut listings = Vec::new();
    for (position, answer, kind) in listed {
        let directory = directories.get(position).copied().unwrap_or_default();
        let mut listing = Listing { file: answer.file().to_owned(), types: kind.types.to_vec(), ..Listing::default() };
        // Several answers of one kind are one listing, of which each shows a part.
        let same = |other: &usize| {
            directories.get(*other) == Some(&directory)
                && answers.answers.get(*other).is_some_and(|other| other.kinds().any(|of| std::ptr::eq(of, kind)))
        };
        let together: Vec<usize> = (0..answers.answers.len()).filter(same).collect();
        if together.iter().any(|other| answers.answers.get(*other).is_some_and(super::answer::Answer::has_more)) {
            listing.cut_off = Some("another page follows (NextToken)".to_owned());
        }
        listing.whole.extend(made.whole_of.iter().filter(|(answer, _)| *answer == position).map(|(_, id)| id.clone()));
        let Some(beside) = beside.get(directory) else { continue };
        for vpc in surroundings.vpcs_of(directory) {
            match surroundings.lacks(kind.types, vpc, made, &together, beside) {
                Some(why) => drop(listing.lacking.insert(vpc.to_owned(), why)),
                None => drop(listing.whole.insert(vpc.to_owned())),
            }
        }
        listings.push(listing);
    }
    listings
}

/// Why an answer counts for no more than what it lists, where none is taken for all.
pub const NOT_TAKEN: &str = "no answer is taken for all that there is (--strict)";

/// Takes no listing for whole any more, nor what nobody listed for nothing.
pub(crate) fn doubt(listings: &mut Vec<Listing>) {
    for listing in listings.iter_mut() {
        listing.lacking.extend(std::mem::take(&mut listing.whole).into_iter().map(|id| (id, NOT_TAKEN.to_owned())));
    }
    let lacking = listings.iter().flat_map(|listing| listing.lacking.clone()).collect();
    listings.push(Listing {
        file: "the inputs".to_owned(),
        types: seldom().iter().map(|seldom| seldom.name.as_str()).collect(),
        lacking,
        ..Listing::default()
    });
}

/// The answers of one directory.
struct Directory {
    /// The types that they list.
    kinds: FxHashSet<&'static str>,
    /// What AWS makes with every VPC, with the VPC's id.
    defaults: FxHashSet<(&'static str, String)>,
}

impl Directory {
    fn new(answers: &Answers<'_>, made: &Made<'_>, directories: &[&str], directory: &str) -> Self {
        let of = |position: &usize| directories.get(*position) == Some(&directory);
        let positions: FxHashSet<usize> = (0..answers.answers.len()).filter(of).collect();
        let here = answers.answers.iter().enumerate().filter(|(position, _)| positions.contains(position));
        let kinds = here.flat_map(|(_, answer)| answer.kinds()).flat_map(|kind| kind.types.iter().copied()).collect();
        let default = |entry: &StateEntry<'_>| {
            let is_one = with_every_vpc().iter().any(|with| with.default == entry.resource_type);
            Some((entry.resource_type, entry.text("vpc_id").filter(|_| is_one && positions.contains(&entry.answer))?.to_owned()))
        };
        let defaults = made.entries.iter().filter_map(default).collect();
        Self { kinds, defaults }
    }
}

/// What the answers of a directory speak of.
struct Surroundings<'m> {
    /// VPCs by directory.
    vpcs: BTreeMap<&'m str, BTreeSet<&'m str>>,
    /// Ids that objects of a VPC mention, with who does.
    mentions: FxHashMap<&'m str, BTreeMap<&'m str, &'m str>>,
    /// Ids of what is there.
    there: FxHashSet<&'m str>,
    /// The accounts that VPCs are of.
    owners: BTreeMap<&'m str, &'m str>,
    /// Subnets without a network ACL among the answers, by VPC: AWS lists one for every subnet.
    without_acl: BTreeMap<&'m str, &'m str>,
}

impl<'m> Surroundings<'m> {
    fn new(made: &'m Made<'_>, directories: &[&'m str]) -> Self {
        let with_acl: FxHashSet<&str> = made
            .entries
            .iter()
            .filter(|entry| entry.resource_type == "aws_network_acl_association")
            .filter_map(|entry| entry.text("subnet_id"))
            .collect();
        let mut new = Self {
            vpcs: BTreeMap::new(),
            mentions: FxHashMap::default(),
            there: FxHashSet::default(),
            owners: BTreeMap::new(),
            without_acl: BTreeMap::new(),
        };
        let subnets: BTreeMap<&str, &str> = made
            .entries
            .iter()
            .filter(|entry| entry.resource_type == "aws_subnet")
            .filter_map(|entry| Some((&*entry.id, entry.text("vpc_id")?)))
            .collect();
        let tables: FxHashMap<&str, &str> = made
            .entries
            .iter()
            .filter_map(|entry| Some((&*entry.id, entry.text("vpc_id")?)))
            .filter(|(id, _)| prefix(id) == Some("rtb"))
            .collect();
        new.without_acl.extend(subnets.iter().filter(|(subnet, _)| !with_acl.contains(*subnet)).map(|(subnet, vpc)| (*vpc, *subnet)));
        for entry in &made.entries {
            new.there.insert(&entry.id);
            if is_elsewhere_too(entry.resource_type) {
                continue;
            }
            let vpc = if entry.resource_type == "aws_vpc" { Some(&*entry.id) } else { entry.text("vpc_id") };
            let vpc = vpc
                .or_else(|| subnets.get(entry.text("subnet_id")?).copied())
                .or_else(|| tables.get(entry.text("route_table_id")?).copied());
            let Some(vpc) = vpc.filter(|vpc| !vpc.is_empty()) else { continue };
            if let Some(directory) = directories.get(entry.answer) {
                new.vpcs.entry(directory).or_default().insert(vpc);
            }
            if let Some(owner) = entry.account.as_deref().filter(|_| entry.resource_type == "aws_vpc") {
                new.owners.insert(vpc, owner);
            }
            let mentions = new.mentions.entry(vpc).or_default();
            for (name, value) in &entry.values {
                // A rule may name groups of a peered VPC, and what a route leads to may be gone.
                if !matches!(name.as_str(), "ingress" | "egress" | "tags" | "description" | "name") {
                    note(value, &entry.id, mentions);
                }
                if name.as_str() == "description" && entry.resource_type == "aws_network_interface" {
                    note_maker(value, &entry.id, mentions);
                }
            }
        }
        new
    }

    fn vpcs_of(&self, directory: &str) -> impl Iterator<Item = &'m str> {
        self.vpcs.get(directory).into_iter().flatten().copied()
    }

    /// A sign that a listing is not of all that is in a VPC.
    fn lacks(&self, types: &[&str], vpc: &str, made: &Made<'_>, together: &[usize], directory: &Directory) -> Option<String> {
        if with_every_vpc().is_empty() {
            return Some("what AWS makes with every VPC is not known".to_owned());
        }
        for with in with_every_vpc().iter().filter(|with| directory.kinds.contains(with.listed_as.as_str())) {
            if !directory.defaults.contains(&(with.default.as_str(), vpc.to_owned())) {
                let (own, words) = (types.contains(&with.listed_as.as_str()), &with.words);
                return Some(if own {
                    format!("it lists no {words} of {vpc}")
                } else {
                    format!("the answers beside it list no {words} of {vpc}, so they are of other VPCs")
                });
            }
        }
        for kind in mentioned().filter(|kind| types.contains(kind)) {
            let Some(wanted) = id_prefix(kind).map(|wanted| wanted.trim_end_matches('-')) else {
                return Some(format!("how ids of {kind} begin is not known"));
            };
            let mut mentions = self.mentions.get(vpc).into_iter().flatten();
            let missing = mentions.find(|(id, _)| prefix(id) == Some(wanted) && !self.there.contains(*id));
            if let Some((id, by)) = missing {
                return Some(format!("it lacks {id}, which {by} names"));
            }
        }
        if let Some(subnet) = self.without_acl.get(vpc).filter(|_| types.contains(&"aws_network_acl")) {
            return Some(format!("it lists no network ACL of {subnet}"));
        }
        self.is_shared(vpc, made, together).then(|| format!("{vpc} is another account's"))
    }

    /// The VPC is of another account than what the answer lists: whom it is shared with does not see all that is in it.
    fn is_shared(&self, vpc: &str, made: &Made<'_>, together: &[usize]) -> bool {
        let several = self.owners.values().collect::<BTreeSet<_>>().len() > 1;
        let listed = || made.entries.iter().filter(|entry| together.contains(&entry.answer));
        several
            && self.owners.get(vpc).is_some_and(|owner| {
                listed()
                    .next()
                    .is_none_or(|_| !listed().any(|entry| entry.account.as_deref() == Some(owner) && entry.text("vpc_id") == Some(vpc)))
            })
    }
}

/// What made an interface, as its description says: `VPC Endpoint Interface vpce-0abc`, `Interface for NAT Gateway nat-0abc`.
fn note_maker<'m>(description: &'m Json<'_>, by: &'m str, mentions: &mut BTreeMap<&'m str, &'m str>) {
    let made = ["VPC Endpoint Interface ", "Interface for NAT Gateway "];
    let id = description.as_str().and_then(|text| made.iter().find_map(|start| text.strip_prefix(start)));
    if let Some(id) = id.filter(|id| prefix(id).is_some()) {
        mentions.entry(id).or_insert(by);
    }
}

/// Ids in a value.
fn note<'m>(value: &'m Json<'_>, by: &'m str, mentions: &mut BTreeMap<&'m str, &'m str>) {
    match value {
        Json::String(text) if prefix(text).is_some() => drop(mentions.entry(text).or_insert(by)),
        Json::Array(elements) => elements.iter().for_each(|element| note(element, by, mentions)),
        // What a route that leads nowhere names is gone.
        Json::Object(members) if value.get("blackhole").is_none() => members.iter().for_each(|(_, member)| note(member, by, mentions)),
        _ => {}
    }
}
