//! What the Amazon resolver lets the agent ask: the rules of DNS Firewall, in order.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html>

use ssm_check_truth::Truth;

use crate::block::Family;
use crate::dns_firewall::{NameAction, NameRule};
use crate::engine::{Engine, Source};
use crate::ids::RuleGroupId;
use crate::judge::{Judged, field};
use crate::known::{Choice, Known};
use crate::service::{self, Service, holds_names};
use crate::trace::{Missing, ObstacleKind, Place, PlacePart, Via};

/// The agent asks for the address of a service.
#[derive(Clone)]
pub(crate) struct Question<'n> {
    pub(crate) source: Source<'n>,
    pub(crate) service: Service,
    /// By its dual-stack name.
    pub(crate) dual: bool,
    /// Whether it gets to ask for IPv4 addresses.
    pub(crate) a: Verdict,
    /// Whether it gets to ask for IPv6 addresses.
    pub(crate) aaaa: Verdict,
}

/// A name that is asked for.
#[derive(Clone, Copy)]
pub(crate) enum Name<'a> {
    /// This one.
    Is(&'a str),
    /// Some name directly below this one.
    Below(&'a str),
    /// A name of AWS.
    OfAws,
}

/// A rule as a query meets it.
struct Met {
    at: Place,
    /// Which of the VPC's associations, its priority, and the rule's.
    place: (usize, Option<i64>, Option<i64>),
    matches: Truth,
    allows: Truth,
    trusts: Truth,
    missing: Vec<Missing>,
}

impl Met {
    /// Whether it is met before another.
    fn precedes(&self, other: &Self) -> Truth {
        let (mine, priority, rule) = self.place;
        let (theirs, other_priority, other_rule) = other.place;
        let before = |a: Option<i64>, b: Option<i64>| match (a, b) {
            (Some(a), Some(b)) if a != b => Truth::from(a < b),
            _ => Truth::Unknown,
        };
        if mine == theirs { before(rule, other_rule) } else { before(priority, other_priority) }
    }

    fn is_certain(&self, allows: Truth) -> bool {
        self.matches == Truth::True && self.allows == allows
    }
}

/// What the rules make of a query.
#[derive(Clone)]
pub(crate) struct Verdict {
    pub(crate) judged: Judged,
    /// What the name leads to is let through as well.
    pub(crate) trusted: Truth,
}

impl<'n> Question<'n> {
    /// Without anything between the agent and whoever answers.
    pub(crate) fn unfiltered(source: Source<'n>, service: Service, dual: bool) -> Self {
        let free = Verdict { judged: Judged::yes([]), trusted: Truth::True };
        Self { source, service, dual, a: free.clone(), aaaa: free }
    }

    /// The name, where the Region is known and the service has one of this sort.
    pub(crate) fn host(&self) -> Option<String> {
        let region = self.source.spot.vpc.region.known()?;
        if self.dual { service::dual_stack_host(self.service, region) } else { Some(service::host(self.service, region)) }
    }

    /// Whether it gets to ask for addresses of a family.
    pub(crate) fn asks(&self, family: Family) -> &Verdict {
        match family {
            Family::V4 => &self.a,
            Family::V6 => &self.aaaa,
        }
    }
}

impl<'n> Engine<'n> {
    /// The question, as far as DNS Firewall lets it through.
    pub(crate) fn filtered(&self, source: Source<'n>, service: Service, dual: bool) -> Question<'n> {
        let mut question = Question::unfiltered(source, service, dual);
        let host = question.host();
        let name = host.as_deref().map_or(Name::OfAws, Name::Is);
        question.a = self.asked(source, name, Family::V4);
        question.aaaa = self.asked(source, name, Family::V6);
        question
    }

    /// Whether the resolver answers a query for a name.
    pub(crate) fn asked(&self, source: Source<'n>, name: Name<'_>, family: Family) -> Verdict {
        let met = self.met(source, name, family);
        // The first rule that matches decides, and what may be before it.
        let first = |allows: Truth| {
            met.iter().find(|rule| {
                let others = met.iter().filter(|other| other.matches != Truth::False && other.allows != allows);
                rule.is_certain(allows) && others.into_iter().all(|other| rule.precedes(other) == Truth::True)
            })
        };
        if met.iter().all(|rule| rule.matches == Truth::False) {
            return Verdict { judged: Judged::yes([]), trusted: Truth::False };
        }
        if let Some(rule) = first(Truth::False) {
            let judged = Judged::no(ObstacleKind::NameBlocked, [rule.at.clone()]);
            return Verdict { judged: judged.along(Via::Internet, Place::whole(source.id), None), trusted: Truth::False };
        }
        let could = |rule: &&Met| rule.matches != Truth::False;
        let blocking = |rule: &&Met| could(rule) && rule.allows != Truth::True;
        let saved = |block: &Met| met.iter().any(|rule| rule.is_certain(Truth::True) && rule.precedes(block) == Truth::True);
        if met.iter().filter(blocking).all(saved) {
            return Verdict { judged: Judged::yes([]), trusted: trusted(&met) };
        }
        let mut missing: Vec<_> = met.iter().filter(could).flat_map(|rule| rule.missing.clone()).collect();
        if missing.is_empty() {
            missing.extend(met.iter().filter(could).map(|rule| Missing::Field(rule.at.clone())));
        }
        Verdict { judged: Judged::unknown(missing), trusted: trusted(&met) }
    }

    /// Every rule that stands between the VPC and its resolver.
    fn met(&self, source: Source<'n>, name: Name<'_>, family: Family) -> Vec<Met> {
        let vpc = source.spot.vpc;
        let at = field(source.spot.vpc_id, "dns_firewall");
        let open = |index: usize, priority: Option<i64>, at: &Place, missing: Missing| Met {
            at: at.clone(),
            place: (index, priority, None),
            matches: Truth::Unknown,
            allows: Truth::Unknown,
            trusts: Truth::Unknown,
            missing: vec![missing],
        };
        let mut met = Vec::new();
        for (index, association) in vpc.dns_firewall.items.iter().enumerate() {
            let priority = association.priority.known().copied();
            match &association.group {
                Choice::None => {}
                Choice::One(id) => match self.net.rule_group(*id) {
                    Some(group) => {
                        let rules = group.rules.items.iter().enumerate();
                        met.extend(rules.map(|(rule, shown)| meets(*id, (index, priority), (rule, shown), name, family)));
                        let whole = Place::whole(*id);
                        met.extend(
                            group
                                .rules
                                .rest
                                .iter()
                                .map(|gap| open(index, priority, &whole, Missing::Stated { at: whole.clone(), gap: gap.clone() })),
                        );
                    }
                    None => met.push(open(index, priority, &at, Missing::Field(Place::whole(*id)))),
                },
                group => {
                    let missing = match group.gap() {
                        Some(gap) => Missing::Stated { at: at.clone(), gap: gap.clone() },
                        None => Missing::WhichOf { at: at.clone(), among: group.candidates().iter().map(|id| (*id).into()).collect() },
                    };
                    met.push(open(index, priority, &at, missing));
                }
            }
        }
        let rest = vpc.dns_firewall.rest.iter();
        met.extend(rest.map(|gap| open(usize::MAX, None, &at, Missing::Stated { at: at.clone(), gap: gap.clone() })));
        met
    }
}

/// Whether the rule that lets the name through lets through what it leads to: a rule that certainly does has to come before each that may
/// not, and the other way round.
fn trusted(met: &[Met]) -> Truth {
    let trusts = |rule: &Met| rule.allows.and(rule.trusts);
    let decided = |by: Truth| {
        met.iter()
            .filter(|rule| rule.matches != Truth::False && trusts(rule) != by)
            .all(|other| met.iter().any(|rule| rule.is_certain(Truth::True) && rule.trusts == by && rule.precedes(other) == Truth::True))
    };
    let could_trust = met.iter().any(|rule| rule.matches == Truth::True && trusts(rule) == Truth::True);
    if could_trust && decided(Truth::True) {
        Truth::True
    } else if decided(Truth::False) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn meets(id: RuleGroupId, association: (usize, Option<i64>), rule: (usize, &NameRule), name: Name<'_>, family: Family) -> Met {
    let (index, rule) = rule;
    let at = Place::part(id, PlacePart::Rule(index));
    let mut missing = Vec::new();
    let mut known = |gap: &crate::known::Gap| missing.push(Missing::Stated { at: at.clone(), gap: gap.clone() });
    let mut matches = Truth::any(rule.domains.items.iter().map(|pattern| covers(pattern, name)));
    if let (Some(gap), true) = (&rule.domains.rest, matches != Truth::True) {
        matches = Truth::Unknown;
        known(gap);
    }
    let asked = match &rule.query {
        Known::Known(None) => Truth::True,
        Known::Known(Some(query)) => is_query(query, family).into(),
        Known::Unknown(gap) => {
            known(gap);
            Truth::Unknown
        }
    };
    let allows = match &rule.action {
        Known::Known(action) => Truth::from(*action == NameAction::Allow),
        Known::Unknown(gap) => {
            known(gap);
            Truth::Unknown
        }
    };
    let priority = match &rule.priority {
        Known::Known(priority) => Some(*priority),
        Known::Unknown(gap) => {
            known(gap);
            None
        }
    };
    let trusts = rule.trusts_redirection.known().map_or(Truth::Unknown, |trusts| Truth::from(*trusts));
    Met { at, place: (association.0, association.1, priority), matches: matches.and(asked), allows, trusts, missing }
}

/// `A` or `TYPE1`, `AAAA` or `TYPE28`.
fn is_query(query: &str, family: Family) -> bool {
    let names = match family {
        Family::V4 => ["A", "TYPE1"],
        Family::V6 => ["AAAA", "TYPE28"],
    };
    names.iter().any(|name| query.eq_ignore_ascii_case(name))
}

/// Whether a domain of a list covers a name: the name itself, or with `*` in front all that end so.
fn covers(pattern: &str, name: Name<'_>) -> Truth {
    let pattern = pattern.trim().trim_end_matches('.').to_ascii_lowercase();
    if pattern == "*" {
        return Truth::True;
    }
    let below = |name: &str, parent: &str| name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    match (pattern.strip_prefix("*."), name) {
        (Some(parent), Name::Is(host)) => below(host, parent).into(),
        (Some(parent), Name::Below(above)) => (above == parent || below(above, parent)).into(),
        (None, Name::Is(host)) if pattern == host => Truth::True,
        // Some name below: it may be this one.
        (None, Name::Below(above)) if pattern.split_once('.').is_some_and(|(_, parent)| parent == above) => Truth::Unknown,
        (Some(parent), Name::OfAws) => could_be(parent),
        (None, Name::OfAws) => could_be(&pattern),
        // `*name` without the dot is not documented.
        (None, Name::Is(name) | Name::Below(name)) => {
            if pattern.strip_prefix('*').is_some_and(|end| name.ends_with(end) || end.ends_with(name)) {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
    }
}

fn could_be(domain: &str) -> Truth {
    if holds_names(domain) { Truth::Unknown } else { Truth::False }
}

#[cfg(test)]
mod tests {
    use super::{Name, covers};
    use ssm_check_truth::Truth;

    #[test]
    fn domains() {
        let host = Name::Is("ssm.eu-west-1.amazonaws.com");
        for pattern in ["*", "*.", "*.amazonaws.com", "*.eu-west-1.amazonaws.com.", "SSM.eu-west-1.amazonaws.com.", "*.com"] {
            assert_eq!(covers(pattern, host), Truth::True, "{pattern}");
        }
        for pattern in
            ["amazonaws.com", "*.ssm.eu-west-1.amazonaws.com", "*.zonaws.com", "ssmmessages.eu-west-1.amazonaws.com", "", "*.x.", "*x"]
        {
            assert_eq!(covers(pattern, host), Truth::False, "{pattern}");
        }
        assert_eq!(covers("*amazonaws.com", host), Truth::Unknown);
        let below = Name::Below("ssm.eu-west-1.vpce.amazonaws.com");
        for (pattern, truth) in [
            ("*.vpce.amazonaws.com", Truth::True),
            ("*.ssm.eu-west-1.vpce.amazonaws.com", Truth::True),
            ("vpce-0a.ssm.eu-west-1.vpce.amazonaws.com", Truth::Unknown),
            ("ssm.eu-west-1.vpce.amazonaws.com", Truth::False),
            ("*.a.ssm.eu-west-1.vpce.amazonaws.com", Truth::False),
        ] {
            assert_eq!(covers(pattern, below), truth, "{pattern}");
        }
        for (pattern, truth) in [
            ("*", Truth::True),
            ("*.amazonaws.com", Truth::Unknown),
            ("example.com", Truth::False),
            ("ssm.eu-west-1.amazonaws.com", Truth::Unknown),
        ] {
            assert_eq!(covers(pattern, Name::OfAws), truth, "{pattern}");
        }
    }
}
