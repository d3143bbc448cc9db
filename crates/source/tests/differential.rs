//! Every written argument of every planned instance, evaluated, against what Terraform planned.
//!
//! Where the plan knows the value, the evaluation must be equal or not known; where the plan does not, it must not be a known
//! value. `SSM_CHECK_SCENARIOS=/path` runs the same over every directory below that has a `plan.json`.

use serde_json::Value as Json;
use ssm_check_plan::{Attr, Key, Plan, Value, Values};
use ssm_check_source::{Body, Evaluator, Piece, Sources, Step, Sym, Symbol};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Tally {
    compared: usize,
    equal: usize,
    /// The plan knows the value, the evaluation does not.
    unknown: Vec<String>,
    /// Neither knows it.
    symbolic: usize,
    /// Neither knows it, and the evaluation is exact but for its symbols.
    bound: usize,
    contradictory: Vec<String>,
}

fn json(value: &Value<'_, '_>) -> Option<Json> {
    match value.json() {
        Attr::Known(json) | Attr::Sensitive(Some(json)) => Some(plain(json)),
        Attr::Absent => Some(Json::Null),
        Attr::Unknown(_) | Attr::Sensitive(None) => None,
    }
}

fn plain(json: &ssm_check_plan::Json<'_>) -> Json {
    use ssm_check_plan::Json as J;
    match json {
        J::Null => Json::Null,
        J::Bool(flag) => Json::Bool(*flag),
        J::Number(number) => Json::Number(number.clone()),
        J::String(text) => Json::String(text.to_string()),
        J::Array(items) => Json::Array(items.iter().map(plain).collect()),
        J::Object(members) => Json::Object(members.iter().map(|(key, member)| (key.to_string(), plain(member))).collect()),
    }
}

