//! The closed lists, and the net of words behind them.

use crate::small;
use std::fs;
use std::path::Path;
use youju_declare::content::{PERSONS, THINGS, barred, person_table, thing_table};
use youju_declare::{Fault, load};

#[test]
fn the_pages_of_fields_are_the_lists_in_code() {
    for (page, list) in [
        ("person-fields.md", person_table()),
        ("thing-fields.md", thing_table()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../docs")
            .join(page);
        let text = fs::read_to_string(path).expect("the page is there");
        let table: String = text
            .lines()
            .filter(|line| line.starts_with('|'))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(table, list, "{page}");
    }
}

#[test]
fn every_word_stands_once() {
    for words in [
        PERSONS.iter().map(|f| f.word).collect::<Vec<_>>(),
        THINGS.iter().map(|f| f.word).collect(),
    ] {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), words.len());
    }
}

/// Every fault that comes must be the one that the story expects.
#[test]
fn what_is_never_kept_is_refused_for_what_it_holds() {
    let stories = small::stories("refused");
    assert!(stories.len() >= 20);
    for story in stories {
        let reason = story.reason.expect("a refused kind says why");
        let faults = load(&story.files).expect_err(&story.name);
        let told = |f: &Fault| {
            let hint = f.hint.as_deref().unwrap_or_default();
            f.message.contains(&reason) || hint.contains(&reason)
        };
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let name = &story.name;
        assert!(
            faults.iter().all(told),
            "{name}: {reason}\n{}",
            all.join("\n")
        );
    }
}

#[test]
fn what_is_honest_passes() {
    let stories = small::stories("passed");
    assert!(stories.len() >= 20);
    for story in stories {
        if let Err(faults) = load(&story.files) {
            let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("{}\n{}", story.name, all.join("\n"));
        }
    }
}

#[test]
fn honest_words_are_left_alone() {
    for honest in [
        "民族团结进步宣传月",
        "recusal declared",
        "亲属回避已申报",
        "health check done on",
        "体检日期",
        "written opinions of absent members",
        "书面意见",
        "parent unit",
        "上级单位",
        "face to face talk",
        "路面部分结冰",
        "linked point",
        "联系点",
        "slope stability",
        "political review",
        "政治审查结论",
        "思想汇报",
        "理想信念教育",
        "contact",
        "培养联系人",
        "配偶随调已落实",
    ] {
        assert_eq!(barred(honest, true), None, "{honest}");
    }
    for (hidden, word) in [
        ("体检结果", "体检结果"),
        ("health_check_results", "health check result"),
        ("民族", "民族"),
        ("民族团结进步和族别", "族别"),
        ("spouse_employer", "spouse"),
        ("wife", "wife"),
        ("Religious", "religio"),
        ("学习积分", "学习积分"),
    ] {
        let found = barred(hidden, true).map(|b| b.word);
        assert_eq!(found.as_deref(), Some(word), "{hidden}");
    }
    // A road may have a track, a mine a score of ore; a person may not.
    assert_eq!(barred("track_length", false), None);
    assert!(barred("track_length", true).is_some());
}
