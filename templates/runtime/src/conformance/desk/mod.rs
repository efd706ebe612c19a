//! A small API by hand, printed as the contract says: what the tests of client, server and conformance run on.

#![expect(
    unreachable_pub,
    dead_code,
    reason = "the macros of the runtime print public items, of which tests call some"
)]

mod operations;
mod types;

use std::sync::Arc;

use axum::Router;

pub(crate) use self::operations::*;
pub(crate) use self::types::*;
use crate as rt;
use crate::client::{Builder, Call, Core, Dynamic, Sending};
use crate::server::{Context, Failure, Forward, Handle, Options, Routes};

const SHAPE: rt::ErrorShape = rt::ErrorShape {
    code: &["error_code", "code"],
    message: &["error_msg", "message"],
    detail: &["error_detail"],
    request_id: &["request_id"],
};

const SCHEMES: &[rt::Scheme] = &[
    key("Key", rt::Location::Header, "X-Key"),
    key("QueryKey", rt::Location::Query, "access key"),
    key("CookieKey", rt::Location::Cookie, "session"),
    rt::Scheme { name: "Basic", kind: rt::SchemeKind::Http { scheme: "basic" } },
    rt::Scheme { name: "Bearer", kind: rt::SchemeKind::Http { scheme: "bearer" } },
    rt::Scheme { name: "Signed", kind: rt::SchemeKind::Http { scheme: "hmac" } },
    rt::Scheme { name: "Pair", kind: rt::SchemeKind::OAuth2 },
    rt::Scheme { name: "Missing", kind: rt::SchemeKind::OpenIdConnect },
];

const fn key(scheme: &'static str, location: rt::Location, name: &'static str) -> rt::Scheme {
    rt::Scheme { name: scheme, kind: rt::SchemeKind::ApiKey { location, name } }
}

pub(crate) static CLIENT_API: rt::client::Api = rt::client::Api {
    name: "Desk",
    version: "1",
    default_user_agent: "desk/1",
    servers: &[rt::client::Server {
        url: "https://desk.{region}.example.org",
        variables: &[rt::client::Variable { name: "region", default: "north" }],
    }],
    error_shape: SHAPE,
    schemes: SCHEMES,
};

pub(crate) static SERVER_API: rt::server::Api =
    rt::server::Api { name: "Desk <1>", error_shape: SHAPE, description: DESCRIPTION, schemes: SCHEMES };

pub(crate) const DESCRIPTION: &str = include_str!("openapi.yaml");

/// A printed client.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) core: Core,
}

impl Client {
    pub(crate) fn builder() -> Builder {
        Builder::new(&CLIENT_API)
    }

    /// A client of `router` without sockets.
    pub(crate) fn of(router: Router) -> Self {
        let builder = Self::builder().transport(rt::client::InProcess::new(router));
        Self { core: builder.build().expect("is set up well") }
    }

    pub(crate) fn list_desktops(&self) -> ListDesktops<'_> {
        ListDesktops { call: Call::new(&self.core, rt::blank()) }
    }

    pub(crate) fn create_desktop(&self, body: Desktop) -> CreateDesktop<'_> {
        CreateDesktop { call: Call::new(&self.core, CreateDesktopInput { project_id: String::new(), body }) }
    }

    pub(crate) fn start_desktop(&self, id: &str) -> StartDesktop<'_> {
        let input = StartDesktopInput { project_id: String::new(), id: id.to_owned() };
        StartDesktop { call: Call::new(&self.core, input) }
    }
}

pub(crate) mod calls {
    //! The type of all calls, apart from the one of the runtime that has the same name.

    crate::calls!();
}

pub(crate) type ListDesktops<'a> = calls::Call<'a, ListDesktopsInput>;
pub(crate) type CreateDesktop<'a> = calls::Call<'a, CreateDesktopInput>;
pub(crate) type StartDesktop<'a> = calls::Call<'a, StartDesktopInput>;

impl ListDesktops<'_> {
    pub(crate) fn project_id(mut self, project_id: &str) -> Self {
        self.call.input.project_id = project_id.to_owned();
        self
    }

    pub(crate) fn limit(mut self, limit: i32) -> Self {
        self.call.input.limit = Some(limit);
        self
    }

    pub(crate) fn name(mut self, name: &str) -> Self {
        self.call.input.name = Some(name.to_owned());
        self
    }

    pub(crate) fn trace(mut self, trace: &str) -> Self {
        self.call.input.trace = Some(trace.to_owned());
        self
    }

    pub(crate) fn seat(mut self, seat: &str) -> Self {
        self.call.input.seat = Some(seat.to_owned());
        self
    }
}

