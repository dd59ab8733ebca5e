//! Templates filled: what they ask of the ledger is collected, answered on one state, and put in.
//!
//! The engine wants functions that live as long as it does, so a template is filled again and again: what it asks for
//! the first time is noted and answered in between, until it asks for nothing new.

use super::ReportError;
use super::markdown::{clean, escape, mark};
use super::owed::{Owed, OwedAsk};
use super::span;
use crate::words::Words;
use jiff::civil::Date;
use minijinja::value::{Kwargs, Object, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::{Lang, Tense};
use youju_ledger::below::TreeDay;
use youju_ledger::close::CloseMark;
use youju_ledger::due::{DueAsk, Obligation, Outcome};
use youju_ledger::figure::{Amount, Ask, Figure, Time};
use youju_ledger::ledger::{Ledger, LedgerError};

/// Rounds after which a template that still asks something new is given up.
const ROUNDS: usize = 12;
/// Questions that one template may ask.
const QUESTIONS: usize = 20_000;

/// What a template is filled for.
#[derive(Clone)]
pub(super) struct Setting {
    /// The language of dates.
    pub lang: Lang,
    /// The pack whose template it is.
    pub pack: String,
    /// The unit that figures are of unless the template names another.
    pub unit: String,
    /// The day of stocks, if it is said.
    pub on: Option<Date>,
    /// The period of flows, if it is said.
    pub within: Option<Period>,
    /// The line along which units stand.
    pub line: String,
    /// The last entry that is known; none means all.
    pub known_at: Option<i64>,
    /// Figures become marks that carry their place; otherwise they are put in as numbers.
    pub citing: bool,
}

/// A template filled.
pub(super) struct Filled {
    /// The text; with marks where figures are cited.
    pub text: String,
    /// The figures by their place.
    pub figures: BTreeMap<usize, Found>,
}

/// A number that was found.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// A figure, and the newest close of its unit, register and time, if there is one.
    Figure(Box<Figure>, Option<CloseMark>),
    /// A number of duties.
    Owed(Owed),
}

impl Found {
    /// The figure; none of duties.
    pub(super) fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Figure(figure, _) => Some(figure),
            Self::Owed(_) => None,
        }
    }

    /// The number as it is printed, without its counter.
    fn text(&self) -> String {
        match self {
            Self::Figure(figure, _) => figure.amount.text(),
            Self::Owed(owed) => owed.count.to_string(),
        }
    }

    /// Whether there is nothing.
    fn is_zero(&self) -> bool {
        match self {
            Self::Owed(owed) => owed.count == 0,
            Self::Figure(figure, _) => match figure.amount {
                Amount::Whole(n) | Amount::Scaled(n, _) => n == 0,
                Amount::Share(part, ..) => part == 0,
                Amount::Mean(sum, ..) => sum == 0,
                Amount::None => true,
            },
        }
    }
}

/// Names by the code of the unit, as they were on a day or are now: the full name and the short one.
pub(super) fn names(
    ledger: &Ledger,
    on: Option<Date>,
) -> Result<BTreeMap<String, [String; 2]>, LedgerError> {
    let called = ledger.unit_names_on(on.unwrap_or(Date::MAX))?.into_iter();
    let named = called.map(|(code, called)| {
        let full = clean(&called.full);
        let short = called
            .short
            .map_or_else(|| full.clone(), |name| clean(&name));
        (code, [full, short])
    });
    Ok(named.collect())
}

/// Fills a template.
///
/// - Errors: a fault in the template, a figure that cannot be computed.
pub(super) fn fill(
    ledger: &Ledger,
    words: &Words<'_>,
    setting: &Setting,
    template: &str,
    context: &Value,
) -> Result<Filled, ReportError> {
    let talk = Talk::new(ledger, words, setting)?;
    let env = environment(&talk);
    for _ in 0..ROUNDS {
        let text = env
            .render_str(template, context)
            .map_err(|error| ReportError::Template(said(&error)))?;
        if !talk.answer(ledger)? {
            let told = talk.told();
            let figures = told.questions.iter().zip(&told.replies).enumerate();
            let figures = figures.filter_map(|(place, (_, reply))| match reply {
                Reply::Found(found) => Some((place, found.clone())),
                _ => None,
            });
            return Ok(Filled {
                figures: figures.collect(),
                text,
            });
        }
    }
    Err(ReportError::Template(
        "the template asks for other figures each time it is filled".into(),
    ))
}

/// One question of a template.
#[derive(Debug, Clone, PartialEq)]
enum Question {
    /// A figure.
    Figure(Ask),
    /// The rows of a figure, at most so many.
    Rows(Ask, u64),
    /// The units directly under one, on a day.
    Children(String, String, Date),
    /// A number of duties.
    Owed(OwedAsk),
}

