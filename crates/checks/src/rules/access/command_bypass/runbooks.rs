//! Runbooks of the inputs that run what their caller gives, with the permissions of their role.
//!
//! Whoever starts one needs no permission of its own for what it does: <https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html>.

use super::calls::{Call, Means};
use super::{By, Cure, Way, pasted};
use crate::{Context, Evidence};
use ssm_check_assess::access::{Access, Asking, AuthorizedResource, Caller, CallerKind, DocumentResource, Shown, Tags};
use ssm_check_assess::arn::arn_of;
use ssm_check_assess::document::{Runbook, RunsAs, Sent, content_of, runbook};
use ssm_check_assess::evidence::AttrRef;
use ssm_check_assess::pages::Listed;
use ssm_check_assess::role_trust::trusts;
use ssm_check_aws::{AccountId, Arn};
use ssm_check_graph::aws::{Role, SsmDocument};
use ssm_check_iam::{Text, Truth, Value};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;
use std::rc::Rc;

/// A runbook of the inputs.
pub(super) struct OwnRunbook<'g> {
    own: SsmDocument<'g>,
    document: DocumentResource<'g>,
    does: Runbook,
}

/// Those of the inputs that run what their caller gives, or may.
pub(super) fn all<'g>(context: &Context<'g>) -> Vec<OwnRunbook<'g>> {
    let made = context.graph.all::<SsmDocument<'g>>().filter(|document| document.0.is_managed());
    let found = made.filter_map(|own| Some(OwnRunbook { own, document: DocumentResource::made(own), does: runbook(own)? }));
    found.filter(|book| !book.does.sends.is_empty() || book.does.unclear.is_some()).collect()
}

/// By whom a runbook runs, and what is not known of that.
struct RunVerdict {
    truth: Truth,
    evidence: Vec<Evidence>,
}

impl RunVerdict {
    fn unclear(at: AttrRef, gap: Gap) -> Self {
        Self { truth: Truth::Unknown, evidence: vec![Evidence::Gap { at, gap }] }
    }
}

/// The ways of a principal to run commands by runbooks, and why it is not known of others; `None` where nothing is open.
pub(super) fn ways(access: &Access<'_>, asking: &Asking<'_, '_>, runbooks: &[OwnRunbook<'_>]) -> (Vec<Way>, Option<Vec<Evidence>>) {
    let (mut ways, mut unclear) = (Vec::new(), None);
    let starts = Listed::ActionsThatStartRunbooks.texts().map(|action| (Means::Runbook, action));
    // An association runs a runbook, too, and whoever makes it hands the role over:
    // <https://docs.aws.amazon.com/systems-manager/latest/userguide/scheduling-automations-state-manager-associations.html>.
    let associates = Listed::ActionsThatSendCommands.texts().skip(1).map(|action| (Means::Document, action));
    for (kind, action) in starts.chain(associates) {
        let call = Call::new(asking, kind, action);
        if !call.asked.may_grant() {
            continue;
        }
        for book in runbooks {
            let started = if kind == Means::Runbook { call.of_runbook(&book.document) } else { call.of_own(&book.document) };
            if started.0 == Truth::False {
                continue;
            }
            for sent in &book.does.sends {
                let ran = runs(access, asking, book, sent);
                let truth = started.0.and(ran.truth);
                if truth == Truth::True {
                    let evidence = started.1.iter().cloned().chain([pasted(book.own, &sent.free)]).chain(ran.evidence).collect();
                    let does = say!("call {} with {}", Span::value(action), Span::value(book.document.name.clone()));
                    let parameter = say!("{} of {}", Span::value(sent.free.parameter.clone()), Span::address(book.own.0.address()));
                    ways.push(Way { does, evidence, action, by: By::Own(parameter, Cure::of(book.own, &sent.free.runs)) });
                    break;
                }
                if truth == Truth::Unknown && call.asked.is_spoken_of() {
                    unclear.get_or_insert(ran.evidence);
                }
            }
            if let Some((gap, runs_as)) = &book.does.unclear
                && call.asked.is_spoken_of()
                && may_send(access, asking, runs_as)
            {
                unclear.get_or_insert_with(|| vec![Evidence::Gap { at: content_of(book.own), gap: gap.clone() }]);
            }
        }
    }
    (ways, unclear)
}