impl Dynamic for Client {
    fn operations(&self) -> &'static [&'static rt::Operation] {
        const {
            &[
                <ListDesktopsInput as rt::Input>::OPERATION,
                <CreateDesktopInput as rt::Input>::OPERATION,
                <ProbeDesktopsInput as rt::Input>::OPERATION,
                <StartDesktopInput as rt::Input>::OPERATION,
                <PutFileInput as rt::Input>::OPERATION,
                <PickInput as rt::Input>::OPERATION,
                <DropInput as rt::Input>::OPERATION,
            ]
        }
    }

    fn call<'a>(&'a self, operation_id: &str, input: rt::Value) -> Sending<'a, Result<rt::Value, rt::client::Error>> {
        match operation_id {
            "listDesktops" => self.by_json::<ListDesktopsInput>(input),
            "createDesktop" => self.by_json::<CreateDesktopInput>(input),
            "probeDesktops" => self.by_json::<ProbeDesktopsInput>(input),
            "startDesktop" => self.by_json::<StartDesktopInput>(input),
            "putFile" => self.by_json::<PutFileInput>(input),
            "pick" => self.by_json::<PickInput>(input),
            "drop" => self.by_json::<DropInput>(input),
            other => rt::client::unknown_operation(other),
        }
    }
}

impl Client {
    fn by_json<I: rt::Input>(&self, input: rt::Value) -> Sending<'_, Result<rt::Value, rt::client::Error>> {
        match rt::client::read_input::<I>(input) {
            Ok(input) => Call::new(&self.core, input).respond_json(),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

/// A printed server trait; the other operations are only forwarded.
pub(crate) trait DesktopApi: Send + Sync + 'static {
    fn list_desktops(
        &self,
        context: Context,
        input: ListDesktopsInput,
    ) -> impl Future<Output = Result<ListDesktopsOutput, Failure>> + Send {
        rt::server::not_implemented(context, input)
    }

    fn create_desktop(
        &self,
        context: Context,
        input: CreateDesktopInput,
    ) -> impl Future<Output = Result<CreateDesktopOutput, Failure>> + Send {
        rt::server::not_implemented(context, input)
    }

    fn start_desktop(
        &self,
        context: Context,
        input: StartDesktopInput,
    ) -> impl Future<Output = Result<StartDesktopOutput, Failure>> + Send {
        rt::server::not_implemented(context, input)
    }
}

pub(crate) fn desktop_routes<A: DesktopApi>(api: Arc<A>, routes: &mut Routes) {
    let it = Arc::clone(&api);
    routes.add(move |context, input: ListDesktopsInput| {
        let it = Arc::clone(&it);
        async move { it.list_desktops(context, input).await }
    });
    let it = Arc::clone(&api);
    routes.add(move |context, input: CreateDesktopInput| {
        let it = Arc::clone(&it);
        async move { it.create_desktop(context, input).await }
    });
    let it = Arc::clone(&api);
    routes.add(move |context, input: StartDesktopInput| {
        let it = Arc::clone(&it);
        async move { it.start_desktop(context, input).await }
    });
}

/// A server of `api` with other settings.
pub(crate) fn router_of<A: DesktopApi>(api: A, options: Options) -> Router {
    let mut routes = Routes::new(&SERVER_API).with_options(options);
    desktop_routes(Arc::new(api), &mut routes);
    routes.into_router()
}

/// A server of all operations that forwards them to `handle`.
pub(crate) fn forwarding<H: Handle>(handle: H, options: Options) -> Router {
    let forward = Forward::new(handle);
    let mut routes = Routes::new(&SERVER_API).with_options(options).with_description_pages("/docs");
    add::<H, ListDesktopsInput>(&forward, &mut routes);
    add::<H, CreateDesktopInput>(&forward, &mut routes);
    add::<H, ProbeDesktopsInput>(&forward, &mut routes);
    add::<H, StartDesktopInput>(&forward, &mut routes);
    add::<H, PutFileInput>(&forward, &mut routes);
    add::<H, PickInput>(&forward, &mut routes);
    add::<H, DropInput>(&forward, &mut routes);
    routes.into_router()
}

fn add<H: Handle, I: rt::Input>(forward: &Forward<H>, routes: &mut Routes) {
    let it = forward.clone();
    routes.add(move |context, input: I| {
        let it = it.clone();
        async move { it.forward(context, input).await }
    });
}

/// A desktop with nothing but what is required.
pub(crate) fn desktop(name: &str) -> Desktop {
    Desktop { name: name.to_owned(), ..rt::blank() }
}
