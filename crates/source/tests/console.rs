//! The questions of `testdata/console`, each against what the real Terraform made of it.
//!
//! Where Terraform gives a value, it is that value here or what is not known of it is open; where it refuses, there is no value, and
//! `can` is not true. Of what only the apply tells more may be known here than in the plan, such as that an id is not null: that holds
//! after each of the recorded applies, with the ids that they gave in the place of symbols. What Terraform knows and stays open here is
//! in `undecided.txt`, which only gets shorter; `UPDATE=1` rewrites it.

use ssm_check_plan::{ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Mapping, Piece, Sequence, Sources, Step, Sym, Symbol};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A value as it was recorded.
#[derive(Debug, PartialEq)]
enum Answer {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Sequence(Sequence, Vec<Answer>),
    Mapping(Mapping, BTreeMap<String, Answer>),
}

/// Reads answers as `record.py` writes them.
struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn read(text: &str) -> Answer {
        let mut reader = Reader(text);
        let answer = reader.value();
        assert!(reader.0.is_empty(), "{text}");
        answer
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.0.strip_prefix(token);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn text(&mut self) -> String {
        let mut stream = serde_json::Deserializer::from_str(self.0).into_iter::<String>();
        let text = stream.next().unwrap().unwrap();
        self.0 = &self.0[stream.byte_offset()..];
        text
    }

    fn sequence(&mut self) -> Vec<Answer> {
        let mut items = Vec::new();
        while !self.eat("]") {
            items.push(self.value());
            self.eat(", ");
        }
        items
    }

    fn mapping(&mut self) -> BTreeMap<String, Answer> {
        let mut members = BTreeMap::new();
        while !self.eat("}") {
            let key = self.text();
            assert!(self.eat(" = "));
            members.insert(key, self.value());
            self.eat(", ");
        }
        members
    }

    fn value(&mut self) -> Answer {
        for (word, answer) in [("null", Answer::Null), ("true", Answer::Bool(true)), ("false", Answer::Bool(false))] {
            if self.eat(word) {
                return answer;
            }
        }
        for (open, kind) in [("[", Sequence::Tuple), ("tolist([", Sequence::List), ("toset([", Sequence::Set)] {
            if self.eat(open) {
                let items = self.sequence();
                assert!(kind == Sequence::Tuple || self.eat(")"));
                return Answer::Sequence(kind, items);
            }
        }
        for (open, kind) in [("{", Mapping::Object), ("tomap({", Mapping::Map)] {
            if self.eat(open) {
                let members = self.mapping();
                assert!(kind == Mapping::Object || self.eat(")"));
                return Answer::Mapping(kind, members);
            }
        }
        if self.0.starts_with('"') {
            return Answer::Text(self.text());
        }
        let end = self.0.find([',', ']', '}']).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        Answer::Number(digits.to_owned())
    }
}

/// The ids that an apply gave, by address.
type Ids = BTreeMap<String, String>;

/// What an apply gave a symbol; `None` of anything but an id.
fn id<'i>(symbol: &Symbol, ids: &'i Ids) -> Option<&'i str> {
    let is_id = matches!(symbol.path.as_slice(), [Step::Attribute(name)] if name == "id");
    ids.get(&symbol.address.to_string()).filter(|_| is_id).map(String::as_str)
}

/// The text may be this one.
fn reads(pieces: &[Piece], text: &str, ids: &Ids) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    let literal = match first {
        Piece::Literal(literal) => Some(literal.as_str()),
        Piece::Symbol(symbol) => id(symbol, ids),
        Piece::Unknown(_) => None,
    };
    match literal {
        Some(literal) => text.strip_prefix(literal).is_some_and(|text| reads(rest, text, ids)),
        None => (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| reads(rest, &text[at..], ids)),
    }
}

