//! What keeps a ledger whole: played again, compared, updated, looked over; and the packs' cases.

pub mod rebuild;

pub mod verify;

pub mod update;

pub mod doctor;

pub mod cases;
