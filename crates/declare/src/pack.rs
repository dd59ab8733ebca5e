//! Reads packs whole: every file, every name, all faults at once.

use crate::fault::{Fault, Faults, near, parted};
use crate::files::Files;
use crate::fragment::Fragments;
use crate::messages::{Lang, Messages, Owed, Template};
use crate::names::Names;
use crate::sheet::{Keys, Page, Place};
use crate::sql::{Source, Sql};
use crate::{Cadence, Case, FieldType, Grain, Holiday, Indicator, Kind, Measure, RowSet, Rule};
use crate::{cadence, calendar, case, check, content, fragment, indicator, kind, messages};
use crate::{rowset, rule, running};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use youju_base::date::{Calendar, parse_day};
use youju_base::id::is_stem;

/// All packs, each after those it uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packs {
    /// The packs in order of use.
    pub packs: Vec<Pack>,
    /// Texts that have no Tibetan yet: `members:rule.no_entry`.
    pub missing_bo: Vec<String>,
}

/// One pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    /// Its name: the folder's.
    pub id: String,
    /// Packs whose kinds and row sets it may read.
    pub uses: Vec<String>,
    /// Line of the organisation that its indicators follow.
    pub line: Option<String>,
    /// Day of the review against docs/person-fields.md; none = shown as not reviewed.
    pub reviewed: Option<Date>,
    /// The register of written instruments that it keeps.
    pub instruments: Option<Instruments>,
    /// Its kinds by stem.
    pub kinds: Vec<Kind>,
    /// Its row sets by stem.
    pub row_sets: Vec<RowSet>,
    /// Its indicators by stem.
    pub indicators: Vec<Indicator>,
    /// Its rules by stem, every version.
    pub rules: Vec<Rule>,
    /// Its cadences by stem.
    pub cadences: Vec<Cadence>,
    /// Published holidays, by day.
    pub holidays: Vec<Holiday>,
    /// Its cases in the order of files; none from [`read`].
    pub cases: Vec<Case>,
    /// Its texts.
    pub messages: Messages,
}

/// A register of written instruments: what rules rest on, and when it stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruments {
    /// Row set by id whose dimension [`INSTRUMENT`] names every instrument that is registered.
    pub register: String,
    /// Row set by id whose rows switch off the rules that rest on the instrument they name, while they hold, for their unit
    /// and all below it.
    pub abolished: String,
}

/// The dimension that bears an instrument's title, as rules name it in their basis.
pub const INSTRUMENT: &str = "instrument";

/// The file of published holidays in a pack's folder.
const HOLIDAYS: &str = "calendar.csv";

/// The folder of a pack's cases.
const CASES: &str = "cases";

/// Reads every pack and checks it whole, on a scratch database too.
///
/// - Output: the packs with their cases, or every fault found, by file and line.
pub fn load(files: &Files) -> Result<Packs, Vec<Fault>> {
    let packs = read_with_cases(files)?;
    let faults = check::check(&packs);
    if faults.is_empty() {
        Ok(packs)
    } else {
        Err(faults)
    }
}

/// Reads packs that were checked before, such as those a ledger holds: as [`load`], without the scratch database and without
/// the cases, most of the text, which no record or figure needs; their files may be absent.
pub fn read(files: &Files) -> Result<Packs, Vec<Fault>> {
    read_parts(files, false)
}

/// Reads packs that were checked before, with their cases, to play or to count them.
pub fn read_with_cases(files: &Files) -> Result<Packs, Vec<Fault>> {
    read_parts(files, true)
}

/// Says whether a file, by its path below the packs' folder, holds cases: one that [`read`] does without.
pub fn holds_cases(path: &str) -> bool {
    path.split('/').nth(1) == Some(CASES)
}

fn read_parts(files: &Files, with_cases: bool) -> Result<Packs, Vec<Fault>> {
    let faults = Faults::default();
    let heads = read_heads(files, &faults);
    let mut packs = Packs::default();
    for id in in_order_of_use(&heads, files, &faults) {
        let head = &heads[id];
        let pack = Reader {
            files,
            faults: &faults,
            head,
            done: &packs.packs,
            with_cases,
        }
        .read(&mut packs.missing_bo);
        packs.packs.push(pack);
    }
    check_tables(&packs, files, &faults);
    if faults.count() == 0 {
        Ok(packs)
    } else {
        Err(faults.into_sorted())
    }
}

