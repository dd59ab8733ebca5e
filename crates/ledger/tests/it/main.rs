//! The ledger as a whole: histories, races, damage, backups.

mod abolished;
mod backups;
mod balance;
mod cases;
mod close;
mod closes;
mod damage;
mod due;
mod duties;
mod gate;
mod histories;
mod merge;
mod office;
mod rollups;
mod running;
mod trees;
mod update;
