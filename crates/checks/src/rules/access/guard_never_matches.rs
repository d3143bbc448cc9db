//! A statement on sessions matches no request.

use crate::check::declare_check;
use crate::rules::access::{Report, document_check, each, name_of, quoted};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{Access, Asking, KnownStatement, START, known_statements};
use ssm_check_aws::{AccountId, Arn};
use ssm_check_iam::{Base, Effect, Statement, Truth};

declare_check!(
    SSM404,
    "guard-never-matches",
    Error,
    r#"## What it checks
Every resource that a statement on `ssm:StartSession` names can be the resource of a request, and its conditions can hold.

## Why it matters
Documents of AWS have no account in their ARN, one's own documents have one. A deny of `arn:aws:ssm:*:123456789012:document/AWS-StartSSHSession`
guards nothing, and an allowance of `arn:aws:ssm:*::document/SSM-SessionManagerRunShell` allows nothing. Nor does a statement of
another partition, a deny in another Region or account that leaves the documents of this one open, or a plain `Bool` on `ssm:SessionDocumentAccessCheck`, which is absent as soon as a document is named.

## Example
```hcl
{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/AWS-StartPortForwardingSession" }
```

## How to fix
Write `arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*` for documents of AWS, the own account for own documents, and
`BoolIfExists` for `Bool`.

## When it stays silent
When another statement of the same effect covers the same document, so that nothing is lost; when the documents that a deny in
another Region names are closed here anyhow. When a part of the resource is known
only after apply, the answer is unknown.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    each(context, findings, &CHECK, |access, asking| {
        let statements = known_statements(asking, START);
        let mut faults: Vec<Fault> = Vec::new();
        for known in statements.iter().filter(|known| known.statement.effect != Effect::Unknown) {
            faults.extend(plain_bool(known));
            let patterns = known.statement.resources.iter().filter(|resources| !resources.negated).flat_map(|resources| &resources.list);
            faults.extend(patterns.filter_map(|pattern| dead(access, asking, &statements, known, &pattern.to_string())));
            faults.extend(elsewhere(access, asking, known));
        }
        let caller = name_of(asking.caller);
        let Some(first) = faults.first() else { return unclear(asking, &statements, &caller) };
        let message = format!("{} of {caller} never matches: {}", first.name, first.why);
        let help = format!("in `{}`, {}", first.at, first.help);
        let evidence = faults
            .iter()
            .map(|fault| Evidence::Fact { at: fault.at.clone(), shows: format!("{} never matches: {}", fault.name, fault.why) })
            .collect();
        Some(Report::fail(message, evidence, help))
    });
}

struct Fault {
    at: AttrRef,
    name: String,
    why: String,
    help: String,
}

fn fault(known: &KnownStatement<'_>, why: String, help: String) -> Fault {
    Fault { at: known.at.clone(), name: known.name.clone(), why, help }
}

/// Measured: with a document named, the key is not in the request, so that `Bool` does not hold.
fn plain_bool(known: &KnownStatement<'_>) -> Option<Fault> {
    let condition = document_check(known.statement)?;
    let operator = condition.operator;
    (operator.base == Base::Bool && !operator.if_exists).then(|| {
        fault(
            known,
            "`ssm:SessionDocumentAccessCheck` is absent from requests that name a document, and `Bool` wants it present".to_owned(),
            "write `BoolIfExists` for `Bool`".to_owned(),
        )
    })
}

