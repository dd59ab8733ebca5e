//! `youju demo`: the story in five scenes on a made-up region, or a blind page.

use crate::failure::Failure;
use crate::input;
use crate::packs;
use crate::shell::{End, Format, Shell, print};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_declare::{Files, Lang};
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;
use youju_proofread::Options;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::{Outcome as Fit, Reading, Verdict};
use youju_render::Answer;
use youju_render::bridge::Reconciliation;
use youju_render::outcome;
use youju_sample::blind::{Blind, Page, Score};

/// Make the example ledger and tell its story, or hide differences from a text and find them
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder of the example ledger; made anew each time
    #[arg(long, value_name = "DIR", default_value = "youju-demo")]
    dir: PathBuf,
    /// Do not serve pages afterwards (this release has none)
    #[arg(long)]
    no_serve: bool,
    /// Only the blind page, with so many hidden differences
    #[arg(long, value_name = "K")]
    blind: Option<usize>,
    /// Which differences are hidden
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The blind page on a text of one's own
    #[arg(long, value_name = "FILE", requires_all = ["blind", "alias"])]
    text: Option<PathBuf>,
    /// Names in that text and the units they mean, with published_on
    #[arg(long, value_name = "FILE", requires = "text")]
    alias: Option<PathBuf>,
}

pub fn demo(args: &DemoArgs, shell: &Shell) -> Result<End, Failure> {
    let files = packs::files(None)?;
    match args.blind {
        Some(hidden) => {
            let packs = packs::load(None)?;
            let blind = match (&args.text, &args.alias) {
                (Some(text), Some(alias)) => {
                    let page = page(
                        &input::text(text, input::SMALL)?,
                        &input::text(alias, input::SMALL)?,
                    )?;
                    youju_sample::blind_in(page, &packs, hidden, args.seed)
                }
                _ => youju_sample::blind(&packs, hidden, args.seed),
            };
            let score = play_blind(&blind.map_err(Failure::input)?, &files, shell)?;
            let right = score.found == score.hidden && score.false_alarms == 0;
            Ok(if right { End::Done } else { End::Finding })
        }
        None => story(&args.dir, &files, shell),
    }
}

/// The day on which the story plays; the example article appeared on it.
const TODAY: &str = "2022-09-30";

