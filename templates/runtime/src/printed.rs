//! A printed module made by hand: exactly what the generator prints, for the tests of this crate.

use crate as rt;

#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) parent: Option<Box<Job>>,
    pub(crate) note: Option<String>,
    pub(crate) limit: rt::Patch<i32>,
    pub(crate) status: Option<Status>,
    pub(crate) pets: Option<Vec<Pet>>,
    pub(crate) additional: std::collections::BTreeMap<String, i32>,
}
impl rt::Record for Job {
    const SHAPE: rt::Shape = rt::Shape {
        name: "Job",
        fields: &["id", "name", "parent", "note", "limit", "status", "pets"],
        flags: &[(1, rt::REQUIRED), (3, rt::REQUIRED | rt::SECRET)],
        checks: &[
            (1, &rt::Check { max_length: Some(8), ..rt::Check::ANY }),
            (4, &rt::Check { minimum: Some(rt::Bound::Int(1)), ..rt::Check::ANY }),
            (6, &rt::Check { max_items: Some(2), ..rt::Check::ANY }),
        ],
        unknown: rt::Unknown::Keep,
    };
    fn blank() -> Self {
        Self {
            id: rt::blank(),
            name: rt::blank(),
            parent: rt::blank(),
            note: rt::blank(),
            limit: rt::blank(),
            status: rt::blank(),
            pets: rt::blank(),
            additional: rt::blank(),
        }
    }

    fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
        match field {
            0 => from.read(&mut self.id),
            1 => from.read(&mut self.name),
            2 => from.read(&mut self.parent),
            3 => from.read(&mut self.note),
            4 => from.read(&mut self.limit),
            5 => from.read(&mut self.status),
            _ => from.read(&mut self.pets),
        }
    }
    fn read_rest(&mut self, key: String, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
        from.insert(&mut self.additional, key)
    }
    fn write(&self, to: &mut rt::Fields<'_>) {
        to.optional(0, &self.id);
        to.required(1, &self.name);
        to.optional(2, &self.parent);
        to.required(3, &self.note);
        to.patch(4, &self.limit);
        to.optional(5, &self.status);
        to.optional(6, &self.pets);
        to.entries(&self.additional);
    }
}

rt::record!(Job);

#[derive(Clone)]
pub(crate) enum Status {
    Success,
    Running,
    Unknown(rt::UnknownText),
}
impl rt::TextEnum for Status {
    const VALUES: &'static [&'static str] = &["SUCCESS", "RUNNING"];
    fn of(value: Result<usize, rt::UnknownText>) -> Self {
        match value {
            Ok(0) => Self::Success,
            Ok(_) => Self::Running,
            Err(unknown) => Self::Unknown(unknown),
        }
    }
    fn as_str(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Running => "RUNNING",
            Self::Unknown(text) => text.as_str(),
        }
    }
}
rt::text_enum!(Status);

#[derive(Clone)]
pub(crate) enum Level {
    Low,
    High,
    Unknown(rt::UnknownInt),
}
impl rt::IntEnum for Level {
    const VALUES: &'static [i64] = &[1, 10];
    fn of(value: Result<usize, rt::UnknownInt>) -> Self {
        match value {
            Ok(0) => Self::Low,
            Ok(_) => Self::High,
            Err(unknown) => Self::Unknown(unknown),
        }
    }
    fn value(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::High => 10,
            Self::Unknown(value) => value.value(),
        }
    }
}
rt::int_enum!(Level);

/// A small record; reads both kinds of pets.
macro_rules! pet {
    ($name:ident, $text:literal, $own:literal, $flags:expr) => {
        #[derive(Clone)]
        pub(crate) struct $name {
            pub(crate) pet_type: Option<String>,
            pub(crate) own: String,
        }
        impl rt::Record for $name {
            const SHAPE: rt::Shape = rt::Shape {
                name: $text,
                fields: &["petType", $own],
                flags: &[(1, rt::REQUIRED | $flags)],
                checks: &[(1, &rt::Check { min_length: Some(2), ..rt::Check::ANY })],
                ..rt::Shape::PLAIN
            };
            fn blank() -> Self {
                Self { pet_type: rt::blank(), own: rt::blank() }
            }

            fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
                match field {
                    0 => from.read(&mut self.pet_type),
                    _ => from.read(&mut self.own),
                }
            }
            fn write(&self, to: &mut rt::Fields<'_>) {
                to.optional(0, &self.pet_type);
                to.required(1, &self.own);
            }
        }

        rt::record!($name);
    };
}
pet!(Cat, "Cat", "password", rt::SECRET);
pet!(Dog, "Dog", "bark", rt::OPTIONAL);

