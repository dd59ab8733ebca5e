//! Kinds: what one record holds, and the table it becomes.

use crate::content::{self, Sealing};
use crate::fault::{near, parted};
use crate::sheet::{Keys, Place, texts};
use crate::sql::is_reserved;
use youju_base::date::{Derive, Step};
use youju_base::id::is_stem;

/// One sort of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// `members.application`.
    pub id: String,
    /// `members`.
    pub pack: String,
    /// `application`.
    pub stem: String,
    /// `members_application`.
    pub table: String,
    /// What one record is: the first line of the file.
    pub about: String,
    /// Which fields place it in time.
    pub time: Time,
    /// The person field whose key seals personal and private fields; none if nothing is sealed.
    pub subject: Option<String>,
    /// All fields in the order of the file, derived ones too.
    pub fields: Vec<Field>,
    /// What the records are for.
    pub purpose: String,
    /// Their legal basis.
    pub basis: String,
    /// When they go.
    pub keep: String,
}

/// How a kind stands in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Time {
    /// Something that happened on a day.
    Event {
        /// Field with the day.
        on: String,
    },
    /// Something that holds from a day on, until an `end` entry or the day in `until`.
    Interval {
        /// Field with the first day.
        from: String,
        /// Field with the first day after, if the kind asks for it.
        until: Option<String>,
    },
}

impl Time {
    /// Names the field by which a record is dated: `on` or `from`.
    pub fn field(&self) -> &str {
        match self {
            Self::Event { on } => on,
            Self::Interval { from, .. } => from,
        }
    }

    /// Names the field with the first day after, if the kind asks for it.
    pub fn until(&self) -> Option<&str> {
        match self {
            Self::Interval { until, .. } => until.as_deref(),
            Self::Event { .. } => None,
        }
    }

    /// Says whether records hold for a time and can be ended.
    pub fn is_interval(&self) -> bool {
        matches!(self, Self::Interval { .. })
    }
}

/// One field of a kind or of a list inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name in JSON, in TOML and as a column.
    pub name: String,
    /// What values it takes.
    pub ty: FieldType,
    /// Its word on [`content::PERSONS`] or [`content::THINGS`].
    pub content: String,
    /// Whether a record without it is invalid.
    pub required: bool,
    /// Whether an example of the kind shows it though it may be left out.
    pub example: bool,
    /// Sealed in the journal, readable in the table, never in row sets.
    pub personal: bool,
    /// Sealed and never in a table.
    pub private: bool,
}

impl Field {
    /// Gives the date arithmetic of a derived field.
    pub fn derive(&self) -> Option<&Derive> {
        match &self.ty {
            FieldType::Derived(derive) => Some(derive),
            _ => None,
        }
    }

    /// Names the twin column of a field that counts working days: 1 where no holiday notice is known.
    pub fn provisional_column(&self) -> Option<String> {
        let derive = self.derive()?;
        (derive.offset.step == Step::WorkingDay).then(|| format!("{}_provisional", self.name))
    }

    /// Gives the sub-fields of a list.
    pub fn rows(&self) -> Option<&[Field]> {
        match &self.ty {
            FieldType::Rows(fields) => Some(fields),
            _ => None,
        }
    }
}

/// What values a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// One of a few words.
    Choice(Vec<String>),
    /// A whole number within bounds.
    Int {
        /// Smallest allowed.
        min: Option<i64>,
        /// Largest allowed.
        max: Option<i64>,
    },
    /// A decimal with this many places; an integer scaled by them in the table.
    Decimal(u32),
    /// Yuan with two decimals in JSON, 分 in the table.
    Money,
    /// A day.
    Date,
    /// A unit's code.
    Unit,
    /// A person's code.
    Person,
    /// A record of this kind.
    Record(String),
    /// True or false, 1 or 0 in the table.
    Bool,
    /// A list; each line has these fields and becomes a row of the child table.
    Rows(Vec<Field>),
    /// A date calculated at entry; never asked, never journalled.
    Derived(Derive),
}

