//! The native syntax: <https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md>.
//!
//! The grammar depends on where it stands: line ends separate arguments and the items of an object, and mean nothing inside of
//! parentheses, brackets, calls, templates and `for`. The cursor knows which of both holds, so that one descent reads all.

mod body;
mod cursor;
mod expression;
mod template;

use crate::Remark;
use crate::ast::{Block, Expr, Span};
use crate::broken::Broken;
use cursor::{Cursor, Refused};
use std::sync::Arc;

/// The blocks of a file.
pub(crate) fn file(shown: &str, text: &str) -> Result<Vec<Block>, Broken> {
    let lines = Lines::new(shown, text);
    let mut cursor = Cursor::new(text, true);
    body::file(&mut cursor, &lines).map_err(|Refused { at, message }| Broken { span: lines.span(at), message: message.to_owned() })
}

/// What makes a comment one for this program.
pub(crate) const REMARK: &str = "ssm-check:";

/// The comments of a file that are for this program.
pub(crate) fn remarks(shown: &str, text: &str) -> Vec<Remark> {
    let lines = Lines::new(shown, text).with_code();
    let mut cursor = Cursor::new(text, true);
    // What does not parse is told elsewhere.
    let _ = body::file(&mut cursor, &lines);
    let remark = |(at, comment): (usize, &str)| {
        let span = lines.span(at);
        Remark { about: lines.about(span.line, at + comment.len()), span, text: comment.to_owned() }
    };
    cursor.remarks().into_iter().map(remark).collect()
}

/// One expression.
pub(crate) fn expression(text: &str) -> Option<Expr> {
    let mut cursor = Cursor::new(text, false);
    let expr = expression::expression(&mut cursor).ok()?;
    cursor.skip();
    cursor.is_at_end().then_some(expr)
}

/// The text of a template file: <https://developer.hashicorp.com/terraform/language/functions/templatefile>.
pub(crate) fn template(text: &str) -> Option<Expr> {
    template::file(&mut Cursor::new(text, false), expression::expression).ok()
}

/// Where the lines of one file begin.
struct Lines<'t> {
    file: Arc<str>,
    text: &'t str,
    starts: Vec<usize>,
    /// For each line, the number of the first from there on that holds more than a comment.
    code: Vec<Option<usize>>,
}

