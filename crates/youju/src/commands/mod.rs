//! The verbs, one file each.

mod change;
mod check;
mod close;
mod completions;
mod demo;
mod doctor;
mod due;
mod figure;
mod find;
mod import;
mod init;
mod keep;
pub mod kinds;
mod packs;
mod reconcile;
mod record;
mod report;
mod rows;
mod say;
mod show;

use crate::failure::Failure;
use crate::sheet::child;
use crate::shell::{End, Shell};
use clap::Subcommand;

/// What may be asked.
#[derive(Debug, Subcommand)]
pub enum Verb {
    Init(init::InitArgs),
    Record(record::RecordArgs),
    Correct(change::CorrectArgs),
    Void(change::VoidArgs),
    End(change::EndArgs),
    Erase(change::EraseArgs),
    Import(import::ImportArgs),
    /// Read the workbook on standard input within limits; for the importing process
    #[command(name = child::VERB, hide = true)]
    ReadSheet,
    Find(find::FindArgs),
    Show(show::ShowArgs),
    Kinds(kinds::KindsArgs),
    Figure(figure::FigureArgs),
    Rows(rows::RowsArgs),
    Due(due::DueArgs),
    Reconcile(reconcile::ReconcileArgs),
    Check(check::CheckArgs),
    Say(say::SayArgs),
    Close(close::CloseArgs),
    Report(report::ReportArgs),
    Verify(keep::VerifyArgs),
    Backup(keep::BackupArgs),
    Restore(keep::RestoreArgs),
    Packs(packs::PacksArgs),
    Doctor(doctor::DoctorArgs),
    Demo(demo::DemoArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs one verb.
pub fn run_verb(verb: Verb, shell: &Shell) -> Result<End, Failure> {
    match verb {
        Verb::Init(args) => init::init(&args, shell),
        Verb::Record(args) => record::record(&args, shell),
        Verb::Correct(args) => change::correct(&args, shell),
        Verb::Void(args) => change::void(&args, shell),
        Verb::End(args) => change::end(&args, shell),
        Verb::Erase(args) => change::erase(&args, shell),
        Verb::Import(args) => import::import(&args, shell),
        Verb::ReadSheet => child::read_sheet(),
        Verb::Find(args) => find::find(&args, shell),
        Verb::Show(args) => show::show(&args, shell),
        Verb::Kinds(args) => kinds::kinds(&args, shell),
        Verb::Figure(args) => figure::figure(&args, shell),
        Verb::Rows(args) => rows::rows(&args, shell),
        Verb::Due(args) => due::due(&args, shell),
        Verb::Reconcile(args) => reconcile::reconcile(&args, shell),
        Verb::Check(args) => check::check(&args, shell),
        Verb::Say(args) => say::say(&args, shell),
        Verb::Close(args) => close::close(&args, shell),
        Verb::Report(args) => report::report(&args, shell),
        Verb::Verify(args) => keep::verify(&args, shell),
        Verb::Backup(args) => keep::backup(&args, shell),
        Verb::Restore(args) => keep::restore(&args, shell),
        Verb::Packs(args) => packs::packs(&args, shell),
        Verb::Doctor(args) => doctor::doctor(&args, shell),
        Verb::Demo(args) => demo::demo(&args, shell),
        Verb::Completions(args) => completions::completions(&args),
    }
}
