//! A written report read back, and each of its figures compared with the ledger.

use super::document::{About, Citation};
use super::owed::{self, Owed, OwedMark};
use super::page;
use crate::answer::Answer;
use crate::docx::read::{self, DocxError};
use crate::layout::columns;
use crate::words::Words;
use serde::{Deserialize, Serialize};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::due::DueAsk;
use youju_ledger::figure::{Amount, Ask, Time};
use youju_ledger::ledger::{Ledger, LedgerError};

/// The figures of a written report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Printed {
    /// What was asked; empty where the form does not say it.
    #[serde(default)]
    pub about: About,
    /// Its figures in their order.
    pub figures: Vec<Citation>,
}

/// Why a file is no report that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum PrintedError {
    /// The file is a docx that cannot be read.
    #[error(transparent)]
    Docx(#[from] DocxError),
    /// The list of figures has been damaged.
    #[error("the list of figures in it cannot be read: {0}")]
    List(String),
    /// There is no list of figures.
    #[error("there is no list of figures in it; give a report that `youju report` wrote")]
    None,
}

impl Printed {
    /// Reads the list of figures out of a report: docx, HTML, JSON or text.
    ///
    /// - Errors: no list, a damaged list, a docx that is refused.
    pub fn read(bytes: &[u8]) -> Result<Self, PrintedError> {
        if read::is_docx(bytes) {
            let docx = read::docx(bytes)?;
            return match docx.figures.is_empty() {
                true => Err(PrintedError::None),
                false => Ok(Self {
                    about: docx.about,
                    figures: docx.figures,
                }),
            };
        }
        let text = String::from_utf8_lossy(bytes);
        let start = format!("<script type=\"application/json\" id=\"{}\">", page::LIST);
        let json = match text.split_once(&start) {
            Some((_, behind)) => behind.split_once("</script>").map(|(list, _)| list),
            None => text.trim_start().starts_with('{').then(|| text.trim()),
        };
        match json {
            Some(json) => serde_json::from_str(json).map_err(|e| PrintedError::List(e.to_string())),
            None => Self::from_text(&text),
        }
    }

    /// Reads the lines of the list of sources: the number printed, and the command that shows its rows.
    fn from_text(text: &str) -> Result<Self, PrintedError> {
        let mut figures = Vec::new();
        for line in text.lines() {
            let rows = line.split_once("  youju rows ");
            if let Some((value, command)) = rows.or_else(|| line.split_once("  youju due ")) {
                let figure = from_command(command, value.trim());
                figures.push(figure.ok_or_else(|| PrintedError::List(line.trim().to_owned()))?);
            }
        }
        if figures.is_empty() {
            return Err(PrintedError::None);
        }
        Ok(Self {
            about: About::default(),
            figures,
        })
    }
}

fn from_command(command: &str, value: &str) -> Option<Citation> {
    let (command, proof) = command.split_once("  # ")?;
    let (rows, digest) = proof.split_once(' ')?;
    let mut citation = Citation {
        value: value.to_owned(),
        rows: rows.parse().ok()?,
        digest: digest.trim().to_owned(),
        concealed: digest.trim().is_empty(),
        ..Citation::default()
    };
    let (mut outcome, mut today) = (None, None);
    let mut words = command.split(' ').skip(1);
    while let Some(word) = words.next() {
        match word {
            "--own" => citation.own = true,
            "--unit" => citation.unit = Some(words.next()?.to_owned()),
            "--on" => citation.on = Some(words.next()?.to_owned()),
            "--within" => citation.within = Some(words.next()?.to_owned()),
            "--known-at" => citation.known_at = words.next()?.parse().ok()?,
            "--pack" | "--cadence" => citation.indicator = words.next()?.to_owned(),
            "--outcome" => outcome = Some(words.next()?.to_owned()),
            "--today" => today = Some(words.next()?.to_owned()),
            option if option.starts_with("--") => return None,
            indicator => citation.indicator = indicator.to_owned(),
        }
    }
    let owed = outcome.zip(today);
    citation.owed = owed.map(|(outcome, today)| OwedMark { outcome, today });
    (!citation.indicator.is_empty()).then_some(citation)
}

