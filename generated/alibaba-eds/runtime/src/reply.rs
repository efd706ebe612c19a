//! Inputs and outputs of operations, and how the answers of an operation are read and written.
//!
//! A printed output is an enum with one variant per documented answer; its `read` and `write` say which variant has
//! which body. [`ReplyReader`] and [`ReplyWriter`] hide whether the answer is HTTP text or its JSON form.

use std::fmt;

use crate::media;
use crate::message::{self, DecodeError, EncodeError, ReplyParts};
use crate::{Decode, Encode, Operation, Record, Response, Tree, Value, from_value_ref, to_tree, to_value};

/// The input of an operation: one field per parameter, then the body.
pub trait Input: Record + Send + Sync + 'static {
    /// The description of the operation.
    const OPERATION: &'static Operation;
    /// Every documented answer.
    type Output: Output;
}

/// Every documented answer of an operation.
pub trait Output: Sized + Send + Sync + fmt::Debug + 'static {
    /// What a call that went well gives.
    type Success: Send + 'static;

    /// Reads the answer with index `index` in [`Operation::responses`].
    ///
    /// # Errors
    /// If the body or a header does not fit its type.
    fn read(index: usize, from: &mut ReplyReader<'_>) -> Result<Self, DecodeError>;

    /// Writes the answer.
    ///
    /// # Errors
    /// If the body or a header cannot be written, or the status belongs to another answer.
    fn write(&self, to: &mut ReplyWriter) -> Result<(), EncodeError>;

    /// What a call that went well gives, or the answer itself.
    ///
    /// # Errors
    /// The answer itself, if it is not a success.
    fn success(self) -> Result<Self::Success, Self>;
}

/// A body with typed headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply<B, H> {
    /// The body; `()` if there is none.
    pub body: B,
    /// The headers.
    pub headers: H,
}

/// Where a printed output reads its answer from.
#[derive(Debug)]
pub struct ReplyReader<'a> {
    response: &'static Response,
    from: Form<'a>,
}

#[derive(Debug)]
enum Form<'a> {
    Http(&'a ReplyParts),
    Json { status: u16, headers: &'a Value, body: &'a Value },
}

impl<'a> ReplyReader<'a> {
    pub(crate) const fn of_http(response: &'static Response, parts: &'a ReplyParts) -> Self {
        Self { response, from: Form::Http(parts) }
    }

    pub(crate) const fn of_json(response: &'static Response, status: u16, headers: &'a Value, body: &'a Value) -> Self {
        Self { response, from: Form::Json { status, headers, body } }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match &self.from {
            Form::Http(parts) => parts.status,
            Form::Json { status, .. } => *status,
        }
    }

    /// The body.
    ///
    /// # Errors
    /// If it does not fit, or has a media type that is not documented.
    pub fn body<T: Decode>(&mut self) -> Result<T, DecodeError> {
        match &self.from {
            Form::Http(parts) => media::decode_reply_body(self.response.media, parts),
            Form::Json { body, .. } => from_value_ref(body).map_err(|error| media::misfit(&error, body)),
        }
    }

    /// The body with its headers.
    ///
    /// # Errors
    /// If one of them does not fit.
    pub fn reply<B: Decode, H: Record>(&mut self) -> Result<Reply<B, H>, DecodeError> {
        let headers = match &self.from {
            Form::Http(parts) => message::decode_headers(self.response.headers, &parts.headers)?,
            Form::Json { headers, .. } => from_value_ref(headers).map_err(|error| DecodeError::Header {
                name: error.pointer().trim_start_matches('/').to_owned(),
                message: error.message().to_owned(),
            })?,
        };
        Ok(Reply { body: self.body()?, headers })
    }
}

/// Where a printed output writes its answer to.
#[derive(Debug)]
pub struct ReplyWriter {
    operation: &'static Operation,
    to: Target,
}

#[derive(Debug)]
enum Target {
    Http(ReplyParts),
    Json(serde_json::Map<String, Value>),
    Shown(Shown),
}

/// What is shown of an answer for debugging.
#[derive(Debug, Default)]
struct Shown {
    status: u16,
    headers: Option<Tree>,
    body: Option<Tree>,
}

