//! A checked text for a terminal: what is wrong with its picture, then what fits, then what is open.

use super::said::agrees;
use super::{Check, Claim, page};
use crate::answer::Answer;
use crate::layout::{LINE, columns, wrap};
use crate::marks::{Mark, picture, place};
use crate::words::Words;

/// How many unreadable figures of earlier documents are named.
const UNREAD: usize = 6;

impl Answer for Check {
    fn html(&self, words: &Words<'_>) -> Option<String> {
        Some(page::page(self, words))
    }

    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = Vec::new();
        parts.extend(self.findings(words));
        parts.extend(self.solved(words));
        parts.extend(self.agreeing(words));
        parts.extend(self.printed(words));
        parts.extend(self.open(words));
        if !self.source.sweeping.is_empty() {
            let spans = self.source.sweeping.iter();
            let list = words.list(&spans.map(|s| s.text.as_str()).collect::<Vec<_>>());
            parts.push(block(&words.get("check.sweeping"), &list));
        }
        if !self.unread.is_empty() {
            let shown = self.unread.iter().take(UNREAD);
            let shown = shown.map(|unread| format!("“{}”（{}）", unread.printed, unread.source));
            let list = words.list(&shown.collect::<Vec<_>>());
            let title = words.fill("check.unread", &[("n", &self.unread.len())]);
            parts.push(block(&title, &list));
        }
        parts.push(self.tally(words));
        parts.join("\n\n")
    }
}

/// A title with a wrapped paragraph under it.
fn block(title: &str, text: &str) -> String {
    let lines = wrap(text, LINE - 2);
    format!(
        "{title}\n{}",
        lines
            .iter()
            .map(|l| format!("  {l}"))
            .collect::<Vec<_>>()
            .join("\n")
    )
}

impl Check {
    /// What is wrong or deserves a second look, each with its picture, in the order of the text.
    fn findings(&self, words: &Words<'_>) -> Vec<String> {
        let mut found: Vec<(u8, usize, String)> = Vec::new();
        for relation in &self.relations {
            let weight = match relation.result.as_str() {
                "impossible" => 0,
                "warning" => 2,
                _ => continue,
            };
            let claims: Vec<&Claim> = relation
                .claims
                .iter()
                .filter_map(|id| self.claim(*id))
                .collect();
            let start = claims.iter().map(|c| c.start).min().unwrap_or(0);
            let title = format!(
                "{} {}  {}",
                if weight == 0 { "×" } else { "!" },
                words.get(&format!("check.{}", relation.result)),
                words.get(&format!("code.{}", relation.code))
            );
            let marks = claims.iter().map(|c| c.mark(None)).collect::<Vec<_>>();
            found.push((
                weight,
                start,
                self.finding(title, &marks, &[&relation.message]),
            ));
        }
        for claim in &self.claims {
            let weight = match claim.verdict.as_deref() {
                Some("contradicted") => 0,
                Some("stale") => 1,
                _ => continue,
            };
            let verdict = claim.verdict.as_deref().unwrap_or_default();
            let title = format!(
                "{} {}  {}",
                if weight == 0 { "×" } else { "!" },
                words.get(&format!(
                    "check.{verdict}{}",
                    if self.synthetic { "_example" } else { "" }
                )),
                claim.surface
            );
            let label = claim.ledger.as_ref().map(|l| {
                words.fill(
                    "check.ledger_has",
                    &[("value", &format!("{}{}", l.value, claim.counter()))],
                )
            });
            let command = self.command(claim, words).unwrap_or_default();
            let text = self.finding(title, &[claim.mark(label)], &[&claim.message, &command]);
            found.push((weight, claim.start, text));
        }
        for claim in self.claims.iter().filter(|claim| claim.differs()) {
            let sources: Vec<String> = claim
                .published
                .iter()
                .filter(|printed| !printed.agrees)
                .map(|printed| printed.title(words))
                .collect();
            let differs = words.fill(
                "check.printed_differs",
                &[("source", &words.list(&sources))],
            );
            let title = format!("≠ {differs}  {}", claim.surface);
            let printed: Vec<String> = claim.published.iter().map(|p| p.said(words)).collect();
            let lines: Vec<&str> = printed.iter().map(String::as_str).collect();
            let text = self.finding(title, &[claim.mark(None)], &lines);
            found.push((1, claim.start, text));
        }
        found.sort();
        found.into_iter().map(|(.., text)| text).collect()
    }