impl Packs {
    /// Gives a pack by id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|p| p.id == id)
    }

    /// Walks all kinds.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.packs.iter().flat_map(|p| &p.kinds)
    }

    /// Walks all row sets.
    pub fn row_sets(&self) -> impl Iterator<Item = &RowSet> {
        self.packs.iter().flat_map(|p| &p.row_sets)
    }

    /// Walks all indicators.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.packs.iter().flat_map(|p| &p.indicators)
    }

    /// Walks all rules.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.packs.iter().flat_map(|p| &p.rules)
    }

    /// Walks the registers of instruments.
    pub fn instruments(&self) -> impl Iterator<Item = &Instruments> {
        self.packs.iter().filter_map(|p| p.instruments.as_ref())
    }

    /// Walks the instruments on which rules and cadences rest, once for each that does.
    pub fn named_instruments(&self) -> impl Iterator<Item = &str> {
        let rules = self.rules().map(|rule| &rule.basis);
        let cadences = self.cadences().map(|cadence| &cadence.basis);
        rules.chain(cadences).map(|basis| basis.instrument.as_str())
    }

    /// Walks all cadences.
    pub fn cadences(&self) -> impl Iterator<Item = &Cadence> {
        self.packs.iter().flat_map(|p| &p.cadences)
    }

    /// Joins the published holidays of all packs.
    pub fn calendar(&self) -> Calendar {
        let mut calendar = Calendar::default();
        for holiday in self.packs.iter().flat_map(|p| &p.holidays) {
            calendar.set(holiday.day, holiday.worked);
        }
        calendar
    }

    /// Walks all cases.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.packs.iter().flat_map(|p| &p.cases)
    }

    /// Gives a kind by id: `members.application`.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds().find(|k| k.id == id)
    }

    /// Gives a row set by id.
    pub fn row_set(&self, id: &str) -> Option<&RowSet> {
        self.row_sets().find(|r| r.id == id)
    }

    /// Gives an indicator by id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators().find(|i| i.id == id)
    }

    /// Gives a rule by id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules().find(|r| r.id == id)
    }

    /// Gives a cadence by id.
    pub fn cadence(&self, id: &str) -> Option<&Cadence> {
        self.cadences().find(|c| c.id == id)
    }

    /// Lists the rules that judge records of a kind, standing ones among them.
    pub fn rules_for<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules().filter(move |r| r.on == kind)
    }

    /// Lists the row sets that read a kind or a list of it.
    pub fn row_sets_fed_by<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a RowSet> {
        self.row_sets().filter(move |r| r.reads_kind(kind))
    }

    /// Lists the standing rules whose balance a record of this kind can change: those on it or that name it under `also`.
    pub fn standing_for<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules().filter(move |r| {
            r.standing
                .as_ref()
                .is_some_and(|s| r.on == kind || s.also.iter().any(|a| a.kind == kind))
        })
    }

    /// Lists the standing rules that read a kind, itself or through their row sets.
    pub fn standing_fed_by<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules().filter(move |r| {
            r.standing.is_some()
                && r.sql
                    .iter()
                    .flat_map(|s| &s.reads)
                    .any(|read| match &read.source {
                        Source::Kind(k) | Source::Child { kind: k, .. } => k == kind,
                        Source::RowSet(id) => self.row_set(id).is_some_and(|r| r.reads_kind(kind)),
                        Source::Candidate | Source::AsAt => false,
                    })
        })
    }

    /// Gives a text of a pack; in another language, or as the bare key, where it is missing.
    pub fn label(&self, lang: Lang, pack: &str, key: &str) -> String {
        self.pack(pack)
            .map_or_else(|| key.to_owned(), |p| p.messages.label(lang, key))
    }

    /// Gives the message of a rule.
    pub fn rule_message(&self, lang: Lang, rule: &Rule) -> Option<&Template> {
        self.rule_text(lang, rule, "")
    }

    /// Gives the way out that a rule's refusal names.
    pub fn way_out(&self, lang: Lang, rule: &Rule) -> Option<&Template> {
        self.rule_text(lang, rule, ".way_out")
    }

    /// Gives the words for a value that fills a slot of a rule's message: those of the choice it stands for.
    ///
    /// - Output: none where the column is no choice that a kind or row set hands on unchanged, nor bears the name of a
    ///   choice of the kind that is judged; or where that choice knows no such value.
    pub fn choice_words(
        &self,
        lang: Lang,
        rule: &Rule,
        column: &str,
        value: &str,
    ) -> Option<String> {
        let handed_on = rule.sql.as_ref();
        let handed_on = handed_on.and_then(|sql| self.field_behind(sql, &rule.on, column));
        // Not all slots are columns of the SQL: the record that is judged fills the rest.
        let own = || Some((self.kind(&rule.on)?, column.to_owned()));
        let (kind, path) = handed_on.or_else(own)?;
        let key = format!("choice.{}.{path}.{value}", kind.stem);
        let text = self.pack(&kind.pack)?.messages.get(lang, &key)?;
        Some(text.fill(|_| None))
    }

    /// Finds the kind and field that a result column hands on, through row sets too.
    fn field_behind(&self, sql: &Sql, on: &str, column: &str) -> Option<(&Kind, String)> {
        let (name, column) = sql.origins.get(column)?;
        let read = sql.reads.iter().find(|r| r.name == *name)?;
        match &read.source {
            Source::Kind(id) => Some((self.kind(id)?, column.clone())),
            Source::Child { kind, field } => Some((self.kind(kind)?, format!("{field}.{column}"))),
            Source::RowSet(id) => self.field_behind(&self.row_set(id)?.sql, on, column),
            Source::Candidate => Some((self.kind(on)?, column.clone())),
            Source::AsAt => None,
        }
    }

    fn rule_text(&self, lang: Lang, rule: &Rule, tail: &str) -> Option<&Template> {
        let messages = &self.pack(&rule.pack)?.messages;
        let own = format!("rule.{}{tail}", rule.stem);
        let shared = format!("rule.{}{tail}", rule.sql_stem);
        messages
            .get(lang, &own)
            .or_else(|| messages.get(lang, &shared))
    }
}

