//! Text for a regular expression, as far as expressions of API descriptions usually go.
//!
//! Literals, classes, groups, alternatives and counts are understood; back references and Unicode classes are not, and
//! give no text. Look-around is passed over: the text may then break it, which nobody notices, because the engine that
//! checks values has no look-around either.

/// A text that `pattern` matches, with a number of characters in the given range; none if none is found.
pub(super) fn text_for(pattern: &str, min: usize, max: usize) -> Option<String> {
    let tree = Parser { rest: pattern.chars().collect::<Vec<_>>().into_iter().peekable() }.whole()?;
    // Counts that are open upwards grow together until the text is long enough.
    (0..=min.clamp(1, 4096)).map(|extra| write(&tree, extra)).find(|it| (min..=max).contains(&it.chars().count()))
}

enum Node {
    /// One of these characters.
    Class(Vec<char>),
    /// One after the other.
    Row(Vec<Node>),
    /// Again and again: at least and at most so often.
    Repeat(Box<Node>, usize, Option<usize>),
}

struct Parser {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
}

impl Parser {
    fn whole(mut self) -> Option<Node> {
        let tree = self.alternatives()?;
        self.rest.next().is_none().then_some(tree)
    }

    /// The first alternative stands for all of them.
    fn alternatives(&mut self) -> Option<Node> {
        let first = self.row()?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.row()?;
        }
        Some(first)
    }

    fn row(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(next) = self.rest.next_if(|it| !matches!(it, '|' | ')')) {
            let node = match next {
                '^' | '$' => continue,
                '(' => self.group()?,
                '[' => self.class()?,
                '.' => Node::Class(vec!['x']),
                '\\' => Node::Class(self.escape()?),
                '*' | '+' | '?' | '{' => return None,
                literal => Node::Class(vec![literal]),
            };
            nodes.push(self.counted(node)?);
        }
        Some(Node::Row(nodes))
    }

    fn group(&mut self) -> Option<Node> {
        let mut looks_around = false;
        if self.rest.next_if_eq(&'?').is_some() {
            looks_around = match (self.rest.next()?, self.rest.peek()) {
                (':', _) => false,
                ('=' | '!', _) => true,
                ('<', Some('=' | '!')) => self.rest.next().is_some(),
                // Flags and names.
                _ => return None,
            };
        }
        let inner = self.alternatives()?;
        self.rest.next_if_eq(&')')?;
        Some(if looks_around { Node::Row(Vec::new()) } else { inner })
    }

    fn counted(&mut self, node: Node) -> Option<Node> {
        let (min, max) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.braces(node),
            _ => return Some(node),
        };
        self.rest.next();
        self.lazy();
        Some(Node::Repeat(Box::new(node), min, max))
    }

    fn braces(&mut self, node: Node) -> Option<Node> {
        self.rest.next();
        let min = self.number()?;
        let max = match self.rest.next()? {
            '}' => Some(min),
            ',' if self.rest.next_if_eq(&'}').is_some() => None,
            ',' => {
                let max = self.number()?;
                self.rest.next_if_eq(&'}')?;
                Some(max)
            }
            _ => return None,
        };
        self.lazy();
        Some(Node::Repeat(Box::new(node), min, max))
    }

    /// Laziness changes what is captured, not what matches.
    fn lazy(&mut self) {
        self.rest.next_if_eq(&'?');
    }

    fn number(&mut self) -> Option<usize> {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok().filter(|it| *it <= 65_536)
    }

    fn class(&mut self) -> Option<Node> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut members = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' if !members.is_empty() => break,
                '[' => return None,
                '\\' => self.escape()?,
                other => vec![other],
            };
            members.extend(self.range(first)?);
        }
        match negated {
            true => Some(Node::Class(usual().filter(|it| !members.contains(it)).take(1).collect())).filter(is_possible),
            false => Some(Node::Class(members)),
        }
    }

    /// `a-z`, or what was read if no range follows.
    fn range(&mut self, first: Vec<char>) -> Option<Vec<char>> {
        let [from] = first[..] else {
            return Some(first);
        };
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('-') || matches!(ahead.peek(), Some(']') | None) {
            return Some(first);
        }
        self.rest.next();
        let to = match self.rest.next()? {
            '\\' => *self.escape()?.first()?,
            other => other,
        };
        // A few members are as good as all of them, and ranges may span most of Unicode.
        (from <= to).then(|| (from..=to).take(64).collect())
    }

    fn escape(&mut self) -> Option<Vec<char>> {
        Some(match self.rest.next()? {
            'd' => ('0'..='9').collect(),
            'w' => ('a'..='z').collect(),
            's' => vec![' '],
            'S' | 'D' => vec!['x'],
            'W' => vec!['-'],
            't' => vec!['\t'],
            'n' => vec!['\n'],
            'r' => vec!['\r'],
            'u' => vec![self.code(4)?],
            'x' => vec![self.code(2)?],
            other if !other.is_alphanumeric() => vec![other],
            _ => return None,
        })
    }

    fn code(&mut self, n_digits: usize) -> Option<char> {
        let digits: String = (0..n_digits).map_while(|_| self.rest.next()).collect();
        u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
    }
}

/// Characters to try where a class says what is not allowed.
fn usual() -> impl Iterator<Item = char> {
    ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(['_', '-', ' '])
}

fn is_possible(node: &Node) -> bool {
    !matches!(node, Node::Class(members) if members.is_empty())
}

fn write(tree: &Node, extra: usize) -> String {
    let mut text = String::new();
    append(tree, extra, &mut text);
    text
}

fn append(node: &Node, extra: usize, text: &mut String) {
    match node {
        // Not always the same character, so that swapped fields are noticed.
        Node::Class(members) => text.extend(members.get(text.len() % members.len().max(1))),
        Node::Row(nodes) => nodes.iter().for_each(|it| append(it, extra, text)),
        Node::Repeat(inner, min, max) => {
            let times = (min + extra).min(max.unwrap_or(usize::MAX));
            (0..times).for_each(|_| append(inner, extra, text));
        }
    }
}
