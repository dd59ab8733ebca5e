//! What the heads of a sheet mean: the words by which people name the fields of a kind.

use super::layout::Head;
use super::spelling::plain;
use std::collections::HashMap;
use youju_declare::{FieldType, Kind, Lang, Packs};
use youju_ledger::names::PERSON;
use youju_render::Words;

/// The head of the column in which refused rows say why.
pub const REASON: &str = "错误原因";
/// The head of the column in which refused rows say where they stood.
pub const LINE: &str = "原表行";

const NAMES: [&str; 3] = ["姓名", "人员姓名", "名字"];
const BIRTHS: [&str; 5] = ["出生日期", "出生年月", "出生年月日", "出生时间", "生日"];
const NUMBERS: [&str; 6] = [
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "证件号码",
    "身份证",
    "居民身份证号",
];
const CODES: [&str; 4] = ["代码", "编码", "人员代码", "人员编码"];
const UNITS: [&str; 13] = [
    "单位",
    "单位名称",
    "所在单位",
    "工作单位",
    "部门",
    "所在部门",
    "党支部",
    "支部",
    "所在支部",
    "所在党支部",
    "支部名称",
    "党组织",
    "所属党支部",
];
/// Columns that are never read, whatever a kind's fields are called.
const NEVER: [&str; 12] = [
    "序号",
    "编号",
    "备注",
    REASON,
    LINE,
    "性别",
    "民族",
    "籍贯",
    "学历",
    "联系电话",
    "手机号",
    "宗教信仰",
];
/// Columns that only number the rows.
const COUNTS: [&str; 3] = ["序号", "编号", "no."];

/// What a head means: a field, or a part of one such as `person.born`, `person.id_number`, `id_hash.number`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The field, and after a point the part of it.
    pub target: String,
    /// The head is a known word for it, not only like one.
    pub exact: bool,
}

/// The words for one kind's fields.
pub struct Vocabulary {
    /// By word; none where it could mean two fields.
    words: HashMap<String, Option<String>>,
}

impl Vocabulary {
    /// Collects the words: labels in the languages of the packs, names, and what offices usually write.
    pub fn new(kind: &Kind, packs: &Packs) -> Self {
        let mut vocabulary = Self {
            words: HashMap::new(),
        };
        let asked = || {
            kind.fields
                .iter()
                .filter(|f| f.derive().is_none() && f.rows().is_none())
        };
        for field in asked() {
            let labels = [Lang::Zh, Lang::En, Lang::Bo]
                .map(|lang| Words::new(lang, packs).field(&kind.id, &field.name));
            for label in labels.iter().chain([&field.name]) {
                let introduces = kind.id == PERSON && field.name == "person";
                if field.ty == FieldType::Person && !introduces {
                    vocabulary.person(&field.name, label);
                }
                match (field.content.as_str(), introduces) {
                    ("id_hash", _) => {}
                    _ => vocabulary.add(label, &field.name),
                }
            }
            if field.content == "id_hash" {
                for word in NUMBERS {
                    vocabulary.add(word, &format!("{}.number", field.name));
                }
            }
            if field.content == "birth_date" {
                for word in BIRTHS {
                    vocabulary.add(word, &field.name);
                }
            }
        }
        let mut persons = asked().filter(|f| f.ty == FieldType::Person);
        let person = asked()
            .find(|f| f.name == "person" && f.ty == FieldType::Person)
            .or_else(|| persons.next());
        if let Some(person) = person {
            if kind.id == PERSON {
                for word in CODES {
                    vocabulary.add_if_free(word, &person.name);
                }
            } else {
                vocabulary.person(&person.name, "");
            }
        }
        if kind.fields.iter().any(|f| f.name == "unit") {
            for word in UNITS {
                vocabulary.add_if_free(word, "unit");
            }
        }
        if let Some(day) = kind.field(kind.time.field()) {
            for word in ["日期", "时间"] {
                vocabulary.add_if_free(word, &day.name);
            }
        }
        vocabulary.add_if_free("期初", "opening");
        vocabulary
    }

