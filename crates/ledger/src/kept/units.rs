//! Where a unit stands, now and on any day.
//!
//! The row set `core.places` says under which unit a unit stands in each line, from when to when; like every row set it
//! keeps what was known earlier. A tree *then* is read from its rows. The latest tree is kept besides as one path per line
//! and unit: a path lists the units from the root down, each followed by `/`: `region/office/office.b03/`. A subtree is then
//! a range of the index: from the path itself up to the path with its last `/` replaced by `0`, the next character.
//! A tree then that equals the latest is read from the paths too.

use crate::kept::project::{Change, Version};
use crate::kept::sets::Diff;
use crate::names::PLACES;
use crate::problem::Problem;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Fault, Kind, Packs};

/// Makes the table of paths.
pub const SCHEMA: &str = "
create table unit_path (
  line text not null, unit text not null, path text not null,
  primary key (line, unit)) without rowid;
create unique index unit_path_by_path on unit_path (line, path);
create index unit_path_by_unit on unit_path (unit);
";

/// Makes the indexes by which trees then are read, where the packs have that row set.
pub const PLACES_INDEXES: &str = "
create index places_under on row_core_places (line, parent);
create index places_from on row_core_places (line, since);
create index places_until on row_core_places (line, until);
create index places_added on row_core_places (line, added_seq);
create index places_removed on row_core_places (line, removed_seq) where removed_seq is not null;
";

/// Finds what the packs' row set of places lacks for reading trees from it.
pub(crate) fn missing_of_places(packs: &Packs) -> Vec<Fault> {
    let Some(places) = packs.row_sets().find(|set| set.id == PLACES) else {
        return Vec::new();
    };
    let columns = places.columns();
    let needed = ["line", "parent", "since", "until"];
    let missing = needed
        .into_iter()
        .filter(|column| !columns.contains(column));
    let fault = |column: &str| Fault {
        file: places.sql.file.replace(".sql", ".toml"),
        line: None,
        message: format!("{PLACES} has no column \"{column}\", from which trees are read"),
        hint: Some(
            "leave grain = \"interval\" and dims = [\"line\", \"parent\"] as they are".to_owned(),
        ),
    };
    missing.map(fault).collect()
}

/// Which units count, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// One unit without those below it.
    Own {
        /// The unit.
        unit: String,
    },
    /// A subtree of the latest tree, over the whole time.
    Latest {
        /// The line.
        line: String,
        /// Its range of paths.
        range: Subtree,
    },
    /// A subtree as it stood.
    Then {
        /// The line.
        line: String,
        /// The unit on top.
        unit: String,
        /// Day of the tree: the first of the time.
        day: Date,
        /// Last entry that may be known; none means all.
        known_at: Option<i64>,
        /// Units that came or went within the time, by when they stood in the subtree.
        changing: BTreeMap<Vec<Period>, Vec<String>>,
    },
}

/// The range of the path index that holds a unit's subtree, itself included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtree {
    /// First path.
    pub from: String,
    /// First path after.
    pub until: String,
}

/// Finds the subtree of `unit` in `line`; none when the unit stands nowhere in that line.
pub fn subtree(rows: &dyn Rows, line: &str, unit: &str) -> Result<Option<Subtree>, DbError> {
    Ok(path(rows, line, unit)?.map(|path| Subtree {
        until: after(&path),
        from: path,
    }))
}

