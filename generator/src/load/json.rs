//! Reads JSON into nodes, with the place of everything.
//!
//! Our own reader, because `serde_json` gives values without places. It stops at the first syntax error.

use super::text::count;
use super::{Budget, Entry, Map, Node, Value};
use crate::diagnostic::{Place, Sink, quote};
use crate::source::{FileId, Limits};

/// Reads a JSON text.
pub(crate) fn parse(file: FileId, text: &str, limits: &Limits, budget: &mut Budget, sink: &mut Sink) -> Option<Node> {
    let mut reader =
        Reader { file, text, at: 0, line: 1, column: 1, counted: 0, max_depth: limits.depth, budget, sink };
    match reader.document() {
        Ok(node) => Some(node),
        Err(Fault { rule, place, text }) => {
            sink.error(rule, place, text);
            None
        }
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// The next byte.
    at: usize,
    /// Line and column of the byte `counted`; they follow `at` when a place is asked for.
    line: u32,
    column: u32,
    counted: usize,
    max_depth: usize,
    budget: &'a mut Budget,
    sink: &'a mut Sink,
}

struct Fault {
    rule: &'static str,
    place: Place,
    text: String,
}

type Outcome<T> = Result<T, Fault>;

impl Reader<'_> {
    fn document(&mut self) -> Outcome<Node> {
        self.skip_space();
        let node = self.value(0)?;
        self.skip_space();
        if self.at < self.text.len() {
            return self.fail("expected the end of the file after the value");
        }
        Ok(node)
    }

    fn value(&mut self, depth: usize) -> Outcome<Node> {
        let place = self.place();
        if depth > self.max_depth {
            let text = format!("nested deeper than {} levels", self.max_depth);
            return Err(Fault { rule: "too-deep", place, text });
        }
        self.spend(1, place)?;
        let value = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return self.fail("expected a value"),
        };
        Ok(Node::new(place, value))
    }

    fn map(&mut self, depth: usize) -> Outcome<Value> {
        let mut entries = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b'}') {
            return Ok(Value::Map(Map::default()));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return self.fail("expected a key in double quotes");
            }
            let key_place = self.place();
            let key = self.string()?;
            self.spend(1 + key.len() / 64, key_place)?;
            self.skip_space();
            if !self.eat(b':') {
                return self.fail("expected `:` after the key");
            }
            self.skip_space();
            let value = self.value(depth + 1)?;
            entries.push(Entry { key, key_place, value });
            self.skip_space();
            if self.eat(b'}') {
                break;
            }
            if !self.eat(b',') {
                return self.fail("expected `,` or `}`");
            }
        }
        let sink = &mut *self.sink;
        Ok(Value::Map(Map::new(entries, |first, later| super::duplicate_key(first, later, sink))))
    }

    fn list(&mut self, depth: usize) -> Outcome<Value> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b']') {
            return Ok(Value::List(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.eat(b']') {
                return Ok(Value::List(items));
            }
            if !self.eat(b',') {
                return self.fail("expected `,` or `]`");
            }
        }
    }

    fn string(&mut self) -> Outcome<String> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let Some(length) = bytes[start..].iter().position(|it| matches!(it, b'"' | b'\\' | b'\n' | b'\r')) else {
            return self.fail("the text has no closing quote");
        };
        if bytes[start + length] == b'"' {
            self.at = start + length + 1;
            return Ok(self.text[start..start + length].to_owned());
        }
        let mut out = self.text[start..start + length].to_owned();
        self.at = start + length;
        loop {
            match bytes.get(self.at) {
                None | Some(b'\n' | b'\r') => return self.fail("the text has no closing quote"),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => {
                    let rest = &self.text[self.at..];
                    let end = rest.find(['"', '\\', '\n', '\r']).unwrap_or(rest.len());
                    out.push_str(&rest[..end]);
                    self.at += end;
                }
            }
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        let simple = match letter {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'u') => return self.unicode_escape(),
            _ => return self.fail("unknown escape after `\\`"),
        };
        self.at += 2;
        Ok(simple)
    }

    /// `\uXXXX`, or two of them for a character beyond 16 bits.
    fn unicode_escape(&mut self) -> Outcome<char> {
        let Some(first) = self.hex(self.at + 2) else { return self.fail("expected four hex digits after `\\u`") };
        if let Some(letter) = char::from_u32(first) {
            self.at += 6;
            return Ok(letter);
        }
        let second = match self.text.get(self.at + 6..self.at + 8) {
            Some("\\u") => self.hex(self.at + 8),
            _ => None,
        };
        let pair = [Some(first), second].map(|it| it.and_then(|it| u16::try_from(it).ok()).unwrap_or(0));
        match char::decode_utf16(pair).next() {
            Some(Ok(letter)) if second.is_some() => {
                self.at += 12;
                Ok(letter)
            }
            _ => self.fail("half of a surrogate pair"),
        }
    }

    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 4)?;
        if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Outcome<Value> {
        let bytes = self.text.as_bytes();
        let is_part = |it: &u8| it.is_ascii_digit() || matches!(it, b'-' | b'+' | b'.' | b'e' | b'E');
        let end = self.at + bytes[self.at..].iter().position(|it| !is_part(it)).unwrap_or(bytes.len() - self.at);
        let text = &self.text[self.at..end];
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_strict = match digits.as_bytes() {
            [b'0', b'0'..=b'9', ..] => false,
            [b'0'..=b'9', ..] => !digits.contains(".e") && !digits.contains(".E") && !digits.ends_with('.'),
            _ => false,
        };
        if !is_strict {
            return self.fail(&format!("{} is not a JSON number", quote(text)));
        }
        let value = match super::scalar::resolve(text) {
            value @ (Value::Integer(_) | Value::Float(_)) => value,
            _ => return self.fail(&format!("{} is not a JSON number", quote(text))),
        };
        if matches!(value, Value::Float(number) if !number.is_finite()) {
            let text = "the number is too large".to_owned();
            return Err(Fault { rule: "number-range", place: self.place(), text });
        }
        self.at = end;
        Ok(value)
    }

    fn word(&mut self, word: &str, value: Value) -> Outcome<Value> {
        if !self.text[self.at..].starts_with(word) {
            return self.fail("expected a value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn spend(&mut self, nodes: usize, place: Place) -> Outcome<()> {
        if self.budget.spend(nodes) {
            return Ok(());
        }
        Err(Fault { rule: "too-large", place, text: super::TOO_MANY_NODES.to_owned() })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn fail<T>(&mut self, text: &str) -> Outcome<T> {
        let place = self.place();
        Err(Fault { rule: "json-syntax", place, text: text.to_owned() })
    }

    /// Where the next byte stands. Every byte is counted once, however often places are asked for.
    fn place(&mut self) -> Place {
        let passed = &self.text.as_bytes()[self.counted..self.at];
        match passed.iter().rposition(|it| *it == b'\n') {
            Some(last) => {
                let n_lines = passed.iter().filter(|it| **it == b'\n').count();
                self.line = self.line.saturating_add(count(n_lines));
                self.column = 1 + characters(&passed[last + 1..]);
            }
            None => self.column = self.column.saturating_add(characters(passed)),
        }
        self.counted = self.at;
        Place::new(self.file, self.line, self.column)
    }
}

/// How many characters these bytes of UTF-8 hold.
fn characters(bytes: &[u8]) -> u32 {
    count(bytes.iter().filter(|it| **it & 0xc0 != 0x80).count())
}
