//! Texts that no office writes: a line without end, numbers without end, brackets that never close. Twice the text may
//! take twice the time and no more, and what is said about it stays in proportion.

use std::time::{Duration, Instant};
use youju_proofread::{Options, claims, read};

/// What begins the text, what is repeated, what ends it.
const SHAPES: &[(&str, &str, &str)] = &[
    ("", "全县培训党员315名，占77.6%，其中女党员92名，", ""),
    ("全县有", "1名、", "2名"),
    ("全县有", "20、", "3名"),
    ("", "7", "名"),
    ("1", ",234", "名"),
    ("1", ".1", "名"),
    ("1", "至1", "名"),
    ("", "一", "名"),
    ("", "万", "名"),
    ("", "1万", "名"),
    ("十", "多", "名"),
    ("", "(一", ""),
    ("", "《“", "五名”》"),
    ("", "〔2026", "〕5号"),
    ("", "党员5名。", ""),
    ("", "党员5名，占5%。", ""),
    ("", "未发生一起事故，事故3起，", ""),
    ("", "2月培训5天，", ""),
    ("5人", "一步一个脚印", ""),
    ("", "共5名，其中3名、2名，", ""),
    ("", "由5名增加到6名，", ""),
    ("", "第十批5名，", ""),
    ("", "2022年培训5名，2022年3月培训3名，", ""),
    ("", "今年以来", ""),
    ("", "党员5名\n", ""),
    ("5", " ", "名"),
    ("", "\r\n", "5名"),
    (
        "某局，",
        "党员五名干部党员五名干部党员五名干部党员五名干部、\n",
        "",
    ),
    ("", "a5 ", ""),
];

fn of_size((front, again, end): (&str, &str, &str), size: usize) -> String {
    let times = size / again.chars().count();
    format!("{front}{}{end}", again.repeat(times))
}

/// The least of three rounds, so that what else the machine does is not counted.
fn time(text: &str) -> Duration {
    let round = |_| {
        let clock = Instant::now();
        read(text, &Options::default());
        clock.elapsed()
    };
    (0..3).map(round).min().unwrap_or_default()
}

#[test]
fn eight_times_the_text_takes_no_more_than_eight_times_the_time() {
    const SIZE: usize = 1500;
    for shape in SHAPES {
        let (small, large) = (
            time(&of_size(*shape, SIZE)),
            time(&of_size(*shape, 8 * SIZE)),
        );
        // What is quadratic takes 64 times; below a few milliseconds the clock decides, not the text.
        let limit = 24 * small + Duration::from_millis(40);
        assert!(large < limit, "{shape:?}: {small:?}, then {large:?}");
    }
}

#[test]
fn what_is_said_stays_in_proportion_to_the_figures() {
    for shape in SHAPES {
        let reading = read(&of_size(*shape, 6000), &Options::default());
        let (claims, relations) = (reading.claims.len(), reading.relations.len());
        assert!(
            relations <= 12 * claims,
            "{shape:?}: {relations} of {claims}"
        );
    }
}

#[test]
fn a_hundred_thousand_figures_in_one_sentence_are_read_each() {
    let text = of_size(("全县有", "1名、", "2名。"), 300_000);
    let found = claims(&text, &Options::default());
    assert_eq!(found.len(), 100_001);
    assert!(
        found
            .iter()
            .all(|claim| claim.unit.as_deref() == Some("名"))
    );
}

#[test]
fn more_digits_than_a_number_has_are_no_figure_and_not_lost() {
    let reading = read(
        &of_size(("培训", "7", "名。"), 1_000_000),
        &Options::default(),
    );
    assert!(reading.claims.is_empty());
    let masked = &reading.masked[0].span;
    assert_eq!((masked.start, masked.end), (2, 1_000_002));
}