/// How a printed figure stands to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it was.
    Same,
    /// The number is as it was, but made of other rows.
    RowsChanged,
    /// The ledger gives another number now.
    Changed,
    /// The number printed is not the one that the ledger gave.
    Altered,
    /// It is this ledger's, made by a definition that has changed since.
    Redefined,
    /// It was made of other rows than this ledger had then: another ledger.
    Foreign,
    /// The ledger cannot be asked for it.
    Unknown,
}

/// A printed figure beside the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Its place in the report, from 1.
    pub n: usize,
    /// `members.total`; of duties the cadence or pack and how they stand: `members overdue`.
    pub indicator: String,
    /// The unit.
    pub unit: Option<String>,
    /// The day or period.
    pub time: String,
    /// What stands in the report.
    pub printed: String,
    /// What the ledger gave when the report was written.
    pub then: Option<String>,
    /// What it gives now.
    pub now: Option<String>,
    /// How they stand to one another.
    pub state: State,
    /// Why, in one line.
    pub why: String,
}

impl Compared {
    /// Compares one figure.
    ///
    /// - Input: its place from 1, what proves it, and what is printed of it.
    /// - Errors: only those of the store; a question that the ledger does not understand is [`State::Unknown`].
    pub fn new(
        ledger: &Ledger,
        words: &Words<'_>,
        n: usize,
        citation: &Citation,
        printed: &str,
    ) -> Result<Self, LedgerError> {
        let mut compared = Self {
            n,
            indicator: citation.indicator.clone(),
            unit: citation.unit.clone(),
            time: citation.time().to_owned(),
            printed: printed.to_owned(),
            then: None,
            now: None,
            state: State::Unknown,
            why: String::new(),
        };
        if citation.concealed {
            // What is not printed cannot have changed for those who read it.
            compared.state = State::Same;
            return Ok(compared);
        }
        if let Some(mark) = &citation.owed {
            return compared.owed(ledger, words, citation, mark);
        }
        let Some(ask) = ask(citation) else {
            compared.why = words.get("report.why.time");
            return Ok(compared);
        };
        let earlier = Ask {
            known_at: Some(citation.known_at),
            ..ask.clone()
        };
        let mut figures = ledger.figures(&[earlier.clone(), ask.clone()])?.into_iter();
        let (then, now) = match (figures.next(), figures.next()) {
            (Some(Ok(then)), Some(Ok(now))) => (then, now),
            (Some(Err(error)), _) | (_, Some(Err(error))) => {
                compared.why = words.say(&error.to_string());
                return Ok(compared);
            }
            _ => return Ok(compared),
        };
        let [was, is] = [&then, &now].map(|figure| figure.amount.text());
        compared.state = state(citation, printed, (&was, &then.digest), (&is, &now.digest));
        compared.then = Some(was);
        compared.now = Some(is);
        compared.why = match compared.state {
            State::Same => String::new(),
            State::Altered => words.get("report.why.altered"),
            State::Foreign => match redefined(ledger, citation, &earlier, &ask)? {
                Some(was) => {
                    // What is printed may have been changed by hand all the same.
                    compared.state = match printed.trim() == was && citation.value == was {
                        true => State::Redefined,
                        false => State::Altered,
                    };
                    compared.then = Some(was);
                    words.fill(
                        "report.why.redefined",
                        &[
                            ("old", &short(&citation.digest)),
                            ("new", &short(&now.digest)),
                            ("why", &why(ledger, words, &earlier, &ask)?),
                        ],
                    )
                }
                None => words.get("report.why.foreign"),
            },
            _ => why(ledger, words, &earlier, &ask)?,
        };
        Ok(compared)
    }