#[derive(Clone, PartialEq)]
pub(crate) enum Pet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
    Unknown(rt::UnknownUnion),
}
impl rt::TaggedUnion for Pet {
    const TAG: &'static str = "petType";
    const VALUES: &'static [&'static str] = &["cat", "kitty", "dog"];
    fn read(index: usize, value: rt::Value) -> Result<Self, rt::ValueError> {
        Ok(match index {
            0 | 1 => Self::Cat(rt::from_value(value)?),
            _ => Self::Dog(rt::from_value(value)?),
        })
    }
    fn unknown(value: rt::UnknownUnion) -> Self {
        Self::Unknown(value)
    }
    fn write(&self) -> (&'static [&'static str], rt::Tree) {
        match self {
            Self::Cat(it) => (&["cat", "kitty"], rt::to_tree(it)),
            Self::Dog(it) => (&["dog"], rt::to_tree(it)),
            Self::Unknown(it) => (&[], rt::to_tree(it)),
        }
    }
}
rt::tagged_union!(Pet);

#[derive(Clone, PartialEq)]
pub(crate) enum IdOrName {
    Integer(i64),
    Text(String),
    Cat(Box<Cat>),
    Unknown(rt::UnknownUnion),
}
impl rt::UntaggedUnion for IdOrName {
    const VARIANTS: usize = 3;
    fn read(index: usize, value: &rt::Value) -> Result<Self, rt::ValueError> {
        Ok(match index {
            0 => Self::Integer(rt::from_value_ref(value)?),
            1 => Self::Text(rt::from_value_ref(value)?),
            _ => Self::Cat(rt::from_value_ref(value)?),
        })
    }
    fn unknown(value: rt::UnknownUnion) -> Self {
        Self::Unknown(value)
    }
    fn write(&self) -> rt::Tree {
        match self {
            Self::Integer(it) => rt::to_tree(it),
            Self::Text(it) => rt::to_tree(it),
            Self::Cat(it) => rt::to_tree(it),
            Self::Unknown(it) => rt::to_tree(it),
        }
    }
}
rt::untagged_union!(IdOrName);

/// Input of `listJobs`.
#[derive(Clone)]
pub(crate) struct ListJobsInput {
    pub(crate) project_id: String,
    pub(crate) limit: Option<i32>,
    pub(crate) ids: Vec<String>,
    pub(crate) filter: Option<Dog>,
    pub(crate) trace: Option<Vec<String>>,
    pub(crate) session: Option<String>,
    pub(crate) which: Option<IdOrName>,
    pub(crate) body: Option<Job>,
}
impl rt::Record for ListJobsInput {
    const SHAPE: rt::Shape = rt::Shape {
        name: "ListJobsInput",
        fields: &[
            "path.project_id",
            "query.limit",
            "query.ids",
            "query.filter",
            "header.X-Trace",
            "cookie.session",
            "query.which",
            "body",
        ],
        flags: &[(0, rt::REQUIRED), (2, rt::REQUIRED), (5, rt::OPTIONAL | rt::SECRET)],
        checks: &[(1, &rt::Check { maximum: Some(rt::Bound::Int(100)), ..rt::Check::ANY })],
        ..rt::Shape::PLAIN
    };
    fn blank() -> Self {
        Self {
            project_id: rt::blank(),
            limit: rt::blank(),
            ids: rt::blank(),
            filter: rt::blank(),
            trace: rt::blank(),
            session: rt::blank(),
            which: rt::blank(),
            body: rt::blank(),
        }
    }

    fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
        match field {
            0 => from.read(&mut self.project_id),
            1 => from.read(&mut self.limit),
            2 => from.read(&mut self.ids),
            3 => from.read(&mut self.filter),
            4 => from.read(&mut self.trace),
            5 => from.read(&mut self.session),
            6 => from.read(&mut self.which),
            _ => from.read(&mut self.body),
        }
    }
    fn write(&self, to: &mut rt::Fields<'_>) {
        to.required(0, &self.project_id);
        to.optional(1, &self.limit);
        to.required(2, &self.ids);
        to.optional(3, &self.filter);
        to.optional(4, &self.trace);
        to.optional(5, &self.session);
        to.optional(6, &self.which);
        to.optional(7, &self.body);
    }
}

rt::record!(ListJobsInput);
impl rt::Input for ListJobsInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "listJobs",
        tag: "jobs",
        method: rt::Method::Post,
        path: "/v2/{project_id}/jobs",
        params: &[
            rt::Param::path("project_id").client_level(),
            rt::Param::query("limit"),
            rt::Param::query("ids").required(),
            rt::Param::query("filter"),
            rt::Param::header("X-Trace"),
            rt::Param::cookie("session"),
            rt::Param::query("which"),
        ],
        body: Some(rt::Body { required: false, media: &["application/json"] }),
        responses: &[
            rt::Response { status: rt::Status::Code(200), media: &["application/json"], headers: &[] },
            rt::Response { status: rt::Status::Code(204), media: &[], headers: &[] },
            rt::Response {
                status: rt::Status::Code(302),
                media: &["text/plain"],
                headers: &[rt::Param::header("Location").required(), rt::Param::header("X-Left")],
            },
            rt::Response { status: rt::Status::Range(5), media: &["application/octet-stream"], headers: &[] },
            rt::Response { status: rt::Status::Default, media: &["application/json"], headers: &[] },
        ],
        security: &[],
        fixed_headers: &[("X-Action", "ListJobs")],
        deprecated: false,
        ..rt::Operation::PLAIN
    };
    type Output = ListJobsOutput;
}

/// Headers of the answer 302.
#[derive(Clone)]
pub(crate) struct FoundHeaders {
    pub(crate) location: String,
    pub(crate) left: Option<i64>,
}
impl rt::Record for FoundHeaders {
    const SHAPE: rt::Shape = rt::Shape {
        name: "FoundHeaders",
        fields: &["Location", "X-Left"],
        flags: &[(0, rt::REQUIRED)],
        ..rt::Shape::PLAIN
    };
    fn blank() -> Self {
        Self { location: rt::blank(), left: rt::blank() }
    }

    fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
        match field {
            0 => from.read(&mut self.location),
            _ => from.read(&mut self.left),
        }
    }
    fn write(&self, to: &mut rt::Fields<'_>) {
        to.required(0, &self.location);
        to.optional(1, &self.left);
    }
}

rt::record!(FoundHeaders);

/// Every documented answer of `listJobs`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ListJobsOutput {
    Ok(Vec<Job>),
    NoContent,
    Found(rt::Reply<String, FoundHeaders>),
    ServerError(u16, rt::Bytes),
    Default(u16, Dog),
}
impl rt::Output for ListJobsOutput {
    type Success = Vec<Job>;
    fn read(index: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(match index {
            0 => Self::Ok(from.body()?),
            1 => Self::NoContent,
            2 => Self::Found(from.reply()?),
            3 => Self::ServerError(from.status(), from.body()?),
            _ => Self::Default(from.status(), from.body()?),
        })
    }
    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        match self {
            Self::Ok(body) => to.body(0, 200, body),
            Self::NoContent => to.empty(1, 204),
            Self::Found(it) => to.reply(2, 302, it),
            Self::ServerError(status, body) => to.body(3, *status, body),
            Self::Default(status, body) => to.body(4, *status, body),
        }
    }
    fn success(self) -> Result<Self::Success, Self> {
        match self {
            Self::Ok(body) => Ok(body),
            other => Err(other),
        }
    }
}
