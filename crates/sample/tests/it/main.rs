//! The demo ledger, its article and the blind page, as a reader meets them.

mod altered;
mod article;
mod blind;
mod counted;
mod ledger;
mod page;
mod place;
mod prefecture;
mod registers;
