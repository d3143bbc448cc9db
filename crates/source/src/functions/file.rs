//! <https://developer.hashicorp.com/terraform/language/functions#filesystem-functions>
//!
//! INVARIANT: nothing outside the root directory (and the directories that the caller allows) is read, whatever the path or
//! symlink; such a file is not known, as if it were not there.

use super::arguments::{get, text};
use super::pieces::{as_it_stands_or_opened, fields};
use super::{Function, encoding};
use crate::evaluator::{Evaluator, TOO_LARGE};
use crate::limits;
use crate::reach::bytes_of;
use crate::scope::{Scope, Surroundings};
use crate::syntax;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::{Contextual, Known};
    Some(match name {
        "file" => Contextual(|cx, a| {
            with_file(cx, "file", a, |bytes| {
                std::str::from_utf8(bytes).map_or_else(|_| fail("the file is not UTF-8"), |text| Ok(Sym::text(text)))
            })
        }),
        "filebase64" => Contextual(|cx, a| with_file(cx, "filebase64", a, |bytes| Ok(Sym::text(STANDARD.encode(bytes))))),
        "filemd5" => Contextual(|cx, a| with_file(cx, "filemd5", a, |bytes| Ok(Sym::text(encoding::hash("md5", bytes))))),
        "filesha1" => Contextual(|cx, a| with_file(cx, "filesha1", a, |bytes| Ok(Sym::text(encoding::hash("sha1", bytes))))),
        "filesha256" => Contextual(|cx, a| with_file(cx, "filesha256", a, |bytes| Ok(Sym::text(encoding::hash("sha256", bytes))))),
        "filesha512" => Contextual(|cx, a| with_file(cx, "filesha512", a, |bytes| Ok(Sym::text(encoding::hash("sha512", bytes))))),
        "filebase64sha256" => {
            Contextual(|cx, a| with_file(cx, "filebase64sha256", a, |bytes| Ok(Sym::text(encoding::hash("base64sha256", bytes)))))
        }
        "filebase64sha512" => {
            Contextual(|cx, a| with_file(cx, "filebase64sha512", a, |bytes| Ok(Sym::text(encoding::hash("base64sha512", bytes)))))
        }
        "fileexists" => Contextual(|cx, a| match argument("fileexists", a)? {
            Ok(path) => Ok(match locate(cx, &path) {
                FoundFile::Inside(path) if path.is_dir() => return fail("a directory is no file"),
                FoundFile::Inside(path) => Sym::Bool(path.is_file()),
                FoundFile::Missing => missing(&path),
                FoundFile::Outside => outside(&path),
            }),
            Err(open) => Ok(open),
        }),
        "fileset" => Contextual(fileset),
        "templatefile" => Contextual(templatefile),
        "templatestring" => Contextual(templatestring),
        "basename" => Contextual(|cx, a| match get(a, 0)? {
            value @ (Sym::Symbol(_) | Sym::Template(_)) => {
                let last = as_it_stands_or_opened(cx, value, |value| fields(value, "/").and_then(last_field));
                Ok(last.unwrap_or_else(|| Sym::depends("`basename`", a)))
            }
            value if !value.is_known() => Ok(Sym::depends("`basename`", a)),
            _ => Ok(Sym::text(basename(&text(a, 0)?))),
        }),
        "dirname" => Known(|a| Ok(Sym::text(dirname(&text(a, 0)?)))),
        "pathexpand" => Known(|a| {
            let path = text(a, 0)?;
            Ok(if path.starts_with('~') { Sym::unknown("`pathexpand` depends on the machine") } else { Sym::String(path) })
        }),
        "abspath" => Known(|a| {
            let path = text(a, 0)?;
            Ok(if path.starts_with('/') { Sym::text(clean(&path)) } else { Sym::unknown("`abspath` depends on the machine") })
        }),
        _ => return None,
    })
}

enum FoundFile {
    Inside(PathBuf),
    Missing,
    Outside,
}

/// It was there when the plan was made, or made since: either way it is not known. What a build makes is in no repository.
fn missing(path: &str) -> Sym {
    Sym::unknown(format!("`{path}` is not there"))
}

fn outside(path: &str) -> Sym {
    Sym::unknown(format!("`{path}` is outside the root directory"))
}