impl<'t> Lines<'t> {
    fn new(file: &str, text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: Arc::from(file), text, starts, code: Vec::new() }
    }

    /// With what [`Lines::about`] needs.
    fn with_code(mut self) -> Self {
        let mut next = None;
        let lines: Vec<&str> = self.text.lines().collect();
        for (at, line) in lines.iter().enumerate().rev() {
            if !line.trim().is_empty() && !is_comment(line) {
                next = Some(at + 1);
            }
            self.code.push(next);
        }
        self.code.reverse();
        self
    }

    /// The line that a comment is about: its own where something stands before it, else the first after it with more than a comment.
    fn about(&self, line: usize, end: usize) -> usize {
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let own = self.text.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
        if !is_comment(own) && !own.trim_start().starts_with("/*") {
            return line;
        }
        let last = self.starts.partition_point(|start| *start <= end.saturating_sub(1)).max(1);
        self.code.get(last).copied().flatten().unwrap_or(line)
    }

    fn span(&self, offset: usize) -> Span {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count()) + 1;
        Span { file: Arc::clone(&self.file), line, column }
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('#') || line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::{expression, file, remarks, template};

    fn shown(text: &str) -> String {
        expression(text).map_or_else(|| "refused".to_owned(), |expr| format!("{expr:?}"))
    }

    #[test]
    fn a_remark_is_about_its_line_or_the_next() {
        let text = "# ssm-check:a\n# more\n\nresource \"x\" \"y\" { # ssm-check:b\n  # ssm-check:c\n  a = 1 // ssm-check:d\n  \
            b = <<-EOF\n# ssm-check:no\nEOF\n  c = \"# ssm-check:no\"\n  /* ssm-check:e\n  */\n  d = [ 1, # ssm-check:f\n  2]\n}\n";
        let found: Vec<_> = remarks("main.tf", text).into_iter().map(|remark| (remark.span.line, remark.about)).collect();
        assert_eq!(found, [(1, 4), (4, 4), (5, 6), (6, 6), (11, 13), (13, 13)]);
    }

    #[test]
    fn line_ends_mean_nothing_inside_of_brackets() {
        for text in [
            "{ for k, v in x :\n k =>\n v\n if v != null\n }",
            "{\n for k, v\n in x : k => v ?\n 1 :\n 2 }",
            "[\n for v in x :\n v\n ? 1\n : 2 ]",
            "f(\n a\n ,\n b...\n )",
            "(a\n +\n b)",
            "a[\n 0\n ]",
            "{\n a = [\n 1,\n 2\n ]\n\n b = { c = 1\n }, d : 2\n }",
            "{ # comment\n a = 1 // one\n /* b\n */ b = 2 # two\n}",
        ] {
            assert_ne!(shown(text), "refused", "{text}");
        }
        assert_eq!(shown("{ a = 1\n + 2 }"), "refused");
    }

    #[test]
    fn keys_of_objects() {
        assert_eq!(shown("{ null = 1, true = 2, a-b = 3, \"c\" = 4 }"), shown("{ \"null\" = 1, \"true\" = 2, \"a-b\" = 3, \"c\" = 4 }"));
        assert_eq!(shown("{ (a) = 1 }"), r#"Object([(Variable("a"), Number(Number(Exact { mantissa: 1, scale: 0 })))])"#);
        assert_ne!(shown("{ a = 1, a = 2 }"), "refused");
    }

    #[test]
    fn operators_bind_as_in_terraform() {
        for (flat, nested) in [
            ("a || b && c == d < e + f * -g", "a || (b && (c == (d < (e + (f * (-g))))))"),
            ("a - b - c", "(a - b) - c"),
            ("-a.b[0] + c", "(-(a.b[0])) + c"),
            ("!a && b", "(!a) && b"),
            ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
            ("a ? b ? c : d : e", "a ? (b ? c : d) : e"),
        ] {
            assert_eq!(shown(flat), shown(nested), "{flat}");
        }
    }

    #[test]
    fn steps_after_a_value() {
        for (short, long) in [("a.0.b", "a[0].b"), ("a . b", "a.b"), ("a.*.b[0]", "a.*.b [0]")] {
            assert_eq!(shown(short), shown(long), "{short}");
        }
        assert_eq!(shown("provider::aws::arn_parse(x)").split('"').nth(1), Some("provider::aws::arn_parse"));
        assert_eq!(shown("core::length(x)").split('"').nth(1), Some("length"));
    }

    #[test]
    fn what_terraform_refuses() {
        for text in [
            "",
            "a b",
            "\"a\nb\"",
            "\"\\q\"",
            "\"${a\"",
            "[1",
            "{ a }",
            "a ? b",
            "f(a..., b)",
            "1 +",
            "<<EOT\nx",
            "a..b",
            "a.0.1",
            "[for x in y : x...]",
            "f(a...,)",
            "\"%{ if a }\"",
        ] {
            assert_eq!(shown(text), "refused", "{text}");
        }
        for text in ["a = 1 b = 2", "a {", "a = ", "= 1", "a \"b\" = 1", "a = 1\n}"] {
            assert!(file("f", text).is_err(), "{text}");
        }
    }

    #[test]
    fn bodies() {
        let text = "a = 1 # one\nb \"c\" d { e = 2 }\nf {\n\n}\r\ng = <<-X\n  h\n    i\n  X\n// end";
        let blocks = file("f", &format!("z {{\n{text}\n}}")).unwrap();
        let [z] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(z.attributes.keys().collect::<Vec<_>>(), ["a", "g"]);
        assert_eq!(z.blocks[0].labels, ["c", "d"]);
        assert_eq!(format!("{:?}", z.attributes["g"].expr), r#"Text("h\n  i\n")"#);
        assert_eq!((z.blocks[0].span.line, z.blocks[0].span.column), (3, 1));
    }

    #[test]
    fn templates() {
        let parts = |text: &str| template(text).map_or_else(|| "refused".to_owned(), |expr| format!("{expr:?}"));
        assert_eq!(parts("a $${b} %%{c} $d %"), r#"Text("a ${b} %{c} $d %")"#);
        assert_eq!(parts("${a}"), r#"Variable("a")"#);
        assert_eq!(parts("a ${~ b ~} \n  c"), r#"Template([Literal("a"), Interpolation(Variable("b")), Literal("  c")])"#);
        assert_eq!(
            parts("%{ if a ~}\n x\n%{~ else }y%{ endif }"),
            r#"Template([If { condition: Variable("a"), then: [Literal(" x")], otherwise: [Literal("y")] }])"#
        );
        assert_eq!(parts("%{ else }"), "refused");
        assert_eq!(parts("%{ for a in b }"), "refused");
    }
}