    /// Compares a number of duties.
    fn owed(
        mut self,
        ledger: &Ledger,
        words: &Words<'_>,
        citation: &Citation,
        mark: &OwedMark,
    ) -> Result<Self, LedgerError> {
        self.indicator = format!("{} {}", self.indicator, mark.outcome);
        let Some(asked) = owed::asked(citation, mark) else {
            self.why = words.get("report.why.time");
            return Ok(self);
        };
        let count = |known_at| {
            let ask = DueAsk {
                known_at,
                ..asked.ask.clone()
            };
            let found = ledger.due(&ask)?;
            Ok(Owed::new(&asked, &found, citation.known_at))
        };
        let (then, now) = match (count(Some(citation.known_at)), count(None)) {
            (Ok(then), Ok(now)) => (then, now),
            (Err(LedgerError::Ask(error)), _) | (_, Err(LedgerError::Ask(error))) => {
                self.why = words.say(&error.to_string());
                return Ok(self);
            }
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        let [was, is] = [&then, &now].map(|owed| owed.count.to_string());
        self.state = state(
            citation,
            &self.printed,
            (&was, &then.digest),
            (&is, &now.digest),
        );
        self.then = Some(was);
        self.now = Some(is);
        self.why = match self.state {
            State::Altered => words.get("report.why.altered"),
            State::Foreign => words.get("report.why.foreign"),
            State::Changed | State::RowsChanged => words.get("report.why.owed"),
            State::Same | State::Redefined | State::Unknown => String::new(),
        };
        Ok(self)
    }

    /// Says whether somebody should look at it.
    pub fn finds(&self) -> bool {
        !matches!(self.state, State::Same | State::RowsChanged)
    }

    pub(super) fn row(&self, words: &Words<'_>) -> Vec<String> {
        let unit = self.unit.as_deref();
        let unit = unit.map(|code| words.unit(code).unwrap_or_else(|| code.to_owned()));
        let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".into());
        vec![
            self.n.to_string(),
            match self.indicator.split_once(' ') {
                Some((id, outcome)) => owed::name(id, outcome, words),
                None => words.indicator(&self.indicator),
            },
            unit.unwrap_or_default(),
            self.time.clone(),
            self.printed.clone(),
            dash(&self.then),
            dash(&self.now),
            words.get(match self.state {
                State::Same => "report.state.same",
                State::RowsChanged => "report.state.rows_changed",
                State::Changed => "report.state.changed",
                State::Altered => "report.state.altered",
                State::Redefined => "report.state.redefined",
                State::Foreign => "report.state.foreign",
                State::Unknown => "report.state.unknown",
            }),
            self.why.clone(),
        ]
    }
}

/// Lays compared figures out as a table.
pub(crate) fn table<'c>(figures: impl Iterator<Item = &'c Compared>, words: &Words<'_>) -> String {
    let heads = [
        "n",
        "indicator",
        "unit",
        "time",
        "printed",
        "then",
        "now",
        "state",
        "why",
    ];
    let mut rows = vec![
        heads
            .map(|h| words.get(&format!("report.head.{h}")))
            .to_vec(),
    ];
    rows.extend(figures.map(|figure| figure.row(words)));
    columns(&rows, &[0, 4, 5, 6], 2)
}

fn ask(citation: &Citation) -> Option<Ask> {
    let time = match (&citation.on, &citation.within) {
        (Some(day), None) => Time::On(parse_day(day).ok()?),
        (None, Some(period)) => Time::Within(Period::parse(period).ok()?),
        _ => return None,
    };
    Some(Ask {
        own: citation.own,
        ..Ask::new(citation.indicator.as_str(), citation.unit.as_deref(), time)
    })
}

/// A number and its digest.
type Proved<'p> = (&'p str, &'p str);

fn state(citation: &Citation, printed: &str, then: Proved<'_>, now: Proved<'_>) -> State {
    if then.1 != citation.digest {
        State::Foreign
    } else if printed.trim() != then.0 || citation.value != then.0 {
        State::Altered
    } else if now.0 != then.0 {
        State::Changed
    } else if now.1 != then.1 {
        State::RowsChanged
    } else {
        State::Same
    }
}