impl FieldType {
    /// Names the type as `type = "…"` does; `derived` for derived fields.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice(_) => "choice",
            Self::Int { .. } => "int",
            Self::Decimal(_) => "decimal",
            Self::Money => "money",
            Self::Date => "date",
            Self::Unit => "unit",
            Self::Person => "person",
            Self::Record(_) => "record",
            Self::Bool => "bool",
            Self::Rows(_) => "rows",
            Self::Derived(_) => "derived",
        }
    }

    /// Says whether the table holds integers for it.
    pub fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Int { .. } | Self::Decimal(_) | Self::Money | Self::Bool
        )
    }
}

/// A column that SQL may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Integer, or text otherwise.
    pub integer: bool,
    /// Holds something about a person that no row set may show.
    pub personal: bool,
}

impl Column {
    fn new(name: impl Into<String>, integer: bool) -> Self {
        Self {
            name: name.into(),
            integer,
            personal: false,
        }
    }
}

impl Kind {
    /// Gives a field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Lists the columns that SQL may read: record_id, fields, ended_on (interval kinds), opening.
    ///
    /// The table has `seq` and `removed_seq` besides. A rule's `candidate` has exactly these columns.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::new("record_id", false)];
        for field in &self.fields {
            if field.private || field.rows().is_some() {
                continue;
            }
            columns.push(Column {
                personal: field.personal,
                ..Column::new(&field.name, field.ty.is_integer())
            });
            if let Some(twin) = field.provisional_column() {
                columns.push(Column::new(twin, true));
            }
        }
        if self.time.is_interval() {
            columns.push(Column::new("ended_on", false));
        }
        columns.push(Column::new("opening", true));
        columns
    }

    /// Lists the list fields, each of which has a child table.
    pub fn children(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.rows().is_some())
    }

    /// Names the child table of a list field.
    pub fn child_table(&self, field: &str) -> String {
        format!("{}__{field}", self.table)
    }

    /// Lists the columns of a child table that SQL may read: record_id, line, unit, the kind's dates, sub-fields.
    pub fn child_columns(&self, field: &Field) -> Vec<Column> {
        let mut columns = vec![
            Column::new("record_id", false),
            Column::new("line", true),
            Column::new("unit", false),
        ];
        match &self.time {
            Time::Event { on } => columns.push(Column::new(on, false)),
            Time::Interval { from, until } => {
                columns.push(Column::new(from, false));
                columns.extend(until.iter().map(|until| Column::new(until, false)));
                columns.push(Column::new("ended_on", false));
            }
        }
        let subs = field.rows().unwrap_or_default();
        columns.extend(
            subs.iter()
                .map(|sub| Column::new(&sub.name, sub.ty.is_integer())),
        );
        columns
    }

    /// Says whether records say something about a person.
    pub fn about_person(&self) -> bool {
        let is_person = |f: &Field| f.ty == FieldType::Person;
        self.fields
            .iter()
            .any(|f| is_person(f) || f.rows().is_some_and(|subs| subs.iter().any(is_person)))
    }
}

/// Words that no field may bear: columns of the core, keys of a record's JSON.
const TAKEN: &[&str] = &[
    "id",
    "kind",
    "corrects",
    "voids",
    "ends",
    "reason",
    "exception",
    "opening",
    "record_id",
    "seq",
    "removed_seq",
    "added_seq",
    "ended_on",
    "line_no",
    "rowid",
    "oid",
];