/// What pack.toml says.
struct Head {
    id: String,
    file: String,
    uses: Vec<(String, usize)>,
    line: Option<String>,
    reviewed: Option<Date>,
    instruments: Option<Registers>,
    kinds: BTreeMap<String, (usize, Upkeep)>,
}

/// The row sets of `[instruments]` by stem, each with its line.
struct Registers {
    register: (String, usize),
    abolished: (String, usize),
}

/// Why and how long records of a kind are kept.
struct Upkeep {
    purpose: String,
    basis: String,
    keep: String,
}

/// Packs about a person's career and party life never see what was said in talks.
const BEHIND_WALL: &[&str] = &["cadres", "members", "cases", "integrity"];

fn read_heads<'f>(files: &'f Files, faults: &Faults) -> BTreeMap<&'f str, Head> {
    let mut heads = BTreeMap::new();
    for pack in files.packs() {
        let path = format!("{pack}/pack.toml");
        let file = files.shown(&path);
        let Some(bytes) = files.get(&path) else {
            let hint = Some("each folder of packs/ is a pack: write its pack.toml".to_owned());
            faults.push(file, None, "there is no such file", hint);
            continue;
        };
        let page = Page::open(file, bytes, faults);
        if let Some(head) = page.and_then(|page| read_head(pack, page.place(faults))) {
            heads.insert(pack, head);
        }
    }
    heads
}

fn read_head(folder: &str, place: Place<'_>) -> Option<Head> {
    place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    if let Some(id) = keys.need("id", &format!("\"{folder}\""))
        && id != folder
    {
        keys.fault(
            "id",
            format!("\"id\" is \"{id}\" in the folder {folder}"),
            Some(format!("write id = \"{folder}\"")),
        );
    }
    if !is_stem(folder) {
        place.fault(
            None,
            format!("the folder \"{folder}\" is not snake_case"),
            Some("use a-z, 0-9 and single _".to_owned()),
        );
    }
    let uses_line = keys.line_of("uses");
    let uses: Vec<String> = keys.texts("uses").unwrap_or_default();
    if BEHIND_WALL.contains(&folder) && uses.iter().any(|u| u == "talks") {
        let hint = format!(
            "what was said in talks never reaches {}",
            BEHIND_WALL.join(", ")
        );
        keys.fault(
            "uses",
            format!("pack \"{folder}\" uses \"talks\""),
            Some(hint),
        );
    }
    let line = keys.text("line");
    let reviewed = keys
        .text("reviewed")
        .and_then(|text| match parse_day(&text) {
            Ok(day) => Some(day),
            Err(error) => {
                let (message, hint) = parted(&error.to_string());
                keys.fault("reviewed", message, hint);
                None
            }
        });
    let instruments = keys.table("instruments").and_then(|table| {
        let named = |key: &'static str| {
            let stem = table.need(key, "\"<row set of this pack>\"")?;
            Some((stem, table.line_of(key)))
        };
        let (register, abolished) = (named("register"), named("abolished"));
        table.finish();
        Some(Registers {
            register: register?,
            abolished: abolished?,
        })
    });
    let mut kinds = BTreeMap::new();
    if let Some(table) = keys.table("kind") {
        for (stem, at, value) in table.entries() {
            let Some(keys) = table.open(stem, value).map(|k| k.named_on(at)) else {
                continue;
            };
            let purpose = keys.need("purpose", "\"<what the records are for>\"");
            let basis = keys.need("basis", "\"<legal basis>\"");
            let keep = keys.need("keep", "\"<end of keeping>\"");
            keys.finish();
            let upkeep = Upkeep {
                purpose: purpose.unwrap_or_default(),
                basis: basis.unwrap_or_default(),
                keep: keep.unwrap_or_default(),
            };
            kinds.insert(stem.to_owned(), (at, upkeep));
        }
    }
    keys.finish();
    let uses = uses.into_iter().map(|u| (u, uses_line)).collect();
    Some(Head {
        id: folder.to_owned(),
        file: place.file.to_owned(),
        uses,
        line,
        reviewed,
        instruments,
        kinds,
    })
}

