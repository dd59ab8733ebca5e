//! Text to claims to relations to verdicts. The parser half reads no ledger.
