//! The files of packs, wherever they lie: on disk, in a ledger, in the binary.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files of one or many packs: path below the packs' folder (`talks/kinds/talk.toml`) → bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    shown: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Makes an empty set; fill it with [`Files::insert`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the folder that holds the packs' folders; hidden files are left out.
    ///
    /// - Errors: a folder or file that cannot be read, a name that is not UTF-8.
    pub fn from_dir(root: &Path) -> Result<Self, FilesError> {
        let mut files = Self {
            shown: format!("{}/", root.display()),
            files: BTreeMap::new(),
        };
        files.walk(root, "")?;
        Ok(files)
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<(), FilesError> {
        let fail = |path: &Path| {
            let path = path.to_owned();
            move |source| FilesError::Io { path, source }
        };
        for entry in fs::read_dir(folder).map_err(fail(folder))? {
            let path = entry.map_err(fail(folder))?.path();
            let name = path
                .file_name()
                .and_then(|n| n.to_str())
                .ok_or_else(|| FilesError::Name(path.clone()))?;
            if name.starts_with('.') {
                continue;
            }
            let key = format!("{prefix}{name}");
            if path.is_dir() {
                self.walk(&path, &format!("{key}/"))?;
            } else {
                let bytes = fs::read(&path).map_err(fail(&path))?;
                self.files.insert(key, bytes);
            }
        }
        Ok(())
    }

    /// Puts a file in, or replaces it.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Gives a file's bytes.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Walks all files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))
    }

    /// Names the packs: the top folders, sorted.
    pub fn packs(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .files
            .keys()
            .filter_map(|path| Some(path.split_once('/')?.0))
            .collect();
        names.dedup();
        names
    }

    /// Walks the files of one pack.
    pub fn of_pack<'a>(&'a self, pack: &str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let prefix = format!("{pack}/");
        self.iter().filter(move |(p, _)| p.starts_with(&prefix))
    }

    /// Gives the path as people see it: with the folder that was read in front.
    pub(crate) fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.shown)
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(pairs: I) -> Self {
        let mut files = Self::new();
        for (path, bytes) in pairs {
            files.insert(path, bytes);
        }
        files
    }
}

/// A folder of packs that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The disk or its rights.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file name outside UTF-8.
    #[error("{} has a name that is not UTF-8; rename it", .0.display())]
    Name(PathBuf),
}
