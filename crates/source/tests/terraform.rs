//! Generated expressions, against the real Terraform where it is installed.
//!
//! The generator knows types and functions, and makes mistakes on purpose. `SSM_CHECK_EXPRESSIONS=20000` says how many are made, and
//! `SSM_CHECK_SEED` from which seed.

use ssm_check_plan::{ModuleAddress, Plan};
use ssm_check_source::{Evaluator, Sources, Sym};
use std::collections::BTreeMap;
use std::process::Command;

/// Few in every run; many by setting.
const COUNT: usize = 2_000;

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Text,
    Number,
    Bool,
    Texts,
    Numbers,
    /// A set of texts.
    Set,
    /// A map of texts.
    Map,
    Object,
    Any,
    Cidr,
    Time,
    Json,
    /// A number that is safe to allocate.
    Small,
}

/// Functions: name, result, arguments.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, Of, &[Of])] = &[
    ("abs", Of::Number, &[Of::Number]), ("ceil", Of::Number, &[Of::Number]), ("floor", Of::Number, &[Of::Number]),
    ("max", Of::Number, &[Of::Number, Of::Number]), ("min", Of::Number, &[Of::Number, Of::Number]), ("signum", Of::Number, &[Of::Number]),
    ("parseint", Of::Number, &[Of::Text, Of::Number]), ("pow", Of::Number, &[Of::Number, Of::Number]), ("sum", Of::Number, &[Of::Numbers]),
    ("log", Of::Number, &[Of::Number, Of::Number]), ("length", Of::Number, &[Of::Any]), ("timecmp", Of::Number, &[Of::Time, Of::Time]),
    ("tonumber", Of::Number, &[Of::Any]), ("index", Of::Number, &[Of::Texts, Of::Text]),
    ("upper", Of::Text, &[Of::Text]), ("lower", Of::Text, &[Of::Text]), ("title", Of::Text, &[Of::Text]), ("strrev", Of::Text, &[Of::Text]),
    ("trimspace", Of::Text, &[Of::Text]), ("chomp", Of::Text, &[Of::Text]), ("trim", Of::Text, &[Of::Text, Of::Text]),
    ("trimprefix", Of::Text, &[Of::Text, Of::Text]), ("trimsuffix", Of::Text, &[Of::Text, Of::Text]),
    ("substr", Of::Text, &[Of::Text, Of::Number, Of::Number]), ("replace", Of::Text, &[Of::Text, Of::Text, Of::Text]),
    ("indent", Of::Text, &[Of::Small, Of::Text]), ("join", Of::Text, &[Of::Text, Of::Texts]), ("tostring", Of::Text, &[Of::Any]),
    ("jsonencode", Of::Text, &[Of::Any]), ("base64encode", Of::Text, &[Of::Text]), ("base64decode", Of::Text, &[Of::Text]),
    ("urlencode", Of::Text, &[Of::Text]), ("md5", Of::Text, &[Of::Text]), ("sha1", Of::Text, &[Of::Text]), ("sha256", Of::Text, &[Of::Text]),
    ("base64sha256", Of::Text, &[Of::Text]), ("basename", Of::Text, &[Of::Text]), ("dirname", Of::Text, &[Of::Text]),
    ("yamlencode", Of::Text, &[Of::Any]), ("timeadd", Of::Text, &[Of::Time, Of::Text]), ("formatdate", Of::Text, &[Of::Text, Of::Time]),
    ("cidrsubnet", Of::Cidr, &[Of::Cidr, Of::Number, Of::Number]), ("cidrhost", Of::Text, &[Of::Cidr, Of::Number]),
    ("cidrnetmask", Of::Text, &[Of::Cidr]), ("cidrsubnets", Of::Texts, &[Of::Cidr, Of::Number, Of::Number]),
    ("coalesce", Of::Text, &[Of::Text, Of::Text]), ("element", Of::Text, &[Of::Texts, Of::Number]), ("one", Of::Text, &[Of::Texts]),
    ("lookup", Of::Text, &[Of::Map, Of::Text, Of::Text]), ("regex", Of::Text, &[Of::Text, Of::Text]),
    ("split", Of::Texts, &[Of::Text, Of::Text]), ("concat", Of::Texts, &[Of::Texts, Of::Texts]), ("compact", Of::Texts, &[Of::Texts]),
    ("distinct", Of::Texts, &[Of::Texts]), ("flatten", Of::Texts, &[Of::Any]), ("keys", Of::Texts, &[Of::Map]), ("values", Of::Texts, &[Of::Map]),
    ("reverse", Of::Texts, &[Of::Texts]), ("sort", Of::Texts, &[Of::Texts]), ("slice", Of::Texts, &[Of::Texts, Of::Number, Of::Number]),
    ("tolist", Of::Texts, &[Of::Set]), ("formatlist", Of::Texts, &[Of::Text, Of::Texts]), ("coalescelist", Of::Texts, &[Of::Texts, Of::Texts]),
    ("chunklist", Of::Any, &[Of::Texts, Of::Number]), ("range", Of::Numbers, &[Of::Number, Of::Number, Of::Number]),
    ("matchkeys", Of::Texts, &[Of::Texts, Of::Texts, Of::Texts]), ("regexall", Of::Any, &[Of::Text, Of::Text]),
    ("toset", Of::Set, &[Of::Texts]), ("setunion", Of::Set, &[Of::Set, Of::Set]), ("setintersection", Of::Set, &[Of::Set, Of::Set]),
    ("setsubtract", Of::Set, &[Of::Set, Of::Set]), ("setproduct", Of::Any, &[Of::Texts, Of::Set]),
    ("merge", Of::Map, &[Of::Map, Of::Map]), ("zipmap", Of::Map, &[Of::Texts, Of::Texts]), ("tomap", Of::Map, &[Of::Object]),
    ("transpose", Of::Any, &[Of::Any]), ("jsondecode", Of::Any, &[Of::Json]), ("yamldecode", Of::Any, &[Of::Json]),
    ("try", Of::Any, &[Of::Any, Of::Text]), ("can", Of::Bool, &[Of::Any]), ("nonsensitive", Of::Any, &[Of::Any]),
    ("contains", Of::Bool, &[Of::Texts, Of::Text]), ("startswith", Of::Bool, &[Of::Text, Of::Text]), ("endswith", Of::Bool, &[Of::Text, Of::Text]),
    ("strcontains", Of::Bool, &[Of::Text, Of::Text]), ("alltrue", Of::Bool, &[Of::Any]), ("anytrue", Of::Bool, &[Of::Any]),
    ("tobool", Of::Bool, &[Of::Any]), ("textencodebase64", Of::Text, &[Of::Text, Of::Text]), ("issensitive", Of::Bool, &[Of::Any]),
    ("ephemeralasnull", Of::Any, &[Of::Any]),
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "a-b_c",
    "Hello World",
    "straße",
    "ŉ",
    "ǆ",
    "İ",
    "Σας",
    "e\\u0301",
    "é",
    "日本",
    "👩‍👩‍👧",
    "1",
    "0",
    "-1.5",
    "true",
    "1e3",
    " a b ",
    "a\\nb\\n",
    "x/y/z",
    "/",
    "a,b,,c",
    "<&>",
    "$${x}",
    "%%{y}",
    "\\\"q\\\"",
    "\\\\",
    "10.0.0.0/8",
    "UTF-16LE",
    "UTF-8",
    "1h30m",
    "-2.5s",
    "YYYY-MM-DD'T'hh:mm:ssZ",
    "EEEE, DD MMM YY HH:mm aa ZZZ",
    "[a-z]+",
    "(a)(b)?",
    "/[aeiou]/",
    "key: value",
    "null",
    "~",
    "no",
    "0x10",
    "0777",
    "-",
];
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "-1",
    "-7",
    "10",
    "16",
    "24",
    "32",
    "64",
    "100",
    "255",
    "1000000",
    "123456789012",
    "1e21",
    "1e-7",
    "0.1",
    "0.5",
    "1.5",
    "-2.5",
    "2.675",
    "3.14159",
    "99999.5",
    "123456.789",
    "0.00001234",
    "9007199254740993",
];
const CIDRS: &[&str] =
    &["10.0.0.0/8", "10.1.2.3/16", "192.168.0.0/30", "0.0.0.0/0", "2001:db8::/32", "::/0", "fd00::1/64", "10.0.0.1/32", "10.0.0.0"];
