//! The command line: global options, verbs, exit codes.

use crate::commands::{Verb, run_verb};
use crate::failure::Failure;
use crate::shell::{End, Format, Shell};
use clap::Parser;
use clap::error::ErrorKind;
use jiff::civil::Date;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use youju_base::date::parse_day;
use youju_declare::Lang;

/// Record once. Every figure shows its rows.
///
/// Exit codes: 0 done, nothing wrong found; 1 finding (refused, contradicted, impossible, verification failed);
/// 2 usage or bad input; 3 surroundings (disk, lock, outcome unknown); 4 `check` found nothing it could check.
#[derive(Debug, Parser)]
#[command(name = "youju", version, about, long_about, max_term_width = 100)]
pub struct Cli {
    /// Form of the answer
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file (lists as a table with --format csv or xlsx)
    #[arg(long, global = true, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of the answer: zh, en, bo (default: what YOUJU_LANG says, or zh)
    #[arg(long, global = true, value_name = "LANG", value_parser = parse_lang)]
    lang: Option<Lang>,
    /// The day that counts as today, for tests (default: today in Asia/Shanghai)
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_day)]
    today: Option<Date>,
    #[command(subcommand)]
    verb: Verb,
}

/// Runs one command line and gives its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return usage(&args, &error),
    };
    let lang = cli.lang.unwrap_or_else(lang_of_environment);
    let ended = Shell::new(cli.format, cli.out, lang, cli.today)
        .and_then(|shell| run_verb(cli.verb, &shell));
    ExitCode::from(match ended {
        Ok(End::Done) => 0,
        Ok(End::Finding) => 1,
        Ok(End::Nothing) => 4,
        Err(failure) => Shell::fail(cli.format, lang, &failure),
    })
}

/// Says what is wrong with the command line itself, or prints the help that was asked for.
fn usage(args: &[OsString], error: &clap::Error) -> ExitCode {
    // Help that nobody reads to the end is no error.
    let _ = error.print();
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return ExitCode::SUCCESS;
    }
    let wants_json = args
        .windows(2)
        .any(|pair| pair[0] == "--format" && pair[1] == "json")
        || args.iter().any(|arg| arg == "--format=json");
    if wants_json {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let failure = Failure::input(first.trim_start_matches("error: ")).hint("youju --help");
        let _ = crate::shell::print(&serde_json::json!({ "error": failure }).to_string());
    }
    ExitCode::from(2)
}

fn lang_of_environment() -> Lang {
    let named = std::env::var("YOUJU_LANG").ok();
    named
        .and_then(|text| parse_lang(&text).ok())
        .unwrap_or(Lang::Zh)
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    let found = Lang::ALL.into_iter().find(|lang| lang.code() == text);
    found.ok_or_else(|| format!("\"{text}\" is none of zh, en, bo"))
}
