//! Whole paragraphs as reports write them: nothing is held against a true one, and one changed figure is noticed.
//!
//! paragraphs.txt: `### name`, the text, then `@ old => new` for each change that breaks a relation.

use std::collections::BTreeSet;
use youju_proofread::reading::Outcome;
use youju_proofread::{Options, read};

/// What is held against a text: code and message.
fn held(text: &str) -> BTreeSet<String> {
    let reading = read(text, &Options::default());
    let against = reading
        .relations
        .iter()
        .filter(|r| matches!(r.result, Outcome::Impossible | Outcome::Warning));
    against
        .map(|r| format!("{:?} {}", r.code, r.message))
        .collect()
}

#[test]
fn true_paragraphs_pass_and_changed_figures_are_noticed() {
    let all = include_str!("paragraphs.txt");
    let (mut wrong, mut changes) = (Vec::new(), 0);
    for block in all.split("### ").skip(1) {
        let mut lines = block.lines();
        let name = lines.next().expect("a name");
        let text = lines.next().expect("a text");
        let clean = held(text);
        wrong.extend(clean.iter().map(|said| format!("{name}: true, yet {said}")));
        for change in lines.filter_map(|line| line.strip_prefix("@ ")) {
            let (old, new) = change.split_once(" => ").expect("old => new");
            assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
            changes += 1;
            if held(&text.replace(old, new)).is_subset(&clean) {
                wrong.push(format!("{name}: {change} is not noticed"));
            }
        }
    }
    eprintln!("{changes} changes, {} wrong", wrong.len());
    assert!(
        wrong.is_empty(),
        "{} of {changes}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
