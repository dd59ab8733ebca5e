//! The company's third congress and the election of its committee in 2021; the committees of the office's branches.
//!
//! What comes out, by rows: the congress of number 3, 20 seats of delegates and 24 candidates, 20 delegates elected with the second
//! of two ballots, since the first one was void; five members of its committee. Eighteen branches elected 54 committee members.

use crate::members::People;
use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, OPENING, Story};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const COMPANY: &str = "company";
const PARTY_BRANCH: &str = "company.b01";
/// Full members of the company's branch.
const MEMBERS: usize = 60;
/// Seats of delegates, and names on the list.
const SEATS: usize = 20;
const CANDIDATES: usize = 24;
/// Seats of the company's committee, and of each branch of the office; one name more stands on each list.
const COMMITTEE: usize = 5;
const BRANCH_COMMITTEE: usize = 3;

const LISTED_ON: Date = date(2017, 12, 31);
const DECIDED_ON: Date = date(2021, 3, 2);
const BRANCH_MEETING: Date = date(2021, 5, 11);
const CONGRESS: Date = date(2021, 6, 15);

/// Adds the elections.
pub(crate) fn add(story: &mut Story, people: &People) {
    let members: Vec<String> = (0..MEMBERS).map(|_| company_member(story)).collect();
    let mut congress = Election {
        story,
        id: "congress-3".into(),
    };
    congress.convene(
        COMPANY,
        DECIDED_ON,
        json!({ "form": "delegates", "number": 3, "term_until_on": "2021-06-30" }),
    );
    congress.delegates(&members);
    congress.committee(&members);
    for n in 1..=BRANCHES {
        let own: Vec<String> = people
            .listed()
            .iter()
            .filter(|c| c.unit == branch(n))
            .map(|c| c.person.clone())
            .collect();
        let mut election = Election {
            story,
            id: format!("election-{}", branch(n)),
        };
        election.of_a_branch(&branch(n), &own);
    }
    let registers = [
        "convenings",
        "meetings",
        "ballots",
        "elected",
        "credentials",
        "filings",
    ]
    .map(|stem| format!("congress.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    for unit in [COMPANY, "office"] {
        story.sign(unit, &registers, date(2022, 10, 1), AUTUMN);
    }
}

fn company_member(story: &mut Story) -> String {
    let person = story.person(PARTY_BRANCH, '戊', OPENING);
    story.on(OPENING).opening(
        format!("member-{person}"),
        "members.membership",
        json!({ "unit": PARTY_BRANCH, "person": person, "form": "full", "from_on": LISTED_ON.to_string(), "document": "示例名册〔2017〕3号" }),
    );
    person
}

/// One election; its records bear its id and a mark.
struct Election<'s> {
    story: &'s mut Story,
    id: String,
}

/// What a ballot counted.
struct Counts {
    voters: usize,
    returned: usize,
}

