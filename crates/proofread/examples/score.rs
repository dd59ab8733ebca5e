//! Scores the parser against an annotated corpus: `score DIR [-v]`.
//!
//! DIR holds `<name>.gold.json` beside `<name>.txt` (or `../page/<name>.txt`). The first line of a text is its
//! source and is skipped where the annotation says so. Prints one line per text and the sum; with `-v` every
//! difference. Ends with code 1 when a relation marked as a note or as fitting is called impossible.
//!
//! - `relations a/b`: of b relations that the annotation expects to fit, a are reported as holding or solved over
//!   the same figures.
//! - `errors a/b`: of b relations that cannot be right, a are reported `impossible`; `false`: the other `impossible`
//!   ones, so that precision is errors / (errors + false).
//! - `periods a/b`: of b dates of the annotation, a are found with exactly its span and with the days that plain
//!   arithmetic gives for its words ([`days`], reference day 30 September 2022); `dated a/b`: of b figures, a have the
//!   words (or the same days) that the annotation dates them by, or none where it has none.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value as Json;
use std::path::Path;
use std::process::ExitCode;
use youju_base::decimal::Decimal;
use youju_proofread::reading::{Claim, Outcome, Reading};
use youju_proofread::{Options, read};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "-v");
    let Some(dir) = arguments.iter().find(|a| *a != "-v") else {
        eprintln!("usage: score DIR [-v]");
        return ExitCode::from(2);
    };
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .expect("the corpus folder can be listed")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".gold.json").map(str::to_owned))
        .collect();
    names.sort();
    let mut total = Score::default();
    for name in &names {
        let score = score(Path::new(dir), name, verbose);
        println!("{name:>24} {score}");
        total.add(&score);
    }
    println!("{:>24} {total}", "all");
    ExitCode::from(u8::from(total.false_relations > 0))
}

#[derive(Default)]
struct Score {
    gold: usize,
    predicted: usize,
    value: usize,
    unit: usize,
    full: usize,
    qualified: usize,
    qualified_right: usize,
    distractors: usize,
    relations: usize,
    relations_found: usize,
    errors: usize,
    errors_found: usize,
    false_relations: usize,
    periods: usize,
    periods_found: usize,
    dated: usize,
    dated_right: usize,
    micros: u128,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.value += other.value;
        self.unit += other.unit;
        self.full += other.full;
        self.qualified += other.qualified;
        self.qualified_right += other.qualified_right;
        self.distractors += other.distractors;
        self.relations += other.relations;
        self.relations_found += other.relations_found;
        self.errors += other.errors;
        self.errors_found += other.errors_found;
        self.false_relations += other.false_relations;
        self.periods += other.periods;
        self.periods_found += other.periods_found;
        self.dated += other.dated;
        self.dated_right += other.dated_right;
        self.micros += other.micros;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |a: usize, b: usize| format!("{:.3}", a as f64 / (b.max(1)) as f64);
        let f1 = |hits: usize| share(2 * hits, self.gold + self.predicted);
        write!(
            f,
            "gold {:3} predicted {:3} value F1 {} unit {} full {} qualifiers {}/{} distractors {} relations {}/{} errors {}/{} false {} periods {}/{} dated {}/{} {} µs",
            self.gold,
            self.predicted,
            f1(self.value),
            f1(self.unit),
            f1(self.full),
            self.qualified_right,
            self.qualified,
            self.distractors,
            self.relations_found,
            self.relations,
            self.errors_found,
            self.errors,
            self.false_relations,
            self.periods_found,
            self.periods,
            self.dated_right,
            self.dated,
            self.micros
        )
    }
}

