//! Small packs, made of a kind and the words it needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use youju_declare::Files;

/// A kind to be refused or to pass.
pub struct Story {
    /// The file.
    pub name: String,
    /// Words of the fault that must come.
    pub reason: Option<String>,
    /// The pack around the kind.
    pub files: Files,
}

/// Reads tests/it/kinds/<folder>/*.toml, each as the only kind of a pack.
///
/// `#! reason: …` says what the fault must say; `#! label: <key> = …` replaces a Chinese label.
pub fn stories(folder: &str) -> Vec<Story> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/kinds")
        .join(folder);
    let mut paths: Vec<_> = fs::read_dir(&path)
        .expect("the folder of stories")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path
                .file_stem()
                .and_then(|s| s.to_str())
                .expect("a plain name")
                .to_owned();
            let kind = fs::read_to_string(path).expect("a readable story");
            let mark = |mark: &str| {
                let mark = format!("#! {mark}: ");
                kind.lines()
                    .filter_map(move |l| l.strip_prefix(&mark))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            Story {
                reason: mark("reason").pop(),
                files: around(&name, &kind, &mark("label")),
                name,
            }
        })
        .collect()
}

/// Makes the pack `p` around one kind: upkeep, and a label for every field and choice.
pub fn around(stem: &str, kind: &str, labels: &[String]) -> Files {
    let table: toml::Table = kind.parse().expect("the story is TOML");
    let mut texts = BTreeMap::from([
        ("pack".to_owned(), "p".to_owned()),
        (format!("kind.{stem}"), "k".to_owned()),
    ]);
    if let Some(fields) = table.get("field").and_then(|f| f.as_table()) {
        label(&mut texts, stem, "", fields);
    }
    let english = lines(&texts);
    for label in labels {
        let (key, text) = label.split_once(" = ").expect("key = text");
        let plain = texts.insert(key.to_owned(), text.to_owned());
        assert!(plain.is_some(), "no such label: {key}");
    }
    let pack = format!(
        "# A pack around one kind.\nid = \"p\"\n[kind.{stem}]\npurpose = \"x\"\nbasis = \"x\"\nkeep = \"x\"\n"
    );
    Files::from_iter([
        ("p/pack.toml".to_owned(), pack),
        (format!("p/kinds/{stem}.toml"), kind.to_owned()),
        ("p/i18n/zh.txt".to_owned(), lines(&texts)),
        ("p/i18n/en.txt".to_owned(), english),
    ])
}

fn label(texts: &mut BTreeMap<String, String>, stem: &str, above: &str, fields: &toml::Table) {
    for (name, field) in fields {
        texts.insert(format!("field.{stem}.{above}{name}"), "f".to_owned());
        for value in field
            .get("of")
            .and_then(|of| of.as_array())
            .into_iter()
            .flatten()
        {
            let value = value.as_str().expect("a choice is a text");
            texts.insert(
                format!("choice.{stem}.{above}{name}.{value}"),
                "c".to_owned(),
            );
        }
        if let Some(subs) = field.get("field").and_then(|f| f.as_table()) {
            label(texts, stem, &format!("{name}."), subs);
        }
    }
}

fn lines(texts: &BTreeMap<String, String>) -> String {
    texts
        .iter()
        .map(|(key, text)| format!("{key} = {text}\n"))
        .collect()
}