/// Says which units count as the subtree of `unit` in `line` over `time`, by the trees of its days as known at an entry.
///
/// - Input: `time` is one day of a stock, or the period of a flow.
/// - Output: none when the unit has never stood in that line.
pub fn then(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    time: Period,
    known_at: Option<i64>,
) -> Result<Option<Scope>, DbError> {
    if is_latest(rows, line, time.from, known_at)?
        && let Some(latest) = latest(rows, line, unit)?
    {
        return Ok(Some(latest));
    }
    let ever = rows.int(
        "select 1 from row_core_places where line = ?1 and parent = ?2
         union all select 1 from row_core_places where unit = ?2 and line = ?1 limit 1",
        &[line.into(), unit.into()],
    )?;
    if ever.is_none() {
        return Ok(None);
    }
    let changing = if changes_within(rows, line, time, known_at)? {
        Stays::read(rows, line, unit, time, known_at)?.changing()
    } else {
        BTreeMap::new()
    };
    Ok(Some(Scope::Then {
        line: line.to_owned(),
        unit: unit.to_owned(),
        day: time.from,
        known_at,
        changing,
    }))
}

/// Says which units stand under `unit` in the latest tree of `line`; none when it stands nowhere in it.
pub fn latest(rows: &dyn Rows, line: &str, unit: &str) -> Result<Option<Scope>, DbError> {
    Ok(subtree(rows, line, unit)?.map(|range| Scope::Latest {
        line: line.to_owned(),
        range,
    }))
}

/// Selects the units that stood under a unit (`?2`) in a line (`?1`) at any time as known now, itself included.
pub const EVER_UNDER: &str = "with recursive below (unit) as (select ?2 union
  select p.unit from below as b cross join row_core_places as p on p.parent = b.unit where p.line = ?1 and p.removed_seq is null)
  select unit from below";

/// Lists the days on which a unit came into the subtree of `unit` in `line`, left it or moved within it.
pub fn days_of_moves(rows: &dyn Rows, line: &str, unit: &str) -> Result<BTreeSet<Date>, DbError> {
    let sql = format!(
        "select since, until from row_core_places where line = ?1 and removed_seq is null and unit in ({EVER_UNDER})"
    );
    let found = rows.query(&sql, &[line.into(), unit.into()])?;
    let days = found.iter().flatten().filter_map(day);
    Ok(days.filter(|day| day.year() > 1).collect())
}

/// Says whether the tree of `line` from `day` on, as known at an entry, is the latest one.
fn is_latest(
    rows: &dyn Rows,
    line: &str,
    from: Date,
    known_at: Option<i64>,
) -> Result<bool, DbError> {
    let params: [Value; 2] = [line.into(), from.to_string().into()];
    let moved = rows.int(
        "select 1 from row_core_places where line = ?1 and until > ?2 and removed_seq is null
         union all select 1 from row_core_places where line = ?1 and since > ?2 and removed_seq is null limit 1",
        &params,
    )?;
    let learnt = match known_at {
        None => None,
        Some(seq) => rows.int(
            "select 1 from row_core_places where line = ?1 and added_seq > ?2
             union all select 1 from row_core_places where line = ?1 and removed_seq > ?2 limit 1",
            &[line.into(), seq.into()],
        )?,
    };
    Ok(moved.is_none() && learnt.is_none())
}

/// Says whether any unit of the line is moved after the first day of `time` and before its end.
fn changes_within(
    rows: &dyn Rows,
    line: &str,
    time: Period,
    known_at: Option<i64>,
) -> Result<bool, DbError> {
    let known = known(known_at);
    let sql = format!(
        "select 1 from row_core_places where line = ?1 and since > ?2 and since < ?3 and {known}
         union all select 1 from row_core_places where line = ?1 and until > ?2 and until < ?3 and {known} limit 1"
    );
    let params = [
        line.into(),
        time.from.to_string().into(),
        time.until.to_string().into(),
        known_at.into(),
    ];
    let used = if known_at.is_some() { 4 } else { 3 };
    Ok(rows.int(&sql, &params[..used])?.is_some())
}

/// The condition that a place is known at an entry, the fourth parameter.
fn known(known_at: Option<i64>) -> &'static str {
    match known_at {
        None => "removed_seq is null",
        Some(_) => "added_seq <= ?4 and (removed_seq is null or removed_seq > ?4)",
    }
}

