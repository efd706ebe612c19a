//! JSON text, read piece by piece as values ask for it (RFC 8259).
//!
//! Text without escapes is borrowed; nothing is built that nobody asked for. Nesting is bounded, so that hostile text
//! cannot exhaust the stack.

use std::borrow::Cow;

use crate::plain_text::plain_end;
use crate::{Value, ValueError};

/// How deep lists and objects may be nested.
const MAX_DEPTH: u8 = 128;

/// A place in JSON text.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

/// What begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The kind in words.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first letter that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Takes a letter if it comes next.
    #[inline]
    fn take(&mut self, letter: u8) -> bool {
        let found = self.peek() == Some(letter);
        self.at += usize::from(found);
        found
    }

    #[cold]
    fn fault(&self, expected: &str) -> ValueError {
        if self.at >= self.text.len() {
            return ValueError::new(format!("the text ends where {expected} is expected"));
        }
        let before = &self.text.as_bytes()[..self.at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = self.at - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1) + 1;
        ValueError::new(format!("this is no JSON: expected {expected} at line {line}, column {column}"))
    }

    /// What begins here.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, ValueError> {
        Ok(match self.peek() {
            Some(b'"') => Kind::Text,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => return Err(self.fault("a value")),
        })
    }

    fn word(&mut self, word: &str) -> Result<(), ValueError> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fault(word));
        }
        self.at += word.len();
        Ok(())
    }

    /// Takes `null`, which was seen to begin here.
    pub(super) fn null(&mut self) -> Result<(), ValueError> {
        self.word("null")
    }

    /// Takes `true` or `false`, one of which was seen to begin here.
    pub(super) fn bool(&mut self) -> Result<bool, ValueError> {
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" }).map(|()| value)
    }

    /// Takes the text of a number, which was seen to begin here; and whether it is an integer.
    #[inline]
    pub(super) fn number(&mut self) -> Result<(&'a str, bool), ValueError> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        let mut is_integer = true;
        if self.byte() == Some(b'.') {
            is_integer = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            is_integer = false;
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok((&self.text[start..self.at], is_integer))
    }

    #[inline]
    fn digits(&mut self) -> Result<(), ValueError> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("a digit")) } else { Ok(()) }
    }

    /// Takes text, which was seen to begin here.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ValueError> {
        let start = self.at + 1;
        self.at = plain_end(self.text.as_bytes(), start);
        if self.byte() == Some(b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.string_with_escapes(start).map(Cow::Owned)
    }

    #[cold]
    fn string_with_escapes(&mut self, start: usize) -> Result<String, ValueError> {
        let mut text = self.text[start..self.at].to_owned();
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(0..0x20) => return Err(self.fault("a letter and no control character")),
                Some(_) => {
                    let from = self.at;
                    self.at = plain_end(self.text.as_bytes(), from);
                    text.push_str(&self.text[from..self.at]);
                }
                None => return Err(self.fault("`\"`")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ValueError> {
        let letter = match self.byte() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.fault("an escape")),
        };
        self.at += 1;
        Ok(letter)
    }

    /// The letter of `\uXXXX`, or of two of them.
    fn unicode(&mut self) -> Result<char, ValueError> {
        let first = self.hexadecimal()?;
        let code = match first {
            0xd800..0xdc00 => {
                let is_pair = self.text.as_bytes()[self.at..].starts_with(b"\\u");
                self.at += if is_pair { 2 } else { 0 };
                let second = if is_pair { self.hexadecimal()? } else { 0 };
                if !(0xdc00..0xe000).contains(&second) {
                    return Err(self.fault("the second half of a letter"));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| self.fault("the first half of a letter"))
    }

    fn hexadecimal(&mut self) -> Result<u32, ValueError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        let code = digits.and_then(|it| u32::from_str_radix(it, 16).ok()).ok_or_else(|| self.fault("four digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Enters a list or object, which was seen to begin here; whether there is something in it.
    #[inline]
    pub(super) fn enter(&mut self, end: u8) -> Result<bool, ValueError> {
        if self.depth == MAX_DEPTH {
            return Err(ValueError::new(format!("nested deeper than {MAX_DEPTH}")));
        }
        self.depth += 1;
        self.at += 1;
        let is_empty = self.take(end);
        self.depth -= u8::from(is_empty);
        Ok(!is_empty)
    }

    /// Goes on in a list or object; whether there is more in it.
    #[inline]
    pub(super) fn more(&mut self, end: u8) -> Result<bool, ValueError> {
        if self.take(b',') {
            return Ok(true);
        }
        if !self.take(end) {
            return Err(self.fault(if end == b']' { "`,` or `]`" } else { "`,` or `}`" }));
        }
        self.depth -= 1;
        Ok(false)
    }

    /// Takes the name of a member and the colon after it.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, ValueError> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("the name of a member"));
        }
        let key = self.string()?;
        if self.take(b':') { Ok(key) } else { Err(self.fault("`:`")) }
    }

    /// Takes a whole value that nobody wants; it may be nested as deep as it likes.
    pub(super) fn skip(&mut self) -> Result<(), ValueError> {
        let mut ends = Vec::new();
        loop {
            match self.kind()? {
                Kind::Null => self.null()?,
                Kind::Bool => drop(self.bool()?),
                Kind::Number => drop(self.number()?),
                Kind::Text => drop(self.string()?),
                kind @ (Kind::List | Kind::Object) => {
                    let end = if kind == Kind::List { b']' } else { b'}' };
                    self.at += 1;
                    if !self.take(end) {
                        ends.push(end);
                        self.skip_key(end)?;
                        continue;
                    }
                }
            }
            if !self.skip_ends(&mut ends)? {
                return Ok(());
            }
        }
    }

    /// Takes what stands after a value; whether another value follows.
    fn skip_ends(&mut self, ends: &mut Vec<u8>) -> Result<bool, ValueError> {
        while let Some(end) = ends.last().copied() {
            if self.take(b',') {
                return self.skip_key(end).map(|()| true);
            }
            if !self.take(end) {
                return Err(self.fault("`,` or an end"));
            }
            ends.pop();
        }
        Ok(false)
    }

    fn skip_key(&mut self, end: u8) -> Result<(), ValueError> {
        if end == b'}' { self.key().map(drop) } else { Ok(()) }
    }

    /// Takes a whole value of any kind.
    pub(super) fn value(&mut self) -> Result<Value, ValueError> {
        Ok(match self.kind()? {
            Kind::Null => self.null().map(|()| Value::Null)?,
            Kind::Bool => Value::Bool(self.bool()?),
            Kind::Number => {
                let (text, _) = self.number()?;
                // The grammar is the same; what is too large for a number is an error there too.
                serde_json::from_str(text).map_err(|_| ValueError::new("the number is too large"))?
            }
            Kind::Text => Value::String(self.string()?.into_owned()),
            Kind::List => {
                let mut items = Vec::new();
                let mut more = self.enter(b']')?;
                while more {
                    items.push(self.value()?);
                    more = self.more(b']')?;
                }
                Value::Array(items)
            }
            Kind::Object => {
                let mut members = serde_json::Map::new();
                let mut more = self.enter(b'}')?;
                while more {
                    let key = self.key()?.into_owned();
                    members.insert(key, self.value()?);
                    more = self.more(b'}')?;
                }
                Value::Object(members)
            }
        })
    }

    /// That nothing follows.
    pub(super) fn end(&mut self) -> Result<(), ValueError> {
        if self.peek().is_some() { Err(self.fault("the end of the text")) } else { Ok(()) }
    }
}
