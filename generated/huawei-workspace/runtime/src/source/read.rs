//! What a source has to say to those who ask for a value, a list or an object.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use super::Source;
use crate::style::{Found, Node};
use crate::{Reader, Value, ValueError};

/// Takes what a reader stands on; a value is read only once.
pub(crate) fn take<'a>(source: &mut Option<Source<'a>>) -> Result<Source<'a>, ValueError> {
    source.take().map(Source::wanted).ok_or_else(ValueError::absent)
}

/// Takes a JSON value in memory, if that is what a reader stands on.
pub(crate) fn json<'a>(source: &mut Option<Source<'a>>) -> Option<Cow<'a, Value>> {
    match source.take()? {
        Source::Json(value) => Some(Cow::Borrowed(value)),
        Source::Owned(value) => Some(Cow::Owned(value)),
        other => {
            *source = Some(other);
            None
        }
    }
}

/// Whether there is a value: not nothing, and not null.
pub(crate) fn is_some(source: &mut Option<Source<'_>>) -> Result<bool, ValueError> {
    let found = take(source)?;
    match found {
        Source::Absent { required: true, .. } => Err(ValueError::absent()),
        Source::Absent { .. } | Source::Json(Value::Null) | Source::Owned(Value::Null) => Ok(false),
        other => {
            *source = Some(other);
            Ok(true)
        }
    }
}

/// A JSON value that is not what was asked for.
#[cold]
pub(crate) fn misfit(expected: &str, found: &Value) -> ValueError {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    ValueError::misfit(expected, found)
}

/// The integer that a JSON number is.
pub(crate) fn integer<T: std::str::FromStr>(number: &serde_json::Number, expected: &str) -> Result<T, ValueError> {
    if number.is_f64() {
        return Err(ValueError::misfit(expected, "a fraction"));
    }
    number.to_string().parse().map_err(|_| ValueError::misfit(expected, "another integer"))
}

/// A floating-point number of either precision.
pub(crate) trait Float: std::str::FromStr + Copy + Into<f64> {}

impl Float for f32 {}
impl Float for f64 {}

/// The number that a text is.
pub(crate) fn finite<T: Float>(text: &str) -> Result<T, ValueError> {
    let value: T = text.parse().map_err(|_| ValueError::misfit("a number", "other text"))?;
    // What is too large reads as infinite, which JSON cannot say.
    if value.into().is_finite() { Ok(value) } else { Err(ValueError::new("the number is not finite")) }
}

/// The members of an object.
pub(crate) struct Members<'a> {
    members: Vec<(Cow<'a, str>, Source<'a>)>,
    /// How many members were wanted, if the object is there only if it wants at least one of them.
    wanted: Option<Rc<Cell<usize>>>,
}

impl<'a> Members<'a> {
    /// Reads every member.
    pub(crate) fn read(
        self,
        mut each: impl FnMut(Cow<'a, str>, Source<'a>) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        let result = self.members.into_iter().try_for_each(|(name, member)| each(name, member));
        if self.wanted.is_some_and(|count| count.get() == 0) {
            return Err(ValueError::absent());
        }
        result
    }
}

impl<'a> Source<'a> {
    /// Whoever asks for a value wants it.
    fn wanted(self) -> Self {
        match self {
            Self::Counted(node, count) => {
                count.set(count.get() + 1);
                Self::Node(node)
            }
            other => other,
        }
    }