/// Reads `kinds/<stem>.toml`; purpose, basis and keep are put in by the pack.
pub(crate) fn read(place: Place<'_>, pack: &str, stem: &str) -> Option<Kind> {
    let about = place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    let on = keys.text("on");
    let from = keys.text("from");
    let until = keys.text("until");
    let subject = keys.text("subject");
    let fields = keys
        .table("field")
        .map(|t| fields(&t, true))
        .unwrap_or_default();
    if fields.is_empty() && !keys.has("field") {
        keys.missing(
            "field.unit",
            "{ type = \"unit\", content = \"unit\", required = true }",
        );
    }
    let time = match (on, from, until) {
        (Some(_), Some(_), _) => {
            let hint = "an event has on, an interval has from: keep one".to_owned();
            keys.fault("from", "both \"on\" and \"from\"", Some(hint));
            None
        }
        (Some(_), None, Some(_)) => {
            let hint =
                "an event has no end: leave until out, or write from instead of on".to_owned();
            keys.fault("until", "\"until\" beside \"on\"", Some(hint));
            None
        }
        (Some(on), None, None) => Some(Time::Event { on }),
        (None, Some(from), until) => Some(Time::Interval { from, until }),
        (None, None, _) => {
            keys.missing(
                "on",
                "\"<date field>\" for an event, or from = \"<date field>\" for an interval",
            );
            None
        }
    };
    let kind = Kind {
        id: format!("{pack}.{stem}"),
        pack: pack.to_owned(),
        stem: stem.to_owned(),
        table: format!("{pack}_{stem}"),
        about,
        // Without dates the other faults are still worth telling; the kind is dropped afterwards.
        time: time.clone().unwrap_or(Time::Event { on: String::new() }),
        subject,
        fields,
        purpose: String::new(),
        basis: String::new(),
        keep: String::new(),
    };
    if time.is_some() {
        check_dates(&keys, &kind);
    }
    let kind = check(&keys, kind);
    keys.finish();
    time.map(|_| kind)
}

fn fields(keys: &Keys<'_, '_>, top: bool) -> Vec<Field> {
    let mut fields = Vec::new();
    for (name, line, value) in keys.entries() {
        if !is_stem(name) {
            let hint = "use a-z, 0-9 and single _, at most 48 letters".to_owned();
            keys.place.fault(
                line,
                format!("field name \"{name}\" is not snake_case"),
                Some(hint),
            );
        } else if TAKEN.contains(&name) || (!top && matches!(name, "unit" | "line")) {
            let hint = "the core uses that name itself: take another".to_owned();
            keys.place
                .fault(line, format!("field name \"{name}\" is taken"), Some(hint));
        } else if is_reserved(name) {
            let hint =
                format!("SQL reserves it: take another, such as \"{name}_on\" or \"{name}_of\"");
            keys.place.fault(
                line,
                format!("field name \"{name}\" is a word of SQL"),
                Some(hint),
            );
        }
        let Some(table) = keys.open(name, value) else {
            continue;
        };
        if let Some(field) = field(name, line, table, top) {
            fields.push(field);
        }
    }
    fields
}

fn field(name: &str, line: usize, keys: Keys<'_, '_>, top: bool) -> Option<Field> {
    let place = keys.place;
    let keys = keys.named_on(line);
    let ty = field_type(name, &keys, top);
    let derived = matches!(ty, Some(FieldType::Derived(_)));
    let content = if derived {
        keys.text("content").or(Some("date".to_owned()))
    } else {
        keys.need("content", "\"<a word of the closed lists>\"")
    };
    let (required, example, personal, private) = (
        keys.flag("required"),
        keys.flag("example"),
        keys.flag("personal"),
        keys.flag("private"),
    );
    if derived && (required || private) {
        let hint = "a derived field is calculated: leave required and private out".to_owned();
        place.fault(
            line,
            format!("field \"{name}\" is derived and asked for"),
            Some(hint),
        );
    }
    if personal && private {
        let hint =
            "personal is searchable in the table, private is never there: keep one".to_owned();
        place.fault(
            line,
            format!("field \"{name}\" is both personal and private"),
            Some(hint),
        );
    }
    if !top && (personal || private) {
        let hint = "only fields of the record itself can be sealed".to_owned();
        place.fault(
            line,
            format!("field \"{name}\" in a list is sealed"),
            Some(hint),
        );
    }
    keys.finish();
    Some(Field {
        name: name.to_owned(),
        ty: ty?,
        content: content?,
        required,
        example,
        personal,
        private,
    })
}

const TYPES: &[&str] = &[
    "text", "choice", "int", "decimal", "money", "date", "unit", "person", "record", "bool", "rows",
];

