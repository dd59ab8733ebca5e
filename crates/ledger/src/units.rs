//! Where a unit stands: one path per line and unit, kept from the records of `core.unit_link`.
//!
//! A path lists the units from the root down, each followed by `/`: `region/office/office.b03/`. A subtree is
//! then a range of the index: from the path itself up to the path with its last `/` replaced by `0`, the next character.
//! Paths follow the latest link of each unit; the trees of earlier days are not kept here.

use youju_db::{DbError, Rows, Tx, Value};

/// Makes the table of paths.
pub const SCHEMA: &str = "
create table unit_path (
  line text not null, unit text not null, path text not null,
  primary key (line, unit)) without rowid;
create unique index unit_path_by_path on unit_path (line, path);
create index unit_path_by_unit on unit_path (unit);
";

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

/// Says whether putting `unit` under `parent` would put it under itself.
pub fn makes_a_circle(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    parent: &str,
) -> Result<bool, DbError> {
    Ok(with_ancestors(rows, line, parent)?
        .iter()
        .any(|above| above == unit))
}

/// Puts `unit` under `parent`, and everything under it along.
pub fn link(tx: &mut Tx<'_>, line: &str, unit: &str, parent: &str) -> Result<(), DbError> {
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

/// Builds all paths of `line` anew from the links in force: for each unit the one that starts last.
pub fn rebuild(tx: &mut Tx<'_>, line: &str) -> Result<(), DbError> {
    tx.execute("delete from unit_path where line = ?1", &[line.into()])?;
    let links = tx.query(
        "select unit, parent from (
           select unit, parent, row_number() over (partition by unit order by from_on desc, seq desc) as place
           from core_unit_link where removed_seq is null and line = ?1)
         where place = 1 order by unit",
        &[line.into()],
    )?;
    for row in links {
        if let [Value::Text(unit), Value::Text(parent)] = row.as_slice() {
            link(tx, line, unit, parent)?;
        }
    }
    Ok(())
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
        assert!(makes_a_circle(&tx, "party", "c", "x").expect("an answer"));
        assert!(!makes_a_circle(&tx, "party", "x", "b").expect("an answer"));
        let tree = subtree(&tx, "party", "c")
            .expect("a subtree")
            .expect("c stands in it");
        assert_eq!((tree.from.as_str(), tree.until.as_str()), ("r/c/", "r/c0"));
    }
}
