//! Which figures hang together: members are full and probationary ones, a share has two sides, vacant is approved less filled.

/// A stock that records are written for; all others follow from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basic {
    Full,
    Probationary,
    Staff,
    Administrative,
    Institution,
    Worker,
    Filled,
    /// Kept by one indicator alone, by its id.
    Lone(&'static str),
}

/// More rows than this are not written for one figure.
pub(crate) const MOST_ROWS: i64 = 3000;

/// Stocks that stand for themselves.
pub(crate) const LONE: [&str; 12] = [
    "members.applicants",
    "members.activists",
    "members.objects",
    "core.engaged",
    "core.branches",
    "core.townships",
    "core.schools",
    "core.villages",
    "establishment.lent",
    "establishment.borrowed",
    "establishment.leading_approved",
    "establishment.leading_filled",
];

/// Flows, with the indicator that counts the same events by occasion.
pub(crate) const FLOWS: [(&str, Option<&str>); 9] = [
    ("members.applied", None),
    ("members.activists_chosen", None),
    ("members.objects_chosen", None),
    ("members.activists_filed", None),
    (
        "members.activists_trained",
        Some("members.activist_trainings"),
    ),
    ("members.objects_trained", None),
    ("members.admitted", None),
    ("members.converted", None),
    ("talks.persons", Some("talks.held")),
];

/// Figures that hang together: one unit's roll and staff, its posts, one other stock, one sort of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Roll,
    Posts,
    Lone(&'static str),
    Events(&'static str),
}

/// Says to which family an indicator belongs; none if no ledger is written for it.
pub(crate) fn family(indicator: &str) -> Option<Family> {
    match indicator {
        "members.total"
        | "members.full"
        | "members.probationary"
        | "members.share"
        | "core.staff" => Some(Family::Roll),
        "establishment.approved"
        | "establishment.approved_administrative"
        | "establishment.approved_institution" => Some(Family::Posts),
        "establishment.filled" | "establishment.vacant" | "establishment.fill_rate" => {
            Some(Family::Posts)
        }
        _ => {
            let lone = LONE
                .iter()
                .find(|id| **id == indicator)
                .map(|id| Family::Lone(id));
            lone.or_else(|| {
                FLOWS
                    .iter()
                    .find(|(p, o)| *p == indicator || *o == Some(indicator))
                    .map(|(p, _)| Family::Events(p))
            })
        }
    }
}
