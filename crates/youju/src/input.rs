//! Files and standard input, read with care: a limit, an encoding, a clear word when it cannot be.

use crate::failure::Failure;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Largest record or alias file that is read.
pub const SMALL: u64 = 16 << 20;

/// Reads a text in UTF-8 or GB18030 from a file, or from standard input where the path is `-`.
///
/// - Errors: a file that is not there, larger than `limit` bytes, empty, binary.
pub fn text(path: &Path, limit: u64) -> Result<String, Failure> {
    let name = name(path);
    let bytes = bytes(path, limit)?;
    youju_proofread::decode(&bytes).map_err(|error| Failure::input(format!("{name}: {error}")))
}

/// Names a path as people see it.
pub fn name(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".into()
    } else {
        path.display().to_string()
    }
}

/// Opens a file, or standard input where the path is `-`.
///
/// - Errors: a file that is not there or may not be read, a folder.
pub fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let kind = file.metadata().map_err(|error| unreadable(path, &error))?;
    if kind.is_dir() {
        let message = format!("{} is a folder", path.display());
        return Err(Failure::input(message).hint("name a file"));
    }
    Ok(Box::new(file))
}

/// Reads a file, or standard input where the path is `-`.
///
/// - Errors: a file that is not there or is larger than `limit` bytes.
pub fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = open(path)?.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit {
        let message = format!("{} is larger than {}", name(path), size(limit));
        return Err(
            Failure::input(message).hint("split it, or raise --max-bytes where the verb has it")
        );
    }
    Ok(bytes)
}

/// Blames the input where it is not there, the surroundings where it cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot read {}: {error}", name(path));
    match error.kind() {
        ErrorKind::NotFound => Failure::input(message).hint("check the name"),
        _ => Failure::surroundings(message),
    }
}

/// Prints a number of bytes: `16 MiB`, `1,500 bytes`.
pub fn size(bytes: u64) -> String {
    match bytes {
        n if n >= 1 << 20 && n.is_multiple_of(1 << 20) => format!("{} MiB", n >> 20),
        n if n >= 1 << 10 && n.is_multiple_of(1 << 10) => format!("{} KiB", n >> 10),
        n => format!("{n} bytes"),
    }
}

/// Reads a size: `16MiB`, `64k`, `500000`.
///
/// - Errors: no number, an unknown unit.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err(format!("\"{text}\" is no size; write 16MiB or 500000")),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| format!("\"{text}\" is no size; write 16MiB or 500000"))?;
    number
        .checked_mul(1 << shift)
        .filter(|n| *n < u64::MAX)
        .ok_or_else(|| format!("\"{text}\" is too large"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_printed() {
        assert_eq!(parse_size("16MiB"), Ok(16 << 20));
        assert_eq!(parse_size("64k"), Ok(64 << 10));
        assert_eq!(parse_size("12"), Ok(12));
        for bad in [
            "",
            "MiB",
            "1x",
            "-1",
            "99999999999999999999",
            "99999999999g",
        ] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
        assert_eq!(
            (size(16 << 20), size(1500)),
            ("16 MiB".into(), "1500 bytes".into())
        );
    }
}
