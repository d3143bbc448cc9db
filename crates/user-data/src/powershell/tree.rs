//! The statements of a PowerShell script: <https://learn.microsoft.com/en-us/powershell/scripting/lang-spec/chapter-08>.

use std::iter::Peekable;
use std::str::Chars;

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// Stages, each of which is given what the one before puts out.
    Pipeline(Vec<Vec<Item>>),
    /// A variable, whether it is added to, and what it gets.
    Assign(String, bool, Vec<Vec<Item>>),
    /// Blocks behind their conditions; `else` has none.
    If(Vec<(Vec<Statement>, Vec<Statement>)>),
    /// A variable and what it goes through, where it has one; and whether it runs once at least.
    Loop(Option<(String, Vec<Vec<Item>>)>, bool, Vec<Statement>),
    /// A name, and what it does.
    Function(String, Vec<Item>, Vec<Statement>),
    /// What runs, and what does if something fails.
    Try(Vec<Statement>, Vec<Statement>),
}

/// A part of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Taken as it is written.
    Literal(String),
    /// Written without quotes.
    Bare(String),
    /// Variables in it are put in.
    Expanded(String),
    Comma,
    Block(Vec<Statement>),
    Paren(Vec<Statement>),
}

/// So deep may blocks be in each other.
const DEEPEST: usize = 64;

/// The statements; `None` where braces or quotes do not fit together.
pub(super) fn parse(script: &str) -> Option<Vec<Statement>> {
    let mut parser = Parser { rest: script.chars().peekable(), depth: 0 };
    let statements = parser.statements(None)?;
    parser.rest.next().is_none().then_some(statements)
}

struct Parser<'s> {
    rest: Peekable<Chars<'s>>,
    depth: usize,
}

