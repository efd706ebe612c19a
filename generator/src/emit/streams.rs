//! Streams: calls whose request or answer is octets can send or take them in pieces.

use proc_macro2::TokenStream;
use quote::quote;

use super::Print;
use super::media::{Codec, chosen, codec};
use super::rust::ident;
use crate::ir::{Media, Operation};
use crate::names::OperationNames;

impl Print<'_> {
    /// The `download` and `body_stream` of a call, if there is something for them to carry.
    pub(super) fn streams(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let call = ident(&names.call);
        let download = self.has_download(operation).then(|| quote!(rt::call_download!(#call);));
        let upload = self.has_upload(operation).then(|| quote!(rt::call_upload!(#call);));
        quote!(#download #upload)
    }

    /// Whether an operation's answer can be taken in pieces.
    pub(super) fn has_download(&self, operation: &Operation) -> bool {
        operation.responses.iter().any(|it| it.status.is_success() && self.is_octets(&it.media))
    }

    /// Whether there are downloads.
    pub(super) fn has_downloads(&self) -> bool {
        self.api().operations.iter().any(|it| self.has_download(it))
    }

    /// Whether there are uploads.
    pub(super) fn has_uploads(&self) -> bool {
        self.api().operations.iter().any(|it| self.has_upload(it))
    }

    fn has_upload(&self, operation: &Operation) -> bool {
        operation.body.as_ref().is_some_and(|it| self.is_octets(&it.media))
    }

    /// Whether a body is printed as octets.
    fn is_octets(&self, media: &[Media]) -> bool {
        let types = &self.api().types;
        chosen(media, types).is_some_and(|it| codec(it, types) == Codec::Bytes)
    }
}
