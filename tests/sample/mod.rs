//! A made-up analysis that has everything a report can show, so that renderers are tested apart from checks.
#![allow(dead_code, reason = "every test file uses some of it")]

use serde_json::Value;
use ssm_check::{Accepted, Config, FilePosition, InputInfo, Lines, Places, Report, Role, Summary};
use ssm_check_checks::{
    AccessRow, Analysis, AttrRef, Change, Check, Effect, Evidence, Finding, IdentityReport, NetworkReport, OnRequest, Options, PathReport,
    RequestOutcome, Severity, Stop, TargetKind, TargetReport, Verdict, Witness, analyse,
};
use ssm_check_message::{Gap, Message, Span, say};
use ssm_check_plan::{InputKind, Plan};

const fn check(id: &'static str, name: &'static str, severity: Severity) -> Check {
    Check { id, name, severity, documentation: "## What it checks\nSomething.\n", listed: true }
}

static NO_PATH: Check = check("SSM201", "no-path-to-ssm", Severity::Error);
static UNGUARDED: Check = check("SSM401", "port-forwarding-unguarded", Severity::Error);
static NOT_SCOPED: Check = check("SSM406", "sessions-not-scoped", Severity::Warning);
static KEY_PAIR: Check = check("SSM602", "key-pair-still-attached", Severity::Note);
static PROFILE: Check = check("SSM101", "instance-without-profile", Severity::Error);

const CHECKS: &[&Check] = &[&PROFILE, &NO_PATH, &UNGUARDED, &NOT_SCOPED, &KEY_PAIR];

