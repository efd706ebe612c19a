//! Only OpenAPI 3.0 is read; another version is one clear error instead of hundreds of odd ones.

use crate::diagnostic::{Place, Sink, quote};
use crate::load::{Node, Value};

const HELP: &str = "this tool reads OpenAPI 3.0; convert the description, or set the version if that is what it is";

/// Whether the root says that it is OpenAPI 3.0.
pub(super) fn check(root: &Node, sink: &mut Sink) -> bool {
    let start = Place::start_of(root.place.file);
    let Some(map) = root.as_map() else {
        let text = format!("the file holds {}, expected an OpenAPI description", root.kind_name());
        sink.error("wrong-kind", start, text);
        return false;
    };
    if let Some(entry) = map.entry("swagger") {
        let text = "this is a Swagger 2 description, expected `openapi: 3.0.3`";
        sink.error("unsupported-version", entry.key_place, text).help(HELP);
        return false;
    }
    let Some(version) = map.get("openapi") else {
        sink.error("missing-key", start, "the root has no `openapi`, the version of the description")
            .did_you_mean("openapi", map.keys())
            .help("add `openapi: 3.0.3`");
        return false;
    };
    let text = match &version.value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        _ => String::new(),
    };
    let is_ours =
        text == "3.0" || text.strip_prefix("3.0.").is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    if !is_ours {
        let text = match text.as_str() {
            "" => format!("the version is {}, expected a text such as `3.0.3`", version.kind_name()),
            text => format!("the version is {}, expected `3.0.0` to `3.0.4`", quote(text)),
        };
        sink.error("unsupported-version", version.place, text).help(HELP);
    }
    is_ours
}
