//! The brigade's road since 2017: three sections, a pass among them, with its weather, convoys, shifts, help and reports.
//!
//! What comes out, by rows: in February and March 2019 wind of 7.5 on average and 12 at most, 36 degrees below zero, 1.65 metres of
//! snow, 14 jams, at most 640 vehicles with 1,340 people, 51 days on the pass without a break, 31 persons handed to an ambulance,
//! one of them carried for 12.4 kilometres, no crash of a jam and no death of altitude. Since 2017 some 144,000 vehicles let go
//! in convoys, 1,650 people helped and 395 thanks. The persons of a shift include those whom the county sends.

use crate::story::{AUTUMN, Story};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const BRIGADE: &str = "brigade";
const SQUADS: [&str; 3] = ["brigade.q01", "brigade.q02", "brigade.q03"];
/// The squad of the pass lets convoys go.
const PASS_SQUAD: &str = SQUADS[1];
const PASS: &str = "section-pass";
const SINCE: Date = date(2017, 1, 1);
const UNTIL: Date = date(2022, 10, 1);
/// The days on the pass without a break: first, and first no longer.
const RELIEF: (Date, Date) = (date(2019, 2, 6), date(2019, 3, 29));
/// The window of the storm: first, and first no longer.
const STORM: (Date, Date) = (date(2019, 2, 1), date(2019, 4, 1));

/// Adds everything about the road.
pub(crate) fn add(story: &mut Story) {
    let mut road = Road { story };
    road.sections();
    road.shifts();
    road.weather();
    road.weather_of_slopes();
    road.convoys();
    road.storm();
    road.jams();
    road.help();
    road.accidents();
    road.thanks();
    road.reports();
    road.sign();
}

struct Road<'s> {
    story: &'s mut Story,
}

