//! Broken packs: every fault at once, in words that lead out.

use crate::good;
use expect_test::expect_file;
use std::collections::BTreeMap;
use youju_declare::{Fault, Files, Lang, load};

/// Reads `=== path` sections.
fn files(text: &str) -> Files {
    text.split("=== ")
        .filter_map(|section| section.split_once('\n'))
        .map(|(path, text)| (path.trim().to_owned(), text.to_owned()))
        .collect()
}

/// Adds the labels that are owed, so that only the fault in question is left.
fn with_words(mut files: Files, keys: &[&str]) -> Files {
    let words: String = keys.iter().map(|key| format!("{key} = x\n")).collect();
    for lang in ["zh", "en"] {
        files.insert(format!("p/i18n/{lang}.txt"), words.clone());
    }
    files
}

fn shown(faults: &[Fault]) -> String {
    faults.iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn a_broken_pack_tells_all_its_faults_at_once() {
    let faults = load(&files(include_str!("broken.txt"))).expect_err("it is broken");
    expect_file!["broken.expected.txt"].assert_eq(&shown(&faults));
    // Sorts of faults: the message without what is quoted, numbers apart.
    let sort = |f: &Fault| -> String {
        let outside = f
            .message
            .split('"')
            .step_by(2)
            .collect::<Vec<_>>()
            .join("_");
        outside.chars().filter(|c| !c.is_ascii_digit()).collect()
    };
    let mut sorts: BTreeMap<String, usize> = BTreeMap::new();
    for fault in &faults {
        *sorts.entry(sort(fault)).or_default() += 1;
    }
    assert!(sorts.len() >= 60, "{} sorts of faults", sorts.len());
    let without = faults.iter().filter(|f| f.hint.is_none()).count();
    assert!(
        without * 10 <= faults.len(),
        "{without} of {} faults name no way out",
        faults.len()
    );
}

#[test]
fn what_only_the_engine_can_judge() {
    let keys = [
        "pack",
        "kind.visit",
        "field.visit.unit",
        "field.visit.person",
        "field.visit.visited_on",
        "field.visit.called",
        "field.visit.told",
        "field.visit.letter",
        "kind.answer",
        "field.answer.unit",
        "field.answer.visit",
        "field.answer.given_on",
        "rowset.typo",
        "rowset.names",
        "rowset.told",
        "rowset.answered",
        "rowset.letters",
        "rowset.fine",
        "rule.wide",
        "rule.inner_scan",
        "rule.mistyped",
    ];
    let faults =
        load(&with_words(files(include_str!("engine.txt")), &keys)).expect_err("it is broken");
    expect_file!["engine.expected.txt"].assert_eq(&shown(&faults));
}

#[test]
fn one_fault_reads_as_one_sentence() {
    let fault = Fault {
        file: "packs/talks/kinds/talk.toml".into(),
        line: Some(7),
        message: "unknown key \"requird\"".into(),
        hint: Some("did you mean \"required\"?".into()),
    };
    assert_eq!(
        fault.to_string(),
        "cannot read packs/talks/kinds/talk.toml: unknown key \"requird\" at line 7; did you mean \"required\"?"
    );
}

#[test]
fn values_that_sql_makes_may_be_named() {
    let named = |key: &str| {
        let mut files = good::files();
        let path = "posts/i18n/zh.txt";
        let (_, texts) = files.iter().find(|(p, _)| *p == path).expect("the texts");
        let texts = [texts, format!("{key} = 某\n").as_bytes()].concat();
        files.insert(path, texts);
        load(&files).map_err(|faults| shown(&faults))
    };
    assert!(named("dim.category").is_ok());
    let packs = named("value.category.made").expect("a value of a dimension");
    let text = packs
        .pack("posts")
        .expect("the pack")
        .messages
        .label(Lang::Zh, "value.category.made");
    assert_eq!(text, "某");
    for key in ["dim.nothing", "value.nothing.made", "value.category"] {
        let faults = named(key).expect_err("no dimension of that name");
        assert!(
            faults.contains(&format!("unknown key \"{key}\"")),
            "{faults}"
        );
    }
}

#[test]
fn a_register_of_instruments_is_row_sets_that_bear_titles() {
    let mut files = good::files();
    let path = "posts/pack.toml";
    let (_, pack) = files.iter().find(|(p, _)| *p == path).expect("the pack");
    let register = b"[instruments]\nregister = \"aproved\"\nabolished = \"attended\"\n";
    let pack = [pack, register.as_slice()].concat();
    files.insert(path, pack);
    let faults = shown(&load(&files).expect_err("neither is a register"));
    for told in [
        "no row set \"aproved\" in this pack",
        "did you mean \"approved\"?",
        "row set \"attended\" names no instrument",
        "row set \"attended\" does not last",
    ] {
        assert!(faults.contains(told), "{faults}");
    }
}

#[test]
fn bytes_that_are_no_text_are_named_with_their_line() {
    let mut files = files("=== p/pack.toml\n# One.\nid = \"p\"\n");
    files.insert("p/i18n/zh.txt", b"pack = a\n\xff = b\n".to_vec());
    files.insert("p/i18n/en.txt", "pack = a\n");
    let faults = load(&files).expect_err("it is broken");
    assert!(shown(&faults).contains("p/i18n/zh.txt: the text is not UTF-8 at line 2"));
}

/// Damages a good pack in 400 ways: a line gone, a line twice, a character turned, a file gone.
///
/// Whatever comes, loading answers with a pack or with faults that name a file of it; it never panics.
#[test]
fn a_damaged_pack_is_answered_in_words() {
    let good = good::files();
    let paths: Vec<String> = good.iter().map(|(path, _)| path.to_owned()).collect();
    let mut seed: usize = 7;
    let mut below = move |n: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n.max(1)
    };
    let mut refused = 0;
    for _ in 0..400 {
        let path = &paths[below(paths.len())];
        let text = String::from_utf8_lossy(good.get(path).expect("it is there")).into_owned();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = below(lines.len());
        let mut files: Files = good.iter().filter(|(p, _)| p != path).collect();
        match below(4) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let odd = ["\"", "'", "[", "}", "(", "\u{0}", "ྀ", "9", ";", "a"];
                let mut letters: Vec<char> = lines[at].chars().collect();
                if !letters.is_empty() {
                    let i = below(letters.len());
                    letters.splice(i..=i, odd[below(odd.len())].chars());
                }
                lines[at] = letters.into_iter().collect();
            }
            _ => lines.clear(),
        }
        if !lines.is_empty() {
            files.insert(path.clone(), lines.join("\n"));
        }
        if let Err(faults) = load(&files) {
            assert!(!faults.is_empty());
            assert!(
                faults.iter().all(|f| f.file.starts_with("posts/")),
                "{path}:{at}\n{}",
                shown(&faults)
            );
            refused += 1;
        }
    }
    assert!(refused > 200, "only {refused} of 400 were noticed");
}
