//! Policies, edited in their own style: `jsonencode`, a heredoc, or `aws_iam_policy_document`.

use crate::held::{Edited, Holder};
use crate::json::{Statements, statements, unread};
use crate::project::BlockName;
use crate::statements::{Written, of_block, of_json, of_object, only};
use crate::syntax::{Splice, begins_line, indent, key_name, parse, reference, span, spliced};
use crate::{Fixer, Refused, blocks, held, refused, write};
use hcl_edit::expr::{Expression, ObjectKey};
use ssm_check_plan::ModuleAddress;
use ssm_check_repair::{Statement, Which, quoted};

/// What is done to a policy.
pub(crate) enum Change<'c> {
    /// It gets another statement.
    Add(&'c Statement),
    /// A text gives way to another one.
    Replace(&'c str, &'c str),
    /// A statement gets other resources: some go, some come.
    Resources(&'c Which, &'c [String], &'c [String]),
    /// Documents of a statement get one of their own.
    Split(&'c Which, &'c [String]),
}

impl Change<'_> {
    /// Of one statement of those that are there.
    fn of(&self, text: &str, all: &[Written]) -> Result<Vec<Splice>, Refused> {
        match self {
            Self::Resources(which, remove, add) => only(all, which, remove)?.changed(text, which, remove, add),
            Self::Split(which, apart) => only(all, which, &[])?.split(text, which, apart),
            Self::Add(_) | Self::Replace(..) => Ok(Vec::new()),
        }
    }
}

impl Fixer<'_, '_> {
    /// Changes the policy that an argument of a block holds, or that a data source makes.
    pub(crate) fn change_policy(
        &mut self,
        module: &ModuleAddress,
        block: BlockName,
        path: Vec<String>,
        change: &Change<'_>,
    ) -> Result<(), Refused> {
        if block.kind == "data" {
            return self.change_document(module, &block, change);
        }
        let made = self.edit_held(module, (Holder::Argument(block, path), !matches!(change, Change::Add(_))), &|text, expr| {
            found(text, expr, change)
        })?;
        made.map_or(Ok(()), |document| self.change_document(module, &document, change))
    }

    fn change_document(&mut self, module: &ModuleAddress, name: &BlockName, change: &Change<'_>) -> Result<(), Refused> {
        let file = self.project.open_block(module, name)?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(block) = name.find(&tree) else { return refused("the document is not in its file") };
            match change {
                Change::Add(statement) => {
                    let own = format!("{}  ", indent(text, span(block)?.start));
                    let written = write::statement_block(statement, &own);
                    if block.body.blocks().any(|inner| span(inner).is_ok_and(|at| same(text.get(at).unwrap_or_default(), &written))) {
                        return Ok(text.to_owned());
                    }
                    blocks::add_text(text, block, &written, "statement")
                }
                Change::Replace(from, to) => spliced(text, texts(text, span(block)?, from, to)?),
                Change::Resources(..) | Change::Split(..) => {
                    let statements = block.body.blocks().filter(|inner| inner.ident.as_str() == "statement");
                    let all = statements.map(of_block).collect::<Result<Vec<_>, _>>()?;
                    spliced(text, change.of(text, &all)?)
                }
            }
        })
    }
}

fn found(text: &str, expr: &Expression, change: &Change<'_>) -> Result<Edited, Refused> {
    let here = |splices| spliced(text, splices).map(Edited::Here);
    match expr {
        Expression::Parenthesis(inner) => found(text, inner.inner(), change),
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => match call.args.get(0) {
            Some(argument) => found(text, argument, change),
            None => refused("the policy is empty"),
        },
        Expression::Object(object) => {
            let statements = || match object.iter().find(|(key, _)| is_statement(key)) {
                Some((_, value)) => Ok(value.expr()),
                None => refused("the policy has no `Statement`"),
            };
            match change {
                Change::Add(statement) => in_object(text, statements()?, statement),
                Change::Replace(from, to) => texts(text, span(expr)?, from, to),
                Change::Resources(..) | Change::Split(..) => change.of(text, &of_object(statements()?)?),
            }
            .and_then(here)
        }
        Expression::HeredocTemplate(heredoc) => {
            // The span of the whole begins with the delimiter's line.
            let whole = span(&heredoc.template)?;
            match change {
                Change::Add(statement) => in_json(text, whole, statement),
                Change::Replace(from, to) => texts(text, whole, from, to),
                Change::Resources(..) | Change::Split(..) => change.of(text, &of_json(text, whole)?),
            }
            .and_then(here)
        }
        _ => match reference(expr).as_deref().map(|names| names.iter().map(String::as_str).collect::<Vec<_>>()).as_deref() {
            Some(["local" | "var", _]) => held::named(expr).map_or_else(|| refused("the policy is one of several in a list"), Ok),
            Some(["data", "aws_iam_policy_document", name, "json" | "minified_json"]) => {
                Ok(Edited::Document(BlockName { kind: "data", labels: vec!["aws_iam_policy_document".to_owned(), (*name).to_owned()] }))
            }
            Some([kind @ ("aws_iam_policy" | "aws_vpc_endpoint_policy"), name, "policy"]) => {
                let block = BlockName { kind: "resource", labels: vec![(*kind).to_owned(), (*name).to_owned()] };
                Ok(Edited::At(Holder::Argument(block, vec!["policy".to_owned()])))
            }
            _ => refused("the policy is neither `jsonencode` nor a document nor JSON in the configuration"),
        },
    }
}

