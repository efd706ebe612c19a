//! Operations: what is called, with which parameters, and what may come back.

use indexmap::IndexMap;

use super::{Docs, Extensions, Json, Origin, Reference, Server, TypeId, Use};

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The `operationId`, or one made of method and path where the spec has none.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path template, without the fragment that tells RPC operations apart.
    pub path: String,
    /// Index of the tag whose module holds the operation.
    pub tag: usize,
    /// All tags, as they are written.
    pub tags: Vec<String>,
    /// Summary and description.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether executing it twice does no harm although its method does not say so (`x-idempotent`).
    pub idempotent: bool,
    /// The page of the reference.
    pub reference: Option<Reference>,
    /// Parameters of the path item, then of the operation; the latter override the former.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers: exact statuses first, then ranges, then `default`.
    pub responses: Vec<Response>,
    /// Alternatives of which one must be met; empty: no authentication.
    pub security: Vec<Requirement>,
    /// Servers of the operation or its path item; empty: those of the API.
    pub servers: Vec<Server>,
    /// Headers with fixed values (RPC style).
    pub fixed_headers: Vec<Constant>,
    /// How to page through the answer.
    pub pagination: Option<Pagination>,
    /// How to wait for the job that the operation starts.
    pub waiter: Option<Waiter>,
    /// Callbacks, as they are written.
    pub callbacks: IndexMap<String, Json>,
    /// The Rust name that the spec asks for.
    pub rust_name: Option<String>,
    /// Other extensions.
    pub extensions: Extensions,
    /// Where it was written.
    pub origin: Origin,
}

/// HTTP methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method of a path item's key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "get" => Self::Get,
            "put" => Self::Put,
            "post" => Self::Post,
            "delete" => Self::Delete,
            "options" => Self::Options,
            "head" => Self::Head,
            "patch" => Self::Patch,
            "trace" => Self::Trace,
            _ => return None,
        })
    }

    /// The method in capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A header with a fixed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it stands.
    pub location: Location,
    /// What the spec says about it.
    pub docs: Docs,
    /// Whether it must be present.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// How the value becomes text.
    pub style: Style,
    /// Whether lists and objects become one piece per member.
    pub explode: bool,
    /// Whether reserved characters go unescaped.
    pub allow_reserved: bool,
    /// Whether an empty value is meant where the name stands alone.
    pub allow_empty_value: bool,
    /// The media type, where the value is described by `content`.
    pub content: Option<String>,
    /// The type.
    pub ty: Use,
    /// Whether the client supplies it (`x-client-parameter`).
    pub client_level: bool,
    /// Whether the value is masked wherever it is shown.
    pub sensitive: bool,
    /// Examples.
    pub examples: Vec<Example>,
    /// The Rust name that the spec asks for.
    pub rust_name: Option<String>,
    /// Other extensions.
    pub extensions: Extensions,
    /// Where it was written.
    pub origin: Origin,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// The word that the spec uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a value becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of OpenAPI; `Json` is `content`, `Flat` is `x-flatten`")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
    Flat,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// What the spec says about it.
    pub docs: Docs,
    /// Whether it must be present.
    pub required: bool,
    /// The representations.
    pub media: Vec<Media>,
    /// Other extensions.
    pub extensions: Extensions,
}

/// One representation of a body.
#[derive(Debug, Clone)]
pub struct Media {
    /// The media type or range.
    pub media_type: String,
    /// The type of the body; none where the spec gives no schema.
    pub ty: Option<Use>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Encoding of the parts of forms, as it is written.
    pub encoding: IndexMap<String, Json>,
    /// Other extensions.
    pub extensions: Extensions,
}

/// An example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its key among several.
    pub name: Option<String>,
    /// A few words.
    pub summary: Option<String>,
    /// The value.
    pub value: Json,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The statuses that it stands for.
    pub status: Status,
    /// What it means.
    pub docs: Docs,
    /// Its headers.
    pub headers: Vec<Header>,
    /// The representations of its body; empty: no body.
    pub media: Vec<Media>,
    /// Links, as they are written.
    pub links: IndexMap<String, Json>,
    /// Other extensions.
    pub extensions: Extensions,
}

/// Which statuses an answer stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// A class: `Range(4)` is `4XX`.
    Range(u8),
    /// Every status that no other answer stands for.
    Default,
}

impl Status {
    /// Whether an answer with this status means that the call succeeded.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

/// A header of an answer.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name.
    pub name: String,
    /// What the spec says about it.
    pub docs: Docs,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether lists and objects become one piece per member.
    pub explode: bool,
    /// The media type, where the value is described by `content`.
    pub content: Option<String>,
    /// The type.
    pub ty: Use,
    /// Examples.
    pub examples: Vec<Example>,
    /// Other extensions.
    pub extensions: Extensions,
}

/// Schemes that are needed together, each with the scopes it needs.
pub type Requirement = IndexMap<String, Vec<String>>;

/// How to page through an answer (`x-pagination`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// What moves the window.
    pub style: PaginationStyle,
    /// The query parameter that moves the window, or `body.` and a field of the request body.
    pub position: String,
    /// What sizes it, named in the same way.
    pub limit: Option<String>,
    /// The response field that holds the items, as a path of names.
    pub items: String,
    /// The response field that holds the total.
    pub total: Option<String>,
    /// The response field that holds the next marker, or the field of an item.
    pub next: Option<String>,
}

/// What moves the window of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaginationStyle {
    /// The number of items to skip.
    Offset,
    /// The number of the page.
    PageNumber,
    /// A marker from the page before.
    Marker,
    /// A field of the last item of the page before.
    LastItem,
}

/// How to wait for a job (`x-waiter`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// The operation that tells the state.
    pub operation: String,
    /// Its parameters, each from a field of this operation's answer.
    pub parameters: IndexMap<String, String>,
    /// Where the state stands in its answer.
    pub field: String,
    /// States that end the job well.
    pub success: Vec<String>,
    /// States that end it badly.
    pub failure: Vec<String>,
    /// Where the code of a failure stands, beside the state.
    pub error_code: Option<String>,
    /// Where the words for a failure stand, beside the state.
    pub error_message: Option<String>,
}

impl Operation {
    /// Every type that the operation speaks of directly.
    pub fn uses(&self) -> impl Iterator<Item = TypeId> + '_ {
        let parameters = self.parameters.iter().map(|it| it.ty.ty);
        let body = self.body.iter().flat_map(|it| &it.media).filter_map(|it| it.ty.as_ref()).map(|it| it.ty);
        let answers = self.responses.iter().flat_map(|it| {
            let media = it.media.iter().filter_map(|it| it.ty.as_ref()).map(|it| it.ty);
            media.chain(it.headers.iter().map(|it| it.ty.ty))
        });
        parameters.chain(body).chain(answers)
    }
}
