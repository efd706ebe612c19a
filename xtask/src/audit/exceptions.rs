//! Takes the accepted findings out, and finds fault with exceptions that nothing needs any more.

use super::{
    description::{Description, exceptions::Exception},
    finding::{Finding, Rule},
};

/// What is left after the exceptions.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub(super) open: Vec<Finding>,
    pub(super) n_accepted: usize,
}

/// Applies the exceptions of the sections that were compared.
pub(super) fn sort(findings: Vec<Finding>, description: &Description, is_compared: impl Fn(&str) -> bool) -> Sorted {
    let exceptions = &description.exceptions;
    let mut used = vec![false; exceptions.len()];
    let mut sorted = Sorted::default();
    for finding in findings {
        match exceptions.iter().position(|exception| accepts(exception, &finding)) {
            Some(idx) => {
                used[idx] = true;
                sorted.n_accepted += 1;
            }
            None => sorted.open.push(finding),
        }
    }
    let unused = exceptions.iter().zip(used).filter(|(it, is_used)| !is_used && is_compared(&it.subject.section));
    sorted.open.extend(unused.map(|(exception, _)| stale(exception, description)));
    sorted
}

fn accepts(exception: &Exception, finding: &Finding) -> bool {
    exception.rule == finding.rule
        && exception.subject == finding.subject
        && exception.described.as_ref().is_none_or(|words| finding.described.as_ref() == Some(words))
}

fn stale(exception: &Exception, description: &Description) -> Finding {
    Finding {
        rule: Rule::StaleException,
        subject: exception.subject.clone(),
        table: None,
        text: format!("no finding `{}` needs this exception", exception.rule.id()),
        described: None,
        spot: description.spot(exception.place),
        printed: None,
    }
}
