//! docs/walkthroughs.md, typed as it stands there.
//!
//! - Each section is played in a folder of its own, on the day that the document names. A block whose mark names a file
//!   (```` ```jsonl place.jsonl ````) is that file; those before the first section lie in every folder.
//! - `$ youju …` is a command; what follows until the next one is what it shows. There `…` stands for any text, and a line of
//!   nothing else for any lines. A command that shows nothing there must only do its work.
//! - `UPDATE_EXPECT=1` writes what is shown now into the document.

use crate::office::{Desk, copy};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The day on which everything is typed.
const TODAY: &str = "2026-11-24";

#[test]
fn every_walkthrough_comes_out_as_it_is_told() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/walkthroughs.md");
    let told = fs::read_to_string(&path).expect("the walkthroughs");
    assert!(told.contains(TODAY), "the document names the day");
    let (typed, commands) = played(&told);
    assert!(commands > 60, "{commands}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, typed).expect("the walkthroughs");
        return;
    }
    let differs = told.lines().zip(typed.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "UPDATE_EXPECT=1 writes it anew");
    assert_eq!(told.lines().count(), typed.lines().count());
}

/// Plays a document: gives it with what is shown now where that is something else, and the number of commands.
fn played(told: &str) -> (String, usize) {
    let mut typed = String::new();
    let mut everywhere: Vec<(String, String)> = Vec::new();
    let mut desk = Desk::new();
    let mut commands = 0;
    let mut in_section = false;
    let mut lines = told.lines().peekable();
    while let Some(line) = lines.next() {
        let _ = writeln!(typed, "{line}");
        if line.starts_with("## ") {
            desk = Desk::new();
            in_section = true;
            for (name, text) in &everywhere {
                desk.write(name, text);
            }
        }
        let Some(mark) = line.strip_prefix("```") else {
            continue;
        };
        let mut block: Vec<&str> = Vec::new();
        for line in lines.by_ref().take_while(|line| !line.starts_with("```")) {
            block.push(line);
        }
        match mark.split_once(' ') {
            Some((_, name)) => {
                let text = block.join("\n") + "\n";
                typed.push_str(&text);
                desk.write(name, &text);
                if !in_section {
                    everywhere.push((name.to_owned(), text));
                }
            }
            None => {
                for (command, shown) in exchanges(&block) {
                    let _ = writeln!(typed, "{command}");
                    for line in answered(&desk, command, shown) {
                        let _ = writeln!(typed, "{line}");
                    }
                    commands += usize::from(command.starts_with("$ youju"));
                }
            }
        }
        typed.push_str("```\n");
    }
    (typed, commands)
}

/// The commands of a block, each with the lines that it shows.
fn exchanges<'b>(block: &'b [&'b str]) -> Vec<(&'b str, &'b [&'b str])> {
    let starts: Vec<usize> = (0..block.len())
        .filter(|at| block[*at].starts_with("$ "))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([block.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .map(|(start, end)| (block[*start], &block[start + 1..end]))
        .collect()
}

/// The lines that the document is to hold under a command: its own where they fit what is shown.
fn answered(desk: &Desk, command: &str, shown: &[&str]) -> Vec<String> {
    let own = || shown.iter().map(|line| (*line).to_owned()).collect();
    let Some(args) = command.strip_prefix("$ youju ") else {
        return own();
    };
    let args = words(args);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // The demo ledger is the same each time; it is made once.
    if let ["demo", "--dir", dir] = args.as_slice() {
        copy(&demo(), &desk.path(dir));
        return own();
    }
    let mut dated = args.clone();
    if !dated.contains(&"--today") {
        dated.extend(["--today", TODAY]);
    }
    let text = desk.run(&dated).replace("[stderr]\n", "");
    let (text, exit) = text.rsplit_once("[exit ").expect("how it ended");
    let now: Vec<&str> = text.lines().collect();
    if shown.is_empty() {
        // A text that is checked may well have findings; everything else must do its work.
        let done = exit == "0]\n" || (exit == "1]\n" && args.first() == Some(&"check"));
        assert!(done, "{command}: {text}");
        return Vec::new();
    }
    match fits(shown, &now) {
        true => own(),
        false => now.into_iter().map(str::to_owned).collect(),
    }
}

/// Splits a command as a shell does: at blanks outside quotes; `#` begins a comment.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    for c in command.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.push(c),
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                begun = true;
            }
            None if c == '#' && word.is_empty() && !begun => break,
            None if c.is_whitespace() => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            None => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}

/// Says whether lines are those that the document shows.
fn fits(shown: &[&str], now: &[&str]) -> bool {
    match (shown, now) {
        ([], []) => true,
        (["…", rest @ ..], _) => (0..=now.len()).any(|skipped| fits(rest, &now[skipped..])),
        ([line, rest @ ..], [first, others @ ..]) => line_fits(line, first) && fits(rest, others),
        _ => false,
    }
}

fn line_fits(shown: &str, now: &str) -> bool {
    let mut parts = shown.trim_end().split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = now.trim_end().strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (k, part) in parts.iter().enumerate() {
        let at = match k + 1 == parts.len() {
            true => rest
                .len()
                .checked_sub(part.len())
                .filter(|_| rest.ends_with(part)),
            false => rest.find(part),
        };
        match at {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

fn demo() -> PathBuf {
    static DEMO: OnceLock<TempDir> = OnceLock::new();
    let folder = DEMO.get_or_init(|| {
        let desk = Desk::new();
        let made = desk.run(&["demo", "--dir", "d"]);
        assert!(made.ends_with("[exit 0]\n"), "{made}");
        desk.folder
    });
    folder.path().join("d")
}

#[test]
fn dots_stand_for_any_text_and_lines() {
    assert!(fits(&["a … c", "…", "z"], &["a b c", "1", "2", "z"]));
    assert!(fits(&["…", "z"], &["z"]));
    assert!(fits(&["a…"], &["abc"]));
    assert!(!fits(&["a … c"], &["a b d"]));
    assert!(!fits(&["a"], &["a", "b"]));
    assert_eq!(words("a 'b c' d=\"e f\" # g"), ["a", "b c", "d=e f"]);
}
