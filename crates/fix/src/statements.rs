//! Statements of policies as they are written, in whichever style: their members, and the elements of those.

use crate::collections::comma;
use crate::syntax::{Splice, begins_line, indent, key_name, line_end, line_start, newline, span};
use crate::write::json_text;
use crate::{Refused, json, layout, refused, write};
use hcl_edit::expr::Expression;
use hcl_edit::structure::Block;
use ssm_check_repair::{Which, quoted};
use std::ops::Range;

/// How a policy is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In `jsonencode`.
    Object,
    /// As JSON in a template.
    Json,
    /// As a block of `aws_iam_policy_document`.
    Block,
}

/// A statement.
pub(crate) struct Written {
    style: Style,
    at: Range<usize>,
    /// It is the only one, and in no list.
    alone: bool,
    members: Vec<Member>,
}

struct Member {
    /// As the policy language calls it, in lower case: `notresource`.
    name: String,
    value: Range<usize>,
    elements: Vec<Element>,
}

struct Element {
    at: Range<usize>,
    /// What it says, where that is written out.
    literal: Option<String>,
}

/// The statements of an object in `jsonencode`, by the value of its `Statement`.
pub(crate) fn of_object(expr: &Expression) -> Result<Vec<Written>, Refused> {
    match expr {
        Expression::Array(all) => all.iter().map(|one| object(one, false)).collect(),
        Expression::Object(_) => Ok(vec![object(expr, true)?]),
        _ => refused("the statements are not written as a list"),
    }
}

fn object(expr: &Expression, alone: bool) -> Result<Written, Refused> {
    let at = span(expr)?;
    let mut members = Vec::new();
    if let Expression::Object(object) = expr {
        for (key, value) in object {
            let Some(name) = key_name(key) else { return refused("a member of the statement has a computed name") };
            members.push(member(name, value.expr())?);
        }
    }
    Ok(Written { style: Style::Object, at, alone, members })
}

/// The statement of a block.
pub(crate) fn of_block(block: &Block) -> Result<Written, Refused> {
    let mut members = Vec::new();
    for attribute in block.body.attributes() {
        members.push(member(attribute.key.as_str(), &attribute.value)?);
    }
    for inner in block.body.blocks() {
        members.push(Member { name: canonical(inner.ident.as_str()), value: span(inner)?, elements: Vec::new() });
    }
    Ok(Written { style: Style::Block, at: span(block)?, alone: false, members })
}

/// The statements of a policy in JSON.
pub(crate) fn of_json(text: &str, whole: Range<usize>) -> Result<Vec<Written>, Refused> {
    let (places, alone) = match json::statements(text, whole.clone()) {
        Some(json::Statements::List { all, .. }) => (all, false),
        Some(json::Statements::One(at)) => (vec![at], true),
        None => return Err(json::unread(text, whole)),
    };
    let literal = |at: &Range<usize>| {
        let there = text.get(at.clone()).unwrap_or_default();
        let inner = there.strip_prefix('"')?.strip_suffix('"')?;
        (json_text(inner) == there).then(|| inner.to_owned())
    };
    let statement = |at: Range<usize>| {
        let members = json::members(text, at.clone()).unwrap_or_default().into_iter().map(|one| Member {
            name: canonical(&one.name),
            value: one.value,
            elements: one.elements.into_iter().map(|at| Element { literal: literal(&at), at }).collect(),
        });
        Written { style: Style::Json, at, alone, members: members.collect() }
    };
    Ok(places.into_iter().map(statement).collect())
}

fn member(name: &str, value: &Expression) -> Result<Member, Refused> {
    let literal = |expr: &Expression| match expr {
        Expression::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    };
    let element = |expr: &Expression| Ok(Element { at: span(expr)?, literal: literal(expr) });
    let elements = match value {
        Expression::Array(all) => all.iter().map(element).collect::<Result<_, Refused>>()?,
        other => vec![element(other)?],
    };
    Ok(Member { name: canonical(name), value: span(value)?, elements })
}