fn known(value: &Sym) -> Option<Json> {
    Some(match value {
        Sym::Null => Json::Null,
        Sym::Bool(flag) => Json::Bool(*flag),
        Sym::Number(number) => serde_json::from_str(&number.text()?).ok()?,
        Sym::String(text) => Json::String(text.to_string()),
        Sym::Sequence(_, items) => Json::Array(items.iter().map(known).collect::<Option<_>>()?),
        Sym::Mapping(_, members) => {
            Json::Object(members.iter().map(|(key, member)| Some((key.clone(), known(member)?))).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// Equal but for what a provider's schema does: scalars convert, sets sort, JSON is normalised, null members are left out.
fn agree(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Array(x), Json::Array(y)) => {
            let mut rest: Vec<&Json> = y.iter().collect();
            x.len() == y.len() && x.iter().all(|x| rest.iter().position(|y| agree(x, y)).map(|at| rest.remove(at)).is_some())
        }
        (Json::Object(x), Json::Object(y)) => {
            let null = Json::Null;
            x.keys().chain(y.keys()).all(|key| agree(x.get(key).unwrap_or(&null), y.get(key).unwrap_or(&null)))
        }
        (Json::String(x), Json::String(y)) => {
            // The provider plans the SHA-1 of `user_data`.
            x == y
                || sha1(x) == *y
                || matches!((serde_json::from_str::<Json>(x), serde_json::from_str::<Json>(y)), (Ok(x), Ok(y)) if (x.is_object() || x.is_array()) && agree(&x, &y))
        }
        (Json::Array(x), Json::Null) | (Json::Null, Json::Array(x)) => x.is_empty(),
        (Json::Object(_) | Json::Array(_), _) | (_, Json::Object(_) | Json::Array(_)) => false,
        (Json::Null, Json::Null) => true,
        (Json::Null, scalar) | (scalar, Json::Null) => scalar.as_str() == Some(""),
        (x, y) => text(x) == text(y),
    }
}

fn sha1(text: &str) -> String {
    use sha1::Digest as _;
    sha1::Sha1::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.as_f64().map_or_else(String::new, |number| number.to_string()),
        other => other.to_string(),
    }
}

impl Tally {
    fn attribute(&mut self, at: &str, value: &Sym, planned: Value<'_, '_>) {
        self.compared += 1;
        match (known(value), json(&planned)) {
            (Some(Json::Null), _) => self.equal += 1,
            (Some(here), Some(_)) if planned.has_unknown() => {
                self.contradictory.push(format!("{at}: {here} but the plan knows it in part"));
            }
            (Some(here), Some(there)) if agree(&here, &there) => self.equal += 1,
            (Some(here), Some(there)) => self.contradictory.push(format!("{at}: {here} but planned {there}")),
            (Some(here), None) => self.contradictory.push(format!("{at}: {here} but not known in the plan")),
            (None, Some(there)) if !planned.has_unknown() => self.unknown.push(format!("{at}: planned {there}, evaluated {value:?}")),
            (None, _) => {
                self.symbolic += 1;
                let shown = value.to_string();
                self.bound += usize::from(!shown.contains("unknown") && !shown.contains(" or "));
            }
        }
    }

    fn body(&mut self, at: &str, body: &Body<'_, '_, '_>, planned: Value<'_, '_>) {
        for name in body.attribute_names() {
            if let Some(evaluated) = body.attribute(name) {
                self.attribute(&format!("{at}.{name}"), &evaluated.value, planned.get(name));
            }
        }
        for name in body.block_types().iter().map(ToString::to_string).collect::<Vec<_>>() {
            let blocks = body.blocks(&name);
            let planned = planned.get(&name);
            if !blocks.open.is_empty() || planned.is_unknown() {
                self.compared += 1;
                self.symbolic += 1;
                continue;
            }
            let there: Vec<Value<'_, '_>> = match planned.json() {
                Attr::Known(ssm_check_plan::Json::Object(_)) => vec![planned],
                _ => planned.elements().collect(),
            };
            if blocks.known.len() != there.len() {
                self.compared += 1;
                self.contradictory.push(format!("{at}.{name}: {} blocks but planned {}", blocks.known.len(), there.len()));
                continue;
            }
            // Blocks of a set are planned in another order: each is compared with the one that it fits best.
            let mut rest = there;
            for (index, block) in blocks.known.iter().enumerate() {
                let fit = |planned: &Value<'_, '_>| {
                    let mut tally = Self::default();
                    tally.body("", block, *planned);
                    (tally.contradictory.len(), tally.unknown.len(), usize::MAX - tally.equal)
                };
                let Some(best) = (0..rest.len()).min_by_key(|at| fit(&rest[*at])) else { continue };
                self.body(&format!("{at}.{name}[{index}]"), block, rest.remove(best));
            }
        }
    }

    fn root(&mut self, dir: &Path) {
        let label = dir.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(dir.join("plan.json")).unwrap();
        let plan = Plan::parse(&text).unwrap();
        let sources = Sources::load(dir, &plan).unwrap_or_else(|error| panic!("{label}: {error}"));
        assert!(sources.broken().is_empty(), "{label}: {:?}", sources.broken());
        let evaluator = Evaluator::new(&sources, &plan);
        let changes = plan.changes.iter().filter(|change| !change.change.actions.removes() && change.deposed.is_none());
        let mut instances: Vec<_> = changes.map(|change| (&change.parsed, change.change.after().unwrap())).collect();
        instances.extend(
            plan.state.iter().filter(|one| one.parsed.mode == ssm_check_plan::Mode::Data).map(|one| (&one.parsed, one.values().unwrap())),
        );
        for (address, values) in instances {
            let Some(values): Option<Values<'_>> = values else { continue };
            match evaluator.resource(address) {
                Some(body) => self.body(&format!("{label}: {address}"), &body, values.root()),
                None => self.contradictory.push(format!("{label}: {address} is not in the sources")),
            }
        }
    }

    fn report(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{} compared, {} equal, {} not known to either ({} exact but for symbols), {} known to the plan only, {} contradictory",
            self.compared,
            self.equal,
            self.symbolic,
            self.bound,
            self.unknown.len(),
            self.contradictory.len()
        );
        self.contradictory.iter().for_each(|line| writeln!(text, "  contradictory {line}").unwrap());
        self.unknown.iter().take(40).for_each(|line| writeln!(text, "  unknown {line}").unwrap());
        text
    }
}

/// The values of a state after apply.
struct Applied<'p>(Vec<(ssm_check_plan::ResourceAddress, Values<'p>)>);

