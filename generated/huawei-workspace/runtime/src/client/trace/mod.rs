//! Spans of calls and attempts for the crate `tracing`, behind the feature of the same name; without it, nothing.
//!
//! A call is a span `api_call`, each of its attempts a span `api_attempt` within it. Names of fields are those of
//! OpenTelemetry where it has one:
//!
//! | field | call | attempt | says |
//! |---|---|---|---|
//! | `otel.name`, `otel.kind` | x | | `POST /v2/{project_id}/desktops`, `client` |
//! | `rpc.service`, `rpc.method`, `api.tag` | x | | the service, the operation and its tag |
//! | `http.request.method`, `url.template` | x | | method and path, without the values in it |
//! | `url.scheme`, `server.address`, `server.port` | x | | where requests go |
//! | `attempt` | | x | its number, beginning with 1 |
//! | `http.request.resend_count` | x | x | how often the request was sent before; of a call, in all |
//! | `http.response.status_code` | x | x | the status |
//! | `request.id` | x | x | what the service calls the request |
//! | `error.type` | x | x | what went wrong: a status, `timeout`, `connect`, `cancelled`, ... |
//!
//! An attempt that is repeated has an event (`WARN`) with `retry.reason` and `retry.wait_ms`; a call that fails has
//! one (`INFO`: the caller has the error) with `error.type` and, if the service gave one, `error.code`.
//! Values of parameters, headers, bodies and messages of services are never recorded: they may hold secrets.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

#[cfg(not(feature = "tracing"))]
pub(super) use self::off::{AttemptSpan, CallSpan};
#[cfg(feature = "tracing")]
pub(super) use self::on::{AttemptSpan, CallSpan};

// What the tests call has a client and a server.
