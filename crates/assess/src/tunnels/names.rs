//! The host names that AWS gives, of which a plan knows only a part.

use super::cache_names;
use crate::document::NamePart;
use ssm_check_aws::Partition;
use ssm_check_graph::aws::{DbClusterInstance, RdsClusterEndpoint};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_plan::Attr;

/// The partitions whose names of databases are documented.
const PARTITIONS: [Partition; 3] = [Partition::Aws, Partition::Cn, Partition::UsGov];

/// The domains that AWS gives names in, where nobody else makes an alias, with the dot at the end and without.
pub(super) fn of_aws() -> Vec<String> {
    let domain = |partition: Partition| format!(".{}", partition.dns_suffix());
    PARTITIONS.into_iter().map(domain).filter(|domain| domain.len() > 1).flat_map(|domain| [format!("{domain}."), domain]).collect()
}

/// The forms that names of a destination have; empty where they are not known.
///
/// - RDS: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_CommonTasks.Connect.html>
/// - Aurora: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html>
/// - RDS Proxy: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html>
/// - Redshift: <https://docs.aws.amazon.com/redshift/latest/mgmt/configure-jdbc-connection.html>
/// - `DocumentDB`: <https://docs.aws.amazon.com/documentdb/latest/developerguide/endpoints.html>
/// - Neptune: <https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-endpoints.html>
pub(super) fn forms(resource: Resource<'_>) -> Vec<Vec<NamePart>> {
    if is_cache(resource) {
        return cache_names::forms(resource);
    }
    let own: &[(&str, &str)] = match resource.kind() {
        Some(Kind::DbInstance) => &[("identifier", ".")],
        Some(Kind::RdsCluster | Kind::DocdbCluster | Kind::NeptuneCluster) => {
            &[("cluster_identifier", ".cluster-"), ("cluster_identifier", ".cluster-ro-")]
        }
        Some(Kind::DbProxy) => &[("name", ".proxy-")],
        Some(Kind::RedshiftCluster) => &[("cluster_identifier", ".")],
        _ => return Vec::new(),
    };
    let Some(end) = end(resource) else { return Vec::new() };
    own.iter().filter_map(|(attribute, after)| form(resource, attribute, after, &end)).collect()
}

/// The forms of every other name that leads to a cluster: of its instances, of endpoints that are made for it, and of replicas that scaling
/// adds; `None` where one of them may have any name.
///
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html>
pub(super) fn other_forms(cluster: Resource<'_>) -> Option<Vec<Vec<NamePart>>> {
    let (graph, target) = (cluster.graph(), LinkTarget::Resource(cluster.id()));
    if is_cache(cluster) {
        return cache_names::possible_forms(cluster);
    }
    if cluster.kind() == Some(Kind::DbInstance) {
        return Some(Vec::new());
    }
    let end = end(cluster).filter(|_| cluster.is_managed())?;
    let of = |resource, certain: bool, attribute, after| form(resource, attribute, after, &end).filter(|_| certain);
    let undecided = !graph.undecided::<DbClusterInstance<'_>>(&["cluster_identifier"]).is_empty()
        || !graph.undecided::<RdsClusterEndpoint<'_>>(&["cluster_identifier"]).is_empty();
    let instances = graph.referrers::<DbClusterInstance<'_>>(target, &["cluster_identifier"]);
    let endpoints = graph.referrers::<RdsClusterEndpoint<'_>>(target, &["cluster_identifier"]);
    let mut all: Vec<Option<Vec<NamePart>>> =
        instances.iter().map(|(instance, referrer)| of(instance.0, referrer.certain, "identifier", ".")).collect();
    all.extend(
        endpoints.iter().map(|(endpoint, referrer)| of(endpoint.0, referrer.certain, "cluster_endpoint_identifier", ".cluster-custom-")),
    );
    let scaled = [NamePart::Literal("application-autoscaling-".to_owned()), NamePart::Some, NamePart::Literal(end)];
    all.push(Some(scaled.to_vec()));
    all.into_iter().collect::<Option<Vec<_>>>().filter(|_| !undecided)
}

/// `IDENTIFIER.cluster-a1b2c3.eu-west-1.rds.amazonaws.com`; AWS keeps such names in lower case.
fn form(resource: Resource<'_>, attribute: &str, after: &str, end: &str) -> Option<Vec<NamePart>> {
    let Attr::Known(name) = resource.text(attribute) else { return None };
    let first = NamePart::Literal(format!("{}{after}", name.to_ascii_lowercase()));
    Some(vec![first, NamePart::MadeUp, NamePart::Literal(end.to_owned())])
}

/// What its names end in; `None` where the Region is not known, or no page tells.
pub(super) fn end(resource: Resource<'_>) -> Option<String> {
    if is_cache(resource) {
        return cache_names::end(resource);
    }
    let service = match resource.kind() {
        Some(Kind::RedshiftCluster) => "redshift",
        Some(Kind::DocdbCluster) => "docdb",
        Some(Kind::NeptuneCluster) => "neptune",
        _ => "rds",
    };
    let region = resource.location().region()?;
    let partition = Partition::of_region(region);
    let domain = Some(partition.dns_suffix()).filter(|domain| !domain.is_empty() && PARTITIONS.contains(&partition))?;
    Some(if partition == Partition::Cn { format!(".{service}.{region}.{domain}") } else { format!(".{region}.{service}.{domain}") })
}

fn is_cache(resource: Resource<'_>) -> bool {
    matches!(resource.kind(), Some(Kind::ElasticacheCluster | Kind::ElasticacheReplicationGroup))
}
