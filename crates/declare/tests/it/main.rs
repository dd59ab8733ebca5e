//! Loading packs: good ones, broken ones, and what may never be kept.

mod broken;
mod content;
mod good;
mod real;
mod small;
