//! A list of people in a CSV file, as offices keep them: a head somewhere near the top, columns by many names.

use crate::failure::Failure;
use crate::input;
use std::path::Path;
use youju_base::period::Period;
use youju_ledger::persons::Clue;
use youju_ledger::roster::Entry;

/// Largest list that is read.
const LIMIT: u64 = 16 << 20;

/// Lines near the top among which the head is looked for.
const HEAD_WITHIN: usize = 20;

/// Names of columns, without spaces.
const NAME: &[&str] = &["姓名", "名字", "name"];
const BORN: &[&str] = &[
    "出生日期",
    "出生年月",
    "出生年月日",
    "出生时间",
    "生日",
    "born",
    "birth_on",
];
const ID_NUMBER: &[&str] = &[
    "身份证号",
    "身份证号码",
    "身份证",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
    "证件号码",
    "证件号",
    "id_number",
];
const UNIT: &[&str] = &[
    "单位",
    "单位名称",
    "所在单位",
    "工作单位",
    "任职单位",
    "所在部门",
    "部门",
    "党支部",
    "所在支部",
    "所在党支部",
    "所在党组织",
    "unit",
];

/// A list as it was read.
#[derive(Debug, Default)]
pub struct Roster {
    /// Its lines that name somebody.
    pub entries: Vec<Entry>,
    /// Lines under the head that name nobody: notes, sums, blanks with a mark.
    pub passed_over: u64,
}

/// Where the columns stand.
struct Head {
    name: usize,
    born: Option<usize>,
    id_number: Option<usize>,
    unit: Option<usize>,
}

/// Reads a list in UTF-8 or GB18030, with commas, semicolons or tabs between the cells.
///
/// - Errors: a file that cannot be read, no head with a name in it, a birth date that is none.
pub fn read(path: &Path) -> Result<Roster, Failure> {
    let text = input::text(path, LIMIT)?;
    parse(&text).map_err(|(line, what, hint)| {
        let place = match line {
            0 => input::name(path),
            line => format!("{}:{line}", input::name(path)),
        };
        Failure::input(format!("{place}: {what}")).hint(hint)
    })
}

type Fault = (u64, String, &'static str);

fn parse(text: &str) -> Result<Roster, Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut head, mut seen, mut roster) = (None, 0, Roster::default());
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            (
                line,
                format!("is no CSV: {error}"),
                "save the sheet as CSV again",
            )
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let Some(head) = &head else {
            head = find_head(&record);
            seen += 1;
            if head.is_none() && seen == HEAD_WITHIN {
                break;
            }
            continue;
        };
        let cell = |place: Option<usize>| {
            let text = record.get(place?)?.trim().trim_start_matches('\'');
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (name, id_number) = (cell(Some(head.name)), cell(head.id_number));
        if (name.is_none() && id_number.is_none()) || record.iter().any(is_sum) {
            roster.passed_over += u64::from(record.iter().any(|cell| !cell.trim().is_empty()));
            continue;
        }
        let born = match cell(head.born) {
            Some(text) => Some(born(&text).ok_or_else(|| {
                let what = format!("\"{text}\" is no birth date");
                (line, what, "write 1980-05-06, 1980-05 or 1980")
            })?),
            None => id_number.as_deref().and_then(born_by_number),
        };
        roster.entries.push(Entry {
            line,
            clue: Clue {
                name,
                born,
                id_number,
            },
            unit: cell(head.unit),
        });
    }
    match head {
        Some(_) => Ok(roster),
        None => Err((
            0,
            "has no column 姓名".into(),
            "give the list a head with 姓名, and 出生日期 or 身份证号; 单位 if it names units",
        )),
    }
}

/// The mark that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let top = || text.lines().take(HEAD_WITHIN).flat_map(str::bytes);
    let marks = [b',', b'\t', b';'];
    let most = marks.into_iter().max_by_key(|mark| {
        let preferred = u8::from(*mark == b',');
        (top().filter(|b| b == mark).count(), preferred)
    });
    most.unwrap_or(b',')
}

fn find_head(record: &csv::StringRecord) -> Option<Head> {
    let heads: Vec<String> = record
        .iter()
        .map(|cell| {
            let letters = cell.chars().filter(|c| !c.is_whitespace());
            letters.flat_map(char::to_lowercase).collect()
        })
        .collect();
    let find = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    Some(Head {
        name: find(NAME)?,
        born: find(BORN),
        id_number: find(ID_NUMBER),
        unit: find(UNIT),
    })
}

