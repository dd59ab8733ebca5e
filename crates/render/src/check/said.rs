//! The sentences of a check, made from grounds, codes and values in the language of the screen.

use super::{Claim, Published};
use crate::words::Words;
use jiff::civil::Date;
use std::fmt::Display;
use youju_declare::Lang;
use youju_proofread::book::Window;
use youju_proofread::ground::{Ground, Note};
use youju_proofread::reading::{self, Kind, Verdict};

/// Explains a verdict in one sentence; where it rests on made-up records it says so. Empty without a verdict.
pub fn message(claim: &reading::Claim, synthetic: bool, words: &Words<'_>) -> String {
    let Some(ground) = &claim.ground else {
        return String::new();
    };
    let said = ground_said(ground, claim, synthetic, words);
    let agrees = matches!(
        claim.verdict,
        Some(Verdict::Confirmed | Verdict::Consistent)
    );
    if synthetic && claim.ledger.is_some() && !agrees {
        words.join(&words.get("check.example_says"), &said)
    } else {
        said
    }
}

fn ground_said(
    ground: &Ground,
    claim: &reading::Claim,
    synthetic: bool,
    words: &Words<'_>,
) -> String {
    let ledger = claim.ledger.as_ref();
    let value = ledger.map_or_else(String::new, |l| l.value.to_string());
    let rows = ledger.map_or(0, |l| l.rows);
    let counter = counter(claim);
    let agrees = words.get(agrees(synthetic));
    let bound = claim.binding.as_ref();
    let register = bound
        .and_then(|bound| words.packs().indicator(&bound.indicator))
        .map_or("", |indicator| indicator.row_set.as_str());
    let dated = |key: &str, window: &Window, more: &[(&str, &dyn Display)]| {
        let when = when(*window, words);
        let mut slots: Vec<(&str, &dyn Display)> = vec![
            ("when", &when),
            ("value", &value),
            ("counter", &counter),
            ("rows", &rows),
            ("agrees", &agrees),
            ("register", &register),
        ];
        slots.extend(more);
        words.fill(key, &slots)
    };
    match ground {
        Ground::NoIndicator => words.get("check.say.no_indicator"),
        Ground::Delicate => words.get("check.say.delicate"),
        Ground::Sensitive => words.get("check.say.sensitive"),
        Ground::Several {
            words: said,
            indicators,
        } => {
            let named = |id: &String| format!("{} {id}", words.indicator(id));
            let named: Vec<String> = indicators.iter().map(named).collect();
            let slots: [(&str, &dyn Display); 2] =
                [("words", said), ("indicators", &words.list(&named))];
            words.fill("check.say.several", &slots)
        }
        Ground::OtherWords(said) => words.fill("check.say.other_words", &[("words", said)]),
        Ground::NoDay => words.get("check.say.no_day"),
        Ground::NoPeriod => words.get("check.say.no_period"),
        Ground::NoUnit => words.get("check.say.no_unit"),
        Ground::NoStart(text) => words.fill("check.say.no_start", &[("text", text)]),
        Ground::NoSuchPeriod(text) => words.fill("check.say.no_such_period", &[("text", text)]),
        Ground::NoRecords(window) => dated("check.say.no_records", window, &[]),
        Ground::ZeroUnsigned(window) => dated("check.say.zero_unsigned", window, &[]),
        Ground::Exact(window) => dated("check.say.exact", window, &[]),
        Ground::Within(window) => dated("check.say.within", window, &[]),
        Ground::OtherDay { asked, day, value } => dated(
            "check.say.other_day",
            asked,
            &[("day", day), ("then", value)],
        ),
        Ground::Signed(window) => dated("check.say.signed", window, &[]),
        Ground::SignedOtherWords(window, said) => {
            dated("check.say.signed_other_words", window, &[("words", said)])
        }
        Ground::Unsigned(window) => dated("check.say.unsigned", window, &[]),
    }
}

