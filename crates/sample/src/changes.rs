//! The region at the turn of the year 2023: a county is split, two townships are merged, a branch is moved.
//!
//! Figures of 2022 by the tree of their own day stay as they are; by the latest tree the eastern county has three of the
//! townships, the prefecture one township less, and the office one branch less, with its members.

use crate::region::{BRANCHES, TOWNSHIPS, Unit, branch, county_township, township};
use crate::story::{NEXT_YEAR, Story};
use jiff::civil::{Date, date};
use serde_json::json;

/// The first day on which the units of the demo region stand otherwise.
pub const CHANGED_ON: Date = date(2023, 1, 1);
const CHANGED: &str = "2023-01-01";

/// Adds the changes of units.
pub(crate) fn add(story: &mut Story) {
    let sheet = story.on(NEXT_YEAR);
    let east = "county-east";
    Unit::new(east, "示例东县", "county", Some("region"))
        .since(CHANGED)
        .found(sheet);
    let moves: Vec<_> = (4..=6)
        .map(|n| json!({ "moved": county_township(n), "under": east }))
        .collect();
    sheet.record(
        "change-county",
        "core.unit_change",
        json!({
            "unit": "county", "change": "split", "changed_on": CHANGED, "instrument": "示例政发〔2022〕41号",
            "parts": [{ "part": "county" }, { "part": east }], "moves": moves,
        }),
    );
    let merged = township(TOWNSHIPS + 1);
    Unit::new(merged.clone(), "示例新乡", "township", Some("prefecture"))
        .since(CHANGED)
        .found(sheet);
    sheet.record(
        "change-townships",
        "core.unit_change",
        json!({
            "unit": merged, "change": "merge", "changed_on": CHANGED, "instrument": "示例政发〔2022〕42号",
            "merged": [{ "old": township(TOWNSHIPS - 1) }, { "old": township(TOWNSHIPS) }],
        }),
    );
    let moved = branch(BRANCHES);
    sheet.record(
        "link-branch-moved",
        "core.unit_link",
        json!({ "unit": moved, "line": "party", "parent": "prefecture", "from_on": CHANGED }),
    );
}
