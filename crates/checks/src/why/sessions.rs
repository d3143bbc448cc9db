//! Which sessions may be started, by a principal or with a document: what is the same of several is one line.

use super::Tree;
use ssm_check_assess::access::AccessRow;
use ssm_check_message::{Message, Span, list, say};

/// As many addresses or names are told.
const NAMED: usize = 6;

/// What a principal may start, and where.
pub(super) fn of_principal(rows: &[AccessRow]) -> Vec<Tree> {
    let by_document = merged(rows, |row| &row.document, place);
    told(by_document, |what, places| say!("{} on {}", what, places))
}

/// Who may start sessions with a document, and where.
pub(super) fn of_document(rows: &[AccessRow]) -> Vec<Tree> {
    let by_principal = merged(rows, |row| &row.principal, place);
    told(by_principal, |who, places| say!("by {} on {}", who, places))
}

/// Rows that say the same: of which names, in which places.
struct Merged<'r> {
    row: &'r AccessRow,
    names: Vec<&'r str>,
    places: Vec<Message>,
}

/// What a row says of a session.
fn says(row: &AccessRow) -> (&'static str, Option<&'static str>, &[String]) {
    (row.decision, row.by, &row.ports)
}

/// First the places of each name, then the names with the same places.
fn merged<'r>(rows: &'r [AccessRow], name: impl Fn(&'r AccessRow) -> &'r String, place: impl Fn(&AccessRow) -> Message) -> Vec<Merged<'r>> {
    let mut by_name: Vec<Merged<'r>> = Vec::new();
    // What is in the inputs comes before whatever else there may be.
    let (others, named): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.target == "*");
    for row in named.into_iter().chain(others) {
        let own = name(row).as_str();
        match by_name.iter_mut().find(|known| known.names == [own] && says(known.row) == says(row)) {
            Some(known) => known.places.push(place(row)),
            None => by_name.push(Merged { row, names: vec![own], places: vec![place(row)] }),
        }
    }
    let mut all: Vec<Merged<'r>> = Vec::new();
    for one in by_name {
        match all.iter_mut().find(|known| known.places == one.places && says(known.row) == says(one.row)) {
            Some(known) => known.names.extend(one.names),
            None => all.push(one),
        }
    }
    all
}

/// One line each: what is allowed first.
fn told(mut all: Vec<Merged<'_>>, words: impl Fn(Message, Message) -> Message) -> Vec<Tree> {
    let rank = |row: &AccessRow| match (row.decision, row.by) {
        ("allowed", _) => (0, "allowed"),
        ("unknown", _) => (1, "not known"),
        (_, Some("explicit")) => (2, "denied by a statement"),
        _ => (3, "not allowed"),
    };
    all.sort_by_key(|one| rank(one.row).0);
    let line = |one: Merged<'_>| {
        let names = few(one.names.iter().map(|name| Span::value(name).into()).collect());
        let mut text = say!("{}: {}", rank(one.row).1, words(names, few(one.places)));
        if !one.row.ports.is_empty() {
            text = say!("{}, ports {}", text, list(one.row.ports.iter().map(Span::value)));
        }
        Tree::leaf(text)
    };
    all.into_iter().map(line).collect()
}

fn place(row: &AccessRow) -> Message {
    match (row.target.as_str(), &row.tags) {
        ("*", Some(tags)) => say!("any other instance {}", Span::Plain(tags.clone())),
        ("*", None) => "any other instance".into(),
        (target, _) => Span::address(target).into(),
    }
}

/// A list, the first of it where it is long.
pub(super) fn few(mut all: Vec<Message>) -> Message {
    let more = all.len().saturating_sub(NAMED);
    if more < 2 {
        return list(all);
    }
    all.truncate(NAMED);
    all.push(say!("{} more", more));
    list(all)
}