/// Says what a reader should know beside a verdict.
pub(super) fn note(note: &Note, claim: &reading::Claim, words: &Words<'_>) -> String {
    match note {
        Note::AsPublished(day) => words.fill("check.note.as_published", &[("day", day)]),
        Note::LastDay { text, day } => {
            words.fill("check.note.last_day", &[("text", text), ("day", day)])
        }
        Note::Framed(text) => words.fill("check.note.framed", &[("text", text)]),
        Note::SoFar(day) => words.fill("check.note.so_far", &[("day", day)]),
        Note::Needless(qualifiers) => {
            let value = claim.ledger.as_ref().map(|l| l.value.to_string());
            words.fill(
                "check.note.needless",
                &[
                    ("value", &value.unwrap_or_default()),
                    ("qualifiers", &qualifiers.concat()),
                ],
            )
        }
    }
}

/// The text by which a screen says that ledger and text agree.
pub(super) fn agrees(synthetic: bool) -> &'static str {
    if synthetic {
        "check.agrees_example"
    } else {
        "check.agrees"
    }
}

/// Says what some figures say together. The relations word themselves in Chinese; other languages name figures, what
/// was computed and what was assumed.
pub(super) fn relation(
    relation: &reading::Relation,
    claims: &[Claim],
    words: &Words<'_>,
) -> String {
    if words.lang != Lang::En {
        return relation.message.clone();
    }
    let surface = |id: &usize| {
        let claim = claims.iter().find(|c| c.id == *id);
        claim.map(|c| c.surface.as_str())
    };
    let named: Vec<&str> = relation.claims.iter().filter_map(surface).collect();
    let computed = match relation.computed.as_str() {
        "无" => words.get("check.none"),
        known => known.to_owned(),
    };
    words.fill(
        &format!("relation.{}", relation.result),
        &[("claims", &words.list(&named)), ("computed", &computed)],
    )
}

impl Claim {
    /// The command by which the meaning of its words can be confirmed, where they may mean several indicators.
    pub(super) fn how_to_bind(&self, words: &Words<'_>) -> Option<String> {
        let (said, indicators) = self.several.as_ref()?;
        let slots: [(&str, &dyn Display); 2] =
            [("words", said), ("indicator", indicators.first()?)];
        Some(words.fill("check.how_to_bind", &slots))
    }
}

impl Claim {
    /// The command by which the register that keeps it open can be signed.
    pub(super) fn how_to_sign(&self, words: &Words<'_>) -> Option<String> {
        let indicator = words.packs().indicator(self.unsigned.as_ref()?)?;
        let (unit, line) = (&self.binding.as_ref()?.unit, indicator.line.as_ref()?);
        let slots: [(&str, &dyn Display); 3] = [
            ("unit", unit),
            ("line", line),
            ("register", &indicator.row_set),
        ];
        Some(words.fill("check.how_to_sign", &slots))
    }
}

impl Published {
    /// Names the document: 《年鉴》.
    pub(super) fn title(&self, words: &Words<'_>) -> String {
        if self.source.starts_with(['《', '“', '"']) {
            return self.source.clone();
        }
        words.fill("check.source", &[("title", &self.source)])
    }

    /// Says what the document printed, and where.
    pub(crate) fn said(&self, words: &Words<'_>) -> String {
        let title = self.title(words);
        let mut slots: Vec<(&str, &dyn Display)> = vec![
            ("source", &title),
            ("day", &self.printed_on),
            ("printed", &self.printed),
        ];
        match &self.place {
            None => words.fill("check.printed", &slots),
            Some(place) => {
                slots.push(("place", place));
                words.fill("check.printed_at", &slots)
            }
        }
    }
}

/// The counter behind a number of the ledger.
fn counter(claim: &reading::Claim) -> &str {
    match claim.kind {
        Kind::Percent => "%",
        _ => claim.unit.as_deref().unwrap_or_default(),
    }
}

fn when(window: Window, words: &Words<'_>) -> String {
    let up_to = |day: Date| words.fill("check.up_to", &[("day", &day)]);
    match window {
        Window::Over(period) => period.to_string(),
        Window::UpTo(day) => up_to(day),
        Window::On(day) => day.to_string(),
    }
}