const TIMES: &[&str] = &[
    "2006-01-02T15:04:05Z",
    "2024-02-29T00:00:00+02:00",
    "1999-12-31T23:59:59.5Z",
    "2023-06-30T12:30:00-08:00",
    "2024-02-30T00:00:00Z",
    "2024-01-01",
    "0001-01-01T00:00:00Z",
];
const JSONS: &[&str] = &[
    "{\\\"a\\\":[1,2.50,\\\"x\\\"],\\\"b\\\":null}",
    "[1e3,-0.10,12345678901234567890.125]",
    "\\\"t\\\"",
    "true",
    "{",
    "{\\\"a\\\":{\\\"b\\\":{}}}",
    "[]",
    "1.10",
    "[true,\\\"1\\\"]",
];
const FORMATS: &[&str] = &[
    "%s",
    "%v",
    "%d",
    "%5d",
    "%-6d|",
    "%05d",
    "%+d",
    "% d",
    "%x",
    "%X",
    "%#x",
    "%o",
    "%b",
    "%e",
    "%.2e",
    "%E",
    "%f",
    "%.0f",
    "%.3f",
    "%8.2f",
    "%g",
    "%q",
    "%#v",
    "%t",
    "%%",
    "%5s",
    "%-5s|",
    "%.2s",
    "%05s",
    "%5t",
    "%6v",
    "%[1]s-%[1]v",
    "%s-%s",
    "%z",
    "%",
    "%08.3f",
    "%+g",
];

