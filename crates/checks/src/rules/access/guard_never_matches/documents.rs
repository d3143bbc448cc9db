//! Documents that a statement names and that no request is for.

use super::Fault;
use crate::rules::access::quoted;
use ssm_check_assess::access::{Access, Asking, KnownStatement, START};
use ssm_check_assess::arn;
use ssm_check_assess::document::{DEFAULT_DOCUMENT, aws_documents};
use ssm_check_aws::{AccountId, Arn};
use ssm_check_iam::{Effect, Statement, Text, Truth, reference};
use ssm_check_message::{Message, Span, say};

/// What is wrong with the documents of a statement.
pub(super) fn faults(access: &Access<'_>, asking: &Asking<'_, '_>, all: &[KnownStatement<'_>], known: &KnownStatement<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for pattern in known.statement.resources.iter().filter(|resources| !resources.negated).flat_map(|resources| &resources.list) {
        if let Some(fault) = escaped(asking, all, known, pattern) {
            faults.push(fault);
            continue;
        }
        faults.extend(dead(access, asking, all, known, &pattern.to_string()));
        faults.extend(misspelt(asking, all, known, pattern));
    }
    faults.extend(elsewhere(access, asking, known));
    faults
}

/// A document of AWS that is not there, with a name that is almost one that is: names are told apart by case.
fn misspelt(asking: &Asking<'_, '_>, all: &[KnownStatement<'_>], known: &KnownStatement<'_>, pattern: &Text) -> Option<Fault> {
    let written = pattern.literal()?;
    let Arn { partition, resource: rest, .. } = Arn::parse(written).filter(|arn| arn.service == "ssm")?;
    let name = rest.strip_prefix("document/")?;
    let matches = |pattern: &str, name: &str| Text::lit(name).is_like(pattern) == Truth::True;
    if name.contains(['?', '$']) || there().any(|document| matches(name, document)) {
        return None;
    }
    let meant = nearest(name)?;
    if there().filter(|document| matches(&meant, document)).all(|document| is_covered(asking, all, known, document)) {
        return None;
    }
    let why = if meant.eq_ignore_ascii_case(name) {
        say!("there is no document {}; {} is the nearest, and names are told apart by case", Span::value(name), Span::value(&meant))
    } else {
        say!("there is no document {}; {} is the nearest", Span::value(name), Span::value(&meant))
    };
    Some(Fault::misspelt(asking, known, why, written, &arn::documents(partition, &meant)))
}

/// A name with a wildcard that stands for itself, as it is written like a variable: no document has such a character in its name.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars>,
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html>
fn escaped(asking: &Asking<'_, '_>, all: &[KnownStatement<'_>], known: &KnownStatement<'_>, pattern: &Text) -> Option<Fault> {
    const ESCAPED: [(&str, &str); 2] = [("${*}", "*"), ("${?}", "?")];
    let written = pattern.literal()?;
    let Arn { resource: rest, .. } = Arn::parse(written).filter(|arn| arn.service == "ssm")?;
    let name = rest.strip_prefix("document/")?;
    let (special, character) = ESCAPED.into_iter().find(|(special, _)| name.contains(special))?;
    let unescaped = |text: &str| ESCAPED.iter().fold(text.to_owned(), |text, (special, character)| text.replace(special, character));
    let meant = unescaped(name);
    let mut documents = there().filter(|document| Text::lit(*document).is_like(&meant) == Truth::True);
    // There may be others than are listed: one by what is left of the name without its wildcards is like all of them.
    let another = Text::lit(unescaped(written).replace('*', "").replace('?', "x"));
    if includes(all, known, &another) && documents.all(|document| is_covered(asking, all, known, document)) {
        return None;
    }
    let (special, character) = (Span::value(special), Span::value(character));
    let why = say!("{} in {} is the character {} itself, which no document has in its name", special, Span::value(written), character);
    Some(Fault::misspelt(asking, known, why, written, &unescaped(written)))
}

/// Nothing is lost of a document where another statement covers it.
fn is_covered(asking: &Asking<'_, '_>, all: &[KnownStatement<'_>], known: &KnownStatement<'_>, document: &str) -> bool {
    asking.regions().iter().all(|region| {
        let region = region.as_deref();
        let of_aws = document != DEFAULT_DOCUMENT;
        let arn = if of_aws { asking.aws_document(region, document) } else { asking.arn("ssm", region, &format!("document/{document}")) };
        includes(all, known, &arn)
    })
}

/// A statement of the same effect names it.
fn includes(all: &[KnownStatement<'_>], known: &KnownStatement<'_>, arn: &Text) -> bool {
    let same = all.iter().filter(|other| other.statement.effect == known.statement.effect);
    Truth::any(same.map(|other| other.statement.includes_resource(other.version, arn))).is_possible()
}

/// The documents of AWS, and the one that AWS calls the account's shell.
fn there() -> impl Iterator<Item = &'static str> {
    aws_documents().iter().map(|document| document.name.as_str()).chain([DEFAULT_DOCUMENT])
}

/// What is meant by a name, or by a pattern that ends with a star: what differs in case, by a few letters, or by a part that is left out.
fn nearest(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let Some((stem, rest)) = lower.split_once('*') else {
        let by_case = || there().find(|document| document.eq_ignore_ascii_case(name));
        let by_letters = || there().find(|document| reference::is_within(document, name, name.len() / 8));
        return by_case().or_else(by_letters).map(str::to_owned).or_else(|| Some(lacking(&lower)?.0.to_owned()));
    };
    // A star at the start, or inside, may stand for anything.
    if stem.is_empty() || !rest.is_empty() {
        let by_case = there().find(|document| !stem.is_empty() && Text::lit(document.to_ascii_lowercase()).is_like(&lower) == Truth::True);
        return by_case.map(str::to_owned);
    }
    let upto = |document: &'static str, end: usize| document.get(..end).map(|begin| format!("{begin}*"));
    let begins = |document: &&'static str| document.to_ascii_lowercase().starts_with(stem);
    let like = |document: &&'static str| {
        document.get(..stem.len()).is_some_and(|begin| reference::is_within(&begin.to_ascii_lowercase(), stem, stem.len() / 8))
    };
    let by_letters = || there().find(begins).or_else(|| there().find(like)).and_then(|document| upto(document, stem.len()));
    by_letters().or_else(|| lacking(stem).and_then(|(document, end)| upto(document, end)))
}

/// So many letters say which document is meant.
const TELLING: usize = 8;

/// The document of AWS whose name holds all that follows `AWS-` in this one, and where that ends in it.
fn lacking(name: &str) -> Option<(&'static str, usize)> {
    let part = name.strip_prefix("aws-").filter(|part| part.len() >= TELLING)?;
    there().find_map(|document| Some((document, document.to_ascii_lowercase().find(part)? + part.len())))
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
    let (should, fault) = if of_aws && !account.is_empty() && !account.contains(['*', '?', '$']) {
        let why = say!("{} has an account, and documents of AWS have none", Span::value(pattern));
        (String::new(), Fault::misspelt(asking, known, why, pattern, &arn::documents(partition, name)))
    } else if own && account.is_empty() {
        let why = say!("{} has no account, and documents of one's own have one", Span::value(pattern));
        ("own".to_owned(), Fault::of(known, why, say!("write the account id before {}", Span::value(format!(":document/{name}")))))
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
    (documents.is_empty() || !documents.iter().all(covered)).then_some(fault)
}

/// Denies of documents that are open all the same, in Regions or an account other than those of the inputs.
fn elsewhere(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Vec<Fault> {
    let resources = known.statement.resources.as_ref().filter(|resources| known.statement.effect == Effect::Deny && !resources.negated);
    let patterns = resources.iter().flat_map(|resources| &resources.list);
    patterns.filter_map(|pattern| one_elsewhere(access, asking, known, &pattern.to_string())).collect()
}

fn one_elsewhere(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>, pattern: &str) -> Option<Fault> {
    let Arn { partition, region, account, resource: rest, .. } = Arn::parse(pattern).filter(|arn| arn.service == "ssm")?;
    let name = rest.strip_prefix("document/").filter(|name| !name.starts_with('*') && !name.contains('$'))?;
    let other_region = is_region(region) && !asking.regions().iter().any(|here| here.as_deref().is_none_or(|here| here == region));
    let other_account = AccountId::is_valid(account) && asking.account().is_some_and(|here| here != account);
    if !other_region && !other_account {
        return None;
    }
    let meant = Statement::deny([START], [arn::documents(partition, name)]);
    let missed = access.documents.iter().find(|document| {
        let found = asking.anywhere(document);
        let Some((_, decision)) = found.shown.filter(|_| found.truth == Truth::True) else { return false };
        meant.includes_resource(known.version, &decision.document_arn) == Truth::True
            && known.statement.includes_resource(known.version, &decision.document_arn) == Truth::False
    });
    // Of the account slot of AWS's documents it is told already.
    let missed = missed.filter(|missed| other_region || missed.aws.is_none())?;
    let fault = |place: Message, help| {
        Fault::of(known, say!("{} is of {}, where {} stays open", Span::value(pattern), place, Span::value(&missed.name)), help)
    };
    if !other_region {
        return Some(fault(say!("account {}, and the inputs are in another", Span::value(account)), "write the account of the document"));
    }
    let here: Vec<String> = asking.regions().into_iter().flatten().collect();
    let everywhere = Arn { partition, service: "ssm", region: "*", account, resource: rest }.to_string();
    let place = say!("Region {}, and the inputs are in {}", Span::value(region), quoted(&here));
    Some(fault(place, "write `*` for the Region in each").rewritten(asking, known, pattern, &everywhere))
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
        Fault::of(
            known,
            say!("{} is of partition {}, and the inputs are in {}", Span::value(pattern), Span::value(partition), Span::value(here)),
            say!("write {} for {}", Span::value(format!("arn:{here}:")), Span::value(format!("arn:{partition}:"))),
        )
        .rewritten(asking, known, pattern, &pattern.replacen(partition, here, 1))
    })
}
