//! Tests of reading and checking texts. All sentences are our own.

mod docs;
mod page;
mod relations;
mod robust;
mod sentences;
mod verdicts;
