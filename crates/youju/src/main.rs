//! The `youju` command: one verb, one file.

mod cli;
mod commands;
mod failure;
mod input;
mod packs;
mod roster;
mod sheet;
mod shell;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
