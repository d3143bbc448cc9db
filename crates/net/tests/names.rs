//! Which names are answered, and with what: DNS Firewall, records of endpoints and of private hosted zones.

mod common;

use common::Lab;
use ssm_check_net::Truth::{self, False, True, Unknown};
use ssm_check_net::dns::{Record, RecordKind, Zone};
use ssm_check_net::dns_firewall::{Association, NameAction, NameRule, RuleGroup};
use ssm_check_net::endpoint::{AddressType, DnsRecords};
use ssm_check_net::known::{Choice, Gap, Known, Partial};
use ssm_check_net::reach;
use ssm_check_net::route::{Hop, Route};
use ssm_check_net::service::Service;
use ssm_check_net::trace::{Missing, ObstacleKind, Place, PlacePart, ReachOutcome, Via};

fn rule(priority: i64, action: NameAction, domains: &[&str]) -> NameRule {
    NameRule {
        priority: Known::Known(priority),
        action: Known::Known(action),
        domains: Partial::exactly(domains.iter().map(|domain| (*domain).to_owned())),
        query: Known::Known(None),
        trusts_redirection: Known::Known(false),
    }
}

fn allow(priority: i64, domains: &[&str]) -> NameRule {
    rule(priority, NameAction::Allow, domains)
}

fn block(priority: i64, domains: &[&str]) -> NameRule {
    rule(priority, NameAction::Block, domains)
}

fn typed(query: &str, rule: NameRule) -> NameRule {
    NameRule { query: Known::Known(Some(query.to_owned())), ..rule }
}

fn unread(rule: NameRule) -> NameRule {
    NameRule { domains: Partial::at_least([], Gap::new("a list of AWS")), ..rule }
}

impl Lab {
    fn rules(&mut self, priority: i64, rules: impl IntoIterator<Item = NameRule>) {
        self.firewall(Known::Known(priority), Partial::exactly(rules));
    }

    fn firewall(&mut self, priority: Known<i64>, rules: Partial<NameRule>) {
        let group = self.net.add_rule_group(RuleGroup { name: "group".into(), rules });
        self.vpc_mut().dns_firewall.items.push(Association { group: Choice::One(group), priority });
    }

    /// The endpoint has IPv6 addresses too, and the instance may have one.
    fn with_ipv6(mut self, instance: Truth) -> Self {
        self.vpc_mut().cidrs6 = Partial::exactly(["2001:db8::/56".parse().unwrap()]);
        for (subnet, cidr) in [(self.subnet, "2001:db8:0:1::/64"), (self.other, "2001:db8:0:2::/64")] {
            self.net.subnet_mut(subnet).unwrap().cidr6 = Known::Known(Some(cidr.parse().unwrap()));
        }
        self.interface_mut().ipv6 = instance;
        let world = ["0.0.0.0/0", "::/0"].map(|cidr| match cidr.parse().unwrap() {
            ssm_check_net::ipnet::IpNet::V4(net) => ssm_check_net::group::Peer::Cidr4(net),
            ssm_check_net::ipnet::IpNet::V6(net) => ssm_check_net::group::Peer::Cidr6(net),
        });
        self.egress([ssm_check_net::group::Rule::all(world.clone())]);
        self.endpoint_ingress([ssm_check_net::group::Rule::all(world)]);
        self.endpoint_mut().addresses = Known::Known(AddressType::DualStack);
        self.records(DnsRecords::All(AddressType::DualStack));
        self
    }

    fn records(&mut self, records: DnsRecords) {
        self.endpoint_mut().records = Known::Known(records);
    }

