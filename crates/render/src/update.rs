//! An update of the packs: which definitions change, what that does to figures, what would be lost.

use crate::answer::Answer;
use crate::figure::Figure;
use crate::layout::{LINE, columns, labelled, width};
use crate::words::Words;
use serde::Serialize;
use std::collections::BTreeMap;
use youju_declare::Packs;
use youju_ledger::update::{self, Fate, Sort};

/// Dates that are shown as text.
const SHOWN: usize = 12;

/// What an update changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Update {
    /// Place of the update in the journal; null where it was only shown.
    pub seq: Option<i64>,
    /// How many files differ.
    pub files: usize,
    /// `kind`, `row_set`, `indicator`, `rule`, `cadence` → `new`, `changed`, `gone` → ids.
    pub definitions: BTreeMap<&'static str, BTreeMap<&'static str, Vec<String>>>,
    /// Whether the published holidays differ.
    pub calendar: bool,
    /// Dates of live records that count working days and change.
    pub redated: Vec<Redated>,
    /// Figures over all units whose definition or evidence is another.
    pub figures: Vec<Affected>,
    /// What would be lost: with any of it nothing is written.
    pub losses: Vec<Loss>,
    /// Journal entries that were played again.
    pub replayed: i64,
}

/// One date of a record under both calendars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redated {
    /// `members.notice`.
    pub kind: String,
    /// The record.
    pub record: String,
    /// The derived field.
    pub field: String,
    /// Under the packs in force.
    pub before: Reckoned,
    /// Under the new packs.
    pub after: Reckoned,
}

/// A day reckoned in working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reckoned {
    /// The day; null where what it is counted from is empty.
    pub day: Option<String>,
    /// A year without a published notice is in between.
    pub provisional: bool,
}

/// One figure under both definitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Affected {
    /// `members.total`.
    pub indicator: String,
    /// Under the packs in force; null for a new indicator.
    pub before: Option<Figure>,
    /// Under the new packs; null for one that is gone.
    pub after: Option<Figure>,
}

/// One thing that would be lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl Update {
    /// Takes over what the ledger found.
    pub fn new(update: &update::Update, synthetic: bool) -> Self {
        let mut definitions: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for ((sort, fate), ids) in &update.definitions {
            let of: &mut BTreeMap<_, _> = definitions.entry(sort_word(*sort)).or_default();
            of.insert(fate_word(*fate), ids.clone());
        }
        let figure = |f: &Option<_>| f.as_ref().map(|f| Figure::new(f, synthetic));
        let affected = |one: &update::Affected| Affected {
            indicator: one.indicator.clone(),
            before: figure(&one.before),
            after: figure(&one.after),
        };
        let reckoned = |one: &update::Reckoned| Reckoned {
            day: one.day.clone(),
            provisional: one.provisional,
        };
        let redated = |one: &update::Redated| Redated {
            kind: one.kind.clone(),
            record: one.record.clone(),
            field: one.field.clone(),
            before: reckoned(&one.before),
            after: reckoned(&one.after),
        };
        let loss = |loss: &update::Loss| Loss {
            message: loss.what.clone(),
            hint: loss.hint.clone(),
        };
        Self {
            seq: update.seq,
            files: update.files,
            definitions,
            calendar: update.calendar,
            redated: update.redated.iter().map(redated).collect(),
            figures: update.figures.iter().map(affected).collect(),
            losses: update.losses.iter().map(loss).collect(),
            replayed: update.replayed,
        }
    }

    /// Lays it out with the words of the new packs, and those of the old for what is gone.
    pub fn shown<'u>(&'u self, old: &'u Packs) -> Shown<'u> {
        Shown { update: self, old }
    }
}

fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Kind => "kind",
        Sort::RowSet => "row_set",
        Sort::Indicator => "indicator",
        Sort::Rule => "rule",
        Sort::Cadence => "cadence",
    }
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Changed => "changed",
        Fate::Gone => "gone",
    }
}

/// An update with the packs that it replaces.
#[derive(Serialize)]
pub struct Shown<'u> {
    #[serde(flatten)]
    update: &'u Update,
    #[serde(skip)]
    old: &'u Packs,
}

