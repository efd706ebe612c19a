//! Names of tags, operations, inputs and outputs.

use super::scope::Scope;
use super::types::PRELUDE;
use super::{OperationNames, Planner, ResponseNames, TagNames, idents};
use crate::ir::{Api, Operation, Response, Status};

/// Modules that exist whatever the tags are, what front modules take in, and methods of the client and the server.
const MODULES: &[&str] = &[
    "shared",
    "clone",
    "operations",
    "dynamic",
    "builder",
    "client",
    "server",
    "runtime",
    "new",
    "core",
    "api",
    "lib",
    "main",
    "rt",
    "std",
    "types",
    "with_options",
    "with_description_pages",
    "into_router",
];

/// Methods that every value has and that come before those of a handle.
const METHODS: &[&str] = &["clone", "into", "try_into"];

/// Methods of every call.
const CALL: &[&str] = &[
    "send",
    "send_raw",
    "respond",
    "respond_json",
    "header",
    "timeout",
    "attempt_timeout",
    "dry_run",
    "retry",
    "idempotent",
    "input",
    "into_input",
    "request",
    "into_future",
    "body",
    "clone",
    "pages",
    "items",
    "wait",
    "send_blocking",
    "respond_blocking",
    "download",
    "download_blocking",
    "body_stream",
];

/// Methods of every client builder.
const BUILDER: &[&str] = &[
    "endpoint",
    "authenticator",
    "credential",
    "access_key",
    "credentials",
    "default_credentials",
    "token",
    "rpc_signature",
    "header",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "max_response",
    "max_response_headers",
    "max_response_header_bytes",
    "http",
    "retry",
    "retry_budget",
    "observe",
    "jitter",
    "clock",
    "transport",
    "user_agent",
    "build",
    "unchecked",
    "body_limit",
    "server",
    "variable",
    "parameter",
    "new",
    "clone",
];

impl Planner<'_> {
    pub(super) fn tags(&mut self, api: &Api) -> Vec<TagNames> {
        let mut modules = Scope::with_reserved(MODULES);
        let mut features =
            Scope::with_reserved(&["blocking", "default", "dynamic", "reqwest", "serde", "sign", "tracing"]);
        let mut handles = Scope::with_reserved(&["Client", "Builder", "Server", "Forward"]);
        handles.reserve(PRELUDE);
        let mut traits = Scope::default();
        let mut names = Vec::new();
        for tag in &api.tags {
            let what = format!("the tag `{}`", tag.name);
            let module = idents::module(&tag.name);
            let module = if MODULES.contains(&module.as_str()) { format!("{module}_tag") } else { module };
            let stem = idents::pascal(&tag.name);
            let trait_ = traits.take_quietly(format!("{stem}Api"), &what);
            // What printed code takes from the prelude stays what it is: untagged operations have the tag `default`.
            let handle = if handles.holder(&stem).is_some() { format!("{stem}Tag") } else { stem };
            names.push(TagNames {
                module: self.claim(&mut modules, module, &what, None),
                feature: features.take_quietly(idents::feature(&tag.name), &what),
                trait_,
                handle: handles.take_quietly(handle, &what),
            });
        }
        names
    }

    pub(super) fn operations(&mut self, api: &Api, tags: &[TagNames]) -> Vec<OperationNames> {
        let mut methods = Scope::default();
        let (mut stems, mut headers) = (Scope::default(), Scope::default());
        let mut calls: Vec<Scope> = tags.iter().map(calls_of).collect();
        let mut names = Vec::new();
        for operation in &api.operations {
            let what = format!("the operation `{}`", operation.id);
            let name = operation.rust_name.as_ref().unwrap_or(&operation.id);
            let method = idents::snake(name);
            let method = if METHODS.contains(&method.as_str()) { format!("{method}_call") } else { method };
            let method = self.claim(&mut methods, method, &what, operation.origin.place);
            // `a1` and `a_1` are two methods, but only one word.
            let stem = stems.take_quietly(idents::pascal(&method), &what);
            let calls = &mut calls[operation.tag];
            let call = if calls.holder(&stem).is_some() { format!("{stem}Call") } else { stem.clone() };
            names.push(OperationNames {
                call: calls.take_quietly(call, &what),
                input: format!("{stem}Input"),
                output: format!("{stem}Output"),
                parameters: self.parameters(operation),
                responses: responses(operation, &stem, &mut headers),
                method,
            });
        }
        names
    }

    fn parameters(&mut self, operation: &Operation) -> Vec<String> {
        let mut scope = Scope::with_reserved(CALL);
        let mut names = Vec::new();
        for parameter in &operation.parameters {
            let what = format!("the parameter `{}` of `{}`", parameter.name, operation.id);
            let plain = parameter.rust_name.clone().unwrap_or_else(|| idents::snake(&parameter.name));
            let ident = match scope.holder(&plain) {
                // The same name at two places is allowed: the place tells them apart.
                Some(_) => format!("{}_{}", plain.trim_end_matches('_'), parameter.location.as_str()),
                None => plain,
            };
            names.push(self.claim(&mut scope, ident, &what, parameter.origin.place));
        }
        names
    }

    /// Builder methods for server variables and client-level parameters.
    pub(super) fn settings(&mut self, api: &Api) -> Vec<(String, String)> {
        let mut scope = Scope::with_reserved(BUILDER);
        let variables = api.servers.iter().flat_map(|server| server.variables.keys());
        let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
        let parameters = parameters.filter(|it| it.client_level).map(|it| &it.name);
        let mut settings: Vec<(String, String)> = Vec::new();
        for wire in variables.chain(parameters) {
            if settings.iter().any(|(known, _)| known == wire) {
                continue;
            }
            let ident = scope.take_quietly(idents::snake(wire), "a setting");
            settings.push((wire.clone(), ident));
        }
        settings
    }
}

/// The names that calls of a tag cannot have.
fn calls_of(tag: &TagNames) -> Scope {
    let mut scope = Scope::with_reserved(PRELUDE);
    scope.take(tag.handle.clone(), "the handle of the tag");
    scope
}

fn responses(operation: &Operation, stem: &str, headers: &mut Scope) -> Vec<ResponseNames> {
    let mut scope = Scope::default();
    let mut names = Vec::new();
    for response in &operation.responses {
        let variant = scope.take_quietly(variant(response), "an answer");
        let mut fields = Scope::default();
        let header_fields = response.headers.iter();
        let header_fields =
            header_fields.map(|header| fields.take_quietly(idents::snake(&header.name), &header.name)).collect();
        let headers = match response.headers.is_empty() {
            true => String::new(),
            false => headers.take_quietly(format!("{stem}{variant}Headers"), "the headers of an answer"),
        };
        names.push(ResponseNames { headers, variant, header_fields });
    }
    names
}

/// The variant of an answer: the reason phrase of its status.
fn variant(response: &Response) -> String {
    let code = match response.status {
        Status::Code(code) => code,
        Status::Range(1) => return "Informational".to_owned(),
        Status::Range(2) => return "Success".to_owned(),
        Status::Range(3) => return "Redirection".to_owned(),
        Status::Range(4) => return "ClientError".to_owned(),
        Status::Range(_) => return "ServerError".to_owned(),
        Status::Default => return "Default".to_owned(),
    };
    let phrase = match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableContent",
        423 => "Locked",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        other => return format!("Status{other}"),
    };
    phrase.to_owned()
}
