//! The examples of docs/check.md are read here: what the page shows is what comes out.
//!
//! `UPDATE_EXPECT=1` writes the page anew.

use std::path::Path;
use youju_proofread::reading::{Claim, Reading};
use youju_proofread::{Options, read};

const OPEN: &str = "```check\n";
const CLOSE: &str = "```";
const BECOMES: &str = "→\n";

#[test]
fn the_examples_of_the_page_are_what_comes_out() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/check.md");
    let written = std::fs::read_to_string(&page).expect("docs/check.md can be read");
    let (fresh, count) = replay(&written);
    assert!(count >= 20, "only {count} examples were found");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&page, fresh).expect("docs/check.md can be written");
        return;
    }
    for (shown, now) in written.split(OPEN).zip(fresh.split(OPEN)) {
        assert_eq!(shown, now);
    }
}

/// Gives the page with every example's output made anew, and how many there are.
fn replay(page: &str) -> (String, usize) {
    let options = Options {
        published_on: Some(jiff::civil::date(2026, 7, 15)),
        ..Options::default()
    };
    let mut parts = page.split(OPEN);
    let mut fresh = parts.next().unwrap_or_default().to_owned();
    let mut count = 0;
    for part in parts {
        let (example, rest) = part.split_once(CLOSE).expect("an example is closed");
        let sentence = example.split_once(BECOMES).map_or(example, |(s, _)| s);
        let shown = show(&read(sentence.trim_end(), &options));
        fresh.push_str(&format!("{OPEN}{sentence}{BECOMES}{shown}{CLOSE}{rest}"));
        count += 1;
    }
    (fresh, count)
}

fn show(reading: &Reading) -> String {
    let mut lines: Vec<String> = reading.claims.iter().map(claim).collect();
    let masked = reading.masked.iter();
    lines.extend(masked.map(|m| format!("（{}：{}）", m.span.text, m.reason)));
    let relations = reading.relations.iter();
    lines.extend(relations.map(|r| format!("{} {}：{}", r.code, r.result, r.message)));
    let sweeping = reading.sweeping.iter();
    lines.extend(sweeping.map(|s| format!("（{}：sweeping）", s.span.text)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn claim(claim: &Claim) -> String {
    let bound = |bound: Option<youju_base::interval::Bound>, closed: [&str; 2]| match bound {
        None => "…".to_owned(),
        Some(b) => format!(
            "{}{}{}",
            if b.open { closed[0] } else { "" },
            b.value,
            if b.open { closed[1] } else { "" }
        ),
    };
    let lower = bound(claim.interval.lower, [">", ""]);
    let upper = bound(claim.interval.upper, ["<", ""]);
    let allowed = if lower == upper {
        lower
    } else {
        format!("{lower} ‥ {upper}")
    };
    let per = claim.per.iter().map(|per| format!(", per {per}"));
    let period = claim.period.iter().map(|p| {
        let days = match (p.from, p.until) {
            (Some(from), Some(until)) => format!(" {from} until before {until}"),
            (None, Some(until)) => format!(" until before {until}"),
            _ => String::new(),
        };
        format!(", {}{days}", p.text)
    });
    let dir = claim.dir.iter().map(|dir| format!(", {dir}"));
    let rest: String = dir.chain(per).chain(period).collect();
    format!(
        "{} = {allowed} {} ({}{rest})",
        claim.surface,
        claim.unit.as_deref().unwrap_or("-"),
        claim.kind
    )
}
