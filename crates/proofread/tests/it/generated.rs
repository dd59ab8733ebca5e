//! Random claims read back, random changes found, respellings that change nothing.
//!
//! What is true is decided in [`crate::oracle`], by arithmetic of its own. A short run is part of every test run;
//! `YOUJU_CLAIMS=10000 YOUJU_TEXTS=2000` makes the full one, `YOUJU_CORPUS=DIR` adds edits of annotated texts.

use crate::oracle::{self, Chance, Number, Printed, Q, Story};
use serde_json::Value as Json;
use youju_base::interval::Bound;
use youju_proofread::reading::{Claim, Outcome, Reading};
use youju_proofread::{Options, read};

fn size(name: &str, short: u64) -> u64 {
    std::env::var(name).map_or(short, |n| n.parse().expect("the size of a run is a number"))
}

#[test]
fn random_claims_are_read_back_exactly() {
    let mut chance = Chance::new(1);
    let mut wrong = Vec::new();
    for _ in 0..size("YOUJU_CLAIMS", 1500) {
        let printed = oracle::claim(&mut chance);
        let reading = read(&printed.sentence, &Options::default());
        let right = matches!(reading.claims.as_slice(), [claim] if agrees(claim, &printed));
        if !right {
            wrong.push(format!("{printed:?}\n  got {:?}", show(&reading)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}

#[test]
fn a_change_gives_two_figures_and_a_name_none() {
    let mut chance = Chance::new(2);
    for _ in 0..size("YOUJU_CLAIMS", 1500) {
        let (sentence, numbers, unit) = oracle::change(&mut chance);
        let claims = read(&sentence, &Options::default()).claims;
        let found: Vec<(Option<String>, Option<&str>)> = claims
            .iter()
            .map(|c| (c.value.map(|v| v.to_string()), c.unit.as_deref()))
            .collect();
        assert_eq!(
            found,
            numbers.map(|n| (Some(n.to_string()), Some(unit))),
            "{sentence}"
        );
        let sentence = oracle::no_figure(&mut chance);
        let claims = read(&sentence, &Options::default()).claims;
        let found: Vec<&str> = claims.iter().map(|c| c.surface.as_str()).collect();
        assert!(found.is_empty(), "{sentence} {found:?}");
    }
}

fn agrees(claim: &Claim, printed: &Printed) -> bool {
    let same = |a: youju_base::ratio::Ratio, b: Q| Q(a.part(), a.whole()).same(b);
    let end = |a: Option<Bound>, b: Option<(Q, bool)>| match (a, b) {
        (None, None) => true,
        (Some(a), Some((b, open))) => same(a.value, b) && a.open == open,
        _ => false,
    };
    let value = match (claim.value.and_then(|v| v.ratio()), printed.value) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    };
    value
        && end(claim.interval.lower, printed.lower)
        && end(claim.interval.upper, printed.upper)
        && claim.op.to_string() == printed.op
        && claim.unit.as_deref() == Some(printed.unit.as_str())
}

fn show(reading: &Reading) -> Vec<String> {
    let claims = reading.claims.iter();
    claims
        .map(|c| {
            let end = |b: Option<Bound>| b.map(|b| (b.value.to_string(), b.open));
            let value = c.value.map(|v| v.to_string());
            format!(
                "{} {value:?} {:?} {:?} {} {:?}",
                c.surface,
                end(c.interval.lower),
                end(c.interval.upper),
                c.op,
                c.unit
            )
        })
        .collect()
}

/// Ids of the claims that a relation says are wrong or doubtful, with what it says.
fn flagged(reading: &Reading) -> Vec<(&[usize], String)> {
    let relations = reading.relations.iter();
    relations
        .filter(|r| matches!(r.result, Outcome::Impossible | Outcome::Warning))
        .map(|r| (r.claims.as_slice(), format!("{} {}", r.code, r.message)))
        .collect()
}

fn claim_at(reading: &Reading, place: usize) -> Option<usize> {
    let mut claims = reading.claims.iter();
    claims
        .find(|c| c.numeral.start <= place && place < c.numeral.end)
        .map(|c| c.id)
}

fn plain(_: usize, number: Number) -> String {
    number.arabic()
}

/// Another number of about the same size.
fn changed(chance: &mut Chance, number: Number) -> Number {
    loop {
        let by = match chance.within(0, 3) {
            0 => chance.within(1, 3),
            1 => chance.within(5, 40),
            2 => number.mantissa * 9,
            _ => number.mantissa / 2,
        };
        let sign = if chance.within(0, 1) == 0 { 1 } else { -1 };
        let mantissa = number.mantissa + sign * by;
        if mantissa > 0 && mantissa != number.mantissa {
            return Number { mantissa, ..number };
        }
    }
}

#[test]
fn every_change_that_breaks_a_sentence_is_flagged() {
    let mut chance = Chance::new(2);
    let mut wrong = Vec::new();
    for _ in 0..size("YOUJU_TEXTS", 400) {
        let stories: Vec<Story> = (0..chance.within(1, 4))
            .map(|_| oracle::compose(&mut chance))
            .collect();
        let mut text = String::new();
        // The changed figure of each story that was changed: its place, and whether the story still fits.
        let mut changes = Vec::new();
        for mut story in stories {
            let at = text.chars().count();
            let k = usize::try_from(chance.next()).unwrap_or(0) % story.figures.len();
            let touched = chance.within(0, 2) > 0;
            if touched {
                story.figures[k] = changed(&mut chance, story.figures[k]);
            }
            let (printed, places) = story.print(&mut plain);
            text.push_str(&printed);
            text.push('\n');
            changes.push((at + places[k], (story.fits)(&story.figures), printed));
        }
        let reading = read(&text, &Options::default());
        let flags = flagged(&reading);
        for (place, fits, printed) in changes {
            let Some(id) = claim_at(&reading, place) else {
                wrong.push(format!("not read: {printed}"));
                continue;
            };
            let flag = flags.iter().find(|(ids, _)| ids.contains(&id));
            if fits == flag.is_some() {
                wrong.push(format!("{printed}: fits {fits}, flag {flag:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}

#[test]
fn respellings_change_nothing() {
    let mut chance = Chance::new(3);
    let mut wrong = Vec::new();
    for _ in 0..size("YOUJU_TEXTS", 400) {
        let story = oracle::compose(&mut chance);
        let (text, _) = story.print(&mut |_, number| respelled(&mut chance, number));
        let reading = read(&text, &Options::default());
        let flags = flagged(&reading);
        if !flags.is_empty() || reading.claims.len() < story.figures.len() {
            wrong.push(format!("{text}: {flags:?} {:?}", show(&reading)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}

fn respelled(chance: &mut Chance, number: Number) -> String {
    if number.decimals == 0 {
        return chance.of(&oracle::spellings(number.mantissa)).clone();
    }
    let arabic = number.arabic();
    if chance.within(0, 1) == 0 {
        oracle::full_width(&arabic)
    } else {
        arabic
    }
}

/// An annotated text.
struct Sample {
    text: String,
    gold: Json,
}

/// The annotated texts of the folder that `YOUJU_CORPUS` names, if it does.
fn corpus() -> Vec<Sample> {
    let Some(folder) = std::env::var_os("YOUJU_CORPUS") else {
        return Vec::new();
    };
    let folder = std::path::Path::new(&folder);
    let mut samples = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|f| f.expect("the corpus can be listed").path())
        .collect();
    files.sort();
    for file in files {
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .expect("a plain name");
        let Some(name) = name.strip_suffix(".gold.json") else {
            continue;
        };
        let gold: Json =
            serde_json::from_str(&std::fs::read_to_string(&file).expect("it can be read"))
                .expect("an annotation is JSON");
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt")))
            .or_else(|_| std::fs::read_to_string(folder.join(format!("../page/{name}.txt"))))
            .expect("the text stands beside its annotation");
        let whole = gold["offset_base"] == "whole file";
        let text = if whole {
            text
        } else {
            text.split_once('\n').map_or("", |t| t.1).to_owned()
        };
        samples.push(Sample { text, gold });
    }
    samples
}

impl Sample {
    fn claim(&self, id: &Json) -> Option<&Json> {
        self.gold["claims"]
            .as_array()?
            .iter()
            .find(|c| c["id"] == *id)
    }

    /// The text with the number of one claim written anew, and the place of it.
    fn with(&self, claim: &Json, number: &str) -> (String, usize) {
        let place = |key: &str| {
            let place = claim[key].as_u64().expect("a place");
            usize::try_from(place).expect("a place")
        };
        let (start, end) = (place("num_start"), place("num_end"));
        let chars = self.text.chars();
        let text = chars
            .clone()
            .take(start)
            .chain(number.chars())
            .chain(chars.skip(end));
        (text.collect(), start)
    }
}

/// A number of an annotation, where it is written in Arabic digits alone.
fn arabic(claim: &Json) -> Option<Number> {
    let written = claim["num"].as_str()?;
    let digits: String = written.chars().filter(|c| *c != '.').collect();
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let exact = plain && claim["op"] == "=";
    let decimals = written.split_once('.').map_or(0, |(_, part)| part.len());
    exact.then(|| Number {
        mantissa: digits.parse().expect("digits"),
        decimals: u32::try_from(decimals).expect("a few places"),
    })
}

/// Says whether the numbers of an annotated relation can all be right; `None` for kinds that are not judged here.
fn fits(relation: &Json, number: &dyn Fn(&Json) -> Option<Number>) -> Option<bool> {
    let whole = |key: &str| {
        number(&relation[key])
            .filter(|n| n.decimals == 0)
            .map(|n| n.mantissa)
    };
    let between = |part: i128, total: i128, share: Number| {
        let (low, high) = share.rounded();
        let exact = Q(part * 100, total);
        !exact.below(low) && !high.below(exact)
    };
    Some(match relation["type"].as_str()? {
        "sum" => {
            let mut sum = 0;
            for part in relation["parts"].as_array()? {
                sum += number(part).filter(|n| n.decimals == 0)?.mantissa;
            }
            sum == whole("total")?
        }
        "pct" => between(whole("part")?, whole("total")?, number(&relation["pct"])?),
        "grim" => {
            let (total, share) = (whole("total")?, number(&relation["pct"])?);
            (0..=total).any(|part| between(part, total, share))
        }
        "le" => whole("a")? <= whole("b")?,
        _ => return None,
    })
}

#[test]
fn changes_of_annotated_texts_are_flagged() {
    let mut chance = Chance::new(4);
    let samples = corpus();
    let mut wrong = Vec::new();
    let mut tried = 0;
    let relations: Vec<(&Sample, &Json)> = samples
        .iter()
        .flat_map(|s| {
            s.gold["relations"]
                .as_array()
                .expect("the folder can be listed")
                .iter()
                .map(move |r| (s, r))
        })
        .filter(|(_, r)| r["expect"] == "ok")
        // What the annotation itself says must not be assumed.
        .filter(|(_, r)| !r["note"].as_str().unwrap_or("").contains("do not assume"))
        .collect();
    while !relations.is_empty() && tried < size("YOUJU_TEXTS", 400) / 2 {
        let (sample, relation) = *chance.of(&relations);
        let mut members: Vec<&Json> = ["total", "part", "pct", "a", "b"]
            .iter()
            .map(|k| &relation[*k])
            .collect();
        members.extend(relation["parts"].as_array().into_iter().flatten());
        let id = *chance.of(&members);
        tried += 1;
        let Some(claim) = sample.claim(id) else {
            continue;
        };
        let Some(old) = arabic(claim) else { continue };
        let new = changed(&mut chance, old);
        let number = |of: &Json| {
            if of == id {
                Some(new)
            } else {
                arabic(sample.claim(of)?)
            }
        };
        if fits(relation, &number) != Some(false) {
            continue;
        }
        let (text, place) = sample.with(claim, &new.arabic());
        let reading = read(&text, &Options::default());
        let id = claim_at(&reading, place);
        let found = flagged(&reading)
            .iter()
            .any(|(ids, _)| id.is_some_and(|id| ids.contains(&id)));
        if !found {
            wrong.push(format!(
                "{} {} {} → {}",
                sample.gold["doc"],
                relation,
                old.arabic(),
                new.arabic()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}

#[test]
fn respellings_of_annotated_texts_change_nothing() {
    let mut chance = Chance::new(5);
    let samples = corpus();
    let mut wrong = Vec::new();
    for _ in 0..if samples.is_empty() {
        0
    } else {
        size("YOUJU_TEXTS", 400) / 2
    } {
        let sample = chance.of(&samples);
        let claims: Vec<&Json> = sample.gold["claims"].as_array().unwrap().iter().collect();
        let claim = *chance.of(&claims);
        let Some(number) = arabic(claim) else {
            continue;
        };
        let (text, _) = sample.with(claim, &respelled(&mut chance, number));
        let say = |text: &str| -> Vec<String> {
            let reading = read(text, &Options::default());
            let relations = reading.relations.iter();
            let relations =
                relations.filter(|r| matches!(r.result, Outcome::Impossible | Outcome::Warning));
            relations
                .map(|r| format!("{} {:?}", r.code, r.claims))
                .collect()
        };
        let (before, after) = (say(&sample.text), say(&text));
        if before != after {
            wrong.push(format!(
                "{} {}: {before:?} {after:?}",
                sample.gold["doc"], claim["surface"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
}
