//! What the prefecture asks of its townships from 2020 to September 2022, and their answers.
//!
//! What comes out, by rows: each township answers to nine requests, six of them monthly, two quarterly, one yearly; one of the
//! monthly ones asks an item that another asks already until it was withdrawn on the last day of 2020.

use crate::region::{TOWNSHIPS, township};
use crate::story::{AUTUMN, Story, workday};
use jiff::civil::{Date, date};
use serde_json::json;

const PREFECTURE: &str = "prefecture";
const SINCE: Date = date(2020, 1, 2);
/// The end of the request that asked once more what another asked.
const WITHDRAWN: Date = date(2020, 12, 31);
const REPEATS: usize = 5;

/// An item, and why it cannot be derived.
type Item = (&'static str, &'static str);
/// Title, form, how often, items, minutes that an answer takes.
type Request = (
    &'static str,
    &'static str,
    &'static str,
    &'static [Item],
    i64,
);

/// What is asked of each township.
#[rustfmt::skip] // one request a line
const REQUESTS: [Request; 9] = [
    ("饮水安全月报", "table", "month", &[("饮水点水质抽检次数", "no_register"), ("维修饮水设施处数", "not_recorded")], 30),
    ("村级道路养护月报", "table", "month", &[("养护里程", "no_register"), ("养护投工人次", "not_recorded")], 25),
    ("草场管护月报", "table", "month", &[("巡护次数", "no_register")], 20),
    ("就业服务月报", "table", "month", &[("转移就业人次", "elsewhere")], 35),
    ("人居环境月报", "table", "month", &[("清运垃圾车次", "no_register")], 20),
    ("农牧区基础设施月报", "table", "month", &[("维修饮水设施处数", "not_recorded"), ("维修电力设施处数", "no_register")], 40),
    ("防灾减灾季报", "report", "quarter", &[("隐患点巡查情况说明", "judgement")], 90),
    ("产业发展季报", "report", "quarter", &[("产业发展情况说明", "judgement")], 90),
    ("乡镇工作年报", "report", "year", &[("年度工作情况说明", "judgement")], 240),
];

/// Adds requests, answers and what the answers take.
pub(crate) fn add(story: &mut Story) {
    for n in 1..=TOWNSHIPS {
        for k in 0..REQUESTS.len() {
            request(story, n, k);
        }
    }
    let registers = [
        "burden.requests",
        "burden.made",
        "burden.answers",
        "burden.items",
        "burden.repeated",
    ];
    story.sign(PREFECTURE, &registers, date(2022, 10, 1), AUTUMN);
}

fn request(story: &mut Story, n: usize, k: usize) {
    let (title, form, every, items, minutes) = REQUESTS[k];
    let (unit, id) = (township(n), format!("request-{n:02}-{k}"));
    let items: Vec<_> = items
        .iter()
        .map(|(item, why)| json!({ "item": item, "why": why }))
        .collect();
    let fields = json!({
        "unit": unit, "asked_by": PREFECTURE, "title": title, "form": form, "every": every,
        "document": format!("示例地办〔2020〕{}号", k + 1), "asked_on": SINCE.to_string(), "items": items,
    });
    story.record(SINCE, id.clone(), "burden.request", fields);
    let stated = date(2020, 3, 10);
    let fields =
        json!({ "unit": unit, "request": id, "minutes": minutes, "stated_on": stated.to_string() });
    story.record(stated, format!("{id}-effort"), "burden.effort", fields);
    let months = match every {
        "month" => 1,
        "quarter" => 3,
        _ => 12,
    };
    // The months after 2019-12 at whose end a period ends, up to the last one that is answered before the autumn's entry.
    for end in (months..=32).step_by(months) {
        let (year, month) = (2020 + end as i16 / 12, (end % 12) as i8 + 1);
        let on = workday(date(year, month, 2 + ((n + k) % 6) as i8));
        if k == REPEATS && on >= WITHDRAWN {
            break;
        }
        let fields = json!({ "unit": unit, "request": id, "answered_on": on.to_string() });
        story.record(on, format!("{id}-{end:02}"), "burden.answer", fields);
    }
    if k == REPEATS {
        story
            .on(WITHDRAWN)
            .end(format!("{id}-end"), &id, WITHDRAWN, "与其他报表重复，撤回");
    }
}
