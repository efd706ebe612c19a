//! Pages: what a call says about paging, as one constant and the way to its items.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operations::success_type;
use super::rust::{At, Presence, ident};
use super::{Print, media};
use crate::ir::{
    Api, Bound, Field, Location, Operation, Pagination, PaginationStyle, Response, Shape, Status, TypeId, Use,
};
use crate::names::{OperationNames, ResponseNames};

/// What begins the name of a field of the body.
const IN_BODY: &str = "body.";

/// An input that moves or sizes the window.
struct Place {
    /// The names that lead to it in the JSON form of inputs.
    path: Vec<String>,
    ty: Use,
}

impl Place {
    fn tokens(&self) -> TokenStream {
        let path = &self.path;
        quote!(&[#(#path),*])
    }
}

impl Print<'_> {
    /// The `pages` and `items` of a call, if its operation is paged.
    pub(super) fn pages(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let paging = self.paging(operation)?;
        let (call, input) = (ident(&names.call), self.operation_path(operation, &names.input));
        let items = self.items(operation, names).map(|(item, list)| {
            quote! {
                #[doc = " The items of all pages as a stream, beginning at the position that was set."]
                pub fn items(self) -> rt::client::Items<'a, #input, #item> {
                    rt::client::Items::new(self.pages(), #list)
                }
            }
        });
        Some(quote! {
            impl<'a> #call<'a> {
                #[doc = " The answer page by page as a stream, beginning at the position that was set."]
                pub fn pages(self) -> rt::client::Pages<'a, #input> {
                    static PAGING: rt::client::Paging = #paging;
                    rt::client::Pages::new(self.call, &PAGING)
                }
                #items
            }
        })
    }

    /// The constant that says how an operation is paged.
    pub(super) fn paging(&self, operation: &Operation) -> Option<TokenStream> {
        let pagination = operation.pagination.as_ref()?;
        let Pagination { items, total, next, .. } = pagination;
        let place = input_place(self.api(), operation, &pagination.position)?;
        let limit = pagination.limit.as_ref().and_then(|it| input_place(self.api(), operation, it));
        let style = ident(match pagination.style {
            PaginationStyle::Offset => "Offset",
            PaginationStyle::PageNumber => "PageNumber",
            PaginationStyle::Marker => "Marker",
            PaginationStyle::LastItem => "LastItem",
        });
        let first = Literal::i64_unsuffixed(self.first(pagination.style, &place.ty));
        let (text, position) = (self.is_string(&place.ty), place.tokens());
        let (limit, total, next) = (option(limit.map(|it| it.tokens())), option(total.as_ref()), option(next.as_ref()));
        Some(quote! {
            rt::client::Paging {
                style: rt::client::PageStyle::#style,
                position: #position,
                text: #text,
                first: #first,
                limit: #limit,
                items: #items,
                total: #total,
                next: #next,
            }
        })
    }

    /// Where the window of the first page stands: some services count pages from 0, and say so by a default or limit.
    fn first(&self, style: PaginationStyle, target: &Use) -> i64 {
        if style != PaginationStyle::PageNumber {
            return 0;
        }
        let types = &self.api().types;
        let behind = &types[types.behind_aliases(target).ty];
        let default = types[target.ty].default.as_ref().or(behind.default.as_ref());
        let default = default.and_then(|it| it.as_i64().or_else(|| it.as_str()?.parse().ok()));
        let minimum = || match behind.constraints.minimum {
            Some(Bound::Integer(minimum)) => Some(minimum),
            _ => None,
        };
        default.or_else(minimum).unwrap_or(1)
    }

