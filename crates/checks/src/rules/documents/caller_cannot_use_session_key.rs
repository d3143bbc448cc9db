//! Somebody may start sessions and not make the key that they are encrypted with.

use crate::declare::declare_check;
use crate::rules::access::{Report, each, name_of};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::session_key::{GENERATE, SessionKey};
use ssm_check_assess::access::{CallerKind, Shown};
use ssm_check_assess::document::content_of;
use ssm_check_iam::{Decision, Satisfiable, Truth};
use ssm_check_message::{Span, say};

declare_check!(
    SSM511,
    "caller-cannot-use-session-key",
    Warning,
    r#"## What it checks
Whoever may start shells that the preferences encrypt with a KMS key may also generate a data key with it, `kms:GenerateDataKey`.

## Why it matters
Both ends of an encrypted session need the key: the agent decrypts the data key, and the client generates it, with the permissions of whoever
calls `aws ssm start-session`. Without them the session starts and ends at once with a KMS error, as `ssm-check session` says.

## Example
```hcl
inputs = { kmsKeyId = aws_kms_key.session.arn } # and nobody but the instances' role may use it
```

## How to fix
Allow the callers to generate data keys:
```hcl
{ Effect = "Allow", Action = "kms:GenerateDataKey", Resource = aws_kms_key.session.arn }
```

## When it does not fail
When the preferences are not in the inputs, or name a key by an alias that is not. When the key is of another account and the caller's policies allow it.
When a policy of the caller or of the key, or a grant, may allow it. For policies that are attached to nobody and for groups, since another policy may allow it.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let documents = &context.access().documents;
    let keys: Vec<_> = documents.iter().filter_map(|document| Some((document, SessionKey::of(document)?))).collect();
    each(context, findings, &CHECK, |_, asking| {
        if matches!(asking.caller.kind, CallerKind::Policy | CallerKind::Group) || !asking.is_spoken_of() {
            return None;
        }
        let asked = asking.about(GENERATE);
        let started = keys.iter().filter(|(document, _)| asking.starts_anywhere(document) == Truth::True);
        let answers: Vec<_> = started.map(|(document, key)| (document, key, key.usable_by(&asked))).collect();
        let is = |answer: &Option<Satisfiable>, truth: Truth| answer.as_ref().is_some_and(|answer| answer.truth() == truth);
        let caller = name_of(asking.caller);
        let Some((document, key, answer)) = answers.iter().find(|(.., answer)| is(answer, Truth::False)) else {
            let unclear = answers.iter().any(|(.., answer)| is(answer, Truth::Unknown));
            let message = say!("cannot determine from this plan whether {} can use the KMS key of sessions", caller);
            return unclear.then(|| Report::unknown(&asked, message));
        };
        let fact = Evidence::Fact { at: content_of(key.document), shows: say!("has `kmsKeyId`: {}", key.shown.clone()) };
        let denied = answer.as_ref().map(Satisfiable::outcome).filter(|outcome| outcome.decision == Decision::ExplicitDeny);
        if let Some(refusal) = denied.and_then(|outcome| Shown(&asked).refusal(outcome, GENERATE, key.arn())) {
            let policy = refusal.at().map_or_else(String::new, |at| at.address.clone());
            let message = say!(
                "{} can start {}, which is encrypted with {}, but {} denies it to generate a data key with that key",
                caller,
                Span::value(document.name.clone()),
                key.shown.clone(),
                Span::address(&policy)
            );
            let help = say!("take {} on {} out of what {} denies", Span::value(GENERATE), key.shown.clone(), Span::address(policy));
            return Some(Report::fail(message, vec![fact, refusal], help));
        }
        let evidence = vec![
            fact,
            Evidence::Absence {
                at: Some(AttrRef::resource(asking.caller.address())),
                looked_for: say!("statement that allows {}", Span::value(GENERATE)),
                considered: asking.caller.policies.held.iter().map(|held| held.name.clone()).collect(),
            },
        ];
        Some(Report::fail(
            say!(
                "{} can start {}, which is encrypted with {}, but cannot generate a data key with that key",
                caller,
                Span::value(document.name.clone()),
                key.shown.clone()
            ),
            evidence,
            say!("allow {} on {} in a policy of {}", Span::value(GENERATE), key.shown.clone(), Span::address(asking.caller.address())),
        ))
    });
}