impl Answer for Shown<'_> {
    fn text(&self, words: &Words<'_>) -> String {
        let update = self.update;
        if update.files == 0 {
            return words.get("update.same");
        }
        let head = match &update.seq {
            Some(seq) => words.fill("update.done", &[("seq", seq), ("n", &update.files)]),
            None => words.fill("update.preview", &[("n", &update.files)]),
        };
        let mut lines = vec![head];
        if update.definitions.is_empty() && !update.calendar {
            lines.push(format!("  {}", words.get("update.texts_only")));
        }
        let old = Words::new(words.lang, self.old);
        for sort in ["kind", "row_set", "indicator", "rule", "cadence"] {
            for fate in ["new", "changed", "gone"] {
                let ids = update.definitions.get(sort).and_then(|of| of.get(fate));
                let Some(ids) = ids else { continue };
                let words = if fate == "gone" { &old } else { words };
                let names: Vec<String> = ids.iter().map(|id| named(sort, id, words)).collect();
                let label = words.join(
                    &words.get(&format!("update.{sort}")),
                    &words.get(&format!("update.{fate}")),
                );
                lines.push(labelled(&label, width(&label), &words.list(&names), LINE));
            }
        }
        lines.extend(self.dates(words));
        lines.extend(self.figures(words, &old));
        for loss in &update.losses {
            lines.push(format!("× {}", words.say(&loss.message)));
            lines.push(format!("  → {}", words.say(&loss.hint)));
        }
        let last = match (&update.seq, update.losses.is_empty()) {
            (Some(_), _) => "update.later",
            (None, true) => "update.not_yet",
            (None, false) => "update.refused",
        };
        lines.push(words.get(last));
        lines.join("\n")
    }
}

impl Shown<'_> {
    /// What a changed calendar does to the dates of records.
    fn dates(&self, words: &Words<'_>) -> Vec<String> {
        let redated = &self.update.redated;
        if redated.is_empty() {
            let unmoved = self.update.calendar && self.update.losses.is_empty();
            let line = unmoved.then(|| format!("  {}", words.get("update.calendar")));
            return line.into_iter().collect();
        }
        let shown = |one: &Reckoned| match &one.day {
            Some(day) if one.provisional => words.fill("update.provisional", &[("day", day)]),
            Some(day) => day.clone(),
            None => "—".into(),
        };
        let row = |one: &Redated| {
            vec![
                words.kind(&one.kind),
                one.record.clone(),
                words.field(&one.kind, &one.field),
                shown(&one.before),
                "→".into(),
                shown(&one.after),
            ]
        };
        let rows: Vec<Vec<String>> = redated.iter().take(SHOWN).map(row).collect();
        let n = redated.len();
        let mut lines = vec![
            format!("  {}", words.fill("update.redated", &[("n", &n)])),
            columns(&rows, &[], 4),
        ];
        if let Some(more) = n.checked_sub(SHOWN).filter(|more| *more > 0) {
            lines.push(format!(
                "    {}",
                words.fill("update.more", &[("n", &more)])
            ));
        }
        lines
    }

    /// Figures that differ, and how many do not.
    fn figures(&self, words: &Words<'_>, old: &Words<'_>) -> Vec<String> {
        let figures = &self.update.figures;
        if figures.is_empty() {
            return Vec::new();
        }
        let printed = |f: &Option<Figure>| f.as_ref().map_or_else(|| "—".into(), Figure::printed);
        let differ = figures
            .iter()
            .filter(|one| printed(&one.before) != printed(&one.after));
        let rows: Vec<Vec<String>> = differ
            .map(|one| {
                let words = if one.after.is_some() { words } else { old };
                vec![
                    words.indicator(&one.indicator),
                    printed(&one.before),
                    "→".into(),
                    printed(&one.after),
                ]
            })
            .collect();
        let same = figures.len() - rows.len();
        let mut lines = vec![format!("  {}", words.get("update.figures"))];
        if !rows.is_empty() {
            lines.push(columns(&rows, &[1, 3], 4));
        }
        if same > 0 {
            lines.push(format!(
                "    {}",
                words.fill("update.same_figures", &[("n", &same)])
            ));
        }
        lines
    }
}

fn named(sort: &str, id: &str, words: &Words<'_>) -> String {
    let name = match sort {
        "kind" => words.kind(id),
        "row_set" => words.row_set(id),
        "indicator" => words.indicator(id),
        "cadence" => words.cadence(id),
        _ => id.to_owned(),
    };
    if name == id {
        name
    } else {
        format!("{name} {id}")
    }
}