    /// The type of an item, and the closure that leads from a page to its items.
    pub(super) fn items(&self, operation: &Operation, names: &OperationNames) -> Option<(TokenStream, TokenStream)> {
        let pagination = operation.pagination.as_ref()?;
        let answers = operation.responses.iter().zip(&names.responses);
        let mut answers = answers.filter(|(it, _)| it.status.is_success() && !it.media.is_empty());
        let (response, response_names) = answers.next()?;
        let mut here = media::chosen(&response.media, &self.api().types)?.ty.clone()?;
        if self.nullable(&here) {
            return None;
        }
        let mut lets = self.page_body(operation, names, response, response_names);
        let mut steps = pagination.items.split('.').peekable();
        let mut last = quote!(None);
        while let Some(name) = steps.next() {
            let found = self.member(&here, name)?;
            let field = ident(&found.name);
            last = match (found.presence, self.nullable(&found.target)) {
                (Presence::Required, false) => quote!(Some(&mut it.#field)),
                (Presence::Required, true) | (Presence::Optional, _) => quote!(it.#field.as_mut()),
                (Presence::Patch, _) => quote!(it.#field.value_mut()),
            };
            if steps.peek().is_some() {
                lets.push(match (found.presence, self.nullable(&found.target)) {
                    (Presence::Required, false) => quote!(let it = &mut it.#field;),
                    _ => quote!(let it = #last?;),
                });
            }
            here = found.target;
        }
        let types = &self.api().types;
        let Shape::List(list) = &types[types.behind_aliases(&here).ty].shape else { return None };
        let item = self.type_of(&list.items, At::Outside);
        let closure = if lets.is_empty() { quote!(|it| #last) } else { quote!(|it| { #(#lets)* #last }) };
        Some((item, closure))
    }

    /// The steps from what a call gives to the body of the answer that is paged.
    fn page_body(
        &self,
        operation: &Operation,
        names: &OperationNames,
        response: &Response,
        response_names: &ResponseNames,
    ) -> Vec<TokenStream> {
        let mut lets = Vec::new();
        if success_type(self, operation, names, At::Outside).is_none() {
            let output = self.operation_path(operation, &names.output);
            let variant = ident(&response_names.variant);
            let status = (!matches!(response.status, Status::Code(_))).then(|| quote!(_,));
            lets.push(quote!(let #output::#variant(#status it) = it else { return None };));
        }
        if !response.headers.is_empty() {
            lets.push(quote!(let it = &mut it.body;));
        }
        lets
    }

    /// A field of a record, as printed code speaks of it.
    pub(super) fn member(&self, holder: &Use, name: &str) -> Option<Found> {
        let (id, idx, field) = field_of(self.api(), holder, name)?;
        let rust_name = self.names().types.get(&id)?.members.get(idx)?.clone();
        let presence = self.presence(&field.ty, field.required);
        Some(Found { name: rust_name, presence, target: field.ty.clone() })
    }
}

/// What of a paged call is not printed: the way to a field leads through something else than objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Neither `pages` nor `items`: the input that moves the window cannot be set.
    Pages,
    /// No `items`: the list of them cannot be taken out of a page.
    Items,
}

/// What is missing from the calls of a paged operation.
pub(super) fn gap(api: &Api, operation: &Operation) -> Option<Gap> {
    let pagination = operation.pagination.as_ref()?;
    if input_place(api, operation, &pagination.position).is_none() {
        return Some(Gap::Pages);
    }
    let mut answers = operation.responses.iter().filter(|it| it.status.is_success() && !it.media.is_empty());
    let page = answers.next().and_then(|it| media::chosen(&it.media, &api.types)).and_then(|it| it.ty.clone());
    let page = page.filter(|it| !api.types.behind_aliases(it).nullable);
    let items = page.and_then(|it| way(api, it, &pagination.items));
    let is_list = |it: &Use| matches!(api.types[api.types.behind_aliases(it).ty].shape, Shape::List(_));
    (!items.is_some_and(|it| is_list(&it))).then_some(Gap::Items)
}

fn input_place(api: &Api, operation: &Operation, name: &str) -> Option<Place> {
    let Some(fields) = name.strip_prefix(IN_BODY) else {
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|it| it.location == Location::Query && it.name == name)?;
        return Some(Place { path: vec![format!("query.{name}")], ty: parameter.ty.clone() });
    };
    let body = media::chosen(&operation.body.as_ref()?.media, &api.types)?.ty.clone()?;
    let path = ["body"].into_iter().chain(fields.split('.')).map(str::to_owned).collect();
    Some(Place { path, ty: way(api, body, fields)? })
}

/// What stands where names, joined by dots, lead.
fn way(api: &Api, from: Use, names: &str) -> Option<Use> {
    names.split('.').try_fold(from, |here, name| Some(field_of(api, &here, name)?.2.ty.clone()))
}

/// A field of a record, with the record's type and the field's place in it.
fn field_of<'a>(api: &'a Api, holder: &Use, name: &str) -> Option<(TypeId, usize, &'a Field)> {
    let id = api.types.behind_aliases(holder).ty;
    let Shape::Record(record) = &api.types[id].shape else { return None };
    let idx = record.fields.iter().position(|it| it.name == name)?;
    Some((id, idx, &record.fields[idx]))
}

/// A field.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) presence: Presence,
    pub(super) target: Use,
}

/// An optional constant.
pub(super) fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(None), |it| quote!(Some(#it)))
}
