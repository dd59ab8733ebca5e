//! The story and the blind page, as typed.

use crate::office::Desk;

#[test]
fn the_story_is_told_to_its_end_and_again() {
    let desk = Desk::new();
    for lang in ["zh", "en"] {
        let shown = desk.run(&["demo", "--dir", "d", "--no-serve", "--lang", lang]);
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        for told in [
            "406",
            "131",
            "第六条",
            "315",
            "309",
            "310",
            // The dispatch that was missed, the measures that are open, the unit that is waited for, the close and its restatement.
            "2022-09-05",
            "task-county-09-m2",
            "prefecture.d03",
            "漏登",
        ] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
    }
    // The commands that it shows can be typed: one of them, after the story.
    let shown = desk.run(&[
        "check",
        "d/article.zh.txt",
        "--ledger",
        "d",
        "--alias",
        "d/aliases.toml",
    ]);
    assert!(shown.contains("不符 11、旧数 3"), "{shown}");
    assert!(desk.run(&["verify", "d"]).ends_with("[exit 0]\n"));
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let desk = Desk::with_office();
    desk.write("l/note.txt", "mine");
    let shown = desk.run(&["demo", "--dir", "l", "--lang", "en"]);
    assert!(
        shown.contains("holds something other than a demo ledger"),
        "{shown}"
    );
    assert!(shown.ends_with("[exit 2]\n"), "{shown}");
    assert_eq!(desk.read("l/note.txt"), "mine");
    assert!(desk.run(&["verify", "l"]).ends_with("[exit 0]\n"));
}

#[test]
fn what_is_hidden_is_found() {
    let desk = Desk::new();
    for (hidden, last) in [
        ("3", r#"{"hidden":3,"found":3,"false":0}"#),
        ("0", r#"{"hidden":0,"found":0,"false":0}"#),
    ] {
        let shown = desk.run(&[
            "demo", "--blind", hidden, "--seed", "11", "--format", "json",
        ]);
        assert!(shown.ends_with(&format!("{last}\n[exit 0]\n")), "{shown}");
    }
    let shown = desk.run(&["demo", "--blind", "99", "--lang", "en"]);
    assert!(shown.contains("99 differences cannot be hidden"), "{shown}");
    assert!(shown.ends_with("[exit 2]\n"), "{shown}");
}