    /// A private hosted zone with records of the endpoint instead of its private DNS.
    fn with_zone(mut self, domain: &str, records: impl IntoIterator<Item = (&'static str, RecordKind)>) -> Self {
        self.endpoint_mut().private_dns = False;
        let endpoint = self.endpoint.unwrap();
        let records = records.into_iter().map(|(name, kind)| Record {
            name: Known::Known(name.into()),
            kind: Known::Known(kind),
            target: Choice::One(endpoint),
        });
        let zone = self.net.add_zone(Zone { name: "zone".into(), domain: Known::Known(domain.into()), records: Partial::exactly(records) });
        self.vpc_mut().zones.items.push(zone);
        self
    }
}

const HOST: &str = "ssm.eu-west-1.amazonaws.com";

/// A domain that holds it.
const DOMAIN: &str = "eu-west-1.amazonaws.com";

#[test]
fn the_first_rule_that_matches_decides() {
    for (rules, expected) in [
        (vec![], True),
        (vec![block(1, &["*"])], False),
        (vec![block(1, &["example.com", "*.eu-west-1.amazonaws.com."])], False),
        (vec![block(1, &["*.us-east-1.amazonaws.com", "amazonaws.com"])], True),
        (vec![block(2, &["*"]), allow(1, &[HOST])], True),
        (vec![allow(2, &[HOST]), block(1, &["*"])], False),
        // Which comes first is not settled by the list's order.
        (vec![allow(1, &[HOST]), block(1, &["*"])], Unknown),
        (vec![unread(block(1, &[]))], Unknown),
        (vec![unread(allow(1, &[]))], True),
        (vec![unread(block(2, &[])), allow(1, &["*"])], True),
        (vec![unread(allow(1, &[])), block(2, &["*"])], Unknown),
        (vec![unread(allow(2, &[])), block(1, &["*"])], False),
        // Two that block need no order.
        (vec![block(1, &["*"]), block(1, &[HOST])], False),
    ] {
        for lab in [Lab::new().with_nat(), Lab::new().with_endpoint()] {
            let mut lab = lab;
            lab.rules(100, rules.clone());
            assert_eq!(lab.verdict(), expected, "{rules:?}");
            if expected == False {
                assert_eq!(lab.obstacle(), ObstacleKind::NameBlocked);
            }
        }
    }
}

#[test]
fn the_group_that_is_associated_first_decides() {
    let mut lab = Lab::new().with_nat();
    lab.rules(200, [block(1, &["*"])]);
    lab.rules(100, [allow(9, &[HOST])]);
    assert_eq!(lab.verdict(), True);
    lab.rules(50, [block(9, &["*"])]);
    assert_eq!(lab.verdict(), False);
    lab.firewall(Known::Unknown(Gap::new("the priority")), Partial::exactly([allow(1, &["*"])]));
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn what_is_not_shown_may_decide() {
    let mut lab = Lab::new().with_nat();
    lab.firewall(Known::Known(100), Partial::at_least([block(1, &["*"])], Gap::new("the other rules")));
    assert_eq!(lab.verdict(), Unknown);
    lab.rules(50, [block(1, &["*"])]);
    assert_eq!(lab.verdict(), False);
    lab.vpc_mut().dns_firewall.rest = Some(Gap::new("other groups"));
    assert_eq!(lab.verdict(), Unknown);

    let mut lab = Lab::new().with_nat();
    lab.vpc_mut().dns_firewall = Partial::at_least([], Gap::new("other groups"));
    assert_eq!(lab.verdict(), Unknown);

    let mut lab = Lab::new().with_nat();
    let unknown = Choice::Unknown(Gap::new("a group of another account"));
    lab.vpc_mut().dns_firewall = Partial::exactly([Association { group: unknown, priority: Known::Known(100) }]);
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn an_action_or_a_query_type_that_is_not_known_may_decide() {
    let mut lab = Lab::new().with_nat();
    lab.rules(100, [NameRule { action: Known::Unknown(Gap::new("the answer")), ..block(1, &["*"]) }]);
    assert_eq!(lab.verdict(), Unknown);
    let mut lab = Lab::new().with_nat();
    lab.rules(100, [NameRule { query: Known::Unknown(Gap::new("the type")), ..block(1, &["*"]) }]);
    assert_eq!(lab.verdict(), Unknown);
    let mut lab = Lab::new().with_nat();
    lab.rules(100, [NameRule { priority: Known::Unknown(Gap::new("the priority")), ..block(1, &["*"]) }, allow(5, &["*"])]);
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn where_the_region_is_not_known_so_is_the_name() {
    for (domain, expected) in [("*", False), ("*.amazonaws.com", Unknown), ("*.example.com", True)] {
        let mut lab = Lab::new().with_nat();
        lab.vpc_mut().region = Known::Unknown(Gap::new("the Region"));
        lab.rules(100, [block(1, &[domain])]);
        assert_eq!(lab.verdict(), expected, "{domain}");
    }
}

#[test]
fn rules_for_a_type_of_query_stop_that_type() {
    for (query, expected) in [("A", False), ("TYPE1", False), ("a", False), ("AAAA", True), ("TXT", True)] {
        let mut lab = Lab::new().with_nat();
        lab.rules(100, [typed(query, block(1, &["*"]))]);
        assert_eq!(lab.verdict(), expected, "{query}");
        // An instance with both addresses takes whichever it gets.
        let mut lab = Lab::new().with_endpoint().with_ipv6(True);
        lab.rules(100, [typed(query, block(1, &["*"]))]);
        assert_eq!(lab.verdict(), True, "{query}");
    }
    for query in ["AAAA", "TYPE28"] {
        let mut lab = Lab::new().with_endpoint().with_ipv6(True);
        lab.records(DnsRecords::All(AddressType::Ipv6));
        lab.rules(100, [typed(query, block(1, &["*"]))]);
        assert_eq!(lab.verdict(), False, "{query}");
    }
}

#[test]
fn other_name_servers_know_no_firewall() {
    let mut lab = Lab::new().with_nat();
    lab.rules(100, [block(1, &["*"])]);
    lab.vpc_mut().custom_dns = True;
    lab.vpc_mut().custom_dns_dual_stack = True;
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn names_lead_to_the_addresses_of_their_records() {
    for (records, ipv6, expected) in [
        (DnsRecords::All(AddressType::Ipv4), False, True),
        (DnsRecords::All(AddressType::DualStack), False, True),
        (DnsRecords::All(AddressType::Ipv6), False, False),
        (DnsRecords::All(AddressType::Ipv6), True, True),
        (DnsRecords::All(AddressType::Ipv6), Unknown, Unknown),
        (DnsRecords::ServiceDefined, False, True),
    ] {
        let mut lab = Lab::new().with_endpoint().with_ipv6(ipv6);
        lab.records(records);
        assert_eq!(lab.verdict(), expected, "{records:?} {ipv6:?}");
    }
    // Records that are not known: whichever they are.
    let mut lab = Lab::new().with_endpoint().with_ipv6(False);
    lab.endpoint_mut().records = Known::Unknown(Gap::new("the records"));
    assert_eq!(lab.verdict(), Unknown);
    lab.interface_mut().ipv6 = True;
    assert_eq!(lab.verdict(), True);
    // No record of an address that there is.
    let mut lab = Lab::new().with_endpoint();
    lab.records(DnsRecords::All(AddressType::Ipv6));
    assert_eq!(lab.verdict(), False);
}

#[test]
fn records_of_a_zone_lead_to_their_family() {
    use RecordKind::{A, Aaaa, Cname, Other};
    for (kinds, ipv6, expected) in [
        (vec![A], False, True),
        (vec![Aaaa], False, False),
        (vec![Aaaa], True, True),
        (vec![A, Aaaa], False, True),
        (vec![Cname], False, True),
        (vec![A, Other], False, True),
        (vec![Other], True, False),
    ] {
        let lab = Lab::new().with_endpoint().with_ipv6(ipv6).with_zone(DOMAIN, kinds.iter().map(|kind| (HOST, *kind)));
        assert_eq!(lab.verdict(), expected, "{kinds:?} {ipv6:?}");
    }
    // Route 53 makes no alias of the domain itself into another name.
    assert_eq!(Lab::new().with_endpoint().with_zone(HOST, [(HOST, Cname)]).verdict(), False);
    assert_eq!(Lab::new().with_endpoint().with_zone(HOST, [("*.ssm.eu-west-1.amazonaws.com", A)]).verdict(), False);
    // An alias for IPv6 of an endpoint without is no record.
    let lab = Lab::new().with_endpoint().with_zone(HOST, [(HOST, Aaaa)]);
    assert_eq!(lab.verdict(), False);
    // The endpoint's own names have both.
    let mut lab = Lab::new().with_endpoint().with_ipv6(True).with_zone(HOST, [(HOST, Aaaa)]);
    lab.records(DnsRecords::ServiceDefined);
    assert_eq!(lab.verdict(), True);
    // A kind that is not known.
    let mut lab = Lab::new().with_endpoint().with_zone(HOST, [(HOST, A)]);
    let zone = lab.vpc_mut().zones.items[0];
    lab.net.zone_mut(zone).unwrap().records.items[0].kind = Known::Unknown(Gap::new("the type"));
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn a_zone_answers_for_what_is_in_it() {
    let answers = |domain: &str| Lab::new().with_endpoint().with_zone(domain, [(HOST, RecordKind::A)]).verdict();
    for domain in [HOST, "ssm.eu-west-1.amazonaws.com.", "eu-west-1.amazonaws.com", "AmazonAWS.com", "com"] {
        assert_eq!(answers(domain), True, "{domain}");
    }
    // Labels count, not letters.
    for domain in ["zonaws.com", "m.eu-west-1.amazonaws.com", "x.ssm.eu-west-1.amazonaws.com", "example.com"] {
        assert_eq!(answers(domain), False, "{domain}");
    }
}

#[test]
fn the_most_specific_zone_answers() {
    let lab = |first: &str, second: &str| {
        let records = |domain: &str| if domain == "amazonaws.com" { vec![] } else { vec![(HOST, RecordKind::A)] };
        Lab::new().with_endpoint().with_zone(first, records(first)).with_zone(second, records(second)).verdict()
    };
    assert_eq!(lab("amazonaws.com", "eu-west-1.amazonaws.com"), True);
    assert_eq!(lab("eu-west-1.amazonaws.com", "amazonaws.com"), True);
    let empty = Lab::new().with_endpoint().with_zone("amazonaws.com", [(HOST, RecordKind::A)]).with_zone(HOST, []);
    assert_eq!(empty.obstacle(), ObstacleKind::PrivateDnsOff);
}

#[test]
fn the_most_specific_record_answers() {
    let verdict = |records: Vec<(&'static str, RecordKind)>| Lab::new().with_endpoint().with_zone("com", records).verdict();
    assert_eq!(verdict(vec![("*.eu-west-1.amazonaws.com", RecordKind::A)]), True);
    assert_eq!(verdict(vec![("*.us-east-1.amazonaws.com", RecordKind::A)]), False);
    // The name itself before any `*`, though it has no address.
    assert_eq!(verdict(vec![("*.eu-west-1.amazonaws.com", RecordKind::A), (HOST, RecordKind::Other)]), False);
    assert_eq!(verdict(vec![("*.amazonaws.com", RecordKind::A), ("*.eu-west-1.amazonaws.com", RecordKind::Other)]), False);
    assert_eq!(verdict(vec![("*.amazonaws.com", RecordKind::Other), ("*.eu-west-1.amazonaws.com", RecordKind::A)]), True);
}

#[test]
fn the_name_that_a_record_leads_to_is_looked_at_too() {
    for (rules, kind, expected) in [
        (vec![allow(1, &["*.amazonaws.com"]), block(2, &["*"])], RecordKind::Cname, True),
        (vec![allow(1, &[HOST]), block(2, &["*"])], RecordKind::Cname, False),
        (vec![NameRule { trusts_redirection: Known::Known(true), ..allow(1, &[HOST]) }, block(2, &["*"])], RecordKind::Cname, True),
        // For an alias that is not documented.
        (vec![allow(1, &[HOST]), block(2, &["*"])], RecordKind::A, Unknown),
        (vec![block(2, &["*.vpce.amazonaws.com"])], RecordKind::Cname, False),
        (vec![block(2, &["*.vpce.example.com"])], RecordKind::Cname, True),
    ] {
        let mut lab = Lab::new().with_endpoint().with_zone(DOMAIN, [(HOST, kind)]);
        lab.rules(100, rules.clone());
        assert_eq!(lab.verdict(), expected, "{rules:?}");
    }
}

/// A record of IPv6 addresses is asked for by queries of that type alone.
#[test]
fn a_redirection_is_asked_for_by_its_type() {
    for (query, kind, expected) in [
        ("AAAA", RecordKind::Aaaa, Unknown),
        ("A", RecordKind::Aaaa, True),
        ("A", RecordKind::A, Unknown),
        ("AAAA", RecordKind::A, True),
        ("A", RecordKind::Cname, False),
        ("AAAA", RecordKind::Cname, True),
    ] {
        let mut lab = Lab::new().with_endpoint().with_ipv6(True).with_zone(DOMAIN, [(HOST, kind)]);
        if kind == RecordKind::Cname {
            lab.records(DnsRecords::All(AddressType::Ipv4));
        }
        lab.rules(100, [typed(query, block(1, &["*.vpce.amazonaws.com"]))]);
        assert_eq!(lab.verdict(), expected, "{query} {kind:?}");
    }
}

/// What a name leads to is let through where the rule that decides on the name trusts it, whatever the list's order is.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html>
#[test]
fn the_rule_that_decides_trusts_or_does_not() {
    let trusting = |rule: NameRule| NameRule { trusts_redirection: Known::Known(true), ..rule };
    let perhaps = |rule: NameRule| NameRule { trusts_redirection: Known::Unknown(Gap::new("the action")), ..rule };
    let plain = |priority| allow(priority, &[HOST]);
    for (rules, expected) in [
        (vec![plain(1)], False),
        (vec![trusting(plain(1))], True),
        (vec![perhaps(plain(1))], Unknown),
        (vec![trusting(plain(1)), plain(2)], True),
        (vec![trusting(plain(2)), plain(1)], False),
        (vec![plain(2), trusting(plain(1))], True),
        (vec![plain(1), trusting(plain(2))], False),
        (vec![perhaps(plain(2)), trusting(plain(1))], True),
        (vec![perhaps(plain(2)), plain(1)], False),
        (vec![trusting(plain(1)), trusting(plain(1))], True),
        // Which of both is first is not known.
        (vec![trusting(plain(1)), plain(1)], Unknown),
        (vec![plain(1), trusting(plain(1))], Unknown),
        // Whether it decides is not known.
        (vec![unread(trusting(allow(1, &[])))], Unknown),
        (vec![unread(trusting(allow(1, &[]))), plain(2)], Unknown),
        (vec![unread(allow(1, &[])), trusting(plain(2))], Unknown),
        // What is in the list may be the name that the record leads to.
        (vec![unread(trusting(allow(2, &[]))), plain(1)], Unknown),
        // A rule that blocks trusts nothing.
        (vec![trusting(block(3, &[HOST])), plain(1)], False),
        (vec![trusting(block(3, &[HOST])), trusting(plain(1))], True),
    ] {
        let mut lab = Lab::new().with_endpoint().with_zone(DOMAIN, [(HOST, RecordKind::Cname)]);
        lab.rules(100, rules.iter().cloned().chain([block(9, &["*"])]));
        assert_eq!(lab.verdict(), expected, "{rules:?}");
    }
    // The name is let through in any case, and what it leads to where the rule for it decides.
    let mut lab = Lab::new().with_endpoint().with_zone(DOMAIN, [(HOST, RecordKind::Cname)]);
    lab.rules(100, [unread(trusting(allow(1, &[]))), block(2, &["*.vpce.amazonaws.com"])]);
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn zones_answer_where_host_names_are_on() {
    let lab = |hostnames| {
        let mut lab = Lab::new().with_endpoint().with_nat().with_zone(DOMAIN, []);
        lab.vpc_mut().dns_hostnames = hostnames;
        lab
    };
    assert_eq!(lab(False).verdict(), True);
    assert_eq!(lab(True).verdict(), False);
    assert_eq!(lab(Unknown).verdict(), Unknown);
}

#[test]
fn zones_where_the_region_is_not_known() {
    for (domain, expected) in [("example.com", True), ("s3.eu-west-1.amazonaws.com", True), (DOMAIN, Unknown), (HOST, Unknown)] {
        let mut lab = Lab::new().with_endpoint().with_nat().with_zone(domain, []);
        lab.vpc_mut().region = Known::Unknown(Gap::new("the Region"));
        lab.vpc_mut().endpoints = Partial::default();
        assert_eq!(lab.verdict(), expected, "{domain}");
    }
}

/// A `*` that may stand in the zone, beside a record that is there.
#[test]
fn records_that_are_not_shown_do_not_replace_those_of_the_name() {
    let rest = |records: Vec<(&'static str, RecordKind)>| {
        let mut lab = Lab::new().with_endpoint().with_zone("com", records);
        let zone = lab.vpc_mut().zones.items[0];
        lab.net.zone_mut(zone).unwrap().records.rest = Some(Gap::new("more records"));
        lab.verdict()
    };
    assert_eq!(rest(vec![(HOST, RecordKind::A)]), True);
    assert_eq!(rest(vec![("*.amazonaws.com", RecordKind::A)]), Unknown);
    assert_eq!(rest(vec![]), Unknown);
}

/// The resolver that the DHCP options name may know an endpoint, or the public name, or a way beyond the VPC.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>
#[test]
fn other_name_servers_may_give_any_address() {
    let custom = |mut lab: Lab| {
        lab.vpc_mut().custom_dns = True;
        lab.vpc_mut().custom_dns_dual_stack = True;
        lab
    };
    for lab in [Lab::new().with_endpoint(), Lab::new().with_nat()] {
        let lab = custom(lab);
        let answer = lab.reach();
        let ReachOutcome::Unknown { missing, .. } = answer.outcome else { panic!("{answer:#?}") };
        assert_eq!(missing, [Missing::Field(Place::part(lab.vpc, PlacePart::Field("custom_dns")))]);
    }
    // An endpoint of another service is not what the name leads to.
    let mut lab = custom(Lab::new().with_endpoint());
    lab.endpoint_mut().service = Known::Known("com.amazonaws.eu-west-1.s3".into());
    let ReachOutcome::Unreachable { obstacles } = lab.reach().outcome else { panic!("{:#?}", lab.reach()) };
    assert!(!obstacles.is_empty() && obstacles.iter().all(|no| no.via == Via::Internet), "{obstacles:#?}");
    let named = Place::part(lab.vpc, PlacePart::Field("custom_dns"));
    assert!(obstacles.iter().all(|no| no.places.first() != Some(&named)), "{obstacles:#?}");
    // A way into another network, where an endpoint may be.
    let mut lab = custom(Lab::new());
    lab.routes([Route::new("192.168.0.0/16".parse().unwrap(), Hop::VirtualPrivateGateway("vgw".into()))]);
    assert_eq!(lab.verdict(), Unknown);
}

#[test]
fn whether_the_resolver_answers_decides() {
    let mut lab = Lab::new().with_nat();
    lab.vpc_mut().dns_support = Unknown;
    let answer = lab.reach();
    let ReachOutcome::Unknown { missing, .. } = answer.outcome else { panic!("{answer:#?}") };
    assert_eq!(missing, [Missing::Field(Place::part(lab.vpc, PlacePart::Field("dns_support")))]);
    // There is no way in any case.
    lab.routes([]);
    assert_eq!(lab.obstacle(), ObstacleKind::NoPath);
}

/// `ec2messages` has no dual-stack name: the agent uses the ordinary one whatever it is told.
/// <https://docs.aws.amazon.com/general/latest/gr/ssm.html>
#[test]
fn the_older_message_delivery_has_one_name() {
    let mut lab = Lab::new().with_endpoint();
    lab.endpoint_mut().service = Known::Known("com.amazonaws.eu-west-1.ec2messages".into());
    for dual in [False, True, Unknown] {
        lab.interface_mut().dual_stack_agent = dual;
        assert_eq!(reach(&lab.net, lab.interface, Service::Ec2Messages).verdict(), True, "{dual:?}");
    }
}

/// Without IPv6 or DNS64 nothing is said of names that the resolver would make.
#[test]
fn dns64_is_named_where_it_is_the_way() {
    for (dns64, ipv6) in [(False, True), (False, False), (True, False)] {
        let mut lab = Lab::new();
        lab.subnet_mut().dns64 = dns64;
        lab.subnet_mut().cidr6 = Known::Known(Some("2a05::/64".parse().unwrap()));
        lab.interface_mut().ipv6 = ipv6;
        let ReachOutcome::Unreachable { obstacles } = lab.reach().outcome else { panic!("{:#?}", lab.reach()) };
        let kinds: Vec<_> = obstacles.iter().map(|no| (&no.kind, &no.places[0])).collect();
        assert_eq!(kinds, [(&ObstacleKind::NoPath, &Place::whole(lab.table))], "{dns64:?} {ipv6:?}");
    }
}
