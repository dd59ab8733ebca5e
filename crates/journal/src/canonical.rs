//! One JSON text for one value: RFC 8785, without floats.
//!
//! Object keys are ordered by their UTF-16 code units, there is no white space, and only what must be escaped
//! is. Numbers are whole and at most 2^53 - 1 in size, so that every JSON reader sees the same number;
//! money and decimals are written as text.

use serde_json::{Map, Number, Value};
use std::fmt::Write as _;

/// Largest number that every JSON reader keeps exact.
const LARGEST: u64 = (1 << 53) - 1;

/// Returns the canonical text of `value`.
///
/// - Errors: a number with a fraction, or beyond 2^53 - 1.
///
/// ```
/// let value = serde_json::json!({"b": [1, null], "a": "示例"});
/// assert_eq!(youju_journal::canonical::text(&value).unwrap(), r#"{"a":"示例","b":[1,null]}"#);
/// ```
pub fn text(value: &Value) -> Result<String, CanonicalError> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

/// A number that has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the number {0} is not whole or exceeds 9007199254740991; write it as text")]
pub struct CanonicalError(Number);

fn write(value: &Value, out: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => write_object(fields, out)?,
    }
    Ok(())
}

fn write_object(fields: &Map<String, Value>, out: &mut String) -> Result<(), CanonicalError> {
    let mut ordered: Vec<_> = fields.iter().collect();
    ordered.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (i, (key, value)) in ordered.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_string(key, out);
        out.push(':');
        write(value, out)?;
    }
    out.push('}');
    Ok(())
}

fn write_number(number: &Number, out: &mut String) -> Result<(), CanonicalError> {
    let size = number
        .as_u64()
        .or_else(|| number.as_i64().map(i64::unsigned_abs));
    if size.is_none_or(|size| size > LARGEST) {
        return Err(CanonicalError(number.clone()));
    }
    out.push_str(&number.to_string());
    Ok(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                write!(out, "\\u{:04x}", u32::from(c)).expect("a string takes all that is written");
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keys_are_ordered_by_utf16_units_and_not_by_bytes() {
        // In bytes U+FB33 sorts before U+1F600; in UTF-16 the emoji starts with the smaller 0xD83D.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        assert_eq!(
            text(&value).unwrap(),
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn only_what_must_be_is_escaped() {
        let value = json!("\u{20ac}$\u{f}\nA'\u{42}\"\\/\u{7f}\u{2028}");
        assert_eq!(
            text(&value).unwrap(),
            "\"€$\\u000f\\nA'B\\\"\\\\/\u{7f}\u{2028}\""
        );
    }

    #[test]
    fn numbers_are_whole_and_exact() {
        for good in ["0", "-1", "9007199254740991", "-9007199254740991"] {
            let value: Value = serde_json::from_str(good).unwrap();
            assert_eq!(text(&value).unwrap(), good);
        }
        for bad in [
            "0.5",
            "1.0",
            "1e3",
            "-0",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551615",
        ] {
            let value: Value = serde_json::from_str(bad).unwrap();
            assert!(text(&json!({"n": [value]})).is_err(), "{bad}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reading_it_back_gives_the_value_and_the_same_text(value in any_json()) {
            let once = text(&value).unwrap();
            let read: Value = serde_json::from_str(&once).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(text(&read).unwrap(), once);
        }
    }
}