/// `not_resources` is `NotResource`.
fn canonical(name: &str) -> String {
    let name = name.replace('_', "").to_lowercase();
    name.strip_suffix('s').filter(|one| ["action", "resource"].iter().any(|end| one.ends_with(end))).unwrap_or(&name).to_owned()
}

impl Written {
    fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|one| one.name == name)
    }

    fn literal(&self, name: &str) -> Option<&str> {
        self.member(name)?.elements.first()?.literal.as_deref()
    }

    fn resources(&self, which: &Which) -> Option<&Member> {
        self.member(if which.negated { "notresource" } else { "resource" })
    }

    fn fits(&self, which: &Which, texts: &[String]) -> bool {
        let effect = if self.style == Style::Block { self.literal("effect").or(Some("Allow")) } else { self.literal("effect") };
        let says = |resources: &Member| texts.iter().all(|text| resources.elements.iter().any(|one| one.says(text)));
        effect == Some(if which.denies { "Deny" } else { "Allow" })
            && which.sid.as_deref().is_none_or(|sid| self.literal("sid") == Some(sid))
            && self.resources(which).is_some_and(says)
    }

    /// Other resources for the statement.
    pub(crate) fn changed(&self, text: &str, which: &Which, remove: &[String], add: &[String]) -> Result<Vec<Splice>, Refused> {
        let Some(resources) = self.resources(which) else { return refused("the statement has no resources") };
        let kept = |element: &Element| !remove.iter().any(|text| element.says(text));
        let is_there = |text: &&String| resources.elements.iter().any(|element| element.says(text));
        let add: Vec<String> = add.iter().filter(|text| !is_there(text)).cloned().collect();
        if remove.is_empty() && add.is_empty() {
            return Ok(Vec::new());
        }
        self.rewritten(text, resources, &kept, &add)
    }

    /// Documents get a statement of their own.
    pub(crate) fn split(&self, text: &str, which: &Which, documents: &[String]) -> Result<Vec<Splice>, Refused> {
        let Some(resources) = self.resources(which) else { return refused("the statement has no resources") };
        let (mut apart, mut stays) = (Vec::new(), 0);
        for element in &resources.elements {
            let source = text.get(element.at.clone()).unwrap_or_default();
            match element.is_document(source, documents) {
                Some(true) => apart.push(source.to_owned()),
                Some(false) => stays += 1,
                None => return refused(format!("whether `{source}` is a document is not written there")),
            }
        }
        if apart.is_empty() || stays == 0 {
            return refused("the statement does not list documents beside something else");
        }
        let is_kept = |element: &Element| element.is_document(text.get(element.at.clone()).unwrap_or_default(), documents) == Some(false);
        let mut splices = self.rewritten(text, resources, &is_kept, &[])?;
        splices.extend(self.beside(text, &apart));
        Ok(splices)
    }

    /// Another statement behind it, with the same effect, actions and principals.
    fn beside(&self, text: &str, resources: &[String]) -> Vec<Splice> {
        let own = indent(text, self.at.start);
        let own_line = begins_line(text, self.at.start);
        let one_line = !own_line || text.get(self.at.clone()).is_some_and(|there| !there.contains('\n'));
        let inner = format!("{own}  ");
        let kept = ["effect", "principal", "action", "notaction"];
        let members = self.members.iter().filter(|one| kept.contains(&one.name.as_str()));
        let listed = layout::list(resources, &inner);
        let one_or_list = match resources {
            [one] if self.style != Style::Block => one.clone(),
            _ => listed,
        };
        let fields = members.map(|one| (self.spelled(&one.name), text.get(one.value.clone()).unwrap_or_default().to_owned()));
        let fields: Vec<(&str, String)> = fields.chain([(self.spelled("resource"), one_or_list)]).collect();
        let written = match self.style {
            Style::Block => format!("\n\n{own}statement {{\n{}{own}}}", layout::body(&write::arguments(&fields), &inner)),
            Style::Object => write::object_of(&fields, own, one_line),
            Style::Json => write::json_of(&fields, own, one_line),
        };
        let end = self.at.end;
        match self.style {
            Style::Block => vec![Splice::insert(end, written)],
            _ if self.alone => vec![Splice::insert(self.at.start, "["), Splice::insert(end, format!(", {written}]"))],
            _ if own_line => vec![Splice::insert(end, format!(",\n{own}{written}"))],
            _ => vec![Splice::insert(end, format!(", {written}"))],
        }
    }

    /// What a member is called in the style of the policy.
    fn spelled(&self, name: &str) -> &'static str {
        match (name, self.style) {
            ("effect", Style::Block) => "effect",
            ("effect", _) => "Effect",
            ("action", Style::Block) => "actions",
            ("action", _) => "Action",
            ("notaction", Style::Block) => "not_actions",
            ("notaction", _) => "NotAction",
            ("principal", _) => "Principal",
            (_, Style::Block) => "resources",
            _ => "Resource",
        }
    }

    /// The elements of a member that are kept, and others.
    fn rewritten(&self, text: &str, member: &Member, is_kept: &dyn Fn(&Element) -> bool, add: &[String]) -> Result<Vec<Splice>, Refused> {
        let literal = |one: &String| if self.style == Style::Json { json_text(one) } else { quoted(one) };
        let new: Vec<String> = add.iter().map(literal).collect();
        let source = |element: &Element| text.get(element.at.clone()).unwrap_or_default().to_owned();
        let all: Vec<String> = member.elements.iter().filter(|one| is_kept(one)).map(source).chain(new.iter().cloned()).collect();
        let there = text.get(member.value.clone()).unwrap_or_default();
        if all.is_empty() {
            return refused("nothing would be left of the resources");
        }
        let is_list = member.elements.len() != 1 || member.elements.first().is_none_or(|only| only.at != member.value);
        if is_list && there.contains('\n') {
            return Ok(spread(text, member, is_kept, &new));
        }
        let written = match all.as_slice() {
            [one] if !is_list => one.clone(),
            all if self.style == Style::Block => layout::list(all, indent(text, member.value.start)),
            all => format!("[{}]", all.join(", ")),
        };
        Ok(vec![Splice::replace(member.value.clone(), written)])
    }
}

