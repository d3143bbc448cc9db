//! What was looked at, and what starts instances and is not: so that "nothing found" is never taken for "all is well".

use crate::Context;
use crate::attribution::reported_at;
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use ssm_check_graph::Graph;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_plan::{Attr, InputKind, Mode, Plan, Value};
use std::collections::BTreeMap;

/// How much there was to look at besides targets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Roles, users, groups, permission sets and policies that people have.
    pub principals: usize,
    /// Session documents of the inputs, without those of AWS.
    pub documents: usize,
    /// Approval policies of just-in-time access.
    pub approval_policies: usize,
}

impl LookedAt {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        let judged = |address: &str| context.graph.at(address).is_some_and(ssm_check_graph::Resource::is_judged);
        let approves =
            |document: &SsmDocument<'_>| context.approvals().policies.iter().any(|policy| policy.address() == document.0.address());
        let documents = context.graph.all::<SsmDocument>().filter(|document| document.0.is_managed() && document.0.is_judged());
        let documents = documents.filter(|document| !approves(document));
        Self {
            principals: context.access().people().filter(|caller| reported_at(caller).is_some()).count(),
            documents: documents.count(),
            approval_policies: context.approvals().policies.iter().filter(|policy| judged(policy.address())).count(),
        }
    }
}

/// When a resource of a type starts EC2 instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StartsInstances {
    /// Whatever it says.
    Always,
    /// A compute environment of AWS Batch that it manages, and not on Fargate.
    BatchOnEc2,
    /// A cluster of EKS in Auto Mode.
    EksAutoMode,
    /// A capacity provider of ECS with managed instances.
    ManagedInstancesProvider,
    /// A database of RDS Custom, whose instances are in the account:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-custom.html>.
    RdsCustom,
    /// A stack of CloudFormation whose template makes instances. One that is elsewhere is not read.
    TemplateWithInstances,
}

/// Types that start EC2 instances, in the account or in one of the service's, and are not all judged.
#[derive(Default, Deserialize)]
struct Starters {
    types: BTreeMap<String, StartsInstances>,
    /// What makes instances in a template of `CloudFormation`:
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>.
    in_templates: Vec<String>,
}

static STARTERS: Facts<Starters> = Facts::new("instance-starters", include_str!("../data/instance-starters.json"));

/// The table of such types.
pub(crate) fn table() -> Table {
    STARTERS.table()
}

/// The addresses of what the judged inputs will have of these, in order. What the plan does not know of one, the sources may tell.
pub(crate) fn not_judged(plans: &[&Plan<'_>], graph: &Graph<'_>) -> Vec<String> {
    let mut addresses = Vec::new();
    for plan in plans {
        let changed = plan.changes.iter().filter(|change| change.deposed.is_none() && !change.change.actions.removes());
        let changed = changed.filter_map(|change| starter(&change.parsed).map(|starts| (&change.address, starts, change.change.after())));
        let stored = plan.state.iter().filter(|resource| plan.kind == InputKind::State && resource.deposed.is_none());
        let stored = stored.filter_map(|resource| starter(&resource.parsed).map(|starts| (&resource.address, starts, resource.values())));
        for (address, starts, values) in changed.chain(stored) {
            let does = values.ok().flatten().as_ref().is_none_or(|values| starts.on(values.root()));
            // Of types that are not modelled the graph keeps little.
            let may = |resource: ssm_check_graph::Resource<'_>| resource.kind().is_none() || starts.on(resource.values());
            if does && graph.at(address).is_none_or(may) {
                addresses.push(address.to_string());
            }
        }
    }
    addresses.sort();
    addresses.dedup();
    addresses
}

fn starter(address: &ssm_check_plan::ResourceAddress) -> Option<StartsInstances> {
    STARTERS.get().types.get(&address.resource_type).copied().filter(|_| address.mode == Mode::Managed)
}

impl StartsInstances {
    fn on(self, values: Value<'_, '_>) -> bool {
        match self {
            Self::Always => true,
            Self::BatchOnEc2 => is_batch_on_ec2(values),
            Self::EksAutoMode => has_auto_mode(values),
            Self::ManagedInstancesProvider => has(values, "managed_instances_provider"),
            Self::RdsCustom => !matches!(values.get("custom_iam_instance_profile").text(), Attr::Absent | Attr::Known("")),
            Self::TemplateWithInstances => {
                let makes = |text: &str| STARTERS.get().in_templates.iter().any(|made| text.contains(made));
                values.get("template_body").text().value().is_some_and(makes)
            }
        }
    }
}

/// A block that is there, or may be.
fn has(values: Value<'_, '_>, block: &str) -> bool {
    !matches!(values.get(block).first().json(), Attr::Absent)
}

fn is_batch_on_ec2(values: Value<'_, '_>) -> bool {
    let is =
        |value: Value<'_, '_>, wanted: &str| matches!(value.text(), Attr::Known(text) if text.to_ascii_uppercase().starts_with(wanted));
    !is(values.get("type"), "UNMANAGED") && !is(values.get("compute_resources").first().get("type"), "FARGATE")
}

fn has_auto_mode(values: Value<'_, '_>) -> bool {
    has(values, "compute_config")
        && !matches!(values.get("compute_config").first().get("enabled").boolean(), Attr::Known(false) | Attr::Absent)
}
