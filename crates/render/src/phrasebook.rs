//! What the crates below say in English, said in the language of the screen; what is not known stays as it was said.

use crate::words::Words;
use std::sync::LazyLock;
use youju_declare::{Lang, Template};

static ZH: LazyLock<Vec<(Pattern, Template)>> = LazyLock::new(|| {
    let lines = include_str!("../texts/said.zh.txt").lines();
    let pairs = lines.filter_map(|line| line.split_once(" => "));
    pairs
        .filter_map(|(said, words)| Some((Pattern::new(said), Template::parse(words).ok()?)))
        .collect()
});

impl Words<'_> {
    /// Says an English message in this language; one with a place in front (`file: message`) keeps the place.
    ///
    /// ```
    /// use youju_declare::{Lang, Packs};
    /// let packs = Packs::default();
    /// let words = youju_render::Words::new(Lang::Zh, &packs);
    /// assert_eq!(words.say("there is no unit \"b04\""), "没有单位“b04”");
    /// assert_eq!(words.say("稿件.txt: the text is empty"), "稿件.txt: 没有内容");
    /// assert_eq!(words.say("never said before"), "never said before");
    /// ```
    pub fn say(&self, message: &str) -> String {
        if self.lang == Lang::En {
            return message.to_owned();
        }
        best(message).map_or_else(|| message.to_owned(), |(_, words)| words)
    }
}

/// The translation that knows most of a message: of the whole, or of what stands behind a place. With the number of bytes known.
fn best(message: &str) -> Option<(usize, String)> {
    let placed = message.split_once(": ").and_then(|(place, rest)| {
        let (known, rest) = best(rest)?;
        // A file may bear the name of a message; a place that is no file has a blank in it.
        let named = whole(place).filter(|_| place.contains(' '));
        let place = named.map_or_else(|| place.to_owned(), |(_, place)| place);
        Some((known, format!("{place}: {rest}")))
    });
    whole(message)
        .into_iter()
        .chain(placed)
        .max_by_key(|(known, _)| *known)
}

fn whole(message: &str) -> Option<(usize, String)> {
    let matching = ZH
        .iter()
        .filter_map(|(pattern, words)| Some((pattern, words, pattern.matches(message)?)));
    let (pattern, words, found) = matching.max_by_key(|(pattern, ..)| pattern.length())?;
    let said = words.fill(|slot| {
        let (name, text) = found.iter().find(|(name, _)| *name == slot)?;
        let inner = if *name == "what" { best(text) } else { None };
        Some(inner.map_or_else(|| (*text).to_owned(), |(_, words)| words))
    });
    Some((pattern.length(), said))
}

/// A text with slots that is compared with whole messages.
struct Pattern {
    first: String,
    /// Each slot with the text behind it.
    rest: Vec<(String, String)>,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let mut parts = text.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        let rest = parts.map(|part| match part.split_once('}') {
            Some((name, behind)) => (name.to_owned(), behind.to_owned()),
            None => (String::new(), part.to_owned()),
        });
        Self {
            first,
            rest: rest.collect(),
        }
    }

    /// Bytes outside the slots.
    fn length(&self) -> usize {
        self.first.len()
            + self
                .rest
                .iter()
                .map(|(_, behind)| behind.len())
                .sum::<usize>()
    }

    /// Gives what stands in the slots; none where the message is another one.
    fn matches<'m>(&self, message: &'m str) -> Option<Vec<(&str, &'m str)>> {
        let mut left = message.strip_prefix(&self.first)?;
        let mut found = Vec::new();
        for (i, (name, behind)) in self.rest.iter().enumerate() {
            let last = i + 1 == self.rest.len();
            let end = match (last, behind.as_str()) {
                (true, "") => left.len(),
                (true, behind) => left.len() - behind.len().min(left.len()),
                (false, behind) => left.find(behind)?,
            };
            // A character that the cut would split is another text.
            let (text, after) = left.split_at_checked(end)?;
            left = after.strip_prefix(behind.as_str())?;
            found.push((name.as_str(), text));
        }
        left.is_empty().then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_phrase_is_still_said_somewhere() {
        let mut sources = String::new();
        for name in [
            "base",
            "declare",
            "journal",
            "ledger",
            "proofread",
            "youju",
            "render",
        ] {
            read(
                &Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("..")
                    .join(name)
                    .join("src"),
                &mut sources,
            );
        }
        for line in include_str!("../texts/said.zh.txt").lines() {
            let Some((said, _)) = line.split_once(" => ") else {
                continue;
            };
            let pieces = said.split(['{', '}', '"']).filter(|p| p.len() > 4);
            let longest = pieces.max_by_key(|p| p.len()).unwrap_or(said);
            // What the system says, and what is put together from two texts.
            let foreign =
                longest.contains("os error") || longest.starts_with("is lost") || said == "empty";
            assert!(
                foreign || sources.contains(longest.trim_matches([' ', ','])),
                "nobody says \"{longest}\" any more"
            );
        }
    }

    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, into);
            } else {
                // Texts that go over a line end are joined as the compiler joins them.
                let text = fs::read_to_string(&path).expect("a source");
                let joined: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
                into.push_str(&joined.concat());
            }
        }
    }

    #[test]
    fn every_line_is_read_and_its_slots_are_filled() {
        let lines = include_str!("../texts/said.zh.txt").lines();
        let lines = lines.filter(|l| !l.is_empty() && !l.starts_with('#'));
        assert_eq!(lines.count(), ZH.len());
        for (pattern, words) in ZH.iter() {
            for slot in words.slots() {
                assert!(pattern.rest.iter().any(|(name, _)| name == slot), "{slot}");
            }
        }
    }

    #[test]
    fn a_pattern_matches_whole_messages() {
        let pattern = Pattern::new("holds {a}; the journal gives {b}");
        assert_eq!(
            pattern.matches("holds 9; the journal gives 1"),
            Some(vec![("a", "9"), ("b", "1")])
        );
        assert_eq!(pattern.matches("holds 9"), None);
        assert_eq!(Pattern::new("missing").matches("missing key"), None);
        assert_eq!(Pattern::new("“{a}”").matches("“x"), None);
    }
}
