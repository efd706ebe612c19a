//! Media types: which representation of a body is printed, and as what Rust type.

use proc_macro2::TokenStream;
use quote::quote;

use super::Print;
use super::rust::At;
use crate::ir::{Media, Shape, TextFormat, Types};

/// What the runtime can do with a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Codec {
    /// JSON, `+json` and wildcards with a schema.
    Json,
    /// Forms without parts.
    Form,
    /// Texts.
    Text,
    /// Octets as they are.
    Bytes,
    /// Nothing yet: XML, multipart.
    None,
}

/// The codec of a representation.
pub(super) fn codec(media: &Media, types: &Types) -> Codec {
    let name = media.media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let shape = media.ty.as_ref().map(|it| &types[types.behind_aliases(it).ty].shape);
    let binary = matches!(shape, Some(Shape::Text { format: TextFormat::Binary, .. }));
    let wildcard = name == "*/*" || name == "application/*";
    let untyped = matches!(shape, None | Some(Shape::Any));
    match name.as_str() {
        _ if wildcard && (binary || untyped) => Codec::Bytes,
        "application/json" | "*/*" | "application/*" => Codec::Json,
        _ if name.ends_with("+json") => Codec::Json,
        "application/x-www-form-urlencoded" => Codec::Form,
        "text/xml" | "application/xml" => Codec::None,
        "text/event-stream" | "application/jsonl" | "application/x-ndjson" => Codec::Bytes,
        _ if name.ends_with("+xml") && !name.starts_with("image/") => Codec::None,
        _ if name.starts_with("multipart/") => Codec::None,
        _ if name.starts_with("text/") => Codec::Text,
        _ => Codec::Bytes,
    }
}

/// The representation that is printed: the first of the best codec.
pub(super) fn chosen<'m>(media: &'m [Media], types: &Types) -> Option<&'m Media> {
    media.iter().min_by_key(|it| codec(it, types))
}

/// The media types that the printed body type stands for, the chosen one first.
pub(super) fn spoken<'m>(media: &'m [Media], types: &Types) -> Vec<&'m str> {
    let Some(first) = chosen(media, types) else { return Vec::new() };
    let kind = codec(first, types);
    let fits = |it: &&Media| match kind {
        Codec::Json | Codec::Form => {
            // A form says the same as JSON where both have one schema.
            matches!(codec(it, types), Codec::Json | Codec::Form) && it.ty == first.ty
        }
        other => codec(it, types) == other,
    };
    let mut all = vec![first.media_type.as_str()];
    all.extend(media.iter().filter(fits).map(|it| it.media_type.as_str()).filter(|it| *it != first.media_type));
    all
}

impl Print<'_> {
    /// The Rust type of a body, `None` where there is none.
    pub(super) fn body_type(&self, media: &[Media], at: At) -> Option<TokenStream> {
        let types = &self.api().types;
        let media = chosen(media, types)?;
        Some(match (codec(media, types), &media.ty) {
            (Codec::Json | Codec::Form, Some(ty)) => self.type_of(ty, at),
            (Codec::Json | Codec::Form, None) => quote!(rt::Value),
            (Codec::Text, _) => quote!(String),
            (Codec::Bytes | Codec::None, _) => quote!(rt::Bytes),
        })
    }
}
