//! Prints the articles of a page in reading order: `articles FILE [ALIASES]`.

use youju_proofread::alias::Aliases;
use youju_proofread::{Options, articles, decode};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: articles FILE [ALIASES]")?;
    let text = decode(&std::fs::read(file)?)?;
    let aliases = match arguments.next() {
        Some(file) => Aliases::parse(&std::fs::read_to_string(file)?)?,
        None => Aliases::default(),
    };
    let options = Options {
        aliases,
        ..Options::default()
    };
    for article in articles(&text, &options, &[]) {
        println!("=== {}", article.units.join(" "));
        for set in article.paragraphs {
            println!("{:8} {}", format!("{:?}", set.role), set.text);
        }
    }
    Ok(())
}
