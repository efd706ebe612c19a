//! Inputs and outputs of the test API, as the generator would print them.

use super::types::{Desktop, Error, Item, State, printed_record};
use crate as rt;

const PROJECT: rt::Param = rt::Param::path("project_id").client_level();
const JSON: &[&str] = &["application/json"];
const PROJECT_CHECK: &rt::Check = &rt::Check { min_length: Some(1), ..rt::Check::ANY };

const fn response(status: rt::Status, media: &'static [&'static str]) -> rt::Response {
    rt::Response { status, media, headers: &[] }
}

const fn code(status: u16, media: &'static [&'static str]) -> rt::Response {
    response(rt::Status::Code(status), media)
}

const fn uses(scheme: &'static str) -> rt::SchemeUse {
    rt::SchemeUse { scheme, scopes: &[] }
}

/// What is the same in most operations.
const PLAIN: rt::Operation = rt::Operation {
    id: "",
    tag: "desktop",
    method: rt::Method::Get,
    path: "",
    params: &[],
    body: None,
    responses: &[],
    security: &[],
    fixed_headers: &[],
    deprecated: false,
    idempotent: false,
};

printed_record!(ListDesktopsInput {
    0 project_id: String = "path.project_id" rt::REQUIRED, PROJECT_CHECK, required;
    1 limit: Option<i32> = "query.limit" rt::OPTIONAL,
        &rt::Check { minimum: Some(rt::Bound::Int(1)), maximum: Some(rt::Bound::Int(100)), ..rt::Check::ANY }, optional;
    2 status: Option<Vec<State>> = "query.status" rt::OPTIONAL, &rt::Check::ANY, optional;
    3 name: Option<String> = "query.name" rt::OPTIONAL,
        &rt::Check { max_length: Some(64), ..rt::Check::ANY }, optional;
    4 trace: Option<String> = "header.X-Trace" rt::OPTIONAL, &rt::Check::ANY, optional;
    5 seat: Option<String> = "cookie.seat" rt::OPTIONAL, &rt::Check::ANY, optional;
});

impl rt::Input for ListDesktopsInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "listDesktops",
        path: "/v2/{project_id}/desktops",
        params: &[
            PROJECT,
            rt::Param::query("limit"),
            rt::Param::query("status"),
            rt::Param::query("name"),
            rt::Param::header("X-Trace"),
            rt::Param::cookie("seat"),
        ],
        responses: &[code(200, JSON), code(400, JSON), response(rt::Status::Default, JSON)],
        security: &[&[], &[uses("Pair"), uses("Missing")], &[uses("Key")], &[uses("Basic")]],
        ..PLAIN
    };
    type Output = ListDesktopsOutput;
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ListDesktopsOutput {
    Ok(Vec<Desktop>),
    BadRequest(Error),
    Default(u16, Error),
}

impl rt::Output for ListDesktopsOutput {
    type Success = Vec<Desktop>;

    fn read(index: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(match index {
            0 => Self::Ok(from.body()?),
            1 => Self::BadRequest(from.body()?),
            _ => Self::Default(from.status(), from.body()?),
        })
    }

    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        match self {
            Self::Ok(body) => to.body(0, 200, body),
            Self::BadRequest(body) => to.body(1, 400, body),
            Self::Default(status, body) => to.body(2, *status, body),
        }
    }

    fn success(self) -> Result<Self::Success, Self> {
        match self {
            Self::Ok(body) => Ok(body),
            other => Err(other),
        }
    }
}

printed_record!(CreateDesktopInput {
    0 project_id: String = "path.project_id" rt::REQUIRED, PROJECT_CHECK, required;
    1 body: Desktop = "body" rt::REQUIRED, &rt::Check::ANY, required;
});

impl rt::Input for CreateDesktopInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "createDesktop",
        method: rt::Method::Post,
        path: "/v2/{project_id}/desktops",
        params: &[PROJECT],
        body: Some(rt::Body { required: true, media: JSON }),
        responses: &[
            rt::Response {
                status: rt::Status::Code(201),
                media: JSON,
                headers: &[rt::Param::header("Location").required(), rt::Param::header("X-Left")],
            },
            response(rt::Status::Range(4), JSON),
        ],
        security: &[&[uses("Bearer")], &[uses("QueryKey"), uses("CookieKey")]],
        ..PLAIN
    };
    type Output = CreateDesktopOutput;
}

printed_record!(CreatedHeaders {
    0 location: String = "Location" rt::REQUIRED, &rt::Check::ANY, required;
    1 left: Option<i64> = "X-Left" rt::OPTIONAL, &rt::Check::ANY, optional;
});

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum CreateDesktopOutput {
    Created(Box<rt::Reply<Desktop, CreatedHeaders>>),
    ClientError(u16, Error),
}