/// Sorts packs so that each follows those it uses; a missing pack or a circle is a fault.
fn in_order_of_use<'h>(
    heads: &'h BTreeMap<&str, Head>,
    files: &Files,
    faults: &Faults,
) -> Vec<&'h str> {
    let mut order: Vec<&str> = Vec::new();
    for (id, head) in heads {
        for (used, line) in &head.uses {
            if used == id {
                faults.push(
                    &head.file,
                    Some(*line),
                    format!("pack \"{id}\" uses itself"),
                    Some("leave it out".to_owned()),
                );
            } else if !files.packs().contains(&used.as_str()) {
                let hint = near(used, heads.keys().copied().filter(|k| k != id))
                    .filter(|hint| hint.starts_with("did"));
                let folder = files.shown("");
                let folder = match folder.trim_end_matches('/') {
                    "" => "FOLDER",
                    folder => folder,
                };
                let hint = hint.unwrap_or(format!(
                    "the folder must hold every pack that its packs use: `youju packs export {folder} {used}` writes out one \
                     that is built in"
                ));
                faults.push(
                    &head.file,
                    Some(*line),
                    format!("there is no pack \"{used}\""),
                    Some(hint),
                );
            }
        }
    }
    let mut left: Vec<(&str, &Head)> = heads.iter().map(|(id, head)| (*id, head)).collect();
    while !left.is_empty() {
        let ready = |head: &Head| {
            head.uses.iter().all(|(u, _)| {
                order.contains(&u.as_str()) || *u == head.id || !heads.contains_key(u.as_str())
            })
        };
        let Some(next) = left.iter().position(|(_, head)| ready(head)) else {
            let circle = left
                .iter()
                .map(|(id, _)| *id)
                .collect::<Vec<_>>()
                .join(", ");
            for (id, head) in left.drain(..) {
                let line = head.uses.first().map(|(_, line)| *line);
                let hint = Some("let one of them do without the other".to_owned());
                faults.push(
                    &head.file,
                    line,
                    format!("packs use each other in a circle: {circle}"),
                    hint,
                );
                order.push(id);
            }
            break;
        };
        order.push(left.remove(next).0);
    }
    order
}

/// Reads one pack, after those it uses.
struct Reader<'a> {
    files: &'a Files,
    faults: &'a Faults,
    head: &'a Head,
    done: &'a [Pack],
    with_cases: bool,
}

impl<'a> Reader<'a> {
    fn read(&self, missing_bo: &mut Vec<String>) -> Pack {
        let pages: BTreeMap<&str, Page<'_>> = self
            .files
            .of_pack(&self.head.id)
            .filter(|(path, _)| self.with_cases || !holds_cases(path))
            .filter_map(|(path, bytes)| {
                let (_, inside) = path.split_once('/')?;
                let (_, ext) = inside.rsplit_once('.')?;
                let is_text = matches!(ext, "toml" | "sql" | "txt") || inside == HOLIDAYS;
                let page =
                    is_text.then(|| Page::open(self.files.shown(path), bytes, self.faults))??;
                Some((inside, page))
            })
            .collect();
        let places: BTreeMap<&str, Place<'_>> = pages
            .iter()
            .map(|(inside, page)| (*inside, page.place(self.faults)))
            .collect();
        self.check_layout();
        let mut pack = Pack {
            id: self.head.id.clone(),
            uses: self.head.uses.iter().map(|(u, _)| u.clone()).collect(),
            line: self.head.line.clone(),
            reviewed: self.head.reviewed,
            ..Pack::default()
        };
        pack.kinds = self.read_kinds(&places);
        let fragments = stems(&places, "fragments", "sql");
        let fragments: Fragments = fragments
            .filter_map(|(stem, place)| fragment::read(place, stem))
            .collect();
        let row_sets = {
            let names = self.names(&pack);
            self.check_records(&names, &places);
            let read = |(stem, place)| {
                let sql = places.get(format!("rowsets/{stem}.sql").as_str()).copied();
                rowset::read(place, sql, &fragments, &names, stem)
            };
            let all = stems(&places, "rowsets", "toml");
            let plain = all.filter(|(_, place)| !running::is_declared(*place));
            plain.filter_map(read).collect()
        };
        pack.row_sets = row_sets;
        // A balance comes after the rows that it adds up.
        let balances: Vec<_> = {
            let names = self.names(&pack);
            let all = stems(&places, "rowsets", "toml");
            let declared = all.filter(|(_, place)| running::is_declared(*place));
            let read = |(stem, place)| {
                let sql = places.get(format!("rowsets/{stem}.sql").as_str()).copied();
                running::read(place, sql, &names, stem)
            };
            declared.filter_map(read).collect()
        };
        pack.row_sets.extend(balances);
        pack.instruments = self.check_instruments(&pack);
        let (indicators, rules, cadences) = {
            let names = self.names(&pack);
            let indicators: Vec<_> = stems(&places, "indicators", "toml")
                .filter_map(|(stem, place)| indicator::read(place, &names, stem))
                .collect();
            let sql = |stem: &str| places.get(format!("rules/{stem}.sql").as_str()).copied();
            let rules: Vec<_> = stems(&places, "rules", "toml")
                .filter_map(|(stem, place)| rule::read(place, &names, stem, sql))
                .collect();
            let cadences: Vec<_> = stems(&places, "cadences", "toml")
                .filter_map(|(stem, place)| cadence::read(place, &names, stem))
                .collect();
            (indicators, rules, cadences)
        };
        (pack.indicators, pack.rules, pack.cadences) = (indicators, rules, cadences);
        pack.holidays = places
            .get(HOLIDAYS)
            .map(|place| calendar::read(*place))
            .unwrap_or_default();
        self.check_indicators(&pack, &places);
        self.check_orphans(&pack, &fragments, &places);
        let cases = {
            let names = self.names(&pack);
            stems(&places, CASES, "toml")
                .flat_map(|(_, place)| case::read(place, &names))
                .collect()
        };
        pack.cases = cases;
        pack.messages = self.read_messages(&pack, &places, missing_bo);
        pack
    }

