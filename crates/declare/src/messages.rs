//! The words of a pack in three languages, with slots.

use crate::fault::near;
use crate::sheet::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A language of screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Tibetan; what is missing is shown in Chinese.
    Bo,
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::Zh, Self::En, Self::Bo];

    /// Gives the code: `zh`, `en`, `bo`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::Bo => "bo",
        }
    }

    /// Lists where a text is looked for, first choice first.
    fn fallback(self) -> &'static [Self] {
        match self {
            Self::Zh => &[Self::Zh, Self::En],
            Self::En => &[Self::En, Self::Zh],
            Self::Bo => &[Self::Bo, Self::Zh, Self::En],
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// All texts of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    texts: BTreeMap<Lang, BTreeMap<String, Template>>,
}

impl Messages {
    /// Gives the text of a key, in another language where it is missing.
    pub fn get(&self, lang: Lang, key: &str) -> Option<&Template> {
        lang.fallback()
            .iter()
            .find_map(|l| self.texts.get(l)?.get(key))
    }

    /// Gives the text of a key without slots, or the key itself.
    pub fn label(&self, lang: Lang, key: &str) -> String {
        self.get(lang, key)
            .map_or_else(|| key.to_owned(), |t| t.fill(|_| None))
    }

    /// Says whether the language itself has the key.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.texts.get(&lang).is_some_and(|t| t.contains_key(key))
    }
}

/// A text with slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(String),
    /// Number with its word: `{n|post|posts}`.
    Plural(String, String, String),
}

impl Template {
    /// Reads `{unit} has {posts|post|posts}`.
    ///
    /// - Errors: a brace without its partner, a slot that is no name, a plural without two words; a few words say so.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(open);
            let inside = from
                .strip_prefix('{')
                .and_then(|f| f.split_once('}'))
                .ok_or_else(|| format!("a brace without its partner in \"{text}\""))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let words: Vec<&str> = inside.0.split('|').collect();
            let part = match words.as_slice() {
                [name] => Part::Slot((*name).to_owned()),
                [name, one, many] => {
                    Part::Plural((*name).to_owned(), (*one).to_owned(), (*many).to_owned())
                }
                _ => return Err(format!("\"{{{}}}\" is no slot", inside.0)),
            };
            if !words[0]
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                || words[0].is_empty()
            {
                return Err(format!("\"{{{}}}\" is no slot", inside.0));
            }
            parts.push(part);
            rest = inside.1;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// Lists the slots, each once.
    pub fn slots(&self) -> BTreeSet<&str> {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Text(_) => None,
                Part::Slot(name) | Part::Plural(name, ..) => Some(name.as_str()),
            })
            .collect()
    }

    /// Puts values into the slots; a slot without a value stays as `{name}`.
    ///
    /// ```
    /// use youju_declare::Template;
    /// let text = Template::parse("{unit} has {posts|post|posts}").expect("two slots");
    /// let value = |n: &'static str| move |slot: &str| Some(if slot == "unit" { "A" } else { n }.to_owned());
    /// assert_eq!(text.fill(value("1")), "A has 1 post");
    /// assert_eq!(text.fill(value("2")), "A has 2 posts");
    /// ```
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Slot(name) => value(name).unwrap_or_else(|| format!("{{{name}}}")),
                Part::Plural(name, one, many) => match value(name) {
                    Some(n) if n == "1" || n == "-1" => format!("{n} {one}"),
                    Some(n) => format!("{n} {many}"),
                    None => format!("{{{name}}} {many}"),
                },
            })
            .collect()
    }
}

/// A text that a pack owes: its key, another key that serves as well, and the slots it may use.
pub(crate) struct Owed {
    pub(crate) key: String,
    pub(crate) or: Option<String>,
    pub(crate) slots: Vec<String>,
    /// Where a label is read by the second net: in a kind or row set about persons?
    pub(crate) net: Option<bool>,
}