/// When each unit of a line stands in the subtree of one, within a time.
struct Stays {
    /// Unit → its parents, each with when.
    places: HashMap<String, Vec<(String, Period)>>,
    whole: Period,
    /// Unit → when it stands in the subtree.
    found: HashMap<String, Vec<Period>>,
}

impl Stays {
    fn read(
        rows: &dyn Rows,
        line: &str,
        unit: &str,
        whole: Period,
        known_at: Option<i64>,
    ) -> Result<Self, DbError> {
        let sql = format!(
            "select unit, parent, since, until from row_core_places
             where line = ?1 and since < ?3 and (until is null or until > ?2) and {}",
            known(known_at)
        );
        let params = [
            line.into(),
            whole.from.to_string().into(),
            whole.until.to_string().into(),
            known_at.into(),
        ];
        let used = if known_at.is_some() { 4 } else { 3 };
        let mut places: HashMap<String, Vec<(String, Period)>> = HashMap::new();
        rows.for_each(&sql, &params[..used], &mut |row| {
            if let [Value::Text(unit), Value::Text(parent), since, until] = row {
                let from = day(since).map_or(whole.from, |d| d.max(whole.from));
                let until = day(until).map_or(whole.until, |d| d.min(whole.until));
                if let Ok(span) = Period::new(from, until) {
                    let of = places.entry(unit.clone()).or_default();
                    of.push((parent.clone(), span));
                }
            }
            Ok(())
        })?;
        Ok(Self {
            places,
            whole,
            found: HashMap::from([(unit.to_owned(), vec![whole])]),
        })
    }

    /// Units that stand in the subtree for a part of the time only.
    fn changing(mut self) -> BTreeMap<Vec<Period>, Vec<String>> {
        let mut units: Vec<String> = self.places.keys().cloned().collect();
        units.sort();
        let mut changing: BTreeMap<Vec<Period>, Vec<String>> = BTreeMap::new();
        for unit in units {
            let stays = self.of(&unit);
            if !stays.is_empty() && stays != [self.whole] {
                changing.entry(stays).or_default().push(unit);
            }
        }
        changing
    }

    fn of(&mut self, unit: &str) -> Vec<Period> {
        if let Some(found) = self.found.get(unit) {
            return found.clone();
        }
        // Stands for "nowhere" while it is looked for, so that a circle would end here.
        self.found.insert(unit.to_owned(), Vec::new());
        let mut stays = Vec::new();
        for (parent, span) in self.places.get(unit).cloned().unwrap_or_default() {
            let above = self.of(&parent);
            stays.extend(above.iter().filter_map(|stay| stay.overlap(&span)));
        }
        let stays = joined(stays);
        self.found.insert(unit.to_owned(), stays.clone());
        stays
    }
}

/// Periods in their order, those that touch made one.
fn joined(mut periods: Vec<Period>) -> Vec<Period> {
    periods.sort();
    let mut all: Vec<Period> = Vec::new();
    for period in periods {
        match all.last_mut() {
            Some(last) if period.from <= last.until => last.until = last.until.max(period.until),
            _ => all.push(period),
        }
    }
    all
}

fn day(value: &Value) -> Option<Date> {
    value.as_text().and_then(|text| parse_day(text).ok())
}

/// Lists a unit and all units above it in `line`, nearest first. A unit outside the line stands alone.
pub fn with_ancestors(rows: &dyn Rows, line: &str, unit: &str) -> Result<Vec<String>, DbError> {
    let Some(path) = path(rows, line, unit)? else {
        return Ok(vec![unit.to_owned()]);
    };
    Ok(path
        .trim_end_matches('/')
        .rsplit('/')
        .map(str::to_owned)
        .collect())
}

