//! From text to pieces: what was found of a parameter, split when a type asks for it.

use std::borrow::Cow;

use super::{Node, deep, flat, percent_decode};
use crate::{Location, Param, Style, ValueError};

/// The names and values of a query or of cookies.
#[derive(Debug)]
pub(crate) struct Pairs<'a> {
    pairs: Vec<Pair<'a>>,
    params: &'static [Param],
    location: Location,
}

#[derive(Debug)]
struct Pair<'a> {
    raw_name: &'a str,
    /// Empty if the name is not UTF-8: then nobody asks for it.
    name: Cow<'a, str>,
    raw_value: &'a str,
}

impl<'a> Pairs<'a> {
    /// Splits `name=value` pieces; `params` are those of the operation.
    pub(crate) fn new(pieces: impl Iterator<Item = &'a str>, params: &'static [Param], location: Location) -> Self {
        let pairs = pieces.filter(|piece| !piece.is_empty()).map(|piece| {
            let (raw_name, raw_value) = piece.split_once('=').unwrap_or((piece, ""));
            Pair { raw_name, name: percent_decode(raw_name, false).unwrap_or_default(), raw_value }
        });
        Self { pairs: pairs.collect(), params, location }
    }

    fn own(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|pair| pair.name == name).map(|pair| pair.raw_value).collect()
    }

    /// The pairs that an exploded object may be made of: those that no other parameter claims.
    fn unclaimed<'b>(&'b self, of: &'b Param) -> impl Iterator<Item = (&'b str, &'b str)> + 'b {
        let others = move || self.params.iter().filter(|it| it.location == self.location && it.name != of.name);
        let free = move |pair: &&Pair<'_>| !others().any(|other| claims(other, &pair.name));
        self.pairs.iter().filter(free).map(|pair| (&*pair.name, pair.raw_value))
    }

    fn tree(&self, param: &Param) -> Result<Node, ValueError> {
        let mut root = Node::default();
        for pair in &self.pairs {
            if pair.name == param.name {
                root.texts.push(percent_decode(pair.raw_value, param.style == Style::Flat)?.into_owned());
                continue;
            }
            match param.style {
                Style::Flat => {
                    let name = percent_decode(pair.raw_name, true)?;
                    if let Some(rest) = name.strip_prefix(param.name).filter(|rest| rest.starts_with('.')) {
                        flat::insert(&mut root, rest, percent_decode(pair.raw_value, true)?.into_owned())?;
                    }
                }
                _ => {
                    if let Some((_, members)) = deep::split(pair.raw_name)?.filter(|(name, _)| name == param.name) {
                        deep::insert(&mut root, members, percent_decode(pair.raw_value, false)?.into_owned())?;
                    }
                }
            }
        }
        Ok(root)
    }
}

fn claims(param: &Param, name: &str) -> bool {
    let Some(rest) = name.strip_prefix(param.name) else {
        return false;
    };
    match param.style {
        Style::DeepObject => rest.is_empty() || rest.starts_with('['),
        Style::Flat => rest.is_empty() || rest.starts_with('.'),
        _ => rest.is_empty(),
    }
}

/// What was found of one parameter, not yet split.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    param: &'static Param,
    /// Raw texts under the very name.
    own: Vec<Cow<'a, str>>,
    /// The pairs among which an exploded object finds its members.
    around: Option<&'a Pairs<'a>>,
    /// What stands under longer names.
    tree: Node,
    /// Whether the parameter is optional, and nothing but pairs that may be its members was found.
    doubtful: bool,
}

impl<'a> Found<'a> {
    const fn new(param: &'static Param, own: Vec<Cow<'a, str>>) -> Self {
        Self {
            param,
            own,
            around: None,
            tree: Node { texts: Vec::new(), members: std::collections::BTreeMap::new() },
            doubtful: false,
        }
    }

    /// A segment, or a part of one.
    pub(crate) fn path(param: &'static Param, raw: Option<&'a str>) -> Self {
        Self::new(param, raw.map(Cow::Borrowed).into_iter().collect())
    }

