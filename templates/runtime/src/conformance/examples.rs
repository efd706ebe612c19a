//! The examples of the description, played through client and server like values that were made.

use serde_json::Value;

use super::description::{Description, media_for, members};
use super::drive::Drive;
use super::make::Round;
use super::request::{self, Carrier};
use super::response;
use crate::Response;

/// An example and what it is called in messages.
struct Example<'a> {
    name: &'a str,
    value: &'a Value,
}

/// The examples of a body, as far as it is JSON.
fn examples<'a>(description: &'a Description, content: &'a Value, media: &str) -> Vec<Example<'a>> {
    if Carrier::of(media) != Carrier::Json {
        return Vec::new();
    }
    let described = media_for(content, media);
    let single = described.get("example").map(|value| Example { name: "example", value });
    let named = members(&described["examples"])
        .filter_map(|(name, it)| Some(Example { name, value: description.resolve(it).get("value")? }));
    single.into_iter().chain(named).collect()
}

impl Drive<'_> {
    /// Sends every example of the request's body.
    pub(super) async fn example_requests(&mut self, input: &Value, answer: &Value) {
        let Some(body) = &self.described.body else { return };
        let media = self.operation.body.and_then(|it| it.media.first().copied()).unwrap_or_default();
        for example in examples(self.description, body.content, media) {
            let mut input = input.clone();
            input["body"] = example.value.clone();
            self.report.summary.examples += 1;
            self.request(&format!("request ({})", example.name), input, answer).await;
        }
    }

    /// Answers with every example of an answer.
    pub(super) async fn example_replies(&mut self, key: &str, node: &Value, known: (u16, &'static Response)) {
        let (status, known) = known;
        let media = known.media.first().copied().unwrap_or_default();
        let examples = examples(self.description, &node["content"], media);
        if examples.is_empty() {
            return;
        }
        let frame = response::output(self.description, node, (status, known, self.operation), (Round::Required, 0));
        let input = request::input(self.description, self.described, self.operation, (Round::Required, 0));
        let (Ok(frame), Ok(input)) = (frame, input) else { return };
        for example in examples {
            let mut answer = frame.value.clone();
            answer["body"] = example.value.clone();
            self.report.summary.examples += 1;
            self.reply(&format!("answer {key} ({})", example.name), &input.value, answer, known).await;
        }
    }
}
