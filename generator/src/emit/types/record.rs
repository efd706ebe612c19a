//! Records: a struct, what it says about its fields, and the impls that tie it to the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::docs::{self, Page};
use super::super::rust::{At, Presence, ident};
use super::Print;
use crate::ir::{Additional, Field, Record, Type, TypeId};
use crate::names::TypeNames;

/// A struct to be printed: a schema's, an operation's input, or the headers of an answer.
pub(in crate::emit) struct RecordPrint {
    /// The name of the struct.
    pub(in crate::emit) name: String,
    /// Its doc comments.
    pub(in crate::emit) docs: TokenStream,
    /// Its fields.
    pub(in crate::emit) fields: Vec<FieldPrint>,
    /// Whether unknown keys are an error.
    pub(in crate::emit) closed: bool,
    /// The field of additional properties and the type of their values.
    pub(in crate::emit) rest: Option<(String, TokenStream)>,
}

/// A field to be printed.
pub(in crate::emit) struct FieldPrint {
    /// The name in Rust.
    pub(in crate::emit) name: String,
    /// The name on the wire.
    pub(in crate::emit) wire: String,
    /// Its doc comments.
    pub(in crate::emit) docs: TokenStream,
    /// Its type.
    pub(in crate::emit) ty: TokenStream,
    /// Its type where it is there.
    pub(in crate::emit) inner: TokenStream,
    /// How it can be absent.
    pub(in crate::emit) presence: Presence,
    /// What else is known about it.
    pub(in crate::emit) flags: Vec<Flag>,
    /// Its limits: `rt::Check { .. }`.
    pub(in crate::emit) check: Option<TokenStream>,
    /// Whether it is a plain `String`, so that a constructor can take anything that becomes one.
    pub(in crate::emit) text: bool,
}

/// What is known about a field beside its presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Flag {
    Required,
    Secret,
    ReadOnly,
    WriteOnly,
}

impl Flag {
    fn tokens(self) -> TokenStream {
        match self {
            Self::Required => quote!(rt::REQUIRED),
            Self::Secret => quote!(rt::SECRET),
            Self::ReadOnly => quote!(rt::READ_ONLY),
            Self::WriteOnly => quote!(rt::WRITE_ONLY),
        }
    }
}

impl Print<'_> {
    pub(super) fn record(&self, id: TypeId, ty: &Type, record: &Record, names: &TypeNames, at: At) -> TokenStream {
        let fields = record.fields.iter().zip(&names.members);
        let rest = match &record.additional {
            Additional::Typed(values) => Some((names.rest.clone(), self.type_of(values, at))),
            Additional::Any => Some((names.rest.clone(), quote!(rt::Value))),
            Additional::Unsaid | Additional::Forbidden => None,
        };
        let print = RecordPrint {
            name: names.ident.clone(),
            docs: self.type_docs(ty, "An object.").attributes(),
            fields: fields.map(|(field, name)| self.field(id, field, name, at)).collect(),
            closed: record.additional == Additional::Forbidden,
            rest,
        };
        let constructor = print.constructor();
        let item = print.tokens();
        quote!(#item #constructor)
    }

    fn field(&self, owner: TypeId, field: &Field, name: &str, at: At) -> FieldPrint {
        // What only answers hold cannot be demanded of requests, and both are one struct.
        let demanded = field.required && !field.read_only && !field.write_only;
        let presence = self.presence(&field.ty, demanded);
        let mut flags = Vec::new();
        for (flag, on) in [
            (Flag::Required, field.required),
            (Flag::Secret, field.sensitive),
            (Flag::ReadOnly, field.read_only),
            (Flag::WriteOnly, field.write_only),
        ] {
            if on {
                flags.push(flag);
            }
        }
        FieldPrint {
            name: name.to_owned(),
            wire: field.name.clone(),
            docs: self.field_docs(field),
            ty: self.field_type(Some(owner), &field.ty, presence, at),
            inner: self.plain_type(field.ty.ty, at),
            presence,
            flags,
            check: self.check(&field.ty),
            text: self.is_string(&field.ty),
        }
    }

    fn field_docs(&self, field: &Field) -> TokenStream {
        let types = &self.api().types;
        let target = &types[field.ty.ty];
        let words = if field.docs.is_empty() { &target.docs } else { &field.docs };
        let mut page = Page::of(words, &format!("`{}`", field.name));
        let behind = &types[types.behind_aliases(&field.ty).ty];
        if let Some(limits) = docs::limits(&behind.constraints) {
            page.paragraph(&limits);
        }
        if let Some(default) = field.default.as_ref().or(target.default.as_ref()) {
            page.paragraph(&docs::default(default));
        }
        let notes = [
            (field.read_only, "Only in answers."),
            (field.write_only, "Only in requests."),
            (field.deprecated || target.deprecated, "**Deprecated.**"),
        ];
        for (_, note) in notes.into_iter().filter(|(on, _)| *on) {
            page.paragraph(note);
        }
        page.attributes()
    }
}