/// Xorshift: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % sides
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.roll(from.len())]
    }

    fn list(&mut self, of: Of, depth: usize) -> String {
        let count = self.roll(4);
        (0..count).map(|_| self.expression(of, depth)).collect::<Vec<_>>().join(", ")
    }

    fn members(&mut self, of: Of, depth: usize) -> String {
        let count = self.roll(4);
        (0..count).map(|_| format!("{} = {}", self.literal(Of::Text), self.expression(of, depth))).collect::<Vec<_>>().join(", ")
    }

    fn literal(&mut self, of: Of) -> String {
        match of {
            Of::Text => format!("\"{}\"", self.pick(TEXTS)),
            Of::Number => self.pick(NUMBERS).to_owned(),
            Of::Small => self.pick(&["0", "1", "2", "4", "-1", "1.5"]).to_owned(),
            Of::Bool => ["true", "false"][self.roll(2)].to_owned(),
            Of::Cidr => format!("\"{}\"", self.pick(CIDRS)),
            Of::Time => format!("\"{}\"", self.pick(TIMES)),
            Of::Json => format!("\"{}\"", self.pick(JSONS)),
            Of::Texts => format!("[{}]", self.list(Of::Text, 0)),
            Of::Numbers => format!("[{}]", self.list(Of::Number, 0)),
            Of::Set => format!("toset([{}])", self.list(Of::Text, 0)),
            Of::Map => format!("tomap({{{}}})", self.members(Of::Text, 0)),
            Of::Object => format!("{{{}}}", self.members(Of::Any, 0)),
            Of::Any => {
                let of = self.any();
                if self.roll(12) == 0 { "null".to_owned() } else { self.literal(of) }
            }
        }
    }

    fn any(&mut self) -> Of {
        [Of::Text, Of::Number, Of::Bool, Of::Texts, Of::Numbers, Of::Set, Of::Map, Of::Object][self.roll(8)]
    }

    fn expression(&mut self, of: Of, depth: usize) -> String {
        // One in thirty is of another type.
        let of = if of != Of::Small && self.roll(30) == 0 { self.any() } else { of };
        if depth == 0 || of == Of::Small || self.roll(5) == 0 {
            return self.literal(of);
        }
        let deeper = depth - 1;
        let expression = match (of, self.roll(8)) {
            (Of::Number, 0) => {
                let sign = self.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {sign} {})", self.expression(Of::Number, deeper), self.expression(Of::Number, deeper))
            }
            (Of::Number, 1) => format!("(-{})", self.expression(Of::Number, deeper)),
            (Of::Bool, 0) => {
                let sign = self.pick(&["<", "<=", ">", ">="]);
                format!("({} {sign} {})", self.expression(Of::Number, deeper), self.expression(Of::Number, deeper))
            }
            (Of::Bool, 1) => {
                let (of, sign) = (self.any(), self.pick(&["==", "!="]));
                format!("({} {sign} {})", self.expression(of, deeper), self.expression(of, deeper))
            }
            (Of::Bool, 2) => {
                let sign = self.pick(&["&&", "||"]);
                format!("({} {sign} !{})", self.expression(Of::Bool, deeper), self.expression(Of::Bool, deeper))
            }
            (Of::Text, 0) => format!("\"{}-${{{}}}\"", self.pick(TEXTS), self.expression(Of::Text, deeper)),
            (Of::Text, 1) => {
                let of = if self.roll(3) == 0 { Of::Any } else { [Of::Number, Of::Text][self.roll(2)] };
                format!("format(\"{}\", {})", self.pick(FORMATS), self.expression(of, deeper))
            }
            (Of::Text, 2) => format!("{}[{}]", self.expression(Of::Texts, deeper), self.roll(3)),
            (Of::Text, 3) => {
                let condition = self.expression(Of::Bool, deeper);
                format!("\"%{{ if {condition} }}${{{}}}%{{ else ~}} z %{{~ endif }}\"", self.expression(Of::Text, deeper))
            }
            (Of::Texts, 0) => format!("[for v in {} : upper(v) if v != \"a\"]", self.expression(Of::Texts, deeper)),
            (Of::Texts, 1) => format!("{}[*]", self.expression(Of::Texts, deeper)),
            (Of::Map, 0) => format!("{{ for k, v in {} : \"k${{k}}\" => v }}", self.expression(Of::Map, deeper)),
            (Of::Any, 0) => format!("{{ for v in {} : v => length(v)... }}", self.expression(Of::Texts, deeper)),
            (of, 2 | 3) if self.roll(3) == 0 => {
                format!("({} ? {} : {})", self.expression(Of::Bool, deeper), self.expression(of, deeper), self.expression(of, deeper))
            }
            _ => {
                let fitting: Vec<_> = FUNCTIONS.iter().filter(|(_, result, _)| *result == of || of == Of::Any).collect();
                let Some((name, _, arguments)) = (!fitting.is_empty()).then(|| fitting[self.roll(fitting.len())]) else {
                    return self.literal(of);
                };
                let arguments: Vec<String> = arguments.iter().map(|of| self.expression(*of, deeper)).collect();
                format!("{name}({})", arguments.join(", "))
            }
        };
        // Long expressions are seldom about more.
        if expression.len() > 300 { self.literal(of) } else { expression }
    }
}

