//! The `x-` keys that mean something here, taken out of the extensions of an object.
//!
//! Their shape has been checked by validation, so what does not fit is simply not there.

use indexmap::IndexMap;

use crate::ir::{
    Constant, EnumValue, ErrorShape, Extensions, Json, Pagination, PaginationStyle, Reference, RpcHeaders, Showcase,
    Waiter,
};

/// Takes a text.
pub(super) fn text(extensions: &mut Extensions, key: &str) -> Option<String> {
    match extensions.shift_remove(key)? {
        Json::String(text) => Some(text),
        other => {
            extensions.insert(key.to_owned(), other);
            None
        }
    }
}

/// Takes a switch; absent means off.
pub(super) fn switch(extensions: &mut Extensions, key: &str) -> bool {
    extensions.shift_remove(key).is_some_and(|value| value == Json::Bool(true))
}

/// Takes `x-reference`.
pub(super) fn reference(extensions: &mut Extensions) -> Option<Reference> {
    let value = extensions.shift_remove("x-reference")?;
    Some(Reference { section: member(&value, "section"), title: member(&value, "title")?, url: member(&value, "url") })
}

/// Takes what is said about the values of an enum: `x-enum-descriptions` and `x-enum-names`.
pub(super) fn enum_words(extensions: &mut Extensions) -> EnumWords {
    EnumWords { descriptions: words(extensions, "x-enum-descriptions"), names: words(extensions, "x-enum-names") }
}

/// What is said about the values of an enum, by the value as it is written.
pub(super) struct EnumWords {
    descriptions: IndexMap<String, String>,
    names: IndexMap<String, String>,
}

impl EnumWords {
    /// The value with what is said about it.
    pub(super) fn attach<T>(&self, value: T, written: &str) -> EnumValue<T> {
        let word = |words: &IndexMap<String, String>| words.get(written).cloned();
        EnumValue { value, description: word(&self.descriptions), rust_name: word(&self.names) }
    }
}

fn words(extensions: &mut Extensions, key: &str) -> IndexMap<String, String> {
    match extensions.shift_remove(key) {
        Some(Json::Object(map)) => {
            map.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
        }
        Some(other) => {
            extensions.insert(key.to_owned(), other);
            IndexMap::new()
        }
        None => IndexMap::new(),
    }
}

/// Takes `x-pagination`.
pub(super) fn pagination(extensions: &mut Extensions) -> Option<Pagination> {
    let value = extensions.shift_remove("x-pagination")?;
    let style = match value.get("style")?.as_str()? {
        "offset" => PaginationStyle::Offset,
        "page-number" => PaginationStyle::PageNumber,
        "last-item" => PaginationStyle::LastItem,
        _ => PaginationStyle::Marker,
    };
    let position = ["offset", "page", "marker"].iter().find_map(|key| member(&value, key))?;
    Some(Pagination {
        style,
        position,
        limit: member(&value, "limit"),
        items: member(&value, "items")?,
        total: member(&value, "total"),
        next: member(&value, "next"),
    })
}

/// Takes `x-waiter`.
pub(super) fn waiter(extensions: &mut Extensions) -> Option<Waiter> {
    let value = extensions.shift_remove("x-waiter")?;
    let parameters = value.get("parameters").and_then(Json::as_object).into_iter().flatten();
    Some(Waiter {
        operation: member(&value, "operation")?,
        parameters: parameters.filter_map(|(key, it)| Some((key.clone(), it.as_str()?.to_owned()))).collect(),
        field: member(&value, "field")?,
        success: texts(&value, "success"),
        failure: texts(&value, "failure"),
        error_code: member(&value, "error-code"),
        error_message: member(&value, "error-message"),
    })
}

/// Takes the root's `x-rpc`.
pub(super) fn rpc_headers(extensions: &mut Extensions) -> Option<RpcHeaders> {
    let value = extensions.shift_remove("x-rpc")?;
    Some(RpcHeaders { action: member(&value, "action-header")?, version: member(&value, "version-header")? })
}

/// Takes an operation's `x-rpc`: the headers that select it.
pub(super) fn fixed_headers(extensions: &mut Extensions, names: Option<&RpcHeaders>) -> Vec<Constant> {
    let (Some(value), Some(names)) = (extensions.shift_remove("x-rpc"), names) else {
        return Vec::new();
    };
    let pairs = [(&names.action, member(&value, "action")), (&names.version, member(&value, "version"))];
    pairs.into_iter().filter_map(|(name, value)| Some(Constant { name: name.clone(), value: value? })).collect()
}

/// Takes `x-error-shape`.
pub(super) fn error_shape(extensions: &mut Extensions) -> ErrorShape {
    match extensions.shift_remove("x-error-shape") {
        Some(value) => ErrorShape {
            code: texts(&value, "code"),
            message: texts(&value, "message"),
            detail: texts(&value, "detail"),
            request_id: texts(&value, "request-id"),
        },
        None => ErrorShape::default(),
    }
}

/// Takes `x-showcase`.
pub(super) fn showcase(extensions: &mut Extensions) -> Showcase {
    let value = extensions.shift_remove("x-showcase").unwrap_or_default();
    Showcase {
        list: member(&value, "list"),
        pages: member(&value, "pages"),
        wait: member(&value, "wait"),
        batch: member(&value, "batch"),
        errors: member(&value, "errors"),
        dry_run: member(&value, "dry-run"),
        in_process: member(&value, "in-process"),
    }
}

/// A text of an object.
pub(super) fn member(value: &Json, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn texts(value: &Json, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Json::as_array).into_iter().flatten();
    list.filter_map(|it| it.as_str().map(str::to_owned)).collect()
}
