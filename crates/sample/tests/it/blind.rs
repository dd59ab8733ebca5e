//! The blind page: what is hidden is found, and nothing else.

use crate::place::files;
use std::collections::BTreeMap;
use youju_declare::Packs;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Reading, Verdict};
use youju_proofread::{Options, check};
use youju_sample::blind::Score;
use youju_sample::{Blind, Page, blind, blind_in};

/// Seeds tried for each number of hidden places; `YOUJU_SEEDS` asks for more.
fn seeds() -> u64 {
    std::env::var("YOUJU_SEEDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(3)
}

pub fn packs() -> Packs {
    youju_declare::read(&files()).expect("the packs of this repository")
}

fn run(blind: &Blind) -> (Score, Reading) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = blind
        .ledger(&folder.path().join("blind"), &files())
        .unwrap_or_else(|e| panic!("{}: {e}", blind.answer()));
    let page = blind.page();
    let options = Options {
        published_on: Some(page.published_on),
        aliases: Aliases {
            published_on: None,
            units: page.aliases.clone(),
        },
        ..Options::default()
    };
    let reading = check(&page.text, &options, &Kept(&ledger)).expect("a reading");
    let differ = |v: Option<Verdict>| matches!(v, Some(Verdict::Contradicted | Verdict::Stale));
    let findings: Vec<(usize, usize)> = reading
        .claims
        .iter()
        .filter(|c| differ(c.verdict))
        .map(|c| (c.start, c.end))
        .collect();
    (blind.score(&findings), reading)
}

/// Figures that agree with the ledger.
pub fn agreed(reading: &Reading) -> usize {
    reading
        .claims
        .iter()
        .filter(|c| matches!(c.verdict, Some(Verdict::Confirmed | Verdict::Consistent)))
        .count()
}

fn told(blind: &Blind, reading: &Reading) -> String {
    let mut lines = vec![blind.answer().to_owned()];
    lines.extend(reading.claims.iter().map(|c| {
        format!(
            "{}..{} {} {:?} {:?}",
            c.start, c.end, c.surface, c.verdict, c.ground
        )
    }));
    lines.join("\n")
}

/// Reads a blind page, in which all that is hidden must be found and nothing else.
pub fn exact(blind: &Blind, hidden: usize) -> Reading {
    let (score, reading) = run(blind);
    let all = Score {
        hidden,
        found: hidden,
        false_alarms: 0,
    };
    assert_eq!(score, all, "{}", told(blind, &reading));
    reading
}

#[test]
fn what_is_hidden_is_found_and_nothing_else() {
    let packs = packs();
    let mut tricks: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 1..=seeds() {
        for hidden in [0, 3] {
            let blind = blind(&packs, hidden, seed).unwrap_or_else(|e| panic!("{e}"));
            let reading = exact(&blind, hidden);
            // Nothing found means that everything else was looked at and agreed.
            assert_eq!(
                agreed(&reading),
                blind.places() - hidden,
                "{}",
                told(&blind, &reading)
            );
            for place in blind.hidden() {
                *tricks.entry(place.trick).or_default() += 1;
            }
        }
    }
    eprintln!("{tricks:?}");
}

#[test]
fn a_foreign_text_is_read_by_plain_search() {
    let text = "目前，示例局党员120余名，党员占比61.9%。今年上半年，示例局发展预备党员4名、慰问党员9名，培训入党积极分子21人次。\n";
    let page = Page {
        text: text.into(),
        aliases: [("示例局".to_owned(), "bureau".to_owned())].into(),
        published_on: jiff::civil::date(2024, 9, 30),
    };
    let packs = packs();
    for (hidden, seed) in [(0, 1), (1, 2), (2, 3), (4, 4)] {
        let blind = blind_in(page.clone(), &packs, hidden, seed).unwrap_or_else(|e| panic!("{e}"));
        // 慰问党员 is no word of the packs.
        assert_eq!(blind.places(), 4);
        let reading = exact(&blind, hidden);
        assert_eq!(agreed(&reading), 4 - hidden, "{}", told(&blind, &reading));
    }
    let more = blind_in(page, &packs, 5, 1)
        .err()
        .expect("too many")
        .to_string();
    assert!(
        more.starts_with("5 differences cannot be hidden: the text has 4 figures"),
        "{more}"
    );
}

#[test]
fn the_seal_is_that_of_the_answer() {
    let blind = blind(&packs(), 2, 7).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(blind.seal().len(), 64);
    assert!(blind.answer().contains("\"salt\"") && blind.hidden().len() == 2);
    let again = youju_sample::blind(&packs(), 2, 7).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(again.answer(), blind.answer());
    assert_ne!(
        youju_sample::blind(&packs(), 2, 8)
            .unwrap_or_else(|e| panic!("{e}"))
            .seal(),
        blind.seal()
    );
}
