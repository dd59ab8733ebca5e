//! How the heads of a sheet go to the fields of a kind: guessed once, shown, remembered in the ledger's folder.
//!
//! The next sheet with the same heads goes in without a question. The file holds heads and fields, never a row; whoever
//! edits it changes what the next sheet means.

use super::cells::Grid;
use super::heads::{Vocabulary, is_ours};
use super::layout::{Head, find_heads};
use crate::commands::kinds::fits_a_sheet;
use crate::failure::Failure;
use crate::{input, shell};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use youju_declare::{Kind, Packs, near};
use youju_ledger::compare::default_key;
use youju_ledger::names::PERSON;

/// The folder in the ledger's folder where mappings are kept.
const FOLDER: &str = "mappings";

/// What the heads of one sort of sheet mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What each row is.
    pub kind: String,
    /// The fields by which a record is known again when a row changes.
    pub key: Vec<String>,
    /// Head → field, or a part of one; heads that are not named are not read.
    pub heads: BTreeMap<String, String>,
    /// Field → value that every row has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// Field → word in the sheet → value in the ledger.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

/// A sheet whose heads are understood.
pub struct Understood {
    /// Which of the file's sheets.
    pub sheet: usize,
    /// The rows of its heads.
    pub head_rows: Range<usize>,
    /// Its heads.
    pub heads: Vec<Head>,
    /// What they mean.
    pub mapping: Mapping,
    /// Where the mapping is kept, or will be.
    pub path: PathBuf,
    /// It was kept there before, or named.
    pub is_known: bool,
}

/// What the one who imports says about the sheet.
#[derive(Debug, Default)]
pub struct Wish<'w> {
    /// What each row is.
    pub kind: Option<&'w str>,
    /// Which sheet of the workbook.
    pub sheet: Option<&'w str>,
    /// A mapping in a file.
    pub map: Option<&'w Path>,
    /// `field=value` for all rows.
    pub constants: &'w [String],
}

