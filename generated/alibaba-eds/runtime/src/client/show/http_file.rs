//! Requests as `.http` files of REST clients.
//!
//! The format has no quoting, so what it would take for something else is left out with a comment.

use super::Shown;

pub(super) fn write(shown: &Shown<'_>) -> String {
    let mut file = format!("{} {} HTTP/1.1\n", shown.method.as_str(), shown.url);
    let mut comments = String::new();
    for (name, value) in &shown.headers {
        match is_literal(value) {
            true => file.push_str(&format!("{name}: {value}\n")),
            false => comments.push_str(&format!("# The value of header {name} holds a placeholder and is left out.\n")),
        }
    }
    if shown.is_streamed {
        comments.push_str("# The body is sent in pieces and is left out; a curl command can send it.\n");
    }
    if !shown.body.is_empty() {
        match shown.text().filter(|it| is_literal(it) && it.lines().all(is_content)) {
            Some(text) => file.push_str(&format!("\n{text}\n")),
            None => comments.push_str(&format!(
                "# The body ({} bytes) cannot stand in this format and is left out; a curl command can send it.\n",
                shown.body.len()
            )),
        }
    }
    // Lines that begin with `###` part requests.
    format!("###\n{comments}{file}")
}

/// Whether no variable is filled in.
fn is_literal(text: &str) -> bool {
    !text.contains("{{")
}

/// Whether a line is not taken for a separator, a file, or a script.
fn is_content(line: &str) -> bool {
    let line = line.trim_start();
    !["###", "<", ">"].iter().any(|it| line.starts_with(it))
}