    /// The text of a single value.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, ValueError> {
        match self {
            Self::Absent { .. } => Err(ValueError::absent()),
            Self::Param(mut found) => found.scalar().map(Cow::Owned),
            Self::Node(mut node) => node.scalar().map(Cow::Owned),
            Self::Text(text) => Ok(text),
            Self::Octets(octets) => {
                std::str::from_utf8(octets).map(Cow::Borrowed).map_err(|_| ValueError::new("the body is not UTF-8"))
            }
            Self::Counted(..) | Self::Json(_) | Self::Owned(_) => Err(ValueError::new("expected text")),
        }
    }

    pub(crate) fn parse<T: std::str::FromStr>(self, expected: &str) -> Result<T, ValueError> {
        self.text()?.parse().map_err(|_| ValueError::misfit(expected, "other text"))
    }

    pub(crate) fn float<T: Float>(self) -> Result<T, ValueError> {
        finite(&self.text()?)
    }

    pub(crate) fn bool(self) -> Result<bool, ValueError> {
        // RPC clients in Python write `True`.
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(ValueError::misfit("true or false", "other text")),
        }
    }

    pub(crate) fn nothing(self) -> Result<(), ValueError> {
        match self {
            Self::Absent { .. } | Self::Octets([]) | Self::Json(Value::Null) | Self::Owned(Value::Null) => Ok(()),
            _ => Err(ValueError::new("expected nothing")),
        }
    }

    /// The items of a list.
    pub(crate) fn items(self) -> Result<Vec<Self>, ValueError> {
        Ok(match self {
            Self::Absent { empty: true, .. } => Vec::new(),
            Self::Param(found) => nodes(found.list()?),
            Self::Node(node) => nodes(node.list()?),
            Self::Json(Value::Array(items)) => items.iter().map(Self::Json).collect(),
            Self::Owned(Value::Array(items)) => items.into_iter().map(Self::Owned).collect(),
            other => return Err(other.instead_of("a list")),
        })
    }

    /// The members of an object.
    pub(crate) fn members(self, expected: impl Fn() -> String) -> Result<Members<'a>, ValueError> {
        let members = match self {
            Self::Absent { empty: true, .. } => Vec::new(),
            Self::Param(found) => return spread(found),
            Self::Node(mut node) if node.members.is_empty() => {
                // Members of forms that are objects themselves are JSON text.
                let text = node.scalar()?;
                match serde_json::from_str(&text) {
                    Ok(Value::Object(members)) => owned_members(members),
                    _ => return Err(ValueError::misfit(&expected(), "text")),
                }
            }
            Self::Node(node) => {
                node.members.into_iter().map(|(name, node)| (Cow::Owned(name), Self::Node(node))).collect()
            }
            Self::Json(Value::Object(members)) => {
                members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::Json(value))).collect()
            }
            Self::Owned(Value::Object(members)) => owned_members(members),
            other => return Err(other.instead_of(&expected())),
        };
        Ok(Members { members, wanted: None })
    }

    #[cold]
    fn instead_of(self, expected: &str) -> ValueError {
        match self {
            Self::Json(value) => misfit(expected, value),
            Self::Owned(value) => misfit(expected, &value),
            Self::Absent { .. } => ValueError::absent(),
            _ => ValueError::misfit(expected, "text"),
        }
    }

    /// What a source is to those who do not ask for a type.
    pub(crate) fn value(self) -> Result<Value, ValueError> {
        Ok(match self {
            Self::Json(value) => value.clone(),
            Self::Owned(value) => value,
            Self::Param(found) if found.is_nested() => Self::object_value(Self::Param(found))?,
            Self::Param(found) if found.n_texts() > 1 => Self::list_value(Self::Param(found))?,
            Self::Node(node) if !node.members.is_empty() => Self::object_value(Self::Node(node))?,
            Self::Node(node) if node.texts.len() > 1 => Self::list_value(Self::Node(node))?,
            other => Value::String(other.text()?.into_owned()),
        })
    }

    fn list_value(self) -> Result<Value, ValueError> {
        self.items()?.into_iter().map(Self::value).collect::<Result<_, _>>().map(Value::Array)
    }

    fn object_value(self) -> Result<Value, ValueError> {
        let mut members = serde_json::Map::new();
        self.members(|| "an object".to_owned())?.read(|name, member| {
            members.insert(name.into_owned(), Reader::source(member).value()?);
            Ok(())
        })?;
        Ok(Value::Object(members))
    }

    /// Every reading of a value, the most telling one first.
    pub(crate) fn readings(self) -> Result<Vec<Value>, ValueError> {
        let is_single = match &self {
            Self::Param(found) => !found.is_nested() && found.n_texts() == 1,
            Self::Node(node) => node.members.is_empty() && node.texts.len() == 1,
            Self::Text(_) | Self::Octets(_) => true,
            _ => false,
        };
        if !is_single {
            return self.value().map(|value| vec![value]);
        }
        // Text does not say what it is, so there is every reading of it.
        let text = self.text()?.into_owned();
        Ok(vec![natural(&text), Value::String(text.clone()), Value::Array(vec![Value::String(text)])])
    }
}

/// What text looks like to those who do not ask for a type; objects inside forms are JSON text.
fn natural(text: &str) -> Value {
    if text.starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return value;
    }
    if let Ok(value) = text.parse::<i64>() {
        return Value::from(value);
    }
    if let Ok(value) = text.parse::<bool>() {
        return Value::from(value);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Value::from(value),
        _ => Value::from(text),
    }
}

/// An object among pairs that may belong to others: it is there if it wants at least one of them.
fn spread(found: Found<'_>) -> Result<Members<'_>, ValueError> {
    let count = Rc::new(Cell::new(0));
    let wanted = found.is_doubtful().then(|| Rc::clone(&count));
    let member = |(name, node)| (Cow::Owned(name), Source::Counted(node, Rc::clone(&count)));
    let members = found.map()?.into_iter().map(member).collect();
    Ok(Members { members, wanted })
}

fn nodes<'a>(nodes: Vec<Node>) -> Vec<Source<'a>> {
    nodes.into_iter().map(Source::Node).collect()
}

fn owned_members<'a>(members: serde_json::Map<String, Value>) -> Vec<(Cow<'a, str>, Source<'a>)> {
    members.into_iter().map(|(name, value)| (Cow::Owned(name), Source::Owned(value))).collect()
}