/// What Terraform makes of each expression, as JSON text; `None` where it refuses.
fn ask(expressions: &[String]) -> Option<Vec<Option<String>>> {
    let dir = std::env::temp_dir().join(format!("ssm-check-terraform-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let output = |(at, expression)| format!("output \"o{at}\" {{\n  value = try(jsonencode({expression}), null)\n}}\n");
    std::fs::write(dir.join("main.tf"), expressions.iter().enumerate().map(output).collect::<String>()).unwrap();
    // An expression whose value is known only after apply would hide all others, so each is an output of its own.
    let run = |arguments: &[&str]| Command::new("terraform").args(arguments).current_dir(&dir).env("CHECKPOINT_DISABLE", "1").output();
    let planned = run(&["plan", "-no-color", "-input=false", "-out=plan"]).ok()?;
    assert!(planned.status.success(), "{}", String::from_utf8_lossy(&planned.stderr).chars().take(4_000).collect::<String>());
    let shown = run(&["show", "-json", "plan"]).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    let plan: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let outputs = &plan["planned_values"]["outputs"];
    Some((0..expressions.len()).map(|at| outputs[format!("o{at}")]["value"].as_str().map(str::to_owned)).collect())
}

#[test]
fn generated_expressions_come_to_what_terraform_computes() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let count = setting("SSM_CHECK_EXPRESSIONS").map_or(COUNT, |count| usize::try_from(count).unwrap());
    let mut dice = Dice(setting("SSM_CHECK_SEED").unwrap_or(0x5EED).max(1));
    let expressions: Vec<String> = (0..count)
        .map(|_| {
            let of = if dice.roll(3) == 0 { Of::Any } else { dice.any() };
            dice.expression(of, 3)
        })
        .collect();
    let version = Command::new("terraform").args(["version", "-json"]).env("CHECKPOINT_DISABLE", "1").output();
    let Some(version) = version.ok().and_then(|output| serde_json::from_slice::<serde_json::Value>(&output.stdout).ok()) else {
        println!("skipped: terraform is not installed");
        return;
    };
    let version = version["terraform_version"].as_str().unwrap_or_default().to_owned();
    let mut answers = Vec::new();
    for batch in expressions.chunks(5_000) {
        answers.extend(ask(batch).unwrap());
    }
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "{version}", "planned_values": {{}}, "configuration": {{"root_module": {{}}}}}}"#
    );
    let plan = Plan::parse(&text).unwrap();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/functions");
    let sources = Sources::load(&dir, &plan).unwrap();
    let evaluator = Evaluator::new(&sources, &plan);
    let (mut equal, mut refused, mut unknown, mut wrong, mut lenient) = (0, 0, Vec::new(), Vec::new(), Vec::new());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (expression, answer) in expressions.iter().zip(&answers) {
        let here = evaluator.expression(&ModuleAddress::ROOT, &format!("jsonencode({expression})"));
        match (&here, answer) {
            (Sym::String(here), Some(there)) if **here == **there => equal += 1,
            (Sym::Unknown(_) | Sym::Template(_), None) => refused += 1,
            (open, Some(_)) if !open.is_known() => {
                let reason = match open {
                    Sym::Unknown(unknown) => unknown.reason.clone(),
                    other => format!("{other}").chars().take(40).collect(),
                };
                *reasons.entry(reason).or_default() += 1;
                unknown.push(expression);
            }
            (here, None) => lenient.push(format!("{expression}\n    here      {here}")),
            (here, Some(there)) => wrong.push(format!("{expression}\n    here      {here}\n    terraform {there}")),
        }
    }
    println!(
        "{count} expressions with Terraform {version}: {equal} equal, {refused} refused by both, {} not evaluated, {} refused by Terraform alone, {} wrong",
        unknown.len(),
        lenient.len(),
        wrong.len()
    );
    for (reason, count) in reasons.iter().filter(|_| !wrong.is_empty() || count > COUNT) {
        println!("  {count} {reason}");
    }
    let shown: Vec<&String> = wrong.iter().take(60).collect();
    assert!(wrong.is_empty(), "{shown:#?}");
    // FIXME: types of empty collections and of nulls are not kept, so some mistakes of types are not seen. That matters inside of `try`
    // and `can` alone, as what Terraform refuses has no plan.
    assert!(lenient.len() * 100 < count, "{:#?}", lenient.iter().take(60).collect::<Vec<_>>());
    assert!(unknown.len() * 50 < count, "{:#?}", unknown.iter().take(60).collect::<Vec<_>>());
}
