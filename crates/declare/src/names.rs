//! Which names a pack may use: its own and those of the packs in `uses`.

use crate::fault::near;
use crate::kind::{Column, Kind};
use crate::pack::Pack;
use crate::rowset::RowSet;
use crate::sql::Source;
use std::collections::BTreeMap;

/// What one pack sees while it is read: itself and, whole, the packs it uses.
pub(crate) struct Names<'a> {
    pub(crate) own: &'a Pack,
    pub(crate) uses: Vec<&'a Pack>,
}

impl<'a> Names<'a> {
    fn packs(&self) -> impl Iterator<Item = &'a Pack> + '_ {
        std::iter::once(self.own).chain(self.uses.iter().copied())
    }

    /// Makes a full id of a stem (own pack) or an id: `filled` → `establishment.filled`.
    pub(crate) fn id(&self, name: &str) -> String {
        if name.contains('.') {
            name.to_owned()
        } else {
            format!("{}.{name}", self.own.id)
        }
    }

    /// Finds a kind by stem or id.
    pub(crate) fn kind(&self, name: &str) -> Option<&'a Kind> {
        let id = self.id(name);
        self.packs().flat_map(|p| &p.kinds).find(|k| k.id == id)
    }

    /// Finds a row set by stem or id.
    pub(crate) fn row_set(&self, name: &str) -> Option<&'a RowSet> {
        let id = self.id(name);
        self.packs().flat_map(|p| &p.row_sets).find(|r| r.id == id)
    }

    fn short<'b>(&self, pack: &str, stem: &'b str, id: &'b str) -> &'b str {
        if pack == self.own.id { stem } else { id }
    }

    /// Suggests a kind near to `name`.
    pub(crate) fn near_kind(&self, name: &str) -> Option<String> {
        self.hint(
            name,
            self.packs()
                .flat_map(|p| &p.kinds)
                .map(|k| self.short(&k.pack, &k.stem, &k.id)),
        )
    }

    /// Suggests a row set near to `name`.
    pub(crate) fn near_row_set(&self, name: &str) -> Option<String> {
        self.hint(
            name,
            self.packs()
                .flat_map(|p| &p.row_sets)
                .map(|r| self.short(&r.pack, &r.stem, &r.id)),
        )
    }

    /// A name of another pack may be right and only the pack missing in `uses`.
    pub(crate) fn hint<'b>(
        &self,
        name: &str,
        known: impl Iterator<Item = &'b str>,
    ) -> Option<String> {
        match name.split_once('.') {
            Some((pack, _)) if pack != self.own.id && !self.uses.iter().any(|p| p.id == pack) => {
                Some(format!("add \"{pack}\" to uses in pack.toml"))
            }
            _ => near(name, known),
        }
    }

    /// Lists all kinds and list fields by their table's name.
    pub(crate) fn tables(&self) -> BTreeMap<String, Source> {
        let mut tables = BTreeMap::new();
        for kind in self.packs().flat_map(|p| &p.kinds) {
            tables.insert(kind.table.clone(), Source::Kind(kind.id.clone()));
            for field in kind.children() {
                let source = Source::Child {
                    kind: kind.id.clone(),
                    field: field.name.clone(),
                };
                tables.insert(kind.child_table(&field.name), source);
            }
        }
        tables
    }

    /// Lists all row sets by the names that rules give them: own by stem, others as `<pack>_<stem>`.
    pub(crate) fn row_sets(&self) -> BTreeMap<String, Source> {
        let own = self.own.row_sets.iter().map(|r| (r.stem.clone(), r));
        let others = self
            .uses
            .iter()
            .flat_map(|p| &p.row_sets)
            .map(|r| (format!("{}_{}", r.pack, r.stem), r));
        own.chain(others)
            .map(|(name, r)| (name, Source::RowSet(r.id.clone())))
            .collect()
    }

    /// Gives the columns of a kind or list by source; none for row sets.
    pub(crate) fn columns(&self, source: &Source) -> Option<Vec<Column>> {
        match source {
            Source::Kind(id) => Some(self.kind(id)?.columns()),
            Source::Child { kind, field } => {
                let kind = self.kind(kind)?;
                Some(kind.child_columns(kind.field(field)?))
            }
            _ => None,
        }
    }
}
