//! The things that are measured, each done by both sides.

use std::hint::black_box;

use client::runtime::{ReplyParts, decode_reply};
use client::types::desktop::ListDesktopDetailsResponse as PrintedAnswer;
use client::types::operations::desktop::ListDesktopDetailsInput;
use tokio::runtime::Runtime;

use crate::hand::{Hand, ListDesktopDetailsResponse as HandAnswer};
use crate::printed::Printed;
use crate::{Failure, Service, answer};

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Code written by hand.
    Hand,
    /// Printed code.
    Printed,
}

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Sign, send, receive and decode a hundred desktops.
    Call,
    /// The same with an empty list: what a call costs apart from its answer.
    EmptyCall,
    /// Decode a reply of a hundred desktops, as the client does.
    Reply,
    /// Decode the same JSON text: models by `serde_json` and derive against printed models.
    Decode,
    /// Encode a hundred desktops.
    Encode,
}

impl Work {
    /// In the order of the report.
    pub const ALL: [Self; 5] = [Self::Call, Self::EmptyCall, Self::Reply, Self::Decode, Self::Encode];

    /// Its name in the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::EmptyCall => "empty-call",
            Self::Reply => "reply",
            Self::Decode => "decode",
            Self::Encode => "encode",
        }
    }
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Hand, Self::Printed];

    /// Its name in the output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Printed => "printed",
        }
    }
}

/// Both sides, ready to work. One thread does everything, so that what it allocates is what a call allocates.
pub struct Bench {
    runtime: Runtime,
    hand: Hand,
    printed: Printed,
    text: Vec<u8>,
    reply: ReplyParts,
    hand_answer: HandAnswer,
    printed_answer: PrintedAnswer,
}

impl Bench {
    /// Sets both sides up to call `service`.
    ///
    /// # Errors
    /// If a client cannot be built or the answer cannot be made.
    pub fn new(service: &Service) -> Result<Self, Failure> {
        let text = answer::page(100)?;
        let content_type = Some("application/json;charset=UTF-8".to_owned());
        Ok(Self {
            reply: ReplyParts { status: 200, headers: Vec::new(), content_type, body: text.clone() },
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
            hand: Hand::new(service.address)?,
            printed: Printed::new(service.address)?,
            hand_answer: serde_json::from_slice(&text)?,
            printed_answer: client::types::from_json(&text)?,
            text,
        })
    }

    /// Does something once.
    ///
    /// # Errors
    /// If a call fails or a text does not decode.
    pub fn perform(&self, work: Work, side: Side) -> Result<(), Failure> {
        match (work, side) {
            (Work::Call, _) => self.call(side, 100),
            (Work::EmptyCall, _) => self.call(side, 0),
            (Work::Reply, Side::Hand) => decode::<HandAnswer>(&self.reply.body),
            (Work::Reply, Side::Printed) => {
                black_box(decode_reply::<ListDesktopDetailsInput>(black_box(&self.reply))?);
                Ok(())
            }
            (Work::Decode, Side::Hand) => decode::<HandAnswer>(&self.text),
            (Work::Decode, Side::Printed) => decode_printed::<PrintedAnswer>(&self.text),
            (Work::Encode, Side::Hand) => encode(&self.hand_answer),
            (Work::Encode, Side::Printed) => {
                black_box(client::types::to_json(black_box(&self.printed_answer)));
                Ok(())
            }
        }
    }

    fn call(&self, side: Side, limit: i32) -> Result<(), Failure> {
        let n_desktops = match side {
            Side::Hand => {
                let answer = self.runtime.block_on(self.hand.list_desktop_details(limit))?;
                black_box(answer).desktops.map(|it| it.len())
            }
            Side::Printed => {
                let answer = self.runtime.block_on(self.printed.list_desktop_details(limit))?;
                black_box(answer).desktops.map(|it| it.len())
            }
        };
        match n_desktops == usize::try_from(limit).ok() {
            true => Ok(()),
            false => Err(format!("expected {limit} desktops, got {n_desktops:?}").into()),
        }
    }
}

fn decode<T: serde::de::DeserializeOwned>(text: &[u8]) -> Result<(), Failure> {
    black_box(serde_json::from_slice::<T>(black_box(text))?);
    Ok(())
}

fn decode_printed<T: client::runtime::Decode>(text: &[u8]) -> Result<(), Failure> {
    black_box(client::types::from_json::<T>(black_box(text))?);
    Ok(())
}

fn encode<T: serde::Serialize>(value: &T) -> Result<(), Failure> {
    black_box(serde_json::to_vec(black_box(value))?);
    Ok(())
}
