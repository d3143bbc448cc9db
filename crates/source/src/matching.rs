//! Whether source files are those that a plan was made of.
//!
//! The plan's `configuration` names every resource, call and argument, the constants, and what every expression refers to. All of
//! it must agree: sources of another version could lead to a wrong link.

use crate::ast::{Access, Attribute, Block, Expr};
use crate::load::produced;
use crate::mismatch::Mismatch;
use crate::modules::Sources;
use ssm_check_plan::{Expression, Json, Mode, ModuleCall, Plan, ResourceConfig, Subject};
use std::collections::BTreeSet;

impl Sources {
    /// Whether this is the configuration that the plan was made of. Modules that were not found are not compared.
    pub fn matches(&self, plan: &Plan<'_>) -> Result<(), Mismatch> {
        let Some(configuration) = &plan.configuration else { return Err(Mismatch::NoConfiguration) };
        self.compare(&configuration.root_module, &mut Vec::new())
    }

    fn compare(&self, planned: &ssm_check_plan::Module<'_>, path: &mut Vec<String>) -> Result<(), Mismatch> {
        let Some(module) = self.modules.get(path) else { return Ok(()) };
        let prefix: String = path.iter().flat_map(|name| ["module.", name, "."]).collect();
        let config = &module.config;
        let complete = config.broken.is_empty();
        let mut named: BTreeSet<String> = BTreeSet::new();
        for resource in &planned.resources {
            let shown = resource_name(resource.mode(), &resource.resource_type, &resource.name);
            let address = format!("{prefix}{shown}");
            match config.resources.get(&(resource.mode(), resource.resource_type.to_string(), resource.name.to_string())) {
                Some(block) => compare_resource(resource, block, &address)?,
                // What nothing of AWS's is made of changes no link, wherever its file is.
                None if complete && (resource.resource_type.starts_with("aws_") || is_referred_to(planned, resource)) => {
                    return Err(Mismatch::NotInSources { address });
                }
                None => {}
            }
            named.insert(shown);
        }
        for (mode, kind, name) in config.resources.keys() {
            let shown = resource_name(*mode, kind, name);
            // `terraform_data` and its like are resources as well; nothing is left out of `configuration`.
            if !named.contains(&shown) {
                return Err(Mismatch::NotInPlan { address: format!("{prefix}{shown}") });
            }
        }
        for (name, call) in &planned.module_calls {
            let address = format!("{prefix}module.{name}");
            match config.calls.get(name.as_str()) {
                Some(block) => compare_call(call, block, &address)?,
                None if complete => return Err(Mismatch::NotInSources { address }),
                None => {}
            }
            path.push(name.to_string());
            self.compare(&call.module, path)?;
            path.pop();
        }
        match config.calls.keys().find(|name| !planned.module_calls.contains_key(name.as_str())) {
            Some(name) => Err(Mismatch::NotInPlan { address: format!("{prefix}module.{name}") }),
            None => Ok(()),
        }
    }
}

/// Something else in the module names the resource, or a local may: those are not in a plan.
fn is_referred_to(module: &ssm_check_plan::Module<'_>, resource: &ResourceConfig<'_>) -> bool {
    let names = |expression: &Expression<'_>| {
        expression.references().iter().any(|reference| match &reference.subject {
            Subject::Resource { mode, resource_type, name, .. } => {
                *mode == resource.mode() && *resource_type == *resource.resource_type && *name == *resource.name
            }
            _ => false,
        })
    };
    let of_block = |block: &ssm_check_plan::Block<'_>| block.iter().any(|(_, expression)| names(expression));
    resource.resource_type.starts_with("terraform_")
        || module.resources.iter().any(|other| of_block(&other.expressions()) || other.repetition().is_some_and(|one| names(&one)))
        || module.module_calls.values().any(|call| of_block(&call.expressions()) || call.repetition().is_some_and(|one| names(&one)))
        || module.outputs.values().any(|output| output.expression().is_some_and(|one| names(&one)))
}

fn resource_name(mode: Mode, kind: &str, name: &str) -> String {
    let data = if mode == Mode::Data { "data." } else { "" };
    format!("{data}{kind}.{name}")
}

fn compare_resource(planned: &ResourceConfig<'_>, block: &Block, address: &str) -> Result<(), Mismatch> {
    compare_arguments(&planned.expressions(), block, address)?;
    compare_repetition(planned.repetition().as_ref(), block, address)
}

fn compare_call(planned: &ModuleCall<'_>, block: &Block, address: &str) -> Result<(), Mismatch> {
    compare_arguments(&planned.expressions(), block, address)?;
    compare_repetition(planned.repetition().as_ref(), block, address)
}