    fn names<'p>(&self, pack: &'p Pack) -> Names<'p>
    where
        'a: 'p,
    {
        let done: &'p [Pack] = self.done;
        Names {
            own: pack,
            uses: done.iter().filter(|p| pack.uses.contains(&p.id)).collect(),
        }
    }

    fn read_kinds(&self, places: &BTreeMap<&str, Place<'_>>) -> Vec<Kind> {
        let mut kinds = Vec::new();
        let mut seen = BTreeSet::new();
        for (stem, place) in stems(places, "kinds", "toml") {
            seen.insert(stem);
            let kind = kind::read(place, &self.head.id, stem);
            match self.head.kinds.get(stem) {
                Some((_, upkeep)) => kinds.extend(kind.map(|kind| Kind {
                    purpose: upkeep.purpose.clone(),
                    basis: upkeep.basis.clone(),
                    keep: upkeep.keep.clone(),
                    ..kind
                })),
                None => {
                    let hint = Some(format!("add [kind.{stem}] with purpose, basis and keep"));
                    self.faults.push(
                        &self.head.file,
                        None,
                        format!("nothing says why the kind \"{stem}\" is kept"),
                        hint,
                    );
                    kinds.extend(kind);
                }
            }
        }
        for (stem, (line, _)) in &self.head.kinds {
            if !seen.contains(stem.as_str()) {
                let hint = near(stem, seen.iter().copied()).filter(|h| h.starts_with("did"));
                let hint = hint.or(Some(format!("write kinds/{stem}.toml, or leave it out")));
                self.faults.push(
                    &self.head.file,
                    Some(*line),
                    format!("[kind.{stem}] has no file"),
                    hint,
                );
            }
        }
        kinds
    }

    /// Checks the row sets of `[instruments]`.
    fn check_instruments(&self, pack: &Pack) -> Option<Instruments> {
        let Registers {
            register,
            abolished,
        } = self.head.instruments.as_ref()?;
        let find = |(stem, line): &(String, usize), lasting: bool| {
            let fault = |message: String, hint: Option<String>| {
                self.faults
                    .push(&self.head.file, Some(*line), message, hint);
            };
            let Some(set) = pack.row_sets.iter().find(|set| set.stem == *stem) else {
                let hint = near(stem, pack.row_sets.iter().map(|set| set.stem.as_str()));
                fault(format!("no row set \"{stem}\" in this pack"), hint);
                return None;
            };
            if !set.dims.iter().any(|dim| dim == INSTRUMENT) {
                fault(
                    format!("row set \"{stem}\" names no instrument"),
                    Some(format!("give it a dimension \"{INSTRUMENT}\": the title")),
                );
            }
            if lasting && set.grain != Grain::Interval {
                fault(
                    format!("row set \"{stem}\" does not last"),
                    Some("grain = \"interval\": since when it is abolished".to_owned()),
                );
            }
            Some(set.id.clone())
        };
        let (register, abolished) = (find(register, false), find(abolished, true));
        Some(Instruments {
            register: register?,
            abolished: abolished?,
        })
    }

    /// Checks the kinds that record fields point to.
    fn check_records(&self, names: &Names<'_>, places: &BTreeMap<&str, Place<'_>>) {
        for kind in &names.own.kinds {
            let Some(place) = places.get(format!("kinds/{}.toml", kind.stem).as_str()) else {
                continue;
            };
            let subs = kind
                .fields
                .iter()
                .flat_map(|f| f.rows().unwrap_or_default());
            for field in kind.fields.iter().chain(subs) {
                if let FieldType::Record(target) = &field.ty
                    && (names.kind(target).is_none() || !target.contains('.'))
                {
                    let line = place
                        .text
                        .lines()
                        .position(|l| l.trim_start().starts_with(&field.name))
                        .map(|i| i + 1);
                    let near = names
                        .own
                        .kinds
                        .iter()
                        .chain(names.uses.iter().flat_map(|p| &p.kinds))
                        .map(|k| k.id.as_str());
                    place.fault(
                        line,
                        format!("field \"{}\" points to no kind \"{target}\"", field.name),
                        names.hint(target, near),
                    );
                }
            }
        }
    }

    /// Checks what refers to indicators, once all are read.
    fn check_indicators(&self, pack: &Pack, places: &BTreeMap<&str, Place<'_>>) {
        let names = self.names(pack);
        let all: Vec<&Indicator> = std::iter::once(pack)
            .chain(names.uses.iter().copied())
            .flat_map(|p| &p.indicators)
            .collect();
        let ids = || all.iter().map(|i| i.id.as_str());
        for indicator in &pack.indicators {
            let Some(place) = places.get(format!("indicators/{}.toml", indicator.stem).as_str())
            else {
                continue;
            };
            let line = |key: &str| {
                place
                    .text
                    .lines()
                    .position(|l| l.starts_with(key))
                    .map(|i| i + 1)
            };
            if let Some(whole) = &indicator.share_of {
                match all.iter().find(|i| i.id == *whole) {
                    None => place.fault(
                        line("share_of"),
                        format!("no indicator \"{whole}\""),
                        names.hint(whole, ids()),
                    ),
                    Some(whole) if whole.time != indicator.time => {
                        let hint = Some("both must be stocks, or both flows".to_owned());
                        place.fault(
                            line("share_of"),
                            format!("the share and \"{}\" differ in time", whole.id),
                            hint,
                        );
                    }
                    Some(whole) if whole.share_of.is_some() => {
                        let hint = Some("name a number".to_owned());
                        place.fault(
                            line("share_of"),
                            format!("\"{}\" is itself a share", whole.id),
                            hint,
                        );
                    }
                    Some(_) => {}
                }
            }
            let about_person = names
                .row_set(&indicator.row_set)
                .is_some_and(|r| r.has_person);
            for phrase in &indicator.say {
                let parts: Vec<&str> = phrase.split('…').collect();
                if parts.len() > 2 || parts.iter().any(|part| part.is_empty()) {
                    place.fault(
                        line("say"),
                        format!("\"{phrase}\" needs words, with at most one … between them"),
                        None,
                    );
                }
                if let Some(barred) = content::barred(phrase, about_person)
                    && !indicator.sensitive
                {
                    place.fault(
                        line("say"),
                        format!("\"{phrase}\" speaks of \"{}\"", barred.word),
                        Some(barred.why.to_owned()),
                    );
                }
            }
        }
        for cadence in &pack.cadences {
            let Some(place) = places.get(format!("cadences/{}.toml", cadence.stem).as_str()) else {
                continue;
            };
            if let Some((id, _)) = &cadence.met_when {
                let line = place
                    .text
                    .lines()
                    .position(|l| l.starts_with("met_when"))
                    .map(|i| i + 1);
                match all.iter().find(|i| i.id == *id) {
                    None => place.fault(
                        line,
                        format!("no indicator \"{id}\""),
                        names.hint(id, ids()),
                    ),
                    Some(found) if found.row_set != cadence.met_by.row_set => place.fault(
                        line,
                        format!("\"{id}\" does not count the rows of met_by"),
                        Some(format!("write met_by = \"{}\"", found.row_set)),
                    ),
                    Some(found) if !adds_up(&found.measure) || found.share_of.is_some() => place
                        .fault(
                            line,
                            format!("\"{id}\" does not grow row by row"),
                            Some(
                                "name an indicator of rows, sum qty, days or distinct values"
                                    .to_owned(),
                            ),
                        ),
                    Some(_) => {}
                }
            }
        }
    }

    /// Reports SQL that nothing reads, and names that mean two things.
    fn check_orphans(
        &self,
        pack: &Pack,
        fragments: &Fragments,
        places: &BTreeMap<&str, Place<'_>>,
    ) {
        for (stem, place) in stems(places, "fragments", "sql") {
            let taken = pack.row_sets.iter().any(|set| set.stem == stem);
            let mut texts = stems(places, "rowsets", "sql");
            let used = texts.any(|(_, sql)| fragment::reads(sql.text, stem));
            if taken {
                let hint = Some("rename one: it would not be clear which is read".to_owned());
                place.fault(None, format!("a row set is named \"{stem}\" too"), hint);
            } else if fragments.contains_key(stem) && !used {
                let hint = Some("name it in a row set, or remove it".to_owned());
                place.fault(None, "no row set of the pack reads this fragment", hint);
            }
        }
        for (stem, place) in stems(places, "rowsets", "sql") {
            if !places.contains_key(format!("rowsets/{stem}.toml").as_str()) {
                place.fault(
                    None,
                    "no row set reads this SQL",
                    Some(format!("write rowsets/{stem}.toml, or remove it")),
                );
            }
        }
        let unread = stems(places, "rules", "toml")
            .filter(|(stem, _)| !pack.rules.iter().any(|r| r.stem == *stem))
            .count();
        for (stem, place) in stems(places, "rules", "sql") {
            let used = pack.rules.iter().any(|r| r.sql_stem == stem)
                || places.contains_key(format!("rules/{stem}.toml").as_str());
            if !used && unread == 0 {
                place.fault(
                    None,
                    "no rule reads this SQL",
                    Some(format!(
                        "write rules/{stem}.toml, name it by sql = \"{stem}\", or remove it"
                    )),
                );
            }
        }
        for row_set in &pack.row_sets {
            if pack.kinds.iter().any(|k| k.stem == row_set.stem) {
                let hint = Some(
                    "rename one: figures and records must not be taken for each other".to_owned(),
                );
                self.faults.push(
                    self.files
                        .shown(&format!("{}/rowsets/{}.toml", pack.id, row_set.stem)),
                    None,
                    format!("a kind is named \"{}\" too", row_set.stem),
                    hint,
                );
            }
        }
    }

    fn check_layout(&self) {
        const KNOWN: &[(&str, &[&str])] = &[
            ("kinds", &["toml"]),
            ("fragments", &["sql"]),
            ("rowsets", &["toml", "sql"]),
            ("indicators", &["toml"]),
            ("rules", &["toml", "sql"]),
            ("cadences", &["toml"]),
            (CASES, &["toml"]),
            ("i18n", &["txt"]),
        ];
        for (path, _) in self.files.of_pack(&self.head.id) {
            let file = self.files.shown(path);
            let Some((_, inside)) = path.split_once('/') else {
                continue;
            };
            let fault = |message: String, hint: Option<String>| {
                self.faults.push(&file, None, message, hint)
            };
            let (folder, name) = match inside.split_once('/') {
                None if matches!(inside, "pack.toml" | "README.md" | HOLIDAYS) => continue,
                None => {
                    fault(
                        "a file that no pack has".to_owned(),
                        near(inside, ["pack.toml", "README.md", HOLIDAYS]),
                    );
                    continue;
                }
                Some(("reports" | "tables", _)) => continue,
                Some(parts) => parts,
            };
            let Some((_, exts)) = KNOWN.iter().find(|(f, _)| *f == folder) else {
                let folders = KNOWN.iter().map(|(f, _)| *f).chain(["reports", "tables"]);
                fault(
                    format!("no pack has a folder \"{folder}\""),
                    near(folder, folders),
                );
                continue;
            };
            let (stem, ext) = name.rsplit_once('.').unwrap_or((name, ""));
            if !exts.contains(&ext) {
                fault(
                    format!("\"{name}\" is no file of {folder}/"),
                    Some(format!("it holds .{} files", exts.join(" and ."))),
                );
            } else if folder == "i18n" && !Lang::ALL.iter().any(|l| l.code() == stem) {
                fault(
                    format!("\"{stem}\" is no language of screens"),
                    Some("known here: zh, en, bo".to_owned()),
                );
            } else if !is_stem(stem) {
                fault(
                    format!("\"{stem}\" is not snake_case"),
                    Some("use a-z, 0-9 and single _".to_owned()),
                );
            }
        }
    }

    fn read_messages(
        &self,
        pack: &Pack,
        places: &BTreeMap<&str, Place<'_>>,
        missing_bo: &mut Vec<String>,
    ) -> Messages {
        let owed = owed(pack, self);
        let files: Vec<(Lang, Option<Place<'_>>)> = Lang::ALL
            .into_iter()
            .map(|lang| {
                (
                    lang,
                    places.get(format!("i18n/{lang}.txt").as_str()).copied(),
                )
            })
            .collect();
        for (lang, place) in &files {
            if place.is_none() && *lang != Lang::Bo {
                let file = self.files.shown(&format!("{}/i18n/{lang}.txt", pack.id));
                let hint = Some(format!(
                    "write it: {} texts are owed, the first is {}",
                    owed.len(),
                    owed[0].key
                ));
                self.faults.push(file, None, "there is no such file", hint);
            }
        }
        let mut missing = Vec::new();
        let messages = messages::read(&files, &owed, &dimensions(pack), &mut missing);
        missing_bo.extend(missing.into_iter().map(|key| format!("{}:{key}", pack.id)));
        messages
    }
}

