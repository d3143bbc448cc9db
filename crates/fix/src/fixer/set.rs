//! Sets arguments, of resources and of the calls of modules that are not of the repository.

use super::{Applied, Fixer};
use crate::collections::appended;
use crate::held::Holder;
use crate::members::{self, Written};
use crate::project::BlockName;
use crate::syntax::{Splice, parse, reference, span, spliced};
use crate::{Refused, arguments, refused, write};
use hcl_edit::expr::Expression;
use hcl_edit::structure::Block;
use hcl_edit::template::Element;
use ssm_check_plan::{Key, ResourceAddress};
use ssm_check_repair::{Value, quoted};
use std::collections::BTreeMap;

impl Fixer<'_, '_> {
    pub(super) fn set(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = match self.project.open_block(&block.module, &name) {
            Ok(file) => file,
            Err(why) => return self.set_at_call(block, path, value, made, why, applied),
        };
        self.written(&block.module, Some(block), value, made)?;
        let text = self.project.text(&file).to_owned();
        let tree = parse(&text)?;
        let there = name.find(&tree).and_then(|found| arguments::expression(found, path)).map(span).transpose()?;
        let there = there.and_then(|at| text.get(at)).map(str::to_owned);
        let one_of_several = self.one_of_several(block, value, there.as_deref());
        if let Some(found) = name.find(&tree)
            && let Some(splices) = arguments::made_always(&text, found, path)
            && there.as_deref() == Some(&write::value(value, "", &mut self.at(&block.module, Some(block), made))?)
        {
            return self.project.edit(&file, |text| spliced(text, splices));
        }
        if let Some(after) = self.kept_template(block, path, value, &text, name.find(&tree))? {
            return self.project.edit(&file, |_| Ok(after));
        }
        let mut at = self.at(&block.module, Some(block), made);
        let after = arguments::set(&text, &|body| name.find(body), path, &mut |indent| {
            let written = write::value(value, indent, &mut at)?;
            Ok(match (&one_of_several, &there) {
                (Some(_), Some(there)) if *there == written => written,
                (Some(condition), Some(there)) => format!("{condition} ? {written} : {there}"),
                _ => written,
            })
        })?;
        self.project.edit(&file, |_| Ok(after))
    }

    /// The name of a service in a block of several instances, each of which has its own: what is wrong gives way at the beginning of the
    /// template, what it is made of stays. `None` of a block of one instance, and of a literal that is the same for all.
    fn kept_template(
        &self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        text: &str,
        found: Option<&Block>,
    ) -> Result<Option<String>, Refused> {
        let (Value::Text(new), Some(found)) = (value, found) else { return Ok(None) };
        let Some(expression) = arguments::expression(found, path) else { return Ok(None) };
        if path != ["service_name"] || matches!(expression, Expression::String(_)) || !self.is_of_several(block) {
            return Ok(None);
        }
        let by_hand = || refused(format!("one `service_name` is written for every instance of the block of `{block}`"));
        let Expression::StringTemplate(template) = expression else { return by_hand() };
        let Some(Element::Literal(head)) = template.iter().next() else { return by_hand() };
        let at = span(head)?;
        let old = self.evaluator.resource(block).and_then(|body| body.attribute("service_name"));
        let Some(old) = old.as_ref().and_then(|old| old.value.as_str()) else { return by_hand() };
        // Another instance of the block was put right before.
        if new.strip_prefix(head.as_str()).is_some_and(|rest| old.ends_with(rest)) {
            return Ok(Some(text.to_owned()));
        }
        let corrected =
            old.strip_prefix(head.as_str()).and_then(|rest| new.strip_suffix(rest)).filter(|_| text.get(at.clone()) == Some(head));
        match corrected {
            Some(corrected) => spliced(text, vec![Splice::replace(at, corrected)]).map(Some),
            None => by_hand(),
        }
    }