fn story(dir: &Path, files: &Files, shell: &Shell) -> Result<End, Failure> {
    make_room(dir)?;
    let zh = shell.lang != Lang::En;
    let say = |zh_text: &str, en: &str| print(if zh { zh_text } else { en });
    let article = youju_sample::article().map_err(Failure::surroundings)?;
    let here = dir.display();

    say(
        "\n〇 不用台账，先算文章自己的账",
        "\n0  Without a ledger: the article's own arithmetic",
    )?;
    say(
        "   youju check demo/article.zh.txt",
        "   youju check demo/article.zh.txt",
    )?;
    let aliases = Aliases::parse(&article.alias_file()).map_err(Failure::input)?;
    let options = Options {
        published_on: None,
        aliases,
    };
    let reading = youju_proofread::read(&article.text, &options);
    for relation in &reading.relations {
        match relation.result {
            Fit::Solved => print(&format!("   = {}", relation.message))?,
            Fit::Impossible => print(&format!("   × {}", relation.message))?,
            _ => {}
        }
    }

    let ledger = youju_sample::demo(dir, files).map_err(Failure::surroundings)?;
    let moment = Moment {
        today: today()?,
        at: format!("{TODAY}T08:00:00Z"),
    };
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);

    say(
        "\n一 满编单位：不予记入，并说明依据和出路",
        "\n1  A full unit refuses an entry, and says by which article",
    )?;
    let unit = full_unit(&ledger)?;
    let send = |body: Json| -> Result<(Submission, Outcome), Failure> {
        let sent = Submission::from_json(body).map_err(super::record::invalid)?;
        let outcome = ledger.submit(&sent, &moment)?;
        Ok((sent, outcome))
    };
    send(
        json!({"id": "demo.person", "kind": "core.person", "unit": unit, "person": "p-demo", "name": "示例戊0001",
        "birth_on": "1990-05-04", "registered_on": TODAY}),
    )?;
    let entry = |more: Json| {
        let mut body = json!({"id": "demo.entry", "kind": "establishment.placement", "unit": unit,
            "category": "administrative", "person": "p-demo", "entered_on": TODAY});
        if let (Some(body), Json::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        body
    };
    print(&format!(
        "   youju record {here} establishment.placement unit={unit} person=p-demo …"
    ))?;
    let (sent, refused) = send(entry(json!({"need": "示例用编〔2022〕9号"})))?;
    print(&indented(
        &outcome::Outcome::new(&sent, &refused, &words).text(&words),
    ))?;
    let leaver = match &refused {
        Outcome::Refused(refused) => {
            leaver(&ledger, refused.violations.iter().flat_map(|v| &v.records))?
        }
        Outcome::Accepted(_) => {
            return Err(Failure::surroundings("the demo's full unit took an entry"));
        }
    };
    say(
        &format!("   先出：youju end {here} {leaver} --on {TODAY} --reason 调出"),
        &format!("   leave first: youju end {here} {leaver} --on {TODAY} --reason transfer"),
    )?;
    for body in [
        json!({"id": "demo.exit", "ends": leaver, "on": TODAY, "reason": "调出"}),
        entry(json!({"replaces": leaver})),
    ] {
        let (sent, outcome) = send(body)?;
        print(&indented(
            &outcome::Outcome::new(&sent, &outcome, &words).text(&words),
        ))?;
    }

    say(
        "\n二 今天党员315名，六月为什么不是：差在哪几行",
        "\n2  315 members today, fewer in June: the rows that differ",
    )?;
    print(&format!(
        "   youju reconcile {here} members.total --unit office --on 2022-06-30 --and {TODAY}"
    ))?;
    let ask = |day: &str| -> Result<Ask, Failure> {
        let day = parse_day(day).map_err(Failure::input)?;
        Ok(Ask {
            indicator: "members.total".into(),
            unit: Some("office".into()),
            time: Time::On(day),
            known_at: None,
        })
    };
    let bridges = ledger.reconcile(&ask("2022-06-30")?, &ask(TODAY)?)?;
    print(&indented(
        &Reconciliation::new(&bridges, true, &words).text(&words),
    ))?;

    say("\n三 拿文章与台账对", "\n3  The article against the ledger")?;
    print(&format!(
        "   youju check demo/article.zh.txt --ledger {here} --alias demo/aliases.toml"
    ))?;
    let reading = youju_proofread::check(&article.text, &options, &Kept(&ledger))
        .map_err(Failure::surroundings)?;
    told(&reading, zh)?;

    say(
        "\n四 盲测：藏起三处，看找不找得到",
        "\n4  The blind page: three differences are hidden and must be found",
    )?;
    print("   youju demo --blind 3 --seed 1")?;
    let blind = youju_sample::blind(ledger.packs(), 3, 1).map_err(Failure::surroundings)?;
    let quiet = Shell {
        format: Format::Text,
        ..shell.clone()
    };
    play_blind(&blind, files, &quiet)?;
    say(
        &format!(
            "\n示例账在 {here}（数据为虚构，不作核实）。再看：youju figure {here} members.total --unit office"
        ),
        &format!(
            "\nThe example ledger is in {here} (all records are made up). Next: youju figure {here} members.total --unit office"
        ),
    )?;
    Ok(End::Done)
}

/// Empties the folder if it holds an example ledger; anything else is left alone.
fn make_room(dir: &Path) -> Result<(), Failure> {
    let empty = fs::read_dir(dir).map_or(true, |mut inside| inside.next().is_none());
    if empty {
        return Ok(());
    }
    let synthetic = Ledger::open(dir).is_ok_and(|ledger| ledger.is_synthetic());
    if !synthetic {
        let message = format!(
            "{} holds something other than an example ledger",
            dir.display()
        );
        return Err(Failure::input(message).hint("choose another folder with --dir"));
    }
    fs::remove_dir_all(dir)
        .map_err(|e| Failure::surroundings(format!("cannot empty {}: {e}", dir.display())))
}

fn today() -> Result<Date, Failure> {
    parse_day(TODAY).map_err(Failure::surroundings)
}

/// A unit of the prefecture whose posts are all filled, none over.
fn full_unit(ledger: &Ledger) -> Result<String, Failure> {
    let on = Time::On(today()?);
    for unit in ledger.unit_names()? {
        let ask = |indicator: &str| Ask {
            indicator: indicator.into(),
            unit: Some(unit.code.clone()),
            time: on,
            known_at: None,
        };
        let figures = ledger.figures(&[
            ask("establishment.vacant"),
            ask("establishment.filled"),
            ask("establishment.over_units"),
        ])?;
        let numbers: Vec<i64> = figures
            .into_iter()
            .filter_map(|f| f.ok()?.amount.integer())
            .collect();
        if matches!(numbers[..], [0, filled, 0] if filled > 0) {
            return Ok(unit.code);
        }
    }
    Err(Failure::surroundings("no unit of the demo is full"))
}

