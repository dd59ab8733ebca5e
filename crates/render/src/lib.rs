//! Figures, verdicts, refusals and rows as JSON and text; the wire types live here.
