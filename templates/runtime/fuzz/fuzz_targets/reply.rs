//! See `decoders::reply`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| specwright_runtime_fuzz::reply(bytes));