/// Gives a report with everything to `render`.
pub(crate) fn with_report<T>(render: impl FnOnce(&Report<'_>) -> T) -> T {
    let analysis = Analysis { targets: targets(), access: access(), findings: findings(), ..Analysis::default() };
    let analysis = Analysis { fixed: vec![fixed()], checks: CHECKS.to_vec(), ..analysis };
    with_analysis(&analysis, render)
}

/// Gives a report in which nothing is wrong to `render`.
pub(crate) fn with_good_report<T>(render: impl FnOnce(&Report<'_>) -> T) -> T {
    let targets = targets().into_iter().filter(|target| target.verdict == Verdict::Pass).collect();
    with_analysis(&Analysis { targets, checks: CHECKS.to_vec(), ..Analysis::default() }, render)
}

/// Gives the report of a fixture as it is, with nothing accepted and no made-up input, to `render`.
pub(crate) fn with_plain_fixture<T>(name: &str, text: &str, render: impl FnOnce(&Report<'_>, &Accepted<'_>) -> T) -> T {
    let plan = Plan::parse(text).unwrap();
    let analysis = analyse(&[&plan], &Options::default()).unwrap();
    let config = Config::default();
    let accepted = Accepted::new(&analysis, &config, None, &Places::default());
    let inputs = [InputInfo {
        name: name.to_owned(),
        kind: plan.kind,
        role: Role::Judged,
        terraform_version: plan.terraform_version.as_ref().map(ToString::to_string),
        format_version: plan.format_version.to_string(),
        timestamp: plan.timestamp.as_ref().map(ToString::to_string),
        partial: None,
    }];
    render(&Report::new(&inputs, &analysis, &accepted, &Summary::new(&analysis, &accepted, true, &inputs)), &accepted)
}

/// Gives a report of an analysis to `render`.
pub(crate) fn with_analysis<T>(analysis: &Analysis, render: impl FnOnce(&Report<'_>) -> T) -> T {
    let plan = |name: &str, kind, role, version: Option<&str>| InputInfo {
        name: name.to_owned(),
        kind,
        role,
        terraform_version: version.map(str::to_owned),
        format_version: "1.2".to_owned(),
        timestamp: (kind == InputKind::Plan).then(|| "2026-11-28T09:30:00Z".to_owned()),
        partial: None,
    };
    let inputs = [plan("-", InputKind::Plan, Role::Judged, Some("1.11.4")), plan("network.json", InputKind::State, Role::Context, None)];
    let config = Config::parse("ssm-check.toml", WAIVERS).unwrap();
    let mut accepted = Accepted::new(analysis, &config, None, &Places::default());
    for reported in accepted.findings.iter_mut().filter(|reported| reported.finding.address == "aws_instance.web") {
        reported.place = Some(FilePosition { file: "main.tf".to_owned(), in_repository: "infra/main.tf".to_owned(), line: 12, column: 3 });
        let place = FilePosition {
            file: "modules/vpc/vpc.tf".to_owned(),
            in_repository: "infra/modules/vpc/vpc.tf".to_owned(),
            line: 7,
            column: 1,
        };
        reported.evidence_places.iter_mut().skip(1).for_each(|evidence| *evidence = Some(place.clone()));
    }
    let lines = Lines::none().with("main.tf", MAIN).with("modules/vpc/vpc.tf", VPC);
    let summary = Summary::new(analysis, &accepted, true, &inputs);
    render(&Report { lines: &lines, ..Report::new(&inputs, analysis, &accepted, &summary) })
}

const MAIN: &str = "#\n#\n#\n#\n#\n#\n#\n#\n#\n#\nresource \"aws_instance\" \"web\" {\n  subnet_id = aws_subnet.private.id\n}\n";
const VPC: &str = "#\n#\n#\n#\n#\n#\nresource \"aws_vpc\" \"main\" { # \u{1b}[31m ##[error]\n}\n";

const WAIVERS: &str = r#"
[[waiver]]
check = "SSM602"
address = "aws_instance.*"
reason = "break-glass | until the <new> bastion"
expires = 9999-12-31
[[waiver]]
check = "SSM401"
address = "aws_iam_role.dba"
reason = "database work"
[[waiver]]
check = "sessions-not-scoped"
address = "aws_iam_role.ops"
reason = "over"
expires = 2020-01-31
"#;

fn target(address: &str, identity: Verdict, network: Verdict, verdict: Verdict) -> TargetReport {
    let path = |service, verdict, hops: &[&str]| PathReport {
        service,
        verdict,
        via: (verdict == Verdict::Pass).then_some("endpoint"),
        hops: hops.iter().map(|hop| (*hop).to_owned()).collect(),
        stops: if verdict == Verdict::Fail { vec![stop()] } else { Vec::new() },
        missing: if verdict == Verdict::Unknown { vec![say!("how {} is routed", Span::address("data.aws_subnet.a"))] } else { Vec::new() },
    };
    TargetReport {
        address: address.to_owned(),
        resource_type: "aws_instance".to_owned(),
        kind: TargetKind::Instance,
        change: "create",
        verdict,
        identity: IdentityReport {
            verdict: identity,
            profile: Some("aws_iam_instance_profile.node".to_owned()),
            role: (identity == Verdict::Pass).then(|| "aws_iam_role.node".to_owned()),
        },
        network: NetworkReport {
            verdict: network,
            paths: vec![
                path("ssm", Verdict::Pass, &["aws_vpc_endpoint.ssm", "aws_security_group.endpoints"]),
                path("ssmmessages", network, &[]),
            ],
        },
        host: Verdict::Unknown,
    }
}

fn stop() -> Stop {
    Stop {
        from: "aws_subnet.private".to_owned(),
        at: vec![AttrRef::resource("aws_vpc.main"), AttrRef::new("aws_route_table.private", "route")],
        check: "SSM201".to_owned(),
    }
}

fn targets() -> Vec<TargetReport> {
    use Verdict::{Fail, Pass, Unknown};
    vec![
        target("aws_instance.batch", Pass, Pass, Pass),
        target("aws_instance.web", Pass, Fail, Fail),
        target("module.payments[\"eu-central-1\"].module.servers.aws_autoscaling_group.application", Unknown, Pass, Unknown),
    ]
}

fn access() -> Vec<AccessRow> {
    let row = |target: &str, decision, by, ports: &[&str]| AccessRow {
        principal: "aws_iam_role.ops".to_owned(),
        target: target.to_owned(),
        document: "AWS-StartPortForwardingSession".to_owned(),
        decision,
        by,
        ports: ports.iter().map(|ports| (*ports).to_owned()).collect(),
        session: None,
        tags: None,
        just_in_time: None,
    };
    let asked = OnRequest {
        outcome: RequestOutcome::Depends,
        automatic_if: Some("the caller is in group `911b8590-7041-70fa-d20b-123456789012`".into()),
        approvals: Some("1 of group `d4q81745-r081-7079-d789-14da1EXAMPLE`".into()),
        policy: Some("aws_ssm_document.production".to_owned()),
        hours: None,
        why: None,
    };
    let shell =
        AccessRow { document: "SSM-SessionManagerRunShell".to_owned(), ..row("aws_instance.batch", "denied", Some("implicit"), &[]) };
    vec![
        row("*", "denied", Some("implicit"), &[]),
        row("aws_instance.batch", "unknown", None, &[]),
        AccessRow { just_in_time: Some(asked), ..shell },
        row("aws_instance.web", "allowed", None, &["22", "1024-65535"]),
    ]
}

fn findings() -> Vec<Finding> {
    let finding = |check: &'static Check, verdict, address: &str, message: Message, evidence: Vec<Evidence>, help: &'static str, change| {
        Finding { change, ..Finding::new(check, verdict, address, message).because(evidence).help(help) }
    };
    let group = "module.payments[\"eu-central-1\"].module.servers.aws_autoscaling_group.application";
    vec![
        finding(
            &UNGUARDED,
            Verdict::Fail,
            "aws_iam_role.ops",
            "role `aws_iam_role.ops` may forward any port of any instance".into(),
            vec![Evidence::Decision {
                at: AttrRef::new("aws_iam_role_policy.ops", "policy.Statement[0]"),
                effect: Effect::Allow,
                what: "allows".into(),
                request: Some(Witness::Request {
                    action: "ssm:StartSession".to_owned(),
                    resource: "arn:aws:ssm:eu-central-1::document/AWS-StartPortForwardingSession".to_owned(),
                }),
            }],
            "deny `ssm:StartSession` on `arn:aws:ssm:*:*:document/AWS-StartPortForwarding…` in `aws_iam_role_policy.ops`",
            Change::Existing,
        ),
        finding(
            &NOT_SCOPED,
            Verdict::Fail,
            "aws_iam_role.ops",
            "role `aws_iam_role.ops` may start sessions on every instance".into(),
            vec![],
            "",
            Change::Existing,
        ),
        finding(
            &NO_PATH,
            Verdict::Fail,
            "aws_instance.web",
            "instance `aws_instance.web` has no way to reach `ssmmessages`".into(),
            vec![
                Evidence::Link {
                    at: AttrRef::new("aws_instance.web", "subnet_id"),
                    to: "aws_subnet.private".to_owned(),
                    how: Message::default(),
                },
                Evidence::Absence {
                    at: Some(AttrRef::resource("aws_vpc.main")),
                    looked_for: "interface endpoint for `ssmmessages`".into(),
                    considered: vec!["aws_vpc_endpoint.ssm".to_owned(), "aws_vpc_endpoint.ec2messages".to_owned()],
                },
                Evidence::Absence {
                    at: Some(AttrRef::new("aws_route_table.private", "route")),
                    looked_for: "route to `0.0.0.0/0`".into(),
                    considered: vec![],
                },
            ],
            "add `aws_vpc_endpoint` for `ssmmessages` in `aws_vpc.main`",
            Change::Introduced,
        ),
        finding(
            &KEY_PAIR,
            Verdict::Fail,
            "aws_instance.web",
            "instance `aws_instance.web` still has the key pair `admin`".into(),
            vec![Evidence::Fact { at: AttrRef::new("aws_instance.web", "key_name"), shows: say!("is {}", Span::value("admin")) }],
            "remove `key_name`",
            Change::Introduced,
        ),
        finding(
            &UNGUARDED,
            Verdict::Unknown,
            group,
            say!("it cannot be told whether {} has a role", Span::address(group)),
            vec![
                Evidence::Gap { at: AttrRef::new("data.aws_iam_role.node", "name"), gap: Gap::new("known after apply") },
                Evidence::Absence { at: None, looked_for: "role \u{1b}[31mof that name".into(), considered: vec![] },
            ],
            "apply `data.aws_iam_role.node` first",
            Change::Introduced,
        ),
        finding(
            &NO_PATH,
            Verdict::Unknown,
            group,
            "it cannot be told how its subnet is routed".into(),
            vec![],
            "pass the plan or state of `data.aws_vpc.shared` as a further FILE",
            Change::Introduced,
        ),
    ]
}

fn fixed() -> Finding {
    let finding = Finding::fail(&NO_PATH, "aws_instance.db", "instance `aws_instance.db` has no way to reach `ssm`");
    Finding { change: Change::Fixed, ..finding }
}

/// Names that a plan may have, and that mean something to one format or another.
pub(crate) const HOSTILE: [&str; 14] = [
    "a|b",
    "``` `x` ```",
    "<script>alert(1)</script>",
    "</code></summary></details></style></script><img src=x onerror=alert(1)>",
    "@everyone see #123 and GH-1 and !7",
    "*bold* _em_ ~~gone~~ [link](https://evil.example) ![image](https://evil.example/x.png)",
    "line\n\n# heading\n\n| a | b |\n|---|---|",
    "\u{202e}desrever\u{2069}\u{1b}[31m\0\u{7f}",
    "https://evil.example www.evil.example evil@evil.example",
    "-->]]>&amp;&lt;<!-- comment --><?php ?><![CDATA[x]]>",
    "\" onmouseover=\"alert(1)\" x='",
    "\\|\\`\\",
    "💥 grün 名前 \u{2028}\u{feff}",
    "   ",
];

/// Gives the report with everything, in which every name and sentence has this text in it, to `render`.
pub(crate) fn with_hostile_report<T>(hostile: &str, render: impl FnOnce(&Report<'_>) -> T) -> T {
    let spoil = |text: &mut String| text.push_str(hostile);
    let spoil_message = |message: &mut Message| {
        message.map_values(|span| Some(Span::Value(format!("{}{hostile}", span.text()))));
        *message = std::mem::take(message).then(Span::Plain(hostile.to_owned()));
    };
    let place = |at: &mut AttrRef| {
        spoil(&mut at.address);
        at.attribute.iter_mut().for_each(spoil);
    };
    let mut analysis = Analysis { targets: targets(), access: access(), findings: findings(), fixed: vec![fixed()], ..Analysis::default() };
    for target in &mut analysis.targets {
        spoil(&mut target.address);
        target.identity.profile.iter_mut().chain(&mut target.identity.role).for_each(spoil);
        for path in &mut target.network.paths {
            std::sync::Arc::make_mut(&mut path.hops).iter_mut().for_each(spoil);
            path.missing.iter_mut().for_each(spoil_message);
            for stop in &mut path.stops {
                spoil(&mut stop.from);
                stop.at.iter_mut().for_each(place);
            }
        }
    }
    for row in &mut analysis.access {
        [&mut row.principal, &mut row.target, &mut row.document].into_iter().chain(&mut row.ports).for_each(spoil);
    }
    for finding in analysis.findings.iter_mut().chain(&mut analysis.fixed) {
        spoil(&mut finding.address);
        [&mut finding.message, &mut finding.help].into_iter().for_each(spoil_message);
        finding.attribute.iter_mut().for_each(spoil);
        for step in &mut finding.evidence {
            match step {
                Evidence::Fact { at, shows: words } | Evidence::Decision { at, what: words, .. } => {
                    place(at);
                    spoil_message(words);
                }
                Evidence::Hop { at } => place(at),
                Evidence::Gap { at, gap } => {
                    place(at);
                    *gap = Gap::new(gap.message().then(Span::value(hostile)));
                }
                Evidence::Link { at, to, how } => {
                    place(at);
                    spoil(to);
                    spoil_message(how);
                }
                Evidence::Absence { at, looked_for, considered } => {
                    at.iter_mut().for_each(place);
                    spoil_message(looked_for);
                    considered.iter_mut().for_each(spoil);
                }
            }
        }
    }
    with_analysis(&analysis, render)
}

/// Gives a report of a fixture to `render`.
pub(crate) fn with_fixture<T>(name: &str, text: &str, render: impl FnOnce(&Report<'_>) -> T) -> T {
    let plan = Plan::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    with_analysis(&analyse(&[&plan], &Options::default()).unwrap(), render)
}

/// What no report may show.
pub(crate) const CANARY: &str = "canary";

/// The plan with every text in its resources replaced, and marked as sensitive; none where it changes no resource.
pub(crate) fn with_canaries(plan: &str) -> Option<String> {
    let mut plan: Value = serde_json::from_str(plan).unwrap();
    let mut hidden = 0;
    for change in plan.get_mut("resource_changes")?.as_array_mut()? {
        let change = change["change"].as_object_mut()?;
        for (side, sensitive) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
            let Some(values) = change.get_mut(side).and_then(Value::as_object_mut) else { continue };
            let mut marks = serde_json::Map::new();
            for (name, value) in values.iter_mut().filter(|(_, value)| value.is_string()) {
                *value = Value::String(format!("{CANARY}-{name}-{hidden}"));
                marks.insert(name.clone(), Value::Bool(true));
                hidden += 1;
            }
            change.insert(sensitive.to_owned(), Value::Object(marks));
        }
    }
    (hidden > 0).then(|| plan.to_string())
}