impl rt::Output for CreateDesktopOutput {
    type Success = rt::Reply<Desktop, CreatedHeaders>;

    fn read(index: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(match index {
            0 => Self::Created(Box::new(from.reply()?)),
            _ => Self::ClientError(from.status(), from.body()?),
        })
    }

    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        match self {
            Self::Created(it) => to.reply(0, 201, it),
            Self::ClientError(status, body) => to.body(1, *status, body),
        }
    }

    fn success(self) -> Result<Self::Success, Self> {
        match self {
            Self::Created(it) => Ok(*it),
            other => Err(other),
        }
    }
}

/// Prints an output with one answer without body, and perhaps 404.
macro_rules! printed_empty_output {
    ($name:ident, $status:literal) => {
        #[derive(Clone, PartialEq, Debug)]
        pub(crate) enum $name {
            Done,
            NotFound(Error),
        }

        impl rt::Output for $name {
            type Success = ();

            fn read(index: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
                Ok(match index {
                    0 => Self::Done,
                    _ => Self::NotFound(from.body()?),
                })
            }

            fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
                match self {
                    Self::Done => to.empty(0, $status),
                    Self::NotFound(body) => to.body(1, 404, body),
                }
            }

            fn success(self) -> Result<Self::Success, Self> {
                match self {
                    Self::Done => Ok(()),
                    other => Err(other),
                }
            }
        }
    };
}

printed_record!(ProbeDesktopsInput {
    0 project_id: String = "path.project_id" rt::REQUIRED, PROJECT_CHECK, required;
});

impl rt::Input for ProbeDesktopsInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "probeDesktops",
        method: rt::Method::Head,
        path: "/v2/{project_id}/desktops",
        params: &[PROJECT],
        responses: &[code(200, &[])],
        ..PLAIN
    };
    type Output = ProbeDesktopsOutput;
}

printed_empty_output!(ProbeDesktopsOutput, 200);

printed_record!(StartDesktopInput {
    0 project_id: String = "path.project_id" rt::REQUIRED, PROJECT_CHECK, required;
    1 id: String = "path.id" rt::REQUIRED, &rt::Check::ANY, required;
});

impl rt::Input for StartDesktopInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "startDesktop",
        method: rt::Method::Post,
        path: "/v2/{project_id}/desktops/{id}:start",
        params: &[PROJECT, rt::Param::path("id")],
        responses: &[code(204, &[]), code(404, JSON)],
        security: &[&[uses("Signed")], &[uses("Key")]],
        ..PLAIN
    };
    type Output = StartDesktopOutput;
}

printed_empty_output!(StartDesktopOutput, 204);

printed_record!(PutFileInput {
    0 name: String = "path.name" rt::REQUIRED, &rt::Check::ANY, required;
    1 kind: String = "path.kind" rt::REQUIRED, &rt::Check { pattern: Some("^[a-z]{3}$"), ..rt::Check::ANY }, required;
    2 body: Option<rt::Bytes> = "body" rt::OPTIONAL, &rt::Check::ANY, optional;
});

impl rt::Input for PutFileInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "putFile",
        tag: "file",
        method: rt::Method::Put,
        path: "/files/{name}.{kind}",
        params: &[rt::Param::path("name"), rt::Param::path("kind")],
        body: Some(rt::Body { required: false, media: &["application/octet-stream"] }),
        responses: &[code(200, &["text/plain"])],
        ..PLAIN
    };
    type Output = Only<String>;
}

printed_record!(PickInput {
    0 items: Option<Vec<Item>> = "query.Item" rt::OPTIONAL, &rt::Check::ANY, optional;
});

impl rt::Input for PickInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "pick",
        tag: "rpc",
        method: rt::Method::Post,
        path: "/",
        params: &[rt::Param::query("Item").style(rt::Style::Flat, true)],
        responses: &[code(200, JSON)],
        fixed_headers: &[("x-action", "Pick")],
        idempotent: true,
        ..PLAIN
    };
    type Output = Only<Item>;
}

printed_record!(DropInput {});

impl rt::Input for DropInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "drop",
        tag: "rpc",
        method: rt::Method::Post,
        path: "/",
        responses: &[code(200, JSON)],
        fixed_headers: &[("x-action", "Drop")],
        ..PLAIN
    };
    type Output = Only<rt::Value>;
}

/// An output with a single documented answer.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Only<T>(pub(crate) T);

impl<T> rt::Output for Only<T>
where
    T: rt::Encode + rt::Decode + std::fmt::Debug + Send + Sync + 'static,
{
    type Success = T;

    fn read(_: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(Self(from.body()?))
    }

    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        to.body(0, 200, &self.0)
    }

    fn success(self) -> Result<Self::Success, Self> {
        Ok(self.0)
    }
}