impl Applied<'_> {
    fn symbol(&self, symbol: &Symbol) -> Json {
        let (_, values) =
            self.0.iter().find(|(address, _)| *address == symbol.address).unwrap_or_else(|| panic!("{symbol} is not applied"));
        symbol.path.iter().fold(json(&values.root()).unwrap(), |value, step| match step {
            Step::Attribute(name) | Step::Index(Key::Str(name)) => value[name].clone(),
            Step::Index(Key::Int(index)) => value[usize::try_from(*index).unwrap()].clone(),
        })
    }

    /// The value once all symbols have theirs; `None` where something is not known.
    fn complete(&self, value: &Sym) -> Option<Json> {
        Some(match value {
            Sym::Symbol(symbol) => self.symbol(symbol),
            Sym::Template(pieces) => {
                let pieces = pieces.iter().map(|piece| match piece {
                    Piece::Literal(literal) => Some(literal.clone()),
                    Piece::Symbol(symbol) => Some(text(&self.symbol(symbol))),
                    Piece::Unknown(_) => None,
                });
                Json::String(pieces.collect::<Option<String>>()?)
            }
            Sym::Sequence(_, items) => Json::Array(items.iter().map(|item| self.complete(item)).collect::<Option<_>>()?),
            Sym::Mapping(_, members) => {
                Json::Object(members.iter().map(|(key, member)| Some((key.clone(), self.complete(member)?))).collect::<Option<_>>()?)
            }
            other => known(other)?,
        })
    }
}

/// The plan of each root is evaluated, its symbols get the values that an apply gave, and the result is what was applied.
#[test]
fn symbols_stand_for_what_is_applied() {
    let (mut compared, mut open) = (0, Vec::new());
    for dir in roots(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/roots")) {
        let Ok(state) = std::fs::read_to_string(dir.join("applied.json")) else { continue };
        let label = dir.file_name().unwrap().to_string_lossy().into_owned();
        let state = Plan::parse(&state).unwrap();
        let applied = Applied(state.state.iter().filter_map(|one| Some((one.parsed.clone(), one.values().unwrap()?))).collect());
        let text = std::fs::read_to_string(dir.join("plan.json")).unwrap();
        let plan = Plan::parse(&text).unwrap();
        let sources = Sources::load(&dir, &plan).unwrap();
        let evaluator = Evaluator::new(&sources, &plan);
        for (address, values) in &applied.0 {
            let body = evaluator.resource(address).unwrap();
            for name in body.attribute_names() {
                let value = body.attribute(name).unwrap().value;
                let there = json(&values.root().get(name)).unwrap();
                match &value {
                    // One of the alternatives must be it.
                    Sym::OneOf(alternatives) => assert!(
                        alternatives.iter().any(|one| applied.complete(one).is_some_and(|here| agree(&here, &there))),
                        "{label}: {address}.{name}: {value:?} but applied {there}"
                    ),
                    _ => match applied.complete(&value) {
                        Some(here) => assert!(agree(&here, &there), "{label}: {address}.{name}: {here} but applied {there}"),
                        None => open.push(format!("{label}: {address}.{name}: {value:?}")),
                    },
                }
                compared += 1;
            }
        }
    }
    println!("{compared} compared, {} open", open.len());
    open.retain(|open| !is_of_a_missing_file(open));
    assert!(compared >= 70 && open.is_empty(), "{open:#?}");
}

/// One that asks whether a file is there that is not: it may have been when the plan was made.
fn is_of_a_missing_file(open: &str) -> bool {
    open.starts_with("files: terraform_data.files.input")
}

fn roots(below: &Path) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> =
        std::fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()).filter(|dir| dir.join("plan.json").is_file()).collect();
    roots.sort();
    roots
}

#[test]
fn fixtures_evaluate_to_what_is_planned() {
    let mut tally = Tally::default();
    let roots = roots(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/roots"));
    assert!(roots.len() >= 15);
    for dir in &roots {
        tally.root(dir);
    }
    print!("{}", tally.report());
    tally.unknown.retain(|open| !is_of_a_missing_file(open));
    assert!(tally.contradictory.is_empty() && tally.unknown.is_empty(), "{}", tally.report());
}

#[test]
fn scenarios_evaluate_to_what_is_planned() {
    let Some(below) = std::env::var_os("SSM_CHECK_SCENARIOS") else {
        println!("skipped: SSM_CHECK_SCENARIOS is not set");
        return;
    };
    let mut tally = Tally::default();
    for dir in roots(Path::new(&below)) {
        tally.root(&dir);
    }
    print!("{}", tally.report());
    assert!(tally.contradictory.is_empty(), "{}", tally.report());
}