/// Says whether more rows can only make more of it.
fn adds_up(measure: &Measure) -> bool {
    !matches!(measure, Measure::MinQty | Measure::MeanQty)
}

/// Lists the dimensions of a pack's row sets, each with whether it stands in a row about a person.
fn dimensions(pack: &Pack) -> BTreeMap<String, bool> {
    let mut dimensions = BTreeMap::new();
    for row_set in &pack.row_sets {
        for dimension in &row_set.dims {
            *dimensions.entry(dimension.clone()).or_default() |= row_set.has_person;
        }
    }
    dimensions
}

/// Lists all texts that a pack owes.
fn owed(pack: &Pack, reader: &Reader<'_>) -> Vec<Owed> {
    let plain = |key: String, net: Option<bool>| Owed {
        key,
        or: None,
        slots: Vec::new(),
        net,
    };
    let mut owed = vec![plain("pack".to_owned(), None)];
    for kind in &pack.kinds {
        let net = Some(kind.about_person());
        owed.push(plain(format!("kind.{}", kind.stem), net));
        let subs = kind.fields.iter().flat_map(|f| {
            f.rows()
                .unwrap_or_default()
                .iter()
                .map(move |sub| (format!("{}.{}", f.name, sub.name), sub))
        });
        for (path, field) in kind.fields.iter().map(|f| (f.name.clone(), f)).chain(subs) {
            owed.push(plain(format!("field.{}.{path}", kind.stem), net));
            if let FieldType::Choice(of) = &field.ty {
                owed.extend(
                    of.iter()
                        .map(|value| plain(format!("choice.{}.{path}.{value}", kind.stem), net)),
                );
            }
        }
    }
    for row_set in &pack.row_sets {
        owed.push(plain(
            format!("rowset.{}", row_set.stem),
            Some(row_set.has_person),
        ));
    }
    for indicator in &pack.indicators {
        let about_person = reader
            .names(pack)
            .row_set(&indicator.row_set)
            .is_some_and(|r| r.has_person);
        owed.push(plain(
            format!("indicator.{}", indicator.stem),
            (!indicator.sensitive).then_some(about_person),
        ));
    }
    for rule in &pack.rules {
        let shared = rule.sql_stem != rule.stem;
        let slots = rule
            .sql
            .as_ref()
            .map(|s| s.columns.clone())
            .unwrap_or_default();
        let text = |tail: &str| Owed {
            key: format!("rule.{}{tail}", rule.stem),
            or: shared.then(|| format!("rule.{}{tail}", rule.sql_stem)),
            slots: slots.clone(),
            net: None,
        };
        owed.push(text(""));
        if rule.hardness.can_refuse() {
            owed.push(text(".way_out"));
        }
    }
    for cadence in &pack.cadences {
        owed.push(plain(format!("cadence.{}", cadence.stem), None));
    }
    owed
}

