//! The story: eight scenes, each of commands that are shown as typed and then run.

use super::blind::one_line;
use crate::commands::{Verb, run_verb};
use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Format, Shell, print};
use clap::Parser;
use jiff::civil::{Date, date};
use std::fs;
use std::path::Path;
use youju_declare::Lang;
use youju_ledger::ledger::Ledger;
use youju_proofread::Options;
use youju_proofread::alias::Aliases;
use youju_proofread::kept::Kept;
use youju_proofread::reading::Verdict;
use youju_sample::{CLOSER, FULL_UNIT, LEAVER, OPEN_TASK, WAITING, reported_at};

/// Files of the article beside the ledger, so that the commands work anywhere.
const ARTICLE: &str = "article.zh.txt";
const ALIASES: &str = "aliases.toml";
/// The report of the closed month.
const REPORT: &str = "report.docx";
/// Days on which the second scene stands: the half-year's end, and the day on which the article appeared.
const JUNE: &str = "2022-06-30";
const TODAY: &str = "2022-09-30";
/// The day on which the county looks at what it owes.
const AUTUMN: Date = date(2022, 10, 8);
/// The story is told when all that it tells is over.
const TOLD_FROM: Date = date(2023, 1, 10);
/// The day of the entry in the first scene: after everything that the article speaks of.
const LATER: &str = "2022-10-10";

/// Makes the example ledger anew and tells the story.
///
/// - Errors: a folder that holds something else; a scene that does not end as told.
pub fn tell(dir: &Path, shell: &Shell) -> Result<End, Failure> {
    let stage = Stage {
        dir: dir.display().to_string(),
        zh: shell.lang != Lang::En,
        shell: if shell.moment.today < TOLD_FROM {
            Shell::new(Format::Text, None, shell.lang, Some(TOLD_FROM))?
        } else {
            Shell {
                format: Format::Text,
                out: None,
                ..shell.clone()
            }
        },
    };
    let (entries, reported) = make(dir)?;
    stage.opening(entries)?;
    stage.arithmetic()?;
    stage.full_unit()?;
    stage.two_figures(reported, entries)?;
    stage.article(dir)?;
    stage.duties_and_tasks()?;
    stage.units_changed()?;
    stage.closed_month()?;
    stage.blind_page()?;
    stage.ending()?;
    Ok(End::Done)
}

/// A line as it is typed after `youju`.
#[derive(Parser)]
#[command(no_binary_name = true)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

struct Stage {
    dir: String,
    zh: bool,
    shell: Shell,
}

impl Stage {
    fn opening(&self, entries: i64) -> Result<(), Failure> {
        self.say(
            &format!(
                "示例账已建在 {}：{entries} 条，虚构的地区、单位和人员，都经过同一道门记入。",
                self.dir
            ),
            &format!(
                "The example ledger stands in {}: {entries} entries about a made-up region, each through the ordinary gate.",
                self.dir
            ),
        )
    }

    fn arithmetic(&self) -> Result<(), Failure> {
        self.scene(
            "〇 不用台账：文章自己的算术",
            "0  Without a ledger: the article's own arithmetic",
        )?;
        self.run(&["check", &self.file(ARTICLE)], End::Finding)?;
        self.say(
            "说明：406和131文中都没有印。92名占70.23%，只能是131名中的92名，尽管173名写得更近。",
            "Note: neither 406 nor 131 is printed. 92 at 70.23 % can only be 92 of 131, though 173 stands nearer.",
        )
    }

