//! A text that two patterns have in common.

use std::collections::{BTreeMap, VecDeque};

/// A place in both patterns.
type Both = (usize, usize);
/// From where each place was reached, and by which character.
type Reached = BTreeMap<Both, Option<(Both, Option<char>)>>;

/// The shortest text that both patterns match, in which `*` is any text and `?` any character; `None` where there is none.
///
/// ```
/// use ssm_check_iam::in_both;
///
/// assert_eq!(in_both("ops-*", "ops-shell-*").as_deref(), Some("ops-shell-"));
/// assert_eq!(in_both("ops-*", "*-shell").as_deref(), Some("ops-shell"));
/// assert_eq!(in_both("a?c", "*").as_deref(), Some("axc"));
/// assert_eq!(in_both("ops-*", "dev-*"), None);
/// ```
pub fn in_both(one: &str, other: &str) -> Option<String> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut reached = Reached::from([((0, 0), None)]);
    let mut queue = VecDeque::from([(0, 0)]);
    while let Some(at) = queue.pop_front() {
        let (i, j) = at;
        let (a, b) = (one.get(i).copied(), other.get(j).copied());
        if a.is_none() && b.is_none() {
            return Some(spelt(&reached, at));
        }
        let mut go = |to: Both, by: Option<char>| {
            if reached.contains_key(&to) {
                return;
            }
            reached.insert(to, Some((at, by)));
            if by.is_none() { queue.push_front(to) } else { queue.push_back(to) }
        };
        if a == Some('*') {
            go((i + 1, j), None);
        }
        if b == Some('*') {
            go((i, j + 1), None);
        }
        if let (Some(a), Some(b)) = (a, b) {
            let is_open = |c: char| matches!(c, '*' | '?');
            let by = match (is_open(a), is_open(b)) {
                (true, true) => Some('x'),
                (true, false) => Some(b),
                (false, _) if is_open(b) || a == b => Some(a),
                (false, _) => None,
            };
            if by.is_some() {
                go((i + usize::from(a != '*'), j + usize::from(b != '*')), by);
            }
        }
    }
    None
}

/// The characters on the way to a place.
fn spelt(reached: &Reached, mut at: Both) -> String {
    let mut characters = Vec::new();
    while let Some(Some((from, by))) = reached.get(&at) {
        characters.extend(*by);
        at = *from;
    }
    characters.into_iter().rev().collect()
}
