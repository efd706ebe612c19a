//! A printed module made by hand: exactly what the generator prints, for the tests of this crate.

use crate as rt;

#[derive(Clone, PartialEq)]
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
    const NAME: &'static str = "Job";
    const FIELDS: &'static [rt::Field] = &[
        rt::Field("id", rt::OPTIONAL, None),
        rt::Field("name", rt::REQUIRED, Some(&rt::Check { max_length: Some(8), ..rt::Check::ANY })),
        rt::Field("parent", rt::OPTIONAL, None),
        rt::Field("note", rt::REQUIRED | rt::SECRET, None),
        rt::Field("limit", rt::OPTIONAL, Some(&rt::Check { minimum: Some(rt::Bound::Int(1)), ..rt::Check::ANY })),
        rt::Field("status", rt::OPTIONAL, None),
        rt::Field("pets", rt::OPTIONAL, Some(&rt::Check { max_items: Some(2), ..rt::Check::ANY })),
    ];
    const UNKNOWN: rt::Unknown = rt::Unknown::Keep;
    fn read<'de, A: rt::MapAccess<'de>>(&mut self, field: usize, from: &mut A) -> Result<(), A::Error> {
        match field {
            0 => self.id = from.next_value()?,
            1 => self.name = from.next_value()?,
            2 => self.parent = from.next_value()?,
            3 => self.note = from.next_value()?,
            4 => self.limit = from.next_value()?,
            5 => self.status = from.next_value()?,
            _ => self.pets = from.next_value()?,
        }
        Ok(())
    }
    fn read_rest<'de, A: rt::MapAccess<'de>>(&mut self, key: String, from: &mut A) -> Result<(), A::Error> {
        self.additional.insert(key, from.next_value()?);
        Ok(())
    }
    fn write<W: rt::Write>(&self, to: &mut W) -> Result<(), W::Error> {
        to.optional(0, &self.id)?;
        to.required(1, &self.name)?;
        to.optional(2, &self.parent)?;
        to.required(3, &self.note)?;
        to.patch(4, &self.limit)?;
        to.optional(5, &self.status)?;
        to.optional(6, &self.pets)?;
        for (key, value) in &self.additional {
            to.entry(key, value)?;
        }
        Ok(())
    }
}
impl rt::Blank for Job {
    fn blank() -> Self {
        Self {
            id: rt::Blank::blank(),
            name: rt::Blank::blank(),
            parent: rt::Blank::blank(),
            note: rt::Blank::blank(),
            limit: rt::Blank::blank(),
            status: rt::Blank::blank(),
            pets: rt::Blank::blank(),
            additional: rt::Blank::blank(),
        }
    }
}
rt::record!(Job);

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Status {
    Success,
    Running,
    Unknown(rt::UnknownText),
}
impl rt::TextEnum for Status {
    const NAME: &'static str = "Status";
    const VALUES: &'static [&'static str] = &["SUCCESS", "RUNNING"];
    fn known(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Success,
            1 => Self::Running,
            _ => return None,
        })
    }
    fn unknown(text: rt::UnknownText) -> Self {
        Self::Unknown(text)
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

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Level {
    Low,
    High,
    Unknown(rt::UnknownInt),
}
impl rt::IntEnum for Level {
    const NAME: &'static str = "Level";
    const VALUES: &'static [i64] = &[1, 10];
    fn known(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Low,
            1 => Self::High,
            _ => return None,
        })
    }
    fn unknown(value: rt::UnknownInt) -> Self {
        Self::Unknown(value)
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
        #[derive(Clone, PartialEq)]
        pub(crate) struct $name {
            pub(crate) pet_type: Option<String>,
            pub(crate) own: String,
        }
        impl rt::Record for $name {
            const NAME: &'static str = $text;
            const FIELDS: &'static [rt::Field] = &[
                rt::Field("petType", rt::OPTIONAL, None),
                rt::Field($own, rt::REQUIRED | $flags, Some(&rt::Check { min_length: Some(2), ..rt::Check::ANY })),
            ];
            fn read<'de, A: rt::MapAccess<'de>>(&mut self, field: usize, from: &mut A) -> Result<(), A::Error> {
                match field {
                    0 => self.pet_type = from.next_value()?,
                    _ => self.own = from.next_value()?,
                }
                Ok(())
            }
            fn write<W: rt::Write>(&self, to: &mut W) -> Result<(), W::Error> {
                to.optional(0, &self.pet_type)?;
                to.required(1, &self.own)
            }
        }
        impl rt::Blank for $name {
            fn blank() -> Self {
                Self { pet_type: rt::Blank::blank(), own: rt::Blank::blank() }
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
    const NAME: &'static str = "Pet";
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
    fn write(&self) -> Result<(&'static [&'static str], rt::Tree), rt::ValueError> {
        match self {
            Self::Cat(it) => Ok((&["cat", "kitty"], rt::to_tree(it)?)),
            Self::Dog(it) => Ok((&["dog"], rt::to_tree(it)?)),
            Self::Unknown(it) => Ok((&[], rt::to_tree(it)?)),
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
    const NAME: &'static str = "IdOrName";
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
    fn write(&self) -> Result<rt::Tree, rt::ValueError> {
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
#[derive(Clone, PartialEq)]
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
    const NAME: &'static str = "ListJobsInput";
    const FIELDS: &'static [rt::Field] = &[
        rt::Field("path.project_id", rt::REQUIRED, None),
        rt::Field(
            "query.limit",
            rt::OPTIONAL,
            Some(&rt::Check { maximum: Some(rt::Bound::Int(100)), ..rt::Check::ANY }),
        ),
        rt::Field("query.ids", rt::REQUIRED, None),
        rt::Field("query.filter", rt::OPTIONAL, None),
        rt::Field("header.X-Trace", rt::OPTIONAL, None),
        rt::Field("cookie.session", rt::OPTIONAL | rt::SECRET, None),
        rt::Field("query.which", rt::OPTIONAL, None),
        rt::Field("body", rt::OPTIONAL, None),
    ];
    fn read<'de, A: rt::MapAccess<'de>>(&mut self, field: usize, from: &mut A) -> Result<(), A::Error> {
        match field {
            0 => self.project_id = from.next_value()?,
            1 => self.limit = from.next_value()?,
            2 => self.ids = from.next_value()?,
            3 => self.filter = from.next_value()?,
            4 => self.trace = from.next_value()?,
            5 => self.session = from.next_value()?,
            6 => self.which = from.next_value()?,
            _ => self.body = from.next_value()?,
        }
        Ok(())
    }
    fn write<W: rt::Write>(&self, to: &mut W) -> Result<(), W::Error> {
        to.required(0, &self.project_id)?;
        to.optional(1, &self.limit)?;
        to.required(2, &self.ids)?;
        to.optional(3, &self.filter)?;
        to.optional(4, &self.trace)?;
        to.optional(5, &self.session)?;
        to.optional(6, &self.which)?;
        to.optional(7, &self.body)
    }
}
impl rt::Blank for ListJobsInput {
    fn blank() -> Self {
        Self {
            project_id: rt::Blank::blank(),
            limit: rt::Blank::blank(),
            ids: rt::Blank::blank(),
            filter: rt::Blank::blank(),
            trace: rt::Blank::blank(),
            session: rt::Blank::blank(),
            which: rt::Blank::blank(),
            body: rt::Blank::blank(),
        }
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
#[derive(Clone, PartialEq)]
pub(crate) struct FoundHeaders {
    pub(crate) location: String,
    pub(crate) left: Option<i64>,
}
impl rt::Record for FoundHeaders {
    const NAME: &'static str = "FoundHeaders";
    const FIELDS: &'static [rt::Field] =
        &[rt::Field("Location", rt::REQUIRED, None), rt::Field("X-Left", rt::OPTIONAL, None)];
    fn read<'de, A: rt::MapAccess<'de>>(&mut self, field: usize, from: &mut A) -> Result<(), A::Error> {
        match field {
            0 => self.location = from.next_value()?,
            _ => self.left = from.next_value()?,
        }
        Ok(())
    }
    fn write<W: rt::Write>(&self, to: &mut W) -> Result<(), W::Error> {
        to.required(0, &self.location)?;
        to.optional(1, &self.left)
    }
}
impl rt::Blank for FoundHeaders {
    fn blank() -> Self {
        Self { location: rt::Blank::blank(), left: rt::Blank::blank() }
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