    fn finding(&self, title: String, marks: &[Mark], lines: &[&str]) -> String {
        let mut text = vec![title];
        text.extend(picture(&self.source.text, &self.source.name, marks));
        for line in lines.iter().filter(|line| !line.is_empty()) {
            // A command is copied whole, so it is not broken.
            match line.starts_with("youju ") {
                true => text.push(format!("   → {line}")),
                false => text.extend(wrap(line, LINE - 3).iter().map(|l| format!("   {l}"))),
            }
        }
        text.join("\n")
    }

    /// Numbers that the text does not print, and arithmetic that fits.
    fn solved(&self, words: &Words<'_>) -> Vec<String> {
        let of = |result: &str| {
            let mut lines: Vec<String> = Vec::new();
            for relation in self.relations.iter().filter(|r| r.result == result) {
                let at = relation
                    .claims
                    .first()
                    .and_then(|id| self.claim(*id))
                    .map_or(0, |c| c.start);
                let (line, column) = place(&self.source.text, at);
                lines.push(format!(
                    "  {:<9}{}",
                    format!("{line}:{column}"),
                    relation.message
                ));
            }
            lines
        };
        let mut parts = Vec::new();
        for (result, title) in [("solved", "check.solved"), ("holds", "check.holds")] {
            let lines = of(result);
            if !lines.is_empty() {
                parts.push(format!("{}\n{}", words.get(title), lines.join("\n")));
            }
        }
        parts
    }

    /// What the ledger bears out, one line each.
    fn agreeing(&self, words: &Words<'_>) -> Vec<String> {
        let mut parts = Vec::new();
        for verdict in ["confirmed", "consistent"] {
            let rows: Vec<Vec<String>> = self
                .claims
                .iter()
                .filter(|c| c.verdict.as_deref() == Some(verdict))
                .map(|claim| {
                    let (line, column) = place(&self.source.text, claim.start);
                    let binding = claim.binding.as_ref();
                    let ledger = claim.ledger.as_ref();
                    vec![
                        format!("{line}:{column}"),
                        claim.surface.clone(),
                        ledger.map_or_else(String::new, |l| {
                            format!("{}{}", l.value, claim.counter())
                        }),
                        ledger.map_or_else(String::new, |l| {
                            words.fill("check.rows", &[("n", &l.rows)])
                        }),
                        binding.map_or_else(String::new, |b| words.indicator(&b.indicator)),
                        binding.map_or_else(String::new, |b| words.unit_and_code(&b.unit)),
                        claim.when(),
                    ]
                })
                .collect();
            if !rows.is_empty() {
                let agrees = words.get(agrees(self.synthetic));
                let title = words.fill(&format!("check.{verdict}"), &[("agrees", &agrees)]);
                parts.push(format!("✓ {title}\n{}", columns(&rows, &[2, 3], 2)));
            }
        }
        parts
    }

    /// What earlier documents printed as the text does, one line each.
    fn printed(&self, words: &Words<'_>) -> Option<String> {
        let agreeing = self.claims.iter().flat_map(|claim| {
            let printed = claim.published.iter().filter(|printed| printed.agrees);
            printed.map(move |printed| (claim, printed))
        });
        let rows: Vec<Vec<String>> = agreeing
            .map(|(claim, printed)| {
                let (line, column) = place(&self.source.text, claim.start);
                vec![
                    format!("{line}:{column}"),
                    claim.surface.clone(),
                    printed.said(words),
                ]
            })
            .collect();
        (!rows.is_empty()).then(|| {
            format!(
                "{}\n{}",
                words.get("check.printed_before"),
                columns(&rows, &[], 2)
            )
        })
    }