fn field_type(name: &str, keys: &Keys<'_, '_>, top: bool) -> Option<FieldType> {
    if let Some(text) = keys.text("derive") {
        if keys.has("type") {
            let hint = "a derived field is a date: leave type out".to_owned();
            keys.fault(
                "type",
                format!("field \"{name}\" has both derive and type"),
                Some(hint),
            );
        }
        return match Derive::parse(&text) {
            Ok(derive) if top => Some(FieldType::Derived(derive)),
            Ok(_) => {
                let hint = "derive it on the record itself".to_owned();
                keys.fault(
                    "derive",
                    format!("field \"{name}\" in a list is derived"),
                    Some(hint),
                );
                None
            }
            Err(error) => {
                let (message, hint) = parted(&error.to_string());
                keys.fault("derive", message, hint);
                None
            }
        };
    }
    let word = keys.need("type", "\"text\", or derive = \"<date field> + 1 year\"")?;
    let of = keys.get("of").map(|v| texts(v.get_ref()));
    let choice = word == "choice";
    match &of {
        Some(_) if !choice => {
            let hint = Some("write type = \"choice\", or leave of out".to_owned());
            keys.fault(
                "of",
                format!("field \"{name}\" has \"of\" but is no choice"),
                hint,
            );
        }
        None if choice => {
            let hint = Some("add of = [\"…\", \"…\"]".to_owned());
            keys.fault(
                "type",
                format!("field \"{name}\" is a choice without \"of\""),
                hint,
            );
        }
        Some(None) => {
            let hint = Some("write of = [\"…\", \"…\"]".to_owned());
            keys.fault(
                "of",
                format!("\"of\" of field \"{name}\" is no list of texts"),
                hint,
            );
        }
        _ => {}
    }
    Some(match word.as_str() {
        "text" => FieldType::Text,
        "choice" => {
            let given = of.is_some();
            let of = of.flatten().unwrap_or_default();
            if of.is_empty() && given {
                let hint = Some("add of = [\"…\", \"…\"]".to_owned());
                keys.fault(
                    "of",
                    format!("field \"{name}\" is a choice of nothing"),
                    hint,
                );
            }
            for (i, value) in of.iter().enumerate() {
                if !is_stem(value) {
                    let hint = Some("values are snake_case; their words stand in i18n/".to_owned());
                    keys.fault("of", format!("choice \"{value}\" is not snake_case"), hint);
                } else if of[..i].contains(value) {
                    let hint = Some("name each value once".to_owned());
                    keys.fault("of", format!("choice \"{value}\" stands twice"), hint);
                }
            }
            FieldType::Choice(of)
        }
        "int" => {
            let (min, max) = (keys.int("min"), keys.int("max"));
            if let (Some(low), Some(high)) = (min, max)
                && low > high
            {
                let hint = Some("exchange them".to_owned());
                keys.fault("max", format!("max {high} is below min {low}"), hint);
            }
            FieldType::Int { min, max }
        }
        "decimal" => {
            if !keys.has("decimals") {
                keys.missing("decimals", "2");
            }
            let decimals = keys.natural("decimals")?;
            if !(1..=6).contains(&decimals) {
                let hint = Some("write 1 to 6, or type = \"int\"".to_owned());
                keys.fault(
                    "decimals",
                    format!("field \"{name}\" has {decimals} decimals"),
                    hint,
                );
            }
            FieldType::Decimal(decimals)
        }
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "unit" => FieldType::Unit,
        "person" => FieldType::Person,
        "record" => FieldType::Record(keys.need("kind", "\"<pack>.<kind>\"")?),
        "bool" => FieldType::Bool,
        "rows" if top => {
            let subs = keys.table("field").map(|t| fields(&t, false));
            if subs.as_ref().is_none_or(Vec::is_empty) {
                let hint = format!("add [field.{name}.field] with the fields of one line");
                keys.fault("type", format!("list \"{name}\" has no fields"), Some(hint));
            }
            FieldType::Rows(subs?)
        }
        "rows" => {
            let hint = Some("make the inner list a kind of its own".to_owned());
            keys.fault(
                "type",
                format!("list \"{name}\" stands inside a list"),
                hint,
            );
            return None;
        }
        other => {
            keys.fault(
                "type",
                format!("field \"{name}\" has the unknown type \"{other}\""),
                near(other, TYPES.iter().copied()),
            );
            return None;
        }
    })
}

