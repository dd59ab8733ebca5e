//! Tests of reading and checking texts. All sentences are our own.

mod docs;
mod fuzz;
mod generated;
mod long;
mod masks;
mod oracle;
mod page;
mod pages;
mod paragraphs;
mod relations;
mod robust;
mod sentences;
mod verdicts;
mod whole;
