//! The words of the packs in docs/glossary.md are those of their texts.
//!
//! `UPDATE_EXPECT=1` writes them anew; what stands above the mark is written by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use youju_declare::{Files, Lang, Pack, Packs};

const MARK: &str = "## Of the packs\n";

#[test]
fn the_words_of_the_packs_are_those_of_their_texts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = Files::from_dir(&root.join("packs")).expect("packs");
    let packs = youju_declare::read(&files).expect("packs without faults");
    let path = root.join("docs/glossary.md");
    let kept = fs::read_to_string(&path).expect("docs/glossary.md");
    let (by_hand, made) = kept.split_once(MARK).unwrap_or((&kept, ""));
    let fresh = words(&packs);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, format!("{by_hand}{MARK}{fresh}")).expect("docs/glossary.md");
        return;
    }
    assert!(
        made == fresh,
        "the words in docs/glossary.md are old; UPDATE_EXPECT=1 writes them anew"
    );
}

fn words(packs: &Packs) -> String {
    let mut text = String::from(
        "Made from the texts of the packs. Tibetan is a draft: each word is to be passed by a Tibetan reviewer.\n",
    );
    for pack in &packs.packs {
        let mut rows = vec![("pack".to_owned(), pack.id.clone())];
        let own = |id: &str| id.rsplit('.').next().unwrap_or(id).to_owned();
        let mut add =
            |what: &str, id: &str| rows.push((format!("{what}.{}", own(id)), id.to_owned()));
        pack.kinds.iter().for_each(|kind| add("kind", &kind.id));
        pack.indicators.iter().for_each(|i| add("indicator", &i.id));
        pack.cadences.iter().for_each(|c| add("cadence", &c.id));
        writeln!(
            text,
            "\n### {}\n| code | zh | bo | en |\n|---|---|---|---|",
            pack.id
        )
        .expect("a text");
        for (key, id) in rows {
            let [zh, bo, en] = [Lang::Zh, Lang::Bo, Lang::En].map(|lang| word(pack, lang, &key));
            writeln!(text, "| `{id}` | {zh} | {bo} | {en} |").expect("a text");
        }
    }
    text
}

/// A word in a language; nothing where the language has none of its own.
fn word(pack: &Pack, lang: Lang, key: &str) -> String {
    if pack.messages.has(lang, key) {
        pack.messages.label(lang, key)
    } else {
        String::new()
    }
}
