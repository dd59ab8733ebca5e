//! The ledger as a whole: histories, races, damage, backups.

mod backups;
mod damage;
mod gate;
mod histories;
mod office;
