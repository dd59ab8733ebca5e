//! The office's staff and its roll of members: opening list, admissions step by step, moves, and what was entered late or wrong.
//!
//! What comes out, by rows: on 2022-09-30 members 315 of a staff of 406; in the first half of 2022 admitted 8, activists
//! filed 6, activists trained 43 (eight of them once more in August). On 2022-06-30 members 309, of which the report of July knew 310.

use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, HALF_YEAR, OPENING, Story};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

/// The day for which the opening list was signed.
const LISTED_ON: Date = date(2017, 12, 31);

/// Members of the opening list: 288 who are still there in autumn, five who leave.
const LISTED: usize = 293;
/// Those of them who leave in 2022, by their place on it.
const LEAVERS: std::ops::Range<usize> = 40..45;
/// Admitted in 2021, full members since 2022.
pub(crate) const ADMITTED_2021: usize = 7;
/// Days of the branch meetings of 2022; the last two lie in the third quarter.
const MEETINGS_2022: [Date; 10] = [
    date(2022, 1, 18),
    date(2022, 2, 22),
    date(2022, 3, 15),
    date(2022, 4, 12),
    date(2022, 4, 26),
    date(2022, 5, 17),
    date(2022, 6, 14),
    date(2022, 6, 21),
    date(2022, 8, 9),
    date(2022, 8, 23),
];
/// Activists decided on before 2022, and those decided on and filed in the first half of 2022.
const EARLIER_ACTIVISTS: usize = 37;
const NEW_ACTIVISTS: usize = 6;
/// Of the earlier ones, those on the course of 2021, and on a second one.
const COURSE_2021: usize = 30;
const SECOND_COURSES_2021: usize = 4;
/// Development objects who wait for the vote.
const OBJECTS: usize = 5;
/// Applicants of the first half of 2022.
const APPLICANTS: usize = 9;
/// Staff who have not applied.
const OTHERS: usize = 34;
/// Activists who attended a second course.
const SECOND_COURSES: usize = 8;

/// Somebody on the office's staff in autumn 2022.
pub(crate) struct Colleague {
    pub person: String,
    pub unit: String,
    /// The first day, or that of the opening list.
    pub since: Date,
}

/// Whom the other ledgers of the region speak of.
pub(crate) struct People {
    /// The office's staff in autumn 2022, branch by branch in no order.
    pub office: Vec<Colleague>,
    /// The county's members who stay.
    pub county: Vec<String>,
}

impl People {
    /// Those of the office's staff who have been members since the opening list.
    pub fn listed(&self) -> &[Colleague] {
        &self.office[..LISTED - LEAVERS.len()]
    }
}

/// Adds everything about the office's persons.
pub(crate) fn add(story: &mut Story) -> People {
    let mut office = Office {
        story,
        listed: Vec::new(),
        people: People {
            office: Vec::new(),
            county: Vec::new(),
        },
    };
    office.opening_list();
    office.admissions_of_2021();
    office.admissions_of_2022();
    office.activists();
    office.objects();
    office.applicants();
    for n in 0..OTHERS {
        office.newcomer(n);
    }
    office.moves();
    office.people
}

struct Office<'s> {
    story: &'s mut Story,
    /// Members of the opening list with their branch, in its order.
    listed: Vec<(String, String)>,
    people: People,
}