impl Election<'_> {
    fn convene(&mut self, unit: &str, on: Date, mut fields: Json) {
        fields["unit"] = json!(unit);
        fields["decided_on"] = json!(on.to_string());
        fields["document"] = json!(format!("示例党批〔2021〕{}", self.id));
        let id = self.id.clone();
        self.story.record(on, id, "congress.convening", fields);
    }

    /// Named, agreed, approved; a void ballot and a good one; all credentials in order.
    fn delegates(&mut self, members: &[String]) {
        self.seats(PARTY_BRANCH, "delegates", SEATS, date(2021, 3, 9));
        for (step, candidates, on) in [
            ("nominated", 31, date(2021, 3, 23)),
            ("preliminary", 26, date(2021, 4, 6)),
            ("prepared", CANDIDATES, date(2021, 4, 20)),
        ] {
            self.list(PARTY_BRANCH, "delegates", step, candidates, on);
        }
        let scrutineer = json!({
            "unit": PARTY_BRANCH, "person": members[MEMBERS - 1], "convening": self.id, "role": "scrutineer", "named_on": BRANCH_MEETING.to_string(),
        });
        self.add("scrutineer", BRANCH_MEETING, "scrutineer", scrutineer);
        let present = 52;
        let meeting = self.meeting(PARTY_BRANCH, MEMBERS, present, BRANCH_MEETING);
        let voided = Counts {
            voters: present,
            returned: present + 1,
        };
        self.ballot(
            PARTY_BRANCH,
            &meeting,
            "delegates",
            1,
            &voided,
            BRANCH_MEETING,
        );
        let good = Counts {
            voters: present,
            returned: present,
        };
        let ballot = self.ballot(
            PARTY_BRANCH,
            &meeting,
            "delegates",
            2,
            &good,
            BRANCH_MEETING,
        );
        for (k, person) in members[..CANDIDATES].iter().enumerate() {
            let tally = self.tally(
                PARTY_BRANCH,
                &ballot,
                person,
                present,
                k < SEATS,
                BRANCH_MEETING,
            );
            if k < SEATS {
                let on = date(2021, 5, 25);
                let fields = json!({ "unit": PARTY_BRANCH, "person": person, "tally": tally, "conclusion": "fit", "reviewed_on": on.to_string() });
                self.add(&format!("fit-{person}"), on, "credential", fields);
            }
        }
    }

    fn committee(&mut self, members: &[String]) {
        self.seats(COMPANY, "committee", COMMITTEE, date(2021, 3, 9));
        self.list(
            COMPANY,
            "committee",
            "prepared",
            COMMITTEE + 1,
            date(2021, 6, 1),
        );
        let present = 19;
        let meeting = self.meeting(COMPANY, SEATS, present, CONGRESS);
        self.elect(
            COMPANY,
            &meeting,
            &members[..=COMMITTEE],
            present,
            COMMITTEE,
            CONGRESS,
        );
        self.filed(COMPANY, date(2021, 6, 29));
    }

    fn of_a_branch(&mut self, unit: &str, own: &[String]) {
        let (decided, held) = (date(2021, 9, 7), date(2021, 9, 28));
        self.convene(
            unit,
            decided,
            json!({ "form": "members", "term_until_on": "2021-10-31" }),
        );
        self.seats(unit, "committee", BRANCH_COMMITTEE, decided);
        self.list(
            unit,
            "committee",
            "prepared",
            BRANCH_COMMITTEE + 1,
            date(2021, 9, 14),
        );
        let present = own.len() - 1;
        let meeting = self.meeting(unit, own.len(), present, held);
        self.elect(
            unit,
            &meeting,
            &own[..=BRANCH_COMMITTEE],
            present,
            BRANCH_COMMITTEE,
            held,
        );
        self.filed(unit, date(2021, 10, 12));
    }

    /// A ballot on a committee: all on the list but the last one are elected.
    fn elect(
        &mut self,
        unit: &str,
        meeting: &str,
        names: &[String],
        present: usize,
        seats: usize,
        on: Date,
    ) {
        let counts = Counts {
            voters: present,
            returned: present,
        };
        let ballot = self.ballot(unit, meeting, "committee", 1, &counts, on);
        for (k, person) in names.iter().enumerate() {
            self.tally(unit, &ballot, person, present, k < seats, on);
        }
    }

    fn seats(&mut self, unit: &str, body: &str, seats: usize, on: Date) {
        let fields = json!({ "unit": unit, "convening": self.id, "body": body, "seats": seats, "allotted_on": on.to_string() });
        self.add(&format!("seats-{body}"), on, "seats", fields);
    }

    fn list(&mut self, unit: &str, body: &str, step: &str, candidates: usize, on: Date) {
        let fields = json!({
            "unit": unit, "convening": self.id, "body": body, "step": step, "candidates": candidates, "noted_on": on.to_string(),
        });
        self.add(&format!("list-{body}-{step}"), on, "nomination", fields);
    }

    fn meeting(&mut self, unit: &str, due: usize, present: usize, on: Date) -> String {
        let fields = json!({ "unit": unit, "convening": self.id, "held_on": on.to_string(), "due": due, "present": present });
        self.add(&format!("meeting-{on}"), on, "meeting", fields)
    }

    /// Two boxes, signed by the tellers.
    fn ballot(
        &mut self,
        unit: &str,
        meeting: &str,
        body: &str,
        turn: usize,
        counts: &Counts,
        on: Date,
    ) -> String {
        let first = counts.returned / 2;
        let fields = json!({
            "unit": unit, "meeting": meeting, "body": body, "turn": turn, "voters": counts.voters, "returned": counts.returned,
            "valid": counts.voters, "cast_on": on.to_string(),
            "boxes": [
                { "box": "一号票箱", "held": first, "signed_by": "监票计票组" },
                { "box": "二号票箱", "held": counts.returned - first, "signed_by": "监票计票组" },
            ],
        });
        self.add(&format!("ballot-{body}-{turn}"), on, "ballot", fields)
    }

    fn tally(
        &mut self,
        unit: &str,
        ballot: &str,
        person: &str,
        voters: usize,
        elected: bool,
        on: Date,
    ) -> String {
        let yes = if elected { voters - 2 } else { voters / 3 };
        let fields = json!({
            "unit": unit, "person": person, "ballot": ballot, "yes": yes, "no": voters - yes, "abstain": 0,
            "decision": if elected { "elected" } else { "not_elected" }, "announced_on": on.to_string(),
        });
        self.add(&format!("tally-{person}-{on}"), on, "tally", fields)
    }

    fn filed(&mut self, unit: &str, on: Date) {
        let fields = json!({
            "unit": unit, "convening": self.id, "body": "committee", "action": "filed", "filed_on": on.to_string(), "document": format!("示例组备〔2021〕{}", self.id),
        });
        self.add("filed", on, "filing", fields);
    }

    /// Adds a record of the election and gives its id.
    fn add(&mut self, mark: &str, on: Date, kind: &str, fields: Json) -> String {
        let id = format!("{}-{mark}", self.id);
        self.story
            .record(on, id.clone(), &format!("congress.{kind}"), fields);
        id
    }
}