/// Whether a command that a runbook sends is sent, where a principal starts that.
fn runs(access: &Access<'_>, asking: &Asking<'_, '_>, book: &OwnRunbook<'_>, sent: &Sent) -> RunVerdict {
    let none = RunVerdict { truth: Truth::False, evidence: Vec::new() };
    match &sent.runs_as {
        // What the caller may send itself is told of its own call.
        RunsAs::Caller => none,
        RunsAs::Unclear => RunVerdict::unclear(content_of(book.own), Gap::new("with whose permissions it runs")),
        RunsAs::Role(text) => written(access, asking, book, sent, text),
        RunsAs::Named { allowed: Some(allowed), default } => {
            let all = allowed.iter().chain(default).map(|text| written(access, asking, book, sent, text));
            all.fold(none, better)
        }
        RunsAs::Named { allowed: None, default } => {
            let roles = access.callers.iter().filter(|caller| caller.kind == CallerKind::Role);
            let given = roles.map(|role| by_role(access, asking, book, sent, role, Truth::False));
            let default = default.iter().map(|text| written(access, asking, book, sent, text));
            given.chain(default).fold(none, better)
        }
    }
}

fn better(one: RunVerdict, other: RunVerdict) -> RunVerdict {
    match (one.truth, other.truth) {
        (Truth::True, _) | (Truth::Unknown, Truth::False | Truth::Unknown) => one,
        (_, Truth::True | Truth::Unknown) => other,
        (Truth::False, Truth::False) => one,
    }
}

/// By the role whose ARN the runbook says. Whether AWS asks whoever starts it about passing that role, too, its pages leave open.
fn written(access: &Access<'_>, asking: &Asking<'_, '_>, book: &OwnRunbook<'_>, sent: &Sent, text: &str) -> RunVerdict {
    let roles = access.callers.iter().filter(|caller| caller.kind == CallerKind::Role && is_named(caller, text));
    let ran = roles.map(|role| by_role(access, asking, book, sent, role, Truth::Unknown)).reduce(better);
    ran.unwrap_or_else(|| {
        let key = text.to_owned();
        let reason = Reason::Outside { resource_type: Some("aws_iam_role"), key };
        RunVerdict::unclear(
            content_of(book.own),
            Gap::because(say!("what the role of {} may do", Span::address(book.own.0.address())), reason),
        )
    })
}

/// By this role; `unpassed`: whether that works where the caller may not pass the role.
fn by_role(
    access: &Access<'_>,
    asking: &Asking<'_, '_>,
    book: &OwnRunbook<'_>,
    sent: &Sent,
    role: &Caller<'_>,
    unpassed: Truth,
) -> RunVerdict {
    let mut send = Call::new(&access.asking(role, sent.action), Means::Document, sent.action);
    if sent.document.starts_with("arn:") {
        send.asked = send.asked.of_shared();
    }
    let (sends, grant) = send.on_nodes(|region| resource_of(&send.asked, book.own, &sent.document, region));
    let services: Vec<&str> = Listed::ServicesForRunbooks.texts().collect();
    let trusted = if sends == Truth::False { Truth::False } else { trusts(Role(role.resource), &services, book.own.0) };
    if sends.and(trusted) == Truth::False {
        return RunVerdict { truth: Truth::False, evidence: Vec::new() };
    }
    let passes = passes(asking, role);
    let by = if passes == Truth::True { passes } else { unpassed.or(passes) };
    let at = AttrRef::resource(role.address());
    match sends.and(trusted).and(by) {
        Truth::True => {
            let shows = say!("is the role that {} runs with", Span::address(book.own.0.address()));
            RunVerdict { truth: Truth::True, evidence: [Evidence::Fact { at, shows }].into_iter().chain(grant).collect() }
        }
        Truth::Unknown if sends == Truth::True && trusted == Truth::True && passes == Truth::False => {
            let what = say!(
                "whether {} has to be passed by whoever starts {}",
                Span::address(role.address()),
                Span::address(book.own.0.address())
            );
            RunVerdict::unclear(at, Gap::because(what, Reason::NotModelled("the role that a runbook itself names")))
        }
        truth => RunVerdict { truth, evidence: Shown(if sends == Truth::Unknown { &send.asked } else { asking }).gaps() },
    }
}

