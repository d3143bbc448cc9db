//! Which names the agent uses for its services, where user data says otherwise than the agent would by itself.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>

use ssm_check_aws::Partition;
use ssm_check_message::{Span, say};
use ssm_check_net::service::{self, PerService, Service};
use ssm_check_user_data::{Settings, Told};

use ssm_check_message::Gap;

/// The name that an agent is told for one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AgentName {
    /// None: it uses its own.
    Own,
    /// The service's usual one.
    Usual,
    /// The service's dual-stack one.
    DualStack,
    /// One that leads where the inputs do not tell, and why.
    Elsewhere(Gap),
}

/// The names for each service in a Region.
pub(crate) fn of(settings: &Settings, region: Option<&str>) -> [(Service, AgentName); 3] {
    let name = |service: Service, told: &Told<String>| match told {
        Told::Nothing => AgentName::Own,
        Told::Unclear => {
            AgentName::Elsewhere(Gap::new(say!("which endpoint of {} user data gives the agent", Span::value(service.label()))))
        }
        Told::Is(endpoint) => named(service, endpoint, region),
    };
    if let Some(gap) = other_region(settings, region) {
        return [Service::Ssm, Service::SsmMessages, Service::Ec2Messages].map(|service| (service, AgentName::Elsewhere(gap.clone())));
    }
    [
        (Service::Ssm, name(Service::Ssm, &settings.ssm)),
        (Service::SsmMessages, name(Service::SsmMessages, &settings.mgs)),
        (Service::Ec2Messages, name(Service::Ec2Messages, &settings.mds)),
    ]
}

/// The agent is told a Region that is not the one that it is in, or may not be: it registers there.
fn other_region(settings: &Settings, region: Option<&str>) -> Option<Gap> {
    match &settings.region {
        Told::Nothing => None,
        Told::Is(told) if Some(told.as_str()) == region => None,
        Told::Is(told) => Some(Gap::new(say!("what answers the agent in {}, the Region that user data gives it", Span::value(told)))),
        Told::Unclear => Some(Gap::new("which Region user data gives the agent")),
    }
}

fn named(service: Service, endpoint: &str, region: Option<&str>) -> AgentName {
    let host = endpoint.rsplit("://").next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    let leads = || AgentName::Elsewhere(Gap::new(say!("what {} leads to, which user data gives the agent", Span::value(&host))));
    let Some(region) = region else { return leads() };
    let dual_stack = format!("{service}.{region}.{}", Partition::of_region(region).dual_stack_suffix());
    match host {
        _ if host == service::host(service, region) => AgentName::Usual,
        // There is none of `ec2messages`, as far as is known.
        _ if host == dual_stack && service != Service::Ec2Messages => AgentName::DualStack,
        _ => leads(),
    }
}

/// The same as the network engine takes it.
pub(crate) fn told(names: &[(Service, AgentName); 3]) -> PerService<Option<bool>> {
    let of = |service: Service| {
        let name = names.iter().find(|(other, _)| *other == service).map(|(_, name)| name);
        match name {
            Some(AgentName::Usual) => Some(false),
            Some(AgentName::DualStack) => Some(true),
            _ => None,
        }
    };
    PerService { ssm: of(Service::Ssm), ssmmessages: of(Service::SsmMessages), ec2messages: of(Service::Ec2Messages) }
}

#[cfg(test)]
mod tests {
    use super::{AgentName, named};
    use ssm_check_net::service::Service;

    #[test]
    fn names_that_lead_somewhere_known() {
        let name = |endpoint: &str| named(Service::Ssm, endpoint, Some("eu-west-1"));
        assert_eq!(name("https://ssm.eu-west-1.amazonaws.com"), AgentName::Usual);
        assert_eq!(name("ssm.eu-west-1.api.aws"), AgentName::DualStack);
        for elsewhere in ["ssm.eu-central-1.amazonaws.com", "vpce-0a.ssm.eu-west-1.vpce.amazonaws.com", "ssm.corp.example"] {
            assert!(matches!(name(elsewhere), AgentName::Elsewhere(_)), "{elsewhere}");
        }
        assert!(matches!(named(Service::Ec2Messages, "ec2messages.eu-west-1.api.aws", Some("eu-west-1")), AgentName::Elsewhere(_)));
    }
}
