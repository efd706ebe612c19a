//! Walks: from the answer of a list to what a program shows of each item.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::operations::success_type;
use super::super::rust::{At, Presence, ident};
use super::super::{Print, media};
use super::Shown;
use crate::ir::{Field, Json, Shape, Use};

/// So many fields of an item are shown.
const MOST_FIELDS: usize = 3;

impl Print<'_> {
    /// What shows `answer`: a line per item of a list, else all of it.
    pub(super) fn show_answer(&self, shown: Shown<'_>) -> TokenStream {
        match self.list_of(shown) {
            Some((list, item)) => {
                let line = self.show_item(shown, &item);
                quote!(for item in #list { #line })
            }
            None => quote!(println!("{answer:#?}");),
        }
    }

    /// A line about `item`.
    pub(super) fn show_item(&self, shown: Shown<'_>, item: &Use) -> TokenStream {
        let fields = self.telling_fields(shown, item);
        if fields.is_empty() {
            return quote!(println!("{item:?}"););
        }
        let format = vec!["{:?}"; fields.len()].join(" ");
        quote!(println!(#format, #(item.#fields),*);)
    }

    /// The list in `answer`, and the type of its items.
    fn list_of(&self, shown: Shown<'_>) -> Option<(TokenStream, Use)> {
        let item = self.item_of(shown)?;
        let pagination = shown.operation.pagination.as_ref()?;
        success_type(self, shown.operation, shown.names, At::Outside)?;
        let response = shown.operation.responses.iter().find(|it| it.status.is_success() && !it.media.is_empty())?;
        if pagination.items.contains('.') || !response.headers.is_empty() {
            return None;
        }
        let answer = media::chosen(&response.media, &self.api().types)?.ty.clone()?;
        let found = self.member(&answer, &pagination.items)?;
        let field = ident(&found.name);
        let list = match (found.presence, self.nullable(&found.target)) {
            (Presence::Required, false) => quote!(answer.#field),
            (Presence::Required, true) | (Presence::Optional, _) => quote!(answer.#field.unwrap_or_default()),
            (Presence::Patch, _) => quote!(answer.#field.value().unwrap_or_default()),
        };
        Some((list, item))
    }

    /// The type of the items of a paged list.
    pub(super) fn item_of(&self, shown: Shown<'_>) -> Option<Use> {
        let pagination = shown.operation.pagination.as_ref()?;
        let response = shown.operation.responses.iter().find(|it| it.status.is_success() && !it.media.is_empty())?;
        let types = &self.api().types;
        let mut here = media::chosen(&response.media, types)?.ty.clone()?;
        for name in pagination.items.split('.') {
            here = self.member(&here, name)?.target;
        }
        match &types[types.behind_aliases(&here).ty].shape {
            Shape::List(list) => Some(list.items.clone()),
            _ => None,
        }
    }

    /// The first fields of a record that are a word or a number; those of the example, if it has any.
    fn telling_fields(&self, shown: Shown<'_>, item: &Use) -> Vec<Ident> {
        let types = &self.api().types;
        let behind = types.behind_aliases(item);
        let (Shape::Record(record), false) = (&types[behind.ty].shape, behind.nullable) else { return Vec::new() };
        let Some(names) = self.names().types.get(&behind.ty) else { return Vec::new() };
        let tells = |target: &Use| {
            matches!(types[types.behind_aliases(target).ty].shape, Shape::Text { .. } | Shape::Integer { .. })
        };
        let fields = record.fields.iter().zip(&names.members);
        let fields = fields.filter(|(it, _)| tells(&it.ty) && !it.sensitive && !it.deprecated && !it.write_only);
        let example = example_item(shown);
        let is_shown = |field: &Field| example.is_some_and(|it| it.contains_key(&field.name));
        let mut chosen: Vec<Ident> =
            fields.clone().filter(|(it, _)| is_shown(it)).take(MOST_FIELDS).map(|(_, name)| ident(name)).collect();
        if chosen.is_empty() {
            chosen = fields.take(MOST_FIELDS).map(|(_, name)| ident(name)).collect();
        }
        chosen
    }
}

/// The first item in the example of a list's answer.
fn example_item(shown: Shown<'_>) -> Option<&serde_json::Map<String, Json>> {
    let pagination = shown.operation.pagination.as_ref()?;
    let response = shown.operation.responses.iter().find(|it| it.status.is_success() && !it.media.is_empty())?;
    let mut here = response.media.iter().flat_map(|it| &it.examples).map(|it| &it.value).next()?;
    for name in pagination.items.split('.') {
        here = here.get(name)?;
    }
    here.get(0)?.as_object()
}
