//! `youju find`: live records by kind, unit, person or text.

use crate::failure::Failure;
use crate::shell::{End, Format, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::ledger::Ledger;
use youju_ledger::lookup::Search;
use youju_render::record::Found;

/// Find live records, newest first
#[derive(Debug, Args)]
pub struct FindArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// A text in any column; kind=…, unit=… (with all below it), person=… narrow it down
    #[arg(value_name = "TEXT|KEY=VALUE", required = true)]
    terms: Vec<String>,
    /// At most so many records (default: 20, as a table all)
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub fn find(args: &FindArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let is_table = matches!(shell.format, Format::Csv | Format::Xlsx);
    let all = if is_table { i32::MAX as usize } else { 20 };
    let (found, total) = ledger.find(&search(&args.terms), args.limit.unwrap_or(all))?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let found =
        Found::new(&found, total).stamped(&args.terms, ledger.head()?, ledger.is_synthetic());
    shell.show(&found, &words)?;
    Ok(End::Done)
}

fn search(terms: &[String]) -> Search {
    let mut search = Search::default();
    let mut text = Vec::new();
    for term in terms {
        match term.split_once('=') {
            Some(("kind", value)) => search.kind = Some(value.to_owned()),
            Some(("unit", value)) => search.unit = Some(value.to_owned()),
            Some(("person", value)) => search.person = Some(value.to_owned()),
            _ => text.push(term.as_str()),
        }
    }
    if !text.is_empty() {
        search.text = Some(text.join(" "));
    }
    search
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_narrow_and_the_rest_is_one_text() {
        let terms = ["kind=core.unit", "示例", "unit=office", "a=b"].map(str::to_owned);
        let expected = Search {
            kind: Some("core.unit".into()),
            unit: Some("office".into()),
            person: None,
            text: Some("示例 a=b".into()),
        };
        assert_eq!(search(&terms), expected);
    }
}
