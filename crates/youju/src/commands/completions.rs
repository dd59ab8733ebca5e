//! `youju completions`: for the shell.

use crate::cli::Cli;
use crate::failure::Failure;
use crate::shell::{End, print};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn completions(args: &CompletionsArgs) -> Result<End, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "youju", &mut script);
    print(String::from_utf8_lossy(&script).trim_end())?;
    Ok(End::Done)
}
