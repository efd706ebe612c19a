//! Pages: lists that a service gives in pieces, as streams of pages and of items.
//!
//! A printed call of a paged operation has `pages()` and `items()`; both send one request at a time, and none before
//! they are polled. What the description says about paging is one constant, [`Paging`]; the rest stands here once.
//!
//! A stream begins where the caller's input says and ends
//! - with a page without items (by markers: without a next marker),
//! - when the total is reached, where the service tells it,
//! - with a page shorter than the limit, where one was sent and no total is told,
//! - with an error: nothing comes after it.
//!
//! A service that repeats itself would be asked for ever. That is an error, [`PagingError`], and not a quiet end: the
//! list is not whole. What counts as repetition:
//! - by offset or page number without a total: a page whose items are all those of a page before. With a total that
//!   does not grow, equal pages are pages (items need not differ), and the list ends by itself;
//! - by markers: a marker that was given before; and five pages in a row, each with the items of a page before it,
//!   whatever their markers say;
//! - a hundred empty pages in a row.
//!
//! An offset or a page number can have a highest value. A list that is longer than that ends with
//! [`PagingErrorKind::OutOfReach`], which says how much of it was read.

mod glance;
mod window;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pub use futures_core::Stream;

use super::call::{Call, Success, success};
use super::core::{Core, Overrides, Received};
use super::error::Error;
use super::{Sending, read_input};
use crate::Input;

pub use self::window::{PagingError, PagingErrorKind};

pub(super) use self::window::Window;

/// How an operation is paged, as the description says it.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// What moves the window.
    pub style: PageStyle,
    /// The input that moves it, in the JSON form of inputs: `["query.offset"]`, `["body", "offset"]`.
    pub position: &'static [&'static str],
    /// Whether that input is a text.
    pub text: bool,
    /// The first offset or page number.
    pub first: i64,
    /// The input that sizes the window.
    pub limit: Option<&'static [&'static str]>,
    /// The field of the answer that holds the items; names are joined by dots.
    pub items: &'static str,
    /// The field that holds the number of all items.
    pub total: Option<&'static str>,
    /// The field that holds the next marker; by last items, the field of an item.
    pub next: Option<&'static str>,
}

/// What moves the window of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageStyle {
    /// The number of items to skip.
    Offset,
    /// The number of the page.
    PageNumber,
    /// A marker from the page before.
    Marker,
    /// The key of the last item of the page before. Whether a page begins behind that item or with it is the service's
    /// to choose: [`Items`] has it once, pages are as they came.
    LastItem,
}

/// A stream of pages.
///
/// ```
/// # use specwright_runtime as runtime;
/// # use runtime::client::{Error, Pages};
/// # use runtime::{Input, Output};
/// # async fn example<I: Input>(pages: Pages<'_, I>) -> Result<(), Error>
/// # where <I::Output as Output>::Success: std::fmt::Debug {
/// // let mut pages = client.desktop().list_desktops().limit(100).pages();
/// # let mut pages = pages;
/// while let Some(page) = pages.next().await {
///     println!("{:?}", page?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'a, I> {
    core: &'a Core,
    overrides: Overrides,
    state: State<'a>,
    window: Window,
    input: PhantomData<fn() -> I>,
}

enum State<'a> {
    /// There is another page to ask for.
    Ready,
    Sending(Sending<'a, Result<Received, Error>>),
    Done,
}

impl<'a, I: Input> Pages<'a, I> {
    /// The pages of a call.
    pub fn new(call: Call<'a, I>, paging: &'static Paging) -> Self {
        let (core, overrides) = (call.core, call.overrides.clone());
        let window = Window::new(I::OPERATION.id, paging, crate::to_value(&call.input));
        let first = call.exchange();
        Self { core, overrides, state: State::Sending(first), window, input: PhantomData }
    }

    /// The next page; none after the last one or after an error.
    ///
    /// Dropping the future loses nothing: the request goes on with the next call of `next`.
    pub async fn next(&mut self) -> Option<Result<Success<I>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All pages.
    ///
    /// # Errors
    /// The first error.
    pub async fn collect_all(mut self) -> Result<Vec<Success<I>>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.push(page?);
        }
        Ok(all)
    }

    fn send(&self) -> Result<Sending<'a, Result<Received, Error>>, Error> {
        let input = read_input::<I>(self.window.input()?).map_err(|error| self.window.explain(error))?;
        let mut call = Call::new(self.core, input);
        call.overrides = self.overrides.clone();
        Ok(call.exchange())
    }

    fn receive(&mut self, received: Received) -> Result<Success<I>, Error> {
        let turned = self.window.turn(&received.reply.body);
        // An error of the service says more than what its body lacks as a page.
        let page = success::<I>(self.core, received)?;
        if turned.map_err(Error::Paging)? {
            self.state = State::Ready;
        }
        Ok(page)
    }
}

// Nothing in here is pinned: the request under way has a box of its own.
impl<I> Unpin for Pages<'_, I> {}

impl<I: Input> Stream for Pages<'_, I> {
    type Item = Result<Success<I>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if matches!(self.state, State::Ready) {
            match self.send() {
                Ok(sending) => self.state = State::Sending(sending),
                Err(error) => {
                    self.state = State::Done;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        let State::Sending(sending) = &mut self.state else { return Poll::Ready(None) };
        let reply = ready!(sending.as_mut().poll(cx));
        self.state = State::Done;
        let reply = reply.map_err(|error| self.window.explain(error));
        Poll::Ready(Some(reply.and_then(|reply| self.receive(reply))))
    }
}

impl<I: Input> fmt::Debug for Pages<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &I::OPERATION.id).finish_non_exhaustive()
    }
}

/// The list of items in a page.
pub type ItemsOf<I, T> = fn(&mut Success<I>) -> Option<&mut Vec<T>>;

/// A stream of the items of all pages.
///
/// ```
/// # use specwright_runtime as runtime;
/// # use runtime::Input;
/// # use runtime::client::{Error, Items};
/// # async fn example<I: Input, T: std::fmt::Debug>(items: Items<'_, I, T>) -> Result<(), Error> {
/// // let mut items = client.desktop().list_desktops().items();
/// # let mut items = items;
/// if let Some(first) = items.next().await {
///     println!("{:?}", first?);
/// }
/// let rest = items.collect_all().await?;
/// println!("and {} more", rest.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'a, I: Input, T> {
    pages: Pages<'a, I>,
    list: ItemsOf<I, T>,
    waiting: std::vec::IntoIter<T>,
}

impl<'a, I: Input, T> Items<'a, I, T> {
    /// The items of pages.
    pub fn new(pages: Pages<'a, I>, list: ItemsOf<I, T>) -> Self {
        Self { pages, list, waiting: Vec::new().into_iter() }
    }

    /// The next item; none after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items.
    ///
    /// # Errors
    /// The first error; the items before it are dropped.
    pub async fn collect_all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

// Items are only moved.
impl<I: Input, T> Unpin for Items<'_, I, T> {}

impl<I: Input, T> Stream for Items<'_, I, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.waiting.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(mut page)) => {
                    let items = (self.list)(&mut page).map(std::mem::take).unwrap_or_default();
                    self.waiting = items.into_iter();
                    if self.pages.window.begins_with_marker() {
                        self.waiting.next();
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I: Input, T> fmt::Debug for Items<'_, I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &I::OPERATION.id).finish_non_exhaustive()
    }
}
