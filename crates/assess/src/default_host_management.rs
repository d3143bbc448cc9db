//! Default host management: what lets an agent work without an instance profile.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>

use crate::Options;
use crate::agent_request::{AgentRequests, decide, of_each, request_as};
use crate::policies::PolicySet;
use crate::role_trust::trusts;
use crate::target::{Target, TargetKind};
use ssm_check_graph::Graph;
use ssm_check_graph::aws::{Role, SsmServiceSetting};
use ssm_check_iam::{Document, Layers, Policy, Scope, Statement, Text, Truth, evaluate};
use ssm_check_plan::Attr;

/// The service setting that turns default host management on:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>.
pub(crate) const DEFAULT_HOST_MANAGEMENT: &str = "/ssm/managed-instance/default-ec2-instance-management-role";

/// Quick Setup turns it on in the accounts and Regions of its definition, or gives instances without a profile one, when it runs:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-default-host-management-configuration.html>.
const QUICK_SETUP: &str = "aws_ssmquicksetup_configuration_manager";

/// Default host management of the target's Region is on, and lets the agent work.
pub(crate) fn is_on<'g>(graph: &'g Graph<'g>, options: &Options, scps: &[Vec<Policy>], target: &Target<'g>) -> Truth {
    is_set(graph, options, target).and(!is_cut_off(target, scps))
}

fn is_set<'g>(graph: &'g Graph<'g>, options: &Options, target: &Target<'g>) -> Truth {
    if options.default_host_management {
        return Truth::True;
    }
    let by_quick_setup = graph.of_type(QUICK_SETUP).any(|resource| resource.is_managed());
    let mut answer = if by_quick_setup { Truth::Unknown } else { Truth::False };
    for setting in graph.all::<SsmServiceSetting<'g>>() {
        let concerns = match setting.setting_id() {
            Attr::Known(id) | Attr::Sensitive(Some(id)) => Truth::from(id.ends_with(DEFAULT_HOST_MANAGEMENT)),
            _ => Truth::Unknown,
        };
        let is_here = setting.0.location().is(target.resource.location());
        let set = match setting.setting_value() {
            Attr::Known("" | "$None") | Attr::Sensitive(Some("" | "$None")) => Truth::False,
            Attr::Known(value) | Attr::Sensitive(Some(value)) => works(graph, value, target),
            Attr::Absent => Truth::False,
            _ => Truth::Unknown,
        };
        answer = answer.or(concerns.and(is_here).and(set));
    }
    answer
}

/// The role that AWS makes for it, with the path `service-role/`:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>.
const AWS_ROLE: &str = "AWSSystemsManagerDefaultEC2InstanceManagementRole";

/// The role of the setting, by its name with or without path, is for Systems Manager to assume and may do what the agent needs. AWS's
/// own does where the inputs do not have it; of another one that they do not have, nothing is known.
fn works<'g>(graph: &'g Graph<'g>, value: &str, target: &Target<'g>) -> Truth {
    let is_named = |role: &Role<'g>| {
        let name = role.name().value().unwrap_or_default();
        let path = role.path().value().unwrap_or("/").trim_start_matches('/');
        !name.is_empty() && value.trim_start_matches('/').strip_prefix(path) == Some(name)
    };
    let Some(role) = graph.all::<Role<'g>>().find(|role| role.0.is_managed() && is_named(role)) else {
        return if value.rsplit('/').next() == Some(AWS_ROLE) { Truth::True } else { Truth::Unknown };
    };
    let policies = PolicySet::of_role(graph, role);
    let requests = AgentRequests::new(target, role);
    let allows = |action| decide(target, role, &policies, &[], requests.request(action), None).allowed();
    let allowed = of_each(TargetKind::Instance.actions(), allows);
    trusts(role, &TargetKind::HybridNode.trusted_by_role(None), target.resource).and(allowed)
}

/// Service control policies keep every role of the account from one of the agent's actions, the role of default host management too.
fn is_cut_off(target: &Target<'_>, scps: &[Vec<Policy>]) -> Truth {
    if scps.is_empty() {
        return Truth::False;
    }
    let role = Text::arn(target.resource.location(), "iam", Scope::Global, &Text::lit(format!("role/service-role/{AWS_ROLE}")));
    let everything = Policy::new("", Document::new([Statement::allow(["*"], ["*"])]));
    let layers = Layers { identity: vec![everything], scps: scps.to_vec(), ..Layers::default() };
    !of_each(TargetKind::Instance.actions(), |action| evaluate(&request_as(target, role.clone(), action), &layers).allowed())
}
