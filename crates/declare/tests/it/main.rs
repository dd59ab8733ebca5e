//! Loading packs: good ones, broken ones, and what may never be kept.

mod broken;
mod content;
mod glossary;
mod good;
mod page;
mod real;
mod small;