/// Lists a unit and everything above it in any line.
pub fn with_all_above(rows: &dyn Rows, unit: &str) -> Result<Vec<String>, DbError> {
    let mut above = vec![unit.to_owned()];
    for row in rows.query("select path from unit_path where unit = ?1", &[unit.into()])? {
        for part in row[0]
            .as_text()
            .unwrap_or_default()
            .split('/')
            .filter(|p| !p.is_empty())
        {
            if !above.iter().any(|a| a == part) {
                above.push(part.to_owned());
            }
        }
    }
    Ok(above)
}

/// A unit and those above it in a line on a day, nearest first.
pub fn above_on(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    day: Date,
) -> Result<Vec<String>, DbError> {
    let mut chain = vec![unit.to_owned()];
    loop {
        let found = rows.first(
            "select parent from row_core_places where unit = ?1 and line = ?2 and since <= ?3
             and (until is null or until > ?3) and removed_seq is null limit 1",
            &[
                chain[chain.len() - 1].as_str().into(),
                line.into(),
                day.to_string().into(),
            ],
        )?;
        match found.and_then(|row| row[0].as_text().map(str::to_owned)) {
            Some(parent) if !chain.contains(&parent) => chain.push(parent),
            _ => return Ok(chain),
        }
    }
}

/// A unit and all that ever stood above it, in any line.
pub fn ever_above(rows: &dyn Rows, unit: &str) -> Result<Vec<String>, DbError> {
    let found = rows.query(
        "with recursive above (unit) as (
           select ?1 union
           select p.parent from above as a cross join row_core_places as p on p.unit = a.unit where p.removed_seq is null)
         select unit from above",
        &[unit.into()],
    )?;
    Ok(found.iter().map(|row| row[0].to_string()).collect())
}

/// Brings the paths in step with what moved in [`PLACES`].
///
/// - Input: `columns` are those of the row set.
pub fn follow(tx: &mut Tx<'_>, columns: &[String], diff: &Diff) -> Result<(), DbError> {
    // What holds without end is the latest place: line → unit → parent before and after.
    let mut moved: BTreeMap<(String, String), [Option<String>; 2]> = BTreeMap::new();
    for (side, rows) in [&diff.removed, &diff.added].into_iter().enumerate() {
        for row in rows {
            let text = |name: &str| {
                let place = columns.iter().position(|c| c == name)?;
                row[place].as_text().map(str::to_owned)
            };
            if let (Some(line), Some(unit), parent, None) =
                (text("line"), text("unit"), text("parent"), text("until"))
            {
                moved.entry((line, unit)).or_default()[side] = parent;
            }
        }
    }
    for ((line, unit), sides) in moved {
        match sides {
            [None, Some(parent)] => link(tx, &line, &unit, &parent)?,
            [Some(old), Some(parent)] if old != parent => {
                link(tx, &line, &unit, &parent)?;
                leave_out_if_alone(tx, &line, &old)?;
            }
            [Some(_), None] => rebuild(tx, &line)?,
            _ => {}
        }
    }
    Ok(())
}

/// Takes the path of a unit away that stands under nobody and has nobody under it.
fn leave_out_if_alone(tx: &mut Tx<'_>, line: &str, unit: &str) -> Result<(), DbError> {
    let root = format!("{unit}/");
    let others = tx.int(
        "select 1 from unit_path where line = ?1 and path > ?2 and path < ?3 limit 1",
        &[line.into(), root.as_str().into(), after(&root).into()],
    )?;
    if others.is_none() {
        tx.execute(
            "delete from unit_path where line = ?1 and path = ?2",
            &[line.into(), root.into()],
        )?;
    }
    Ok(())
}

