//! The packs and their statements, put together once: what every change and every question goes through.

use crate::ask::figure::AskError;
use crate::close::locks;
use crate::kept::project::{Change, KindSql};
use crate::kept::rollup::series::Plan;
use crate::kept::rollup::{self, follow};
use crate::kept::sets::{self, Diff, RowSetSql};
use crate::kept::units;
use crate::names::{PLACES, UNIT};
use crate::problem::{Problem, SubmitError};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_db::{DbError, Rows as _, Tx};
use youju_declare::bind::{self, BoundRule};
use youju_declare::{Kind, Packs, RowSet, Rule, Source, Standing};

/// Packs with all their statements. Holds no connection and no keys.
pub struct Core {
    /// What may be recorded, and what is made of it.
    pub packs: Packs,
    kinds: HashMap<String, KindSql>,
    sets: Vec<RowSetSql>,
    /// Place in `sets` of the row set from which trees are read.
    places: Option<usize>,
    /// Kind id → the row sets that read it, by place in `sets`; without running balances.
    feeds: HashMap<String, Vec<usize>>,
    /// Row set → its running balances, by place in `sets`.
    balances: HashMap<usize, Vec<usize>>,
    rules: HashMap<String, BoundRule>,
    /// Rule id → the row sets that it reads, by place in `sets`.
    reads: HashMap<String, BTreeSet<usize>>,
    plan: Plan,
}