    fn full_unit(&self) -> Result<(), Failure> {
        self.scene(
            "一 满编的单位：不予记入，说明依据、佐证和出路",
            "1  A full unit: refused, with article, rows and way out",
        )?;
        let entry = |because: &str| {
            let fields = [
                "record",
                &self.dir,
                "establishment.placement",
                &format!("unit={FULL_UNIT}"),
                "category=administrative",
                &format!("person={WAITING}"),
                &format!("entered_on={LATER}"),
                because,
            ];
            fields.map(str::to_owned)
        };
        self.run(&entry("need=示例用编〔2022〕9号"), End::Finding)?;
        self.say("先出一名，再进：", "One leaves first, then it passes:")?;
        let exit = ["end", &self.dir, LEAVER, "--on", LATER, "--reason", "调出"];
        self.run(&exit, End::Done)?;
        self.run(&entry(&format!("replaces={LEAVER}")), End::Done)
    }

    fn two_figures(&self, reported: i64, entries: i64) -> Result<(), Failure> {
        self.scene(
            "二 今天党员315名，六月底309名：差在哪几行",
            "2  315 members today, 309 at the end of June: the rows between",
        )?;
        let figure = [
            "reconcile",
            &self.dir,
            "members.total",
            "--unit",
            "office",
            "--on",
            JUNE,
        ];
        self.run(&[&figure[..], &["--and", TODAY]].concat(), End::Done)?;
        self.say(
            "七月上报时，六月底写的是310名。后来补记、更正、作废了什么：",
            "The report of July gave 310 for June. What was entered late, corrected and voided since:",
        )?;
        let (reported, entries) = (reported.to_string(), entries.to_string());
        let known = ["--known-at", &reported, "--and", &entries];
        self.run(&[&figure[..], &known].concat(), End::Done)
    }

    /// The findings in one line each; the whole answer is a command away.
    fn article(&self, dir: &Path) -> Result<(), Failure> {
        self.scene("三 拿文章与台账核对", "3  The article against the ledger")?;
        let (article, aliases) = (self.file(ARTICLE), self.file(ALIASES));
        self.command(&[
            "check", &article, "--ledger", &self.dir, "--alias", &aliases,
        ])?;
        let text = youju_sample::article().map_err(Failure::surroundings)?;
        let options = Options {
            published_on: None,
            aliases: Aliases::parse(&text.alias_file()).map_err(Failure::surroundings)?,
            ..Options::default()
        };
        let ledger = Ledger::open(dir)?;
        let reading = youju_proofread::check(&text.text, &options, &Kept(&ledger))
            .map_err(Failure::surroundings)?;
        let words = self.shell.words(ledger.packs());
        for claim in &reading.claims {
            if matches!(claim.verdict, Some(Verdict::Contradicted | Verdict::Stale)) {
                print(&format!("  × {}", one_line(claim, &words)))?;
            }
        }
        let c = &reading.coverage;
        self.say(
            &format!(
                "  {}处数据：与示例账相符（非核实）{}，在所说范围内{}，不符{}，是另一天的数{}，无据{}，未定{}。",
                c.claims, c.confirmed, c.consistent, c.contradicted, c.stale, c.unsupported, c.unresolved
            ),
            &format!(
                "  {} figures: {} agree with the example ledger (not verification), {} lie within what is said, {} are contradicted, {} are of another day, {} unsupported, {} unresolved.",
                c.claims, c.confirmed, c.consistent, c.contradicted, c.stale, c.unsupported, c.unresolved
            ),
        )?;
        self.say(
            "（键入上面的命令，可见每处在文中的位置和佐证。）",
            "(Type the command to see each in its place, with its rows.)",
        )
    }

    /// What the county owed in autumn; then a task is closed by somebody who does not own it, but too early.
    fn duties_and_tasks(&self) -> Result<(), Failure> {
        self.scene(
            "四 这个月欠什么；措施没有落实完的任务，销不了",
            "4  What is owed this month; and a task is not closed while its measures are open",
        )?;
        self.run_on(AUTUMN, &["due", &self.dir, "--unit", "county"])?;
        let closing = [
            "record",
            &self.dir,
            "tasks.task_closure",
            "unit=county",
            &format!("task={OPEN_TASK}"),
            &format!("person={CLOSER}"),
            &format!("closed_on={TODAY}"),
            "document=示例验收〔2022〕9号",
        ];
        self.run(&closing, End::Finding)?;
        self.say(
            "这件任务在等谁，等了多少天：",
            "Whom that task waits for, and how many days it has:",
        )?;
        let waiting = [
            "rows",
            &self.dir,
            "tasks.blockage_days",
            "--unit",
            "county",
            "--within",
            "2022-08-01..2022-09-30",
        ];
        self.run(&waiting, End::Done)
    }