impl Road<'_> {
    fn put(&mut self, on: Date, id: impl Into<String>, kind: &str, fields: Json) {
        self.story.record(on, id, &format!("road.{kind}"), fields);
    }

    /// Something on the pass on a day.
    fn at_pass(&mut self, on: Date, id: String, kind: &str, day: &str, mut fields: Json) {
        fields["unit"] = json!(PASS_SQUAD);
        fields["section"] = json!(PASS);
        fields[day] = json!(on.to_string());
        self.put(on, id, kind, fields);
    }

    /// 181 kilometres; the pass is 20 metres longer than its marks say.
    fn sections(&mut self) {
        for (squad, id, title, from, to, altitude, metres) in [
            (
                0,
                "section-north",
                "示例北坡段",
                3_251_000,
                3_345_000,
                4_780,
                0,
            ),
            (1, PASS, "示例垭口段", 3_345_000, 3_377_000, 5_231, 20),
            (
                2,
                "section-south",
                "示例南坡段",
                3_377_000,
                3_431_980,
                4_905,
                0,
            ),
        ] {
            let mut fields = json!({
                "unit": SQUADS[squad], "title": title, "route": "示例国道", "from_mark": from, "to_mark": to, "altitude": altitude, "from_on": SINCE.to_string(),
            });
            if metres != 0 {
                fields["breaks"] = json!([{ "at_mark": from + 9_000, "metres": metres }]);
            }
            self.put(SINCE, id, "section", fields);
        }
        for (place, title) in [
            ("near_end", "示例南口管控点"),
            ("far_end", "示例北口管控点"),
            ("remote", "示例远端管控点"),
        ] {
            let fields = json!({ "unit": PASS_SQUAD, "section": PASS, "title": title, "place": place, "from_on": SINCE.to_string() });
            self.put(
                SINCE,
                format!("control-point-{place}"),
                "control_point",
                fields,
            );
        }
        let fields = json!({ "unit": PASS_SQUAD, "rule": "road.opposite_waits", "from_on": SINCE.to_string(), "instrument": "示例交警〔2016〕8号" });
        self.story
            .record(SINCE, "switch-road-opposite", "core.rule_switch", fields);
    }

    /// Every squad patrols every day, but on the days of relief all are on the pass.
    fn shifts(&mut self) {
        for on in days(SINCE, UNTIL, 1) {
            let relief = (RELIEF.0..RELIEF.1).contains(&on);
            for (k, squad) in SQUADS.iter().enumerate() {
                let (mission, officers, auxiliaries, vehicles) = if relief {
                    ("relief", 9, 13, 4)
                } else {
                    ("patrol", 2, 2 + k % 2, 1)
                };
                let fields = json!({
                    "unit": squad, "mission": mission, "officers": officers, "auxiliaries": auxiliaries, "vehicles": vehicles,
                    "worked_on": on.to_string(), "starts": 8, "length": 12,
                });
                self.put(on, format!("shift-{on}-{k}"), "shift", fields);
            }
        }
    }

    /// Looked at every day on the pass; nowhere is it as hard as in the storm.
    fn weather(&mut self) {
        for (n, on) in days(SINCE, UNTIL, 1).enumerate() {
            let storm = (STORM.0..STORM.1).contains(&on);
            let cold = matches!(on.month(), 11 | 12 | 1..=3);
            let (wind, low, snow) = match on {
                _ if on == date(2019, 2, 17) => (12, -36, 165),
                _ if storm => (
                    7 + n as i64 % 2,
                    self.story.chance.between(-33, -24),
                    150 + n as i64 % 15,
                ),
                _ if cold => (
                    4 + n as i64 % 4,
                    self.story.chance.between(-29, -12),
                    n as i64 * 7 % 60,
                ),
                _ => (2 + n as i64 % 4, self.story.chance.between(-8, 6), 0),
            };
            self.at_pass(
                on,
                format!("weather-{on}"),
                "weather",
                "observed_on",
                json!({ "wind": wind, "low": low, "snow": snow }),
            );
        }
    }

    /// Looked at every day on the slopes too, but in the storm, when every squad is on the pass: never as hard as there.
    fn weather_of_slopes(&mut self) {
        for (n, on) in days(SINCE, UNTIL, 1).enumerate() {
            if (STORM.0..STORM.1).contains(&on) {
                continue;
            }
            let n = n as i64;
            let cold = matches!(on.month(), 11 | 12 | 1..=3);
            for (k, section) in [(0, "section-north"), (2, "section-south")] {
                let (low, snow) = match cold {
                    true => (-18 + (n * 5 + k) % 11, (n * 3 + 7 * k) % 25),
                    false => (-4 + (n * 3 + k) % 12, 0),
                };
                let fields = json!({
                    "unit": SQUADS[k as usize], "section": section, "observed_on": on.to_string(), "wind": 2 + (n + k) % 4, "low": low, "snow": snow,
                });
                self.put(on, format!("weather-{section}-{on}"), "weather", fields);
            }
        }
    }

    /// From November to April the pass is passed on one lane, four convoys on most days; none waits on the road overnight.
    fn convoys(&mut self) {
        let winter = |on: &Date| matches!(on.month(), 11 | 12 | 1..=4);
        for (n, on) in days(SINCE, date(2022, 9, 30), 1).filter(winter).enumerate() {
            let convoys = if n % 3 == 0 { 3 } else { 4 };
            for batch in 1..=convoys {
                let id = format!("release-{on}-{batch}");
                let direction = if batch % 2 == 1 {
                    "outbound"
                } else {
                    "inbound"
                };
                let sort = ["coach", "small", "lorry", "mixed"][batch as usize % 4];
                let vehicles = self.story.chance.between(26, 50);
                self.at_pass(on, id.clone(), "release", "left_on", json!({ "direction": direction, "batch": batch, "sort": sort, "vehicles": vehicles, "led": true }));
                let towed = i64::from((n as i64 + batch) % 97 == 0);
                for (outcome, vehicles) in [("through", vehicles - towed), ("towed", towed)] {
                    if vehicles > 0 {
                        let fields = json!({ "unit": PASS_SQUAD, "release": id, "vehicles": vehicles, "outcome": outcome, "cleared_on": on.to_string() });
                        self.put(on, format!("{id}-{outcome}"), "clearance", fields);
                    }
                }
            }
        }
    }

    /// Fourteen jams, the looks at the queue, and who had to go down.
    fn storm(&mut self) {
        for n in 0..14_i64 {
            let on = STORM.0.saturating_add((2 + 4 * n).days());
            let id = format!("storm-jam-{n:02}");
            self.at_pass(on, id.clone(), "jam", "started_on", json!({ "cause": if n % 3 == 2 { "ice" } else { "snow" }, "from_mark": 3_350_000, "to_mark": 3_358_000 }));
            let free = on.saturating_add(2.days());
            self.story
                .on(free)
                .end(format!("{id}-free"), &id, free, "疏通");
            for (clock, share) in [(10, 70), (16, 100), (22, 45)] {
                // The most of all is the afternoon of the fifth jam.
                let most = if n == 4 { 640 } else { 260 + 20 * n };
                let (vehicles, people) = (most * share / 100, most * 67 * share / 3200);
                self.at_pass(on, format!("{id}-{clock}"), "snapshot", "taken_on", json!({ "clock": clock, "vehicles": vehicles, "people": people, "in_need": n % 4, "supplies": "low" }));
            }
        }
        for n in 0..31_i64 {
            let on = RELIEF.0.saturating_add((n * 50 / 31).days());
            let carried = if n == 12 {
                "12.4".to_owned()
            } else {
                format!("{}.{}", n % 7, n % 10)
            };
            self.evacuation(on, &format!("storm-{n:02}"), "ambulance", &carried);
        }
        let start = RELIEF.0;
        let fields = json!({ "direction": "both", "measure": "controlled", "cause": "snow", "order_no": "示例管〔2019〕3号" });
        self.at_pass(
            start,
            "storm-control".into(),
            "control",
            "started_on",
            fields,
        );
        self.story
            .on(RELIEF.1)
            .end("storm-control-end", "storm-control", RELIEF.1, "解除管制");
    }

    fn evacuation(&mut self, on: Date, id: &str, receiver: &str, carried: &str) {
        let fields = json!({ "code": format!("Z-{id}"), "ground": "red_flag", "escorts": 2, "found_mark": 3_352_000 });
        self.at_pass(
            on,
            format!("evacuation-{id}"),
            "evacuation",
            "found_on",
            fields,
        );
        let fields = json!({ "unit": PASS_SQUAD, "evacuation": format!("evacuation-{id}"), "receiver": receiver, "carried": carried, "handed_on": on.to_string(), "receipt": format!("示例交接单{id}") });
        self.put(on, format!("handover-{id}"), "handover", fields);
    }

    /// In every other winter some jams, a measure for each, a warning before it.
    fn jams(&mut self) {
        for (year, n) in (2017..=2022).flat_map(|year| (0..6_i64).map(move |n| (year, n))) {
            let on = date(year, 1, 9).saturating_add((9 * n).days());
            if (STORM.0..STORM.1).contains(&on) {
                continue;
            }
            let id = format!("jam-{on}");
            self.at_pass(on, format!("warning-{on}"), "warning", "issued_on", json!({ "sort": "ice", "level": if n == 3 { "red" } else { "orange" }, "document": format!("示例预警{on}") }));
            self.at_pass(
                on,
                format!("control-{on}"),
                "control",
                "started_on",
                json!({ "direction": "both", "measure": "limited", "cause": "ice" }),
            );
            self.at_pass(
                on,
                id.clone(),
                "jam",
                "started_on",
                json!({ "cause": "ice" }),
            );
            self.at_pass(
                on,
                format!("{id}-look"),
                "snapshot",
                "taken_on",
                json!({ "clock": 15, "vehicles": 90 + 11 * n, "people": 180 + 23 * n }),
            );
            let free = on.tomorrow().expect("a day of this century");
            for what in [format!("control-{on}"), id] {
                self.story
                    .on(free)
                    .end(format!("{what}-end"), &what, free, "疏通");
            }
        }
    }

    /// 660 occasions with two or three people each; every third a breakdown.
    fn help(&mut self) {
        let faults = ["fuel_frozen", "line_cracked", "electrics", "tyres", "other"];
        for n in 0..660_i64 {
            let on = SINCE.saturating_add((10 + n * 3).days());
            let matter = ["breakdown", "stuck", "supplies"][n as usize % 3];
            let mut fields = json!({ "matter": matter, "people": 2 + n % 2, "vehicles": 1 });
            if n % 3 == 0 {
                fields["fault"] = json!(faults[n as usize / 3 % faults.len()]);
            }
            self.at_pass(on, format!("help-{n:03}"), "help", "helped_on", fields);
            if n % 2 == 0 && matches!(on.month(), 11 | 12 | 1..=3) {
                self.at_pass(
                    on,
                    format!("gritting-{n:03}"),
                    "gritting",
                    "gritted_on",
                    json!({ "from_mark": 3_350_000, "to_mark": 3_352_000, "sand": 20 + n % 30 }),
                );
            }
        }
        for year in [2017, 2018, 2020, 2021, 2022] {
            for month in [1, 3, 5, 8] {
                self.evacuation(
                    date(year, month, 12),
                    &format!("{year}-{month:02}"),
                    "hospital",
                    "0.4",
                );
            }
        }
    }

    /// Crashes on ice and by speed, none by a jam; nobody died of altitude.
    fn accidents(&mut self) {
        for (n, on) in days(SINCE, UNTIL, 120).enumerate() {
            let cause = ["speed", "ice", "fault"][n % 3];
            self.at_pass(
                on,
                format!("crash-{on}"),
                "crash",
                "happened_on",
                json!({ "cause": cause, "dead": 0, "hurt": n % 3 }),
            );
        }
        self.at_pass(
            date(2020, 12, 21),
            "fatality-2020".into(),
            "fatality",
            "happened_on",
            json!({ "cause": "cold", "people": 1 }),
        );
    }

    /// 395 in all.
    fn thanks(&mut self) {
        for (sort, items, occasions) in [("banner", 1, 41), ("letter", 2, 48), ("message", 6, 43)] {
            for n in 0..occasions {
                let on = date(2017, 2, 1).saturating_add((42 * n).days());
                let fields = json!({ "unit": BRIGADE, "sort": sort, "items": items, "received_on": on.to_string() });
                self.put(on, format!("thanks-{sort}-{n:02}"), "thanks", fields);
            }
        }
    }

    /// A report a day in the storm, each naming the next; that of 15 February came a day late. One of this autumn is to be followed.
    fn reports(&mut self) {
        let mut before: Option<String> = None;
        let mut day = RELIEF.0;
        while day < RELIEF.1 {
            let late = i64::from(day == date(2019, 2, 15));
            let on = day.saturating_add(late.days());
            let next = on.saturating_add(1.day());
            let id = format!("situation-{on}");
            let mut fields = json!({ "unit": BRIGADE, "title": "示例垭口降雪保畅", "reported_on": on.to_string(), "document": format!("示例报{on}") });
            if next < RELIEF.1 {
                fields["next_on"] = json!(next.to_string());
            }
            if let Some(before) = before.replace(id.clone()) {
                fields["follows"] = json!(before);
            }
            self.put(on, id, "situation", fields);
            day = next;
        }
        let (on, next) = (date(2022, 9, 26), date(2022, 10, 10));
        let fields = json!({ "unit": BRIGADE, "title": "示例垭口首场降雪", "reported_on": on.to_string(), "next_on": next.to_string(), "document": "示例报〔2022〕31号" });
        self.put(on, "situation-autumn", "situation", fields);
    }

    /// Signed as complete from the first day of the register on.
    fn sign(&mut self) {
        for stem in [
            "sections",
            "altitudes",
            "control_points",
            "controls",
            "controls_started",
            "winds",
            "lows",
            "snows",
            "warnings",
            "jams",
            "jams_open",
            "stranded_vehicles",
            "stranded_people",
            "deployed",
            "cars",
            "released",
            "on_the_way",
            "helps",
            "repairs",
            "evacuations",
            "evacuations_open",
            "handovers",
            "grittings",
            "crashes",
            "fatalities",
            "thanks_received",
            "situations",
            "situations_open",
        ] {
            let fields = json!({
                "unit": BRIGADE, "register": format!("road.{stem}"), "from_on": SINCE.to_string(), "until_on": UNTIL.to_string(),
                "signed_on": AUTUMN.to_string(), "signed_by": "示例台账负责人",
            });
            self.story.record(
                AUTUMN,
                format!("signature-road-{stem}"),
                "core.signature",
                fields,
            );
        }
    }
}

/// Every `step`-th day from a first one to before another.
fn days(from: Date, until: Date, step: i64) -> impl Iterator<Item = Date> {
    from.series(step.days()).take_while(move |on| *on < until)
}
