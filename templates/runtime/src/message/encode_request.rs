//! Requests out: a typed input becomes path, query, headers and body.

use super::path::substitute;
use super::{EncodeError, RequestParts};
#[cfg(feature = "client")]
use crate::Key;
use crate::reply::Input;
use crate::style::{self, Encoded};
use crate::{Encode, Fields, Location, Operation, Param, Tree, media, to_tree};

/// Writes an input as HTTP text. `defaults` supplies parameters of the client whose field is blank.
///
/// # Errors
/// If a value has no text in its style, a path parameter is empty, or the body cannot be written.
pub fn encode_request<I: Input>(
    input: &I,
    defaults: &dyn Fn(&Param) -> Option<String>,
) -> Result<RequestParts, EncodeError> {
    let mut sink = RequestSink::new(I::OPERATION, defaults);
    input.write(&mut Fields::each(&mut |field, value| sink.take(field, value)));
    sink.finish()
}

/// The same request with its secrets masked, for showing it; `input` is the tree of the input.
#[cfg(feature = "client")]
pub(crate) fn encode_masked(
    operation: &'static Operation,
    mut input: Tree,
    defaults: &dyn Fn(&Param) -> Option<String>,
) -> Result<RequestParts, EncodeError> {
    input.mask();
    let mut sink = RequestSink::new(operation, defaults);
    if let Tree::Map(members) = input {
        for (key, value) in members.entries {
            if let Key::Field(field) = key {
                sink.field(field, &value)?;
            }
        }
    }
    sink.finish()
}

/// Collects the text of parameters and body as the input writes its fields.
struct RequestSink<'a> {
    operation: &'static Operation,
    defaults: &'a dyn Fn(&Param) -> Option<String>,
    written: Vec<bool>,
    path: Vec<(&'static str, String)>,
    query: String,
    cookies: String,
    headers: Vec<(String, String)>,
    body: Option<(&'static str, Vec<u8>)>,
    /// The first thing that went wrong.
    error: Option<EncodeError>,
}

impl<'a> RequestSink<'a> {
    fn new(operation: &'static Operation, defaults: &'a dyn Fn(&Param) -> Option<String>) -> Self {
        Self {
            operation,
            defaults,
            written: vec![false; operation.params.len()],
            path: Vec::new(),
            query: String::new(),
            cookies: String::new(),
            headers: operation
                .fixed_headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: None,
            error: None,
        }
    }

    fn take(&mut self, field: usize, value: &dyn Encode) {
        if self.error.is_none() {
            self.error = self.field(field, value).err();
        }
    }

    fn field(&mut self, field: usize, value: &dyn Encode) -> Result<(), EncodeError> {
        if field < self.operation.params.len() {
            return self.param(field, to_tree(value));
        }
        if let Some(body) = &self.operation.body {
            let media = media::concrete(body.media.first().copied().unwrap_or("application/json"));
            self.body = Some((media, media::encode(media, value)?));
        }
        Ok(())
    }

    fn param(&mut self, index: usize, mut tree: Tree) -> Result<(), EncodeError> {
        let param = &self.operation.params[index];
        if param.client_level
            && is_blank(&tree)
            && let Some(text) = (self.defaults)(param)
        {
            tree = Tree::Text(text);
        }
        self.written[index] = true;
        let encoded = style::encode(param, &tree).map_err(|error| error.about(subject(param)))?;
        match (param.location, encoded) {
            (Location::Path, Encoded::Text(text)) => self.path.push((param.name, text)),
            (Location::Path, _) => {
                return Err(EncodeError::new(subject(param), "a path parameter must not be empty"));
            }
            (Location::Header, Encoded::Text(text)) => self.headers.push((param.name.to_owned(), text)),
            (Location::Query, Encoded::Pairs(pairs)) => append(&mut self.query, "&", &pairs),
            (Location::Cookie, Encoded::Pairs(pairs)) => append(&mut self.cookies, "; ", &pairs),
            _ => {}
        }
        Ok(())
    }

    /// Parameters of the client whose optional field was not set never reach `required`.
    fn client_level(&mut self) -> Result<(), EncodeError> {
        for (index, param) in self.operation.params.iter().enumerate() {
            if self.written[index] || !param.client_level {
                continue;
            }
            if let Some(text) = (self.defaults)(param) {
                self.param(index, Tree::Text(text))?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<RequestParts, EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.client_level()?;
        let path = substitute(self.operation.path, &self.path)?;
        if !self.cookies.is_empty() {
            self.headers.push(("Cookie".to_owned(), self.cookies));
        }
        let (content_type, body) = match self.body {
            Some((media, body)) => (Some(media.to_owned()), body),
            None => (None, Vec::new()),
        };
        let Self { operation, query, headers, .. } = self;
        Ok(RequestParts { method: operation.method, path, query, headers, content_type, body })
    }
}

/// `query.limit`: the name of the field of a parameter.
pub(super) fn subject(param: &Param) -> String {
    let location = match param.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{location}.{}", param.name)
}

fn is_blank(tree: &Tree) -> bool {
    match tree {
        Tree::Null => true,
        Tree::Text(text) => text.is_empty(),
        _ => false,
    }
}

fn append(target: &mut String, separator: &str, pairs: &[(String, String)]) {
    for (name, value) in pairs {
        if !target.is_empty() {
            target.push_str(separator);
        }
        target.push_str(name);
        target.push('=');
        target.push_str(value);
    }
}
