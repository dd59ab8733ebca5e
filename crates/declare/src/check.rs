//! Tries bound statements on a scratch database.

use crate::fault::Fault;
use crate::pack::Packs;

pub(crate) fn check(_packs: &Packs) -> Vec<Fault> {
    Vec::new()
}
