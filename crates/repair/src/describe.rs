//! Repairs in words: the help of a finding, and what `fix` says that it does.

use crate::added::{PEERS, added, endpoint, nested};
use crate::shown::inside_quotes;
use crate::words::{at, code, made, written};
use crate::{Edit, Item, Repair, Statement, Value};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::ResourceAddress;
use std::mem::discriminant;

/// What to do about several causes, each with its ways: all of the causes, and of each the closest way. Another one is told where projects
/// decide between the two.
pub fn describe(causes: &[Vec<Repair>]) -> Message {
    // Causes with one way each are one list of edits, so that like ones are told together.
    if causes.iter().all(|ways| ways.len() == 1) {
        let edits: Vec<&Edit> = causes.iter().flatten().flat_map(|repair| &repair.edits).collect();
        return edits_in_words(&edits);
    }
    let mut told: Vec<Message> = Vec::new();
    for ways in causes.iter().filter(|ways| !ways.is_empty()) {
        let sentence = alternatives(ways);
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told.into_iter().reduce(|all, one| say!("{}; and {}", all, one)).unwrap_or_default()
}

fn alternatives(ways: &[Repair]) -> Message {
    let Some((first, others)) = ways.split_first() else { return Message::default() };
    match others.iter().find(|other| other.way != first.way) {
        Some(other) => say!("{}, or else {}", first.describe(), other.describe()),
        None => first.describe(),
    }
}

impl Repair {
    /// The next action, in the user's own names.
    pub fn describe(&self) -> Message {
        edits_in_words(&self.edits.iter().collect::<Vec<_>>())
    }

    /// The next action where another repair has been told: a statement that both write is not told again.
    pub fn describe_after(&self, told: &Self) -> Message {
        match (self.statement(), self.edits.first()) {
            (Some(statement), Some(edit)) if told.statement() == Some(statement) => match edit {
                Edit::AddStatement { block, path, .. } => say!("add it {}", to(path, block)),
                Edit::AddResource { kind: name, .. } | Edit::AddBlock { name, .. } => say!("add it as an {}", code(name.clone())),
                _ => self.describe(),
            },
            _ => self.describe(),
        }
    }

    /// The statement that it writes, where that is all, after where it goes: "add to `policy` of `aws_iam_policy.ops`".
    pub fn placed_statement(&self) -> Option<(Message, &Statement)> {
        let place = match self.edits.first()? {
            Edit::AddStatement { block, path, .. } => say!("add {}", to(path, block)),
            Edit::AddResource { beside, kind, .. } => say!("add an {} to {}", code(kind.clone()), at(beside)),
            Edit::AddBlock { block, name, .. } => say!("add an {} to {}", code(name.clone()), at(block)),
            _ => return None,
        };
        Some((place, self.statement()?))
    }

    /// The statement that it writes, where that is all.
    fn statement(&self) -> Option<&Statement> {
        match self.edits.as_slice() {
            [Edit::AddStatement { statement, .. }] => Some(statement),
            [Edit::AddResource { body, .. } | Edit::AddBlock { body, .. }] => match body.get("policy").or(body.get("inline_policy")) {
                Some(Value::Policy(statement)) => Some(statement),
                _ => None,
            },
            _ => None,
        }
    }
}

fn edits_in_words(edits: &[&Edit]) -> Message {
    let mut rest = edits;
    let mut sentences: Vec<Message> = Vec::new();
    // Several subnets of one VPC lack the same endpoints.
    let mut tell = |sentence: Message| {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    };
    while let [first, ..] = rest {
        // A group that an endpoint gets is told with the endpoint.
        if let [Edit::AddResource { kind: group, body: admits, .. }, Edit::AddResource { kind, body, .. }, others @ ..] = rest
            && (group.as_str(), kind.as_str()) == ("aws_security_group", "aws_vpc_endpoint")
        {
            tell(endpoint(kind, body, Some(admits)));
            rest = others;
            continue;
        }
        let alike = rest.iter().take_while(|other| are_alike(first, other)).count();
        let (together, others) = rest.split_at(alike.max(1));
        rest = others;
        tell(in_words(first, together));
    }
    if let [first, last] = sentences.as_slice() {
        return say!("{}, and {}", first, last);
    }
    let count = sentences.len();
    let joined = sentences.into_iter().enumerate();
    joined.fold(Message::default(), |all, (index, sentence)| match index {
        0 => sentence,
        _ if index + 1 == count => say!("{}; and {}", all, sentence),
        _ => say!("{}; {}", all, sentence),
    })
}

/// They do the same to the same thing, so that one sentence tells both.
fn are_alike(one: &Edit, other: &Edit) -> bool {
    match (of_peers(one), of_peers(other)) {
        (Some((one, _)), Some((other, _))) => one == other,
        (None, None) => discriminant(one) == discriminant(other) && place(one).is_some_and(|place| Some(place) == self::place(other)),
        _ => false,
    }
}

/// A rule of a security group without whom it lets in or where it leads, and that.
fn of_peers(edit: &Edit) -> Option<(Edit, Value)> {
    let mut rest = edit.clone();
    let body = match &mut rest {
        Edit::AddResource { kind, name, body, .. } if kind.contains("security_group_") && kind.ends_with("_rule") => {
            name.clear();
            body
        }
        Edit::AddBlock { name, body, .. } if matches!(name.as_str(), "ingress" | "egress") => body,
        _ => return None,
    };
    let at = body.0.iter().position(|(name, _)| PEERS.contains(&name.as_str()))?;
    match body.0.remove(at) {
        (_, Item::Argument(value)) => Some((rest, value)),
        (_, Item::Block(_)) => None,
    }
}

/// Rules that differ in this alone, as one.
fn merged(together: &[&Edit]) -> Option<Edit> {
    let peers: Vec<Value> = together.iter().filter_map(|edit| of_peers(edit)).map(|(_, peer)| peer).collect();
    let each = peers.into_iter().flat_map(|peer| match peer {
        Value::List(items) => items,
        one => vec![one],
    });
    let all = Value::List(each.collect());
    let mut merged = (*together.first()?).clone();
    let (Edit::AddResource { body, .. } | Edit::AddBlock { body, .. }) = &mut merged else { return None };
    let peer = body.0.iter_mut().find(|(name, _)| PEERS.contains(&name.as_str()))?;
    peer.1 = Item::Argument(all);
    Some(merged)
}

/// What an edit changes, of those that are told together.
fn place(edit: &Edit) -> Option<(ResourceAddress, Vec<String>)> {
    Some(match edit {
        Edit::Set { block, path, .. } => (block.clone(), above(path).to_vec()),
        Edit::SetMember { block, argument, member, .. } => {
            (block.clone(), std::iter::once(argument).chain(above(member)).cloned().collect())
        }
        Edit::AddKey { block, .. } => (ResourceAddress { key: None, ..block.clone() }, Vec::new()),
        Edit::Copy { of, .. } => (of.clone(), Vec::new()),
        Edit::ReplaceText { block, path, .. } => (block.clone(), path.clone()),
        Edit::AddLine { block, argument, .. } => (block.clone(), vec![argument.clone()]),
        _ => return None,
    })
}

fn above(path: &[String]) -> &[String] {
    path.split_last().map_or(&[], |(_, above)| above)
}

/// One edit, or several that are alike.
fn in_words(first: &Edit, together: &[&Edit]) -> Message {
    if together.len() > 1
        && let Some(merged) = merged(together)
    {
        let own = if matches!(first, Edit::AddBlock { .. }) { "a block" } else { "a resource" };
        return say!("{}, each in {} of its own", in_words(&merged, &[&merged]), own);
    }
    let all = list(together.iter().map(|edit| what(edit)));
    match first {
        Edit::Set { block, .. } | Edit::SetMember { block, .. } => {
            let path = place(first).map(|(_, path)| path).unwrap_or_default();
            say!("set {} {}", all, inside(&path, block, "on"))
        }
        Edit::Unset { block, .. } => say!("remove {} from {}", all, at(block)),
        Edit::Append { block, path, .. } => say!("add {} {}", all, to(path, block)),
        Edit::AddBlock { block, name, body } => nested(block, name, body),
        Edit::RemoveBlock { block, name, exists: true, .. } => {
            say!("remove the block {} from {}, and write {} if none is left", all, at(block), code(format!("{name} = []")))
        }
        Edit::RemoveBlock { block, .. } => say!("remove the block {} from {}", all, at(block)),
        Edit::AddResource { kind, name, body, .. } => added(kind, name, body),
        Edit::RemoveResource { .. } => say!("remove {}", all),
        Edit::AddKey { block, .. } => say!("add {} to `for_each` of {}", all, at(&ResourceAddress { key: None, ..block.clone() })),
        Edit::Copy { of, .. } => say!("add a copy of {} for {}", at(of), all),
        Edit::AddStatement { block, path, .. } => say!("add {}: {}", to(path, block), all),
        Edit::ReplaceText { block, path, .. } => say!("{}, write {}", inside(path, block, "in"), all),
        Edit::ChangeResources { block, path, statement, remove, add } => {
            let values = |texts: &[String]| list(texts.iter().map(Span::value));
            let (element, of) = (code(statement.element().to_owned()), say!("{} {}", statement.shown(), inside(path, block, "of")));
            match (remove.is_empty(), add.is_empty()) {
                (false, true) => say!("take {} out of {} of {}", values(remove), element, of),
                (true, _) => say!("add {} to {} of {}", values(add), element, of),
                (false, false) => say!("write {} instead of {} in {} of {}", values(add), values(remove), element, of),
            }
        }
        Edit::SplitStatement { block, path, statement, apart } => say!(
            "split {} {}: give {} a statement of {} own without the condition",
            statement.shown(),
            inside(path, block, "of"),
            list(apart.iter().map(Span::value)),
            if apart.len() == 1 { "its" } else { "their" }
        ),
        Edit::AddLine { block, argument, .. } => say!("add {} at the end of {} of {}", all, code(argument.clone()), at(block)),
        Edit::RemoveLine { block, argument, .. } => say!("remove {} from {} of {}", all, code(argument.clone()), at(block)),
    }
}

/// What one edit is about, in its place.
fn what(edit: &Edit) -> Message {
    match edit {
        Edit::Set { path, value, .. } | Edit::SetMember { member: path, value, .. } => {
            let name = path.last().map(String::as_str).unwrap_or_default();
            written(name, value).into()
        }
        Edit::Unset { path, .. } => code(path.join(".")).into(),
        Edit::Append { value, .. } => match value {
            Value::Text(text) => Span::value(text).into(),
            value => Span::value(value.shown()).into(),
        },
        Edit::AddBlock { name, .. } => code(name.clone()).into(),
        Edit::RemoveBlock { name, with, .. } => {
            let said = with.iter().map(|(name, value)| written(name, value));
            if with.is_empty() { code(name.clone()).into() } else { say!("{} with {}", code(name.clone()), list(said)) }
        }
        Edit::AddResource { kind, name, .. } => made(kind, name).into(),
        Edit::RemoveResource { block } => at(block).into(),
        Edit::AddKey { key, .. } => Span::value(crate::quoted(key)).into(),
        Edit::Copy { by, .. } => Span::value(by).into(),
        Edit::AddStatement { statement, .. } => Span::value(statement.shown()).into(),
        // As literals of HCL have it, in which `${` begins an expression.
        Edit::ReplaceText { from, to, .. } => say!("{} instead of {}", Span::value(inside_quotes(to)), Span::value(inside_quotes(from))),
        Edit::ChangeResources { .. } | Edit::SplitStatement { .. } => Message::default(),
        Edit::AddLine { line, .. } | Edit::RemoveLine { line, .. } => Span::value(line).into(),
    }
}

/// "on `aws_vpc.main`", "in `metadata_options` of `aws_instance.web`"
fn inside(path: &[String], block: &ResourceAddress, preposition: &'static str) -> Message {
    let in_path = if preposition == "on" { "in" } else { preposition };
    if path.is_empty() { say!("{} {}", preposition, at(block)) } else { say!("{} {} of {}", in_path, code(path.join(".")), at(block)) }
}

fn to(path: &[String], block: &ResourceAddress) -> Message {
    if path.is_empty() { say!("to {}", at(block)) } else { say!("to {} of {}", code(path.join(".")), at(block)) }
}

#[cfg(test)]
mod tests {
    use super::describe;
    use crate::{Edit, Repair, Way};
    use ssm_check_plan::ResourceAddress;

    fn address(text: &str) -> ResourceAddress {
        ResourceAddress::parse(text).unwrap()
    }

    fn replaced(from: &str, to: &str) -> ssm_check_message::Message {
        let (from, to) = (from.to_owned(), to.to_owned());
        Repair::new([Edit::ReplaceText { block: address("aws_iam_policy.p"), path: vec!["policy".to_owned()], from, to }]).describe()
    }

    #[test]
    fn what_is_alike_is_said_once() {
        let vpc = address("aws_vpc.main");
        let both = Repair::new([Edit::set(&vpc, &["enable_dns_support"], true), Edit::set(&vpc, &["enable_dns_hostnames"], true)]);
        assert_eq!(both.describe().to_string(), "set `enable_dns_support = true` and `enable_dns_hostnames = true` on `aws_vpc.main`");
        let nested = Repair::set(&address("aws_instance.web"), &["metadata_options", "http_endpoint"], "enabled");
        assert_eq!(nested.describe().to_string(), "set `http_endpoint = \"enabled\"` in `metadata_options` of `aws_instance.web`");
        let key = |key: &str| Edit::AddKey { block: address("aws_vpc_endpoint.e[\"ssm\"]"), key: key.to_owned() };
        let keys = Repair::new([key("ssmmessages"), key("ec2messages")]);
        assert_eq!(keys.describe().to_string(), "add `\"ssmmessages\"` and `\"ec2messages\"` to `for_each` of `aws_vpc_endpoint.e`");
    }

    #[test]
    fn every_cause_is_told_and_the_ways_that_projects_decide_between() {
        let set = |name: &str, value: bool| Repair::set(&address("aws_vpc.main"), &[name], value);
        let one_each = describe(&[vec![set("a", true)], vec![set("b", true)]]);
        assert_eq!(one_each.to_string(), "set `a = true` and `b = true` on `aws_vpc.main`");
        let ways = vec![set("a", true), set("a", false), set("c", true).way(Way::Nat)];
        assert_eq!(
            describe(&[ways, vec![set("b", true)]]).to_string(),
            "set `a = true` on `aws_vpc.main`, or else set `c = true` on `aws_vpc.main`; and set `b = true` on `aws_vpc.main`"
        );
    }

    #[test]
    fn values_of_the_inputs_can_be_hidden() {
        let mut message = replaced("hunter2", "*");
        message.map_values(|span| (span.text() == "hunter2").then_some(ssm_check_message::Span::Secret));
        assert_eq!(message.to_string(), "in `policy` of `aws_iam_policy.p`, write `*` instead of `(sensitive)`");
    }

    #[test]
    fn a_text_to_write_is_one_that_can_be_pasted() {
        assert_eq!(
            replaced("session/${aws:username}-*", "session/${aws:userid}-*").to_string(),
            "in `policy` of `aws_iam_policy.p`, write `session/$${aws:userid}-*` instead of `session/$${aws:username}-*`"
        );
    }
}
