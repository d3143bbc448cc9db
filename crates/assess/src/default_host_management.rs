//! Default host management: what lets an agent work without an instance profile.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>

use crate::Options;
use crate::agent_request::{AgentRequests, decide, of_each, request_as};
use crate::pages::Listed;
use crate::policies::PolicySet;
use crate::role_trust::trusts;
use crate::target::{Target, TargetKind};
use ssm_check_graph::Graph;
use ssm_check_graph::aws::{Role, SsmServiceSetting};
use ssm_check_iam::{Document, Layers, Policy, Scope, Statement, Text, Truth, evaluate};
use ssm_check_plan::Attr;

/// An id of a service setting, by its path or its ARN, is that of default host management.
pub(crate) fn is_setting(id: &str) -> Truth {
    match Listed::SettingOfDefaultHostManagement.value() {
        "" => Truth::Unknown,
        setting => id.ends_with(setting).into(),
    }
}

/// Something of the inputs turns it on, or gives instances without a profile one, when it runs.
fn by_other_means(graph: &Graph<'_>) -> bool {
    let mut types = Listed::TurningOnDefaultHostManagement.texts().peekable();
    types.peek().is_none() || types.any(|name| graph.of_type(name).any(|resource| resource.is_managed()))
}

/// Default host management of the target's Region is on, and lets the agent work.
pub(crate) fn is_on<'g>(graph: &'g Graph<'g>, options: &Options, scps: &[Vec<Policy>], target: &Target<'g>) -> Truth {
    is_set(graph, options, target).and(!is_cut_off(target, scps))
}

fn is_set<'g>(graph: &'g Graph<'g>, options: &Options, target: &Target<'g>) -> Truth {
    if options.default_host_management {
        return Truth::True;
    }
    let mut answer = if by_other_means(graph) { Truth::Unknown } else { Truth::False };
    for setting in graph.all::<SsmServiceSetting<'g>>() {
        let concerns = match setting.setting_id() {
            Attr::Known(id) | Attr::Sensitive(Some(id)) => is_setting(id),
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

/// The role of the setting, by its name with or without path, is for Systems Manager to assume and may do what the agent needs. AWS's
/// own does where the inputs do not have it; of another one that they do not have, nothing is known.
fn works<'g>(graph: &'g Graph<'g>, value: &str, target: &Target<'g>) -> Truth {
    let is_named = |role: &Role<'g>| {
        let name = role.name().value().unwrap_or_default();
        let path = role.path().value().unwrap_or("/").trim_start_matches('/');
        !name.is_empty() && value.trim_start_matches('/').strip_prefix(path) == Some(name)
    };
    let Some(role) = graph.all::<Role<'g>>().find(|role| role.0.is_managed() && is_named(role)) else {
        let is_aws = value.rsplit('/').next().is_some_and(|name| Listed::RoleOfDefaultHostManagement.has(name));
        return if is_aws { Truth::True } else { Truth::Unknown };
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
    let name = Listed::RoleOfDefaultHostManagement.value();
    if name.is_empty() {
        return Truth::Unknown;
    }
    let role = Text::arn(target.resource.location(), "iam", Scope::Global, &Text::lit(format!("role/service-role/{name}")));
    let everything = Policy::new("", Document::new([Statement::allow(["*"], ["*"])]));
    let layers = Layers { identity: vec![everything], scps: scps.to_vec(), ..Layers::default() };
    !of_each(TargetKind::Instance.actions(), |action| evaluate(&request_as(target, role.clone(), action), &layers).allowed())
}