/// Lines of sums and notes stand under the names of people.
fn is_sum(cell: &str) -> bool {
    let plain: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    ["合计", "总计", "小计", "共计"].contains(&plain.as_str())
        || plain.starts_with("备注：")
        || plain.starts_with("注：")
}

/// Reads a birth date in any of its spellings: 1980-05-06, 1980/5/6, 19800506, 1980.05, 1980年5月, 198005, 1980.
fn born(text: &str) -> Option<Period> {
    let narrow: String = text
        .chars()
        .map(|c| match c {
            '０'..='９' => {
                char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
            }
            other => other,
        })
        .collect();
    let numbers: Vec<&str> = narrow
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let [year, month, day] = match numbers.as_slice() {
        [all] if all.len() == 8 => [Some(&all[..4]), Some(&all[4..6]), Some(&all[6..])],
        [all] if all.len() == 6 => [Some(&all[..4]), Some(&all[4..]), None],
        [year] if year.len() == 4 => [Some(*year), None, None],
        [year, month] if year.len() == 4 => [Some(*year), Some(*month), None],
        // A time behind the day, as sheets print it, says nothing.
        [year, month, day, ..] if year.len() == 4 => [Some(*year), Some(*month), Some(*day)],
        _ => return None,
    };
    let spelt = [year, month, day].into_iter().flatten();
    let spelt: Vec<String> = spelt.map(|part| format!("{part:0>2}")).collect();
    Period::parse(&spelt.join("-")).ok()
}

/// The birth date that an ID number of 18 places bears.
fn born_by_number(number: &str) -> Option<Period> {
    let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    (plain.chars().count() == 18).then(|| plain.get(6..14).and_then(born))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_as_offices_keep_it() {
        let text = "\u{feff}示例办党员名单,,,,\n序号,姓 名,出生年月,身份证号码,所在党支部\n1,示例甲,1980.05,,示例一支部\n2,示例 乙,1981年7月2日,'540001198107020018,\n,,,,\n合计,,,2人,\n3,,,540001198203040012,\n,注：以上为在册,,,\n";
        let roster = parse(text).expect("a list");
        let read: Vec<String> = roster
            .entries
            .iter()
            .map(|e| {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                let born = e.clue.born.map(|p| p.to_string()).unwrap_or_default();
                format!(
                    "{} {} {born} {} {}",
                    e.line,
                    text(&e.clue.name),
                    text(&e.clue.id_number),
                    text(&e.unit)
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                "3 示例甲 1980-05-01..1980-05-31  示例一支部",
                "4 示例 乙 1981-07-02 540001198107020018 ",
                "7  1982-03-04 540001198203040012 ",
            ]
        );
        assert_eq!(roster.passed_over, 2);
    }

    #[test]
    fn what_is_no_list_is_said() {
        assert!(parse("a,b\n1,2\n").is_err());
        assert!(parse("").is_err());
        let (line, what, _) = parse("姓名,出生日期\n甲,昨天\n").expect_err("no date");
        assert_eq!((line, what.as_str()), (2, "\"昨天\" is no birth date"));
        assert_eq!(
            parse("姓名;单位\n甲;乙\n").expect("a list").entries.len(),
            1
        );
        assert_eq!(
            parse("姓名\t单位\n甲\t乙\n").expect("a list").entries.len(),
            1
        );
    }

    #[test]
    fn birth_dates_in_their_spellings() {
        let day = Period::parse("1980-05-06").ok();
        for text in [
            "1980-05-06",
            "1980/5/6",
            "19800506",
            "1980年5月6日",
            "１９８０．０５．０６",
            "1980-05-06 00:00:00",
        ] {
            assert_eq!(born(text), day, "{text}");
        }
        for text in ["1980.05", "198005", "1980年5月", "1980-5"] {
            assert_eq!(born(text), Period::parse("1980-05").ok(), "{text}");
        }
        assert_eq!(born("1980"), Period::parse("1980").ok());
        for text in ["昨天", "80-05-06", "1980-13-01", "123"] {
            assert_eq!(born(text), None, "{text}");
        }
    }
}
