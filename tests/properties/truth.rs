//! No link misses what it really denotes: the plan of new resources, compared with the ids after apply.
//!
//! `links.txt` beside a plan lists what its attributes name after apply, as `testdata/links.jq` reads it from the state.

use crate::support::{files_named, root};
use serde_json::Value;
use ssm_check_graph::{Graph, Link, LinkTarget, Picture, Resource};
use ssm_check_plan::{Decoder, Plan};
use ssm_check_source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// What a data source finds at apply is in no file.
const LOOKED_UP_AT_APPLY: [&str; 1] = ["testdata/links/data-subnets-of-new-vpc"];

/// Without sources the candidates include the truth; with them they are the truth.
#[test]
fn no_link_misses_its_target() {
    let (mut tried, mut wrong) = (0, String::new());
    for table in files_named("testdata", |name| name == "links.txt") {
        let directory = table.parent().unwrap();
        let name = directory.strip_prefix(root()).unwrap().display().to_string();
        let truth = read(&table);
        let plan = ["plan.json", "new.json"].iter().map(|name| directory.join(name)).find(|path| path.exists()).unwrap();
        let text = std::fs::read_to_string(plan).unwrap();
        let plan = Plan::parse(&text).unwrap();
        let sources = Sources::load(directory, &plan).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        for (mode, sources) in [("without", None), ("with", Some(&sources))] {
            let graph = Graph::build(&[&plan], 1, &[sources], Picture::Planned, false, &mut Decoder::default()).unwrap();
            for ((address, attribute), targets) in &truth {
                let Some(resource) = graph.at(address) else { continue };
                let Some(found) = Found::of(resource, attribute, &document) else { continue };
                let wanted: BTreeSet<_> = targets.iter().filter(|target| found.may_name(&graph, target)).cloned().collect();
                if wanted.is_empty() {
                    continue;
                }
                tried += 1;
                let missed = !wanted.is_subset(&found.candidates) && !found.open;
                let exact = found.candidates == wanted && !found.open;
                let inexact = mode == "with" && !exact && !LOOKED_UP_AT_APPLY.contains(&name.as_str());
                if missed || inexact {
                    writeln!(wrong, "{name}, {mode} sources: {address}.{attribute} is {wanted:?}, found {found:?}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(tried > 500, "only {tried} links were compared");
}

/// Targets after apply, by address and attribute.
fn read(table: &Path) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut truth: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    let text = std::fs::read_to_string(table).unwrap();
    for line in text.lines() {
        let [target, attribute, address] = line.rsplitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        truth.entry((address.to_owned(), attribute.to_owned())).or_default().insert(target.to_owned());
    }
    truth
}

/// What a graph says of one attribute, over all blocks that have it.
#[derive(Debug)]
struct Found {
    candidates: BTreeSet<String>,
    kinds: Vec<ssm_check_graph::Kind>,
    /// The link says itself that it may be something else.
    open: bool,
}

impl Found {
    /// `None` where the attribute is no link, or is written nowhere, so that AWS chooses.
    fn of(resource: Resource<'_>, attribute: &str, document: &Value) -> Option<Self> {
        let path: Vec<&str> = attribute.split('.').collect();
        let spec = resource.kind()?.spec().links.iter().find(|spec| spec.path == path)?;
        written(document, resource, path[0]).then_some(())?;
        let links = resource.links(&path);
        let name = |target| match target {
            LinkTarget::Resource(id) => resource.graph().resource(id).address().to_owned(),
            LinkTarget::Default(default, vpc) => format!("{default:?} of {}", resource.graph().resource(vpc).address()),
        };
        let candidates = links.iter().flat_map(|link| link.candidates()).map(|candidate| name(candidate.target)).collect();
        let open = links.iter().any(|link| Link::gap(link).is_some());
        Some(Self { candidates, kinds: spec.targets.to_vec(), open })
    }

    fn may_name(&self, graph: &Graph<'_>, address: &str) -> bool {
        graph.at(address).and_then(Resource::kind).is_some_and(|kind| self.kinds.contains(&kind))
    }
}

/// Does the configuration write the attribute?
fn written(document: &Value, resource: Resource<'_>, attribute: &str) -> bool {
    let parsed = resource.parsed();
    let mut module = &document["configuration"]["root_module"];
    for step in &parsed.module.0 {
        module = &module["module_calls"][&step.name]["module"];
    }
    let blocks = module["resources"].as_array().unwrap();
    let block = blocks.iter().find(|block| block["type"] == parsed.resource_type.as_str() && block["name"] == parsed.name.as_str());
    block.unwrap()["expressions"].get(attribute).is_some()
}
