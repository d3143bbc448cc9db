//! What the checks of access share: one question for each principal, and findings that show the statements.

pub(super) mod command_bypass;
pub(super) mod container_task_sessions;
pub(super) mod data_channel_not_allowed;
pub(super) mod default_document_not_enforced;
pub(super) mod document_authoring_bypass;
pub(super) mod guard_denies_every_session;
pub(super) mod guard_never_matches;
pub(super) mod guard_on_instance_role;
pub(super) mod instance_connect_tunnel;
pub(super) mod instance_role_starts_sessions;
pub(super) mod port_forwarding_unguarded;
mod reached;
pub(super) mod remote_port_forwarding_unguarded;
pub(super) mod sessions_not_scoped;
pub(super) mod sessions_of_others;
pub(super) mod shell_not_allowed;
pub(super) mod ssh_tunnel_unguarded;
pub(super) mod tag_condition_on_document;
pub(super) mod tag_guard_self_service;
pub(crate) mod tunnel_documents;

use crate::repairs::{self, Advice, Causes};
use crate::{AttrRef, Check, Context, Evidence, Finding, Verdict};
use ssm_check_assess::access::{Access, Asking, Caller, CallerKind, Decision, START, Shown, TargetResource, covers};
use ssm_check_assess::just_in_time::is_token_role;
use ssm_check_iam::{Document, Effect, Outcome, Statement, Truth};
use ssm_check_message::{Message, Span, list, say};

/// What a check says of a principal.
pub(super) struct Report {
    /// `Fail` or `Unknown`.
    pub(super) verdict: Verdict,
    /// The headline.
    pub(super) message: Message,
    /// The proof.
    pub(super) evidence: Vec<Evidence>,
    /// The next action.
    pub(super) help: Message,
    /// How it is put right, for each cause.
    pub(super) repairs: Causes,
    /// What is left for a person beside the repairs.
    pub(super) by_hand: Message,
    /// Which of the allowed port forwardings covers all of it.
    pub(super) allowed: Option<usize>,
}

impl Report {
    /// A failure.
    pub(super) fn fail(message: impl Into<Message>, evidence: Vec<Evidence>, advice: impl Into<Advice>) -> Self {
        let (help, repairs) = match advice.into() {
            Advice::Edits(repairs) => (Message::default(), repairs),
            Advice::Words(help) => (help, Vec::new()),
        };
        Self { verdict: Verdict::Fail, message: message.into(), evidence, help, repairs, by_hand: Message::default(), allowed: None }
    }

    /// A failure that one more statement of the caller's puts right, whatever else its policies say.
    pub(super) fn by_statement(
        access: &Access<'_>,
        caller: &Caller<'_>,
        message: impl Into<Message>,
        evidence: Vec<Evidence>,
        statement: &repairs::Statement,
    ) -> Self {
        Self::fail(message, evidence, one_more(caller, statement)).repaired(repairs::access::statement(access, caller, statement))
    }

    /// How it is put right, for each cause.
    pub(super) fn repaired(self, repairs: Causes) -> Self {
        Self { repairs, ..self }
    }

    /// What the inputs do not tell of a principal.
    pub(super) fn unknown(asking: &Asking<'_, '_>, message: impl Into<Message>) -> Self {
        Self::undecided(message, Shown(asking).gaps())
    }

    /// What the inputs do not tell, for these gaps.
    pub(super) fn undecided(message: impl Into<Message>, evidence: Vec<Evidence>) -> Self {
        Self { verdict: Verdict::Unknown, ..Self::fail(message, evidence, Message::default()) }
    }
}

