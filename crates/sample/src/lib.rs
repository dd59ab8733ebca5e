//! Makes the demo ledger, the article and the blind page from `demo/`.
//!
//! All records are made up and go through the ledger's ordinary gate; all units and persons are called 示例 (example).

mod chance;
mod demo;
pub mod error;
mod members;
mod numerals;
mod posts;
mod region;
mod sheet;
mod story;

pub use demo::{SEED, demo};
