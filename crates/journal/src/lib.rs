//! Append-only entries, Merkle tree, signed checkpoints, sealed fields and their erasure.