/// The path of a known argument, or what the result is without it.
fn argument(name: &str, arguments: &[Sym]) -> Result<Result<String, Sym>, types::Failure> {
    match types::convert(get(arguments, 0)?, &Type::String)? {
        Sym::String(path) => Ok(Ok(path.to_string())),
        Sym::Null => fail("the path is null"),
        _ => Ok(Err(Sym::depends(&format!("`{name}`"), arguments))),
    }
}

/// Where a file is, symlinks followed.
fn locate(cx: &Evaluator<'_, '_>, path: &str) -> FoundFile {
    // Absolute paths name the machine that planned.
    if path.starts_with(['/', '~']) || path.contains('\0') || Path::new(path).is_absolute() {
        return FoundFile::Outside;
    }
    let inside = |path: &Path| cx.sources.readable.iter().any(|root| path.starts_with(root));
    match fs::canonicalize(cx.sources.root.join(path)) {
        Ok(path) if inside(&path) => FoundFile::Inside(path),
        Ok(_) => FoundFile::Outside,
        Err(_) if Path::new(path).components().any(|component| component == Component::ParentDir) => FoundFile::Outside,
        Err(_) => FoundFile::Missing,
    }
}

/// The bytes of a file, which are kept: one of a loop is read once.
fn read(cx: &Evaluator<'_, '_>, path: &str) -> Result<Arc<[u8]>, Sym> {
    match locate(cx, path) {
        FoundFile::Inside(found) => {
            if let Some(kept) = cx.files.borrow().kept(&found) {
                return Ok(kept);
            }
            let length = fs::metadata(&found).map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX));
            if !cx.charge(limits::STEPS_OF_FILE + length / limits::BYTES_OF_STEP) {
                return Err(Sym::unknown(TOO_LARGE));
            }
            let bytes: Arc<[u8]> = bytes_of(&found).map_err(|_| Sym::unknown(format!("`{path}` cannot be read")))?.into();
            cx.files.borrow_mut().keep(found, &bytes);
            Ok(bytes)
        }
        FoundFile::Missing => Err(missing(path)),
        FoundFile::Outside => Err(outside(path)),
    }
}

/// Charges for the bytes, each time.
fn with_file(cx: &Evaluator<'_, '_>, name: &str, arguments: &[Sym], f: impl FnOnce(&[u8]) -> Eval) -> Eval {
    match argument(name, arguments)? {
        Ok(path) => match read(cx, &path) {
            Ok(bytes) if cx.charge(1 + bytes.len() / limits::BYTES_OF_STEP) => f(&bytes),
            Ok(_) => Ok(Sym::unknown(TOO_LARGE)),
            Err(open) => Ok(open),
        },
        Err(open) => Ok(open),
    }
}

/// <https://developer.hashicorp.com/terraform/language/functions/templatefile>
fn templatefile(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    with_file(cx, "templatefile", arguments, |bytes| match std::str::from_utf8(bytes) {
        // A template that is one interpolation has that value's type.
        Ok(text) => render(cx, text, arguments, Surroundings::TemplateFile),
        Err(_) => fail("the file is not UTF-8"),
    })
}

/// <https://developer.hashicorp.com/terraform/language/functions/templatestring>
fn templatestring(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    match argument("templatestring", arguments)? {
        Ok(text) => types::convert(&render(cx, &text, arguments, Surroundings::TemplateText)?, &Type::String),
        Err(open) => Ok(open),
    }
}

/// Whether Terraform refuses a call of this function inside of a template: templates do not call one another, and the text of
/// `templatestring` reads no files. In OpenTofu they do, files since 1.7.
pub(crate) fn is_refused_in(cx: &Evaluator<'_, '_>, surroundings: Surroundings, name: &str) -> bool {
    const READ: [&str; 11] = [
        "file",
        "filebase64",
        "filebase64sha256",
        "filebase64sha512",
        "fileexists",
        "filemd5",
        "fileset",
        "filesha1",
        "filesha256",
        "filesha512",
        "templatefile",
    ];
    let template = matches!(surroundings, Surroundings::TemplateFile | Surroundings::TemplateText);
    match name {
        "templatefile" if template => !cx.templates_recurse,
        "templatestring" => template && cx.is_terraform(),
        name => surroundings == Surroundings::TemplateText && cx.is_terraform() && READ.contains(&name),
    }
}