/// Puts `unit` under `parent`, and everything under it along.
fn link(tx: &mut Tx<'_>, line: &str, unit: &str, parent: &str) -> Result<(), DbError> {
    let parent_path = match path(tx, line, parent)? {
        Some(path) => path,
        None => {
            let root = format!("{parent}/");
            insert(tx, line, parent, &root)?;
            root
        }
    };
    let new = format!("{parent_path}{unit}/");
    match path(tx, line, unit)? {
        None => insert(tx, line, unit, &new),
        Some(old) if old == new => Ok(()),
        Some(old) => {
            tx.execute(
                "update unit_path set path = ?4 || substr(path, ?5) where line = ?1 and path >= ?2 and path < ?3",
                &[
                    line.into(),
                    old.as_str().into(),
                    after(&old).into(),
                    new.into(),
                    Value::Int(old.chars().count() as i64 + 1),
                ],
            )?;
            Ok(())
        }
    }
}

/// Builds all paths of `line` anew from the places that hold without end.
fn rebuild(tx: &mut Tx<'_>, line: &str) -> Result<(), DbError> {
    tx.execute("delete from unit_path where line = ?1", &[line.into()])?;
    let places = tx.query(
        "select unit, parent from row_core_places where removed_seq is null and until is null and line = ?1 order by unit",
        &[line.into()],
    )?;
    for row in places {
        if let [Value::Text(unit), Value::Text(parent)] = row.as_slice() {
            link(tx, line, unit, parent)?;
        }
    }
    Ok(())
}

/// Says what is wrong with a record of `core.unit_change`: lists that do not fit the change, units that do not stand yet, a
/// successor that stands in fewer lines than the unit it takes over.
pub fn check_change(rows: &dyn Rows, change: &Version) -> Result<Vec<Problem>, DbError> {
    let mut problems = Vec::new();
    let unit = change.text("unit").unwrap_or_default();
    let on = change.text("changed_on").unwrap_or_default();
    let list = |field: &str, sub: &str| -> Vec<String> {
        let lines = change.lists.get(field).into_iter().flatten();
        let values = lines.filter_map(|line| line.get(sub).and_then(Value::as_text));
        values.map(str::to_owned).collect()
    };
    let (merged, parts) = (list("merged", "old"), list("parts", "part"));
    let (moved, under) = (list("moves", "moved"), list("moves", "under"));
    let mut fault = |field: &str, what: String, hint: &str| {
        problems.push(Problem::new(field, what, hint));
    };
    let what = change.text("change").unwrap_or_default();
    let renamed = change.text("name").is_some();
    match what {
        "merge" if merged.is_empty() => fault(
            "merged",
            "a merger names no unit that is merged".into(),
            "list the units that end on that day",
        ),
        "split" if parts.len() < 2 => fault(
            "parts",
            "a split leaves fewer than two units".into(),
            "list all units that there are afterwards, the split one too if it goes on",
        ),
        "rename" if !renamed => fault(
            "name",
            "a renaming gives no name".into(),
            "give the full name from that day on",
        ),
        _ => {}
    }
    for (field, filled, of) in [
        ("merged", !merged.is_empty(), "merge"),
        ("parts", !parts.is_empty(), "split"),
        ("name", renamed || change.text("short").is_some(), "rename"),
    ] {
        if filled && what != of {
            fault(
                field,
                format!("belongs to a {of}, and this is a {what}"),
                "record each change by itself",
            );
        }
    }
    if what == "rename" && !moved.is_empty() {
        fault(
            "moves",
            "a renaming moves no unit".into(),
            "move units by core.unit_link",
        );
    }
    for (field, units) in [("merged", &merged), ("parts", &parts), ("moves", &moved)] {
        if let Some(twice) = units
            .iter()
            .enumerate()
            .find(|(i, u)| units[..*i].contains(u))
        {
            fault(field, format!("{} stands twice", twice.1), "name it once");
        }
    }
    if merged.iter().any(|old| old == unit) {
        fault(
            "merged",
            format!("{unit} is merged into itself"),
            "list only the units that end",
        );
    }
    if let Some((one, _)) = moved.iter().zip(&under).find(|(one, under)| one == under) {
        fault(
            "moves",
            format!("{one} is moved under itself"),
            "name another unit",
        );
    }
    for one in std::iter::once(unit).chain(merged.iter().map(String::as_str)) {
        let born = rows.int(
            "select 1 from core_unit where unit = ?1 and removed_seq is null and (from_on < ?2 or (unit = ?3 and from_on = ?2))",
            &[one.into(), on.into(), unit.into()],
        )?;
        if born.is_none() {
            fault(
                "changed_on",
                format!("{one} does not stand before {on}"),
                "check the day, or correct the day of its founding",
            );
        }
    }
    // Whatever stood under a unit that ends must not fall out of the lines.
    let pairs = merged.iter().map(|old| (old, unit));
    for (of, to) in pairs.chain(moved.iter().zip(under.iter().map(String::as_str))) {
        let lacking = rows.query(
            "select distinct line from core_unit_link as l where unit = ?1 and removed_seq is null and not exists (
               select 1 from row_core_places as p where p.line = l.line and (p.unit = ?2 or p.parent = ?2) and p.removed_seq is null)",
            &[of.as_str().into(), to.into()],
        )?;
        for line in lacking {
            fault(
                "unit",
                format!(
                    "{to} does not stand in the line {}, in which {of} stands",
                    line[0]
                ),
                "record its core.unit_link in that line first",
            );
        }
    }
    Ok(problems)
}

