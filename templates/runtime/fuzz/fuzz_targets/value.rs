//! See `decoders::value`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| specwright_runtime_fuzz::value(bytes));
