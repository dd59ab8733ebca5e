//! Development commands: demo, test, bench, bless.

fn main() {}
