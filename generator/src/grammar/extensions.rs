//! The `x-` keys that this product knows: where each may stand and what stands under it.
//!
//! `spec/README.md` describes them to those who write descriptions; the two lists are one.

use super::{OPENAPI, OPERATION, Object, PARAMETER, SCHEMA, SECURITY_SCHEME, Shape, optional, required};

/// An `x-` key that this product knows.
#[derive(Debug)]
pub struct Extension {
    /// The key.
    pub key: &'static str,
    /// Where it may stand and what stands under it there.
    pub holders: &'static [Holder],
}

/// A kind of object that may hold an extension.
#[derive(Debug)]
pub struct Holder {
    /// The object; `None` is any.
    pub object: Option<&'static Object>,
    /// What stands under the key there.
    pub shape: ExtensionShape,
}

/// What stands under an extension.
#[derive(Clone, Copy, Debug)]
pub enum ExtensionShape {
    /// A shape of the grammar.
    Plain(Shape),
    /// An object, here or where `$ref` says.
    Elsewhere(&'static Object),
    /// `true`: the key is there or it is not.
    True,
}

impl Extension {
    /// What stands under this key in this object; `None` if the object may not hold it.
    pub fn shape_in(&self, object: &'static Object) -> Option<ExtensionShape> {
        let holder = self.holders.iter().find(|it| it.object.is_none_or(|holder| holder.is(object)))?;
        Some(holder.shape)
    }
}

/// The extension with this key.
pub fn find_extension(key: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|it| it.key == key)
}

/// The shape of the value of an extension that may stand in a file of its own.
pub(super) fn elsewhere(key: &str, holder: &'static Object) -> Option<Shape> {
    match find_extension(key)?.shape_in(holder)? {
        ExtensionShape::Elsewhere(object) => Some(Shape::Object(object)),
        ExtensionShape::Plain(_) | ExtensionShape::True => None,
    }
}

const fn plain(object: &'static Object, shape: Shape) -> Holder {
    Holder { object: Some(object), shape: ExtensionShape::Plain(shape) }
}

const fn flag(object: &'static Object) -> Holder {
    Holder { object: Some(object), shape: ExtensionShape::True }
}

const NAMES: Shape = Shape::List(&Shape::Text);

/// Every `x-` key that this product knows.
pub static EXTENSIONS: &[Extension] = &[
    Extension { key: "x-reference", holders: &[plain(&OPERATION, Shape::Object(&REFERENCE))] },
    Extension { key: "x-client-parameter", holders: &[flag(&PARAMETER)] },
    Extension { key: "x-enum-descriptions", holders: &[plain(&SCHEMA, Shape::MapOf(&Shape::Text))] },
    Extension { key: "x-enum-names", holders: &[plain(&SCHEMA, Shape::MapOf(&Shape::Text))] },
    Extension { key: "x-sensitive", holders: &[flag(&SCHEMA), flag(&PARAMETER)] },
    Extension { key: "x-note", holders: &[Holder { object: None, shape: ExtensionShape::Plain(Shape::Text) }] },
    Extension { key: "x-idempotent", holders: &[flag(&OPERATION)] },
    Extension { key: "x-pagination", holders: &[plain(&OPERATION, Shape::Object(&PAGINATION))] },
    Extension { key: "x-waiter", holders: &[plain(&OPERATION, Shape::Object(&WAITER))] },
    Extension {
        key: "x-rust-name",
        holders: &[plain(&SCHEMA, Shape::Text), plain(&PARAMETER, Shape::Text), plain(&OPERATION, Shape::Text)],
    },
    Extension { key: "x-flatten", holders: &[flag(&PARAMETER)] },
    Extension {
        key: "x-rpc",
        holders: &[plain(&OPENAPI, Shape::Object(&RPC_HEADERS)), plain(&OPERATION, Shape::Object(&RPC))],
    },
    Extension {
        key: "x-error-catalogue",
        holders: &[Holder { object: Some(&OPENAPI), shape: ExtensionShape::Elsewhere(&ERROR_CATALOGUE) }],
    },
    Extension { key: "x-showcase", holders: &[plain(&OPENAPI, Shape::Object(&SHOWCASE))] },
    Extension { key: "x-error-shape", holders: &[plain(&OPENAPI, Shape::Object(&ERROR_SHAPE))] },
    Extension {
        key: "x-signature",
        holders: &[plain(&SECURITY_SCHEME, Shape::OneOf(&["SDK-HMAC-SHA256", "ACS3-HMAC-SHA256", "HMAC-SHA1"]))],
    },
];

static REFERENCE: Object = Object {
    name: "`x-reference`",
    keys: &[optional("section", Shape::Text), required("title", Shape::Text), optional("url", Shape::Text)],
    pattern: None,
};

static PAGINATION: Object = Object {
    name: "`x-pagination`",
    keys: &[
        required("style", Shape::OneOf(&["offset", "page-number", "marker", "last-item"])),
        optional("offset", Shape::Text),
        optional("page", Shape::Text),
        optional("marker", Shape::Text),
        optional("next", Shape::Text),
        optional("limit", Shape::Text),
        required("items", Shape::Text),
        optional("total", Shape::Text),
    ],
    pattern: None,
};

static WAITER: Object = Object {
    name: "`x-waiter`",
    keys: &[
        required("operation", Shape::Text),
        optional("parameters", Shape::MapOf(&Shape::Text)),
        required("field", Shape::Text),
        required("success", NAMES),
        optional("failure", NAMES),
        optional("error-code", Shape::Text),
        optional("error-message", Shape::Text),
    ],
    pattern: None,
};

static RPC_HEADERS: Object = Object {
    name: "`x-rpc` of the root",
    keys: &[required("action-header", Shape::Text), required("version-header", Shape::Text)],
    pattern: None,
};

static RPC: Object = Object {
    name: "`x-rpc` of an operation",
    keys: &[required("action", Shape::Text), required("version", Shape::Text)],
    pattern: None,
};

static ERROR_SHAPE: Object = Object {
    name: "`x-error-shape`",
    keys: &[
        optional("code", NAMES),
        optional("message", NAMES),
        optional("detail", NAMES),
        optional("request-id", NAMES),
    ],
    pattern: None,
};

static SHOWCASE: Object = Object {
    name: "`x-showcase`",
    keys: &[
        optional("list", Shape::Text),
        optional("pages", Shape::Text),
        optional("wait", Shape::Text),
        optional("batch", Shape::Text),
        optional("errors", Shape::Text),
        optional("dry-run", Shape::Text),
        optional("in-process", Shape::Text),
    ],
    pattern: None,
};

/// What the codes and statuses of errors mean.
pub(super) static ERROR_CATALOGUE: Object = Object {
    name: "`x-error-catalogue`",
    keys: &[
        required("codes", Shape::MapOf(&Shape::Object(&ERROR_CODE))),
        optional("statuses", Shape::MapOf(&Shape::Object(&STATUS))),
    ],
    pattern: None,
};

static ERROR_CODE: Object = Object {
    name: "a code of `x-error-catalogue`",
    keys: &[
        required("name", Shape::Text),
        required("statuses", Shape::List(&Shape::Count)),
        required("meaning", Shape::Text),
        optional("remedy", Shape::Text),
    ],
    pattern: None,
};

static STATUS: Object = Object {
    name: "a status of `x-error-catalogue`",
    keys: &[optional("name", Shape::Text), required("meaning", Shape::Text)],
    pattern: None,
};
