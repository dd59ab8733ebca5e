//! Kinds and row sets as tables; the SQL of packs as statements.
