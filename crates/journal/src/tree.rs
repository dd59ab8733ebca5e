//! The Merkle tree of RFC 6962: hashes, proofs, and their verification. Reads nodes, writes nothing.
//!
//! Node (level, index) covers the leaves `index * 2^level` up to `(index + 1) * 2^level`; only complete nodes
//! exist, so a node never changes once it is there.

use sha2::{Digest, Sha256};
use youju_db::{DbError, Rows, Value};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Returns the hash of a leaf: SHA-256(0x00 ‖ bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(bytes)
        .finalize()
        .into()
}

/// Returns the hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// Returns the root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Where complete nodes come from.
pub trait Nodes {
    /// What reading a node can fail with.
    type Error;

    /// Returns the complete node at `level` and `index`.
    fn node(&self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// The nodes kept in table `tree`.
pub struct Stored<'r>(pub &'r dyn Rows);

impl Nodes for Stored<'_> {
    type Error = DbError;

    fn node(&self, level: u32, index: u64) -> Result<Hash, DbError> {
        let found = self.0.first(
            "select hash from tree where level = ?1 and idx = ?2",
            &[level.into(), Value::Int(index.cast_signed())],
        )?;
        found
            .as_ref()
            .and_then(|row| row.first()?.as_blob()?.try_into().ok())
            .ok_or_else(|| {
                DbError::stop(format!(
                    "the tree has no sound node at level {level}, index {index}; run verify"
                ))
            })
    }
}

/// Returns the root over the first `size` leaves.
pub fn root<N: Nodes>(nodes: &N, size: u64) -> Result<Hash, N::Error> {
    match size {
        0 => Ok(empty_root()),
        _ => subtree(nodes, 0, size),
    }
}

/// Returns the hashes that lead from leaf `index` to the root over `size` leaves, nearest first.
///
/// - Input: `index` from 0, below `size`; otherwise there is no such proof, and `None` is returned.
pub fn inclusion_proof<N: Nodes>(
    nodes: &N,
    index: u64,
    size: u64,
) -> Result<Option<Vec<Hash>>, N::Error> {
    if index >= size {
        return Ok(None);
    }
    // Down from the root, so the hashes come farthest first.
    let (mut from, mut until) = (0, size);
    let mut proof = Vec::new();
    while until - from > 1 {
        let middle = from + split(until - from);
        if index < middle {
            proof.push(subtree(nodes, middle, until)?);
            until = middle;
        } else {
            proof.push(subtree(nodes, from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(Some(proof))
}

/// Returns the hashes that show the tree of `old` leaves to be the start of the tree of `new` leaves.
///
/// - Input: `old` at most `new`; otherwise `None` is returned. For `old` 0 the proof is empty.
pub fn consistency_proof<N: Nodes>(
    nodes: &N,
    old: u64,
    new: u64,
) -> Result<Option<Vec<Hash>>, N::Error> {
    if old > new {
        return Ok(None);
    }
    if old == 0 || old == new {
        return Ok(Some(Vec::new()));
    }
    let (mut from, mut until) = (0, new);
    let mut proof = Vec::new();
    while old < until {
        let middle = from + split(until - from);
        if old <= middle {
            proof.push(subtree(nodes, middle, until)?);
            until = middle;
        } else {
            proof.push(subtree(nodes, from, middle)?);
            from = middle;
        }
    }
    // The verifier knows the old root; a subtree further right it must be told.
    if from > 0 {
        proof.push(subtree(nodes, from, until)?);
    }
    proof.reverse();
    Ok(Some(proof))
}

/// Says whether `proof` leads from `leaf` at `index` to `root` over `size` leaves (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut index, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if index & 1 == 1 || index == last {
            hash = node_hash(sibling, &hash);
            while index & 1 == 0 && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        index >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Says whether `proof` shows the tree (`old`, `old_root`) to be the start of (`new`, `new_root`)
/// (RFC 9162, 2.1.4.2).
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> bool {
    if old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    let (mut index, mut last) = (old - 1, new - 1);
    while index & 1 == 1 {
        index >>= 1;
        last >>= 1;
    }
    // A complete old tree is itself the first node of the path.
    let (start, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        match proof.split_first() {
            Some(parts) => parts,
            None => return false,
        }
    };
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if index & 1 == 1 || index == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while index & 1 == 0 && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        index >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// The right edge of a growing tree: the complete subtrees that its size is the sum of, largest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Starts with no leaves.
    pub fn empty() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// Reads the edge of the tree over the first `size` leaves.
    pub fn read<N: Nodes>(nodes: &N, size: u64) -> Result<Self, N::Error> {
        let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
        let peaks = levels
            .map(|level| nodes.node(level, (size >> level) - 1))
            .collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }

    /// Adds a leaf and hands every node that it completes to `each`, lowest first.
    pub fn push<E>(
        &mut self,
        leaf: Hash,
        mut each: impl FnMut(u32, u64, &Hash) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut level, mut index, mut hash) = (0, self.size, leaf);
        each(level, index, &hash)?;
        while index & 1 == 1 {
            let left = self
                .peaks
                .pop()
                .expect("an odd index has a complete left neighbour");
            hash = node_hash(&left, &hash);
            level += 1;
            index >>= 1;
            each(level, index, &hash)?;
        }
        self.peaks.push(hash);
        self.size += 1;
        Ok(())
    }

    /// Counts the leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => empty_root(),
            Some(smallest) => peaks.fold(*smallest, |right, left| node_hash(left, &right)),
        }
    }
}

/// Hashes the leaves from `from` until `until`, where `from` is a multiple of the largest power of two inside.
fn subtree<N: Nodes>(nodes: &N, from: u64, until: u64) -> Result<Hash, N::Error> {
    let size = until - from;
    if size.is_power_of_two() {
        return nodes.node(size.trailing_zeros(), from / size);
    }
    let middle = from + split(size);
    let left = subtree(nodes, from, middle)?;
    let right = subtree(nodes, middle, until)?;
    Ok(node_hash(&left, &right))
}

/// Returns the largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}