/// Refuses a new record of a unit for a day on which it has gone into others.
pub fn check_not_ended(
    rows: &dyn Rows,
    kind: &Kind,
    new: &Version,
) -> Result<Option<Problem>, DbError> {
    let (Some(unit), Some(on)) = (new.text("unit"), new.text(kind.time.field())) else {
        return Ok(None);
    };
    let until = rows.first(
        "select until from row_core_units where unit = ?1 and removed_seq is null and until <= ?2",
        &[unit.into(), on.into()],
    )?;
    let Some(until) = until.and_then(|row| row[0].as_text().map(str::to_owned)) else {
        return Ok(None);
    };
    let heirs = rows.query(
        "select m.unit from core_unit_change__merged as m where m.old = ?1 and m.changed_on = ?2 and m.removed_seq is null
         union select p.part from core_unit_change__parts as p where p.unit = ?1 and p.changed_on = ?2 and p.removed_seq is null
         order by 1",
        &[unit.into(), until.as_str().into()],
    )?;
    if heirs.is_empty() {
        // Abolished without an heir: what was left to wind up may be recorded.
        return Ok(None);
    }
    let heirs: Vec<String> = heirs.iter().map(|row| row[0].to_string()).collect();
    Ok(Some(Problem::new(
        "unit",
        format!("{unit} ended on {until}, before {on}"),
        format!("record it for {}", heirs.join(" or ")),
    )))
}

/// Says which units a change of places would put under themselves, on any day.
pub fn check_no_circle(rows: &dyn Rows, change: &Change) -> Result<Vec<Problem>, DbError> {
    let mut moved = BTreeSet::new();
    for version in change.sides() {
        if version.text("parent").is_some() && version.text("line").is_some() {
            moved.extend(version.text("unit").map(str::to_owned));
        }
        for (field, sub) in [("merged", "old"), ("moves", "moved")] {
            let lines = version.lists.get(field).into_iter().flatten();
            moved.extend(lines.filter_map(|line| Some(line.get(sub)?.as_text()?.to_owned())));
        }
    }
    let mut problems = Vec::new();
    for unit in moved {
        if let Some((line, through, day)) = circle(rows, &unit)? {
            let since = if day.year() > 1 {
                format!(" from {day} on")
            } else {
                String::new()
            };
            problems.push(Problem::new(
                "parent",
                format!("{through} stands under {unit} in the line {line}{since}"),
                "a unit cannot stand under itself; move the other unit first",
            ));
        }
    }
    Ok(problems)
}