/// May the principal hand a role to Systems Manager?
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
fn passes(asking: &Asking<'_, '_>, role: &Caller<'_>) -> Truth {
    let mut names = Listed::ActionThatPassesRoles.texts();
    let (Some(action), Some(key)) = (names.next(), names.next()) else { return Truth::Unknown };
    let service = Value::One(Text::lit(Listed::ServicesForRunbooks.value()));
    let asked = asking.about(action);
    asked.on_with(&asked.of_inputs(role.resource), None, &[(key, service)]).truth()
}

/// A runbook of which it is not known what it sends may send something with these permissions.
fn may_send(access: &Access<'_>, asking: &Asking<'_, '_>, runs_as: &RunsAs) -> bool {
    let action = Listed::ActionsThatSendCommands.value();
    let any = |text: Option<&str>| {
        let roles = access.callers.iter().filter(|caller| caller.kind == CallerKind::Role);
        let mut named = roles.filter(|caller| text.is_none_or(|text| is_named(caller, text))).peekable();
        let is_outside = text.is_some() && named.peek().is_none();
        is_outside || named.any(|role| access.asking(role, action).may_grant() && (text.is_some() || passes(asking, role).is_possible()))
    };
    match runs_as {
        RunsAs::Unclear => true,
        // A script has no permissions of the caller's.
        RunsAs::Caller => false,
        RunsAs::Role(text) => any(Some(text)),
        RunsAs::Named { default, .. } => any(None) || default.as_deref().is_some_and(|text| any(Some(text))),
    }
}

/// A role is the one of this ARN, or of this attribute. In a runbook the account may be a variable, `{{ global:ACCOUNT_ID }}`.
fn is_named(role: &Caller<'_>, text: &str) -> bool {
    if text.strip_suffix(".arn").is_some_and(|address| address == role.address()) {
        return true;
    }
    let own = arn_of(role.resource).to_string();
    let rest = |arn: &str| arn.rsplit(':').next().map(str::to_owned);
    let account = || AccountId::parse(Arn::parse(text)?.account);
    let is_elsewhere = account().is_some_and(|account| role.resource.location().account.known().is_some_and(|own| *own != account));
    text.starts_with("arn:") && rest(text) == rest(&own) && !is_elsewhere
}

/// A document as a resource of a Region: of AWS or of the inputs by its name, else by its whole ARN.
fn resource_of(asked: &Asking<'_, '_>, beside: SsmDocument<'_>, name: &str, region: Option<&str>) -> Option<Rc<AuthorizedResource>> {
    if name.starts_with("arn:") {
        return Some(Rc::new(AuthorizedResource { tags: Tags::unknown(), ..AuthorizedResource::new(Text::lit(name), Span::value(name)) }));
    }
    if Listed::DocumentsThatRunScripts.has(name) {
        return Some(Rc::new(asked.document_of_aws(region, name)));
    }
    let made = beside.0.graph().all::<SsmDocument<'_>>().find(|own| own.0.is_managed() && own.name() == Attr::Known(name))?;
    asked.document_resource(&DocumentResource::made(made), region)
}