fn render(cx: &Evaluator<'_, '_>, text: &str, arguments: &[Sym], surroundings: Surroundings) -> Eval {
    let variables = get(arguments, 1)?;
    let Some(members) = variables.members() else {
        return if variables.is_open() { Ok(Sym::depends("the template", arguments)) } else { fail("the template's variables are no map") };
    };
    let kept = cx.templates.borrow().get(text).cloned();
    let parsed = match kept {
        Some(parsed) => parsed,
        // To parse takes longer than to read.
        None if !cx.charge(text.len() / 8) => return Ok(Sym::unknown(TOO_LARGE)),
        None => {
            let parsed = syntax::template(text).map(Arc::new);
            cx.templates.borrow_mut().insert(text.to_owned(), parsed.clone());
            parsed
        }
    };
    let Some(expr) = parsed else { return Ok(Sym::unknown("the template does not parse")) };
    let scope = Scope::isolated(surroundings, members.iter().map(|(name, value)| (name.clone(), value.clone())));
    cx.eval(&expr, &scope)
}

/// <https://developer.hashicorp.com/terraform/language/functions/fileset>
fn fileset(cx: &Evaluator<'_, '_>, arguments: &[Sym]) -> Eval {
    let path = match argument("fileset", arguments)? {
        Ok(path) => path,
        Err(open) => return Ok(open),
    };
    let Sym::String(pattern) = get(arguments, 1)? else { return Ok(Sym::depends("`fileset`", arguments)) };
    let base = match locate(cx, &path) {
        FoundFile::Inside(base) => base,
        FoundFile::Missing => return Ok(missing(&path)),
        FoundFile::Outside => return Ok(outside(&path)),
    };
    let Some(matcher) = glob(pattern) else { return Ok(Sym::unknown("the pattern is not understood")) };
    let mut found = Vec::new();
    let mut pending = vec![(base, String::new(), 0)];
    let mut visited = 0;
    while let Some((dir, prefix, depth)) = pending.pop() {
        let Ok(entries) = fs::read_dir(&dir) else { continue };
        for entry in entries.flatten() {
            visited += 1;
            if !cx.charge(limits::STEPS_OF_FILE / 4) {
                return Ok(Sym::unknown(TOO_LARGE));
            }
            if visited > limits::ELEMENTS || depth > limits::MODULE_DEPTH {
                return Ok(Sym::unknown("the directory is too large"));
            }
            let Ok(name) = entry.file_name().into_string() else { continue };
            let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let Ok(real) = fs::canonicalize(entry.path()) else { continue };
            if !cx.sources.readable.iter().any(|root| real.starts_with(root)) {
                return Ok(outside(&relative));
            }
            if real.is_dir() {
                pending.push((entry.path(), relative, depth + 1));
            } else if matcher.is_match(&relative) {
                found.push(Sym::text(relative));
            }
        }
    }
    if found.is_empty() {
        return Ok(missing(&format!("{path}/{pattern}")));
    }
    Ok(types::set(found))
}

fn glob(pattern: &str) -> Option<regex::Regex> {
    let mut expression = String::from("^");
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '*' if characters.next_if_eq(&'*').is_some() => {
                if characters.next_if_eq(&'/').is_some() {
                    expression.push_str("(?:.*/)?");
                } else {
                    expression.push_str(".*");
                }
            }
            '*' => expression.push_str("[^/]*"),
            '?' => expression.push_str("[^/]"),
            '{' => expression.push_str("(?:"),
            '}' => expression.push(')'),
            ',' => expression.push('|'),
            '[' | '\\' => return None,
            other => expression.push_str(&regex::escape(&other.to_string())),
        }
    }
    expression.push('$');
    regex::Regex::new(&expression).ok()
}

/// Go's `filepath.Base`.
fn last_field(fields: Vec<Sym>) -> Option<Sym> {
    fields.into_iter().next_back().filter(|last| last.as_str() != Some(""))
}

fn basename(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match (path, trimmed) {
        ("", _) => ".".to_owned(),
        (_, "") => "/".to_owned(),
        _ => trimmed.rsplit('/').next().unwrap_or(trimmed).to_owned(),
    }
}

/// Go's `filepath.Dir`.
fn dirname(path: &str) -> String {
    path.rsplit_once('/').map_or_else(|| ".".to_owned(), |(dir, _)| if dir.is_empty() { "/".to_owned() } else { clean(dir) })
}

/// Go's `filepath.Clean`.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            other => parts.push(other),
        }
    }
    match (rooted, parts.join("/")) {
        (true, path) => format!("/{path}"),
        (false, path) if path.is_empty() => ".".to_owned(),
        (false, path) => path,
    }
}
