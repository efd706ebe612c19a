//! Requests as commands of curl, for any POSIX shell.
//!
//! Whatever curl would add by itself is switched off, so that what arrives is what the client sends.

use std::fmt::Write as _;

use super::Shown;
use crate::Method;

/// How long an argument of a command may safely be; longer bodies come through a pipe. In bytes.
const MAX_ARGUMENT: usize = 64 * 1024;

pub(super) fn write(shown: &Shown<'_>) -> String {
    let (before, body) = body_options(shown);
    let mut command = before;
    // For `HEAD`, curl would wait for a body that never comes.
    match shown.method {
        Method::Head => command.push_str("curl --head "),
        method => push(&mut command, format_args!("curl -X {} ", method.as_str())),
    }
    command.push_str(&quoted(&shown.url));
    command.push_str(" \\\n  --globoff");
    for (name, value) in &shown.headers {
        // Without the semicolon, curl takes an empty value for the wish to leave the header out.
        let header = match value.is_empty() {
            true => format!("{name};"),
            false => format!("{name}: {value}"),
        };
        push(&mut command, format_args!(" \\\n  -H {}", quoted(&header)));
    }
    for name in unwanted(shown, !body.is_empty()) {
        push(&mut command, format_args!(" \\\n  -H '{name}:'"));
    }
    command.push_str(&body);
    command.push('\n');
    command
}

/// What stands before the command, and the option that gives the body.
fn body_options(shown: &Shown<'_>) -> (String, String) {
    if shown.is_streamed {
        return (String::new(), " \\\n  -T -".to_owned());
    }
    if shown.body.is_empty() {
        // Such requests say that their body is empty.
        let says_so = matches!(shown.method, Method::Post | Method::Put | Method::Patch);
        return (String::new(), if says_so { " \\\n  --data-raw ''".to_owned() } else { String::new() });
    }
    let from_pipe = " \\\n  --data-binary @-".to_owned();
    match shown.text() {
        Some(text) if text.len() <= MAX_ARGUMENT => (String::new(), format!(" \\\n  --data-raw {}", quoted(text))),
        Some(text) => (format!("printf %s {} |\n", quoted(text)), from_pipe),
        None => (format!("printf {} |\n", quoted(&octal(&shown.body))), from_pipe),
    }
}

/// Headers that curl adds and the request does not have.
fn unwanted<'a>(shown: &'a Shown<'_>, has_body: bool) -> impl Iterator<Item = &'static str> + 'a {
    let is_known = has_body && !shown.is_streamed;
    let added = [("User-Agent", true), ("Accept", true), ("Content-Type", is_known), ("Expect", has_body)];
    // `Expect` is asked only for bodies that are long, or may be.
    let is_long = shown.is_streamed || shown.body.len() > 1000;
    added
        .into_iter()
        .filter(move |(name, adds)| *adds && !shown.has_header(name) && (*name != "Expect" || is_long))
        .map(|(name, _)| name)
}

/// One word of a shell, whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Octets as a format of `printf`.
fn octal(octets: &[u8]) -> String {
    let mut format = String::with_capacity(octets.len() * 2);
    for octet in octets {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b' ' | b'.' | b',' | b':' | b'{' | b'}' | b'"' => {
                format.push(char::from(*octet));
            }
            _ => push(&mut format, format_args!("\\{octet:03o}")),
        }
    }
    format
}

fn push(to: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = to.write_fmt(text);
}