    /// Since the new year a county is split, two townships are merged, a branch stands elsewhere.
    fn units_changed(&self) -> Result<(), Failure> {
        self.scene(
            "五 年初分县、并乡、划走一个支部：去年的数按当年的隶属不变，按现在的隶属差在哪",
            "5  At New Year a county was split, townships merged, a branch moved: last year by the tree of then, and by today's",
        )?;
        let points = ["figure", &self.dir, "tasks.points", "--unit", "county"];
        for day in ["2022-12-31", "2023-01-01"] {
            self.run(&[&points[..], &["--on", day]].concat(), End::Done)?;
        }
        let bridge = ["reconcile", &self.dir, "tasks.points", "--unit", "county"];
        let trees = ["--on", "2022-12-31", "--and-tree", "now"];
        self.run(&[&bridge[..], &trees[..]].concat(), End::Done)
    }

    /// A month is closed; then an answer that was given in it is entered late.
    fn closed_month(&self) -> Result<(), Failure> {
        self.scene(
            "六 月报写好、封账以后：补记要写原因，前后的数逐笔列出，月报里旧了的数也列出",
            "6  A report is written, the month closed: a late entry gives its reason, and what it changed is listed",
        )?;
        let report = self.file(REPORT);
        let written = ["report", &self.dir, "tasks.monthly", "--unit", "county"];
        let to = ["--within", "2022-09", "--out", &report];
        self.run(&[&written[..], &to[..]].concat(), End::Done)?;
        let close = [
            "close",
            &self.dir,
            "--unit",
            "county",
            "--line",
            "party",
            "--period",
            "2022-09",
            "--register",
            "tasks.unanswered",
            "--by",
            "县委办公室",
            "--yes",
        ];
        self.run(&close, End::Done)?;
        let reply = [
            "record",
            &self.dir,
            "tasks.supervision_reply",
            "unit=county.t03",
            "supervision=order-county-3",
            "replied_on=2022-09-19",
            "document=示例复〔2022〕3号",
            "reason=回复已按期送达，漏登",
        ];
        self.say(
            "补记一份当月的回复，不写原因就不予记入：",
            "A reply of that month is entered late; without a reason it would be refused:",
        )?;
        self.run(&reply, End::Done)?;
        self.run(
            &["close", &self.dir, "--list", "--unit", "county"],
            End::Done,
        )?;
        self.run(&["report", &self.dir, "--stale", &report], End::Finding)
    }

    fn blind_page(&self) -> Result<(), Failure> {
        self.scene(
            "七 盲测：另建一本小账，暗中改三处",
            "7  The blind page: another small ledger, with three hidden differences",
        )?;
        self.run(&["demo", "--blind", "3", "--seed", "7"], End::Done)
    }

    fn ending(&self) -> Result<(), Failure> {
        print("")?;
        self.say("接着可以看：", "What to look at next:")?;
        for line in [
            "rows {dir} members.admitted --unit office --within 2022H1",
            "due {dir} --unit county --within 2021-02-01..2022-01-31",
            "figure {dir} establishment.fill_rate --unit prefecture --on 2022-09-30",
            "verify {dir}",
        ] {
            print(&format!("  youju {}", line.replace("{dir}", &self.dir)))?;
        }
        Ok(())
    }

    fn scene(&self, zh: &str, en: &str) -> Result<(), Failure> {
        print("")?;
        self.say(&format!("【{zh}】"), en)
    }