/// Understands the heads of a file's sheets: by a mapping that is named or remembered, else by the words of the kinds.
///
/// - Errors: no such sheet or kind; heads that mean nothing, or not all that the kind requires; several sheets or kinds
///   that would do.
pub fn understand(
    grids: &[Grid],
    packs: &Packs,
    ledger: &Path,
    wish: &Wish<'_>,
) -> Result<Understood, Failure> {
    let chosen = choose_sheets(grids, wish.sheet)?;
    let constants = constants(wish.constants)?;
    let named = wish.map.map(read_mapping).transpose()?;
    let kind = wish.kind.or(named.as_ref().map(|m| m.kind.as_str()));
    let kind = kind.map(|id| find_kind(packs, id)).transpose()?;
    if let Some(kind) = kind {
        let vocabulary = Vocabulary::new(kind, packs);
        let mut found: Vec<(usize, Range<usize>, Vec<Head>, usize)> = chosen
            .iter()
            .filter_map(|sheet| {
                let known = |heads: &[Head]| points(heads, &vocabulary, named.as_ref());
                let (rows, heads, score) = find_heads(&grids[*sheet], &known)?;
                Some((*sheet, rows, heads, score))
            })
            .collect();
        found.sort_by_key(|(sheet, .., score)| (usize::MAX - score, *sheet));
        let Some((sheet, head_rows, heads, _)) = found.into_iter().next() else {
            return Err(
                Failure::input(format!("no heads of {} were found", kind.id)).hint(format!(
                    "youju kinds {} --template FILE.xlsx makes a sheet with its heads",
                    kind.id
                )),
            );
        };
        return settle(
            kind,
            &vocabulary,
            sheet,
            head_rows,
            heads,
            named,
            constants,
            ledger,
            wish,
        );
    }
    // Without a kind, a remembered mapping of the very heads speaks first.
    let mut fitting = Vec::new();
    for sheet in &chosen {
        for kind in packs.kinds() {
            let vocabulary = Vocabulary::new(kind, packs);
            let Some((rows, heads, score)) = find_heads(&grids[*sheet], &|h| vocabulary.score(h))
            else {
                continue;
            };
            let remembered = remembered(ledger, kind, &heads).is_file();
            let mapping = guess(kind, &vocabulary, &heads, constants.clone());
            if remembered || missing(kind, &mapping).is_empty() {
                fitting.push((remembered, score, *sheet, kind, rows, heads));
            }
        }
    }
    fitting.sort_by_key(|(remembered, score, sheet, ..)| (!remembered, usize::MAX - score, *sheet));
    let best = fitting.first().map(|f| (f.0, f.1));
    let ties: Vec<&str> = fitting
        .iter()
        .filter(|f| Some((f.0, f.1)) == best && f.2 == fitting[0].2)
        .map(|f| f.3.id.as_str())
        .collect();
    if ties.len() > 1 {
        return Err(Failure::input("the heads fit several kinds")
            .hint(format!("name one with --kind: {}", ties.join(", "))));
    }
    match fitting.into_iter().next() {
        Some((.., sheet, kind, rows, heads)) => {
            let vocabulary = Vocabulary::new(kind, packs);
            settle(
                kind,
                &vocabulary,
                sheet,
                rows,
                heads,
                None,
                constants,
                ledger,
                wish,
            )
        }
        None => Err(
            Failure::input("what the rows are cannot be told from the heads")
                .hint("name the kind with --kind; `youju kinds --dir DIR` lists the kinds"),
        ),
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "what was found and what was said, each used once"
)]
fn settle(
    kind: &Kind,
    vocabulary: &Vocabulary,
    sheet: usize,
    head_rows: Range<usize>,
    heads: Vec<Head>,
    named: Option<Mapping>,
    constants: BTreeMap<String, String>,
    ledger: &Path,
    wish: &Wish<'_>,
) -> Result<Understood, Failure> {
    let path = remembered(ledger, kind, &heads);
    let known = match named {
        Some(mapping) => Some(mapping),
        None if path.is_file() => Some(read_mapping(&path)?),
        None => None,
    };
    let is_known = known.is_some();
    let mapping = match known {
        Some(mut mapping) => {
            mapping.constants.extend(constants);
            mapping
        }
        None => guess(kind, vocabulary, &heads, constants),
    };
    check(kind, &mapping, &heads, wish.map.unwrap_or(&path))?;
    fits_a_sheet(kind)?;
    let missing = missing(kind, &mapping);
    if !missing.is_empty() {
        let texts: Vec<String> = heads.iter().map(Head::text).collect();
        return Err(Failure::input(format!(
            "{} needs {}, and no head means it: {}",
            kind.id,
            missing.join(", "),
            texts.join(", ")
        ))
        .hint("rename a head, give the same value to all rows with --set field=value, or name the heads in a file with --map"));
    }
    Ok(Understood {
        sheet,
        head_rows,
        heads,
        mapping,
        path,
        is_known,
    })
}

impl Mapping {
    /// The target of a head, if it is read.
    pub fn target(&self, head: &Head) -> Option<&str> {
        self.heads
            .get(&head.text())
            .map(String::as_str)
            .filter(|t| !t.is_empty())
    }

    /// Keeps the mapping for the next sheet with these heads.
    pub fn remember(&self, path: &Path, file: &str) -> Result<(), Failure> {
        let text = toml::to_string(self).map_err(Failure::surroundings)?;
        let about = format!("# 首次导入 {file} 时的表头对应；可改，表头相同的表以后照此导入。\n");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| {
                Failure::surroundings(format!("cannot make {}: {error}", folder.display()))
            })?;
        }
        shell::write(path, format!("{about}{text}").as_bytes())
    }
}

fn choose_sheets(grids: &[Grid], wish: Option<&str>) -> Result<Vec<usize>, Failure> {
    let filled = || grids.iter().enumerate().filter(|(_, g)| !g.rows.is_empty());
    let Some(name) = wish else {
        let all: Vec<usize> = filled().map(|(i, _)| i).collect();
        return match all.is_empty() {
            true => Err(Failure::input("the file has no rows")),
            false => Ok(all),
        };
    };
    match grids.iter().position(|grid| grid.name == name) {
        Some(place) => Ok(vec![place]),
        None => {
            let names: Vec<&str> = grids.iter().map(|g| g.name.as_str()).collect();
            Err(Failure::input(format!("there is no sheet \"{name}\""))
                .hint(format!("the file has {}", names.join(", "))))
        }
    }
}

fn find_kind<'p>(packs: &'p Packs, id: &str) -> Result<&'p Kind, Failure> {
    packs.kind(id).ok_or_else(|| {
        let hint = near(id, packs.kinds().map(|k| k.id.as_str()));
        Failure::input(format!("there is no kind \"{id}\""))
            .hint(hint.unwrap_or_else(|| "`youju kinds --dir DIR` lists the kinds".into()))
    })
}

