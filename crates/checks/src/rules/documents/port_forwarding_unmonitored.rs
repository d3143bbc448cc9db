//! Nobody is told when a tunnel is opened.

use crate::attribution::reported_at;
use crate::declare::declare_check;
use crate::rules::access::{Report, finding, quoted};
use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::access::{Asking, DocumentResource, START};
use ssm_check_assess::just_in_time::{ApprovalKind, is_token_role};
use ssm_check_assess::monitoring::{Call, Watcher, unlisted_rules, watchers};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Message, Span, list, say};

declare_check!(
    SSM507,
    "port-forwarding-unmonitored",
    Warning,
    r#"## What it checks
Where somebody may open a tunnel, somebody is notified: a rule of EventBridge with a target, a metric filter with an alarm, or a subscription filter matches `StartSession` with each document. For the role of just-in-time tokens a rule on access requests is enough.

## Why it matters
What goes through a tunnel is never logged. The call that opens it is the only trace, in CloudTrail, where nobody looks.

## Example
```hcl
resource "aws_cloudwatch_event_rule" "tunnels" {
  event_pattern = jsonencode({ detail = { requestParameters = { documentName = ["AWS-StartPortForwardingSession"] } } })
}
```

## How to fix
Match every document by wildcard, and send the events to somebody:
```hcl
documentName = [{ wildcard = "*PortForwarding*" }, { wildcard = "*AWS-StartSSHSession" }, { wildcard = "*Payments-Tunnel" }]
```

## When it does not fail
When nobody may open a tunnel. That the target takes what EventBridge sends is taken for granted: a topic needs a policy and a function
a permission for `events.amazonaws.com`. So is that CloudTrail records the call, unless the inputs manage trails and none of them
does, or none of them writes to the log group of the filter: then the answer is unknown, as it is when a pattern is known only
after apply, and when answers of AWS show who may open the tunnel and none lists the rules (`aws events list-rules`).

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-auditing.html>
- <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let access = context.access();
    let tunnels: Vec<_> = access.documents.iter().filter(|document| document.is_tunnel == Some(true)).collect();
    let asked: Vec<_> = access.people().map(|caller| access.asking(caller, START)).collect();
    let watchers = watchers(context.graph);
    // Systems Manager tells of requests that people approve, and of no other.
    let unlisted = unlisted_rules(context.graph, context.options.strict);
    let by_people = context.approvals().policies.iter().all(|policy| policy.kind != ApprovalKind::AutoApproval);
    // Of each own document one finding; of those of AWS and of other inputs one, at the first principal that the judged inputs let start them.
    let reported: Vec<_> = asked.iter().filter(|asking| reported_at(asking.caller).is_some()).collect();
    let mut of_others: Vec<Untold<'_>> = Vec::new();
    for document in tunnels {
        match document.own.filter(|own| own.0.is_judged()) {
            Some(own) => {
                let untold = untold(document, &asked, &watchers, by_people, unlisted.as_ref());
                findings.extend(untold.map(|untold| finding(&CHECK, own.0.address(), None, report(&[untold], &watchers))));
            }
            None => of_others.extend(untold(document, reported.iter().copied(), &watchers, by_people, unlisted.as_ref())),
        }
    }
    // What certainly is not told is a finding, whatever may come of the rest.
    if of_others.iter().any(|untold| untold.told == Truth::False) {
        of_others.retain(|untold| untold.told == Truth::False);
    }
    if let Some(first) = of_others.first() {
        let caller = first.callers.first().copied();
        let at = asked.iter().map(|asking| asking.caller).find(|other| Some(other.address()) == caller).and_then(reported_at);
        findings.push(finding(&CHECK, at.unwrap_or_default(), None, report(&of_others, &watchers)));
    }
}

/// A document that somebody may start without anybody being told, or perhaps so.
struct Untold<'a> {
    document: &'a str,
    /// Those of whom that is so, in the order of addresses; `call` is the first one's.
    callers: Vec<&'a str>,
    call: Call,
    told: Truth,
    /// Rules that no input lists may tell somebody.
    unlisted: Option<&'a Gap>,
}

