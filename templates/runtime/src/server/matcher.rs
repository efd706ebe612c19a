//! Finds the operation of a request: by path, then method, then the headers that tell RPC operations apart.
//!
//! Paths stand in a tree of segments. Text wins over parameters, more text over less; where a choice leads nowhere
//! the next one is tried. Segments are compared as they were sent, so `%2F` never splits one, and a slash at the end
//! counts.

use std::collections::BTreeMap;

use axum::http::HeaderMap;

use super::segment::Segment;
use crate::{Method, Operation};

/// The operations of a server, by path.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    root: Node,
    operations: Vec<&'static Operation>,
}

#[derive(Debug, Default)]
struct Node {
    texts: BTreeMap<String, Node>,
    patterns: Vec<(Segment, Node)>,
    /// Indices of the operations whose path ends here.
    ends: Vec<usize>,
}

/// What was found for a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The operation of this index, in the order of insertion.
    Operation(usize),
    /// The path is known, with these methods.
    OtherMethods(Vec<Method>),
    /// Path and method are known, but no operation has these headers.
    OtherHeaders,
    /// The path is not known.
    Nothing,
}

impl Matcher {
    /// Adds an operation; its index is the number of operations before it.
    pub(super) fn insert(&mut self, operation: &'static Operation) {
        let index = self.operations.len();
        self.operations.push(operation);
        let mut node = &mut self.root;
        for segment in segments(operation.path) {
            node = node.child(segment);
        }
        node.ends.push(index);
    }

    /// Looks a request up; `path` is raw.
    pub(super) fn find(&self, method: &str, path: &str, headers: &HeaderMap) -> Found {
        let path: Vec<&str> = segments(path).collect();
        let mut ends = Vec::new();
        self.root.collect(&path, &mut ends);
        if ends.is_empty() {
            return Found::Nothing;
        }
        let by_method = |it: &usize| self.operations[*it].method.as_str() == method;
        let candidates: Vec<usize> = ends.iter().copied().filter(by_method).collect();
        if candidates.is_empty() {
            return Found::OtherMethods(self.methods(&ends));
        }
        match candidates.into_iter().find(|it| has_fixed_headers(self.operations[*it], headers)) {
            Some(index) => Found::Operation(index),
            None => Found::OtherHeaders,
        }
    }

    fn methods(&self, ends: &[usize]) -> Vec<Method> {
        let mut methods: Vec<Method> = Vec::new();
        for method in ends.iter().map(|it| self.operations[*it].method) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        methods
    }

    /// Puts operations that ask for more headers before those of the same path that ask for fewer.
    pub(super) fn finish(&mut self) {
        let operations = &self.operations;
        self.root.sort(&|it: &usize| std::cmp::Reverse(operations[*it].fixed_headers.len()));
    }
}

impl Node {
    fn child(&mut self, segment: &str) -> &mut Self {
        let Some(pattern) = Segment::parse(segment) else {
            return self.texts.entry(as_sent(segment)).or_default();
        };
        let place = match self.patterns.iter().position(|(it, _)| *it == pattern) {
            Some(place) => place,
            None => {
                let place = self.patterns.partition_point(|(it, _)| it.rank() <= pattern.rank());
                self.patterns.insert(place, (pattern, Self::default()));
                place
            }
        };
        &mut self.patterns[place].1
    }

    /// The operations of every template that fits, the most particular template first.
    fn collect(&self, path: &[&str], found: &mut Vec<usize>) {
        let Some((first, rest)) = path.split_first() else {
            found.extend(&self.ends);
            return;
        };
        if let Some(node) = self.texts.get(*first) {
            node.collect(rest, found);
        }
        for (_, node) in self.patterns.iter().filter(|(it, _)| it.matches(first)) {
            node.collect(rest, found);
        }
    }

    fn sort<K: Ord>(&mut self, key: &impl Fn(&usize) -> K) {
        self.ends.sort_by_key(key);
        for node in self.texts.values_mut().chain(self.patterns.iter_mut().map(|(_, node)| node)) {
            node.sort(key);
        }
    }
}

/// The parts between slashes; a slash at the end gives an empty one.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// Text of a template as it stands in a request line, where spaces and letters beyond ASCII are percent-encoded.
fn as_sent(text: &str) -> String {
    use std::fmt::Write as _;
    let mut sent = String::new();
    for byte in text.bytes() {
        match byte {
            b'!' | b'$'..=b';' | b'=' | b'@'..=b'Z' | b'_' | b'a'..=b'z' | b'~' => sent.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(sent, "%{byte:02X}")),
        }
    }
    sent
}

