//! The description of the API as the server shows it: the file itself, and a page that lists its operations.

use std::fmt::Write as _;

use super::Api;
use crate::{Operation, ReplyParts};

/// Where the pages stand.
#[derive(Debug, Clone)]
pub(super) struct Pages {
    prefix: String,
}

impl Pages {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.trim_end_matches('/').to_owned() }
    }

    /// The page at `path`, if there is one.
    pub(super) fn find(&self, path: &str, api: &Api, operations: &[&'static Operation]) -> Option<ReplyParts> {
        let (media, body) = match path.strip_prefix(self.prefix.as_str())? {
            "/openapi.yaml" => ("application/yaml", api.description.to_owned()),
            "/" => ("text/html; charset=utf-8", page(api, operations)),
            _ => return None,
        };
        let content_type = Some(media.to_owned());
        Some(ReplyParts { status: 200, headers: Vec::new(), content_type, body: body.into_bytes() })
    }
}

fn page(api: &Api, operations: &[&'static Operation]) -> String {
    let name = escaped(api.name);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <style>body{{font-family:sans-serif;margin:2em}}td{{padding:.1em 1em .1em 0}}code{{white-space:nowrap}}</style>\n\
         <h1>{name}</h1>\n<p>{} operations; <a href=\"openapi.yaml\">openapi.yaml</a></p>\n",
        operations.len(),
    );
    let mut tag = None;
    for operation in operations {
        if tag != Some(operation.tag) {
            close_table(&mut html, tag);
            push(&mut html, format_args!("<h2>{}</h2>\n<table>\n", escaped(operation.tag)));
            tag = Some(operation.tag);
        }
        let (id, path) = (escaped(operation.id), escaped(operation.path));
        let method = operation.method.as_str();
        push(&mut html, format_args!("<tr><td>{id}<td><code>{method} {path}</code>\n"));
    }
    close_table(&mut html, tag);
    html.push_str("</html>\n");
    html
}

fn close_table(html: &mut String, tag: Option<&str>) {
    if tag.is_some() {
        html.push_str("</table>\n");
    }
}

fn push(html: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = html.write_fmt(text);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
