//! Makes the demo ledger, the article and the blind page from `demo/`.
//!
//! All records are made up and go through the ledger's ordinary gate; all units and persons are called 示例 (example).
//! Nothing here reads a text as the checker does: what the checker must find comes from the list of facts.

pub mod error;

mod chance;

mod numerals;

mod sheet;

mod region;

mod story;

mod members;

mod posts;

mod talks;

mod tasks;

mod road;

mod coverage;

mod brand;

mod life;

mod elections;

mod proceedings;

mod integrity;

mod rules;

mod burden;

mod cadres;

mod study;

mod projects;

mod talent;

mod grassroots;

mod changes;

mod demo;

pub mod facts;

pub mod article;

mod printed;

mod places;

mod family;

mod trick;

mod stocks;

mod events;

mod plant;

pub mod blind;

pub use article::{Article, article};
pub use blind::{Blind, Page, blind, blind_in};
pub use changes::CHANGED_ON;
pub use demo::{SEED, demo, records, reported_at};
pub use posts::{FULL_UNIT, LEAVER, WAITING};
pub use tasks::{CLOSER, OPEN_TASK};
