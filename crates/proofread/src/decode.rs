//! Bytes to text: UTF-8 with or without mark, otherwise GB18030.

use crate::error::Error;

/// Reads a text in UTF-8 (a byte order mark is dropped) or GB18030.
///
/// - Errors: empty input, binary input (NUL or other control bytes), text in neither encoding.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let control =
        |b: &u8| (*b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)) || *b == 0x7f;
    if let Some(at) = body.iter().position(control) {
        return Err(Error::Binary {
            byte: body[at],
            at: at + bytes.len() - body.len(),
        });
    }
    let text = match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(fault) => {
            let (text, _, broken) = encoding_rs::GB18030.decode(body);
            if broken {
                return Err(Error::Encoding(
                    fault.valid_up_to() + bytes.len() - body.len(),
                ));
            }
            text.into_owned()
        }
    };
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_give_the_same_text() {
        let text = "谈心谈话400余人次，占77.6%。";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(&gb).as_deref(), Ok(text));
        assert_eq!(
            decode(format!("\u{feff}{text}").as_bytes()).as_deref(),
            Ok(text)
        );
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(decode(b""), Err(Error::Empty));
        assert_eq!(decode(b" \n\t"), Err(Error::Empty));
        assert_eq!(decode(b"ab\0c"), Err(Error::Binary { byte: 0, at: 2 }));
        assert_eq!(decode(b"PK\x03\x04"), Err(Error::Binary { byte: 3, at: 2 }));
        assert_eq!(decode(&[0x61, 0xff, 0xff]), Err(Error::Encoding(1)));
    }
}