/// The value, with the ids of an apply, may be this one: nothing that is certain of it is another.
fn holds(value: &Sym, answer: &Answer, ids: &Ids) -> bool {
    match (value, answer) {
        (Sym::Unknown(_), _) | (Sym::Null, Answer::Null) => true,
        (Sym::OneOf(alternatives), _) => alternatives.iter().any(|one| holds(one, answer, ids)),
        (Sym::Bool(here), Answer::Bool(there)) => here == there,
        // In the JSON of a plan, from which answers are read, a zero below zero is `0`.
        (Sym::Number(here), Answer::Number(there)) => here.text().is_none_or(|here| here == *there || (here == "-0" && there == "0")),
        (Sym::String(here), Answer::Text(there)) => **here == **there,
        (Sym::Template(pieces), Answer::Text(there)) => reads(pieces, there, ids) || is_document(value, there, ids),
        (Sym::Symbol(symbol), Answer::Text(there)) => id(symbol, ids).is_none_or(|id| id == there),
        // A whole instance.
        (Sym::Symbol(symbol), Answer::Mapping(Mapping::Object, members)) => {
            symbol.path.is_empty() && ids.get(&symbol.address.to_string()).is_some_and(|id| members["id"] == Answer::Text(id.clone()))
        }
        // Beside what is not known, whose type is not known either, a tuple may be a list, and an object a map.
        // The order of a set of symbols is not known, nor is that of what is made of it; and two of them may be equal.
        (Sym::Sequence(Sequence::Set | Sequence::Unordered, here), Answer::Sequence(_, there)) if !value.is_known() => {
            here.iter().all(|here| there.iter().any(|there| holds(here, there, ids)))
                && there.iter().all(|there| here.iter().any(|here| holds(here, there, ids)))
        }
        (Sym::Sequence(kind, here), Answer::Sequence(of, there)) => {
            (kind == of || !ids.is_empty())
                && here.len() == there.len()
                && here.iter().zip(there).all(|(here, there)| holds(here, there, ids))
        }
        (Sym::Mapping(kind, here), Answer::Mapping(of, there)) => {
            (kind == of || !ids.is_empty())
                && here.keys().eq(there.keys())
                && here.values().zip(there.values()).all(|(here, there)| holds(here, there, ids))
        }
        _ => false,
    }
}

/// The text is a document in which sets of symbols stand in the order of the source, and of which this is one order.
fn is_document(value: &Sym, text: &str, ids: &Ids) -> bool {
    fn is(here: &Sym, there: &serde_json::Value, ids: &Ids) -> bool {
        use serde_json::Value as Json;
        let some = |here: &[Sym], there: &[Json]| {
            here.iter().all(|here| there.iter().any(|there| is(here, there, ids)))
                && there.iter().all(|there| here.iter().any(|here| is(here, there, ids)))
        };
        match (here, there) {
            (Sym::Sequence(_, here), Json::Array(there)) => some(here, there),
            (Sym::Mapping(_, here), Json::Object(there)) => {
                here.len() == there.len() && here.iter().all(|(key, here)| there.get(key).is_some_and(|there| is(here, there, ids)))
            }
            (Sym::Number(here), Json::Number(there)) => here.text() == Some(there.to_string()),
            (Sym::Unknown(_), _) => true,
            (here, Json::String(text)) => holds(here, &Answer::Text(text.clone()), ids),
            (here, Json::Bool(there)) => *here == Sym::Bool(*there),
            (here, Json::Null) => *here == Sym::Null,
            _ => false,
        }
    }
    let (Some(here), Ok(there)) = (ssm_check_source::decode_json(value), serde_json::from_str(text)) else { return false };
    is(&here, &there, ids)
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/console")
}

/// A question, and what was recorded of it.
type Row = Vec<Option<String>>;