fn is_statement(key: &ObjectKey) -> bool {
    key_name(key) == Some("Statement")
}

/// The only literal of a policy that says `from`, or the only key of an object that is called so. Within a policy a literal of JSON is one
/// of HCL too, as ARNs and names have no escapes.
fn texts(text: &str, whole: std::ops::Range<usize>, from: &str, to: &str) -> Result<Vec<Splice>, Refused> {
    let (literal, start) = (quoted(from), whole.start);
    let policy = text.get(whole).unwrap_or_default();
    let literals = policy.match_indices(&literal).map(|(at, _)| (at..at + literal.len(), quoted(to)));
    let is_key = |at: usize| {
        let before = policy.get(..at).unwrap_or_default().chars().next_back();
        let after = policy.get(at + from.len()..).unwrap_or_default().trim_start_matches([' ', '\t']);
        before.is_some_and(|before| before.is_whitespace() || before == '{' || before == ',') && after.starts_with(['=', ':'])
    };
    let keys = policy.match_indices(from).filter(|(at, _)| is_key(*at)).map(|(at, _)| (at..at + from.len(), to.to_owned()));
    let mut there = literals.chain(keys);
    match (there.next(), there.next()) {
        (Some((at, to)), None) => Ok(vec![Splice::replace(start + at.start..start + at.end, to)]),
        (Some(_), Some(_)) => refused(format!("the policy says `{from}` more than once")),
        (None, _) => refused(format!("the policy does not say `{from}` in so many words")),
    }
}

/// The same but for white space.
fn same(a: &str, b: &str) -> bool {
    let squeezed = |text: &str| text.chars().filter(|character| !character.is_whitespace() && *character != ',').collect::<String>();
    squeezed(a) == squeezed(b)
}

/// One more statement of a list, or a list of the only one and another.
fn in_object(text: &str, expr: &Expression, statement: &Statement) -> Result<Vec<Splice>, Refused> {
    let one_line = statement.shown();
    match expr {
        Expression::Array(array) => {
            let mut last = None;
            for item in array {
                let at = span(item)?;
                if text.get(at.clone()).is_some_and(|there| same(there, &one_line)) {
                    return Ok(Vec::new());
                }
                last = Some(at);
            }
            let element = match last {
                Some(last) => {
                    let spread = text.get(last.clone()).is_some_and(|there| there.contains('\n'));
                    if spread && begins_line(text, last.start) { write::object(statement, indent(text, last.start)) } else { one_line }
                }
                None => one_line,
            };
            crate::collections::in_array(text, array, &element)
        }
        Expression::Object(_) => {
            let at = span(expr)?;
            Ok(vec![Splice::insert(at.start, "["), Splice::insert(at.end, format!(", {one_line}]"))])
        }
        _ => crate::collections::appended(text, expr, &one_line),
    }
}

/// One more statement of a policy in JSON.
fn in_json(text: &str, whole: std::ops::Range<usize>, statement: &Statement) -> Result<Vec<Splice>, Refused> {
    match statements(text, whole.clone()) {
        Some(Statements::List { all, close }) => {
            let Some(last) = all.last() else { return Ok(vec![Splice::insert(close, write::json(statement, "", true))]) };
            let there = text.get(last.clone()).unwrap_or_default();
            let own = indent(text, last.start);
            let written = write::json(statement, own, !there.contains('\n'));
            if there == written {
                return Ok(Vec::new());
            }
            let separator = if begins_line(text, last.start) { format!(",\n{own}") } else { ", ".to_owned() };
            Ok(vec![Splice::insert(last.end, format!("{separator}{written}"))])
        }
        Some(Statements::One(at)) => {
            Ok(vec![Splice::insert(at.start, "["), Splice::insert(at.end, format!(", {}]", write::json(statement, "", true)))])
        }
        None => Err(unread(text, whole)),
    }
}
