//! Makes the demo ledger, the article and the blind page from `demo/`.