fn compare_repetition(planned: Option<&Expression<'_>>, block: &Block, address: &str) -> Result<(), Mismatch> {
    let argument = if block.attributes.contains_key("for_each") { "for_each" } else { "count" };
    match (planned, block.attributes.get(argument)) {
        (None, None) => Ok(()),
        // The plan leaves out a repetition that refers to nothing.
        (None, Some(written)) if subjects(&written.expr).is_empty() => Ok(()),
        (Some(planned), Some(written)) if agrees(planned, written) => Ok(()),
        _ => Err(Mismatch::Argument { address: address.to_owned(), argument: argument.to_owned() }),
    }
}

/// Arguments of Terraform itself, which the plan keeps elsewhere.
pub(crate) const META: [&str; 8] = ["count", "for_each", "provider", "providers", "depends_on", "source", "version", "lifecycle"];

fn compare_arguments(planned: &ssm_check_plan::Block<'_>, block: &Block, address: &str) -> Result<(), Mismatch> {
    for (name, expression) in planned.iter() {
        let agrees = match block.attributes.get(name) {
            Some(written) => agrees(expression, written),
            None => block.blocks.iter().any(|inner| produced(inner) == name),
        };
        if !agrees {
            return Err(Mismatch::Argument { address: address.to_owned(), argument: name.to_owned() });
        }
    }
    let extra = block.attributes.iter().find(|(name, written)| {
        !META.contains(&name.as_str())
            && !planned.iter().any(|(planned, _)| planned == name.as_str())
            && !matches!(written.expr, Expr::Null | Expr::Tuple(_) | Expr::Object(_))
    });
    match extra {
        Some((name, _)) => Err(Mismatch::Argument { address: address.to_owned(), argument: name.clone() }),
        None => Ok(()),
    }
}

fn agrees(planned: &Expression<'_>, written: &Attribute) -> bool {
    match (planned, &written.expr) {
        // Terraform evaluates what refers to nothing that is not known, and keeps the text of JSON syntax as it is.
        (Expression::Template(_), _) => true,
        (Expression::Constant(constant), Expr::Text(_) | Expr::Bool(_) | Expr::Number(_)) => match (constant, &written.expr) {
            (Json::String(a), Expr::Text(b)) => a.as_str() == b.as_ref(),
            (Json::Bool(a), Expr::Bool(b)) => a == b,
            // Terraform converts constants to the argument's type.
            (Json::Null | Json::Array(_) | Json::Object(_), _) => true,
            (constant, written) => scalar(constant) == literal(written),
        },
        // A conditional on literals has a value, and names what it does not take.
        (Expression::Constant(_), Expr::Conditional(_)) => true,
        (Expression::Constant(_) | Expression::Opaque, expr) => subjects(expr).is_empty(),
        (Expression::References(_) | Expression::Templates(..), expr) => {
            let planned: BTreeSet<String> =
                planned.references().iter().filter_map(|reference| planned_subject(&reference.subject)).collect();
            planned == subjects(expr)
        }
        // Blocks written as arguments, in JSON syntax.
        (Expression::Blocks(_), _) => true,
    }
}

fn scalar(json: &Json<'_>) -> Option<String> {
    match json {
        Json::String(text) => Some(text.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Number(number) => crate::number::Number::parse(&number.to_string())?.text(),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Text(text) => {
            Some(crate::number::Number::parse(text).and_then(crate::number::Number::text).unwrap_or_else(|| text.to_string()))
        }
        Expr::Bool(flag) => Some(flag.to_string()),
        Expr::Number(number) => number.text(),
        _ => None,
    }
}

fn planned_subject(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Resource { mode, resource_type, name, .. } => Some(resource_name(*mode, resource_type, name)),
        Subject::Module { name, .. } => Some(format!("module.{name}")),
        Subject::Variable(name) => Some(format!("var.{name}")),
        Subject::Local(name) => Some(format!("local.{name}")),
        Subject::EachKey | Subject::EachValue => Some("each".to_owned()),
        Subject::CountIndex => Some("count".to_owned()),
        Subject::Meta(_) | Subject::Other(_) => None,
    }
}

/// What an expression refers to, without keys and attributes.
fn subjects(expr: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (head, accesses) in expr.free_references() {
        let mut names = accesses.iter().map_while(|access| match access {
            Access::Attribute(name) => Some(name.as_str()),
            Access::Index(_) | Access::AttributeSplat | Access::FullSplat => None,
        });
        let subject = match (head, names.next(), names.next()) {
            ("path" | "terraform" | "tofu" | "self", ..) | (_, None, _) => continue,
            ("each" | "count", ..) => head.to_owned(),
            ("data", Some(kind), Some(name)) => format!("data.{kind}.{name}"),
            ("resource", Some(kind), Some(name)) => format!("{kind}.{name}"),
            (head, Some(name), _) => format!("{head}.{name}"),
        };
        found.insert(subject);
    }
    found
}
