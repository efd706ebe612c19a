//! Puts a page together from its lines.
//!
//! Sections stand in one order (Function, Debugging, URI, Request Parameters, Response Parameters, Example Requests,
//! Example Responses, Status Codes, Error Codes), so a word of the prose that looks like an earlier heading is none.

use super::{
    lines::{self, Line, Words},
    tables::OpenTable,
};
use crate::audit::model::{Caption, Fault, Heading, Number, Page, Route, Status};

/// The parts of a page, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Top,
    Function,
    Debugging,
    Uri,
    Request,
    Response,
    ExampleRequests,
    ExampleResponses,
    StatusCodes,
    ErrorCodes,
}

const HEADINGS: &[(&str, Part)] = &[
    ("Function", Part::Function),
    ("Debugging", Part::Debugging),
    ("URI", Part::Uri),
    ("Request Parameters", Part::Request),
    ("Response Parameters", Part::Response),
    ("Example Requests", Part::ExampleRequests),
    ("Example Responses", Part::ExampleResponses),
    ("Status Codes", Part::StatusCodes),
    ("Error Codes", Part::ErrorCodes),
];

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

const STATUS_MARK: &str = "Status code:";

/// The head of the table at the end, which some pages have without the heading above it.
const STATUS_HEAD: &str = "Status Code";

