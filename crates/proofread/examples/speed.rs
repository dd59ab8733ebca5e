//! Times the reader on long texts: `speed TEXT [MEGABYTES…]`, and `speed --peak TEXT MEGABYTES` for its memory.
//!
//! TEXT is repeated with other digits until it has the size asked for. Prints one JSON object: characters a second
//! of a plain scan over the characters (what the machine gives in this run), of reading figures, of reading with
//! relations, and of checking against a book of 1,000 indicators and 5,000 units; for every size the best of several
//! rounds, in time on the core.

use jiff::civil::{Date, date};
use serde_json::json;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;
use youju_proofread::book::{Answer, Book, BookError, Phrase, Time, UnitName, Window};
use youju_proofread::reading::LedgerFigure;
use youju_proofread::{Options, check, claims, read};

const ROUNDS: usize = 5;
const INDICATORS: usize = 1000;
const UNITS: usize = 5000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (peak, words) = match words.as_slice() {
        ["--peak", rest @ ..] => (true, rest),
        all => (false, all),
    };
    let [file, sizes @ ..] = words else {
        eprintln!("usage: speed [--peak] TEXT [MEGABYTES…]");
        return ExitCode::from(2);
    };
    let sample = match std::fs::read_to_string(file) {
        Ok(sample) if sample.contains(|c: char| c.is_ascii_digit()) => sample,
        Ok(_) => {
            eprintln!("{file}: a text without a digit cannot be varied");
            return ExitCode::from(2);
        }
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    let sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    let options = Options {
        published_on: Some(date(2026, 7, 15)),
        ..Options::default()
    };
    if peak {
        let text = grown(&sample, sizes.first().copied().unwrap_or(10));
        let reading = read(&text, &options);
        let answer =
            json!({ "bytes": text.len(), "claims": reading.claims.len(), "peak_kib": peak_kib() });
        println!("{answer}");
        return ExitCode::SUCCESS;
    }
    let book = Shelf::new();
    let rows: Vec<serde_json::Value> = sizes
        .iter()
        .map(|size| measure(&grown(&sample, *size), *size, &options, &book))
        .collect();
    println!("{}", serde_json::Value::from(rows));
    ExitCode::SUCCESS
}

fn measure(text: &str, megabytes: usize, options: &Options, book: &Shelf) -> serde_json::Value {
    let characters = text.chars().count();
    let rate = |run: &mut dyn FnMut() -> usize| {
        let mut best = Duration::MAX;
        for _ in 0..ROUNDS {
            let clock = on_the_core();
            black_box(run());
            best = best.min(on_the_core().saturating_sub(clock));
        }
        (characters as f64 / best.as_secs_f64()).round()
    };
    let scan = rate(&mut || text.chars().filter(|c| c.is_numeric()).count());
    let figures = rate(&mut || claims(text, options).len());
    let relations = rate(&mut || read(text, options).relations.len());
    let bound = rate(&mut || {
        let reading = check(text, options, book).expect("the book in memory always answers");
        reading.coverage.bound
    });
    let reading = check(text, options, book).expect("the book in memory always answers");
    json!({
        "megabytes": megabytes,
        "characters": characters,
        "claims": reading.claims.len(),
        "relations": reading.relations.len(),
        "bound": reading.coverage.bound,
        "per_second": { "scan": scan, "figures": figures, "relations": relations, "check": bound },
    })
}

/// Repeats `sample` until it has so many megabytes; every copy has other digits.
fn grown(sample: &str, megabytes: usize) -> String {
    let bytes = megabytes << 20;
    let mut text = String::with_capacity(bytes + sample.len());
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    while text.len() < bytes {
        for c in sample.chars() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let turned = match c {
                '1'..='9' => char::from(b'1' + (state % 9) as u8),
                other => other,
            };
            text.push(turned);
        }
        text.push('\n');
    }
    text
}

/// How long this thread has had a core: what else the machine does is not counted against it.
fn on_the_core() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let scheduled = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = scheduled.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(
        || START.get_or_init(Instant::now).elapsed(),
        Duration::from_nanos,
    )
}

/// The most memory that this process has had, as the kernel counts it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A book in memory that answers at once, so that only reading and binding are timed.
struct Shelf {
    phrases: Vec<Phrase>,
    units: Vec<UnitName>,
}

impl Shelf {
    fn new() -> Self {
        let known = [
            ("发展预备党员", "名", Time::Flow),
            ("党员", "名", Time::Stock),
            ("开展谈心谈话", "人次", Time::Flow),
            ("核定编制", "名", Time::Stock),
            ("在编人员", "名", Time::Stock),
        ];
        let made =
            (known.len()..INDICATORS).map(|k| (format!("事项{}办结", place(k)), "件", Time::Flow));
        let phrases = known
            .map(|(words, counter, time)| (words.to_owned(), counter, time))
            .into_iter()
            .chain(made)
            .enumerate()
            .map(|(k, (words, counter, time))| Phrase {
                words,
                indicator: format!("bench.i{k}"),
                counter: counter.to_owned(),
                time,
                from_register: true,
                sensitive: false,
                house: None,
            })
            .collect();
        let known = ["示例区党委网信办", "示例地区", "示例县公安局交警大队"];
        let made = (known.len()..UNITS).map(|k| format!("示例{}镇", place(k)));
        let units = known
            .map(str::to_owned)
            .into_iter()
            .chain(made)
            .enumerate()
            .map(|(k, name)| UnitName {
                name,
                code: format!("u{k}"),
            })
            .collect();
        Self { phrases, units }
    }
}

/// A name made of three characters, another one for every number.
fn place(mut k: usize) -> String {
    const PARTS: [char; 20] = [
        '东', '西', '南', '北', '河', '山', '泉', '林', '石', '田', '桥', '川', '湖', '原', '谷',
        '岭', '洲', '湾', '沟', '坪',
    ];
    (0..3)
        .map(|_| {
            let part = PARTS[k % PARTS.len()];
            k /= PARTS.len();
            part
        })
        .collect()
}

fn answer(value: i64) -> Answer {
    Answer {
        exact: Ratio::from(i128::from(value)),
        figure: LedgerFigure {
            value: Decimal::from(value),
            rows: 1,
            digest: String::new(),
            known_at: 1,
        },
    }
}

impl Book for Shelf {
    fn synthetic(&self) -> bool {
        true
    }

    fn units(&self) -> Result<Vec<UnitName>, BookError> {
        Ok(self.units.clone())
    }

    fn phrases(&self) -> Result<Vec<Phrase>, BookError> {
        Ok(self.phrases.clone())
    }

    fn figure(&self, indicator: &str, _: &str, _: Window) -> Result<Option<Answer>, BookError> {
        Ok(Some(answer(40 * indicator.len() as i64)))
    }

    fn signed(&self, _: &str, _: &str, _: Window) -> Result<bool, BookError> {
        Ok(true)
    }

    fn history(
        &self,
        _: &str,
        _: &str,
        from: Date,
        _: Date,
    ) -> Result<Vec<(Date, Answer)>, BookError> {
        Ok(vec![(from, answer(315))])
    }
}
