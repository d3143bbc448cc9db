//! One more statement of a policy, in the policy's own style: `jsonencode`, a heredoc, or `aws_iam_policy_document`.

use crate::json::{Statements, statements};
use crate::project::BlockName;
use crate::syntax::{Splice, indent, line_start, parse, reference, span, spliced};
use crate::{Fixer, Refused, arguments, blocks, refused, write};
use hcl_edit::expr::{Expression, ObjectKey};
use ssm_check_plan::ModuleAddress;
use ssm_check_repair::Statement;

/// More steps from an argument to the policy are not followed.
const MOST_STEPS: usize = 8;

/// Where a policy is written.
enum Holder {
    /// An argument of a block, by its path.
    Argument(BlockName, Vec<String>),
    /// A local of the module.
    Local(String),
}

/// What an expression is, for a policy.
enum Found {
    /// The statement goes here.
    Here(Vec<Splice>),
    /// The policy is elsewhere.
    At(Holder),
    /// A data source that makes the document.
    Document(String),
}

impl Fixer<'_, '_> {
    /// Adds a statement to the policy that an argument of a block holds.
    pub(crate) fn add_statement(
        &mut self,
        module: &ModuleAddress,
        block: BlockName,
        path: Vec<String>,
        statement: &Statement,
    ) -> Result<(), Refused> {
        let mut holder = Holder::Argument(block, path);
        for _ in 0..MOST_STEPS {
            let (shown, text) = match &holder {
                Holder::Argument(block, _) => self.project.find(module, block)?,
                Holder::Local(name) => self.file_of_local(module, name)?,
            };
            let tree = parse(&text)?;
            let expr = match &holder {
                Holder::Argument(block, path) => block.find(&tree).and_then(|block| arguments::expression(block, path)),
                Holder::Local(name) => local(&tree, name),
            };
            let Some(expr) = expr else { return refused("the policy is not written where it is used") };
            match found(&text, expr, statement)? {
                Found::Here(splices) => {
                    let file = self.project.open(&shown)?;
                    return self.project.edit(&file, |text| spliced(text, splices));
                }
                Found::At(next) => holder = next,
                Found::Document(name) => {
                    let name = BlockName { kind: "data", labels: vec!["aws_iam_policy_document".to_owned(), name] };
                    let file = self.project.open_block(module, &name)?;
                    return self.project.edit(&file, |text| {
                        let tree = parse(text)?;
                        let Some(block) = name.find(&tree) else { return refused("the document is not in its file") };
                        let own = format!("{}  ", indent(text, span(block)?.start));
                        let written = write::statement_block(statement, &own);
                        if block.body.blocks().any(|inner| span(inner).is_ok_and(|at| same(text.get(at).unwrap_or_default(), &written))) {
                            return Ok(text.to_owned());
                        }
                        blocks::add_text(text, block, &written, "statement")
                    });
                }
            }
        }
        refused("the policy is behind too many names")
    }

    /// The file that a local is written in.
    pub(crate) fn file_of_local(&self, module: &ModuleAddress, name: &str) -> Result<(String, String), Refused> {
        let files = self.project.files(module);
        let found = files.into_iter().find(|(_, text)| parse(text).is_ok_and(|tree| local(&tree, name).is_some()));
        found.ok_or_else(|| Refused(format!("`local.{name}` is not in the sources")))
    }
}

/// The expression of a local.
pub(crate) fn local<'b>(tree: &'b hcl_edit::structure::Body, name: &str) -> Option<&'b Expression> {
    let locals = tree.blocks().filter(|block| block.ident.as_str() == "locals");
    locals.filter_map(|block| block.body.get_attribute(name)).map(|attribute| &attribute.value).next()
}

fn found(text: &str, expr: &Expression, statement: &Statement) -> Result<Found, Refused> {
    match expr {
        Expression::Parenthesis(inner) => found(text, inner.inner(), statement),
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => match call.args.get(0) {
            Some(argument) => found(text, argument, statement),
            None => refused("the policy is empty"),
        },
        Expression::Object(object) => {
            let named = |key: &ObjectKey| match key {
                ObjectKey::Ident(ident) => ident.as_str() == "Statement",
                ObjectKey::Expression(Expression::String(name)) => name.as_str() == "Statement",
                ObjectKey::Expression(Expression::Variable(name)) => name.as_str() == "Statement",
                ObjectKey::Expression(_) => false,
            };
            match object.iter().find(|(key, _)| named(key)) {
                Some((_, value)) => in_object(text, value.expr(), statement).map(Found::Here),
                None => refused("the policy has no `Statement`"),
            }
        }
        Expression::HeredocTemplate(heredoc) => {
            // The span of the whole begins with the delimiter's line.
            let whole = span(&heredoc.template)?;
            in_json(text, whole, statement).map(Found::Here)
        }
        _ => match reference(expr).as_deref().map(|names| names.iter().map(String::as_str).collect::<Vec<_>>()).as_deref() {
            Some(["local", name]) => Ok(Found::At(Holder::Local((*name).to_owned()))),
            Some(["data", "aws_iam_policy_document", name, "json" | "minified_json"]) => Ok(Found::Document((*name).to_owned())),
            Some([kind @ ("aws_iam_policy" | "aws_vpc_endpoint_policy"), name, "policy"]) => {
                let block = BlockName { kind: "resource", labels: vec![(*kind).to_owned(), (*name).to_owned()] };
                Ok(Found::At(Holder::Argument(block, vec!["policy".to_owned()])))
            }
            _ => refused("the policy is neither `jsonencode` nor a document nor JSON in the configuration"),
        },
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
                    let own_line = text.get(line_start(text, last.start)..last.start).is_some_and(|before| before.trim().is_empty());
                    let spread = text.get(last.clone()).is_some_and(|there| there.contains('\n'));
                    if own_line && spread { write::object(statement, indent(text, last.start)) } else { one_line }
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
    match statements(text, whole) {
        Some(Statements::List { last: Some(last), .. }) => {
            let there = text.get(last.clone()).unwrap_or_default();
            let own_line = text.get(line_start(text, last.start)..last.start).is_some_and(|before| before.trim().is_empty());
            let own = indent(text, last.start);
            let written = write::json(statement, own, !there.contains('\n'));
            if there == written {
                return Ok(Vec::new());
            }
            let separator = if own_line { format!(",\n{own}") } else { ", ".to_owned() };
            Ok(vec![Splice::insert(last.end, format!("{separator}{written}"))])
        }
        Some(Statements::List { last: None, close }) => Ok(vec![Splice::insert(close, write::json(statement, "", true))]),
        Some(Statements::One(at)) => {
            Ok(vec![Splice::insert(at.start, "["), Splice::insert(at.end, format!(", {}]", write::json(statement, "", true)))])
        }
        None => refused("the policy is no JSON that can be followed"),
    }
}
