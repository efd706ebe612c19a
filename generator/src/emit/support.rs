//! Support: what an API says that cannot be printed yet.
//!
//! Nothing is dropped in silence. What would make the printed code wrong is an error, unless the user accepts the
//! loss by rule id; what is only left out (a second representation, a callback) is a note that is counted.

use super::media::{Codec, chosen, codec, spoken};
use super::pages::{self, Gap};
use crate::diagnostic::Sink;
use crate::ir::{Api, Media, Operation, Shape, TypeName};

/// Rules whose errors the user accepts as losses.
#[derive(Debug, Clone, Default)]
pub struct Allowed(pub Vec<String>);

/// Reports everything that cannot be printed.
pub fn unsupported(api: &Api, allowed: &Allowed, sink: &mut Sink) {
    let mut report = Report { api, allowed, sink };
    for operation in &api.operations {
        report.operation(operation);
    }
    report.types();
}

struct Report<'a> {
    api: &'a Api,
    allowed: &'a Allowed,
    sink: &'a mut Sink,
}

impl Report<'_> {
    fn operation(&mut self, operation: &Operation) {
        if let Some(body) = &operation.body {
            self.media(operation, &body.media, "the request body");
        }
        for response in &operation.responses {
            self.media(operation, &response.media, "an answer");
            if !response.links.is_empty() {
                self.note("links-not-printed", operation, "links between operations are not printed");
            }
        }
        match pages::gap(self.api, operation) {
            Some(Gap::Pages) => {
                let text = "the input that moves the window is not a field of objects, so there is no `pages()`";
                self.note("pages-not-printed", operation, text);
            }
            Some(Gap::Items) => {
                let text = "the list of items is not a field of objects, so there is `pages()` but no `items()`";
                self.note("items-not-printed", operation, text);
            }
            None => {}
        }
        if !operation.callbacks.is_empty() {
            self.note("callbacks-not-printed", operation, "callbacks are not printed");
        }
        if !operation.servers.is_empty() && operation.servers != self.api.servers {
            let text = "the operation's own servers are not printed: calls go to the client's endpoint";
            self.note("operation-servers-not-printed", operation, text);
        }
    }

    fn media(&mut self, operation: &Operation, media: &[Media], what: &str) {
        let types = &self.api.types;
        let Some(best) = chosen(media, types) else { return };
        if codec(best, types) == Codec::None {
            let text = format!("{what} of `{}` is only described as `{}`", operation.id, best.media_type);
            if self.allowed.0.iter().any(|rule| rule == "media-type-not-supported") {
                let text = format!("{text}; it is printed as raw octets");
                self.sink.note("media-type-not-supported", operation.origin.place, text);
            } else {
                let help = "accept raw octets instead with `--allow media-type-not-supported`";
                self.sink.error("media-type-not-supported", operation.origin.place, text).help(help);
            }
        }
        let spoken = spoken(media, types);
        for skipped in media.iter().filter(|it| !spoken.contains(&it.media_type.as_str())) {
            let text = format!(
                "{what} of `{}` is printed as `{}`; `{}` is left out",
                operation.id, best.media_type, skipped.media_type
            );
            self.sink.note("media-type-left-out", operation.origin.place, text);
        }
    }

    fn note(&mut self, rule: &'static str, operation: &Operation, text: &str) {
        self.sink.note(rule, operation.origin.place, format!("{text} (`{}`)", operation.id));
    }

    /// Lists and maps that hold only themselves have no Rust type: an alias cannot lead back to itself.
    fn types(&mut self) {
        for (id, ty) in self.api.types.iter() {
            if !matches!(ty.name, TypeName::Component(_)) || crate::names::becomes_item(ty) {
                continue;
            }
            let mut seen = vec![id];
            let mut waiting = self.api.types.children(id);
            while let Some(next) = waiting.pop() {
                if next == id {
                    let text = "a list or map that holds itself without an object in between is not supported";
                    self.sink.error("recursive-alias", ty.origin.place, text);
                    break;
                }
                let opaque = crate::names::becomes_item(&self.api.types[next]);
                if !opaque && !seen.contains(&next) && !matches!(self.api.types[next].shape, Shape::Any) {
                    seen.push(next);
                    waiting.extend(self.api.types.children(next));
                }
            }
        }
    }
}
