//! What can be wrong with the input.

/// An input that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No text at all.
    #[error("the text is empty")]
    Empty,
    /// Holds NUL or other control characters.
    #[error("the input is binary (byte 0x{byte:02x} at {at}); give plain text in UTF-8 or GB18030")]
    Binary {
        /// The offending byte.
        byte: u8,
        /// Its place, from 0.
        at: usize,
    },
    /// Neither UTF-8 nor GB18030.
    #[error("the input is neither UTF-8 (fails at byte {0}) nor GB18030; save it in UTF-8")]
    Encoding(usize),
    /// The alias file cannot be read.
    #[error("cannot read the alias file: {0}")]
    Alias(String),
}
