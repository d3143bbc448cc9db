//! References and traversals: <https://developer.hashicorp.com/terraform/language/expressions/references>.

use crate::alternatives::distribute;
use crate::ast::{Access, Expr};
use crate::evaluator::{Evaluator, Name, TOO_LARGE};
use crate::functions;
use crate::number::Number;
use crate::scope::{Repetition, Scope, Surroundings};
use crate::types::{self, Eval, fail};
use crate::value::{Sequence, Step, Sym, Symbol};
use ssm_check_plan::{Key, Mode};
use std::sync::Arc;

impl Evaluator<'_, '_> {
    pub(super) fn traverse(&self, base: &Expr, accesses: &[Access], scope: &Scope) -> Eval {
        match base {
            Expr::Variable(head) => {
                let (value, rest) = self.reference(head, accesses, scope)?;
                self.follow(value, rest, scope)
            }
            _ => self.follow(self.eval(base, scope)?, accesses, scope),
        }
    }

    /// The value of a name, and the accesses that are left.
    fn reference<'e>(&self, head: &str, accesses: &'e [Access], scope: &Scope) -> Result<(Sym, &'e [Access]), types::Failure> {
        if let Some(bound) = scope.bound(head) {
            return Ok((bound.clone(), accesses));
        }
        if scope.surroundings() != Surroundings::Module {
            return fail(format!("`{head}` is not a variable of the template"));
        }
        let names: Vec<&str> = accesses
            .iter()
            .map_while(|access| if let Access::Attribute(name) = access { Some(name.as_str()) } else { None })
            .take(3)
            .collect();
        let module = scope.address();
        let after = |count: usize| accesses.get(count..).unwrap_or_default();
        let resource = |mode, kind: &str, name: &str| self.resource_value(module, (mode, kind.to_owned(), name.to_owned()));
        Ok(match (head, names.as_slice()) {
            ("var", [name, ..]) => (self.named(Name::Variable(module.clone(), (*name).to_owned())), after(1)),
            ("local", [name, ..]) => (self.named(Name::Local(module.clone(), (*name).to_owned())), after(1)),
            ("each", [part @ ("key" | "value"), ..]) => {
                let value = match scope.each() {
                    Some((key, value)) => if *part == "key" { key } else { value }.clone(),
                    None => Sym::unknown(format!("`each.{part}` is not known")),
                };
                (value, after(1))
            }
            ("count", ["index", ..]) => (scope.count().cloned().unwrap_or_else(|| Sym::unknown("`count.index` is not known")), after(1)),
            ("path", [part, ..]) => {
                let value = match *part {
                    "module" => self.sources.module(module).map(|module| Sym::text(&module.dir)),
                    "root" => Some(Sym::text(".")),
                    _ => None,
                };
                (value.unwrap_or_else(|| Sym::unknown(format!("`path.{part}` depends on the machine"))), after(1))
            }
            ("terraform" | "tofu", ["workspace", ..]) => (self.workspace(), after(1)),
            ("self", _) => match scope.this() {
                Some(address) => (Sym::Symbol(Arc::new(Symbol { address: address.clone(), path: Vec::new() })), accesses),
                None => (Sym::unknown("`self` is not known"), accesses),
            },
            ("module", [name, ..]) => self.module_reference(name, accesses, scope)?,
            ("data", [kind, name, ..]) => (resource(Mode::Data, kind, name), after(2)),
            ("resource", [kind, name, ..]) => (resource(Mode::Managed, kind, name), after(2)),
            ("var" | "local" | "each" | "count" | "path" | "terraform" | "tofu" | "module" | "data" | "resource" | "ephemeral", _) => {
                (Sym::unknown(format!("`{head}` is not a value")), &[])
            }
            (kind, [name, ..]) => (resource(Mode::Managed, kind, name), after(1)),
            // Terraform does not come to evaluate that.
            (_, []) => (Sym::unknown(format!("`{head}` is not defined")), &[]),
        })
    }

    /// `module.m.out` and `module.m[key].out` evaluate that output only.
    fn module_reference<'e>(&self, name: &str, accesses: &'e [Access], scope: &Scope) -> Result<(Sym, &'e [Access]), types::Failure> {
        let parent = scope.address();
        let whole = || self.named(Name::Call(parent.clone(), name.to_owned()));
        let after = |count: usize| accesses.get(count..).unwrap_or_default();
        let Some(call) = self.config(parent).and_then(|config| config.calls.get(name)) else { return Ok((whole(), after(1))) };
        let repetition = self.repetition(Name::Call(parent.clone(), name.to_owned()), call);
        let (key, used) = match (&repetition, accesses.get(1)) {
            (Repetition::Single, Some(Access::Attribute(_))) => (None, 1),
            (Repetition::Count(_) | Repetition::ForEach(_) | Repetition::Open(_), Some(Access::Index(index))) => {
                let index = self.eval(index, scope)?;
                let Some(key) = key(&index) else { return Ok((whole(), after(1))) };
                match (&repetition, &key) {
                    (Repetition::ForEach(members), Key::Str(text)) if !members.contains_key(text) => {
                        return fail("the module has no such instance");
                    }
                    (Repetition::Count(count), Key::Int(index)) if usize::try_from(*index).is_ok_and(|index| index >= *count) => {
                        return fail("the module has no such instance");
                    }
                    _ => {}
                }
                let key = match (&repetition, key) {
                    // `module.m["0"]` of a `count`, or a number as a key of a `for_each`.
                    (Repetition::ForEach(_), Key::Int(index)) => Key::Str(index.to_string()),
                    (Repetition::Count(_), Key::Str(text)) => text.parse().map_or(Key::Str(text), Key::Int),
                    (_, key) => key,
                };
                (Some(key), 2)
            }
            _ => return Ok((whole(), after(1))),
        };
        match accesses.get(used) {
            Some(Access::Attribute(output)) => {
                let module = parent.child(name, key);
                let missing = self.config(&module).is_some_and(|config| !config.outputs.contains_key(output) && config.broken.is_empty());
                if missing {
                    return fail(format!("the module has no output `{output}`"));
                }
                Ok((self.named(Name::Output(module, output.clone())), after(used + 1)))
            }
            _ => Ok((whole(), after(1))),
        }
    }

    /// Follows what stands after a value.
    pub(super) fn follow(&self, mut value: Sym, accesses: &[Access], scope: &Scope) -> Eval {
        let mut rest = accesses;
        while let Some((access, tail)) = rest.split_first() {
            rest = tail;
            value = match access {
                Access::Attribute(name) => self.attribute_of(&value, name)?,
                Access::Index(index) => {
                    let index = self.eval(index, scope)?;
                    self.index(&value, &index)?
                }
                Access::FullSplat => return self.splat(value, tail, scope),
                Access::AttributeSplat => {
                    let names = tail.iter().take_while(|access| matches!(access, Access::Attribute(_))).count();
                    let (inner, outer) = tail.split_at_checked(names).unwrap_or((tail, &[]));
                    rest = outer;
                    self.splat(value, inner, scope)?
                }
            };
        }
        Ok(value)
    }

    pub(crate) fn attribute_of(&self, value: &Sym, name: &str) -> Eval {
        distribute(value, &mut |value| match value {
            Sym::Mapping(_, members) => members.get(name).cloned().map_or_else(|| fail(format!("there is no attribute `{name}`")), Ok),
            Sym::Symbol(symbol) if symbol.is_text() || self.lacks(symbol, name) => fail(format!("there is no attribute `{name}`")),
            Sym::Symbol(symbol) => Ok(self.member(symbol, name)),
            Sym::Unknown(_) => Ok(Sym::depends(&format!("`.{name}`"), [value])),
            // `.*.0`
            Sym::Sequence(..) if name.bytes().all(|byte| byte.is_ascii_digit()) => self.index_one(value, &Sym::text(name)),
            Sym::Null => fail(format!("`.{name}` of null")),
            _ => fail(format!("`.{name}` of something that is no object")),
        })
    }

    /// A planned instance shows all attributes of its type; this is none of them.
    pub(crate) fn lacks(&self, symbol: &Symbol, name: &str) -> bool {
        symbol.path.is_empty() && symbol.address.resource_type.starts_with("terraform_") && !self.instances.has(symbol, name)
    }

    /// An attribute of a symbol. A data source that looks up what the same plan makes shows what that has.
    fn member(&self, symbol: &Symbol, name: &str) -> Sym {
        let own = self.instances.member(symbol, Step::Attribute(name.to_owned()));
        let is_open = symbol.address.mode == Mode::Data && symbol.path.is_empty() && matches!(own, Sym::Symbol(_));
        if let (Sym::Symbol(_), Some(argument)) = (&own, handed_on(symbol, name))
            && let Some(written) = self.nested(|| Some(self.resource(&symbol.address)?.attribute(argument)?.value)).flatten()
        {
            return written;
        }
        if is_open && let Some(part) = self.nested(|| self.part_of_arn(symbol, name)).flatten() {
            return part;
        }
        let Some(managed) = is_open.then(|| self.nested(|| self.looked_up(symbol)).flatten()).flatten() else { return own };
        if TAGS.contains(&name) || !self.instances.has(&managed, name) {
            return own;
        }
        self.instances.member(&managed, Step::Attribute(name.to_owned()))
    }

    /// What the data source of ARNs shows: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/arn>.
    fn part_of_arn(&self, symbol: &Symbol, name: &str) -> Option<Sym> {
        let arn = (symbol.address.resource_type == "aws_arn").then(|| self.resource(&symbol.address)?.attribute("arn"))??.value;
        if name == "id" {
            return Some(arn);
        }
        let parts = functions::arn_parts(self, &arn)?;
        parts.members()?.get(if name == "account" { "account_id" } else { name }).cloned()
    }

    /// The managed resource that a data source finds by its key, and by nothing else.
    fn looked_up(&self, symbol: &Symbol) -> Option<Symbol> {
        let body = self.resource(&symbol.address)?;
        let names = body.attribute_names();
        let [key] = names.as_slice() else { return None };
        if !KEYS.contains(key) || !body.block_types().is_empty() {
            return None;
        }
        let Sym::Symbol(found) = body.attribute(key)?.value else { return None };
        let (managed, kind) = (&found.address, &symbol.address.resource_type);
        let is_key = managed.mode == Mode::Managed && managed.resource_type == *kind && found.attribute() == Some(*key);
        is_key.then(|| Symbol { address: managed.clone(), path: Vec::new() })
    }

    /// `value[index]`
    pub(crate) fn index(&self, value: &Sym, index: &Sym) -> Eval {
        let value = self.instances.force(value.clone());
        self.doubt(!index.is_known());
        distribute(&value, &mut |value| distribute(index, &mut |index| self.index_one(value, index)))
    }

    fn index_one(&self, value: &Sym, index: &Sym) -> Eval {
        match (value, index) {
            (Sym::Unknown(_), _) => Ok(Sym::depends("an element", [value, index])),
            (Sym::Null, _) => fail("an element of null"),
            (_, Sym::Null) => fail("the index is null"),
            (Sym::Symbol(symbol), _) => match key(index) {
                _ if symbol.is_text() => fail("an element of text"),
                Some(Key::Str(name)) if self.lacks(symbol, &name) => fail(format!("there is no attribute `{name}`")),
                Some(Key::Str(name)) if symbol.path.is_empty() => Ok(self.member(symbol, &name)),
                Some(Key::Int(_)) if symbol.path.is_empty() => fail("a resource instance has no number"),
                // Of an object `["name"]` is `.name`.
                Some(Key::Str(name)) if is_plain_name(&name) => Ok(self.instances.member(symbol, Step::Attribute(name))),
                Some(key) => Ok(self.instances.member(symbol, Step::Index(key))),
                None => Ok(Sym::depends("an element", [value, index])),
            },
            (Sym::Sequence(Sequence::Set, _), _) => fail("a set has no element by an index"),
            (Sym::Sequence(kind, items), index) => match types::convert(index, &types::Type::Number)? {
                // Of which not all digits are known, it may be whole.
                Sym::Number(number) if !number.is_exact() => Ok(one_element(items.iter(), value, index)),
                Sym::Number(number) => {
                    let Some(item) = number.as_usize().and_then(|at| items.get(at)) else { return fail("the index is out of range") };
                    // Where two may be one, the last may not be there.
                    Ok(if *kind == Sequence::Unordered { one_element(items.iter(), value, index) } else { item.clone() })
                }
                index => Ok(one_element(items.iter(), value, &index)),
            },
            (Sym::Mapping(_, members), index) => match types::convert(index, &types::Type::String)? {
                Sym::String(key) => members.get(key.as_ref()).cloned().map_or_else(|| fail(format!("there is no element `{key}`")), Ok),
                index => Ok(one_element(members.values(), value, &index)),
            },
            _ => fail("an element of something that has none"),
        }
    }

    /// <https://developer.hashicorp.com/terraform/language/expressions/splat>: null is no element, a single value is one.
    fn splat(&self, value: Sym, accesses: &[Access], scope: &Scope) -> Eval {
        let value = self.instances.force(value);
        // A null of a list is refused.
        self.doubt(matches!(&value, Sym::OneOf(alternatives) if alternatives.contains(&Sym::Null)));
        distribute(&value, &mut |value| match value {
            Sym::Null => Ok(Sym::tuple(Vec::new())),
            Sym::Sequence(of, items) => {
                if !self.charge(items.len()) {
                    return Ok(Sym::unknown(TOO_LARGE));
                }
                let results: Vec<Sym> = items.iter().map(|item| self.follow(item.clone(), accesses, scope)).collect::<Result<_, _>>()?;
                let kind = if *of == Sequence::Tuple { Sequence::Tuple } else { Sequence::List };
                Ok(self.in_order_of(value, kind, results))
            }
            Sym::Symbol(symbol) if !symbol.path.is_empty() && !symbol.is_text() => Ok(Sym::depends("the elements", [value])),
            Sym::Unknown(_) => Ok(Sym::depends("the elements", [value])),
            single => Ok(Sym::tuple(vec![self.follow(single.clone(), accesses, scope)?])),
        })
    }
}

