//! The host names of caches.
//!
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html>, and with encryption in transit
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/enable-python-best-practices.html>.

use crate::document::NamePart;
use ssm_check_graph::{Kind, Resource};
use ssm_check_plan::Attr;

/// A name of several parts.
type Form = Vec<NamePart>;

/// The names that a cache certainly has; empty where they are not known.
pub(super) fn forms(cache: Resource<'_>) -> Vec<Form> {
    let (Some(id), Some(end)) = (id(cache), end(cache)) else { return Vec::new() };
    let is_encrypted = match cache.boolean("transit_encryption_enabled") {
        Attr::Known(known) => known,
        // A group of Valkey is encrypted where nothing is said.
        Attr::Absent if cache.text("engine") != Attr::Known("valkey") => false,
        _ => return Vec::new(),
    };
    let made_up = |before: &str, after: &str| vec![text(before), NamePart::MadeUp, text(&format!("{after}{end}"))];
    match (cache.kind(), cache.text("engine").value()) {
        (Some(Kind::ElasticacheCluster), Some("memcached")) => {
            vec![made_up(&format!("{id}."), ".cfg"), made_up(&format!("{id}."), ".0001")]
        }
        (Some(Kind::ElasticacheCluster), Some("redis" | "valkey")) if !is_encrypted => vec![made_up(&format!("{id}."), ".0001")],
        (Some(Kind::ElasticacheReplicationGroup), _) => match (has_shards(cache), is_encrypted) {
            (Some(false), false) => vec![made_up(&format!("{id}."), ".ng.0001")],
            (Some(false), true) => vec![made_up(&format!("master.{id}."), "")],
            (Some(true), false) => vec![made_up(&format!("{id}."), ".clustercfg")],
            (Some(true), true) => vec![made_up(&format!("clustercfg.{id}."), "")],
            (None, _) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Every name that a cache may have: of itself, and of its nodes.
pub(super) fn possible_forms(cache: Resource<'_>) -> Option<Vec<Form>> {
    let (id, end) = (id(cache)?, end(cache)?);
    let below = |beginning: &str| vec![text(beginning), NamePart::Some, text(&end)];
    let own = below(&format!("{id}."));
    Some(match cache.kind() {
        Some(Kind::ElasticacheCluster) => vec![own],
        // `ID-ro` and nodes such as `ID-0001-002`; with encryption all below the group.
        _ => [vec![own, below(&format!("{id}-"))], ["master", "replica", "clustercfg"].map(|of| below(&format!("{of}.{id}."))).to_vec()]
            .concat(),
    })
}

fn text(text: &str) -> NamePart {
    NamePart::Literal(text.to_owned())
}

fn id(cache: Resource<'_>) -> Option<String> {
    let attribute = if cache.kind() == Some(Kind::ElasticacheCluster) { "cluster_id" } else { "replication_group_id" };
    cache.text(attribute).value().map(str::to_ascii_lowercase)
}

/// Whether the keys of a group are spread over several shards ("cluster mode"); `None` where it is not known.
fn has_shards(group: Resource<'_>) -> Option<bool> {
    match (group.text("cluster_mode"), group.integer("num_node_groups"), group.integer("num_cache_clusters")) {
        (Attr::Known("enabled"), ..) => Some(true),
        (Attr::Known("disabled"), ..) => Some(false),
        (Attr::Absent, Attr::Known(2..), _) => Some(true),
        (Attr::Absent, Attr::Absent, Attr::Known(_)) => {
            // Another group of parameters may turn it on.
            matches!(group.text("parameter_group_name"), Attr::Absent).then_some(false)
        }
        _ => None,
    }
}

/// What its names end in: `.euw1.cache.amazonaws.com`; `None` of a Region whose short name is not certain.
pub(super) fn end(cache: Resource<'_>) -> Option<String> {
    let region = cache.location().region()?;
    let [area, direction, number] = region.split('-').collect::<Vec<_>>().try_into().ok()?;
    let short = match direction {
        "north" => "n",
        "east" => "e",
        "south" => "s",
        "west" => "w",
        "central" => "c",
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        _ => return None,
    };
    let top = if area == "cn" { ".cn" } else { "" };
    Some(format!(".{area}{short}{number}.cache.amazonaws.com{top}"))
}