/// The ids of each apply, and the questions.
fn recorded(name: &str) -> (Vec<Ids>, Vec<Row>) {
    let text = std::fs::read_to_string(testdata().join(name)).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let head: serde_json::Value = serde_json::from_str(head).unwrap();
    let ids = serde_json::from_value(head.get("ids").cloned().unwrap_or_default()).unwrap_or_default();
    (ids, rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[derive(Default)]
struct Findings {
    equal: usize,
    wrong: Vec<String>,
    /// What Terraform knows.
    undecided: Vec<String>,
}

/// What Terraform made of a question.
struct Truth<'a> {
    /// What the plan tells: `known`, a `part` or `open`; `None` where Terraform refuses.
    told: Option<&'a str>,
    /// The answer after each apply; `None` where Terraform refuses then.
    answers: Vec<(Option<Answer>, &'a Ids)>,
}

impl<'a> Truth<'a> {
    /// Of a row, from where the plan stands in it on. Where all applies gave the same answer it stands once.
    fn of(row: &'a [Option<String>], worlds: &'a [Ids]) -> Self {
        let answer = |at: usize| row.get(1 + at).or(row.get(1)).and_then(Option::as_deref).map(Reader::read);
        Self { told: row[0].as_deref(), answers: worlds.iter().enumerate().map(|(at, ids)| (answer(at), ids)).collect() }
    }

    fn sound(&self) -> impl Iterator<Item = (&Answer, &Ids)> {
        self.answers.iter().filter_map(|(answer, ids)| Some((answer.as_ref()?, *ids)))
    }
}

impl Findings {
    fn wrong(&mut self, question: &str, value: &Sym, what: &str) {
        // FIXME: the type of a null is not kept, so that what Terraform refuses for that, or converts, is not seen.
        if ["tostring(null)", "tonumber(null)", "tobool(null)"].iter().any(|null| question.contains(null)) {
            self.undecided.push(format!("FIXME {question}"));
            return;
        }
        self.wrong.push(format!("{question}\n    here      {value}\n    {what}"));
    }

    /// The value of a question, and what `can` makes of it where that was asked.
    fn judge(&mut self, question: &str, value: &Sym, can: Option<&Sym>, truth: &Truth<'_>) {
        let Some(told) = truth.told else {
            // Terraform refuses in the plan some of what it takes later.
            if truth.sound().next().is_some() {
                return;
            }
            // What is not known may be refused for its type, which is not known here either.
            let is_all_known = truth.answers.iter().all(|(_, ids)| ids.is_empty());
            return match can {
                _ if value.is_known() && is_all_known => self.wrong(question, value, "refused by Terraform"),
                None | Some(Sym::Bool(false)) => self.equal += 1,
                Some(Sym::Bool(true)) => self.wrong(question, value, "`can` is true, and Terraform refuses"),
                Some(_) if is_all_known => self.undecided.push(format!("can({question})")),
                Some(_) => {}
            };
        };
        if let Some((there, _)) = truth.sound().find(|(there, ids)| !holds(value, there, ids)) {
            return self.wrong(question, value, &format!("terraform {there:?}"));
        }
        let may_fail = truth.answers.iter().any(|(answer, _)| answer.is_none());
        match can {
            Some(Sym::Bool(true)) if may_fail => self.wrong(question, value, "`can` is true, and Terraform may refuse"),
            Some(Sym::Bool(false)) if truth.sound().next().is_some() => {
                self.wrong(question, value, "`can` is false, and Terraform does not refuse");
            }
            _ if told == "known" && !value.is_known() => self.undecided.push(question.to_owned()),
            _ if told == "part" && matches!(value, Sym::Unknown(_)) => self.undecided.push(question.to_owned()),
            Some(Sym::Unknown(_)) if told == "known" => self.undecided.push(format!("can({question})")),
            _ => self.equal += 1,
        }
    }

    /// What stays open is what `undecided` has of this kind, and nothing is wrong.
    fn end(&self, undecided: &str) {
        println!("{} equal, {} undecided, {} wrong", self.equal, self.undecided.len(), self.wrong.len());
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
        let file = testdata().join(undecided);
        let lines: String = self.undecided.iter().map(|question| question.replace('\n', "\\n") + "\n").collect();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &lines).unwrap();
        }
        assert!(std::fs::read_to_string(&file).unwrap_or_default() == lines, "{undecided} is not what stays open: UPDATE=1 rewrites it");
    }
}

/// In all of the questions.
const PLAN: &str = "plan.json";

