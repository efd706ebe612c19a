//! References as text: a file part and a JSON pointer, with their escapes.

use crate::load::{Node, Value};

/// A reference taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The file relative to the one that holds the reference; empty for the same file.
    pub(crate) file: String,
    /// The segments of the pointer, without escapes.
    pub(crate) pointer: Vec<String>,
}

/// Why a reference cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It names something that is not a file beside the description.
    Remote,
    /// It is an absolute path.
    Absolute,
    /// It is not a reference; with what is wrong.
    Invalid(&'static str),
}

impl Reference {
    /// Takes a reference apart.
    pub(crate) fn parse(text: &str) -> Result<Reference, Malformed> {
        if text.trim().is_empty() {
            return Err(Malformed::Invalid("it is empty"));
        }
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        if has_scheme(file) || file.starts_with("//") {
            return Err(Malformed::Remote);
        }
        let file = percent_decode(file).ok_or(Malformed::Invalid("`%` needs two hex digits after it"))?;
        if file.starts_with('/') || file.starts_with('\\') {
            return Err(Malformed::Absolute);
        }
        if file.contains('\0') {
            return Err(Malformed::Invalid("a file name has no NUL byte"));
        }
        let fragment = percent_decode(fragment).ok_or(Malformed::Invalid("`%` needs two hex digits after it"))?;
        Ok(Reference { file: file.replace('\\', "/"), pointer: parse_pointer(&fragment)? })
    }
}

fn parse_pointer(fragment: &str) -> Result<Vec<String>, Malformed> {
    let Some(rest) = fragment.strip_prefix('/') else {
        return match fragment {
            "" => Ok(Vec::new()),
            _ => Err(Malformed::Invalid("what follows `#` must start with `/`")),
        };
    };
    rest.split('/').map(unescape).collect()
}

/// `~1` is `/` and `~0` is `~`.
fn unescape(segment: &str) -> Result<String, Malformed> {
    let mut parts = segment.split('~');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (letter, rest) = match part.as_bytes().first() {
            Some(b'0') => ('~', &part[1..]),
            Some(b'1') => ('/', &part[1..]),
            _ => return Err(Malformed::Invalid("`~` must be written `~0` in a pointer, and `/` inside a name `~1`")),
        };
        out.push(letter);
        out.push_str(rest);
    }
    Ok(out)
}

/// A segment as it is written in a pointer.
pub(crate) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// The segments as a JSON pointer.
pub(crate) fn join(segments: &[String]) -> String {
    segments.iter().map(|it| format!("/{}", escape(it))).collect()
}

fn has_scheme(file: &str) -> bool {
    let Some((scheme, _)) = file.split_once(':') else { return false };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'))
}

fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, tail @ ..] = rest else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

/// Follows a pointer; the error is the deepest node on the way and the number of segments that led there.
pub(crate) fn walk<'a>(root: &'a Node, segments: &[String]) -> Result<&'a Node, (&'a Node, usize)> {
    let mut node = root;
    for (depth, segment) in segments.iter().enumerate() {
        node = step(node, segment).ok_or((node, depth))?;
    }
    Ok(node)
}

pub(crate) fn step<'a>(node: &'a Node, segment: &str) -> Option<&'a Node> {
    match &node.value {
        Value::Map(map) => map.get(segment),
        Value::List(items) => {
            let is_index = segment == "0" || !segment.starts_with(['0', '+']);
            items.get(is_index.then(|| segment.parse::<usize>().ok()).flatten()?)
        }
        _ => None,
    }
}

/// The folder of a file name relative to the root file's folder, joined with a reference from that file.
///
/// `None` if the result has no name. Leading `..` stay: they lead out of the folder.
pub(crate) fn join_names(from: &str, file: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(file.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let is_named = parts.last().is_some_and(|it| *it != "..");
    is_named.then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, file: &str, pointer: &[&str]) {
        let pointer = pointer.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(Reference::parse(text), Ok(Reference { file: file.to_owned(), pointer }));
    }

    #[test]
    fn references_are_taken_apart() {
        check("#/components/schemas/Pet", "", &["components", "schemas", "Pet"]);
        check("paths/task.yaml#/ShowJob", "paths/task.yaml", &["ShowJob"]);
        check("a%20b.yaml", "a b.yaml", &[]);
        check("x.yaml#", "x.yaml", &[]);
        check("#/paths/~1v2~1%7Bid%7D/get", "", &["paths", "/v2/{id}", "get"]);
        check("#/a~01/", "", &["a~1", ""]);
    }

    #[test]
    fn what_is_no_reference_is_told_apart() {
        assert_eq!(Reference::parse("https://example.com/a.yaml#/A"), Err(Malformed::Remote));
        assert_eq!(Reference::parse("file:///etc/passwd"), Err(Malformed::Remote));
        assert_eq!(Reference::parse("//example.com/a"), Err(Malformed::Remote));
        assert_eq!(Reference::parse("/etc/passwd"), Err(Malformed::Absolute));
        assert_eq!(Reference::parse("%2fetc/passwd"), Err(Malformed::Absolute));
        for text in ["", "  ", "#Pet", "#/a~2b", "#/a~", "a%2", "a%zz", "a%ff"] {
            assert!(matches!(Reference::parse(text), Err(Malformed::Invalid(_))), "{text}");
        }
    }

    #[test]
    fn file_names_are_joined_without_leaving_dots() {
        assert_eq!(join_names("paths/task.yaml", "../shared/a.yaml").as_deref(), Some("shared/a.yaml"));
        assert_eq!(join_names("openapi.yaml", "./a/../b.yaml").as_deref(), Some("b.yaml"));
        assert_eq!(join_names("openapi.yaml", "../b.yaml").as_deref(), Some("../b.yaml"));
        assert_eq!(join_names("openapi.yaml", "..").as_deref(), None);
        assert_eq!(join_names("openapi.yaml", "./").as_deref(), None);
    }
}