/// A page whose end has not come yet.
pub(super) struct Builder<'a> {
    section: &'a str,
    page: Page,
    part: Part,
    /// The status that the next tables belong to.
    status: Option<String>,
    /// Whether a status was named and prose may say what it means.
    may_describe: bool,
    table: Option<OpenTable>,
    /// A caption whose words have not come yet.
    caption: Option<(usize, Number)>,
    /// Whether the rows of this run were reported as rows of no table.
    is_stray: bool,
    is_binary: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(section: &'a str) -> Self {
        Self {
            section,
            page: Page::default(),
            part: Part::Top,
            status: None,
            may_describe: false,
            table: None,
            caption: None,
            is_stray: false,
            is_binary: false,
        }
    }

    /// Takes in a line, counted from 1.
    pub(super) fn line(&mut self, number: usize, text: &str) {
        if !self.is_binary && text.chars().any(|it| it.is_control() && it != '\t') {
            self.is_binary = true;
            self.fault(number, "a control character");
        }
        match lines::classify(text) {
            Line::Blank | Line::Rule => {}
            Line::Row(cells) => self.row(number, cells),
            Line::Words(parts) => parts.iter().for_each(|words| self.words(number, words)),
        }
    }

    /// The page; what it should have and has not is a fault.
    pub(super) fn finish(mut self) -> Page {
        self.end_table();
        if self.page.route.is_none() {
            self.fault(1, "no line with method and path under `URI`");
        }
        self.page
    }

    fn row(&mut self, line: usize, cells: Vec<String>) {
        if cells.first().is_some_and(|first| first == STATUS_HEAD) && self.part <= Part::StatusCodes {
            self.enter(Part::StatusCodes);
            self.page.listed.get_or_insert_default();
            return;
        }
        match (self.part, &mut self.table) {
            (Part::StatusCodes, _) => self.listed(line, &cells),
            // Examples hold whatever JSON holds.
            (Part::ExampleRequests | Part::ExampleResponses, _) => {}
            (_, Some(table)) => table.row(line, cells),
            (_, None) if self.is_stray => {}
            (_, None) => {
                self.is_stray = true;
                self.fault(line, "rows of a table without a caption");
            }
        }
    }

    /// A row of the table at the end.
    fn listed(&mut self, line: usize, cells: &[String]) {
        match (cells, &mut self.page.listed) {
            ([code, _], Some(listed)) if is_status(code) => listed.push(Status { line, code: code.clone() }),
            // The next page goes on with the description.
            ([code, _], Some(_)) if code.is_empty() => {}
            _ => self.fault(line, "a row that is none of the status table"),
        }
    }

    fn words(&mut self, line: usize, Words { text: words, is_start }: &Words) {
        let words = words.as_str();
        if self.part == Part::Top {
            return self.title(line, words);
        }
        let heading = HEADINGS.iter().find(|(heading, part)| *is_start && *heading == words && *part > self.part);
        let is_mark = heading.is_some() || caption(words).is_some() || words.starts_with(STATUS_MARK);
        if let Some((line, number)) = self.caption.take_if(|_| !is_mark) {
            return self.open_table(line, number, words);
        }
        if let Some((number, caption)) = caption(words) {
            return self.caption(line, number, caption);
        }
        if let Some(code) = words.strip_prefix(STATUS_MARK).filter(|_| self.part <= Part::Response) {
            return self.status(line, code.trim());
        }
        match heading {
            Some((_, part)) => self.enter(*part),
            None => self.prose(line, words),
        }
    }

    fn title(&mut self, line: usize, words: &str) {
        self.part = Part::Function;
        match words.strip_prefix(self.section).and_then(|rest| rest.strip_prefix(' ')) {
            Some(title) => self.page.title = Some(Heading { line, text: title.trim().to_owned() }),
            None => self.fault(line, &format!("the page does not begin with the heading of {}", self.section)),
        }
    }

    fn caption(&mut self, line: usize, number: Number, caption: &str) {
        self.end_table();
        self.page.captions.push(Caption { line, number });
        match caption.is_empty() {
            true => self.caption = Some((line, number)),
            false => self.open_table(line, number, caption),
        }
    }

    fn open_table(&mut self, line: usize, number: Number, caption: &str) {
        if self.part > Part::Response {
            let text = "a table below the examples".to_owned();
            return self.page.faults.push(Fault { line, table: Some(number), text });
        }
        self.table = Some(OpenTable::new(line, number, caption, self.status.clone()));
    }

    fn status(&mut self, line: usize, code: &str) {
        self.end_table();
        if !is_status(code) {
            return self.fault(line, &format!("`{code}` is no status"));
        }
        self.status = Some(code.to_owned());
        self.may_describe = true;
        self.page.statuses.push(Status { line, code: code.to_owned() });
    }

    fn prose(&mut self, line: usize, words: &str) {
        match self.part {
            Part::Uri if self.page.route.is_none() => match route(line, words) {
                Some(route) => self.page.route = Some(route),
                None => self.fault(line, &format!("`{words}` is no method with a path")),
            },
            Part::Response if self.may_describe && self.table.is_none() => {}
            Part::Uri | Part::Request | Part::Response | Part::StatusCodes => {
                self.fault(line, &format!("`{words}` is neither a heading, a caption nor a row"));
            }
            _ => {}
        }
    }

    fn enter(&mut self, part: Part) {
        self.end_table();
        self.may_describe = false;
        self.part = part;
    }

    fn end_table(&mut self) {
        self.is_stray = false;
        if let Some((line, number)) = self.caption.take() {
            self.page.faults.push(Fault { line, table: Some(number), text: "a caption without words".to_owned() });
        }
        let Some(table) = self.table.take() else { return };
        let (table, faults) = table.finish();
        self.page.tables.extend(table);
        self.page.faults.extend(faults);
    }

    fn fault(&mut self, line: usize, text: &str) {
        self.page.faults.push(Fault { line, table: None, text: text.to_owned() });
    }
}

/// `Table 4-7 Response body parameters`; the words may stand apart.
fn caption(words: &str) -> Option<(Number, &str)> {
    let rest = words.strip_prefix("Table ")?;
    let (number, caption) = rest.split_once(' ').unwrap_or((rest, ""));
    let (chapter, table) = number.split_once('-')?;
    Some((Number { chapter: chapter.parse().ok()?, table: table.parse().ok()? }, caption.trim()))
}

fn is_status(code: &str) -> bool {
    code == "default" || (code.len() == 3 && code.bytes().all(|it| it.is_ascii_digit()))
}

fn route(line: usize, words: &str) -> Option<Route> {
    let (method, path) = words.split_once(' ')?;
    let is_route = METHODS.contains(&method) && path.starts_with('/') && !path.contains(' ');
    is_route.then(|| Route { line, method: method.to_owned(), path: path.to_owned() })
}