/// Finds a day on which a unit would stand under itself: in any line, at any time.
///
/// - Output: the line, the unit above it that closes the circle, and the day.
pub fn circle(rows: &dyn Rows, unit: &str) -> Result<Option<(String, String, Date)>, DbError> {
    let lines = rows.query(
        "select distinct line from row_core_places where unit = ?1 and removed_seq is null",
        &[unit.into()],
    )?;
    for line in lines.iter().filter_map(|row| row[0].as_text()) {
        let always = Period {
            from: Date::MIN,
            until: Date::MAX,
        };
        if let Some((through, day)) = climb(rows, line, unit, always, unit, &mut Vec::new())? {
            return Ok(Some((line.to_owned(), through, day)));
        }
    }
    Ok(None)
}

/// Climbs from `unit` over all its parents within `span` and says where it meets `sought`.
fn climb(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    span: Period,
    sought: &str,
    passed: &mut Vec<String>,
) -> Result<Option<(String, Date)>, DbError> {
    if passed.iter().any(|p| p == unit) {
        // Another circle, which is that unit's own.
        return Ok(None);
    }
    passed.push(unit.to_owned());
    let places = rows.query(
        "select parent, since, until from row_core_places where unit = ?1 and line = ?2 and removed_seq is null",
        &[unit.into(), line.into()],
    )?;
    for row in places {
        let parent = row[0].to_string();
        let from = day(&row[1]).map_or(span.from, |d| d.max(span.from));
        let until = day(&row[2]).map_or(span.until, |d| d.min(span.until));
        let Ok(held) = Period::new(from, until) else {
            continue;
        };
        if parent == sought {
            return Ok(Some((unit.to_owned(), held.from)));
        }
        let found = climb(rows, line, &parent, held, sought, passed)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    passed.pop();
    Ok(None)
}

fn path(rows: &dyn Rows, line: &str, unit: &str) -> Result<Option<String>, DbError> {
    let found = rows.first(
        "select path from unit_path where line = ?1 and unit = ?2",
        &[line.into(), unit.into()],
    )?;
    Ok(found.and_then(|row| row.first().and_then(Value::as_text).map(str::to_owned)))
}

fn insert(tx: &mut Tx<'_>, line: &str, unit: &str, path: &str) -> Result<(), DbError> {
    tx.execute(
        "insert into unit_path (line, unit, path) values (?1, ?2, ?3)",
        &[line.into(), unit.into(), path.into()],
    )?;
    Ok(())
}

/// `a/b/` → `a/b0`: `0` is the character after `/`.
fn after(path: &str) -> String {
    format!("{}0", path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use youju_db::Scratch;

    fn paths(rows: &dyn Rows) -> String {
        let found = rows
            .query("select path from unit_path order by path", &[])
            .expect("paths");
        found
            .iter()
            .map(|r| r[0].to_string())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_moved_unit_takes_its_subtree_along() {
        let mut scratch = Scratch::new().expect("a store");
        let mut tx = scratch.tx();
        tx.execute_batch(SCHEMA).expect("the schema");
        for (unit, parent) in [
            ("b", "r"),
            ("c", "r"),
            ("b1", "b"),
            ("b10", "b"),
            ("x", "b1"),
        ] {
            link(&mut tx, "party", unit, parent).expect("a link");
        }
        assert_eq!(paths(&tx), "r/ r/b/ r/b/b1/ r/b/b1/x/ r/b/b10/ r/c/");
        link(&mut tx, "party", "b1", "c").expect("a move");
        assert_eq!(paths(&tx), "r/ r/b/ r/b/b10/ r/c/ r/c/b1/ r/c/b1/x/");
        assert_eq!(
            with_ancestors(&tx, "party", "x").expect("ancestors"),
            ["x", "b1", "c", "r"]
        );
        let tree = subtree(&tx, "party", "c")
            .expect("a subtree")
            .expect("c stands in it");
        assert_eq!((tree.from.as_str(), tree.until.as_str()), ("r/c/", "r/c0"));
    }
}
