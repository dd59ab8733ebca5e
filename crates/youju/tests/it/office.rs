//! A small office in a temporary folder, and the binary run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The binary under test: that of this build, or the one that YOUJU_BIN names.
pub fn binary() -> PathBuf {
    let named = std::env::var_os("YOUJU_BIN").map(PathBuf::from);
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_youju").into())
}

/// How often a test that waits for chance is repeated: many times for a release binary, a few in every run.
pub fn rounds(many: usize, few: usize) -> usize {
    if std::env::var_os("YOUJU_BIN").is_some() {
        many
    } else {
        few
    }
}

/// A folder with files, in which the binary runs on 2022-09-30.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    /// A ledger `l` with a county, an office below it with one post, and three persons.
    pub fn with_office() -> Self {
        let desk = Self::new();
        desk.run(&["init", "l", "--synthetic"]);
        desk.write("office.jsonl", OFFICE);
        let shown = desk.run(&["import", "l", "office.jsonl"]);
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file in the folder");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file in the folder")
    }

    /// A command that is ready to be run, on a day of its own or on the desk's.
    pub fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(binary());
        command.args(args);
        if !args.iter().any(|arg| arg.as_ref() == "--today") {
            command.args(["--today", "2022-09-30"]);
        }
        command
            .current_dir(self.folder.path())
            .env_remove("YOUJU_LANG");
        command
    }

    /// Runs the binary and gives standard output, standard error and exit code as one text; digests are masked.
    pub fn run(&self, args: &[&str]) -> String {
        told(&self.command(args).output().expect("the binary runs"))
    }

    /// As [`Desk::run`], with something on standard input.
    pub fn pipe(&self, args: &[&str], input: &[u8]) -> String {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        // A binary that refuses early closes its end: no fault of the test.
        let _ = child.stdin.take().expect("piped").write_all(input);
        told(&child.wait_with_output().expect("it ends"))
    }

    /// Runs the binary with `--format json` and reads its answer.
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let output = self
            .command(args)
            .args(["--format", "json"])
            .output()
            .expect("the binary runs");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{args:?}: {e}: {}", told(&output)))
    }
}

fn told(output: &Output) -> String {
    let mut text = masked(&String::from_utf8_lossy(&output.stdout));
    let errors = masked(&String::from_utf8_lossy(&output.stderr));
    if !errors.is_empty() {
        text.push_str(&format!("[stderr]\n{errors}"));
    }
    match output.status.code() {
        Some(code) => text.push_str(&format!("[exit {code}]\n")),
        None => text.push_str("[killed]\n"),
    }
    text
}

/// Digests depend on keys and on the packs' texts: they are masked.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_hexdigit() && !c.is_ascii_uppercase() {
            run.push(c);
            continue;
        }
        masked.push_str(if run.len() >= 16 { "<digest>" } else { &run });
        run.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

const OFFICE: &str = r#"{"id":"u.county","kind":"core.unit","unit":"county","name":"示例县","sort":"county","from_on":"2000-01-01"}
{"id":"u.office","kind":"core.unit","unit":"office","name":"示例办","sort":"office","from_on":"2000-01-01"}
{"id":"l.est","kind":"core.unit_link","unit":"office","line":"establishment","parent":"county","from_on":"2000-01-01"}
{"id":"l.party","kind":"core.unit_link","unit":"office","line":"party","parent":"county","from_on":"2000-01-01"}
{"id":"p1","kind":"core.person","unit":"office","person":"p-1","name":"示例甲","birth_on":"1980-05-06","registered_on":"2001-01-01"}
{"id":"p2","kind":"core.person","unit":"office","person":"p-2","name":"示例乙","birth_on":"1981-05-06","registered_on":"2001-01-01"}
{"id":"p3","kind":"core.person","unit":"office","person":"p-3","name":"示例丙","birth_on":"1982-05-06","registered_on":"2001-01-01"}
{"id":"q1","kind":"establishment.quota","unit":"office","category":"administrative","posts":1,"approval_no":"示例编〔2020〕1号","approved_on":"2020-01-01"}
"#;
