//! Tables: rows under a caption, put together again where page breaks and narrow columns cut them.

use super::{markup, types};
use crate::audit::model::{Fault, Kind, Number, Row, Table};

const WITH_FLAGS: &[&str] = &["Parameter", "Mandatory", "Type", "Description"];
const WITHOUT_FLAGS: &[&str] = &["Parameter", "Type", "Description"];

/// A table whose end has not come yet.
pub(super) struct OpenTable {
    line: usize,
    number: Number,
    kind: Kind,
    status: Option<String>,
    head: Option<&'static [&'static str]>,
    rows: Vec<OpenRow>,
    /// Rows of tables inside cells.
    inner: Vec<Vec<String>>,
    faults: Vec<Fault>,
}

/// A row that the next page may continue.
struct OpenRow {
    line: usize,
    name: String,
    flag: Option<String>,
    kind: String,
}

impl OpenTable {
    /// A table whose caption was read.
    pub(super) fn new(line: usize, number: Number, caption: &str, status: Option<String>) -> Self {
        let kind = kind(caption);
        Self { line, number, kind, status, head: None, rows: Vec::new(), inner: Vec::new(), faults: Vec::new() }
    }

    /// Takes in a row, cells with their markup.
    pub(super) fn row(&mut self, line: usize, mut cells: Vec<String>) {
        let width = self.head.map_or(1, <[_]>::len);
        // A table inside a cell makes all rows of the piece as wide as itself.
        while cells.len() > width && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        let plain: Vec<String> = cells.iter().map(|cell| markup::plain(cell)).collect();
        if plain.first().is_some_and(|first| first == WITH_FLAGS[0]) {
            return self.head(line, &plain);
        }
        let Some(head) = self.head else {
            return self.fault(line, "a row without the head of its table");
        };
        if self.repeats_inner_row(&plain) {
            return;
        }
        let inner: Vec<Vec<String>> = cells.iter().flat_map(|cell| markup::inner_rows(cell)).collect();
        // The row that holds the inner table repeats all of it behind its own cells.
        if plain.len() > width && plain[width..].iter().eq(inner.iter().flatten()) {
            cells.truncate(width);
        }
        if cells.len() != head.len() {
            let text = format!("a row with {} cells under a head of {}", cells.len(), head.len());
            return self.fault(line, &text);
        }
        self.inner.extend(inner);
        self.join(line, head.len() == WITH_FLAGS.len(), &plain);
    }

    /// The table, unless it has no rows; and what could not be read.
    pub(super) fn finish(mut self) -> (Option<Table>, Vec<Fault>) {
        let open = std::mem::take(&mut self.rows);
        let rows: Vec<Row> = open.into_iter().map(|row| self.close(row)).collect();
        if rows.is_empty() {
            self.fault(self.line, "a caption without rows");
            return (None, self.faults);
        }
        let Self { line, number, kind, status, faults, .. } = self;
        (Some(Table { line, number, kind, status, rows }), faults)
    }

    /// The head stands on every page that the table reaches.
    fn head(&mut self, line: usize, plain: &[String]) {
        let known = [WITH_FLAGS, WITHOUT_FLAGS].into_iter().find(|head| plain == *head);
        match (known, self.head) {
            (None, _) => self.fault(line, &format!("a head of unknown columns, `{}`", plain.join(" | "))),
            (Some(_), None) => self.head = known,
            (Some(head), Some(first)) if head == first => {}
            (Some(_), Some(_)) => self.fault(line, "a piece whose head differs from that of the piece above"),
        }
    }

    fn repeats_inner_row(&self, plain: &[String]) -> bool {
        let n_cells = plain.len() - plain.iter().rev().take_while(|it| it.is_empty()).count();
        n_cells > 0 && self.inner.iter().any(|row| row[..] == plain[..n_cells])
    }

    /// Adds a row, or joins it to the one above if a page break cut that one in two.
    fn join(&mut self, line: usize, has_flags: bool, plain: &[String]) {
        let (name, kind) = (&plain[0], &plain[if has_flags { 2 } else { 1 }]);
        let flag = has_flags.then(|| plain[1].clone());
        let decisive = flag.as_ref().unwrap_or(kind);
        if !name.is_empty() && !decisive.is_empty() {
            let (name, kind) = (name.clone(), kind.clone());
            return self.rows.push(OpenRow { line, name, flag, kind });
        }
        let Some(above) = self.rows.last_mut() else {
            return self.fault(line, "a row that continues another one, but none stands above it");
        };
        for (start, rest) in [(&mut above.name, name), (&mut above.kind, kind)] {
            if !rest.is_empty() {
                start.push(' ');
                start.push_str(rest);
            }
        }
        if let (Some(start), Some(rest)) = (&mut above.flag, flag) {
            start.push_str(&rest);
        }
    }

    fn close(&mut self, row: OpenRow) -> Row {
        let name = markup::name(&row.name);
        let mandatory = match row.flag.as_deref() {
            None => None,
            Some("Yes") => Some(true),
            Some("No") => Some(false),
            Some(other) => {
                self.fault(row.line, &format!("`{other}` in the mandatory column of `{name}`"));
                None
            }
        };
        let kind = types::parse(&row.kind);
        if kind.is_none() {
            self.fault(row.line, &format!("`{}` in the type column of `{name}`", row.kind));
        }
        Row { line: row.line, name, mandatory, cell: row.kind, kind }
    }

    fn fault(&mut self, line: usize, text: &str) {
        self.faults.push(Fault { line, table: Some(self.number), text: text.to_owned() });
    }
}

fn kind(caption: &str) -> Kind {
    match caption.to_ascii_lowercase().as_str() {
        "path parameters" => Kind::Path,
        "query parameters" => Kind::Query,
        "request header parameters" => Kind::Header,
        "request body parameters" => Kind::RequestBody,
        "response body parameters" => Kind::ResponseBody,
        _ => Kind::Object(markup::name(caption)),
    }
}
