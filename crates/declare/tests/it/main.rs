//! Loading packs: good ones, broken ones, and what may never be kept.

mod broken;
mod content;
mod good;
mod page;
mod real;
mod small;
