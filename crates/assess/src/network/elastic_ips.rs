//! Elastic IP addresses: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>.

use super::NetModel;
use ssm_check_graph::aws::{Eip, EipAssociation, View};
use ssm_check_graph::{Resource, ResourceId, Target};
use ssm_check_net::Truth;
use ssm_check_plan::Attr;

impl NetModel<'_> {
    /// Whether an elastic IP address stands for the primary private address of an instance or interface, from which the agent's packets
    /// leave: by itself, or by an association.
    pub(super) fn elastic_ip(&self, id: ResourceId) -> Truth {
        let primary = primary_address(self.graph.resource(id));
        let by_itself =
            ["instance", "network_interface"].map(|path| self.elastic_by::<Eip>(id, path, "associate_with_private_ip", primary));
        let associated =
            ["instance_id", "network_interface_id"].map(|path| self.elastic_by::<EipAssociation>(id, path, "private_ip_address", primary));
        Truth::any(by_itself.into_iter().chain(associated))
    }

    /// Of those that name it at `path`; `argument` says for which of its private addresses.
    fn elastic_by<'a, V: View<'a>>(&'a self, id: ResourceId, path: &str, argument: &str, primary: Option<&str>) -> Truth {
        let referrers = self.graph.referrers::<V>(Target::Resource(id), &[path]).into_iter();
        let found = Truth::any(referrers.map(|(view, referrer)| {
            let named = if referrer.certain { Truth::True } else { Truth::Unknown };
            named.and(is_for(view.resource(), argument, primary))
        }));
        found.or(if self.graph.undecided::<V>(&[path]).is_empty() { Truth::False } else { Truth::Unknown })
    }
}

/// Whether the address stands for this private address; for the primary one where it names none.
fn is_for(elastic: Resource<'_>, argument: &str, primary: Option<&str>) -> Truth {
    match elastic.text(argument) {
        Attr::Absent | Attr::Known("") => Truth::True,
        Attr::Known(named) | Attr::Sensitive(Some(named)) => primary.map_or(Truth::Unknown, |primary| (primary == named).into()),
        Attr::Unknown(_) if !elastic.is_written(argument) => Truth::True,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    }
}

/// The primary private address of an instance or interface, where it is chosen or known.
fn primary_address<'g>(resource: Resource<'g>) -> Option<&'g str> {
    let first = |name: &str| resource.value(name).elements().next().and_then(|address| address.text().value());
    // Of a set it is not told which is the first.
    let only = || first("private_ips").filter(|_| resource.value("private_ips").elements().count() == 1);
    resource.text("private_ip").value().or_else(|| first("private_ip_list")).or_else(only)
}