    /// Gives the meaning of a head: all its parts together, the last two, or the last alone.
    pub fn meaning(&self, head: &Head) -> Option<Meaning> {
        let joined = head.path.concat();
        let last = head.path.last().map(String::as_str).unwrap_or_default();
        let last_two = head.path[head.path.len().saturating_sub(2)..].concat();
        let first = head.path.first().map(String::as_str).unwrap_or_default();
        if NEVER.contains(&spelled(last).as_str()) && !self.words.contains_key(&spelled(last)) {
            return None;
        }
        let exact = [joined.as_str(), &last_two, last]
            .into_iter()
            .find_map(|text| self.words.get(&spelled(text))?.clone());
        // A head such as （年月日） below another says nothing itself.
        let exact = exact.or_else(|| {
            let bare = spelled(last).is_empty();
            bare.then(|| self.words.get(&spelled(first))?.clone())
                .flatten()
        });
        if let Some(target) = exact {
            return Some(Meaning {
                target,
                exact: true,
            });
        }
        let target = self
            .alike(&spelled(last))
            .or_else(|| self.alike(&spelled(&joined)))?;
        Some(Meaning {
            target,
            exact: false,
        })
    }

    /// Gives what each head means; of two heads for one field the surer and first counts.
    pub fn meanings(&self, heads: &[Head]) -> Vec<(Head, Option<Meaning>)> {
        let mut found: Vec<(Head, Option<Meaning>)> = heads
            .iter()
            .map(|head| (head.clone(), self.meaning(head)))
            .collect();
        let mut taken: HashMap<String, bool> = HashMap::new();
        for exact in [true, false] {
            for (_, meaning) in &mut found {
                let Some(known) = meaning.as_ref().filter(|m| m.exact == exact) else {
                    continue;
                };
                if taken.contains_key(&known.target) {
                    *meaning = None;
                } else {
                    taken.insert(known.target.clone(), exact);
                }
            }
        }
        found
    }

    /// Says how much heads mean: two points for a word, one for something like it.
    pub fn score(&self, heads: &[Head]) -> usize {
        let meanings = self.meanings(heads);
        let points = meanings.iter().filter_map(|(_, m)| m.as_ref());
        points.map(|m| if m.exact { 2 } else { 1 }).sum()
    }

    /// Adds the words by which a person is described under a label.
    fn person(&mut self, field: &str, label: &str) {
        for (words, part) in [
            (&NAMES[..], ""),
            (&BIRTHS, ".born"),
            (&NUMBERS, ".id_number"),
            (&CODES, ""),
        ] {
            for word in words {
                // Without a label, 代码 alone could be anything's.
                if label.is_empty() && !word.contains("人员") && CODES.contains(word) {
                    continue;
                }
                self.add_if_free(&format!("{label}{word}"), &format!("{field}{part}"));
            }
        }
    }

    fn add(&mut self, word: &str, target: &str) {
        let word = spelled(word);
        if word.is_empty() {
            return;
        }
        let known = self
            .words
            .entry(word)
            .or_insert_with(|| Some(target.to_owned()));
        if known.as_deref() != Some(target) {
            *known = None;
        }
    }

    fn add_if_free(&mut self, word: &str, target: &str) {
        self.words
            .entry(spelled(word))
            .or_insert_with(|| Some(target.to_owned()));
    }

    /// The one field whose words hold the text, or are held by it.
    fn alike(&self, text: &str) -> Option<String> {
        if text.chars().count() < 2 || NEVER.contains(&text) {
            return None;
        }
        let like = |word: &str| {
            word.chars().count() >= 2
                && !word.is_ascii()
                && (text.contains(word) || word.contains(text))
        };
        let found = self.words.iter().filter(|(word, _)| like(word));
        // The longest word says most; two fields with equally long ones leave it open.
        let length = |word: &str| {
            if text.contains(word) {
                word.chars().count()
            } else {
                1
            }
        };
        let mut best: Vec<(usize, &String)> = found
            .filter_map(|(word, target)| Some((length(word), target.as_ref()?)))
            .collect();
        best.sort_by(|a, b| b.cmp(a));
        let (most, target) = *best.first()?;
        let rivals = best
            .iter()
            .filter(|(n, other)| *n == most && *other != target);
        (rivals.count() == 0).then(|| target.clone())
    }
}

