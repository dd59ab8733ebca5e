//! Sealed text: where it opens, and that erasing its key leaves it nowhere.

use crate::{AT, Ledger, check, open, record};
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use youju_db::DbError;
use youju_journal::JournalError;
use youju_journal::entropy::Entropy;
use youju_journal::entry::Entry;
use youju_journal::keys::{KEY_FILE, KEYS_DB, Keys};
use youju_journal::log::{self, Earlier};
use youju_journal::sealed::Sealed;
use youju_journal::tree::{leaf_hash, verify_inclusion};

const NOTE: &str = "示例甲：家中老人住院，希望调整值班";

fn with_note(ledger: &Ledger, id: &str, subject: &str, text: &str) -> Entry {
    let sealed = ledger.keys.seal(subject, id, "note", text).unwrap();
    let mut entry = record(id, "office");
    entry.data.insert("note".into(), sealed.to_json());
    entry
}

fn sealed_in(entry: &Entry) -> Sealed {
    Sealed::from_json(&entry.data["note"]).unwrap()
}

fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap());
    entries
        .filter(|entry| {
            let bytes = std::fs::read(entry.path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_sealed_text_opens_where_it_belongs_and_nowhere_else() {
    let ledger = Ledger::new();
    let entry = with_note(&ledger, "a", "p-1", NOTE);
    let sealed = sealed_in(&entry);
    assert_eq!(
        ledger.keys.unseal(&sealed, "a").unwrap().as_deref(),
        Some(NOTE)
    );
    let moved = [
        (sealed.clone(), "b"),
        (
            Sealed {
                field: "name".into(),
                ..sealed.clone()
            },
            "a",
        ),
        (
            Sealed {
                commitment: [0; 32],
                ..sealed.clone()
            },
            "a",
        ),
        (
            Sealed {
                ciphertext: sealed.ciphertext[1..].to_vec(),
                ..sealed.clone()
            },
            "a",
        ),
        (
            Sealed {
                ciphertext: Vec::new(),
                ..sealed.clone()
            },
            "a",
        ),
    ];
    for (sealed, id) in moved {
        let error = ledger.keys.unseal(&sealed, id).unwrap_err();
        let JournalError::Seal { entry, field, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!((entry.as_str(), field), (id, &sealed.field));
    }
    ledger.keys.ensure(["p-2"]).unwrap();
    let other = Sealed {
        subject: "p-2".into(),
        ..sealed.clone()
    };
    assert!(ledger.keys.unseal(&other, "a").is_err());
    let unknown = Sealed {
        subject: "p-3".into(),
        ..sealed.clone()
    };
    assert!(
        ledger
            .keys
            .unseal(&unknown, "a")
            .unwrap_err()
            .to_string()
            .contains("holds no key")
    );
    let again = sealed_in(&with_note(&ledger, "a", "p-1", NOTE));
    assert_ne!(
        again.commitment, sealed.commitment,
        "the salt is fresh each time"
    );
}

#[test]
fn erasure_takes_the_text_and_leaves_the_proofs() {
    let ledger = Ledger::new();
    let body = format!(r#"{{"id":"a","note":"{NOTE}"}}"#);
    let mut entry = with_note(&ledger, "a", "p-1", NOTE);
    entry.sent = Some(ledger.keys.sent(Some("p-1"), body.as_bytes()).unwrap());
    ledger.append(&entry);
    ledger.append(&with_note(&ledger, "b", "p-2", "示例乙"));
    let ask =
        || ledger.read(|rows| log::earlier(rows, &ledger.keys, "a", Some("p-1"), body.as_bytes()));
    assert!(matches!(ask(), Earlier::Same(_)));
    let root = ledger.read(|rows| log::root(rows, 2));
    let proof = ledger.read(|rows| log::inclusion(rows, 1, 2)).unwrap();

    // Take the wrapped key as a thief would, to know what must be gone.
    let wrapped = youju_db::Simple::open(&ledger.folder.path().join(KEYS_DB), false)
        .unwrap()
        .read(|rows| rows.first("select wrapped from subject_key where subject = 'p-1'", &[]))
        .unwrap()
        .unwrap();
    let wrapped = wrapped[0].as_blob().unwrap().to_vec();
    assert!(!files_with(ledger.folder.path(), &wrapped).is_empty());
    assert_eq!(files_with(ledger.folder.path(), NOTE.as_bytes()), [""; 0]);

    assert!(!ledger.keys.is_erased("p-1").unwrap());
    ledger.keys.erase("p-1", AT).unwrap();
    ledger.keys.erase("p-1", AT).unwrap();
    assert!(ledger.keys.is_erased("p-1").unwrap());
    assert_eq!(files_with(ledger.folder.path(), &wrapped), [""; 0]);
    assert_eq!(ledger.keys.unseal(&sealed_in(&entry), "a").unwrap(), None);
    assert!(matches!(
        ledger.keys.seal("p-1", "c", "note", "again"),
        Err(JournalError::Erased(_))
    ));
    assert!(matches!(
        ledger.keys.ensure(["p-1", "p-9"]),
        Err(JournalError::Erased(_))
    ));
    assert!(
        matches!(ask(), Earlier::Erased(_)),
        "the digest of what was sent opens nothing either"
    );

    let leaf = leaf_hash(entry.text().unwrap().as_bytes());
    assert!(verify_inclusion(&leaf, 0, 2, &proof, &root));
    let (verified, findings) = ledger.verify();
    assert_eq!(findings, []);
    assert_eq!(
        (verified.opened, verified.erased, verified.unreadable),
        (1, 1, 0)
    );
}

#[test]
fn without_keys_the_hashes_still_hold_and_what_is_lost_is_said() {
    let ledger = Ledger::new();
    ledger.append(&with_note(&ledger, "a", "p-1", NOTE));
    ledger.append(&with_note(&ledger, "b", "p-1", NOTE));
    ledger.append(&with_note(&ledger, "c", "p-2", NOTE));
    let Ledger {
        folder,
        keys,
        store,
    } = ledger;
    let (verified, findings) = check(&store, None);
    assert_eq!(verified.unreadable, 3);
    assert_eq!(verified.signed.unwrap().size, 3);
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "keys.db: is not at hand: 3 sealed fields of 2 subjects cannot be read; entries, tree and signatures \
          were checked without it"
        ]
    );

    // The same with keys from a backup that knows only one of the subjects.
    drop((store, keys));
    let path = folder.path().join(KEYS_DB);
    let db = youju_db::Simple::open(&path, false).unwrap();
    db.write(|tx| tx.execute("delete from subject_key where subject = 'p-1'", &[]))
        .unwrap();
    let keys = Arc::new(Keys::open(folder.path(), Entropy::seeded(4)).unwrap());
    let (verified, findings) = check(&open(folder.path(), &keys), Some(&keys));
    assert_eq!((verified.opened, verified.unreadable), (1, 2));
    assert_eq!(
        findings[0].to_string(),
        "keys.db, key of p-1: is missing and was not erased: 2 sealed fields cannot be read"
    );
    assert_eq!(findings.len(), 1);
    drop((db, keys));
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().starts_with(KEYS_DB) {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
    assert!(matches!(
        Keys::open(folder.path(), Entropy::system()),
        Err(JournalError::Db(DbError::Missing(_)))
    ));
}

#[test]
fn processes_that_make_a_key_at_once_end_with_one() {
    let folder = tempfile::tempdir().unwrap();
    drop(Keys::create(folder.path(), "example.org/ledger", Entropy::system()).unwrap());
    let sealed: Vec<Sealed> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let keys = Keys::open(folder.path(), Entropy::system()).unwrap();
                    (0..10)
                        .map(|n| keys.seal(&format!("p-{n}"), "a", "note", NOTE).unwrap())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let keys = Keys::open(folder.path(), Entropy::system()).unwrap();
    let ring = keys.ring().unwrap();
    for sealed in sealed {
        assert_eq!(ring.unseal(&sealed, "a").unwrap().as_deref(), Some(NOTE));
    }
}

#[test]
fn the_key_file_is_for_its_owner_and_fits_its_ledger_only() {
    let folder = tempfile::tempdir().unwrap();
    drop(Keys::create(folder.path(), "example.org/ledger", Entropy::system()).unwrap());
    let key_file = folder.path().join(KEY_FILE);
    assert_eq!(
        std::fs::metadata(&key_file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let key = std::fs::read(&key_file).unwrap();
    assert!(matches!(
        Keys::create(folder.path(), "example.org/ledger", Entropy::system()),
        Err(JournalError::KeysExist(_))
    ));
    assert_eq!(
        std::fs::read(&key_file).unwrap(),
        key,
        "the key file stays as it was"
    );
    std::fs::write(&key_file, [1; 32]).unwrap();
    assert!(matches!(
        Keys::open(folder.path(), Entropy::system()),
        Err(JournalError::WrongKeyFile { .. })
    ));
    std::fs::write(&key_file, [1; 31]).unwrap();
    let error = Keys::open(folder.path(), Entropy::system()).err().unwrap();
    assert!(error.to_string().contains("it holds 31 bytes"), "{error}");
    std::fs::remove_file(&key_file).unwrap();
    assert!(Keys::open(folder.path(), Entropy::system()).is_err());
    assert!(matches!(
        Keys::create(folder.path(), "two words", Entropy::system()),
        Err(JournalError::Origin(_))
    ));
}

#[test]
fn an_interrupted_start_can_be_repeated_and_the_keys_copied() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(KEY_FILE), [5; 32]).unwrap();
    let keys = Keys::create(folder.path(), "example.org/ledger", Entropy::seeded(1)).unwrap();
    assert_eq!(
        std::fs::read(folder.path().join(KEY_FILE)).unwrap(),
        [5; 32]
    );
    let sealed = keys.seal("p-1", "a", "note", NOTE).unwrap();
    let again = Keys::open(folder.path(), Entropy::seeded(2)).unwrap();
    assert_eq!(again.unseal(&sealed, "a").unwrap().as_deref(), Some(NOTE));
    let restored = tempfile::tempdir().unwrap();
    keys.copy_into(restored.path()).unwrap();
    assert!(
        keys.copy_into(restored.path()).is_err(),
        "nothing is overwritten"
    );
    let again = Keys::open(restored.path(), Entropy::seeded(3)).unwrap();
    assert_eq!(again.verifier(), keys.verifier());
    assert_eq!(again.unseal(&sealed, "a").unwrap().as_deref(), Some(NOTE));
}

#[test]
fn sealed_fields_are_found_at_any_depth() {
    let ledger = Ledger::new();
    let sealed = ledger
        .keys
        .seal("p-1", "a", "name", "示例甲")
        .unwrap()
        .to_json();
    let value =
        json!({"rows": [{"name": sealed, "day": "2022-01-01"}, sealed], "other": {"sealed": "no"}});
    let mut seen = 0;
    Sealed::for_each(&value, &mut |_| seen += 1);
    assert_eq!(seen, 2);
}
