//! From tokens to what a shell would run: <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10>.

use super::lexer::{Redirect, Token, Tokens, tokens};
use super::word::{Piece, Word};
use std::rc::Rc;

/// Something that a shell runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Words, the first of them the program, after assignments.
    Simple(Vec<Word>),
    /// What it writes or reads elsewhere.
    Redirected(Box<Node>, Vec<To>),
    Pipeline(Vec<Node>),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Background(Box<Node>),
    Subshell(Vec<Node>),
    Group(Vec<Node>),
    /// Conditions with their bodies, and the `else`.
    If(Vec<(Vec<Node>, Vec<Node>)>, Vec<Node>),
    /// `None` for the arguments.
    For(String, Option<Vec<Word>>, Vec<Node>),
    While {
        until: bool,
        condition: Vec<Node>,
        body: Vec<Node>,
    },
    Case(Word, Vec<(Vec<Word>, Vec<Node>)>),
    Function(String, Rc<Node>),
    /// Something that is not understood, so that it is not certain that this runs.
    Lost(Vec<Node>),
}

/// Where output goes or input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum To {
    File {
        appends: bool,
        path: Word,
    },
    From(Word),
    /// A here-document, or a here-string.
    Text(Word),
}

/// What a script comes to.
pub(super) fn parse(script: &str) -> Vec<Node> {
    let Tokens { tokens, heres, is_open } = tokens(script);
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), heres, depth: 0, is_lost: is_open };
    let mut all = Vec::new();
    loop {
        all.append(&mut parser.list());
        // A word that belongs to nothing: a shell would end here.
        if parser.tokens.next().is_none() {
            break;
        }
        parser.is_lost = true;
    }
    if parser.is_lost { vec![Node::Lost(all)] } else { all }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    heres: Vec<Word>,
    depth: usize,
    /// Something was not understood.
    is_lost: bool,
}

/// So deep may things be in each other.
const DEEPEST: usize = 60;

/// So many may hang on each other.
const LONGEST: usize = 200;

/// Words that end a list.
const ENDS: [&str; 8] = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];

impl Parser {
    fn keyword(&mut self) -> Option<&str> {
        match self.tokens.peek()? {
            Token::Word(word) => word.plain(),
            _ => None,
        }
    }

    fn next_if(&mut self, wanted: &Token) -> bool {
        self.tokens.next_if(|token| token == wanted).is_some()
    }

    fn expect(&mut self, keyword: &str) {
        if self.keyword() == Some(keyword) {
            let _ = self.tokens.next();
        } else {
            self.is_lost = true;
        }
    }

    fn skip_ends(&mut self) {
        while self.next_if(&Token::End) {}
    }

    /// Commands up to what ends them.
    fn list(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        if self.depth > DEEPEST {
            self.is_lost = true;
            return nodes;
        }
        self.depth += 1;
        loop {
            self.skip_ends();
            let is_end = self.keyword().is_some_and(|word| ENDS.contains(&word));
            if is_end || matches!(self.tokens.peek(), None | Some(Token::Close | Token::EndArm)) {
                break;
            }
            let Some(node) = self.and_or() else { break };
            nodes.push(if self.next_if(&Token::Background) { Node::Background(Box::new(node)) } else { node });
        }
        self.depth -= 1;
        nodes
    }

    fn and_or(&mut self) -> Option<Node> {
        let mut left = self.pipeline()?;
        for _ in 0..LONGEST {
            let and = match self.tokens.peek() {
                Some(Token::And) => true,
                Some(Token::Or) => false,
                _ => return Some(left),
            };
            let _ = self.tokens.next();
            self.skip_ends();
            let Some(right) = self.pipeline() else {
                self.is_lost = true;
                return Some(left);
            };
            left = if and { Node::And(Box::new(left), Box::new(right)) } else { Node::Or(Box::new(left), Box::new(right)) };
        }
        self.is_lost = true;
        Some(left)
    }