/// Its answer.
#[derive(Debug, Clone)]
enum Reply {
    Found(Found),
    Rows(Value),
    Children(Vec<String>),
}

/// What is known of the packs and of one setting, and what was asked and answered so far.
struct Talk {
    setting: Setting,
    /// The time of each indicator, and its counter.
    indicators: BTreeMap<String, (Tense, String)>,
    units: BTreeMap<String, [String; 2]>,
    /// The cadences of the template's pack with their names.
    cadences: Vec<(String, String)>,
    /// How duties are counted: 项.
    duty: String,
    known_at: i64,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    questions: Vec<Question>,
    replies: Vec<Reply>,
}

impl Talk {
    fn new(
        ledger: &Ledger,
        words: &Words<'_>,
        setting: &Setting,
    ) -> Result<Arc<Self>, ReportError> {
        let indicators = words.packs().indicators().map(|i| {
            let counter = i.counter.clone().unwrap_or_else(|| "%".into());
            (i.id.clone(), (i.time, counter))
        });
        Ok(Arc::new(Self {
            setting: setting.clone(),
            indicators: indicators.collect(),
            units: names(
                ledger,
                setting.on.or(setting.within.map(|period| period.last())),
            )?,
            cadences: words
                .packs()
                .cadences()
                .filter(|cadence| cadence.pack == setting.pack)
                .map(|cadence| (cadence.id.clone(), clean(&words.cadence(&cadence.id))))
                .collect(),
            duty: words.in_lang(setting.lang).get("report.owed.counter"),
            known_at: setting.known_at.map_or_else(|| ledger.head(), Ok)?,
            told: Mutex::default(),
        }))
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the place of a question and, if it has been answered, the answer.
    fn ask(&self, question: Question) -> Result<(usize, Option<Reply>), Error> {
        let mut told = self.told();
        let place = told.questions.iter().position(|known| *known == question);
        let place = match place {
            Some(place) => place,
            None if told.questions.len() >= QUESTIONS => {
                return Err(fault(format!(
                    "the template asks for more than {QUESTIONS} figures"
                )));
            }
            None => {
                told.questions.push(question);
                told.questions.len() - 1
            }
        };
        Ok((place, told.replies.get(place).cloned()))
    }

    /// Answers what is new; says whether there was anything.
    fn answer(&self, ledger: &Ledger) -> Result<bool, ReportError> {
        let mut told = self.told();
        let new = told.questions[told.replies.len()..].to_vec();
        let asks: Vec<Ask> = new
            .iter()
            .filter_map(|question| match question {
                Question::Figure(ask) => Some(ask.clone()),
                _ => None,
            })
            .collect();
        let mut figures = ledger.figures(&asks)?.into_iter();
        // Met, late and overdue are told apart in one list.
        let mut duties: Vec<(DueAsk, Vec<Obligation>)> = Vec::new();
        for question in &new {
            let reply = match question {
                Question::Figure(ask) => {
                    let figure = figures.next().expect("each ask has its answer");
                    let figure = Box::new(figure.map_err(LedgerError::Ask)?);
                    Reply::Found(Found::Figure(figure, ledger.closed_at(ask)?))
                }
                Question::Owed(asked) => {
                    let known = duties.iter().position(|(ask, _)| *ask == asked.ask);
                    let place = match known {
                        Some(place) => place,
                        None => {
                            duties.push((asked.ask.clone(), ledger.due(&asked.ask)?));
                            duties.len() - 1
                        }
                    };
                    Reply::Found(Found::Owed(Owed::new(
                        asked,
                        &duties[place].1,
                        self.known_at,
                    )))
                }
                Question::Rows(ask, limit) => Reply::Rows(self.rows(ledger, ask, *limit)?),
                Question::Children(line, unit, day) => {
                    let day = TreeDay::On(*day, Some(self.known_at));
                    Reply::Children(ledger.children(line, unit, day)?)
                }
            };
            told.replies.push(reply);
        }
        Ok(!new.is_empty())
    }

    /// Evidence rows as maps by column, with the unit's name.
    fn rows(&self, ledger: &Ledger, ask: &Ask, limit: u64) -> Result<Value, ReportError> {
        let lists = ledger.rows(ask, Some((0, limit)))?;
        let Some(list) = lists.first() else {
            return Ok(Value::from(Vec::<Value>::new()));
        };
        let rows = list.rows.iter().map(|row| {
            let cells = list.columns.iter().zip(row);
            let mut cells: BTreeMap<String, String> = cells
                .map(|(name, cell)| (name.clone(), clean(&cell.to_string())))
                .collect();
            let named: Vec<(String, String)> = cells
                .iter()
                .filter_map(|(column, code)| {
                    Some((format!("{column}_name"), self.units.get(code)?[0].clone()))
                })
                .collect();
            cells.extend(named);
            Value::from(Serde(cells))
        });
        Ok(rows.collect::<Vec<_>>().into())
    }

    /// Makes the question that a call such as `figure("members.total", unit = "b03")` means.
    fn figure(&self, indicator: &str, options: &Kwargs) -> Result<Ask, Error> {
        let (on, within): (Option<String>, Option<String>) =
            (options.get("on")?, options.get("within")?);
        let unit: Option<String> = options.get("unit")?;
        let own: Option<bool> = options.get("own")?;
        let Some((tense, _)) = self.indicators.get(indicator) else {
            let near = youju_declare::near(indicator, self.indicators.keys().map(String::as_str));
            let near = near.map_or_else(String::new, |hint| format!("; {hint}"));
            return Err(fault(format!(
                "there is no indicator \"{indicator}\"{near}"
            )));
        };
        let time = match (on, within, tense) {
            (Some(day), None, _) => Time::On(parse_day(&day).map_err(fault)?),
            (None, Some(period), Tense::Flow) => {
                Time::Within(Period::parse(&period).map_err(fault)?)
            }
            // A stock of a period is that of its last day.
            (None, Some(period), Tense::Stock) => {
                Time::On(Period::parse(&period).map_err(fault)?.last())
            }
            (Some(_), Some(_), _) => {
                return Err(fault(format!(
                    "figure(\"{indicator}\") has a day and a period; leave one out"
                )));
            }
            (None, None, Tense::Stock) => Time::On(self.day()?),
            (None, None, Tense::Flow) => Time::Within(self.period()?),
        };
        let unit = unit.as_ref().unwrap_or(&self.setting.unit);
        Ok(Ask {
            known_at: self.setting.known_at,
            own: own.unwrap_or(false),
            ..Ask::new(indicator, Some(unit), time)
        })
    }

    /// Makes the question that a call such as `due("late", cadence = "members.oath_within_a_month")` means.
    fn owed(&self, outcome: Option<&str>, options: &Kwargs) -> Result<OwedAsk, Error> {
        let unit: Option<String> = options.get("unit")?;
        let (cadence, pack): (Option<String>, Option<String>) =
            (options.get("cadence")?, options.get("pack")?);
        let within: Option<String> = options.get("within")?;
        options.assert_all_used()?;
        let outcome = outcome
            .map(|word| {
                let known = Outcome::ALL.into_iter().find(|one| one.word() == word);
                known.ok_or_else(|| {
                    let words = Outcome::ALL.map(Outcome::word).join(", ");
                    fault(format!("duties are never \"{word}\"; they are {words}"))
                })
            })
            .transpose()?;
        let within = match within {
            Some(within) => Period::parse(&within).map_err(fault)?,
            None => self.period()?,
        };
        let all_of_pack = cadence.is_none();
        Ok(OwedAsk {
            ask: DueAsk {
                unit: Some(unit.unwrap_or_else(|| self.setting.unit.clone())),
                cadence,
                pack: all_of_pack.then(|| pack.unwrap_or_else(|| self.setting.pack.clone())),
                known_at: self.setting.known_at,
                ..DueAsk::new(within, self.day()?)
            },
            outcome,
        })
    }

    fn day(&self) -> Result<Date, Error> {
        let last = self.setting.within.map(|period| period.last());
        self.setting
            .on
            .or(last)
            .ok_or_else(|| fault("the template needs a day; give --on 2022-06-30"))
    }

    fn period(&self) -> Result<Period, Error> {
        self.setting
            .within
            .ok_or_else(|| fault("the template needs a period; give --within 2022-06"))
    }

    fn unit(&self, code: &str) -> Value {
        let [name, short] = self
            .units
            .get(code)
            .cloned()
            .unwrap_or_else(|| [code.to_owned(), code.to_owned()]);
        Value::from(Serde(BTreeMap::from([
            ("code", code.to_owned()),
            ("name", name),
            ("short", short),
        ])))
    }
}

/// A figure in a template: prints itself, and says whether there is anything.
#[derive(Debug)]
struct Cited {
    printed: String,
    zero: bool,
}

impl Object for Cited {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        // Its number cannot be had bare: it would be printed without its source.
        (key.as_str() == Some("zero")).then(|| self.zero.into())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.zero
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

fn environment(talk: &Arc<Talk>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    if talk.setting.citing {
        env.set_formatter(|out, state, value| {
            if value.is_undefined() {
                return minijinja::escape_formatter(out, state, value);
            }
            out.write_str(&escape(&value.to_string()))
                .map_err(|_| fault("the text cannot be put together"))
        });
    }
    let asked = Arc::clone(talk);
    env.add_function("figure", move |id: String, options: Kwargs| {
        figure(&asked, &id, &options, false)
    });
    let asked = Arc::clone(talk);
    env.add_function("say", move |id: String, options: Kwargs| {
        figure(&asked, &id, &options, true)
    });
    let asked = Arc::clone(talk);
    env.add_function("rows", move |id: String, options: Kwargs| {
        let limit: Option<u64> = options.get("limit")?;
        let ask = asked.figure(&id, &options)?;
        options.assert_all_used()?;
        let reply = asked.ask(Question::Rows(ask, limit.unwrap_or(200)))?.1;
        Ok::<Value, Error>(match reply {
            Some(Reply::Rows(rows)) => rows,
            _ => Vec::<Value>::new().into(),
        })
    });
    let asked = Arc::clone(talk);
    env.add_function("children", move |options: Kwargs| {
        let (unit, line): (Option<String>, Option<String>) =
            (options.get("unit")?, options.get("line")?);
        options.assert_all_used()?;
        let question = Question::Children(
            line.unwrap_or_else(|| asked.setting.line.clone()),
            unit.unwrap_or_else(|| asked.setting.unit.clone()),
            asked.day()?,
        );
        let reply = asked.ask(question)?.1;
        let Some(Reply::Children(units)) = reply else {
            return Ok(Value::from(Vec::<Value>::new()));
        };
        let units = units.iter().map(|code| asked.unit(code));
        Ok::<Value, Error>(units.collect::<Vec<_>>().into())
    });
    let asked = Arc::clone(talk);
    env.add_function("due", move |outcome: Option<String>, options: Kwargs| {
        let question = asked.owed(outcome.as_deref(), &options)?;
        cited(&asked, Question::Owed(question), "")
    });
    let asked = Arc::clone(talk);
    env.add_function(
        "say_due",
        move |outcome: Option<String>, options: Kwargs| {
            let question = asked.owed(outcome.as_deref(), &options)?;
            cited(&asked, Question::Owed(question), &asked.duty)
        },
    );
    let asked = Arc::clone(talk);
    env.add_function("cadences", move || {
        let named = asked
            .cadences
            .iter()
            .map(|(id, name)| Value::from(Serde(BTreeMap::from([("id", id), ("name", name)]))));
        named.collect::<Vec<_>>()
    });
    let asked = Arc::clone(talk);
    env.add_function("months", move || {
        let period = asked.period()?;
        let months = span::months(period).map_err(fault)?;
        let months = months
            .into_iter()
            .map(|month| span::value(month, asked.setting.lang));
        Ok::<Value, Error>(months.collect::<Vec<_>>().into())
    });
    let lang = talk.setting.lang;
    env.add_function("date", move |day: String| {
        parse_day(&day)
            .map(|day| span::day(day, lang))
            .map_err(fault)
    });
    env
}

/// Asks for a figure and gives what stands in its place; `counted` adds its counter.
fn figure(talk: &Talk, id: &str, options: &Kwargs, counted: bool) -> Result<Value, Error> {
    let ask = talk.figure(id, options)?;
    options.assert_all_used()?;
    let counter = match talk.indicators.get(id) {
        Some((_, counter)) if counted => counter.as_str(),
        _ => "",
    };
    cited(talk, Question::Figure(ask), counter)
}

/// Asks a question and gives what stands in the place of its number.
fn cited(talk: &Talk, question: Question, counter: &str) -> Result<Value, Error> {
    let (place, reply) = talk.ask(question)?;
    let found = match &reply {
        Some(Reply::Found(found)) => Some(found),
        _ => None,
    };
    let printed = match found {
        _ if talk.setting.citing => mark(place, counter),
        Some(found) => format!("{}{counter}", found.text()),
        None => String::new(),
    };
    let zero = found.is_none_or(Found::is_zero);
    Ok(Value::from_object(Cited { printed, zero }))
}

fn fault(what: impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidOperation, what.to_string())
}

/// An error of the engine with its line.
fn said(error: &Error) -> String {
    let what = match error.kind() {
        ErrorKind::UndefinedError => {
            "it uses what was not given; give --within 2022-06, or look at the names it uses".into()
        }
        _ => error
            .detail()
            .map_or_else(|| error.to_string(), str::to_owned),
    };
    match error.line() {
        Some(line) => format!("line {line} of the template: {what}"),
        None => what,
    }
}
