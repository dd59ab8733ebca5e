//! The example article against the demo ledger: every verdict as the list of facts says.

use crate::place::demo;
use expect_test::expect_file;
use std::collections::BTreeSet;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Outcome, Reading};
use youju_proofread::{Options, alias::Aliases, check};
use youju_sample::{Article, article};

fn options(article: &Article) -> Options {
    Options {
        published_on: None,
        aliases: Aliases::parse(&article.alias_file()).expect("an alias file"),
        ..Options::default()
    }
}

#[test]
fn the_files_are_those_of_the_list() {
    let article = article().expect("the article");
    assert!(article.figures.len() >= 30);
    expect_file!["../../../../demo/article.zh.txt"].assert_eq(&article.text);
    expect_file!["../../../../demo/aliases.toml"].assert_eq(&article.alias_file());
    let expected = serde_json::to_string_pretty(&article.expected()).expect("JSON") + "\n";
    expect_file!["../../../../demo/article.expected.json"].assert_eq(&expected);
}

#[test]
fn every_verdict_is_as_the_list_says() {
    let article = article().expect("the article");
    let ledger = demo();
    let reading = check(&article.text, &options(&article), &Kept(&ledger)).expect("a reading");
    let expected: Vec<String> = article
        .figures
        .iter()
        .map(|f| {
            let bound = f
                .fact
                .of
                .as_ref()
                .map_or("-".into(), |(indicator, unit, _)| {
                    format!("{indicator} {unit}")
                });
            line(
                f.start,
                f.end,
                &f.fact.print,
                &f.fact.verdict,
                &bound,
                f.fact.holds.as_deref(),
            )
        })
        .collect();
    let found: Vec<String> = reading
        .claims
        .iter()
        .map(|c| {
            let bound = c
                .binding
                .as_ref()
                .map_or("-".into(), |b| format!("{} {}", b.indicator, b.unit));
            let holds = c.ledger.as_ref().map(|l| l.value.to_string());
            line(
                c.start,
                c.end,
                &c.surface,
                &c.verdict.expect("a verdict").to_string(),
                &bound,
                holds.as_deref(),
            )
        })
        .collect();
    assert_eq!(found.join("\n"), expected.join("\n"));
    assert_eq!(proofs(&reading), stated(&article));
}

fn line(
    start: usize,
    end: usize,
    surface: &str,
    verdict: &str,
    bound: &str,
    holds: Option<&str>,
) -> String {
    format!(
        "{start}..{end} {surface} {verdict} {bound} {}",
        holds.unwrap_or("-")
    )
}

/// Relations that prove something: solved or impossible.
fn proofs(reading: &Reading) -> BTreeSet<String> {
    let proving = reading
        .relations
        .iter()
        .filter(|r| matches!(r.result, Outcome::Solved | Outcome::Impossible));
    proving
        .map(|r| {
            let mut claims = r.claims.clone();
            claims.sort_unstable();
            let computed = if r.result == Outcome::Solved {
                r.computed.as_str()
            } else {
                ""
            };
            format!("{} {claims:?} {} {computed}", r.code, r.result)
        })
        .collect()
}

fn stated(article: &Article) -> BTreeSet<String> {
    let place = |name: &String| {
        article
            .figures
            .iter()
            .position(|f| f.name == *name)
            .expect("a fact of the article")
            + 1
    };
    let relations = article.relations.iter();
    relations
        .map(|r| {
            let mut claims: Vec<usize> = r.facts.iter().map(place).collect();
            claims.sort_unstable();
            format!(
                "{} {claims:?} {} {}",
                r.code,
                r.result,
                r.computed.as_deref().unwrap_or_default()
            )
        })
        .collect()
}