impl Parser<'_> {
    /// Up to what closes the block.
    fn statements(&mut self, close: Option<char>) -> Option<Vec<Statement>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut found = Vec::new();
        loop {
            self.blank(true);
            match self.rest.peek() {
                None => break,
                Some(next) if Some(*next) == close => break,
                Some('}' | ')') => return None,
                Some(_) => found.push(self.statement()?),
            }
        }
        self.depth -= 1;
        Some(found)
    }

    fn block(&mut self, open: char, close: char) -> Option<Vec<Statement>> {
        self.blank(true);
        self.rest.next_if_eq(&open)?;
        let inner = self.statements(Some(close))?;
        self.rest.next_if_eq(&close)?;
        Some(inner)
    }

    fn statement(&mut self) -> Option<Statement> {
        let stages = self.pipeline()?;
        let first = stages.first().and_then(|stage| stage.first());
        let Some(Item::Bare(word)) = first else { return Some(Statement::Pipeline(stages)) };
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "if" => self.conditions(stages),
            "foreach" | "for" | "while" | "switch" | "do" => Some(looped(&word, stages)),
            "function" | "filter" => Some(function(stages)),
            "try" => Some(tried(stages)),
            _ => Some(assigned(stages)),
        }
    }

    /// `elseif` and `else` may stand on lines of their own.
    fn conditions(&mut self, mut stages: Vec<Vec<Item>>) -> Option<Statement> {
        let mut items = std::mem::take(stages.first_mut()?);
        loop {
            let before = self.rest.clone();
            self.blank(true);
            let mut word = String::new();
            while let Some(letter) = self.rest.next_if(char::is_ascii_alphabetic) {
                word.push(letter.to_ascii_lowercase());
            }
            if !matches!(word.as_str(), "else" | "elseif") {
                self.rest = before;
                break;
            }
            items.extend(self.pipeline()?.into_iter().flatten());
        }
        let mut branches = Vec::new();
        let mut condition = Vec::new();
        for item in items {
            match item {
                Item::Paren(inner) => condition = inner,
                Item::Block(block) => branches.push((std::mem::take(&mut condition), block)),
                _ => {}
            }
        }
        Some(Statement::If(branches))
    }

    fn pipeline(&mut self) -> Option<Vec<Vec<Item>>> {
        let mut stages = vec![Vec::new()];
        loop {
            self.blank(false);
            match self.rest.peek() {
                None | Some('\n' | ';') => {
                    let ends = self.rest.next().is_none();
                    // What handles errors stands on a line of its own.
                    if ends || !self.goes_on(&stages) {
                        break;
                    }
                }
                Some('}' | ')') => break,
                Some('|') => {
                    self.rest.next();
                    let _ = self.rest.next_if_eq(&'|');
                    self.blank(true);
                    stages.push(Vec::new());
                }
                Some(_) => {
                    let item = self.item()?;
                    stages.last_mut()?.push(item);
                    // A block ends a statement of the language.
                    if matches!(stages.last()?.last(), Some(Item::Block(_))) && is_whole(stages.first()?) {
                        break;
                    }
                }
            }
        }
        Some(stages)
    }

    /// `catch`, `finally` and `while` of `do` belong to what is before.
    fn goes_on(&mut self, stages: &[Vec<Item>]) -> bool {
        let of = |wanted: &[&str]| matches!(stages, [stage] if first_word(stage).is_some_and(|word| wanted.contains(&word.as_str())));
        let opens = matches!(stages, [stage] if !stage.iter().any(|item| matches!(item, Item::Block(_))));
        if of(&["foreach", "for", "while", "switch", "do", "function", "filter", "try", "if"]) && opens {
            return true;
        }
        if !of(&["try", "do"]) {
            return false;
        }
        let mut ahead = self.rest.clone().skip_while(|next| next.is_whitespace());
        let word: String = ahead.by_ref().take_while(char::is_ascii_alphabetic).collect();
        matches!(word.to_ascii_lowercase().as_str(), "catch" | "finally" | "while" | "until")
    }

    fn item(&mut self) -> Option<Item> {
        match self.rest.peek()? {
            '{' => Some(Item::Block(self.block('{', '}')?)),
            '(' => Some(Item::Paren(self.block('(', ')')?)),
            ',' => {
                self.rest.next();
                Some(Item::Comma)
            }
            '\'' => self.quoted('\'').map(Item::Literal),
            '"' => self.quoted('"').map(Item::Expanded),
            '@' => self.at(),
            _ => self.bare(),
        }
    }

    /// A list, a table, or text of several lines.
    fn at(&mut self) -> Option<Item> {
        self.rest.next();
        match self.rest.peek() {
            Some('(') => Some(Item::Paren(self.block('(', ')')?)),
            Some('{') => {
                self.block('{', '}')?;
                Some(Item::Bare("$table".to_owned()))
            }
            Some(quote @ ('\'' | '"')) => {
                let quote = *quote;
                self.rest.next();
                let mut text = String::new();
                loop {
                    text.push(self.rest.next()?);
                    if text.ends_with(&format!("\n{quote}@")) {
                        break;
                    }
                }
                let inner = text.trim_start_matches([' ', '\r']).trim_start_matches('\n');
                let inner = inner.get(..inner.len().saturating_sub(3)).unwrap_or_default().to_owned();
                Some(if quote == '"' { Item::Expanded(inner) } else { Item::Literal(inner) })
            }
            // The arguments that a table holds.
            _ => match self.bare()? {
                Item::Bare(name) => Some(Item::Bare(format!("${name}"))),
                other => Some(other),
            },
        }
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '`' if quote == '"' => text.push(self.rest.next()?),
                end if end == quote => match self.rest.next_if_eq(&quote) {
                    Some(doubled) => text.push(doubled),
                    None => return Some(text),
                },
                other => text.push(other),
            }
        }
    }

    fn bare(&mut self) -> Option<Item> {
        let mut text = String::new();
        while let Some(next) = self.rest.peek().copied() {
            match next {
                '`' => {
                    self.rest.next();
                    text.extend(self.rest.next());
                }
                '$' if text.is_empty() => {
                    text.push(self.rest.next()?);
                    match self.rest.peek() {
                        Some('(') => {
                            let inner = self.block('(', ')')?;
                            return Some(Item::Paren(inner));
                        }
                        Some('{') => {
                            self.rest.next();
                            text.extend(self.rest.by_ref().take_while(|next| *next != '}'));
                        }
                        _ => {}
                    }
                }
                '"' | '\'' if text.ends_with(['=', ':']) => text.push_str(&self.quoted(next)?),
                next if next.is_whitespace() || ";|{}(),\"'".contains(next) => break,
                other => {
                    self.rest.next();
                    text.push(other);
                }
            }
        }
        (!text.is_empty()).then_some(Item::Bare(text))
    }

    /// Blanks and comments; `lines` takes the ends of statements too.
    fn blank(&mut self, lines: bool) {
        while let Some(next) = self.rest.peek().copied() {
            match next {
                '#' => while self.rest.next_if(|next| *next != '\n').is_some() {},
                '<' if self.rest.clone().nth(1) == Some('#') => {
                    let mut before = ' ';
                    for next in self.rest.by_ref().skip(2) {
                        if before == '#' && next == '>' {
                            break;
                        }
                        before = next;
                    }
                }
                '`' if self.rest.clone().nth(1).is_none_or(|next| next == '\n' || next == '\r') => {
                    self.rest.next();
                    let _ = self.rest.next_if_eq(&'\r');
                    self.rest.next();
                }
                '\n' | ';' if !lines => break,
                next if next.is_whitespace() || next == ';' => {
                    self.rest.next();
                }
                _ => break,
            }
        }
    }
}