    /// The plan has several instances of a block, in one instance of its module or in all of them.
    fn is_of_several(&self, block: &ResourceAddress) -> bool {
        let steps = |address: &ResourceAddress| address.module.0.iter().map(|step| step.name.clone()).collect::<Vec<_>>();
        let is_of_block = |other: &&ResourceAddress| {
            (other.mode, &other.resource_type, &other.name) == (block.mode, &block.resource_type, &block.name)
                && steps(other) == steps(block)
        };
        let made = self.plan.changes.iter().filter(|change| !change.change.actions.removes()).map(|change| &change.parsed);
        made.filter(is_of_block).count() > 1
    }

    /// The condition under which a value is for one instance only: others have a value that is not to be touched.
    fn one_of_several(&self, block: &ResourceAddress, value: &Value, there: Option<&str>) -> Option<String> {
        let key = block.key.as_ref()?;
        let is_switch = matches!(value, Value::Bool(_) | Value::Number(_) | Value::Text(_));
        if is_switch || there.is_none_or(|there| there == "null") || self.instances(block).count() < 2 {
            return None;
        }
        Some(match key {
            Key::Int(index) => format!("count.index == {index}"),
            Key::Str(text) => format!("each.key == {}", quoted(text)),
        })
    }

    /// An argument of a resource in a module that is downloaded: the call's argument that it comes from.
    fn set_at_call(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
        why: Refused,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let (Some(parent), Some(step)) = (block.module.parent(), block.module.last().cloned()) else { return Err(why) };
        let name = BlockName::of(block);
        let Ok((_, text)) = self.project.find(&block.module, &name) else { return Err(why) };
        let tree = parse(&text)?;
        let expr = name.find(&tree).and_then(|found| arguments::expression(found, path));
        let input = match expr.map(reference) {
            Some(Some(names)) if names.len() == 2 && names.first().is_some_and(|head| head == "var") => names.get(1).cloned(),
            _ => None,
        };
        let Some(input) = input else {
            return refused(format!("`{block}` is in a downloaded module, no input of which sets `{}`", path.join(".")));
        };
        let call = BlockName::call(&step.name);
        let file = self.project.open_block(&parent, &call)?;
        self.written(&parent, None, value, made)?;
        let text = self.project.text(&file).to_owned();
        let mut at = self.at(&parent, None, made);
        let after = arguments::set(&text, &|body| call.find(body), std::slice::from_ref(&input), &mut |indent| {
            write::value(value, indent, &mut at)
        })?;
        applied.notes.push(format!("`module.{}` is not of this repository: its input `{input}` is set", step.name));
        self.project.edit(&file, |_| Ok(after))
    }

    pub(super) fn append(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = self.project.open_block(&block.module, &name)?;
        let element = write::value(value, "", &mut self.at(&block.module, Some(block), made))?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
            match arguments::expression(found, path) {
                Some(expr) => spliced(text, appended(text, expr, &element)?),
                None => arguments::set(text, &|body| name.find(body), path, &mut |_| Ok(format!("[{element}]"))),
            }
        })
    }

    /// Sets a member of the object that an argument holds, or that a local does which it names.
    pub(super) fn set_member(
        &mut self,
        block: &ResourceAddress,
        argument: &str,
        member: &[String],
        written: &Written,
    ) -> Result<(), Refused> {
        let holder = Holder::Argument(BlockName::of(block), vec![argument.to_owned()]);
        let edited = self.edit_held(&block.module, (holder, false), &|text, expr| members::set(text, expr, member, written));
        edited.map(drop).map_err(|why| Refused(format!("`{argument}`: {why}")))
    }

    /// Changes the script that a heredoc of an argument holds.
    pub(super) fn script(
        &mut self,
        block: &ResourceAddress,
        argument: &str,
        change: impl FnOnce(&str) -> Result<String, Refused>,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = self.project.open_block(&block.module, &name)?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
            let mut expr = found.body.get_attribute(argument).map(|attribute| &attribute.value);
            while let Some(Expression::FuncCall(call)) = expr {
                expr = call.args.get(0);
            }
            let Some(Expression::HeredocTemplate(heredoc)) = expr else {
                return refused(format!("the script in `{argument}` of `{block}` is not written there as a heredoc"));
            };
            let whole = span(&heredoc.template)?;
            let after = change(text.get(whole.clone()).unwrap_or_default())?;
            spliced(text, vec![Splice::replace(whole, after)])
        })
    }
}