/// The same in a list of several lines: what goes takes its line along, and what stays keeps its comments.
fn spread(text: &str, member: &Member, is_kept: &dyn Fn(&Element) -> bool, new: &[String]) -> Vec<Splice> {
    let Some(last) = member.elements.iter().rfind(|element| is_kept(element)) else {
        let (first, last) = (member.elements.first(), member.elements.last());
        let at = first.map_or(member.value.start, |one| one.at.start)..last.map_or(member.value.start, |one| one.at.end);
        return vec![Splice::replace(at.clone(), new.join(&format!(",\n{}", indent(text, at.start))))];
    };
    let mut splices = Vec::new();
    for element in member.elements.iter().filter(|element| !is_kept(element)) {
        let (start, end) = (line_start(text, element.at.start), line_end(text, element.at.end));
        let after = text.get(element.at.end..end).unwrap_or_default().trim_start_matches([',', ' ', '\t']);
        if begins_line(text, element.at.start) && (after.is_empty() || after.starts_with(['#', '/'])) {
            splices.push(Splice::replace(start..text.len().min(end + newline(text).len()), ""));
        } else {
            let comma = comma(text, element.at.end, member.value.end).map_or(element.at.end, |comma| comma + 1);
            splices.push(Splice::replace(element.at.start..comma, ""));
        }
    }
    let separator = format!(",\n{}", indent(text, last.at.start));
    let added: String = new.iter().flat_map(|one| [separator.as_str(), one]).collect();
    // Where the last has no comma behind it, the new last has none: JSON takes none.
    let ends_bare = member.elements.last().is_some_and(|end| comma(text, end.at.end, member.value.end).is_none());
    let end = comma(text, last.at.end, member.value.end).filter(|_| ends_bare).map_or(last.at.end, |comma| comma + 1);
    splices.push(Splice::replace(last.at.end..end, added));
    splices
}

