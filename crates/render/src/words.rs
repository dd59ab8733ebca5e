//! The words of answers: those of this crate (`texts/*.txt`) and those of the packs.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;
use youju_declare::{Atom, Kind, Lang, Measure, Packs, Template};

type Table = BTreeMap<&'static str, Template>;

static TEXTS: LazyLock<BTreeMap<Lang, Table>> = LazyLock::new(|| {
    BTreeMap::from([
        (Lang::Zh, table(include_str!("../texts/zh.txt"))),
        (Lang::En, table(include_str!("../texts/en.txt"))),
        (Lang::Bo, table(include_str!("../texts/bo.txt"))),
    ])
});

fn table(text: &'static str) -> Table {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (key, words) = line.split_once('=')?;
            Some((key.trim(), Template::parse(words.trim()).ok()?))
        })
        .collect()
}

/// A language, and the packs whose labels are shown in it.
#[derive(Clone, Copy)]
pub struct Words<'p> {
    /// The language of screens.
    pub lang: Lang,
    packs: &'p Packs,
    units: Option<&'p BTreeMap<String, String>>,
}

impl<'p> Words<'p> {
    /// Joins a language and packs.
    pub fn new(lang: Lang, packs: &'p Packs) -> Self {
        Self {
            lang,
            packs,
            units: None,
        }
    }

    /// The same words in another language.
    pub fn in_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// Adds the names of units by code.
    pub fn with_units(self, units: &'p BTreeMap<String, String>) -> Self {
        Self {
            units: Some(units),
            ..self
        }
    }

    /// The packs.
    pub fn packs(&self) -> &'p Packs {
        self.packs
    }

    /// Gives a text of this crate without slots; in Chinese where the language lacks it, or the bare key.
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// Gives a text of this crate with its slots filled.
    pub fn fill(&self, key: &str, slots: &[(&str, &dyn Display)]) -> String {
        match find(self.lang, key) {
            None => key.to_owned(),
            Some(template) => template.fill(|slot| {
                let found = slots.iter().find(|(name, _)| *name == slot);
                found.map(|(_, value)| value.to_string())
            }),
        }
    }

    /// Joins words of a list: `甲、乙` or `a, b`.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(if self.lang == Lang::En { ", " } else { "、" })
    }

    /// Puts a text behind another: in English with a space between.
    pub fn join(&self, first: &str, second: &str) -> String {
        let space = if self.lang == Lang::En { " " } else { "" };
        format!("{first}{space}{second}")
    }

    /// Names a kind.
    pub fn kind(&self, id: &str) -> String {
        self.label(id, |stem| format!("kind.{stem}"))
    }

    /// Names a field of a kind, or a column that every kind has.
    pub fn field(&self, kind: &str, field: &str) -> String {
        let named = self.label(kind, |stem| format!("field.{stem}.{field}"));
        if named.starts_with("field.") || named == kind {
            find(self.lang, &format!("column.{field}"))
                .map_or_else(|| field.to_owned(), |t| t.fill(|_| None))
        } else {
            named
        }
    }

    /// Names the value of a choice field; none where it is no choice.
    pub fn choice(&self, kind: &str, field: &str, value: &str) -> Option<String> {
        let (pack, stem) = kind.split_once('.')?;
        let key = format!("choice.{stem}.{field}.{value}");
        let text = self.packs.pack(pack)?.messages.get(self.lang, &key)?;
        Some(text.fill(|_| None))
    }

    /// Names an indicator.
    pub fn indicator(&self, id: &str) -> String {
        self.label(id, |stem| format!("indicator.{stem}"))
    }

    /// Says what an indicator counts: its rows, which of them, and how; of an unknown one the bare id.
    pub fn definition(&self, id: &str) -> String {
        let Some(indicator) = self.packs.indicator(id) else {
            return id.to_owned();
        };
        let set = &indicator.row_set;
        let filters = indicator.filter.iter().map(|(column, values)| {
            let values: Vec<String> = values
                .iter()
                .map(|value| match value {
                    Atom::Text(text) => self
                        .dimension(set, column, text)
                        .unwrap_or_else(|| text.clone()),
                    Atom::Int(n) => n.to_string(),
                })
                .collect();
            self.fill(
                "report.filter",
                &[
                    ("column", &self.column(set, column)),
                    ("values", &self.list(&values)),
                ],
            )
        });
        let rows = filters.fold(self.row_set(set), |rows, filter| self.join(&rows, &filter));
        let measure = match &indicator.measure {
            Measure::Rows => self.get("report.measure.rows"),
            Measure::SumQty => self.get("report.measure.sum"),
            Measure::Distinct(column) => self.fill(
                "report.measure.distinct",
                &[("column", &self.column(set, column))],
            ),
            Measure::Days => self.get("report.measure.days"),
            Measure::MaxQty => self.get("report.measure.max"),
            Measure::MinQty => self.get("report.measure.min"),
            Measure::MeanQty => self.get("report.measure.mean"),
        };
        let share = indicator
            .share_of
            .as_ref()
            .map(|whole| self.fill("report.share_of", &[("whole", &self.indicator(whole))]));
        self.fill(
            "report.definition",
            &[
                ("rows", &rows),
                ("measure", &measure),
                ("share", &share.unwrap_or_default()),
            ],
        )
    }

    /// Names a row set.
    pub fn row_set(&self, id: &str) -> String {
        self.label(id, |stem| format!("rowset.{stem}"))
    }

    /// Names a cadence.
    pub fn cadence(&self, id: &str) -> String {
        self.label(id, |stem| format!("cadence.{stem}"))
    }

    /// Names a unit; none where its name is not known.
    pub fn unit(&self, code: &str) -> Option<String> {
        self.units?.get(code).cloned()
    }

    /// Names a unit with its code: `示例办 office`.
    pub fn unit_and_code(&self, code: &str) -> String {
        match self.unit(code) {
            Some(name) => format!("{name} {code}"),
            None => code.to_owned(),
        }
    }

    /// Names a pack.
    pub fn pack(&self, id: &str) -> String {
        self.packs.label(self.lang, id, "pack")
    }

    /// Names a column of a row set: a dimension is a field of the pack's kinds.
    pub fn column(&self, row_set: &str, column: &str) -> String {
        if let Some(text) = find(self.lang, &format!("column.{column}")) {
            return text.fill(|_| None);
        }
        let set = self.packs.row_set(row_set);
        if let Some(named) = set.and_then(|set| self.own(&set.pack, &format!("dim.{column}"))) {
            return named;
        }
        // Without a name of its own it bears that of a field: of a kind that is read, or of another of the pack.
        let read = set.map(|set| self.packs.kinds().filter(|k| set.reads_kind(&k.id)));
        let own = set.map(|set| self.packs.kinds().filter(|k| k.pack == set.pack));
        let mut kinds = read.into_iter().flatten().chain(own.into_iter().flatten());
        let named = kinds.find_map(|kind| {
            let named = |path| self.own(&kind.pack, &format!("field.{}.{path}", kind.stem));
            paths(kind, column).find_map(named)
        });
        named.unwrap_or_else(|| column.to_owned())
    }

    /// Names the value of a dimension: by the pack's own word for it, or that of the choice it is; else none.
    pub fn dimension(&self, row_set: &str, column: &str, value: &str) -> Option<String> {
        let set = self.packs.row_set(row_set)?;
        if let Some(named) = self.own(&set.pack, &format!("value.{column}.{value}")) {
            return Some(named);
        }
        let mut kinds = self.packs.kinds().filter(|k| set.reads_kind(&k.id));
        kinds.find_map(|kind| {
            paths(kind, column).find_map(|path| self.choice(&kind.id, &path, value))
        })
    }

    fn own(&self, pack: &str, key: &str) -> Option<String> {
        let text = self.packs.pack(pack)?.messages.get(self.lang, key)?;
        Some(text.fill(|_| None))
    }

    fn label(&self, id: &str, key: impl Fn(&str) -> String) -> String {
        match id.split_once('.') {
            Some((pack, stem)) if self.packs.pack(pack).is_some() => {
                let label = self.packs.label(self.lang, pack, &key(stem));
                // What no language names is shown by its id, not by the key of its text.
                if label == key(stem) {
                    id.to_owned()
                } else {
                    label
                }
            }
            _ => id.to_owned(),
        }
    }
}

