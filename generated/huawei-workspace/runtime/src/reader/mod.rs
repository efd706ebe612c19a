//! Reading: how every value comes from JSON text, and from everything else that requests and answers are made of.
//!
//! There are two inputs: JSON text, which is read as it goes by, and a [`Source`] for parameters, forms, octets and
//! JSON values in memory. [`Reader`] hides which of them it is and is not generic, so that a printed type is compiled
//! once, and not once per format. Errors carry their place in the value, and never the value: it may be secret.

mod lexer;
mod values;

use std::borrow::Cow;

use self::lexer::{Kind, Lexer};
use crate::source::{self, Float, Source};
use crate::{Value, ValueError};

/// A type whose values can be read.
pub trait Decode: Sized {
    /// A placeholder: cheap, and without meaning.
    ///
    /// A record is read into blank fields. A required field that stays unread is an error, so a blank value is never
    /// seen outside. `Default` would not do: it would promise users a meaning.
    fn blank() -> Self;

    /// Reads a value.
    ///
    /// # Errors
    /// If there is none, or one that does not fit.
    fn decode(from: &mut Reader<'_>) -> Result<Self, ValueError>;
}

/// The placeholder of a type.
#[must_use]
#[inline]
pub fn blank<T: Decode>() -> T {
    T::blank()
}

/// Where values are read from.
#[derive(Debug)]
pub struct Reader<'a>(Input<'a>);

