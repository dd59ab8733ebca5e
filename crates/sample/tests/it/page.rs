//! A real page against the demo ledger, when one is at hand: `YOUJU_PAGE` and `YOUJU_ALIASES` name its files.

use crate::blind::{exact, packs};
use crate::place::demo;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Reading, Verdict};
use youju_proofread::{Options, check};
use youju_sample::{Page, blind_in};

fn page() -> Option<(String, Aliases)> {
    let read = |variable: &str| {
        let path = std::env::var_os(variable)?;
        Some(std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    };
    let (text, aliases) = (read("YOUJU_PAGE")?, read("YOUJU_ALIASES")?);
    Some((text, Aliases::parse(&aliases).expect("an alias file")))
}

#[test]
fn its_figures_are_confirmed_by_rows_and_nothing_contradicts() {
    let Some((text, aliases)) = page() else {
        return;
    };
    let ledger = demo();
    let judge = |text: &str| {
        check(
            text,
            &Options {
                published_on: None,
                aliases: aliases.clone(),
                ..Options::default()
            },
            &Kept(&ledger),
        )
        .expect("a reading")
    };
    let reading = judge(&text);
    let confirmed: Vec<(&str, u64)> = reading
        .claims
        .iter()
        .filter(|c| c.verdict == Some(Verdict::Confirmed))
        .map(|c| (c.surface.as_str(), c.ledger.as_ref().map_or(0, |l| l.rows)))
        .collect();
    assert_eq!(
        confirmed,
        [
            ("8名", 8),
            ("6名", 6),
            ("43名", 43),
            ("315名", 315),
            ("77.6%", 315),
            ("14个", 14),
            ("12级", 59),
            ("51天", 153),
            ("31名", 31),
            ("一起", 0)
        ]
    );
    let consistent: Vec<&str> = reading
        .claims
        .iter()
        .filter(|c| c.verdict == Some(Verdict::Consistent))
        .map(|c| c.surface.as_str())
        .collect();
    assert_eq!(
        consistent,
        [
            "400余人次",
            "7-8级",
            "零下三十多度",
            "1.5米以上",
            "10余次",
            "600余辆",
            "3000余人次",
            "600余台次",
            "10多公里",
            "14万余辆次",
            "1600余人次"
        ]
    );
    assert_eq!(
        (reading.coverage.contradicted, reading.coverage.stale),
        (0, 0)
    );
    let solved: Vec<&str> = reading
        .relations
        .iter()
        .map(|r| r.computed.as_str())
        .collect();
    assert!(
        solved.contains(&"406") && solved.contains(&"131"),
        "{solved:?}"
    );

    let changed = judge(&text.replacen("8名", "9名", 1));
    let red = |r: &Reading| {
        r.claims
            .iter()
            .filter(|c| c.verdict == Some(Verdict::Contradicted))
            .map(|c| c.surface.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(red(&changed), ["9名"]);
}

#[test]
fn differences_hidden_from_it_are_found() {
    let Some((text, aliases)) = page() else {
        return;
    };
    let published_on = aliases.published_on.expect("a day of publication");
    let page = Page {
        text,
        aliases: aliases.units,
        published_on,
    };
    for seed in 1..=5 {
        for hidden in [0, 3] {
            let blind =
                blind_in(page.clone(), &packs(), hidden, seed).unwrap_or_else(|e| panic!("{e}"));
            exact(&blind, hidden);
        }
    }
}