/// Checks the fields that date a record.
fn check_dates(keys: &Keys<'_, '_>, kind: &Kind) {
    let place = keys.place;
    let field_keys = keys.table("field");
    let line = |name: &str| field_keys.as_ref().map_or(1, |k| k.line_of(name));
    let names: Vec<String> = kind.fields.iter().map(|f| f.name.clone()).collect();
    let known = || names.iter().map(String::as_str);
    let dates = match &kind.time {
        Time::Event { on } => vec![("on", on.clone())],
        Time::Interval { from, until } => std::iter::once(("from", from.clone()))
            .chain(until.iter().map(|u| ("until", u.clone())))
            .collect(),
    };
    for (key, name) in dates {
        match kind.field(&name) {
            None => keys.fault(
                key,
                format!("\"{key}\" names no field \"{name}\""),
                near(&name, known()),
            ),
            Some(f) if f.ty != FieldType::Date => {
                let hint = Some("name a field of type date".to_owned());
                keys.fault(
                    key,
                    format!("\"{key}\" names \"{name}\", which is no date"),
                    hint,
                );
            }
            Some(f) if key != "until" && !f.required => {
                let hint = Some(format!("add required = true to \"{name}\""));
                place.fault(
                    line(&name),
                    format!("\"{name}\" dates the record but is not required"),
                    hint,
                );
            }
            Some(f) if f.private || f.personal => {
                let hint = Some("a record's own date stands in clear".to_owned());
                place.fault(
                    line(&name),
                    format!("\"{name}\" dates the record but is sealed"),
                    hint,
                );
            }
            Some(_) => {}
        }
    }
}

/// Checks what only the whole kind shows: its unit, contents, sealing, derived fields.
fn check(keys: &Keys<'_, '_>, mut kind: Kind) -> Kind {
    let place = keys.place;
    let field_keys = keys.table("field");
    let line = |name: &str| field_keys.as_ref().map_or(1, |k| k.line_of(name));
    match kind.field("unit") {
        Some(f) if f.ty == FieldType::Unit && f.required => {}
        _ => {
            let hint =
                "add unit = { type = \"unit\", content = \"unit\", required = true }".to_owned();
            place.fault(
                line("unit"),
                "no required field \"unit\" of type unit",
                Some(hint),
            );
        }
    }
    let about_person = kind.about_person();
    for field in &kind.fields {
        let at = line(&field.name);
        check_content(place, at, field, about_person);
        for sub in field.rows().unwrap_or_default() {
            check_content(place, at, sub, about_person);
        }
    }
    check_names(place, &kind, line);
    check_derived(place, &mut kind, line);
    check_subject(keys, &mut kind);
    kind
}

fn check_content(place: Place<'_>, line: usize, field: &Field, about_person: bool) {
    let (name, word) = (&field.name, field.content.as_str());
    let ty = match &field.ty {
        FieldType::Derived(_) => "date",
        ty => ty.word(),
    };
    let allowed = if about_person {
        content::person_field(word).map(|f| f.types)
    } else {
        content::thing_field(word).map(|f| f.types)
    };
    match allowed {
        None if about_person => {
            let hint = near_content(word, content::PERSONS.iter().map(|f| f.word))
                .unwrap_or_else(|| kept_as(ty, true));
            let message = format!(
                "field \"{name}\" holds \"{word}\", which is not on the list of what may be kept about a person"
            );
            place.fault(line, message, Some(hint));
        }
        None => {
            let of_persons = content::person_field(word).map(|_| {
                "it is kept about persons: the kind needs a field of type person".to_owned()
            });
            let hint = near_content(word, content::THINGS.iter().map(|f| f.word))
                .or(of_persons)
                .unwrap_or_else(|| kept_as(ty, false));
            let message =
                format!("field \"{name}\" holds \"{word}\", which is not on the list of contents");
            place.fault(line, message, Some(hint));
        }
        Some(types) if !types.contains(&ty) && ty != "rows" => {
            let message = format!("field \"{name}\" holds \"{word}\" as {ty}");
            let hint = format!(
                "\"{word}\" is kept as {} only; {}",
                types.join(" or "),
                kept_as(ty, about_person)
            );
            place.fault(line, message, Some(hint));
        }
        Some(_) => {}
    }
    let wanted = if about_person {
        content::person_field(word).map_or(Sealing::Open, |f| f.sealing)
    } else {
        Sealing::Open
    };
    let hint = match wanted {
        Sealing::Personal if !field.personal && field.derive().is_none() => "add personal = true",
        Sealing::Private if !field.private => "add private = true",
        _ => return,
    };
    let message = format!("field \"{name}\" holds \"{word}\" in clear");
    place.fault(line, message, Some(hint.to_owned()));
}