    /// The headers of that name; several lines are one list.
    pub(crate) fn header(param: &'static Param, headers: &'a [(String, String)]) -> Self {
        let lines = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(param.name));
        let lines: Vec<&str> = lines.map(|(_, value)| value.as_str()).collect();
        let own = match lines[..] {
            [] => None,
            [line] => Some(Cow::Borrowed(line)),
            _ => Some(Cow::Owned(lines.join(","))),
        };
        Self::new(param, own.into_iter().collect())
    }

    /// The pairs of that name, or of names that begin with it.
    pub(crate) fn pairs(param: &'static Param, pairs: &'a Pairs<'a>) -> Result<Self, ValueError> {
        if matches!(param.style, Style::DeepObject | Style::Flat) {
            return Ok(Self { tree: pairs.tree(param)?, ..Self::new(param, Vec::new()) });
        }
        let own = pairs.own(param.name).into_iter().map(Cow::Borrowed).collect();
        let spreads = param.explode && param.style != Style::Json;
        Ok(Self { around: spreads.then_some(pairs), ..Self::new(param, own) })
    }

    /// The same for an optional parameter: members must turn out to be its own.
    pub(crate) fn or_nothing(self) -> Self {
        Self { doubtful: self.has_no_own(), ..self }
    }

    /// Whether the parameter is there only if it wants some of the pairs around it.
    pub(crate) const fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// Whether nothing was found, not even what might be a member.
    pub(crate) fn is_empty(&self) -> bool {
        self.has_no_own() && !self.may_spread()
    }

    /// Whether nothing stands under the parameter's own name.
    pub(crate) fn has_no_own(&self) -> bool {
        self.own.is_empty() && self.tree.is_empty()
    }

    /// Whether there are pairs that may be members of the parameter.
    pub(crate) fn may_spread(&self) -> bool {
        self.has_no_own() && self.around.is_some_and(|pairs| pairs.unclaimed(self.param).next().is_some())
    }

    /// Whether the text is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.param.style == Style::Json
    }

    /// Whether the parts of an object have names of their own, so that it looks different from text.
    pub(crate) fn is_nested(&self) -> bool {
        !self.tree.members.is_empty() || self.has_no_own()
    }

    /// How many texts were found.
    pub(crate) fn n_texts(&self) -> usize {
        self.own.len().max(self.tree.texts.len())
    }

    /// The text as a single value.
    pub(crate) fn scalar(&mut self) -> Result<String, ValueError> {
        if self.is_tree() {
            return self.tree.scalar();
        }
        let text = self.own.last().ok_or_else(ValueError::absent)?;
        match self.param.style {
            Style::Label => self.decode(strip(text, ".")?),
            Style::Matrix => self.decode(self.matrix_value(text)?),
            _ => self.decode(text),
        }
    }

    /// The items of a list.
    pub(crate) fn list(self) -> Result<Vec<Node>, ValueError> {
        if self.is_tree() {
            return self.tree.list();
        }
        if self.own.is_empty() && self.doubtful {
            return Err(ValueError::absent());
        }
        let mut items = Vec::new();
        for text in &self.own {
            self.split(text, &mut items)?;
        }
        Ok(items.into_iter().map(Node::leaf).collect())
    }

    /// The members of an object.
    pub(crate) fn map(self) -> Result<Vec<(String, Node)>, ValueError> {
        if self.is_tree() {
            return Ok(self.tree.members.into_iter().collect());
        }
        if let Some(pairs) = self.around {
            return self.spread(pairs);
        }
        let Some(text) = self.own.last() else {
            return Err(ValueError::absent());
        };
        match (self.param.style, self.param.explode) {
            (Style::Simple, true) => self.named(text.split(',').map(|piece| self.trim(piece))),
            (Style::Label, true) => self.named(strip(text, ".")?.split('.')),
            (Style::Matrix, true) => self.named(strip(text, ";")?.split(';')),
            _ => self.alternating(text),
        }
    }

    fn is_tree(&self) -> bool {
        matches!(self.param.style, Style::DeepObject | Style::Flat)
    }

    fn split(&self, text: &str, items: &mut Vec<String>) -> Result<(), ValueError> {
        let mut push = |piece: &str| self.decode(piece).map(|item| items.push(item));
        match (self.param.style, self.param.explode) {
            (Style::Label, _) => strip(text, ".")?.split('.').try_for_each(push),
            (Style::Matrix, true) => strip(text, ";")?.split(';').try_for_each(|piece| push(self.matrix_pair(piece)?)),
            (Style::Matrix, false) => self.matrix_value(text)?.split(',').try_for_each(push),
            (Style::Simple, _) => text.split(',').try_for_each(|piece| push(self.trim(piece))),
            (_, true) => push(text),
            (Style::SpaceDelimited, _) => text.split("%20").try_for_each(push),
            (Style::PipeDelimited, _) => text.split('|').try_for_each(push),
            _ => text.split(',').try_for_each(push),
        }
    }

    fn spread(&self, pairs: &Pairs<'_>) -> Result<Vec<(String, Node)>, ValueError> {
        let mut root = Node::default();
        for (name, raw) in pairs.unclaimed(self.param) {
            let text = self.decode(raw)?;
            root.members.entry(name.to_owned()).or_default().texts.push(text);
        }
        Ok(root.members.into_iter().collect())
    }

    fn named<'t>(&self, pieces: impl Iterator<Item = &'t str>) -> Result<Vec<(String, Node)>, ValueError> {
        let pairs = pieces.map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            Ok((self.decode(name)?, Node::leaf(self.decode(value)?)))
        });
        pairs.collect()
    }

    fn alternating(&self, text: &str) -> Result<Vec<(String, Node)>, ValueError> {
        let mut pieces = Vec::new();
        self.split(text, &mut pieces)?;
        if pieces.len() % 2 == 1 {
            return Err(ValueError::new("expected names and values in turn"));
        }
        let mut pieces = pieces.into_iter();
        let pairs = std::iter::from_fn(|| Some((pieces.next()?, Node::leaf(pieces.next()?))));
        Ok(pairs.collect())
    }

    /// What stands after `;color=`, or after `;color` if that is all.
    fn matrix_value<'t>(&self, text: &'t str) -> Result<&'t str, ValueError> {
        self.matrix_pair(strip(text, ";")?)
    }

    fn matrix_pair<'t>(&self, piece: &'t str) -> Result<&'t str, ValueError> {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        if percent_decode(name, false)? != self.param.name {
            return Err(ValueError::new(format!("expected `;{}=`", self.param.name)));
        }
        Ok(value)
    }

    /// White space around the items of a header means nothing.
    fn trim<'t>(&self, piece: &'t str) -> &'t str {
        if self.param.location == Location::Header { piece.trim() } else { piece }
    }

    fn decode(&self, raw: &str) -> Result<String, ValueError> {
        if self.param.location == Location::Header {
            return Ok(raw.to_owned());
        }
        percent_decode(raw, false).map(Cow::into_owned)
    }
}

fn strip<'t>(text: &'t str, prefix: &str) -> Result<&'t str, ValueError> {
    text.strip_prefix(prefix).ok_or_else(|| ValueError::new(format!("expected `{prefix}` before the value")))
}
