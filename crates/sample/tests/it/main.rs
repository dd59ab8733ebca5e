//! The demo ledger, its article and the blind page, as a reader meets them.

mod article;
mod ledger;
mod place;