    fn pipeline(&mut self) -> Option<Node> {
        if self.keyword() == Some("!") {
            let mut odd = false;
            while self.keyword() == Some("!") {
                let _ = self.tokens.next();
                odd = !odd;
            }
            let inner = self.pipeline()?;
            return Some(if odd { Node::Not(Box::new(inner)) } else { inner });
        }
        let mut parts = vec![self.command()?];
        while self.next_if(&Token::Pipe) {
            self.skip_ends();
            match self.command() {
                Some(part) => parts.push(part),
                None => self.is_lost = true,
            }
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Node::Pipeline(parts) })
    }

    fn command(&mut self) -> Option<Node> {
        let node = match self.tokens.peek()? {
            Token::Open => {
                let _ = self.tokens.next();
                let inside = self.list();
                self.is_lost |= !self.next_if(&Token::Close);
                Node::Subshell(inside)
            }
            Token::Word(word) => match word.plain() {
                Some(keyword) if is_compound(keyword) => {
                    let keyword = keyword.to_owned();
                    let _ = self.tokens.next();
                    self.compound(&keyword)
                }
                _ => return Some(self.simple()),
            },
            Token::Redirect(_) | Token::Here(_) => return Some(self.simple()),
            _ => return None,
        };
        let mut redirects = Vec::new();
        while let Some(Token::Redirect(_) | Token::Here(_)) = self.tokens.peek() {
            redirects.extend(self.redirect());
        }
        Some(if redirects.is_empty() { node } else { Node::Redirected(Box::new(node), redirects) })
    }

    fn compound(&mut self, keyword: &str) -> Node {
        match keyword {
            "{" => {
                let inside = self.list();
                self.expect("}");
                Node::Group(inside)
            }
            "if" => self.branches(),
            "while" | "until" => {
                let condition = self.list();
                Node::While { until: keyword == "until", condition, body: self.body() }
            }
            "case" => self.case(),
            "function" => {
                let name = self.word().and_then(|word| word.plain().map(str::to_owned)).unwrap_or_default();
                if self.next_if(&Token::Open) {
                    self.is_lost |= !self.next_if(&Token::Close);
                }
                self.function(name)
            }
            // What somebody picks at a terminal.
            "select" => match self.for_each() {
                Node::For(name, _, body) => Node::For(name, Some(vec![Word(vec![Piece::Opaque])]), body),
                other => other,
            },
            _ => self.for_each(),
        }
    }

    fn branches(&mut self) -> Node {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        loop {
            let condition = self.list();
            self.expect("then");
            branches.push((condition, self.list()));
            match self.keyword() {
                Some("elif") if branches.len() < LONGEST => {
                    let _ = self.tokens.next();
                }
                Some("else") => {
                    let _ = self.tokens.next();
                    otherwise = self.list();
                    break;
                }
                _ => break,
            }
        }
        self.expect("fi");
        Node::If(branches, otherwise)
    }

    fn body(&mut self) -> Vec<Node> {
        self.skip_ends();
        self.expect("do");
        let body = self.list();
        self.expect("done");
        body
    }

    fn for_each(&mut self) -> Node {
        let name = self.word().and_then(|word| word.plain().map(str::to_owned)).unwrap_or_default();
        // What stands within the parentheses of `for ((…))`.
        let _ = name == "((" && self.word().is_some();
        self.skip_ends();
        let words = (self.keyword() == Some("in")).then(|| {
            let _ = self.tokens.next();
            std::iter::from_fn(|| self.word()).collect()
        });
        Node::For(name, words, self.body())
    }

    fn case(&mut self) -> Node {
        let subject = self.word().unwrap_or_default();
        self.skip_ends();
        self.expect("in");
        let mut arms = Vec::new();
        loop {
            self.skip_ends();
            if self.keyword() == Some("esac") || self.tokens.peek().is_none() {
                break;
            }
            let _ = self.next_if(&Token::Open);
            let mut patterns = Vec::new();
            while let Some(pattern) = self.word() {
                patterns.push(pattern);
                let _ = self.next_if(&Token::Pipe);
            }
            if !self.next_if(&Token::Close) {
                self.is_lost = true;
                let _ = self.tokens.next();
                continue;
            }
            arms.push((patterns, self.list()));
            let _ = self.next_if(&Token::EndArm);
        }
        self.expect("esac");
        Node::Case(subject, arms)
    }

    fn function(&mut self, name: String) -> Node {
        self.skip_ends();
        self.depth += 1;
        let body = if self.depth > DEEPEST { None } else { self.command() };
        self.depth -= 1;
        self.is_lost |= body.is_none();
        body.map_or_else(|| Node::Group(Vec::new()), |body| Node::Function(name, Rc::new(body)))
    }

    fn word(&mut self) -> Option<Word> {
        let token = self.tokens.next_if(|token| matches!(token, Token::Word(_)))?;
        if let Token::Word(word) = token { Some(word) } else { None }
    }

    fn simple(&mut self) -> Node {
        let mut words = Vec::new();
        let mut redirects = Vec::new();
        loop {
            match self.tokens.peek() {
                Some(Token::Word(_)) => words.extend(self.word()),
                Some(Token::Redirect(_) | Token::Here(_)) => redirects.extend(self.redirect()),
                Some(Token::Open) if words.len() == 1 && redirects.is_empty() => {
                    let _ = self.tokens.next();
                    self.is_lost |= !self.next_if(&Token::Close);
                    let name = words.first().and_then(Word::plain).unwrap_or_default().to_owned();
                    return self.function(name);
                }
                _ => break,
            }
        }
        let node = Node::Simple(words);
        if redirects.is_empty() { node } else { Node::Redirected(Box::new(node), redirects) }
    }

    fn redirect(&mut self) -> Option<To> {
        match self.tokens.next()? {
            Token::Here(place) => self.heres.get(place).cloned().map(To::Text),
            Token::Redirect(kind) => {
                let target = self.word()?;
                match kind {
                    Redirect::Output { appends } => Some(To::File { appends, path: target }),
                    Redirect::Input => Some(To::From(target)),
                    Redirect::Text => Some(To::Text(target)),
                    Redirect::Other => None,
                }
            }
            _ => None,
        }
    }
}

fn is_compound(word: &str) -> bool {
    matches!(word, "{" | "if" | "while" | "until" | "for" | "select" | "case" | "function")
}
