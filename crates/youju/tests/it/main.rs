//! The real binary in temporary folders: what goes in, what is shown, how it ends.

mod breakdown;
mod check;
mod close;
mod demo;
mod due;
mod figures;
mod gate;
mod hostile;
mod import;
mod input;
mod keep;
mod kill;
mod office;
mod packs;
mod race;
mod reconcile;
mod reports;
mod sheets;
mod walkthroughs;
