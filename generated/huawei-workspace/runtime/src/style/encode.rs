//! From values to text, as the table of styles in OpenAPI 3.0.3 has it.

use super::percent::{append, is_unreserved};
use super::{deep, flat, scalar};
use crate::{EncodeError, Location, Members, Param, Style, Tree};

/// What a parameter became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// It is not sent.
    Nothing,
    /// The text of a path segment or a header.
    Text(String),
    /// Names and values of a query or of cookies.
    Pairs(Vec<(String, String)>),
}

/// Writes a parameter.
pub(crate) fn encode(param: &Param, tree: &Tree) -> Result<Encoded, EncodeError> {
    let pen = Pen::new(param);
    match (param.style, tree) {
        (_, Tree::Null) => Ok(Encoded::Nothing),
        (Style::Json, _) => {
            let text = pen.text(&json_text(tree))?;
            Ok(pen.one(text))
        }
        (Style::Flat, _) => flat::encode(&pen, tree).map(Encoded::Pairs),
        (Style::DeepObject, _) => deep::encode(&pen, tree).map(Encoded::Pairs),
        (_, Tree::List(items)) => list(&pen, items),
        (_, Tree::Map(members)) => object(&pen, members),
        _ => single(&pen, tree),
    }
}

/// A tree as JSON text.
pub(crate) fn json_text(tree: &Tree) -> String {
    // JSON text is UTF-8, as all that is written into it.
    String::from_utf8(crate::to_json(tree)).unwrap_or_default()
}

fn single(pen: &Pen<'_>, tree: &Tree) -> Result<Encoded, EncodeError> {
    let text = pen.text(&scalar::text(pen.param.name, tree)?)?;
    match pen.param.style {
        Style::Label => Ok(pen.one(format!(".{text}"))),
        Style::Matrix => Ok(pen.one(pen.matrix(pen.param.name, &text))),
        Style::SpaceDelimited | Style::PipeDelimited => Err(pen.error("its style has no text for single values")),
        _ => Ok(pen.one(text)),
    }
}

fn list(pen: &Pen<'_>, items: &[Tree]) -> Result<Encoded, EncodeError> {
    let items = items.iter().map(|item| pen.item(&scalar::text(pen.param.name, item)?));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    if items.is_empty() {
        return Ok(Encoded::Nothing);
    }
    let name = pen.param.name;
    Ok(match (pen.param.style, pen.param.explode) {
        (Style::Label, _) => pen.one(format!(".{}", items.join("."))),
        (Style::Matrix, true) => pen.one(items.iter().map(|item| pen.matrix(name, item)).collect()),
        (Style::Matrix, false) => pen.one(format!(";{}={}", pen.name(name), items.join(","))),
        (Style::Simple, _) => pen.one(items.join(",")),
        (_, true) => Encoded::Pairs(items.into_iter().map(|item| (pen.name(name), item)).collect()),
        (_, false) => pen.one(items.join(pen.delimiter())),
    })
}

fn object(pen: &Pen<'_>, members: &Members) -> Result<Encoded, EncodeError> {
    let mut pairs = Vec::new();
    for (name, value) in members.named().filter(|(_, value)| !matches!(value, Tree::Null)) {
        pairs.push((pen.member(name)?, pen.item(&scalar::text(pen.param.name, value)?)?));
    }
    if pairs.is_empty() {
        return Ok(Encoded::Nothing);
    }
    let joined = |between: &str, delimiter: &str| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}{between}{value}")).collect();
        pairs.join(delimiter)
    };
    Ok(match (pen.param.style, pen.param.explode) {
        (Style::Label, true) => pen.one(format!(".{}", joined("=", "."))),
        (Style::Label, false) => pen.one(format!(".{}", joined(".", "."))),
        (Style::Matrix, true) => pen.one(pairs.iter().map(|(name, value)| format!(";{name}={value}")).collect()),
        (Style::Matrix, false) => pen.one(format!(";{}={}", pen.name(pen.param.name), joined(",", ","))),
        (Style::Simple, true) => pen.one(joined("=", ",")),
        (Style::Simple, false) => pen.one(joined(",", ",")),
        (_, true) => Encoded::Pairs(pairs),
        (_, false) => pen.one(joined(pen.delimiter(), pen.delimiter())),
    })
}

/// Writes text so that it survives where the parameter stands.
pub(super) struct Pen<'a> {
    pub(super) param: &'a Param,
}

impl<'a> Pen<'a> {
    const fn new(param: &'a Param) -> Self {
        Self { param }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> EncodeError {
        EncodeError::new(self.param.name, message)
    }

    /// A whole value.
    pub(super) fn text(&self, text: &str) -> Result<String, EncodeError> {
        self.escape(text, &[])
    }

    /// A name of our own making.
    pub(super) fn name(&self, name: &str) -> String {
        super::percent_encode(name)
    }

    /// An item of a list or the value of a member, in which delimiters are not delimiters.
    fn item(&self, text: &str) -> Result<String, EncodeError> {
        let exploded = self.param.explode;
        match self.param.style {
            Style::Label => self.escape(text, b"."),
            Style::SpaceDelimited if !exploded && text.contains(' ') => {
                Err(self.error("a space inside an item cannot be told from the one between items"))
            }
            Style::Form if exploded => self.escape(text, &[]),
            _ => self.escape(self.header_item(text)?, b",|"),
        }
    }

    /// The name of a member.
    fn member(&self, name: &str) -> Result<String, EncodeError> {
        if self.param.location == Location::Header && name.contains('=') {
            return Err(self.error("`=` in the name of a member cannot be told from the one after it"));
        }
        if self.param.location == Location::Header || self.param.style == Style::SpaceDelimited {
            return self.item(name);
        }
        let stays = |octet| is_unreserved(octet) && !(octet == b'.' && self.param.style == Style::Label);
        let mut target = String::new();
        append(&mut target, name, stays);
        Ok(target)
    }

    /// Headers are not percent-encoded, so a comma inside an item cannot be said.
    fn header_item<'t>(&self, text: &'t str) -> Result<&'t str, EncodeError> {
        if self.param.location != Location::Header {
            return Ok(text);
        }
        if text.contains(',') {
            return Err(self.error("a comma inside an item cannot be told from the one between items"));
        }
        if text.trim() != text {
            return Err(self.error("white space around an item would be lost"));
        }
        Ok(text)
    }

    fn escape(&self, text: &str, delimiters: &[u8]) -> Result<String, EncodeError> {
        if self.param.location == Location::Header {
            if text.chars().any(|letter| letter.is_control() && letter != '\t') {
                return Err(self.error("a header must not hold control characters"));
            }
            return Ok(text.to_owned());
        }
        let reserved = self.param.allow_reserved && self.param.location == Location::Query;
        let stays = |octet| {
            let kept = is_unreserved(octet) || reserved && b":/?[]@!$'()*+,;=".contains(&octet);
            kept && !delimiters.contains(&octet)
        };
        let mut target = String::with_capacity(text.len());
        append(&mut target, text, stays);
        Ok(target)
    }

    fn matrix(&self, name: &str, text: &str) -> String {
        let name = self.name(name);
        if text.is_empty() {
            return format!(";{name}");
        }
        format!(";{name}={text}")
    }

    const fn delimiter(&self) -> &'static str {
        match self.param.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "|",
            _ => ",",
        }
    }

    /// The whole parameter as one piece of text.
    fn one(&self, text: String) -> Encoded {
        match self.param.location {
            Location::Path | Location::Header => Encoded::Text(text),
            Location::Query | Location::Cookie => Encoded::Pairs(vec![(self.name(self.param.name), text)]),
        }
    }
}