/// Suggests a word of the lists that is spelt nearly so.
fn near_content<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    near(word, known).filter(|hint| hint.starts_with("did"))
}

/// Names all that a field of a type may hold, and the page that explains the words.
fn kept_as(ty: &str, about_person: bool) -> String {
    let page = match about_person {
        true => "docs/person-fields.md",
        false => "docs/thing-fields.md",
    };
    match content::words_for(ty, about_person).as_slice() {
        [] => format!("{page} lists all that may be kept; nothing as {ty}"),
        words => format!("as {ty} may be kept: {} ({page})", words.join(", ")),
    }
}

fn check_names(place: Place<'_>, kind: &Kind, line: impl Fn(&str) -> usize) {
    let about_person = kind.about_person();
    let refuse = |at: usize, what: &str, name: &str| {
        if let Some(barred) = content::barred(name, about_person) {
            let message = format!("{what} \"{name}\" speaks of \"{}\"", barred.word);
            place.fault(at, message, Some(barred.why.to_owned()));
        }
    };
    refuse(1, "kind", &kind.stem);
    for field in &kind.fields {
        let at = line(&field.name);
        let subs = field.rows().unwrap_or_default();
        for f in std::iter::once(field).chain(subs) {
            refuse(at, "field", &f.name);
            if let FieldType::Choice(of) = &f.ty {
                of.iter().for_each(|value| refuse(at, "choice", value));
            }
        }
    }
}

/// A derived field takes over the sealing of the field it is counted from.
fn check_derived(place: Place<'_>, kind: &mut Kind, line: impl Fn(&str) -> usize) {
    let names: Vec<String> = kind.fields.iter().map(|f| f.name.clone()).collect();
    for i in 0..kind.fields.len() {
        let Some(base) = kind.fields[i].derive().map(|d| d.field.clone()) else {
            continue;
        };
        let at = line(&kind.fields[i].name);
        match kind.fields.iter().position(|f| f.name == base) {
            None => {
                let message = format!("derive names no field \"{base}\"");
                place.fault(at, message, near(&base, names.iter().map(String::as_str)));
            }
            Some(b) => match &kind.fields[b] {
                f if f.private => {
                    let hint = "what is private never reaches the table".to_owned();
                    place.fault(
                        at,
                        format!("derived from the private field \"{base}\""),
                        Some(hint),
                    );
                }
                f if f.ty == FieldType::Date || (b < i && f.derive().is_some()) => {
                    let personal = f.personal;
                    kind.fields[i].personal |= personal;
                }
                _ => {
                    let hint = "derive from a date field, or from a derived field above".to_owned();
                    place.fault(
                        at,
                        format!("derived from \"{base}\", which is no date"),
                        Some(hint),
                    );
                }
            },
        }
    }
}

fn check_subject(keys: &Keys<'_, '_>, kind: &mut Kind) {
    let sealed = kind.fields.iter().any(|f| f.personal || f.private);
    let is_person = |name: &str| kind.field(name).is_some_and(|f| f.ty == FieldType::Person);
    match kind.subject.clone() {
        Some(name) if !is_person(&name) => {
            let hint = near(
                &name,
                kind.fields
                    .iter()
                    .filter(|f| f.ty == FieldType::Person)
                    .map(|f| f.name.as_str()),
            );
            keys.fault(
                "subject",
                format!("\"subject\" names no person field \"{name}\""),
                hint,
            );
        }
        Some(_) if !sealed => {
            let hint = "no field is personal or private: leave subject out".to_owned();
            keys.fault("subject", "\"subject\" without a sealed field", Some(hint));
        }
        Some(_) => {}
        None if !sealed => {}
        None if is_person("person") => kind.subject = Some("person".to_owned()),
        None => {
            let hint = "name the field \"person\", or add subject = \"<person field>\"".to_owned();
            keys.place.fault(
                1,
                "sealed fields, but nobody whose key seals them",
                Some(hint),
            );
        }
    }
}
