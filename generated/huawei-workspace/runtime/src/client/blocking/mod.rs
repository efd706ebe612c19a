//! Calls that block the thread, for programs without an asynchronous runtime; behind the feature `blocking`.
//!
//! There is no second client: a printed call has `send_blocking()` beside `send()`, and what streams is turned into an
//! iterator or a reader by `blocking()`. All of them run on one runtime that is started with the first such call and
//! lives as long as the process: a thread of its own drives connections and timers, the calling thread does the rest.
//!
//! Inside an asynchronous context such a call works too, but costs a thread that is started for it, and stops
//! everything else that its worker would do meanwhile. A current-thread runtime does nothing else at all then: a
//! server in the same runtime never answers, and the call ends by its timeout.

#[cfg(feature = "blocking")]
mod adapters;
#[cfg(feature = "blocking")]
mod runtime;


#[cfg(feature = "blocking")]
pub use self::adapters::{Blocking, BlockingDownload};
#[cfg(feature = "blocking")]
pub use self::runtime::block_on;

/// Gives printed calls the methods that block the thread.
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! calls_blocking {
    () => {
        impl<I: $crate::Input> Call<'_, I> {
            /// Like `send`, and blocks the thread until it is done.
            ///
            /// # Errors
            /// Those of `send`, and if the runtime of blocking calls cannot be started.
            pub fn send_blocking(
                self,
            ) -> ::std::result::Result<<<I as $crate::Input>::Output as $crate::Output>::Success, $crate::client::Error>
            {
                $crate::client::block_on(self.call.send())?
            }

            /// Like `respond`, and blocks the thread until it is done.
            ///
            /// # Errors
            /// Those of `respond`, and if the runtime of blocking calls cannot be started.
            pub fn respond_blocking(
                self,
            ) -> ::std::result::Result<$crate::client::Answer<<I as $crate::Input>::Output>, $crate::client::Error>
            {
                $crate::client::block_on(self.call.respond())?
            }
        }
    };
}

/// Gives a printed call whose answer is octets the method that blocks the thread.
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! call_download_blocking {
    ($name:ident) => {
        impl $name<'_> {
            /// Like `download`, and blocks the thread until the head of the answer is there.
            ///
            /// # Errors
            /// Those of `download`, and if the runtime of blocking calls cannot be started.
            pub fn download_blocking(
                self,
            ) -> ::std::result::Result<$crate::client::BlockingDownload, $crate::client::Error> {
                $crate::client::block_on(self.call.download())?.map($crate::client::Download::blocking)
            }
        }
    };
}

/// Without the feature `blocking`, a printed call only gives futures.
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! calls_blocking {
    () => {};
}

/// Without the feature `blocking`, a printed call only gives futures.
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! call_download_blocking {
    ($name:ident) => {};
}