    fn say(&self, zh: &str, en: &str) -> Result<(), Failure> {
        print(if self.zh { zh } else { en })
    }

    fn file(&self, name: &str) -> String {
        Path::new(&self.dir).join(name).display().to_string()
    }

    fn command(&self, words: &[impl AsRef<str>]) -> Result<(), Failure> {
        let typed: Vec<String> = words.iter().map(|w| quoted(w.as_ref())).collect();
        print(&format!("$ youju {}", typed.join(" ")))
    }

    /// Shows a command and runs it; it must end as the story says.
    fn run(&self, words: &[impl AsRef<str>], ends: End) -> Result<(), Failure> {
        self.command(words)?;
        self.act(words, ends, &self.shell)
    }

    /// Shows and runs a command as of an earlier day.
    fn run_on(&self, today: Date, words: &[&str]) -> Result<(), Failure> {
        let day = today.to_string();
        self.command(&[&["--today", &day], words].concat())?;
        let shell = Shell::new(Format::Text, None, self.shell.lang, Some(today))?;
        self.act(words, End::Done, &shell)
    }

    fn act(&self, words: &[impl AsRef<str>], ends: End, shell: &Shell) -> Result<(), Failure> {
        let line = Line::try_parse_from(words.iter().map(AsRef::as_ref))
            .map_err(|error| Failure::surroundings(error.to_string()))?;
        let ended = run_verb(line.verb, shell)?;
        if ended != ends {
            return Err(Failure::surroundings(
                "the scene did not end as it should: packs and example have grown apart",
            ));
        }
        Ok(())
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:/=〔〕".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Makes the ledger and the article's files in place of an earlier demo; gives the last entry, and the last one of July's report.
///
/// It is made beside the folder and moved there when it is whole, so that an interrupted run leaves no half of it.
fn make(dir: &Path) -> Result<(i64, i64), Failure> {
    let failed = |doing: &str, path: &Path, error: &dyn std::fmt::Display| {
        Failure::surroundings(format!("cannot {doing} {}: {error}", path.display()))
    };
    refuse_other(dir)?;
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|e| failed("make", parent, &e))?;
    let made = tempfile::Builder::new()
        .prefix(".youju-demo-")
        .tempdir_in(parent)
        .map_err(|e| failed("write in", parent, &e))?;
    let ledger =
        youju_sample::demo(made.path(), &packs::files(None)?).map_err(Failure::surroundings)?;
    let numbers = (
        ledger.head()?,
        reported_at(&ledger).map_err(Failure::surroundings)?,
    );
    drop(ledger);
    let article = youju_sample::article().map_err(Failure::surroundings)?;
    for (name, text) in [(ARTICLE, &article.text), (ALIASES, &article.alias_file())] {
        let path = made.path().join(name);
        fs::write(&path, text).map_err(|e| failed("write", &path, &e))?;
    }
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(|e| failed("empty", dir, &e))?;
    }
    let made = made.keep();
    fs::rename(&made, dir).map_err(|e| failed("move the ledger to", dir, &e))?;
    Ok(numbers)
}

/// Leaves alone any folder that is neither empty nor an example ledger made by this verb.
fn refuse_other(dir: &Path) -> Result<(), Failure> {
    if !dir.exists() {
        return Ok(());
    }
    let mut inside = fs::read_dir(dir)
        .map_err(|e| Failure::input(format!("{} cannot be used: {e}", dir.display())))?;
    let ours = || {
        let ledger = Ledger::open(dir).ok()?;
        (ledger.is_synthetic() && reported_at(&ledger).is_ok()).then_some(())
    };
    if inside.next().is_some() && ours().is_none() {
        let message = format!("{} holds something other than a demo ledger", dir.display());
        return Err(Failure::input(message).hint("choose another folder with --dir"));
    }
    Ok(())
}