/// Whoever starts the document, and wherever: somebody is told.
fn untold<'a: 's, 's, 'g: 'a>(
    document: &'a DocumentResource<'_>,
    asked: impl IntoIterator<Item = &'s Asking<'a, 'g>>,
    watchers: &[Watcher<'_>],
    by_people: bool,
    unlisted: Option<&'a Gap>,
) -> Option<Untold<'a>> {
    let mut found: Option<Untold<'a>> = None;
    for asking in asked {
        for call in asking.calls(document) {
            let told = Truth::any(watchers.iter().map(|watcher| watcher.tells_of(&call)));
            // Whoever has the credentials of a token has asked for them.
            let of_request = || Truth::any(watchers.iter().map(|watcher| watcher.tells_of_request(&call, by_people)));
            let told = if is_token_role(asking.caller) { told.or(of_request()) } else { told };
            // Of a principal that answers of AWS show, only they show the rules.
            let unlisted = unlisted.filter(|_| told == Truth::False && asking.caller.resource.is_answer());
            let told = if unlisted.is_some() { Truth::Unknown } else { told };
            let caller = asking.caller.address();
            match &mut found {
                _ if told == Truth::True => {}
                Some(known) if known.told == told => {
                    if !known.callers.contains(&caller) {
                        known.callers.push(caller);
                    }
                }
                // What certainly is not told says more than what perhaps is not.
                Some(known) if known.told == Truth::False => {}
                _ => found = Some(Untold { document: &document.name, callers: vec![caller], call, told, unlisted }),
            }
            if found.as_ref().is_some_and(|known| known.told == Truth::False) {
                return found;
            }
        }
    }
    found
}

fn report(untold: &[Untold<'_>], watchers: &[Watcher<'_>]) -> Report {
    let documents: Vec<&str> = untold.iter().map(|untold| untold.document).collect();
    let names = &quoted(&documents);
    let mut evidence = vec![Evidence::Absence {
        at: None,
        looked_for: say!("rule or alarm that reports `StartSession` with {}", names),
        considered: watchers.iter().map(|watcher| watcher.address.clone()).collect(),
    }];
    for watcher in watchers {
        let flaw = untold.iter().find_map(|untold| match watcher.matches(&untold.call) {
            Truth::True => watcher.flaw_for(&untold.call).map(|flaw| say!("matches, but {}", flaw)),
            Truth::False => (watcher.flaw.is_none() && watchers.len() <= FEW)
                .then(|| say!("does not match {} started by {}", Span::value(untold.document), who(&untold.callers, FEW))),
            Truth::Unknown => None,
        });
        evidence.extend(flaw.map(|shows| Evidence::Fact { at: AttrRef::resource(watcher.address.clone()), shows }));
    }
    if let Some((untold, gap)) = untold.iter().find_map(|untold| Some((untold, untold.unlisted?))) {
        let at = AttrRef::resource(untold.callers.first().copied().unwrap_or_default());
        evidence.push(Evidence::Gap { at, gap: gap.clone() });
    }
    let wildcards: Vec<String> = documents.iter().map(|document| format!("{{ wildcard = \"*{document}\" }}")).collect();
    let anew = say!(
        "add an `aws_cloudwatch_event_rule` with a target, on the default event bus of the Region of the instances, whose event pattern has {}",
        Span::value(format!("detail = {{ requestParameters = {{ documentName = [{}] }} }}", wildcards.join(", ")))
    );
    // What is nearly right is mended, and nothing added beside it.
    let for_all = |watcher: &&Watcher<'_>| untold.iter().all(|untold| watcher.matches(&untold.call) == Truth::True);
    let mended = watchers.iter().filter(for_all).find_map(|watcher| watcher.remedy_for(&untold.first()?.call));
    let help = mended.unwrap_or(anew);
    let mut callers: Vec<&str> = untold.iter().flat_map(|untold| untold.callers.iter().copied()).collect();
    callers.sort_unstable();
    callers.dedup();
    if callers.len() > NAMED {
        let at = callers.first().map_or_else(|| AttrRef::resource(""), |first| AttrRef::resource(*first));
        evidence.push(Evidence::Fact { at, shows: say!("is one of {}", who(&callers, usize::MAX)) });
    }
    if untold.iter().any(|untold| untold.told == Truth::Unknown) {
        let message = say!("cannot determine from this plan whether anybody is notified of sessions with {}", names);
        // What no answer lists is asked for first.
        let help = if untold.iter().any(|untold| untold.unlisted.is_some()) { Message::default() } else { help };
        return Report { verdict: Verdict::Unknown, ..Report::fail(message, evidence, help) };
    }
    let start = if callers.len() == 1 { "starts" } else { "start" };
    Report::fail(say!("nobody is notified when {} {} {}", who(&callers, NAMED), start, names), evidence, help)
}

/// "`a`, `b` and 3 others"
fn who(callers: &[&str], named: usize) -> Message {
    let (told, rest) = callers.split_at(callers.len().min(named));
    let told = told.iter().map(|caller| Span::address(*caller));
    match rest.len() {
        0 => list(told),
        1 => list(told.map(Message::from).chain(["1 other".into()])),
        more => list(told.map(Message::from).chain([say!("{} others", more)])),
    }
}

/// As many principals are named.
const NAMED: usize = 3;

/// So many watchers are told of one by one.
const FEW: usize = 8;