/// A document's ARN that no document can have.
fn dead(
    access: &Access<'_>,
    asking: &Asking<'_, '_>,
    all: &[KnownStatement<'_>],
    known: &KnownStatement<'_>,
    pattern: &str,
) -> Option<Fault> {
    let Some(Arn { partition, account, resource: rest, .. }) = Arn::parse(pattern).filter(|arn| arn.service == "ssm") else {
        return other_partition(asking, known, pattern);
    };
    if let Some(fault) = other_partition(asking, known, pattern) {
        return Some(fault);
    }
    let name = rest.strip_prefix("document/")?;
    let begins = name.split(['*', '?', '$']).next().unwrap_or_default();
    let of_aws = begins.starts_with("AWS-") || begins.starts_with("AWSEC2-") || begins.starts_with("Amazon");
    let own = !begins.is_empty() && !"AWS-".starts_with(begins) && !"Amazon".starts_with(begins) && !of_aws && !begins.starts_with("AWS");
    let (should, why, help) = if of_aws && AccountId::is_valid(account) {
        let why = format!("`{pattern}` has an account, and documents of AWS have none");
        (String::new(), why, format!("write `arn:{partition}:ssm:*:*:document/{name}`"))
    } else if own && account.is_empty() {
        let why = format!("`{pattern}` has no account, and documents of one's own have one");
        ("own".to_owned(), why, format!("write the account id before `:document/{name}`"))
    } else {
        return None;
    };
    // Nothing is lost where another statement covers what this one means.
    let documents: Vec<String> = if should.is_empty() {
        let matching = access.documents.iter().filter(|document| {
            document.aws.is_some() && (document.name == name || document.name.starts_with(begins) && name.ends_with('*'))
        });
        matching.map(|document| document.name.clone()).chain((!name.contains(['*', '?', '$'])).then(|| name.to_owned())).collect()
    } else {
        vec![name.replace(['*', '?'], "x")]
    };
    let covered = |document: &String| {
        asking.regions().iter().all(|region| {
            let region = region.as_deref();
            let arn = if should.is_empty() {
                asking.aws_document(region, document)
            } else {
                asking.arn("ssm", region, &format!("document/{document}"))
            };
            let same = all.iter().filter(|other| other.statement.effect == known.statement.effect);
            Truth::any(same.map(|other| other.statement.includes_resource(other.version, &arn))).is_possible()
        })
    };
    (documents.is_empty() || !documents.iter().all(covered)).then(|| fault(known, why, help))
}

/// A deny of a document that is open all the same, in Regions or an account other than those of the inputs.
fn elsewhere(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Option<Fault> {
    let resources = known.statement.resources.as_ref().filter(|resources| known.statement.effect == Effect::Deny && !resources.negated)?;
    for pattern in &resources.list {
        let pattern = pattern.to_string();
        let Some(arn) = Arn::parse(&pattern).filter(|arn| arn.service == "ssm") else { continue };
        let Arn { partition, region, account, resource: rest, .. } = arn;
        let name = rest.strip_prefix("document/").filter(|name| !name.starts_with('*') && !name.contains('$'));
        let other_region = is_region(region) && !asking.regions().iter().any(|here| here.as_deref().is_none_or(|here| here == region));
        let other_account = AccountId::is_valid(account) && asking.account().is_some_and(|here| here != account);
        let (Some(name), true) = (name, other_region || other_account) else { continue };
        let meant = Statement::deny([START], [format!("arn:{partition}:ssm:*:*:document/{name}")]);
        let missed = access.documents.iter().find(|document| {
            let found = asking.anywhere(document);
            let Some((_, decision)) = found.shown.filter(|_| found.truth == Truth::True) else { return false };
            meant.includes_resource(known.version, &decision.document_arn) == Truth::True
                && known.statement.includes_resource(known.version, &decision.document_arn) == Truth::False
        });
        // Of the account slot of AWS's documents it is told already.
        if let Some(missed) = missed.filter(|missed| other_region || missed.aws.is_none()) {
            let (place, help) = if other_region {
                let here: Vec<String> = asking.regions().into_iter().flatten().collect();
                (format!("Region `{region}`, and the inputs are in {}", quoted(&here)), "write `*` for the Region")
            } else {
                (format!("account `{account}`, and the inputs are in another"), "write the account of the document")
            };
            let why = format!("`{pattern}` is of {place}, where `{}` stays open", missed.name);
            return Some(fault(known, why, help.to_owned()));
        }
    }
    None
}

fn is_region(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
fn other_partition(asking: &Asking<'_, '_>, known: &KnownStatement<'_>, pattern: &str) -> Option<Fault> {
    let Arn { partition, service, .. } = Arn::parse(pattern)?;
    let here = asking.partition()?;
    let literal = partition.starts_with("aws") && !partition.contains(['*', '?', '$']);
    (literal && partition != here && matches!(service, "ssm" | "ec2")).then(|| {
        fault(
            known,
            format!("`{pattern}` is of partition `{partition}`, and the inputs are in `{here}`"),
            format!("write `arn:{here}:` for `arn:{partition}:`"),
        )
    })
}

/// A deny of which a resource is not known may be no guard.
fn unclear(asking: &Asking<'_, '_>, statements: &[KnownStatement<'_>], caller: &str) -> Option<Report> {
    let vague = |known: &&KnownStatement<'_>| {
        let resources = known.statement.resources.as_ref();
        known.statement.effect == Effect::Deny
            && resources.is_some_and(|resources| !resources.complete || resources.list.iter().any(|text| !text.is_known()))
    };
    let known = statements.iter().find(vague)?;
    let mut report = Report::unknown(asking, format!("whether {} of {caller} can match cannot be told from this plan", known.name));
    report.evidence = vec![Evidence::Gap { at: known.at.clone(), why: "a resource of the statement is known only after apply".to_owned() }];
    Some(report)
}