/// Walks the files of one folder with one ending: stem and place, sorted.
fn stems<'p, 'a>(
    places: &'p BTreeMap<&str, Place<'a>>,
    folder: &'static str,
    ext: &'static str,
) -> impl Iterator<Item = (&'p str, Place<'a>)> {
    places.iter().filter_map(move |(path, place)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        let stem = name.strip_suffix(ext)?.strip_suffix('.')?;
        (!stem.contains('/')).then_some((stem, *place))
    })
}

/// Two packs can arrive at one table name (`a_b` + `c`, `a` + `b_c`).
fn check_tables(packs: &Packs, files: &Files, faults: &Faults) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for pack in &packs.packs {
        let kinds = pack.kinds.iter().flat_map(|k| {
            let children = k.children().map(|f| k.child_table(&f.name));
            std::iter::once(k.table.clone())
                .chain(children)
                .collect::<Vec<_>>()
        });
        let rows = pack.row_sets.iter().map(|r| r.table.clone());
        for table in kinds.chain(rows) {
            if let Some(other) = seen.insert(table.clone(), &pack.id) {
                let hint = Some(format!("rename it here or in the pack \"{other}\""));
                faults.push(
                    files.shown(&format!("{}/pack.toml", pack.id)),
                    None,
                    format!("two tables are named \"{table}\""),
                    hint,
                );
            }
        }
    }
}
