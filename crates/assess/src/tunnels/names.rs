//! The host names that AWS gives, of which a plan knows only a part.

use crate::document::NamePart;
use ssm_check_graph::{Kind, Resource};
use ssm_check_plan::Attr;

/// The domains that AWS gives names in, where nobody else makes an alias.
pub(super) const OF_AWS: [&str; 4] = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.com.", ".amazonaws.com.cn."];

/// The forms that names of a destination have; empty where they are not known.
///
/// - RDS: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_CommonTasks.Connect.html>
/// - Aurora: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html>
/// - RDS Proxy: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html>
/// - Redshift: <https://docs.aws.amazon.com/redshift/latest/mgmt/configure-jdbc-connection.html>
/// - `DocumentDB`: <https://docs.aws.amazon.com/documentdb/latest/developerguide/endpoints.html>
/// - Neptune: <https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-endpoints.html>
pub(super) fn forms(resource: Resource<'_>) -> Vec<Vec<NamePart>> {
    let (attribute, after) = match resource.kind() {
        Some(Kind::DbInstance) => ("identifier", "."),
        Some(Kind::RdsCluster | Kind::DocdbCluster | Kind::NeptuneCluster) => ("cluster_identifier", ".cluster-"),
        Some(Kind::DbProxy) => ("name", ".proxy-"),
        Some(Kind::RedshiftCluster) => ("cluster_identifier", "."),
        _ => return Vec::new(),
    };
    let Attr::Known(name) = resource.text(attribute) else { return Vec::new() };
    let ends: &[&str] = match resource.kind() {
        Some(Kind::RedshiftCluster) => &["redshift"],
        Some(Kind::DocdbCluster) => &["docdb"],
        Some(Kind::NeptuneCluster) => &["neptune"],
        _ => &["rds"],
    };
    // AWS keeps such names in lower case.
    let first = NamePart::Literal(format!("{}{after}", name.to_ascii_lowercase()));
    let form = |end: &&str| {
        let last = match resource.location().region() {
            Some(region) if region.starts_with("cn-") => format!(".{end}.{region}.amazonaws.com.cn"),
            Some(region) => format!(".{region}.{end}.amazonaws.com"),
            None => return Vec::new(),
        };
        vec![first.clone(), NamePart::Some, NamePart::Literal(last)]
    };
    ends.iter().map(form).filter(|form| !form.is_empty()).collect()
}
