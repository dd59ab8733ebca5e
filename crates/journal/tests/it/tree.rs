//! The tree against the recursive definition of RFC 6962, word for word.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::convert::Infallible;
use youju_journal::tree::{
    Frontier, Hash, Nodes, consistency_proof, empty_root, inclusion_proof, leaf_hash, node_hash,
    root, verify_consistency, verify_inclusion,
};

/// MTH(D[n]) of section 2.1, from the leaves' bytes.
fn naive_root(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [one] => Sha256::digest([&[0], one.as_slice()].concat()).into(),
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            Sha256::digest([&[1], &naive_root(left)[..], &naive_root(right)[..]].concat()).into()
        }
    }
}

/// PATH(m, D[n]) of section 2.1.1.
fn naive_path(m: usize, leaves: &[Vec<u8>]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = naive_split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, other) = if m < k {
        (naive_path(m, left), naive_root(right))
    } else {
        (naive_path(m - k, right), naive_root(left))
    };
    path.push(other);
    path
}

/// SUBPROOF(m, D[n], b) of section 2.1.2.
fn naive_subproof(m: usize, leaves: &[Vec<u8>], b: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if b {
            Vec::new()
        } else {
            vec![naive_root(leaves)]
        };
    }
    let k = naive_split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, other) = if m <= k {
        (naive_subproof(m, left, b), naive_root(right))
    } else {
        (naive_subproof(m - k, right, false), naive_root(left))
    };
    proof.push(other);
    proof
}

fn naive_split(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

struct Kept(HashMap<(u32, u64), Hash>);

impl Nodes for Kept {
    type Error = Infallible;

    fn node(&self, level: u32, index: u64) -> Result<Hash, Infallible> {
        Ok(self.0[&(level, index)])
    }
}

fn grow(leaves: &[Vec<u8>]) -> (Kept, Frontier) {
    let mut nodes = HashMap::new();
    let mut edge = Frontier::empty();
    for leaf in leaves {
        let Ok(()) = edge.push(leaf_hash(leaf), |level, index, hash| {
            assert_eq!(
                nodes.insert((level, index), *hash),
                None,
                "a node is complete once"
            );
            Ok::<_, Infallible>(())
        });
    }
    (Kept(nodes), edge)
}

fn leaves(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|i| format!("entry {i}").into_bytes()).collect()
}

#[test]
fn every_size_up_to_70_agrees_with_the_definition() {
    let all = leaves(70);
    let (nodes, _) = grow(&all);
    for n in 0..=70_usize {
        let (_, edge) = grow(&all[..n]);
        let Ok(whole) = root(&nodes, n as u64);
        assert_eq!(whole, naive_root(&all[..n]));
        assert_eq!((edge.size(), edge.root()), (n as u64, whole));
        assert_eq!(Frontier::read(&nodes, n as u64), Ok(edge));
        for m in 0..n {
            let Ok(path) = inclusion_proof(&nodes, m as u64, n as u64);
            assert_eq!(path, Some(naive_path(m, &all[..n])), "leaf {m} of {n}");
        }
        for m in 1..=n {
            let Ok(proof) = consistency_proof(&nodes, m as u64, n as u64);
            assert_eq!(
                proof,
                Some(naive_subproof(m, &all[..n], true)),
                "{m} in {n}"
            );
        }
    }
}

#[test]
fn known_roots_come_out() {
    // The eight test leaves that implementations of certificate transparency share.
    let leaves: Vec<Vec<u8>> = [
        &b""[..],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
            0x6e, 0x6f,
        ],
    ]
    .map(<[u8]>::to_vec)
    .to_vec();
    let hex = |hash: Hash| hash.map(|b| format!("{b:02x}")).concat();
    assert_eq!(
        hex(empty_root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        hex(grow(&leaves[..1]).1.root()),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        hex(grow(&leaves).1.root()),
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

#[test]
fn what_cannot_be_proven_has_no_proof() {
    let (nodes, _) = grow(&leaves(5));
    assert_eq!(inclusion_proof(&nodes, 5, 5), Ok(None));
    assert_eq!(consistency_proof(&nodes, 6, 5), Ok(None));
    assert_eq!(consistency_proof(&nodes, 0, 5), Ok(Some(Vec::new())));
}

proptest! {
    #[test]
    fn proofs_hold_for_their_leaf_and_tree_and_for_no_other(
        n in 1_usize..400, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(),
        spoilt in any::<prop::sample::Index>(), bit in 0_usize..256,
    ) {
        let all = leaves(n);
        let (nodes, edge) = grow(&all);
        let (size, whole) = (n as u64, edge.root());
        let m = a.index(n);
        let leaf = leaf_hash(&all[m]);
        let Ok(Some(path)) = inclusion_proof(&nodes, m as u64, size) else { panic!("no proof") };
        prop_assert!(verify_inclusion(&leaf, m as u64, size, &path, &whole));
        let other = b.index(n);
        prop_assert_eq!(verify_inclusion(&leaf, other as u64, size, &path, &whole), other == m);
        prop_assert!(!verify_inclusion(&leaf_hash(b"never entered"), m as u64, size, &path, &whole));
        if !path.is_empty() {
            let mut changed = path.clone();
            changed[spoilt.index(path.len())][bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!verify_inclusion(&leaf, m as u64, size, &changed, &whole));
            prop_assert!(!verify_inclusion(&leaf, m as u64, size, &path[1..], &whole));
        }
        let mut longer = path.clone();
        longer.push([0; 32]);
        prop_assert!(!verify_inclusion(&leaf, m as u64, size, &longer, &whole));

        let old = b.index(n) + 1;
        let old_root = naive_root(&all[..old]);
        let Ok(Some(proof)) = consistency_proof(&nodes, old as u64, size) else { panic!("no proof") };
        prop_assert!(verify_consistency(old as u64, size, &proof, &old_root, &whole));
        let mut rewritten = all[..old].to_vec();
        rewritten[a.index(old)].push(b'!');
        prop_assert!(!verify_consistency(old as u64, size, &proof, &naive_root(&rewritten), &whole));
        if !proof.is_empty() {
            let mut changed = proof.clone();
            changed[spoilt.index(proof.len())][bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!verify_consistency(old as u64, size, &changed, &old_root, &whole));
        }
        prop_assert!(!verify_consistency(size + 1, size, &proof, &old_root, &whole));
    }

    #[test]
    fn a_leaf_can_never_pass_for_a_node(left in any::<Hash>(), right in any::<Hash>()) {
        prop_assert_ne!(leaf_hash(&[left, right].concat()), node_hash(&left, &right));
    }
}
