//! The demo ledger, its article and the blind page, as a reader meets them.

mod ledger;
mod place;
