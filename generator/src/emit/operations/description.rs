//! The constant that describes an operation to the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::media;
use super::super::rust::ident;
use super::Print;
use crate::ir::{Header, Location, Operation, Parameter, Response, Status, Style};
use crate::names::OperationNames;

impl Print<'_> {
    pub(super) fn description(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (input, output) = (ident(&names.input), ident(&names.output));
        let (id, path) = (&operation.id, &operation.path);
        let tag = &self.api().tags[operation.tag].name;
        let method = method(operation);
        let params = operation.parameters.iter().map(param);
        let body = self.body_constant(operation).map(|body| quote!(body: #body,));
        let responses = operation.responses.iter().map(|response| self.response_constant(response));
        let security = (!operation.security.is_empty()).then(|| match self.usual_security() {
            Some(usual) if usual.security == operation.security => quote!(security: super::SECURITY,),
            _ => {
                let security = security(operation);
                quote!(security: #security,)
            }
        });
        let headers = operation.fixed_headers.iter().map(|header| {
            let (name, value) = (&header.name, &header.value);
            quote!((#name, #value))
        });
        let headers: Vec<TokenStream> = headers.collect();
        let headers = (!headers.is_empty()).then(|| quote!(fixed_headers: &[#(#headers),*],));
        let deprecated = operation.deprecated.then(|| quote!(deprecated: true,));
        let idempotent = operation.idempotent.then(|| quote!(idempotent: true,));
        // What is the same nearly everywhere need not be read everywhere.
        let is_plain = body.is_none() || security.is_none() || headers.is_none() || deprecated.is_none();
        let rest = (is_plain || idempotent.is_none()).then(|| quote!(..rt::Operation::PLAIN));
        quote! {
            impl rt::Input for #input {
                const OPERATION: &'static rt::Operation = &rt::Operation {
                    id: #id,
                    tag: #tag,
                    method: #method,
                    path: #path,
                    params: &[#(#params),*],
                    #body
                    responses: &[#(#responses),*],
                    #security
                    #headers
                    #deprecated
                    #idempotent
                    #rest
                };
                type Output = #output;
            }
        }
    }

    /// The operation whose security is that of most others: the first that has any.
    fn usual_security(&self) -> Option<&Operation> {
        self.api().operations.iter().find(|it| !it.security.is_empty())
    }

    /// The constant of the usual security.
    pub(super) fn security_constant(&self) -> Option<TokenStream> {
        let security = security(self.usual_security()?);
        Some(quote! {
            #[doc = " What most operations ask for."]
            #[allow(dead_code, reason = "unused without any tag's feature")]
            const SECURITY: &[&[runtime::SchemeUse]] = #security;
        })
    }

    fn body_constant(&self, operation: &Operation) -> Option<TokenStream> {
        let body = operation.body.as_ref().filter(|body| !body.media.is_empty())?;
        let (required, media) = (body.required, media::spoken(&body.media, &self.api().types));
        Some(quote!(Some(rt::Body { required: #required, media: &[#(#media),*] })))
    }

    fn response_constant(&self, response: &Response) -> TokenStream {
        let status = match response.status {
            Status::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(rt::Status::Code(#code))
            }
            Status::Range(class) => {
                let class = Literal::u8_unsuffixed(class);
                quote!(rt::Status::Range(#class))
            }
            Status::Default => quote!(rt::Status::Default),
        };
        let media = media::spoken(&response.media, &self.api().types);
        if let (Status::Code(code), true) = (response.status, response.headers.is_empty()) {
            let code = Literal::u16_unsuffixed(code);
            match media.as_slice() {
                [] => return quote!(rt::Response::empty(#code)),
                [only] if *only == "application/json" => return quote!(rt::Response::json(#code)),
                _ => {}
            }
        }
        let headers = response.headers.iter().map(header_param);
        quote!(rt::Response { status: #status, media: &[#(#media),*], headers: &[#(#headers),*] })
    }
}

fn security(operation: &Operation) -> TokenStream {
    let alternatives = operation.security.iter().map(|requirement| {
        let uses = requirement.iter().map(|(scheme, scopes)| scheme_use(scheme, scopes));
        quote!(&[#(#uses),*])
    });
    quote!(&[#(#alternatives),*])
}

fn scheme_use(scheme: &str, scopes: &[String]) -> TokenStream {
    match scopes.is_empty() {
        true => quote!(runtime::SchemeUse::of(#scheme)),
        false => quote!(runtime::SchemeUse { scheme: #scheme, scopes: &[#(#scopes),*] }),
    }
}

fn method(operation: &Operation) -> TokenStream {
    let name = operation.method.as_str();
    let variant = ident(&format!("{}{}", &name[..1], name[1..].to_lowercase()));
    quote!(rt::Method::#variant)
}

/// A parameter, in as few words as its defaults allow.
fn param(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let (start, usual_style, usual_explode) = match parameter.location {
        Location::Path => (quote!(rt::Param::path(#name)), Style::Simple, false),
        Location::Query => (quote!(rt::Param::query(#name)), Style::Form, true),
        Location::Header => (quote!(rt::Param::header(#name)), Style::Simple, false),
        Location::Cookie => (quote!(rt::Param::cookie(#name)), Style::Form, true),
    };
    let required = (parameter.required && parameter.location != Location::Path).then(|| quote!(.required()));
    let unusual = parameter.style != usual_style || parameter.explode != usual_explode;
    let style = unusual.then(|| {
        let (style, explode) = (style(parameter.style), parameter.explode);
        quote!(.style(#style, #explode))
    });
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let client = parameter.client_level.then(|| quote!(.client_level()));
    quote!(#start #required #style #reserved #client)
}

fn header_param(header: &Header) -> TokenStream {
    let name = &header.name;
    let required = header.required.then(|| quote!(.required()));
    let style = if header.content.is_some() { Style::Json } else { Style::Simple };
    let unusual = style != Style::Simple || header.explode;
    let style = unusual.then(|| {
        let (style, explode) = (self::style(style), header.explode);
        quote!(.style(#style, #explode))
    });
    quote!(rt::Param::header(#name) #required #style)
}

fn style(style: Style) -> TokenStream {
    let name = match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Json => "Json",
        Style::Flat => "Flat",
    };
    let name = ident(name);
    quote!(rt::Style::#name)
}
