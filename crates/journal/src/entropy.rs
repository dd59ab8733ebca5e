//! Where random bytes come from.

use crate::error::JournalError;
use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// A source of random bytes: the system, or a seed where a run must be repeatable.
pub struct Entropy(Source);

enum Source {
    System,
    Seeded(Mutex<(u64, u64)>),
}

impl Entropy {
    /// Draws from the operating system.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Draws the same bytes for the same seed: for tests and example ledgers, whose keys protect nothing.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Mutex::new((seed, 0))))
    }

    /// Returns `N` fresh bytes.
    pub(crate) fn draw<const N: usize>(&self) -> Result<[u8; N], JournalError> {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => getrandom::fill(&mut bytes)
                .map_err(|fault| JournalError::Entropy(fault.to_string()))?,
            Source::Seeded(state) => {
                let mut state = state
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                for chunk in bytes.chunks_mut(32) {
                    let (seed, counter) = *state;
                    let block = Sha256::new()
                        .chain_update(seed.to_be_bytes())
                        .chain_update(counter.to_be_bytes())
                        .finalize();
                    chunk.copy_from_slice(&block[..chunk.len()]);
                    state.1 += 1;
                }
            }
        }
        Ok(bytes)
    }
}
