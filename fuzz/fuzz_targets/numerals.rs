#![no_main]

#[allow(dead_code)]
#[path = "../../crates/proofread/tests/it/whole.rs"]
mod whole;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whole::numerals(&whole::text_of(bytes)));