/// Asks about each principal but the instances' own roles.
///
/// What a user has from its group is the group's finding, not one more of the user.
pub(super) fn each(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    ask: impl Fn(&Access<'_>, &Asking<'_, '_>) -> Option<Report>,
) {
    let access = context.access();
    // What whoever has a token may do is AWS's session policy for it.
    let asked = access.people().filter(|caller| !is_token_role(caller)).map(|caller| access.asking(caller, START));
    each_of(access, asked, findings, check, ask);
}

/// Asks about each guard: of each principal, and of each control policy for whoever is under it. A policy that only denies and is
/// attached to nobody is judged as if all else were allowed.
pub(super) fn each_guard(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    ask: impl Fn(&Access<'_>, &Asking<'_, '_>) -> Option<Report>,
) {
    let access = context.access();
    let asked = access.guarded().map(|caller| {
        let asking = access.asking(caller, START);
        let only_denies = caller.kind == CallerKind::Policy && !asking.may_grant();
        if only_denies { asking.with("everything", Document::new([Statement::allow(["*"], ["*"])])) } else { asking }
    });
    each_of(access, asked, findings, check, ask);
}

fn each_of<'a, 'g: 'a>(
    access: &Access<'g>,
    asked: impl Iterator<Item = Asking<'a, 'g>>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    ask: impl Fn(&Access<'_>, &Asking<'_, '_>) -> Option<Report>,
) {
    let reports: Vec<(Asking<'_, '_>, Report)> = asked.filter_map(|asking| ask(access, &asking).map(|report| (asking, report))).collect();
    let is_of_group = |(asking, report): &(Asking<'_, '_>, Report)| {
        let groups = &asking.caller.policies.groups;
        // A group of another input is reported on there, and a user that joins it here.
        let is_reported = |group: &Asking<'_, '_>| group.caller.resource.is_judged() || !asking.caller.resource.is_judged();
        let has_it_of = |(group, other): &(Asking<'_, '_>, Report)| {
            groups.contains(&group.caller.resource.id()) && other.verdict == report.verdict && is_reported(group)
        };
        let by_itself = || ask(access, &asking.without_groups()).is_some_and(|own| own.verdict == report.verdict);
        reports.iter().any(has_it_of) && !by_itself()
    };
    let of_groups: Vec<bool> = reports.iter().map(is_of_group).collect();
    let own = reports.into_iter().zip(of_groups).filter(|(_, is_of_group)| !is_of_group);
    findings.extend(own.map(|((asking, report), _)| finding(check, asking.caller.address(), None, report)));
}

pub(super) fn finding(check: &'static Check, address: &str, attribute: Option<&str>, report: Report) -> Finding {
    let finding = Finding::new(check, report.verdict, address, report.message);
    let finding = finding.because(report.evidence).help(report.help).repaired(report.repairs);
    let finding =
        if report.by_hand.is_empty() { finding } else { Finding { help: say!("{}; {}", finding.help, report.by_hand), ..finding } };
    Finding { attribute: attribute.map(str::to_owned), allowed: report.allowed, ..finding }
}

/// Reports whoever may start one of the check's documents. `alone`: what nothing is known of is reported here, and by no other check.
pub(super) fn tunnels(context: &Context<'_>, findings: &mut Vec<Finding>, check: &'static Check, alone: bool) {
    let names = tunnel_documents::of_check(check.id);
    let first = findings.len();
    each(context, findings, check, |access, asking| {
        let found: Vec<_> = names.iter().filter_map(|name| Some((*name, asking.anywhere(access.document(name)?)))).collect();
        let open: Vec<_> = found.iter().filter(|(_, found)| found.truth == Truth::True).collect();
        let caller = name_of(asking.caller);
        if let Some((_, first)) = open.first() {
            let (target, decision) = first.shown.as_ref()?;
            let open: Vec<&str> = open.iter().map(|(name, _)| *name).collect();
            let documents: Vec<_> = open.iter().filter_map(|name| access.document(name)).collect();
            let others: Vec<&str> =
                asking.open_targets(&documents).into_iter().map(|other| other.name.as_str()).filter(|name| *name != target.name).collect();
            let and_others = match others.len() {
                0 => Message::default(),
                1 => " and 1 other".into(),
                more => say!(" and {} others", more),
            };
            let mut evidence = Shown(asking).open(decision);
            if !others.is_empty() {
                let at = AttrRef::resource(asking.caller.address());
                evidence.push(Evidence::Fact { at, shows: say!("the same can be started on {}", quoted(&others)) });
            }
            evidence.extend(own_tunnels(access));
            let message = say!("{} can start {} on {}{}", caller, quoted(&open), place(asking, target, decision), and_others);
            let report = Report::by_statement(access, asking.caller, message, evidence, &repairs::access::no_tunnels(asking.caller));
            // What may be open counts too.
            let possible = found.iter().filter(|(_, found)| found.truth != Truth::False);
            let documents: Vec<_> = possible.filter_map(|(name, _)| access.document(name)).collect();
            let tunnels = || (context.tunnels().all.as_slice(), context.tunnels().are_cut);
            let allowed = context.options.allowed.iter().position(|exception| covers(exception, asking, &documents, tunnels()));
            return Some(Report { allowed, ..report });
        }
        let unclear: Vec<&str> = found.iter().filter(|(_, found)| found.truth == Truth::Unknown).map(|(name, _)| *name).collect();
        if unclear.is_empty() || !(asking.is_spoken_of() || (alone && !asking.caller.for_services)) {
            return None;
        }
        Some(Report::unknown(asking, say!("cannot determine from this plan whether {} can start {}", caller, quoted(&unclear))))
    });
    findings.iter_mut().skip(first).for_each(|finding| reached::tell(context, finding, names));
}

/// "`aws_instance.web`" or "any other instance tagged Team=payments".
pub(super) fn place(asking: &Asking<'_, '_>, target: &TargetResource, decision: &Decision) -> Message {
    if target.is_of_inputs() {
        return Span::address(&target.name).into();
    }
    let anywhere = target.resource.shown.clone();
    match asking.tags_of(decision) {
        Some(tags) => say!("{} {}", anywhere, Span::Plain(tags)),
        None => anywhere,
    }
}

/// So many documents are named to each principal; where hundreds are, every principal's finding would name them all.
const NAMED_TUNNELS: usize = 8;

/// Documents of the inputs that tunnel too: a guard of AWS's does not cover them.
fn own_tunnels(access: &Access<'_>) -> impl Iterator<Item = Evidence> {
    let own = || access.documents.iter().filter(|document| document.is_tunnel == Some(true)).filter_map(|document| document.own);
    let unnamed = own().count().saturating_sub(NAMED_TUNNELS);
    own().take(NAMED_TUNNELS).enumerate().map(move |(at, document)| {
        let shows = "opens tunnels too, and a guard of AWS's documents does not cover it";
        let and_others = match unnamed {
            more if more > 0 && at + 1 == NAMED_TUNNELS => say!("; the same is so of {} more", more),
            _ => Message::default(),
        };
        Evidence::Fact { at: AttrRef::resource(document.0.address()), shows: say!("{}{}", shows, and_others) }
    })
}

/// A policy of AWS's that is attached to someone who is not in the inputs.
fn is_attachment(caller: &Caller<'_>) -> bool {
    caller.resource.resource_type().ends_with("_attachment")
}

/// "role `aws_iam_role.ops`".
pub(super) fn name_of(caller: &Caller<'_>) -> Message {
    let kind = match caller.kind {
        CallerKind::Role => "role",
        CallerKind::User => "user",
        CallerKind::Group => "group",
        CallerKind::PermissionSet => "permission set",
        CallerKind::Policy if is_attachment(caller) => "whoever gets the policy of",
        CallerKind::Policy => "whoever gets policy",
        CallerKind::Organization => "whoever is under policy",
    };
    say!("{} {}", kind, Span::address(caller.address()))
}

/// `a`, `b` and `c`
pub(super) fn quoted<T: AsRef<str>>(items: &[T]) -> Message {
    list(items.iter().map(Span::value))
}

/// To give a caller one more statement, in words.
pub(super) fn one_more(caller: &Caller<'_>, statement: &repairs::Statement) -> Message {
    let (at, shown) = (Span::address(caller.address()), Span::value(statement.shown()));
    // Of a policy of AWS's, or one that is edited elsewhere, there is nothing to edit.
    if is_attachment(caller) {
        say!("attach another policy beside {}, to the same role, user or group: {}", at, shown)
    } else {
        say!("add to a policy of {}: {}", at, shown)
    }
}

/// How nobody starts sessions any more who should start none at all: what lets a request through has to be narrowed, or to be denied where
/// it has to stay.
pub(super) fn without_sessions(asking: &Asking<'_, '_>, outcome: &Outcome) -> Message {
    say!(
        "take {} out of {}, or else deny it beside it: {}",
        Span::code(START),
        list(Shown(asking).grants(outcome).into_iter().map(|(_, grant)| grant)),
        one_more(asking.caller, &repairs::Statement::deny([START], ["*"]))
    )
}

/// A condition on tags of the resource, and whether it lets what has no tag pass.
pub(super) fn tag_condition(statement: &Statement) -> Option<&ssm_check_iam::Condition> {
    statement.conditions.iter().find(|condition| {
        let key = condition.key.to_lowercase();
        key.starts_with("aws:resourcetag/") || key.starts_with("ssm:resourcetag/")
    })
}

/// A condition on `ssm:SessionDocumentAccessCheck`.
pub(super) fn document_check(statement: &Statement) -> Option<&ssm_check_iam::Condition> {
    statement.conditions.iter().find(|condition| condition.key.eq_ignore_ascii_case("ssm:SessionDocumentAccessCheck"))
}

/// It allows, for certain.
pub(super) fn allows(statement: &Statement) -> bool {
    statement.effect == Effect::Allow
}

/// A condition key of the reference with the tag of another: `aws:ResourceTag/` and `ec2:ResourceTag/Env` make `aws:ResourceTag/Env`.
pub(super) fn with_tag(key: &str, written: &str) -> String {
    match written.split_once('/').filter(|_| key.ends_with('/')) {
        Some((_, tag)) => format!("{key}{tag}"),
        None => key.to_owned(),
    }
}
