//! Verdicts over a ledger in memory.

use jiff::civil::{Date, date};
use youju_base::decimal::Decimal;
use youju_base::period::Period;
use youju_base::ratio::Ratio;
use youju_proofread::book::{
    Answer, Book, BookError, House, Phrase, Published, Time, UnitName, Window,
};
use youju_proofread::ground::Ground;
use youju_proofread::reading::{LedgerFigure, Reading, Verdict};
use youju_proofread::{Options, check, read_figure};

/// Events and spells of one office, as plain lists.
struct Shelf {
    /// Days of admissions, one each.
    admitted: Vec<Date>,
    /// Days of talks, from the start of the register.
    talks: Vec<Date>,
    /// From when on there were how many members.
    members: Vec<(Date, u64)>,
    staff: u64,
    signed: bool,
    /// Words whose meaning the house has confirmed for the office: words, indicator, counter.
    house: Vec<(&'static str, &'static str, &'static str)>,
    /// Figures of earlier documents: source, words, figure, last day.
    published: Vec<(&'static str, &'static str, &'static str, Option<Date>)>,
}

impl Shelf {
    fn answer(part: u64, whole: u64, decimals: u32, rows: u64) -> Answer {
        let exact = Ratio::new(i128::from(part), i128::from(whole)).expect("the whole is not zero");
        let value = exact
            .round_half_up(decimals)
            .expect("small numbers can be rounded");
        Answer {
            exact,
            figure: LedgerFigure {
                value,
                rows,
                digest: "d".into(),
                known_at: 7,
            },
        }
    }

    fn members_on(&self, day: Date) -> u64 {
        self.members
            .iter()
            .rev()
            .find(|(from, _)| *from <= day)
            .map_or(0, |(_, n)| *n)
    }
}

impl Book for Shelf {
    fn synthetic(&self) -> bool {
        true
    }

    fn units(&self) -> Result<Vec<UnitName>, BookError> {
        Ok([("示例办", "office"), ("示例县", "county")]
            .map(|(name, code)| UnitName {
                name: name.into(),
                code: code.into(),
            })
            .into())
    }

    fn phrases(&self) -> Result<Vec<Phrase>, BookError> {
        let phrase = |words: &str, indicator: &str, counter: &str, time, from_register| Phrase {
            words: words.into(),
            indicator: indicator.into(),
            counter: counter.into(),
            time,
            from_register,
            sensitive: false,
            house: None,
        };
        let mut phrases = vec![
            phrase("发展预备党员", "members.admitted", "名", Time::Flow, false),
            phrase("预备党员", "members.probationary", "名", Time::Stock, false),
            phrase("党员", "members.total", "名", Time::Stock, false),
            phrase("党员数占比", "members.share", "%", Time::Stock, false),
            phrase("谈心谈话", "talks.held", "人次", Time::Flow, true),
            phrase("走访", "visits.made", "户", Time::Flow, false),
            phrase("走访", "visits.families", "户", Time::Flow, false),
            phrase("乡镇", "core.townships", "个", Time::Stock, false),
            phrase("学校", "core.schools", "所", Time::Stock, false),
            phrase(
                "乡镇…伙食补助",
                "subsidy.townships",
                "个",
                Time::Flow,
                false,
            ),
            phrase("学校…伙食补助", "subsidy.schools", "所", Time::Flow, false),
            phrase("选派…到基层一线", "cadres.sent", "名", Time::Flow, false),
            phrase(
                "招录高校毕业生",
                "talent.graduates",
                "名",
                Time::Flow,
                false,
            ),
            phrase("滞留车辆", "road.vehicles", "辆", Time::Flow, false),
            phrase("滞留人员", "road.people", "人", Time::Flow, false),
            phrase("PPT文稿", "brand.issues", "期", Time::Flow, true),
        ];
        phrases.extend(self.house.iter().map(|(words, indicator, counter)| Phrase {
            house: Some(House::Of("office".into())),
            ..phrase(words, indicator, counter, Time::Flow, false)
        }));
        Ok(phrases)
    }

    fn published(&self) -> Result<Vec<Published>, BookError> {
        let figure = |(i, (source, words, printed, last)): (usize, &(&str, &str, &str, _))| {
            let read = read_figure(printed).expect("a figure");
            Published {
                record: format!("f{i}"),
                source: (*source).into(),
                printed_on: date(2022, 1, 20),
                place: None,
                unit: "office".into(),
                words: (*words).into(),
                printed: (*printed).into(),
                interval: read.interval,
                counter: read.unit,
                kind: read.kind,
                from: None,
                last: *last,
            }
        };
        Ok(self.published.iter().enumerate().map(figure).collect())
    }

    fn figure(
        &self,
        indicator: &str,
        unit: &str,
        window: Window,
    ) -> Result<Option<Answer>, BookError> {
        if unit != "office" {
            return Ok(None);
        }
        let within = |days: &[Date], period: Period| {
            days.iter().filter(|d| period.contains(**d)).count() as u64
        };
        Ok(match (indicator, window) {
            ("members.admitted", Window::Over(period)) => {
                let n = within(&self.admitted, period);
                Some(Self::answer(n, 1, 0, n))
            }
            ("core.townships", Window::On(_)) => Some(Self::answer(37, 1, 0, 37)),
            ("core.schools", Window::On(_)) => Some(Self::answer(28, 1, 0, 28)),
            // Of this year alone; the register holds more.
            ("brand.issues", Window::Over(_)) => Some(Self::answer(95, 1, 0, 95)),
            ("brand.issues", Window::UpTo(_)) => Some(Self::answer(115, 1, 0, 115)),
            ("subsidy.townships", Window::Over(_)) => Some(Self::answer(37, 1, 0, 37)),
            ("subsidy.schools", Window::Over(_)) => Some(Self::answer(28, 1, 0, 28)),
            ("cadres.sent", Window::Over(_)) => Some(Self::answer(77, 1, 0, 77)),
            ("talent.graduates", Window::Over(_)) => Some(Self::answer(104, 1, 0, 104)),
            ("road.vehicles", Window::Over(_)) => Some(Self::answer(640, 1, 0, 640)),
            ("road.people", Window::Over(_)) => Some(Self::answer(1340, 1, 0, 1340)),
            ("visits.made", Window::Over(_)) => Some(Self::answer(30, 1, 0, 30)),
            ("talks.held", Window::UpTo(day)) => {
                let n = self.talks.iter().filter(|d| **d <= day).count() as u64;
                Some(Self::answer(n, 1, 0, n))
            }
            ("members.total", Window::On(day)) => Some(Self::answer(
                self.members_on(day),
                1,
                0,
                self.members_on(day),
            )),
            ("members.share", Window::On(day)) => Some(Self::answer(
                self.members_on(day) * 100,
                self.staff,
                2,
                self.staff,
            )),
            _ => None,
        })
    }

    fn signed(&self, _: &str, _: &str, _: Window) -> Result<bool, BookError> {
        Ok(self.signed)
    }

    fn history(
        &self,
        indicator: &str,
        _: &str,
        from: Date,
        until: Date,
    ) -> Result<Vec<(Date, Answer)>, BookError> {
        let members = self
            .members
            .iter()
            .filter(|(d, _)| indicator == "members.total" && *d >= from && *d <= until);
        Ok(members
            .map(|(d, n)| (*d, Self::answer(*n, 1, 0, *n)))
            .collect())
    }
}

fn shelf(signed: bool) -> Shelf {
    Shelf {
        admitted: (1..=8)
            .map(|d| date(2022, 3, d))
            .chain([date(2022, 8, 1)])
            .collect(),
        talks: (1..=28)
            .flat_map(|d| {
                (1..=15).map(move |m| date(2021 + i16::from(m > 12), (m - 1) % 12 + 1, d))
            })
            .take(412)
            .collect(),
        members: vec![
            (date(2020, 1, 1), 290),
            (date(2021, 10, 1), 309),
            (date(2022, 7, 1), 315),
        ],
        staff: 406,
        signed,
        house: Vec::new(),
        published: Vec::new(),
    }
}

fn judge(text: &str, shelf: &Shelf) -> Reading {
    check(
        text,
        &Options {
            published_on: Some(date(2022, 9, 30)),
            ..Options::default()
        },
        shelf,
    )
    .expect("the shelf never fails")
}

fn verdicts(text: &str, signed: bool) -> Vec<String> {
    let reading = judge(text, &shelf(signed));
    reading
        .claims
        .iter()
        .map(|c| {
            format!(
                "{} {}",
                c.surface,
                c.verdict.expect("every claim is judged")
            )
        })
        .collect()
}

const STORY: &str = "示例办扎实推进各项工作。截至目前，累计开展谈心谈话400余人次。今年上半年，全办发展预备党员8名。目前，全办党员315名，党员数占比达77.6%。";

#[test]
fn true_figures_are_borne_out() {
    let reading = judge(STORY, &shelf(true));
    let found: Vec<(&str, Verdict)> = reading
        .claims
        .iter()
        .map(|c| (c.surface.as_str(), c.verdict.unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("400余人次", Verdict::Consistent),
            ("8名", Verdict::Confirmed),
            ("315名", Verdict::Confirmed),
            ("77.6%", Verdict::Confirmed),
        ]
    );
    assert_eq!(
        (
            reading.coverage.bound,
            reading.coverage.confirmed,
            reading.coverage.consistent
        ),
        (4, 3, 1)
    );
    assert!(reading.synthetic);
    assert_eq!(reading.claims[1].ledger.as_ref().unwrap().rows, 8);
    assert_eq!(
        reading.claims[2].binding.as_ref().unwrap().indicator,
        "members.total"
    );
}

#[test]
fn only_a_signed_register_contradicts() {
    let changed = STORY.replace("8名", "9名");
    let of = |signed| {
        verdicts(&changed, signed)
            .into_iter()
            .filter(|v| !v.ends_with("confirmed") && !v.ends_with("consistent"))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(true), ["9名 contradicted"]);
    assert_eq!(of(false), ["9名 unsupported"]);
}

#[test]
fn a_figure_of_another_day_is_stale() {
    let reading = judge("目前，示例办党员309名。", &shelf(true));
    assert_eq!(reading.claims[0].verdict, Some(Verdict::Stale));
    assert_eq!(
        reading.claims[0].ground,
        Some(Ground::OtherDay {
            asked: Window::On(date(2022, 9, 30)),
            day: date(2021, 10, 1),
            value: Decimal::parse("309").unwrap(),
        })
    );
    assert_eq!(
        verdicts("目前，示例办党员308名。", true),
        ["308名 contradicted"]
    );
}

#[test]
fn time_counter_and_unit_must_agree() {
    // 人次 is never 人.
    assert_eq!(
        verdicts("截至目前，示例办开展谈心谈话412人。", true),
        ["412人 unsupported"]
    );
    // A flow without a start, where the register does not hold everything.
    assert_eq!(
        verdicts("截至目前，示例办发展预备党员9名。", true),
        ["9名 unresolved"]
    );
    // No period, no unit.
    assert_eq!(
        verdicts("示例办发展预备党员8名。", true),
        ["8名 unresolved"]
    );
    assert_eq!(
        verdicts("今年上半年发展预备党员8名。", true),
        ["8名 unresolved"]
    );
    // Another unit has no records.
    assert_eq!(
        verdicts("示例办开会。今年上半年，示例县发展预备党员8名。", true),
        ["8名 unsupported"]
    );
}

#[test]
fn other_words_are_not_the_same_thing() {
    // 慰问党员 is no membership.
    assert_eq!(verdicts("示例办慰问党员43名。", true), ["43名 unsupported"]);
    let reading = judge("今年以来，示例办走访30户。", &shelf(true));
    assert_eq!(reading.claims[0].verdict, Some(Verdict::Unsupported));
    assert_eq!(
        reading.claims[0].ground,
        Some(Ground::Several {
            words: "走访".into(),
            indicators: vec!["visits.families".into(), "visits.made".into()],
        })
    );
}

#[test]
fn ethnicity_is_never_bound() {
    let reading = judge("示例办少数民族党员90名，占藏族干部的30%。", &shelf(true));
    assert!(reading.claims.iter().all(|c| c.binding.is_none()));
    assert!(!reading.relations.is_empty());
}

#[test]
fn nothing_is_borne_out_only_by_a_signed_register() {
    let empty = |signed| Shelf {
        admitted: vec![],
        ..shelf(signed)
    };
    let zero = |signed| {
        judge("今年上半年，示例办没有一名发展预备党员。", &empty(signed)).claims[0].verdict
    };
    assert_eq!(zero(true), Some(Verdict::Confirmed));
    assert_eq!(zero(false), Some(Verdict::Unsupported));
}

#[test]
fn none_where_the_register_has_some_is_contradicted() {
    let text = "今年上半年，示例办没有一名发展预备党员。";
    assert_eq!(verdicts(text, true), ["一名 contradicted"]);
    assert_eq!(verdicts(text, false), ["一名 unsupported"]);
    // More is said than the indicator counts.
    let text = "今年上半年，示例办没有一名发展预备党员迟到。";
    assert_ne!(verdicts(text, true), ["一名 contradicted"]);
}

#[test]
fn each_item_of_a_list_has_its_own_words() {
    let of = |text: &str| verdicts(text, true);
    assert_eq!(
        of("示例办现有37个乡镇、28所学校。"),
        ["37个 confirmed", "28所 confirmed"]
    );
    assert_eq!(
        of("示例办现有37个乡镇和29所学校。"),
        ["37个 confirmed", "29所 contradicted"]
    );
    // The words behind the first number are not those of the second.
    assert_eq!(of("示例办现有37个乡镇、28个。")[1], "28个 unsupported");
    // What is said before the list holds for all of it.
    assert_eq!(
        of("示例办帮扶36个乡镇、29所学校。"),
        ["36个 unsupported", "29所 unsupported"]
    );
    assert_eq!(
        of("示例办党员315名，乡镇37个、学校28所。"),
        ["315名 confirmed", "37个 confirmed", "28所 confirmed"]
    );
}

#[test]
fn words_that_the_house_has_confirmed_are_no_longer_open() {
    let text = "今年以来，示例办走访30户。";
    let house = |words| Shelf {
        house: vec![(words, "visits.made", "户")],
        ..shelf(true)
    };
    let reading = judge(text, &house("走访"));
    assert_eq!(reading.claims[0].verdict, Some(Verdict::Confirmed));
    assert_eq!(reading.claims[0].binding.as_ref().unwrap().by, "house");
    // Of another unit they mean what they meant before.
    let reading = judge("今年以来，示例县走访30户。", &house("走访"));
    assert!(matches!(
        reading.claims[0].ground,
        Some(Ground::Several { .. })
    ));
    // Words that no pack knows.
    let reading = judge("今年以来，示例办入户家访31户。", &house("入户家访"));
    assert_eq!(reading.claims[0].verdict, Some(Verdict::Contradicted));
}

#[test]
fn figures_of_earlier_documents_are_laid_beside() {
    let shelf = Shelf {
        published: vec![
            ("年报", "党员", "310余名", Some(date(2022, 9, 30))),
            ("年鉴", "党员", "316名", Some(date(2022, 9, 30))),
            ("旧报", "党员", "290名", Some(date(2020, 12, 31))),
            ("年鉴", "党员", "316人次", Some(date(2022, 9, 30))),
            ("年鉴", "线路", "109公里", None),
            ("年鉴", "藏族党员", "109名", Some(date(2022, 9, 30))),
        ],
        ..shelf(false)
    };
    let of = |text: &str| -> Vec<String> {
        let reading = judge(text, &shelf);
        let claims = reading.claims.iter().flat_map(|c| &c.published);
        claims
            .map(|p| format!("{} {} {}", p.source, p.printed, p.agrees))
            .collect()
    };
    let both = ["年报 310余名 true", "年鉴 316名 false"];
    assert_eq!(of("目前，示例办党员315名。"), both);
    assert_eq!(of("截至9月底，示例办党员315名。"), both);
    assert_eq!(of("目前，示例办党员315人次。"), ["年鉴 316人次 false"]);
    // Another day, another unit, another counter, more words, a rise.
    for other in [
        "截至8月底，示例办党员315名。",
        "目前，示例县党员315名。",
        "目前，示例办党员315户。",
        "目前，示例办慰问党员315名。",
        "目前，示例办党员增加315名。",
    ] {
        assert_eq!(of(other), [""; 0], "{other}");
    }
    // What has no day holds at any time.
    assert_eq!(of("示例办线路110公里。"), ["年鉴 109公里 false"]);
    assert_eq!(of("示例办藏族党员109名。"), [""; 0]);
}

#[test]
fn without_a_day_of_publication_relative_words_stay_open() {
    let reading = check(
        "今年上半年，示例办发展预备党员8名。2022年上半年发展预备党员8名。",
        &Options::default(),
        &shelf(true),
    )
    .unwrap();
    let found: Vec<Verdict> = reading.claims.iter().map(|c| c.verdict.unwrap()).collect();
    assert_eq!(found, [Verdict::Unresolved, Verdict::Confirmed]);
    let period = reading.claims[0].period.as_ref().unwrap();
    assert_eq!((period.from, period.until), (None, None));
}

#[test]
fn a_share_is_printed_once_rounded() {
    let reading = judge("目前，示例办党员数占比为77.7%。", &shelf(true));
    assert_eq!(reading.claims[0].verdict, Some(Verdict::Contradicted));
    assert_eq!(
        reading.claims[0].ledger.as_ref().unwrap().value,
        Decimal::parse("77.59").unwrap()
    );
}

#[test]
fn a_flow_without_a_period_is_read_in_that_of_the_article_or_from_the_start_of_the_register() {
    let text = "今年以来，示例办抓实工作。\n示例办在甲省、乙省等省市招录高校毕业生104名，共制作PPT文稿115期。";
    assert_eq!(verdicts(text, true), ["104名 confirmed", "115期 confirmed"]);
    // Neither the year nor the whole register has 120.
    let text = "今年以来，示例办抓实工作。\n示例办招录高校毕业生103名，共制作PPT文稿120期。";
    assert_eq!(
        verdicts(text, true),
        ["103名 contradicted", "120期 contradicted"]
    );
    // No article says what it reports on: only what adds up is from the start.
    let text = "示例办招录高校毕业生104名，制作PPT文稿115期，累计制作PPT文稿115期。";
    assert_eq!(
        verdicts(text, true),
        ["104名 unresolved", "115期 unresolved", "115期 confirmed"]
    );
    // A half-year dates its own sentence, not the article.
    let text = "今年上半年，示例办抓实工作。\n示例办招录高校毕业生104名。";
    assert_eq!(verdicts(text, true), ["104名 unresolved"]);
}

#[test]
fn words_with_a_gap_hold_the_figure_or_others_that_share_the_noun() {
    let text = "今年以来，示例办用于37个乡镇和28所学校干部职工伙食补助。";
    let bound = judge(text, &shelf(true));
    let ids: Vec<&str> = bound
        .claims
        .iter()
        .filter_map(|c| Some(c.binding.as_ref()?.indicator.as_str()))
        .collect();
    assert_eq!(ids, ["subsidy.townships", "subsidy.schools"]);
    assert_eq!(
        verdicts("今年以来，示例办选派77名干部到基层一线。", true),
        ["77名 confirmed"]
    );
    assert_eq!(
        verdicts("今年以来，示例办选派78名干部到基层一线。", true),
        ["78名 contradicted"]
    );
    // The gap ends with the clause.
    assert_eq!(
        verdicts("今年以来，示例办选派77名干部，到基层一线去。", true),
        ["77名 unsupported"]
    );
}

#[test]
fn a_later_item_of_a_list_counts_by_the_verb_of_the_first() {
    let text = "2022年2月，示例办辖区最多时滞留车辆600余辆、1300余人。";
    let told = judge(text, &shelf(true));
    let of: Vec<&str> = told
        .claims
        .iter()
        .filter_map(|c| Some(c.binding.as_ref()?.indicator.as_str()))
        .collect();
    assert_eq!(of, ["road.vehicles", "road.people"]);
    // The same people, counted by occasion, are no other thing.
    let text = "2022年2月，示例办滞留人员1340人、2000人次。";
    assert_eq!(
        verdicts(text, true),
        ["1340人 confirmed", "2000人次 unsupported"]
    );
}

#[test]
fn a_noun_that_and_joins_stands_for_itself() {
    let text = "目前，示例办打造总品牌和37个乡镇。";
    assert_eq!(verdicts(text, true), ["37个 confirmed"]);
    // What is only planned, checked or new is another count.
    for text in [
        "示例办新增37个乡镇。",
        "示例办打造拟建品牌和38个乡镇。",
        "示例办走访38个乡镇。",
    ] {
        let told = verdicts(text, true);
        assert!(!told[0].ends_with("contradicted"), "{text}: {told:?}");
    }
}