fn score(dir: &Path, name: &str, verbose: bool) -> Score {
    let gold = std::fs::read_to_string(dir.join(format!("{name}.gold.json")))
        .expect("the annotation can be read");
    let gold: Json = serde_json::from_str(&gold).expect("the annotation is JSON");
    let file = format!("{name}.txt");
    let text = std::fs::read_to_string(dir.join(&file))
        .or_else(|_| std::fs::read_to_string(dir.join("../page").join(&file)))
        .expect("the text stands beside its annotation");
    let after_first = gold["offset_base"]
        .as_str()
        .is_some_and(|b| b.contains("after first"));
    let body = if after_first {
        text.split_once('\n').map_or("", |t| t.1)
    } else {
        &text
    };
    let clock = std::time::Instant::now();
    let reading = read(body, &Options::default());
    let mut score = Score {
        micros: clock.elapsed().as_micros(),
        ..Score::default()
    };
    let mut partner = std::collections::HashMap::new();
    let mut used = vec![false; reading.claims.len()];
    let say = |text: String| {
        if verbose {
            println!("    {text}");
        }
    };
    for claim in list(&gold, "claims")
        .iter()
        .filter(|c| c["num"].is_string())
    {
        score.gold += 1;
        let (start, end) = (number(claim, "num_start"), number(claim, "num_end"));
        let best = reading
            .claims
            .iter()
            .enumerate()
            .find(|(k, c)| !used[*k] && overlaps(c, start, end));
        let Some((k, found)) = best else {
            let masked = reading
                .masked
                .iter()
                .find(|m| m.span.start < end && m.span.end > start);
            say(format!(
                "MISSED {} {} ({:?})",
                claim["id"],
                claim["surface"],
                masked.map(|m| m.reason)
            ));
            continue;
        };
        used[k] = true;
        partner.insert(claim["id"].as_str().unwrap_or("").to_owned(), found.id);
        if !same_value(claim, found) {
            say(format!(
                "VALUE {} {} got {:?} {}",
                claim["id"],
                claim["surface"],
                found.value.map(|v| v.to_string()),
                found.surface
            ));
            continue;
        }
        score.value += 1;
        let unit = claim["unit"].as_str();
        if unit.map(plain) == found.unit.as_deref().map(plain) {
            score.unit += 1;
            if claim["op"].as_str() == Some(&found.op.to_string()) {
                score.full += 1;
            } else {
                say(format!(
                    "OP {} {} gold {} got {}",
                    claim["id"], claim["surface"], claim["op"], found.op
                ));
            }
        } else {
            say(format!(
                "UNIT {} {} gold {unit:?} got {:?}",
                claim["id"], claim["surface"], found.unit
            ));
        }
        let words: Vec<&str> = claim["qual"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        if !words.is_empty() {
            score.qualified += 1;
            let have = &found.qualifiers;
            let right = words.iter().all(|w| have.iter().any(|q| q == w));
            score.qualified_right += usize::from(right);
            if !right {
                say(format!(
                    "QUAL {} {} gold {words:?} got {have:?}",
                    claim["id"], claim["surface"]
                ));
            }
        }
        for (field, have) in [
            ("dir", found.dir.map(|d| d.to_string())),
            ("kind", Some(found.kind.to_string())),
            ("per", found.per.clone()),
        ] {
            if claim[field].is_string() && claim[field].as_str() != have.as_deref() {
                say(format!(
                    "{field} {} {} gold {} got {have:?}",
                    claim["id"], claim["surface"], claim[field]
                ));
            }
        }
    }
    for (_, claim) in reading.claims.iter().enumerate().filter(|(k, _)| !used[*k]) {
        if list(&gold, "optional").iter().any(|o| spans(claim, o)) {
            continue;
        }
        if list(&gold, "distractors").iter().any(|d| spans(claim, d)) {
            score.distractors += 1;
            say(format!("DISTRACTOR {}", claim.surface));
        } else {
            say(format!("EXTRA {} at {}", claim.surface, claim.start));
        }
        score.predicted += 1;
    }
    score.predicted += partner.len();
    relations(&gold, &reading, &partner, &mut score, &say);
    periods(&gold, body, &mut score, &say);
    score
}

/// Compares the dates of a text, read as of a fixed day, with their words' plain meaning.
fn periods(gold: &Json, body: &str, score: &mut Score, say: &dyn Fn(String)) {
    let day = jiff::civil::date(2022, 9, 30);
    let options = Options {
        published_on: Some(day),
        ..Options::default()
    };
    let reading = read(body, &options);
    for date in list(gold, "claims").iter().filter(|c| c["kind"] == "date") {
        score.periods += 1;
        let (start, end) = (number(date, "start"), number(date, "end"));
        let words = date["surface"].as_str().unwrap_or("");
        let found = reading
            .periods
            .iter()
            .find(|p| p.span.start < end && p.span.end > start);
        let meant = days(words, day);
        match found {
            Some(p)
                if (p.span.start, p.span.end) == (start, end)
                    && Some((p.dated.from, p.dated.until)) == meant =>
            {
                score.periods_found += 1;
            }
            found => say(format!("PERIOD {words} means {meant:?} got {found:?}")),
        }
    }
    for claim in list(gold, "claims").iter().filter(|c| c["num"].is_string()) {
        let (start, end) = (number(claim, "num_start"), number(claim, "num_end"));
        let Some(found) = reading.claims.iter().find(|c| overlaps(c, start, end)) else {
            continue;
        };
        score.dated += 1;
        let (words, found) = (claim["period"].as_str(), found.period.as_ref());
        let same_words = found.map(|p| p.text.as_str()) == words;
        let meant = words.and_then(|words| days(words, day));
        let same_days = meant.is_some() && found.map(|p| (p.from, p.until)) == meant;
        if same_words || same_days {
            score.dated_right += 1;
        } else {
            let found = found.map(|p| &p.text);
            say(format!(
                "DATED {} gold {words:?} got {found:?}",
                claim["surface"]
            ));
        }
    }
}

/// First day and first day after that the words of a date mean on `day`, by arithmetic of its own.
fn days(words: &str, day: Date) -> Option<(Option<Date>, Option<Date>)> {
    let first = |year: i16, month: i8| Date::new(year, month, 1).ok();
    let after = day.tomorrow().ok();
    let words = words
        .trim_end_matches(|c| "时许上下午".contains(c))
        .trim_end_matches(|c: char| c.is_ascii_digit());
    let now = words.starts_with("今年") || words == "全年";
    if words == "全年" {
        return days("今年", day);
    }
    if words.ends_with("年初") {
        return Some((None, None));
    }
    let this_year = words.replace("今年", &format!("{}年", day.year()));
    let words = this_year.trim_start_matches("截至");
    let state = words.len() < this_year.len();
    if words == "目前" {
        return Some((None, after));
    }
    if let Some(count) = words.strip_suffix("年来") {
        let years: i16 = count.parse().ok()?;
        return Some((day.checked_sub(years.years()).ok(), after));
    }
    let (words, since) = match words.strip_suffix("以来") {
        Some(rest) => (rest, true),
        None => (words, false),
    };
    let (year, rest) = match words.split_once('年') {
        Some((year, rest)) => (year.parse().ok()?, rest),
        None => (day.year(), words),
    };
    let number = |text: &str| text.parse::<i8>().ok();
    let (from, until) = match rest {
        "" => (first(year, 1), first(year + 1, 1)),
        "底" => return Some((None, first(year + 1, 1))),
        "上半年" => (first(year, 1), first(year, 7)),
        _ if rest.ends_with('月') => {
            let (a, b) = rest
                .trim_end_matches('月')
                .split_once('至')
                .unwrap_or((rest.trim_end_matches('月'), rest.trim_end_matches('月')));
            let last = first(year, number(b)?)?;
            (
                first(year, number(a.trim_end_matches('月'))?),
                last.checked_add(1.month()).ok(),
            )
        }
        _ => {
            let (month, days) = rest.strip_suffix('日')?.split_once('月')?;
            let (a, b) = days.split_once("日至").unwrap_or((days, days));
            let on = |d: &str| Date::new(year, number(month)?, number(d)?).ok();
            (on(a), on(b)?.tomorrow().ok())
        }
    };
    let current = rest.is_empty() && now;
    let until = if since || current { after } else { until };
    Some((from.filter(|_| !state), until))
}

fn relations(
    gold: &Json,
    reading: &Reading,
    partner: &std::collections::HashMap<String, usize>,
    score: &mut Score,
    say: &dyn Fn(String),
) {
    let mut explained = vec![false; reading.relations.len()];
    for relation in list(gold, "relations") {
        let ids: Vec<usize> = [
            "a", "b", "d", "total", "part", "pct", "now", "base", "count", "mean", "inc", "n",
            "dur",
        ]
        .iter()
        .filter_map(|key| relation[*key].as_str())
        .chain(["parts", "all"].iter().flat_map(|key| {
            relation[*key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
        }))
        .filter_map(|id| partner.get(id).copied())
        .collect();
        let expect = relation["expect"].as_str();
        let fails = expect == Some("fail");
        let touching = |r: &youju_proofread::reading::Relation| {
            let shared = r.claims.iter().filter(|id| ids.contains(id)).count();
            shared >= ids.len().min(2) && shared == r.claims.len().min(shared.max(2))
        };
        let found = reading
            .relations
            .iter()
            .enumerate()
            .filter(|(_, r)| touching(r))
            .collect::<Vec<_>>();
        let flagged = found
            .iter()
            .any(|(_, r)| matches!(r.result, Outcome::Impossible));
        if fails {
            score.errors += 1;
            score.errors_found += usize::from(flagged);
            for (k, _) in &found {
                explained[*k] = true;
            }
            if !flagged {
                say(format!("ERROR NOT FOUND {relation}"));
            }
        } else if expect == Some("ok") {
            score.relations += 1;
            let held = found
                .iter()
                .any(|(_, r)| matches!(r.result, Outcome::Holds | Outcome::Solved));
            score.relations_found += usize::from(held);
            if !held {
                say(format!("RELATION NOT FOUND {relation}"));
            }
        }
    }
    for (k, relation) in reading.relations.iter().enumerate() {
        if matches!(relation.result, Outcome::Impossible) && !explained[k] {
            score.false_relations += 1;
            say(format!("FALSE RELATION {relation:?}"));
        } else if relation.result != Outcome::Holds {
            say(format!(
                "{} {} {:?} {}",
                relation.code, relation.result, relation.claims, relation.message
            ));
        }
    }
}

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json[key].as_array().map_or(&[], Vec::as_slice)
}

fn number(json: &Json, key: &str) -> usize {
    json[key]
        .as_u64()
        .and_then(|n| n.try_into().ok())
        .unwrap_or(usize::MAX)
}

fn overlaps(claim: &Claim, start: usize, end: usize) -> bool {
    claim.numeral.start < end && claim.numeral.end > start
}

fn spans(claim: &Claim, gold: &Json) -> bool {
    overlaps(claim, number(gold, "start"), number(gold, "end"))
}

fn plain(unit: &str) -> String {
    unit.replace('（', "(").replace('）', ")")
}

fn same_value(gold: &Json, found: &Claim) -> bool {
    let exact = |key: &str| {
        gold[key]
            .as_str()
            .and_then(|t| Decimal::parse(t).ok())
            .and_then(Decimal::ratio)
    };
    match exact("value") {
        Some(value) => found.value.and_then(|v| v.ratio()) == Some(value),
        None => {
            let ends = (
                found.interval.lower.map(|b| b.value),
                found.interval.upper.map(|b| b.value),
            );
            ends == (exact("lower"), exact("upper"))
        }
    }
}
