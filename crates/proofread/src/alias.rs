//! The alias file: which words of a text name which units of a ledger.

use crate::error::Error;
use jiff::civil::Date;
use std::collections::BTreeMap;
use youju_base::date::parse_day;

/// Names of units as a text writes them, and the day on which it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    /// The day of publication, if the file states one.
    pub published_on: Option<Date>,
    /// Unit code by name.
    pub units: BTreeMap<String, String>,
}

impl Aliases {
    /// Reads TOML with an optional `published_on` and a table `[alias]` of `"name" = "unit"`.
    ///
    /// - Errors: text that is no TOML, an unknown key, a name or code that is empty or no string.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fault = |why: String| Error::Alias(why);
        let table: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| fault(e.to_string()))?;
        let mut aliases = Self::default();
        for (key, value) in table {
            match (key.as_str(), value) {
                ("published_on", value) => {
                    let day = match &value {
                        toml::Value::String(day) => day.clone(),
                        toml::Value::Datetime(day) => day.to_string(),
                        other => {
                            return Err(fault(format!(
                                "published_on is a {}, not a day",
                                other.type_str()
                            )));
                        }
                    };
                    aliases.published_on = Some(parse_day(&day).map_err(|e| fault(e.to_string()))?);
                }
                ("alias", toml::Value::Table(names)) => {
                    for (name, unit) in names {
                        let unit = unit.as_str().map(str::trim).filter(|u| !u.is_empty());
                        let Some(unit) = unit.filter(|_| !name.trim().is_empty()) else {
                            return Err(fault(format!("\"{name}\" needs a unit code as text")));
                        };
                        aliases.units.insert(name, unit.to_owned());
                    }
                }
                (other, _) => {
                    return Err(fault(format!(
                        "unknown key \"{other}\"; write published_on and [alias]"
                    )));
                }
            }
        }
        Ok(aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_and_day_are_read() {
        let aliases =
            Aliases::parse("published_on = 2022-09-30\n[alias]\n\"某县\" = \"county\"").unwrap();
        assert_eq!(aliases.published_on, Some(date(2022, 9, 30)));
        assert_eq!(
            aliases.units.get("某县").map(String::as_str),
            Some("county")
        );
    }

    #[test]
    fn what_is_no_alias_file_is_refused() {
        for bad in [
            "alias = 3",
            "[alias]\n\"某县\" = 1",
            "[aliases]\n",
            "published_on = \"去年\"",
            "[",
        ] {
            assert!(Aliases::parse(bad).is_err(), "{bad}");
        }
    }
}