/// The argument whose value an attribute has, of what keeps values for others alone:
/// <https://developer.hashicorp.com/terraform/language/resources/terraform-data>.
fn handed_on(symbol: &Symbol, name: &str) -> Option<&'static str> {
    let is_whole = symbol.path.is_empty() && symbol.address.mode == Mode::Managed;
    match (symbol.address.resource_type.as_str(), name) {
        _ if !is_whole => None,
        ("terraform_data", "output" | "input") => Some("input"),
        ("terraform_data", "triggers_replace") => Some("triggers_replace"),
        ("null_resource" | "time_sleep", "triggers") => Some("triggers"),
        _ => None,
    }
}

/// Arguments by which a data source finds one object, as its resource names it.
const KEYS: [&str; 3] = ["id", "arn", "name"];

/// A data source shows the tags of the provider too.
const TAGS: [&str; 2] = ["tags", "tags_all"];

/// An element whose index is not known.
fn one_element<'v>(items: impl ExactSizeIterator<Item = &'v Sym>, value: &Sym, index: &Sym) -> Sym {
    if items.len() == 0 || items.len() > crate::limits::ALTERNATIVES {
        return Sym::depends("an element", [value, index]);
    }
    Sym::one_of(items.cloned().collect())
}

fn key(index: &Sym) -> Option<Key> {
    match index {
        Sym::String(text) => Some(Key::Str(text.to_string())),
        Sym::Number(number) => number.as_i128().and_then(|index| u64::try_from(index).ok()).map(Key::Int),
        _ => None,
    }
}

/// The number of a position.
pub(crate) fn position(at: usize) -> Sym {
    Sym::Number(Number::from(at))
}

/// As attributes are called.
fn is_plain_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
