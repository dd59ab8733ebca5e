//! docs/page.md: each phrase of the newspaper page with the records that answer it, or why there are none.
//!
//! `UPDATE_EXPECT=1` writes it anew from demo/page.toml and the packs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use youju_declare::{Files, Packs, Tense};

struct Page {
    phrase: BTreeMap<String, Phrase>,
    /// Kinds that no phrase needs, each with its reason.
    beyond: BTreeMap<String, String>,
}

struct Phrase {
    gloss: String,
    kinds: Vec<String>,
    indicators: Vec<String>,
    not_built: Option<String>,
}

impl Page {
    fn read(table: &toml::Table) -> Self {
        let phrases = table["phrase"].as_table().expect("phrases");
        let beyond = table["beyond"].as_table().expect("kinds beyond");
        Self {
            phrase: phrases
                .iter()
                .map(|(id, phrase)| (id.clone(), Phrase::read(phrase)))
                .collect(),
            beyond: beyond
                .iter()
                .map(|(kind, why)| (kind.clone(), text(why)))
                .collect(),
        }
    }
}

impl Phrase {
    fn read(value: &toml::Value) -> Self {
        let list = |key: &str| {
            let list = value.get(key).and_then(toml::Value::as_array);
            list.into_iter().flatten().map(text).collect()
        };
        Self {
            gloss: text(&value["gloss"]),
            kinds: list("kinds"),
            indicators: list("indicators"),
            not_built: value.get("not_built").map(text),
        }
    }
}

fn text(value: &toml::Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read() -> (Page, Packs) {
    let text = fs::read_to_string(root().join("demo/page.toml")).expect("demo/page.toml");
    let page = Page::read(&text.parse().expect("TOML"));
    let files = Files::from_dir(&root().join("packs")).expect("packs");
    let packs = youju_declare::read(&files).expect("packs without faults");
    (page, packs)
}

#[test]
fn every_phrase_has_records_or_a_reason_and_every_kind_a_phrase() {
    let (page, packs) = read();
    let mut orphans = Vec::new();
    for (id, phrase) in &page.phrase {
        if phrase.kinds.is_empty() == phrase.not_built.is_none() {
            orphans.push(format!("{id}: either kinds or not_built"));
        }
        let kinds = phrase.kinds.iter().filter(|k| packs.kind(k).is_none());
        let indicators = phrase.indicators.iter();
        let indicators = indicators.filter(|i| packs.indicator(i).is_none());
        for name in kinds.chain(indicators) {
            orphans.push(format!("{id}: the packs have no \"{name}\""));
        }
    }
    let named: BTreeSet<&String> = page.phrase.values().flat_map(|p| &p.kinds).collect();
    for kind in packs.kinds() {
        if named.contains(&kind.id) == page.beyond.contains_key(&kind.id) {
            orphans.push(format!("{}: either a phrase or [beyond] names it", kind.id));
        }
    }
    let gone = page.beyond.keys().filter(|kind| packs.kind(kind).is_none());
    orphans.extend(gone.map(|kind| format!("[beyond]: the packs have no \"{kind}\"")));
    assert_eq!(orphans, Vec::<String>::new());
}

#[test]
fn the_matrix_in_the_docs_is_the_one_of_these_packs() {
    let (page, packs) = read();
    let matrix = matrix(&page, &packs);
    let path = root().join("docs/page.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &matrix).expect("docs/page.md");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == matrix,
        "docs/page.md is old; UPDATE_EXPECT=1 writes it anew"
    );
}

fn matrix(page: &Page, packs: &Packs) -> String {
    let mut text = String::from(
        "# The page and the ledger\n\n\
         Made from demo/page.toml and the packs. Each phrase of the page of a newspaper from which this project began, in our own gloss: the kinds of \
         records that answer it, how many rules judge them, and the command that gives the figure.\n\n\
         | phrase | what it says | kinds | rules | figures | ask |\n|---|---|---|--:|---|---|\n",
    );
    let code = |names: &[String]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(" ")
    };
    for (id, phrase) in &page.phrase {
        let gloss = &phrase.gloss;
        if let Some(why) = &phrase.not_built {
            writeln!(text, "| {id} | {gloss} | not built: {why} | | | |").expect("a text");
            continue;
        }
        let rules: usize = phrase
            .kinds
            .iter()
            .map(|kind| packs.rules_for(kind).count())
            .sum();
        let ask = phrase.indicators.first().and_then(|first| {
            let time = match packs.indicator(first)?.time {
                Tense::Stock => "--on 2022-09-30",
                Tense::Flow => "--within 2022",
            };
            Some(format!("`youju figure DIR {first} --unit … {time}`"))
        });
        writeln!(
            text,
            "| {id} | {gloss} | {} | {rules} | {} | {} |",
            code(&phrase.kinds),
            code(&phrase.indicators),
            ask.unwrap_or_default()
        )
        .expect("a text");
    }
    text.push_str("\n## Kinds that no phrase needs\n\n| kind | what for |\n|---|---|\n");
    for (kind, why) in &page.beyond {
        writeln!(text, "| `{kind}` | {why} |").expect("a text");
    }
    text
}
