//! Outputs: an enum with one variant per documented answer.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::super::docs::Page;
use super::super::rust::{At, Presence, ident};
use super::super::types::{FieldPrint, Flag, RecordPrint};
use super::Print;
use crate::ir::{Header, Operation, Response, Status};
use crate::names::{OperationNames, ResponseNames};

/// What `send` gives: the one body of all successes, or the whole output where they differ.
pub(in crate::emit) fn success_type(
    print: &Print<'_>,
    operation: &Operation,
    names: &OperationNames,
    at: At,
) -> Option<TokenStream> {
    let payloads = operation.responses.iter().zip(&names.responses);
    let payloads = payloads.filter(|(response, _)| response.status.is_success());
    let mut payloads = payloads.map(|(response, names)| print.payload_of(response, names, at));
    let first = payloads.next()?;
    let text = first.to_string();
    payloads.all(|other| other.to_string() == text).then_some(first)
}

impl Print<'_> {
    pub(super) fn output(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let answers: Vec<(&Response, &ResponseNames)> = operation.responses.iter().zip(&names.responses).collect();
        let headers = answers.iter().filter(|(response, _)| !response.headers.is_empty());
        let headers = headers.map(|(response, names)| self.headers(operation, response, names));
        let output = ident(&names.output);
        let mut page = Page::default();
        page.paragraph(&format!("Every documented answer of `{}`.", operation.id));
        page.origin_of(operation);
        let docs = page.attributes();
        let variants = answers.iter().map(|(response, names)| self.variant(response, names));
        let behaviour = self.output_impl(operation, names, &answers);
        quote! {
            #(#headers)*
            #docs
            pub enum #output { #(#variants,)* }
            #behaviour
            rt::output!(#output);
        }
    }

    /// The type of an answer's payload: nothing, its body, or body and headers.
    fn payload_of(&self, response: &Response, names: &ResponseNames, at: At) -> TokenStream {
        let body = self.body_type(&response.media, at).unwrap_or_else(|| quote!(()));
        if response.headers.is_empty() {
            return body;
        }
        let headers = ident(&names.headers);
        match at {
            At::Outside => quote!(rt::Reply<#body, headers::#headers>),
            At::Types(_) | At::Operations => quote!(rt::Reply<#body, #headers>),
        }
    }

    fn variant(&self, response: &Response, names: &ResponseNames) -> TokenStream {
        let variant = ident(&names.variant);
        let mut page = Page::of(&response.docs, "An answer.");
        page.paragraph(&match response.status {
            Status::Code(code) => format!("Status {code}."),
            Status::Range(class) => format!("Status {class}XX, named by the first value."),
            Status::Default => "Every other status, named by the first value.".to_owned(),
        });
        let docs = page.attributes();
        let payload = self.payload_of(response, names, At::Operations);
        let empty = response.headers.is_empty() && response.media.is_empty();
        match (response.status, empty) {
            (Status::Code(_), true) => quote!(#docs #variant),
            (Status::Code(_), false) => quote!(#docs #variant(#payload)),
            (_, true) => quote!(#docs #variant(u16)),
            (_, false) => quote!(#docs #variant(u16, #payload)),
        }
    }

    fn output_impl(
        &self,
        operation: &Operation,
        names: &OperationNames,
        answers: &[(&Response, &ResponseNames)],
    ) -> TokenStream {
        let output = ident(&names.output);
        let success = success_type(self, operation, names, At::Operations);
        let success_type = success.clone().unwrap_or_else(|| quote!(Self));
        // Answers that are a status and nothing else have nothing to read.
        let is_bare =
            |it: &Response| matches!(it.status, Status::Code(_)) && it.headers.is_empty() && it.media.is_empty();
        let from = if answers.iter().all(|(it, _)| is_bare(it)) { ident("_from") } else { ident("from") };
        let (index, reads) = reads(answers);
        let writes = answers.iter().enumerate().map(|(idx, (response, names))| write(idx, response, &names.variant));
        let succeed = succeeds(answers, success.is_none());
        quote! {
            impl rt::Output for #output {
                type Success = #success_type;
                fn read(#index: usize, #from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
                    #reads
                }
                fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
                    match self { #(#writes,)* }
                }
                fn success(self) -> Result<#success_type, Self> {
                    #succeed
                }
            }
        }
    }

    fn headers(&self, operation: &Operation, response: &Response, names: &ResponseNames) -> TokenStream {
        let fields = response.headers.iter().zip(&names.header_fields);
        let mut page = Page::default();
        page.paragraph(&format!("The headers of an answer of `{}`.", operation.id));
        let record = RecordPrint {
            name: names.headers.clone(),
            docs: page.attributes(),
            fields: fields.map(|(header, name)| self.header_field(header, name)).collect(),
            closed: false,
            rest: None,
        };
        let (item, constructor) = (record.tokens(), record.constructor());
        quote!(#item #constructor)
    }

    fn header_field(&self, header: &Header, name: &str) -> FieldPrint {
        let plain = self.plain_type(header.ty.ty, At::Operations);
        FieldPrint {
            name: name.to_owned(),
            wire: header.name.clone(),
            docs: Page::of(&header.docs, &format!("`{}`", header.name)).attributes(),
            ty: if header.required { plain.clone() } else { quote!(Option<#plain>) },
            inner: plain,
            presence: if header.required { Presence::Required } else { Presence::Optional },
            flags: if header.required { vec![Flag::Required] } else { Vec::new() },
            check: self.check(&header.ty),
            text: self.is_string(&header.ty),
        }
    }
}

/// The parameter that says which answer came, and the expression that reads it.
fn reads(answers: &[(&Response, &ResponseNames)]) -> (Ident, TokenStream) {
    if let [(response, names)] = answers {
        return (ident("_index"), read(response, &names.variant));
    }
    let arms = answers.iter().enumerate().map(|(idx, (response, names))| {
        let value = read(response, &names.variant);
        // The last one stands for every index that is left; the runtime gives no other.
        if idx + 1 == answers.len() {
            return quote!(_ => #value);
        }
        let idx = Literal::usize_unsuffixed(idx);
        quote!(#idx => #value)
    });
    (ident("index"), quote!(match index { #(#arms,)* }))
}

/// The expression that tells success from the rest; a success is the `whole` output if no single type holds it.
fn succeeds(answers: &[(&Response, &ResponseNames)], whole: bool) -> TokenStream {
    let (good, other): (Vec<_>, Vec<_>) = answers.iter().partition(|(response, _)| response.status.is_success());
    if good.is_empty() {
        return quote!(Err(self));
    }
    if other.is_empty() && whole {
        return quote!(Ok(self));
    }
    let arms = good.iter().map(|(response, names)| succeed_arm(response, &names.variant, whole));
    let otherwise = (!other.is_empty()).then(|| quote!(other => Err(other),));
    quote!(match self { #(#arms)* #otherwise })
}

fn read(response: &Response, variant: &str) -> TokenStream {
    let variant = ident(variant);
    let payload = if !response.headers.is_empty() {
        Some(quote!(from.reply()))
    } else if !response.media.is_empty() {
        Some(quote!(from.body()))
    } else {
        None
    };
    match (response.status, payload) {
        (Status::Code(_), None) => quote!(Ok(Self::#variant)),
        (Status::Code(_), Some(payload)) => quote!(#payload.map(Self::#variant)),
        (_, None) => quote!(Ok(Self::#variant(from.status()))),
        (_, Some(payload)) => quote!(Ok(Self::#variant(from.status(), #payload?))),
    }
}

fn write(idx: usize, response: &Response, variant: &str) -> TokenStream {
    let (variant, idx) = (ident(variant), Literal::usize_unsuffixed(idx));
    let (has_headers, has_body) = (!response.headers.is_empty(), !response.media.is_empty());
    let call = |status: TokenStream| match (has_headers, has_body) {
        (true, _) => quote!(to.reply(#idx, #status, it)),
        (false, true) => quote!(to.body(#idx, #status, it)),
        (false, false) => quote!(to.empty(#idx, #status)),
    };
    let holds = has_headers || has_body;
    match response.status {
        Status::Code(code) => {
            let call = call(Literal::u16_unsuffixed(code).to_token_stream());
            if holds { quote!(Self::#variant(it) => #call) } else { quote!(Self::#variant => #call) }
        }
        _ => {
            let call = call(quote!(*status));
            if holds { quote!(Self::#variant(status, it) => #call) } else { quote!(Self::#variant(status) => #call) }
        }
    }
}

fn succeed_arm(response: &Response, variant: &str, whole: bool) -> TokenStream {
    let variant = ident(variant);
    let holds = !response.headers.is_empty() || !response.media.is_empty();
    let exact = matches!(response.status, Status::Code(_));
    match (exact, holds, whole) {
        (true, true, false) => quote!(Self::#variant(it) => Ok(it),),
        (true, false, false) => quote!(Self::#variant => Ok(()),),
        (false, true, false) => quote!(Self::#variant(_, it) => Ok(it),),
        (false, false, false) => quote!(Self::#variant(_) => Ok(()),),
        (true, true, true) => quote!(Self::#variant(it) => Ok(Self::#variant(it)),),
        (true, false, true) => quote!(Self::#variant => Ok(Self::#variant),),
        (false, true, true) => quote!(Self::#variant(status, it) => Ok(Self::#variant(status, it)),),
        (false, false, true) => quote!(Self::#variant(status) => Ok(Self::#variant(status)),),
    }
}
