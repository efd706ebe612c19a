//! Requests in: path, query, headers and body become a typed input, or a list of everything that is wrong.

use super::encode_request::subject;
use super::path::capture_path;
use super::{Fault, IncomingRequest};
use crate::media;
use crate::reply::Input;
use crate::source::Source;
use crate::style::{Found, Pairs};
use crate::{Body, Location, Operation, Param, REQUIRED, Reader, ValueError, shown};

/// Reads an input from HTTP text.
///
/// # Errors
/// Every fault of every parameter, and the first one of the body.
pub fn decode_request<I: Input>(request: &IncomingRequest<'_>) -> Result<I, Vec<Fault>> {
    let carrier = Carrier::new(I::OPERATION, request).map_err(|fault| vec![fault])?;
    let mut input: I = crate::blank();
    let mut faults = Vec::new();
    for (index, param) in I::OPERATION.params.iter().enumerate() {
        let required = I::SHAPE.flags(index) & REQUIRED != 0;
        if let Err(error) = read_param(&mut input, index, &carrier, param, required) {
            faults.push(param_fault(param, &error));
        }
    }
    if let Some(body) = &I::OPERATION.body
        && let Err(fault) = read_body(&mut input, body, request)
    {
        faults.push(fault);
    }
    if faults.is_empty() { Ok(input) } else { Err(faults) }
}

fn read_param<I: Input>(
    input: &mut I,
    index: usize,
    carrier: &Carrier<'_>,
    param: &'static Param,
    required: bool,
) -> Result<(), ValueError> {
    let found = carrier.find(param)?;
    let may_spread = found.may_spread();
    let result = input.read(index, &mut Reader::source(Source::param(found, required)));
    match result {
        // The pairs that nobody else claims were offered as members of an object, and it wanted none of them.
        Err(error) if error.is_absent() && may_spread => {
            let absent = Source::Absent { required, empty: true };
            input.read(index, &mut Reader::source(absent))
        }
        other => other,
    }
}

fn param_fault(param: &Param, error: &ValueError) -> Fault {
    let subject = subject(param);
    if error.is_absent() {
        return Fault::new(&subject, "required", format!("the parameter `{}` is required", param.name));
    }
    Fault::misfit(&subject, error)
}

fn read_body<I: Input>(input: &mut I, body: &Body, request: &IncomingRequest<'_>) -> Result<(), Fault> {
    let field = I::OPERATION.params.len();
    let content_type = header(request, "content-type").unwrap_or("");
    if request.body.is_empty() && !body.required {
        return Ok(());
    }
    let Some(media) = media::choose(body.media, content_type) else {
        let content_type = shown::text(content_type);
        let text = format!("the body is `{content_type}`, expected `{}`", body.media.join("` or `"));
        return Err(Fault::new("body", "media-type", text));
    };
    if request.body.is_empty() && media::is_json(media) {
        return Err(Fault::new("body", "required", "the body is required"));
    }
    let mut read = || {
        let mut reader = media::reader(media, request.body)?;
        input.read(field, &mut reader)?;
        reader.end()
    };
    read().map_err(|error| Fault::misfit("body", &error))
}

fn header<'a>(request: &IncomingRequest<'a>, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// A request, split as far as that can be done without knowing types.
struct Carrier<'a> {
    path: Vec<(&'static str, &'a str)>,
    query: Pairs<'a>,
    cookies: Pairs<'a>,
    headers: &'a [(String, String)],
}

impl<'a> Carrier<'a> {
    fn new(operation: &'static Operation, request: &IncomingRequest<'a>) -> Result<Self, Fault> {
        let path = capture_path(operation.path, request.path)
            .ok_or_else(|| Fault::new("path", "path", format!("the path does not fit `{}`", operation.path)))?;
        let cookies = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
        let cookies = cookies.flat_map(|(_, value)| value.split(';')).map(str::trim);
        Ok(Self {
            path,
            query: Pairs::new(request.query.split('&'), operation.params, Location::Query),
            cookies: Pairs::new(cookies, operation.params, Location::Cookie),
            headers: request.headers,
        })
    }

    fn find<'b>(&'b self, param: &'static Param) -> Result<Found<'b>, ValueError> {
        match param.location {
            Location::Path => Ok(Found::path(param, self.path.iter().find(|it| it.0 == param.name).map(|it| it.1))),
            Location::Query => Found::pairs(param, &self.query),
            Location::Cookie => Found::pairs(param, &self.cookies),
            Location::Header => Ok(Found::header(param, self.headers)),
        }
    }
}