/// Shows an answer; secrets are masked.
///
/// # Errors
/// Whatever the formatter reports.
pub fn debug_output<O: Output>(output: &O, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = ReplyWriter { operation: &Operation::PLAIN, to: Target::Shown(Shown::default()) };
    // Nothing is encoded, so nothing can fail.
    drop(output.write(&mut writer));
    let Target::Shown(shown) = writer.to else {
        return Ok(());
    };
    let mut view = f.debug_struct("Output");
    view.field("status", &shown.status);
    for (name, tree) in [("headers", &shown.headers), ("body", &shown.body)] {
        if let Some(tree) = tree {
            view.field(name, tree);
        }
    }
    view.finish()
}

/// Ties a printed [`Output`] to `Debug`.
#[macro_export]
macro_rules! output {
    ($ty:ty) => {
        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_output(self, f)
            }
        }
    };
}

impl ReplyWriter {
    pub(crate) fn http(operation: &'static Operation) -> Self {
        Self { operation, to: Target::Http(ReplyParts::default()) }
    }

    pub(crate) fn json(operation: &'static Operation) -> Self {
        Self { operation, to: Target::Json(serde_json::Map::new()) }
    }

    pub(crate) fn into_http(self) -> Option<ReplyParts> {
        match self.to {
            Target::Http(parts) => Some(parts),
            Target::Json(_) | Target::Shown(_) => None,
        }
    }

    pub(crate) fn into_json(self) -> Option<Value> {
        match self.to {
            Target::Http(_) | Target::Shown(_) => None,
            Target::Json(members) => Some(Value::Object(members)),
        }
    }

    /// Writes an answer without body.
    ///
    /// # Errors
    /// If the status belongs to another answer.
    pub fn empty(&mut self, index: usize, status: u16) -> Result<(), EncodeError> {
        self.status(index, status).map(drop)
    }

    /// Writes an answer with a body.
    ///
    /// # Errors
    /// If the status belongs to another answer, or the body cannot be written.
    pub fn body<T: Encode>(&mut self, index: usize, status: u16, body: &T) -> Result<(), EncodeError> {
        let response = self.status(index, status)?;
        match &mut self.to {
            Target::Http(parts) => {
                if let Some(media) = response.media.first() {
                    let media = media::concrete(media);
                    parts.body = media::encode(media, body)?;
                    parts.content_type = Some(media.to_owned());
                }
            }
            Target::Json(members) => {
                let body = to_value(body);
                if !(body.is_null() && response.media.is_empty()) {
                    members.insert("body".to_owned(), body);
                }
            }
            Target::Shown(shown) => shown.body = Some(to_tree(body)),
        }
        Ok(())
    }

    /// Writes an answer with headers.
    ///
    /// # Errors
    /// As [`ReplyWriter::body`], or if a header cannot be written.
    pub fn reply<B: Encode, H: Record>(
        &mut self,
        index: usize,
        status: u16,
        reply: &Reply<B, H>,
    ) -> Result<(), EncodeError> {
        let response = self.status(index, status)?;
        match &mut self.to {
            Target::Http(parts) => parts.headers = message::encode_headers(response.headers, &reply.headers)?,
            Target::Json(members) => {
                members.insert("headers".to_owned(), to_value(&reply.headers));
            }
            Target::Shown(shown) => shown.headers = Some(to_tree(&reply.headers)),
        }
        self.body(index, status, &reply.body)
    }

    /// The reader picks the answer by its status alone, so a status must lead back to the same answer.
    fn status(&mut self, index: usize, status: u16) -> Result<&'static Response, EncodeError> {
        if let Target::Shown(shown) = &mut self.to {
            const ANY: &Response = &Response::empty(0);
            shown.status = status;
            return Ok(ANY);
        }
        let chosen = message::choose_response(self.operation, status);
        let Some((_, response)) = chosen.filter(|(chosen, _)| *chosen == index && (100..1000).contains(&status)) else {
            let text = format!("{status} belongs to another answer of `{}`", self.operation.id);
            return Err(EncodeError::new("status", text));
        };
        match &mut self.to {
            Target::Http(parts) => parts.status = status,
            Target::Json(members) => drop(members.insert("status".to_owned(), status.into())),
            Target::Shown(_) => {}
        }
        Ok(response)
    }
}