/// The number that the ledger gave by the definitions of its day, where they prove a figure that those of today do not.
fn redefined(
    ledger: &Ledger,
    citation: &Citation,
    from: &Ask,
    to: &Ask,
) -> Result<Option<String>, LedgerError> {
    let bridges = ledger.reconcile(from, to)?;
    let decimals = ledger
        .packs()
        .indicator(&from.indicator)
        .map_or(0, |i| i.decimals);
    Ok(match bridges.as_slice() {
        [part, ..] if part.from.digest != citation.digest => None,
        [alone] => Some(alone.from.amount.text()),
        [part, whole] => match (part.from.amount.integer(), whole.from.amount.integer()) {
            (Some(part), Some(whole)) => Some(Amount::Share(part, whole, decimals).text()),
            _ => None,
        },
        _ => None,
    })
}

/// The first digits of a digest, for people.
fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}

/// The steps between two figures in one line: `补记 +1、作废 -1`; of a share those of its part and of its whole.
fn why(ledger: &Ledger, words: &Words<'_>, from: &Ask, to: &Ask) -> Result<String, LedgerError> {
    let bridges = ledger.reconcile(from, to)?;
    let several = bridges.len() > 1;
    let bridges = crate::bridge::Reconciliation::new(&bridges, false).bridges;
    let lines = bridges
        .iter()
        .filter(|bridge| !bridge.steps.is_empty())
        .map(|bridge| {
            let steps: Vec<String> = bridge
                .steps
                .iter()
                .map(|step| {
                    format!(
                        "{} {:+}",
                        words.get(&format!("bridge.{}", step.reason)),
                        step.amount
                    )
                })
                .collect();
            let steps = words.list(&steps);
            match several {
                true => format!("{}（{steps}）", words.indicator(&bridge.from.indicator)),
                false => steps,
            }
        });
    Ok(words.list(&lines.collect::<Vec<_>>()))
}

/// The figures of a report that have changed since.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stale {
    /// What was asked.
    pub about: About,
    /// How many figures the report has.
    pub figures: usize,
    /// Those that do not stand as they did.
    pub changed: Vec<Compared>,
    /// Last entry of the journal now.
    pub head: i64,
    /// The records are made up.
    pub synthetic: bool,
}

impl Stale {
    /// Compares every figure of a report with the ledger.
    ///
    /// - Errors: those of the store.
    pub fn new(ledger: &Ledger, words: &Words<'_>, printed: &Printed) -> Result<Self, LedgerError> {
        let mut changed = Vec::new();
        for (i, citation) in printed.figures.iter().enumerate() {
            let compared = Compared::new(ledger, words, i + 1, citation, &citation.value)?;
            if compared.state != State::Same {
                changed.push(compared);
            }
        }
        Ok(Self {
            about: printed.about.clone(),
            figures: printed.figures.len(),
            changed,
            head: ledger.head()?,
            synthetic: ledger.is_synthetic(),
        })
    }

    /// Says whether any number reads otherwise now, or is none of this ledger's.
    pub fn finds(&self) -> bool {
        self.changed.iter().any(Compared::finds)
    }
}

impl Answer for Stale {
    fn text(&self, words: &Words<'_>) -> String {
        let found = self.changed.iter().filter(|figure| figure.finds()).count();
        let mut parts = vec![words.fill(
            if found == 0 {
                "report.stale.none"
            } else {
                "report.stale.some"
            },
            &[
                ("n", &found),
                ("figures", &self.figures),
                ("seq", &self.head),
            ],
        )];
        if !self.changed.is_empty() {
            parts.push(table(self.changed.iter(), words));
        }
        if self.synthetic {
            parts.push(words.get("synthetic.figure"));
        }
        parts.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gives_its_figures_back() {
        let text = "数据来源\n[1] 党员：…\n    315  youju rows DIR members.total --unit office --on 2022-06-30 --known-at 9  # 315 ab12\n";
        let printed = Printed::read(text.as_bytes()).expect("a list");
        let [figure] = &printed.figures[..] else {
            panic!("one figure");
        };
        assert_eq!(
            (
                figure.value.as_str(),
                figure.unit.as_deref(),
                figure.time(),
                figure.known_at,
                figure.rows
            ),
            ("315", Some("office"), "2022-06-30", 9, 315)
        );
        assert!(matches!(
            Printed::read(b"nothing here"),
            Err(PrintedError::None)
        ));
        assert!(matches!(
            Printed::read(b"{\"figures\": 3}"),
            Err(PrintedError::List(_))
        ));
    }
}