    /// What the ledger cannot decide.
    fn open(&self, words: &Words<'_>) -> Vec<String> {
        let mut parts = Vec::new();
        let mut told: Vec<(&str, Vec<String>)> = Vec::new();
        let mut hints: Vec<String> = Vec::new();
        for claim in self.claims.iter().filter(|c| c.is_open()) {
            hints.extend(claim.how_to_bind(words));
            hints.extend(claim.how_to_sign(words));
            let (line, column) = place(&self.source.text, claim.start);
            let named = format!("{} ({line}:{column})", claim.surface);
            match told
                .iter_mut()
                .find(|(message, _)| *message == claim.message)
            {
                Some((_, known)) => known.push(named),
                None => told.push((&claim.message, vec![named])),
            }
        }
        if !told.is_empty() {
            let told = told.iter().map(|(message, named)| {
                let lines = wrap(&words.list(named), LINE - 4);
                let lines: Vec<String> = lines.iter().map(|l| format!("    {l}")).collect();
                format!("  {message}\n{}", lines.join("\n"))
            });
            let told = told.collect::<Vec<_>>().join("\n");
            hints = distinct(hints);
            let hints: String = hints.iter().map(|hint| format!("\n  → {hint}")).collect();
            parts.push(format!("{}\n{told}{hints}", words.get("check.open")));
        }
        let nothing: Vec<&str> = self
            .claims
            .iter()
            .filter(|c| c.unknown && c.published.is_empty())
            .map(|c| c.surface.as_str())
            .collect();
        if !nothing.is_empty() {
            parts.push(block(
                &words.get("check.unsupported"),
                &words.list(&nothing),
            ));
        }
        parts
    }

    /// How far the check reached.
    fn tally(&self, words: &Words<'_>) -> String {
        let coverage = &self.coverage;
        let seen = words.fill(
            "check.seen",
            &[
                ("numerals", &coverage.numerals),
                ("claims", &coverage.claims),
                ("masked", &coverage.masked),
            ],
        );
        let mut lines = vec![seen];
        if self.source.ledger.is_some() {
            let counts: [(&str, usize); 6] = [
                ("confirmed", coverage.confirmed),
                ("consistent", coverage.consistent),
                ("contradicted", coverage.contradicted),
                ("stale", coverage.stale),
                ("unsupported", coverage.unsupported),
                ("unresolved", coverage.unresolved),
            ];
            let counts: Vec<String> = counts
                .iter()
                .map(|(key, n)| words.fill(&format!("check.count.{key}"), &[("n", n)]))
                .collect();
            let bound = words.fill("check.bound", &[("n", &coverage.bound)]);
            lines.extend(wrap(&words.join(&bound, &words.list(&counts)), LINE));
            let compared: Vec<bool> = self
                .claims
                .iter()
                .filter(|claim| !claim.published.is_empty())
                .map(Claim::differs)
                .collect();
            if !compared.is_empty() {
                let differ = compared.iter().filter(|differs| **differs).count();
                let agree = compared.len() - differ;
                lines.push(words.fill(
                    "check.printed_count",
                    &[("agree", &agree), ("differ", &differ)],
                ));
            }
            if self.synthetic {
                lines.push(words.get("check.example"));
            }
        } else {
            lines.push(words.get("check.no_ledger"));
        }
        if self.published_on.is_none() && self.claims.iter().any(Claim::is_undated) {
            lines.push(words.get("check.no_day"));
        }
        lines.join("\n")
    }
}

impl Claim {
    fn mark(&self, label: Option<String>) -> Mark {
        Mark {
            start: self.start,
            end: self.end,
            label,
        }
    }
}

/// Each text once, where it first stood.
fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts
        .into_iter()
        .filter(|text| seen.insert(text.clone()))
        .collect()
}
