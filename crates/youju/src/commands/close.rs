//! `youju close`: closes a month or a quarter, and lists what was changed after a close.

use super::record::invalid;
use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use youju_base::period::Period;
use youju_ledger::close::{Scope, registers};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_render::close::{Closes, Closing};

/// Close a month or a quarter: its registers are complete, and later changes need a reason
///
/// Shows the figures that are closed and what is still undone; with --yes it closes. `--list` shows what was closed,
/// and which figures have changed since, by which entry and why.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CloseArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The unit, with everything below it
    #[arg(long, value_name = "UNIT", required_unless_present = "list")]
    unit: Option<String>,
    /// The line whose tree says what is below it: party, administration, establishment
    #[arg(long, value_name = "LINE", required_unless_present = "list")]
    line: Option<String>,
    /// A month or a quarter that is over: 2022-06, 2022Q2
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse, required_unless_present = "list")]
    period: Option<Period>,
    /// Who closes: an office, not a name
    #[arg(long, value_name = "OFFICE", required_unless_present = "list")]
    by: Option<String>,
    /// Only the registers of this pack; may be repeated (default: all of the line)
    #[arg(long, value_name = "PACK")]
    pack: Vec<String>,
    /// Only this register, such as members.roll; may be repeated
    #[arg(long, value_name = "ROWSET")]
    register: Vec<String>,
    /// Id of this entry, so that sending it twice is harmless (default: one is made)
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Close, after looking at what is closed
    #[arg(long)]
    yes: bool,
    /// List the closes of the unit and all below it, with their restatements
    #[arg(long, conflicts_with_all = ["line", "period", "by", "pack", "register", "id", "yes"])]
    list: bool,
}

pub fn close(args: &CloseArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let (Some(unit), Some(line), Some(period), Some(by)) =
        (&args.unit, &args.line, args.period, &args.by)
    else {
        let closes = ledger.closes(args.unit.as_deref())?;
        shell.show(&Closes::new(&closes, ledger.is_synthetic()), &words)?;
        return Ok(End::Done);
    };
    let scope = Scope {
        unit: unit.clone(),
        line: line.clone(),
        period,
        registers: args.registers(&ledger, line)?,
    };
    let mut body = json!({ "closes": unit, "line": line, "period": period.name(), "by": by });
    if !scope.registers.is_empty() {
        body["registers"] = json!(scope.registers);
    }
    if let Some(id) = &args.id {
        body["id"] = json!(id);
    }
    let sent = Submission::from_json(body).map_err(invalid)?;
    match ledger.preview_close(&scope, shell.moment.today) {
        Ok(preview) => {
            let seq = args.yes.then(|| accepted(&ledger, &sent, shell));
            let closing = Closing::new(&preview, seq.transpose()?, ledger.is_synthetic());
            shell.show(&closing, &words)?;
            Ok(End::Done)
        }
        // A close that is sent again is answered as before, though it cannot be made twice.
        Err(_) if args.yes && args.id.is_some() => super::record::submit(&ledger, &sent, shell),
        Err(error) => Err(error.into()),
    }
}

fn accepted(ledger: &Ledger, sent: &Submission, shell: &Shell) -> Result<i64, Failure> {
    match ledger.submit(sent, &shell.moment)? {
        Outcome::Accepted(accepted) => Ok(accepted.seq),
        Outcome::Refused(refused) => Ok(refused.seq),
    }
}

impl CloseArgs {
    /// The registers named, and those of the packs named.
    ///
    /// - Errors: a pack that has no register on the line.
    fn registers(&self, ledger: &Ledger, line: &str) -> Result<Vec<String>, Failure> {
        let mut named = self.register.clone();
        let known = registers(ledger.packs(), line);
        for pack in &self.pack {
            let own: Vec<String> = known
                .iter()
                .filter(|set| set.pack == *pack)
                .map(|set| set.id.clone())
                .collect();
            if own.is_empty() {
                let message = format!("pack \"{pack}\" has no register on the line {line}");
                return Err(Failure::input(message).hint("`youju packs list`"));
            }
            named.extend(own);
        }
        Ok(named)
    }
}