#[derive(Debug)]
enum Input<'a> {
    Text(Lexer<'a>),
    /// Empty once it was read.
    Source(Option<Source<'a>>),
}

/// Reads a value from JSON text.
///
/// # Errors
/// If the text is no JSON, or the value does not fit the type.
///
/// ```
/// let ages: Vec<u8> = specwright_runtime::from_json(b"[7, 9]")?;
/// assert_eq!(ages, [7, 9]);
/// # Ok::<(), specwright_runtime::ValueError>(())
/// ```
pub fn from_json<T: Decode>(text: &[u8]) -> Result<T, ValueError> {
    Reader::json(text)?.whole()
}

impl<'a> Reader<'a> {
    /// A reader of JSON text.
    pub(crate) fn json(text: &'a [u8]) -> Result<Self, ValueError> {
        let text = std::str::from_utf8(text).map_err(|_| ValueError::new("the text is not UTF-8"))?;
        Ok(Self(Input::Text(Lexer::new(text))))
    }

    pub(crate) const fn source(source: Source<'a>) -> Self {
        Self(Input::Source(Some(source)))
    }

    /// Reads a value after which nothing follows.
    pub(crate) fn whole<T: Decode>(mut self) -> Result<T, ValueError> {
        let value = T::decode(&mut self)?;
        self.end()?;
        Ok(value)
    }

    /// That nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.end(),
            Input::Source(_) => Ok(()),
        }
    }

    /// Reads a value in place of another.
    ///
    /// # Errors
    /// If there is none, or one that does not fit.
    #[inline]
    pub fn read<T: Decode>(&mut self, to: &mut T) -> Result<(), ValueError> {
        *to = T::decode(self)?;
        Ok(())
    }

    /// Reads a value into a map.
    ///
    /// # Errors
    /// If there is none, or one that does not fit.
    pub fn insert<T: Decode>(&mut self, to: &mut crate::Map<T>, key: String) -> Result<(), ValueError> {
        to.insert(key, T::decode(self)?);
        Ok(())
    }

    /// Whether there is a value: not nothing, and not null.
    #[inline]
    pub(crate) fn is_some(&mut self) -> Result<bool, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Null => lexer.null().map(|()| false),
                _ => Ok(true),
            },
            Input::Source(source) => source::is_some(source),
        }
    }

    pub(crate) fn bool(&mut self) -> Result<bool, ValueError> {
        const EXPECTED: &str = "a boolean";
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Bool => lexer.bool(),
                other => Err(ValueError::misfit(EXPECTED, other.name())),
            },
            Input::Source(source) => match source::json(source) {
                Some(json) => json.as_bool().ok_or_else(|| source::misfit(EXPECTED, &json)),
                None => source::take(source)?.bool(),
            },
        }
    }

    /// Reads an integer; `T` says of which width.
    #[inline]
    pub(crate) fn integer<T: std::str::FromStr>(&mut self, expected: &str) -> Result<T, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Number => match lexer.number()? {
                    (text, true) => text.parse().map_err(|_| ValueError::misfit(expected, "another integer")),
                    (_, false) => Err(ValueError::misfit(expected, "a fraction")),
                },
                other => Err(ValueError::misfit(expected, other.name())),
            },
            Input::Source(source) => match source::json(source) {
                Some(Cow::Borrowed(Value::Number(number))) => source::integer(number, expected),
                Some(Cow::Owned(Value::Number(number))) => source::integer(&number, expected),
                Some(json) => Err(source::misfit(expected, &json)),
                None => source::take(source)?.parse(expected),
            },
        }
    }

    /// Reads a number; `T` says of which precision.
    pub(crate) fn float<T: Float>(&mut self) -> Result<T, ValueError> {
        const EXPECTED: &str = "a number";
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Number => source::finite(lexer.number()?.0),
                other => Err(ValueError::misfit(EXPECTED, other.name())),
            },
            Input::Source(source) => match source::json(source) {
                Some(json) => match &*json {
                    Value::Number(number) => source::finite(&number.to_string()),
                    other => Err(source::misfit(EXPECTED, other)),
                },
                None => source::take(source)?.float(),
            },
        }
    }

    /// Reads text.
    #[inline]
    pub(crate) fn text(&mut self, expected: &str) -> Result<Cow<'a, str>, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Text => lexer.string(),
                other => Err(ValueError::misfit(expected, other.name())),
            },
            Input::Source(source) => match source::json(source) {
                Some(Cow::Borrowed(Value::String(text))) => Ok(Cow::Borrowed(text)),
                Some(Cow::Owned(Value::String(text))) => Ok(Cow::Owned(text)),
                Some(json) => Err(source::misfit(expected, &json)),
                None => source::take(source)?.text(),
            },
        }
    }

    /// Reads nothing.
    pub(crate) fn nothing(&mut self) -> Result<(), ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => match lexer.kind()? {
                Kind::Null => lexer.null(),
                other => Err(ValueError::misfit("nothing", other.name())),
            },
            Input::Source(source) => source::take(source)?.nothing(),
        }
    }

    /// Reads the octets of a body, or `None` where octets are text.
    pub(crate) fn octets(&mut self) -> Option<&'a [u8]> {
        match &self.0 {
            Input::Source(Some(Source::Octets(octets))) => Some(octets),
            _ => None,
        }
    }

    /// Reads a list; `each` reads an item.
    #[inline]
    pub(crate) fn list(
        &mut self,
        mut each: impl FnMut(&mut Reader<'a>) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        let at = |position: usize| move |error: ValueError| error.inside(position.to_string());
        match &mut self.0 {
            Input::Text(lexer) => {
                match lexer.kind()? {
                    Kind::List => {}
                    other => return Err(ValueError::misfit("a list", other.name())),
                }
                let mut more = lexer.enter(b']')?;
                let mut position = 0;
                while more {
                    each(self).map_err(at(position))?;
                    position += 1;
                    more = self.more(b']')?;
                }
                Ok(())
            }
            Input::Source(source) => {
                let items = source::take(source)?.items()?;
                let mut items = items.into_iter().enumerate();
                items.try_for_each(|(position, item)| each(&mut Reader::source(item)).map_err(at(position)))
            }
        }
    }

    /// Reads an object; `each` reads the member of a name.
    #[inline]
    pub(crate) fn object(
        &mut self,
        expected: &str,
        mut each: impl FnMut(Cow<'a, str>, &mut Reader<'a>) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => {
                match lexer.kind()? {
                    Kind::Object => {}
                    other => return Err(ValueError::misfit(&an_object(expected), other.name())),
                }
                let mut more = lexer.enter(b'}')?;
                while more {
                    each(self.key()?, self)?;
                    more = self.more(b'}')?;
                }
                Ok(())
            }
            Input::Source(source) => {
                let members = source::take(source)?.members(|| an_object(expected))?;
                members.read(|name, member| each(name, &mut Reader::source(member)))
            }
        }
    }

    #[inline]
    fn more(&mut self, end: u8) -> Result<bool, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.more(end),
            Input::Source(_) => Ok(false),
        }
    }

    #[inline]
    fn key(&mut self) -> Result<Cow<'a, str>, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.key(),
            Input::Source(_) => Err(ValueError::absent()),
        }
    }

    /// Reads a value of any kind.
    pub(crate) fn value(&mut self) -> Result<Value, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.value(),
            Input::Source(source) => source::take(source)?.value(),
        }
    }

    /// Every reading of a value, the most telling one first: text in a parameter does not say what it is.
    pub(crate) fn readings(&mut self) -> Result<Vec<Value>, ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.value().map(|value| vec![value]),
            Input::Source(source) => source::take(source)?.readings(),
        }
    }

    /// Passes over a value.
    ///
    /// # Errors
    /// If the text is no JSON.
    pub fn skip(&mut self) -> Result<(), ValueError> {
        match &mut self.0 {
            Input::Text(lexer) => lexer.skip(),
            Input::Source(source) => {
                *source = None;
                Ok(())
            }
        }
    }
}

fn an_object(expected: &str) -> String {
    format!("an object ({expected})")
}
