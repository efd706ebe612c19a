//! Every object of OpenAPI 3.0.3 but the schema.

use super::{ComponentKind, Object, Pattern, Shape, optional, required};

const SCHEMA: Shape = Shape::Component(ComponentKind::Schemas);
const SERVERS: Shape = Shape::List(&Shape::Object(&SERVER));
const PARAMETERS: Shape = Shape::List(&Shape::Component(ComponentKind::Parameters));
const EXAMPLES: Shape = Shape::MapOf(&Shape::Component(ComponentKind::Examples));
const HEADERS: Shape = Shape::MapOf(&Shape::Component(ComponentKind::Headers));
const CONTENT: Shape = Shape::MapOf(&Shape::Object(&MEDIA_TYPE));
const CALLBACKS: Shape = Shape::MapOf(&Shape::Component(ComponentKind::Callbacks));
const SECURITY: Shape = Shape::List(&Shape::MapOf(&Shape::List(&Shape::Text)));
const OPERATION_KEY: Shape = Shape::Object(&OPERATION);

/// The description as a whole.
pub static OPENAPI: Object = Object {
    name: "the root",
    keys: &[
        required("openapi", Shape::Text),
        required("info", Shape::Object(&INFO)),
        optional("servers", SERVERS),
        required("paths", Shape::Object(&PATHS)),
        optional("components", Shape::Object(&COMPONENTS)),
        optional("security", SECURITY),
        optional("tags", Shape::List(&Shape::Object(&TAG))),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
    pattern: None,
};

static INFO: Object = Object {
    name: "the info object",
    keys: &[
        required("title", Shape::Text),
        optional("description", Shape::Text),
        optional("termsOfService", Shape::Text),
        optional("contact", Shape::Object(&CONTACT)),
        optional("license", Shape::Object(&LICENSE)),
        required("version", Shape::Text),
    ],
    pattern: None,
};

static CONTACT: Object = Object {
    name: "a contact",
    keys: &[optional("name", Shape::Text), optional("url", Shape::Text), optional("email", Shape::Text)],
    pattern: None,
};

static LICENSE: Object =
    Object { name: "a licence", keys: &[required("name", Shape::Text), optional("url", Shape::Text)], pattern: None };

/// A server.
pub static SERVER: Object = Object {
    name: "a server",
    keys: &[
        required("url", Shape::Text),
        optional("description", Shape::Text),
        optional("variables", Shape::MapOf(&Shape::Object(&SERVER_VARIABLE))),
    ],
    pattern: None,
};

/// A variable of a server's URL.
pub static SERVER_VARIABLE: Object = Object {
    name: "a server variable",
    keys: &[
        optional("enum", Shape::List(&Shape::Text)),
        required("default", Shape::Text),
        optional("description", Shape::Text),
    ],
    pattern: None,
};

/// The components.
pub static COMPONENTS: Object = Object {
    name: "the components object",
    keys: &[
        optional("schemas", Shape::MapOf(&SCHEMA)),
        optional("responses", Shape::MapOf(&Shape::Component(ComponentKind::Responses))),
        optional("parameters", Shape::MapOf(&Shape::Component(ComponentKind::Parameters))),
        optional("examples", EXAMPLES),
        optional("requestBodies", Shape::MapOf(&Shape::Component(ComponentKind::RequestBodies))),
        optional("headers", HEADERS),
        optional("securitySchemes", Shape::MapOf(&Shape::Component(ComponentKind::SecuritySchemes))),
        optional("links", Shape::MapOf(&Shape::Component(ComponentKind::Links))),
        optional("callbacks", CALLBACKS),
    ],
    pattern: None,
};

/// The paths.
pub static PATHS: Object = Object {
    name: "the paths object (paths start with `/`)",
    keys: &[],
    pattern: Some(Pattern { covers: |key| key.starts_with('/'), shape: Shape::Object(&PATH_ITEM) }),
};

/// The operations of one path.
pub static PATH_ITEM: Object = Object {
    name: "a path item",
    keys: &[
        optional("$ref", Shape::Text),
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("get", OPERATION_KEY),
        optional("put", OPERATION_KEY),
        optional("post", OPERATION_KEY),
        optional("delete", OPERATION_KEY),
        optional("options", OPERATION_KEY),
        optional("head", OPERATION_KEY),
        optional("patch", OPERATION_KEY),
        optional("trace", OPERATION_KEY),
        optional("servers", SERVERS),
        optional("parameters", PARAMETERS),
    ],
    pattern: None,
};

/// An operation.
pub static OPERATION: Object = Object {
    name: "an operation",
    keys: &[
        optional("tags", Shape::List(&Shape::Text)),
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        optional("operationId", Shape::Text),
        optional("parameters", PARAMETERS),
        optional("requestBody", Shape::Component(ComponentKind::RequestBodies)),
        required("responses", Shape::Object(&RESPONSES)),
        optional("callbacks", CALLBACKS),
        optional("deprecated", Shape::Bool),
        optional("security", SECURITY),
        optional("servers", SERVERS),
    ],
    pattern: None,
};

/// A link to more text.
pub(super) static EXTERNAL_DOCS: Object = Object {
    name: "an external documentation object",
    keys: &[optional("description", Shape::Text), required("url", Shape::Text)],
    pattern: None,
};

/// A parameter.
pub static PARAMETER: Object = Object {
    name: "a parameter",
    keys: &[
        required("name", Shape::Text),
        required("in", Shape::OneOf(&["query", "header", "path", "cookie"])),
        optional("description", Shape::Text),
        optional("required", Shape::Bool),
        optional("deprecated", Shape::Bool),
        optional("allowEmptyValue", Shape::Bool),
        optional(
            "style",
            Shape::OneOf(&["form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        optional("explode", Shape::Bool),
        optional("allowReserved", Shape::Bool),
        optional("schema", SCHEMA),
        optional("example", Shape::Literal),
        optional("examples", EXAMPLES),
        optional("content", CONTENT),
    ],
    pattern: None,
};

/// A header of a response, or of a part of a body.
pub static HEADER: Object = Object {
    name: "a header",
    keys: &[
        optional("description", Shape::Text),
        optional("required", Shape::Bool),
        optional("deprecated", Shape::Bool),
        optional("allowEmptyValue", Shape::Bool),
        optional("style", Shape::OneOf(&["simple"])),
        optional("explode", Shape::Bool),
        optional("allowReserved", Shape::Bool),
        optional("schema", SCHEMA),
        optional("example", Shape::Literal),
        optional("examples", EXAMPLES),
        optional("content", CONTENT),
    ],
    pattern: None,
};

/// A request body.
pub static REQUEST_BODY: Object = Object {
    name: "a request body",
    keys: &[optional("description", Shape::Text), required("content", CONTENT), optional("required", Shape::Bool)],
    pattern: None,
};

/// A body in one media type.
pub static MEDIA_TYPE: Object = Object {
    name: "a media type",
    keys: &[
        optional("schema", SCHEMA),
        optional("example", Shape::Literal),
        optional("examples", EXAMPLES),
        optional("encoding", Shape::MapOf(&Shape::Object(&ENCODING))),
    ],
    pattern: None,
};

/// How one property of a form body is written.
pub static ENCODING: Object = Object {
    name: "an encoding",
    keys: &[
        optional("contentType", Shape::Text),
        optional("headers", HEADERS),
        optional("style", Shape::OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        optional("explode", Shape::Bool),
        optional("allowReserved", Shape::Bool),
    ],
    pattern: None,
};

/// The answers of an operation by status.
pub static RESPONSES: Object = Object {
    name: "the responses object",
    keys: &[optional("default", Shape::Component(ComponentKind::Responses))],
    // A key that is no status is better named as such than as an unknown key; validation does that.
    pattern: Some(Pattern { covers: |_| true, shape: Shape::Component(ComponentKind::Responses) }),
};

/// An answer.
pub static RESPONSE: Object = Object {
    name: "a response",
    keys: &[
        required("description", Shape::Text),
        optional("headers", HEADERS),
        optional("content", CONTENT),
        optional("links", Shape::MapOf(&Shape::Component(ComponentKind::Links))),
    ],
    pattern: None,
};

/// Requests that the service makes.
pub static CALLBACK: Object = Object {
    name: "a callback",
    keys: &[],
    pattern: Some(Pattern { covers: |_| true, shape: Shape::Object(&PATH_ITEM) }),
};

/// A named example.
pub static EXAMPLE: Object = Object {
    name: "an example object",
    keys: &[
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("value", Shape::Literal),
        optional("externalValue", Shape::Text),
    ],
    pattern: None,
};

/// A link from an answer to another operation.
pub static LINK: Object = Object {
    name: "a link",
    keys: &[
        optional("operationRef", Shape::Text),
        optional("operationId", Shape::Text),
        optional("parameters", Shape::MapOf(&Shape::Literal)),
        optional("requestBody", Shape::Literal),
        optional("description", Shape::Text),
        optional("server", Shape::Object(&SERVER)),
    ],
    pattern: None,
};

/// A tag.
pub static TAG: Object = Object {
    name: "a tag",
    keys: &[
        required("name", Shape::Text),
        optional("description", Shape::Text),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
    pattern: None,
};

/// A security scheme.
pub static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    keys: &[
        required("type", Shape::OneOf(&["apiKey", "http", "oauth2", "openIdConnect"])),
        optional("description", Shape::Text),
        optional("name", Shape::Text),
        optional("in", Shape::OneOf(&["query", "header", "cookie"])),
        optional("scheme", Shape::Text),
        optional("bearerFormat", Shape::Text),
        optional("flows", Shape::Object(&OAUTH_FLOWS)),
        optional("openIdConnectUrl", Shape::Text),
    ],
    pattern: None,
};

static OAUTH_FLOWS: Object = Object {
    name: "the OAuth flows object",
    keys: &[
        optional("implicit", Shape::Object(&OAUTH_FLOW)),
        optional("password", Shape::Object(&OAUTH_FLOW)),
        optional("clientCredentials", Shape::Object(&OAUTH_FLOW)),
        optional("authorizationCode", Shape::Object(&OAUTH_FLOW)),
    ],
    pattern: None,
};

/// One way to a token.
pub static OAUTH_FLOW: Object = Object {
    name: "an OAuth flow",
    keys: &[
        optional("authorizationUrl", Shape::Text),
        optional("tokenUrl", Shape::Text),
        optional("refreshUrl", Shape::Text),
        required("scopes", Shape::MapOf(&Shape::Text)),
    ],
    pattern: None,
};
