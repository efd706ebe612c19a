//! Compares statuses: the headings of the answers, the table at the end of the page, and the description.

use super::{At, Comparison};
use crate::audit::{finding::Rule, model::Status};

/// The place of the answers as exceptions name it, and the name of all that tell of a failure.
pub(crate) const ANSWERS: &str = "response";
pub(crate) const FAILURE: &str = "(failure)";
/// The place of the table at the end as exceptions name it.
const TABLE: &str = "status-codes";

impl Comparison<'_> {
    pub(super) fn statuses(&mut self) {
        let page = self.page;
        for (idx, status) in page.statuses.iter().enumerate() {
            if page.statuses[..idx].iter().any(|it| it.code == status.code) {
                let at = at(ANSWERS, &status.code, Some(status.line));
                self.report_page(Rule::Unreadable, at, "the status stands here for the second time".to_owned());
            }
        }
        self.headings(&page.statuses);
        if !page.statuses.is_empty() && !page.statuses.iter().any(|it| is_failure(&it.code)) {
            let text = "the page has no answer for failure".to_owned();
            self.report_page(Rule::Status, at(ANSWERS, FAILURE, None), text);
        }
        match &page.listed {
            Some(listed) => self.listed(&page.statuses, listed),
            None => {
                let text = "the page has no table of statuses at its end".to_owned();
                self.report_page(Rule::Unreadable, at(TABLE, "(table)", None), text);
            }
        }
    }

    /// Headings against the description.
    fn headings(&mut self, printed: &[Status]) {
        let operation = self.operation;
        for status in printed.iter().filter(|status| !operation.answers(&status.code)) {
            let at = at(ANSWERS, &status.code, Some(status.line));
            self.report(Rule::Status, at, operation.place, "printed, not described".to_owned());
        }
        for entry in operation.responses().filter(|it| !printed.iter().any(|status| status.code == it.key)) {
            let at = at(ANSWERS, &entry.key, None);
            self.report(Rule::Status, at, entry.key_place, "described, not printed".to_owned());
        }
        let position = |code: &str| printed.iter().position(|it| it.code == code);
        let known: Vec<_> = operation.responses().filter_map(|it| Some((position(&it.key)?, it))).collect();
        if let Some(swapped) = known.windows(2).find(|pair| pair[0].0 > pair[1].0) {
            let (above, below) = (&printed[swapped[0].0], swapped[1].1);
            let text = format!("printed above {}, described below it", above.code);
            let line = printed.get(swapped[1].0).map(|it| it.line);
            self.report(Rule::Order, at(ANSWERS, &below.key, line), below.key_place, text);
        }
    }

    /// Headings against the table at the end.
    fn listed(&mut self, printed: &[Status], listed: &[Status]) {
        for (these, others, text) in [
            (printed, listed, "has a heading, but no row in the table at the end"),
            (listed, printed, "has a row in the table at the end, but no heading"),
        ] {
            for status in these.iter().filter(|status| !others.iter().any(|it| it.code == status.code)) {
                self.report_page(Rule::Status, at(TABLE, &status.code, Some(status.line)), text.to_owned());
            }
        }
    }
}

/// Whether a status tells of a failure.
pub(crate) fn is_failure(status: &str) -> bool {
    status.starts_with(['4', '5']) || status == "default"
}

fn at<'a>(place: &'a str, name: &'a str, line: Option<usize>) -> At<'a> {
    At { place, name, table: None, line }
}
