//! Reads a pack folder, checks it whole, gives `Packs` or every fault found with file, line and hint.