fn has_fixed_headers(operation: &Operation, headers: &HeaderMap) -> bool {
    let is_sent =
        |(name, value): &(&str, &str)| headers.get_all(*name).iter().any(|it| it.as_bytes() == value.as_bytes());
    operation.fixed_headers.iter().all(is_sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn operation(id: &'static str, method: Method, path: &'static str) -> Operation {
        Operation { id, tag: "t", method, path, ..Operation::PLAIN }
    }

    static OPERATIONS: &[Operation] = &[
        operation("desktops", Method::Get, "/v2/{project}/desktops"),
        operation("create", Method::Post, "/v2/{project}/desktops"),
        operation("desktop", Method::Get, "/v2/{project}/desktops/{id}"),
        operation("detail", Method::Get, "/v2/{project}/desktops/detail"),
        operation("delete", Method::Delete, "/v2/{project}/desktops/{id}"),
        operation("start", Method::Post, "/v2/{project}/desktops/{id}:start"),
        operation("file", Method::Get, "/files/{name}.{extension}"),
        operation("file-any", Method::Get, "/files/{name}"),
        operation("slash", Method::Get, "/files/"),
        operation("detail-tags", Method::Get, "/v2/{project}/desktops/{id}/tags"),
        operation("space", Method::Get, "/a b/ü"),
        operation("root", Method::Get, "/"),
        Operation { fixed_headers: &[("x-action", "One")], ..operation("one", Method::Post, "/") },
        Operation { fixed_headers: &[("X-Action", "Two"), ("X-Version", "1")], ..operation("two", Method::Post, "/") },
        Operation { fixed_headers: &[("X-Action", "Two")], ..operation("two-any", Method::Post, "/") },
    ];

    fn find(method: &str, path: &str, headers: &[(&'static str, &str)]) -> String {
        let mut matcher = Matcher::default();
        for operation in OPERATIONS {
            matcher.insert(operation);
        }
        matcher.finish();
        let headers = headers.iter().map(|(name, value)| {
            let name: axum::http::HeaderName = name.parse().expect("is a name");
            (name, value.parse().expect("is a value"))
        });
        match matcher.find(method, path, &headers.collect()) {
            Found::Operation(index) => OPERATIONS[index].id.to_owned(),
            Found::OtherMethods(methods) => methods.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(","),
            Found::OtherHeaders => "other headers".to_owned(),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn matches_paths() {
        for (method, path, expected) in [
            ("GET", "/v2/p/desktops", "desktops"),
            ("POST", "/v2/p/desktops", "create"),
            ("GET", "/v2/p/desktops/d1", "desktop"),
            ("GET", "/v2/p/desktops/detail", "detail"),
            ("GET", "/v2/p/desktops/det%61il", "desktop"),
            ("GET", "/v2/p/desktops/a%2Fb", "desktop"),
            ("GET", "/v2/p/desktops/detail/tags", "detail-tags"),
            ("DELETE", "/v2/p/desktops/detail", "delete"),
            ("POST", "/v2/p/desktops/d1:start", "start"),
            ("GET", "/v2/p/desktops/d1:start", "desktop"),
            ("POST", "/v2/p/desktops/:start", "GET,DELETE"),
            ("GET", "/v2//desktops", "nothing"),
            ("GET", "/v2/p/desktops/", "nothing"),
            ("GET", "/v2/p", "nothing"),
            ("GET", "/files/a.txt", "file"),
            ("GET", "/files/a", "file-any"),
            ("GET", "/files/", "slash"),
            ("GET", "/files", "nothing"),
            ("GET", "/a%20b/%C3%BC", "space"),
            ("PUT", "/v2/p/desktops", "GET,POST"),
            ("HEAD", "/v2/p/desktops", "GET,POST"),
            ("GET", "/", "root"),
            ("PATCH", "/v2/p/desktops/detail", "GET,DELETE"),
        ] {
            assert_eq!(find(method, path, &[]), expected, "{method} {path}");
        }
    }

    #[test]
    fn headers_tell_rpc_operations_apart() {
        assert_eq!(find("POST", "/", &[("X-ACTION", "One")]), "one");
        assert_eq!(find("POST", "/", &[("x-action", "Two"), ("x-version", "1")]), "two");
        assert_eq!(find("POST", "/", &[("x-action", "Two"), ("x-version", "2")]), "two-any");
        assert_eq!(find("POST", "/", &[("x-action", "one")]), "other headers");
        assert_eq!(find("POST", "/", &[]), "other headers");
    }
}
