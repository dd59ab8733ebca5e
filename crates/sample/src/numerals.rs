//! Small numbers in Chinese digits, for the names of units.

/// Writes a number from 1 to 99: 十八, 二十, 三十七.
pub(crate) fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    debug_assert!((1..100).contains(&n), "a small number");
    let tens = match n / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens]),
    };
    format!("{tens}{}", DIGITS[n % 10])
}

#[cfg(test)]
mod tests {
    #[test]
    fn tens_are_written_as_read() {
        let written = [3, 10, 18, 20, 37].map(super::chinese);
        assert_eq!(written, ["三", "十", "十八", "二十", "三十七"]);
    }
}
