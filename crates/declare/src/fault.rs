//! What is wrong in a pack: file, line, message, way out.

use std::cell::RefCell;
use std::fmt;

/// One thing that is wrong in one file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as it is shown to people (`packs/talks/kinds/talk.toml`).
    pub file: String,
    /// Line in the file, from 1; none where the whole file or its absence is meant.
    pub line: Option<usize>,
    /// What is wrong: lower case, no full stop, names the thing.
    pub message: String,
    /// The way out: a near word, or what to write instead.
    pub hint: Option<String>,
}

/// One line: `cannot read packs/talks/kinds/talk.toml: unknown key "requird" at line 7; did you mean "required"?`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.file, self.message)?;
        if let Some(line) = self.line {
            write!(f, " at line {line}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// Collects faults while reading goes on.
#[derive(Debug, Default)]
pub(crate) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(crate) fn push(
        &self,
        file: impl Into<String>,
        line: Option<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.0.borrow_mut().push(Fault {
            file: file.into(),
            line,
            message: message.into(),
            hint,
        });
    }

    pub(crate) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Gives all faults by file and line, each once.
    pub(crate) fn into_sorted(self) -> Vec<Fault> {
        let mut all = self.0.into_inner();
        all.sort();
        all.dedup();
        all
    }
}

/// Parts an error text that names its own way out: `"2022-6-1" is no date; write it as 2022-06-30`.
pub(crate) fn parted(error: &str) -> (String, Option<String>) {
    match error.split_once("; ") {
        Some((message, hint)) => (message.to_owned(), Some(hint.to_owned())),
        None => (error.to_owned(), None),
    }
}

/// Suggests the nearest of `known`: `did you mean "required"?`; otherwise lists them if they are few.
pub fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let best = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), *k))
        .filter(|(distance, k)| {
            let length = k.chars().count();
            *distance <= 1 + length / 4 && *distance < length
        })
        .min();
    if let Some((_, best)) = best {
        return Some(format!("did you mean \"{best}\"?"));
    }
    match known.as_slice() {
        [] => None,
        [only] => Some(format!("only \"{only}\" is known here")),
        few if few.len() <= 24 => Some(format!("known here: {}", few.join(", "))),
        _ => None,
    }
}

/// Suggests ids near to `word`: `did you mean "core.staff"?`; otherwise the nearest few, the likeliest first. The stem alone counts too.
pub fn nearest_ids<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const SHOWN: usize = 8;
    let stem = |id: &'a str| id.split_once('.').map_or(id, |(_, stem)| stem);
    let own = word.split_once('.').map_or(word, |(_, stem)| stem);
    let mut known: Vec<(bool, usize, &str)> = known
        .into_iter()
        .map(|id| {
            let whole = strsim::damerau_levenshtein(word, id);
            let stems = strsim::damerau_levenshtein(own, stem(id));
            (stem(id) != own, whole.min(stems), id)
        })
        .collect();
    known.sort_unstable();
    let (differs, distance, first) = known.first()?;
    if !differs || *distance <= 1 + own.chars().count() / 4 {
        return Some(format!("did you mean \"{first}\"?"));
    }
    let shown: Vec<&str> = known.iter().take(SHOWN).map(|(.., id)| *id).collect();
    Some(format!("known, nearest first: {}", shown.join(", ")))
}
