//! Identifiers, dates and periods, exact decimals and ratios, intervals, GRIM. Reads nothing, writes nothing.
