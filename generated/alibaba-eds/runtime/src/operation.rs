//! The static description of an operation: what the one core of client and server interprets.
//!
//! Nothing here is generic and nothing allocates: the generator prints these values as constants.

/// Everything about an operation that does not depend on Rust types.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The tag whose module holds the operation.
    pub tag: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, for instance `/v2/{project_id}/desktops`.
    pub path: &'static str,
    /// The parameters, in the order of the fields of the operation's input.
    pub params: &'static [Param],
    /// The request body, whose field comes after those of the parameters.
    pub body: Option<Body>,
    /// The answers, in the order of the spec; `default` and ranges come after exact statuses.
    pub responses: &'static [Response],
    /// Alternatives; one of them must be met. Each lists the names of schemes that are needed together.
    /// Empty: no authentication.
    pub security: &'static [&'static [SchemeUse]],
    /// Headers with fixed values that select the operation (RPC style).
    pub fixed_headers: &'static [(&'static str, &'static str)],
    /// The operation should no longer be used.
    pub deprecated: bool,
    /// Executing it twice does no harm although its method promises nothing of the kind: a `POST` that only reads.
    pub idempotent: bool,
}

impl Operation {
    /// What printed operations are written against: they name what differs from this.
    pub const PLAIN: Self = Self {
        id: "",
        tag: "",
        method: Method::Get,
        path: "",
        params: &[],
        body: None,
        responses: &[],
        security: &[],
        fixed_headers: &[],
        deprecated: false,
        idempotent: false,
    };
}

/// A security scheme that an operation asks for, with the scopes it needs.
#[derive(Debug, Clone, Copy)]
pub struct SchemeUse {
    /// Name of the scheme in the spec.
    pub scheme: &'static str,
    /// Scopes, for OAuth2 and OpenID Connect.
    pub scopes: &'static [&'static str],
}

impl SchemeUse {
    /// A scheme without scopes.
    #[must_use]
    pub const fn of(scheme: &'static str) -> Self {
        Self { scheme, scopes: &[] }
    }
}

/// HTTP methods that OpenAPI 3.0 knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
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

/// A parameter: where it stands and how its value becomes text.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// How lists and objects become text.
    pub style: Style,
    /// Whether lists and objects become one piece per member.
    pub explode: bool,
    /// Whether it must be present.
    pub required: bool,
    /// Whether reserved characters go unescaped (query only).
    pub allow_reserved: bool,
    /// Whether the client supplies it where a call does not.
    pub client_level: bool,
}

impl Param {
    const fn new(name: &'static str, location: Location, style: Style, explode: bool, required: bool) -> Self {
        Self { name, location, style, explode, required, allow_reserved: false, client_level: false }
    }

    /// A path parameter in style `simple`.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple, false, true)
    }

    /// An optional query parameter in style `form` with `explode`.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, true, false)
    }

    /// An optional header parameter in style `simple`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, false, false)
    }

    /// An optional cookie parameter in style `form` with `explode`.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, true, false)
    }

    /// The same parameter, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same parameter in another style.
    #[must_use]
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// The same parameter with reserved characters left as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The same parameter, supplied by the client where a call does not.
    #[must_use]
    pub const fn client_level(mut self) -> Self {
        self.client_level = true;
        self
    }
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How a value becomes text: the seven styles of OpenAPI, JSON (`content`), and RPC flattening (`x-flatten`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;color=blue,black`
    Matrix,
    /// `.blue.black`
    Label,
    /// `blue,black`
    Simple,
    /// `color=blue&color=black`, or `color=blue,black` without explode
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue|black`
    PipeDelimited,
    /// `color[R]=100&color[G]=200`
    DeepObject,
    /// `color=["blue","black"]`, percent-encoded
    Json,
    /// `Color.1=blue&Color.2=black`, `Item.1.Name=x`
    Flat,
}

/// A request body.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    /// Whether it must be present.
    pub required: bool,
    /// Media types that are understood, the one that the client sends first.
    pub media: &'static [&'static str],
}

/// An answer.
#[derive(Debug, Clone, Copy)]
pub struct Response {
    /// The statuses that it stands for.
    pub status: Status,
    /// Media types of the body, the preferred one first; empty where there is no body.
    pub media: &'static [&'static str],
    /// The headers, in the order of the fields of the header record.
    pub headers: &'static [Param],
}

impl Response {
    /// An answer with one status and JSON, the most frequent one.
    #[must_use]
    pub const fn json(status: u16) -> Self {
        Self { status: Status::Code(status), media: &["application/json"], headers: &[] }
    }

    /// An answer with one status and nothing else.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self { status: Status::Code(status), media: &[], headers: &[] }
    }
}

/// Which statuses an answer stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// A class: `Range(4)` is `4XX`.
    Range(u8),
    /// Every status that no other answer stands for.
    Default,
}

impl Status {
    /// Whether `code` is one of these statuses.
    #[must_use]
    pub const fn covers(self, code: u16) -> bool {
        match self {
            Self::Code(this) => this == code,
            Self::Range(class) => code / 100 == class as u16,
            Self::Default => true,
        }
    }
}
