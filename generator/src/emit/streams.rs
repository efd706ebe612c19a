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
        let mut successes = operation.responses.iter().filter(|it| it.status.is_success());
        let download = successes.any(|it| self.is_octets(&it.media)).then(|| quote!(rt::call_download!(#call);));
        let upload = operation.body.as_ref().is_some_and(|it| self.is_octets(&it.media));
        let upload = upload.then(|| quote!(rt::call_upload!(#call);));
        quote!(#download #upload)
    }

    /// Whether a body is printed as octets.
    fn is_octets(&self, media: &[Media]) -> bool {
        let types = &self.api().types;
        chosen(media, types).is_some_and(|it| codec(it, types) == Codec::Bytes)
    }
}
