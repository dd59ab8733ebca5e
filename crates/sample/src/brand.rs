//! The office's brands, boards, pieces, activities and honours.
//!
//! What comes out, by rows, on 2022-09-30: one main brand and 18 of the branches, 14 boards up, 115 videos and slide sets of
//! 2022, four honours of the region granted in 2022; the brigade has three, of 2018 to 2021.

use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, Story};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const OFFICE: &str = "office";
const BOARDS: usize = 14;
/// Videos and slide sets; every third is a video.
const ISSUES: usize = 115;
/// The first day of the pieces, which follow one another every other day.
const FIRST_ISSUE: Date = date(2022, 1, 11);

/// Adds all of it.
pub(crate) fn add(story: &mut Story) {
    brands(story);
    boards(story);
    issues(story);
    activities(story);
    honours(story);
    let registers = [
        "brand.brands",
        "brand.branded",
        "brand.boards",
        "brand.issues",
        "brand.activities",
        "brand.honours",
    ];
    story.sign(OFFICE, &registers, date(2022, 10, 1), AUTUMN);
    story.sign("brigade", &["brand.honours"], date(2022, 10, 1), AUTUMN);
}

fn brands(story: &mut Story) {
    let from = date(2021, 7, 1);
    let branches = (1..=BRANCHES).map(|n| (branch(n), "sub"));
    for (unit, level) in std::iter::once((OFFICE.to_owned(), "main")).chain(branches) {
        let fields = json!({ "unit": unit, "title": format!("示例品牌（{unit}）"), "level": level, "from_on": from.to_string(), "document": "示例网信〔2021〕20号" });
        story.record(from, format!("brand-{unit}"), "brand.brand", fields);
    }
}

/// Of sixteen boards two were taken down.
fn boards(story: &mut Story) {
    for n in 0..BOARDS + 2 {
        let from = date(2021, 8, 2).saturating_add((11 * n as i64).days());
        let id = format!("board-{n:02}");
        let fields = json!({ "unit": branch(n % BRANCHES + 1), "title": "示例品牌展示", "place": "示例走廊", "from_on": from.to_string() });
        story.record(from, id.clone(), "brand.board", fields);
        if n >= BOARDS {
            let down = date(2022, 5, 20);
            story
                .on(down)
                .end(format!("{id}-down"), &id, down, "更换阵地");
        }
    }
}

fn issues(story: &mut Story) {
    for n in 0..ISSUES {
        let on = FIRST_ISSUE.saturating_add((2 * n as i64).days());
        let (sort, number) = if n % 3 == 0 {
            ("video", n / 3 + 1)
        } else {
            ("slides", n - n / 3)
        };
        let fields = json!({ "unit": OFFICE, "sort": sort, "number": number, "title": format!("示例作品{}", n + 1), "made_on": on.to_string() });
        story.record(on, format!("issue-{n:03}"), "brand.issue", fields);
    }
}

fn activities(story: &mut Story) {
    for (on, sort, title, attended) in [
        (date(2022, 3, 28), "sports", "示例趣味运动会", 260),
        (date(2022, 5, 4), "contest", "示例主题演讲", 180),
        (date(2022, 6, 17), "sports", "示例篮球赛", 140),
        (date(2022, 7, 15), "online", "示例网络主题活动", 320),
        (date(2022, 8, 19), "meeting", "示例联谊会", 90),
    ] {
        let fields = json!({ "unit": OFFICE, "title": title, "sort": sort, "attended": attended, "held_on": on.to_string() });
        story.record(on, format!("activity-{on}"), "brand.activity", fields);
    }
}

fn honours(story: &mut Story) {
    let granted = [
        (
            OFFICE,
            date(2022, 4, 29),
            "示例读书示范班",
            "region",
            "team",
            "示例工〔2022〕9号",
        ),
        (
            OFFICE,
            date(2022, 4, 29),
            "示例青年学习示范点",
            "region",
            "team",
            "示例工〔2022〕9号",
        ),
        (
            OFFICE,
            date(2022, 8, 26),
            "示例模范单位",
            "region",
            "whole",
            "示例表〔2022〕3号",
        ),
        (
            OFFICE,
            date(2022, 8, 26),
            "示例最美家庭",
            "region",
            "household",
            "示例表〔2022〕3号",
        ),
        (
            "brigade",
            date(2018, 9, 20),
            "示例优秀党组织",
            "county",
            "whole",
            "示例表〔2018〕2号",
        ),
        (
            "brigade",
            date(2019, 9, 27),
            "示例模范集体",
            "national",
            "whole",
            "示例表〔2019〕1号",
        ),
        (
            "brigade",
            date(2021, 1, 8),
            "示例满意集体",
            "region",
            "whole",
            "示例表〔2021〕1号",
        ),
    ];
    for (n, (unit, on, title, level, holder, document)) in granted.into_iter().enumerate() {
        let fields = json!({
            "unit": unit, "title": title, "level": level, "holder": holder, "grantor": "示例表彰机关", "granted_on": on.to_string(), "document": document,
        });
        story.record(on, format!("honour-{}", n + 1), "brand.honour", fields);
    }
}