pub(super) fn first_word(stage: &[Item]) -> Option<String> {
    match stage.first()? {
        Item::Bare(word) => Some(word.to_ascii_lowercase()),
        _ => None,
    }
}

/// The block that was just read ends it.
fn is_whole(stage: &[Item]) -> bool {
    matches!(first_word(stage).as_deref(), Some("if" | "else" | "elseif" | "foreach" | "for" | "while" | "switch" | "function" | "filter"))
        || matches!(stage, [Item::Block(_)] | [Item::Paren(_), Item::Block(_)])
}

fn blocks(stages: Vec<Vec<Item>>) -> Vec<Vec<Statement>> {
    let block = |item| if let Item::Block(block) = item { Some(block) } else { None };
    stages.into_iter().flatten().filter_map(block).collect()
}

fn looped(word: &str, stages: Vec<Vec<Item>>) -> Statement {
    let over = stages.iter().flatten().find_map(|item| match item {
        Item::Paren(inner) if word == "foreach" => each(inner),
        _ => None,
    });
    let body = blocks(stages).into_iter().flatten().collect();
    Statement::Loop(over, word == "do", body)
}

/// `$name in …`
fn each(inner: &[Statement]) -> Option<(String, Vec<Vec<Item>>)> {
    let [Statement::Pipeline(stages)] = inner else { return None };
    match stages.first()?.as_slice() {
        [Item::Bare(variable), Item::Bare(word), rest @ ..] if word.eq_ignore_ascii_case("in") => {
            let over = [&[rest.to_vec()], stages.get(1..).unwrap_or_default()].concat();
            Some((variable.trim_start_matches('$').to_ascii_lowercase(), over))
        }
        _ => None,
    }
}

fn function(stages: Vec<Vec<Item>>) -> Statement {
    let mut items = stages.into_iter().flatten().skip(1);
    let name = items.find_map(|item| if let Item::Bare(name) = item { Some(name.to_ascii_lowercase()) } else { None });
    let (mut parameters, mut body) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Block(block) => body = block,
            other => parameters.push(other),
        }
    }
    Statement::Function(name.unwrap_or_default(), parameters, body)
}

fn tried(stages: Vec<Vec<Item>>) -> Statement {
    let items: Vec<Item> = stages.into_iter().flatten().collect();
    let (mut tried, mut caught, mut last) = (Vec::new(), Vec::new(), String::new());
    for item in items {
        match item {
            Item::Bare(word) if !word.starts_with('[') => last = word.to_ascii_lowercase(),
            Item::Block(block) if last == "catch" => caught.extend(block),
            Item::Block(block) => tried.extend(block),
            _ => {}
        }
    }
    Statement::Try(tried, caught)
}

fn assigned(mut stages: Vec<Vec<Item>>) -> Statement {
    let Some(first) = stages.first_mut() else { return Statement::Pipeline(stages) };
    // A type may stand in front: `[string]$name = …`.
    let at = first.iter().position(|item| matches!(item, Item::Bare(word) if word == "=" || word == "+="));
    let name = match (at, first.first()) {
        (Some(1..=2), Some(Item::Bare(word))) => word.rsplit('$').next().filter(|_| word.contains('$')).map(str::to_ascii_lowercase),
        // `$name=…`
        (None, Some(Item::Bare(word))) if word.starts_with('$') => {
            word.split_once('=').map(|(name, _)| name.replace('$', "").to_ascii_lowercase())
        }
        _ => None,
    };
    let Some(name) = name else { return Statement::Pipeline(stages) };
    let adds = matches!(at.and_then(|at| first.get(at)), Some(Item::Bare(word)) if word == "+=");
    if let Some(at) = at {
        drop(first.drain(..=at));
    } else {
        if let Some(Item::Bare(word)) = first.first_mut() {
            *word = word.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default();
        }
        first.retain(|item| *item != Item::Bare(String::new()));
    }
    Statement::Assign(name, adds, stages)
}