/// Where a kind may have a field of this name: among its own, and in each of its lists.
fn paths<'k>(kind: &'k Kind, field: &'k str) -> impl Iterator<Item = String> + 'k {
    let lists = kind.fields.iter().filter(|list| list.rows().is_some());
    let within = lists.map(move |list| format!("{}.{field}", list.name));
    std::iter::once(field.to_owned()).chain(within)
}

fn find(lang: Lang, key: &str) -> Option<&'static Template> {
    let order: &[Lang] = match lang {
        Lang::Zh => &[Lang::Zh],
        Lang::En => &[Lang::En, Lang::Zh],
        Lang::Bo => &[Lang::Bo, Lang::Zh],
    };
    order.iter().find_map(|lang| TEXTS.get(lang)?.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zh_and_en_name_the_same_things_with_the_same_slots() {
        let (zh, en) = (&TEXTS[&Lang::Zh], &TEXTS[&Lang::En]);
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (key, template) in zh {
            assert_eq!(template.slots(), en[key].slots(), "{key}");
        }
    }

    #[test]
    fn every_line_of_a_text_file_is_read() {
        for (lang, text) in [
            (Lang::Zh, include_str!("../texts/zh.txt")),
            (Lang::En, include_str!("../texts/en.txt")),
            (Lang::Bo, include_str!("../texts/bo.txt")),
        ] {
            let lines = text
                .lines()
                .filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
            assert_eq!(
                lines.count(),
                TEXTS[&lang].len(),
                "a line of {lang}.txt is no text, or a key stands twice"
            );
        }
    }

    #[test]
    fn tibetan_falls_back_to_chinese() {
        let packs = Packs::default();
        let bo = Words::new(Lang::Bo, &packs);
        for key in TEXTS[&Lang::Zh].keys() {
            assert_ne!(bo.get(key), *key);
        }
    }
}