impl Core {
    /// Puts the statements of all packs together.
    pub fn new(packs: Packs) -> Self {
        let kinds = packs
            .kinds()
            .map(|kind| (kind.id.clone(), KindSql::new(kind)))
            .collect();
        let sets: Vec<RowSetSql> = packs
            .row_sets()
            .map(|set| RowSetSql::new(&packs, set))
            .collect();
        let places: HashMap<&str, usize> = packs
            .row_sets()
            .enumerate()
            .map(|(i, set)| (set.id.as_str(), i))
            .collect();
        let trees = places.get(PLACES).copied();
        let mut feeds: HashMap<String, Vec<usize>> = HashMap::new();
        let mut balances: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, set) in packs.row_sets().enumerate() {
            if let Some(balance) = &set.balance_of {
                let of = places.get(balance.of.as_str());
                let of = of.expect("a balance names a row set of its pack");
                balances.entry(*of).or_default().push(i);
                continue;
            }
            let read: BTreeSet<&str> = set.keys.iter().map(|key| key.kind.as_str()).collect();
            for kind in read {
                feeds.entry(kind.to_owned()).or_default().push(i);
            }
        }
        let mut rules = HashMap::new();
        let mut reads = HashMap::new();
        for rule in packs.rules() {
            let sources = rule
                .sql
                .iter()
                .flat_map(|sql| &sql.reads)
                .map(|read| &read.source);
            let read = sources.filter_map(|source| match source {
                Source::RowSet(id) => places.get(id.as_str()).copied(),
                _ => None,
            });
            reads.insert(rule.id.clone(), read.collect());
            if let Some(bound) = bind::rule(&packs, rule) {
                rules.insert(rule.id.clone(), bound);
            }
        }
        Self {
            kinds,
            sets,
            places: trees,
            feeds,
            balances,
            rules,
            reads,
            plan: Plan::new(&packs),
            packs,
        }
    }

    /// Makes the tables of all kinds and row sets, and those of the core itself.
    pub fn create_tables(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        tx.execute_batch(units::SCHEMA)?;
        tx.execute_batch(locks::SCHEMA)?;
        tx.execute_batch(rollup::SCHEMA)?;
        tx.execute_batch(rollup::persons::SCHEMA)?;
        tx.execute_batch(rollup::STEPS)?;
        for table in bind::schema(&self.packs) {
            tx.execute_batch(&table.create)?;
            for (_, create) in table.indexes {
                tx.execute_batch(&create)?;
            }
        }
        if self.places.is_some() {
            tx.execute_batch(units::PLACES_INDEXES)?;
        }
        Ok(())
    }

    /// Makes what a connection needs before it can judge.
    pub fn prepare(tx: &mut Tx<'_>) -> Result<(), DbError> {
        tx.execute(bind::AS_AT, &[])?;
        tx.execute(rollup::STEPS, &[]).map(drop)
    }

    /// The series that are counted in advance.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Brings what changes noted into the roll-ups; a ledger on disk does it once per commit.
    pub fn settle(tx: &mut Tx<'_>) -> Result<(), DbError> {
        follow::settle(tx)
    }

    /// Brings the bitmaps of persons up to the head of the journal, if they are far behind it or `now` is true.
    pub fn bring_up(&self, tx: &mut Tx<'_>, now: bool) -> Result<(), DbError> {
        let head = tx.int("select max(seq) from journal", &[])?.unwrap_or(0);
        rollup::persons::bring_up(tx, &self.packs, &self.plan, head, now)
    }

    /// Counts all roll-ups anew.
    pub fn rebuild_rollups(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        follow::rebuild(tx, &self.packs, &self.plan)
    }

    /// Finds a kind, or says which name is near.
    pub fn find_kind(&self, id: &str) -> Result<&Kind, SubmitError> {
        self.packs.kind(id).ok_or_else(|| {
            let hint = youju_declare::near(id, self.packs.kinds().map(|k| k.id.as_str()))
                .unwrap_or_else(|| "`youju kinds --dir DIR` lists the kinds".to_owned());
            SubmitError::Invalid(vec![Problem::new(
                "kind",
                format!("there is no kind \"{id}\""),
                hint,
            )])
        })
    }

    /// The statements of a kind.
    pub fn kind_sql(&self, kind: &Kind) -> &KindSql {
        self.kinds
            .get(&kind.id)
            .expect("statements are made for every kind of the packs")
    }

    /// A row set, by place.
    pub fn row_set(&self, place: usize) -> &RowSet {
        self.packs
            .row_sets()
            .nth(place)
            .expect("places count the row sets of the packs")
    }

    /// The statements of a row set, by place.
    pub fn row_set_sql(&self, place: usize) -> &RowSetSql {
        &self.sets[place]
    }

    /// All row sets with their statements.
    pub fn row_sets(&self) -> impl Iterator<Item = (&RowSet, &RowSetSql)> {
        self.packs.row_sets().zip(&self.sets)
    }

    /// The row sets that a kind feeds, running balances with them, with their statements.
    pub fn fed_by<'c>(
        &'c self,
        kind: &'c Kind,
    ) -> impl Iterator<Item = (&'c RowSet, &'c RowSetSql)> {
        self.row_sets().filter(|(set, _)| set.reads_kind(&kind.id))
    }

    /// The row sets that a kind feeds, by place; [`Core::follow_balances`] leads on to their balances.
    pub fn places_fed_by(&self, kind: &Kind) -> impl Iterator<Item = usize> {
        self.feeds.get(&kind.id).into_iter().flatten().copied()
    }

    /// The bound SQL of a rule; none for one that people watch.
    pub fn rule_sql(&self, rule: &Rule) -> Option<&BoundRule> {
        self.rules.get(&rule.id)
    }

    /// Puts another statement in the place of a rule's, or none; gives what was there. Only for trying what depends on it.
    pub(crate) fn swap_rule_sql(
        &mut self,
        rule: &str,
        sql: Option<BoundRule>,
    ) -> Option<BoundRule> {
        match sql {
            Some(sql) => self.rules.insert(rule.to_owned(), sql),
            None => self.rules.remove(rule),
        }
    }

    /// All standing rules.
    pub fn standing_rules(&self) -> impl Iterator<Item = (&Rule, &Standing)> {
        self.packs
            .rules()
            .filter_map(|rule| rule.standing.as_ref().map(|standing| (rule, standing)))
    }

    /// The row sets that a rule reads, by place.
    pub fn read_sets(&self, rule: &Rule) -> &BTreeSet<usize> {
        static NONE: BTreeSet<usize> = BTreeSet::new();
        self.reads.get(&rule.id).unwrap_or(&NONE)
    }

    /// Puts one change into its kind's table, the paths of units and every row set that it feeds.
    ///
    /// - Output: the partitions that were evaluated, with what moved in each.
    pub fn put_in(
        &self,
        tx: &mut Tx<'_>,
        kind: &Kind,
        change: &Change,
        seq: i64,
    ) -> Result<Vec<(usize, Diff)>, DbError> {
        self.put_in_all(tx, &[(kind, change)], seq)
    }

    /// As [`Core::put_in`], for all changes of one entry: each partition is evaluated once, after the last of them.
    pub fn put_in_all(
        &self,
        tx: &mut Tx<'_>,
        changes: &[(&Kind, &Change)],
        seq: i64,
    ) -> Result<Vec<(usize, Diff)>, DbError> {
        let mut touched: BTreeSet<(usize, sets::Key)> = BTreeSet::new();
        for (kind, change) in changes {
            self.kind_sql(kind).apply(tx, seq, change)?;
            if kind.id == UNIT {
                follow::set_level(tx, &self.packs, &self.plan, change)?;
            }
            for place in self.feeds.get(&kind.id).into_iter().flatten() {
                let keys = sets::touched(self.row_set(*place), &kind.id, change);
                touched.extend(keys.into_iter().map(|key| (*place, key)));
            }
        }
        let only = match changes {
            [(kind, change)] => Some((kind.id.as_str(), *change)),
            _ => None,
        };
        let mut diffs = Vec::new();
        for (place, key) in touched {
            let diff = self.sets[place].refresh(tx, seq, &key, only)?;
            let from = diffs.len();
            self.follow_balances(tx, seq, place, &diff, &mut diffs)?;
            for (balance, diff) in &diffs[from..] {
                follow::note(tx, &self.plan, self.row_set(*balance), *balance, diff)?;
            }
            follow::note(tx, &self.plan, self.row_set(place), place, &diff)?;
            if Some(place) == self.places && diff.moves() {
                let columns = &self.sets[place].columns;
                follow::moved(tx, &self.packs, &self.plan, columns, &diff)?;
            }
            diffs.push((place, diff));
        }
        Ok(diffs)
    }

    /// Brings the running balances of a row set's rows up to what moved in them, and adds their differences to `diffs`.
    pub fn follow_balances(
        &self,
        tx: &mut Tx<'_>,
        seq: i64,
        place: usize,
        diff: &Diff,
        diffs: &mut Vec<(usize, Diff)>,
    ) -> Result<(), DbError> {
        if !diff.moves() {
            return Ok(());
        }
        for balance in self.balances.get(&place).into_iter().flatten() {
            if let Some(diff) = self.sets[*balance].follow(tx, seq, diff)? {
                diffs.push((*balance, diff));
            }
        }
        Ok(())
    }

    /// Empties every personal column of a person, in all versions.
    pub fn blank(&self, tx: &mut Tx<'_>, subject: &str) -> Result<(), DbError> {
        for kind in self.packs.kinds() {
            let Some(by) = &kind.subject else { continue };
            let personal: Vec<String> = kind
                .columns()
                .into_iter()
                .filter(|c| c.personal)
                .map(|c| format!("{} = null", c.name))
                .collect();
            if !personal.is_empty() {
                let sql = format!(
                    "update {} set {} where {by} = ?1",
                    kind.table,
                    personal.join(", ")
                );
                tx.execute(&sql, &[subject.into()])?;
            }
        }
        Ok(())
    }

    /// Columns of every table that holds projections, for comparing a rebuild: table → columns.
    pub fn projections(&self) -> BTreeMap<String, Vec<String>> {
        let mut tables = BTreeMap::from([(
            "unit_path".to_owned(),
            vec!["line".to_owned(), "unit".into(), "path".into()],
        )]);
        let own = locks::TABLES.into_iter().chain(rollup::TABLES);
        tables.extend(own.map(|(name, columns)| {
            let columns = columns.iter().map(|c| (*c).to_owned()).collect();
            (name.to_owned(), columns)
        }));
        tables.extend(
            bind::schema(&self.packs)
                .into_iter()
                .map(|table| (table.name, table.columns)),
        );
        tables
    }

    /// Finds a row set, for signatures and evidence.
    pub fn find_row_set(&self, id: &str) -> Result<&RowSet, AskError> {
        self.packs
            .row_set(id)
            .ok_or_else(|| AskError::Indicator(id.to_owned(), String::new()))
    }
}
