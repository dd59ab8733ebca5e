//! Reports as docx: the page of GB/T 9704-2012, footnotes as citations, every figure a control bound to a list of figures.
//!
//! Written by hand as a zip of XML parts: the same report gives the same bytes. Each figure stands in a content control
//! that is bound to `/t:figures[1]/t:f[n]/t:v[1]` of a custom XML part. What proves it are child elements there, and its
//! place is in the control's title too: attributes and tags do not survive LibreOffice, these do.

mod write;

mod parts;

pub mod read;

pub use write::docx;

/// Names the elements of the list of figures.
const FIGURES: &str = "urn:youju:figures:1";
/// Names the custom XML part.
const STORE: &str = "{5A1D9A0C-6E0B-4C53-9B1E-7B2F1C9D4E01}";
/// The style of the notes that are written under tables.
const NOTE_STYLE: &str = "TableNote";
