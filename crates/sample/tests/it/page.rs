//! A real page against the demo ledger, when one is at hand: `YOUJU_PAGE` and `YOUJU_ALIASES` name its files.

use crate::blind::{exact, packs};
use crate::place::demo;
use youju_base::ratio::Ratio;
use youju_ledger::ledger::Ledger;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Claim, Reading, Verdict};
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

fn judge(text: &str, aliases: &Aliases, ledger: &Ledger) -> Reading {
    let options = Options {
        aliases: aliases.clone(),
        ..Options::default()
    };
    check(text, &options, &Kept(ledger)).expect("a reading")
}

fn of(reading: &Reading, verdict: Verdict) -> Vec<&Claim> {
    let claims = reading.claims.iter();
    claims.filter(|c| c.verdict == Some(verdict)).collect()
}

fn surfaces<'r>(claims: &[&'r Claim]) -> Vec<&'r str> {
    claims.iter().map(|c| c.surface.as_str()).collect()
}

#[test]
fn its_figures_are_confirmed_by_rows_and_nothing_contradicts() {
    let Some((text, aliases)) = page() else {
        return;
    };
    let ledger = demo();
    let reading = judge(&text, &aliases, &ledger);
    let confirmed: Vec<(&str, u64)> = of(&reading, Verdict::Confirmed)
        .iter()
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
            ("18个", 18),
            ("14个", 14),
            ("115期", 115),
            ("12级", 59),
            ("51天", 153),
            ("31名", 31),
            ("一起", 0),
            ("28家", 28),
            ("777名", 777),
            ("28名", 28),
            ("2期", 2),
            ("2056人次", 2),
            ("82期", 82),
            ("173名", 173),
            ("92名", 92),
            ("3名", 3),
            ("18名", 18),
            ("80.44%", 181),
            ("1380万元", 37),
            ("145个", 145),
            ("40个", 40),
            ("4个", 1),
            ("10个", 10),
            ("104名", 104),
            ("300人", 300),
            ("1585万元", 65),
            ("37个", 333),
            ("28所", 252),
            ("10个", 10),
            ("59名", 59)
        ]
    );
    assert_eq!(
        surfaces(&of(&reading, Verdict::Consistent)),
        [
            "400余人次",
            "超过5200米",
            "7-8级",
            "零下三十多度",
            "1.5米以上",
            "10余次",
            "600余辆",
            "1300余人",
            "3000余人次",
            "600余台次",
            "5200多米",
            "10多公里",
            "14万余辆次",
            "1600余人次",
            "390余条(封、条)"
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
}

/// Shifts every digit of a number by `by`; it keeps its length.
fn shifted(numeral: &str, by: usize) -> String {
    const WRITTEN: &str = "一二三四五六七八九";
    let digit = |c: char| match (c.to_digit(10), WRITTEN.chars().position(|d| d == c)) {
        (Some(0), _) | (None, None) => c,
        (Some(d), _) => char::from(b'1' + ((d as usize - 1 + by) % 9) as u8),
        (_, Some(at)) => WRITTEN.chars().nth((at + by) % 9).unwrap_or(c),
    };
    numeral.chars().map(digit).collect()
}

#[test]
fn each_figure_replaced_by_another_is_contradicted_and_no_other() {
    let Some((text, aliases)) = page() else {
        return;
    };
    let ledger = demo();
    let reading = judge(&text, &aliases, &ledger);
    let characters: Vec<char> = text.chars().collect();
    let agreed = [Verdict::Confirmed, Verdict::Consistent].map(|verdict| of(&reading, verdict));
    let (mut replaced, mut kept) = (0, Vec::new());
    for claim in agreed.concat() {
        let numeral = &claim.numeral;
        if claim.value.and_then(|v| v.ratio()) == Some(Ratio::from(0)) {
            kept.push(claim.surface.as_str());
            continue;
        }
        let value = claim
            .ledger
            .as_ref()
            .and_then(|l| l.value.ratio())
            .expect("a value");
        let another = (1..9).find_map(|by| {
            let mut altered = characters.clone();
            altered.splice(
                numeral.start..numeral.end,
                shifted(&numeral.text, by).chars(),
            );
            let text: String = altered.into_iter().collect();
            let read = judge(&text, &aliases, &ledger);
            let found = read.claims.iter().find(|c| c.start == claim.start)?;
            let misses = !found.interval.contains(value) && found.kind == claim.kind;
            // Another day's number is told as such.
            (misses && found.verdict != Some(Verdict::Stale)).then_some(read)
        });
        match another {
            None => kept.push(claim.surface.as_str()),
            Some(read) => {
                let against: Vec<usize> = of(&read, Verdict::Contradicted)
                    .iter()
                    .map(|c| c.start)
                    .collect();
                let told = read.claims.iter().find(|c| c.start == claim.start);
                assert_eq!(against, [claim.start], "{}: {told:?}", claim.surface);
                replaced += 1;
            }
        }
    }
    // 未发生一起 says none, whatever number stands in it.
    assert_eq!((replaced, kept), (49, vec!["一起"]));
    let text = text.replacen("未发生一起", "发生3起", 1);
    let read = judge(&text, &aliases, &ledger);
    assert_eq!(surfaces(&of(&read, Verdict::Contradicted)), ["3起"]);
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
