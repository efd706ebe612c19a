//! Records: a struct as a reader would write it, with what is given and the rest by default.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust::{Presence, ident};
use super::{Maker, Way};
use crate::ir::{Additional, Field, Json, Record, TypeId};

/// What a literal of a record consists of.
#[derive(Default)]
struct Parts {
    /// What is required, as arguments of `new`.
    arguments: Vec<TokenStream>,
    /// What is given, as members of a literal.
    members: Vec<Member>,
}

struct Member {
    optional: bool,
    tokens: TokenStream,
}

impl Maker<'_, '_> {
    /// A value of a record: `T::new(..)`, or a literal that leaves the rest to `T::new(..)` or `Default`.
    pub(super) fn record(&mut self, id: TypeId, record: &Record, value: &Json) -> Option<TokenStream> {
        let item = self.item(id)?;
        let Parts { arguments, members } = self.parts(id, record, value)?;
        let holds_rest = matches!(record.additional, Additional::Typed(_) | Additional::Any);
        let is_whole = members.len() == record.fields.len() && !holds_rest;
        let has_optional = members.iter().any(|it| it.optional);
        let optional = members.iter().filter(|it| it.optional).map(|it| &it.tokens);
        let all = members.iter().map(|it| &it.tokens);
        Some(match (arguments.is_empty(), has_optional) {
            (false, false) => quote!(#item::new(#(#arguments),*)),
            (true, false) => quote!(#item::default()),
            (_, true) if is_whole => quote!(#item { #(#all),* }),
            (true, true) => quote!(#item { #(#optional,)* ..Default::default() }),
            (false, true) => quote!(#item { #(#optional,)* ..#item::new(#(#arguments),*) }),
        })
    }

    fn parts(&mut self, id: TypeId, record: &Record, value: &Json) -> Option<Parts> {
        let object = value.as_object()?;
        let print = self.print;
        let names = print.names().types.get(&id)?;
        let n_required = record.fields.iter().filter(|it| self.presence_of(it) == Presence::Required).count();
        let least = print.api().types[id].constraints.min_properties.and_then(|it| usize::try_from(it).ok());
        let mut left = self.cut.optional.max(least.unwrap_or(0).saturating_sub(n_required));
        let mut parts = Parts::default();
        for (field, name) in record.fields.iter().zip(&names.members) {
            let name = ident(name);
            let written = object.get(&field.name).filter(|_| self.travels(field));
            if self.presence_of(field) == Presence::Required {
                let (argument, member) = self.required(id, field, written)?;
                parts.arguments.push(argument);
                parts.members.push(Member { optional: false, tokens: quote!(#name: #member) });
                continue;
            }
            let Some(written) = written.filter(|_| left > 0) else { continue };
            if let Some(value) = self.attempt(|it| it.optional(id, field, written)) {
                left -= 1;
                parts.members.push(Member { optional: true, tokens: quote!(#name: #value) });
            }
        }
        Some(parts)
    }

    /// A required field as an argument and as a member.
    fn required(&mut self, owner: TypeId, field: &Field, written: Option<&Json>) -> Option<(TokenStream, TokenStream)> {
        let given: Vec<&Json> = written.into_iter().collect();
        if self.print.is_string(&field.ty) {
            let text = match field.sensitive {
                true => super::expression::placeholder(&field.name),
                false => self.text_value(&field.ty, &given, &field.name)?,
            };
            return Some((quote!(#text), quote!(#text.into())));
        }
        let value = self.first_of(&field.ty, &given, &field.name, |it, value| {
            it.placed(Some(owner), &field.ty, value, &field.name)
        })?;
        Some((value.clone(), value))
    }

    /// An optional field that the example has.
    fn optional(&mut self, owner: TypeId, field: &Field, written: &Json) -> Option<TokenStream> {
        let is_patch = self.presence_of(field) == Presence::Patch;
        if is_patch {
            let ty = self.imports.name(&["runtime"], "Patch");
            if written.is_null() {
                return Some(quote!(#ty::Null));
            }
            let value = self.member_value(owner, field, written)?;
            return Some(quote!(#ty::Value(#value)));
        }
        let value = self.member_value(owner, field, written)?;
        Some(quote!(Some(#value)))
    }

    fn member_value(&mut self, owner: TypeId, field: &Field, written: &Json) -> Option<TokenStream> {
        if field.sensitive && self.print.is_string(&field.ty) {
            let text = super::expression::placeholder(&field.name);
            return Some(quote!(#text.into()));
        }
        self.held(Some(owner), &field.ty, written, &field.name)
    }

    /// How a field can be absent; what only one way holds cannot be demanded, because both ways are one struct.
    fn presence_of(&self, field: &Field) -> Presence {
        self.print.presence(&field.ty, field.required && !field.read_only && !field.write_only)
    }

    const fn travels(&self, field: &Field) -> bool {
        match self.way {
            Way::Request => !field.read_only,
            Way::Answer => !field.write_only,
        }
    }
}
