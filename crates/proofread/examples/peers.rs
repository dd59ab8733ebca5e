//! Reads the test cases of other readers of Chinese numbers: `peers FILE.jsonl [-v]`.
//!
//! One case a line: `text`, `kind`, `surface`, `start`, `value` or `lower` and `upper`, `src`, `suspect`. A number counts
//! as read when one that overlaps its surface has its value; a range when both ends have theirs, inclusion ignored.
//! With `-v` every case that is read otherwise. Not counted: cases in which no number is expected.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::process::ExitCode;
use youju_base::decimal::Decimal;
use youju_base::ratio::Ratio;
use youju_proofread::written::{Written, WrittenRange, numbers, ranges};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "-v");
    let Some(file) = arguments.iter().find(|a| *a != "-v") else {
        eprintln!("usage: peers FILE.jsonl [-v]");
        return ExitCode::from(2);
    };
    let cases = std::fs::read_to_string(file).expect("the file of cases can be read");
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).expect("each line is one case in JSON");
        let Some(name) = suite(&case) else { continue };
        let right = is_read(&case);
        let count = counts.entry(name.to_owned()).or_default();
        count.0 += usize::from(right);
        count.1 += 1;
        if verbose && !right {
            println!("{name}: {}", describe(&case));
        }
    }
    for (name, (right, all)) in counts {
        println!("{name:>32} {right:>4} of {all:>4}");
    }
    ExitCode::SUCCESS
}

/// The suite of a case that the numeral layer answers for.
fn suite(case: &Json) -> Option<&str> {
    let (name, _) = text(case, "src").split_once('#')?;
    let kind = text(case, "kind");
    let asked = matches!(kind, "number" | "percent" | "number_range")
        || (kind == "money" && name.starts_with("cn2an"));
    let suspect = case["suspect"].as_bool().unwrap_or(false);
    (asked && !case["surface"].is_null() && !suspect).then_some(name)
}

fn is_read(case: &Json) -> bool {
    let source = text(case, "text");
    let [start, end] = ["start", "end"].map(|key| case[key].as_u64().unwrap_or(0) as usize);
    let overlaps = |from: usize, until: usize| from < end && until > start;
    let wanted = |key: &str| case[key].as_str().and_then(number);
    if text(case, "kind") == "number_range" {
        let ends = |range: &WrittenRange| (range.lower, range.upper);
        let wanted = (wanted("lower"), wanted("upper"));
        return ranges(source)
            .iter()
            .filter(|range| overlaps(range.start, range.end))
            .any(|range| ends(range) == wanted);
    }
    let percent = text(case, "kind") == "percent";
    let Some(value) = wanted("value") else {
        return false;
    };
    let fits = |found: &Written| {
        overlaps(found.start, found.end)
            && (!percent || found.percent || text(case, "unit") != "%")
            && is_close(found.value, value, text(case, "value"))
    };
    numbers(source).iter().any(fits)
}

/// Equal, or equal in all the digits that the case prints: others compute with floats.
fn is_close(found: Ratio, wanted: Ratio, printed: &str) -> bool {
    let digits = printed.chars().filter(char::is_ascii_digit).count();
    let distance = || {
        let far = found.minus(wanted)?.over(wanted)?;
        let far = if far.part() < 0 { far.negated() } else { far };
        Some(far < Ratio::new(1, 10i128.pow(12))?)
    };
    found == wanted || (digits > 12 && distance().unwrap_or(false))
}

/// Reads a printed number, with an exponent or without.
fn number(printed: &str) -> Option<Ratio> {
    let (mantissa, power) = printed.split_once(['E', 'e']).unwrap_or((printed, "0"));
    let mantissa = Decimal::parse(mantissa).ok()?;
    mantissa.times_ten(power.parse().ok()?)?.ratio()
}

fn describe(case: &Json) -> String {
    let [lower, upper, value] = ["lower", "upper", "value"].map(|key| text(case, key));
    let found: Vec<String> = if text(case, "kind") == "number_range" {
        let show = |r: Option<Ratio>| r.map_or_else(|| "…".to_owned(), |r| r.to_string());
        let found = ranges(text(case, "text"));
        let each = found
            .iter()
            .map(|r| format!("{}..{}", show(r.lower), show(r.upper)));
        each.collect()
    } else {
        let found = numbers(text(case, "text"));
        let sign = |n: &Written| if n.percent { "%" } else { "" };
        found
            .iter()
            .map(|n| format!("{}{}", n.value, sign(n)))
            .collect()
    };
    let shown: String = text(case, "text").chars().take(60).collect();
    format!(
        "{shown} [{}] expected {value}{lower}..{upper}, read {}",
        text(case, "surface"),
        found.join(" ")
    )
}

fn text<'j>(case: &'j Json, key: &str) -> &'j str {
    case[key].as_str().unwrap_or_default()
}