impl RecordPrint {
    /// The struct with its impls.
    pub(in crate::emit) fn tokens(&self) -> TokenStream {
        let (name, docs) = (ident(&self.name), &self.docs);
        let members = self.fields.iter().map(|field| {
            let (name, docs, ty) = (ident(&field.name), &field.docs, &field.ty);
            quote!(#docs pub #name: #ty)
        });
        let rest = self.rest.as_ref().map(|(name, ty)| {
            let name = ident(name);
            quote!(#[doc = " Properties beside the declared ones."] pub #name: rt::Map<#ty>,)
        });
        let record = self.record_impl();
        quote! {
            #docs
            #[derive(Clone)]
            pub struct #name { #(#members,)* #rest }
            #record
            rt::record!(#name);
        }
    }

    fn record_impl(&self) -> TokenStream {
        let (name, text) = (ident(&self.name), &self.name);
        let wires = self.fields.iter().map(|field| &field.wire);
        let (flags, checks) = (self.flags(), self.checks());
        let unknown = match (&self.rest, self.closed) {
            (Some(_), _) => Some(quote!(unknown: rt::Unknown::Keep,)),
            (None, true) => Some(quote!(unknown: rt::Unknown::Reject,)),
            (None, false) => None,
        };
        let (blank, read) = (self.blank(), self.read_body());
        let is_plain = flags.is_none() || checks.is_none() || unknown.is_none();
        let rest_of_shape = is_plain.then(|| quote!(..rt::Shape::PLAIN));
        let read_rest = self.rest.as_ref().map(|(name, _)| {
            let name = ident(name);
            quote! {
                fn read_rest(&mut self, key: String, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
                    from.insert(&mut self.#name, key)
                }
            }
        });
        let writes = self.fields.iter().enumerate().map(|(idx, field)| field.write(idx));
        let write_rest = self.rest.as_ref().map(|(name, _)| {
            let name = ident(name);
            quote!(to.entries(&self.#name);)
        });
        let (read_args, write_arg) = match self.fields.is_empty() {
            true if self.rest.is_none() => {
                (quote!(_field: usize, from: &mut rt::Reader<'_>), quote!(_to: &mut rt::Fields<'_>))
            }
            true => (quote!(_field: usize, from: &mut rt::Reader<'_>), quote!(to: &mut rt::Fields<'_>)),
            false => (quote!(field: usize, from: &mut rt::Reader<'_>), quote!(to: &mut rt::Fields<'_>)),
        };
        quote! {
            impl rt::Record for #name {
                const SHAPE: rt::Shape = rt::Shape {
                    name: #text, fields: &[#(#wires),*], #flags #checks #unknown #rest_of_shape
                };
                #blank
                fn read(&mut self, #read_args) -> Result<(), rt::ValueError> {
                    #read
                }
                #read_rest
                fn write(&self, #write_arg) {
                    #(#writes)*
                    #write_rest
                }
            }
        }
    }

    fn read_body(&self) -> TokenStream {
        let assign = |field: &FieldPrint| {
            let name = ident(&field.name);
            quote!(from.read(&mut self.#name))
        };
        match self.fields.as_slice() {
            [] => quote!(from.skip()),
            [single] => {
                let assign = assign(single);
                quote!(let _ = field; #assign)
            }
            [all @ .., last] => {
                let arms = all.iter().enumerate().map(|(idx, field)| {
                    let (idx, assign) = (Literal::usize_unsuffixed(idx), assign(field));
                    quote!(#idx => #assign,)
                });
                let last = assign(last);
                quote!(match field { #(#arms)* _ => #last, })
            }
        }
    }

    /// The fields of which more is known than the name.
    fn flags(&self) -> Option<TokenStream> {
        let flagged = self.fields.iter().enumerate().filter(|(_, field)| !field.flags.is_empty());
        let flags = flagged.map(|(idx, field)| {
            let (idx, flags) = (Literal::usize_unsuffixed(idx), field.flags.iter().map(|flag| flag.tokens()));
            quote!((#idx, #(#flags)|*))
        });
        let flags: Vec<TokenStream> = flags.collect();
        (!flags.is_empty()).then(|| quote!(flags: &[#(#flags),*],))
    }

    /// The fields whose values have limits.
    fn checks(&self) -> Option<TokenStream> {
        let checks = self.fields.iter().enumerate().filter_map(|(idx, field)| {
            let (idx, check) = (Literal::usize_unsuffixed(idx), field.check.as_ref()?);
            Some(quote!((#idx, &#check)))
        });
        let checks: Vec<TokenStream> = checks.collect();
        (!checks.is_empty()).then(|| quote!(checks: &[#(#checks),*],))
    }

    /// A record of blank fields. What is plain is said plainly: it is hundreds of functions for the compiler.
    fn blank(&self) -> TokenStream {
        let fields = self.fields.iter().map(|field| {
            let (name, blank) = (ident(&field.name), field.blank());
            quote!(#name: #blank)
        });
        let rest = self.rest.iter().map(|(name, _)| {
            let name = ident(name);
            quote!(#name: rt::Map::new())
        });
        quote!(fn blank() -> Self { Self { #(#fields,)* #(#rest)* } })
    }

    /// `new` with what is required, or `Default` where nothing is.
    pub(in crate::emit) fn constructor(&self) -> TokenStream {
        let name = ident(&self.name);
        let required: Vec<&FieldPrint> =
            self.fields.iter().filter(|field| field.presence == Presence::Required).collect();
        if required.is_empty() {
            return quote! {
                impl Default for #name {
                    fn default() -> Self { rt::blank() }
                }
            };
        }
        let arguments = required.iter().map(|field| field.argument());
        let values = required.iter().map(|field| field.value_of_argument());
        let others = required.len() < self.fields.len() || self.rest.is_some();
        let others = others.then(|| quote!(..rt::blank()));
        quote! {
            impl #name {
                #[doc = " A value with everything that is required; the rest is absent."]
                pub fn new(#(#arguments),*) -> Self { Self { #(#values,)* #others } }
            }
        }
    }
}

impl FieldPrint {
    fn blank(&self) -> TokenStream {
        match self.presence {
            Presence::Optional => quote!(None),
            Presence::Patch => quote!(rt::Patch::Absent),
            Presence::Required if self.text => quote!(String::new()),
            Presence::Required => quote!(rt::blank()),
        }
    }

    fn write(&self, idx: usize) -> TokenStream {
        let (name, idx) = (ident(&self.name), Literal::usize_unsuffixed(idx));
        match self.presence {
            Presence::Required => quote!(to.required(#idx, &self.#name);),
            Presence::Optional => quote!(to.optional(#idx, &self.#name);),
            Presence::Patch => quote!(to.patch(#idx, &self.#name);),
        }
    }

    /// The argument of a constructor or setter.
    pub(in crate::emit) fn argument(&self) -> TokenStream {
        let (name, ty) = (ident(&self.name), &self.ty);
        if self.text { quote!(#name: impl Into<String>) } else { quote!(#name: #ty) }
    }

    /// The type without the `Option` of its presence.
    pub(in crate::emit) fn inner_type(&self) -> TokenStream {
        self.inner.clone()
    }

    fn value_of_argument(&self) -> TokenStream {
        let name = ident(&self.name);
        if self.text { quote!(#name: #name.into()) } else { quote!(#name) }
    }
}