/// Whether a head only numbers the rows.
pub fn is_count(head: &Head) -> bool {
    head.path
        .last()
        .is_some_and(|text| COUNTS.contains(&spelled(text).as_str()))
}

/// Whether a head was put there when a row came back.
pub fn is_ours(head: &Head) -> bool {
    head.path
        .last()
        .is_some_and(|text| [REASON, LINE].contains(&text.as_str()))
}

/// A word as it is compared: without blanks, marks and what stands in brackets; 时间 and 年月日 are 日期.
fn spelled(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in plain(text).to_lowercase().chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '：' | '·' | '、' | '/' => {}
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    for ending in ["时间", "年月日", "年月"] {
        if let Some(stem) = kept.strip_suffix(ending) {
            return format!("{stem}日期");
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::load;

    fn meaning(kind: &str, path: &[&str]) -> String {
        let packs = load(None).expect("packs");
        let vocabulary = Vocabulary::new(packs.kind(kind).expect("a kind"), &packs);
        let head = Head {
            column: 0,
            path: path.iter().map(|p| (*p).to_owned()).collect(),
        };
        match vocabulary.meaning(&head) {
            Some(Meaning {
                target,
                exact: true,
            }) => target,
            Some(Meaning {
                target,
                exact: false,
            }) => format!("~{target}"),
            None => String::new(),
        }
    }

    #[test]
    fn heads_of_offices_mean_the_fields() {
        let application = |path: &[&str]| meaning("members.application", path);
        for (path, target) in [
            (&["申请人", "姓名"][..], "person"),
            (&["基本情况", "姓名"], "person"),
            (&["姓 名*"], "person"),
            (&["申请人", "出生年月"], "person.born"),
            (&["身份证号码"], "person.id_number"),
            (&["人员代码"], "person"),
            (&["所在党支部"], "unit"),
            (&["递交时间"], "applied_on"),
            (&["递交日期（年月日）"], "applied_on"),
            (&["递交申请书时间"], ""),
            (&["事项"], "matter"),
            (&["applied_on"], "applied_on"),
            (&["民族"], ""),
            (&["序号"], ""),
            (&[REASON], ""),
        ] {
            let found = application(path);
            if target.is_empty() {
                assert!(
                    found.is_empty() || found.starts_with('~'),
                    "{path:?}: {found}"
                );
            } else {
                assert_eq!(found, target, "{path:?}");
            }
        }
        assert_eq!(meaning("core.person", &["姓名"]), "name");
        assert_eq!(meaning("core.person", &["身份证号"]), "id_hash.number");
        assert_eq!(meaning("core.person", &["出生年月"]), "birth_on");
        assert_eq!(meaning("core.unit", &["代码"]), "unit");
        assert_eq!(
            meaning("members.talk", &["谈话人", "出生日期"]),
            "talker.born"
        );
    }

    #[test]
    fn the_titles_of_all_fields_are_understood() {
        let packs = load(None).expect("packs");
        let words = Words::new(Lang::Zh, &packs);
        for kind in packs.kinds() {
            let vocabulary = Vocabulary::new(kind, &packs);
            let asked = kind
                .fields
                .iter()
                .filter(|f| f.derive().is_none() && f.rows().is_none() && f.content != "id_hash");
            for field in asked {
                let head = Head {
                    column: 0,
                    path: vec![words.field(&kind.id, &field.name)],
                };
                let target = vocabulary.meaning(&head).map(|m| m.target);
                assert_eq!(
                    target.as_deref(),
                    Some(field.name.as_str()),
                    "{}: {}",
                    kind.id,
                    head.text()
                );
            }
        }
    }
}