#[test]
fn expressions_come_to_what_terraform_makes_of_them() {
    let text = std::fs::read_to_string(testdata().join(PLAN)).unwrap();
    let plan = Plan::parse(&text).unwrap();
    let sources = Sources::load(&testdata(), &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    let mut findings = Findings::default();
    let mut judge = |question: &str, truth: &Truth<'_>| {
        let value = evaluator.expression(&ModuleAddress::ROOT, question);
        let can = evaluator.expression(&ModuleAddress::ROOT, &format!("can({question}\n)"));
        findings.judge(question, &value, Some(&can), truth);
    };
    let anywhere = [Ids::new()];
    // A question that stands alone is one that Terraform does not come to evaluate.
    for row in recorded("known.jsonl").1.iter().filter(|row| row.len() > 1) {
        let told = row[1].as_ref().map(|_| "known".to_owned());
        judge(row[0].as_deref().unwrap(), &Truth::of(&[told, row[1].clone()], &anywhere));
    }
    let (worlds, rows) = recorded("open.jsonl");
    for row in rows.iter().filter(|row| row.len() > 1) {
        judge(row[0].as_deref().unwrap(), &Truth::of(&row[1..], &worlds));
    }
    findings.end("undecided.txt");
}

/// A variable of a module has the type that it declares.
#[test]
fn variables_are_converted_as_terraform_converts_them() {
    let (worlds, rows) = recorded("types.jsonl");
    let (mut locals, mut call, mut module, mut arguments) = (String::new(), String::new(), String::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        let (of, other) = (row[0].as_deref().unwrap(), row[1].as_deref().unwrap());
        if let Some(given) = &row[2] {
            writeln!(locals, "  g{at} = {given}").unwrap();
            writeln!(call, "  v{at} = local.g{at}").unwrap();
            arguments.push(format!("\"v{at}\":{{\"references\":[\"local.g{at}\"]}}"));
        }
        writeln!(module, "variable \"v{at}\" {{\n  type = {of}\n  {other}\n}}\noutput \"o{at}\" {{\n  value = var.v{at}\n}}").unwrap();
    }
    let dir = std::env::temp_dir().join(format!("ssm-check-source-{}-console", std::process::id()));
    std::fs::create_dir_all(dir.join("m")).unwrap();
    std::fs::copy(testdata().join("main.tf"), dir.join("main.tf")).unwrap();
    std::fs::write(dir.join("call.tf"), format!("locals {{\n{locals}}}\nmodule \"m\" {{\n  source = \"./m\"\n{call}}}\n")).unwrap();
    std::fs::write(dir.join("m/main.tf"), module).unwrap();
    // What the plan of all of these calls would have; Terraform refuses some.
    let text = std::fs::read_to_string(testdata().join(PLAN)).unwrap();
    let (before, after) = text.rsplit_once("\"root_module\":{").unwrap();
    let call = format!("\"module_calls\":{{\"m\":{{\"source\":\"./m\",\"expressions\":{{{}}},\"module\":{{}}}}}}", arguments.join(","));
    let text = format!("{before}\"root_module\":{{{call},{after}");
    let plan = Plan::parse(&text).unwrap();
    let sources = Sources::load(&dir, &plan).unwrap();
    assert!(sources.broken().is_empty(), "{:?}", sources.broken());
    let evaluator = Evaluator::new(&sources, &plan);
    let (mut findings, anywhere) = (Findings::default(), [Ids::new()]);
    // Of what Terraform refuses here there is no plan.
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row[3].is_some()) {
        let value = evaluator.output(&ModuleAddress::ROOT.child("m", None), &format!("o{at}")).unwrap();
        let question = [row[0].as_deref(), row[1].as_deref(), row[2].as_deref()].map(Option::unwrap_or_default).join(" | ");
        let is_open = ["local.", "terraform_data."].iter().any(|open| question.contains(open));
        findings.judge(&question, &value, None, &Truth::of(&row[3..], if is_open { &worlds } else { &anywhere }));
    }
    std::fs::remove_dir_all(&dir).unwrap();
    findings.end("undecided-types.txt");
}