/// The placement among the evidence that is to end.
fn leaver<'r>(
    ledger: &Ledger,
    records: impl Iterator<Item = &'r String>,
) -> Result<String, Failure> {
    for record in records {
        if ledger
            .show(record)?
            .is_some_and(|shown| shown.kind == "establishment.placement")
        {
            return Ok(record.clone());
        }
    }
    Err(Failure::surroundings(
        "the refusal names nobody who could leave",
    ))
}

/// Every figure that does not simply agree, and how many of each sort there are.
fn told(reading: &Reading, zh: bool) -> Result<(), Failure> {
    for claim in &reading.claims {
        if matches!(claim.verdict, Some(Verdict::Contradicted | Verdict::Stale)) {
            print(&format!(
                "   × {}{}：{}",
                claim.of.as_deref().unwrap_or_default(),
                claim.surface,
                claim.message
            ))?;
        }
    }
    let c = &reading.coverage;
    print(&if zh {
        format!(
            "   {}处数据：相符{}，在所述范围内{}，不符{}，过时{}，台账无此{}，说不清{}。与示例账相符（非核实）。",
            c.claims,
            c.confirmed,
            c.consistent,
            c.contradicted,
            c.stale,
            c.unsupported,
            c.unresolved
        )
    } else {
        format!(
            "   {} figures: {} confirmed, {} consistent, {} contradicted, {} stale, {} unsupported, {} unresolved. Agrees with the example ledger (not verification).",
            c.claims,
            c.confirmed,
            c.consistent,
            c.contradicted,
            c.stale,
            c.unsupported,
            c.unresolved
        )
    })
}

fn page(text: &str, alias: &str) -> Result<Page, Failure> {
    let aliases = Aliases::parse(alias).map_err(Failure::input)?;
    let published_on = aliases.published_on.ok_or_else(|| {
        Failure::input("the alias file names no published_on")
            .hint("write published_on = 2022-09-30")
    })?;
    Ok(Page {
        text: text.to_owned(),
        aliases: aliases.units,
        published_on,
    })
}

/// Seals the answer, checks, opens the answer, compares.
fn play_blind(blind: &Blind, files: &Files, shell: &Shell) -> Result<Score, Failure> {
    let json = shell.format == Format::Json;
    let seal = blind.seal();
    print(&if json {
        json!({ "sealed": seal }).to_string()
    } else {
        format!("   封存答案 SHA-256 {seal}")
    })?;
    let folder = tempfile::tempdir().map_err(Failure::surroundings)?;
    let ledger = blind
        .ledger(&folder.path().join("blind"), files)
        .map_err(Failure::surroundings)?;
    let page = blind.page();
    let aliases = Aliases {
        published_on: None,
        units: page.aliases.clone(),
    };
    let options = Options {
        published_on: Some(page.published_on),
        aliases,
    };
    let reading = youju_proofread::check(&page.text, &options, &Kept(&ledger))
        .map_err(Failure::surroundings)?;
    let differ: Vec<_> = reading
        .claims
        .iter()
        .filter(|claim| matches!(claim.verdict, Some(Verdict::Contradicted | Verdict::Stale)))
        .collect();
    for claim in &differ {
        let found = json!({ "start": claim.start, "end": claim.end, "surface": claim.surface, "message": claim.message });
        print(&if json {
            json!({ "finding": found }).to_string()
        } else {
            format!(
                "   × {}{}：{}",
                claim.of.as_deref().unwrap_or_default(),
                claim.surface,
                claim.message
            )
        })?;
    }
    let findings: Vec<(usize, usize)> = differ
        .iter()
        .map(|claim| (claim.start, claim.end))
        .collect();
    let score = blind.score(&findings);
    if json {
        let answer: Json =
            serde_json::from_str(blind.answer()).unwrap_or_else(|_| blind.answer().into());
        print(&json!({ "answer": answer }).to_string())?;
        // The order of keys is part of the promise.
        print(&format!(
            "{{\"hidden\":{},\"found\":{},\"false\":{}}}",
            score.hidden, score.found, score.false_alarms
        ))?;
    } else {
        print(&format!(
            "   开封：藏{}处，找到{}处，误报{}处",
            score.hidden, score.found, score.false_alarms
        ))?;
    }
    Ok(score)
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("   {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
