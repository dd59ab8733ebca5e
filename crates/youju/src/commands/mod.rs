//! The verbs, one file each.

mod figure;
mod import;
mod init;
mod record;
mod rows;

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Subcommand;

/// What may be asked.
#[derive(Debug, Subcommand)]
pub enum Verb {
    Init(init::InitArgs),
    Record(record::RecordArgs),
    Import(import::ImportArgs),
    Figure(figure::FigureArgs),
    Rows(rows::RowsArgs),
}

/// Runs one verb.
pub fn run_verb(verb: Verb, shell: &Shell) -> Result<End, Failure> {
    match verb {
        Verb::Init(args) => init::init(&args, shell),
        Verb::Record(args) => record::record(&args, shell),
        Verb::Import(args) => import::import(&args, shell),
        Verb::Figure(args) => figure::figure(&args, shell),
        Verb::Rows(args) => rows::rows(&args, shell),
    }
}
