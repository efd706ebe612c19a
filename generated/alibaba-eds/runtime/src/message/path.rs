//! Paths: putting parameters into a template, and taking them out again.

use super::EncodeError;

/// Puts the text of parameters into a template.
pub(super) fn substitute(template: &str, values: &[(&'static str, String)]) -> Result<String, EncodeError> {
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template.split('/').skip(1) {
        path.push('/');
        let start = path.len();
        for piece in pieces(segment) {
            match piece {
                Piece::Literal(text) => path.push_str(text),
                Piece::Param(name) => path.push_str(value_of(name, values)?),
            }
        }
        // Clients and proxies resolve such segments, and the request would reach another resource.
        if is_dot_segment(&path[start..]) && segment.contains('{') {
            let text = format!("`{}` would name another resource", &path[start..]);
            return Err(EncodeError::new(format!("path.{}", first_param(segment)), text));
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    Ok(path)
}

/// Takes the parameters out of a path, still percent-encoded; `None` if the path does not fit the template.
#[must_use]
pub fn capture_path<'a>(template: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut captured = Vec::new();
    let mut wanted = template.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(captured),
            (Some(wanted), Some(given)) => capture_segment(wanted, given, &mut captured)?,
            _ => return None,
        }
    }
}

/// Matches one segment. A parameter ends where the literal after it begins first; what stands last takes the rest, so
/// that `a:b:start` fits `{id}:start`.
fn capture_segment<'a>(wanted: &'static str, given: &'a str, into: &mut Vec<(&'static str, &'a str)>) -> Option<()> {
    let mut rest = given;
    let mut open: Option<&'static str> = None;
    let mut pieces = pieces(wanted).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        match (piece, open) {
            (Piece::Param(name), None) => open = Some(name),
            (Piece::Param(_), Some(_)) => return None,
            (Piece::Literal(text), None) => rest = strip_literal(rest, text)?,
            (Piece::Literal(text), Some(name)) => {
                // The first letter belongs to the parameter, which is never empty.
                let from = rest.chars().next().map_or(0, char::len_utf8);
                let behind = rest.get(from..)?;
                let at = from + if is_last { behind.rfind(text)? } else { behind.find(text)? };
                into.push((name, &rest[..at]));
                rest = &rest[at + text.len()..];
                open = None;
            }
        }
    }
    match open {
        Some(_) if rest.is_empty() => None,
        Some(name) => {
            into.push((name, rest));
            Some(())
        }
        None if rest.is_empty() => Some(()),
        None => None,
    }
}

/// A literal may arrive percent-encoded where it need not be.
fn strip_literal<'a>(given: &'a str, literal: &str) -> Option<&'a str> {
    if let Some(rest) = given.strip_prefix(literal) {
        return Some(rest);
    }
    let decoded = crate::style::percent_decode(given, false).ok()?;
    (decoded == literal).then(|| &given[given.len()..])
}

enum Piece<'a> {
    Literal(&'a str),
    Param(&'a str),
}

/// Splits `v{version}.{format}` into literals and parameters.
fn pieces(segment: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(Piece::Param(name));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

fn first_param(segment: &str) -> &str {
    segment.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(name, _)| name)
}

fn value_of<'a>(name: &str, values: &'a [(&'static str, String)]) -> Result<&'a str, EncodeError> {
    let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    value
        .filter(|value| !value.is_empty())
        .ok_or_else(|| EncodeError::new(format!("path.{name}"), "a path parameter must not be empty"))
}

/// `.`, `..`, and their percent-encoded forms, which URL libraries resolve just the same.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    let mut rest = segment;
    let mut n_dots = 0;
    while !rest.is_empty() {
        let code = rest.get(..3).filter(|it| it.eq_ignore_ascii_case("%2e"));
        match rest.strip_prefix('.').or(code.map(|_| &rest[3..])) {
            Some(behind) => rest = behind,
            None => return false,
        }
        n_dots += 1;
    }
    matches!(n_dots, 1 | 2)
}
