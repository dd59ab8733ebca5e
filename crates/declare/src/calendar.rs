//! Published holidays that a pack carries: which weekdays are off and which weekends are worked.

use crate::fault::parted;
use crate::sheet::Place;
use jiff::civil::Date;
use youju_base::date::parse_day;

/// One day that a national notice names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Worked, or off.
    pub worked: bool,
    /// The holiday for which it is off or worked: 春节.
    pub name: String,
    /// Number of the notice; empty where it was not seen.
    pub notice: String,
}

const HEAD: &str = "date,state,name,notice";

/// Reads `calendar.csv`: one day a line, in their order.
pub(crate) fn read(place: Place<'_>) -> Vec<Holiday> {
    let mut lines = place.text.lines();
    if lines.next() != Some(HEAD) {
        place.fault(
            1,
            "the first line does not name the columns",
            Some(format!("write {HEAD}")),
        );
        return Vec::new();
    }
    let mut days: Vec<Holiday> = Vec::new();
    for (i, line) in lines.enumerate() {
        match holiday(line) {
            Ok(holiday) if days.last().is_some_and(|last| last.day >= holiday.day) => {
                let hint = "each day stands once, in the order of days";
                let message = format!("{} comes after a later day", holiday.day);
                place.fault(i + 2, message, Some(hint.to_owned()));
            }
            Ok(holiday) => days.push(holiday),
            Err(message) => {
                let (message, hint) = parted(&message);
                place.fault(i + 2, message, hint);
            }
        }
    }
    days
}

fn holiday(line: &str) -> Result<Holiday, String> {
    let cells: Vec<&str> = line.split(',').collect();
    let [day, state, name, notice] = cells.as_slice() else {
        return Err(format!("{} cells, not 4; write {HEAD}", cells.len()));
    };
    let worked = match *state {
        "off" => false,
        "work" => true,
        other => return Err(format!("\"{other}\" is no state; write off or work")),
    };
    Ok(Holiday {
        day: parse_day(day).map_err(|e| e.to_string())?,
        worked,
        name: (*name).to_owned(),
        notice: (*notice).to_owned(),
    })
}
