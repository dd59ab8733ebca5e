//! Development commands: `cargo xtask demo`, `test`, `bless`, `picture`, `bench`.
//!
//! Each one runs other programs and says what it runs; none holds logic of the product.

mod bench;
mod demo;
mod picture;
mod programs;
mod test;

use anyhow::Result;

const HELP: &str = "\
cargo xtask demo [--no-serve]    build the release binary, make the demo ledger, tell its story
cargo xtask test [FILTER]        format, lints, every test, the release binary under race and kill
cargo xtask bless                rewrite golden files with what the code prints now
cargo xtask picture              draw README's picture from what the demo prints
cargo xtask bench                every part below but check; writes docs/performance.md
cargo xtask bench figures [--rows 10k|1M|10M] [--alone]
                                 sixty figures against DuckDB, SQLite and PostgreSQL (default 1M)
cargo xtask bench writes         durable chained writes against other stores in the same run
cargo xtask bench check --corpus DIR
                                 score `check` on annotated texts and time it
";

fn main() -> Result<()> {
    std::env::set_current_dir(programs::root()?)?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["demo", flags @ ..] => demo::demo(flags),
        ["test", filter @ ..] => test::test(filter),
        ["picture"] => picture::picture(),
        ["bless"] => test::bless(),
        ["bench", flags @ ..] => bench::run(flags),
        _ => {
            eprint!("{HELP}");
            std::process::exit(2);
        }
    }
}
