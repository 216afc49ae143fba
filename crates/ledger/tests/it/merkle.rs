//! The tree against an independent implementation of RFC 6962 and against its published vectors.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::merkle::{Frontier, Tree, empty_root, leaf_hash, verify_consistency, verify_inclusion};
use proptest::prelude::*;

fn tree_of(size: u64) -> (Tree, Frontier, MemoryBackedTree<sha2::Sha256, Vec<u8>>) {
    let mut tree = Tree::default();
    let mut frontier = Frontier::default();
    let mut other = MemoryBackedTree::new();
    for index in 0..size {
        let leaf = format!("leaf {index}").into_bytes();
        tree.push(leaf_hash(&leaf));
        frontier.push(leaf_hash(&leaf));
        other.push(leaf);
    }
    (tree, frontier, other)
}

#[test]
fn the_empty_tree_has_the_hash_of_nothing() {
    assert_eq!(empty_root().to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(Frontier::default().root(), empty_root());
    assert_eq!(Tree::default().root_at(0), Some(empty_root()));
    assert_eq!(Tree::default().root_at(1), None);
}

#[test]
fn every_root_and_proof_is_that_of_another_implementation() {
    for size in 1..=70u64 {
        let (tree, frontier, other) = tree_of(size);
        let root = tree.root_at(size).unwrap();
        assert_eq!(root.as_bytes().as_slice(), other.root().as_bytes().as_slice(), "size {size}");
        assert_eq!(frontier.root(), root);
        assert_eq!(tree.frontier().root(), root);
        for index in 0..size {
            let proof = tree.inclusion_proof(index, size).unwrap();
            let bytes: Vec<u8> = proof.iter().flat_map(|hash| *hash.as_bytes()).collect();
            assert_eq!(bytes, other.prove_inclusion(index as usize).as_bytes(), "{index} of {size}");
            assert!(verify_inclusion(tree.leaf(index).unwrap(), index, size, &proof, root));
        }
        for old in 1..size {
            let proof = tree.consistency_proof(old, size).unwrap();
            let bytes: Vec<u8> = proof.iter().flat_map(|hash| *hash.as_bytes()).collect();
            assert_eq!(bytes, other.prove_consistency((size - old) as usize).as_bytes(), "{old} of {size}");
            assert!(verify_consistency(old, tree.root_at(old).unwrap(), size, root, &proof));
        }
    }
}

proptest! {
    #[test]
    fn a_changed_proof_proves_nothing(
        size in 2u64..200, index in 0u64..200, spoil in 0usize..8, bit in 0u8..8, byte in 0usize..32,
    ) {
        let index = index % size;
        let (tree, ..) = tree_of(size);
        let root = tree.root_at(size).unwrap();
        let leaf = tree.leaf(index).unwrap();
        let proof = tree.inclusion_proof(index, size).unwrap();
        prop_assert!(!verify_inclusion(leaf, (index + 1) % size, size, &proof, root));
        prop_assert!(!verify_inclusion(leaf, index, size, &proof[1..], root));
        let mut spoiled = proof.clone();
        let at = spoil % spoiled.len();
        let mut bytes = *spoiled[at].as_bytes();
        bytes[byte] ^= 1 << bit;
        spoiled[at] = ledger::Hash::from_slice(&bytes).unwrap();
        prop_assert!(!verify_inclusion(leaf, index, size, &spoiled, root));

        let old = index.max(1);
        let old_root = tree.root_at(old).unwrap();
        let mut proof = tree.consistency_proof(old, size).unwrap();
        prop_assert!(verify_consistency(old, old_root, size, root, &proof));
        prop_assert!(!verify_consistency(old, root, size, root, &proof));
        let at = spoil % proof.len();
        let mut bytes = *proof[at].as_bytes();
        bytes[byte] ^= 1 << bit;
        proof[at] = ledger::Hash::from_slice(&bytes).unwrap();
        prop_assert!(!verify_consistency(old, old_root, size, root, &proof));
        proof.push(root);
        prop_assert!(!verify_consistency(old, old_root, size, root, &proof));
    }
}
