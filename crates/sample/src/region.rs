//! The units of the example region: an office with its branches, a county, a prefecture, a brigade, a company.

use crate::numerals::chinese;
use crate::sheet::Sheet;
use serde_json::json;

/// Lines of the organisation in which every unit stands, under the same parent in each.
pub(crate) const LINES: [&str; 3] = ["party", "administration", "establishment"];
/// Units and their links hold from this day.
pub(crate) const FOUNDED_ON: &str = "2000-01-01";

/// How many units of a sort the region has.
pub(crate) const BRANCHES: usize = 18;
pub(crate) const DEPARTMENTS: usize = 28;
pub(crate) const TOWNSHIPS: usize = 37;
pub(crate) const SCHOOLS: usize = 28;
pub(crate) const COUNTY_TOWNSHIPS: usize = 6;

/// A unit to be founded.
pub(crate) struct Unit {
    pub code: String,
    pub name: String,
    pub short: Option<String>,
    pub sort: &'static str,
    pub parent: Option<String>,
    /// The first day.
    pub since: &'static str,
}

impl Unit {
    pub fn new(
        code: impl Into<String>,
        name: impl Into<String>,
        sort: &'static str,
        parent: Option<&str>,
    ) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            short: None,
            sort,
            parent: parent.map(str::to_owned),
            since: FOUNDED_ON,
        }
    }

    /// The unit as founded on another day than most.
    pub fn since(self, since: &'static str) -> Self {
        Self { since, ..self }
    }

    fn called(self, short: &str) -> Self {
        Self {
            short: Some(short.to_owned()),
            ..self
        }
    }

    /// Adds the unit and its links.
    pub fn found(&self, sheet: &mut Sheet) {
        let mut fields = json!({ "unit": self.code, "name": self.name, "sort": self.sort, "from_on": self.since });
        if let Some(short) = &self.short {
            fields["short"] = json!(short);
        }
        sheet.record(format!("unit-{}", self.code), "core.unit", fields);
        for line in LINES {
            if let Some(parent) = &self.parent {
                let fields = json!({ "unit": self.code, "line": line, "parent": parent, "from_on": self.since });
                sheet.record(
                    format!("link-{}-{line}", self.code),
                    "core.unit_link",
                    fields,
                );
            }
        }
    }
}

/// Lists every unit of the region, each after its parent.
pub(crate) fn units() -> Vec<Unit> {
    let mut units = vec![
        Unit::new("region", "示例自治区", "region", None),
        Unit::new("office", "示例区党委网信办", "office", Some("region")).called("示例网信办"),
        Unit::new("prefecture", "示例地区", "prefecture", Some("region")),
        Unit::new("county", "示例县", "county", Some("region")),
        Unit::new("county.b01", "示例县机关党支部", "branch", Some("county")),
        Unit::new("brigade", "示例县公安局交警大队", "brigade", Some("county"))
            .called("示例交警大队"),
        Unit::new("company", "示例通信公司", "company", Some("region")),
        Unit::new(
            "company.b01",
            "示例通信公司党支部",
            "branch",
            Some("company"),
        ),
    ];
    units.extend((1..=BRANCHES).map(|n| {
        Unit::new(
            branch(n),
            format!("示例网信办第{}党支部", chinese(n)),
            "branch",
            Some("office"),
        )
    }));
    units.extend((1..=DEPARTMENTS).map(|n| {
        Unit::new(
            department(n),
            format!("示例地区第{}局", chinese(n)),
            "department",
            Some("prefecture"),
        )
    }));
    units.extend((1..=TOWNSHIPS).map(|n| {
        Unit::new(
            township(n),
            format!("示例{}乡", chinese(n)),
            "township",
            Some("prefecture"),
        )
    }));
    units.extend((1..=SCHOOLS).map(|n| {
        Unit::new(
            school(n),
            format!("示例第{}小学", chinese(n)),
            "school",
            Some("prefecture"),
        )
    }));
    units.extend((1..=COUNTY_TOWNSHIPS).map(|n| {
        Unit::new(
            county_township(n),
            format!("示例县第{}乡", chinese(n)),
            "township",
            Some("county"),
        )
    }));
    units.extend((1..=3).map(|n| {
        Unit::new(
            format!("brigade.q{n:02}"),
            format!("示例交警大队{}中队", chinese(n)),
            "squad",
            Some("brigade"),
        )
    }));
    units
}

pub(crate) fn branch(n: usize) -> String {
    format!("office.b{n:02}")
}

pub(crate) fn department(n: usize) -> String {
    format!("prefecture.d{n:02}")
}

pub(crate) fn township(n: usize) -> String {
    format!("prefecture.t{n:02}")
}

pub(crate) fn school(n: usize) -> String {
    format!("prefecture.s{n:02}")
}

pub(crate) fn county_township(n: usize) -> String {
    format!("county.t{n:02}")
}