impl Office<'_> {
    fn opening_list(&mut self) {
        for n in 0..LISTED {
            let unit = branch(n % BRANCHES + 1);
            let person = self.story.person(&unit, '甲', OPENING);
            self.story.serve(&person, &unit, "staff", LISTED_ON);
            self.story.on(OPENING).opening(
                format!("member-{person}"),
                "members.membership",
                json!({ "unit": unit, "person": person, "form": "full", "from_on": LISTED_ON.to_string(), "document": "示例名册〔2017〕1号" }),
            );
            if !LEAVERS.contains(&n) {
                self.stays(&person, &unit, LISTED_ON);
            }
            self.listed.push((person, unit));
        }
    }

    fn admissions_of_2021(&mut self) {
        for n in 0..ADMITTED_2021 {
            let held = date(2021, 5, 11).saturating_add((n as i64 / 2 * 7).days());
            let (person, unit) = self.newcomer(5 * n);
            self.chosen(&person, &unit, date(2018, 9, 4), date(2018, 9, 20), held);
            self.admitted(&person, &unit, date(2020, 3, 17), held);
            let due = held.saturating_add(1.year());
            self.step(
                &person,
                &unit,
                "application",
                "conversion",
                due,
                json!({ "matter": "conversion", "applied_on": day(due) }),
            );
            let met = due.saturating_add(4.days());
            self.vote(
                &person,
                &unit,
                "conversion",
                met,
                met.saturating_add(14.days()),
            );
        }
    }

    fn admissions_of_2022(&mut self) {
        for (n, held) in MEETINGS_2022.into_iter().enumerate() {
            let (person, unit) = self.newcomer(3 + 7 * n);
            self.chosen(&person, &unit, date(2019, 10, 15), date(2019, 11, 5), held);
            self.admitted(&person, &unit, date(2021, 3, 16), held);
        }
    }

    fn activists(&mut self) {
        let mut trained = Vec::new();
        for n in 0..EARLIER_ACTIVISTS {
            let (person, unit) = self.newcomer(2 + 5 * n);
            let decided = date(2020, 6, 9).saturating_add((n as i64 * 11).days());
            self.chosen(
                &person,
                &unit,
                decided,
                decided.saturating_add(15.days()),
                AUTUMN,
            );
            trained.push((person, unit));
        }
        for (n, (person, unit)) in trained.iter().enumerate().take(COURSE_2021) {
            self.trained(person, unit, "activist", date(2021, 10, 15));
            if n < SECOND_COURSES_2021 {
                self.trained(person, unit, "activist", date(2021, 11, 19));
            }
        }
        for n in 0..NEW_ACTIVISTS {
            let (person, unit) = self.newcomer(1 + 3 * n);
            let decided = date(2022, 1, 25).saturating_add((n as i64 * 14).days());
            self.chosen(
                &person,
                &unit,
                decided,
                decided.saturating_add(20.days()),
                AUTUMN,
            );
            trained.push((person, unit));
        }
        for (person, unit) in &trained {
            self.trained(person, unit, "activist", date(2022, 5, 20));
        }
        for (person, unit) in trained.iter().step_by(5).take(SECOND_COURSES) {
            self.trained(person, unit, "activist", date(2022, 8, 19));
        }
    }

    fn objects(&mut self) {
        for n in 0..OBJECTS {
            let (person, unit) = self.newcomer(4 + 3 * n);
            let decided = date(2022, 3, 8).saturating_add((n as i64 * 9).days());
            self.chosen(
                &person,
                &unit,
                date(2020, 11, 10),
                date(2020, 11, 24),
                decided,
            );
            self.step(
                &person,
                &unit,
                "object",
                "1",
                decided,
                json!({ "decided_by": "committee", "decided_on": day(decided) }),
            );
            self.trained(&person, &unit, "object", date(2022, 6, 10));
        }
    }

    fn applicants(&mut self) {
        for n in 0..APPLICANTS {
            let (person, unit) = self.newcomer(6 + n);
            self.applied(
                &person,
                &unit,
                date(2022, 2, 14).saturating_add((n as i64 * 13).days()),
            );
        }
    }

    /// Who came, who went, and what was entered late or wrong.
    fn moves(&mut self) {
        for (n, left) in [
            date(2022, 2, 25),
            date(2022, 4, 28),
            date(2022, 7, 19),
            date(2022, 8, 30),
        ]
        .into_iter()
        .enumerate()
        {
            let (person, unit) = self.listed[LEAVERS.start + n].clone();
            let fields = json!({ "cause": "transferred_out", "left_on": day(left), "document": format!("示例回执〔2022〕{}号", n + 1) });
            self.step(&person, &unit, "departure", "1", left, fields);
            self.story.on(left).end(
                format!("service-{person}-end"),
                &format!("service-{person}-2017"),
                left,
                "调出",
            );
        }
        let arrivals = [
            date(2022, 3, 22),
            date(2022, 5, 9),
            date(2022, 7, 12),
            date(2022, 7, 26),
            date(2022, 8, 16),
            date(2022, 9, 6),
            date(2022, 9, 20),
        ];
        for (n, came) in arrivals.into_iter().enumerate() {
            let (person, unit) = self.arrival(n, came);
            let fields = arrived(&unit, &person, came, n);
            self.story.record(
                came,
                format!("member-{person}"),
                "members.membership",
                fields,
            );
            if n == 1 {
                self.double_entry(&person, &unit, came);
            }
        }
        self.late_entry();
        self.correction();
        self.between_office_and_county();
    }

    /// Came in June and served at once; the receipt of the letter was entered in autumn only.
    fn late_entry(&mut self) {
        let came = date(2022, 6, 20);
        let (person, unit) = self.arrival(7, came);
        let fields = arrived(&unit, &person, came, 7);
        self.story
            .on(AUTUMN)
            .record(format!("member-{person}"), "members.membership", fields);
    }

    /// Was entered as received on 28 June; the letter says 28 July.
    fn correction(&mut self) {
        let (wrong, right) = (date(2022, 6, 28), date(2022, 7, 28));
        let (person, unit) = self.arrival_served(8, wrong, right);
        let fields = arrived(&unit, &person, wrong, 8);
        self.story.record(
            wrong,
            format!("member-{person}"),
            "members.membership",
            fields,
        );
        let body = json!({ "corrects": format!("member-{person}"), "from_on": day(right), "reason": "介绍信回执日期为7月28日，录入时误作6月28日" });
        self.story
            .on(AUTUMN)
            .change(format!("member-{person}-corrected"), body);
    }

    /// One member under two codes: the second is voided in autumn.
    fn double_entry(&mut self, person: &str, unit: &str, came: Date) {
        let second = self.story.person_again(person, unit, came);
        self.story.record(
            came,
            format!("member-{second}"),
            "members.membership",
            arrived(unit, &second, came, 1),
        );
        let body = json!({ "voids": format!("member-{second}"), "reason": format!("同一介绍信重复录入，该同志已以{person}登记") });
        self.story
            .on(AUTUMN)
            .change(format!("member-{second}-voided"), body);
    }

    /// One member comes from the county, one goes there.
    fn between_office_and_county(&mut self) {
        let county = "county.b01";
        let mut members = Vec::new();
        for _ in 0..14 {
            let person = self.story.person(county, '丙', OPENING);
            self.story.serve(&person, county, "staff", LISTED_ON);
            self.story.on(OPENING).opening(
                format!("member-{person}"),
                "members.membership",
                json!({ "unit": county, "person": person, "form": "full", "from_on": LISTED_ON.to_string(), "document": "示例名册〔2017〕2号" }),
            );
            members.push(person);
        }
        self.people.county = members[1..].to_vec();
        self.stays(&members[0], &branch(5), date(2022, 8, 2));
        let leaving = self.listed[LEAVERS.end - 1].0.clone();
        for (person, unit, on, letter) in [
            (members[0].clone(), branch(5), date(2022, 8, 2), 1),
            (leaving, county.to_owned(), date(2022, 9, 13), 2),
        ] {
            self.story.serve(&person, &unit, "staff", on);
            let fields =
                json!({ "received_on": day(on), "letter": format!("示例转接〔2022〕{letter}号") });
            self.step(&person, &unit, "transfer", "1", on, fields);
        }
    }

    /// A person on the staff since before the register; `n` spreads them over the branches.
    fn newcomer(&mut self, n: usize) -> (String, String) {
        let unit = branch(n % BRANCHES + 1);
        let person = self.story.person(&unit, '甲', OPENING);
        self.story.serve(&person, &unit, "staff", LISTED_ON);
        self.stays(&person, &unit, LISTED_ON);
        (person, unit)
    }

    fn stays(&mut self, person: &str, unit: &str, since: Date) {
        self.people.office.push(Colleague {
            person: person.to_owned(),
            unit: unit.to_owned(),
            since,
        });
    }

    fn arrival(&mut self, n: usize, came: Date) -> (String, String) {
        self.arrival_served(n, came, came)
    }

    fn arrival_served(&mut self, n: usize, registered: Date, served: Date) -> (String, String) {
        let unit = branch(2 * n % BRANCHES + 1);
        let person = self.story.person(&unit, '甲', registered);
        self.story.serve(&person, &unit, "staff", served);
        self.stays(&person, &unit, served);
        (person, unit)
    }

    fn step(
        &mut self,
        person: &str,
        unit: &str,
        kind: &str,
        mark: &str,
        on: Date,
        mut fields: Json,
    ) {
        fields["unit"] = json!(unit);
        fields["person"] = json!(person);
        self.story.record(
            on,
            format!("{}-{person}-{mark}", kind.replace('_', "-")),
            &format!("members.{kind}"),
            fields,
        );
    }

    fn applied(&mut self, person: &str, unit: &str, on: Date) {
        self.step(
            person,
            unit,
            "application",
            "admission",
            on,
            json!({ "matter": "admission", "applied_on": day(on) }),
        );
        let talked = on.saturating_add(12.days());
        self.step(
            person,
            unit,
            "talk",
            "1",
            talked,
            json!({ "talked_on": day(talked) }),
        );
    }

    /// Application to filed activist, with a contact, and checks each half-year until the next stage.
    fn chosen(&mut self, person: &str, unit: &str, decided: Date, filed: Date, until: Date) {
        self.applied(person, unit, decided.saturating_sub(180.days()));
        self.step(
            person,
            unit,
            "activist",
            "1",
            decided,
            json!({ "decided_by": "committee", "decided_on": day(decided) }),
        );
        self.sponsor(person, unit, "contact", 0, decided);
        self.step(
            person,
            unit,
            "filing",
            "activist",
            filed,
            json!({ "stage": "activist", "action": "filed", "filed_on": day(filed) }),
        );
        for half in 1.. {
            let checked = decided
                .saturating_add((half * 6).months())
                .saturating_sub(5.days());
            if checked >= until || checked > AUTUMN {
                break;
            }
            self.step(
                person,
                unit,
                "check",
                &half.to_string(),
                checked,
                json!({ "checked_on": day(checked) }),
            );
        }
    }

    /// Development object to new member: training, review, introducers, pre-review, vote, approval.
    fn admitted(&mut self, person: &str, unit: &str, decided: Date, held: Date) {
        self.step(
            person,
            unit,
            "object",
            "1",
            decided,
            json!({ "decided_by": "committee", "decided_on": day(decided) }),
        );
        self.trained(person, unit, "object", held.saturating_sub(75.days()));
        let reviewed = held.saturating_sub(60.days());
        let fields = json!({ "conclusion": "passed", "concluded_on": day(reviewed), "file_no": format!("示例卷-{person}") });
        self.step(person, unit, "review", "1", reviewed, fields);
        for place in [0, 1] {
            self.sponsor(
                person,
                unit,
                "introducer",
                place,
                held.saturating_sub(45.days()),
            );
        }
        let replied = held.saturating_sub(20.days());
        let fields = json!({ "conclusion": "passed", "replied_on": day(replied), "reply_no": format!("示例预审-{person}") });
        self.step(person, unit, "pre_review", "1", replied, fields);
        self.vote(
            person,
            unit,
            "admission",
            held,
            held.saturating_add(15.days()),
        );
    }

    fn vote(&mut self, person: &str, unit: &str, matter: &str, held: Date, approved: Date) {
        let (present, written) = (
            self.story.chance.between(11, 13),
            self.story.chance.between(0, 1),
        );
        let fields = json!({ "matter": matter, "held_on": day(held), "due": 14, "present": present, "yes": present - 1, "written": written });
        self.step(person, unit, "vote", matter, held, fields);
        let fields = json!({ "matter": matter, "conclusion": "approved", "approved_on": day(approved), "document": format!("示例批复-{person}") });
        self.step(person, unit, "approval", matter, approved, fields);
    }

    fn trained(&mut self, person: &str, unit: &str, course: &str, on: Date) {
        let fields = json!({ "course": course, "organiser": "basic_committee", "days": 3, "trained_on": day(on) });
        self.step(
            person,
            unit,
            "training",
            &format!("{course}-{on}"),
            on,
            fields,
        );
    }

    /// Names a member of the opening list who stays: the first ones of each branch.
    fn sponsor(&mut self, person: &str, unit: &str, role: &str, place: usize, on: Date) {
        let own = self.listed.iter().filter(|(_, of)| of == unit).nth(place);
        let sponsor = own
            .expect("every branch has members on the opening list")
            .0
            .clone();
        self.step(
            person,
            unit,
            "sponsor",
            &format!("{role}-{place}"),
            on,
            json!({ "sponsor": sponsor, "role": role, "named_on": day(on) }),
        );
    }
}

fn arrived(unit: &str, person: &str, came: Date, n: usize) -> Json {
    json!({ "unit": unit, "person": person, "form": "full", "from_on": day(came), "document": format!("示例介绍信〔2022〕{}号", n + 1) })
}

fn day(date: Date) -> String {
    date.to_string()
}

/// The office's signature under the roll for the report of July.
pub(crate) const SIGNED_IN_JULY: &str = "signature-office-members.roll-2022-07-01";

/// The office signs its registers for the half-year in July and for all three quarters in October.
pub(crate) fn sign(story: &mut Story) {
    story.sign("office", &["members.roll"], date(2022, 7, 1), HALF_YEAR);
    let registers = [
        "members.roll",
        "members.resolutions",
        "members.applications",
        "members.choices",
        "members.filings",
        "members.trainings",
        "core.staff",
        "core.engaged",
        "core.units",
    ];
    for unit in ["office", "company"] {
        story.sign(unit, &registers, date(2022, 10, 1), AUTUMN);
    }
}
