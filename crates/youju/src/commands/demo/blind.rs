//! The blind page: seal the answer, check, open the answer, compare.

use crate::failure::Failure;
use crate::input;
use crate::packs;
use crate::shell::{End, Format, Shell, print};
use serde_json::json;
use std::path::Path;
use youju_declare::Lang;
use youju_proofread::Options;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Claim, Verdict};
use youju_render::Words;
use youju_render::check::message;
use youju_sample::blind::{Blind, Hidden, Page};
use youju_sample::error::SampleError;

/// Plays one blind page on the example text, or on a text and alias file of one's own.
///
/// - Output: done if every hidden difference was found and nothing else, else a finding.
pub fn blind(
    hidden: usize,
    seed: u64,
    own: Option<(&Path, &Path)>,
    shell: &Shell,
) -> Result<End, Failure> {
    let packs = packs::load(None)?;
    let blind = match own {
        None => youju_sample::blind(&packs, hidden, seed),
        Some((text, alias)) => youju_sample::blind_in(page(text, alias)?, &packs, hidden, seed),
    };
    let blind = blind.map_err(|error| match error {
        SampleError::TooFew { .. } => Failure::input(error),
        other => Failure::surroundings(other),
    })?;
    let told = Told {
        json: shell.format == Format::Json,
        zh: shell.lang != Lang::En,
        words: shell.words(&packs),
    };
    told.sealed(&blind)?;
    let differing = check(&blind)?;
    told.found(&differing)?;
    let findings: Vec<(usize, usize)> = differing.iter().map(|c| (c.start, c.end)).collect();
    let score = blind.score(&findings);
    told.opened(&blind)?;
    if told.json {
        // The order of keys is part of the promise.
        print(&format!(
            "{{\"hidden\":{},\"found\":{},\"false\":{}}}",
            score.hidden, score.found, score.false_alarms
        ))?;
    } else if told.zh {
        print(&format!(
            "藏{}处，找到{}处，误报{}处。",
            score.hidden, score.found, score.false_alarms
        ))?;
    } else {
        print(&format!(
            "{} hidden, {} found, {} false.",
            score.hidden, score.found, score.false_alarms
        ))?;
    }
    let right = score.found == score.hidden && score.false_alarms == 0;
    Ok(if right { End::Done } else { End::Finding })
}

fn page(text: &Path, alias: &Path) -> Result<Page, Failure> {
    let name = input::name(alias);
    let aliases = Aliases::parse(&input::text(alias, input::SMALL)?)
        .map_err(|e| Failure::input(format!("{name}: {e}")))?;
    let published_on = aliases.published_on.ok_or_else(|| {
        Failure::input(format!("{name} names no day of publication"))
            .hint("write published_on = 2022-09-30 at its head")
    })?;
    Ok(Page {
        text: input::text(text, input::SMALL)?,
        aliases: aliases.units,
        published_on,
    })
}

/// Makes the small ledger in a temporary folder and gives the figures that do not agree with it.
fn check(blind: &Blind) -> Result<Vec<Claim>, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::surroundings)?;
    let ledger = blind
        .ledger(&folder.path().join("blind"), &packs::files(None)?)
        .map_err(Failure::surroundings)?;
    let page = blind.page();
    let options = Options {
        published_on: Some(page.published_on),
        aliases: Aliases {
            published_on: None,
            units: page.aliases.clone(),
        },
        ..Options::default()
    };
    let reading = youju_proofread::check(&page.text, &options, &Kept(&ledger))
        .map_err(Failure::surroundings)?;
    let differs =
        |claim: &Claim| matches!(claim.verdict, Some(Verdict::Contradicted | Verdict::Stale));
    Ok(reading.claims.into_iter().filter(differs).collect())
}

/// How the page is told.
struct Told<'p> {
    json: bool,
    zh: bool,
    words: Words<'p>,
}

impl Told<'_> {
    fn sealed(&self, blind: &Blind) -> Result<(), Failure> {
        let (seal, places) = (blind.seal(), blind.places());
        print(&if self.json {
            json!({ "sealed": seal, "places": places }).to_string()
        } else if self.zh {
            format!("文中{places}处数据，小账里有几处不同；答案先封存，SHA-256：\n  {seal}\n核数：")
        } else {
            format!(
                "{places} figures of the text; the small ledger differs somewhere. The answer is sealed, SHA-256:\n  {seal}\nThe check:"
            )
        })
    }

    fn found(&self, differing: &[Claim]) -> Result<(), Failure> {
        for claim in differing {
            print(&if self.json {
                let finding = json!({ "start": claim.start, "end": claim.end, "surface": claim.surface, "message": message(claim, true, &self.words) });
                json!({ "finding": finding }).to_string()
            } else {
                format!("  × {}", one_line(claim, &self.words))
            })?;
        }
        if differing.is_empty() && !self.json {
            print(if self.zh {
                "  （无）"
            } else {
                "  (nothing)"
            })?;
        }
        Ok(())
    }

    fn opened(&self, blind: &Blind) -> Result<(), Failure> {
        if self.json {
            return print(&json!({ "answer": blind.answer() }).to_string());
        }
        print(if self.zh {
            "开封（原文的 SHA-256 即上面所封）："
        } else {
            "Opened (the SHA-256 of this line is the seal above):"
        })?;
        print(&format!("  {}", blind.answer()))?;
        for place in blind.hidden() {
            print(&format!("  {}", self.place(place)))?;
        }
        Ok(())
    }

    fn place(&self, place: &Hidden) -> String {
        let Hidden {
            start,
            surface,
            indicator,
            unit,
            trick,
            ..
        } = place;
        if self.zh {
            let trick = match *trick {
                "off by one" => "差一",
                "ten thousand times" => "差万倍",
                "persons and occasions" => "人与人次相混",
                "another period" => "别的时候的数",
                "outside the bound" => "超出余、近、超过所许",
                "another whole" => "换了基数",
                other => other,
            };
            format!("· 第{}字 {surface}  {indicator} {unit}  {trick}", start + 1)
        } else {
            format!(
                "· character {} {surface}  {indicator} {unit}  {trick}",
                start + 1
            )
        }
    }
}

/// A figure with the words that name it and what the example ledger says.
pub fn one_line(claim: &Claim, words: &Words<'_>) -> String {
    let of = claim.of.as_deref().unwrap_or_default();
    format!("{of}{}：{}", claim.surface, message(claim, true, words))
}