impl Element {
    fn says(&self, text: &str) -> bool {
        self.literal.as_deref() == Some(text)
    }

    /// Whether it names documents of Systems Manager, as far as it says so.
    fn is_document(&self, source: &str, documents: &[String]) -> Option<bool> {
        if documents.iter().any(|text| self.says(text)) {
            return Some(true);
        }
        let names = |words: &[&str]| words.iter().any(|word| source.contains(word));
        match (names(&[":document/", "aws_ssm_document."]), names(&["instance/", "aws_instance.", ":task/", "aws_ecs_"])) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

/// The only statement that is meant.
pub(crate) fn only<'w>(all: &'w [Written], which: &Which, texts: &[String]) -> Result<&'w Written, Refused> {
    let mut fitting = all.iter().enumerate().filter(|(_, one)| one.fits(which, texts));
    match (fitting.next(), fitting.next()) {
        (Some((_, one)), None) => Ok(one),
        (Some(_), Some(_)) => match all.get(which.index).filter(|one| one.fits(which, texts)) {
            Some(one) => Ok(one),
            None => refused("several statements of the policy say so"),
        },
        (None, _) => refused("no statement of the policy says so in so many words"),
    }
}

#[cfg(test)]
mod tests {
    use super::{of_json, only};
    use crate::syntax::spliced;
    use ssm_check_repair::Which;

    fn changed(text: &str, which: &Which, remove: &[&str], add: &[&str]) -> Result<String, String> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (remove, add) = (owned(remove), owned(add));
        let all = of_json(text, 0..text.len()).map_err(|why| why.0)?;
        let splices = only(&all, which, &remove).and_then(|one| one.changed(text, which, &remove, &add)).map_err(|why| why.0)?;
        spliced(text, splices).map_err(|why| why.0)
    }

    #[test]
    fn json_stays_json() {
        let text = "{\"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"a\"}, {\"Effect\": \"Deny\", \"Resource\": [\n  \"a\",\n  \"b\",\n  \"c\"\n]}]}";
        let deny = Which { index: 1, denies: true, ..Which::default() };
        for (remove, add, left) in [
            (&["c"][..], &[][..], "  \"a\",\n  \"b\"\n"),
            (&["a", "c"], &[], "  \"b\"\n"),
            (&["b"], &["d"], "  \"a\",\n  \"c\",\n  \"d\"\n"),
            (&["c"], &["d", "e"], "  \"a\",\n  \"b\",\n  \"d\",\n  \"e\"\n"),
            (&["a", "b", "c"], &["d"], "  \"d\"\n"),
        ] {
            let after = changed(text, &deny, remove, add).unwrap();
            assert!(after.ends_with(&format!("\"Resource\": [\n{left}]}}]}}")), "{after}");
            assert!(after.contains("\"Allow\", \"Resource\": \"a\""), "{after}");
        }
        assert!(changed(text, &deny, &["a", "b", "c"], &[]).is_err());
        assert!(changed(text, &deny, &["x"], &[]).is_err());
    }

    #[test]
    fn the_statement_that_is_meant_is_changed() {
        let text = r#"{"Statement": [{"Effect": "Deny", "Resource": "a"}, {"Effect": "Deny", "Resource": "a"}]}"#;
        let second = changed(text, &Which { index: 1, denies: true, ..Which::default() }, &["a"], &["b"]).unwrap();
        assert_eq!(second, r#"{"Statement": [{"Effect": "Deny", "Resource": "a"}, {"Effect": "Deny", "Resource": "b"}]}"#);
        assert!(changed(text, &Which { index: 1, denies: false, ..Which::default() }, &["a"], &["b"]).is_err());
        assert!(changed(text, &Which { index: 7, denies: true, ..Which::default() }, &["a"], &["b"]).is_err());
    }
}
