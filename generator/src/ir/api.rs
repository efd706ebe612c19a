//! The API as a whole: its servers, tags, security schemes, operations and types.

use indexmap::IndexMap;

use super::{Docs, ErrorCatalogue, Extensions, Json, Location, Operation, Requirement, Types};

/// An API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description` and `externalDocs`.
    pub docs: Docs,
    /// Name and address of the licence, contact and terms of service, as they are written.
    pub info: Extensions,
    /// The servers; never empty (`/` where the description names none).
    pub servers: Vec<Server>,
    /// Declared tags in declared order, then undeclared ones in order of first use.
    pub tags: Vec<Tag>,
    /// Security schemes by name.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// What every operation needs that does not say otherwise.
    pub security: Vec<Requirement>,
    /// The headers that select an operation in RPC style.
    pub rpc: Option<RpcHeaders>,
    /// How errors look.
    pub error_shape: ErrorShape,
    /// What is known about error codes.
    pub error_catalogue: Option<ErrorCatalogue>,
    /// The operations that the printed examples show.
    pub showcase: Showcase,
    /// The operations, in the order of the paths, then of the methods.
    pub operations: Vec<Operation>,
    /// All schemas.
    pub types: Types,
    /// Other extensions of the root object.
    pub extensions: Extensions,
}

impl Api {
    /// Whether a security scheme asks for signed requests.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.security_schemes.values().any(|scheme| scheme.signature.is_some())
    }
}

/// A server.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Address template.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// Variables of the template.
    pub variables: IndexMap<String, Variable>,
    /// Extensions.
    pub extensions: Extensions,
}

/// A variable of a server's address.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// The value where none is given.
    pub default: String,
    /// The values that are possible; empty if any is.
    pub values: Vec<String>,
    /// What the variable means.
    pub description: Option<String>,
}

/// A tag: a chapter of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The name.
    pub name: String,
    /// What belongs to it.
    pub docs: Docs,
    /// Whether the root object declares it.
    pub declared: bool,
    /// Extensions.
    pub extensions: Extensions,
}

/// A way to authenticate.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// The kind with its particulars.
    pub kind: SchemeKind,
    /// What the spec says about it.
    pub description: Option<String>,
    /// The signing algorithm (`x-signature`).
    pub signature: Option<String>,
    /// Other extensions.
    pub extensions: Extensions,
}

/// The kinds of security schemes.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemeKind {
    /// A secret in a header, the query or a cookie.
    ApiKey {
        /// Where it stands.
        location: Location,
        /// The name of header, query parameter or cookie.
        name: String,
    },
    /// An HTTP authentication scheme.
    Http {
        /// `basic`, `bearer`, ...
        scheme: String,
        /// How the bearer token is made.
        bearer_format: Option<String>,
    },
    /// OAuth 2.
    OAuth2 {
        /// The flows, as they are written.
        flows: Json,
    },
    /// OpenID Connect.
    OpenIdConnect {
        /// Address of the discovery document.
        url: String,
    },
}

/// The names of the headers that select an operation in RPC style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpcHeaders {
    /// The header that names the action.
    pub action: String,
    /// The header that names the version.
    pub version: String,
}

/// Where error bodies keep what; the first name that is there counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorShape {
    /// Names of the field with the code.
    pub code: Vec<String>,
    /// Names of the field with the message.
    pub message: Vec<String>,
    /// Names of the field with details.
    pub detail: Vec<String>,
    /// Names of the field with the request's id.
    pub request_id: Vec<String>,
}

impl Default for ErrorShape {
    fn default() -> Self {
        let names = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
        Self {
            code: names(&["code", "error_code"]),
            message: names(&["message", "error_message"]),
            detail: names(&["detail", "details"]),
            request_id: names(&["request_id", "requestId"]),
        }
    }
}

/// The operations that the printed examples show (`x-showcase`), by id; where none is named, one that fits is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Showcase {
    /// A list that needs no arguments.
    pub list: Option<String>,
    /// A list that is paged.
    pub pages: Option<String>,
    /// An operation that starts a job.
    pub wait: Option<String>,
    /// An operation on many things at once.
    pub batch: Option<String>,
    /// An operation that can fail in ways worth telling apart.
    pub errors: Option<String>,
    /// A request to be looked at before it is sent.
    pub dry_run: Option<String>,
    /// An operation that a server of the same process answers.
    pub in_process: Option<String>,
}

/// Where a page of the reference describes a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The section number.
    pub section: Option<String>,
    /// The title of the section or page.
    pub title: String,
    /// The address, if there is one.
    pub url: Option<String>,
}