fn constants(given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((field, value)) => Ok((field.to_owned(), value.to_owned())),
        None => Err(Failure::input(format!("\"{text}\" is no field=value"))
            .hint("write unit=office.b03, with no spaces around =")),
    };
    given.iter().map(pair).collect()
}

/// Points for heads that a mapping in a file names count as words.
fn points(heads: &[Head], vocabulary: &Vocabulary, named: Option<&Mapping>) -> usize {
    match named {
        Some(mapping) => heads
            .iter()
            .filter(|head| mapping.heads.contains_key(&head.text()))
            .count(),
        None => vocabulary.score(heads),
    }
}

fn guess(
    kind: &Kind,
    vocabulary: &Vocabulary,
    heads: &[Head],
    mut constants: BTreeMap<String, String>,
) -> Mapping {
    let meanings = vocabulary.meanings(heads);
    let named = meanings
        .into_iter()
        .filter_map(|(head, meaning)| Some((head.text(), meaning?.target)));
    let heads: BTreeMap<String, String> = named.collect();
    if kind.id == PERSON && !heads.values().any(|t| t == "registered_on") {
        constants
            .entry("registered_on".into())
            .or_insert_with(|| TODAY.into());
    }
    Mapping {
        kind: kind.id.clone(),
        key: default_key(kind),
        heads,
        constants,
        words: BTreeMap::new(),
    }
}

/// The value of a constant that means the day of the import.
pub const TODAY: &str = "today";

/// Required fields that nothing in the mapping fills.
fn missing(kind: &Kind, mapping: &Mapping) -> Vec<String> {
    let filled = |name: &str| {
        mapping.constants.contains_key(name)
            || mapping
                .heads
                .values()
                .any(|target| target.split('.').next() == Some(name))
    };
    // The code of a new person is made where the sheet has none.
    let is_made = |name: &str| kind.id == PERSON && name == "person";
    let required = kind
        .fields
        .iter()
        .filter(|f| f.required && !filled(&f.name) && !is_made(&f.name));
    required.map(|f| f.name.clone()).collect()
}

/// Refuses a mapping that names what is not there.
fn check(kind: &Kind, mapping: &Mapping, heads: &[Head], path: &Path) -> Result<(), Failure> {
    let place = |failure: Failure| failure.at(path.display());
    if mapping.kind != kind.id {
        return Err(place(Failure::input(format!(
            "the mapping is for {}, not for {}",
            mapping.kind, kind.id
        ))));
    }
    let texts: Vec<String> = heads.iter().map(Head::text).collect();
    for (head, target) in mapping
        .heads
        .iter()
        .filter(|(_, target)| !target.is_empty())
    {
        if !texts.contains(head) {
            return Err(place(
                Failure::input(format!("the sheet has no head \"{head}\""))
                    .hint(format!("its heads are {}", texts.join(", "))),
            ));
        }
        check_field(kind, target).map_err(place)?;
    }
    let others = mapping
        .constants
        .keys()
        .chain(&mapping.key)
        .chain(mapping.words.keys());
    for field in others {
        check_field(kind, field).map_err(place)?;
    }
    Ok(())
}

fn check_field(kind: &Kind, target: &str) -> Result<(), Failure> {
    let (field, part) = target.split_once('.').unwrap_or((target, ""));
    let known = kind.field(field).is_some_and(|f| f.derive().is_none()) || field == "opening";
    if known && matches!(part, "" | "born" | "id_number" | "number") {
        return Ok(());
    }
    Err(
        Failure::input(format!("{target}: {} has no such field", kind.id))
            .hint(format!("`youju kinds {}` lists the fields", kind.id)),
    )
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = input::text(path, input::SMALL)?;
    toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| text[..span.start].lines().count().max(1));
        Failure::input(error.message()).at(format!("{}:{line}", path.display()))
    })
}

/// Where the mapping of a kind and these heads is kept.
fn remembered(ledger: &Path, kind: &Kind, heads: &[Head]) -> PathBuf {
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for head in heads.iter().filter(|head| !is_ours(head)) {
        // FNV-1a: a name for a file, no proof of anything.
        for byte in head.text().bytes().chain([0xff]) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    ledger
        .join(FOLDER)
        .join(format!("{}-{:08x}.toml", kind.id, digest >> 32))
}
