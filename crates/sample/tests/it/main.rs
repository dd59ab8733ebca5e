//! The demo ledger, its article and the blind page, as a reader meets them.

mod article;
mod blind;
mod ledger;
mod page;
mod place;