/// Reads `i18n/*.txt`: duplicate, unknown and missing keys, slots that nothing fills, words that are never kept.
///
/// - Input: beside what is owed, the dimensions of the pack's row sets, each with whether it stands in a row about a person:
///   `dim.<dimension>` and `value.<dimension>.<value>` may name what no field and no choice names.
pub(crate) fn read(
    places: &[(Lang, Option<Place<'_>>)],
    owed: &[Owed],
    dimensions: &BTreeMap<String, bool>,
    missing_bo: &mut Vec<String>,
) -> Messages {
    let mut messages = Messages::default();
    for (lang, place) in places {
        let Some(place) = place else { continue };
        let texts = messages.texts.entry(*lang).or_default();
        let mut lines = BTreeMap::new();
        for (i, line) in place.text.lines().enumerate() {
            let (at, line) = (i + 1, line.trim());
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((key, text)) = line.split_once('=').map(|(k, t)| (k.trim(), t.trim())) else {
                place.fault(at, "a line without =", Some("write key = text".to_owned()));
                continue;
            };
            if text.is_empty() {
                place.fault(
                    at,
                    format!("the text of \"{key}\" is empty"),
                    Some("write it, or leave the line out".to_owned()),
                );
                continue;
            }
            match Template::parse(text) {
                Ok(template) => {
                    if texts.insert(key.to_owned(), template).is_some() {
                        place.fault(
                            at,
                            format!("the key \"{key}\" stands twice"),
                            Some("keep one".to_owned()),
                        );
                    }
                    lines.insert(key.to_owned(), (at, text.to_owned()));
                }
                Err(error) => place.fault(
                    at,
                    error,
                    Some("slots are {name}, or {n|post|posts}".to_owned()),
                ),
            }
        }
        check(*place, texts, &lines, owed, dimensions);
    }
    for owed in owed {
        for (lang, place) in places {
            let has = messages.has(*lang, &owed.key)
                || owed.or.as_ref().is_some_and(|or| messages.has(*lang, or));
            match (has, lang, place) {
                (true, ..) => {}
                (false, Lang::Bo, _) => missing_bo.push(owed.key.clone()),
                (false, _, Some(place)) => {
                    place.fault(
                        None,
                        format!("missing key \"{}\"", owed.key),
                        Some(format!("add {} = …", owed.key)),
                    );
                }
                // Its absence is reported once, by the pack.
                (false, _, None) => {}
            }
        }
    }
    messages
}

fn check(
    place: Place<'_>,
    texts: &BTreeMap<String, Template>,
    lines: &BTreeMap<String, (usize, String)>,
    owed: &[Owed],
    dimensions: &BTreeMap<String, bool>,
) {
    for (key, template) in texts {
        let Some((at, text)) = lines.get(key) else {
            continue;
        };
        let owed_here = owed
            .iter()
            .find(|o| o.key == *key || o.or.as_ref() == Some(key))
            .map(|o| (o.slots.as_slice(), o.net));
        let of_dimension = || Some((&[][..], Some(*dimensions.get(dimension(key)?)?)));
        let Some((slots, net)) = owed_here.or_else(of_dimension) else {
            let mut known: Vec<&str> = owed.iter().map(|o| o.key.as_str()).collect();
            known.sort_unstable();
            let hint = near(key, known).filter(|h| h.starts_with("did"));
            let hint = hint.or(Some(
                "nothing in the pack bears that name: leave it out".to_owned(),
            ));
            place.fault(*at, format!("unknown key \"{key}\""), hint);
            continue;
        };
        for slot in template.slots() {
            if !slots.iter().any(|s| s == slot) {
                let hint = near(slot, slots.iter().map(String::as_str));
                let hint = hint.or(Some("this text has no slots".to_owned()));
                place.fault(
                    *at,
                    format!("nothing fills the slot {{{slot}}} of \"{key}\""),
                    hint,
                );
            }
        }
        if let Some(barred) =
            net.and_then(|about_person| crate::content::barred(text, about_person))
        {
            place.fault(
                *at,
                format!("\"{text}\" speaks of \"{}\"", barred.word),
                Some(barred.why.to_owned()),
            );
        }
    }
}

/// The dimension that a key names, or a value of it.
fn dimension(key: &str) -> Option<&str> {
    match key.split_once('.')? {
        ("dim", dimension) => Some(dimension),
        ("value", rest) => rest.split_once('.').map(|(dimension, _)| dimension),
        _ => None,
    }
}
